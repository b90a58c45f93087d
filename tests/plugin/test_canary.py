"""What is secret or personal appears nowhere: a canary is planted everywhere."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.plugin.plans import HEAD
from tests.plugin.servers import partner

NUMBER = "9990000018"
SPACED = "999 000 0018"
FAMILY = "Zzyzxcanary"
GIVEN = "Quetzalcanary"
TOKEN = "eyJhbGciOiJSUzUxMiJ9.eyJjYW5hcnkiOiJ5ZXMifQ.Y2FuYXJ5c2lnbmF0dXJl"  # noqa: S105 - the canary
OPAQUE = "opaquecanary0123456789"
KEY = "-----BEGIN PRIVATE KEY-----\nMIIcanarycanarycanary\n-----END PRIVATE KEY-----\n"
OTHER = "9434765919"
CANARIES = (
    NUMBER,
    SPACED,
    FAMILY,
    FAMILY.upper(),
    GIVEN,
    "canaryno",
    "Y2FuYXJ5",
    OPAQUE,
    "MIIcanary",
    OTHER,
    "943 476 5919",
    "1981-02-03",
)
PROJECT = """\
schema: bars-project/1
project: canary
profiles:
  canary:
    extends: local
    base_url: "{base_url}"
    patients:
      adult_1:
        nhs_number: "{number}"
        family: {family}
        given: {given}
        birth_date: 1981-02-03
        postcode: LS1 4AP
"""
PLAN = (
    HEAD
    + """\
  - ref: C-01
    name: Everything the partner says is shown
    kind: error
    steps:
      - ref: ask
        name: Ask with the patient in path, query and header
        request:
          get: "/Patient/${{patient.nhs_number}}"
          to: receiver
          query:
            identifier: "x|${{patient.nhs_number}}"
            family: "${{patient.family}}"
          headers: {{X-Echo: "${{patient.nhs_number}} ${{patient.name}}"}}
        continue: true
        expect:
          - status: 418
          - {{header: X-Echo, equals: nothing}}
          - fhirpath: "name.family"
            equals: nobody
            because: The name is shown
          - fhirpath: "identifier.value"
            equals: nothing
            because: The number is shown
          - conforms: Patient
          - outcome: {{code: REC_CONFLICT}}
          - resource: Bundle
          - body: {{contains: nothing like it}}
          - body: {{json: {{birthDate: "1900-01-01"}}}}
        capture:
          number: {{fhirpath: "identifier.value.first()", type: string}}
      - ref: send
        name: Send what was captured
        request:
          post: /$process-message
          to: receiver
          body: {{json: {{note: "${{number}}", name: "${{patient.name}}"}}}}
        effect: none
        expect: [{{status: 418}}]
"""
)


def _answer() -> dict[str, object]:
    return {
        "resourceType": "Patient",
        "identifier": [
            {"system": "https://fhir.nhs.uk/Id/nhs-number", "value": NUMBER},
            {"system": "https://fhir.nhs.uk/Id/nhs-number", "value": OTHER},
        ],
        "name": [{"family": FAMILY, "given": [GIVEN], "text": f"{GIVEN} {FAMILY}"}],
        "birthDate": "1981-02-03",
        "text": {"status": "generated", "div": f"<div>{FAMILY} {SPACED}</div>"},
        "unknown": [f"Bearer {OPAQUE}", TOKEN, KEY],
        "issue": [{"diagnostics": f"patient {NUMBER} {FAMILY} {TOKEN}"}],
    }


@pytest.fixture
def base_url() -> Iterator[str]:
    """Return the base URL of a partner that tells everything."""
    fields = (("X-Echo", f"{NUMBER} {FAMILY} Bearer {OPAQUE}"), ("Set-Cookie", OPAQUE))
    with partner(_answer(), fields=fields) as (url, _):
        yield url


def _leaks(root: Path, told: str) -> list[str]:
    """Return where a canary is found, besides the input."""
    found = [f"terminal: {canary}" for canary in CANARIES if canary in told]
    for path in root.rglob("*"):
        if path.is_file() and path.name != "bars.yaml" and path.suffix != ".yaml":
            text = path.read_bytes().decode("utf-8", "replace")
            found += [f"{path.name}: {each}" for each in CANARIES if each in text]
    return found


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param(["-v"], id="plain"),
        pytest.param(["-vv", "-s", "--showlocals"], id="loud"),
        pytest.param(["--full-trace", "--showlocals"], id="full trace"),
        pytest.param(["-n", "2"], id="workers"),
    ],
)
def test_no_canary_is_in_any_output(
    pytester: pytest.Pytester, base_url: str, arguments: list[str]
) -> None:
    project = PROJECT.format(
        base_url=base_url, number=NUMBER, family=FAMILY, given=GIVEN
    )
    (pytester.path / "bars.yaml").write_text(project, encoding="utf-8")
    (pytester.path / "c.bars.yaml").write_text(PLAN.format(plan="C"), encoding="utf-8")
    result = pytester.runpytest_subprocess(
        "--bars-env=canary",
        "--junitxml=out/junit.xml",
        "--alluredir=out/allure",
        "--log-file=out/log.txt",
        "--log-file-level=DEBUG",
        "--log-cli-level=DEBUG",
        *arguments,
    )
    result.assert_outcomes(failed=1)
    told = result.stdout.str() + result.stderr.str()
    assert "status 418" in told
    assert _leaks(pytester.path, told) == []


@pytest.mark.parametrize(
    "secret", [NUMBER, SPACED, TOKEN, KEY.replace("\n", "\\n")], ids=str
)
def test_a_secret_in_a_plan_is_refused_and_not_repeated(
    pytester: pytest.Pytester, base_url: str, secret: str
) -> None:
    project = PROJECT.format(
        base_url=base_url, number=NUMBER, family=FAMILY, given=GIVEN
    )
    (pytester.path / "bars.yaml").write_text(project, encoding="utf-8")
    text = PLAN.format(plan="C").replace(
        "Everything the partner says", f'"{secret} and what it says'
    )
    text = text.replace("says is shown", 'says"')
    (pytester.path / "c.bars.yaml").write_text(text, encoding="utf-8")
    result = pytester.runpytest_subprocess(
        "--bars-env=canary", "--junitxml=junit.xml", "--alluredir=allure"
    )
    result.assert_outcomes(errors=1)
    told = result.stdout.str() + result.stderr.str()
    assert "c.bars.yaml:" in told
    assert _leaks(pytester.path, told) == []


def test_a_declared_patient_in_a_plan_is_refused_and_not_repeated(
    pytester: pytest.Pytester, base_url: str
) -> None:
    project = PROJECT.format(
        base_url=base_url, number=NUMBER, family=FAMILY, given=GIVEN
    )
    (pytester.path / "bars.yaml").write_text(project, encoding="utf-8")
    text = PLAN.format(plan="C").replace("Everything", f"{GIVEN} {FAMILY} and all")
    (pytester.path / "c.bars.yaml").write_text(text, encoding="utf-8")
    result = pytester.runpytest_subprocess("--bars-env=canary")
    told = result.stdout.str() + result.stderr.str()
    assert result.ret == pytest.ExitCode.USAGE_ERROR
    assert "Traceback" not in told
    assert _leaks(pytester.path, told) == []
