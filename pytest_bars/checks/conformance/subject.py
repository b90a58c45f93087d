"""What the rules look at: a body, and what it is held against."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property

from pytest_bars.checks.conformance.finding import Finding
from pytest_bars.checks.conformance.message import Message, read_message
from pytest_bars.jsontypes import Json


@dataclass(frozen=True)
class Subject:
    """A body, and what is known beside it.

    is_answer: it is the synchronous answer to a message, not a message on its way.
    expected: the resource type it must be. definition: the MessageDefinition the
    Receiver advertised, or a Bundle of them. before: an earlier state of it.
    use_context: the header sent with it. asked: the body it answers.
    """

    body: Json
    is_answer: bool = False
    expected: str | None = None
    definition: Json = None
    before: Json = None
    use_context: str | None = None
    asked: Json = None

    @cached_property
    def message(self) -> Message | None:
        """Return the body as a message, if it is one."""
        return read_message(self.body)

    @property
    def sent(self) -> Message | None:
        """Return the body as a message on its way, which an answer is not."""
        return None if self.is_answer else self.message


Rule = Callable[[Subject], Iterator[Finding]]
