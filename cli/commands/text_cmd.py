"""``civx text``: what civx sees of a file, page by page and sheet by sheet."""
from __future__ import annotations

import json
import re
from collections.abc import Iterator
from itertools import pairwise
from operator import attrgetter
from typing import NamedTuple

import click

from civx.cli.errors import FileProblem, Run
from civx.cli.formats.shown import clean
from civx.cli.language import told
from civx.cli.options import chosen_items, input_options
from civx.cli.reading import Item, Source, read_sources, say_notes
from civx.cli.writing import opened

_UNSAFE = re.compile("[\\x00-\\x08\\x0b-\\x1f\\x7f-\\x9f]")


class Stretch(NamedTuple):
    """A page, a sheet, a report in a cell, or all of a file: [start, end) in the text of ``source``."""

    source: str
    page: int | None
    start: int
    end: int
    text: str


@click.command()
@input_options
@click.option(
    "-f", "--format", "format_name", type=click.Choice(("text", "json"), case_sensitive=False),
    default="text", show_default=True,
)
@click.pass_context
def text(
    ctx: click.Context,
    files: tuple[str, ...],
    recursive: bool,
    files_from: str | None,
    encoding: str | None,
    verbose: bool,
    format_name: str,
) -> None:
    """Print the text that is read of files, as civx sees it.

    Pages, sheets, and reports in cells stand under lines that say what they are, unless there is only one text. json
    has a line for each, with its place in the text that the offsets of facts refer to; civx normalize --source prints
    that text alone.
    """
    run = Run(verbose)

    def stretches(item: Item) -> list[Stretch]:
        sources = read_sources(item, encoding)
        say_notes(run, item, sources)
        return [stretch for source in sources for stretch in _stretches(source)]

    found = chosen_items(run, files, recursive, files_from)
    try:
        with opened(None) as out:
            for own in run.each(found, stretches, named=attrgetter("name")):
                headed = len(found) > 1 or len(own) > 1
                for stretch in own:
                    out.write(_record(stretch) if format_name == "json" else _shown(stretch, headed, out.isatty()))
    except FileProblem as problem:
        run.fail("standard output", problem)
    ctx.exit(run.exit_code)


def _stretches(source: Source) -> Iterator[Stretch]:
    if not source.pages:
        yield Stretch(source.name, None, 0, len(source.text), source.text)
        return
    for number, (start, end) in enumerate(pairwise((*source.pages, len(source.text))), start=1):
        yield Stretch(source.name, number, start, end, source.text[start:end])


def _record(stretch: Stretch) -> str:
    record = {name: value for name, value in stretch._asdict().items() if value is not None}
    return json.dumps(record, ensure_ascii=False) + "\n"


def _shown(stretch: Stretch, headed: bool, terminal: bool) -> str:
    """The text below a line that says what it is; on a terminal without signs that would command it."""
    page = told(f", page {stretch.page}") if stretch.page is not None else ""
    head = f"── {clean(stretch.source)}{page} ──\n" if headed else ""
    text = _UNSAFE.sub(" ", stretch.text) if terminal else stretch.text
    return head + text + ("" if stretch.text.endswith("\n") or not stretch.text else "\n")
