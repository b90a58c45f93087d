from datetime import date
from pathlib import Path

import pytest

from pytest_bars.environments.project import find_project, load_project
from pytest_bars.errors import ProfileError
from pytest_bars.stages import Stage
from tests.environments.given import DESIGN, HEAD, project, refused

PROFILES = "profiles:\n  int: "
WINDOW = f"{PROFILES}{{window: {{from: 2026-12-01T06:00"
PATIENTS = f"{PROFILES}{{patients: {{adult_1: "


def test_the_example_of_the_documentation_is_read_whole(tmp_path: Path) -> None:
    found = project(tmp_path, DESIGN, head="")
    assert found.name == "anytown-111-to-st-elsewhere"
    assert found.folder == tmp_path
    assert found.claims[0].roles == ("booking-receiver", "referral-receiver")
    assert found.solution is not None
    assert found.solution.version == "4.2.1"
    assert found.organisations["provider"].ods == "RXX"
    assert found.people["Clinical Safety Officer"].registration == "GMC 1234567"
    assert found.schedule[Stage.UAT].to == date(2026, 11, 27)


def test_a_minimal_file_is_enough(tmp_path: Path) -> None:
    found = project(tmp_path, "")
    assert (found.claims, found.solution, dict(found.people)) == ((), None, {})


def test_no_repr_names_a_declared_patient(tmp_path: Path) -> None:
    made = project(
        tmp_path,
        "profiles: {local: {patients: {a: "
        '{nhs_number: "9434765919", family: Zzyzx, postcode: ZZ99 9ZZ}}}}',
    )
    text = f"{made!r} {made.file!r}"
    assert "Zzyzx" not in text
    assert "9434765919" not in text
    assert "ZZ99" not in text


def test_numbers_may_be_written_without_quotes(tmp_path: Path) -> None:
    text = "solution: {supplier: A, product: B, version: 4, build: 8812}\n"
    solution = project(tmp_path, text).solution
    assert solution is not None
    assert (solution.version, solution.build) == ("4", "8812")


def test_a_stage_may_be_named_by_its_alias(tmp_path: Path) -> None:
    text = "schedule: {technical-go-live: {from: 2026-12-01, to: 2026-12-01}}\n"
    assert set(project(tmp_path, text).schedule) == {Stage.PROD}


@pytest.mark.parametrize(
    ("text", "place", "says"),
    [
        pytest.param("projekt: a\n", "3:1", 'unknown key "projekt"', id="key"),
        pytest.param(
            "claims: [{application: 8, roles: [booking-sender]}]\n",
            "3:24",
            "at most 7",
            id="application",
        ),
        pytest.param(
            "claims: [{application: 1, roles: [booker]}]\n",
            "3:35",
            'found "booker"',
            id="role",
        ),
        pytest.param(
            "organisations: {a: {name: A, ods: rxx}}\n", "3:35", "ODS code", id="ods"
        ),
        pytest.param(
            "organisations: {1a: {name: A, ods: RXX}}\n",
            "3:17",
            "begins with a letter",
            id="alias",
        ),
        pytest.param(
            "people: {Lead: {name: A, organisation: acme}}\n",
            "3:40",
            "no organisation is named acme; organisations: none",
            id="organisation of a person",
        ),
        pytest.param(
            "schedule: {uatt: {from: 2026-11-16, to: 2026-11-27}}\n",
            "3:12",
            'found "uatt"',
            id="stage",
        ),
        pytest.param(
            "schedule: {uat: {from: 2026-11-16, to: 2026-11-15}}\n",
            "3:40",
            "not before `from`",
            id="schedule backwards",
        ),
        pytest.param(
            "schedule: {uat: {from: 20261116, to: 2026-W47-1}}\n",
            "3:24",
            "expected a date such as 2026-12-01",
            id="another date",
        ),
        pytest.param(
            "schedule: {uat: {from: 2026-11-16, to: 2026-02-30}}\n",
            "3:40",
            "expected a date such as 2026-12-01",
            id="no such day",
        ),
        pytest.param(
            "schedule: {uat: {from: 2026-11-16, to: 2026-W47-1}}\n",
            "3:40",
            "expected a date such as 2026-12-01",
            id="week date",
        ),
        pytest.param(
            f"{WINDOW}, to: 2026-12-01T07:00Z}}}}\n",
            "4:24",
            "a time with its zone",
            id="window without zone",
        ),
        pytest.param(
            f"{WINDOW}Z, to: now}}}}\n",
            "4:47",
            "a time with its zone",
            id="window without time",
        ),
        pytest.param(
            f"{WINDOW}Z, to: 2026-12-01T06:00Z}}}}\n",
            "4:47",
            "a time after `from`",
            id="empty window",
        ),
        pytest.param(
            f"{PROFILES}{{timeout: 90}}\n", "4:18", "up to 10m", id="timeout, no unit"
        ),
        pytest.param(
            f"{PROFILES}{{timeout: 0s}}\n", "4:18", "above 0", id="timeout of 0"
        ),
        pytest.param(
            f"{PROFILES}{{timeout: 11m}}\n", "4:18", "up to 10m", id="endless timeout"
        ),
        pytest.param(
            f"{PROFILES}{{requests_per_minute: 301}}\n",
            "4:30",
            "INT Development allows 300 requests a minute, found 301",
            id="faster than the quota",
        ),
        pytest.param(
            f'{PROFILES}{{target: {{system: s, value: "${{env:T}}"}}}}\n',
            "4:36",
            "references stand in auth and patients only",
            id="reference elsewhere",
        ),
        pytest.param(
            f"{PROFILES}{{end_user_organisation: acme}}\n",
            "4:32",
            "no organisation is named acme",
            id="organisation",
        ),
        pytest.param(
            f"{PROFILES}{{slots: {{only: [a]}}, slot_window: "
            "{from: 2026-12-01T06:00Z, to: 2026-12-01T07:00Z}}\n",
            "4:29",
            "expected slots or slot_window, found both",
            id="slots and window",
        ),
        pytest.param(
            f"{PROFILES}{{slots: {{only: []}}}}\n", "4:23", "1 or more", id="no slot"
        ),
        pytest.param(
            f'{PATIENTS}{{nhs_number: "9658499008"}}}}}}\n',
            "4:42",
            "valid check digit",
            id="NHS number",
        ),
        pytest.param(
            f'{PATIENTS}{{nhs_number: "965849900"}}}}}}\n',
            "4:42",
            "ten digits",
            id="short NHS number",
        ),
        pytest.param(
            f"{PATIENTS}{{nhs_number: 9658499007}}}}}}\n",
            "4:42",
            "unquoted number of 10 digits",
            id="unquoted NHS number",
        ),
        pytest.param(
            f'{PATIENTS}{{nhs_number: "x${{env:N}}"}}}}}}\n',
            "4:42",
            "expected a whole reference",
            id="half a reference",
        ),
        pytest.param(
            f'{PATIENTS}{{nhs_number: "${{env:1N}}"}}}}}}\n',
            "4:42",
            "expected a whole reference",
            id="no name of a variable",
        ),
        pytest.param(
            f'{PATIENTS}{{nhs_number: "9658499007", birth_date: 29.10.1932}}}}}}\n',
            "4:68",
            "expected a date such as 1932-10-29",
            id="birth date",
        ),
    ],
)
def test_each_fault_has_its_place(
    tmp_path: Path, text: str, place: str, says: str
) -> None:
    error = refused(tmp_path, text)
    fault = error.faults[0]
    assert f"{fault.mark.line}:{fault.mark.column}" == place
    assert says in fault.message


def test_all_faults_come_at_once_and_in_order(tmp_path: Path) -> None:
    text = (
        "claims: [{application: 9, roles: [booking-sender]}]\n"
        "organisations: {a: {name: A, ods: x}}\n"
        "profiles: {int: {taget: {}}}\n"
    )
    marks = [fault.mark.line for fault in refused(tmp_path, text).faults]
    assert marks == [3, 4, 5]


def test_a_typo_gets_a_suggestion(tmp_path: Path) -> None:
    error = refused(tmp_path, "profiles: {int: {taget: {system: a, value: b}}}\n")
    assert 'Did you mean "target"?' in str(error)


@pytest.mark.parametrize(
    ("profiles", "says"),
    [
        pytest.param(
            "{mine: {timeout: 5s}}", "mine is no built-in profile", id="no extends"
        ),
        pytest.param("{itn: {}}", 'Did you mean "int"?', id="mistyped name"),
        pytest.param(
            "{int: {extends: uat}}", "int is a built-in profile", id="built in"
        ),
        pytest.param(
            "{mine: {extends: locl}}", "no profile is named locl", id="unknown"
        ),
        pytest.param("{a: {extends: a}}", "a extends itself", id="itself"),
        pytest.param(
            "{a: {extends: b}, b: {extends: a}}", "b extends itself", id="circle"
        ),
        pytest.param(
            "{prod: {}, production: {}}",
            "production and prod are the same profile",
            id="twice",
        ),
        pytest.param(
            "{local: {base_url: http://127.0.0.1:1/x}}",
            "hosts are built in",
            id="host of a built-in",
        ),
        pytest.param(
            "{a: {extends: int, base_url: http://127.0.0.1:1/x}}",
            "hosts are built in",
            id="host of INT",
        ),
        pytest.param(
            "{a: {extends: local, base_url: http://example.com/x}}",
            "expected a base_url on this machine",
            id="http elsewhere",
        ),
        pytest.param(
            "{a: {extends: sandbox, base_url: https://example.com/x}}",
            "expected a base_url on this machine",
            id="https elsewhere",
        ),
        pytest.param(
            "{a: {extends: local, base_url: 127.0.0.1}}", "expected a URL", id="no URL"
        ),
    ],
)
def test_what_a_profile_may_extend_and_call(
    tmp_path: Path, profiles: str, says: str
) -> None:
    assert says in str(refused(tmp_path, f"profiles: {profiles}\n"))


def test_a_profile_that_leads_into_a_circle_is_told_by_the_circle(
    tmp_path: Path,
) -> None:
    text = "profiles: {a: {extends: b}, b: {extends: a}, c: {extends: a}}\n"
    messages = [fault.message for fault in refused(tmp_path, text).faults]
    assert messages == ["a extends itself", "b extends itself"]


class TestPrivate:
    def test_a_literal_key_is_refused_and_not_shown(self, tmp_path: Path) -> None:
        text = "profiles: {int: {auth: {client_id: a, key: canary-key, kid: k}}}\n"
        error = refused(tmp_path, text)
        assert "expected a reference to the private key" in str(error)
        assert "canary-key" not in str(error)

    @pytest.mark.parametrize(
        "token",
        [
            pytest.param("eyJhbGciOiJub25lIn0.canary.x", id="token"),
            pytest.param("-----BEGIN PRIVATE KEY----- canary", id="key"),
        ],
    )
    def test_a_token_is_no_client_id(self, tmp_path: Path, token: str) -> None:
        auth = f'{{client_id: "{token}", key: "${{env:K}}", kid: k}}'
        error = refused(tmp_path, f"profiles: {{int: {{auth: {auth}}}}}\n")
        assert "expected the application's id" in str(error)
        assert "canary" not in str(error)

    @pytest.mark.parametrize(
        "text",
        [
            pytest.param(
                "profiles: {int: {patients: {a: {familly: Canary}}}}\n", id="typo"
            ),
            pytest.param(
                "profiles: {int: {patient: {a: {family: Canary}}}}\n", id="section"
            ),
            pytest.param("profiles: {int: [Canary, {a: 7777}]}\n", id="list"),
            pytest.param("profiles: {int: Canary}\n", id="text"),
            pytest.param(
                "profiles: {int: {patients: {a: {gender: Canary}}}}\n", id="enum"
            ),
            pytest.param("profiles: {int: {patients: Canary}}\n", id="no map"),
            pytest.param(
                "profiles: {int: {patients: [null, true, Canary]}}\n", id="mixed"
            ),
            pytest.param("x: [\n  {family: Canary}\n", id="syntax"),
        ],
    )
    def test_no_message_names_a_patient(self, tmp_path: Path, text: str) -> None:
        error = refused(tmp_path, text)
        assert error.faults
        assert "Canary" not in str(error)

    def test_a_line_without_private_parts_is_still_shown(self, tmp_path: Path) -> None:
        assert "projekt: here" in str(refused(tmp_path, "projekt: here\n"))

    @pytest.mark.parametrize("content", ["- a\n", "7\n", "profiles: x\n"])
    def test_any_other_shape_is_refused(self, tmp_path: Path, content: str) -> None:
        assert refused(tmp_path, content, head="").faults


class TestFinding:
    def test_it_is_found_from_a_folder_below(self, tmp_path: Path) -> None:
        project(tmp_path, "")
        below = tmp_path / "testplans" / "booking"
        below.mkdir(parents=True)
        assert find_project(below) == tmp_path / "bars.yaml"

    def test_another_project_above_is_not_taken(self, tmp_path: Path) -> None:
        project(tmp_path, "")
        inner = tmp_path / "inner"
        inner.mkdir()
        (inner / "pyproject.toml").touch()
        assert find_project(inner) is None

    def test_there_may_be_none_at_all(self) -> None:
        assert find_project(Path(Path.cwd().anchor)) is None

    def test_a_missing_file_is_a_fault_of_its_path(self, tmp_path: Path) -> None:
        with pytest.raises(ProfileError, match="the file cannot be read"):
            load_project(tmp_path / "bars.yaml")

    def test_a_private_key_in_the_file_is_not_read_as_a_plan(
        self, tmp_path: Path
    ) -> None:
        path = tmp_path / "bars.yaml"
        path.write_text(HEAD + "x: 1\n")
        with pytest.raises(ProfileError, match='unknown key "x"'):
            load_project(path)
