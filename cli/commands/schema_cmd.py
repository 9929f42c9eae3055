"""``civx schema``: what the output holds, for programs that check it."""
from __future__ import annotations

import json

import click

from civx.cli.errors import FileProblem, Run
from civx.cli.formats.json_schema import json_schema
from civx.cli.formats.shape import Shape
from civx.cli.output_options import check_columns, check_provenance, chosen_money, layout_options
from civx.cli.writing import opened


@click.command()
@layout_options
@click.option(
    "--datasette", metavar="DATABASE", type=click.Path(),
    help="Print instead what Datasette shows of a database of civx extract: datasette x.db -m FILE.",
)
@click.pass_context
def schema(
    ctx: click.Context, datasette: str | None, layout: str, columns: tuple[str, ...], money: str | None,
    provenance: bool, indicators: bool,
) -> None:
    """Print the JSON Schema of the output.

    It describes one record, a line of JSON Lines or an item of the JSON array, as civx extract prints it with the
    same options (JSON Schema, draft 2020-12).
    """
    if datasette:
        from civx.cli.formats.datasette import metadata

        content = metadata(datasette)
    else:
        content = _schema(layout, columns, money, provenance, indicators)
    run = Run()
    try:
        text = json.dumps(content, ensure_ascii=False, indent=2)
        with opened(None) as out:
            out.write(text + "\n")
    except FileProblem as problem:
        run.fail("standard output", problem)
    ctx.exit(run.exit_code)


def _schema(
    layout: str, columns: tuple[str, ...], money: str | None, provenance: bool, indicators: bool
) -> dict[str, object]:
    check_provenance(provenance, layout)
    check_columns(columns, layout, provenance, indicators=indicators)
    shape = Shape(layout, columns, chosen_money(money, layout), because=provenance, indicators=indicators)
    return json_schema(shape)
