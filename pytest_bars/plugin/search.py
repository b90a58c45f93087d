"""Find out cheaply whether a pytest run has Test Plans at all."""

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

import pytest

PLAN_SUFFIX: Final = ".bars.yaml"
EVIDENCE_SUFFIX: Final = ".bars"
_NEVER_PLANS: Final = frozenset({"node_modules", "__pycache__", "venv"})


def is_plan(name: str) -> bool:
    """Say whether a file, by its name or path, is a Test Plan."""
    return name.endswith(PLAN_SUFFIX)


def is_evidence(path: Path) -> bool:
    """Say whether a folder is the evidence of a run."""
    return path.name.endswith(EVIDENCE_SUFFIX) and path.is_dir()


def has_plans(config: pytest.Config) -> bool:
    """Say whether one of the paths pytest was given is, or holds, a Test Plan."""
    here = config.invocation_params.dir
    paths = (here / argument.partition("::")[0] for argument in config.args)
    return any(is_plan(name) for path in paths for name in _names(path))


def _names(path: Path) -> Iterable[str]:
    return (path.name,) if path.is_file() else _names_below(path)


def _names_below(path: Path) -> Iterator[str]:
    for _, below, names in os.walk(path):
        below[:] = [name for name in below if _may_hold_plans(name)]
        yield from names


def _may_hold_plans(name: str) -> bool:
    is_left_alone = name.startswith(".") or name.endswith(EVIDENCE_SUFFIX)
    return not is_left_alone and name not in _NEVER_PLANS
