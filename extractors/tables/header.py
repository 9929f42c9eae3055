"""The header of a table: how many rows it has, and the columns with their heads."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from civx.patterns.kept import compiled

from ..text.rows import Row, Span, trimmed
from .cells import numeric
from .head import Head
from .heads import YEAR, HeadReader
from .model import Column

_MANY = 2
_MOST_HEADERS = 4
_LONGEST_HEAD = 40
_PROSE = compiled("[，。；！？]")
_DASHES = frozenset("—–-－")
_COLUMN = compiled(r"[(（]?(\d{1,2})[)）]?(?:=[\d+\-()（）]+)?")  # a column's number: 1, (1), 3=1+2


def cell_texts(text: str, row: Row) -> list[str]:
    """The texts of a row's cells, without the blanks around them."""
    return [text[slice(*trimmed(text, cell))] for cell in row.cells]


def tells(head: Head) -> bool:
    """Whether a head says something of the numbers below it."""
    return head.unit is not None or bool(head.roles) or head.timed


def header_rows(text: str, rows: tuple[Row, ...], reader: HeadReader, sure: bool) -> int:
    """How many rows are the header; 0 where the first is none.

    ``sure``: a line above names the table's units, or a rule below shows the header.
    """
    first = cell_texts(text, rows[0])
    if _minguo_years(first):
        return 1
    if not _may_be_header(first, reader):
        return 0
    count, upper = 1, first
    while count < min(_MOST_HEADERS, len(rows) - 1):
        lower = cell_texts(text, rows[count])
        if not _goes_below(upper, lower, first, reader):
            break
        upper = lower
        count += 1
    sure = sure or (not first[0] and len(first) > _MANY and len(set(filter(None, first))) == len(first) - 1)
    if not sure and not any(_speaks(reader.read(c)) for row in rows[:count] for c in cell_texts(text, row) if c):
        return 0
    if count < len(rows) - 1 and numbers_columns(cell_texts(text, rows[count]), reader, upper):
        count += 1
    return count


def _goes_below(upper: list[str], lower: list[str], first: list[str], reader: HeadReader) -> bool:
    """Whether ``lower`` is another row of the header: what stands above it reaches over several of its cells, or it
    holds only what values are called or counted in (户 人 万元)."""
    if not any(lower) or (not _years(lower) and any(_is_value(cell, reader) or _PROSE.search(cell) for cell in lower)):
        return False
    merged = any(a == b for a, b in pairwise(upper)) or not all(upper)
    below = lower[0] in ("", first[0], upper[0]) or not first[0]
    over_labels = len(upper) > 1 and upper[1] in ("", upper[0])  # 项目 over 科目编码 and 科目名称
    if merged and (below or over_labels):
        return any(_speaks(reader.read(c)) for c in lower if c) or len({c for c in lower if c}) > 1
    units = [reader.read(cell) for cell in lower[1:] if cell]
    named = below or "unit" in reader.read(lower[0]).roles
    return named and len(units) > 0 and all(head.unit is not None for head in units)


def _years(cells: list[str]) -> bool:
    """Whether the cells behind the first are years, of the last century maybe."""
    filled = [cell for cell in cells[1:] if cell]
    return len(filled) > 1 and all(YEAR.fullmatch(cell) is not None for cell in filled)


def _is_value(cell: str, reader: HeadReader) -> bool:
    return numeric(cell) or (cell[:1].isdigit() and reader.words.measured(cell))


def _minguo_years(cells: list[str]) -> bool:
    """Whether the heads of a table's columns are years of the Republic: 科目別 101 102 103."""
    years = [int(cell) for cell in cells[1:] if cell.isdecimal() and 80 <= int(cell) < 150]
    return len(years) > 1 and len(years) == len(cells) - 1 and years == list(range(years[0], years[0] + len(years)))


def _may_be_header(cells: list[str], reader: HeadReader) -> bool:
    """Whether a first row may be a header. What looks like years are years only beside heads: 指标 2022."""
    if any(len(cell) > _LONGEST_HEAD or _PROSE.search(cell) for cell in cells):
        return False
    if any(map(numeric, cells)) and not _years(cells):
        return False
    heads = [reader.read(cell) for cell in cells if cell]
    return not any(head.text.isdecimal() for head in heads) or not cells[0] or heads[0].names_rows


def _speaks(head: Head) -> bool:
    """Whether a head tells what stands below it, or names a place, a programme or an area."""
    return tells(head) or head.grouping


def numbers_columns(cells: list[str], reader: HeadReader, above: Sequence[str] = ()) -> bool:
    """Whether a row only numbers the columns: 甲 乙 1 2 3, 栏次 1 2 3=1+2; a head may reach down into it from above."""
    found = [_COLUMN.fullmatch(cell) for cell in cells]
    figures = [int(one[1]) for one in found if one is not None]
    letters = [(at, cell) for at, cell in enumerate(cells) if cell and found[at] is None]
    said = [cell for _, cell in letters if "columns" in reader.read(cell).roles]
    return (
        len(figures) + len(letters) > 2
        and bool(figures)
        and figures == list(range(figures[0], figures[0] + len(figures)))
        and (figures[0] in (1, len(letters) + 1) or bool(said))
        and all(cell in said or cell in _DASHES or above[at : at + 1] == [cell] for at, cell in letters)
        and (len(figures) > 1 or bool(said))
    )


def _spread(text: str, grid: list[list[Span]], width: int) -> list[list[Span]]:
    """The header with heads over the columns that they were drawn over, where a converter moved them to the left.

    Two heads followed by nothing above 1985 1995 1985 1995: each reaches over one run of what comes again below.
    """
    if len(grid) < _MANY:
        return grid
    upper, lower = grid[0], [text[slice(*span)] for span in grid[1]]
    heads = [span for span in upper[1:] if span[0] < span[1]]
    count = len(heads)
    size = (width - 1) // count if count else 0
    left = [i for i, span in enumerate(upper) if i and span[0] < span[1]] == list(range(1, count + 1))
    again = len(lower) == width and all(lower[1:]) and lower[1:] == lower[1 : 1 + size] * count
    if count < _MANY or size < _MANY or not left or not again:
        return grid
    return [[upper[0], *(span for span in heads for _ in range(size))], *grid[1:]]


def columns_of(text: str, headers: tuple[Row, ...], width: int, reader: HeadReader) -> list[Column]:
    """The columns with their heads; what stands left of a blank in an upper row reaches over it."""
    paths: list[list[Span]] = [[] for _ in range(width)]
    grid = _spread(text, [[trimmed(text, cell) for cell in row.cells] for row in headers], width)
    numbering: list[Span] = []
    above = cell_texts(text, headers[-2]) if len(headers) > 1 else []
    if len(grid) > 1 and numbers_columns(cell_texts(text, headers[-1]), reader, above):
        numbering = grid.pop()[:1]  # 甲 乙 1 2: only its rule is wanted
    for i, cells in enumerate(grid):
        last = (0, 0)
        for j, (start, end) in enumerate(cells):
            reached = any(j < len(below) and below[j][0] < below[j][1] for below in grid[i + 1 :])
            span = (start, end) if start < end else last if reached else (0, 0)
            words = text[slice(*span)]
            if words and words not in [text[slice(*upper)] for upper in paths[j][-1:]]:
                paths[j].append(span)
            last = span if words else last
    paths[0] += [span for span in numbering if not text[slice(*span)].isdecimal()]
    year = "民国{}年" if headers and _minguo_years(cell_texts(text, headers[0])) else ""

    def head(span: Span) -> Head:
        words = text[slice(*span)]
        return reader.read(year.format(words) if year and words.isdecimal() else words)

    return [Column(j, [head(span) for span in path], path) for j, path in enumerate(paths)]
