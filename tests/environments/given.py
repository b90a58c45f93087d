"""What the tests of environments are given."""

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

import pytest

from pytest_bars.environments.loader import load_profile
from pytest_bars.environments.profile import Profile
from pytest_bars.environments.project import Project, load_project
from pytest_bars.errors import ProfileError

HEAD = "schema: bars-project/1\nproject: anytown\n"
NOTHING: Mapping[str, str] = MappingProxyType({})
DESIGN = """\
schema: bars-project/1
project: anytown-111-to-st-elsewhere
claims:
  - {application: 1, roles: [booking-receiver, referral-receiver]}
solution: {supplier: Acme, product: Acme Triage, version: 4.2.1, build: "8812", \
configuration: ED-2026-11}
organisations:
  supplier: {name: Acme Ltd, ods: 8XX01}
  provider: {name: St Elsewhere NHS Trust, ods: RXX}
people:
  Project Lead: {name: J. Shah, organisation: supplier}
  Clinical Safety Officer: {name: A. Osei, organisation: provider, \
registration: GMC 1234567}
schedule: {uat: {from: 2026-11-16, to: 2026-11-27}}
profiles:
  int:
    target: {system: "https://fhir.nhs.uk/Id/dos-service-id", value: "2000072489"}
    end_user_organisation: supplier
    auth: {client_id: "${env:BARS_CLIENT_ID}", key: "${file:keys/int.pem}", kid: int-1}
    patients: {adult_1: {nhs_number: "9658499007", family: Dyball, given: Adrian, \
birth_date: 1932-10-29, postcode: DN17 4LR}}
  prod:
    patients: {adult_1: {nhs_number: "${env:BARS_TEST_PATIENT}"}}
    window: {from: 2026-12-01T06:00Z, to: 2026-12-01T07:00Z}
    slots: {only: [slot-4711]}
    production_sender: {tcc: TCC-123, connection_agreement: CA-9, \
agreed_with: R. Patel, date: 2026-11-20}
"""


def project(folder: Path, text: str, *, head: str = HEAD) -> Project:
    """Write and read a bars.yaml."""
    path = folder / "bars.yaml"
    path.write_text(head + text, "utf-8")
    return load_project(path)


def profile(
    folder: Path, text: str, name: str, environ: Mapping[str, str] = NOTHING
) -> Profile:
    """Write a bars.yaml and load one of its profiles."""
    return load_profile(name, project(folder, text), environ=environ)


def refused(folder: Path, text: str, *, head: str = HEAD) -> ProfileError:
    """Return what is wrong with a bars.yaml."""
    with pytest.raises(ProfileError) as caught:
        project(folder, text, head=head)
    return caught.value
