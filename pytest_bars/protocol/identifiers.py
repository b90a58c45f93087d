"""Systems of identifiers and codes that BaRS uses.

Source: BaRS guide, Build, CodeSystem (2025-05-31); BaRS API specification 1.0.0,
schemas of the identity headers; FHIR R4 (4.0.1), terminology.
"""

from typing import Final

DOS_SERVICE_ID: Final = "https://fhir.nhs.uk/Id/dos-service-id"
NHS_NUMBER: Final = "https://fhir.nhs.uk/Id/nhs-number"
ODS_CODE: Final = "https://fhir.nhs.uk/Id/ods-organization-code"
SDS_ROLE_PROFILE_ID: Final = "https://fhir.nhs.uk/Id/sds-role-profile-id"
SNOMED_CT: Final = "http://snomed.info/sct"

MESSAGE_EVENTS: Final = "https://fhir.nhs.uk/CodeSystem/message-events-bars"
MESSAGE_REASONS: Final = "https://fhir.nhs.uk/CodeSystem/message-reason-bars"
MESSAGE_CATEGORIES: Final = (
    "https://fhir.nhs.uk/CodeSystem/message-category-servicerequest"
)
USE_CASE_CATEGORIES: Final = "https://fhir.nhs.uk/CodeSystem/usecases-categories-bars"

# The published system, the spelling on the wire (the proxy and most examples), and
# what three errors of the proxy carry instead.
HTTP_ERROR_CODES: Final = "https://fhir.nhs.uk/CodeSystem/http-error-codes"
HTTP_ERROR_CODES_ON_THE_WIRE: Final = "https://fhir.nhs.uk/Codesystem/http-error-codes"
OPERATION_OUTCOME_VALUE_SET: Final = "http://hl7.org/fhir/ValueSet/operation-outcome"

MESSAGE_DEFINITIONS: Final = "https://fhir.nhs.uk/MessageDefinition/"


def is_error_code_system(system: str) -> bool:
    """Say whether a coding system is one under which BaRS error codes are met.

    Compared without regard to case, as the sources spell it both ways.
    """
    return system.lower() in _ERROR_CODE_SYSTEMS


_ERROR_CODE_SYSTEMS = {
    HTTP_ERROR_CODES.lower(),
    OPERATION_OUTCOME_VALUE_SET.lower(),
}
