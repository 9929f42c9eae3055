"""``civx tables``: the tables of files as they were read."""
from __future__ import annotations

from itertools import chain
from operator import attrgetter
from typing import TYPE_CHECKING

import click

from civx.cli.errors import FileProblem, Run
from civx.cli.options import chosen_items, input_options, patterns_option, refuse_overwriting
from civx.cli.reading import Item, extracted, read_sources, say_notes

if TYPE_CHECKING:
    from civx.cli.panels.tables import Named

_FORMATS = ("text", "csv", "xlsx")


@click.command()
@input_options
@patterns_option
@click.option(
    "-f", "--format", "format_name", type=click.Choice(_FORMATS, case_sensitive=False),
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

    run = Run(verbose)
    found = chosen_items(run, files, recursive, files_from)
    refuse_overwriting(tuple(item.path for item in found), output)
    ending = (output or "").rpartition(".")[2].lower()
    chosen = format_name or (ending if ending in _FORMATS else "text")

    def viewed(item: Item) -> list[Named]:
        sources = read_sources(item, encoding)
        say_notes(run, item, sources)
        return [(one.name, tables_of(extracted(one, patterns), patterns, one.pages)) for one in sources]

    from civx.cli.panels import tables as panel

    try:
        panel.write(chosen, chain.from_iterable(run.each(found, viewed, named=attrgetter("name"))), output)
    except FileProblem as problem:
        run.fail_output(output, problem)
    ctx.exit(run.exit_code)
