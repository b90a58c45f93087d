"""The JSON Schema judges a plan as the models do, by an independent library."""

import json
from collections.abc import Iterator
from typing import Any

import jsonschema
import pytest

from pytest_bars.checks import default_checks
from pytest_bars.documents.load import parse_document
from pytest_bars.errors import PlanError
from pytest_bars.jsontypes import Json
from pytest_bars.plan.language import Language
from pytest_bars.plan.loader import load_plan
from pytest_bars.steps import default_steps
from tests.badinput.good import GOOD
from tests.badinput.test_plan import SPOILED, Spoiled
from tests.plan.plans import DESIGN, FLOWS

LANGUAGE = Language(default_steps(), default_checks())
PLANS = jsonschema.Draft202012Validator(LANGUAGE.json_schema())
FILES = jsonschema.Draft202012Validator(LANGUAGE.flows_json_schema())


def data(text: str) -> Json:
    return parse_document(text.encode(), "p").data


def nodes(schema: Any) -> Iterator[dict[str, Any]]:
    """Give every map within a schema."""
    if isinstance(schema, dict):
        yield schema
        schema = list(schema.values())
    if isinstance(schema, list):
        for part in schema:
            yield from nodes(part)


@pytest.mark.parametrize("validator", [PLANS, FILES], ids=["plan", "flows"])
def test_the_schema_is_one_of_draft_2020_12(validator: Any) -> None:
    jsonschema.Draft202012Validator.check_schema(validator.schema)
    dialect = "https://json-schema.org/draft/2020-12/schema"
    assert validator.schema["$schema"] == dialect
    assert json.loads(json.dumps(validator.schema)) == validator.schema


def test_good_files_hold() -> None:
    assert list(PLANS.iter_errors(data(DESIGN))) == []
    assert list(PLANS.iter_errors(data(GOOD))) == []
    assert list(FILES.iter_errors(data(FLOWS))) == []


@pytest.mark.parametrize("spoiled", SPOILED, ids=[bad.id for bad in SPOILED])
def test_a_spoiled_plan_does_not_hold(spoiled: Spoiled) -> None:
    assert not PLANS.is_valid(data(GOOD.replace(spoiled.old, spoiled.new)))


@pytest.mark.parametrize("key", ["key", "bad key", "1st"])
def test_models_and_schema_agree_on_names(key: str) -> None:
    text = GOOD.replace("  patient: {", f"  {key}: 1\n  patient: {{")
    try:
        load_plan(parse_document(text.encode(), "p"), LANGUAGE)
        is_good = True
    except PlanError:
        is_good = False
    assert PLANS.is_valid(data(text)) is is_good


def test_a_typed_field_may_be_an_expression() -> None:
    text = GOOD.replace("- status: 200", '- status: "${case.status}"')
    assert PLANS.is_valid(data(text))


def test_each_kind_of_step_requires_its_key() -> None:
    models: Any = LANGUAGE.json_schema()["$defs"]
    steps = models["TestCase"]["properties"]["steps"]["items"]["oneOf"]
    kinds = [models[kind["$ref"].rpartition("/")[2]] for kind in steps]
    required = {key for kind in kinds for key in kind["required"]} - {"ref", "name"}
    assert required == {"flow", "manual", "request", "resend", "wait"}


def test_an_editor_finds_titles_words_and_examples() -> None:
    schema: Any = LANGUAGE.json_schema()
    models = [schema, *schema["$defs"].values()]
    assert all("title" in model for model in models)
    assert all("description" in model for model in models)
    assert sum("examples" in node for node in nodes(schema)) > 20


def test_no_default_says_nothing() -> None:
    defaults = [node["default"] for node in nodes(PLANS.schema) if "default" in node]
    assert defaults
    assert not any(value in (None, [], {}) for value in defaults if value is not False)
