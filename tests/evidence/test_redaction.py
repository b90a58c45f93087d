"""Nothing personal or secret passes; what routing and judging need does."""

import base64
import json
from types import MappingProxyType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pytest_bars.evidence.net import finds
from pytest_bars.evidence.pseudonyms import Pseudonyms
from pytest_bars.evidence.redaction import Redactor
from pytest_bars.jsontypes import Json, JsonObject
from pytest_bars.masking import MASK
from tests.evidence.scene import JWT, NHS_NUMBER, PATIENT

KEY = b"k" * 32
FHIR = "application/fhir+json"
NHS_SYSTEM = "https://fhir.nhs.uk/Id/nhs-number"
DOS_SYSTEM = "https://fhir.nhs.uk/Id/dos-service-id"
UUID = "6bd4fa6a-a2e0-4f9f-badc-b2081a036097"


@pytest.fixture
def redactor() -> Redactor:
    return Redactor(KEY, [PATIENT])


def _pseudonym() -> str:
    return Redactor(KEY).text(NHS_NUMBER)


def _other(system: str, value: str) -> str:
    return Pseudonyms(KEY).identifier(system, value)


def _base64(value: Json, separators: tuple[str, str] = (", ", ": ")) -> str:
    return base64.b64encode(json.dumps(value, separators=separators).encode()).decode()


def _resource(kind: str, **members: Json) -> JsonObject:
    return {"resourceType": kind, **members}


HIDDEN: list[tuple[str, JsonObject]] = [
    (
        "Patient.name",
        _resource("Patient", name=[{"family": "Canary", "text": "Canary"}]),
    ),
    ("Patient.birthDate", _resource("Patient", birthDate="1901-02-Canary")),
    ("Patient._birthDate", _resource("Patient", _birthDate={"x": "Canary"})),
    ("Patient.gender", _resource("Patient", gender="Canary")),
    ("Patient.address", _resource("Patient", address=[{"line": ["1 Canary St"]}])),
    ("Patient.telecom", _resource("Patient", telecom=[{"value": "Canary"}])),
    ("Patient.photo", _resource("Patient", photo=[{"data": "Canary"}])),
    ("Patient.contact", _resource("Patient", contact=[{"name": {"text": "Canary"}}])),
    ("Patient.text", _resource("Patient", text={"status": "x", "div": "Canary"})),
    ("Patient.unknown", _resource("Patient", favouriteColour="Canary")),
    ("Patient.link", _resource("Patient", link=[{"other": {"display": "Canary"}}])),
    ("Patient.identifier", _resource("Patient", identifier=[{"value": "Canary"}])),
    (
        "Patient.extension",
        _resource("Patient", extension=[{"url": "u", "valueString": "Canary"}]),
    ),
    (
        "Patient.contained",
        _resource(
            "Patient", contained=[_resource("Person", name=[{"text": "Canary"}])]
        ),
    ),
    ("RelatedPerson", _resource("RelatedPerson", name=[{"given": ["Canary"]}])),
    ("Practitioner", _resource("Practitioner", name=[{"family": "Canary"}])),
    ("Person", _resource("Person", name=[{"prefix": ["Canary"]}])),
    ("Observation.value", _resource("Observation", valueString="Canary")),
    (
        "Observation.component",
        _resource("Observation", component=[{"valueCode": "Canary"}]),
    ),
    (
        "Observation.valueCodeableConcept",
        _resource("Observation", valueCodeableConcept={"coding": [{"code": "Canary"}]}),
    ),
    (
        "QuestionnaireResponse",
        _resource(
            "QuestionnaireResponse", item=[{"answer": [{"valueCode": "Canary"}]}]
        ),
    ),
    ("Appointment.description", _resource("Appointment", description="Canary")),
    ("Appointment.comment", _resource("Appointment", comment="Canary")),
    (
        "Appointment.actor.display",
        _resource("Appointment", participant=[{"actor": {"display": "Canary"}}]),
    ),
    (
        "Appointment.identifier",
        _resource("Appointment", identifier=[{"system": "s", "value": "Canary"}]),
    ),
    ("ServiceRequest.note", _resource("ServiceRequest", note=[{"text": "Canary"}])),
    ("Condition.code.text", _resource("Condition", code={"text": "Canary"})),
    ("Location.name", _resource("Location", name="Canary", address={"text": "Canary"})),
    (
        "DocumentReference",
        _resource("DocumentReference", content=[{"attachment": {"data": "Canary"}}]),
    ),
    ("Organization.telecom", _resource("Organization", telecom=[{"value": "Canary"}])),
    ("MessageHeader.sender", _resource("MessageHeader", sender={"display": "Canary"})),
    ("unknown type", _resource("Prophecy", content="Canary", subject="Canary")),
    (
        "in a Bundle",
        _resource("Bundle", entry=[{"resource": _resource("Patient", name="Canary")}]),
    ),
    ("a name of its own", {"name": {"family": "Canary", "text": "Canary"}}),
    ("plain JSON", {"forename": "Canary", "dateOfBirth": "Canary", "Phone": "Canary"}),
    ("a token answer", {"access_token": "Canary-1", "refreshToken": "Canary-2"}),
]

KEPT: list[tuple[str, JsonObject]] = [
    (
        "MessageHeader",
        _resource(
            "MessageHeader",
            id=UUID,
            eventCoding={"system": "s", "code": "booking-request"},
            destination=[{"endpoint": f"{DOS_SYSTEM}|2000072489"}],
            source={"name": "Trust", "software": "pytest-bars", "endpoint": "x"},
            response={"identifier": UUID, "code": "ok"},
            focus=[{"reference": f"urn:uuid:{UUID}"}],
        ),
    ),
    (
        "Appointment",
        _resource(
            "Appointment",
            id="7",
            status="booked",
            start="2026-11-23T10:00:00Z",
            end="2026-11-23T10:10:00Z",
            minutesDuration=10,
            slot=[{"reference": "Slot/1"}],
            identifier=[{"system": "s", "value": UUID}],
        ),
    ),
    ("Slot", _resource("Slot", id="s-1", status="free", start="2026-11-23T10:00:00Z")),
    (
        "Schedule",
        _resource(
            "Schedule",
            active=True,
            planningHorizon={"start": "2026-01-01", "end": "2026-02-01"},
        ),
    ),
    (
        "HealthcareService",
        _resource(
            "HealthcareService",
            identifier=[{"system": DOS_SYSTEM, "value": "2000072489"}],
            name="Emergency department",
        ),
    ),
    (
        "Organization",
        _resource(
            "Organization",
            name="Any Town",
            identifier=[
                {
                    "system": "https://fhir.nhs.uk/Id/ods-organization-code",
                    "value": "RXX",
                }
            ],
        ),
    ),
    (
        "OperationOutcome",
        _resource(
            "OperationOutcome",
            issue=[
                {
                    "severity": "error",
                    "code": "conflict",
                    "details": {"coding": [{"code": "REC_CONFLICT", "display": "x"}]},
                    "diagnostics": "The slot is taken",
                }
            ],
        ),
    ),
    (
        "ServiceRequest",
        _resource(
            "ServiceRequest",
            status="active",
            intent="order",
            code={"coding": [{"system": "s", "code": "c", "display": "Chest pain"}]},
        ),
    ),
    (
        "a term is no free text",
        _resource(
            "Condition",
            code={"coding": [{"code": "c", "display": "Cough"}], "text": "Cough"},
        ),
    ),
    ("Patient.reference", _resource("Patient", id="1", link=[{"type": "seealso"}])),
    (
        "CapabilityStatement",
        _resource("CapabilityStatement", description="Takes bookings"),
    ),
]


@pytest.mark.parametrize("value", [v for _, v in HIDDEN], ids=[n for n, _ in HIDDEN])
def test_what_is_personal_is_hidden(redactor: Redactor, value: JsonObject) -> None:
    assert "Canary" not in json.dumps(redactor.data(value))


@pytest.mark.parametrize("value", [v for _, v in KEPT], ids=[n for n, _ in KEPT])
def test_what_routing_and_judging_need_is_kept(
    redactor: Redactor, value: JsonObject
) -> None:
    assert redactor.data(value) == value


def test_what_a_person_is_hidden_behind_can_be_compared(redactor: Redactor) -> None:
    identifier: Json = [{"system": NHS_SYSTEM, "value": NHS_NUMBER}]
    patient = redactor.data(_resource("Patient", identifier=identifier))
    shown = redactor.text(f"Found {NHS_NUMBER[:3]} 849 9007")
    assert _pseudonym() in json.dumps(patient)
    assert shown == f"Found {_pseudonym()}"


def test_a_number_with_a_wrong_check_digit_is_hidden_where_it_is_declared(
    redactor: Redactor,
) -> None:
    identifier: Json = [{"system": NHS_SYSTEM, "value": "3478526985"}]
    redactor.data(_resource("Patient", identifier=identifier))
    assert "3478526985" not in redactor.text("echo 3478526985")
    assert "8526985" not in redactor.text("echo 347 852 6985").replace(" ", "")


def test_the_shape_of_what_was_removed_is_kept(redactor: Redactor) -> None:
    telecom: Json = [
        {"system": "phone", "value": "01632 960001", "use": "home", "rank": 1}
    ]
    assert redactor.data(
        _resource("Patient", telecom=telecom, active=True)
    ) == _resource(
        "Patient",
        telecom=[{"system": "phone", "value": MASK, "use": "home", "rank": MASK}],
        active=True,
    )


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        pytest.param(f"n {NHS_NUMBER}.", f"n {_pseudonym()}.", id="plain"),
        pytest.param("965-849-9007", _pseudonym(), id="hyphens"),
        pytest.param("965 849 9007", _pseudonym(), id="spaces"),
        pytest.param("965+849+9007", _pseudonym(), id="plus"),
        pytest.param("965%20849%209007", _pseudonym(), id="url"),
        pytest.param("%209658499007", f"%20{_pseudonym()}", id="after-an-escape"),
        pytest.param("NHS9658499007x", f"NHS{_pseudonym()}x", id="between-letters"),
        pytest.param("9 6 5 8 4 9 9 0 0 7", _pseudonym(), id="spread"),
        pytest.param("n 9.6.5.8.4.9.9.0.0.7;", f"n {_pseudonym()};", id="dotted"),
        pytest.param("9.6.5.8.4.9.9.0.0.8", "9.6.5.8.4.9.9.0.0.8", id="no-number"),
        pytest.param("%39658499007", _pseudonym(), id="percent"),
        pytest.param("&#57;658499007", _pseudonym(), id="entity"),
        pytest.param("%2539658499007", _pseudonym(), id="percent-twice"),
        pytest.param("a%20b &amp; c", "a%20b &amp; c", id="harmless-escapes"),
        pytest.param("x OTY1ODQ5OTAwNw== y", f"x {MASK}== y", id="base64"),
        pytest.param(
            "ODY1OTY1ODQ5OTAwNzg=", "ODY1OTY1ODQ5OTAwNzg=", id="longer-base64"
        ),
        pytest.param("IDk2NTg0OTkwMDcg", MASK, id="base64-shifted"),
        pytest.param("Iy0gOTY1ODQ5OTAwNyA", MASK, id="base64-shifted-more"),
        pytest.param("19658499007", "19658499007", id="longer-left"),
        pytest.param("96584990071", "96584990071", id="longer-right"),
        pytest.param("0.9990000018", "0.9990000018", id="decimal"),
        pytest.param("2000072489", "2000072489", id="dos-service-id"),
        pytest.param("9658499008", "9658499008", id="wrong-check-digit"),
        pytest.param(
            f"{UUID[:24]}a{NHS_NUMBER}b", f"{UUID[:24]}a{NHS_NUMBER}b", id="in-a-uuid"
        ),
        pytest.param("ab" * 11 + NHS_NUMBER, "ab" * 11 + NHS_NUMBER, id="in-a-digest"),
        pytest.param("a.canary@nhs.example", MASK, id="email"),
        pytest.param("a.canary%40nhs.example", MASK, id="email-in-a-url"),
        pytest.param("at DN17 4LR.", f"at {MASK}.", id="postcode"),
        pytest.param("at DN174LR.", f"at {MASK}.", id="postcode-joined"),
        pytest.param("at SW1A 2AA.", f"at {MASK}.", id="postcode-london"),
        pytest.param("at E1 6AN.", f"at {MASK}.", id="postcode-short"),
        pytest.param("X99ZZ RXX 8XX01", "X99ZZ RXX 8XX01", id="ods-codes"),
        pytest.param(f"got {JWT} back", f"got {MASK} back", id="jwt"),
        pytest.param("eyJhbGciOiJSUzUxMiJ9abc", MASK, id="cut-jwt"),
        pytest.param("eyJhb", "eyJhb", id="too-short-for-a-jwt"),
        pytest.param(
            "eyJwYXRpZW50IjogImEgOTY1ODQ5OTAwNyJ9",
            _base64({"patient": f"a {_pseudonym()}"}, (",", ":")),
            id="base64-json",
        ),
        pytest.param("eyJhIjoxfQ==", "eyJhIjoxfQ==", id="harmless-base64-json"),
        pytest.param(
            "-----BEGIN PRIVATE KEY-----\nMII\n-----END PRIVATE KEY----- x",
            f"{MASK} x",
            id="pem",
        ),
        pytest.param("-----BEGIN RSA PRIVATE KEY-----MII", MASK, id="cut-pem"),
        pytest.param("Bearer canary-token-7", f"Bearer {MASK}", id="bearer"),
        pytest.param("bearer%20canary-token-7", f"bearer%20{MASK}", id="bearer-in-url"),
        pytest.param("a bearer authentication", "a bearer authentication", id="prose"),
        pytest.param("Basic Y2FuYXJ5OjE=", f"Basic {MASK}", id="basic"),
        pytest.param("-H 'apikey: canary'", f"-H 'apikey: {MASK}'", id="apikey"),
        pytest.param(
            "Authorization: canary\nok",
            f"Authorization: {MASK}\nok",
            id="authorization",
        ),
        pytest.param("access_token=canary&x=1", f"access_token={MASK}&x=1", id="pair"),
        pytest.param('{"secret": "canary"}', f'{{"secret": "{MASK}"}}', id="json-pair"),
        pytest.param("a token is missing", "a token is missing", id="the-word-token"),
        pytest.param("ADRIAN DYBALL left", f"{MASK} left", id="name"),
        pytest.param("Dyball, Adrian", f"{MASK}, {MASK}", id="name-turned"),
        pytest.param("adrian%20dyball", MASK, id="name-in-a-url"),
        pytest.param("born 29/10/1932", f"born {MASK}", id="birth-date"),
        pytest.param("DyballX", "DyballX", id="part-of-a-word"),
        pytest.param("", "", id="empty"),
    ],
)
def test_text_is_hidden_by_shape_and_by_value(
    redactor: Redactor, text: str, shown: str
) -> None:
    assert redactor.text(text) == shown
    assert redactor.text(shown) == shown


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        pytest.param(
            "https://h/Slot?status=free", "https://h/Slot?status=free", id="kept"
        ),
        pytest.param(
            f"/Appointment?patient:identifier={NHS_SYSTEM}|{NHS_NUMBER}&x=1",
            f"/Appointment?patient:identifier={NHS_SYSTEM}|{_pseudonym()}&x=1",
            id="nhs-number",
        ),
        pytest.param(
            "/A?subject.identifier=s%7CUBRN-1",
            f"/A?subject.identifier=s%7C{_other('s', 'UBRN-1')}",
            id="other-identifier",
        ),
        pytest.param(
            f"/A?patient:identifier={NHS_NUMBER}",
            f"/A?patient:identifier={_pseudonym()}",
            id="no-system",
        ),
        pytest.param(
            f"/A?identifier={DOS_SYSTEM}|2000072489",
            f"/A?identifier={DOS_SYSTEM}|2000072489",
            id="dos-service-id",
        ),
        pytest.param("/P?name=Canary&family", f"/P?name={MASK}&family", id="name"),
        pytest.param("/P?birthdate=&a=b", "/P?birthdate=&a=b", id="empty"),
        pytest.param("/t?token=canary", f"/t?token={MASK}", id="token"),
        pytest.param("https://u:p@h/x", f"https://{MASK}@h/x", id="user"),
        pytest.param(f"/Patient/{NHS_NUMBER}", f"/Patient/{_pseudonym()}", id="path"),
    ],
)
def test_urls_lose_what_is_personal(redactor: Redactor, url: str, shown: str) -> None:
    assert redactor.url(url) == shown
    assert redactor.url(shown) == shown
    assert redactor.data({"url": url}) == {"url": shown}


ORGANISATION: JsonObject = {
    "resourceType": "Organization",
    "identifier": [
        {"system": "https://fhir.nhs.uk/Id/ods-organization-code", "value": "X99ZZ"}
    ],
    "name": "Any Town",
}
PRACTITIONER: JsonObject = {
    "resourceType": "PractitionerRole",
    "practitioner": {"display": "Dr Canary"},
    "code": [{"coding": [{"code": "62247001"}]}],
}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        pytest.param("X-Request-Id", UUID, id="id"),
        pytest.param(
            "NHSD-Target-Identifier",
            _base64({"system": "https://x", "value": "S-1"}),
            id="target",
        ),
        pytest.param("NHSD-End-User-Organisation", _base64(ORGANISATION), id="org"),
        pytest.param("NHSD-Target-Identifier", "this-is-not-base-64", id="no-base64"),
        pytest.param("NHSD-Target-Identifier", "bm90IGpzb24=", id="no-json"),
        pytest.param("NHSD-Target-Identifier", _base64(["a"]), id="no-object"),
        pytest.param("Date", "Mon, 23 Nov 2026 07:43:53 GMT", id="date"),
    ],
)
def test_headers_that_route_are_kept(redactor: Redactor, name: str, value: str) -> None:
    assert redactor.headers([(name, value)]) == [(name, value)]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        pytest.param("Authorization", "Bearer canary-1", id="bearer"),
        pytest.param("authorization", "canary-1", id="bare"),
        pytest.param("APIKEY", "canary-1", id="apikey"),
        pytest.param("Cookie", "a=canary-1", id="cookie"),
        pytest.param("Set-Cookie", "a=canary-1", id="set-cookie"),
        pytest.param(
            "NHSD-Requesting-Practitioner", _base64(PRACTITIONER), id="person"
        ),
        pytest.param(
            "NHSD-Target-Identifier",
            _base64({"system": DOS_SYSTEM, "value": NHS_NUMBER, "n": 9658499007}),
            id="number-as-target",
        ),
        pytest.param(
            "NHSD-X", base64.b64encode(NHS_NUMBER.encode() + b" x").decode(), id="text"
        ),
        pytest.param("NHSD-X", f"Adrian Dyball {NHS_NUMBER}", id="no-base64"),
        pytest.param("Location", f"/Patient?name=canary&x={NHS_NUMBER}", id="location"),
        pytest.param("X-Anything", f"a {NHS_NUMBER} canary@x.example", id="any"),
    ],
)
def test_headers_lose_what_is_personal(
    redactor: Redactor, name: str, value: str
) -> None:
    (shown,) = redactor.headers([(name, value)])
    decoded = base64.b64decode(shown[1] + "===", validate=False)
    for canary in ("canary", "Canary", NHS_NUMBER, "Dyball"):
        assert canary not in shown[1]
        assert canary.encode() not in decoded
    assert redactor.headers([shown]) == [shown]


def test_a_practitioners_role_is_kept(redactor: Redactor) -> None:
    ((_, shown),) = redactor.headers(
        [("NHSD-Requesting-Practitioner", _base64(PRACTITIONER))]
    )
    decoded = json.loads(base64.b64decode(shown))
    assert decoded["code"] == PRACTITIONER["code"]
    assert decoded["practitioner"] == {"display": MASK}


def test_what_is_remembered_of_identity_headers_is_bounded(redactor: Redactor) -> None:
    for number in range(600):
        value = _base64({"system": "s", "value": str(number)})
        header = ("NHSD-Target-Identifier", value)
        assert redactor.headers([header]) == [header]


def test_what_is_remembered_of_clean_texts_is_bounded(redactor: Redactor) -> None:
    for number in range(12):
        texts: Json = [f"text {number} {each}" for each in range(1000)]
        assert redactor.data(texts) == texts


def test_a_token_is_hidden_where_it_is_echoed(redactor: Redactor) -> None:
    redactor.headers([("Authorization", "Bearer opaque+canary")])
    assert redactor.text("expired: opaque+canary") == f"expired: {MASK}"
    assert redactor.text("t=opaque%2Bcanary;") == f"t={MASK};"


def test_what_a_body_gave_away_is_hidden_where_it_is_echoed(redactor: Redactor) -> None:
    patient = _resource("Patient", name=[{"family": "Featherstone", "given": ["Zo"]}])
    redactor.body(json.dumps(patient).encode(), FHIR)
    assert redactor.text("No record of FEATHERSTONE") == f"No record of {MASK}"


def test_names_do_not_change_ids_of_our_own(redactor: Redactor) -> None:
    redactor.learn({"family": "Walker", "given": "Jane"})
    record: JsonObject = {
        "test": "P::BK-walker",
        "name": "Walker",
        "steps": "BK-jane-1",
    }
    assert redactor.data(record) == {
        "test": "P::BK-walker",
        "name": MASK,
        "steps": "BK-jane-1",
    }


@pytest.mark.parametrize("surname", ["Day", "Fail", "Patient", "March", "Bo"])
def test_a_surname_that_is_a_word_does_not_wreck_evidence(surname: str) -> None:
    redactor = Redactor(KEY, [{"family": surname, "given": "Ann", "alias": "a"}])
    text = f"1 day to fail: {surname} Slot of patient, march {surname.lower()}-1"
    assert redactor.text(text) == text
    assert redactor.text(f"Ann {surname} came") == f"{MASK} came"


@pytest.mark.parametrize(
    ("content", "media_type", "shown"),
    [
        pytest.param(b"", FHIR, b"", id="empty"),
        pytest.param(b'{ "a": 1.50 }', FHIR, b'{"a":1.5}', id="json"),
        pytest.param(b"\xef\xbb\xbf[]", "text/plain", b"[]", id="bom"),
        pytest.param(
            b'{"a": NaN, "b": 1e999}', FHIR, b'{"a":"NaN","b":"inf"}', id="nan"
        ),
        pytest.param(
            b'{"id":"Adrian Dyball","id":"x"}', FHIR, b'{"id":"x"}', id="given-twice"
        ),
        pytest.param(b'"\\ud800"', FHIR, b'"?"', id="lone-surrogate"),
        pytest.param(b"it is fine", "text/plain", b"it is fine", id="text"),
        pytest.param(
            b"grant_type=x&client_assertion=canary",
            "application/x-www-form-urlencoded",
            b"grant_type=x&client_assertion=[redacted]",
            id="form",
        ),
        pytest.param(
            b'{"name":[{"family":"Canary","given":["A","B"',
            FHIR,
            b'{"name":[{"family":"[redacted]","given":"[redacted]"',
            id="cut-json",
        ),
        pytest.param(
            b'<Patient><family value="Canary"/><surname>Canary</surname>'
            b'<id value="7"/><p> </p></Patient>',
            "application/fhir+xml",
            b'<Patient><family value="[redacted]"/><surname>[redacted]</surname>'
            b'<id value="7"/><p> </p></Patient>',
            id="xml",
        ),
        pytest.param(
            b'<div xmlns="http://www.w3.org/1999/xhtml"><b>Canary</b></div>x',
            "text/html",
            b"<div>[redacted]</div>x",
            id="narrative",
        ),
    ],
)
def test_bodies_are_redacted(
    redactor: Redactor, content: bytes, media_type: str, shown: bytes
) -> None:
    assert redactor.body(content, media_type) == shown
    assert redactor.body(shown, media_type) == shown


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"\xff\xfe canary", id="not-utf8"),
        pytest.param("canary".encode("utf-16-le"), id="utf16"),
        pytest.param(b"[" * 100_000, id="deep"),
    ],
)
def test_what_cannot_be_looked_at_is_withheld(
    redactor: Redactor, content: bytes
) -> None:
    shown = redactor.body(content, FHIR)
    assert shown.startswith(f"[withheld: {len(content)} bytes, hmac:".encode())
    assert redactor.body(shown, FHIR) == shown
    assert redactor.body(content, FHIR) == shown
    assert redactor.body(content + b"\xff", FHIR) != shown


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        pytest.param(9658499007, _pseudonym(), id="number"),
        pytest.param(-9658499007, _pseudonym(), id="negative"),
        pytest.param(9658499007.0, _pseudonym(), id="float"),
        pytest.param(2000072489, 2000072489, id="dos"),
        pytest.param(1.5, "1.5", id="fraction"),
        pytest.param(10**400, "[withheld: a number too large]", id="huge"),
        pytest.param((1, None, True), [1, None, True], id="tuple"),
        pytest.param([MappingProxyType({"a": 1})], [{"a": 1}], id="other-mapping"),
        pytest.param({"seed": 9658499007}, {"seed": 9658499007}, id="seed"),
        pytest.param({"seed": float("inf")}, {"seed": "inf"}, id="odd-seed"),
        pytest.param({"a_ms": 1.4}, {"a_ms": 1}, id="milliseconds"),
        pytest.param({9: b"x"}, {"9": "b'x'"}, id="no-json"),
        pytest.param(
            {NHS_NUMBER: 1, "9658499007 x": 1},
            {_pseudonym(): 1, f"{_pseudonym()} x": 1},
            id="keys",
        ),
        pytest.param(
            {"Dyball": 1, "a": {"DYBALL": {"b": 1}}},
            {MASK: 1, "a": {MASK: {"b": 1}}},
            id="name-as-key",
        ),
        pytest.param(
            {"resourceType": "Bundle", "Dyball": {"id": "x"}},
            {"resourceType": "Bundle", MASK: {"id": "x"}},
            id="name-as-element",
        ),
        pytest.param(
            {"headers": [["Cookie"]]}, {"headers": [["Cookie"]]}, id="no-pairs"
        ),
        pytest.param(
            {"target": {"system": "x", "value": "y"}},
            {"target": {"system": "x", "value": "y"}},
            id="target",
        ),
        pytest.param(
            {"system": NHS_SYSTEM, "value": ""},
            {"system": NHS_SYSTEM, "value": ""},
            id="none",
        ),
        pytest.param(
            {"identifier": {"system": "s", "value": MASK}},
            {"identifier": {"system": "s", "value": MASK}},
            id="masked",
        ),
    ],
)
def test_odd_values_are_redacted(redactor: Redactor, value: Json, shown: Json) -> None:
    assert redactor.data(value) == shown
    assert redactor.data(shown) == shown


def test_who_describes_a_person_keeps_what_describes_the_record(
    redactor: Redactor,
) -> None:
    meta: Json = {"profile": ["https://x"], "lastUpdated": "2026-11-23T10:00:00Z"}
    identifier: Json = [{"system": "s", "type": {"coding": [{"code": "MR"}]}}]
    patient = _resource("Patient", meta=meta, identifier=identifier)
    assert redactor.data(patient) == patient


def test_a_declared_number_is_a_pseudonym_in_plain_json(redactor: Redactor) -> None:
    assert redactor.data({"nhs_number": NHS_NUMBER, "alias": "a"}) == {
        "nhs_number": _pseudonym(),
        "alias": "a",
    }


def test_a_header_seen_before_is_redacted_alike(redactor: Redactor) -> None:
    header = ("NHSD-Requesting-Practitioner", _base64(PRACTITIONER))
    assert redactor.headers([header]) == redactor.headers([header])


def test_many_learned_values_are_all_hidden(redactor: Redactor) -> None:
    names = [f"Name{number}xyz" for number in range(500)]
    redactor.learn([*names])
    assert redactor.text("said NAME499XYZ to us") == f"said {MASK} to us"
    assert redactor.text("said nothing") == "said nothing"


def test_what_is_learned_is_bounded() -> None:
    redactor = Redactor(KEY)
    redactor.learn([f"value{number}" for number in range(50_001)])
    assert redactor.text("value49999") == MASK
    assert redactor.text("value50000") == "value50000"


@pytest.mark.parametrize(
    ("text", "is_hidden"),
    [("Cook came", True), ("COOK came", True), ("cook a meal", False)],
    ids=["capital", "capitals", "small"],
)
def test_a_short_name_counts_with_a_capital(text: str, *, is_hidden: bool) -> None:
    redactor = Redactor(KEY, [{"family": "COOK", "given": "Violet"}])
    assert (MASK in redactor.text(text)) is is_hidden


def test_a_single_name_may_stand_in_a_plan() -> None:
    redactor = Redactor(KEY, [{"family": "DRIVER", "given": "Ann", "x": NHS_NUMBER}])
    assert not redactor.names_personal("The driver, Ms Driver, came")
    assert redactor.names_personal("driver Ann came")


def test_an_identifier_without_text_is_hidden(redactor: Redactor) -> None:
    given = _resource("Appointment", identifier={"system": "s", "value": 7})
    shown = _resource("Appointment", identifier={"system": "s", "value": MASK})
    assert redactor.data(given) == shown


def test_patients_may_be_declared_in_any_nesting(redactor: Redactor) -> None:
    redactor.learn([{"people": {"x": ["Quillfeather"]}}, ["Umberton"], NHS_NUMBER, 7])
    redactor.learn("1950-01-31")
    redactor.learn({"family": "Lonesome"})
    redactor.learn({"token": ["s3cret-s3cret"]}, is_secret=True)
    text = "quillfeather umberton 31/01/1950 s3cret-s3cret lonesome"
    assert redactor.text(text) == " ".join([MASK] * 5)


def test_a_text_is_asked_whether_it_is_personal(redactor: Redactor) -> None:
    assert redactor.names_personal("Adrian Dyball")
    assert redactor.names_personal(f"x {JWT}")
    assert not redactor.names_personal("Authorization: Bearer not-a-token-1")


_json = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text()
    | st.sampled_from([NHS_NUMBER, JWT, "Adrian Dyball", "Bearer a-b-c-d-e-f", MASK]),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.text(max_size=8)
            | st.sampled_from(
                [
                    "resourceType",
                    "identifier",
                    "system",
                    "value",
                    "name",
                    "family",
                    "text",
                    "url",
                    "headers",
                    "target",
                    "coding",
                    "code",
                    "display",
                    "extension",
                    "entry",
                    "resource",
                    "meta",
                ]
            ),
            inner | st.sampled_from(["Patient", "Bundle", NHS_SYSTEM]),
            max_size=5,
        )
    ),
    max_leaves=20,
)


@settings(max_examples=300, deadline=None)
@given(_json)
def test_any_json_is_redacted_for_good(value: Json) -> None:
    redactor = Redactor(KEY, [PATIENT])
    once = redactor.data(value)
    assert redactor.data(once) == once
    assert finds(json.dumps(once, ensure_ascii=False)) == ()
    body = redactor.body(json.dumps(value).encode(), FHIR).decode()
    assert finds(body) == ()
    assert "Dyball" not in body


@settings(max_examples=300, deadline=None)
@given(
    st.lists(
        st.text(max_size=12)
        | st.sampled_from(
            [
                NHS_NUMBER, JWT, "965 849 9007", "-----BEGIN PRIVATE KEY-----",
                "Bearer ", "a@b.example", "DN17 4LR", "Adrian", "DYBALL", "%20",
                "token=", "eyJ", "[redacted]", '"family":"', "<div ", "Cookie: ",
                "-", "=", "\n",
            ]
        ),
        max_size=8,
    ).map("".join)
)  # fmt: skip  # one list of parts
def test_any_text_is_redacted_for_good(text: str) -> None:
    redactor = Redactor(KEY, [PATIENT])
    for redact in (redactor.text, redactor.url):
        once = redact(text)
        assert redact(once) == once
        assert finds(once) == ()


@settings(max_examples=300, deadline=None)
@given(
    st.binary(max_size=200)
    | st.text(max_size=100).map(lambda text: text.encode("utf-8", "replace"))
    | _json.map(lambda value: json.dumps(value).encode()),
    st.sampled_from([FHIR, "", "text/html", "application/x-www-form-urlencoded"]),
)
def test_any_bytes_are_redacted_for_good(content: bytes, media_type: str) -> None:
    redactor = Redactor(KEY, [PATIENT])
    once = redactor.body(content, media_type)
    assert redactor.body(once, media_type) == once
    assert finds(once.decode()) == ()


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(st.text(max_size=20), st.text(max_size=40)), max_size=4))
def test_any_headers_are_redacted_for_good(pairs: list[tuple[str, str]]) -> None:
    redactor = Redactor(KEY, [PATIENT])
    once = redactor.headers(pairs)
    assert redactor.headers(once) == once
