"""One request as the simulator sees it, and the answer to it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from pytest_bars.jsontypes import JsonObject
from pytest_bars.protocol.headers import DEFAULT_VERSION, FHIR_JSON, SIMULATOR_FAULT

BASE_PATH: Final = "/booking-and-referral/FHIR/R4"
# The simulator's name for itself in what it sends; its port is not known to it there.
BASE_ADDRESS: Final = f"http://simulator.pytest-bars.example{BASE_PATH}"


@dataclass(frozen=True, slots=True)
class Call:
    """A request.

    path: below the base path, such as /Slot; the whole path where it is not below it.
    headers: by lower-case name; of a repeated header the last value. version: of the
    API, published, that the call is answered by.
    """

    method: str
    path: str
    query: tuple[tuple[str, str], ...] = ()
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    version: str = DEFAULT_VERSION

    def header(self, name: str) -> str | None:
        """Return a header's value, whatever the case of its name."""
        return self.headers.get(name.lower())

    @property
    def faults(self) -> tuple[str, ...]:
        """Return the faults the call asks for, such as `delay=2s`, in order."""
        named = (self.header(SIMULATOR_FAULT) or "").split(",")
        return tuple(name.strip() for name in named if name.strip())

    def values(self, name: str) -> tuple[str, ...]:
        """Return every value of a query parameter, in order."""
        return tuple(value for key, value in self.query if key == name)


@dataclass(frozen=True, slots=True)
class Answer:
    """What is sent back.

    body: JSON, or bytes sent as they are. subject: what it answers, such as
    "booking-new", "slots" or "read"; "error" for a refusal of the Receiver.
    """

    status: int
    body: JsonObject | bytes
    subject: str = ""
    media_type: str = FHIR_JSON
    headers: tuple[tuple[str, str], ...] = ()
