"""Be asked last, right before the socket: may this request leave at all?"""

import re
from collections.abc import Iterator
from typing import Final
from urllib.parse import unquote, urlsplit

from pytest_bars.client.draft import Draft
from pytest_bars.compile.model import CompiledPlan
from pytest_bars.environments.profile import Profile, Target
from pytest_bars.errors import StageRefusal
from pytest_bars.exchange import EffectKind, Request
from pytest_bars.masking import is_nhs_number, personal_numbers
from pytest_bars.protocol.headers import SIMULATOR_FAULT
from pytest_bars.stages import Stage
from pytest_bars.steps.patients import nhs_numbers, nhs_numbers_of_query

_LOOPBACK: Final = frozenset({"127.0.0.1", "localhost", "::1"})
_SAFE_METHODS: Final = frozenset({"GET", "HEAD", "OPTIONS"})
_NEVER_ISSUED: Final = "999"
_DOTS = re.compile(r"(^|/)\.\.?(/|$)")


class StageGuard:
    """Refuse what the profile's stage does not allow, whoever asks.

    base_url: where requests may go; None for the profile's own, and where that is
    None too, this machine only. budget: how many writes the run may make, or None.
    """

    def __init__(
        self,
        profile: Profile,
        base_url: str | None = None,
        *,
        budget: int | None = None,
    ) -> None:
        self._profile = profile
        self._base_url = (base_url or profile.base_url or "").rstrip("/")
        self._targets = {profile.target}
        self._numbers = {each.nhs_number for each in profile.patients.values()}
        self._left = budget

    def admit(self, plan: CompiledPlan) -> None:
        """Allow the targets the parties of a plan name literally."""
        for party in plan.parties.values():
            match party.target:
                case {"system": str() as system, "value": str() as value}:
                    self._targets.add(Target(system, value))

    def check(self, request: Request, draft: Draft) -> None:
        """Raise StageRefusal, naming the first rule the request breaks."""
        for reason in self._reasons(request, draft):
            raise StageRefusal(
                f"Not sent, {draft.step or 'the request'}: {reason} "
                f"(profile {self._profile.name}, {self._profile.stage.label})."
            )
        if self._left is not None and _is_write(draft):
            self._left -= 1

    def _reasons(self, request: Request, draft: Draft) -> Iterator[str]:
        stage = self._profile.stage
        is_faulted = request.headers.get(SIMULATOR_FAULT) is not None
        if is_faulted and stage is not Stage.LOCAL:
            yield f"{SIMULATOR_FAULT} is for our simulator only"
        if not self._is_host_allowed(request.url):
            yield "the address is not the profile's base URL"
        if stage.is_production and draft.kind != "happy-path":
            yield f"a test of kind {draft.kind} sends nothing in Production"
        if stage.is_production and _is_write(draft):
            yield "this version makes no write in Production"
        if not self._is_target_allowed(draft):
            yield "the target is neither the profile's nor named by the plan"
        if draft.patient is not None and draft.patient not in self._profile.patients:
            yield f"patient {draft.patient} is not declared by the profile"
        if any(self._is_stranger(number) for number in _numbers_in(draft)):
            yield "it holds an NHS number no declared test patient has"
        if self._left == 0 and _is_write(draft):
            yield "the budget of writes is used up"

    def _is_host_allowed(self, url: str) -> bool:
        if not self._base_url:
            return urlsplit(url).hostname in _LOOPBACK
        path = unquote(urlsplit(url).path)
        return url.startswith(f"{self._base_url}/") and not _DOTS.search(path)

    def _is_target_allowed(self, draft: Draft) -> bool:
        if draft.target is None or draft.target in self._targets:
            return True
        return draft.kind == "error" and not self._profile.stage.is_production

    def _is_stranger(self, number: str) -> bool:
        """Say whether a number may be somebody's who is no declared test patient.

        Outside Production numbers nobody can have are allowed: without a valid check
        digit, or of the range 999, which is never issued.
        """
        if number in self._numbers:
            return False
        if self._profile.stage.is_production:
            return True
        return is_nhs_number(number) and not number.startswith(_NEVER_ISSUED)


def _is_write(draft: Draft) -> bool:
    """Say whether a request may change something, whatever its effect says."""
    return draft.effect.kind is not EffectKind.READ or draft.method not in _SAFE_METHODS


def _numbers_in(draft: Draft) -> Iterator[str]:
    yield from nhs_numbers_of_query(draft.query)
    yield from personal_numbers(unquote(draft.path))
    if isinstance(draft.body, bytes):
        yield from personal_numbers(draft.body.decode("utf-8", "replace"))
    elif draft.body is not None:
        yield from nhs_numbers(draft.body)
