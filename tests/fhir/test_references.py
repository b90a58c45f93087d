import pytest

from pytest_bars.fhir.references import References
from pytest_bars.jsontypes import Json
from tests.fhir import samples


@pytest.mark.parametrize(
    ("reference", "place", "found"),
    [
        pytest.param(samples.APPOINTMENT_URL, None, "Appointment", id="urn-uuid"),
        pytest.param(samples.SLOT_URL, None, "Slot", id="absolute"),
        pytest.param("Slot/s1", None, "Slot", id="type-and-id"),
        pytest.param("Slot/s1/_history/3", None, "Slot", id="version-left-out"),
        pytest.param("#room", "Bundle.entry[1].resource.x", "Location", id="contained"),
        pytest.param("#", "Bundle.entry[1].resource.x", "Appointment", id="container"),
        pytest.param(
            "#room", "Bundle.entry[2].resource.x", None, id="of-another-entry"
        ),
        pytest.param("#room", "Bundle.entry[99].resource", None, id="no-such-entry"),
        pytest.param("#room", None, None, id="of-the-bundle"),
        pytest.param("Slot/other", None, None, id="not-there"),
        pytest.param("urn:uuid:other", None, None, id="dangling"),
    ],
)
def test_a_reference_leads_to_what_it_means(
    reference: str, place: str | None, found: str | None
) -> None:
    target = References(samples.message()).find(reference, place)
    assert (target[0]["resourceType"] if target else None) == found


def test_the_place_of_what_was_found_is_told() -> None:
    references = References(samples.message())
    room = references.find("#room", "Bundle.entry[1].resource.participant[1].actor")
    assert room is not None
    assert room[1] == "Bundle.entry[1].resource.contained[0]"


def test_a_lone_resource_resolves_its_own_contained_ones() -> None:
    references = References(samples.appointment())
    assert references.find("#room") == (samples.location(), "Appointment.contained[0]")


@pytest.mark.parametrize(
    ("reference", "found"),
    [
        ("Patient/p1", "Patient"),
        ("Practitioner/unknown", "Practitioner"),
        ("https://other.example/FHIR/Schedule/7/_history/1", "Schedule"),
        ("urn:uuid:unknown", None),
        ("Nonsense/1", None),
    ],
)
def test_a_reference_tells_the_type_it_leads_to(
    reference: str, found: str | None
) -> None:
    assert References(samples.message()).target_type(reference) == found


@pytest.mark.parametrize(
    "root",
    [
        None,
        [],
        {},
        {"resourceType": "Bundle", "entry": [1, {}, {"fullUrl": 1, "resource": {}}]},
        {"resourceType": "Slot", "contained": [1, {}]},
    ],
    ids=["null", "list", "object", "odd-entries", "odd-contained"],
)
def test_odd_roots_lead_nowhere(root: Json) -> None:
    references = References(root)
    assert references.find("#x") is None
    assert references.find("Slot/s1") is None
