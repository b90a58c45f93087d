"""From `*.bars.yaml` to tests: one item for each test, and for each of its cases."""

from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from pytest_bars.compile.across import across_faults
from pytest_bars.compile.model import CompiledPlan, CompiledTest
from pytest_bars.errors import BarsError, PlanError
from pytest_bars.plugin.item import BarsItem
from pytest_bars.plugin.labels import mark_test
from pytest_bars.plugin.lifecycle import Lifecycle
from pytest_bars.printable import printable

_CASE = "bars_case"
_FIXTURES = "_fixtureinfo"


class PlanFaults(pytest.Collector.CollectError):
    """A Test Plan that cannot be read: every fault of it."""


class BarsFile(pytest.Module):
    """A Test Plan as pytest sees it.

    Its `obj` is a module made here, with one function for each test reference, so
    fixtures, marks, `-k`, `-m`, `--lf`, reruns and xdist work as for any module.
    """

    def collect(self) -> list[pytest.Item | pytest.Collector]:
        """Return the plan's tests; raises PlanFaults with every fault of the file."""
        lifecycle = Lifecycle.of(self.config)
        try:
            plan = lifecycle.workbench.compile(self.path)
            _refuse_twice(plan, lifecycle)
        except BarsError as error:
            raise PlanFaults(printable(str(error))) from None
        lifecycle.plans[self.path] = plan
        with_allure = self.config.pluginmanager.has_plugin("allure_pytest")
        self.obj = _module(self.path, plan, with_allure=with_allure)
        return list(self._items(plan, super().collect()))

    def _items(self, plan: CompiledPlan, functions: Any) -> Iterator[BarsItem]:
        """Rebuild pytest's functions as our items, each with its test and case."""
        tests = {test.ref: test for test in plan.tests}
        cases = {
            test.ref: {case.id: case for case in test.cases} for test in plan.tests
        }
        for function in functions:
            ref = function.originalname
            callspec = getattr(function, "callspec", None)
            case_id = None if callspec is None else callspec.params[_CASE]
            yield BarsItem.from_parent(
                self,
                name=function.name,
                originalname=ref,
                callobj=function.obj,
                plan=plan,
                test=tests[ref],
                case=cases[ref][case_id],
                **_shared(function, callspec),
            )


def _shared(function: Any, callspec: Any) -> dict[str, Any]:
    """Return what pytest worked out once for all cases of a test.

    Without the fixture information, which a Function takes but does not show, pytest
    works it out again for each case: collection then takes half as long again.
    """
    shared = {"callspec": callspec, "fixtureinfo": getattr(function, _FIXTURES, None)}
    return {name: value for name, value in shared.items() if value is not None}


def _module(path: Path, plan: CompiledPlan, *, with_allure: bool) -> ModuleType:
    """Return a module with one test function for each test of the plan."""
    module = ModuleType(path.name, plan.title)
    module.__file__ = str(path)
    for test in plan.tests:
        function = _function(module, test)
        mark_test(function, plan, test, with_allure=with_allure)
        setattr(module, test.ref, function)
    return module


def _function(module: ModuleType, test: CompiledTest) -> Callable[..., None]:
    """Return the function that stands for a test, parametrised where it has cases."""
    ids = [case.id for case in test.cases if case.id is not None]

    if ids:

        def body(bars_runtime: Any, bars_case: str, request: Any) -> None:  # noqa: ARG001 - names the fixture
            request.node.execute(bars_runtime)

        body = pytest.mark.parametrize(_CASE, ids, ids=ids, indirect=True)(body)
    else:

        def body(bars_runtime: Any, request: Any) -> None:  # type: ignore[misc] # the other shape
            request.node.execute(bars_runtime)

    body.__name__ = body.__qualname__ = test.ref
    body.__module__ = module.__name__
    body.__doc__ = test.description or test.name
    body.__test__ = True  # type: ignore[attr-defined] # pytest looks for it
    return body


def _refuse_twice(plan: CompiledPlan, lifecycle: Lifecycle) -> None:
    """Refuse references another file with the same plan id has."""
    others = (each for each in lifecycle.plans.values() if each.path != plan.path)
    faults = tuple(across_faults((*others, plan)))
    if faults:
        raise PlanError(faults)
