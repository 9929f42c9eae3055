"""``civx compare``: what several reports say of the same indicators, side by side."""
from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib import import_module
from typing import TYPE_CHECKING

import click

from civx.cli.correction_files import corrections_option
from civx.cli.errors import FileProblem, Run
from civx.cli.fact_files import OUTPUTS, read_each
from civx.cli.formats import missing_library
from civx.cli.options import chosen_items, evidence_option, input_options, patterns_option, refuse_overwriting
from civx.cli.output_options import chosen_among, chosen_filters, filter_options
from civx.cli.writing import opened

if TYPE_CHECKING:
    from civx.analysis.accounts import Account
    from civx.analysis.corrections import Correction
    from civx.cli.reading import Item

_FORMATS = ("table", "csv", "xlsx", "json", "html")


@click.command()
@input_options
@click.option(
    "-f", "--format", "format_name", type=click.Choice(_FORMATS, case_sensitive=False),
    help="Default: by the suffix of -o; otherwise table on a terminal and json elsewhere.",
)
@click.option("-o", "--output", metavar="FILE", type=click.Path(), help="Write to FILE, whole or not at all.")
@click.option(
    "--label", "labels", metavar="[FILE=]NAME", multiple=True,
    help="Call the reports so, in their order, or the one in FILE. A place and a year in NAME win over those of the "
    "report's title. Repeatable.",
)
@click.option("--money", type=click.Choice(("yuan", "wan")), help="Amounts in 元 or 万元. Default: wan in a table.")
@click.option("--matched-only", is_flag=True, help="Leave out what only one report has.")
@filter_options
@patterns_option
@corrections_option
@evidence_option
@click.pass_context
def compare(
    ctx: click.Context,
    files: tuple[str, ...],
    recursive: bool,
    files_from: str | None,
    encoding: str | None,
    verbose: bool,
    format_name: str | None,
    output: str | None,
    labels: tuple[str, ...],
    money: str | None,
    matched_only: bool,
    measures: tuple[str, ...],
    programmes: tuple[str, ...],
    statuses: tuple[str, ...],
    periods: tuple[str, ...],
    patterns: tuple[str, ...],
    corrections: tuple[Correction, ...],
    evidence: str,
) -> None:
    """Put what reports say of the same indicators side by side.

    Each FILE is a report's text or an output of civx extract (json, jsonl, csv, tsv, sqlite), of one report or of
    many; - is standard input. Without --status only results are compared, without --period only those of each
    report's own time. docs/compare.md says what is taken for the same.

    \b
      civx compare 2021.txt 2022.txt
      civx extract *.txt -f jsonl | civx compare - -o panel.xlsx
    """
    name = chosen_among(_FORMATS, format_name, output, sys.stdout is not None and sys.stdout.isatty())
    run = Run(verbose)
    found = chosen_items(run, files, recursive, files_from, OUTPUTS)
    refuse_overwriting(tuple(item.path for item in found), output)
    if complaint := missing_library(name):
        raise click.ClickException(complaint)
    filters = chosen_filters(measures, programmes, (), periods, patterns)
    reports = _accounts(run, found, labels, encoding, patterns, corrections)
    if len(reports) < 2:
        if not run.failed:
            run.fail(found[-1].name, FileProblem(f"only {len(reports)} report in all: name another to compare it with"))
        ctx.exit(run.exit_code)

    from civx.analysis.compare import Choice
    from civx.analysis.compare import compare as side_by_side
    from civx.analysis.families import families
    from civx.analysis.official import official

    choice = Choice(statuses or ("actual",), filters.keeps if filters else None, not periods, matched_only)
    panel = side_by_side(reports, families(patterns), choice, official(patterns))
    try:
        if name == "html":
            from civx.cli.pages.still import panel_page

            text = panel_page(panel, evidence)
            with opened(output) as out:
                out.write(text)
        else:
            write = import_module(f"civx.cli.panels.panel_{name}").write
            write(panel, output, money or ("wan" if name == "table" else "yuan"))
    except FileProblem as problem:
        run.fail_output(output, problem)
    ctx.exit(run.exit_code)


def _accounts(
    run: Run, found: list[Item], labels: tuple[str, ...], encoding: str | None, patterns: tuple[str, ...],
    corrections: tuple[Correction, ...],
) -> list[Account]:
    from civx.analysis.accounts import accounts, reports_in

    read = read_each(run, found, encoding, patterns, corrections=corrections)
    owners = [(name, one.source) for name, one in read for _ in reports_in([one])]
    return accounts([one for _, one in read], _names(owners, labels), patterns)


def _names(owners: Sequence[tuple[str, str]], labels: Sequence[str]) -> list[str]:
    """What the user calls each report, "" where nothing; ``owners`` are the file and the source of each.

    Raises click.UsageError for a label too many, or for one file where that holds several reports.
    """
    names = [""] * len(owners)
    plain = []
    for label in labels:
        file, equals, name = label.partition("=")
        if not equals:
            plain.append(label)
            continue
        own = [number for number, owner in enumerate(owners) if file in owner]
        if not own:
            raise click.UsageError(f"--label {label}: no report was read from {file}")
        if len(own) > 1:
            raise click.UsageError(f"--label {label}: {file} holds {len(own)} reports: give a --label NAME for each")
        names[own[0]] = name
    free = [number for number, name in enumerate(names) if not name]
    if len(plain) > len(free):
        raise click.UsageError(f"--label {plain[len(free)]}: there is no report left to call so")
    for number, label in zip(free, plain, strict=False):
        names[number] = label
    return names
