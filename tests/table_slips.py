"""Tables of the grids with one digit changed in a cell that takes part in a sum or a share.

Which cells do is told by the labels and by the figures themselves: a whole and all cells that are parts of it in one
row or column, where they add up; a column of percentages that two others give in every row.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise, permutations
from pathlib import Path
from typing import NamedTuple

import table_grids as grids

Place = tuple[int, int]
_MOST = 3  # changed cells of one table


class Slip(NamedTuple):
    """A table's text with a wrong cell, and where that stands."""

    title: str
    text: str
    start: int
    end: int


def slips(path: Path) -> Iterator[tuple[str, str, list[Slip]]]:
    """Each table's title and text, and its copies with a wrong cell."""
    for case in grids.cases(str(path)):
        cells = sorted(_related(case))
        chosen = cells[:: max(1, len(cells) // _MOST)][:_MOST]
        text, places = _written(case)
        found = []
        for place in chosen:
            start, end = places[place]
            wrong = _changed(text[start:end])
            if wrong:
                found.append(Slip(case.title, text[:start] + wrong + text[end:], start, start + len(wrong)))
        yield case.title, text, found


def _related(case: grids.Case) -> set[Place]:
    """The cells that take part in a relation which holds."""
    return {place for group in (*_sums(case), *_shares(case)) for place in group}


def _sums(case: grids.Case) -> Iterator[list[Place]]:
    parts: dict[tuple[Place, bool], list[Place]] = {}
    for place, label in case.labels.items():
        for whole in label.wholes:
            if whole is not None and whole in case.labels:
                down = whole[1] == place[1]
                if down or whole[0] == place[0]:
                    parts.setdefault((whole, down), []).append(place)
    for (whole, _), own in parts.items():
        labels = [case.labels[place] for place in own]
        same = len({tuple(label.fields["unit"]) for label in (*labels, case.labels[whole])}) == 1
        if len(own) > 1 and same and sum(label.value for label in labels) == case.labels[whole].value:
            yield [whole, *own]


def _shares(case: grids.Case) -> Iterator[list[Place]]:
    rows = sorted({row for row, _ in case.labels})
    columns = sorted({column for _, column in case.labels})
    for column in columns:
        own = [case.labels[row, column] for row in rows if (row, column) in case.labels]
        if len(own) < 3 or any("%" not in label.fields["unit"] or "change" in label.fields["status"] for label in own):
            continue
        for above, below in permutations([other for other in columns if other != column], 2):
            places = [(row, column) for row in rows if (row, column) in case.labels]
            if all(_quotient(case, row, column, above, below) for row, _ in places):
                yield [place for row, _ in places for place in ((row, above), (row, below), (row, column))]


def _quotient(case: grids.Case, row: int, column: int, above: int, below: int) -> bool:
    one, two = case.labels.get((row, above)), case.labels.get((row, below))
    if one is None or two is None or not two.value or "%" in (*one.fields["unit"], *two.fields["unit"]):
        return False
    share = case.labels[row, column].value
    step = Decimal(1).scaleb(int(share.as_tuple().exponent))
    return abs(one.value / two.value * 100 - share) <= step / 2


def _written(case: grids.Case) -> tuple[str, dict[Place, tuple[int, int]]]:
    """The table as text, and where each cell stands in it."""
    text = "".join(f"{line}\n" for line in case.above)
    places: dict[Place, tuple[int, int]] = {}
    for i, row in enumerate(case.rows):
        for j in range(len(row)):
            cell = case.cell(i, j)
            places[i, j] = (len(text), len(text) + len(cell))
            text += cell + ("\t" if j + 1 < len(row) else "\n")
    text += "".join(f"{line}\n" for line in case.below)
    assert text == grids.as_text(case)
    return text, places


def _changed(cell: str) -> str:
    """The figure with two digits swapped, or else with another digit in the middle; "" for one that is too short."""
    digits = [at for at, char in enumerate(cell) if char.isdigit()]
    for one, two in pairwise(digits):
        if cell[one] != cell[two] and (one != digits[0] or cell[two] != "0"):
            swapped = list(cell)
            swapped[one], swapped[two] = cell[two], cell[one]
            return "".join(swapped)
    if len(digits) < 2:
        return ""
    at = digits[len(digits) // 2]
    return f"{cell[:at]}{(int(cell[at]) + 3) % 10}{cell[at + 1 :]}"
