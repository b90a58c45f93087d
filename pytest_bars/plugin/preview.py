"""`--bars-preview`: what a run would send, in order, and nothing sent."""

from collections import defaultdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pytest_bars.plugin.item import BarsItem, bars_items
from pytest_bars.run.preview import join, preview

if TYPE_CHECKING:
    from pytest_bars.plugin.lifecycle import Lifecycle


def show_preview(lifecycle: "Lifecycle", session: pytest.Session) -> bool:
    """Print the preview of the selected tests; pytest runs nothing after it."""
    chosen: dict[Path, list[BarsItem]] = defaultdict(list)
    for item in bars_items(session.items):
        chosen[item.path].append(item)
    bench, now = lifecycle.workbench, datetime.now(UTC)
    previews = [
        preview(
            [(item.test, item.case) for item in items],
            plan=items[0].plan,
            profile=bench.profile,
            library=bench.library,
            now=now,
            overrides=bench.settings.variables,
            solution=bench.solution,
        )
        for items in chosen.values()
    ]
    lifecycle.say(join(previews).render())
    return True
