"""``civx tables``: the tables of files as they were read."""
from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING

import click

from civx.cli.errors import FileProblem, Run
from civx.cli.options import chosen_items, input_options, patterns_option, refuse_overwriting
from civx.cli.reading import Item, read_source

if TYPE_CHECKING:
    from civx.cli.panels.tables import Named

_FORMATS = ("text", "csv", "xlsx")


@click.command()
@input_options
@patterns_option
@click.option(
    "-f", "--format", "format_name", type=click.Choice(_FORMATS),
    help="text for people, csv with a line for each cell, xlsx with a sheet for each table. Without it the ending of "
    "-o says which, else text.",
)
@click.option("-o", "--output", metavar="FILE", type=click.Path(), help="Write there; - is standard output.")
@click.pass_context
def tables(
    ctx: click.Context,
    files: tuple[str, ...],
    recursive: bool,
    files_from: str | None,
    encoding: str | None,
    verbose: bool,
    patterns: tuple[str, ...],
    format_name: str | None,
    output: str | None,
) -> None:
    """Print the tables of reports as they are read.

    Of each table: the lines above it, the units they name, what every column holds and in which unit, how deep each
    row stands, and every cell. A number in brackets is no fact; one with ? behind it was left out because nothing
    says what it counts.
    """
    from civx.analysis.tables import tables_of
    from civx.extractors.pipeline import extract

    run = Run(verbose)
    found = chosen_items(run, files, recursive, files_from)
    refuse_overwriting(tuple(item.path for item in found), output)
    ending = (output or "").rpartition(".")[2].lower()
    chosen = format_name or (ending if ending in _FORMATS else "text")

    def viewed(item: Item) -> Named:
        source = read_source(item, encoding)
        extraction = extract(source.text, source=source.name, patterns=patterns, pages=source.pages)
        return source.name, tables_of(extraction, patterns, source.pages)

    from civx.cli.panels import tables as panel

    try:
        panel.write(chosen, run.each(found, viewed, named=attrgetter("name")), output)
    except FileProblem as problem:
        run.fail_output(output, problem)
    ctx.exit(run.exit_code)
