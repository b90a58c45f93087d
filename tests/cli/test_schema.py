"""`bars schema` prints what an independent validator can use."""

import json
from typing import Any

import pytest
from click.testing import CliRunner
from jsonschema import Draft202012Validator

from pytest_bars.cli.schema import schema
from tests.compile.plans import FLOWS, Data, case_test, plan, step


def printed(*arguments: str) -> Any:
    result = CliRunner().invoke(schema, list(arguments))
    assert result.exit_code == 0
    return json.loads(result.output)


FLOWS_FILE: Data = {"schema": "bars-flows/1", "flows": FLOWS}


@pytest.mark.parametrize(
    ("arguments", "good", "bad"),
    [
        ((), plan(), plan(case_test(step(request={"get": "/", "too": "x"})))),
        (("--flows",), FLOWS_FILE, {**FLOWS_FILE, "flows": {}}),
    ],
    ids=["plan", "flows"],
)
def test_the_schema_takes_what_is_good_and_refuses_what_is_bad(
    arguments: tuple[str, ...], good: Data, bad: Data
) -> None:
    found = printed(*arguments)
    Draft202012Validator.check_schema(found)
    validator = Draft202012Validator(found)
    assert validator.is_valid(good)
    assert not validator.is_valid(bad)
