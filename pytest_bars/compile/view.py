"""What a rule may know besides the node it looks at."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from pytest_bars.compile.names import Binding, Names, Sent
from pytest_bars.compile.nodes import FlowNode, Node
from pytest_bars.jsontypes import JsonObject
from pytest_bars.payloads.library import Library
from pytest_bars.plan.model import Party, PatientVar

if TYPE_CHECKING:
    from pytest_bars.compile.api_calls import ApiCall

VarValue = PatientVar | str | int | bool | None
ProfilePath = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Create:
    """A step that creates a record. step: its address; stages: as bits."""

    resource_type: str
    undo: str | None
    step: str
    stages: int


@dataclass(slots=True)
class Facts:
    """What the steps of a test, a flow or a prerequisite do; grows from step to step.

    can_fail: stages, as bits, in which something can fail. ends: resource types whose
    records the steps update or cancel. has_refused: a write is expected to be refused,
    and may be accepted all the same. reads: names of the profile, with the place.
    calls: what is asked of the API.
    """

    sent: dict[str, Sent] = field(default_factory=dict)
    returns: dict[str, Binding] = field(default_factory=dict)
    creates: list[Create] = field(default_factory=list)
    ends: set[str] = field(default_factory=set)
    has_refused: bool = False
    flows: set[str] = field(default_factory=set)
    templates: set[str] = field(default_factory=set)
    vars: set[str] = field(default_factory=set)
    calls: list["ApiCall"] = field(default_factory=list)
    reads: dict[ProfilePath, tuple[Node, tuple[str | int, ...]]] = field(
        default_factory=dict
    )
    can_fail: int = 0


@dataclass(frozen=True, slots=True)
class Known:
    """The names a plan may use.

    parties: None where a flows file is judged without a plan. flows: by name; complete
    unless `has_all_flows` is false. facts: of flows already judged, by name. steps: how
    many each flow has, those of the flows it runs counted.
    """

    parties: Mapping[str, Party] | None
    vars: Mapping[str, VarValue]
    flows: Mapping[str, FlowNode]
    has_all_flows: bool
    prerequisites: Collection[str]
    library: Library
    requirements: Collection[str]
    workflows: Collection[str]
    roots: Mapping[str, Binding]
    facts: dict[str, Facts] = field(default_factory=dict)
    steps: dict[str, int] = field(default_factory=dict)


@dataclass(slots=True)
class View:
    """The surroundings of the step a rule looks at.

    owner: `test`, `flow` or `prerequisite`. within: stages of the owner; stages: of
    the step, both as bits. cases: rows of a test.
    """

    known: Known
    names: Names
    owner: str
    within: int
    stages: int
    cases: tuple[JsonObject, ...] = ()
    is_error: bool = False
    facts: Facts = field(default_factory=Facts)
