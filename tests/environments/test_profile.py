from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from pytest_bars.environments.loader import load_profile
from pytest_bars.environments.profile import (
    Credentials,
    Practitioner,
    ProductionSender,
    Window,
)
from pytest_bars.environments.secrets import Secret
from pytest_bars.jsontypes import JsonObject

LOCAL = load_profile("local", None, environ={})
WINDOW = Window(
    datetime(2026, 12, 1, 6, tzinfo=UTC), datetime(2026, 12, 1, 7, tzinfo=UTC)
)
FULL = replace(
    LOCAL,
    practitioner=Practitioner("555", "62247001", "General practitioner"),
    credentials=Credentials(Secret("canary-id"), Secret("canary-key"), "k"),
    window=WINDOW,
    slots=("slot-1",),
    slot_window=WINDOW,
    production_sender=ProductionSender("TCC", "CA", "R. Patel", date(2026, 11, 20)),
    variables={"b": 1, "a": None},
)


@pytest.mark.parametrize("made", [FULL.as_scope(), FULL.digest_source()])
def test_neither_scope_nor_digest_holds_secrets_or_patients(made: JsonObject) -> None:
    text = str(made)
    assert "canary" not in text
    assert "9658499007" not in text
    assert "DYBALL" not in text


def test_no_repr_holds_secrets_or_patients() -> None:
    text = repr(FULL)
    assert "canary" not in text
    assert "9658499007" not in text
    assert "DYBALL" not in text


def test_the_scope_is_what_plans_may_read() -> None:
    scope = FULL.as_scope()
    assert scope["target"] == {
        "system": "https://fhir.nhs.uk/Id/dos-service-id",
        "value": "2000072489",
    }
    assert scope["organisation"] == {"name": "Harness Test Trust", "ods": "X99ZZ"}
    assert scope["stage"] == "local"
    assert scope["practitioner"] == {
        "role_profile_id": "555",
        "code": "62247001",
        "display": "General practitioner",
    }
    assert LOCAL.as_scope()["practitioner"] is None


def test_a_scope_that_is_changed_leaves_the_profile_alone() -> None:
    LOCAL.as_scope()["name"] = "changed"
    assert LOCAL.as_scope()["name"] == "local"


@pytest.mark.parametrize(
    "changed",
    [
        pytest.param(replace(FULL, name="other"), id="name"),
        pytest.param(
            replace(FULL, target=replace(FULL.target, value="1")), id="target"
        ),
        pytest.param(replace(FULL, patients={}), id="patients"),
        pytest.param(replace(FULL, variables={}), id="variables"),
        pytest.param(replace(FULL, timeout=timedelta(seconds=1)), id="timeout"),
        pytest.param(replace(FULL, window=None), id="window"),
        pytest.param(replace(FULL, slots=()), id="slots"),
        pytest.param(replace(FULL, slot_window=None), id="slot window"),
        pytest.param(replace(FULL, production_sender=None), id="agreement"),
    ],
)
def test_what_is_previewed_cannot_change_unseen(changed: object) -> None:
    assert isinstance(changed, type(FULL))
    assert changed.digest_source() != FULL.digest_source()


def test_the_port_of_a_simulator_is_not_part_of_the_digest() -> None:
    started = replace(LOCAL, base_url="http://127.0.0.1:4711/R4")
    assert started.digest_source() == LOCAL.digest_source()


def test_a_patient_is_json_for_plans() -> None:
    assert LOCAL.patients["adult_1"].as_json() == {
        "alias": "adult_1",
        "nhs_number": "9658499007",
        "name": "Adrian DYBALL",
        "family": "DYBALL",
        "given": "Adrian",
        "birth_date": "1932-10-29",
        "postcode": "DN17 4LR",
        "gender": "male",
    }
