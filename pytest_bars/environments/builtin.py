"""The built-in profiles: hosts, paths, token endpoints, quotas and test patients.

Source: BaRS API specification 1.0.0, servers (2026-05-18); BaRS guide, Core 1.2.2,
Security-and-Authorisation (2025-05-31; /token appended as NHS England's own test
library does); API manifest, rate limits (2026-05-18): 300 a minute, production 1000;
live proxy: waits 32 s for a Receiver, so we wait longer. Patients and the target:
BaRS guide, Build, Testing-and-Environments, TKW (2025-05-31): synthetic, on INT Spine.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from types import MappingProxyType
from typing import Final

from pytest_bars import __version__
from pytest_bars.environments.conformance import STRICT, WARN, Conformance
from pytest_bars.environments.profile import Organisation, Patient, Software, Target
from pytest_bars.protocol.identifiers import DOS_SERVICE_ID
from pytest_bars.protocol.int_patients import INT_PATIENTS, STATEFUL_NHS_NUMBER
from pytest_bars.stages import Stage

_PATH: Final = "/booking-and-referral/FHIR/R4"
_SANDBOX: Final = f"https://sandbox.api.service.nhs.uk{_PATH}"
_INT_HOST: Final = "https://int.api.service.nhs.uk"
_PROD_HOST: Final = "https://api.service.nhs.uk"

HARNESS: Final = Organisation("Harness Test Trust", "X99ZZ")
HARNESS_SOFTWARE: Final = Software(
    "https://pytest-bars.example/Id/device", "PYTEST-BARS", "pytest-bars", __version__
)
# TKW, the catch-all service; the sandbox accepts it too.
TKW_TARGET: Final = Target(DOS_SERVICE_ID, "2000072489")


@dataclass(frozen=True, slots=True)
class Builtin:
    """What we know of one stage without the user.

    requests_per_minute: the API product's quota; None where nothing limits us.
    is_complete: it runs without anything of the user's own. conformance: the sandbox
    serves examples that are not valid FHIR, so there they only warn.
    """

    stage: Stage
    nhs_environment: str
    base_url: str | None
    token_endpoint: str | None
    timeout: timedelta
    requests_per_minute: int | None
    patients: Mapping[str, Patient]
    is_complete: bool
    conformance: Conformance = STRICT


# By NHS number: what TKW, and the embedded simulator, do with the patient.
_ALIASES: Final = {
    "9658499007": "adult_1",
    "9658499104": "adult_2",
    "9658499015": "booking_404",
    "9658499023": "booking_409",
    "9658499031": "booking_422",
    "9658499058": "referral_1",
    "9658499066": "referral_400",
    "9658499074": "referral_500",
    "9658499147": "response_full",
    "9658499155": "response_interim",
    "9658499163": "response_dna",
    "9658499171": "response_401",
    "9658499082": "validation_1",
    "9658499090": "validation_2",
    "9658499139": "validation_401",
    "9658499112": "validation_409",
    "9658499120": "validation_422",
}
# State is kept for this one, per organisation; TKW publishes its number only.
_STATEFUL: Final = Patient(
    "stateful_1", STATEFUL_NHS_NUMBER, "STAINFORTH", "Esme", "1980-01-01", "LS1 4AP"
)


def _patients() -> Mapping[str, Patient]:
    listed = (
        Patient(
            _ALIASES[patient.nhs_number],
            patient.nhs_number,
            patient.family,
            patient.given,
            patient.birth_date,
            patient.postcode,
            patient.gender,
        )
        for patient in INT_PATIENTS
    )
    everyone = (*listed, _STATEFUL)
    return MappingProxyType({patient.alias: patient for patient in everyone})


TKW_PATIENTS: Final = _patients()
_NOBODY: Final[Mapping[str, Patient]] = MappingProxyType({})


def _int(stage: Stage) -> Builtin:
    return Builtin(
        stage=stage,
        nhs_environment="int",
        base_url=f"{_INT_HOST}{_PATH}",
        token_endpoint=f"{_INT_HOST}/oauth2/token",
        timeout=timedelta(seconds=40),
        requests_per_minute=300,
        patients=TKW_PATIENTS,
        is_complete=False,
    )


def _prod(stage: Stage) -> Builtin:
    return Builtin(
        stage=stage,
        nhs_environment="prod",
        base_url=f"{_PROD_HOST}{_PATH}",
        token_endpoint=f"{_PROD_HOST}/oauth2/token",
        timeout=timedelta(seconds=40),
        requests_per_minute=1000,
        patients=_NOBODY,
        is_complete=False,
    )


BUILTIN: Final[Mapping[Stage, Builtin]] = MappingProxyType(
    {
        Stage.LOCAL: Builtin(
            stage=Stage.LOCAL,
            nhs_environment="simulator",
            base_url=None,
            token_endpoint=None,
            timeout=timedelta(seconds=15),
            requests_per_minute=None,
            patients=TKW_PATIENTS,
            is_complete=True,
        ),
        Stage.SANDBOX: Builtin(
            stage=Stage.SANDBOX,
            nhs_environment="sandbox",
            base_url=_SANDBOX,
            token_endpoint=None,
            timeout=timedelta(seconds=40),
            requests_per_minute=300,
            patients=TKW_PATIENTS,
            is_complete=True,
            conformance=WARN,
        ),
        Stage.INT: _int(Stage.INT),
        Stage.INT_ASSURANCE: _int(Stage.INT_ASSURANCE),
        Stage.UAT: _int(Stage.UAT),
        Stage.PROD: _prod(Stage.PROD),
        Stage.PROD_E2E: _prod(Stage.PROD_E2E),
    }
)
