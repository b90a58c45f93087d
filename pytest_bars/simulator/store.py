"""What the Receiver remembers: bookings, requests, and what was processed.

Everything is in memory and ends with the process. One event loop uses it, so there
are no locks.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from pytest_bars.jsontypes import JsonObject
from pytest_bars.simulator.diary import Diary, DiarySlot, stable_id
from pytest_bars.simulator.faults import ActiveFaults
from pytest_bars.simulator.reading import text


@dataclass(slots=True)
class Record:
    """A booking, referral or validation request, all its versions, oldest first.

    nhs_number: the patient's, "" if the message had none. organisation: ODS code of
    the sender. link: id of the referral a booking is based on, or of the booking a
    referral supports; "" if none. slot: what a booking has taken. patient: who it is
    for, as the request had it; {} if it did not say.
    """

    id: str
    nhs_number: str
    organisation: str
    versions: list[JsonObject]
    link: str = ""
    slot: DiarySlot | None = None
    patient: JsonObject = field(default_factory=dict)

    @property
    def current(self) -> JsonObject:
        """Return the newest version."""
        return self.versions[-1]

    @property
    def status(self) -> str:
        """Return the status of the newest version."""
        return text(self.current, "status")


@dataclass(slots=True)
class Store:
    """The Receiver's memory.

    request_ids, bundle_ids: of the messages that were processed with success.
    originals: what a response may answer, by the Bundle.id of the request that made or
    updated it.
    """

    now: Callable[[], datetime]
    faults: ActiveFaults = field(default_factory=ActiveFaults)
    appointments: dict[str, Record] = field(default_factory=dict)
    referrals: dict[str, Record] = field(default_factory=dict)
    validations: dict[str, Record] = field(default_factory=dict)
    originals: dict[str, Record] = field(default_factory=dict)
    request_ids: set[str] = field(default_factory=set)
    bundle_ids: set[str] = field(default_factory=set)
    diary: Diary = field(init=False)
    _count: int = 0
    _latest: dict[str, datetime] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.diary = Diary(self.now)

    def new_id(self, resource_type: str) -> str:
        """Return an id that this process has not given out."""
        self._count += 1
        return stable_id(resource_type, str(self._count))

    def reference_number(self, prefix: str) -> str:
        """Return a number that people can read out, such as B-000017."""
        return f"{prefix}-{self._count:06}"

    def stamp(self) -> str:
        """Return the present as a FHIR instant, later than any stamp before.

        Each offset of the clock has a present of its own: a request that asks for
        another time leaves that of the others alone.
        """
        now, offset = self.now(), self.faults.value("clock-offset")
        latest = self._latest.get(offset)
        if latest is not None and now <= latest:
            now = latest + timedelta(milliseconds=1)
        stamped = now.replace(microsecond=now.microsecond // 1000 * 1000)
        self._latest[offset] = stamped
        return stamped.isoformat(timespec="milliseconds")

    def meta(self, version: int, profile: str) -> JsonObject:
        """Return the meta of a version of a resource."""
        if version > 1 and self.faults.has("version-not-advanced"):
            version = 1
        meta: JsonObject = {
            "versionId": str(version),
            "lastUpdated": self.stamp(),
            "profile": [profile],
        }
        if self.faults.has("last-updated-missing"):
            del meta["lastUpdated"]
        return meta

    def revise(self, record: Record, changed: JsonObject) -> JsonObject:
        """Add a version to a record, with meta of its own, and return it."""
        profile = text(record.current, "meta", "profile", 0)
        meta = self.meta(len(record.versions) + 1, profile)
        record.versions.append({**changed, "meta": meta})
        return record.current
