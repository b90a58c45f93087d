"""Plans are run by pytest, and every way of selecting tests works."""

import json
from pathlib import Path

import pytest

from tests.plugin.conftest import Run, evidence
from tests.plugin.plans import capability, cases, manual, plan


def _outcomes(folder: Path) -> dict[str, str]:
    """Return outcome by test, from every chain of a run."""
    found = {}
    for chain in (folder / "events").glob("*.jsonl"):
        for line in chain.read_text(encoding="utf-8").splitlines():
            record = json.loads(line)
            if record["type"] == "test.finished":
                found[record["data"]["test"]] = record["data"]["outcome"]
    return found


def test_a_plan_passes_against_the_embedded_simulator(
    run: Run, pytester: pytest.Pytester
) -> None:
    result = run("--bars-env=local", "-v", p=plan(capability(), cases()))
    result.assert_outcomes(passed=3)
    result.stdout.fnmatch_lines(
        [
            "bars: profile local, stage Rehearsal",
            "*REHEARSAL*",
            "p.bars.yaml::T-01 PASSED*",
            "p.bars.yaml::T-02[[]one[]] PASSED*",
            "p.bars.yaml::T-02[[]two[]] PASSED*",
            "*REHEARSAL*",
            "outcomes  3 pass",
            "times     /$process-message: no answer: *",
            "          every other operation: * nfr-time-2 not enough samples",
            "          measured at the harness against the embedded simulator: *",
            "check it  bars evidence verify bars-evidence*",
        ]
    )
    assert _outcomes(evidence(pytester)) == {
        "TEST::T-01": "pass",
        "TEST::T-02[one]": "pass",
        "TEST::T-02[two]": "pass",
    }


def test_a_failure_reads_as_a_tester_needs_it(run: Run) -> None:
    result = run(p=plan(capability(status=201)))
    result.assert_outcomes(failed=1)
    assert result.ret == 1
    result.stdout.fnmatch_lines(
        [
            "*fail: T-01 The Receiver says what it can do: *",
            "at p.bars.yaml:15:*",
            'FAIL at step capability "Ask for the capability statement"',
            "  at p.bars.yaml:21:*",
            "  expected    status 201",
            "  actual      status 200",
            "  belongs to  receiver",
            "    curl *",
            "FAILED p.bars.yaml::T-01 - fail: T-01*",
        ]
    )
    assert "Traceback" not in result.stdout.str()
    assert "pytest_bars/" not in result.stdout.str()


def test_full_trace_shows_the_way_to_the_failure(run: Run) -> None:
    result = run("--full-trace", p=plan(capability(status=201)))
    assert "def execute" in result.stdout.str()
    result.stdout.fnmatch_lines(["FAILED p.bars.yaml::T-01 - fail: T-01*"])


@pytest.mark.parametrize(
    ("arguments", "passed", "deselected"),
    [
        pytest.param(["p.bars.yaml::T-01"], 1, 0, id="node id"),
        pytest.param(["p.bars.yaml::T-02[two]"], 1, 0, id="node id of a case"),
        pytest.param(["-k", "T-01"], 1, 2, id="name"),
        pytest.param(["-k", "two"], 1, 2, id="case"),
        pytest.param(["-k", "core-booking-receiver-1"], 1, 2, id="requirement"),
        pytest.param(["-k", "app1-slots"], 1, 2, id="workflow"),
        pytest.param(["-m", "bars(kind='error')"], 2, 1, id="marker kind"),
        pytest.param(["-m", "bars(stage='prod')"], 1, 2, id="marker stage"),
    ],
)
def test_tests_are_selected(
    run: Run,
    pytester: pytest.Pytester,
    arguments: list[str],
    passed: int,
    deselected: int,
) -> None:
    result = run(*arguments, p=plan(capability(), cases()))
    result.assert_outcomes(passed=passed, deselected=deselected)
    assert len(_outcomes(evidence(pytester))) == passed


def test_deselected_tests_stay_in_the_evidence_with_the_reason(
    run: Run, pytester: pytest.Pytester
) -> None:
    run("-k", "T-01", p=plan(capability(), cases()))
    text = (evidence(pytester) / "events" / "main.jsonl").read_text(encoding="utf-8")
    (record,) = (
        json.loads(line) for line in text.splitlines() if "plan.obligations" in line
    )
    left = {
        test["test"]: test["reason"]
        for test in record["data"]["tests"]
        if not test["selected"]
    }
    assert set(left) == {"TEST::T-02[one]", "TEST::T-02[two]"}
    assert "deselected" in left["TEST::T-02[one]"]


def test_last_failed_runs_only_the_case_that_failed(run: Run) -> None:
    text = plan(capability(), cases()).replace("{id: one,", "{id: one, code: 404,")
    text = text.replace("{status: 404}", '{status: "${case.code}"}')
    broken = text.replace("{id: two,", "{id: two, code: 200,")
    run("-p", "cacheprovider", p=broken).assert_outcomes(passed=2, failed=1)
    result = run("--lf", "-v", p=text.replace("{id: two,", "{id: two, code: 404,"))
    result.assert_outcomes(passed=1)
    result.stdout.fnmatch_lines(["p.bars.yaml::T-02[[]two[]] PASSED*"])


def test_a_test_that_needs_a_person_is_pending(
    run: Run, pytester: pytest.Pytester
) -> None:
    result = run("-rs", p=plan(capability(), manual()))
    result.assert_outcomes(passed=1, skipped=1)
    result.stdout.fnmatch_lines(
        ["outcomes  1 pass, 1 pending", "SKIPPED*p.bars.yaml:*pending: *"],
        consecutive=False,
    )
    assert _outcomes(evidence(pytester))["TEST::T-03"] == "pending"


def test_variables_are_set_from_the_command_line(run: Run) -> None:
    run("--bars-set", "wanted=draft", p=plan(capability())).assert_outcomes(failed=1)


def test_a_variable_need_not_be_declared_by_every_plan(run: Run) -> None:
    text = plan(capability())
    other = text.replace("plan: TEST", "plan: OTHER").replace("  wanted: active\n", "")
    other = other.replace('"${wanted}"', "active")
    result = run("--bars-set", "wanted=draft", p=text, q=other)
    result.assert_outcomes(passed=1, failed=1)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        pytest.param(["--bars-set", "nothing"], "*expected NAME=VALUE*", id="no value"),
        pytest.param(
            ["--bars-set", "wnted=x"], "*no plan declares*wnted*", id="undeclared"
        ),
        pytest.param(["--bars-set", "days=x"], "*whole number, not x*", id="no number"),
        pytest.param(
            ["--bars-set", "patient=x"], "*declares no patient x*", id="nobody"
        ),
        pytest.param(["--bars-env=nowhere"], "*nowhere*", id="unknown profile"),
        pytest.param(["--bars-config=none.yaml"], "*none.yaml*", id="no such file"),
        pytest.param(["--bars-env=int"], "*cannot be run yet*", id="int refuses"),
        pytest.param(["--bars-env=prod"], "*cannot be run yet*", id="prod refuses"),
    ],
)
def test_bad_options_are_usage_errors(
    run: Run, arguments: list[str], message: str
) -> None:
    text = plan(capability()).replace("vars:\n", "vars:\n  days: 7\n")
    result = run(*arguments, p=text)
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines([message])
    assert "Traceback" not in result.stderr.str() + result.stdout.str()


def test_bad_settings_are_usage_errors(run: Run, pytester: pytest.Pytester) -> None:
    bad = pytester.path / "other.yaml"
    bad.write_text("schema: bars-project/1\nprojct: x\n", encoding="utf-8")
    result = run("--bars-config", str(bad), p=plan(capability()))
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    result.stderr.fnmatch_lines(["*other.yaml:2:1: *projct*", "*Did you mean*project*"])


def test_every_fault_of_a_plan_is_told_at_collection(
    run: Run, pytester: pytest.Pytester
) -> None:
    text = plan(capability()).replace("status: 200", "statu: 200")
    text = text.replace("get: /metadata", "gte: /metadata")
    result = run(p=text, q=plan(capability(), plan="OTHER"))
    assert result.ret == pytest.ExitCode.INTERRUPTED
    result.stdout.fnmatch_lines(
        ["*ERROR collecting p.bars.yaml*", "p.bars.yaml:*", "p.bars.yaml:*"]
    )
    assert "Traceback" not in result.stdout.str()
    events = (evidence(pytester) / "events" / "main.jsonl").read_text(encoding="utf-8")
    assert '"type":"collect.error"' in events


def test_one_reference_in_two_files_of_a_plan_is_refused(run: Run) -> None:
    result = run(p=plan(capability()), q=plan(capability()))
    assert result.ret == pytest.ExitCode.INTERRUPTED
    result.stdout.fnmatch_lines(["q.bars.yaml:*T-01*", "*It is first at p.bars.yaml:*"])


@pytest.mark.parametrize("ref", ["setup_module", "pytestmark"])
def test_a_reference_pytest_would_misread_is_refused(run: Run, ref: str) -> None:
    result = run(p=plan(capability(ref)))
    assert result.ret == pytest.ExitCode.INTERRUPTED
    result.stdout.fnmatch_lines([f'*"{ref}" means something to pytest*'])


def test_collecting_sends_and_writes_nothing(
    run: Run, pytester: pytest.Pytester
) -> None:
    result = run("--collect-only", "-q", "--bars-env=local", p=plan(capability()))
    result.stdout.fnmatch_lines(["p.bars.yaml::T-01"])
    assert not (pytester.path / "bars-evidence").exists()


def test_evidence_folders_are_not_collected(
    run: Run, pytester: pytest.Pytester
) -> None:
    inside = pytester.mkdir("old.bars")
    (inside / "x.bars.yaml").write_text(plan(capability()), encoding="utf-8")
    run(p=plan(capability())).assert_outcomes(passed=1)


def test_runs_without_plans_are_left_alone(run: Run, pytester: pytest.Pytester) -> None:
    pytester.makepyfile("def test_plain(): pass")
    result = run()
    result.assert_outcomes(passed=1)
    assert "bars:" not in result.stdout.str()
    assert not (pytester.path / "bars-evidence").exists()


def test_fixtures_serve_plain_python_tests(run: Run, pytester: pytest.Pytester) -> None:
    pytester.makepyfile(
        """
        from pytest_bars.client.draft import Draft

        def test_metadata(bars_client, bars_profile, bars_runtime, bars_case):
            answer = bars_client.send(Draft("GET", "/metadata"))
            assert answer.response.status == 200
            assert bars_profile.name == bars_runtime.bench.profile.name
            assert bars_case is None

        def test_simulator(bars_simulator):
            assert bars_simulator.startswith("http://127.0.0.1:")
        """
    )
    result = run("--bars-env=local")
    result.assert_outcomes(passed=2)
    events = (evidence(pytester) / "events" / "main.jsonl").read_text(encoding="utf-8")
    assert '"type":"http.received"' in events


def test_the_simulator_fixture_skips_without_a_simulator(
    run: Run, pytester: pytest.Pytester
) -> None:
    pytester.makepyfile("def test_it(bars_simulator): pass")
    run().assert_outcomes(skipped=1)


def test_fixtures_and_hooks_of_a_conftest_reach_plans(
    run: Run, pytester: pytest.Pytester
) -> None:
    pytester.makeconftest(
        """
        import pytest

        @pytest.fixture(autouse=True)
        def loud(request):
            print("FIXTURE", request.node.name)

        def pytest_bars_run_opened(runtime):
            print("OPENED", runtime.run_id)

        def pytest_bars_test_finished(item, result):
            print("FINISHED", item.name, result.outcome)
        """
    )
    result = run("-s", p=plan(capability()))
    result.stdout.fnmatch_lines(
        ["OPENED plugin-tests-local-*", "*FIXTURE T-01", "FINISHED T-01 pass*"]
    )


def test_a_broken_fixture_is_an_error_of_ours_not_of_the_product(
    run: Run, pytester: pytest.Pytester
) -> None:
    pytester.makeconftest(
        """
        import pytest

        @pytest.fixture(autouse=True)
        def broken():
            raise ValueError("nothing works for 9658499007")
        """
    )
    result = run(p=plan(capability()))
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines(["*error: T-01*ValueError: nothing works for*"])
    assert "9658499007" not in result.stdout.str()
    assert _outcomes(evidence(pytester)) == {"TEST::T-01": "error"}


def test_a_fixture_that_fails_afterwards_takes_the_pass_away(
    run: Run, pytester: pytest.Pytester
) -> None:
    pytester.makeconftest(
        """
        import pytest

        @pytest.fixture(autouse=True)
        def broken():
            yield
            raise ValueError("nothing is put away")
        """
    )
    result = run(p=plan(capability()))
    result.assert_outcomes(passed=1, errors=1)
    result.stdout.fnmatch_lines(["outcomes  1 error"])
    assert _outcomes(evidence(pytester)) == {"TEST::T-01": "error"}


def test_user_skips_are_in_the_evidence(run: Run, pytester: pytest.Pytester) -> None:
    pytester.makeconftest(
        """
        import pytest

        def pytest_collection_modifyitems(items):
            for item in items:
                item.add_marker(pytest.mark.skip(reason="not today"))
        """
    )
    run(p=plan(capability())).assert_outcomes(skipped=1)
    assert _outcomes(evidence(pytester)) == {"TEST::T-01": "skip"}


def test_junit_carries_what_a_pipeline_needs(
    run: Run, pytester: pytest.Pytester
) -> None:
    run("--junitxml=junit.xml", p=plan(capability(status=201)))
    text = (pytester.path / "junit.xml").read_text(encoding="utf-8")
    for name in ("ref", "plan", "stage", "run", "outcome", "requirement", "digest"):
        assert f'name="bars.{name}"' in text
    assert 'message="fail: T-01 ' in text
    assert "pytest_bars" not in text


def test_an_interrupted_run_says_so(run: Run, pytester: pytest.Pytester) -> None:
    pytester.makeconftest(
        """
        def pytest_bars_test_finished(item, result):
            raise KeyboardInterrupt
        """
    )
    result = run(p=plan(capability(), cases()))
    assert result.ret == pytest.ExitCode.INTERRUPTED
    events = (evidence(pytester) / "events" / "main.jsonl").read_text(encoding="utf-8")
    assert '"type":"run.interrupted"' in events


def test_a_profile_of_another_api_version_says_so(
    run: Run, pytester: pytest.Pytester
) -> None:
    profile = "profiles: {newer: {extends: local, api_version: 1.2.0}}"
    text = f"schema: bars-project/1\nproject: p\n{profile}\n"
    pytester.path.joinpath("own.yaml").write_text(text, encoding="utf-8")
    chosen = ("--bars-config=own.yaml", "--bars-env=newer")
    result = run(*chosen, p=plan(capability()))
    result.assert_outcomes(passed=1)
    result.stdout.fnmatch_lines(
        [
            "bars: API version 1.2.0, chosen by the profile; it wins over *",
            "note      TEST says API 1.0.0, the profile 1.2.0: 1.2.0 was sent",
        ]
    )


def test_a_request_the_profiles_api_version_lacks_is_told_at_collection(
    run: Run, pytester: pytest.Pytester
) -> None:
    found = capability().replace("get: /metadata", "get: /Slots")
    result = run("--bars-env=local", p=plan(found))
    assert result.ret != 0
    result.stdout.fnmatch_lines(["*API 1.0.0 has no GET /Slots.*"])


def test_what_is_let_pass_is_told_when_a_run_begins(
    run: Run, pytester: pytest.Pytester
) -> None:
    (pytester.path / "mine.yaml").write_text(
        "schema: bars-project/1\nproject: p\nprofiles: {local: {conformance: warn, "
        "deviations: [{rule: CF-VERSION, where: '*', reason: next release}]}}\n",
        encoding="utf-8",
    )
    result = run("--bars-env=local", "--bars-config=mine.yaml", p=plan(capability()))
    result.stdout.fnmatch_lines(
        [
            "bars: conformance warn; a body that breaks a rule does not fail",
            "bars: accepted deviation CF-VERSION at [*]: next release",
        ]
    )
