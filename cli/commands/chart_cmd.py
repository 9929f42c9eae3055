"""``civx chart``: indicators of several reports as lines and bars."""
from __future__ import annotations

import os
from typing import TYPE_CHECKING

import click

from civx.cli.correction_files import corrections_option
from civx.cli.errors import FileProblem, Run
from civx.cli.fact_files import OUTPUTS, read_each
from civx.cli.language import told
from civx.cli.options import chosen_items, input_options, patterns_option, refuse_overwriting
from civx.cli.output_options import chosen_filters, filter_options
from civx.cli.writing import drafted

if TYPE_CHECKING:
    from civx.analysis.corrections import Correction
    from civx.cli.pages.charts import Chart

_FORMS = ("svg", "png", "html")


@click.command()
@input_options
@click.option(
    "-o", "--output", metavar="FILE", type=click.Path(), required=True,
    help="Write to FILE, whole or not at all: .svg, .png, or .html with a table beside each chart.",
)
@click.option(
    "-i", "--indicator", "wanted", metavar="TEXT", multiple=True,
    help="Only indicators whose name holds TEXT (低保对象). Repeatable.",
)
@click.option("--most", metavar="N", type=click.IntRange(1), default=12, show_default=True, help="At most N charts.")
@filter_options
@patterns_option
@corrections_option
@click.pass_context
def chart(
    ctx: click.Context,
    files: tuple[str, ...],
    recursive: bool,
    files_from: str | None,
    encoding: str | None,
    verbose: bool,
    output: str,
    wanted: tuple[str, ...],
    most: int,
    measures: tuple[str, ...],
    programmes: tuple[str, ...],
    statuses: tuple[str, ...],
    periods: tuple[str, ...],
    patterns: tuple[str, ...],
    corrections: tuple[Correction, ...],
) -> None:
    """Draw indicators of several reports: lines over the years of a place, bars otherwise.

    Each FILE is a report's text or an output of civx extract, as for civx compare, which says what is taken for the
    same indicator. An indicator of which a report gives several values is left out there.
    """
    form = os.path.splitext(output)[1].lower().removeprefix(".")
    if form not in _FORMS:
        raise click.UsageError(f"{output}: no chart goes with this name: end it in .svg, .png or .html")
    run = Run(verbose)
    found = chosen_items(run, files, recursive, files_from, OUTPUTS)
    refuse_overwriting(tuple(item.path for item in found), output)
    filters = chosen_filters(measures, programmes, (), periods, patterns)

    from civx.analysis.accounts import accounts
    from civx.analysis.compare import Choice, compare
    from civx.analysis.families import families
    from civx.cli.pages.charts import charts_of

    read = [one for _, one in read_each(run, found, encoding, patterns, corrections=corrections)]
    choice = Choice(statuses or ("actual",), filters.keeps if filters else None, not periods, True)
    panel = compare(accounts(read, extra=patterns), families(patterns), choice)
    charts = charts_of(panel, wanted, most)
    if not charts:
        if not run.failed:
            nothing = "nothing to draw: no indicator that two reports state with one value each"
            run.fail_output(output, FileProblem(nothing))
        ctx.exit(run.exit_code)
    try:
        content = _content(charts, form)
        with drafted(output) as draft:
            draft.write_bytes(content)
    except FileProblem as problem:
        run.fail_output(output, problem)
    ctx.exit(run.exit_code)


def _content(charts: list[Chart], form: str) -> bytes:
    from civx.cli.pages.charts import drawn, rows_of, specification

    if form != "html":
        return drawn(specification(charts), form)
    from civx.cli.pages.still import chart_page

    pictures = [(one.title, drawn(specification([one]), "svg").decode(), rows_of(one)) for one in charts]
    return chart_page(told(f"civx chart: {len(charts)} indicators"), pictures).encode()
