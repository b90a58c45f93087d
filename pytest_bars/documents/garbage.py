"""Keep the garbage collector away from what is built to stay."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collector_paused() -> Iterator[None]:
    """Pause the cyclic garbage collector, and leave it afterwards as it was.

    Loading a plan makes many containers and no cycles, so collections in between
    find nothing and take two thirds of the time. May be nested.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def spare_what_is_there() -> None:
    """Leave all objects that exist now out of later collections.

    For a process that has read its plans: they stay until it ends, and walking them
    and the modules again and again, at the end above all, would find nothing.
    """
    gc.freeze()
