"""Lines of a text that are rows of a table whose cells commas part, as in a .csv file: 結婚登記,對,"4,318","3,902"."""

from __future__ import annotations

import re

from civx.patterns.kept import compiled

Span = tuple[int, int]

# one line: short cells without Chinese punctuation, a quoted one may hold commas
_CELL = r"(?:\"[^\"\n\r]{0,40}\"|[^,\"\n\r，。；：！？、]{0,24})"
_LINE = compiled(rf"^{_CELL}(?:,{_CELL}){{2,40}}[ \t]*$", re.MULTILINE)
_CELLS = compiled(r"(?:^|(?<=,))(?:\"([^\"\n\r]*)\"|([^,\"\n\r]*))(?=,|[ \t]*$)", re.MULTILINE)
_NUMBER = compiled(r"[-+]?\d[\d,. ]*%?")
_YEAR = compiled(r"(?:19|20)\d\d")
_LEAST = 3  # lines: a head and two rows


def may_be_delimited(text: str) -> bool:
    """Whether ``text`` may hold such rows: cheap."""
    return "," in text and _LINE.search(text) is not None


def delimited(text: str) -> list[list[tuple[int, int, tuple[Span, ...]]]]:
    """The runs of such lines, each line as its start, its end and its cells.

    A run begins with a head that holds no number but years, and has a number in each row below.
    """
    runs: list[list[tuple[int, int, tuple[Span, ...]]]] = []
    run: list[tuple[int, int, tuple[Span, ...]]] = []
    for found in _LINE.finditer(text):
        start, end = found.span()
        cells = tuple(cell.span(1 if cell[1] is not None else 2) for cell in _CELLS.finditer(text, start, end))
        numbers = sum(_counts(text[a:b]) for a, b in cells)
        follows = bool(run) and text[run[-1][1] : start].strip(" \t\r") == "\n" and len(cells) == len(run[0][2])
        if not follows or not numbers:
            runs.append(run)
            run = []
        if run or (not numbers and all(a < b for a, b in cells[1:])):
            run.append((start, end, cells))
    runs.append(run)
    return [run for run in runs if len(run) >= _LEAST]


def _counts(cell: str) -> bool:
    """Whether a cell is a number and no year."""
    return _NUMBER.fullmatch(cell.strip()) is not None and _YEAR.fullmatch(cell.strip()) is None
