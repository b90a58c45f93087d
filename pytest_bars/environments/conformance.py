"""How strictly a profile takes conformance, and which deviations it accepts."""

import re
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from pytest_bars.jsontypes import JsonObject


@dataclass(frozen=True)
class Deviation:
    """A rule that is known not to hold at some places, and why that is accepted.

    rule: id of `protocol.conformance_rules`. where: a FHIRPath location in which `*`
    stands for anything.
    """

    rule: str
    where: str
    reason: str

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        parts = (re.escape(part) for part in re.split(r"\*+", self.where))
        return re.compile(".*".join(parts), re.DOTALL)

    def covers(self, rule: str, location: str) -> bool:
        """Say whether it accepts what a rule found at a location."""
        return rule == self.rule and self._pattern.fullmatch(location) is not None

    def as_json(self) -> JsonObject:
        """Return `{rule, where, reason}`."""
        return {"rule": self.rule, "where": self.where, "reason": self.reason}


@dataclass(frozen=True, slots=True)
class Conformance:
    """What becomes of a body that breaks a rule.

    is_strict: it fails; else it is a warning. deviations: what is accepted, always
    shown, as a warning.
    """

    is_strict: bool = True
    deviations: tuple[Deviation, ...] = ()

    @property
    def name(self) -> str:
        """Return `strict` or `warn`, as bars.yaml has it."""
        return "strict" if self.is_strict else "warn"

    def accepted(self, rule: str, location: str) -> Deviation | None:
        """Return the deviation that accepts what a rule found, or None."""
        found = (each for each in self.deviations if each.covers(rule, location))
        return next(found, None)

    def as_json(self) -> JsonObject:
        """Return `{conformance, deviations}`."""
        listed = [deviation.as_json() for deviation in self.deviations]
        return {"conformance": self.name, "deviations": [*listed]}


STRICT: Final = Conformance()
WARN: Final = Conformance(is_strict=False)
