import copy
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pytest_bars.fhir.path import FhirPathError, compile_path
from pytest_bars.jsontypes import Json
from tests.fhir import samples
from tests.fhir.json_values import JSON

APPOINTMENT = "entry.resource.ofType(Appointment)"
PATIENT = "entry.resource.ofType(Patient)"
SLOT = "entry.resource.ofType(Slot)"


def evaluate(expression: str, **variables: Json) -> list[Json]:
    return compile_path(expression).evaluate(samples.message(), variables)


@pytest.mark.parametrize(
    ("expression", "items"),
    [
        pytest.param("Bundle.type", ["message"], id="root-type"),
        pytest.param("Patient.name", [], id="another-root-type"),
        pytest.param("entry.count()", [4], id="count"),
        pytest.param(f"{SLOT}.where(status = 'busy').exists()", [True], id="where"),
        pytest.param(f"{SLOT}.where(status = 'free')", [], id="where-none"),
        pytest.param(f"{SLOT}.exists(status = 'busy')", [True], id="exists-criterion"),
        pytest.param("entry.where({})", [], id="where-empty-is-false"),
        pytest.param("entry.all(resource.exists())", [True], id="all"),
        pytest.param("entry.all(resource is Slot)", [False], id="not-all"),
        pytest.param("entry.first().resource is MessageHeader", [True], id="is"),
        pytest.param("$this is Bundle", [True], id="root-is"),
        pytest.param("$this is Resource", [True], id="root-is-base"),
        pytest.param("$this is Slot", [False], id="root-is-not"),
        pytest.param("is(Bundle)", [True], id="root-is-function"),
        pytest.param("%resource is Bundle", [True], id="variable-is"),
        pytest.param("($this as Bundle).id", ["b1"], id="root-as"),
        pytest.param("as(Slot)", [], id="root-as-function"),
        pytest.param("entry.resource.ofType(DomainResource).count()", [4], id="base"),
        pytest.param(f"{PATIENT}.active", [True], id="boolean"),
        pytest.param(f"{PATIENT}.active.toString()", ["true"], id="boolean-as-text"),
        pytest.param(f"{PATIENT}.multipleBirth.toString()", ["2"], id="number-as-text"),
        pytest.param(f"{PATIENT}.multipleBirth is integer", [True], id="choice-type"),
        pytest.param(f"{PATIENT}.name.select(family)", ["Alpha", "Omega"], id="select"),
        pytest.param("iif(entry.exists(), 'y', 'n')", ["y"], id="iif"),
        pytest.param("iif(entry.empty(), 'y')", [], id="iif-without-else"),
        pytest.param("iif(entry.empty(), 'y', 'n')", ["n"], id="iif-else"),
        pytest.param("entry.aggregate($total + 1, 0)", [4], id="aggregate"),
        pytest.param("%resource.id | %context.id", ["b1"], id="standard-variables"),
        pytest.param("$this.id", ["b1"], id="this-at-the-root"),
        pytest.param("entry.where($index = 2).resource.id", ["s1"], id="index"),
        pytest.param("%ucum", ["http://unitsofmeasure.org"], id="ucum"),
        pytest.param("@2026-01-01", ["2026-01-01"], id="date"),
        pytest.param("@T10:00", ["10:00"], id="time"),
        pytest.param("1.5", [1.5], id="decimal"),
        pytest.param("4 / 2", [2], id="whole-decimal"),
        pytest.param("5 'mg'", [{"value": 5, "unit": "mg"}], id="quantity"),
        pytest.param("{}", [], id="empty"),
        pytest.param(f"{SLOT}.status.hasValue()", [True], id="has-value"),
        pytest.param(f"{SLOT}.hasValue()", [False], id="has-no-value"),
        pytest.param(f"{SLOT}.single().id", ["s1"], id="single"),
        pytest.param("'a' & 'b'", ["ab"], id="ampersand"),
        pytest.param("1 + 1", [2], id="plus"),
    ],
)
def test_an_expression_yields_plain_json(expression: str, items: list[Json]) -> None:
    assert evaluate(expression) == items


@pytest.mark.parametrize(
    ("expression", "line", "column"),
    [
        pytest.param("entry.resource.(", 1, 16, id="prefix-would-evaluate"),
        pytest.param("'X26' memberOf 'x'", 1, 7, id="unknown-operator"),
        pytest.param("a b", 1, 3, id="two-expressions"),
        pytest.param("a.where(b = )", 1, 13, id="operand-missing"),
        pytest.param("(1 + 1", 1, 7, id="bracket-open"),
        pytest.param("'abc", 1, 1, id="text-open"),
        pytest.param("a #", 1, 3, id="strange-character"),
        pytest.param("%", 1, 2, id="variable-without-name"),
        pytest.param("", 1, 1, id="nothing"),
        pytest.param("a.\n  where(", 2, 9, id="second-line"),
    ],
)
def test_a_malformed_expression_is_refused_with_its_place(
    expression: str, line: int, column: int
) -> None:
    with pytest.raises(FhirPathError, match="malformed at") as refused:
        compile_path(expression)
    assert (refused.value.line, refused.value.column) == (line, column)
    assert refused.value.expression == expression
    assert repr(expression) in str(refused.value)


@pytest.mark.parametrize(
    ("expression", "reason"),
    [
        pytest.param("a.conformsTo('x')", "no function conformsTo()", id="function"),
        pytest.param("a.where()", "takes 1 argument(s), found 0", id="too-few"),
        pytest.param("a.exists(b, c)", "takes 0 or 1 argument(s)", id="too-many"),
        pytest.param("ofType(Foo)", 'no type "Foo"', id="type-in-function"),
        pytest.param("a is FHIR.Foo", 'no type "Foo"', id="type-in-operator"),
        pytest.param("%'us-zip'", "write %`name`", id="variable-in-quotes"),
    ],
)
def test_a_name_that_does_not_exist_is_refused(expression: str, reason: str) -> None:
    with pytest.raises(FhirPathError) as refused:
        compile_path(expression)
    assert reason in str(refused.value)


def test_an_expression_nested_too_deeply_is_refused() -> None:
    with pytest.raises(FhirPathError, match="nested too deeply"):
        compile_path("(" * 2_000 + "1" + ")" * 2_000)


def test_the_same_text_is_compiled_once() -> None:
    assert compile_path("entry.resource") is compile_path("entry.resource")


@pytest.mark.parametrize(
    ("expression", "names"),
    [
        ("entry.fullUrl", set()),
        ("%slot.id = %`my slot`.id", {"slot", "my slot"}),
        ("%resource.id = %ucum", set()),
    ],
)
def test_a_path_knows_the_variables_it_needs(expression: str, names: set[str]) -> None:
    assert compile_path(expression).variables == names


def test_variables_are_handed_in_without_the_percent_sign() -> None:
    assert evaluate(f"{SLOT}.id = %slot.id", slot=samples.slot()) == [True]
    assert evaluate("%none", none=None) == []
    assert evaluate("'b' in %names", names=["a", "b"]) == [True]


def test_an_unknown_variable_is_an_error_and_not_empty() -> None:
    with pytest.raises(FhirPathError, match=r"%b, %c in the FHIRPath .* has no value"):
        evaluate("%a | %c | %b", a=1)


def test_an_unknown_variable_is_an_error_even_where_it_is_not_reached() -> None:
    with pytest.raises(FhirPathError, match="%slot"):
        evaluate("entry.where(false).where(id = %slot)")


def test_a_list_handed_in_is_left_as_it_was() -> None:
    names: list[Json] = ["a", "b"]
    evaluate("%names.first()", names=names)
    assert names == ["a", "b"]


@pytest.mark.parametrize(
    ("expression", "items"),
    [
        pytest.param(
            "entry.resource.ofType(MessageHeader).focus.resolve().status",
            ["booked"],
            id="urn-uuid",
        ),
        pytest.param(f"{APPOINTMENT}.slot.resolve() is Slot", [True], id="typed"),
        pytest.param(f"{APPOINTMENT}.slot.resolve() is Patient", [False], id="other"),
        pytest.param(
            f"{APPOINTMENT}.participant.actor.resolve().id",
            ["p1", "room"],
            id="contained-too",
        ),
        pytest.param(
            f"{APPOINTMENT}.participant.where(actor.resolve() is Location).count()",
            [1],
            id="in-a-criterion",
        ),
        pytest.param(f"{SLOT}.schedule.resolve()", [], id="not-at-hand"),
        pytest.param("'Slot/s1'.resolve().id", ["s1"], id="text"),
        pytest.param(f"{PATIENT}.active.resolve()", [], id="no-reference"),
        pytest.param(
            "entry.resource.ofType(MessageHeader).focus.resolve().slot.resolve().id",
            ["s1"],
            id="twice",
        ),
    ],
)
def test_resolve_finds_what_is_at_hand(expression: str, items: list[Json]) -> None:
    assert evaluate(expression) == items


@pytest.mark.parametrize(
    "expression",
    [
        pytest.param(f"{APPOINTMENT}.start = {SLOT}.start", id="offsets"),
        pytest.param(f"{APPOINTMENT}.end = {SLOT}.end", id="fractions"),
        pytest.param(f"{APPOINTMENT}.start < {SLOT}.end", id="order"),
        pytest.param(f"{APPOINTMENT}.start >= {SLOT}.start", id="at-least"),
        pytest.param(f"{APPOINTMENT}.start = '2026-11-23T10:00:00Z'", id="text"),
        pytest.param("%a < %b", id="texts-with-offsets"),
        pytest.param(f"{APPOINTMENT}.start > @2026-11-22", id="date"),
        pytest.param(f"{APPOINTMENT}.start + 1 hour > {SLOT}.end", id="duration"),
        pytest.param(f"{APPOINTMENT}.start - 1 hour < {SLOT}.start", id="minus"),
        pytest.param("now() + 1 day > now()", id="now"),
        pytest.param("today() - 1 year < today()", id="today"),
        pytest.param("@T10:00 = @T10:00", id="times"),
        pytest.param("5 'mg' = 5 'mg'", id="quantities"),
        pytest.param(f"{PATIENT}.birthDate = @1950-02-03", id="beside-its-extension"),
        pytest.param(f"{PATIENT}.birthDate < today()", id="order-beside-its-extension"),
        pytest.param("'b' < 'c'", id="plain-texts"),
        pytest.param(f"{APPOINTMENT}.contained.position.longitude = 0.1", id="decimal"),
        pytest.param("%float = 0.1", id="float-variable"),
        pytest.param("0.1 in %floats", id="float-in-a-list"),
        pytest.param("%floats contains 0.1", id="list-has-a-float"),
        pytest.param(f"{PATIENT}.multipleBirth = 2.0", id="integer-and-decimal"),
        pytest.param(f"{PATIENT}.name.given = ('Ann' | 'Bea')", id="collections"),
        pytest.param(
            f"{PATIENT}.name.given != ('Ann' | 'Cat')", id="second-item-differs"
        ),
        pytest.param(f"{PATIENT}.name.given != 'Ann'", id="sizes-differ"),
        pytest.param(f"{PATIENT}.active != 1", id="boolean-is-no-number"),
        pytest.param(f"{PATIENT}.gender in ('male' | 'female')", id="in"),
        pytest.param(f"{SLOT}.start in {APPOINTMENT}.start", id="instant-in"),
    ],
)
def test_what_is_so_compares_so(expression: str) -> None:
    values: dict[str, Json] = {
        "a": "2026-11-23T10:30:00+01:00",
        "b": "2026-11-23T10:00:00Z",
        "float": 0.1,
        "floats": [0.2, 0.1],
    }
    assert evaluate(expression, **values) == [True]


@pytest.mark.parametrize(
    "expression",
    [
        pytest.param(f"{APPOINTMENT}.start = @2026-11-23", id="precision"),
        pytest.param(f"{APPOINTMENT}.start != @2026-11-23", id="not-precision"),
        pytest.param(f"{APPOINTMENT}.start >= @2026-11-23", id="order-of-precision"),
        pytest.param(f"{SLOT}.comment = 'x'", id="no-value"),
        pytest.param(f"{SLOT}.comment in ('x' | 'y')", id="nothing-in"),
    ],
)
def test_what_is_open_is_empty_and_so_no_pass(expression: str) -> None:
    assert evaluate(expression) == []


@pytest.mark.parametrize(
    ("expression", "verdict"),
    [
        (f"{APPOINTMENT}.start = 'soon'", False),
        (f"{APPOINTMENT}.start = {PATIENT}.gender", False),
        (f"{APPOINTMENT}.start in ('soon' | 'later')", False),
    ],
)
def test_a_moment_equals_no_other_text(expression: str, *, verdict: bool) -> None:
    assert evaluate(expression) == [verdict]


@pytest.mark.parametrize(
    ("expression", "items"),
    [
        pytest.param(f"{PATIENT}.birthDate.count()", [1], id="counted-once"),
        pytest.param(f"{PATIENT}.birthDate", ["1950-02-03"], id="yielded-once"),
        pytest.param(
            f"{PATIENT}.birthDate.extension('https://example/time').value",
            ["1950-02-03T04:05:06Z"],
            id="its-extension-is-found",
        ),
        pytest.param(f"{PATIENT}.birthDate.extension('other')", [], id="no-other"),
    ],
)
def test_a_primitive_with_extensions_is_one_item(
    expression: str, items: list[Json]
) -> None:
    assert evaluate(expression) == items


def test_all_extensions_of_a_url_are_found() -> None:
    twice: Json = {
        "resourceType": "Slot",
        "extension": [{"url": "u"}, {"url": "u"}, {"url": "v"}],
    }
    assert compile_path("extension('u').count()").evaluate(twice) == [2]
    assert compile_path("extension('u')").evaluate({"extension": "odd"}) == []


def test_the_outer_this_is_as_it_was_after_an_inner_criterion() -> None:
    kept = evaluate(
        f"{PATIENT}.name.where(given.where($this = 'Ann').exists() "
        "and $this.family = 'Alpha').family"
    )
    assert kept == ["Alpha"]


@pytest.mark.parametrize(
    ("expression", "reason"),
    [
        pytest.param("entry.where(fullUrl)", "where() is not a boolean", id="where"),
        pytest.param("entry.all(true | false)", "all() is not a boolean", id="several"),
        pytest.param(f"{PATIENT}.name.single()", "single() got 2 items", id="single"),
        pytest.param("entry in entry", "single item to look for", id="in"),
        pytest.param("entry.fullUrl.matches('x')", "needs one text", id="matches"),
        pytest.param("1 < 'a'", "of different types", id="order-of-types"),
        pytest.param(f"{SLOT}.start < 'soon'", "that is none", id="no-moment"),
        pytest.param(f"{SLOT}.start + 1 'kg'", "only a duration", id="no-duration"),
        pytest.param("1 + 1 day", "cannot be added", id="number-and-duration"),
        pytest.param(
            "entry.fullUrl < 'a'", "one item on each side", id="order-of-many"
        ),
        pytest.param("entry is Bundle", "need one item", id="is-of-many"),
        pytest.param("$index", "only inside", id="index-at-the-root"),
        pytest.param("'('.matches('(')", "the engine failed", id="anything-else"),
    ],
)
def test_trouble_in_evaluation_names_the_expression_and_the_reason(
    expression: str, reason: str
) -> None:
    with pytest.raises(FhirPathError) as failed:
        evaluate(expression)
    assert repr(expression) in str(failed.value)
    assert reason in str(failed.value)


def test_trouble_does_not_quote_the_resource() -> None:
    with pytest.raises(FhirPathError) as failed:
        evaluate(f"{PATIENT}.name.family.first() < 1")
    assert "Alpha" not in str(failed.value)
    assert failed.value.__cause__ is None


def test_trace_is_silent(capsys: pytest.CaptureFixture[str]) -> None:
    assert evaluate(f"{PATIENT}.gender.trace('gender')") == ["female"]
    assert evaluate(f"{PATIENT}.name.trace('n', family).count()") == [2]
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize(
    ("resource", "expression", "items"),
    [
        pytest.param(None, "entry", [], id="null"),
        pytest.param([], "entry", [], id="empty-list"),
        pytest.param({}, "Bundle.entry", [], id="empty-object"),
        pytest.param({"a": 1}, "a", [1], id="no-resource"),
        pytest.param({"a": 1}, "$this is Bundle", [False], id="no-type"),
        pytest.param([{"a": 1}, {"a": 2}, None], "a", [1, 2], id="list"),
        pytest.param("text", "$this = 'text'", [True], id="text"),
        pytest.param(1.5, "$this > 1", [True], id="number"),
    ],
)
def test_a_path_on_what_is_no_resource_is_no_error(
    resource: Json, expression: str, items: list[Json]
) -> None:
    assert compile_path(expression).evaluate(resource) == items


def test_this_at_the_root_is_the_whole_resource() -> None:
    assert compile_path("$this").evaluate(samples.slot()) == [samples.slot()]


def test_the_resource_is_left_as_it_was() -> None:
    resource = samples.message()
    before = copy.deepcopy(resource)
    compile_path("descendants().where($this is Reference).resolve()").evaluate(resource)
    assert resource == before


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(JSON)
def test_any_json_is_evaluated_or_refused(value: Json) -> None:
    path = compile_path(
        "entry.resource.where(status = 'x').start.resolve() | name.given"
    )
    with suppress(FhirPathError):
        assert isinstance(path.evaluate(value), list)


@settings(max_examples=50)
@given(st.text(alphabet="abS.()' =1%$[]+@", max_size=12))
def test_any_text_is_compiled_or_refused(text: str) -> None:
    try:
        path = compile_path(text)
    except FhirPathError:
        return
    assert path.expression == text


def test_threads_do_not_disturb_each_other() -> None:
    message = samples.message()
    expressions = [f"entry.skip({n}).count()" for n in range(4)] * 10

    def count(expression: str) -> list[Json]:
        return compile_path(expression).evaluate(message)

    with ThreadPoolExecutor(4) as pool:
        counts = list(pool.map(count, expressions))
    assert counts == [[4], [3], [2], [1]] * 10


def test_the_engine_is_imported_with_the_first_expression_only() -> None:
    script = (
        "import sys, pytest_bars.fhir.path as path\n"
        "assert 'fhirpathpy' not in sys.modules\n"
        "path.compile_path('1')\n"
        "assert 'fhirpathpy' in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", script], check=True)
