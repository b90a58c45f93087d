"""Values a text of the plan can have: its own, or one for each case."""

from pytest_bars.compile.view import View
from pytest_bars.jsontypes import Json
from pytest_bars.values.interpolate import whole_reference


def choices(value: Json, view: View) -> list[str] | None:
    """Return the texts a value can become, or None when that is not known here.

    A plain text is itself; `${case.x}` is what the cases say.
    """
    if not isinstance(value, str):
        return []
    if "${" not in value:
        return [value]
    try:
        reference = whole_reference(value)
    except ValueError:
        return None
    if reference is None or reference.head != "case" or len(reference.path) != 1:
        return None
    found = (row.get(reference.path[0]) for row in view.cases)
    return sorted({text for text in found if isinstance(text, str)})
