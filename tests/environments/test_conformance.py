"""How strictly a profile takes conformance."""

from dataclasses import replace
from pathlib import Path

import pytest

from pytest_bars.environments.builtin import BUILTIN
from pytest_bars.environments.conformance import WARN, Conformance, Deviation
from pytest_bars.environments.loader import load_profile
from pytest_bars.stages import Stage
from tests.environments.given import profile, refused

DEVIATION = "{rule: CF-STRUCTURE, where: 'Bundle.entry[*].x', reason: known}"


def test_only_the_sandbox_lets_faults_pass() -> None:
    warning = {stage for stage in BUILTIN if not BUILTIN[stage].conformance.is_strict}
    assert warning == {Stage.SANDBOX}


@pytest.mark.parametrize(
    ("where", "location", "is_covered"),
    [
        ("Bundle.entry[1].x", "Bundle.entry[1].x", True),
        ("Bundle.entry[1].x", "Bundle.entry[11].x", False),
        ("Bundle.entry[*].x", "Bundle.entry[11].x", True),
        ("Bundle.entry[*].x", "Bundle.entry[1].y", False),
        ("*.x", "Bundle.entry[1].x", True),
        ("**", "anything", True),
        ("Bundle", "Bundle.entry", False),
        ("B.ndle", "Bundle", False),
    ],
)
def test_a_star_stands_for_anything(
    where: str,
    location: str,
    is_covered: bool,  # noqa: FBT001 - a column of the table
) -> None:
    deviation = Deviation("CF-BUNDLE", where, "why")
    assert deviation.covers("CF-BUNDLE", location) is is_covered
    assert not deviation.covers("CF-TYPE", location)


def test_bars_yaml_sets_both(tmp_path: Path) -> None:
    text = f"profiles: {{local: {{conformance: warn, deviations: [{DEVIATION}]}}}}\n"
    found = profile(tmp_path, text, "local").conformance
    accepted = Deviation("CF-STRUCTURE", "Bundle.entry[*].x", "known")
    assert found == Conformance(is_strict=False, deviations=(accepted,))


def test_a_sandbox_can_be_strict(tmp_path: Path) -> None:
    text = "profiles: {sandbox: {conformance: strict}}\n"
    assert profile(tmp_path, text, "sandbox").conformance.is_strict


def test_deviations_come_on_top_of_those_below(tmp_path: Path) -> None:
    text = (
        f"profiles: {{local: {{deviations: [{DEVIATION}]}}, mine: {{extends: local, "
        "deviations: [{rule: CF-VERSION, where: '*', reason: later}]}}\n"
    )
    found = profile(tmp_path, text, "mine").conformance
    assert [each.rule for each in found.deviations] == ["CF-STRUCTURE", "CF-VERSION"]


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("conformance: lenient", "strict"),
        ("deviations: [{rule: CF-STRUCTRE, where: '*', reason: r}]", "CF-STRUCTURE"),
        ("deviations: [{rule: nonsense, where: '*', reason: r}]", "conformance rule"),
        ("deviations: [{rule: CF-TYPE, where: '*', reason: r}]", "conformance rule"),
        ("deviations: [{rule: CF-VERSION, where: '*'}]", "reason"),
    ],
)
def test_what_is_no_setting_is_refused(tmp_path: Path, line: str, told: str) -> None:
    assert told in str(refused(tmp_path, f"profiles: {{local: {{{line}}}}}\n"))


def test_a_preview_covers_what_is_let_pass() -> None:
    strict = load_profile("local", None, environ={})
    loose = replace(strict, conformance=WARN)
    assert strict.digest_source() != loose.digest_source()
    assert loose.digest_source()["conformance"] == "warn"
    listed = Conformance(deviations=(Deviation("CF-VERSION", "*", "later"),))
    accepted = replace(strict, conformance=listed).digest_source()["deviations"]
    assert accepted == [{"rule": "CF-VERSION", "where": "*", "reason": "later"}]
