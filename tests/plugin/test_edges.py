"""Previews, lost evidence, odd folders, and runs beside plain Python tests."""

import os

import pytest

from pytest_bars.evidence.verify import verify
from tests.plugin.conftest import Run, evidence
from tests.plugin.plans import HEAD, capability, cases, manual, plan
from tests.plugin.servers import partner

ATTESTED = """\
prerequisites:
  - ref: PRE-01
    name: Somebody agrees
    attest: {by: Project Lead, valid_for: 90d}
tests:
"""


def test_a_preview_shows_every_request_and_sends_none(
    run: Run, pytester: pytest.Pytester
) -> None:
    text = plan(capability(), cases(), manual())
    result = run("--bars-preview", p=text, q=plan(capability(), plan="OTHER"))
    assert result.ret == 0
    result.stdout.fnmatch_lines(
        [
            "T-01 capability: GET /metadata",
            "T-02[[]two[]] read: GET /Appointment/*",
            "*T-03: not started: *",
            "4 requests, nothing was sent",
            "digest sha256:*",
        ]
    )
    assert not (pytester.path / "bars-evidence").exists()


def test_a_preview_is_the_same_twice(run: Run) -> None:
    text = plan(capability())
    digests = {
        line
        for _ in range(2)
        for line in run("--bars-preview", p=text).outlines
        if line.startswith("digest")
    }
    assert len(digests) == 1


def test_a_preview_for_production_leaves_error_tests_out(run: Run) -> None:
    text = plan(capability(), cases())
    result = run("--bars-preview", "--bars-env=prod", p=text)
    assert result.ret == 0
    result.stdout.fnmatch_lines(
        [
            "T-01 capability: GET /metadata",
            "T-02[[]one[]]: not started: *happy-path tests only*",
            "T-02[[]two[]]: not started: *happy-path tests only*",
            "1 request, nothing was sent",
        ]
    )


@pytest.mark.parametrize("options", [(), ("--continue-on-collection-errors",)])
def test_a_preview_of_a_plan_that_cannot_be_read_has_no_digest(
    run: Run, pytester: pytest.Pytester, options: tuple[str, ...]
) -> None:
    broken = plan(capability(), plan="OTHER").replace("steps:", "stps:")
    result = run("--bars-preview", *options, p=plan(capability()), q=broken)
    assert result.ret == pytest.ExitCode.INTERRUPTED
    result.stdout.fnmatch_lines(["*no preview: not everything could be read*"])
    result.stdout.no_fnmatch_line("digest*")
    assert not (pytester.path / "bars-evidence").exists()


def test_a_preview_without_a_terminal_says_nothing(run: Run) -> None:
    assert run("--bars-preview", "-p", "no:terminal", p=plan(capability())).ret == 0


def test_the_run_stops_when_its_evidence_is_lost(
    run: Run, pytester: pytest.Pytester
) -> None:
    pytester.makeconftest(
        """
        import shutil

        def pytest_bars_test_finished(item, result):
            for folder in item.config.rootpath.glob("bars-evidence/*.bars/objects"):
                shutil.rmtree(folder)
                folder.write_text("no folder")
        """
    )
    result = run(p=plan(capability(), capability("T-02"), capability("T-03")))
    told = result.stdout.str() + result.stderr.str()
    assert "the run stops, its evidence is lost" in told
    assert result.ret != 0
    assert "T-03" not in told
    assert "Traceback" not in told


def test_the_evidence_folder_is_chosen(run: Run, pytester: pytest.Pytester) -> None:
    folder = pytester.path.parent / f"{pytester.path.name}-elsewhere"
    result = run("--bars-evidence", str(folder), p=plan(capability()))
    result.assert_outcomes(passed=1)
    result.stdout.fnmatch_lines([f"check it  bars evidence verify {folder}*"])
    assert list(folder.glob("*.bars/manifest.json"))


def test_an_unwritable_evidence_folder_is_told(
    run: Run, pytester: pytest.Pytester
) -> None:
    (pytester.path / "taken").write_text("a file")
    result = run("--bars-evidence", "taken", p=plan(capability()))
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    assert "taken" in result.stderr.str()
    assert "Traceback" not in result.stderr.str() + result.stdout.str()


def test_an_unknown_patient_is_told_at_collection(run: Run) -> None:
    step = "      request: {get: /metadata, to: receiver}"
    asked = step.replace("/metadata", '"/Patient/${patient.nhs_number}"')
    text = plan(capability()).replace("adult_1", "adlt_1").replace(step, asked)
    result = run(p=text)
    assert result.ret == pytest.ExitCode.INTERRUPTED
    result.stdout.fnmatch_lines(["p.bars.yaml:*adlt_1*"])


def test_a_statement_nobody_made_is_not_a_pass(
    run: Run, pytester: pytest.Pytester
) -> None:
    text = plan(capability()).replace("tests:\n", ATTESTED)
    text = text.replace(
        "kind: happy-path", "kind: happy-path\n    prerequisites: [PRE-01]"
    )
    result = run("-rs", p=text)
    result.assert_outcomes(skipped=1)
    result.stdout.fnmatch_lines(["SKIPPED*pending: *PRE-01*Project Lead*"])
    events = (evidence(pytester) / "events" / "main.jsonl").read_text(encoding="utf-8")
    assert '"type":"http.sent"' not in events


def test_a_dead_partner_is_an_error_and_told_as_such(
    run: Run, pytester: pytest.Pytester
) -> None:
    with partner({}) as (base_url, _):
        dead = base_url
    (pytester.path / "dead.yaml").write_text(
        "schema: bars-project/1\nproject: dead\nprofiles:\n"
        f'  dead: {{extends: local, base_url: "{dead}"}}\n'
    )
    result = run(
        "--bars-config=dead.yaml",
        "--bars-env=dead",
        "--alluredir=allure",
        p=plan(capability()),
    )
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["*error: T-01 *", "ERROR at step capability *"])
    exchanges = (pytester.path / "allure").glob("*.httpexchange")
    assert any('"error"' in path.read_text(encoding="utf-8") for path in exchanges)


def test_workers_without_plans_open_runs_of_their_own(
    run: Run, pytester: pytest.Pytester
) -> None:
    pytester.makepyfile(
        """
        from pytest_bars.client.draft import Draft

        def test_it(bars_client):
            assert bars_client.send(Draft("GET", "/metadata")).response.status == 200
        """
    )
    run("-n", "1", "--alluredir=allure").assert_outcomes(passed=1)
    assert list((pytester.path / "bars-evidence").glob("*.bars/manifest.json"))


def test_plain_tests_and_plans_share_an_allure_report(
    run: Run, pytester: pytest.Pytester
) -> None:
    pytester.makepyfile("def test_plain(): pass")
    run("--alluredir=allure", p=plan(capability())).assert_outcomes(passed=2)
    assert len(list((pytester.path / "allure").glob("*-result.json"))) == 2


def test_a_plan_without_a_harness_is_observed(run: Run) -> None:
    text = plan(capability()).replace("  sender: {system: harness}\n", "")
    run("-m", "bars(role='observer')", p=text).assert_outcomes(passed=1)


def test_templates_of_the_project_are_found(
    run: Run, pytester: pytest.Pytester
) -> None:
    folder = pytester.mkdir("payloads")
    (folder / "broken.bars-template.yaml").write_text("schema: bars-payload/1\n")
    result = run(p=HEAD.format(plan="T") + capability().replace("\n", "\n  "))
    assert result.ret != 0
    assert "broken.bars-template.yaml" in result.stdout.str() + result.stderr.str()
    assert "Traceback" not in result.stdout.str() + result.stderr.str()


@pytest.mark.parametrize(
    "conftest",
    [
        pytest.param("items.clear()", id="none selected"),
        pytest.param("items[0].add_marker('skip')", id="all skipped"),
    ],
)
def test_evidence_of_a_run_that_ran_nothing_is_never_complete(
    run: Run, pytester: pytest.Pytester, conftest: str
) -> None:
    pytester.makeconftest(f"def pytest_collection_modifyitems(items): {conftest}")
    run(p=plan(capability()))
    verification = verify(evidence(pytester))
    assert verification.exit_code == 3
    assert "No test was run." in str(verification)


def test_an_unclaimed_plan_is_left_out_of_the_sandbox(
    run: Run, pytester: pytest.Pytester
) -> None:
    result = run("--bars-env=sandbox", "-rs", p=plan(capability()))
    result.assert_outcomes(skipped=1)
    result.stdout.fnmatch_lines(["SKIPPED*no claim of bars.yaml matches the plan*"])
    events = (evidence(pytester) / "events" / "main.jsonl").read_text(encoding="utf-8")
    assert '"is_stage_reason":true' in events
    assert '"type":"test.finished"' not in events


def test_ctrl_c_without_plans_leaves_nothing(
    run: Run, pytester: pytest.Pytester
) -> None:
    pytester.makepyfile("def test_it(): raise KeyboardInterrupt")
    assert run().ret == pytest.ExitCode.INTERRUPTED
    assert not (pytester.path / "bars-evidence").exists()


def test_a_session_that_never_starts_leaves_no_simulator(
    run: Run, pytester: pytest.Pytester
) -> None:
    pytester.makeconftest(
        """
        import pytest

        def pytest_bars_run_opened(runtime):
            simulator = runtime.owned.simulator.process.pid
            (runtime.bench.settings.root / "pid").write_text(str(simulator))

        @pytest.hookimpl(trylast=True)
        def pytest_sessionstart(session):
            raise pytest.UsageError("not today")
        """
    )
    result = run("-n", "1", "--bars-env=local", p=plan(capability()))
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    pid = int((pytester.path / "pid").read_text())
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)
