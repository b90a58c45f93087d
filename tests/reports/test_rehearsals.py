"""A rehearsal says what it does not replace."""

import pytest

from pytest_bars.reports.rehearsals import TKW_NOTE, rehearsal_note


@pytest.mark.parametrize(
    ("requirements", "note"),
    [
        pytest.param(["core-all-1", "tkw-cap-01"], TKW_NOTE, id="a scenario of TKW"),
        pytest.param(["core-all-1"], None, id="another requirement"),
        pytest.param([], None, id="none"),
    ],
)
def test_only_what_tkw_reports_on_is_noted(
    requirements: list[str], note: str | None
) -> None:
    assert rehearsal_note(requirements) == note
