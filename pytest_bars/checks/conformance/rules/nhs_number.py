"""CF-NHS-NUMBER: ten digits with the right check digit; the number is never shown.

Source: NHS Data Dictionary, NHS NUMBER (modulus 11).
"""

from collections.abc import Iterator

from pytest_bars.checks.conformance.finding import Finding
from pytest_bars.checks.conformance.reading import objects
from pytest_bars.checks.conformance.subject import Subject
from pytest_bars.fhir.resources import resource_type
from pytest_bars.masking import is_nhs_number
from pytest_bars.protocol.identifiers import NHS_NUMBER


def check_digits(subject: Subject) -> Iterator[Finding]:
    """Every identifier under the NHS number's system is an NHS number."""
    for place, found in objects(subject.body, resource_type(subject.body) or "$"):
        value = found.get("value")
        if found.get("system") != NHS_NUMBER or "value" not in found:
            continue
        if not isinstance(value, str) or not is_nhs_number(value):
            told = "no NHS number: expected ten digits with the right check digit."
            yield Finding("CF-NHS-NUMBER", f"{place}.value", told)
