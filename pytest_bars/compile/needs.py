"""What a plan reads of the profile, and what a profile lacks of it."""

from collections.abc import Iterable, Mapping
from functools import partial
from types import MappingProxyType

from pytest_bars.compile.model import CompiledPlan, ProfileNeed
from pytest_bars.compile.nodes import Node
from pytest_bars.compile.stagesets import stages_in
from pytest_bars.compile.view import Facts, ProfilePath
from pytest_bars.documents.suggest import did_you_mean
from pytest_bars.documents.tree import Location
from pytest_bars.environments.profile import Profile
from pytest_bars.jsontypes import Json
from pytest_bars.plan.model import PatientVar, TestPlan
from pytest_bars.source import Fault

Place = tuple[Node, Location]
# A path of the profile, and the var that names it where it is a patient.
Key = tuple[ProfilePath, str | None]


class Needs:
    """Gather what tests read of the profile, and in which stages."""

    def __init__(self, plan: Node, model: TestPlan, facts: Facts) -> None:
        """Begin with what the plan itself reads: its parties and vars."""
        self._plan = plan
        self._always = facts
        self._aliases = {
            name: value.patient
            for name, value in model.vars.items()
            if isinstance(value, PatientVar)
        }
        self._stages: dict[Key, int] = {}
        self._places: dict[Key, Place] = {}

    def add(self, stages: int, facts: Iterable[Facts]) -> None:
        """Take what a test reads, with its prerequisites and flows.

        stages: those of the test, as bits.
        """
        for one in (self._always, *facts):
            for path, place in one.reads.items():
                self._add((path, None), place, stages)
            for name in one.vars & self._aliases.keys():
                place = (self._plan, ("vars", name, "patient"))
                path = ("patients", self._aliases[name])
                self._add((path, name), place, stages)

    def _add(self, key: Key, place: Place, stages: int) -> None:
        self._stages[key] = self._stages.get(key, 0) | stages
        self._places.setdefault(key, place)

    def all(self) -> tuple[ProfileNeed, ...]:
        """Return every path that is read."""
        return tuple(
            ProfileNeed(
                path=path,
                var=var,
                stages=stages_in(self._stages[path, var]),
                fault=partial(_fault, node, location),
            )
            for (path, var), (node, location) in self._places.items()
        )


def profile_faults(
    plan: CompiledPlan,
    profile: Profile,
    overrides: Mapping[str, str] = MappingProxyType({}),
) -> tuple[Fault, ...]:
    """Return a fault for each name the plan reads and the profile does not have.

    Only what tests of the profile's stage read is asked for. overrides: values for
    vars from the command line, by name.
    """
    chosen = {**profile.variables, **overrides}
    faults = (
        _lacking_patient(need, profile, chosen.get(need.var, need.path[1]))
        if need.var is not None
        else _lacking(need, profile)
        for need in plan.needs
        if profile.stage in need.stages
    )
    return tuple(fault for fault in faults if fault is not None)


def api_faults(plan: CompiledPlan, profile: Profile | None = None) -> tuple[Fault, ...]:
    """Return what the API version says to what happy-path tests ask.

    profile: where it chooses a version, that one is asked instead of the plan's, about
    what runs in its stage.
    """
    version: str = plan.standard.api
    why, calls = "", plan.calls
    if profile is not None:
        calls = tuple(call for call in calls if profile.stage in call.stages)
        if profile.api_version not in {None, version}:
            why = f" (profile {profile.name}; the plan says {version})"
            version = profile.api_version or version
    found = (fault for call in calls for fault in call.faults(version, why))
    return tuple(dict.fromkeys(found))


def _lacking(need: ProfileNeed, profile: Profile) -> Fault | None:
    value: Json = profile.as_scope()
    for name in need.path:
        value = value.get(name) if isinstance(value, Mapping) else None
    if value is not None:
        return None
    shown = ".".join(need.path)
    return need.fault(
        f'the profile {profile.name} has no "{shown}".',
        "Give it in bars.yaml, under profiles.",
    )


def _lacking_patient(need: ProfileNeed, profile: Profile, chosen: Json) -> Fault | None:
    alias = str(chosen)
    if alias in profile.patients:
        return None
    known = ", ".join(sorted(profile.patients)) or "none"
    hint = did_you_mean(alias, profile.patients)
    return need.fault(
        f'the profile {profile.name} declares no patient "{alias}".',
        hint or f"It declares {known}; declare it in bars.yaml.",
    )


def _fault(node: Node, location: Location, message: str, hint: str) -> Fault:
    return node.fault(message, *location, hint=hint)
