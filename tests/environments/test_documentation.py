import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from pytest_bars.environments import model
from pytest_bars.environments.builtin import BUILTIN, TKW_PATIENTS
from pytest_bars.environments.loader import load_profile
from pytest_bars.environments.types import Model
from tests.environments.given import project

PAGE = (Path(__file__).parents[2] / "docs" / "profiles.md").read_text("utf-8")
SECTIONS: dict[str, type[Model]] = {
    "## Keys of the file": model.ProjectFile,
    "### A claim": model.Claim,
    "### solution": model.Solution,
    "### An organisation": model.OrganisationSettings,
    "### A person": model.Person,
    "### schedule": model.Period,
    "## Keys of a profile": model.ProfileSettings,
    "### A deviation": model.DeviationSettings,
    "### target": model.TargetSettings,
    "### software": model.SoftwareSettings,
    "### practitioner": model.PractitionerSettings,
    "### auth": model.AuthSettings,
    "### A patient": model.PatientSettings,
    "### window and slot_window": model.WindowSettings,
    "### slots": model.SlotSettings,
    "### production_sender": model.ProductionSenderSettings,
}


def described(section: str) -> dict[str, bool]:
    """Return the keys a section describes, and which it calls required."""
    body = re.split(r"\n#+ ", PAGE.split(f"{section}\n")[1])[0]
    rows = re.findall(r"^\| `(\w+)` \| (.*) \|$", body, re.MULTILINE)
    return {key: text.endswith("(required)") for key, text in rows}


def known(parts: type[Model]) -> Iterator[tuple[str, bool]]:
    for name, field in parts.model_fields.items():
        yield field.alias or name, field.is_required()


@pytest.mark.parametrize("section", SECTIONS)
def test_every_key_is_described_and_no_other(section: str) -> None:
    assert described(section) == dict(known(SECTIONS[section]))


def test_no_part_of_the_file_is_left_out() -> None:
    parts = {
        part
        for part in vars(model).values()
        if isinstance(part, type) and issubclass(part, Model) and part is not Model
    }
    assert parts - {model.PatientVariable} == set(SECTIONS.values())


def test_the_built_in_profiles_are_those_of_the_table() -> None:
    rows = re.findall(
        r"^\| `([\w-]+)`[^|]* \| ([^|]+) \| `?([^|`]+)`? \| (\w+) \|",
        PAGE,
        re.MULTILINE,
    )
    told = {name: (label, host, pace) for name, label, host, pace in rows}
    for stage, builtin in BUILTIN.items():
        host = (builtin.base_url or "").split("/")[2:3] or ["the embedded simulator"]
        pace = str(builtin.requests_per_minute or "any")
        assert told[stage.value] == (stage.label, host[0], pace)
    assert len(told) == len(BUILTIN)


def test_every_alias_of_a_patient_is_named() -> None:
    missing = [alias for alias in TKW_PATIENTS if f"`{alias}`" not in PAGE]
    assert missing == []


def test_the_example_holds(tmp_path: Path) -> None:
    example = PAGE.split("```yaml\n")[1].split("```")[0]
    found = project(tmp_path, example, head="")
    bench = load_profile("bench", found, environ={})
    assert bench.base_url == "http://127.0.0.1:8080/booking-and-referral/FHIR/R4"
