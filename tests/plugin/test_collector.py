"""The garbage collector is paused while plans are read, and passes by what stays."""

import pytest

from tests.plugin.conftest import Run
from tests.plugin.plans import capability, plan

WATCH = """
import gc

def pytest_collection_modifyitems():
    print("collecting while plans are read:", gc.isenabled())

def pytest_runtest_setup():
    print("collecting in tests:", gc.isenabled(), "spared:", gc.get_freeze_count() > 0)
"""


@pytest.mark.parametrize(
    ("python", "is_spared"),
    [("", "True"), ("def test_of_theirs(): pass", "False")],
    ids=["plans-alone", "python-tests-beside-them"],
)
def test_only_plans_are_spared(
    python: str, is_spared: str, run: Run, pytester: pytest.Pytester
) -> None:
    pytester.makeconftest(WATCH)
    pytester.makepyfile(test_python=python)
    result = run("-s", p=plan(capability()))
    assert result.ret == pytest.ExitCode.OK
    result.stdout.fnmatch_lines(
        [
            "*collecting while plans are read: False",
            f"*collecting in tests: True spared: {is_spared}",
        ]
    )
