"""The testing stages, in the order of a deployment."""

from enum import StrEnum
from typing import Final

_ALIASES: Final = {
    "production": "prod",
    "technical-go-live": "prod",
    "business-go-live": "prod-e2e",
}


class Stage(StrEnum):
    """A testing stage; its value is what plans and `--bars-env` say.

    Source: guide, Deploy, Key deployment activities (2025-05-31).
    """

    LOCAL = "local"
    SANDBOX = "sandbox"
    INT = "int"
    INT_ASSURANCE = "int-assurance"
    UAT = "uat"
    PROD = "prod"
    PROD_E2E = "prod-e2e"

    @classmethod
    def named(cls, name: str) -> "Stage | None":
        """Return the stage of that name or alias, or None."""
        try:
            return cls(_ALIASES.get(name, name))
        except ValueError:
            return None

    @property
    def label(self) -> str:
        """Return the name people use for the stage."""
        return _TITLES[self]

    @property
    def is_production(self) -> bool:
        """Say whether the stage runs on the Production API."""
        return self in {Stage.PROD, Stage.PROD_E2E}

    @property
    def is_counted(self) -> bool:
        """Say whether evidence of the stage can ever count towards a gate."""
        return self not in {Stage.LOCAL, Stage.SANDBOX}

    @property
    def is_strict(self) -> bool:
        """Say whether a pending or left-out test must turn pytest's exit code to 1."""
        return self.is_counted and self is not Stage.INT


_TITLES: Final = {
    Stage.LOCAL: "Rehearsal",
    Stage.SANDBOX: "API try-out",
    Stage.INT: "INT Development",
    Stage.INT_ASSURANCE: "INT Assurance",
    Stage.UAT: "UAT Testing",
    Stage.PROD: "Technical Go Live",
    Stage.PROD_E2E: "Business Go Live",
}
