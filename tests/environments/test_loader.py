from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from pytest_bars.environments.loader import load_profile
from pytest_bars.environments.profile import Organisation, Practitioner, Target
from pytest_bars.errors import ProfileError
from pytest_bars.masking import is_nhs_number
from pytest_bars.stages import Stage
from tests.environments.given import DESIGN, profile, project

HOST = "api.service.nhs.uk"
PATH = "/booking-and-referral/FHIR/R4"
KEY = "-----BEGIN PRIVATE KEY-----\nnot a real one\n-----END PRIVATE KEY-----"


@pytest.mark.parametrize(
    ("name", "stage", "base_url", "token", "quota"),
    [
        ("local", Stage.LOCAL, None, None, None),
        ("sandbox", Stage.SANDBOX, f"https://sandbox.{HOST}{PATH}", None, 300),
        (
            "int",
            Stage.INT,
            f"https://int.{HOST}{PATH}",
            f"https://int.{HOST}/oauth2/token",
            300,
        ),
        (
            "int-assurance",
            Stage.INT_ASSURANCE,
            f"https://int.{HOST}{PATH}",
            f"https://int.{HOST}/oauth2/token",
            300,
        ),
        (
            "uat",
            Stage.UAT,
            f"https://int.{HOST}{PATH}",
            f"https://int.{HOST}/oauth2/token",
            300,
        ),
        (
            "prod",
            Stage.PROD,
            f"https://{HOST}{PATH}",
            f"https://{HOST}/oauth2/token",
            1000,
        ),
        (
            "prod-e2e",
            Stage.PROD_E2E,
            f"https://{HOST}{PATH}",
            f"https://{HOST}/oauth2/token",
            1000,
        ),
    ],
)
def test_built_in_profiles_are_the_published_hosts(
    name: str, stage: Stage, base_url: str | None, token: str | None, quota: int | None
) -> None:
    found = load_profile(name, None, environ={})
    assert (found.name, found.stage) == (name, stage)
    assert (found.base_url, found.token_endpoint) == (base_url, token)
    assert found.requests_per_minute == quota
    assert found.has_token is (token is not None)
    assert found.is_simulated is (name == "local")
    assert found.counts is stage.is_counted


@pytest.mark.parametrize(
    ("alias", "name"),
    [
        ("production", "prod"),
        ("technical-go-live", "prod"),
        ("business-go-live", "prod-e2e"),
    ],
)
def test_a_stage_has_aliases(alias: str, name: str) -> None:
    assert load_profile(alias, None, environ={}).name == name


def test_local_needs_nothing_of_the_users_own() -> None:
    local = load_profile("local", None, environ={})
    assert local.target == Target("https://fhir.nhs.uk/Id/dos-service-id", "2000072489")
    assert local.end_user_organisation == Organisation("Harness Test Trust", "X99ZZ")
    assert local.missing == ()


def test_the_test_patients_are_the_published_ones() -> None:
    patients = load_profile("local", None, environ={}).patients
    assert patients["adult_1"].nhs_number == "9658499007"
    assert patients["referral_1"].nhs_number == "9658499058"
    assert patients["stateful_1"].nhs_number == "9707606312"
    assert len(patients) == 18
    assert all(is_nhs_number(patient.nhs_number) for patient in patients.values())
    assert all(alias == patient.alias for alias, patient in patients.items())


def test_production_has_no_patient_of_ours() -> None:
    assert dict(load_profile("prod", None, environ={}).patients) == {}


def test_what_int_needs_and_nobody_gave_is_told() -> None:
    missing = load_profile("int", None, environ={}).missing
    assert missing == ("target", "end_user_organisation", "auth")


def test_an_unknown_name_lists_the_names() -> None:
    with pytest.raises(ProfileError) as caught:
        load_profile("sandbx", None, environ={})
    assert (
        "no profile is named sandbx; expected one of int, int-assurance, local, prod, "
        "prod-e2e, sandbox, uat"
    ) in str(caught.value)
    assert 'Did you mean "sandbox"?' in str(caught.value)


def test_a_strange_name_without_a_project_points_to_bars_yaml() -> None:
    with pytest.raises(ProfileError, match=r"needs a bars\.yaml"):
        load_profile("zzz", None, environ={})


def test_an_unknown_name_lists_the_projects_profiles_too(tmp_path: Path) -> None:
    with pytest.raises(ProfileError) as caught:
        profile(tmp_path, "profiles: {mine: {extends: local}}\n", "min")
    assert "local, mine, prod" in str(caught.value)
    assert 'Did you mean "mine"?' in str(caught.value)
    assert caught.value.faults[0].mark.line == 3


class TestTheDesignsExample:
    @pytest.fixture
    def folder(self, tmp_path: Path) -> Path:
        (tmp_path / "keys").mkdir()
        (tmp_path / "keys" / "int.pem").write_text(KEY + "\n")
        (tmp_path / "bars.yaml").write_text(DESIGN)
        return tmp_path

    def test_int_is_complete(self, folder: Path) -> None:
        found = load_profile(
            "int", project(folder, DESIGN, head=""), environ={"BARS_CLIENT_ID": "app"}
        )
        assert found.missing == ()
        assert found.end_user_organisation == Organisation("Acme Ltd", "8XX01")
        assert found.patients["adult_1"].name == "Adrian Dyball"
        assert found.credentials is not None
        assert found.credentials.client_id.reveal() == "app"
        assert found.credentials.key.reveal() == KEY
        assert found.credentials.kid == "int-1"

    def test_production_reads_its_patient_from_the_environment(
        self, folder: Path
    ) -> None:
        found = load_profile(
            "prod",
            project(folder, DESIGN, head=""),
            environ={"BARS_TEST_PATIENT": "965 849 9007"},
        )
        assert found.patients["adult_1"].nhs_number == "9658499007"
        assert found.window is not None
        assert found.window.start == datetime(2026, 12, 1, 6, 0, tzinfo=UTC)
        assert found.slots == ("slot-4711",)
        assert found.production_sender is not None
        assert found.production_sender.tcc == "TCC-123"

    def test_other_profiles_secrets_are_not_looked_at(self, folder: Path) -> None:
        found = project(folder, DESIGN, head="")
        assert load_profile("local", found, environ={}).name == "local"
        assert load_profile("uat", found, environ={}).name == "uat"

    def test_all_that_is_missing_is_told_at_its_place(self, tmp_path: Path) -> None:
        with pytest.raises(ProfileError) as caught:
            load_profile("int", project(tmp_path, DESIGN, head=""), environ={})
        told = [(f.mark.line, f.mark.column, f.message) for f in caught.value.faults]
        assert told == [
            (17, 23, "the environment variable BARS_CLIENT_ID is not set"),
            (
                17,
                53,
                "the file keys/int.pem cannot be read: no such file or directory",
            ),
        ]


def test_a_profile_of_the_users_own_adds_to_the_one_it_extends(tmp_path: Path) -> None:
    text = """\
organisations: {us: {name: Us, ods: RXX}}
profiles:
  int: {target: {system: s, value: 1}, vars: {window: 60s, other: 1}, timeout: 20s}
  mine: {extends: int, end_user_organisation: us, vars: {window: 90s}}
  ours: {extends: mine, target: {system: s, value: 2}, requests_per_minute: 100}
  later: {extends: ours, api_version: 1.1.0}
"""
    found = profile(tmp_path, text, "ours")
    assert (found.name, found.stage) == ("ours", Stage.INT)
    assert found.target == Target("s", "2")
    assert found.end_user_organisation.ods == "RXX"
    assert found.variables == {"window": "90s", "other": 1}
    assert found.timeout == timedelta(seconds=20)
    assert found.api_version is None
    assert profile(tmp_path, text, "later").api_version == "1.1.0"
    assert found.requests_per_minute == 100
    assert found.missing == ("auth",)


def test_an_alias_may_be_extended_and_configured(tmp_path: Path) -> None:
    text = "profiles: {production: {timeout: 9s}, mine: {extends: technical-go-live}}\n"
    found = profile(tmp_path, text, "mine")
    assert (found.stage, found.timeout) == (Stage.PROD, timedelta(seconds=9))


def test_a_loopback_profile_starts_no_simulator(tmp_path: Path) -> None:
    text = "profiles: {mine: {extends: local, base_url: 'http://127.0.0.1:8080/R4/'}}\n"
    found = profile(tmp_path, text, "mine")
    assert found.base_url == "http://127.0.0.1:8080/R4"
    assert not found.is_simulated
    assert not found.counts


def test_a_redeclared_patient_is_another_person_altogether(tmp_path: Path) -> None:
    text = 'profiles: {local: {patients: {adult_1: {nhs_number: "9707606312"}}}}\n'
    patient = profile(tmp_path, text, "local").patients["adult_1"]
    assert patient.nhs_number == "9707606312"
    assert (patient.family, patient.name, patient.gender) == ("", "", "unknown")


def test_software_and_practitioner_are_the_users_own(tmp_path: Path) -> None:
    text = """\
profiles:
  local:
    software: {system: s, value: v, name: n, version: 2}
    practitioner: {role_profile_id: 555000111222, code: 62247001}
"""
    found = profile(tmp_path, text, "local")
    assert found.software.as_json() == {
        "system": "s",
        "value": "v",
        "name": "n",
        "version": "2",
    }
    assert found.practitioner == Practitioner("555000111222", "62247001")


def test_a_variable_may_be_a_patient(tmp_path: Path) -> None:
    text = "profiles: {local: {vars: {who: {patient: adult_2}, flag: true}}}\n"
    variables = profile(tmp_path, text, "local").variables
    assert variables == {"who": {"patient": "adult_2"}, "flag": True}


def test_the_nearest_slot_rule_holds(tmp_path: Path) -> None:
    window = "slot_window: {from: 2026-12-01T06:00Z, to: 2026-12-01T07:00Z}"
    text = f"""\
profiles:
  prod: {{slots: {{only: [a]}}}}
  windowed: {{extends: prod, {window}}}
  listed: {{extends: windowed, slots: {{only: [b]}}}}
"""
    windowed = profile(tmp_path, text, "windowed")
    assert windowed.slots == ()
    assert windowed.slot_window is not None
    listed = profile(tmp_path, text, "listed")
    assert (listed.slots, listed.slot_window) == (("b",), None)


def test_an_explicit_null_counts_as_not_said(tmp_path: Path) -> None:
    found = profile(tmp_path, "profiles: {int: {target: null}}\n", "int")
    assert "target" in found.missing


@pytest.mark.parametrize(
    ("value", "says"),
    [
        pytest.param("9658499008", "valid check digit", id="NHS number"),
        pytest.param("canary", "valid check digit", id="no number"),
        pytest.param("", "BARS_X is empty", id="empty"),
    ],
)
def test_what_a_reference_stands_for_is_judged_and_not_shown(
    tmp_path: Path, value: str, says: str
) -> None:
    text = 'profiles: {prod: {patients: {a: {nhs_number: "${env:BARS_X}"}}}}\n'
    with pytest.raises(ProfileError, match=says) as caught:
        profile(tmp_path, text, "prod", {"BARS_X": value})
    assert not value or value not in str(caught.value)


def test_a_key_must_be_a_private_key(tmp_path: Path) -> None:
    auth = '{client_id: a, key: "${env:K}", kid: k}'
    with pytest.raises(ProfileError, match="the PEM text of a private key") as caught:
        profile(
            tmp_path, f"profiles: {{int: {{auth: {auth}}}}}\n", "int", {"K": "canary"}
        )
    assert "canary" not in str(caught.value)
