"""Columns that nothing but the place of their cells shows: what stands below each other on paper or in a text."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import pairwise
from typing import NamedTuple

_OVERLAP = 0.3  # of the narrower of two: so much of it must stand over the other
_SKIPPED = 1.0  # what a column that has a lower head and none above costs, in widths of a sign
_FAR = 1e9


class Extent(NamedTuple):
    """From where to where something reaches, from the left."""

    left: float
    right: float

    @property
    def middle(self) -> float:
        """The place halfway."""
        return (self.left + self.right) / 2


def columns_of(rows: Sequence[Sequence[Extent]], gap: float) -> list[Extent]:
    """The columns of ``rows``: between two of them lies a gap that no cell of any row reaches into."""
    merged: list[Extent] = []
    for cell in sorted(cell for row in rows for cell in row):
        if merged and cell.left - merged[-1].right < gap:
            merged[-1] = Extent(merged[-1].left, max(merged[-1].right, cell.right))
        else:
            merged.append(cell)
    return merged


def over(cell: Extent, columns: Sequence[Extent]) -> list[int]:
    """The columns that the cell stands over."""
    found = []
    for number, column in enumerate(columns):
        shared = min(cell.right, column.right) - max(cell.left, column.left)
        if shared > 0 and shared >= _OVERLAP * min(cell.right - cell.left, column.right - column.left):
            found.append(number)
    return found


def place(cell: Extent, columns: Sequence[Extent]) -> int:
    """The column of a cell: the one that it shares most with, else the nearest."""

    def shared(number: int) -> tuple[float, float]:
        column = columns[number]
        common = min(cell.right, column.right) - max(cell.left, column.left)
        return (max(common, 0.0), -abs(cell.middle - column.middle))

    return max(range(len(columns)), key=shared)


def reached(
    cells: Sequence[Extent], columns: Sequence[Extent], headed: Sequence[bool], size: float
) -> list[tuple[int, int]]:
    """For each cell of a line of heads the first and last column that it is over.

    A head over several columns stands over their middle, and each of those is ``headed``: has a head of its own below.
    The cells keep their order; the least sum of what they stand off is chosen.
    """
    owned = [over(cell, columns) for cell in cells]

    @cache
    def best(column: int, cell: int) -> tuple[float, tuple[tuple[int, int], ...]]:
        if cell == len(cells):
            return sum(_SKIPPED for n in range(column, len(columns)) if headed[n]), ()
        if column == len(columns):
            return _FAR, ()
        cost, ranges = best(column + 1, cell)
        chosen = (cost + (_SKIPPED if headed[column] else 0.0), ranges)
        for last in range(column, len(columns)):
            if last > column and not (headed[last] and headed[column]):
                break
            if owned[cell] and not (column <= owned[cell][0] and (last >= owned[cell][-1] or not headed[column])):
                continue
            off = abs(cells[cell].middle - (columns[column].left + columns[last].right) / 2) / size
            rest, more = best(last + 1, cell + 1)
            if off + rest < chosen[0] - 1e-6:
                chosen = (off + rest, ((column, last), *more))
        return chosen

    cost, ranges = best(0, 0)
    if cost >= _FAR:
        at = [place(cell, columns) for cell in cells]
        return [(number, number) for number in at]
    return list(ranges)


def halved(heights: Sequence[float], rows: Sequence[float]) -> list[tuple[int, int]]:
    """For labels at ``heights`` the first and last of ``rows`` whose middle each stands at; all rows are dealt out.

    [] where there is no such dealing. Both go from the top (falling).
    """
    if not heights or len(heights) > len(rows):
        return []

    @cache
    def best(row: int, label: int) -> tuple[float, tuple[int, ...]]:
        if label == len(heights):
            return (0.0, ()) if row == len(rows) else (_FAR, ())
        chosen: tuple[float, tuple[int, ...]] = (_FAR, ())
        for last in range(row, len(rows) - (len(heights) - label - 1)):
            rest, more = best(last + 1, label + 1)
            cost = rest + abs(heights[label] - (rows[row] + rows[last]) / 2)
            if cost < chosen[0]:
                chosen = (cost, (last, *more))
        return chosen

    cost, lasts = best(0, 0)
    if cost >= _FAR or len(heights) * len(rows) > 4000:
        return []
    firsts = [0, *(last + 1 for last in lasts[:-1])]
    if len(rows) > 1:
        pitch = min(abs(a - b) for a, b in pairwise(rows)) or 1.0
        if cost > 0.3 * pitch * len(heights):
            return []
    return list(zip(firsts, lasts, strict=True))
