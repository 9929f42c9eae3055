"""``civx summary``: the key figures of each report on one screen."""
from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

import click

from civx.cli.correction_files import corrections_option
from civx.cli.errors import FileProblem, Run
from civx.cli.fact_files import OUTPUTS, read_each
from civx.cli.formats import missing_library
from civx.cli.options import by_suffix, chosen_items, input_options, patterns_option, refuse_overwriting

if TYPE_CHECKING:
    from civx.analysis.corrections import Correction

_FORMATS = ("table", "markdown", "json", "html", "xlsx")
_SUFFIXES = {".txt": "table", ".md": "markdown", ".json": "json", ".html": "html", ".xlsx": "xlsx"}


@click.command()
@input_options
@click.option(
    "-f", "--format", "format_name", type=click.Choice(_FORMATS, case_sensitive=False),
    help="Default: by the suffix of -o, otherwise table.",
)
@click.option("-o", "--output", metavar="FILE", type=click.Path(), help="Write to FILE, whole or not at all.")
@patterns_option
@corrections_option
@click.pass_context
def summary(
    ctx: click.Context,
    files: tuple[str, ...],
    recursive: bool,
    files_from: str | None,
    encoding: str | None,
    verbose: bool,
    format_name: str | None,
    output: str | None,
    patterns: tuple[str, ...],
    corrections: tuple[Correction, ...],
) -> None:
    """Show the key figures of each report.

    For each programme the households, persons, person-times, money, monthly standards and counts that a report states
    as results of its own time, with the lines where they stand; everything else is counted. Each FILE is a
    report's text or an output of civx extract (json, jsonl, csv, tsv, sqlite); - is standard input. docs/compare.md
    says which figures are key figures.
    """
    name = format_name or by_suffix(output, _SUFFIXES)
    if complaint := missing_library(name):
        raise click.ClickException(complaint)
    run = Run(verbose)
    found = chosen_items(run, files, recursive, files_from, OUTPUTS)
    refuse_overwriting(tuple(item.path for item in found), output)
    from civx.analysis.accounts import accounts
    from civx.analysis.families import families
    from civx.analysis.summary import summary as summarised

    read = [one for _, one in read_each(run, found, encoding, patterns, corrections=corrections)]
    if read or not run.failed:
        known = families(patterns)
        try:
            write = import_module(f"civx.cli.panels.summary_{name}").write
            write([summarised(report, known) for report in accounts(read, extra=patterns)], output)
        except FileProblem as problem:
            run.fail_output(output, problem)
    ctx.exit(run.exit_code)
