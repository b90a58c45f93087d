"""What a plan that holds compiles to."""

import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from pytest_bars.compile.compile import Compiler, compile_file, compile_many
from pytest_bars.compile.model import argument_values
from pytest_bars.errors import PlanError
from pytest_bars.exchange import NO_EFFECT, READ, Effect, EffectKind
from pytest_bars.payloads.library import Library
from pytest_bars.stages import Stage
from tests.compile.plans import (
    FLOWS,
    LANGUAGE,
    Data,
    Desk,
    case_test,
    flow,
    kind,
    manual,
    plan,
    step,
    steps,
    use,
    write,
)

UNTIL: Data = {"until": [{"status": 200}], "every": "1s", "within": "${window}"}
CANCEL: Data = {"flow": "cancel", "with": {"booking_id": "1", "patient": "${patient}"}}


def test_a_plan_keeps_what_it_says_of_itself(desk: Desk) -> None:
    made = desk.compile(plan())
    assert (made.id, made.version, made.title) == ("P", "1.0.0", "A plan")
    assert made.standard.application == 1
    assert made.owner.role == "Project Lead"
    assert set(made.parties) == {"receiver", "user"}
    assert set(made.vars) == {"patient", "window", "count"}
    assert made.path.endswith("plan.bars.yaml")
    assert made.mark.line == 3


def test_the_files_of_a_plan_are_kept_to_the_byte(desk: Desk) -> None:
    made = desk.compile(plan())
    contents = [
        (desk.folder / Path(file.path).name).read_bytes() for file in made.files
    ]
    assert [file.content for file in made.files] == contents
    assert len({file.digest for file in made.files}) == 2


def test_a_test_without_cases_has_one(desk: Desk) -> None:
    [case] = desk.compile(plan()).test("T-1").cases
    assert (case.id, case.values) == (None, {})


def test_cases_keep_their_values_requirements_and_place(desk: Desk) -> None:
    rows = [
        {"id": "a", "x": 1},
        {"id": "b", "x": "${now}", "requirements": ["nfr-time-2"]},
    ]
    first, second = desk.compile(steps(cases=rows)).test("T-1").cases
    assert (first.id, first.values, first.is_dynamic) == ("a", rows[0], False)
    assert (second.requirements, second.is_dynamic) == (("nfr-time-2",), True)
    assert first.mark < second.mark


def test_a_test_keeps_its_envelope(desk: Desk) -> None:
    keys: dict[str, Any] = {
        "description": "Why",
        "workflows": ["app1-slots"],
        "requirements": ["nfr-time-2"],
        "prerequisites": ["PRE-01"],
        "exclusive": ["patient"],
        "within": "5m",
        "not_in": {"int": "later"},
        "e2e": True,
    }
    test = desk.compile(steps(**keys)).test("T-1")
    assert (test.description, test.within) == ("Why", timedelta(minutes=5))
    assert [asked.ref for asked in test.prerequisites] == ["PRE-01"]
    assert test.not_in == {Stage.INT: "later"}
    assert test.stages == set(Stage) - {Stage.INT}


def test_an_error_test_runs_in_every_stage_but_production(desk: Desk) -> None:
    test = desk.compile(steps(kind="error")).test("T-1")
    assert test.stages == {stage for stage in Stage if not stage.is_production}


def test_where_one_test_is_e2e_the_others_are_not_for_business_go_live(
    desk: Desk,
) -> None:
    made = desk.compile(plan(case_test(e2e=True), case_test(ref="T-2")))
    assert Stage.PROD_E2E in made.test("T-1").stages
    assert Stage.PROD_E2E not in made.test("T-2").stages


def test_there_is_no_test_of_an_unknown_reference(desk: Desk) -> None:
    with pytest.raises(KeyError):
        desk.compile(plan()).test("T-2")


def test_a_step_keeps_its_envelope(desk: Desk) -> None:
    given = step(
        stages=["uat", "int"],
        capture={"slot": {"fhirpath": "id"}},
        conversation="second",
    ) | {"continue": True}
    [made, _] = desk.compile(steps(given, step("b"))).test("T-1").steps
    assert (made.ref, made.kind, made.raw) == ("read", "request", given)
    assert made.continues
    assert made.conversation == "second"
    assert [capture.name for capture in made.captures] == ["slot"]
    assert made.runs_in(Stage.UAT)
    assert not made.runs_in(Stage.PROD)


@pytest.mark.parametrize(
    ("given", "effect"),
    [
        (step(), READ),
        (write(), NO_EFFECT),
        (
            write(effect={"create": "Appointment", "undo": "cancel"}),
            Effect(EffectKind.CREATE, "Appointment", "cancel"),
        ),
        (write(effect={"cancel": "Slot"}), Effect(EffectKind.CANCEL, "Slot")),
        (manual(), None),
    ],
    ids=["read", "none", "create", "cancel", "manual"],
)
def test_a_step_has_the_effect_it_says(
    desk: Desk, given: Data, effect: Effect | None
) -> None:
    [_, made] = desk.compile(steps(step("a"), given)).test("T-1").steps
    assert made.effect == effect


@pytest.mark.parametrize(
    ("path", "is_dynamic"),
    [("/metadata", False), ("/Slot/${count}", True), ("/$${a}", True)],
)
def test_a_step_is_dynamic_when_its_own_keys_hold_expressions(
    desk: Desk, path: str, *, is_dynamic: bool
) -> None:
    header = {"header": "ETag", "equals": "${count}"}
    given = step(
        request={"get": path, "to": "receiver"}, expect=[{"status": 200}, header]
    )
    [made] = desk.compile(steps(given)).test("T-1").steps
    assert made.is_dynamic is is_dynamic
    assert [check.is_dynamic for check in made.checks] == [False, True]


def test_checks_and_polls_keep_kind_raw_and_model(desk: Desk) -> None:
    [made] = desk.compile(steps(step(poll=UNTIL))).test("T-1").steps
    [check] = made.checks
    assert (check.kind, check.raw, check.model.key) == (
        "status",
        {"status": 200},
        "status",
    )
    assert made.poll is not None
    assert (made.poll.raw_every, made.poll.raw_within) == ("1s", "${window}")
    assert [until.kind for until in made.poll.until] == ["status"]


def test_a_flow_step_has_its_flow_and_arguments(desk: Desk) -> None:
    [made] = desk.compile(steps(use("book", patient="${patient}"))).test("T-1").steps
    assert made.flow is not None
    assert (made.flow.name, made.flow.returns) == ("book", {"booking_id": "id"})
    assert made.arguments == {"patient": "${patient}"}
    assert argument_values(made) == {"patient": "${patient}", "slot": None}


def test_a_step_that_is_no_flow_has_no_arguments(desk: Desk) -> None:
    [made] = desk.compile(steps()).test("T-1").steps
    assert argument_values(made) == {}


def test_nested_flows_are_shared(desk: Desk) -> None:
    flows = {"outer": flow(use("inner")), "inner": flow()}
    made = desk.compile(steps(use("outer")), flows)
    [inner] = made.flows["outer"].steps
    assert inner.flow is made.flows["inner"]


def test_marks_of_a_flow_are_in_its_own_file(desk: Desk) -> None:
    made = desk.compile(steps(use("book", patient="${patient}")))
    paths = [made.test("T-1").mark.path, made.flows["book"].steps[0].mark.path]
    assert [Path(path).name for path in paths] == [
        "plan.bars.yaml",
        "main.bars-flows.yaml",
    ]


def test_cleanup_has_a_ref_and_a_name_of_its_own_where_none_is_given(
    desk: Desk,
) -> None:
    given = [CANCEL, {**CANCEL, "ref": "undo", "name": "Undo it"}]
    made = desk.compile(steps(cleanup=given)).test("T-1").cleanup
    assert [(one.ref, one.name) for one in made] == [
        ("cleanup-1", "Cancel a booking"),
        ("undo", "Undo it"),
    ]
    assert [one.when for one in made] == [None, None]


def test_cleanup_may_wait_for_what_is_open(desk: Desk) -> None:
    made_by = write(effect={"create": "Slot"})
    given = [{**CANCEL, "when": {"open": "Slot"}}]
    [made] = desk.compile(steps(made_by, cleanup=given)).test("T-1").cleanup
    assert made.when == "Slot"
    assert argument_values(made) == CANCEL["with"]


@pytest.mark.parametrize("is_in_flow", [False, True], ids=["step", "flow"])
def test_cleanup_may_wait_for_what_should_be_refused(
    desk: Desk, *, is_in_flow: bool
) -> None:
    flows = {"make": flow(write(effect="none"))}
    made_by = kind("flow", "make") if is_in_flow else write(effect="none")
    given = [{**CANCEL, "when": {"open": "Appointment"}}]
    [made] = desk.compile(steps(made_by, cleanup=given), flows).test("T-1").cleanup
    assert made.when == "Appointment"


def test_prerequisites_are_checks_persons_or_statements(desk: Desk) -> None:
    request = {"get": "/metadata", "to": "receiver"}
    asked = [
        {
            "ref": "A",
            "name": "a",
            "check": {"request": request, "expect": [{"status": 200}]},
            "once": "test",
        },
        {"ref": "B", "name": "b", "manual": manual()["manual"], "stages": ["uat"]},
        {"ref": "C", "name": "c", "attest": {"by": "Lead"}},
    ]
    made = desk.compile(plan(prerequisites=asked)).prerequisites
    assert [one.kind for one in made.values()] == ["check", "manual", "attest"]
    step_a, step_b = made["A"].step, made["B"].step
    assert step_a is not None
    assert (step_a.ref, step_a.kind, step_a.effect) == ("A", "request", READ)
    assert (made["A"].once, made["A"].runs_in(Stage.LOCAL)) == ("test", True)
    assert step_b is not None
    assert (step_b.kind, made["B"].runs_in(Stage.LOCAL)) == ("manual", False)
    assert made["C"].attest is not None
    assert made["C"].step is None


@pytest.mark.parametrize(
    ("given", "stage", "expected"),
    [
        ([step()], Stage.UAT, False),
        ([step(), manual()], Stage.UAT, True),
        ([step(), manual(stages=["uat"])], Stage.INT, False),
        ([step(), use("people")], Stage.INT, True),
        ([step(), use("book", patient="${patient}")], Stage.INT, False),
    ],
    ids=["none", "step", "left out", "inside a flow", "flow without"],
)
def test_a_test_knows_where_it_needs_a_person(
    desk: Desk, given: list[Data], stage: Stage, *, expected: bool
) -> None:
    made = desk.compile(steps(*given), {"people": flow(manual())})
    assert made.test("T-1").has_manual(stage) is expected


def test_a_plan_without_flows_compiles(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    path = desk.write("alone.bars.yaml", plan(use=None))
    made = compile_file(
        path, language=LANGUAGE, library=Library.builtin(), root=tmp_path
    )
    assert dict(made.flows) == {}


def test_flows_of_several_files_are_one_namespace(desk: Desk) -> None:
    used = {
        "schema": "bars-flows/1",
        "flows": {"outer": flow(use("book", patient="${p}"), params={"p": "patient"})},
    }
    desk.write("more/second.bars-flows.yaml", used)
    data = steps(
        use("outer", p="${patient}"),
        use=None,
    ) | {"use": ["main.bars-flows.yaml", "more/second.bars-flows.yaml"]}
    assert set(desk.compile(data).flows) == {*FLOWS, "outer"}


@pytest.mark.parametrize(
    ("use_files", "message"),
    [
        (
            ["main.bars-flow.yaml"],
            'there is no file "main.bars-flow.yaml". Did you mean "main.bars-flows.',
        ),
        (["zzz/zzz"], "It is looked for from the folder of this file."),
        (["main.bars-flows.yaml"] * 2, '"main.bars-flows.yaml" is used twice.'),
        (
            ["same.bars-flows.yaml", "main.bars-flows.yaml"],
            'the flow "book" is there twice. It is first in',
        ),
        (["x" * 5000 + ".bars-flows.yaml"], "there is no file "),
        (["x" * 5000 + "/y.bars-flows.yaml"], "there is no file "),
        (["../outside.bars-flows.yaml"], "lies outside of the project"),
        (["/etc/hostname"], "lies outside of the project"),
        ([3], "expected text"),
        ("main.bars-flows.yaml", "expected a list"),
    ],
    ids=[
        *("misspelt", "unlike any", "twice", "same flow", "long name", "long folder"),
        *("outside", "absolute", "number", "text"),
    ],
)
def test_files_in_use_that_cannot_be_are_faults(
    tmp_path: Path, use_files: Any, message: str
) -> None:
    desk = Desk(tmp_path / "inside")
    copy = {
        "schema": "bars-flows/1",
        "flows": {"book": FLOWS["book"], "cancel": FLOWS["cancel"]},
    }
    desk.write("same.bars-flows.yaml", {**copy, "flows": copy["flows"]})
    desk.write(
        "../outside.bars-flows.yaml", {"schema": "bars-flows/1", "flows": {"x": flow()}}
    )
    messages = desk.messages(plan(use=use_files))
    assert any(message in found for found in messages)


@pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege there")
def test_links_in_a_circle_are_no_file(tmp_path: Path) -> None:
    desk = Desk(tmp_path / "inside")
    desk.write(
        "main.bars-flows.yaml", {"schema": "bars-flows/1", "flows": {"x": flow()}}
    )
    link = tmp_path / "inside" / "circle.bars-flows.yaml"
    link.symlink_to(link)
    messages = desk.messages(plan(use=["circle.bars-flows.yaml"]))
    assert any("there is no file" in found for found in messages)


@pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege there")
def test_a_link_out_of_the_project_is_refused(tmp_path: Path) -> None:
    desk = Desk(tmp_path / "inside")
    target = desk.write("../outside.bars.yaml", plan(use=None))
    (desk.folder / "link.bars.yaml").symlink_to(target)
    with pytest.raises(PlanError, match="outside"):
        desk.compiler().compile(desk.folder / "link.bars.yaml")


def test_flows_files_are_read_once_for_several_plans(desk: Desk) -> None:
    desk.compile(plan())
    other = desk.write("other.bars.yaml", plan(plan="Q"))
    compiler = desk.compiler()
    first = compiler.compile(desk.folder / "plan.bars.yaml")
    second = compiler.compile(other)
    assert first.files[1].content is second.files[1].content


def many(desk: Desk, *plans: Data) -> list[str]:
    desk.compile(plan())
    paths = [desk.write(f"{i}.bars.yaml", data) for i, data in enumerate(plans)]
    try:
        compile_many(
            paths, language=LANGUAGE, library=Library.builtin(), root=desk.folder
        )
    except PlanError as error:
        return [f"{fault.message} {fault.hint}" for fault in error.faults]
    return []


def test_a_reference_is_unique_within_a_plan_id_across_files(desk: Desk) -> None:
    [found] = many(desk, plan(), plan())
    assert 'the reference "T-1" is used twice in the plan P. It is first at' in found


def test_two_plans_may_have_the_same_reference(desk: Desk) -> None:
    assert many(desk, plan(), plan(plan="Q"), plan(case_test(ref="T-2"))) == []


def test_a_prerequisite_says_the_same_in_every_file_of_a_plan(desk: Desk) -> None:
    other = [{"ref": "PRE-01", "name": "Other", "attest": {"by": "Lead"}}]
    [found] = many(desk, plan(), plan(case_test(ref="T-2"), prerequisites=other))
    assert 'the reference "PRE-01" says something else in the plan P' in found


def test_faults_of_all_plans_come_at_once_and_those_of_a_shared_flow_once(
    desk: Desk,
) -> None:
    bad = {"schema": "bars-flows/1", "flows": {"x": flow(write(effect=None))}}
    desk.write("bad.bars-flows.yaml", bad)
    given = plan(case_test(kind="x"), use=["bad.bars-flows.yaml"])
    assert len(many(desk, given, given)) == 3


def test_a_file_that_is_no_plan_is_a_plan_error(tmp_path: Path) -> None:
    compiler = Compiler(LANGUAGE, Library.builtin(), tmp_path)
    with pytest.raises(PlanError):
        compiler.compile(tmp_path / "none.bars.yaml")


def test_the_kinds_are_those_of_the_language(desk: Desk) -> None:
    [found] = desk.messages(steps(step(), kind("dance", {})))
    assert "flow, manual, request, resend or wait" in found
