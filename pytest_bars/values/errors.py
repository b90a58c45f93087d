"""What can go wrong with a value."""

from pytest_bars.errors import BarsError


class ExpressionError(BarsError):
    """An expression `${}` cannot be resolved to a value that fits its place."""


class UnsetNameError(ExpressionError):
    """A name is not set: nothing captured, returned or declared it.

    name: as written between the braces, such as `slot.id`.
    """

    def __init__(self, name: str, reason: str = "it is not set") -> None:
        self.name = name
        super().__init__(f"${{{name}}} has no value: {reason}.")


class CaptureError(BarsError):
    """A capture found nothing, too much, or a value of another type."""
