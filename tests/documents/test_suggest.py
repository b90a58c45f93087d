"""The nearest word is suggested, and none when none is near."""

import pytest

from pytest_bars.documents.suggest import closest, did_you_mean, one_of


@pytest.mark.parametrize(
    ("word", "near"),
    [
        ("requst", "request"),
        ("Request", "request"),
        ("REQEUST", "request"),
        ("mannual", "manual"),
        ("zebra", None),
        ("", None),
        ("x" * 100_000, None),
    ],
)
def test_the_nearest_word_is_found(word: str, near: str | None) -> None:
    assert closest(word, ["manual", "request", "wait"]) == near


def test_the_hint_is_a_sentence() -> None:
    assert did_you_mean("wiat", ["wait"]) == 'Did you mean "wait"?'
    assert did_you_mean("zebra", ["wait"]) is None
    assert did_you_mean("wait", []) is None


@pytest.mark.parametrize(
    ("words", "text"),
    [(["a"], "a"), (["a", "b"], "a or b"), (["c", "a", "b"], "c, a or b")],
)
def test_a_choice_reads_as_people_say_it(words: list[str], text: str) -> None:
    assert one_of(words) == text
