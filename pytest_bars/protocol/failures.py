"""What each known error means, whose it is, what to do next, and whom to call.

The table is package data, each row with its source. Whose an error is, is our reading:
the prefix says who raised it, not who can mend it. A request without its transaction
headers is refused by the API as BAD_REQUEST; it is the Sender who mends it.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any, Final, Literal, cast

from pytest_bars.outcomes import Attribution
from pytest_bars.protocol.error_codes import Raiser, raiser_of
from pytest_bars.stages import Stage

Kind = Literal["code", "status", "transport"]
Key = tuple[Kind, str, str]

_OF_RAISER: Final = {
    Raiser.SENDER: Attribution.SENDER,
    Raiser.PROXY: Attribution.PROXY,
    Raiser.RECEIVER: Attribution.RECEIVER,
}
_ASK_WHO_SENT_IT: Final = "Ask who sent it what it means, and keep the exchange"


@dataclass(frozen=True, slots=True)
class Failure:
    """A known error.

    kind: a BaRS `code`, an HTTP `status` without one, or a `transport` fault, by which
    no answer came. issue: FHIR issue type the row is for, empty for any. action: what
    to do next, without whom to call. source: empty where no list has the error.
    """

    kind: Kind
    key: str
    owner: Attribution
    meaning: str
    action: str
    source: str
    issue: str = ""

    @property
    def is_known(self) -> bool:
        """Say whether a published list, or the API's code, has it."""
        return bool(self.source)


@lru_cache(maxsize=1)
def failures() -> Mapping[Key, Failure]:
    """Return every known error, by kind, key and issue type."""
    path = files(__package__) / "data" / "failures.json"
    rows = cast("list[dict[str, Any]]", json.loads(path.read_text("utf-8")))
    known = (Failure(**{**row, "owner": Attribution(row["owner"])}) for row in rows)
    return MappingProxyType({(each.kind, each.key, each.issue): each for each in known})


def explain_code(code: str, issue: str = "") -> Failure:
    """Return the error of a BaRS code, as its issue type has it, if that is known.

    A code of no list belongs to who raises its prefix, and says that it is unknown.
    """
    known = failures()
    found = known.get(("code", code, issue)) or known.get(("code", code, ""))
    return found or Failure(
        kind="code",
        key=code,
        owner=_OF_RAISER[raiser_of(code)],
        meaning="No published list has this code.",
        action=_ASK_WHO_SENT_IT,
        source="",
    )


def explain_status(status: int) -> Failure | None:
    """Return the error of an answer without a code, where its status tells enough."""
    return failures().get(("status", str(status), ""))


def explain_transport(kind: str) -> Failure:
    """Return why there is no answer. Raises KeyError for a kind the client lacks."""
    return failures()["transport", kind, ""]


def answerer_of(code: str) -> Attribution:
    """Return who gives answers with this code: the Receiver, or the API."""
    is_receiver = raiser_of(code) is Raiser.RECEIVER
    return Attribution.RECEIVER if is_receiver else Attribution.PROXY


_IN_A_REHEARSAL: Final = "nobody needs a call in a rehearsal"
_IN_TESTING: Final = "call the supplier, then the BaRS team"
_LIVE: Final = "call your own support, then the National Service Desk"

CALLS: Final = MappingProxyType(
    {
        Stage.LOCAL: _IN_A_REHEARSAL,
        Stage.SANDBOX: _IN_A_REHEARSAL,
        Stage.INT: _IN_TESTING,
        Stage.INT_ASSURANCE: _IN_TESTING,
        Stage.UAT: _IN_TESTING,
        Stage.PROD: _LIVE,
        Stage.PROD_E2E: _LIVE,
    }
)
"""Whom to call in each testing stage.

Source: design, section 4; BaRS guide, Principles and Prerequisites (nfr-incident-2):
suspected faults of the proxy or of third parties go to the National Service Desk.
"""
