"""Which lines of a text are rows of a table: consecutive lines whose cells are parted by tabs or upright bars.

Only the layout is looked at here; what the rows say is the affair of ``tables``.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import NamedTuple

from civx.patterns.kept import compiled

from .delimited import delimited, may_be_delimited
from .lined import Span as Span
from .spaced import may_be_spaced, spaced
from .stacked import may_be_stacked, stacked

# Compiled when a text has something like a row: few do, and at every start it would cost more than all else here.
_SEPARATOR = r"[\t|]"
_BREAKS = frozenset("\n\r\f\v\x1c\x1d\x1e\x85\u2028\u2029")
_LINE_END = r"\r\n|[\n\r\f\v\x1c-\x1e\x85\u2028\u2029]|\Z"
_RULE = r"[\s|:+\-—─]*[\-—─][\s|:+\-—─]*"  # the line below a Markdown header
_LABEL = r"[（(]?[0-9一二三四五六七八九十]{1,3}[)）、.．]+|[#●·•*-]"  # an item's label set off by a tab
# two lines, and the rule of a Markdown table below
_SPLIT_HEAD = r"(?m)^([^\n|]*\|[^\n]*)\n([^\n]*)\n(?=([ |]*:?-{2,}:?[ ]*\|[-|: ]*)$)"
_BLANKS = " \t\r\n\u3000\xa0"
_MARKUP = "*`"


class Row(NamedTuple):
    """A row: its line [start, end) without the line break, and its cells with the blanks around their text."""

    start: int
    end: int
    cells: tuple[Span, ...]


class Grid(NamedTuple):
    """Rows that stand together, lines that only draw a rule left out; ``ruled`` rows stand above the first of those."""

    rows: tuple[Row, ...]
    ruled: int = 0

    @property
    def start(self) -> int:
        """Where the first row begins."""
        return self.rows[0].start


def trimmed(text: str, cell: Span) -> Span:
    """The cell without the blanks and the Markdown emphasis around its text."""
    start, end = cell
    while start < end and (text[start] in _BLANKS or text[start] in _MARKUP):
        start += 1
    while start < end and (text[end - 1] in _BLANKS or text[end - 1] in _MARKUP):
        end -= 1
    return start, end


@cache
def _compiled(source: str) -> re.Pattern[str]:
    return compiled(source)


def may_be_markup(text: str) -> bool:
    """Whether ``text`` may hold tables as HTML: cheap."""
    return "<table" in text or "<TABLE" in text


def has_rows(text: str) -> bool:
    """Whether ``text`` may hold rows at all: cheap, and False for nearly every report."""
    if "\t" in text or "|" in text or may_be_markup(text):
        return True
    return may_be_delimited(text) or may_be_stacked(text) or may_be_spaced(text)


@lru_cache(maxsize=2)
def grids(text: str) -> tuple[Grid, ...]:
    """The grids of ``text``, in order; at least two rows each, of which two have at least two cells with text."""
    separators, line_ends, rules = map(_compiled, (_SEPARATOR, _LINE_END, _RULE))
    found: list[Grid] = []
    run: list[tuple[Row, bool]] = []
    follows = -1  # where the next line must begin to go on with the run
    separator = ""
    at = 0
    while (mark := separators.search(text, at)) is not None:
        start = _line_start(text, mark.start(), at)
        ending = line_ends.search(text, mark.start())
        assert ending is not None  # \Z matches
        end, at = ending.span()
        row = _row(text, start, end)
        kind = "\t" if row is not None and "|" not in text[row.cells[0][1] : row.cells[0][1] + 1] else "|"
        if run and (row is None or start != follows or kind != separator):
            found += _grid(text, run)
            run = []
        if row is not None:
            run.append((row, rules.fullmatch(text, start, end) is not None))
            separator, follows = kind, at
        if at <= end:
            break  # the text's last line
    found += _grid(text, run)
    if may_be_markup(text):
        from .markup import marked  # few texts need it

        marked_up = [Grid(tuple(Row(*line) for line in lines)) for lines in marked(text)]
        found = [grid for grid in found if not _within(marked_up, grid.start)] + marked_up
    for tables in (stacked(text), spaced(text), delimited(text)):
        free = [lines for lines in tables if not _within(found, lines[0][0])]
        found += [Grid(tuple(Row(*line) for line in lines)) for lines in free]
    found.sort(key=lambda grid: grid.start)
    return tuple(found)


def _within(grids: list[Grid], position: int) -> bool:
    return any(grid.rows[0].start <= position < grid.rows[-1].end for grid in grids)


def grid_spans(text: str) -> list[Span]:
    """Where the grids of ``text`` stand, the rules between their rows included, in text order."""
    return [(grid.rows[0].start, grid.rows[-1].end) for grid in grids(text)] if has_rows(text) else []


def parted(text: str, position: int) -> bool:
    """Whether the line around ``position`` is parted like a row: a tab or bar stands between two of its characters."""
    start = _line_start(text, position, 0)
    ending = _compiled(_LINE_END).search(text, position)
    line = text[start : ending.start() if ending else len(text)].strip()
    return "\t" in line or "|" in line


def _line_start(text: str, position: int, low: int) -> int:
    start = position
    while start > low and text[start - 1] not in _BREAKS:
        start -= 1
    return start


def _row(text: str, start: int, end: int) -> Row | None:
    """The line as a row; None where its separators only indent it or set off its label."""
    line = text[start:end].strip(" \r")
    separator = "\t" if "\t" in line.strip() or "|" not in line else "|"
    low, high = start, end
    if separator == "|":
        low, high = trimmed(text, (start, end))
        low += text[low : low + 1] == "|"
        high -= high > low and text[high - 1] == "|"
    cells: list[Span] = []
    at = low
    while True:
        stop = text.find(separator, at, high)
        cells.append((at, high if stop < 0 else stop))
        if stop < 0:
            break
        at = stop + 1
    if len(cells) < 2:
        return None
    first = text[slice(*trimmed(text, cells[0]))]
    if len(cells) == 2 and (not first or _compiled(_LABEL).fullmatch(first) is not None):
        return None
    return Row(start, end, tuple(cells))


def _grid(text: str, run: list[tuple[Row, bool]]) -> list[Grid]:
    """The run as a grid, without rules and without rows at its ends that hold a single word; [] where too little is
    left."""
    rows = [row for row, rule in run if not rule]
    full = [i for i, row in enumerate(rows) if sum(a < b for a, b in (trimmed(text, c) for c in row.cells)) > 1]
    if len(full) < 2:
        return []
    head = _blank_head(text, rows[0]) if full[0] == 0 else None
    if head is not None:
        rows = [head, *rows]
        full = [0, *(i + 1 for i in full)]
    first, last = full[0], full[-1]
    sizes = {len(rows[i].cells) for i in full}
    while first > 0 and len(rows[first - 1].cells) in sizes:
        first -= 1
    while last + 1 < len(rows) and len(rows[last + 1].cells) in sizes:
        last += 1
    rule = next((i for i, (_, is_rule) in enumerate(run) if is_rule), 0) + (head is not None)
    return [Grid(tuple(rows[first : last + 1]), max(rule - first, 0))]


def _blank_head(text: str, row: Row) -> Row | None:
    """The line right above a table of two columns that holds the head of the second alone: ⇥比上年增长（%）."""
    end = row.start
    while end > 0 and text[end - 1] in "\r\n":
        end -= 1
    start = _line_start(text, end, 0)
    if len(row.cells) != 2 or text.count("\n", end, row.start) != 1 or text[start : start + 1] != "\t":
        return None
    if "\t" in text[start + 1 : end] or not text[start:end].strip().endswith((")", "）", "%")):
        return None
    return Row(start, end, ((start, start), (start + 1, end)))


def split_heads(text: str) -> list[int]:
    """The line breaks inside the heads of Markdown tables, which the rule below shows to be one line."""
    return [
        found.end(1)
        for found in _compiled(_SPLIT_HEAD).finditer(text)
        if _bars(found[1]) < _bars(found[3]) == _bars(found[1]) + _bars(found[2])
    ]


def _bars(line: str) -> int:
    """How many cells a line of a Markdown table has."""
    line = line.strip(" ")
    return line.count("|") + (not line.endswith("|")) - line.startswith("|")
