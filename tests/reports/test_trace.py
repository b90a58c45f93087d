"""The matrix: what is covered, what is not, and why."""

import csv
import io
import json
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path

import pytest

from pytest_bars.protocol.catalogue import requirements
from pytest_bars.reports.gaps import Gaps, load_gaps
from pytest_bars.reports.latest import LatestOutcomes, read_latest
from pytest_bars.reports.trace import (
    ASK_A_PERSON,
    NOTHING_TO_SHOW,
    Group,
    Row,
    Trace,
    trace,
)
from pytest_bars.reports.trace_html import trace_html
from pytest_bars.reports.trace_tables import trace_csv, trace_json
from pytest_bars.reports.trace_text import counts, trace_lines
from tests.compile.plans import Desk
from tests.reports.runs import add_run, traced_flows, traced_plan

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
GAPS = """\
schema: bars-gaps/1
gaps:
  - because: The harness <sends>.
    requirements: [core-ti-1, core-all-2]
"""


@pytest.fixture
def gaps(tmp_path: Path) -> Gaps:
    path = tmp_path / "coverage-gaps.yaml"
    path.write_text(GAPS, encoding="utf-8")
    return load_gaps(path)


@pytest.fixture
def traced(tmp_path: Path, gaps: Gaps) -> Trace:
    plan = Desk(tmp_path).compile(traced_plan(), traced_flows())
    evidence = tmp_path / "evidence"
    digest = plan.test("T-1").digest
    add_run(evidence, {"P::T-1": "pass"}, digest=digest)
    add_run(evidence, {"P::T-1": "fail", "P::T-2[a]": "pass"}, stage="int")
    return trace([plan], gaps, read_latest(evidence))


def _row(traced: Trace, requirement: str) -> Row:
    (row,) = (row for row in traced.rows if row.requirement.id == requirement)
    return row


def test_every_requirement_has_one_row_in_its_group(traced: Trace) -> None:
    assert {r.requirement.id for r in traced.rows} == set(requirements())
    assert len(traced.rows) == len(requirements())
    sizes = {key: len(group.rows) for key, group in traced.groups.items()}
    assert sizes == {
        "wire": 236,
        "nfr": 12,
        "failure": 120,
        "tkw": 54,
        "evidence": 117,
    }


def test_covered_and_gaps_are_apart(traced: Trace) -> None:
    covered = [row.requirement.id for row in traced.wire.covered]
    assert covered == ["core-all-1", "core-all-3", "core-ti-2", "core-msg-11"]
    assert len(traced.wire.gaps) == 232
    assert len(traced.wire.unexplained) == 230
    answered = [row.requirement.id for row in traced.groups["evidence"].covered]
    assert sorted(answered) == ["app1-slot-7", "nfr-audit-1"]


@pytest.mark.parametrize(
    ("requirement", "reason"),
    [
        ("core-all-1", ""),  # covered
        ("core-ti-1", "The harness <sends>."),
        ("core-ti-5", ""),  # nobody said why
        ("app1-slot-10", ASK_A_PERSON),
        ("nfr-api-1", NOTHING_TO_SHOW),
    ],
)
def test_a_gap_has_the_reason_that_was_given(
    traced: Trace, requirement: str, reason: str
) -> None:
    assert _row(traced, requirement).reason == reason


def test_a_reason_for_what_is_covered_is_a_fault(tmp_path: Path, gaps: Gaps) -> None:
    plan = Desk(tmp_path).compile(traced_plan(), traced_flows())
    assert not trace([plan], gaps, LatestOutcomes()).faults
    path = tmp_path / "coverage-gaps.yaml"
    path.write_text(GAPS.replace("core-all-2", "core-all-1"), encoding="utf-8")
    (fault,) = trace([plan], load_gaps(path), LatestOutcomes()).faults
    assert "core-all-1 is no gap" in fault.message


def test_the_lines_that_count(traced: Trace) -> None:
    first, *_, last = counts(traced)
    assert first == (
        "covered 4 of 236 wire-observable requirements; 232 gaps, 230 without a reason"
    )
    assert last == (
        "answered 2 of 117 requirements that no machine can see; "
        "115 gaps, 0 without a reason"
    )


def test_the_text_shows_outcomes_gaps_and_reasons(traced: Trace) -> None:
    lines = [*trace_lines(traced)]
    assert "  local          int" in lines
    assert "  pass           fail~          P::T-1" in lines
    assert "  -              pass~          P::T-2[a]" in lines
    assert "The harness <sends>." in lines
    named = "    named by P::T-1  (cannot show it: the harness sends, so no product"
    assert any(line.startswith(named) for line in lines)
    assert "(without a reason)" in lines
    assert "local: Rehearsal, which never counts" in lines
    assert "int: INT Development" in lines


def test_the_text_says_so_when_there_is_no_evidence(gaps: Gaps) -> None:
    lines = [*trace_lines(trace([], gaps, LatestOutcomes(problems=("x",))))]
    assert "no evidence: no outcome is known" in lines
    assert "left out: x" in lines
    assert not any(line.endswith(": covered") for line in lines)


def test_a_group_without_gaps_lists_none(traced: Trace) -> None:
    whole = Group("wire", "requirements", traced.wire.covered)
    lines = [*trace_lines(Trace({"wire": whole}, traced.latest))]
    assert "== requirements: covered" in lines
    assert "== requirements: gaps" not in lines
    assert lines[-1] == "covered 4 of 4 requirements; 0 gaps, 0 without a reason"


def test_the_json_has_counts_tests_and_outcomes(traced: Trace) -> None:
    said = json.loads(json.dumps(trace_json(traced)))
    assert said["summary"]["wire"] == {
        "title": "wire-observable requirements",
        "requirements": 236,
        "covered": 4,
        "gaps": 232,
        "without_a_reason": 230,
    }
    rows = {row["id"]: row for row in said["requirements"]}
    (test,) = rows["core-all-1"]["tests"]
    assert test["shows_it"]
    assert test["latest"]["local"]["rehearsal"]
    assert test["latest"]["int"]["outcome"] == "fail"
    assert test["latest"]["int"]["test_has_changed"]
    assert set(rows["core-ti-2"]["tests"][0]["latest"]) == {"int"}
    assert rows["core-ti-1"]["reason"] == "The harness <sends>."


def test_the_csv_has_a_row_for_each_requirement_and_test(traced: Trace) -> None:
    rows = [*csv.DictReader(io.StringIO(trace_csv(traced)))]
    assert {row["requirement"] for row in rows} == set(requirements())
    (row,) = (row for row in rows if row["requirement"] == "core-ti-2")
    assert (row["test"], row["local"], row["int"]) == ("P::T-2[a]", "", "pass")
    (row,) = (row for row in rows if row["requirement"] == "core-all-2")
    assert (row["covered"], row["test"]) == ("no", "")


def test_a_spreadsheet_takes_no_cell_for_a_formula(tmp_path: Path) -> None:
    data = traced_plan()
    data["tests"][0]["name"] = "=1+1"
    plan = Desk(tmp_path).compile(data, traced_flows())
    rows = csv.DictReader(
        io.StringIO(trace_csv(trace([plan], Gaps(), LatestOutcomes())))
    )
    assert "'=1+1" in {row["test name"] for row in rows}


class _Page(HTMLParser):
    """Gathers text, and whatever a page would fetch or run."""

    def __init__(self) -> None:
        super().__init__()
        self.text: list[str] = []
        self.fetched: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        link = values.get("href") or values.get("src") or ""
        is_fetched = tag in {"script", "img", "link", "iframe"}
        self.fetched += [tag] * (is_fetched or link.strip("#") == link != "")

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def test_the_page_is_of_one_file_and_shows_the_same(traced: Trace) -> None:
    page = _Page()
    page.feed(html := trace_html(traced, NOW))
    assert not page.fetched
    assert "4 of 236" in page.text
    assert "The harness <sends>." in page.text
    assert "The harness &lt;sends&gt;." in html
    assert '<span class="outcome fail">fail~</span>' in html
    assert "Made 01 March 2026, 12:00 UTC" in html
    assert "it never counts as evidence of a product" in html


def test_the_page_says_what_could_not_be_read(gaps: Gaps) -> None:
    html = trace_html(trace([], gaps, LatestOutcomes(problems=("x <broken>",))), NOW)
    assert "No evidence was found" in html
    assert "Left out: x &lt;broken&gt;" in html
