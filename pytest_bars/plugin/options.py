"""Options of the command line, read once into `RunSettings`."""

import argparse
import re
from pathlib import Path
from typing import Any, Final

import pytest

from pytest_bars.runtime.settings import (
    DEFAULT_EVIDENCE,
    DEFAULT_PROFILE,
    RunSettings,
)

MARKER = (
    "bars(ref, workflow, kind, stage, role): a test of a BaRS Test Plan; "
    "one mark for each stage it runs in"
)


def _seed(text: str) -> int:
    """Read a whole number; evidence holds them to 15 digits."""
    if re.fullmatch(r"-?[0-9]{1,15}", text) is None:
        message = f"expected a whole number of at most 15 digits, found {text[:40]!r}"
        raise argparse.ArgumentTypeError(message)
    return int(text)


_OPTIONS: Final[tuple[tuple[str, dict[str, Any]], ...]] = (
    (
        "--bars-env",
        {
            "metavar": "NAME",
            "help": "profile to run against: local (default), sandbox, int, "
            "int-assurance, uat, prod, prod-e2e, or one of bars.yaml",
        },
    ),
    (
        "--bars-config",
        {
            "metavar": "FILE",
            "help": "the project's settings (default: bars.yaml in the root directory)",
        },
    ),
    (
        "--bars-set",
        {
            "metavar": "NAME=VALUE",
            "action": "append",
            "default": [],
            "help": "value of a variable the plan declares in vars (repeatable)",
        },
    ),
    (
        "--bars-evidence",
        {
            "metavar": "DIR",
            "help": f"folder of evidence (default: {DEFAULT_EVIDENCE})",
        },
    ),
    (
        "--bars-manual",
        {
            "choices": ["skip"],
            "default": "skip",
            "help": "what becomes of manual steps: skip leaves their tests pending",
        },
    ),
    (
        "--bars-operator",
        {"metavar": "NAME", "help": "who runs this, for the evidence"},
    ),
    (
        "--bars-preview",
        {
            "action": "store_true",
            "help": "print every request in order, and send nothing",
        },
    ),
    (
        "--bars-allow-pending",
        {"action": "store_true", "help": "exit 0 although tests are pending"},
    ),
    (
        "--bars-seed",
        {"metavar": "N", "type": _seed, "help": "make generated ids reproducible"},
    ),
)


def add_options(parser: pytest.Parser) -> None:
    """Declare the options of the plugin."""
    group = parser.getgroup("bars", "Booking and Referral Standard (BaRS) Test Plans")
    for name, settings in _OPTIONS:
        group.addoption(name, **settings)


def read_settings(config: pytest.Config) -> RunSettings:
    """Return what the options ask for.

    Raises pytest.UsageError for an option that does not hold.
    """
    invocation = config.invocation_params.dir
    file = _given(config, "--bars-config")
    return RunSettings(
        root=config.rootpath,
        profile=_given(config, "--bars-env") or DEFAULT_PROFILE,
        config=None if file is None else invocation / file,
        evidence=_evidence_folder(config),
        variables=dict(map(_assignment, config.getoption("--bars-set"))),
        operator=config.getoption("--bars-operator"),
        seed=config.getoption("--bars-seed"),
        allow_pending=config.getoption("--bars-allow-pending"),
    )


def _evidence_folder(config: pytest.Config) -> Path:
    given = _given(config, "--bars-evidence")
    if given is None:
        return config.rootpath / DEFAULT_EVIDENCE
    folder = config.invocation_params.dir / given
    try:
        is_file = folder.exists() and not folder.is_dir()
    except OSError as error:
        why = error.strerror
        raise pytest.UsageError(
            f"--bars-evidence: no such folder can be: {why}."
        ) from None
    if is_file:
        raise pytest.UsageError(f"--bars-evidence: {given} is a file; name a folder.")
    return folder


def _given(config: pytest.Config, option: str) -> str | None:
    """Return what an option says, or None where it is absent.

    Empty it is most likely an unset variable of a pipeline, which must not turn a
    stage into a rehearsal.
    """
    value: str | None = config.getoption(option)
    if value is not None and not value.strip():
        raise pytest.UsageError(
            f"{option}: expected a value, found none. "
            "Give one, or leave the option out."
        )
    return value


def _assignment(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals or not name:
        raise pytest.UsageError(
            f"--bars-set: expected NAME=VALUE, found {text!r}. "
            "NAME is a variable the plan declares in vars."
        )
    return name, value
