"""Lines of a text that are rows of a table whose cells only blanks hold apart, as printed lists have them."""

from __future__ import annotations

import re
from functools import lru_cache

from civx.patterns.kept import compiled

Span = tuple[int, int]
Lined = tuple[int, int, tuple[Span, ...]]  # a row: its start, its end, its cells

_BLANK = " \u3000\xa0"
_SOME = compiled(rf"\S[{_BLANK}]{{2,}}[-+]?\d[\d,. ]*%?[{_BLANK}]*\r?$", re.MULTILINE)  # a number set apart
_LINE = compiled(r"[^\r\n]+")
_CELL = compiled(rf"[^{_BLANK}](?:[^{_BLANK}]|[{_BLANK}](?![{_BLANK}]))*")
_NUMBER = compiled(r"[-+]?\d[\d,. ]*%?")
_YEAR = compiled(r"(?:19|20)\d\d")
_PROSE = compiled("[。；！？，\t|]")
_LONGEST = 24
_LEAST = 3  # lines: a head and two rows


def may_be_spaced(text: str) -> bool:
    """Whether ``text`` may hold such rows: cheap."""
    return _SOME.search(text) is not None


@lru_cache(maxsize=2)
def spaced(text: str) -> tuple[tuple[Lined, ...], ...]:
    """The runs of such lines: a head, and below it as many cells in each line, numbers in most of them."""
    if not may_be_spaced(text):
        return ()
    runs: list[list[Lined]] = []
    run: list[Lined] = []
    for found in _LINE.finditer(text):
        start, end = found.span()
        cells = [] if _PROSE.search(text, start, end) else [cell.span() for cell in _CELL.finditer(text, start, end)]
        if len(cells) < 2 or any(b - a > _LONGEST for a, b in cells):
            runs.append(run)
            run = []
            continue
        cells[0] = (start, cells[0][1])  # the blanks before a row's name say its level
        follows = bool(run) and len(cells) == len(run[0][2]) and text.count("\n", run[-1][1], start) == 1
        if not follows:
            runs.append(run)
            run = []
        run.append((start, end, tuple(cells)))
    runs.append(run)
    return tuple(tuple(lines) for lines in runs if _is_table(text, lines))


def separators(text: str) -> frozenset[int]:
    """Where the blanks stand that part the cells of such rows, and the line ends before and behind the rows."""
    found: set[int] = set()
    for run in spaced(text):
        for start, end, cells in run:
            inside = {offset for low, high in cells for offset in range(low, high)}
            found.update(offset for offset in range(max(start - 2, 0), min(end + 2, len(text))) if offset not in inside)
    return frozenset(found)


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
    return _NUMBER.fullmatch(cell) is not None and _YEAR.fullmatch(cell) is None
