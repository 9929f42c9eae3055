"""``civx audit``: whether the numbers of a report agree with each other."""
from __future__ import annotations

from typing import TYPE_CHECKING

import click

from civx.cli.correction_files import corrections_option
from civx.cli.errors import FileProblem, Run
from civx.cli.fact_files import OUTPUTS, read_each
from civx.cli.findings import NAMES, SUFFIXES, Audited, write
from civx.cli.formats import missing_library
from civx.cli.options import (
    by_suffix,
    chosen_items,
    evidence_option,
    input_options,
    patterns_option,
    refuse_overwriting,
)
from civx.cli.writing import opened

if TYPE_CHECKING:
    from civx.analysis.corrections import Correction
    from civx.extractors.model import Fact

_KINDS = (
    "sum", "rate", "average", "multiple", "change", "repeat", "unit", "shape", "product", "standard", "balance",
    "date", "last-year",
)
_SEVERITIES = ("error", "warning", "note")


@click.command()
@input_options
@patterns_option
@corrections_option
@evidence_option
@click.option(
    "-k", "--kind", "kinds", multiple=True, type=click.Choice(_KINDS),
    help="Only findings of this kind (docs/audit.md says what each is). Repeatable.",
)
@click.option(
    "--with", "last_year", metavar="FILE",
    help="Also compare with last year's report of the same place: what FILES say of the year before.",
)
@click.option(
    "--fail-on", type=click.Choice((*_SEVERITIES, "never")), default="error", show_default=True,
    help="End with exit code 1 where a finding is as grave as this or graver.",
)
@click.option(
    "-f", "--format", "format_name", type=click.Choice(NAMES, case_sensitive=False),
    help="Default: by the suffix of -o, otherwise table.",
)
@click.option(
    "-o", "--output", metavar="FILE", type=click.Path(),
    help="Write to FILE instead of standard output; its suffix says the format. "
    "FILE appears, or is replaced, only when everything is written.",
)
@click.pass_context
def audit(
    ctx: click.Context,
    files: tuple[str, ...],
    recursive: bool,
    files_from: str | None,
    encoding: str | None,
    verbose: bool,
    patterns: tuple[str, ...],
    corrections: tuple[Correction, ...],
    evidence: str,
    kinds: tuple[str, ...],
    last_year: str | None,
    fail_on: str,
    format_name: str | None,
    output: str | None,
) -> None:
    """Check whether a report's numbers agree with each other.

    Each FILE is a report, or what civx extract made of one (json, jsonl, csv, tsv, sqlite); - is standard input. What
    a reader with a calculator would object to is listed with the arithmetic: parts that do not add up, percentages and
    averages that do not follow, things stated twice with different values, units off by a power of ten, what cannot
    be. Exit code 1 where an error is found (see --fail-on) or a file cannot be read. With --verbose the relations that
    were checked and found right are listed as well.
    """
    name_of_format = format_name or by_suffix(output, SUFFIXES)
    if complaint := missing_library(name_of_format):
        raise click.ClickException(complaint)
    run = Run(verbose)
    found = chosen_items(run, files, recursive, files_from, OUTPUTS)
    refuse_overwriting(tuple(item.path for item in found), output)

    from civx.analysis.audit import examine
    from civx.analysis.audit.words import words
    from civx.patterns.load import PatternError

    try:
        known = words(patterns)
    except PatternError as error:
        raise click.ClickException(str(error)) from None
    earlier = _facts_of(last_year, encoding, patterns)
    texts: dict[str, str] = {}
    read = read_each(run, found, encoding, patterns, texts, corrections)
    done = []
    for _, one in read:
        seen = examine(one.facts, kinds=kinds, known=known, last_year=earlier, verbose=verbose)
        text = texts.get(one.source, "")
        done.append(Audited(one.source, len(one.facts), seen.findings, text, seen.right, seen.covered, verbose))
    if done or not run.failed:  # nothing could be read: then nothing is written, and an older output file stays
        try:
            if name_of_format == "xlsx":
                from civx.cli.findings_xlsx import write as write_workbook

                write_workbook(done, output)
            else:
                with opened(output) as out:
                    write(name_of_format, done, out, evidence)
        except FileProblem as problem:
            run.fail_output(output, problem)
    grave = _SEVERITIES[: _SEVERITIES.index(fail_on) + 1] if fail_on != "never" else ()
    failing = any(finding.severity in grave for one in done for finding in one.findings)
    ctx.exit(1 if failing else run.exit_code)


def _facts_of(path: str | None, encoding: str | None, patterns: tuple[str, ...]) -> list[Fact]:
    """The facts of last year's report; none where there is none."""
    if path is None:
        return []
    from civx.cli.fact_files import read_facts

    try:
        return [fact for one in read_facts(path, encoding, patterns) for fact in one.facts]
    except (FileProblem, OSError) as problem:
        raise click.ClickException(f"{path}: {problem}") from None

