"""Required bindings of elements within resources and of data types.

Those of the resources themselves are in `definitions`. Source: FHIR R4 (4.0.1), element
tables and terminology pages: item-type, event-timing, days-of-week, and the others.
"""

from collections.abc import Mapping
from typing import Final

from pytest_bars.fhir.definitions import CODES, RESOURCE_TYPES


def _codes(words: str) -> frozenset[str]:
    return frozenset(words.split())


_DAYS: Final = _codes("mon tue wed thu fri sat sun")
_UNITS_OF_TIME: Final = _codes("s min h d wk mo a")
# The value set of resource types has the abstract ones too.
_TYPES: Final = RESOURCE_TYPES | {"Resource", "DomainResource"}
_COMPARATOR: Final = {"comparator": _codes("< <= >= >")}

_ELEMENT_CODES: Final[Mapping[str, Mapping[str, frozenset[str]]]] = {
    "Quantity": _COMPARATOR,
    "Age": _COMPARATOR,
    "Count": _COMPARATOR,
    "Distance": _COMPARATOR,
    "Duration": _COMPARATOR,
    "TimingRepeat": {
        "dayOfWeek": _DAYS,
        "durationUnit": _UNITS_OF_TIME,
        "periodUnit": _UNITS_OF_TIME,
        "when": _codes(
            "MORN MORN.early MORN.late NOON AFT AFT.early AFT.late EVE EVE.early "
            "EVE.late NIGHT PHS HS WAKE C CM CD CV AC ACM ACD ACV PC PCM PCD PCV"
        ),
    },
    "PractitionerRoleAvailableTime": {"daysOfWeek": _DAYS},
    "HealthcareServiceAvailableTime": {"daysOfWeek": _DAYS},
    "LocationHoursOfOperation": {"daysOfWeek": _DAYS},
    "AllergyIntolerance": {
        "category": _codes("food medication environment biologic"),
    },
    "AllergyIntoleranceReaction": {"severity": _codes("mild moderate severe")},
    "CarePlanActivityDetail": {
        "kind": _codes(
            "Appointment CommunicationRequest DeviceRequest MedicationRequest "
            "NutritionOrder Task ServiceRequest VisionPrescription"
        ),
    },
    "ConsentProvisionData": {
        "meaning": _codes("instance related dependents authoredby"),
    },
    "DocumentReferenceRelatesTo": {
        "code": _codes("replaces transforms signs appends"),
    },
    "EpisodeOfCareStatusHistory": {
        "status": _codes(
            "planned waitlist active onhold finished cancelled entered-in-error"
        ),
    },
    "Questionnaire": {"subjectType": _TYPES},
    "QuestionnaireItem": {
        "type": _codes(
            "group display question boolean decimal integer date dateTime time string "
            "text url choice open-choice attachment reference quantity"
        ),
        "enableBehavior": _codes("all any"),
    },
    "QuestionnaireItemEnableWhen": {"operator": _codes("exists = != > < >= <=")},
    "MessageDefinitionFocus": {"code": _TYPES},
    "CapabilityStatementDocument": {"mode": _codes("producer consumer")},
    "CapabilityStatementRestResource": {
        "type": _TYPES,
        "conditionalRead": _codes(
            "not-supported modified-since not-match full-support"
        ),
        "conditionalDelete": _codes("not-supported single multiple"),
        "referencePolicy": _codes("literal logical resolves enforced local"),
    },
    "CapabilityStatementRestResourceSearchParam": {
        "type": _codes(
            "number date string token reference composite quantity uri special"
        ),
    },
}


def required_codes(owner: str, member: str) -> frozenset[str]:
    """Return the codes of a required binding; empty where none is known.

    owner: a type, or an element as `BundleEntrySearch` for Bundle.entry.search.
    """
    for bindings in (CODES, _ELEMENT_CODES):
        found = bindings.get(owner, {}).get(member)
        if found is not None:
            return found
    return frozenset()
