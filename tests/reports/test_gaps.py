from collections.abc import Callable
from pathlib import Path

import pytest

from pytest_bars.errors import PlanError
from pytest_bars.protocol.catalogue import requirements
from pytest_bars.reports.gaps import FILE_NAME, Gaps, find_gaps, load_gaps

SHIPPED = Path(__file__).parents[2] / "testplans" / FILE_NAME
Written = Callable[[str], Path]


@pytest.fixture
def written(tmp_path: Path) -> Written:
    def write(gaps: str) -> Path:
        path = tmp_path / FILE_NAME
        path.write_text(f"schema: bars-gaps/1\ngaps:\n{gaps}", encoding="utf-8")
        return path

    return write


def _entry(*names: str) -> str:
    return f"  - because: No product sends.\n    requirements: [{', '.join(names)}]\n"


def test_a_reason_is_given_to_each_requirement_it_names(written: Written) -> None:
    gaps = load_gaps(written(_entry("core-ti-1", "core-ti-6") + _entry("core-ti-7")))
    assert gaps.reasons == dict.fromkeys(
        ("core-ti-1", "core-ti-6", "core-ti-7"), "No product sends."
    )
    mark = gaps.mark("core-ti-7")
    assert mark is not None
    assert (mark.line, mark.column) == (6, 20)
    assert gaps.mark("core-ti-8") is None


@pytest.mark.parametrize(
    ("names", "message"),
    [
        pytest.param(("core-ti-99",), "there is no requirement", id="unknown"),
        pytest.param(("core-ti-1", "core-ti-1"), "a reason already", id="twice"),
        pytest.param((), "requirements", id="none"),
    ],
)
def test_an_entry_that_cannot_hold_is_a_fault(
    written: Written, names: tuple[str, ...], message: str
) -> None:
    with pytest.raises(PlanError, match=message):
        load_gaps(written(_entry(*names)))


def test_a_file_that_cannot_be_read_is_a_plan_error(tmp_path: Path) -> None:
    with pytest.raises(PlanError, match="cannot be read"):
        load_gaps(tmp_path / FILE_NAME)


def test_an_entry_for_a_covered_requirement_is_a_fault(written: Written) -> None:
    gaps = load_gaps(written(_entry("core-ti-1", "core-ti-6")))
    (fault,) = gaps.covered_faults(["core-ti-6", "core-all-1"])
    assert fault.message == "core-ti-6 is no gap: a test covers it."
    assert "core-ti-6" in fault.excerpt


def test_without_a_file_there_is_no_reason_and_no_fault() -> None:
    assert Gaps().mark("core-ti-1") is None
    assert not Gaps().covered_faults(["core-ti-1"])


def test_the_nearest_file_above_a_plan_is_found(
    written: Written, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = written(_entry("core-ti-1"))
    below = tmp_path / "booking"
    below.mkdir()
    plan = below / "a.bars.yaml"
    plan.touch()
    assert find_gaps([plan]) == path
    monkeypatch.chdir(below)
    assert find_gaps([plan]) is None
    assert find_gaps([]) is None


def test_the_search_ends_at_the_root(tmp_path: Path) -> None:
    assert find_gaps([tmp_path]) is None


def test_no_shipped_reason_is_for_what_a_receiver_can_show() -> None:
    known = requirements()
    explained = {name: known[name].seen_when for name in load_gaps(SHIPPED).reasons}
    assert set(explained.values()) == {"sends", "never", None}
