"""Finds tables in a text: the lines above them, their headers, their columns; ``table_rows`` reads what is below."""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

from civx.patterns.kept import compiled

from ..text.rows import Grid, Row, Span, grids, trimmed
from .cells import numeric
from .heads import Head, HeadReader, head_reader
from .model import Column, Table
from .rows import Taken, read_rows
from .words import bare

_MOST_HEADERS = 3
_CAPTIONS = 4  # lines above a table that may be about it
_LONGEST_CAPTION = 60
_MERGED, _MERGED_DOWN = 8, 16  # shorter cells may well say the same by chance, below more than beside each other
_CLOSING = (")", "）")
_LONGEST_HEAD = 40
_CONTINUED = "续"
_PROSE = compiled("[，。；！？]")
_STOPS = compiled("[。！？]")


class Carried(NamedTuple):
    """What a table that goes on behind 续表 takes over: the table before, and its header."""

    table: Table
    headers: tuple[Row, ...]


class Tables(NamedTuple):
    """The tables of a text, and the stretches of it in which nothing else is to be looked for."""

    tables: list[Table]
    taken: Taken


def read_tables(text: str, patterns: tuple[str, ...]) -> Tables:
    """The tables of the normalised ``text`` that hold numbers of something."""
    reader = head_reader(patterns)
    found = Tables([], [])
    above = 0
    last: Carried | None = None
    for grid in grids(text):
        _merged(text, grid, found.taken)
        for rows in _split(text, grid, reader):
            for part in _beside(text, rows, reader):
                carried = last if _goes_on(text[above : part[0].start]) else None
                table, last = _read(text, part, above, reader, found.taken, carried)
                if table is not None and (table.cells or table.texts):
                    found.tables.append(table)
            above = rows[-1].end
    return found


def _goes_on(between: str) -> bool:
    """Whether a table goes on with the one before: behind 续表, （续）, 表2（续）."""
    line = between.strip().rpartition("\n")[2].strip(" \t\r()（）")
    return (line.startswith(_CONTINUED) and len(line) <= _LONGEST_HEAD) or line.endswith(_CONTINUED)


def _split(text: str, grid: Grid, reader: HeadReader) -> list[tuple[Row, ...]]:
    """The grid's rows, parted before every further header of another wording."""
    parts: list[tuple[Row, ...]] = []
    first = 0
    numbers = False
    seen: set[tuple[str, ...]] = set()
    for i, row in enumerate(grid.rows):
        cells = cell_texts(text, row)
        if any(map(numeric, cells)):
            numbers = True
        elif all(cells) and _names_columns(cells, reader):
            if numbers and tuple(cells) not in seen:
                parts.append(grid.rows[first:i])
                first, numbers = i, False
            seen.add(tuple(cells))
    parts.append(grid.rows[first:])
    return parts


def _beside(text: str, rows: tuple[Row, ...], reader: HeadReader) -> list[tuple[Row, ...]]:
    """The rows of each of the tables that stand side by side: 指标 数量 指标 数量, where the first head comes again."""
    for i, row in enumerate(rows[:_MOST_HEADERS]):
        cells = cell_texts(text, row)
        starts = [
            j for j, cell in enumerate(cells)
            if j == 0 or (j > 1 and cell == cells[0] != cells[j - 1] and reader.read(cell).names_rows)
        ]
        if len(starts) > 1:
            spans = pairwise([*starts, max(len(row.cells) for row in rows)])
            below = [[row._replace(cells=row.cells[a:b]) for row in rows[i:] if row.cells[a:b]] for a, b in spans]
            return [(*rows[:i], *part) for part in below]
    return [rows]


def _merged(text: str, grid: Grid, taken: Taken) -> None:
    """Keeps the sentences of a merged cell from being read once for each cell that was filled with them."""
    upper: list[str] = []
    for row in grid.rows:
        cells = cell_texts(text, row)
        for j, cell in enumerate(cells):
            beside = j > 0 and cell == cells[j - 1] and len(cell) >= _MERGED
            if beside or (j < len(upper) and cell == upper[j] and len(cell) >= _MERGED_DOWN):
                taken.append((*trimmed(text, row.cells[j]), "table-merged"))
        upper = cells


def cell_texts(text: str, row: Row) -> list[str]:
    """The texts of a row's cells, without the blanks around them."""
    return [text[slice(*trimmed(text, cell))] for cell in row.cells]


def _names_columns(cells: list[str], reader: HeadReader) -> bool:
    """Whether a row's cells are heads: the first names the rows, and another says what its column holds."""
    heads = [reader.read(cell) for cell in cells]
    return heads[0].names_rows and any(map(_tells, heads[1:]))


def _tells(head: Head) -> bool:
    """Whether a head says something of the numbers below it."""
    return head.unit is not None or bool(head.roles) or head.timed


def _read(
    text: str, rows: tuple[Row, ...], above: int, reader: HeadReader, taken: Taken, carried: Carried | None
) -> tuple[Table | None, Carried | None]:
    """The table that ``rows`` are, and what one that goes on with it takes over; ``carried`` of the one before."""
    table = Table(rows[0].start)
    _captions(text, table, above, reader)
    first = 0
    while first < len(rows) - 1 and _is_caption(cell_texts(text, rows[first]), reader):
        seen: set[str] = set()
        for start, end in (trimmed(text, cell) for cell in rows[first].cells):
            if (cell := text[start:end]) not in seen:
                seen.add(cell)
                _caption(table, cell, (start, end), reader)
        first += 1
    count = _headers(text, rows[first:], reader)
    headers = rows[first : first + count]
    width = max(len(row.cells) for row in rows)
    if not headers and carried is not None and len(carried.headers[0].cells) == width:
        headers = carried.headers
        table.captions += carried.table.captions
        table.caption_spans += carried.table.caption_spans
        if not table.units:
            table.units, table.units_rule = carried.table.units, carried.table.units_rule
    columns = _columns(text, headers, width, reader)
    body = rows[first + count :]
    if not body or (not headers and len(rows[first].cells) != 2):
        return None, None
    mine: Taken = [(row.start, row.end, "table-head") for row in rows[: first + count]]
    if count and (numbered := columns[0].says("columns")):
        mine[-1] = (*mine[-1][:2], numbered)
    read_rows(text, table, columns, body, reader, mine)
    if count or table.cells:
        taken += mine
    return table, Carried(table, headers) if headers else None


def _captions(text: str, table: Table, above: int, reader: HeadReader) -> None:
    """Gathers the lines above the table, the nearest first, up to running text or the table before."""
    end = table.start
    for _ in range(_CAPTIONS):
        stripped = text[above:end].rstrip()
        if not stripped or text.count("\n", above + len(stripped), end) > 2:
            return
        end = above + len(stripped)
        start = max(text.rfind("\n", above, end), text.rfind("\r", above, end), above - 1) + 1
        line = text[start:end].strip()
        if len(line) > _LONGEST_CAPTION or _STOPS.search(line) or reader.words.find("note", bare(line)):
            return
        low = start + len(text[start:end]) - len(text[start:end].lstrip())
        _caption(table, line, (low, low + len(line)), reader)
        end = start


def _caption(table: Table, line: str, span: Span, reader: HeadReader) -> None:
    """Notes a line about the table, which stands at ``span``, and the units it names."""
    named = reader.words.unit_line(line)
    if named is not None:
        units, rule, start, end = named
        if not table.units:
            table.units, table.units_rule = units, rule
        line = line[:start] + line[end:]
    elif not table.units and line.rstrip("：:").endswith(_CLOSING):
        words, unit, rule = reader.words.head(line.rstrip("：:"))
        if unit is not None:
            table.units, table.units_rule, line = [unit], rule, words
    if line.strip("()（） \t"):
        table.captions.append(line)
        table.caption_spans.append(span)


def _is_caption(cells: list[str], reader: HeadReader) -> bool:
    """Whether a table's first row is its title, names its units, or says who filled it in and when (填报单位：…)."""
    words = {cell for cell in cells if cell}
    if len(words) == 1 and not cells[0] and _tells(reader.read(next(iter(words)))):
        return False  # the only head of the column of values
    return len(words) == 1 or any(_speaks(cell, reader) for cell in words)


def _speaks(cell: str, reader: HeadReader) -> bool:
    if reader.words.unit_line(cell) is not None:
        return True
    _, colon, rest = cell.replace(":", "：").partition("：")
    return bool(colon and rest) and reader.words.find("part", bare(cell)) is None and reader.read(cell).unit is None


def _headers(text: str, rows: tuple[Row, ...], reader: HeadReader) -> int:
    """How many rows are the header; 0 where the first is none."""
    first = cell_texts(text, rows[0])
    if _minguo_years(first):
        return 1
    if any(map(numeric, first)) or not _is_header(first, reader):
        return 0
    count, upper = 1, first
    while count < min(_MOST_HEADERS, len(rows) - 1):
        lower = cell_texts(text, rows[count])
        merged = any(a == b for a, b in pairwise(upper)) or not all(upper)
        below = lower[0] in ("", first[0]) or not first[0]
        if any(map(numeric, lower)) or not merged or not below or not any(_tells(reader.read(c)) for c in lower if c):
            break
        upper = lower
        count += 1
    if count < len(rows) - 1 and _numbers_columns(cell_texts(text, rows[count]), reader):
        count += 1
    return count


def _minguo_years(cells: list[str]) -> bool:
    """Whether the heads of a table's columns are years of the Republic: 科目別 101 102 103."""
    years = [int(cell) for cell in cells[1:] if cell.isdecimal() and 80 <= int(cell) < 150]
    return len(years) > 1 and len(years) == len(cells) - 1 and years == list(range(years[0], years[0] + len(years)))


def _is_header(cells: list[str], reader: HeadReader) -> bool:
    """Whether a first row without numbers is a header. What looks like years are years only beside heads: 指标 2022."""
    if any(len(cell) > _LONGEST_HEAD or _PROSE.search(cell) for cell in cells):
        return False
    heads = [reader.read(cell) for cell in cells if cell]
    if any(head.text.isdecimal() for head in heads):
        return not cells[0] or heads[0].names_rows
    return any(map(_tells, heads))


def _numbers_columns(cells: list[str], reader: HeadReader) -> bool:
    """Whether a row only numbers the columns: 甲 乙 1 2 3."""
    figures = [int(cell) for cell in cells if cell.isdecimal()]
    letters = [cell for cell in cells if cell and not cell.isdecimal()]
    return (
        len(figures) + len(letters) > 2
        and bool(figures)
        and figures == list(range(figures[0], figures[0] + len(figures)))
        and figures[0] in (1, len(letters) + 1)
        and all("columns" in reader.read(cell).roles for cell in letters)
    )


def _columns(text: str, headers: tuple[Row, ...], width: int, reader: HeadReader) -> list[Column]:
    """The columns with their heads; what stands left of a blank in an upper row reaches over it."""
    paths: list[list[Span]] = [[] for _ in range(width)]
    grid = [[trimmed(text, cell) for cell in row.cells] for row in headers]
    numbering: list[Span] = []
    if len(grid) > 1 and _numbers_columns(cell_texts(text, headers[-1]), reader):
        numbering = grid.pop()[:1]  # 甲 乙 1 2: only its rule is wanted
    for i, cells in enumerate(grid):
        below = grid[-1] if i < len(grid) - 1 else []
        last = (0, 0)
        for j, (start, end) in enumerate(cells):
            reached = j < len(below) and below[j][0] < below[j][1]
            span = (start, end) if start < end else last if reached else (0, 0)
            words = text[slice(*span)]
            if words and words not in [text[slice(*upper)] for upper in paths[j][-1:]]:
                paths[j].append(span)
            last = span if words else last
    paths[0] += numbering
    year = "民国{}年" if headers and _minguo_years(cell_texts(text, headers[0])) else ""

    def head(span: Span) -> Head:
        words = text[slice(*span)]
        return reader.read(year.format(words) if year and words.isdecimal() else words)

    return [Column(j, [head(span) for span in path], path) for j, path in enumerate(paths)]
