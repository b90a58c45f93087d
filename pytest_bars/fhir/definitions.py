"""Names and code bindings of FHIR R4 (4.0.1) that are needed without its models.

Source: FHIR R4 (4.0.1), Resource Index; the element tables and required bindings of
the resources BaRS uses (Bundle, Appointment, ...), terminology pages.
"""

from collections.abc import Mapping
from typing import Final


def _codes(words: str) -> frozenset[str]:
    return frozenset(words.split())


RESOURCE_TYPES: Final = _codes(
    """
    Account ActivityDefinition AdverseEvent AllergyIntolerance Appointment
    AppointmentResponse AuditEvent Basic Binary BiologicallyDerivedProduct
    BodyStructure Bundle CapabilityStatement CarePlan CareTeam CatalogEntry
    ChargeItem ChargeItemDefinition Claim ClaimResponse ClinicalImpression
    CodeSystem Communication CommunicationRequest CompartmentDefinition Composition
    ConceptMap Condition Consent Contract Coverage CoverageEligibilityRequest
    CoverageEligibilityResponse DetectedIssue Device DeviceDefinition DeviceMetric
    DeviceRequest DeviceUseStatement DiagnosticReport DocumentManifest
    DocumentReference EffectEvidenceSynthesis Encounter Endpoint EnrollmentRequest
    EnrollmentResponse EpisodeOfCare EventDefinition Evidence EvidenceVariable
    ExampleScenario ExplanationOfBenefit FamilyMemberHistory Flag Goal
    GraphDefinition Group GuidanceResponse HealthcareService ImagingStudy
    Immunization ImmunizationEvaluation ImmunizationRecommendation
    ImplementationGuide InsurancePlan Invoice Library Linkage List Location Measure
    MeasureReport Media Medication MedicationAdministration MedicationDispense
    MedicationKnowledge MedicationRequest MedicationStatement MedicinalProduct
    MedicinalProductAuthorization MedicinalProductContraindication
    MedicinalProductIndication MedicinalProductIngredient
    MedicinalProductInteraction MedicinalProductManufactured
    MedicinalProductPackaged MedicinalProductPharmaceutical
    MedicinalProductUndesirableEffect MessageDefinition MessageHeader
    MolecularSequence NamingSystem NutritionOrder Observation ObservationDefinition
    OperationDefinition OperationOutcome Organization OrganizationAffiliation
    Parameters Patient PaymentNotice PaymentReconciliation Person PlanDefinition
    Practitioner PractitionerRole Procedure Provenance Questionnaire
    QuestionnaireResponse RelatedPerson RequestGroup ResearchDefinition
    ResearchElementDefinition ResearchStudy ResearchSubject RiskAssessment
    RiskEvidenceSynthesis Schedule SearchParameter ServiceRequest Slot Specimen
    SpecimenDefinition StructureDefinition StructureMap Subscription Substance
    SubstanceNucleicAcid SubstancePolymer SubstanceProtein
    SubstanceReferenceInformation SubstanceSourceMaterial SubstanceSpecification
    SupplyDelivery SupplyRequest Task TerminologyCapabilities TestReport TestScript
    ValueSet VerificationResult VisionPrescription
    """
)
_REQUEST = _codes("draft active on-hold revoked completed entered-in-error unknown")
_PUBLICATION = _codes("draft active retired unknown")
_EVENT = _codes(
    "preparation in-progress not-done on-hold stopped completed "
    "entered-in-error unknown"
)
_GENDER = _codes("male female other unknown")
_ENCOUNTER = _codes(
    "planned arrived triaged in-progress onleave finished "
    "cancelled entered-in-error unknown"
)
_PRIORITY = _codes("routine urgent asap stat")

CODES: Final[Mapping[str, Mapping[str, frozenset[str]]]] = {
    "Bundle": {
        "type": _codes(
            "document message transaction transaction-response batch "
            "batch-response history searchset collection"
        ),
    },
    "BundleEntrySearch": {
        "mode": _codes("match include outcome"),
    },
    "BundleEntryRequest": {
        "method": _codes("GET HEAD POST PUT DELETE PATCH"),
    },
    "MessageHeaderResponse": {
        "code": _codes("ok transient-error fatal-error"),
    },
    "OperationOutcomeIssue": {
        "severity": _codes("fatal error warning information"),
        "code": _codes(
            "invalid structure required value invariant security login "
            "unknown expired forbidden suppressed processing "
            "not-supported duplicate multiple-matches not-found deleted "
            "too-long code-invalid extension too-costly business-rule "
            "conflict transient lock-error no-store exception timeout "
            "incomplete throttled informational"
        ),
    },
    "Appointment": {
        "status": _codes(
            "proposed pending booked arrived fulfilled cancelled noshow "
            "entered-in-error checked-in waitlist"
        ),
    },
    "AppointmentParticipant": {
        "status": _codes("accepted declined tentative needs-action"),
        "required": _codes("required optional information-only"),
    },
    "Slot": {
        "status": _codes("busy free busy-unavailable busy-tentative entered-in-error"),
    },
    "ServiceRequest": {
        "status": _REQUEST,
        "intent": _codes(
            "proposal plan directive order original-order reflex-order "
            "filler-order instance-order option"
        ),
        "priority": _PRIORITY,
    },
    "Encounter": {
        "status": _ENCOUNTER,
    },
    "EncounterStatusHistory": {
        "status": _ENCOUNTER,
    },
    "EncounterLocation": {
        "status": _codes("planned active reserved completed"),
    },
    "EpisodeOfCare": {
        "status": _codes(
            "planned waitlist active onhold finished cancelled entered-in-error"
        ),
    },
    "CarePlan": {
        "status": _REQUEST,
        "intent": _codes("proposal plan order option"),
    },
    "CarePlanActivityDetail": {
        "status": _codes(
            "not-started scheduled in-progress on-hold completed "
            "cancelled stopped unknown entered-in-error"
        ),
    },
    "Patient": {
        "gender": _GENDER,
    },
    "PatientContact": {
        "gender": _GENDER,
    },
    "PatientLink": {
        "type": _codes("replaced-by replaces refer seealso"),
    },
    "Practitioner": {
        "gender": _GENDER,
    },
    "RelatedPerson": {
        "gender": _GENDER,
    },
    "Person": {
        "gender": _GENDER,
    },
    "Location": {
        "status": _codes("active suspended inactive"),
        "mode": _codes("instance kind"),
    },
    "Consent": {
        "status": _codes("draft proposed active rejected inactive entered-in-error"),
    },
    "ConsentProvision": {
        "type": _codes("deny permit"),
    },
    "Flag": {
        "status": _codes("active inactive entered-in-error"),
    },
    "Observation": {
        "status": _codes(
            "registered preliminary final amended corrected cancelled "
            "entered-in-error unknown"
        ),
    },
    "Communication": {
        "status": _EVENT,
        "priority": _PRIORITY,
    },
    "Procedure": {
        "status": _EVENT,
    },
    "Task": {
        "status": _codes(
            "draft requested received accepted rejected ready cancelled "
            "in-progress on-hold failed completed entered-in-error"
        ),
        "intent": _codes(
            "unknown proposal plan order original-order reflex-order "
            "filler-order instance-order option"
        ),
        "priority": _PRIORITY,
    },
    "MedicationStatement": {
        "status": _codes(
            "active completed entered-in-error intended stopped on-hold "
            "unknown not-taken"
        ),
    },
    "AllergyIntolerance": {
        "type": _codes("allergy intolerance"),
        "criticality": _codes("low high unable-to-assess"),
    },
    "Questionnaire": {
        "status": _PUBLICATION,
    },
    "QuestionnaireResponse": {
        "status": _codes("in-progress completed amended entered-in-error stopped"),
    },
    "DocumentReference": {
        "status": _codes("current superseded entered-in-error"),
        "docStatus": _codes("preliminary final amended entered-in-error"),
    },
    "Endpoint": {
        "status": _codes("active suspended error off entered-in-error test"),
    },
    "MessageDefinition": {
        "status": _PUBLICATION,
        "category": _codes("consequence currency notification"),
        "responseRequired": _codes("always on-error never on-success"),
    },
    "CapabilityStatement": {
        "status": _PUBLICATION,
        "kind": _codes("instance capability requirements"),
    },
    "CapabilityStatementRest": {
        "mode": _codes("client server"),
    },
    "CapabilityStatementRestResource": {
        "versioning": _codes("no-version versioned versioned-update"),
    },
    "CapabilityStatementRestResourceInteraction": {
        "code": _codes(
            "read vread update patch delete history-instance history-type "
            "create search-type"
        ),
    },
    "CapabilityStatementRestInteraction": {
        "code": _codes("transaction batch search-system history-system"),
    },
    "CapabilityStatementMessagingSupportedMessage": {
        "mode": _codes("sender receiver"),
    },
    "Narrative": {
        "status": _codes("generated extensions additional empty"),
    },
    "HumanName": {
        "use": _codes("usual official temp nickname anonymous old maiden"),
    },
    "ContactPoint": {
        "system": _codes("phone fax email pager url sms other"),
        "use": _codes("home work temp old mobile"),
    },
    "Address": {
        "use": _codes("home work temp old billing"),
        "type": _codes("postal physical both"),
    },
    "Identifier": {
        "use": _codes("usual official temp secondary old"),
    },
}
"""The codes of required bindings: type or element, member, codes.

The types BaRS messages, searches and conformance resources are made of; elements are
named as `BundleEntrySearch` for Bundle.entry.search.
"""
