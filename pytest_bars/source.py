"""Places in source files, and faults with a caret excerpt."""

from dataclasses import dataclass

from pytest_bars.masking import mask_text


@dataclass(frozen=True, slots=True, order=True)
class SourceMark:
    """Name a place in a file; lines and columns count from 1.

    path: as shown to the user, relative to where the command was started when it
        lies below it, with forward slashes.
    """

    path: str
    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with an input: where, what, and what to do.

    excerpt: the source line, and under it carets below what is wrong; may be empty.
    hint: one sentence that says what to do, or None.
    """

    mark: SourceMark
    message: str
    excerpt: str = ""
    hint: str | None = None

    @property
    def sort_key(self) -> tuple[SourceMark, str]:
        """Return what orders faults: place, then message."""
        return self.mark, self.message

    def render(self) -> str:
        """Return the fault as text: place and message, excerpt, hint."""
        lines = [mask_text(f"{self.mark}: {self.message}")]
        lines += [f"    {line}" for line in mask_text(self.excerpt).splitlines()]
        if self.hint is not None:
            lines.append(f"  {mask_text(self.hint)}")
        return "\n".join(lines)


def caret_excerpt(source_line: str, column: int, width: int = 1) -> str:
    """Return the line with carets below `width` characters from `column` on.

    Tabs become single spaces and a long line is cut around the place, so that the
    carets stand where they should in any terminal.
    """
    line = "".join(char if char.isprintable() else " " for char in source_line)
    start = max(0, column - 1 - 60) if len(line) > 100 else 0  # noqa: PLR2004 - a terminal's width
    shown = line[start : start + 100]
    indent = max(0, min(column - 1 - start, len(shown)))
    carets = "^" * max(1, min(width, len(shown) - indent))
    return f"{shown}\n{' ' * indent}{carets}"
