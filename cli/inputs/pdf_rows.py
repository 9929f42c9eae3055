"""Rows of a table that no rule parts: a ruled head over figures that stand below each other in one tall cell."""
from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from .pdf_tables import Char

_FIGURE = re.compile(r"[-+−]?\d(?:[\d,.，]*\d)?[%‰]?|[-—–…/]+")
_NEAR = 0.65  # of the distance of two rows: what stands nearer to a row belongs to it
_LEAST = 2
_SAME = 3.0  # points: what stands as high as something else


class Line(NamedTuple):
    """A line of characters in a cell, at a height."""

    height: float
    chars: list[Char]

    @property
    def text(self) -> str:
        return "".join(char.text for char in self.chars).strip()


def parted(cells: Sequence[list[Char]]) -> list[list[list[Char]]]:
    """The rows that the ``cells`` of one ruled row hold, each with as many cells; just the one row in most tables.

    Figures below each other in a column show the rows. A line of words belongs to the row it is nearest to, or is a row
    of its own.
    """
    lines = _with_titles([_lines(cell) for cell in cells])
    columns = [own for own in lines[1:] if len(own) >= _LEAST and all(_FIGURE.fullmatch(one.text) for one in own)]
    if len(columns) <= sum(len(own) == 1 for own in lines[1:]):
        return [list(cells)]  # a number that was too long for its line
    if not columns or not any(any(sign.isdigit() for one in own for sign in one.text) for own in columns):
        return [list(cells)]
    heights = _merged([one.height for own in columns for one in own])
    distance = min((upper - lower for upper, lower in pairwise(heights)), default=0.0)
    if len(heights) < _LEAST or distance <= 0 or not _fits(lines, columns, heights, distance):
        return [list(cells)]
    for one in lines[0]:
        if min(abs(one.height - height) for height in heights) > _NEAR * distance:
            heights.append(one.height)  # a title among the rows
    heights.sort(reverse=True)
    rows: list[list[list[Char]]] = [[[] for _ in cells] for _ in heights]
    for column, own in enumerate(lines):
        for one in own:
            at = min(range(len(heights)), key=lambda i: abs(one.height - heights[i]))
            rows[at][column] += one.chars
    return rows


def _with_titles(lines: list[list[Line]]) -> list[list[Line]]:
    """The lines of each cell, with a title among the rows, which is set over all columns, in the first."""
    if not any(_FIGURE.fullmatch(one.text) for own in lines[1:] for one in own):
        return lines
    words = [(column, one) for column, own in enumerate(lines) for one in own if not _FIGURE.fullmatch(one.text)]
    figures = [one.height for own in lines[1:] for one in own if _FIGURE.fullmatch(one.text)]
    titles: dict[float, list[tuple[int, Line]]] = {}
    for column, one in words:
        if all(abs(one.height - height) > _SAME for height in figures):
            height = next((at for at in titles if abs(at - one.height) <= _SAME), one.height)
            titles.setdefault(height, []).append((column, one))
    for height, pieces in titles.items():
        numbers = [column for column, _ in pieces]
        if len(pieces) < _LEAST or numbers != list(range(numbers[0], numbers[0] + len(numbers))):
            continue
        lines = [[one for one in own if all(one is not piece for _, piece in pieces)] for own in lines]
        chars = [char for _, piece in pieces for char in piece.chars]
        lines[0] = sorted([*lines[0], Line(height, chars)], key=lambda one: -one.height)
    return lines


def indents(cells: Sequence[list[Char]]) -> list[int]:
    """How many characters each of the cells of one column is indented; 0 for all where they are not set flush left."""
    boxes = [[char for char in cell if char.text.strip()] for cell in cells]
    shown = [box for box in boxes if box]
    if len(shown) < _LEAST:
        return [0] * len(cells)
    least = min(min(char.left for char in box) for box in shown)
    middles = [(min(char.left for char in box) + max(char.right for char in box)) / 2 for box in shown]
    wide = max(char.right - char.left for box in shown for char in box)
    if max(middles) - min(middles) < wide / 2:
        return [0] * len(cells)  # centred
    return [round((min(char.left for char in box) - least) / wide) if box else 0 for box in boxes]


def _lines(cell: list[Char]) -> list[Line]:
    """The lines of a cell, from the top."""
    lines: list[Line] = []
    for char in cell:
        if not char.text.strip():
            continue
        height, size = char.middle[1], char.top - char.bottom
        near = next((one for one in lines if abs(one.height - height) < size / 2), None)
        if near is None:
            lines.append(Line(height, [char]))
        else:
            near.chars.append(char)
    return sorted(lines, key=lambda one: -one.height)


def _merged(heights: list[float]) -> list[float]:
    """The heights from the top, those of one row as one."""
    merged: list[float] = []
    for height in sorted(heights, reverse=True):
        if not merged or merged[-1] - height > 3:
            merged.append(height)
    return merged


def _fits(
    lines: Sequence[list[Line]], columns: Sequence[list[Line]], heights: list[float], distance: float
) -> bool:
    """Whether nearly every row has a name, or several figures: else a number goes on in the next line."""
    near = _NEAR * distance

    def at(own: list[Line], height: float) -> bool:
        return any(abs(one.height - height) <= near for one in own)

    named = sum(at(lines[0], height) or sum(at(own, height) for own in columns) > _LEAST for height in heights)
    return bool(lines[0]) and named * 10 >= len(heights) * 9
