"""What BaRS takes from UK Core: extensions of Patient and the codes in them.

Source: UK Core, Extension-UKCore-NHSNumberVerificationStatus with its code system, and
Extension-UKCore-ContactRank, as the BaRS payloads have them (2025-05-31).
"""

from typing import Final

_EXTENSION: Final = "https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-"
NUMBER_STATUS_EXTENSION: Final = f"{_EXTENSION}NHSNumberVerificationStatus"
NUMBER_STATUS: Final = (
    "https://fhir.hl7.org.uk/CodeSystem/UKCore-NHSNumberVerificationStatus"
)
VERIFIED: Final = "number-present-and-verified"
NOT_TRACED: Final = "number-present-but-not-traced"
CONTACT_RANK_EXTENSION: Final = f"{_EXTENSION}ContactRank"
