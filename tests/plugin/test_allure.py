"""Allure results say what happened; the traps of custom items are closed."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.plugin.conftest import Run
from tests.plugin.plans import capability, cases, manual, plan

Results = dict[str, Any]


def _results(folder: Path) -> Results:
    """Return Allure's results by full name."""
    found = [
        json.loads(path.read_text(encoding="utf-8"))
        for path in folder.glob("*-result.json")
    ]
    return {each["fullName"]: each for each in found}


def _labels(result: Results, name: str) -> list[str]:
    return [label["value"] for label in result["labels"] if label["name"] == name]


@pytest.fixture
def allure(run: Run, pytester: pytest.Pytester) -> Any:
    """Return a function that runs plans and returns Allure's results."""

    def run_plans(*arguments: str, **plans: str) -> Results:
        run("--alluredir=allure-results", *arguments, **plans)
        return _results(pytester.path / "allure-results")

    return run_plans


def test_cases_are_tests_of_their_own(allure: Any) -> None:
    results = allure(p=plan(cases()))
    one, two = results["TEST::T-02[one]"], results["TEST::T-02[two]"]
    assert one["historyId"] != two["historyId"]
    assert one["testCaseId"] == two["testCaseId"]
    assert one["parameters"] == [{"name": "case", "value": "one"}]


def test_identity_survives_moving_the_file(
    allure: Any, pytester: pytest.Pytester
) -> None:
    first = allure(p=plan(capability()))["TEST::T-01"]["historyId"]
    (pytester.path / "p.bars.yaml").unlink()
    below = pytester.mkdir("below")
    (below / "other.bars.yaml").write_text(plan(capability()), encoding="utf-8")
    assert allure()["TEST::T-01"]["historyId"] == first


def test_colons_in_a_name_split_nothing(allure: Any) -> None:
    text = plan(capability()).replace("The Receiver says", '"A::b [c] says')
    text = text.replace("what it can do", 'what"')
    result = allure(p=text)["TEST::T-01"]
    assert result["name"] == "T-01 A::b [c] says what"
    assert result["titlePath"] == ["BaRS Application 1", "app1-slots"]


@pytest.mark.parametrize(
    ("text", "status"),
    [
        pytest.param(plan(capability()), "passed", id="pass"),
        pytest.param(plan(capability(status=201)), "failed", id="fail"),
        pytest.param(
            plan(capability()).replace('"status = %wanted"', '"%wanted & status"'),
            "broken",
            id="error",
        ),
        pytest.param(
            plan(capability(status=201)).replace(
                "- status: 201", "- {status: 201, on_fail: blocked}"
            ),
            "broken",
            id="blocked",
        ),
    ],
)
def test_status_tells_product_from_harness(allure: Any, text: str, status: str) -> None:
    assert allure(p=text)["TEST::T-01"]["status"] == status


def test_steps_checks_and_exchanges_are_told(
    allure: Any, pytester: pytest.Pytester
) -> None:
    result = allure(p=plan(capability()))["TEST::T-01"]
    (step,) = result["steps"]
    assert step["name"] == "capability: Ask for the capability statement"
    assert step["status"] == "passed"
    assert [each["name"] for each in step["steps"]] == [
        "expect status 200",
        step["steps"][1]["name"],
    ]
    (attachment,) = step["attachments"]
    assert attachment["type"] == "application/vnd.allure.http+json"
    assert attachment["source"].endswith(".httpexchange")
    path = pytester.path / "allure-results" / attachment["source"]
    exchange = json.loads(path.read_text(encoding="utf-8"))
    assert exchange["schemaVersion"] == 1
    assert exchange["request"]["method"] == "GET"
    assert exchange["response"]["status"] == 200
    assert "CapabilityStatement" in exchange["response"]["body"]["value"]
    assert exchange["stop"] >= exchange["start"] > 1_700_000_000_000


def test_the_message_is_the_one_line_and_the_trace_all_of_it(allure: Any) -> None:
    details = allure(p=plan(capability(status=201)))["TEST::T-01"]["statusDetails"]
    assert details["message"].startswith("fail: T-01 The Receiver says what it can do")
    assert "\n" not in details["message"]
    assert details["trace"].startswith(details["message"])
    assert "  actual      status 200\n" in details["trace"]


def test_steps_of_a_failed_test_have_their_own_status(allure: Any) -> None:
    (step,) = allure(p=plan(capability(status=201)))["TEST::T-01"]["steps"]
    assert step["status"] == "failed"
    assert step["steps"][0]["status"] == "failed"
    assert "actual: status 200" in step["steps"][0]["statusDetails"]["message"]


def test_labels_say_what_and_where(allure: Any) -> None:
    result = allure(p=plan(capability()))["TEST::T-01"]
    assert _labels(result, "epic") == ["BaRS Application 1"]
    assert _labels(result, "feature") == ["app1-slots"]
    assert _labels(result, "story") == ["T-01 The Receiver says what it can do"]
    assert _labels(result, "stage") == ["Rehearsal"]
    assert _labels(result, "host") == []


def test_labels_select(allure: Any) -> None:
    results = allure("--allure-features=app1-slots", p=plan(capability(), cases()))
    assert set(results) == {"TEST::T-01"}


def test_a_pending_test_is_tagged_and_leaks_no_path(
    allure: Any, pytester: pytest.Pytester
) -> None:
    result = allure(p=plan(manual()))["TEST::T-03"]
    assert result["status"] == "skipped"
    assert result["name"] == "T-03 A person looks"
    assert "pending" in _labels(result, "tag")
    assert result["statusDetails"]["message"].startswith("pending: ")
    assert str(pytester.path) not in json.dumps(result)


def test_a_plan_that_cannot_be_read_is_broken(allure: Any) -> None:
    results = allure(p=plan(capability()).replace("steps:", "stps:"))
    result = results["p.bars.yaml"]
    assert result["status"] == "broken"
    assert "stps" in result["statusDetails"]["trace"]


def test_the_run_is_described(allure: Any, pytester: pytest.Pytester) -> None:
    allure(p=plan(capability()))
    folder = pytester.path / "allure-results"
    text = (folder / "environment.properties").read_text(encoding="utf-8")
    assert "Testing.stage = Rehearsal" in text
    assert "Seed = " in text
    categories = json.loads((folder / "categories.json").read_text(encoding="utf-8"))
    assert categories[0]["name"] == "Expected result not met"


def test_workers_tell_it_once(allure: Any) -> None:
    results = allure("-n", "2", p=plan(capability(), cases()))
    assert set(results) == {"TEST::T-01", "TEST::T-02[one]", "TEST::T-02[two]"}


def test_all_works_without_allure(run: Run) -> None:
    run("-p", "no:allure_pytest", p=plan(capability())).assert_outcomes(passed=1)


def test_captured_output_is_redacted(allure: Any, pytester: pytest.Pytester) -> None:
    pytester.makeconftest(
        """
        import logging

        def pytest_bars_test_finished(item, result):
            print("number 9658499007")
            logging.getLogger("x").warning("number 965 849 9007")
        """
    )
    allure(p=plan(capability()))
    folder = pytester.path / "allure-results"
    told = "".join(path.read_text(encoding="utf-8") for path in folder.iterdir())
    assert "number" in told
    assert "9007" not in told
