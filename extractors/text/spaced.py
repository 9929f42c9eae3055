"""Lines of a text that are rows of a table whose cells only blanks hold apart, as printed lists have them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from civx.patterns.kept import compiled

from .aligned import aligned
from .lined import NUMBER, Lined, inside, runs

_BLANK = " \u3000\xa0"
# a number set apart at a line's end; not looked for beyond the next one that is set apart, nor twice in the same blanks
_SOME = compiled(
    rf"\S[{_BLANK}]{{2,}}+[-+]?\d(?:[\d,.]++| {{2,}}+(?!\d)| (?! ))*+%?[{_BLANK}]*+\r?$", re.MULTILINE
)
# two numbers set apart, and words behind them
_AMONG = compiled(rf"(?<=\d)[{_BLANK}]{{2,}}+[-+]?\d[\d,.]*+%?[{_BLANK}]{{2,}}+\S")
_LINE = compiled(r"[^\r\n]+")
_CELL = compiled(rf"[^{_BLANK}](?:[^{_BLANK}]|[{_BLANK}](?![{_BLANK}]))*")
_YEAR = compiled(r"(?:19|20)\d\d")
_PROSE = compiled("[。；！？，\t|]")
_LONGEST = 24
_LEAST = 3  # lines: a head and two rows


def may_be_spaced(text: str) -> bool:
    """Whether ``text`` may hold such rows: cheap."""
    return _SOME.search(text) is not None or _AMONG.search(text) is not None


@lru_cache(maxsize=2)
def spaced(text: str) -> tuple[tuple[Lined, ...], ...]:
    """The runs of such lines: a head, and below it as many cells in each line, numbers in most of them."""
    if not may_be_spaced(text):
        return ()
    found = []
    for block in _blocks(text):
        width = max(len(line[2]) for line in block)
        first = next(i for i, line in enumerate(block) if len(line[2]) >= width - 1)
        if len(block) - first >= _LEAST and len(block[first - 1][2]) < width - 1:
            block = block[first:]  # without the lines above that name the office and the units
        run = block if len({len(line[2]) for line in block}) == 1 else aligned(text, block)
        tables = [run] if run else runs(text, block, "\r")
        found += [tuple(table) for table in tables if _is_table(text, table)]
    return tuple(found)


def separators(text: str) -> frozenset[int]:
    """Where the blanks stand that part the cells of such rows, and the line ends before and behind the rows."""
    found: set[int] = set()
    for run in spaced(text):
        for start, end, cells in run:
            found.update(set(range(max(start - 2, 0), min(end + 2, len(text)))) - inside(cells))
    return frozenset(found)


def _lines(text: str) -> Iterator[Lined]:
    """The lines of several short cells that are no prose."""
    for found in _LINE.finditer(text):
        start, end = found.span()
        cells = [] if _PROSE.search(text, start, end) else [cell.span() for cell in _CELL.finditer(text, start, end)]
        if len(cells) > 1 and all(b - a <= _LONGEST for a, b in cells):
            cells[0] = (start, cells[0][1])  # the blanks before a row's name say its level
            yield start, end, tuple(cells)


def _blocks(text: str) -> list[list[Lined]]:
    """The lines of several cells that stand right below each other."""
    found: list[list[Lined]] = []
    for line in _lines(text):
        last = found[-1][-1] if found else None
        if last and text[last[1] : line[0]].strip("\r") == "\n":
            found[-1].append(line)
        else:
            found.append([line])
    return found


def _is_table(text: str, run: list[Lined]) -> bool:
    if len(run) < _LEAST:
        return False
    counts = [sum(_counts(text[a:b].strip(_BLANK)) for a, b in cells[1:]) for _, _, cells in run]
    first = next((i for i, count in enumerate(counts) if count), 0)
    numbers, rows, counted = sum(counts), len(run) - first, sum(map(bool, counts))
    if not first or rows < _LEAST - 1 or counted * 4 < rows * 3:  # what looks like a year may be a number
        return False
    return numbers * 2 >= counted * (len(run[0][2]) - 1)


def _counts(cell: str) -> bool:
    return NUMBER.fullmatch(cell) is not None and _YEAR.fullmatch(cell) is None
