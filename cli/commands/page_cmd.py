"""``civx page``: reports beside their facts, on one page that a browser opens from anywhere."""
from __future__ import annotations

from itertools import chain
from operator import attrgetter
from typing import TYPE_CHECKING, Any

import click

from civx.cli.correction_files import corrected, corrections_option
from civx.cli.errors import FileProblem, Run
from civx.cli.language import ENGLISH, current, told
from civx.cli.options import chosen_items, input_options, patterns_option, refuse_overwriting
from civx.cli.reading import Item, Source, read_sources, say_notes
from civx.cli.writing import opened

if TYPE_CHECKING:
    from civx.analysis.corrections import Correction



@click.command()
@input_options
@patterns_option
@corrections_option
@click.option(
    "-o", "--output", metavar="FILE", type=click.Path(), required=True,
    help="Write the page there; - is standard output. FILE appears, or is replaced, only when everything is written.",
)
@click.option("--title", metavar="TEXT", help="The page's title. Default: the report's name, or how many there are.")
@click.pass_context
def page(
    ctx: click.Context,
    files: tuple[str, ...],
    recursive: bool,
    files_from: str | None,
    encoding: str | None,
    verbose: bool,
    patterns: tuple[str, ...],
    corrections: tuple[Correction, ...],
    output: str,
    title: str | None,
) -> None:
    """Write reports and their facts on one page, to check and correct.

    The page is a single HTML file that needs no network: left the report with every number marked, right the table of
    facts, and for the chosen fact the words that gave each of its fields, its total and parts, and what the audit
    says. It opens in the language that civx speaks, and there is a choice on it. Facts can be confirmed, corrected,
    deleted and added there; docs/evidence.md says how corrections come back.
    """
    run = Run(verbose)
    found = chosen_items(run, files, recursive, files_from)
    refuse_overwriting(tuple(item.path for item in found), output)

    from civx.analysis.audit.words import words
    from civx.cli.pages.document import page as written
    from civx.extractors.text.script import foldings
    from civx.patterns.load import PatternError

    try:
        known = words(patterns)
    except PatternError as error:
        raise click.ClickException(str(error)) from None

    def evidence(item: Item) -> list[dict[str, Any]]:
        sources = read_sources(item, encoding)
        say_notes(run, item, sources)
        return [shown_of(source) for source in sources]

    def shown_of(source: Source) -> dict[str, Any]:
        from civx.analysis.audit import examine
        from civx.analysis.evidence import evidence_of
        from civx.cli.pages.content import source_data
        from civx.extractors.pipeline import trace

        traced = trace(
            source.text, source.name, patterns=patterns, pages=source.pages, provenance=True, sheet=source.sheet
        )
        traced.extraction = corrected(traced.extraction, corrections)
        examined = examine(traced.extraction.facts, known=known)
        return source_data(evidence_of(traced, patterns, source.pages), examined)

    shown = list(chain.from_iterable(run.each(found, evidence, named=attrgetter("name"))))
    if shown:
        from civx import __version__
        from civx.cli.pages.content import page_data

        data = page_data(shown, foldings(), __version__, "en" if current() == ENGLISH else "zh")
        try:
            text = written(data, title or _title(shown))
            with opened(output) as out:
                out.write(text)
        except FileProblem as problem:
            run.fail_output(output, problem)
    ctx.exit(run.exit_code)


def _title(shown: list[dict[str, Any]]) -> str:
    """The title of the one report there is, else how many files there are."""
    if len(shown) > 1:
        return told(f"civx: {len(shown)} files, {sum(len(one['facts']) for one in shown)} facts")
    title = next(filter(None, shown[0]["reports"]), "")
    return str(title or shown[0]["source"])
