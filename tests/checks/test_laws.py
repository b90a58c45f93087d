"""What holds whatever a Receiver answers."""

from hypothesis import given
from hypothesis import strategies as st

from pytest_bars.checks import default_checks
from pytest_bars.checks.base import judge
from pytest_bars.jsontypes import Json
from pytest_bars.plan.types import RESOLVED
from tests.checks.exchanges import exchange

NODES = (
    {"status": 200},
    {"header": "X-Request-Id"},
    {"fhirpath": "entry.resource.ofType(Slot).status = 'free'"},
    {"fhirpath": "entry.resource.id", "in": ["a"]},
    {"conforms": "Bundle"},
    {"outcome": {"code": "REC_CONFLICT", "issue": "duplicate"}},
    {"resource": "Bundle"},
    {"body": {"json": {"a[0].b": 1}, "contains": "x", "equals": {}, "empty": False}},
    {"duration": {"max": "5s"}},
)
KINDS = {kind.key: kind for kind in default_checks()}
CHECKS = [
    KINDS[next(iter(node))].model_validate(node, context=RESOLVED) for node in NODES
]
NAMES = st.sampled_from(["resourceType", "entry", "resource", "issue", "details", "a"])
LEAVES = st.sampled_from(["Bundle", "OperationOutcome", "Slot", "x", 1, True, None])
BODIES = st.recursive(
    LEAVES, lambda inner: st.lists(inner) | st.dictionaries(NAMES, inner), max_leaves=9
)


@given(body=BODIES)
def test_any_json_is_judged(body: Json) -> None:
    for check in CHECKS:
        result = judge(check, exchange(body))
        assert result.expected
        assert "inside the harness" not in result.actual


@given(body=st.binary(max_size=60))
def test_any_bytes_are_judged(body: bytes) -> None:
    for check in CHECKS:
        result = judge(check, exchange(body))
        assert result.actual
        assert "inside the harness" not in result.actual
