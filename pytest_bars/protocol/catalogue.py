"""What a plan can name: requirements, workflows and Applications of the standard.

Requirement ids are ours and stable, for traceability; levels are the guide's.
Source: BaRS guide, Core 1.2.2, Applications 1 to 7, Non-Functional-Requirements,
Failure-Scenarios 1.1.x and the TKW page (2025-05-31), as package data.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any, Literal, cast


@dataclass(frozen=True, slots=True)
class Requirement:
    """A requirement, or a published scenario, that a test can show to hold.

    group: where it comes from. application: number, or None. level: MUST, SHOULD, MAY,
    their negations, EXPECTED, FACT, or SCENARIO. verify: `auto` where it shows on the
    wire, `evidence` where a person must show it, `none` where there is nothing to show.
    seen_when: what the product does when it shows on the wire, as we read the guide:
    it `receives`, it `sends`, `either`, or `never` (a permission); None where it was
    not asked.
    """

    id: str
    group: Literal["core", "application", "nfr", "failure", "tkw"]
    role: str
    level: str
    text: str
    verify: Literal["auto", "evidence", "none"]
    source: str
    application: int | None = None
    area: str = ""
    seen_when: Literal["receives", "sends", "either", "never"] | None = None

    @property
    def is_wire_observable(self) -> bool:
        """Say whether it is one of the functional requirements a machine can see."""
        return self.group in {"core", "application"} and self.verify == "auto"


@dataclass(frozen=True, slots=True)
class Workflow:
    """A sequence of calls of an Application.

    calls: method, path, event and reason of each. is_derived: implied by the guide, not
    tabled in it.
    """

    id: str
    name: str
    application: int | None
    calls: tuple[str, ...]
    is_derived: bool


@dataclass(frozen=True, slots=True)
class Application:
    """An Application of the standard; number None is the Foundation preview.

    use_cases: code and display of each.
    """

    number: int | None
    name: str
    version: str
    sender: str
    receiver: str
    use_cases: tuple[tuple[str, str], ...]
    workflows: tuple[Workflow, ...]


def _read(name: str) -> list[dict[str, Any]]:
    text = (files(__package__) / "data" / name).read_text("utf-8")
    return cast("list[dict[str, Any]]", json.loads(text))


@lru_cache(maxsize=1)
def requirements() -> Mapping[str, Requirement]:
    """Return every requirement by id, in the guide's order."""
    rows = (Requirement(**row) for row in _read("requirements.json"))
    return MappingProxyType({row.id: row for row in rows})


@lru_cache(maxsize=1)
def applications() -> tuple[Application, ...]:
    """Return the Applications in order, the Foundation preview last."""
    return tuple(_application(row) for row in _read("applications.json"))


@lru_cache(maxsize=1)
def workflows() -> frozenset[str]:
    """Return the ids of all workflows."""
    return frozenset(workflow_index())


@lru_cache(maxsize=1)
def workflow_index() -> Mapping[str, Workflow]:
    """Return every workflow by id, in order."""
    found = (flow for application in applications() for flow in application.workflows)
    return MappingProxyType({flow.id: flow for flow in found})


def _application(row: dict[str, Any]) -> Application:
    number = row["application"] or None
    return Application(
        number=number,
        name=row["name"],
        version=row["version"],
        sender=row["sender"],
        receiver=row["receiver"],
        use_cases=tuple((code, display) for code, display in row["use_cases"]),
        workflows=tuple(
            Workflow(
                id=flow["id"],
                name=flow["name"],
                application=number,
                calls=tuple(flow["calls"]),
                is_derived=flow["derived"],
            )
            for flow in row["workflows"]
        ),
    )
