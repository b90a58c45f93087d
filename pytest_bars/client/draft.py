"""A request as a step describes it, before headers and URL are made."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from pytest_bars.environments.profile import Target
from pytest_bars.exchange import READ, Effect
from pytest_bars.jsontypes import Json


@dataclass(frozen=True, slots=True)
class Draft:
    """Say what to send, for whom and with what effect.

    path: below the base URL, such as `/Appointment/123`; not percent-encoded.
    query: decoded pairs in order; a name may come again.
    target: None sends no NHSD-Target-Identifier.
    headers: fields to add or replace; None removes one.
    body: JSON, or exact bytes; None sends none (so JSON null is `b"null"`).
    correlation_id, request_id: made afresh when empty.
    use_context: None derives it from the message in the body.
    patient: alias of the patient concerned, for the guard. kind: of the test.
    timeout: None takes the profile's. api_version: None takes the profile's.
    """

    method: str
    path: str
    query: tuple[tuple[str, str], ...] = ()
    target: Target | None = None
    headers: Mapping[str, str | None] = field(default_factory=dict)
    body: Json | bytes = None
    effect: Effect = READ
    correlation_id: str = ""
    request_id: str = ""
    use_context: str | None = None
    patient: str | None = None
    test: str = ""
    step: str = ""
    kind: str = "happy-path"
    timeout: timedelta | None = None
    api_version: str | None = None
