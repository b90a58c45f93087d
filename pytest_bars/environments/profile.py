"""What a run is made with: host, target, identities, patients and limits."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property

from pytest_bars.environments.conformance import STRICT, Conformance
from pytest_bars.environments.secrets import Secret
from pytest_bars.jsontypes import Json, JsonObject
from pytest_bars.stages import Stage


@dataclass(frozen=True, slots=True)
class Target:
    """Name a receiving service, as NHSD-Target-Identifier does.

    system: the identifier's system, a part of the key and no decoration.
    """

    system: str
    value: str

    def as_json(self) -> JsonObject:
        """Return `{system, value}`."""
        return {"system": self.system, "value": self.value}


@dataclass(frozen=True, slots=True)
class Patient:
    """A declared test patient; plans name it by its alias only.

    birth_date: `YYYY-MM-DD`. gender: FHIR administrative gender.
    """

    alias: str
    nhs_number: str = field(repr=False)
    family: str = field(default="", repr=False)
    given: str = field(default="", repr=False)
    birth_date: str = field(default="", repr=False)
    postcode: str = field(default="", repr=False)
    gender: str = field(default="unknown", repr=False)

    @property
    def name(self) -> str:
        """Return given name and family name."""
        return f"{self.given} {self.family}".strip()

    def as_json(self) -> JsonObject:
        """Return what `${patient.x}` sees."""
        return {
            "alias": self.alias,
            "nhs_number": self.nhs_number,
            "name": self.name,
            "family": self.family,
            "given": self.given,
            "birth_date": self.birth_date,
            "postcode": self.postcode,
            "gender": self.gender,
        }


@dataclass(frozen=True, slots=True)
class Organisation:
    """An organisation by name and ODS code."""

    name: str
    ods: str

    def as_json(self) -> JsonObject:
        """Return `{name, ods}`."""
        return {"name": self.name, "ods": self.ods}


@dataclass(frozen=True, slots=True)
class Software:
    """The requesting software: its identifier, name and version."""

    system: str
    value: str
    name: str
    version: str

    def as_json(self) -> JsonObject:
        """Return `{system, value, name, version}`."""
        return {
            "system": self.system,
            "value": self.value,
            "name": self.name,
            "version": self.version,
        }


@dataclass(frozen=True, slots=True)
class Practitioner:
    """The requesting practitioner: SDS role profile id, and role by SNOMED CT.

    code, display: of the role; both may be empty.
    """

    role_profile_id: str
    code: str = ""
    display: str = ""

    def as_json(self) -> JsonObject:
        """Return `{role_profile_id, code, display}`."""
        return {
            "role_profile_id": self.role_profile_id,
            "code": self.code,
            "display": self.display,
        }


@dataclass(frozen=True, slots=True)
class Credentials:
    """What an access token is asked for with.

    key: PEM text of the private RSA key. kid: names it in the registered JWKS.
    """

    client_id: Secret
    key: Secret
    kid: str


@dataclass(frozen=True, slots=True)
class Window:
    """The time in which a live service may be called; aware, end exclusive."""

    start: datetime
    end: datetime

    def as_json(self) -> JsonObject:
        """Return `{from, to}` in ISO 8601."""
        return {"from": self.start.isoformat(), "to": self.end.isoformat()}


@dataclass(frozen=True, slots=True)
class ProductionSender:
    """The agreement under which the harness may write in Production."""

    tcc: str
    connection_agreement: str
    agreed_with: str
    date: date

    def as_json(self) -> JsonObject:
        """Return the agreement as text."""
        return {
            "tcc": self.tcc,
            "connection_agreement": self.connection_agreement,
            "agreed_with": self.agreed_with,
            "date": self.date.isoformat(),
        }


@dataclass(frozen=True)
class Profile:
    """Our settings for one testing stage, complete and checked.

    base_url: without trailing slash; None until the simulator tells its own.
    variables: values for plan variables; precedence is vars < profile < set.
    api_version: that is sent whatever a plan says; None for the plan's own.
    timeout: of one request, from first connect to last byte.
    requests_per_minute: None where nothing limits us.
    is_simulated: a simulator is started for the run. counts: whether evidence made
    with this profile can count towards a gate.
    slots, slot_window: the only slots a live service may be booked on.
    conformance: what becomes of a body that does not conform.
    missing: settings the profile needs and bars.yaml does not give; a stand-in is in
    their place, and a run is refused.
    """

    name: str
    stage: Stage
    nhs_environment: str
    base_url: str | None
    token_endpoint: str | None
    target: Target
    end_user_organisation: Organisation
    software: Software
    practitioner: Practitioner | None
    patients: Mapping[str, Patient]
    variables: Mapping[str, Json]
    api_version: str | None = None
    timeout: timedelta = timedelta(seconds=40)
    requests_per_minute: int | None = None
    is_simulated: bool = False
    counts: bool = False
    credentials: Credentials | None = None
    window: Window | None = None
    slots: tuple[str, ...] = ()
    slot_window: Window | None = None
    production_sender: ProductionSender | None = None
    missing: tuple[str, ...] = ()
    conformance: Conformance = STRICT

    @property
    def has_token(self) -> bool:
        """Say whether requests carry an access token."""
        return self.token_endpoint is not None

    def as_scope(self) -> JsonObject:
        """Return what `${profile.x}` sees: no secret and no patient."""
        return dict(self._scope)

    @cached_property
    def _scope(self) -> JsonObject:
        practitioner = self.practitioner
        return {
            "name": self.name,
            "stage": self.stage.value,
            "environment": self.nhs_environment,
            "api_version": self.api_version,
            "target": self.target.as_json(),
            "organisation": self.end_user_organisation.as_json(),
            "software": self.software.as_json(),
            "practitioner": None if practitioner is None else practitioner.as_json(),
        }

    def digest_source(self) -> JsonObject:
        """Return what the preview digest covers: no secret, patients by alias.

        The base URL of a simulator is left out: its port differs at each start.
        """
        sender = self.production_sender
        return {
            **self._scope,
            "base_url": None if self.is_simulated else self.base_url,
            "token_endpoint": self.token_endpoint,
            "patients": [*sorted(self.patients)],
            "variables": dict(sorted(self.variables.items())),
            "timeout_ms": self.timeout // timedelta(milliseconds=1),
            "requests_per_minute": self.requests_per_minute,
            "window": _or_none(self.window),
            "slots": list(self.slots),
            "slot_window": _or_none(self.slot_window),
            "production_sender": None if sender is None else sender.as_json(),
            **self.conformance.as_json(),
        }


def _or_none(window: Window | None) -> Json:
    return None if window is None else window.as_json()
