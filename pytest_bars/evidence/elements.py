"""Which FHIR elements may be kept, as data: default deny.

`Bundle`, `Appointment` and every type not named here are *closed*: of them only the
leaves of `KEPT_LEAVES` are kept. *Open* types describe services and messages, never
a person, and keep what is not denied everywhere. Of *person* types nothing is kept
but ids. *Valued* types are closed, and their values are denied as well.
"""

import re
from collections.abc import Iterable
from enum import Enum
from functools import lru_cache
from typing import Final

from pytest_bars.evidence.words import words


class Policy(Enum):
    """How the elements of a resource are treated."""

    OPEN = "open"
    CLOSED = "closed"
    PERSON = "person"
    VALUED = "valued"


OPEN_TYPES: Final = words(
    "CapabilityStatement CodeSystem Device Endpoint HealthcareService MessageDefinition"
    " OperationOutcome Organization StructureDefinition ValueSet"
)
PERSON_TYPES: Final = words("Patient Person Practitioner RelatedPerson")
VALUED_TYPES: Final = words("Observation QuestionnaireResponse")

DENIED_EVERYWHERE: Final = words("""
    address attachment birthDate comment comments contact data deceasedDateTime div
    note patientInstruction photo position presentedForm signature telecom text
    valueAddress valueAnnotation valueAttachment valueBase64Binary valueContactPoint
    valueHumanName valueMarkdown valueSignature
    """)
KEPT_LEAVES: Final = words("""
    active authoredOn code contentType created definition
    doNotPerform effectiveDateTime end endpoint etag eventUri fullUrl id
    ifMatch implicitRules intent issued language lastModified lastUpdated linkId
    method minutesDuration mode occurrenceDateTime priority profile questionnaire
    rank recorded reference relation required resourceType sequence severity
    source start status system timestamp total type url use userSelected valueCanonical
    valueCode valueId valueInstant valueOid valueUri valueUrl valueUuid version
    versionId
    """)
MESSAGE_TYPES: Final = frozenset({"MessageHeader", "Parameters"})
MESSAGE_LEAVES: Final = KEPT_LEAVES | {"identifier", "name", "software"}
VALUED_LEAVES: Final = frozenset(
    leaf for leaf in KEPT_LEAVES if not leaf.startswith("value")
)
PERSON_LEAVES: Final = words("active id reference resourceType type url")

# Leaves of removed elements that are looked for everywhere else from then on.
LEARNT_LEAVES: Final = words("""
    birthDate birthdate birth_date deceasedDateTime family given line name nhs_number
    postalCode postcode value valueAddress valueHumanName valueString
    """)
# Elements whose own `text` is a name or an address as well.
NAMED_TEXT: Final = words("address name valueAddress valueHumanName")
# Below a removed element these stay when they are plain codes, to show what was there.
CODE_LEAVES: Final = words("contentType rank status system type url use")
_CODE = re.compile(r"[a-z][a-z0-9/+-]{0,30}|https?://[A-Za-z0-9./_-]{1,120}")

NHS_NUMBER_SYSTEM: Final = "https://fhir.nhs.uk/Id/nhs-number"
PUBLIC_SYSTEMS: Final = frozenset(
    {
        "https://fhir.nhs.uk/Id/dos-service-id",
        "https://fhir.nhs.uk/id/dos-service-id",
        "https://fhir.nhs.uk/Id/ods-organization-code",
        "https://fhir.nhs.uk/Id/ods-site-code",
        "https://fhir.nhs.uk/Id/product-id",
    }
)
IDENTIFIER_KEYS: Final = frozenset({"identifier", "valueIdentifier"})
NHS_NUMBER_KEYS: Final = frozenset({"nhs_number", "nhsNumber"})
UUID = re.compile(r"(?:urn:uuid:)?[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}")

# JSON that is no FHIR resource: our own records, error bodies, token answers.
_SECRET_KEYS: Final = words("""
    accesstoken apikey assertion authorization clientassertion clientsecret cookie
    idtoken passphrase passwd password privatekey proxyauthorization pwd refreshtoken
    secret setcookie signature token xapikey
    """)
_PERSON_KEYS: Final = words("""
    address addressline birthdate dateofbirth dob email emailaddress family familyname
    firstname forename given givenname homephone lastname maidenname mobilephone
    nhsnumber phone phonenumber postalcode postcode surname telecom telephone
    """)
_URL_KEYS: Final = frozenset({"baseurl", "location", "path", "url"})
_SHAPE_KEYS: Final = words(
    "family given nhs_number nhsNumber birthDate birth_date dateOfBirth surname"
)
PERSON_SHAPE_KEPT: Final = words("alias resourceType system use")
# Names of our own in records: no learned name may change them.
MACHINE_KEYS: Final = words("""
    attribution by case code correlation_id digest entry exchange exchanges kind method
    outcome plan process profile project ref request_id resource_type run_id severity
    stage status step system test type undo use workflows
    """)
# Whole numbers of our own that may look like an NHS number and are none.
NUMBER_KEYS: Final = frozenset({"seed"})
_SECRET_HEADERS: Final = words("""
    api-key apikey authorization cookie proxy-authorization set-cookie x-access-token
    x-api-key x-auth-token x-client-cert
    """)
_IDENTITY_HEADER: Final = "nhsd-"
_TARGET_HEADER: Final = "nhsd-target-identifier"
_URL_HEADERS: Final = frozenset({"content-location", "location", "referer"})
_PARTS = re.compile(r"[.:]")
_PERSON_PARAMETERS: Final = words("""
    _content _filter _text address address-city address-postalcode birthdate email
    family given identifier name nhs-number nhsnumber phone postcode telecom
    """)


class KeyRule(Enum):
    """What a key of plain JSON says of its value."""

    PLAIN = "plain"
    SECRET = "secret"  # noqa: S105 - a rule, not a password
    PERSON = "person"
    URL = "url"
    ODD = "odd"  # the key may itself be personal


class HeaderRule(Enum):
    """What an HTTP header's name says of its value."""

    PLAIN = "plain"
    SECRET = "secret"  # noqa: S105 - a rule, not a password
    TARGET = "target"
    IDENTITY = "identity"
    URL = "url"


@lru_cache(maxsize=1024)
def header_rule(name: str) -> HeaderRule:
    """Return what a header's name says of its value."""
    lower = name.strip().lower()
    if lower in _SECRET_HEADERS:
        return HeaderRule.SECRET
    if lower.startswith(_IDENTITY_HEADER):
        is_target = lower == _TARGET_HEADER
        return HeaderRule.TARGET if is_target else HeaderRule.IDENTITY
    return HeaderRule.URL if lower in _URL_HEADERS else HeaderRule.PLAIN


HIDING: Final = frozenset({KeyRule.PERSON, KeyRule.SECRET})


@lru_cache(maxsize=4096)
def key_rule(key: str) -> KeyRule:
    """Return what a key of plain JSON says of its value, however it is spelt."""
    folded = key.replace("_", "").replace("-", "").lower()
    if folded in _SECRET_KEYS:
        return KeyRule.SECRET
    if folded in _PERSON_KEYS:
        return KeyRule.PERSON
    if folded in _URL_KEYS:
        return KeyRule.URL
    is_plain = folded.isalpha() and folded.isascii() and not key[0].isupper()
    return KeyRule.PLAIN if is_plain else KeyRule.ODD


def is_member_name(key: str) -> bool:
    """Say whether a key is as FHIR and we name members: no capital, letters only."""
    return key.isalpha() and key[0].islower()


def is_person_shaped(keys: Iterable[str]) -> bool:
    """Say whether an object's keys are those of a person or a name."""
    return not _SHAPE_KEYS.isdisjoint(keys)


def policy_of(resource_type: str) -> Policy:
    """Return how resources of a type are treated."""
    if resource_type in PERSON_TYPES:
        return Policy.PERSON
    if resource_type in OPEN_TYPES:
        return Policy.OPEN
    return Policy.VALUED if resource_type in VALUED_TYPES else Policy.CLOSED


def is_code(text: str) -> bool:
    """Say whether a text is a plain code or URI, which may show what was removed."""
    return _CODE.fullmatch(text) is not None


def is_person_parameter(name: str) -> bool:
    """Say whether a search parameter may name a person.

    name: decoded, such as `patient:Patient.identifier`.
    """
    return any(
        part in _PERSON_PARAMETERS or key_rule(part) in HIDING
        for part in _PARTS.split(name.lower())
    )
