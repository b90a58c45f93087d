"""How a row of the fault matrix names the tests that must fail."""

from collections.abc import Mapping

Matrix = Mapping[str, frozenset[str]]


def names(plan: str, *refs: str) -> frozenset[str]:
    """Return tests of a plan by their names: `PLAN::REF`."""
    return frozenset(f"{plan}::{ref}" for ref in refs)


def cases(plan: str, ref: str, *ids: str) -> frozenset[str]:
    """Return cases of a test by their names: `PLAN::REF[case]`."""
    return names(plan, *(f"{ref}[{case}]" for case in ids))


def joined(*parts: Matrix) -> dict[str, frozenset[str]]:
    """Return one matrix that names the tests of all parts, by fault."""
    rows: dict[str, frozenset[str]] = {}
    for part in parts:
        for fault, tests in part.items():
            rows[fault] = rows.get(fault, frozenset()) | tests
    return dict(sorted(rows.items()))
