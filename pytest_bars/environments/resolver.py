"""Resolve the references of one profile, and gather all that fail."""

from collections.abc import Mapping

from pytest_bars.documents.tree import Location
from pytest_bars.environments.consistency import clean_number, value_faults
from pytest_bars.environments.model import AuthSettings, PatientSettings
from pytest_bars.environments.private import private_texts, without_private
from pytest_bars.environments.profile import Credentials, Patient
from pytest_bars.environments.project import Project
from pytest_bars.environments.secrets import (
    Secret,
    UnresolvedError,
    resolve_reference,
)
from pytest_bars.errors import ProfileError
from pytest_bars.source import Fault

_PRIVATE_KEY = "PRIVATE KEY-----"
_PATIENT_FIELDS = ("nhs_number", "family", "given", "birth_date", "postcode")


class Resolver:
    """Read references of a project's profiles; `raise_faults` ends it."""

    def __init__(self, project: Project, environ: Mapping[str, str]) -> None:
        self._document = project.document
        self._folder = project.folder
        self._environ = environ
        self._faults: list[Fault] = []

    def raise_faults(self) -> None:
        """Raise ProfileError with all that failed; return when nothing did."""
        if self._faults:
            private = private_texts(self._document.data)
            raise ProfileError(without_private(self._faults, private))

    def credentials(self, auth: AuthSettings, place: Location) -> Credentials:
        """Return what a token is asked for with."""
        key = self._text(auth.key, (*place, "key"))
        if key and _PRIVATE_KEY not in key:
            self._faults.append(
                self._document.fault(
                    (*place, "key"),
                    "expected the PEM text of a private key behind this reference",
                )
            )
        client_id = self._text(auth.client_id, (*place, "client_id"))
        return Credentials(Secret(client_id), Secret(key), auth.kid)

    def patient(
        self, alias: str, settings: PatientSettings, place: Location
    ) -> Patient:
        """Return the patient, judged again once its values are known."""
        values = {
            field: self._text(getattr(settings, field) or "", (*place, field))
            for field in _PATIENT_FIELDS
        }
        known = {field: value for field, value in values.items() if value}
        self._faults += value_faults(self._document, known, place)
        values["nhs_number"] = clean_number(values["nhs_number"])
        return Patient(alias, gender=settings.gender, **values)

    def _text(self, text: str, place: Location) -> str:
        """Return the text a reference stands for; empty, and a fault, when none."""
        try:
            return resolve_reference(text, environ=self._environ, folder=self._folder)
        except UnresolvedError as error:
            self._faults.append(
                self._document.fault(place, str(error), hint=error.hint)
            )
            return ""
