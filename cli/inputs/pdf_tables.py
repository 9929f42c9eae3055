"""Tables of a PDF page that are drawn with rules: which characters stand in which cell."""
from __future__ import annotations

import ctypes
from collections.abc import Iterable, Iterator
from itertools import islice, pairwise
from typing import Any, NamedTuple

from .pdf_rows import indents, parted
from .tidy import Cell, table_lines

_NEAR = 3.0  # points: rules that are less apart are one, as are the two sides of a thin bar
_MOST_RULES = 4000  # a drawing or a map, not a table


class Char(NamedTuple):
    """A character and its box in points, from the page's lower left corner."""

    text: str
    left: float
    bottom: float
    right: float
    top: float

    @property
    def middle(self) -> tuple[float, float]:
        return (self.left + self.right) / 2, (self.bottom + self.top) / 2


class Rule(NamedTuple):
    """A line on the page: upright at x = ``at`` or lying at y = ``at``, and from where to where it goes."""

    upright: bool
    at: float
    low: float
    high: float


class Table(NamedTuple):
    """A table's box, and its rows as lines with tabs between the cells."""

    left: float
    bottom: float
    right: float
    top: float
    lines: list[str]

    def holds(self, char: Char) -> bool:
        x, y = char.middle
        return self.left <= x <= self.right and self.bottom <= y <= self.top


def ruled_tables(page: Any, chars: list[Char]) -> list[Table]:
    """The tables of a page of at least two rows and two columns that rules part from each other."""
    return tables_between(_rules(page), chars)


def tables_between(drawn: Iterable[Rule], chars: list[Char]) -> list[Table]:
    """The same, of the lines that are ``drawn`` on a page."""
    rules = list(islice(drawn, _MOST_RULES))
    if not 5 <= len(rules) < _MOST_RULES:
        return []
    tables = [_table(group, chars) for group in _connected(_joined(rules))]
    return [table for table in tables if table is not None]


def _rules(page: Any) -> Iterator[Rule]:
    """The straight lines that are drawn along the page's edges: strokes, the edges of boxes, thin bars."""
    import pypdfium2.raw as raw

    fill, stroke = ctypes.c_int(), ctypes.c_int()
    for path in page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH]):
        raw.FPDFPath_GetDrawMode(path, fill, stroke)
        for points in _outlines(path, raw):
            wide, high = (max(along) - min(along) for along in zip(*points, strict=True))
            if stroke.value or min(wide, high) <= _NEAR:  # else a shade behind the text
                for one, other in pairwise(points):
                    yield from rule_between(one, other)


def _outlines(path: Any, raw: Any) -> Iterator[list[tuple[float, float]]]:
    """The corners of each part of a path; curves count as straight."""
    x, y = ctypes.c_float(), ctypes.c_float()
    matrix = path.get_matrix()
    points: list[tuple[float, float]] = []
    for number in range(min(raw.FPDFPath_CountSegments(path), _MOST_RULES)):
        segment = raw.FPDFPath_GetPathSegment(path, number)
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        if raw.FPDFPathSegment_GetType(segment) == raw.FPDF_SEGMENT_MOVETO and points:
            yield points
            points = []
        points.append(matrix.on_point(x.value, y.value))
        if raw.FPDFPathSegment_GetClose(segment):
            points.append(points[0])
    if points:
        yield points


def rule_between(one: tuple[float, float], other: tuple[float, float]) -> Iterator[Rule]:
    """The rule from one point to the other, none where they do not lie along the page's edges."""
    wide, high = abs(one[0] - other[0]), abs(one[1] - other[1])
    if high < 1 and wide > _NEAR:
        yield Rule(False, one[1], min(one[0], other[0]), max(one[0], other[0]))
    elif wide < 1 and high > _NEAR:
        yield Rule(True, one[0], min(one[1], other[1]), max(one[1], other[1]))


def _joined(rules: list[Rule]) -> list[Rule]:
    """The rules with those that lie on one line and touch made one, as the edges of cells side by side do."""
    joined: list[Rule] = []
    for upright in (False, True):
        mine = sorted(rule for rule in rules if rule.upright == upright)
        while mine:
            at = mine[0].at
            line = sorted((rule for rule in mine if rule.at - at <= _NEAR), key=lambda rule: rule.low)
            mine = [rule for rule in mine if rule.at - at > _NEAR]
            start = len(joined)
            for rule in line:
                if len(joined) > start and rule.low - joined[-1].high <= _NEAR:
                    joined[-1] = joined[-1]._replace(high=max(joined[-1].high, rule.high))
                else:
                    joined.append(rule._replace(at=at))
    return joined


def _connected(rules: list[Rule]) -> list[list[Rule]]:
    """Groups of rules that touch each other, from the page's head to its foot."""
    uprights = [rule for rule in rules if rule.upright]
    groups: list[list[Rule]] = []
    for rule in rules:
        if rule.upright:
            continue
        touching = [upright for upright in uprights if _touch(rule, upright)]
        mine = [group for group in groups if any(upright in group for upright in touching)]
        groups = [group for group in groups if group not in mine]
        merged = dict.fromkeys([rule, *touching, *(member for group in mine for member in group)])
        groups.append(list(merged))
    return sorted(groups, key=lambda group: -max(rule.at for rule in group if not rule.upright))


def _touch(lying: Rule, upright: Rule) -> bool:
    crossed = lying.low - _NEAR <= upright.at <= lying.high + _NEAR
    return crossed and upright.low - _NEAR <= lying.at <= upright.high + _NEAR


def _table(rules: list[Rule], chars: list[Char]) -> Table | None:
    lying = [rule for rule in rules if not rule.upright]
    uprights = [rule for rule in rules if rule.upright]
    # a table that is open at the sides ends where its lying rules do
    xs = _merged([rule.at for rule in uprights] + [min(r.low for r in lying), max(r.high for r in lying)])
    ys = _merged([rule.at for rule in lying])[::-1]
    if len(xs) < 3 or len(ys) < 3:
        return None
    numbers = _cells(xs, ys, lying, uprights)
    texts: dict[int, list[Char]] = {}
    table = Table(xs[0], ys[-1], xs[-1], ys[0], [])
    for char in chars:
        if table.holds(char):
            x, y = char.middle
            column = max(i for i in range(len(xs) - 1) if xs[i] <= x)
            line = max(i for i in range(len(ys) - 1) if ys[i] >= y)
            texts.setdefault(numbers[line][column], []).append(char)
    if len(texts) < 3:
        return None  # a frame, or a form's empty boxes
    seen: set[int] = set()
    grid: list[list[Cell]] = []
    for at, line_numbers in enumerate(numbers):
        alone = at + 1 == len(numbers) or not set(line_numbers) & set(numbers[at + 1])
        fresh = alone and len(set(line_numbers)) == len(line_numbers) and not seen & set(line_numbers)
        held = [texts.get(number, []) for number in line_numbers]
        rows = parted(held) if fresh else [held]
        levels = indents([cells[0] for cells in rows]) if len(rows) > 1 else [0]
        for level, cells in zip(levels, rows, strict=True):
            owned = set(seen)
            row = []
            for number, cell in zip(line_numbers, cells, strict=True):
                row.append(Cell(_cell_text(cell), own=number not in owned))
                owned.add(number)
            grid.append([row[0]._replace(text="\u3000" * level + row[0].text), *row[1:]])
        seen.update(line_numbers)
    return table._replace(lines=table_lines(grid))


def _cells(xs: list[float], ys: list[float], lying: list[Rule], uprights: list[Rule]) -> list[list[int]]:
    """For each row and column of the grid the number of the cell there; one that reaches over several has them all."""
    numbers: list[list[int]] = []
    count = 0
    for line in range(len(ys) - 1):
        row: list[int] = []
        y = (ys[line] + ys[line + 1]) / 2
        for column in range(len(xs) - 1):
            x = (xs[column] + xs[column + 1]) / 2
            if column and not _ruled(uprights, xs[column], y):
                row.append(row[-1])
            elif line and not _ruled(lying, ys[line], x):
                row.append(numbers[-1][column])
            else:
                row.append(count)
                count += 1
        numbers.append(row)
    return numbers


def _ruled(rules: list[Rule], at: float, over: float) -> bool:
    return any(abs(rule.at - at) <= _NEAR and rule.low <= over <= rule.high for rule in rules)


def _merged(positions: list[float]) -> list[float]:
    """Positions in rising order, those that are near each other as one."""
    merged: list[float] = []
    for position in sorted(positions):
        if not merged or position - merged[-1] > _NEAR:
            merged.append(position)
    return merged


def _cell_text(chars: list[Char]) -> str:
    """The characters of a cell; where a line ends between Chinese characters, it was only too long."""
    text = ""
    last: Char | None = None
    for char in chars:
        if char.text in "\r\n":
            continue
        if last is not None and last.middle[1] - char.middle[1] > (char.top - char.bottom) / 2:
            text += " " if last.text.isascii() or char.text.isascii() else ""
        text += char.text
        if char.text.strip():
            last = char
    return text
