"""A caller of the simulator that sends what a Sender should, unless told otherwise."""

import asyncio
import base64
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
from fhir.resources.R4B import get_fhir_model_class

from pytest_bars.fhir.validate import validate
from pytest_bars.simulator.app import Simulator
from pytest_bars.simulator.calls import BASE_PATH
from pytest_bars.simulator.faults import switch_on
from tests.simulator import messages
from tests.simulator.messages import SERVICE, Resource, new_id

SYSTEM = "https://fhir.nhs.uk/Id/dos-service-id"
NHS_NUMBER = "https://fhir.nhs.uk/Id/nhs-number"
PROCESS = "/$process-message"
FHIR_JSON = "application/fhir+json"

Query = Iterable[tuple[str, str]]
Headers = Mapping[str, str | None]


def encoded(value: Any) -> str:
    return base64.b64encode(json.dumps(value).encode()).decode()


def target(service: str = SERVICE) -> str:
    return encoded({"system": SYSTEM, "value": service})


def organisation(ods: str) -> str:
    system = "https://fhir.nhs.uk/Id/ods-organization-code"
    identifier = [{"system": system, "value": ods}]
    return encoded({"resourceType": "Organization", "identifier": identifier})


def instant(days: float = 0) -> str:
    moment = datetime.now(UTC) + timedelta(days=days)
    return moment.isoformat(timespec="seconds")


def slot_query(**changes: str | list[str] | None) -> list[tuple[str, str]]:
    """Return a slot search for the next seven days; None leaves a parameter out."""
    values: dict[str, Any] = {
        "Schedule.actor:HealthcareService": SERVICE,
        "status": "free",
        "start": [f"ge{instant()}", f"le{instant(7)}"],
        "_include": ["Slot:schedule", "Schedule:actor:HealthcareService"],
    }
    values |= {name.replace("__", ":"): value for name, value in changes.items()}
    return [
        (name, value)
        for name, given in values.items()
        if given is not None
        for value in ([given] if isinstance(given, str) else given)
    ]


class SimulatorFailedError(Exception):
    """The simulator raised instead of answering."""


@dataclass
class Api:
    """Sends requests; keeps no state but the last request sent."""

    base_url: str
    send: Callable[[httpx.Request], httpx.Response]
    headers: dict[str, str] = field(default_factory=dict)

    def call(
        self,
        method: str,
        path: str,
        query: Query = (),
        *,
        headers: Headers | None = None,
        body: Any = None,
    ) -> httpx.Response:
        given: dict[str, str | None] = {
            "X-Request-Id": new_id(),
            "X-Correlation-Id": new_id(),
            "NHSD-Target-Identifier": target(),
            "NHSD-End-User-Organisation": organisation("X99ZZ"),
            "Accept": f"{FHIR_JSON}; version=1.0.0",
            **self.headers,
        }
        if body is not None:
            given["Content-Type"] = FHIR_JSON
        given |= dict(headers or {})
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        request = httpx.Request(
            method,
            self.base_url + path,
            params=list(query),
            headers={name: value for name, value in given.items() if value is not None},
            content=content if body is not None else None,
        )
        return self.send(request)

    def get(
        self, path: str, query: Query = (), *, headers: Headers | None = None
    ) -> httpx.Response:
        return self.call("GET", path, query, headers=headers)

    def post(self, body: Any, *, headers: Headers | None = None) -> httpx.Response:
        return self.call("POST", PROCESS, headers=headers, body=body)

    def slots(self, **changes: str | list[str] | None) -> httpx.Response:
        return self.get("/Slot", slot_query(**changes))

    def free_slot(self) -> Resource:
        return messages.parts(self.slots().json(), "Slot")[0]

    def book(self, **details: Any) -> Resource:
        """Book a free slot and return the confirmed Appointment."""
        response = self.post(messages.booking(self.free_slot(), **details))
        assert response.status_code == 200, response.text
        return messages.part(response.json(), "Appointment")

    def refer(self, **details: Any) -> Resource:
        """Make a referral and return the confirmed ServiceRequest."""
        response = self.post(messages.referral(**details))
        assert response.status_code == 200, response.text
        return messages.part(response.json(), "ServiceRequest")

    def request(self, message: Resource) -> Resource:
        """Send a message and return the ServiceRequest of its answer."""
        response = self.post(message)
        assert response.status_code == 200, response.text
        return messages.part(response.json(), "ServiceRequest")

    def read(self, request_id: str) -> Resource:
        """Return a ServiceRequest as it can be read."""
        response = self.get(f"/ServiceRequest/{request_id}")
        assert response.status_code == 200, response.text
        found: Resource = response.json()
        return found

    def search(self, resource_type: str, nhs_number: str) -> httpx.Response:
        token = f"{NHS_NUMBER}|{nhs_number}"
        return self.get(f"/{resource_type}", [("patient:identifier", token)])


def in_process(*faults: str, **options: Any) -> Api:
    """Return the caller of a simulator in this process, with these faults."""
    app = Simulator(switch_on(faults), **options)

    async def send(request: httpx.Request) -> httpx.Response:
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport) as client:
            return await client.send(request)

    def run(request: httpx.Request) -> httpx.Response:
        try:
            return asyncio.run(send(request))
        except Exception as error:
            raise SimulatorFailedError from error

    return Api(f"http://simulator{BASE_PATH}", run)


def outcome(response: httpx.Response) -> tuple[int, str, str]:
    """Return status, BaRS code and issue type of an error."""
    issue = response.json()["issue"][0]
    return response.status_code, issue["details"]["coding"][0]["code"], issue["code"]


def assert_valid(body: Resource) -> None:
    """Assert that a body is valid R4, by our own judge and by another."""
    assert validate(body) == ()
    get_fhir_model_class(body["resourceType"]).model_validate(body)
