"""Expect a body that conforms to FHIR R4 and to the rules of BaRS."""

import json
from typing import Annotated, ClassVar, Final

from pydantic import Discriminator, Field, Tag

from pytest_bars.checks.base import CheckContext, CheckKind, with_article
from pytest_bars.checks.fields import Plain, ResourceType
from pytest_bars.errors import ExchangeError
from pytest_bars.exchange import Exchange
from pytest_bars.jsontypes import Json
from pytest_bars.plan.types import Maybe, Model, OrExpression, Text
from pytest_bars.protocol.operations import PROCESS_MESSAGE
from pytest_bars.results import CheckResult

_LARGEST: Final = 1_000_000  # of a request body that is read again


class ConformsBody(Model):
    """What the body must be, and what it is held against besides.

    definition: the MessageDefinition the Receiver advertised, or a Bundle of them.
    before: an earlier state, for lastUpdated. use_context: the header sent with it.
    """

    resource: Annotated[ResourceType, OrExpression()] = Field(examples=["Bundle"])
    definition: Plain = Field(default=None, examples=["${md}"])
    before: Plain = Field(default=None, examples=["${referral}"])
    use_context: Maybe[Annotated[Text, OrExpression()]] = Field(
        default=None, examples=["${sent.use-context}"]
    )


def _shape(value: object) -> str:
    return "<more>" if isinstance(value, dict | ConformsBody) else "<type>"


class ConformsCheck(CheckKind):
    """Expect a resource of this type: valid FHIR R4, and by the rules of BaRS.

    Each fault is listed with its FHIRPath location and the id of its rule. The profile
    says whether a fault fails, and which are accepted.
    """

    key: ClassVar[str] = "conforms"

    conforms: Annotated[
        Annotated[ResourceType, Tag("<type>")] | Annotated[ConformsBody, Tag("<more>")],
        Discriminator(_shape),
        OrExpression(),
    ] = Field(examples=["Bundle", {"resource": "Bundle", "definition": "${md}"}])

    @property
    def body(self) -> ConformsBody:
        """Return what is asked, in its long form."""
        asked = self.conforms
        if isinstance(asked, ConformsBody):
            return asked
        return ConformsBody.model_construct(resource=asked)

    def phrase(self) -> str:
        """Return such as "a Bundle that conforms to FHIR R4 and BaRS"."""
        return f"{with_article(self.body.resource)} that conforms to FHIR R4 and BaRS"

    def evaluate(self, context: CheckContext) -> CheckResult:
        """Judge the body by every rule, and by what the profile makes of it."""
        from pytest_bars.checks.conformance.advertised import advertised  # noqa: PLC0415 - on first need
        from pytest_bars.checks.conformance.registry import judge_body  # noqa: PLC0415 - on first need
        from pytest_bars.checks.conformance.subject import Subject  # noqa: PLC0415 - on first need
        from pytest_bars.checks.conformance.verdict import not_json, verdict  # noqa: PLC0415 - on first need

        asked = self.body
        if asked.definition is not None and not advertised(asked.definition):
            return self.trouble("there is no MessageDefinition in what is handed in")
        try:
            body = context.json
        except ExchangeError as error:
            return not_json(self.phrase(), context, error)
        subject = Subject(
            body=body,
            is_answer=_is_answer(context.exchange),
            expected=asked.resource,
            definition=asked.definition,
            before=asked.before,
            use_context=asked.use_context,
            asked=_asked(context.exchange),
        )
        return verdict(self.phrase(), judge_body(subject), context.conformance)


def _is_answer(exchange: Exchange) -> bool:
    """Say whether the response is the synchronous answer to a message."""
    return exchange.request.path.partition("?")[0].endswith(PROCESS_MESSAGE)


def _asked(exchange: Exchange) -> Json:
    """Return what was sent; None where it cannot be read."""
    sent = exchange.request.body
    if sent is None or len(sent) > _LARGEST:
        return None
    try:
        found: Json = json.loads(sent)
    except (ValueError, RecursionError):
        return None
    return found
