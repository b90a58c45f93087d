"""One thing wrong with a body, and in which order they are told."""

from dataclasses import dataclass

from pytest_bars.fhir.validate import Place, place_order
from pytest_bars.protocol.conformance_rules import RULES


@dataclass(frozen=True, slots=True)
class Finding:
    """A rule that does not hold: where, as a FHIRPath location, and what is wrong.

    rule: id of `protocol.conformance_rules`. No value of a patient is in it.
    """

    rule: str
    location: str
    message: str

    def __str__(self) -> str:
        return f"{self.location}: {self.message} [{self.rule}]"

    @property
    def is_advice(self) -> bool:
        """Say whether it fails nothing and is only shown."""
        return RULES[self.rule].is_advice

    @property
    def order(self) -> tuple[Place, str, str]:
        """Return what sorts findings by place, entry[10] behind entry[2]."""
        return place_order(self.location), self.rule, self.message
