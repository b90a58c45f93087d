"""The catalogue of API 1.2.0 and later: Organization, HealthcareService, Endpoint.

Source: booking-and-referral-fhir-api, specification 1.2.0 to 1.4.0 (2026-05-18). The
live proxy has no route for these paths at the same commit.
"""

from typing import Final

from pytest_bars.jsontypes import Json, JsonObject
from pytest_bars.simulator.bodies import read_resource
from pytest_bars.simulator.bundles import searchset
from pytest_bars.simulator.calls import BASE_ADDRESS, Answer, Call
from pytest_bars.simulator.faults import ActiveFaults
from pytest_bars.simulator.reading import at, objects, text
from pytest_bars.simulator.refusals import done
from pytest_bars.simulator.searches import read_token, understood
from pytest_bars.simulator.shelf import Shelf, location, path_id, refuse_other_id
from pytest_bars.simulator.store import Store

# Where the value that a parameter names stands in a resource.
_PLACES: Final[dict[str, tuple[str | int, ...]]] = {
    "Organization.identifier": ("identifier",),
    "HealthcareService.identifier": ("identifier",),
    "HealthcareService.providedBy": ("providedBy", "identifier"),
    "Endpoint.identifier": ("identifier",),
    "ConnectionType": ("connectionType",),
    "PayloadType": ("payloadType",),
}
# Published without saying what its value is: left out, as FHIR has it.
_IGNORED: Final = frozenset({"_has"})


class Registry:
    """Answers for one type of resource of the catalogue."""

    def __init__(self, resource_type: str, store: Store, faults: ActiveFaults) -> None:
        self._type = resource_type
        self._store = store
        self._faults = faults
        self._shelf = Shelf(resource_type, store, faults)

    def search(self, call: Call) -> Answer:
        """Answer a search; without a parameter everything is found.

        Raises RefusalError where a parameter is no `system|value`.
        """
        wanted = [
            (_PLACES[name], read_token(value, name))
            for name, value in call.query
            if name in _PLACES
        ]
        if self._faults.has("catalogue-filter-ignored"):
            wanted = []
        found = [
            resource
            for resource in self._shelf.all()
            if all(_has(at(resource, *place), token) for place, token in wanted)
        ]
        address = understood(call, BASE_ADDRESS, ignored=_IGNORED)
        return Answer(200, searchset(self._store, address, found), "search")

    def create(self, call: Call) -> Answer:
        """Keep a new resource and answer with it; raises RefusalError if invalid."""
        made = self._shelf.add(read_resource(call, self._type, self._faults))
        return Answer(200, made, "created", headers=(location(made),))

    def read(self, call: Call) -> Answer:
        """Answer with a resource; raises RefusalError for an unknown id."""
        return Answer(200, self._shelf.find(path_id(call)), "read")

    def replace(self, call: Call) -> Answer:
        """Replace a resource, or make it under this id, and answer with it.

        Raises RefusalError: invalid, or of another id.
        """
        resource_id = path_id(call)
        resource = read_resource(call, self._type, self._faults)
        refuse_other_id(resource, resource_id)
        if resource_id in self._shelf:
            return Answer(200, self._shelf.change(resource_id, resource), "changed")
        made = self._shelf.add(resource, resource_id)
        return Answer(201, made, "created", headers=(location(made),))

    def delete(self, call: Call) -> Answer:
        """Remove a resource; raises RefusalError for an unknown id."""
        self._shelf.remove(path_id(call))
        told = f"The {self._type} has been deleted."
        return Answer(200, done("RESOURCE_DELETED", told), "deleted")


def _has(value: Json, token: tuple[str, str]) -> bool:
    """Say whether an identifier or a concept, or one of several, is a token."""
    if isinstance(value, list):
        return any(_has(one, token) for one in value)
    own = [value] if isinstance(value, dict) else []
    named: list[JsonObject] = [*own, *objects(value, "coding")]
    return any(token in _tokens(one) for one in named)


def _tokens(named: JsonObject) -> set[tuple[str, str]]:
    """Return what an identifier or a coding is found by.

    The published examples ask for `https://terminology.hl7.org/...`, where the
    resources have `http://`: both are understood.
    """
    system = text(named, "system")
    systems = {system, system.replace("http://", "https://", 1)}
    values = {text(named, "value"), text(named, "code")}
    return {(one, value) for one in systems for value in values}
