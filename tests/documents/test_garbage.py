"""The collector is paused within, and afterwards as it was."""

import gc
from collections.abc import Iterator

import pytest

from pytest_bars.documents.garbage import collector_paused, spare_what_is_there


@pytest.fixture(autouse=True)
def _collector_on() -> Iterator[None]:
    gc.enable()
    yield
    gc.enable()
    gc.unfreeze()


def test_nested_pauses_end_with_the_outer_one() -> None:
    with collector_paused():
        with collector_paused():
            assert not gc.isenabled()
        assert not gc.isenabled()
    assert gc.isenabled()


def test_an_error_ends_the_pause() -> None:
    with pytest.raises(KeyError), collector_paused():
        raise KeyError
    assert gc.isenabled()


def test_a_collector_that_was_off_stays_off() -> None:
    gc.disable()
    with collector_paused():
        pass
    assert not gc.isenabled()


def test_what_is_spared_is_not_walked_again() -> None:
    kept: list[object] = [[]]
    spare_what_is_there()
    later: list[object] = [[]]
    walked = [id(each) for each in gc.get_objects()]
    assert id(kept) not in walked
    assert id(later) in walked
