"""CF-STRUCTURE and its kin: what FHIR R4 itself says of a resource."""

from collections.abc import Iterator

from pytest_bars.checks.conformance.finding import Finding
from pytest_bars.checks.conformance.subject import Subject
from pytest_bars.fhir.validate import validate


def fhir_structure(subject: Subject) -> Iterator[Finding]:
    """Members, values, required codes, references and Bundles are as FHIR says."""
    for each in validate(subject.body, subject.expected):
        yield Finding(each.rule, each.location, each.message)
