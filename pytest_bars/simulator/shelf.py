"""Resources kept by id, in as many versions as they had."""

from collections.abc import Iterator

from pytest_bars.jsontypes import JsonObject
from pytest_bars.simulator.calls import BASE_ADDRESS, Call
from pytest_bars.simulator.faults import ActiveFaults
from pytest_bars.simulator.reading import text
from pytest_bars.simulator.reads import GUID
from pytest_bars.simulator.refusals import NOT_FOUND, VALUE, RefusalError
from pytest_bars.simulator.store import Store

_CORE_STRUCTURES = "http://hl7.org/fhir/StructureDefinition/"


class Shelf:
    """Keeps resources of one type, for what needs neither messages nor slots."""

    def __init__(self, resource_type: str, store: Store, faults: ActiveFaults) -> None:
        self._type = resource_type
        self._store = store
        self._faults = faults
        self._versions: dict[str, list[JsonObject]] = {}

    def __contains__(self, resource_id: str) -> bool:
        return resource_id in self._versions

    def add(self, resource: JsonObject, resource_id: str = "") -> JsonObject:
        """Keep a new resource, under an id of its own unless one is given."""
        resource_id = resource_id or self._store.new_id(self._type)
        kept = self._stamped(resource, resource_id, 1)
        if not self._faults.has("create-not-stored"):
            self._versions[resource_id] = [kept]
        return kept

    def find(self, resource_id: str) -> JsonObject:
        """Return a resource as it is now; raises RefusalError for an unknown id."""
        if resource_id not in self._versions:
            raise RefusalError(NOT_FOUND, f"There is no {self._type} with that id.")
        return self._versions[resource_id][-1]

    def change(self, resource_id: str, resource: JsonObject) -> JsonObject:
        """Replace a resource; raises RefusalError for an unknown id."""
        self.find(resource_id)
        versions = self._versions[resource_id]
        changed = self._stamped(resource, resource_id, len(versions) + 1)
        if not self._faults.has("change-ignored"):
            versions.append(changed)
        return changed

    def remove(self, resource_id: str) -> None:
        """Remove a resource; raises RefusalError for an unknown id."""
        self.find(resource_id)
        if not self._faults.has("delete-ignored"):
            del self._versions[resource_id]

    def all(self) -> Iterator[JsonObject]:
        """Yield every resource as it is now, oldest first."""
        for versions in self._versions.values():
            yield versions[-1]

    def _stamped(
        self, resource: JsonObject, resource_id: str, version: int
    ) -> JsonObject:
        core = f"{_CORE_STRUCTURES}{self._type}"
        profile = text(resource, "meta", "profile", 0) or core
        meta = self._store.meta(version, profile)
        return {**resource, "id": resource_id, "meta": meta}


def path_id(call: Call) -> str:
    """Return the id in a path such as /Endpoint/{id}/$template.

    Raises RefusalError where it is no GUID.
    """
    _, resource_type, resource_id, *_ = call.path.split("/")
    if not GUID.fullmatch(resource_id):
        raise RefusalError(VALUE, f"{resource_type} ids are GUIDs.")
    return resource_id.lower()


def refuse_other_id(resource: JsonObject, resource_id: str) -> None:
    """Refuse a body that names another resource than the path does.

    Source: FHIR R4 (4.0.1), RESTful API, update.
    """
    if text(resource, "id").lower() != resource_id:
        raise RefusalError(VALUE, "The id of the body must be the one of the path.")


def location(resource: JsonObject) -> tuple[str, str]:
    """Return the header that says where a new resource is found.

    Source: FHIR R4 (4.0.1), RESTful API, create.
    """
    path = f"{resource['resourceType']}/{resource['id']}"
    return ("Location", f"{BASE_ADDRESS}/{path}")
