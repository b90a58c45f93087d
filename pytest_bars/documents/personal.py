"""Refuse personal data and secrets written literally into a file.

The exact bytes of a plan become evidence, so neither may stand in it.
"""

from collections.abc import Iterator
from typing import Final

from pytest_bars.documents.hiding import BEARER, NUMBER, find_secrets
from pytest_bars.documents.text import SourceText
from pytest_bars.source import Fault

NUMBER_MESSAGE: Final = "an NHS number stands in the file"
NUMBER_HINT: Final = (
    "Name the patient by an alias; who it is belongs in the profile"
    " (vars: {patient: {patient: adult_1}})."
)
_KEEP_OUT: Final = (
    "Keep it out of the file, and name it in bars.yaml by ${env:} or ${file:}."
)


def personal_faults(source: SourceText) -> Iterator[Fault]:
    """Give a fault for each NHS number, private key and JWT in the text.

    A bearer token alone is hidden and no fault: tests send wrong ones on purpose.
    """
    for what, start, end in find_secrets(source.text):
        if what != BEARER:
            hint = NUMBER_HINT if what == NUMBER else _KEEP_OUT
            yield source.fault(start, end, f"{what} stands in the file", hint=hint)
