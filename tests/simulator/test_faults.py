import asyncio
import re
from datetime import timedelta
from pathlib import Path

import httpx
import pytest

import pytest_bars.simulator
from pytest_bars.simulator.app import Simulator
from pytest_bars.simulator.calls import BASE_PATH
from pytest_bars.simulator.faults import FAULTS, VALUES, UnknownFaultError, switch_on
from tests.simulator.api import Api, in_process
from tests.simulator.conftest import ChildApi
from tests.simulator.messages import (
    ADULT,
    booking,
    cancel_booking,
    cancel_referral,
    part,
    parts,
    referral,
    without,
)
from tests.simulator.probes import PROBES, UNKNOWN, Probe
from tests.simulator.request_probes import REQUEST_PROBES
from tests.simulator.requests import (
    cancelled,
    did_not_attend,
    dispatched,
    full,
    interim,
    referral_of,
    updated,
    validation,
)

OF_TIME_AND_CONNECTION = {
    "body-truncated",
    "connection-dropped-after-write",
    "connection-reset",
    "delay",
    "slow",
}
PAIRS = [
    (name, probe)
    for table in (PROBES, REQUEST_PROBES)
    for name, probes in table.items()
    for probe in probes
]


def as_asked(name: str) -> str:
    """Return a fault with the value of its example."""
    return f"{name}={VALUES[name]}" if name in VALUES else name


def test_every_fault_has_a_probe() -> None:
    known = PROBES.keys() | REQUEST_PROBES.keys()
    assert known | OF_TIME_AND_CONNECTION == FAULTS.keys()


def test_there_are_at_least_forty_faults() -> None:
    assert len(FAULTS) >= 40


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_named_in_words_and_told_in_a_sentence(name: str) -> None:
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name)
    assert re.fullmatch(r"[A-Z/].*\.", FAULTS[name])


@pytest.mark.parametrize("name", FAULTS)
def test_every_fault_is_consulted_somewhere(name: str) -> None:
    folder = Path(pytest_bars.simulator.__path__[0])
    sources = [path for path in folder.glob("*.py") if path.name != "faults.py"]
    text = "".join(path.read_text("utf-8") for path in sources)
    rest = name.removeprefix("referral-").removeprefix("validation-")
    assert f'"{name}"' in text or f'prefix}}{rest}"' in text


@pytest.mark.parametrize(("name", "probe"), PAIRS, ids=[name for name, _ in PAIRS])
def test_the_simulator_holds_what_the_probe_asks(
    api: Api, name: str, probe: Probe
) -> None:
    probe(api)


@pytest.mark.parametrize(("name", "probe"), PAIRS, ids=[name for name, _ in PAIRS])
def test_the_fault_can_be_seen(name: str, probe: Probe) -> None:
    with pytest.raises((AssertionError, KeyError, ValueError, IndexError)):
        probe(in_process(as_asked(name)))


@pytest.mark.parametrize("name", sorted(FAULTS.keys() - OF_TIME_AND_CONNECTION))
def test_no_fault_makes_the_simulator_itself_fail(api: Api, name: str) -> None:
    slot = api.free_slot()
    faulty = in_process(as_asked(name))
    for message in (
        booking(slot),
        booking(slot, referral=UNKNOWN),
        cancel_booking(UNKNOWN),
        referral(),
        referral(booking=UNKNOWN),
        cancel_referral(UNKNOWN),
        without(referral(), "ServiceRequest"),
        validation(),
        updated(validation(), UNKNOWN),
        cancelled(validation(), UNKNOWN),
        updated(referral_of("a6t1"), UNKNOWN),
        interim(validation()),
        without(full(validation()), "Patient"),
        did_not_attend(referral()),
        dispatched(referral_of("a6t1")),
    ):
        assert faulty.post(message).status_code < 600
    for path in ("/Slot", "/metadata", "/MessageDefinition", "/Appointment", "/Other"):
        assert faulty.get(path).status_code < 600


@pytest.mark.parametrize(
    ("member", "change"),
    [("focus", [{"reference": "urn:other"}]), ("eventCoding", {"code": "other"})],
)
def test_a_message_that_only_a_lenient_receiver_reads_is_still_answered(
    member: str, change: object
) -> None:
    message = referral()
    part(message, "MessageHeader").update({member: change})
    faults = ("event-unchecked", "rules-unchecked", "invalid-body-accepted")
    assert in_process(*faults).post(message).status_code in {200, 400}


def test_faults_add_up() -> None:
    api = in_process("outcome-missing", "status-200-on-error", "slots-empty")
    assert not parts(api.slots().json(), "Slot")
    unknown = api.get("/Appointment/00000000-0000-4000-8000-000000000000")
    assert unknown.status_code == 200
    assert unknown.content == b""


def test_slow_answers_come_late() -> None:
    app = Simulator(switch_on(["slow"]), delay=timedelta(seconds=30))

    async def ask() -> httpx.Response:
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport) as client:
            address = f"http://simulator{BASE_PATH}/metadata"
            return await asyncio.wait_for(client.get(address), 0.05)

    with pytest.raises(TimeoutError):
        asyncio.run(ask())


def test_slow_answers_come() -> None:
    api = in_process("slow", delay=timedelta(milliseconds=10))
    response = api.get("/metadata")
    assert response.status_code == 200


def test_a_message_whose_answer_is_cut_was_processed(child_api: ChildApi) -> None:
    api = child_api("connection-dropped-after-write")
    slot = api.free_slot()
    with pytest.raises(httpx.RemoteProtocolError):
        api.post(booking(slot))
    assert parts(api.search("Appointment", ADULT).json(), "Appointment")


def test_unknown_faults_are_told_with_what_may_be_meant() -> None:
    with pytest.raises(UnknownFaultError) as caught:
        switch_on(["slots-emty", "slots-empty", "quite-another-thing"])
    told = str(caught.value)
    assert 'unknown fault "slots-emty". Did you mean "slots-empty"?' in told
    assert 'unknown fault "quite-another-thing".' in told
    assert told.count("Did you mean") == 1


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("delay", 'the fault "delay" needs a value such as "delay=2s".'),
        ("answer-status=99", 'needs a value such as "answer-status=503".'),
        ("error-status=200", 'needs a value such as "error-status=418".'),
        ("clock-offset=tomorrow", 'needs a value such as "clock-offset=30d".'),
        ("slow=2s", 'the fault "slow" takes no value, found "2s".'),
        ("slow=", 'the fault "slow" takes no value, found "".'),
    ],
)
def test_a_wrong_value_is_told_with_an_example(asked: str, told: str) -> None:
    with pytest.raises(UnknownFaultError) as caught:
        switch_on([asked])
    assert told in str(caught.value)


def test_every_example_of_a_value_is_taken() -> None:
    assert switch_on(map(as_asked, VALUES)).value("delay") == "2s"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("90s", timedelta(seconds=90)),
        ("-2h", timedelta(hours=-2)),
        ("30d", timedelta(days=30)),
        ("5m", timedelta(minutes=5)),
    ],
)
def test_an_offset_is_a_duration(value: str, expected: timedelta) -> None:
    faults = switch_on([f"clock-offset={value}"])
    assert faults.duration("clock-offset") == expected
    assert faults.duration("delay") == timedelta()
