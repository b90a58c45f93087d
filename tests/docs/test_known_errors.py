"""docs/known-errors.md has every known error, as the table of the package has it."""

from pathlib import Path

from pytest_bars.protocol.failures import CALLS, failures

PAGE = (Path(__file__).parents[2] / "docs" / "known-errors.md").read_text(
    encoding="utf-8"
)


def test_every_known_error_is_on_the_page_and_no_other() -> None:
    expected = set()
    for failure in failures().values():
        issue = [failure.issue or "any other"] if failure.kind == "code" else []
        cells = [*issue, failure.owner.value, failure.meaning, failure.action]
        expected.add(f"| `{failure.key}` | {' | '.join(cells)} |")
    section = PAGE.partition("## Every known error")[2]
    rows = {line for line in section.splitlines() if line.startswith("| `")}
    assert rows == expected


def test_whom_to_call_is_on_the_page_for_every_stage() -> None:
    for stage, call in CALLS.items():
        (row,) = (
            r for r in PAGE.splitlines() if r.startswith("| ") and stage.label in r
        )
        whom = call.removeprefix("call ").replace(" needs a call in a rehearsal", "")
        assert row.endswith(f"| {whom} |")
