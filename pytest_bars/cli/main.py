"""The `bars` command: finds the subcommand, and turns our errors into exit codes."""

import contextlib
import importlib
import sys
from typing import TYPE_CHECKING, Final, cast

import click

from pytest_bars import __version__
from pytest_bars.errors import BarsError
from pytest_bars.printable import printable

if TYPE_CHECKING:
    import io

EXIT_USAGE: Final = 2
EXIT_INTERRUPTED: Final = 130
COMMANDS: Final = ("evidence", "lint", "new", "schema", "simulate", "trace")


class LazyCommands(click.Group):
    """A group that imports a subcommand when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Return the names of the subcommands."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click's signature
        """Import and return the subcommand of that name, or None."""
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"pytest_bars.cli.{cmd_name}")
        command: click.Command = getattr(module, cmd_name)
        return command


@click.command(cls=LazyCommands)
@click.version_option(__version__, prog_name="bars")
def bars() -> None:
    """Work with BaRS Test Plans and their evidence.

    To run plans, use pytest: `pytest testplans --bars-env=local`.
    """


def _write_whatever_comes() -> None:
    """Let what an output cannot encode stand as its escape, rather than end us."""
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(AttributeError):  # one that takes any text
            cast("io.TextIOWrapper", stream).reconfigure(errors="backslashreplace")


def main(arguments: list[str] | None = None) -> None:
    """Run the `bars` command and end the process with its exit code.

    arguments: those of the command line without the program's name; None takes them
        from the process.
    """
    _write_whatever_comes()
    try:
        code = bars.main(arguments, prog_name="bars", standalone_mode=False)
    except click.Abort:
        code = EXIT_INTERRUPTED
    except click.ClickException as error:
        error.show()
        code = EXIT_USAGE
    except BarsError as error:
        click.echo(printable(str(error)), err=True)
        code = EXIT_USAGE
    sys.exit(code if isinstance(code, int) else 0)


if __name__ == "__main__":
    main()
