"""Show every request a run would make, in order, and send none."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from pytest_bars.compile.model import CompiledCase, CompiledPlan, CompiledTest
from pytest_bars.environments.profile import Profile
from pytest_bars.jsontypes import Json, JsonObject
from pytest_bars.payloads.library import Library
from pytest_bars.run.preview_walk import PreviewRequest, PreviewWalk, identity_of

_LONDON: Final = "Europe/London"
Selected = tuple[CompiledTest, CompiledCase]


@dataclass(frozen=True, slots=True)
class Preview:
    """What a run would do. left_out: tests that would not be started, and why."""

    requests: tuple[PreviewRequest, ...]
    left_out: tuple[tuple[str, str], ...]
    digest: str

    def render(self) -> str:
        """Return the whole preview as text; its digest is the last line."""
        lines = [each.render() for each in self.requests]
        lines += [f"{test}: not started: {reason}" for test, reason in self.left_out]
        noun = "request" if len(self.requests) == 1 else "requests"
        count = f"{len(self.requests)} {noun}, nothing was sent"
        return "\n".join([*lines, count, f"digest {self.digest}"])


def preview(
    tests: Sequence[Selected],
    *,
    plan: CompiledPlan,
    profile: Profile,
    library: Library,
    now: datetime,
    overrides: Mapping[str, str] | None = None,
    solution: JsonObject | None = None,
    budget: int | None = None,
) -> Preview:
    """Return the requests of the selected tests of a plan, and the digest over them.

    now: aware. solution: of bars.yaml. budget: how many writes the run may make.

    Raises BarsError when the profile does not declare a patient of the plan.
    """
    walk = PreviewWalk(plan, profile, overrides or {}, now)
    for test, case in tests:
        walk.add(test, case)
    bound: JsonObject = {
        "plan": plan.digest,
        "templates": _templates(walk.templates, library),
        "profile": profile.digest_source(),
        "solution": solution or {},
        "tests": [identity_of(test, case) for test, case in tests],
        "requests": [each.bound for each in walk.requests],
        "budget": budget,
        "date": now.astimezone(ZoneInfo(_LONDON)).date().isoformat(),
    }
    return Preview(tuple(walk.requests), tuple(walk.left_out), _digest(bound))


def join(previews: Sequence[Preview]) -> Preview:
    """Return the preview of several plans run one after the other."""
    return Preview(
        requests=tuple(each for one in previews for each in one.requests),
        left_out=tuple(each for one in previews for each in one.left_out),
        digest=_digest([one.digest for one in previews]),
    )


def _templates(names: set[str], library: Library) -> JsonObject:
    found = ((name, library.get(name)) for name in sorted(names))
    return {name: template.digest for name, template in found if template is not None}


def _digest(value: Json) -> str:
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return f"sha256:{hashlib.sha256(text.encode()).hexdigest()}"
