"""From a document to the frozen models of the plan language."""

from typing import TypeVar

from pydantic import BaseModel, ValidationError

from pytest_bars.documents.faults import model_faults
from pytest_bars.documents.garbage import collector_paused
from pytest_bars.documents.tree import Document
from pytest_bars.errors import PlanError
from pytest_bars.plan.language import Language
from pytest_bars.plan.model import FlowsFile, TestPlan

AnyModel = TypeVar("AnyModel", bound=BaseModel)


def load_plan(document: Document, language: Language) -> TestPlan:
    """Read a document as a Test Plan.

    Raises PlanError with every fault of its shape.
    """
    return _load(document, language.plan_model)


def load_flows(document: Document, language: Language) -> FlowsFile:
    """Read a document as a flows file.

    Raises PlanError with every fault of its shape.
    """
    return _load(document, language.flows_model)


def _load(document: Document, model: type[AnyModel]) -> AnyModel:
    try:
        with collector_paused():
            return model.model_validate(document.data)
    except ValidationError as error:
        raise PlanError(model_faults(document, error, model=model)) from error
