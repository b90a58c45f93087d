"""Our modules are loaded from Python's bytecode; those of users as pytest does it."""

import sys

import pytest

from pytest_bars.plugin.own_modules import OwnModules, load_plainly

TEST = """
import pytest_bars.runtime.live

def test_ours_are_not_rewritten():
    loader = pytest_bars.runtime.live.__spec__.loader
    assert type(loader).__name__ == "SourceFileLoader"

def test_theirs_are():
    assert [1, 2] == [1, 3]
"""


def test_only_our_modules_pass_by_the_rewriting(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(TEST)
    result = pytester.runpytest_subprocess()
    result.assert_outcomes(passed=1, failed=1)
    result.stdout.fnmatch_lines(["*At index 1 diff: 2 != 3*"])


@pytest.mark.parametrize("name", ["pytest_bars", "pytest_bars_extra.kinds", "json"])
def test_the_modules_of_others_are_left_alone(name: str) -> None:
    assert OwnModules().find_spec(name, None) is None


def test_what_does_not_exist_is_not_found() -> None:
    path = sys.modules["pytest_bars"].__path__
    assert OwnModules().find_spec("pytest_bars.nothing", [*path]) is None


def test_it_can_be_undone() -> None:
    before = [*sys.meta_path]
    undo = load_plainly()
    assert isinstance(sys.meta_path[0], OwnModules)
    undo()
    assert sys.meta_path == before
