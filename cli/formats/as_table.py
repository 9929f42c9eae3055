"""A table for people: one for each report, with the values in the form in which one reads them."""
from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from decimal import Decimal
from itertools import groupby
from typing import Any, TextIO

from rich.box import SIMPLE_HEAD
from rich.table import Table

from civx.cli.console import console_for
from civx.cli.language import told
from civx.cli.language.names import in_script
from civx.cli.writing import opened as opened_file
from civx.extractors.model import Extraction, Fact

from . import Piece
from .shape import Shape
from .shown import SIGNS, clean, counted, grouped, standing

_HEADERS = {
    "en": ("page", "line", "section", "programme", "subject", "value", "status", "period"),
    "zh": ("页码", "行号", "章节", "业务", "对象", "数值", "状态", "时期"),
}
_WAN = Decimal(10000)


def prepare(extraction: Extraction, shape: Shape) -> Piece:
    """The rows' facts as they are, or the chosen columns as text: how wide a table may be is known only where it is
    written."""
    content: object
    if shape.columns:
        from .free_table import texts

        content = texts(extraction, shape)
    elif shape.layout == "wide":
        from .wide import gathered

        content = gathered(extraction, shape.money)
    else:
        content = [[fact] for fact in extraction.facts]
    return Piece(extraction.source, len(extraction.facts), content)


@contextmanager
def opened(output: str | None, shape: Shape) -> Iterator[TableSink]:
    """A sink that writes a table for each report of each file."""
    with opened_file(output) as out:
        yield TableSink(out, shape)


class TableSink:
    """Tables as wide as the terminal, or $COLUMNS or 120 columns where ``out`` is none."""

    def __init__(self, out: TextIO, shape: Shape) -> None:
        self._console = console_for(out)
        self._shape = shape

    def add(self, piece: Piece) -> None:
        """Write the tables of one file."""
        self._console.print(f"{clean(piece.source)}: {counted(piece.facts, 'fact')}", style="bold")
        for table in self._tables(piece.content):
            self._console.print(table)

    def _tables(self, content: Any) -> Iterator[Table]:
        if self._shape.columns:
            from .free_table import free_table

            if content:
                yield free_table(content, self._shape)
        else:
            for title, own in groupby(content, key=lambda facts: facts[0].report):
                yield _table(title, own, self._shape)


def _table(title: str, rows: Iterable[list[Fact]], shape: Shape) -> Table:
    paged = shape.paged and shape.layout == "wide"
    heads = [in_script(name, shape.headers) for name in _HEADERS[shape.headers[:2]]]
    page, line, section, programme, subject, value, status, period = heads
    table = Table(title=clean(title), title_justify="left", box=SIMPLE_HEAD, pad_edge=False)
    if paged:
        table.add_column(page, justify="right", no_wrap=True)
    table.add_column(line, justify="right", no_wrap=True)
    table.add_column(section, ratio=2, overflow="fold")
    table.add_column(programme, no_wrap=True)
    table.add_column(subject, ratio=3, overflow="fold")
    table.add_column(value, justify="right", no_wrap=True)
    table.add_column(status, no_wrap=True)
    table.add_column(period, no_wrap=True)
    last: tuple[str, ...] | None = None
    for facts in rows:
        first = facts[0]
        heading = first.section[-1] if first.section and first.section != last else ""
        last = first.section
        subjects = "; ".join(dict.fromkeys(fact.subject for fact in facts))
        what = " ".join(filter(None, (first.place, subjects)))
        start: tuple[str, ...] = (str(first.line), clean(heading), first.programme, clean(what))
        if paged:
            start = (str(first.page or ''), *start)
        table.add_row(*start, "\n".join(map(human, facts)), status_of(first, shape), first.period)
    return table


def status_of(fact: Fact, shape: Shape) -> str:
    """The status as the table says it: ``change ↑``, ``增减 ↑``."""
    return standing(fact.status, fact.direction, shape.headers)


def human(fact: Fact) -> str:
    """The value with bound and unit: ``≈ 1,230.35 万元``, ``3–5 所``; what a standard is a month on a second line."""
    if fact.value is None:
        text = f"{grouped(fact.min)}–{grouped(fact.max)} {fact.unit}"
    elif fact.unit == "元" and abs(fact.value) >= _WAN:
        text = f"{grouped(fact.value / _WAN)} 万元"
    else:
        text = f"{grouped(fact.value)} {fact.unit}"
    text = clean(SIGNS.get(fact.bound, "") + text)
    return text if fact.per_month in (None, fact.value) else text + "\n" + told(f"{grouped(fact.per_month)} a month")
