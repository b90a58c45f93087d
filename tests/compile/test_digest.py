"""Digests: what changes them, and what does not."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pytest_bars.compile.compile import Compiler
from pytest_bars.compile.digest import digest_bytes, digest_files, digest_of
from pytest_bars.payloads.library import Library
from tests.compile.plans import (
    FLOWS,
    LANGUAGE,
    Data,
    Desk,
    case_test,
    flow,
    plan,
    step,
    steps,
    use,
    write,
)

TEMPLATE = """\
schema: bars-payload/1
name: mine
title: {title}
body: {{resourceType: Bundle}}
"""


def of_test(desk: Desk, data: Data, flows: Data | None = None) -> str:
    return desk.compile(data, flows).test("T-1").digest


def test_a_digest_is_of_canonical_json() -> None:
    assert digest_of({"b": 1, "a": "é"}) == digest_bytes('{"a":"é","b":1}'.encode())
    assert digest_of("\ud800").startswith("sha256:")


def test_a_digest_of_files_is_of_all_in_order() -> None:
    assert digest_files(["a", "b"]) != digest_files(["b", "a"])


def test_layout_and_place_change_no_test_digest(desk: Desk) -> None:
    first = of_test(desk, plan(case_test()))
    assert (
        of_test(desk, plan(case_test(ref="T-0"), case_test(), title="Other")) == first
    )


@pytest.mark.parametrize(
    "change",
    [
        lambda: steps(step(name="Other")),
        lambda: steps(step(), cases=[{"id": "a"}]),
        lambda: steps(prerequisites=["PRE-01"]),
    ],
    ids=["step", "cases", "prerequisites"],
)
def test_what_a_test_says_changes_its_digest(
    desk: Desk, change: Callable[[], Data]
) -> None:
    assert of_test(desk, change()) != of_test(desk, steps())


def test_a_prerequisite_changes_the_tests_that_name_it(desk: Desk) -> None:
    asked = [{"ref": "PRE-01", "name": "Other", "attest": {"by": "Lead"}}]
    given = steps(prerequisites=["PRE-01"])
    assert of_test(desk, given) != of_test(desk, {**given, "prerequisites": asked})
    assert of_test(desk, steps()) == of_test(desk, {**steps(), "prerequisites": asked})


BOOKED = {"create": "Appointment", "undo": "cancel"}


def changed(name: str) -> Data:
    return {name: {**FLOWS[name], "title": "Another title"}}


@pytest.mark.parametrize(
    ("given", "flow_name", "is_changed"),
    [
        (steps(use("book", patient="${patient}")), "book", True),
        (steps(use("book", patient="${patient}")), "cancel", True),
        (steps(write(effect=BOOKED)), "cancel", True),
        (
            steps(
                cleanup=[
                    {
                        "flow": "cancel",
                        "with": {"booking_id": "1", "patient": "${patient}"},
                    }
                ]
            ),
            "cancel",
            True,
        ),
        (steps(), "cancel", False),
    ],
    ids=["flow", "undo of a flow", "undo", "cleanup", "another test's"],
)
def test_flows_a_test_may_run_change_its_digest(
    desk: Desk, given: Data, flow_name: str, *, is_changed: bool
) -> None:
    before, after = of_test(desk, given), of_test(desk, given, changed(flow_name))
    assert (before != after) is is_changed


def test_templates_change_the_tests_that_use_them_even_by_an_undo(
    tmp_path: Path,
) -> None:
    body = {"post": "/", "to": "receiver", "body": {"template": "mine"}}
    send = write(request=body, effect={"cancel": "Slot"})
    flows = {"undo": flow(send), "x": flow()}
    given = plan(
        case_test(send),
        case_test(write(effect={"create": "Slot", "undo": "undo"}), ref="T-2"),
        case_test(ref="T-3"),
    )
    before, after = (digests(tmp_path / t, given, flows, t) for t in ("a", "b"))
    same = [old == new for old, new in zip(before, after, strict=True)]
    assert same == [False, False, True]


def digests(folder: Path, data: Data, flows: Data, title: str) -> list[str]:
    desk = Desk(folder)
    desk.write("payloads/mine.bars-template.yaml", TEMPLATE.format(title=title))
    desk.write("main.bars-flows.yaml", {"schema": "bars-flows/1", "flows": flows})
    library = Library.builtin().with_folder(folder / "payloads")
    path = desk.write("plan.bars.yaml", data)
    made = Compiler(LANGUAGE, library, folder).compile(path)
    return [test.digest for test in made.tests]


def test_the_plan_digest_is_over_exact_bytes(desk: Desk) -> None:
    first = desk.compile(plan())
    path = desk.folder / "plan.bars.yaml"
    path.write_text(f"{path.read_text('utf-8')}\n# a remark\n", "utf-8")
    second = desk.compiler().compile(path)
    assert first.digest != second.digest
    assert first.test("T-1").digest == second.test("T-1").digest


def test_a_flows_file_changes_the_plan_digest(desk: Desk) -> None:
    other: dict[str, Any] = {"x": flow()}
    assert desk.compile(plan()).digest != desk.compile(plan(), other).digest
