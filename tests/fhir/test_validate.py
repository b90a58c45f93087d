import pytest
from hypothesis import HealthCheck, given, settings

from pytest_bars.fhir.validate import Violation, validate
from pytest_bars.jsontypes import Json, JsonObject
from tests.fhir import samples
from tests.fhir.json_values import JSON
from tests.fhir.samples import edited, without


def found(resource: Json, expected: str | None = None) -> list[str]:
    return [str(violation) for violation in validate(resource, expected)]


@pytest.mark.parametrize(
    "resource",
    [
        samples.header(),
        samples.appointment(),
        samples.slot(),
        samples.patient(),
        samples.message(),
        samples.outcome(),
        {"resourceType": "Patient"},
        {"resourceType": "Bundle", "type": "searchset", "total": 0},
    ],
    ids=[
        "header",
        "appointment",
        "slot",
        "patient",
        "message",
        "outcome",
        "least",
        "none",
    ],
)
def test_a_good_resource_has_no_violation(resource: JsonObject) -> None:
    assert found(resource, str(resource["resourceType"])) == []


@pytest.mark.parametrize(
    ("path", "value", "violation"),
    [
        pytest.param(
            ("sttus",),
            "busy",
            'Slot.sttus: Slot has no such member. Did you mean "status"?',
            id="unknown-member",
        ),
        pytest.param(
            ("zzz",), 1, "Slot.zzz: Slot has no such member.", id="unlike-any-member"
        ),
        pytest.param(
            ("schedule", "resource_type"),
            "Reference",
            "Slot.schedule.resource_type: Reference has no such member.",
            id="name-of-the-library",
        ),
        pytest.param(
            ("start",),
            "2026-11-23T10:00:00",
            "Slot.start: not written as instant must be, such as "
            "2026-11-23T10:00:00Z, with seconds and offset.",
            id="instant-without-offset",
        ),
        pytest.param(
            ("start",),
            "2026-02-30T10:00:00Z",
            "Slot.start: no day of the calendar.",
            id="no-such-day",
        ),
        pytest.param(
            ("start",),
            1_700_000_000,
            "Slot.start: expected a string (instant), found a number.",
            id="number-for-instant",
        ),
        pytest.param(
            ("overbooked",),
            "yes",
            "Slot.overbooked: expected a boolean (boolean), found a string.",
            id="text-for-boolean",
        ),
        pytest.param(
            ("overbooked",),
            None,
            "Slot.overbooked: expected a boolean (boolean), found null.",
            id="null",
        ),
        pytest.param(
            ("status",),
            "taken",
            'Slot.status: "taken" is none of: busy, busy-tentative, busy-unavailable, '
            "entered-in-error, free.",
            id="unknown-code",
        ),
        pytest.param(
            ("schedule",),
            [{"reference": "Schedule/1"}],
            "Slot.schedule: expected an object (Reference), found a list.",
            id="list-for-object",
        ),
        pytest.param(
            ("serviceType",),
            {"text": "x"},
            "Slot.serviceType: expected a list, found an object.",
            id="object-for-list",
        ),
        pytest.param(
            ("serviceType",),
            [],
            "Slot.serviceType: empty list; leave it out.",
            id="empty",
        ),
        pytest.param(
            ("serviceType",),
            [{}],
            "Slot.serviceType[0]: empty object; leave it out.",
            id="empty-object",
        ),
        pytest.param(
            ("comment",),
            " ",
            "Slot.comment: expected string, found an empty text.",
            id="blank-text",
        ),
        pytest.param(
            ("id",),
            "a b",
            "Slot.id: not written as id must be: up to 64 letters, digits, - and ..",
            id="id",
        ),
        pytest.param(
            ("schedule", "reference"),
            "Patient/p1",
            "Slot.schedule.reference: leads to Patient, expected Schedule.",
            id="reference-to-a-wrong-type",
        ),
        pytest.param(
            ("schedule", "reference"),
            "#gone",
            "Slot.schedule.reference: leads to nothing contained.",
            id="contained-not-there",
        ),
        pytest.param(
            ("_schedule",),
            {"id": "x"},
            'Slot._schedule: Slot has no such member. Did you mean "schedule"?',
            id="companion-of-no-primitive",
        ),
        pytest.param(
            ("_start",),
            "x",
            "Slot._start: expected an object (Element), found a string.",
            id="companion-no-object",
        ),
        pytest.param(
            ("contained",),
            [{"resourceType": "Sloot"}],
            'Slot.contained[0]: "Sloot" is no resource type of FHIR R4.',
            id="contained-of-unknown-type",
        ),
    ],
)
def test_a_fault_is_found_at_its_place(
    path: tuple[str, ...], value: Json, violation: str
) -> None:
    assert found(edited(samples.slot(), path, value)) == [violation]


def test_what_is_required_is_missed() -> None:
    bare: Json = {"resourceType": "Slot", "status": "free"}
    assert found(bare) == [
        "Slot.end: required, but not there.",
        "Slot.schedule: required, but not there.",
        "Slot.start: required, but not there.",
    ]


def test_a_required_element_may_be_an_extension_only() -> None:
    masked = without(samples.slot(), "status")
    masked["_status"] = {"extension": [{"url": "u", "valueCode": "masked"}]}
    assert found(masked) == []


@pytest.mark.parametrize(
    ("members", "violation"),
    [
        pytest.param(
            {"deceasedBoolean": False, "deceasedDateTime": "2026"},
            "Patient.deceased: only one may be there: deceasedBoolean and "
            "deceasedDateTime.",
            id="two-of-a-choice",
        ),
        pytest.param(
            {"multipleBirthInteger": 1.5},
            "Patient.multipleBirthInteger: expected an integer (integer), found a "
            "number.",
            id="fraction",
        ),
        pytest.param(
            {"multipleBirthInteger": 2**31},
            "Patient.multipleBirthInteger: expected integer, -2147483648 to "
            "2147483647.",
            id="too-large",
        ),
        pytest.param(
            {"multipleBirthInteger": True},
            "Patient.multipleBirthInteger: expected an integer (integer), found a "
            "boolean.",
            id="boolean-for-integer",
        ),
        pytest.param(
            {"gender": "F" * 40},
            "Patient.gender: what is there is none of: female, male, other, unknown.",
            id="long-code-is-not-shown",
        ),
        pytest.param(
            {"name": ["Ann"]},
            "Patient.name[0]: expected an object (HumanName), found a string.",
            id="text-for-object",
        ),
        pytest.param(
            {"name": [{"given": [None]}]},
            "Patient.name[0].given[0]: expected a string (string), found null.",
            id="null-without-companion",
        ),
        pytest.param(
            {"name": [{"given": [None], "_given": [None]}]},
            "Patient.name[0].given[0]: expected a string (string), found null.",
            id="null-beside-null",
        ),
        pytest.param(
            {"name": [{"_given": [{"extension": [{}]}]}]},
            "Patient.name[0]._given[0].extension[0]: empty object; leave it out.",
            id="inside-a-companion",
        ),
        pytest.param(
            {"photo": [{"size": -1}]},
            "Patient.photo[0].size: expected unsignedInt, 0 to 2147483647.",
            id="negative",
        ),
        pytest.param(
            {"extension": [{"valueString": "x"}]},
            "Patient.extension[0].url: required, but not there.",
            id="extension-without-url",
        ),
    ],
)
def test_a_fault_of_a_patient_is_found(members: JsonObject, violation: str) -> None:
    patient: JsonObject = {"resourceType": "Patient", **members}
    assert found(patient) == [violation]


def test_null_stands_where_only_the_companion_has_something() -> None:
    name: Json = {
        "given": [None, "Bea"],
        "_given": [{"extension": [{"url": "u", "valueString": "x"}]}, None],
    }
    assert found({"resourceType": "Patient", "name": [name]}) == []


def test_a_choice_that_is_required_is_missed() -> None:
    header = without(samples.header(), "eventCoding")
    assert found(header) == ["MessageHeader.event: required, but not there."]


@pytest.mark.parametrize(
    "number", [float("nan"), float("inf")], ids=["nan", "infinity"]
)
def test_what_json_has_no_number_for_is_refused(number: float) -> None:
    place = edited(samples.location(), ("position", "latitude"), number)
    assert found(place) == [
        "Location.position.latitude: expected a number that JSON knows."
    ]


@pytest.mark.parametrize(
    ("value", "violation"),
    [
        (None, "$: expected a FHIR resource, with a resourceType."),
        ([], "$: expected a FHIR resource, with a resourceType."),
        ({}, "$: expected a FHIR resource, with a resourceType."),
        ({"resourceType": 1}, "$: expected a FHIR resource, with a resourceType."),
        ({"resourceType": "X"}, 'X: "X" is no resource type of FHIR R4.'),
        (
            {"resourceType": "SubstanceProtein"},
            "SubstanceProtein: cannot be checked, as FHIR 4.3 has it not.",
        ),
    ],
    ids=["null", "list", "object", "number", "unknown", "not-in-4.3"],
)
def test_what_is_no_resource_says_so(value: Json, violation: str) -> None:
    assert found(value) == [violation]


def test_another_type_than_expected_is_one_violation() -> None:
    assert found(samples.slot(), "Appointment") == [
        "Slot: expected Appointment, found Slot."
    ]


@pytest.mark.parametrize(
    ("path", "value", "violation"),
    [
        pytest.param(
            ("entry", 3, "resource", "birthDate"),
            "1950-13-01",
            "Bundle.entry[3].resource.birthDate: not written as date must be, such as "
            "2026-11-23.",
            id="inside-an-entry",
        ),
        pytest.param(
            ("entry", 3, "resource", "resourceType"),
            "Patent",
            'Bundle.entry[3].resource: "Patent" is no resource type of FHIR R4.',
            id="entry-of-unknown-type",
        ),
        pytest.param(
            ("entry", 0, "resource", "focus"),
            [{"reference": "urn:uuid:00000000-0000-4000-8000-00000000dead"}],
            "Bundle.entry[0].resource.focus[0].reference: leads to nothing in the "
            "Bundle.",
            id="dangling",
        ),
        pytest.param(
            ("entry", 1, "resource", "slot"),
            [{"reference": samples.HEADER_URL}],
            "Bundle.entry[1].resource.slot[0].reference: leads to MessageHeader, "
            "expected Slot.",
            id="wrong-type-by-url",
        ),
        pytest.param(
            ("entry", 2, "fullUrl"),
            samples.HEADER_URL,
            "Bundle.entry[2].fullUrl: an earlier entry has the same fullUrl.",
            id="url-twice",
        ),
        pytest.param(
            ("entry", 3),
            {"fullUrl": "urn:uuid:x"},
            "Bundle.entry[3].resource: every entry of a message holds a resource.",
            id="entry-without-resource",
        ),
        pytest.param(
            ("entry", 0),
            {"resource": samples.patient()},
            "Bundle.entry[0].resource: the first entry of a message is its "
            "MessageHeader.",
            id="header-not-first",
        ),
        pytest.param(
            ("type",),
            "massage",
            'Bundle.type: "massage" is none of: batch, batch-response, collection, '
            "document, history, message, searchset, transaction, transaction-response.",
            id="type",
        ),
    ],
)
def test_a_fault_in_a_message_is_found_at_its_place(
    path: tuple[str | int, ...], value: Json, violation: str
) -> None:
    assert found(edited(samples.message(), path, value)) == [violation]


@pytest.mark.parametrize("entries", [None, []], ids=["absent", "empty"])
def test_a_message_of_nothing_is_refused(entries: Json) -> None:
    message: JsonObject = {"resourceType": "Bundle", "type": "message"}
    if entries is not None:
        message["entry"] = entries
    wanted = "Bundle.entry: a message holds a MessageHeader, found nothing."
    assert wanted in found(message)


def test_the_same_url_may_stand_for_two_versions() -> None:
    versions: list[Json] = [
        {
            "fullUrl": samples.SLOT_URL,
            "resource": {**samples.slot(), "meta": {"versionId": version}},
        }
        for version in ("1", "2")
    ]
    history: Json = {"resourceType": "Bundle", "type": "history", "entry": versions}
    assert found(history) == []


def test_a_searchset_may_refer_to_what_it_does_not_hold() -> None:
    slot = edited(samples.slot(), ("schedule", "reference"), "urn:uuid:elsewhere")
    search: Json = {
        "resourceType": "Bundle",
        "type": "searchset",
        "entry": [{"resource": slot}],
    }
    assert found(search) == []


def test_all_violations_come_in_the_order_of_their_places() -> None:
    entries: list[Json] = [{"resource": {"resourceType": "X"}} for _ in range(11)]
    bundle: Json = {"resourceType": "Bundle", "type": "batch", "entry": entries}
    places = [violation.location for violation in validate(bundle)]
    assert places == [f"Bundle.entry[{index}].resource" for index in range(11)]


def test_several_faults_are_all_found() -> None:
    slot = {**samples.slot(), "status": "taken", "start": "x", "foo": 1}
    assert len(found(without(slot, "end"))) == 4


def test_json_nested_too_deeply_is_one_violation() -> None:
    extension: Json = {"url": "u"}
    for _ in range(2_000):
        extension = {"url": "u", "extension": [extension]}
    deep: Json = {"resourceType": "Slot", "extension": [extension]}
    assert found(deep) == ["Slot: nested too deeply to be checked."]


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(JSON)
def test_no_json_raises(value: Json) -> None:
    resource: Json = {"resourceType": "Bundle", "type": "message", "entry": value}
    for judged in (value, resource):
        assert all(isinstance(each, Violation) for each in validate(judged))
