import pytest

from pytest_bars.fhir.primitives import PRIMITIVES, json_name
from pytest_bars.jsontypes import Json


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("boolean", False),
        ("integer", -2147483648),
        ("positiveInt", 1),
        ("decimal", 1),
        ("decimal", 10**20),
        ("decimal", 0.5),
        ("string", "x"),
        ("id", "A-1.b"),
        ("code", "in progress"),
        ("uri", "urn:uuid:1"),
        ("oid", "urn:oid:1.2.3"),
        ("uuid", "urn:uuid:c757873d-ec9a-4326-a141-556f43239520"),
        ("base64Binary", "aGk="),
        pytest.param("base64Binary", " AAAA\nAAAA " * 5_000, id="long"),
        ("instant", "2026-11-23T10:00:00.1234567+00:00"),
        ("instant", "2026-12-31T23:59:60Z"),
        ("date", "2026"),
        ("date", "2024-02-29"),
        ("dateTime", "2026-11"),
        ("dateTime", "2026-11-23T10:00:00Z"),
        ("time", "23:59:59"),
    ],
)
def test_a_good_value_has_no_fault(name: str, value: Json) -> None:
    assert PRIMITIVES[name].fault(value) is None


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("boolean", 0),
        ("integer", 1.0),
        ("positiveInt", 0),
        ("unsignedInt", -1),
        ("decimal", "1"),
        ("decimal", True),
        ("string", ""),
        ("id", "x" * 65),
        ("code", " x"),
        ("code", "x  y"),
        ("uri", "a b"),
        ("oid", "1.2.3"),
        ("uuid", "c757873d-ec9a-4326-a141-556f43239520"),
        ("base64Binary", "a"),
        ("instant", "2026-11-23T10:00Z"),
        ("instant", "2026-11-23T24:00:00Z"),
        ("date", "23/11/2026"),
        ("date", "2026-02-29"),
        ("dateTime", "2026-11-23T10:00:00"),
        ("time", "10:00"),
        pytest.param("date", "\u0662\u0660\u0662\u0666", id="arabic-digits"),
        pytest.param("base64Binary", "AAAA " * 5_000 + "!", id="long-and-wrong"),
    ],
)
def test_a_bad_value_has_one(name: str, value: Json) -> None:
    assert PRIMITIVES[name].fault(value) is not None


@pytest.mark.parametrize(
    ("value", "name"),
    [
        (None, "null"),
        (True, "a boolean"),
        (1, "a number"),
        (1.5, "a number"),
        ("x", "a string"),
        ([], "a list"),
        ({}, "an object"),
    ],
)
def test_json_is_named_in_plain_words(value: Json, name: str) -> None:
    assert json_name(value) == name
