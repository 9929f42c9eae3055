"""Lines of a table of which some lack cells, or hold a name in pieces: where a piece stands shows its column."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from unicodedata import east_asian_width

from .columns import Extent, columns_of, place
from .lined import Lined, Span

_WIDE = frozenset("WFA")
_LEAST = 3  # lines with all cells


def aligned(text: str, block: list[Lined]) -> list[Lined]:
    """The lines of a block, each with as many cells; [] where they stand below each other by no measure.

    A place is told in signs, or in columns of a terminal, of which a Chinese sign takes two.
    """
    width, lines = Counter(len(line[2]) for line in block).most_common(1)[0]
    if lines < _LEAST or lines * 2 < len(block) or len(block[0][2]) != width:
        return []
    for measure in (_signs, _columns):
        whole = [_extents(text, line, measure) for line in block if len(line[2]) == width]
        columns = columns_of(whole, 1)
        if len(columns) == width:
            placed = [_placed(text, line, columns, measure) for line in block]
            return [line for line in placed if line is not None] if all(placed) else []
    return []


def _signs(text: str) -> int:
    return len(text)


def _columns(text: str) -> int:
    return sum(2 if east_asian_width(sign) in _WIDE else 1 for sign in text)


def _extents(text: str, line: Lined, measure: Callable[[str], int]) -> list[Extent]:
    start, _, cells = line
    shown = [(_first(text, low, high), high) for low, high in cells]
    return [Extent(measure(text[start:low]), measure(text[start:high])) for low, high in shown]


def _first(text: str, low: int, high: int) -> int:
    while low < high and text[low].isspace():
        low += 1
    return low


def _placed(text: str, line: Lined, columns: list[Extent], measure: Callable[[str], int]) -> Lined | None:
    """The line with a cell for each column; None where two pieces stand in the wrong order."""
    start, end, cells = line
    spans: list[Span | None] = [None] * len(columns)
    last = 0
    for extent, (low, high) in zip(_extents(text, line, measure), cells, strict=True):
        at = place(extent, columns)
        if at < last:
            return None
        own = spans[at]
        spans[at] = (own[0] if own is not None else low, high)
        last = at
    filled: list[Span] = []
    for span in spans:
        before = filled[-1][1] if filled else start
        filled.append(span if span is not None else (before, before))
    return start, end, tuple(filled)
