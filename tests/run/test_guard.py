"""What may leave, asked last before the socket."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from pytest_bars.client.draft import Draft
from pytest_bars.environments.profile import Target
from pytest_bars.errors import StageRefusal
from pytest_bars.exchange import (
    NO_EFFECT,
    READ,
    Effect,
    EffectKind,
    Headers,
    Request,
)
from pytest_bars.jsontypes import Json
from pytest_bars.run.guard import StageGuard
from pytest_bars.stages import Stage
from tests.run.bench import compile_text, local_profile
from tests.run.plans import reading

BASE = "http://127.0.0.1:8000/FHIR/R4"
NHS = "https://fhir.nhs.uk/Id/nhs-number"
CREATE = Effect(EffectKind.CREATE, "Appointment", "cancel-booking")
OTHER = Target("https://fhir.nhs.uk/Id/dos-service-id", "2000011147")
NO_HEADERS = Headers()
STRANGER = "9476719931"  # a valid number of the published examples, not declared
# A random id, of which ten digits have the check digit of an NHS number.
CHANCE = "fcc67386-3309-55f6-94d3-4700251425bf"


def patient(number: str) -> Json:
    return {"entry": [{"identifier": [{"system": NHS, "value": number}]}]}


def refusal(
    draft: Mapping[str, Any],
    *,
    stage: Stage = Stage.LOCAL,
    url: str = f"{BASE}/metadata",
    base_url: str | None = BASE,
    budget: int | None = None,
    headers: Headers = NO_HEADERS,
) -> str | None:
    """Return why a guard refuses a draft, or None."""
    profile = replace(local_profile(), stage=stage)
    made = Draft(
        **{"method": "GET", "path": "/metadata", "target": profile.target, **draft}
    )
    request = Request(made.method, url, made.path, headers, None, made.effect)
    try:
        StageGuard(profile, base_url, budget=budget).check(request, made)
    except StageRefusal as error:
        return str(error)
    return None


@pytest.mark.parametrize(
    "draft",
    [
        pytest.param({}, id="a read"),
        pytest.param({"target": None}, id="no target"),
        pytest.param({"method": "POST", "effect": CREATE}, id="a write"),
        pytest.param({"target": OTHER, "kind": "error"}, id="error test elsewhere"),
        pytest.param({"patient": "adult_1"}, id="declared patient"),
        pytest.param({"body": patient("965 849 9007")}, id="declared number"),
        pytest.param({"body": patient("1234567890")}, id="number of nobody"),
        pytest.param({"body": patient("9990000018")}, id="number never issued"),
        pytest.param({"body": {"telecom": [{"value": STRANGER}]}}, id="other digits"),
        pytest.param({"body": b"nothing"}, id="text"),
        pytest.param({"path": f"/ServiceRequest/{CHANCE}"}, id="digits of a UUID"),
    ],
)
def test_what_the_stage_allows_may_leave(draft: dict[str, Any]) -> None:
    assert refusal(draft) is None


@pytest.mark.parametrize(
    ("draft", "reason"),
    [
        pytest.param({"target": OTHER}, "the target is neither", id="target"),
        pytest.param({"patient": "nobody"}, "patient nobody is not", id="patient"),
        pytest.param({"body": patient(STRANGER)}, "an NHS number no", id="body"),
        pytest.param({"body": STRANGER.encode()}, "an NHS number no", id="text"),
        pytest.param({"path": f"/Patient/{STRANGER}"}, "an NHS number no", id="path"),
        pytest.param({"path": "/Patient/947%20671%209931"}, "an NHS", id="spaced"),
        pytest.param(
            {"query": (("patient:identifier", f"{NHS}|{STRANGER}"),)},
            "an NHS number no",
            id="query",
        ),
    ],
)
def test_what_the_stage_does_not_allow_is_refused(
    draft: dict[str, Any], reason: str
) -> None:
    refused = refusal({"step": "book", **draft})
    assert refused is not None
    assert refused.startswith("Not sent, book: ")
    assert reason in refused
    assert refused.endswith("(profile local, Rehearsal).")
    assert STRANGER not in refused


@pytest.mark.parametrize("stage", [Stage.PROD, Stage.PROD_E2E])
@pytest.mark.parametrize(
    ("draft", "reason"),
    [
        pytest.param({"kind": "error"}, "kind error sends nothing", id="error test"),
        pytest.param({"effect": CREATE, "method": "POST"}, "no write", id="write"),
        pytest.param({"effect": NO_EFFECT, "method": "POST"}, "no write", id="none"),
        pytest.param({"effect": READ, "method": "POST"}, "no write", id="mislabelled"),
        pytest.param({"target": OTHER, "kind": "error"}, "kind error", id="elsewhere"),
        pytest.param({"body": patient("9990000018")}, "NHS number", id="not declared"),
    ],
)
def test_production_is_read_only_for_declared_patients(
    stage: Stage, draft: dict[str, Any], reason: str
) -> None:
    assert reason in str(refusal(draft, stage=stage))


def test_production_may_be_read() -> None:
    assert refusal({}, stage=Stage.PROD) is None


@pytest.mark.parametrize(
    ("url", "base_url", "is_allowed"),
    [
        pytest.param(f"{BASE}/Slot?a=b", BASE, True, id="below the base"),
        pytest.param(f"{BASE}/Slot", f"{BASE}/", True, id="base with a slash"),
        pytest.param("https://api.example/R4/Slot", BASE, False, id="another host"),
        pytest.param(f"{BASE}0/Slot", BASE, False, id="beside the base"),
        pytest.param(f"{BASE}/../x", BASE, False, id="up and away"),
        pytest.param(f"{BASE}/%2e%2e/x", BASE, False, id="up and away, encoded"),
        pytest.param("http://localhost:1/x", None, True, id="this machine"),
        pytest.param("http://api.example/x", None, False, id="not this machine"),
    ],
)
def test_requests_stay_below_the_base_url(
    url: str, base_url: str | None, *, is_allowed: bool
) -> None:
    refused = refusal({}, url=url, base_url=base_url)
    assert (refused is None) is is_allowed


def test_the_targets_a_plan_names_are_admitted(tmp_path: Path) -> None:
    text = reading("status: 200").replace("tests:", "", 1)
    head = "\n  other: {system: product, target: {system: a, value: b}}\ntests:"
    plan = compile_text(tmp_path, head + text)
    guard = StageGuard(local_profile(), BASE)
    guard.admit(plan)
    draft = Draft("GET", "/metadata", target=Target("a", "b"))
    guard.check(Request("GET", f"{BASE}/metadata", "/", Headers(), None), draft)


def test_writes_end_with_their_budget() -> None:
    profile = local_profile()
    guard = StageGuard(profile, BASE, budget=1)
    write = Draft("POST", "/Appointment", target=profile.target, effect=CREATE)
    read = Draft("GET", "/metadata", target=profile.target)
    request = Request("POST", f"{BASE}/Appointment", "/", Headers(), None)
    guard.check(request, read)
    guard.check(request, write)
    guard.check(request, read)
    with pytest.raises(StageRefusal, match="the budget of writes is used up"):
        guard.check(request, write)


SWITCH = Headers([("bars-simulator-fault", "receiver-fails")])


@pytest.mark.parametrize("stage", [stage for stage in Stage if stage != "local"])
def test_a_fault_is_asked_of_our_simulator_only(stage: Stage) -> None:
    """An API of the NHS is never sent the header, whatever the plan says."""
    told = refusal({}, stage=stage, headers=SWITCH)
    assert told is not None
    assert "Bars-Simulator-Fault is for our simulator only" in told


def test_our_simulator_may_be_asked_for_a_fault() -> None:
    assert refusal({}, headers=SWITCH) is None
