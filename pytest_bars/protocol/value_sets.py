"""The code systems BaRS publishes, and which of their codes are all there are.

Source: BaRS guide, Build, CodeSystem (2025-05-31), and NHS England code system
http-error-codes 1.0.0 (2024-06-13), as package data.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from types import MappingProxyType
from typing import Final

from pytest_bars.protocol.error_codes import ERROR_CODES
from pytest_bars.protocol.identifiers import HTTP_ERROR_CODES

_SYSTEM: Final = "https://fhir.nhs.uk/CodeSystem/"

# Published with one or two example codes in place of the licensed content of AMPDS and
# NHS Pathways: a code that is not among them may well be right.
EXAMPLES_ONLY: Final = frozenset(
    f"{_SYSTEM}{name}"
    for name in (
        "ampds-dispatch-codes",
        "pathways-dx-codes",
        "pathways-pathway-codes",
        "pathways-sd-codes",
        "pathways-sg-codes",
    )
)


@dataclass(frozen=True, slots=True)
class CodeSystem:
    """A published code system: display by code."""

    url: str
    name: str
    version: str
    date: str
    codes: Mapping[str, str]

    @property
    def is_closed(self) -> bool:
        """Say whether a code that is not in it is certainly wrong."""
        return self.url not in EXAMPLES_ONLY


@lru_cache(maxsize=1)
def code_systems() -> Mapping[str, CodeSystem]:
    """Return every code system, by URL; read on first need."""
    text = (files(__package__) / "data" / "code-systems.json").read_text("utf-8")
    listed = json.loads(text)["code_systems"]
    return MappingProxyType({each["url"]: CodeSystem(**each) for each in listed})


def is_known_code(system: CodeSystem, code: str) -> bool:
    """Say whether a code is published, or an error code the guide itself uses.

    http-error-codes 1.0.0 lacks codes that guide and proxy raise, all SEND_ ones too.
    """
    is_error = system.url == HTTP_ERROR_CODES and code in ERROR_CODES
    return code in system.codes or is_error
