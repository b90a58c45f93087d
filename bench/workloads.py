"""The same work, written for each runner: N cases of four requests in rotation."""

import json
from pathlib import Path

ROOT = "/booking-and-referral/FHIR/R4"
# name, method, path, status, three values of the answer
REQUESTS = (
    (
        "metadata",
        "GET",
        "/metadata",
        200,
        {"resourceType": "CapabilityStatement", "status": "active", "kind": "instance"},
    ),
    (
        "slots",
        "GET",
        "/Slot",
        200,
        {"resourceType": "Bundle", "type": "searchset", "total": 0},
    ),
    (
        "appointment",
        "GET",
        "/Appointment/a1",
        200,
        {"resourceType": "Appointment", "id": "a1", "status": "booked"},
    ),
    (
        "message",
        "POST",
        "/$process-message",
        409,
        {
            "resourceType": "OperationOutcome",
            "issue[0].severity": "error",
            "issue[0].code": "duplicate",
        },
    ),
)
MESSAGE = {"resourceType": "Bundle", "type": "message", "id": "b1"}

_RAW = """
import httpx, json, sys
cases = json.load(open("cases.json"))
def value(body, path):
    for part in path.replace("[0]", ".0").split("."):
        body = body[int(part)] if part.isdigit() else body[part]
    return body
with httpx.Client(trust_env=False) as client:
    for name, method, path, status, values, _ in cases:
        body = MESSAGE if method == "POST" else None
        answer = client.request(method, sys.argv[1] + path, json=body)
        assert answer.status_code == status
        told = answer.json()
        for where, wanted in values.items():
            assert value(told, where) == wanted
"""
_PLAIN = """
import json, os
import httpx, pytest
cases = json.load(open("cases.json"))
MESSAGE = {message}
def value(body, path):
    for part in path.replace("[0]", ".0").split("."):
        body = body[int(part)] if part.isdigit() else body[part]
    return body
@pytest.fixture(scope="session")
def client():
    with httpx.Client(trust_env=False) as client:
        yield client
@pytest.mark.parametrize("case", cases, ids=[case[5] for case in cases])
def test_case(client, case):
    name, method, path, status, values, _ = case
    body = MESSAGE if method == "POST" else None
    answer = client.request(method, os.environ["BASE"] + path, json=body)
    assert answer.status_code == status
    told = answer.json()
    for where, wanted in values.items():
        assert value(told, where) == wanted
"""
_PLAN = """\
schema: bars-plan/1
plan: BENCH{number}
version: 1.0.0
title: Overhead
standard: {{core: 1.1.6, application: 1, use_cases: [a1t1]}}
owner: {{organisation: supplier, role: Project Lead}}
parties:
  sender: {{system: harness}}
  receiver: {{system: product, target: "${{profile.target}}"}}
tests:
"""
_TEST = """\
  - ref: {ref}
    name: Ask for {name}
    kind: error
    cases:
{cases}
    steps:
      - ref: ask
        name: Send the request
        request: {{{verb}: {path}, to: receiver{body}}}
{effect}        expect:
          - status: {status}
          - body: {{json: {values}}}
"""
_TAVERN = """\
test_name: {ref}
marks:
  - parametrize:
      key: case
      vals: {cases}
stages:
  - name: Send the request
    request:
      url: "{base}{path}"
      method: {method}
{body}    response:
      status_code: {status}
      strict: false
      json: {values}
"""


def write_plain(folder: Path, count: int) -> None:
    """Write the bare loop and the parametrised tests."""
    cases = [[*REQUESTS[n % 4], f"case-{n}"] for n in range(count)]
    (folder / "cases.json").write_text(json.dumps(cases))
    (folder / "loop.py").write_text(_RAW.replace("MESSAGE", repr(MESSAGE)))
    (folder / "test_plain.py").write_text(_PLAIN.replace("{message}", repr(MESSAGE)))


def write_plans(
    folder: Path, count: int, base: str, files: int = 1, cases: int | None = None
) -> None:
    """Write plans with count cases in all, and the profile `bench`.

    cases: of each test; None makes one test of each request, with all its cases.
    """
    (folder / "bars.yaml").write_text(
        "schema: bars-project/1\nproject: bench\nprofiles:\n"
        f'  bench: {{extends: local, base_url: "{base}"}}\n'
    )
    per_request = count // files // len(REQUESTS)
    per_test = cases or per_request
    for number in range(files):
        tests = (
            _plan_test(request, f"-{n}", per_test)
            for n in range(per_request // per_test)
            for request in REQUESTS
        )
        text = _PLAN.format(number=number) + "".join(tests)
        (folder / f"bench{number}.bars.yaml").write_text(text)


def _plan_test(request: tuple, suffix: str, count: int) -> str:
    name, method, path, status, values = request
    cases = "\n".join(f"      - {{id: c{n}}}" for n in range(count))
    is_post = method == "POST"
    return _TEST.format(
        ref=name + suffix,
        name=name,
        cases=cases,
        verb=method.lower(),
        path=path,
        body=f", body: {{json: {json.dumps(MESSAGE)}}}" if is_post else "",
        effect="        effect: none\n" if is_post else "",
        status=status,
        values=json.dumps(values),
    )


def write_tavern(folder: Path, count: int, base: str, cases: int | None = None) -> None:
    """Write Tavern's tests, one document each.

    cases: of each test; None makes one test of each request, with all its cases.
    """
    per_request = count // len(REQUESTS)
    per_test = cases or per_request
    documents = (
        _tavern_test(request, f"-{n}", per_test, base)
        for n in range(per_request // per_test)
        for request in REQUESTS
    )
    (folder / "test_bench.tavern.yaml").write_text("---\n".join(documents))


def _tavern_test(request: tuple, suffix: str, count: int, base: str) -> str:
    name, method, path, status, values = request
    is_post = method == "POST"
    outcome = {"severity": "error", "code": "duplicate"}
    told = {"resourceType": "OperationOutcome", "issue": [outcome]}
    return _TAVERN.format(
        ref=name + suffix,
        cases=json.dumps([f"c{n}" for n in range(count)]),
        base=base,
        path=path,
        method=method,
        body=f"      json: {json.dumps(MESSAGE)}\n" if is_post else "",
        status=status,
        values=json.dumps(told if is_post else values),
    )
