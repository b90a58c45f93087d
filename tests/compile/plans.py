"""Small plans as data, and a desk to compile them at."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pytest_bars.checks import default_checks
from pytest_bars.compile.compile import Compiler
from pytest_bars.compile.model import CompiledPlan
from pytest_bars.errors import PlanError
from pytest_bars.payloads.library import Library
from pytest_bars.plan.language import Language
from pytest_bars.source import Fault
from pytest_bars.steps import default_steps

Data = dict[str, Any]
LANGUAGE = Language(default_steps(), default_checks())

CANCEL: Data = {
    "title": "Cancel a booking",
    "params": {"booking_id": "id", "patient": "patient"},
    "steps": [
        {
            "ref": "cancel",
            "name": "Cancel it",
            "request": {
                "delete": "/Appointment/${booking_id}",
                "to": "receiver",
                "body": {"text": "${patient.name}"},
            },
            "effect": {"cancel": "Appointment"},
            "expect": [{"status": 200}],
        }
    ],
}
BOOK: Data = {
    "title": "Book a slot",
    "params": {"patient": "patient", "slot": {"type": "id", "required": False}},
    "returns": {"booking_id": "id"},
    "steps": [
        {
            "ref": "book",
            "name": "Book it",
            "request": {"post": "/Appointment", "to": "receiver"},
            "effect": {"create": "Appointment", "undo": "cancel"},
            "expect": [{"status": 200}],
            "capture": {"booking_id": {"fhirpath": "id", "type": "id"}},
        }
    ],
}
FLOWS: Data = {"cancel": CANCEL, "book": BOOK}


def step(ref: str = "read", **keys: Any) -> Data:
    """Return a request that reads, with other keys."""
    base: Data = {
        "ref": ref,
        "name": "Read",
        "request": {"get": "/metadata", "to": "receiver"},
        "expect": [{"status": 200}],
    }
    return without_none({**base, **keys})


def kind(name: str, body: Any, ref: str = "other", **keys: Any) -> Data:
    """Return a step of another kind."""
    return {"ref": ref, "name": "Other", name: body, **keys}


def use(flow_name: str, ref: str = "other", **arguments: Any) -> Data:
    """Return a step that runs a flow with these arguments."""
    return kind("flow", flow_name, ref) | {"with": arguments}


def manual(ref: str = "seen", **keys: Any) -> Data:
    body = {"by": "user", "instruct": "Look.", "expect": "It is there."}
    return kind("manual", body, ref, **keys)


def write(ref: str = "book", **keys: Any) -> Data:
    """Return a request that writes and says no effect of it."""
    base: Data = {"request": {"post": "/Appointment", "to": "receiver"}}
    return step(ref, **{**base, "effect": "none", **keys})


def case_test(*steps: Data, ref: str = "T-1", **keys: Any) -> Data:
    """Return a happy-path test of these steps, or of one that reads."""
    base: Data = {
        "ref": ref,
        "name": "A test",
        "kind": "happy-path",
        "steps": list(steps) or [step()],
    }
    return without_none({**base, **keys})


def plan(*tests: Data, **keys: Any) -> Data:
    """Return a plan of these tests, or of one."""
    base: Data = {
        "schema": "bars-plan/1",
        "plan": "P",
        "version": "1.0.0",
        "title": "A plan",
        "standard": {"core": "1.1.6", "application": 1, "use_cases": ["a1t1"]},
        "owner": {"organisation": "provider", "role": "Project Lead"},
        "use": ["main.bars-flows.yaml"],
        "parties": {
            "receiver": {"system": "product", "target": "${profile.target}"},
            "user": {"person": "System User", "organisation": "provider"},
        },
        "vars": {"patient": {"patient": "adult_1"}, "window": "30s", "count": 3},
        "prerequisites": [{"ref": "PRE-01", "name": "OK", "attest": {"by": "Lead"}}],
        "tests": list(tests) or [case_test()],
    }
    return without_none({**base, **keys})


def steps(*given: Data, **keys: Any) -> Data:
    """Return a plan of one test of these steps; keys are the test's."""
    return plan(case_test(*given, **keys))


def checked(*checks: Data) -> Data:
    """Return a plan of one test that expects these, and a status."""
    return steps(step(expect=[{"status": 200}, *checks]))


def flow(*given: Data, **keys: Any) -> Data:
    """Return a flow of these steps."""
    return {"title": "A flow", "steps": list(given) or [step()], **keys}


def without_none(data: Data) -> Data:
    return {key: value for key, value in data.items() if value is not None}


@dataclass(frozen=True)
class Desk:
    """Compiles plans given as data, beside one flows file."""

    folder: Path

    def write(self, name: str, data: Data | str) -> Path:
        """Write a file; data as JSON, which is YAML."""
        path = self.folder / name
        text = data if isinstance(data, str) else json.dumps(data, indent=1)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    def compile(self, data: Data | str, flows: Data | None = None) -> CompiledPlan:
        """Compile a plan with the flows of `FLOWS` and these."""
        self.write(
            "main.bars-flows.yaml",
            {"schema": "bars-flows/1", "flows": {**FLOWS, **(flows or {})}},
        )
        return self.compiler().compile(self.write("plan.bars.yaml", data))

    def compiler(self) -> Compiler:
        return Compiler(LANGUAGE, Library.builtin(), self.folder)

    def faults(self, data: Data | str, flows: Data | None = None) -> list[Fault]:
        """Return the faults of a plan."""
        try:
            self.compile(data, flows)
        except PlanError as error:
            return list(error.faults)
        return []

    def messages(self, data: Data | str, flows: Data | None = None) -> list[str]:
        """Return each fault of a plan as one line: message and hint."""
        faults = self.faults(data, flows)
        return [" ".join(filter(None, (f.message, f.hint))) for f in faults]
