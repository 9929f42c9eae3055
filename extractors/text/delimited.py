"""Lines of a text that are rows of a table whose cells commas part, as in a .csv file: 結婚登記,對,"4,318","3,902"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from civx.patterns.kept import compiled

from .lined import NUMBER, Lined, inside, runs

# one line: short cells without the marks of sentences, a quoted one may hold them
_CELL = r"(?:\"[^\"\n\r]{0,60}\"|[^,\"\n\r，。；！？]{0,40})"
_LINE = compiled(rf"^{_CELL}(?:,{_CELL}){{1,40}}[ \t]*(?=\r?$)", re.MULTILINE)
_CELLS = compiled(r"(?:^|(?<=,))(?:\"([^\"\n\r]*)\"|([^,\"\n\r]*))(?=,|[ \t]*\r?$)", re.MULTILINE)
_YEAR = compiled(r"(?:19|20)\d\d(?:[-/]\d\d)?")
_SOME = compiled(r",[ \t]*+\"?[-+]?\d[\d. ]*+%?\"?[ \t]*+(?:,|\r?$)", re.MULTILINE)  # a cell that is a number
_LEAST = 3  # lines: a head and two rows
_WIDE = 3  # cells: fewer may be a sentence with a comma


def may_be_delimited(text: str) -> bool:
    """Whether ``text`` may hold such rows: cheap."""
    return "," in text and _SOME.search(text) is not None


@lru_cache(maxsize=2)
def delimited(text: str) -> tuple[tuple[Lined, ...], ...]:
    """The runs of such lines.

    A run begins with a head that holds no number but years, and has a number in most of the rows below.
    """
    if not may_be_delimited(text):
        return ()
    return tuple(tuple(table) for run in runs(text, _lines(text), " \t\r") if (table := _table(text, run)))


def separators(text: str) -> frozenset[int]:
    """Where the commas stand that part the cells of such rows, and the line ends before and behind the rows."""
    found: set[int] = set()
    for run in delimited(text):
        for start, end, cells in run:
            own = inside(cells)
            found.update(offset for offset in range(start, end) if text[offset] == "," and offset not in own)
            found.update((start - 1, start - 2, end, end + 1))
    return frozenset(offset for offset in found if 0 <= offset < len(text) and text[offset] in ",\r\n")


def _lines(text: str) -> Iterator[Lined]:
    for found in _LINE.finditer(text):
        cells = _CELLS.finditer(text, *found.span())
        yield *found.span(), tuple(cell.span(1 if cell[1] is not None else 2) for cell in cells)


def _table(text: str, run: list[Lined]) -> list[Lined]:
    """The run as a table, without what stands before its head; [] where it is none."""
    numbers = [sum(_counts(text[a:b]) for a, b in cells) for _, _, cells in run]
    first = next((i for i, count in enumerate(numbers) if count), len(run))
    if not first:
        return []
    rows = sum(map(bool, numbers))
    width = len(run[0][2])
    filled = sum(any(text[a:b].strip() for a, b in cells[1:]) for _, _, cells in run[first:])
    if len(run) < _LEAST or rows < _LEAST - 1 or 2 * rows < filled:
        return []
    return run if width >= _WIDE or all(_short(text, line) for line in run) else []


def _short(text: str, line: Lined) -> bool:
    """Whether of two cells the second is a number, a head or nothing: else it may be a sentence with a comma."""
    a, b = line[2][-1]
    return b - a <= 12


def _counts(cell: str) -> bool:
    """Whether a cell is a number and no year."""
    return NUMBER.fullmatch(cell.strip()) is not None and _YEAR.fullmatch(cell.strip()) is None
