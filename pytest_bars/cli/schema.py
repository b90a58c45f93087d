"""`bars schema`: the plan language as JSON Schema."""

import json

import click

from pytest_bars.runtime.workbench import plan_language


@click.command(epilog="Example: bars schema > bars-plan-1.json")
@click.option("--flows", is_flag=True, help="The schema of flows files instead.")
def schema(*, flows: bool) -> None:
    """Print the JSON Schema (draft 2020-12) of Test Plans, for editors and pipelines.

    Kinds of step and check that extensions bring are in it.
    """
    language = plan_language()
    found = language.flows_json_schema() if flows else language.json_schema()
    click.echo(json.dumps(found, indent=2, ensure_ascii=False))
