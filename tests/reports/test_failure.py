"""A failure reads as a tester needs it."""

from dataclasses import replace

import pytest

from pytest_bars.outcomes import Attribution, CheckOutcome, Outcome
from pytest_bars.reports.failure import headline, render_failure
from pytest_bars.results import CheckResult, StepResult, TestResult
from pytest_bars.source import SourceMark

CHECK = CheckResult(
    outcome=CheckOutcome.FAIL,
    expected="status 409",
    actual="status 200",
    kind="status",
    because="The slot is taken",
    details=("first detail",),
    requirements=("core-1",),
    mark=SourceMark("p.bars.yaml", 20, 11),
)
STEP = StepResult(
    address="again.second",
    name="Send it again",
    kind="resend",
    outcome=Outcome.FAIL,
    reason="expected status 409, status 200",
    checks=(CHECK, replace(CHECK, outcome=CheckOutcome.PASS, actual="fine")),
    mark=SourceMark("p.bars.yaml", 18, 7),
    curl="curl -X POST http://127.0.0.1/",
    diagnostics=("REC_CONFLICT duplicate: sent before",),
)
RESULT = TestResult(
    plan="P",
    ref="BK-02",
    case="same",
    name="Sent twice",
    outcome=Outcome.FAIL,
    reason="step again.second: expected status 409",
    steps=(
        StepResult("first", "Book", "request", Outcome.PASS),
        StepResult("again", "Again", "flow", Outcome.FAIL, steps=(STEP,)),
        StepResult("never", "Later", "request", Outcome.NOT_RUN),
    ),
    attribution=Attribution.RECEIVER,
    next_action="Call the supplier.",
    mark=SourceMark("p.bars.yaml", 9, 5),
    left_behind=("Appointment/a1",),
)


def test_the_first_line_stands_alone() -> None:
    assert headline(RESULT) == (
        "fail: BK-02[same] Sent twice: step again.second: expected status 409"
    )
    assert headline(replace(RESULT, reason="")) == "fail: BK-02[same] Sent twice"


def test_the_outcome_is_said_once() -> None:
    lost = replace(RESULT, outcome=Outcome.ERROR, reason="error: read: no answer")
    assert headline(lost) == "error: BK-02[same] Sent twice: read: no answer"


def test_a_failure_tells_the_whole_story() -> None:
    assert render_failure(RESULT) == (
        "fail: BK-02[same] Sent twice: step again.second: expected status 409\n"
        "at p.bars.yaml:9:5\n"
        "\n"
        'FAIL at step again.second "Send it again"\n'
        "  at p.bars.yaml:18:7\n"
        "  expected    status 409\n"
        "  actual      status 200\n"
        "  because     The slot is taken\n"
        "              - first detail\n"
        "  requires    core-1\n"
        "  plan        p.bars.yaml:20:11\n"
        "  answer      REC_CONFLICT duplicate: sent before\n"
        "\n"
        "  belongs to  receiver\n"
        "  next        Call the supplier.\n"
        "  left        Appointment/a1 was created and is not undone\n"
        "\n"
        "  pass     step         first Book\n"
        "  fail     step         again Again\n"
        "  not_run  step         never Later\n"
        "\n"
        "  repeat again.second with\n"
        "    curl -X POST http://127.0.0.1/"
    )


def test_one_request_is_shown_to_repeat_that_which_decided() -> None:
    later = replace(STEP, address="cleanup.undo", curl="curl later")
    text = render_failure(replace(RESULT, cleanup=(later,)))
    assert text.endswith("repeat again.second with\n    curl -X POST http://127.0.0.1/")
    assert "curl later" not in text


def test_a_step_without_checks_gives_its_reason() -> None:
    lost = StepResult("read", "Read", "request", Outcome.ERROR, "no answer in 5 s")
    text = render_failure(replace(RESULT, steps=(lost,)))
    assert "ERROR at step read" in text
    assert "  reason      no answer in 5 s" in text


def test_a_warning_is_told_though_the_step_passed() -> None:
    warned = replace(
        STEP,
        outcome=Outcome.PASS,
        checks=(
            replace(
                CHECK,
                outcome=CheckOutcome.WARN,
                because="",
                details=(),
                requirements=(),
                mark=None,
                actual="",
            ),
        ),
        mark=None,
        curl="",
    )
    text = render_failure(replace(RESULT, steps=(warned,), mark=None))
    assert "expected    status 409 (warn)\n  actual" in text


def test_prerequisites_and_cleanup_are_told_too() -> None:
    blocked = StepResult("PRE-01", "It answers", "check", Outcome.BLOCKED, "no answer")
    left = StepResult("cancel", "Cancel", "flow", Outcome.NOT_RUN)
    result = TestResult(
        "P",
        "X",
        None,
        "Name",
        Outcome.BLOCKED,
        prerequisites=(blocked,),
        cleanup=(left,),
    )
    text = render_failure(result)
    assert "BLOCKED at step PRE-01" in text
    assert "  not_run  cleanup      cancel Cancel" in text


def test_an_answer_steers_no_terminal_and_forges_no_line() -> None:
    answer = "\x1b[32mok\x1b[0m\r\nFORGED 1 passed\u202e"
    step = replace(STEP, diagnostics=(answer,), name="Send\nFORGED")
    text = render_failure(replace(RESULT, steps=(step,), reason=answer, name="a\nb"))
    assert text.isprintable() is False  # its own line feeds
    assert text.replace("\n", "").isprintable()
    assert "\nFORGED" not in text
    assert "\\x1b[32mok\\x1b[0m FORGED 1 passed\\u202e" in text


def test_a_huge_answer_is_cut_where_it_is_shown() -> None:
    huge = "A" * 1_000_000
    step = replace(STEP, diagnostics=(huge,), curl=f"curl --data {huge}")
    text = render_failure(replace(RESULT, steps=(step,), reason=huge))
    assert len(text) < 5_000
    assert "[cut: 1,000,000 characters]" in text
    assert "(a request of 1,000,012 characters: its body is in the evidence)" in text


@pytest.mark.parametrize(
    ("entry", "told"),
    [
        ("Appointment/a1", "Appointment/a1 was created and is not undone"),
        ("unknown/unknown", "something may have been created, and is not undone"),
        (
            "Appointment/unknown",
            "Appointment, id not known: may have been created, and is not undone",
        ),
    ],
)
def test_what_may_be_left_behind_is_not_said_to_be(entry: str, told: str) -> None:
    words = " ".join(render_failure(replace(RESULT, left_behind=(entry,))).split())
    assert told in words
