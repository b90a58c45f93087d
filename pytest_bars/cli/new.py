"""`bars new`: a project to start from."""

from pathlib import Path
from typing import cast

import click

from pytest_bars.runtime.scaffold import (
    PLAN_FOLDER,
    Side,
    project_name,
    scaffold,
    write_project,
)

_NEXT = """\
{files} files in {folder}. Next:

  cd {folder}
  bars lint {plans}
  pytest --bars-env=local

Then fill in bars.yaml, and change the plans to what was agreed.
"""


@click.command(epilog="Example: bars new --application 3 --role receiver my-assurance")
@click.option(
    "--application",
    type=click.IntRange(1, 7),
    required=True,
    help="Number of the Application.",
)
@click.option(
    "--role",
    type=click.Choice(["receiver", "sender"]),
    required=True,
    help="What the product is in it.",
)
@click.option("--project", metavar="NAME", help="Name of the project: the folder's.")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path), default=".")
def new(*, application: int, role: str, project: str | None, folder: Path) -> None:
    """Start a project in FOLDER: bars.yaml, plans and flows of one Application.

    Nothing that is there is overwritten.
    """
    name = project_name(project or folder.resolve().name)
    made = scaffold(application, cast("Side", role), name)
    write_project(folder, made)
    click.echo(_NEXT.format(files=len(made), folder=folder, plans=PLAN_FOLDER))
