"""The check `conforms`: FHIR R4, and the rules of BaRS.

What is checked, and what is not, is in docs/fhir-checks.md.
"""

from pytest_bars.checks.conformance.check import ConformsCheck

__all__ = ["ConformsCheck"]
