"""``civx normalize``: the text as the extractor reads it."""
from __future__ import annotations

import click

from civx.cli.commands.printing import print_each
from civx.cli.options import input_options
from civx.cli.reading import read


@click.command()
@input_options
@click.pass_context
def normalize(ctx: click.Context, files: tuple[str, ...], encoding: str | None, verbose: bool) -> None:
    """Print the repaired, Simplified text of reports.

    It is the text in which civx looks for facts: Traditional characters turned into Simplified ones,
    full-width digits into plain ones, broken decimals mended. - is standard input.
    """
    from civx.extractors.normalize import normalize as normalized

    print_each(ctx, files, verbose, lambda name: normalized(read(name, encoding)).text)
