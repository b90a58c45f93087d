"""What the user asked of a run, whoever asked: pytest or the command line."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

DEFAULT_PROFILE = "local"
DEFAULT_EVIDENCE = "bars-evidence"


@dataclass(frozen=True, slots=True)
class RunSettings:
    """What the user asked of a run.

    root: the project's root; paths are shown relative to it. profile: name for
    `--bars-env`. config: `bars.yaml`, or None to look for it in root. evidence: where
    run folders go. variables: `--bars-set`, values of declared `vars`. seed: makes
    generated ids and times reproducible; None draws one.
    """

    root: Path
    profile: str = DEFAULT_PROFILE
    config: Path | None = None
    evidence: Path = Path(DEFAULT_EVIDENCE)
    variables: Mapping[str, str] = field(default_factory=dict)
    operator: str | None = None
    seed: int | None = None
    allow_pending: bool = False
