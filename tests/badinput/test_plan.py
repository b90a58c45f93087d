"""Good YAML that is no good plan: one place of a good plan is spoiled."""

from typing import NamedTuple

import pytest

from pytest_bars.checks import default_checks
from pytest_bars.documents.load import parse_document
from pytest_bars.errors import PlanError
from pytest_bars.plan.language import Language
from pytest_bars.plan.loader import load_plan
from pytest_bars.steps import default_steps
from tests.badinput.good import GOOD

LANGUAGE = Language(default_steps(), default_checks())
STEP_KINDS = "flow, manual, request, resend or wait"


class Spoiled(NamedTuple):
    """What is replaced in the good plan, and the faults that follow."""

    id: str
    old: str
    new: str
    faults: tuple[str, ...]


SPOILED = (
    Spoiled("no-map", GOOD, "- a\n", ("1:1: expected a map, found a list",)),
    Spoiled("only-text", GOOD, "hello\n", ('1:1: expected a map, found "hello"',)),
    Spoiled(
        "wrong-schema",
        "bars-plan/1",
        "bars-plan/2",
        ('1:9: expected bars-plan/1, found "bars-plan/2"|Did you mean "bars-plan/1"?',),
    ),
    Spoiled(
        "unknown-key",
        "title: A good plan",
        "title: A good plan\ntittle: x",
        ('5:1: unknown key "tittle"|Did you mean "title"?',),
    ),
    Spoiled(
        "mistyped-key",
        "    kind: happy-path",
        "    knd: happy-path",
        ('18:5: unknown key "knd"|Did you mean "kind"?',),
    ),
    Spoiled(
        "python-name-of-a-key",
        "        name: Ask for slots",
        "        name: Ask for slots\n        continue_: true",
        ('26:9: unknown key "continue_"|Did you mean "continue"?',),
    ),
    Spoiled("missing-key", "title: A good plan\n", "", ('1:1: missing key "title"',)),
    Spoiled(
        "missing-key-in-a-list",
        "    name: Slots are offered\n",
        "",
        ('16:5: missing key "name"',),
    ),
    Spoiled(
        "empty-value",
        "title: A good plan",
        "title:",
        ("4:7: expected text, found nothing|Give it a value, or remove the key.",),
    ),
    Spoiled(
        "optional-without-value",
        "    within: 5m",
        "    within:",
        ("19:12: expected a duration such as 500ms, 30s, 5m, 2h or 7d, found nothing",),
    ),
    Spoiled(
        "blank-text", "A good plan", '" "', ("4:8: expected text, found an empty",)
    ),
    Spoiled(
        "number-for-text",
        "A good plan",
        "111",
        ("4:8: expected text, found the number 111|Put it in quotes.",),
    ),
    Spoiled(
        "true-for-text", "A good plan", "true", ("4:8: expected text, found true",)
    ),
    Spoiled(
        "text-for-number",
        "application: 1",
        'application: "1"',
        ('5:38: expected a whole number, found "1"|Write the number without quotes',),
    ),
    Spoiled(
        "leading-zero",
        "application: 1",
        "application: 01",
        ('5:38: expected a whole number, found "01"|Write the number without quotes',),
    ),
    Spoiled(
        "decimal",
        "application: 1",
        "application: 1.5",
        ('5:38: expected a whole number, found "1.5"',),
    ),
    Spoiled(
        "number-too-high",
        "application: 1",
        "application: 99",
        ("5:38: expected a number of at most 7, found the number 99",),
    ),
    Spoiled(
        "yes-for-true",
        "e2e: false",
        "e2e: yes",
        ('21:10: expected true or false, found "yes"|Write true or false.',),
    ),
    Spoiled(
        "text-for-list",
        "use_cases: [a1t1]",
        "use_cases: a1t1",
        ('5:52: expected a list, found "a1t1"|Write a list, also of one: [...].',),
    ),
    Spoiled(
        "empty-list",
        "use_cases: [a1t1]",
        "use_cases: []",
        ("5:52: expected 1 or more entries, found an empty list",),
    ),
    Spoiled(
        "map-for-list",
        "use_cases: [a1t1]",
        "use_cases: {a: b}",
        ("5:52: expected a list, found a map",),
    ),
    Spoiled(
        "no-tests",
        GOOD[GOOD.index("tests:") :],
        "tests: []\n",
        ("15:8: expected 1 or more entries, found an empty list",),
    ),
    Spoiled(
        "no-steps",
        GOOD[GOOD.index("    steps:") :],
        "    steps: []\n",
        ("23:12: expected 1 or more entries, found an empty list",),
    ),
    Spoiled(
        "wrong-choice",
        "happy-path",
        "hapy-path",
        ('18:11: expected happy-path or error, found "hapy-path"|Did you mean "ha',),
    ),
    Spoiled(
        "bad-version",
        "version: 1.0.0",
        "version: 1.0",
        ('3:10: expected a version of three numbers such as 1.0.0, found "1.0"',),
    ),
    Spoiled(
        "bad-reference",
        "ref: BK-01",
        "ref: BK 01",
        ("16:10: expected a reference of at most 100 letters, digits, dots, _",),
    ),
    Spoiled(
        "bad-name",
        "          slot: {",
        "          1slot: {",
        ('32:11: expected a name of letters, digits, _ and -, found "1slot"',),
    ),
    Spoiled(
        "bad-duration",
        "within: 5m",
        "within: 5 minutes",
        ('19:13: expected a duration such as 500ms, 30s, 5m, 2h or 7d, found "5 minu',),
    ),
    Spoiled(
        "number-for-duration",
        "within: 5m",
        "within: 5",
        ("19:13: expected a duration such as 500ms, 30s, 5m, 2h or 7d, found the num",),
    ),
    Spoiled(
        "unknown-stage",
        "prod: no slots",
        "pro: no slots",
        ("20:14: expected local, sandbox, int, int-assurance, uat, prod or prod-e2e,",),
    ),
    Spoiled(
        "mistyped-step-kind",
        "        request: {get: /Slot",
        "        requst: {get: /Slot",
        (f'26:9: expected one of {STEP_KINDS}, found "requst"|Did you mean "re',),
    ),
    Spoiled(
        "no-step-kind",
        "        request: {get: /Slot, to: receiver}\n",
        "",
        (f"24:9: expected one of {STEP_KINDS}, found none",),
    ),
    Spoiled(
        "two-step-kinds",
        "        request: {get: /Slot",
        "        wait: {for: 1s}\n        request: {get: /Slot",
        (f'27:9: expected only one of {STEP_KINDS}, found "wait" and "request"',),
    ),
    Spoiled(
        "mistyped-envelope-without-kind",
        "        request: {get: /Slot, to: receiver}\n",
        "        captur: {}\n",
        (
            f"24:9: expected one of {STEP_KINDS}, found none",
            '26:9: unknown key "captur"|Did you mean "capture"?',
        ),
    ),
    Spoiled(
        "step-is-text",
        GOOD[GOOD.index("      - ref: slots") : GOOD.index("    cleanup:")],
        "      - ask\n",
        ('24:9: expected a map, found "ask"',),
    ),
    Spoiled(
        "mistyped-check-kind",
        "          - status: 200",
        "          - staus: 200",
        ("28:13: expected one of body, conforms, duration, fhirpath, header, outc",),
    ),
    Spoiled(
        "two-check-kinds",
        "            because: There",
        "            status: 200\n            because: There",
        ("30:13: expected only one of body, conforms, duration, fhirpath, header, o",),
    ),
    Spoiled(
        "status-in-quotes",
        "          - status: 200",
        '          - status: "200"',
        ('28:21: expected a whole number, found "200"',),
    ),
    Spoiled(
        "impossible-status",
        "          - status: 200",
        "          - status: [200, 99]",
        ("28:27: expected a number of at least 100, found the number 99",),
    ),
    Spoiled(
        "two-captures-in-one",
        'fhirpath: "entry.resource"',
        "fhirpath: entry, header: X",
        ("32:35: expected only one of fhirpath or header",),
    ),
    Spoiled(
        "unknown-type",
        "type: resource",
        "type: resurce",
        ("32:52: expected string, integer, boolean, duration, id, resource, patient,",),
    ),
    Spoiled(
        "party-without-kind",
        "{system: product, target",
        "{target",
        ("8:13: expected one of system or person, found none",),
    ),
    Spoiled(
        "bad-target",
        '"${profile.target}"',
        "2000072489 in words",
        ('8:39: expected "${profile.target}", or a map of system and value, found ',),
    ),
    Spoiled(
        "mistyped-variable",
        "{patient: adult_1}",
        "{patent: adult_1}",
        ('10:13: unknown key "patent"|Did you mean "patient"?',),
    ),
    Spoiled(
        "list-as-variable",
        "{patient: adult_1}",
        "[adult_1]",
        ("10:12: expected a map, text, a whole number or true or false, found a list",),
    ),
    Spoiled(
        "case-without-id",
        "{id: one}",
        "{as: one}",
        ('22:13: a case needs an "id"',),
    ),
    Spoiled(
        "case-with-bad-requirements",
        "{id: one}",
        "{id: one, requirements: x}",
        ("22:13: requirements of a case are a list of texts",),
    ),
    Spoiled(
        "prerequisite-of-two-kinds",
        "    check: {request",
        "    attest: {by: me}\n    check: {request",
        ('15:5: expected only one of check, manual or attest, found "attest" and "c',),
    ),
    Spoiled(
        "prerequisite-request",
        "{get: /metadata",
        "{got: /metadata",
        ('14:23: unknown key "got"|Did you mean "get"?',),
    ),
    Spoiled(
        "everything-at-once",
        "title: A good plan\nstandard: {core: 1.1.6, application: 1,",
        "titel: A good plan\nstandard: {core: 1, application: x,",
        (
            '4:1: unknown key "titel"|Did you mean "title"?',
            "5:18: expected a version of three numbers such as 1.0.0, found the number",
            '5:34: expected a whole number, found "x"',
        ),
    ),
)


def test_the_unspoiled_plan_is_good() -> None:
    document = parse_document(GOOD.encode(), "p.bars.yaml")
    assert load_plan(document, LANGUAGE).tests[0].ref == "BK-01"


@pytest.mark.parametrize("spoiled", SPOILED, ids=[bad.id for bad in SPOILED])
def test_each_fault_is_told_at_its_place(spoiled: Spoiled) -> None:
    assert GOOD.count(spoiled.old) == 1
    content = GOOD.replace(spoiled.old, spoiled.new).encode()
    with pytest.raises(PlanError) as caught:
        load_plan(parse_document(content, "p.bars.yaml"), LANGUAGE)
    assert len(caught.value.faults) == len(spoiled.faults)
    for fault, expected in zip(caught.value.faults, spoiled.faults, strict=True):
        message, _, hint = expected.partition("|")
        assert f"{fault.mark}: {fault.message}".startswith(f"p.bars.yaml:{message}")
        assert (fault.hint or "").startswith(hint)
