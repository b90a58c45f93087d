"""The pages on plans and templates: their examples hold, and no key is left out."""

import re
import shutil
from pathlib import Path
from typing import Any, Final

import pytest
from pydantic import BaseModel

from pytest_bars.documents.load import parse_document
from pytest_bars.outcomes import Outcome
from pytest_bars.payloads.edit import edit_fault
from pytest_bars.payloads.library import Library
from pytest_bars.payloads.template import TemplateFile, load_template
from pytest_bars.plan import model
from pytest_bars.plan.language import Language
from pytest_bars.plan.loader import load_flows
from pytest_bars.runtime.live import open_runtime
from pytest_bars.runtime.settings import RunSettings
from pytest_bars.runtime.workbench import open_workbench, plan_language
from pytest_bars.steps.request import BodySpec
from tests.testplans.rig import PLANS, ROOT

PAGE: Final = (ROOT / "docs" / "plan-language.md").read_text("utf-8")
TEMPLATES: Final = (ROOT / "docs" / "templates.md").read_text("utf-8")
PROSE: Final = re.sub(r"^```.*?^```", "", PAGE, flags=re.DOTALL | re.MULTILINE)
NAMED: Final = frozenset(
    re.findall(r"[a-z0-9_]+", " ".join(re.findall(r"`[^`]+`", PROSE)))
)
LANGUAGE: Final[Language] = plan_language()
MODELS: Final[tuple[type[BaseModel], ...]] = (
    model.TestPlan,
    model.Standard,
    model.Owner,
    model.Party,
    model.Prerequisite,
    model.Attest,
    model.ManualBody,
    model.TestCase,
    model.CleanupStep,
    model.Capture,
    model.Poll,
    model.Flow,
    *LANGUAGE.step_kinds.values(),
    *LANGUAGE.check_kinds.values(),
)


def example(page: str, start: str) -> str:
    """Return the one YAML example of a page that starts so."""
    blocks = re.findall(r"^```yaml\n(.*?)^```", page, re.DOTALL | re.MULTILINE)
    (found,) = [block for block in blocks if block.startswith(start)]
    return str(found)


def keys(of: type[BaseModel]) -> set[str]:
    """Return the keys of a model as a plan writes them."""
    return {field.alias or name for name, field in of.model_fields.items()}


def test_the_example_plan_runs_green(tmp_path: Path) -> None:
    """From its file, with the shipped flows beside it."""
    shutil.copytree(PLANS / "flows", tmp_path / "flows")
    plan = tmp_path / "example.bars.yaml"
    plan.write_text(example(PAGE, "schema: bars-plan/1"), "utf-8")
    bench = open_workbench(RunSettings(root=tmp_path, evidence=tmp_path / "evidence"))
    compiled = bench.compile(plan)
    runtime = open_runtime(bench, is_shared=False)
    try:
        (test,) = compiled.tests
        result = runtime.run(compiled, test, test.cases[0])
    finally:
        runtime.close(0, {})
    assert (result.outcome, result.left_behind) == (Outcome.PASS, ())


def test_the_example_flow_loads() -> None:
    """A flows file of its own."""
    text = example(PAGE, "schema: bars-flows/1")
    flows = load_flows(parse_document(text.encode(), "f.bars-flows.yaml"), LANGUAGE)
    assert list(flows.flows) == ["read-booking"]


def test_the_example_check_is_one() -> None:
    """With its value handed over by `with`."""
    data: Any = parse_document(example(PAGE, "fhirpath:").encode(), "c.yaml").data
    assert LANGUAGE.check_kinds["fhirpath"].model_validate(data).because


@pytest.mark.parametrize("of", MODELS, ids=lambda of: of.__name__)
def test_every_key_is_described(of: type[BaseModel]) -> None:
    """In code style, so that a search finds it."""
    assert keys(of) <= NAMED


@pytest.mark.parametrize("kind", [*LANGUAGE.step_kinds, *LANGUAGE.check_kinds], ids=str)
def test_every_kind_is_described(kind: str) -> None:
    """Steps have a heading, checks a row."""
    assert f"### {kind}\n" in PAGE or f"| `{kind}` |" in PAGE


def test_the_example_template_loads() -> None:
    """And the page names each key of a template file."""
    text = example(TEMPLATES, "schema: bars-payload/1")
    document = parse_document(text.encode(), "consent.bars-template.yaml")
    assert load_template(document).name == "consent-direct-care"
    for key in keys(TemplateFile):
        assert f"| `{key}` |" in TEMPLATES


def test_the_example_body_changes_what_is_there() -> None:
    """Each path leads somewhere in the template it names."""
    data: Any = parse_document(example(TEMPLATES, "body:").encode(), "b.yaml").data
    spec = BodySpec.model_validate(data["body"])
    template = Library.builtin().get(str(spec.template))
    assert template is not None
    assert [edit_fault(template.body, path) for path in spec.set_] == [None] * 3


def test_every_shipped_template_is_described() -> None:
    """With all its params."""
    for name in Library.builtin().names:
        (row,) = [line for line in TEMPLATES.splitlines() if f"| `{name}` |" in line]
        template = Library.builtin().get(name)
        assert template is not None
        assert all(f"`{param}`" in row for param in template.params)
