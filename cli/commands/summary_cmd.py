"""``civx summary``: the key figures of each report on one screen."""
from __future__ import annotations

import gc
from importlib import import_module

import click

from civx.cli.errors import FileProblem, Run
from civx.cli.options import input_options, patterns_option, refuse_overwriting

_FORMATS = ("table", "markdown", "json")


@click.command()
@input_options
@click.option("-f", "--format", "format_name", type=click.Choice(_FORMATS), default="table", show_default=True)
@click.option("-o", "--output", metavar="FILE", type=click.Path(), help="Write to FILE, whole or not at all.")
@patterns_option
@click.pass_context
def summary(
    ctx: click.Context,
    files: tuple[str, ...],
    encoding: str | None,
    verbose: bool,
    format_name: str,
    output: str | None,
    patterns: tuple[str, ...],
) -> None:
    """Show the key figures of each report.

    For each programme the households, persons, person-times, money, monthly standards and counts that a report states
    as results of its own time, with the lines where they stand; everything else is counted. Each FILE is a
    report's text or an output of civx extract (json, jsonl, csv, tsv, sqlite); - is standard input. docs/compare.md
    says which figures are key figures.
    """
    refuse_overwriting(files, output)
    from civx.analysis.accounts import accounts
    from civx.analysis.families import families
    from civx.analysis.summary import summary as summarised
    from civx.cli.fact_files import read_facts

    run = Run(verbose)
    gc.disable()  # nothing of what is read is let go before the end: looking for it takes as long as reading
    read = [one for found in run.each(files, lambda name: read_facts(name, encoding, patterns)) for one in found]
    if read or not run.failed:
        known = families(patterns)
        try:
            write = import_module(f"civx.cli.panels.summary_{format_name}").write
            write([summarised(report, known) for report in accounts(read, extra=patterns)], output)
        except FileProblem as problem:
            run.fail("standard output" if output in (None, "-") else str(output), problem)
    ctx.exit(run.exit_code)
