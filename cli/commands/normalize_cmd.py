"""``civx normalize``: the text as the extractor reads it, or as it found it."""
from __future__ import annotations

import click

from civx.cli.commands.printing import print_each
from civx.cli.errors import Run
from civx.cli.options import chosen_items, input_options
from civx.cli.reading import Item, Source, read_sources, say_notes


@click.command()
@input_options
@click.option(
    "--source", "as_found", is_flag=True,
    help="Print the decoded text as it is, to which the offsets of facts refer: nothing is repaired or added.",
)
@click.pass_context
def normalize(
    ctx: click.Context,
    files: tuple[str, ...],
    recursive: bool,
    files_from: str | None,
    encoding: str | None,
    verbose: bool,
    as_found: bool,
) -> None:
    """Print the repaired, Simplified text of reports.

    It is the text in which civx looks for facts: Traditional characters turned into Simplified ones,
    full-width digits into plain ones, broken decimals mended. - is standard input.
    """

    def normalized(item: Item) -> str:
        sources = read_sources(item, encoding)
        say_notes(run, item, sources)
        return "".join(map(printed, sources))

    def printed(source: Source) -> str:
        text = source.text
        if as_found:
            return text
        from civx.extractors.text.normalize import normalize as repaired

        text = repaired(text).text
        return text if text.endswith("\n") else f"{text}\n"

    run = Run(verbose)
    print_each(ctx, run, chosen_items(run, files, recursive, files_from), normalized)
