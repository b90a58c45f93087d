"""The rules `conforms` judges a body by: stable ids, what each demands, and by whom.

Requirement ids are those of the catalogue (BaRS guide, 2025-05-31).
"""

from dataclasses import dataclass
from types import MappingProxyType
from typing import Final


@dataclass(frozen=True, slots=True)
class ConformanceRule:
    """A rule by its stable id.

    says: what must hold. source: who demands it. is_advice: what breaks it is shown as
    a warning and fails nothing, as the sources leave it open.
    """

    id: str
    says: str
    source: str
    is_advice: bool = False


_FHIR: Final = "FHIR R4 (4.0.1)"
_CORE: Final = "Core 1.2.2, Standard-Pattern-Composite-Messages"
_LISTED: Final = (
    ConformanceRule("CF-JSON", "The body is JSON", f"{_FHIR}, JSON representation"),
    ConformanceRule("CF-TYPE", "It is the resource type asked for", "the plan"),
    ConformanceRule(
        "CF-STRUCTURE",
        "Members, their number, and the form of every value are those of the type",
        _FHIR,
    ),
    ConformanceRule(
        "CF-CODE-REQUIRED",
        "A code is of its required binding",
        f"{_FHIR}, required bindings",
    ),
    ConformanceRule(
        "CF-INVARIANT",
        "app-1, app-2, app-3, cpt-2, ext-1, org-1, pat-1 and per-1 hold",
        f"{_FHIR}, constraints of the types",
    ),
    ConformanceRule(
        "CF-BUNDLE",
        "fullUrl is absolute and only once; an entry of a message holds a resource, "
        "the first a MessageHeader",
        f"{_FHIR}, Bundle, invariants; Messaging, 2.4.1",
    ),
    ConformanceRule(
        "CF-REF-FORM",
        "A reference is #id, Type/id or an absolute URL",
        f"{_FHIR}, References, 2.3.0.1",
    ),
    ConformanceRule(
        "CF-REF-RESOLVES",
        "#id leads to a contained resource; in a message, a urn: leads to an entry, "
        "and so does Type/id of a type the MessageDefinition requires",
        f"{_FHIR}, Bundle, 2.36.4.1; References, 2.3.0.2",
    ),
    ConformanceRule(
        "CF-REF-TYPE",
        "A reference leads to a type allowed there",
        f"{_FHIR}, definitions of the resources",
    ),
    ConformanceRule(
        "CF-CODE-BARS",
        "A code under a code system of BaRS is one of its codes",
        "BaRS code systems; nfr-conformance-1",
    ),
    ConformanceRule(
        "CF-CODE-EXAMPLE",
        "A code of AMPDS or NHS Pathways is among the examples published",
        "BaRS code systems, of which these hold examples only",
        is_advice=True,
    ),
    ConformanceRule(
        "CF-MESSAGE-CODES",
        "Event and reason are given by the code systems of BaRS",
        "Core 1.2.2, Bundle-Processing, pseudo code",
    ),
    ConformanceRule(
        "CF-FOCUS",
        "focus leads to one entry, of the type the event is about",
        f"{_CORE} (core-msg-7); Applications 1 to 7, workflow tables",
    ),
    ConformanceRule(
        "CF-WORKFLOW",
        "Event, reason, category and status of the focus form a workflow",
        "Core 1.2.2, Bundle-Processing, pseudo code; Applications 3, 4 and 6",
    ),
    ConformanceRule(
        "CF-STATUS",
        "CarePlan and Encounter have a status the workflow allows",
        "Core 1.2.2, Bundle-Processing, pseudo code; Applications 3, 4 and 6",
    ),
    ConformanceRule(
        "CF-STATUS-DISPUTED",
        "The statuses are those of Core, not only of an Application",
        "Core 1.2.2, pseudo code, against text and examples of Applications 4 and 6",
        is_advice=True,
    ),
    ConformanceRule(
        "CF-DEFINITION",
        "The message names a MessageDefinition that BaRS publishes",
        f"{_CORE} (core-msg-6); MessageDefinitions",
    ),
    ConformanceRule(
        "CF-DEFINITION-FITS",
        "The MessageDefinition is the one of this event, category and status, and the "
        "one the Receiver advertises",
        "Applications 1 to 7, workflow tables; core-msg-6",
    ),
    ConformanceRule(
        "CF-DEFINITION-COUNT",
        "There are as many resources of each type as the MessageDefinition says",
        "MessageDefinition.focus, min and max (core-msg-6)",
    ),
    ConformanceRule(
        "CF-DEFINITION-RESOURCE",
        "There is no resource of a type the MessageDefinition does not list",
        "MessageDefinition.focus, code (core-msg-6)",
    ),
    ConformanceRule(
        "CF-ENDPOINT",
        "source.endpoint can be a Target Identifier; destination names endpoint and "
        "receiving Organization",
        f"{_CORE} (core-msg-2, core-msg-3)",
    ),
    ConformanceRule(
        "CF-RESPONSE",
        "An asynchronous response names the Bundle it answers, with code ok",
        f"{_CORE} (core-msg-8)",
    ),
    ConformanceRule(
        "CF-VERSION",
        "The Bundle of a message has meta.versionId",
        "Failure-Scenarios, Bundle.meta.versionId absent",
    ),
    ConformanceRule(
        "CF-LAST-UPDATED",
        "Every resource has meta.lastUpdated",
        "Core 1.2.2, BaRS-FHIR-Usage (nfr-lastupdated-1)",
    ),
    ConformanceRule(
        "CF-LAST-UPDATED-MOVES",
        "lastUpdated moves forward where content changed, and only there",
        "Core 1.2.2, BaRS-FHIR-Usage (nfr-lastupdated-1)",
    ),
    ConformanceRule(
        "CF-NHS-NUMBER",
        "An NHS number has ten digits and the right check digit",
        "NHS Data Dictionary, NHS NUMBER",
    ),
    ConformanceRule(
        "CF-NHS-STATUS",
        "A Sender gives an NHS number only with a verification status allowed",
        "appN-booking, appN-referral: Applications 1 and 2 verified, 5 and 7 also "
        "present but not traced",
    ),
    ConformanceRule(
        "CF-CONTACT",
        "A new request has a contact that can be phoned; every contact has a method",
        "appN-contact-1, appN-contact-3",
    ),
    ConformanceRule(
        "CF-CONTACT-RANK",
        "Every contact is ranked, exactly one first",
        "appN-contact-2",
    ),
    ConformanceRule(
        "CF-METHOD-RANK",
        "Every method of a contact is ranked, exactly one first",
        "appN-contact-3",
    ),
    ConformanceRule(
        "CF-USE-CASE",
        "A referral or validation says its use case, by category",
        f"{_CORE} (core-msg-9)",
    ),
    ConformanceRule(
        "CF-USE-CASE-AGREES",
        "The use case is one the Receiver advertises, and the one asked about",
        f"{_CORE} (core-msg-9)",
    ),
    ConformanceRule(
        "CF-USE-CONTEXT",
        "use-context says what the message says",
        "Core 1.2.2, End-to-end-workflow, use-context (preview)",
    ),
)
RULES: Final = MappingProxyType({rule.id: rule for rule in _LISTED})
"""Every rule, by id."""
NEVER_ACCEPTED: Final = frozenset({"CF-TYPE"})
"""Rules no profile can accept: of a body of another type, nothing has been judged."""
