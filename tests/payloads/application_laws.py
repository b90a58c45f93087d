"""What the Applications ask of the messages that are theirs."""

from collections.abc import Iterator
from typing import Final

from pytest_bars.jsontypes import Json, JsonObject
from tests.payloads.shipped import of_type, one, resource_at, texts

FOUND_BY: Final = {"UPRN", "eastings", "what3words", "PAF"}
BODY_MASS_INDEX: Final = "60621009"


def journeys_are_named(body: JsonObject) -> Iterator[str]:
    """A first request names the journey and the Sender's own case.

    Source: guide, Applications 1 to 6, Payloads, Encounter Resource.
    """
    header = one(body, "MessageHeader")
    is_first = "new" in texts(header["reason"], "code")
    if not is_first or "servicerequest-request" not in texts(header, "code"):
        return
    encounter = one(body, "Encounter")
    reference = next(texts(encounter.get("episodeOfCare"), "reference"), "")
    if not reference.startswith("EpisodeOfCare/"):
        yield "Encounter.episodeOfCare names no journey"
    if not list(texts(encounter.get("identifier"), "value")):
        yield "Encounter.identifier names no case"


def places_can_be_found(body: JsonObject) -> Iterator[str]:
    """Source: guide, Applications 3, 4 and 6, Location: one such extension at least."""
    for place in of_type(body, "Location"):
        if not set(texts(place.get("extension"), "url")) & FOUND_BY:
            yield f"{place.get('name')} has neither property nor co-ordinates"


def incidents_are_described(body: JsonObject) -> Iterator[str]:
    """Applications 3, 4 and 6 say place, scene, clock start and priority.

    Source: guide, Applications 3, 4 and 6, Scope and Requirements.
    """
    if not of_type(body, "CarePlan") or not _is_of(body, "a3", "a4", "a6"):
        return
    scenes = [f for f in of_type(body, "Flag") if "SS" in texts(f["category"], "code")]
    about = [resource_at(body, next(texts(f["subject"], "reference"))) for f in scenes]
    if ["ILOC" in texts(place.get("type"), "code") for place in about] != [True]:
        yield "one scene safety flag is about the place of the incident"
    plan = one(body, "CarePlan")
    if not list(texts(plan.get("period"), "start")):
        yield "CarePlan.period.start is missing"
    if not any(s.endswith("/arp-priority-codes") for s in texts(plan, "system")):
        yield "the priority is missing"


def pharmacies_are_told(body: JsonObject) -> Iterator[str]:
    """Application 5 says problem, service, urgency, who refers, and body mass index.

    Source: guide, Application 5 (1.1.2), Scope and Requirements, Payloads.
    """
    if not of_type(body, "CarePlan") or not _is_of(body, "a5"):
        return
    task, condition = of_type(body, "Task"), of_type(body, "Condition")
    if len(task) != 1 or not task[0].get("code") or not task[0].get("restriction"):
        yield "one Task says the service and by when"
    if len(condition) != 1:
        yield "one Condition says the problem"
    if not any("type" in found for found in of_type(body, "Organization")):
        yield "the type of the sending organisation is missing"
    if BODY_MASS_INDEX not in _codes(of_type(body, "Observation")):
        yield "the body mass index is missing"


def _is_of(body: JsonObject, *applications: str) -> bool:
    """Say whether the use case is one of an Application's, such as a3."""
    codes = texts(one(body, "ServiceRequest")["category"], "code")
    return any(code.startswith(applications) for code in codes)


def _codes(found: list[JsonObject]) -> set[str]:
    node: list[Json] = [*found]
    return set(texts(node, "code"))
