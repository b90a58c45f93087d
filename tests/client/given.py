"""What the tests of the client are given."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from pytest_bars.client.client import BarsClient, Guard
from pytest_bars.client.draft import Draft
from pytest_bars.environments.loader import load_profile
from pytest_bars.environments.profile import Profile
from pytest_bars.errors import StageRefusal
from pytest_bars.exchange import Effect, EffectKind, Request
from pytest_bars.jsontypes import Json

LOCAL = load_profile("local", None, environ={})
CREATE = Effect(EffectKind.CREATE, "Appointment", "cancel-booking")
MESSAGE: Json = {
    "resourceType": "Bundle",
    "type": "message",
    "entry": [
        {
            "resource": {
                "resourceType": "MessageHeader",
                "eventCoding": {
                    "system": "https://fhir.nhs.uk/CodeSystem/message-events-bars",
                    "code": "booking-request",
                },
                "reason": {
                    "coding": [
                        {
                            "system": (
                                "https://fhir.nhs.uk/CodeSystem/message-reason-bars"
                            ),
                            "code": "new",
                        }
                    ]
                },
            }
        },
        {
            "resource": {
                "resourceType": "Appointment",
                "status": "booked",
                "serviceCategory": [
                    {
                        "coding": [
                            {
                                "system": (
                                    "https://fhir.nhs.uk/CodeSystem/"
                                    "usecases-categories-bars"
                                ),
                                "code": "a1t1",
                            }
                        ]
                    }
                ],
            }
        },
    ],
}
READ_SLOTS = Draft("GET", "/Slot", target=LOCAL.target, test="P::T", step="slots")
BOOK = Draft(
    "POST",
    "/$process-message",
    target=LOCAL.target,
    body=MESSAGE,
    effect=CREATE,
    test="P::T",
    step="book",
    patient="adult_1",
)


@dataclass
class MemoryJournal:
    """Keep records in memory, in order, with whether each had to be durable."""

    records: list[tuple[str, Mapping[str, Json], bool]] = field(default_factory=list)
    bodies: dict[str, bytes] = field(default_factory=dict)

    def record(
        self, kind: str, data: Mapping[str, Json], *, durable: bool = False
    ) -> int:
        self.records.append((kind, data, durable))
        return len(self.records)

    def keep(self, content: bytes, media_type: str) -> str:
        digest = f"sha256:{len(self.bodies)}:{media_type}"
        self.bodies[digest] = content
        return digest

    @property
    def kinds(self) -> list[str]:
        return [kind for kind, _, _ in self.records]

    def last(self) -> Mapping[str, Json]:
        return self.records[-1][1]


class Allowing:
    """Let everything pass."""

    def check(self, request: Request, draft: Draft) -> None:
        """Allow the request."""


class Refusing:
    """Let nothing pass."""

    def check(self, request: Request, draft: Draft) -> None:
        raise StageRefusal(f"{draft.step}: {request.method} is not allowed")


@dataclass
class SteppingClock:
    """Move on by a quarter of a second each time it is asked for time passed."""

    passed_s: float = 0.0

    def now(self) -> datetime:
        return datetime(2026, 11, 23, 9, 0, tzinfo=UTC)

    def monotonic(self) -> float:
        self.passed_s += 0.25
        return self.passed_s


def client_to(
    base_url: str,
    journal: MemoryJournal | None = None,
    guard: Guard | None = None,
    profile: Profile = LOCAL,
    *,
    timeout_s: float = 5,
) -> BarsClient:
    """Return a client for a loopback server."""
    return BarsClient(
        replace(profile, timeout=timedelta(seconds=timeout_s)),
        base_url,
        journal or MemoryJournal(),
        guard or Allowing(),
        SteppingClock(),
    )
