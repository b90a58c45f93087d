"""Sets of testing stages as bits, so that a pass over the steps judges them all."""

from collections.abc import Iterable
from typing import Final

from pytest_bars.documents.suggest import one_of
from pytest_bars.stages import Stage

_BITS: Final = {stage: 1 << place for place, stage in enumerate(Stage)}
ALL_STAGES: Final = (1 << len(_BITS)) - 1


def bits(stages: Iterable[Stage] | None) -> int:
    """Return stages as bits; None is all of them."""
    if stages is None:
        return ALL_STAGES
    return sum(_BITS[stage] for stage in set(stages))


def stages_in(mask: int) -> frozenset[Stage]:
    """Return the stages of some bits."""
    return frozenset(stage for stage, bit in _BITS.items() if mask & bit)


def stage_words(mask: int) -> str:
    """Return stages for a message, such as `int, uat and prod`."""
    names = [stage.value for stage, bit in _BITS.items() if mask & bit]
    return one_of(names).replace(" or ", " and ") if names else "no stage"
