"""``civx extract``: reports in, facts out."""
from __future__ import annotations

import gc
import sys
from itertools import chain
from operator import attrgetter
from typing import TYPE_CHECKING

import click

from civx.cli.errors import FileProblem, Run
from civx.cli.formats import opened_sink, prepare
from civx.cli.formats.shape import Shape
from civx.cli.options import (
    chosen_format,
    chosen_items,
    input_options,
    output_options,
    patterns_option,
    refuse_overwriting,
)
from civx.cli.reading import Item, read_source

if TYPE_CHECKING:
    from civx.extractors.model import Extraction


@click.command()
@input_options
@output_options
@patterns_option
@click.pass_context
def extract(
    ctx: click.Context,
    files: tuple[str, ...],
    recursive: bool,
    files_from: str | None,
    encoding: str | None,
    verbose: bool,
    format_name: str | None,
    output: str | None,
    patterns: tuple[str, ...],
) -> None:
    """Print the numeric facts of reports.

    Each FILE is a report, or several in one file: .txt, .md, .html, .docx or .pdf, also in .gz or .zip; - is standard
    input, and with -r a folder. A file that cannot be read is reported and the others are still done. docs/inputs.md
    says how files are read, docs/labels.md what a fact holds.
    """
    terminal = sys.stdout is not None and sys.stdout.isatty()
    name_of_format = chosen_format(format_name, output, terminal)
    shape = Shape()
    run = Run(verbose)
    found = chosen_items(run, files, recursive, files_from)
    refuse_overwriting(tuple(item.path for item in found), output)

    from civx.extractors.pipeline import extract as extract_facts

    # Loading the patterns makes many objects that stay, and a report's own are soon gone: collecting as often as Python
    # does by itself costs some 3 ms at the start.
    gc.set_threshold(100_000, 50, 50)

    def extracted(item: Item) -> Extraction:
        source = read_source(item, encoding)
        return extract_facts(source.text, source=source.name, patterns=patterns, pages=source.pages)

    extractions = run.each(found, extracted, named=attrgetter("name"))
    first = next(extractions, None)
    if first is not None:  # nothing could be read: then nothing is written, and an older output file stays
        try:
            with opened_sink(name_of_format, output, shape) as sink:
                for extraction in chain([first], extractions):
                    sink.add(prepare(name_of_format, extraction, shape))
        except FileProblem as problem:
            run.fail("standard output" if output in (None, "-") else str(output), problem)
    ctx.exit(run.exit_code)
