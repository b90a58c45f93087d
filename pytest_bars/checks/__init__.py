"""The kinds of check a plan may have."""

from pytest_bars.checks.body import BodyCheck
from pytest_bars.checks.conformance import ConformsCheck
from pytest_bars.checks.duration import DurationCheck
from pytest_bars.checks.fhirpath import FhirPathCheck
from pytest_bars.checks.headers import HeaderCheck
from pytest_bars.checks.operation_outcome import OutcomeCheck
from pytest_bars.checks.resource import ResourceCheck
from pytest_bars.checks.status import StatusCheck
from pytest_bars.plan.model import Check


def default_checks() -> tuple[type[Check], ...]:
    """Return the kinds of check this package brings."""
    return (
        StatusCheck,
        HeaderCheck,
        FhirPathCheck,
        ConformsCheck,
        OutcomeCheck,
        ResourceCheck,
        BodyCheck,
        DurationCheck,
    )
