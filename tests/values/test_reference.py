from datetime import timedelta

import pytest

from pytest_bars.values.reference import Reference, read_reference, split


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("slot", Reference("slot", "slot"), id="bare"),
        pytest.param(
            "patient.name", Reference("patient.name", "patient", ("name",)), id="path"
        ),
        pytest.param(
            "first.booking_id",
            Reference("first.booking_id", "first", ("booking_id",)),
            id="return of a flow",
        ),
        pytest.param(
            "sent.first.X-Request-Id",
            Reference("sent.first.X-Request-Id", "sent", ("first", "X-Request-Id")),
            id="header sent",
        ),
        pytest.param(
            "slots.0.id", Reference("slots.0.id", "slots", ("0", "id")), id="item"
        ),
        pytest.param("now", Reference("now", "now"), id="now"),
        pytest.param(
            "now+7d", Reference("now+7d", "now", (), timedelta(days=7)), id="now later"
        ),
        pytest.param(
            "today-2h",
            Reference("today-2h", "today", (), timedelta(hours=-2)),
            id="today",
        ),
        pytest.param(
            "now-90m",
            Reference("now-90m", "now", (), timedelta(minutes=-90)),
            id="minutes",
        ),
        pytest.param("uuid", Reference("uuid", "uuid"), id="uuid"),
        pytest.param("now-x", Reference("now-x", "now-x"), id="name that begins so"),
    ],
)
def test_a_name_or_a_call_is_read(text: str, expected: Reference) -> None:
    assert read_reference(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        " slot",
        "slot ",
        "a..b",
        ".a",
        "a.",
        "now+7",
        "now+7w",
        "now + 7d",
        "uuid+1d",
        "a[0]",
        "f(x)",
        "env:HOME",
        "a|b",
        "now+1234567d",
        "é",
        "a\n",
    ],
)
def test_anything_else_between_the_braces_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="expected a name, now, today or uuid"):
        read_reference(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plain", ("plain",)),
        ("", ()),
        ("ge${now}", ("ge", read_reference("now"))),
        ("${a}${b}", (read_reference("a"), read_reference("b"))),
        ("$${a}", ("${", "a}")),
        ("$$${a}", ("$", "${", "a}")),
        ("$p and /$process-message", ("$p and /$process-message",)),
        ("{a} $ {b}", ("{a} $ {b}",)),
    ],
)
def test_a_text_is_cut_into_literals_and_expressions(
    text: str, expected: tuple[str | Reference, ...]
) -> None:
    assert split(text) == expected


@pytest.mark.parametrize("text", ["${", "${slot", "x ${a ${b}", "${a{b}"])
def test_an_expression_without_end_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is not closed"):
        split(text)


def test_only_calls_without_path_are_calls() -> None:
    assert read_reference("now+1d").is_call
    assert not read_reference("now.year").is_call
    assert not read_reference("nowhere").is_call
