"""The shipped templates hold before the rules their answers are judged by."""

import pytest

from pytest_bars.checks.conformance.registry import judge_body
from pytest_bars.checks.conformance.subject import Subject
from tests.payloads.shipped import NAMES, message


@pytest.mark.parametrize("whole", [False, True], ids=["least", "whole"])
@pytest.mark.parametrize("name", NAMES)
def test_a_shipped_template_conforms(name: str, *, whole: bool) -> None:
    body = message(name, whole=whole)
    findings = judge_body(Subject(body, expected="Bundle"))
    assert [str(each) for each in findings if not each.is_advice] == []
