"""``civx extract``: reports in, facts out."""
from __future__ import annotations

import gc
import sys
from itertools import chain
from typing import Any

import click

from civx.cli.errors import FileProblem, Run
from civx.cli.formats import opened_sink, prepare
from civx.cli.options import chosen_output, input_options, output_options, patterns_option, refuse_overwriting
from civx.cli.reading import read, source_name


@click.command()
@input_options
@output_options
@patterns_option
@click.pass_context
def extract(
    ctx: click.Context,
    files: tuple[str, ...],
    encoding: str | None,
    verbose: bool,
    output: str | None,
    patterns: tuple[str, ...],
    **options: Any,
) -> None:
    """Print the numeric facts of reports.

    Each FILE is a report, or several in one file; - is standard input. A file that cannot be read is
    reported and the others are still done. docs/labels.md explains what a fact holds.
    """
    terminal = sys.stdout is not None and sys.stdout.isatty()
    name_of_format, shape, filters = chosen_output(output, terminal, patterns, **options)
    refuse_overwriting(files, output)

    from civx.extractors.pipeline import extract as extract_facts

    # Loading the patterns makes many objects that stay, and a report's own are soon gone: collecting as often as Python
    # does by itself costs some 3 ms at the start.
    gc.set_threshold(100_000, 50, 50)
    run = Run(verbose)
    extractions = run.each(
        files, lambda name: extract_facts(read(name, encoding), source=source_name(name), patterns=patterns)
    )
    first = next(extractions, None)
    if first is not None:  # nothing could be read: then nothing is written, and an older output file stays
        try:
            with opened_sink(name_of_format, output, shape) as sink:
                for extraction in chain([first], extractions):
                    kept = filters.apply(extraction) if filters else extraction
                    sink.add(prepare(name_of_format, kept, shape))
        except FileProblem as problem:
            run.fail("standard output" if output in (None, "-") else str(output), problem)
    ctx.exit(run.exit_code)
