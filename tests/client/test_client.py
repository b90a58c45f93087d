import sys
import uuid
from dataclasses import replace
from subprocess import run

import pytest

from pytest_bars.client.client import BarsClient
from pytest_bars.client.clock import SystemClock
from pytest_bars.client.draft import Draft
from pytest_bars.errors import ProtocolError, StageRefusal
from pytest_bars.exchange import NO_EFFECT, READ, Request
from tests.client.given import (
    BOOK,
    LOCAL,
    READ_SLOTS,
    Allowing,
    MemoryJournal,
    Refusing,
    client_to,
)
from tests.client.servers import answering, reply, serving, silent, then_closing

NOWHERE = "http://127.0.0.1:9/R4"
FRESH = "7f9a2c4e-0000-4000-8000-000000000001"


@pytest.fixture
def journal() -> MemoryJournal:
    return MemoryJournal()


def test_what_is_recorded_is_what_the_server_got(journal: MemoryJournal) -> None:
    with serving(answering(reply())) as server:
        with client_to(server.base_url, journal) as client:
            exchange = client.send(BOOK)
        received = server.received[0]
    assert received.line == (
        "POST /booking-and-referral/FHIR/R4/$process-message HTTP/1.1"
    )
    assert received.headers == [*exchange.request.headers]
    assert received.body == exchange.request.body
    sent = journal.records[0][1]
    assert sent["headers"] == [list(pair) for pair in received.headers]
    assert journal.bodies[str(sent["body"])] == received.body
    assert sent["url"] == f"{server.base_url}/$process-message"


def test_the_query_is_sent_exactly_as_the_url_shows_it() -> None:
    query = (
        ("Schedule.actor:HealthcareService", "2000072489"),
        ("start", "ge2026-11-23T09:00:00Z"),
        ("start", "le2026-11-30T09:00:00+00:00"),
        ("patient:identifier", "https://fhir.nhs.uk/Id/nhs-number|9658499007"),
        ("_include", "Schedule:actor:HealthcareService"),
        ("name", "Zoë & co=50%"),
        ("empty", ""),
    )
    with serving(answering(reply())) as server, client_to(server.base_url) as client:
        request = client.send(replace(READ_SLOTS, query=query)).request
    target = request.url.removeprefix(server.origin)
    assert server.received[0].line == f"GET {target} HTTP/1.1"
    assert target.endswith(
        "/Slot?Schedule.actor:HealthcareService=2000072489"
        "&start=ge2026-11-23T09:00:00Z&start=le2026-11-30T09:00:00%2B00:00"
        "&patient:identifier=https://fhir.nhs.uk/Id/nhs-number%7C9658499007"
        "&_include=Schedule:actor:HealthcareService"
        "&name=Zo%C3%AB%20%26%20co%3D50%25&empty="
    )


def test_an_exchange_tells_when_and_how_long(journal: MemoryJournal) -> None:
    with (
        serving(answering(reply(201, b'{"a":1}'))) as server,
        client_to(server.base_url, journal) as client,
    ):
        exchange = client.send(READ_SLOTS)
    assert exchange.number == 1
    assert exchange.started.isoformat() == "2026-11-23T09:00:00+00:00"
    assert exchange.duration.total_seconds() == 0.25
    received = journal.last()
    assert received["status"] == 201
    assert received["duration_ms"] == 250.0
    assert journal.bodies[str(received["body"])] == b'{"a":1}'


def test_exchanges_are_numbered_from_one() -> None:
    with serving(answering(reply())) as server, client_to(server.base_url) as client:
        numbers = [client.send(READ_SLOTS).number for _ in range(3)]
    assert numbers == [1, 2, 3]


def test_the_intent_names_effect_target_and_ids(journal: MemoryJournal) -> None:
    with (
        serving(answering(reply())) as server,
        client_to(server.base_url, journal) as client,
    ):
        client.send(replace(BOOK, request_id="r-1", correlation_id="c-1"))
    sent = journal.records[0][1]
    assert sent["effect"] == {
        "kind": "create",
        "resource_type": "Appointment",
        "undo": "cancel-booking",
    }
    assert sent["target"] == LOCAL.target.as_json()
    assert (sent["request_id"], sent["correlation_id"]) == ("r-1", "c-1")
    assert (sent["test"], sent["step"]) == ("P::T", "book")


def test_a_request_without_target_or_body_records_none(journal: MemoryJournal) -> None:
    with (
        serving(answering(reply(204, b""))) as server,
        client_to(server.base_url, journal) as client,
    ):
        client.send(Draft("GET", "/metadata"))
    sent, received = journal.records[0][1], journal.records[1][1]
    assert (sent["target"], sent["body"], received["body"]) == (None, None, None)


@pytest.mark.parametrize(
    ("draft", "is_durable"),
    [
        pytest.param(READ_SLOTS, False, id="read"),
        pytest.param(BOOK, True, id="write"),
        pytest.param(replace(BOOK, effect=NO_EFFECT), True, id="no effect expected"),
        pytest.param(replace(BOOK, effect=READ), True, id="a POST that says read"),
    ],
)
def test_the_intent_of_anything_but_a_read_is_durable(
    journal: MemoryJournal, draft: Draft, *, is_durable: bool
) -> None:
    with (
        serving(answering(reply())) as server,
        client_to(server.base_url, journal) as client,
    ):
        client.send(draft)
    assert [durable for _, _, durable in journal.records] == [is_durable, False]


def test_the_guard_is_asked_once_the_intent_is_recorded() -> None:
    journal, seen = MemoryJournal(), []

    class Watching:
        def check(self, request: Request, draft: Draft) -> None:
            seen.append((request.path, draft.patient, [*journal.kinds]))

    with (
        serving(answering(reply())) as server,
        client_to(server.base_url, journal, Watching()) as client,
    ):
        client.send(BOOK)
    assert seen == [("/$process-message", "adult_1", ["http.sent"])]


def test_what_the_guard_refuses_is_recorded_and_not_sent(
    journal: MemoryJournal,
) -> None:
    with serving(answering(reply())) as server:
        client = client_to(server.base_url, journal, Refusing())
        with client, pytest.raises(StageRefusal, match="book: POST is not allowed"):
            client.send(BOOK)
        assert server.connections == 0
    assert journal.kinds == ["http.sent", "http.lost"]
    assert journal.last()["kind"] == "refused"
    assert journal.last()["message"] == "book: POST is not allowed"
    assert journal.last()["is_unknown"] is False


def test_a_lost_write_is_recorded_as_unknown(journal: MemoryJournal) -> None:
    with (
        serving(then_closing(b"")) as server,
        client_to(server.base_url, journal) as client,
    ):
        client.send(BOOK)
    assert journal.kinds == ["http.sent", "http.lost"]
    assert journal.last()["kind"] == "tcp"
    assert journal.last()["is_unknown"] is True


def test_no_message_of_a_fault_holds_what_was_sent(journal: MemoryJournal) -> None:
    draft = replace(READ_SLOTS, query=(("patient:identifier", "9658499007"),))
    with (
        serving(then_closing(b"9658499007" + reply())) as server,
        client_to(server.base_url, journal) as client,
    ):
        fault = client.send(draft).fault
    assert fault is not None
    assert "9658499007" not in fault.message


class TestResend:
    @pytest.mark.parametrize(
        ("fresh", "expected"),
        [
            pytest.param(None, "r-1", id="same request"),
            pytest.param(FRESH, FRESH, id="same bundle"),
        ],
    )
    def test_only_a_fresh_request_id_may_differ(
        self, fresh: str | None, expected: str
    ) -> None:
        with (
            serving(answering(reply())) as server,
            client_to(server.base_url) as client,
        ):
            first = client.send(replace(BOOK, request_id="r-1"))
            second = client.resend(
                first,
                replace(BOOK, step="again", effect=NO_EFFECT),
                fresh_request_id=fresh,
            )
        before, after = server.received
        assert after.body == before.body
        assert after.line == before.line
        wanted = [
            (name, expected if name == "X-Request-Id" else value)
            for name, value in before.headers
        ]
        assert after.headers == wanted
        assert second.number == 2
        assert second.request.effect == NO_EFFECT

    def test_a_fresh_request_id_must_be_sendable(self) -> None:
        with (
            serving(answering(reply())) as server,
            client_to(server.base_url) as client,
        ):
            first = client.send(BOOK)
            with pytest.raises(ProtocolError, match="X-Request-Id cannot be sent"):
                client.resend(first, BOOK, fresh_request_id="a\r\nX: b")

    def test_a_request_for_another_host_is_not_repeated(
        self, journal: MemoryJournal
    ) -> None:
        with serving(answering(reply())) as here, serving(silent) as there:
            with client_to(here.base_url) as client:
                elsewhere = client.send(BOOK)
            with (
                client_to(there.base_url, journal) as other,
                pytest.raises(StageRefusal, match="was not sent"),
            ):
                other.resend(elsewhere, BOOK, fresh_request_id=None)
            assert there.connections == 0
        assert journal.records == []


@pytest.mark.parametrize(
    "method", ["CONNECT", "TRACE", "get", "", "GET /x HTTP/1.1\r\nX: y\r\n"]
)
def test_another_method_is_refused(method: str, journal: MemoryJournal) -> None:
    client = client_to(NOWHERE, journal)
    with pytest.raises(ProtocolError, match="expected one of DELETE, GET"):
        client.send(replace(READ_SLOTS, method=method))
    assert journal.records == []


def test_preparing_sends_and_records_nothing(journal: MemoryJournal) -> None:
    with serving(answering(reply())) as server:
        request = client_to(server.base_url, journal).prepare(BOOK)
        assert server.connections == 0
    assert journal.records == []
    assert request.url == f"{server.base_url}/$process-message"


def test_missing_ids_are_made_afresh_for_each_request() -> None:
    client = client_to(NOWHERE)
    ids = [client.prepare(READ_SLOTS).headers.get("X-Request-Id") for _ in range(2)]
    assert ids[0] != ids[1]
    assert [str(uuid.UUID(found)) for found in ids] == ids


@pytest.mark.parametrize(
    ("own", "asked", "says"),
    [
        pytest.param(None, "https://api.service.nhs.uk/R4", "stays on", id="local"),
        pytest.param(
            "https://sandbox.api.service.nhs.uk/R4",
            "https://api.service.nhs.uk/R4",
            "sends to https://sandbox",
            id="other host",
        ),
        pytest.param(
            "https://int.api.service.nhs.uk/R4",
            "http://int.api.service.nhs.uk/R4",
            "only, not to http:",
            id="without TLS",
        ),
    ],
)
def test_a_client_is_bound_to_the_base_url_of_its_profile(
    own: str | None, asked: str, says: str
) -> None:
    with pytest.raises(StageRefusal, match=says):
        client_to(asked, profile=replace(LOCAL, base_url=own))


def test_a_client_takes_a_base_url_only() -> None:
    with pytest.raises(ProtocolError, match="expected a URL such as"):
        client_to("127.0.0.1:80")


def test_a_closed_client_opens_again_when_it_sends() -> None:
    with serving(answering(reply())) as server:
        client = client_to(server.base_url)
        client.close()
        client.send(READ_SLOTS)
        client.close()
        assert client.send(READ_SLOTS).response is not None
        client.close()
        assert server.connections == 2


def test_the_http_library_is_not_imported_before_something_is_sent() -> None:
    code = (
        "import sys, pytest_bars.client.client, pytest_bars.client.curl\n"
        "print(sorted({'httpx', 'httpcore', 'ssl'} & {*sys.modules}))"
    )
    done = run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() in {"[]", "['ssl']"}


def test_the_system_clock_tells_utc_and_never_goes_back() -> None:
    clock = SystemClock()
    before = clock.monotonic()
    assert clock.now().utcoffset() is not None
    assert clock.now().tzname() == "UTC"
    assert clock.monotonic() >= before


def test_a_client_works_with_the_system_clock(journal: MemoryJournal) -> None:
    with serving(answering(reply())) as server:
        client = BarsClient(LOCAL, server.base_url, journal, Allowing(), SystemClock())
        with client:
            exchange = client.send(READ_SLOTS)
    assert 0 < exchange.duration.total_seconds() < 5
