"""What must agree within bars.yaml, beyond the shape of each part."""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Final

from pytest_bars.documents.suggest import did_you_mean
from pytest_bars.documents.tree import Document, Location
from pytest_bars.environments.base_url import BaseUrl
from pytest_bars.environments.builtin import BUILTIN
from pytest_bars.environments.model import (
    AuthSettings,
    PatientSettings,
    ProfileSettings,
    ProjectFile,
)
from pytest_bars.environments.secrets import is_reference
from pytest_bars.masking import is_nhs_number
from pytest_bars.source import Fault
from pytest_bars.stages import Stage

_TOKEN: Final = re.compile(r"-----BEGIN |\beyJ[\w-]{5,}\.")
_REFERENCE_HINT: Final = (
    'Write "${env:NAME}" or "${file:keys/int.pem}", alone and in quotes.'
)


def canonical_name(name: str) -> str:
    """Return the name of a profile: a stage's own name for an alias of it."""
    stage = Stage.named(name)
    return name if stage is None else stage.value


def project_faults(document: Document, file: ProjectFile) -> Iterator[Fault]:
    """Give every fault of a bars.yaml whose shape holds."""
    checker = _Checker(document, file)
    yield from checker.people()
    yield from checker.names()
    for name, settings in file.profiles.items():
        yield from checker.profile(name, settings)


class _Checker:
    """Hold the document while its profiles are looked at one by one."""

    def __init__(self, document: Document, file: ProjectFile) -> None:
        self._document = document
        self._file = file

    def people(self) -> Iterator[Fault]:
        for role, person in self._file.people.items():
            place: Location = ("people", role, "organisation")
            yield from self._organisation(person.organisation, place)

    def names(self) -> Iterator[Fault]:
        """Give profiles that are the same under two names."""
        seen: dict[str, str] = {}
        for name in self._file.profiles:
            first = seen.setdefault(canonical_name(name), name)
            if first != name:
                yield self._document.fault(
                    ("profiles", name),
                    f"{name} and {first} are the same profile",
                    key=True,
                    hint="Keep one of them.",
                )

    def profile(self, name: str, settings: ProfileSettings) -> Iterator[Fault]:
        place: Location = ("profiles", name)
        stage = self.stage(name)
        yield from self._extends(name, settings, place)
        yield from self._organisation(
            settings.end_user_organisation, (*place, "end_user_organisation")
        )
        if settings.base_url is not None:
            yield from self._base_url(name, stage, settings.base_url, place)
        if stage is not None:
            yield from self._pace(stage, settings, place)
        if settings.slots is not None and settings.slot_window is not None:
            yield self._document.fault(
                (*place, "slot_window"),
                "expected slots or slot_window, found both",
                key=True,
                hint="Keep the one you agreed with the service.",
            )
        if settings.auth is not None:
            yield from self._auth(settings.auth, (*place, "auth"))
        for alias, patient in settings.patients.items():
            yield from self._patient(patient, (*place, "patients", alias))

    def stage(self, name: str) -> Stage | None:
        """Return the stage a profile comes down to, or None where it does not."""
        seen: set[str] = set()
        current: str | None = name
        while current is not None and current not in seen:
            stage = Stage.named(current)
            if stage is not None:
                return stage
            seen.add(current)
            settings = self._file.profiles.get(current)
            current = None if settings is None else settings.extends
        return None

    def _extends(
        self, name: str, settings: ProfileSettings, place: Location
    ) -> Iterator[Fault]:
        other, is_builtin = settings.extends, Stage.named(name) is not None
        if is_builtin and other is not None:
            yield self._document.fault(
                (*place, "extends"),
                f"{name} is a built-in profile and extends nothing",
                hint="Give the profile a name of your own.",
            )
        elif not is_builtin and other is None:
            yield self._document.fault(
                place,
                f"{name} is no built-in profile, so it needs `extends:`",
                key=True,
                hint=did_you_mean(name, BUILTIN)
                or "Write the profile it builds on, such as `extends: int`.",
            )
        elif other is not None:
            yield from self._extended(name, other, (*place, "extends"))

    def _extended(self, name: str, other: str, place: Location) -> Iterator[Fault]:
        known = {*BUILTIN, *self._file.profiles}
        if Stage.named(other) is None and other not in known:
            yield self._document.fault(
                place,
                f"no profile is named {other}; expected one of "
                f"{', '.join(sorted(known - {name}))}",
                hint=did_you_mean(other, known - {name}),
            )
        elif self.stage(name) is None and self._returns_to(name):
            yield self._document.fault(
                place,
                f"{name} extends itself",
                hint="Let one profile of the circle extend a built-in one.",
            )

    def _returns_to(self, name: str) -> bool:
        """Say whether following `extends` from a profile leads back to it."""
        seen: set[str] = set()
        current = self._file.profiles[name].extends
        while current is not None and current not in seen:
            if current == name:
                return True
            seen.add(current)
            settings = self._file.profiles.get(current)
            current = None if settings is None else settings.extends
        return False

    def _base_url(
        self, name: str, stage: Stage | None, base_url: str, place: Location
    ) -> Iterator[Fault]:
        place = (*place, "base_url")
        if Stage.named(name) is not None or stage not in {Stage.LOCAL, Stage.SANDBOX}:
            yield self._document.fault(
                place,
                "hosts are built in; only a profile of your own that extends local or "
                "sandbox sets a base_url",
                hint="Remove base_url, or name a profile `extends: local`.",
            )
        elif not BaseUrl.parse(base_url).is_loopback:
            yield self._document.fault(
                place,
                "expected a base_url on this machine (127.0.0.1, [::1] or localhost)",
                hint="Other hosts are reached by the built-in profiles only.",
            )

    def _pace(
        self, stage: Stage, settings: ProfileSettings, place: Location
    ) -> Iterator[Fault]:
        quota, wanted = BUILTIN[stage].requests_per_minute, settings.requests_per_minute
        if quota is not None and wanted is not None and wanted > quota:
            yield self._document.fault(
                (*place, "requests_per_minute"),
                f"{stage.label} allows {quota} requests a minute, found {wanted}",
                hint=f"Write {quota} or less.",
            )

    def _organisation(self, key: str | None, place: Location) -> Iterator[Fault]:
        known = self._file.organisations
        if key is None or key in known:
            return
        named = ", ".join(sorted(known)) or "none"
        yield self._document.fault(
            place,
            f"no organisation is named {key}; organisations: {named}",
            hint=did_you_mean(key, known) or "Add it below organisations.",
        )

    def _auth(self, auth: AuthSettings, place: Location) -> Iterator[Fault]:
        if not is_reference(auth.key):
            yield self._document.fault(
                (*place, "key"),
                "expected a reference to the private key, found a literal value",
                hint=_REFERENCE_HINT,
            )
        yield from self._referable(auth.client_id, (*place, "client_id"))
        if _TOKEN.search(auth.client_id) is not None:
            yield self._document.fault(
                (*place, "client_id"),
                "expected the application's id, found a key or token",
                hint=_REFERENCE_HINT,
            )

    def _patient(self, patient: PatientSettings, place: Location) -> Iterator[Fault]:
        for field in ("nhs_number", "family", "given", "birth_date", "postcode"):
            text: str | None = getattr(patient, field)
            if text is not None:
                yield from self._referable(text, (*place, field))
        yield from value_faults(self._document, literal_values(patient), place)

    def _referable(self, text: str, place: Location) -> Iterator[Fault]:
        if "${" in text and not is_reference(text):
            yield self._document.fault(
                place, "expected a whole reference", hint=_REFERENCE_HINT
            )


def literal_values(patient: PatientSettings) -> dict[str, str]:
    """Return what can be judged of a patient before references are resolved."""
    found = {"nhs_number": patient.nhs_number, "birth_date": patient.birth_date}
    return {n: v for n, v in found.items() if v is not None and "${" not in v}


def value_faults(
    document: Document, values: Mapping[str, str], place: Location
) -> Iterator[Fault]:
    """Give what does not hold of a patient's values, once they are known."""
    number = values.get("nhs_number")
    if number is not None and not is_nhs_number(clean_number(number)):
        yield document.fault(
            (*place, "nhs_number"),
            "expected an NHS number of ten digits with a valid check digit",
            hint="Use a test patient's number, in quotes.",
        )
    born = values.get("birth_date")
    if born is not None and not _is_date(born):
        yield document.fault(
            (*place, "birth_date"), "expected a date such as 1932-10-29"
        )


def clean_number(number: str) -> str:
    """Return an NHS number without the spaces people write in it."""
    return number.replace(" ", "")


def _is_date(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
