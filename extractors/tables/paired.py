"""Columns that hold two numbers in each cell: 120/210 below 户数/人数 or 低保（户/人）. Each is parted into two."""

from __future__ import annotations

from collections.abc import Callable

from civx.patterns.kept import compiled

from ..text.rows import Row, Span, trimmed
from .heads import HeadReader

_PAIR = compiled(r"\s*\d[\d,]*(?:\.\d+)?\s*[/／]\s*\d[\d,]*(?:\.\d+)?\s*")
_SLASH = compiled("[/／]")
_HEAD = compiled(r"(.*?)[(（]?([^/／(（)）]{1,6})[/／]([^/／(（)）]{1,6})[)）]?")
_LEAST = 2  # cells that show it
_MOST_HEADERS = 4


def parted(text: str, rows: tuple[Row, ...], reader: HeadReader) -> tuple[Row, ...]:
    """The rows with each such column as two, and with the two measures or units of its head as another row of heads."""
    if not any(_PAIR.fullmatch(text, *cell) for row in rows[:_MOST_HEADERS] for cell in row.cells):
        return rows
    count = next(i for i, row in enumerate(rows) if any(_PAIR.fullmatch(text, *cell) for cell in row.cells))
    if not count:
        return rows
    lowest = rows[count - 1]
    pairs: dict[int, tuple[Span, Span, Span]] = {}
    for column, cell in enumerate(lowest.cells):
        below = [row.cells[column] for row in rows[count:] if column < len(row.cells)]
        filled = [span for span in below if any(sign.isdigit() for sign in text[slice(*span)])]
        found = _HEAD.fullmatch(text, *trimmed(text, cell))
        if (
            found is not None
            and len(filled) >= _LEAST
            and all(_PAIR.fullmatch(text, *span) for span in filled)
            and all(_counts(found[side], reader) for side in (2, 3))
        ):
            pairs[column] = found.span(1), found.span(2), found.span(3)
    if not pairs:
        return rows
    heads = [_wide(row, pairs) for row in rows[: count - 1]]
    heads.append(_wide(lowest, pairs, 0))
    heads.append(lowest._replace(cells=_flat(lowest, pairs, lambda column, _: pairs[column][1:])))
    body = [row._replace(cells=_flat(row, pairs, lambda _, cell: _halves(text, cell))) for row in rows[count:]]
    return (*heads, *body)


def _counts(words: str, reader: HeadReader) -> bool:
    """Whether words are a unit or what is counted in one: 户, 人数. Money for someone (元/人) is no pair."""
    said = reader.words.find("measure", words)
    unit = reader.words.unit(said.unit if said is not None else words)
    return unit is not None and unit.measure in ("persons", "households", "person_times", "household_times", "count")


def _wide(row: Row, pairs: dict[int, tuple[Span, Span, Span]], part: int | None = None) -> Row:
    """A row of heads in which those above a pair reach over both."""
    def both(column: int, cell: Span) -> tuple[Span, Span]:
        own = cell if part is None else pairs[column][part]
        return own, own

    return row._replace(cells=_flat(row, pairs, both))


def _flat(
    row: Row, pairs: dict[int, tuple[Span, Span, Span]], two: Callable[[int, Span], tuple[Span, ...]]
) -> tuple[Span, ...]:
    cells: list[Span] = []
    for column, cell in enumerate(row.cells):
        cells += two(column, cell) if column in pairs else (cell,)
    return tuple(cells)


def _halves(text: str, cell: Span) -> tuple[Span, Span]:
    """The two numbers of a cell; what is none stands in the first."""
    slash = _SLASH.search(text, *cell) if _PAIR.fullmatch(text, *cell) else None
    return ((cell[0], slash.start()), (slash.end(), cell[1])) if slash is not None else (cell, (cell[1], cell[1]))
