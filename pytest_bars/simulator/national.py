"""What is no service's own: pointers of the record locator, and the catalogue."""

from collections.abc import Callable
from datetime import datetime

from pytest_bars.protocol.operations import find_operation, methods_of
from pytest_bars.simulator.calls import Answer, Call
from pytest_bars.simulator.faults import ActiveFaults
from pytest_bars.simulator.pointers import Pointers
from pytest_bars.simulator.receiver import check_accept
from pytest_bars.simulator.refusals import (
    RefusalError,
    method_not_allowed,
    refusal_answer,
)
from pytest_bars.simulator.registry import Registry
from pytest_bars.simulator.store import Store

Handler = Callable[[Call], Answer]


class National:
    """Answers what needs no NHSD-Target-Identifier, by what the version has."""

    def __init__(self, faults: ActiveFaults, now: Callable[[], datetime]) -> None:
        store = Store(now, faults)
        pointers = Pointers(store, faults)
        self._handlers: dict[tuple[str, str], Handler] = {
            ("GET", "/DocumentReference"): pointers.search,
            ("POST", "/DocumentReference"): pointers.create,
            ("GET", "/DocumentReference/{id}"): pointers.read,
            ("PUT", "/DocumentReference/{id}"): pointers.replace,
            ("DELETE", "/DocumentReference/{id}"): pointers.delete,
        }
        for resource_type in ("Organization", "HealthcareService", "Endpoint"):
            registry = Registry(resource_type, store, faults)
            self._take(registry, f"/{resource_type}", f"/{resource_type}/{{id}}")
            self._handlers["GET", f"/{resource_type}/{{id}}"] = registry.read
        templates = Registry("Endpoint", store, faults)
        self._take(templates, "/Endpoint/$template", "/Endpoint/{id}/$template")

    def _take(self, registry: Registry, all_path: str, one_path: str) -> None:
        self._handlers |= {
            ("GET", all_path): registry.search,
            ("POST", all_path): registry.create,
            ("PUT", one_path): registry.replace,
            ("DELETE", one_path): registry.delete,
        }

    def answer(self, call: Call) -> Answer:
        """Answer a call; a refusal is an answer too."""
        operation = find_operation(call.method, call.path, call.version)
        if operation is None:
            return method_not_allowed(methods_of(call.path, call.version))
        try:
            check_accept(call)
            return self._handlers[operation.method, operation.path](call)
        except RefusalError as refusal:
            return refusal_answer(refusal)
