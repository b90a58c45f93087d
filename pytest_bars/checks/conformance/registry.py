"""Every rule of `conforms`, and the judging of a body by all of them."""

from typing import Final

from pytest_bars.checks.conformance.finding import Finding
from pytest_bars.checks.conformance.rules.codes import bars_codes
from pytest_bars.checks.conformance.rules.contacts import contacts_are_ranked
from pytest_bars.checks.conformance.rules.definition import (
    definition_is_known,
    definition_is_met,
)
from pytest_bars.checks.conformance.rules.focus import focus_is_root
from pytest_bars.checks.conformance.rules.header import (
    asynchronous_response,
    bundle_version,
    endpoints,
    event_and_reason,
)
from pytest_bars.checks.conformance.rules.last_updated import (
    has_last_updated,
    last_updated_moves,
)
from pytest_bars.checks.conformance.rules.nhs_number import check_digits
from pytest_bars.checks.conformance.rules.references import relative_references
from pytest_bars.checks.conformance.rules.structure import fhir_structure
from pytest_bars.checks.conformance.rules.use_case import (
    use_case_agrees,
    use_case_is_said,
    use_context_agrees,
)
from pytest_bars.checks.conformance.rules.verification import number_is_traced
from pytest_bars.checks.conformance.rules.workflow import workflow_exists
from pytest_bars.checks.conformance.subject import Rule, Subject
from pytest_bars.fhir.resources import resource_type

RULE_FUNCTIONS: Final[tuple[Rule, ...]] = (
    fhir_structure,
    relative_references,
    bars_codes,
    event_and_reason,
    endpoints,
    asynchronous_response,
    bundle_version,
    focus_is_root,
    workflow_exists,
    definition_is_known,
    definition_is_met,
    check_digits,
    number_is_traced,
    contacts_are_ranked,
    has_last_updated,
    last_updated_moves,
    use_case_is_said,
    use_case_agrees,
    use_context_agrees,
)


def judge_body(subject: Subject) -> tuple[Finding, ...]:
    """Return everything wrong with a body, in order of place; never raise.

    A resource of another type than expected is judged no further.
    """
    found = resource_type(subject.body)
    if found is not None and subject.expected not in {None, found}:
        return tuple(fhir_structure(subject))
    findings = {finding for rule in RULE_FUNCTIONS for finding in _found(rule, subject)}
    return tuple(sorted(findings, key=lambda finding: finding.order))


def _found(rule: Rule, subject: Subject) -> tuple[Finding, ...]:
    try:
        return tuple(rule(subject))
    except RecursionError:
        place = resource_type(subject.body) or "$"
        told = "nested too deeply to be checked."
        return (Finding("CF-STRUCTURE", place, told),)
