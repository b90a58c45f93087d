"""The names in force while a test runs."""

from collections.abc import Mapping
from typing import Final

from pytest_bars.exchange import Headers
from pytest_bars.jsontypes import Json
from pytest_bars.values.errors import UnsetNameError
from pytest_bars.values.generate import TestValues, render_instant
from pytest_bars.values.reference import Reference

# What a flow sees of the test that runs it, besides its params.
SHARED_ROOTS: Final[tuple[str, ...]] = ("profile", "party", "run")
# The first names that are not a plan's to give.
ROOTS: Final = frozenset({*SHARED_ROOTS, "case", "sent", "received"})


class Scope:
    """Hold the names in force: vars, params, captures, returns, and the roots.

    names: values by name, the roots (`profile`, `case`, `party`, `run`) among them.
    """

    __slots__ = ("_names", "_parent", "_sent", "_step", "values")

    def __init__(
        self,
        names: Mapping[str, Json],
        values: TestValues,
        parent: "Scope | None" = None,
        step: str = "",
    ) -> None:
        self._names = dict(names)
        self._sent: dict[str, Headers] = {}
        self._parent = parent
        self._step = step
        self.values = values

    def child(self, names: Mapping[str, Json], *, step: str = "") -> "Scope":
        """Open the private scope of a flow.

        names: its params. step: ref of the step that runs the flow, under which the
        outer scope addresses what is sent inside.
        """
        roots = {n: self._names[n] for n in SHARED_ROOTS if n in self._names}
        return Scope({**names, **roots}, self.values, self, step)

    def set(self, name: str, value: Json) -> None:
        """Set a name."""
        self._names[name] = value

    def unset(self, name: str) -> None:
        """Forget a name, if it is set."""
        self._names.pop(name, None)

    def is_set(self, name: str) -> bool:
        """Say whether a name has a value."""
        return name in self._names

    def record_sent(self, address: str, headers: Headers) -> None:
        """Keep the headers of a request that a step has sent.

        address: the step, dotted inside a flow. Later `sent.` reads the last ones; a
        flow's step answers with the last request of the flow.
        """
        self._sent[""] = headers
        parts = address.split(".")
        for end in range(1, len(parts) + 1):
            self._sent[".".join(parts[:end])] = headers
        if self._parent is not None:
            outer = f"{self._step}.{address}" if self._step else address
            self._parent.record_sent(outer, headers)

    def lookup(self, reference: Reference) -> Json:
        """Return the value of an expression.

        Raises UnsetNameError when it has none.
        """
        if reference.is_call:
            return self._call(reference)
        if reference.head == "sent":
            return self._sent_header(reference)
        if reference.head not in self._names:
            raise UnsetNameError(reference.text)
        return _walk(self._names[reference.head], reference)

    def _call(self, reference: Reference) -> str:
        if reference.head == "uuid":
            return self.values.uuid()
        moment = self.values.now + reference.offset
        if reference.head == "today":
            return moment.date().isoformat()
        return render_instant(moment)

    def _sent_header(self, reference: Reference) -> str:
        *address, name = reference.path or ("",)
        headers = self._sent.get(".".join(address))
        if headers is None:
            raise UnsetNameError(reference.text, "that step has sent no request")
        value = headers.get(name)
        if value is None:
            raise UnsetNameError(reference.text, "the request sent has no such header")
        return value


def _walk(value: Json, reference: Reference) -> Json:
    for name in reference.path:
        match value:
            case dict() if name in value:
                value = value[name]
            case list() if name.isdecimal() and int(name) < len(value):
                value = value[int(name)]
            case _:
                raise UnsetNameError(reference.text, f'there is no "{name}" in it')
    return value
