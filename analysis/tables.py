"""The tables of a text as they were read: grid, heads, units, levels, and what every cell became."""

from __future__ import annotations

from bisect import bisect_right
from typing import NamedTuple

from civx.extractors.model import Extraction, Fact
from civx.extractors.tables.levels import parents_of
from civx.extractors.tables.model import Column, Table
from civx.extractors.tables.reading import read_tables
from civx.extractors.text.rows import has_rows, trimmed

_KINDS = {"label": "names the rows", "unit": "units of the rows", "value": "values", "open": "open", "other": "other"}


class CellView(NamedTuple):
    """A cell: its words in the source, the fact that it became, and whether it holds a number of which nothing says
    what it counts."""

    text: str
    fact: Fact | None = None
    left: bool = False


class ColumnView(NamedTuple):
    """A column: its heads from the top, what it holds, its unit as written, and the rule by which it is left out."""

    head: str
    kind: str
    unit: str
    rule: str


class RowView(NamedTuple):
    """A row below the header: its line in the source, how deep it stands, the row that it is a part of, its cells."""

    line: int
    level: int
    whole: int | None
    cells: tuple[CellView, ...]


class TableView(NamedTuple):
    """A table: the source's line at which it begins, the lines above it, the units they name, columns and rows."""

    line: int
    page: int | None
    captions: tuple[str, ...]
    units: tuple[str, ...]
    columns: tuple[ColumnView, ...]
    rows: tuple[RowView, ...]

    @property
    def facts(self) -> int:
        """How many of its cells became facts."""
        return sum(cell.fact is not None for row in self.rows for cell in row.cells)

    @property
    def left(self) -> int:
        """How many numbers were left out because nothing says what they count."""
        return sum(cell.left for row in self.rows for cell in row.cells)


def tables_of(
    extraction: Extraction, patterns: tuple[str, ...] = (), pages: tuple[int, ...] = ()
) -> list[TableView]:
    """The tables of what was extracted, in text order: those that hold facts, and those that could not be read."""
    text = extraction.normalized.text
    if not has_rows(text):
        return []
    found = read_tables(text, patterns)
    tables = {id(table): table for table in (*found.tables, *found.unread)}
    view = _Viewer(extraction, pages)
    return [view.table(table) for table in sorted(tables.values(), key=lambda table: table.start)]


class _Viewer:
    def __init__(self, extraction: Extraction, pages: tuple[int, ...]) -> None:
        self._normalized = extraction.normalized
        self._source = extraction.text
        self._pages = pages
        self._facts = {fact.start: fact for fact in extraction.facts}
        self._breaks = [at for at, sign in enumerate(extraction.text) if sign == "\n"]

    def table(self, table: Table) -> TableView:
        """One table."""
        start = self._at(table.rows[0].start if table.rows else table.start)
        parents = parents_of(table)
        numbers = {line.row.start: number for number, line in enumerate(table.lines)}
        body = table.rows[table.head :]
        at = {row.start: index for index, row in enumerate(body)}
        left = {span for span, _ in table.left}
        quantities = {(cell.line, cell.column.number): cell.quantity for cell in table.cells}
        rows = []
        for row in body:
            number = numbers.get(row.start)
            whole = parents[number] if number is not None else None
            level, above = 0, whole
            while above is not None:
                level, above = level + 1, parents[above]
            cells = []
            for column, place in enumerate(row.cells):
                span = trimmed(self._normalized.text, place)
                quantity = quantities.get((number, column)) if number is not None else None
                fact = self._facts.get(self._at(quantity.start)) if quantity is not None else None
                cells.append(CellView(self._words(*span), fact, span in left))
            over = at.get(table.lines[whole].row.start) if whole is not None else None
            rows.append(RowView(self._line(self._at(row.start)), level, over, tuple(cells)))
        page = bisect_right(self._pages, start) or 1 if self._pages else None
        forms: dict[int, set[str]] = {}
        for cell in table.cells:
            forms.setdefault(cell.column.number, set()).add(cell.quantity.form)
        columns = tuple(_column(column, forms.get(column.number, set())) for column in table.columns)
        if not columns:
            width = max((len(row.cells) for row in body), default=0)
            columns = (ColumnView("", "other", "", ""),) * width
        units = tuple(unit.form for unit in table.units)
        captions = tuple(reversed(table.captions))
        return TableView(self._line(start), page, captions, units, columns, tuple(rows))

    def _at(self, offset: int) -> int:
        return self._normalized.span(offset, offset + 1)[0]

    def _line(self, offset: int) -> int:
        return bisect_right(self._breaks, offset - 1) + 1

    def _words(self, start: int, end: int) -> str:
        if start >= end:
            return ""
        low, high = self._normalized.span(start, end)
        return " ".join(self._source[low:high].split())


def _column(column: Column, forms: set[str]) -> ColumnView:
    """The column; ``forms`` are the units in which its numbers were read."""
    head = " / ".join(dict.fromkeys(head.text for head in column.heads))
    kind = "left out" if column.rule and column.kind == "other" else _KINDS[column.kind]
    unit = column.unit.form if column.unit is not None else next(iter(forms)) if len(forms) == 1 else ""
    return ColumnView(head, kind, unit, column.rule)
