"""What every message of ours keeps: each law yields what is wrong with a message."""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Final

from pytest_bars.fhir.resources import resources_in
from pytest_bars.fhir.validate import validate
from pytest_bars.jsontypes import Json, JsonObject
from pytest_bars.protocol.identifiers import MESSAGE_CATEGORIES, USE_CASE_CATEGORIES
from pytest_bars.protocol.message_definitions import DEFINITIONS
from pytest_bars.protocol.messages import MessageRule, rules_for
from pytest_bars.protocol.use_cases import (
    application_of,
    parse_use_context,
    use_context,
)
from tests.payloads.application_laws import (
    incidents_are_described,
    journeys_are_named,
    pharmacies_are_told,
    places_can_be_found,
)
from tests.payloads.given import PATIENT
from tests.payloads.shipped import focus_of, objects, of_type, one, texts

Law = Callable[[JsonObject], Iterator[str]]
CODES: Final[Mapping[str, Mapping[str, str]]] = json.loads(
    (Path(__file__).parent / "data" / "codes.json").read_text("utf-8")
)["systems"]
# What a message may name that is not in it: a booking or referral at the Receiver, and
# the journey of the patient, which no message carries.
OUTSIDE: Final = re.compile(
    r"(Appointment|ServiceRequest|EpisodeOfCare)/[A-Za-z0-9.-]{1,64}"
)
# Source: BaRS guide, Application 6 (1.0.0-beta.4), Payloads for Responses; Core's
# pseudo code has no rule for it.
APPLICATION_6: Final = ("servicerequest-response", "new", "active", "referral")
FOCUS: Final = {
    "bars-message-booking-request": "Appointment",
    "bars-message-booking-request-cancelled": "Appointment",
    "bars-message-servicerequest-response-referral-short": "Encounter",
    "bars-message-servicerequest-response-validation-full": "Encounter",
    "bars-message-servicerequest-response-validation-interim": "Encounter",
}
"""By definition; ServiceRequest for the others. Source: Applications 4, 6, Payloads."""


def valid_fhir(body: JsonObject) -> Iterator[str]:
    """It is valid FHIR R4B."""
    yield from (str(violation) for violation in validate(body, "Bundle"))


def references_resolve(body: JsonObject) -> Iterator[str]:
    """Each reference leads to an entry, or to one of the things outside a message."""
    urls = list(texts(body, "fullUrl"))
    yield from (f"{url} stands twice" for url in set(urls) if urls.count(url) > 1)
    for reference in texts(body, "reference"):
        if reference not in urls and not OUTSIDE.fullmatch(reference):
            yield f"{reference} leads nowhere"


def codes_are_official(body: JsonObject) -> Iterator[str]:
    """Each coding is one that the facts have, with its display."""
    for coding in objects(body):
        system, code = coding.get("system"), coding.get("code")
        if not isinstance(system, str) or ("value" in coding and "code" not in coding):
            continue
        display = CODES.get(system, {}).get(str(code))
        if display is None:
            yield f"{system} has no {code}"
        elif coding.get("display", display) != display:
            yield f"{code} is {display}"


def patient_is_the_param(body: JsonObject) -> Iterator[str]:
    """The one Patient is who the plan handed over, wholly."""
    patient = one(body, "Patient")
    shown = {
        "nhs_number": next(texts(patient["identifier"], "value"), None),
        "family": next(texts(patient["name"], "family"), None),
        "birth_date": patient.get("birthDate"),
        "gender": patient.get("gender"),
        "postcode": next(texts(patient["address"], "postalCode"), None),
    }
    yield from (
        f"{key} is not the param's" for key in shown if shown[key] != PATIENT[key]
    )


def holds_what_its_definition_asks(body: JsonObject) -> Iterator[str]:
    """MessageHeader.definition is published, of the event, and the counts are right."""
    header = one(body, "MessageHeader")
    definition = DEFINITIONS.get(str(header["definition"]))
    if definition is None or definition.event != _event(body):
        yield f"{header['definition']} is no definition of the event"
        return
    kinds = [str(resource["resourceType"]) for resource in resources_in(body)]
    asked = {focus.resource_type: focus for focus in definition.focus}
    yield from (f"{kind} is not in it" for kind in kinds if kind not in asked)
    for kind, focus in asked.items():
        most = len(kinds) if focus.most is None else focus.most
        if not focus.least <= kinds.count(kind) <= most:
            yield f"{kinds.count(kind)} {kind}, not {focus.least} to {focus.most}"


def forms_a_workflow(body: JsonObject) -> Iterator[str]:
    """Event, reason, statuses, category and focus are a combination of the guide."""
    name = str(one(body, "MessageHeader")["definition"]).rpartition("/")[2]
    wanted = FOCUS.get(name, "ServiceRequest")
    if focus_of(body).get("resourceType") != wanted:
        yield f"the focus must be {wanted}"
    subject = _subject(body)
    found = (_event(body), _reason(body), str(subject["status"]), _category(subject))
    application = application_of(next(_use_cases(body), ""))
    rules = [
        rule
        for rule in rules_for(*found[:2])
        if found[2] in rule.statuses and found[3] == rule.category
        if not rule.applications or application in rule.applications
    ]
    if not rules and found != APPLICATION_6:
        yield f"{found} is no workflow of Application {application}"
    faults = [list(_assessment(rule, body)) for rule in rules]
    yield from min(faults, key=len, default=[])


def _assessment(rule: MessageRule, body: JsonObject) -> Iterator[str]:
    """Yield statuses of the CarePlan and the focal Encounter that the rule lacks."""
    focus = focus_of(body)
    is_focal = focus.get("resourceType") == "Encounter"
    encounters = [focus] if is_focal else of_type(body, "Encounter")
    for wanted, found in (
        (rule.careplan, of_type(body, "CarePlan")),
        (rule.encounter, encounters),
    ):
        for resource in found:
            if wanted and resource["status"] not in wanted:
                yield f"{resource['resourceType']} must be {sorted(wanted)}"


def use_case_is_published(body: JsonObject) -> Iterator[str]:
    """It is a code of the categories, fit for use-context; Application 7 has none."""
    subject = _subject(body)
    found = list(_use_cases(body))
    if subject["resourceType"] == "ServiceRequest" and len(found) != 1:
        yield "a ServiceRequest says its use case once"
    for code in found:
        message = _category(subject) or str(subject["status"])
        header = use_context(code, message, _event(body), _reason(body))
        if application_of(code) is None or str(parse_use_context(header)) != header:
            yield f"{header} is no use-context"


def says_when_it_was_updated(body: JsonObject) -> Iterator[str]:
    """Source: guide, Core, BaRS FHIR usage: meta.lastUpdated on every resource."""
    for resource in (body, *resources_in(body)):
        if list(texts(resource.get("meta"), "lastUpdated")) != ["2026-11-23T08:30:00Z"]:
            yield f"{resource['resourceType']} lacks lastUpdated"


def contacts_are_ranked(body: JsonObject) -> Iterator[str]:
    """Source: guide, every Application, Contacts: exactly one is ranked 1, by phone."""
    contacts = one(body, "Patient").get("contact")
    ranks = [
        o["valuePositiveInt"] for o in objects(contacts) if "valuePositiveInt" in o
    ]
    phones = [o.get("rank") for o in objects(contacts) if o.get("system") == "phone"]
    if ranks.count(1) != 1 or phones.count(1) != 1:
        yield f"contacts {ranks}, phones {phones}: not one each that is ranked 1"


def answers_name_their_request(body: JsonObject) -> Iterator[str]:
    """Source: guide, Applications 4 and 6: response.identifier is the Bundle.id."""
    response = one(body, "MessageHeader").get("response")
    wanted = {"identifier": "request-1", "code": "ok"}
    if response != (wanted if _event(body).endswith("-response") else None):
        yield f"response is {response}"


LAWS: Final[tuple[Law, ...]] = (
    valid_fhir,
    references_resolve,
    codes_are_official,
    patient_is_the_param,
    holds_what_its_definition_asks,
    forms_a_workflow,
    use_case_is_published,
    says_when_it_was_updated,
    contacts_are_ranked,
    answers_name_their_request,
    journeys_are_named,
    places_can_be_found,
    incidents_are_described,
    pharmacies_are_told,
)


def _event(body: JsonObject) -> str:
    return next(texts(one(body, "MessageHeader")["eventCoding"], "code"))


def _reason(body: JsonObject) -> str:
    return next(texts(one(body, "MessageHeader")["reason"], "code"))


def _use_cases(body: JsonObject) -> Iterator[str]:
    for coding in objects(_subject(body)):
        if coding.get("system") == USE_CASE_CATEGORIES:
            yield str(coding.get("code"))


def _subject(body: JsonObject) -> JsonObject:
    """Return the ServiceRequest, or the Appointment of a booking message."""
    booking = _event(body).startswith("booking")
    return one(body, "Appointment" if booking else "ServiceRequest")


def _category(subject: JsonObject) -> str | None:
    coded: Json = subject.get("category")
    found = [o for o in objects(coded) if o.get("system") == MESSAGE_CATEGORIES]
    return str(found[0]["code"]) if found else None
