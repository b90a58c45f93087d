"""What a run of TKW's scenarios does not replace."""

from collections.abc import Iterable
from typing import Final

from pytest_bars.protocol.sentinels import sentinels

TKW_NOTE: Final = (
    "TKW's scenarios were rehearsed: TKW's own reports are still required "
    "for INT Assurance"
)


def rehearsal_note(requirements: Iterable[str]) -> str | None:
    """Return the note where a test shows a scenario of TKW's list, or None.

    requirements: ids that tests name.
    Source: BaRS guide, Assure: a Sender hands in the reports that TKW makes.
    """
    scenarios = {row.id for row in sentinels()}
    return None if scenarios.isdisjoint(requirements) else TKW_NOTE
