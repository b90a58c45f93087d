"""What the terminal says at the end of a run."""

import pytest

from tests.plugin.conftest import Run
from tests.plugin.plans import capability, plan

TAKE_AWAY = """\
import pytest

@pytest.hookimpl(tryfirst=True)
def pytest_terminal_summary(config):
    for folder in (config.rootpath / "bars-evidence").glob("*.bars"):
        folder.rename(folder.with_suffix(".moved"))
"""


def test_the_end_is_told_though_the_evidence_is_gone(
    run: Run, pytester: pytest.Pytester
) -> None:
    pytester.makeconftest(TAKE_AWAY)
    result = run(p=plan(capability()))
    assert result.ret == 0
    result.stdout.fnmatch_lines(
        ["outcomes  1 pass", "check it  bars evidence verify *"]
    )
    result.stdout.no_fnmatch_line("times *")


def test_response_times_are_told(run: Run) -> None:
    result = run(p=plan(capability()))
    result.stdout.fnmatch_lines(
        [
            "times     /$process-message: no answer: *",
            "          every other operation: 1 answered, p50 * ms, *",
        ]
    )


def test_a_rehearsal_of_tkws_scenarios_says_what_it_does_not_replace(run: Run) -> None:
    text = plan(capability())
    rehearsed = text.replace("[core-booking-receiver-1]", "[tkw-cap-04]")
    run(p=rehearsed).stdout.fnmatch_lines(
        ["note      TKW's scenarios were rehearsed: *"]
    )
    run(p=text).stdout.no_fnmatch_line("note *")
