"""Finds tables in a text: the lines above them, their headers, their columns; ``table_rows`` reads what is below."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from civx.patterns.kept import compiled

from ..text.rows import Grid, Row, Span, grids, may_be_markup, trimmed
from .cells import numeric
from .header import cell_texts, columns_of, header_rows, tells
from .heads import HeadReader, head_reader
from .model import Table
from .paired import parted
from .rows import Taken, read_rows
from .words import bare

_MOST_HEADERS = 3
_CAPTIONS = 4  # lines above a table that may be about it
_LONGEST_CAPTION = 60
_MERGED, _MERGED_DOWN = 8, 16  # shorter cells may well say the same by chance, below more than beside each other
_CLOSING = (")", "）")
_LONGEST_LINE = 40
_CONTINUED = "续"
_BRACKETS = compiled(r"[（(]\s*[)）]")  # where the unit stood
_BRACKETED = compiled("[（(].*$")
_LAST_BRACKET = compiled(r"[（(]([^（()）]*)[)）][：:]?$")
_TAG = compiled("</?[a-zA-Z][^<>]*>")
_EMPHASIS = "*_#"
_BELOW, _NOTES = 200, 3  # signs and lines below a table that may name its units
_LEAST_UNREAD = 2
_LEAST_PAIR = 2
_NAMES_MONEY = {"money", "paid", "people"}
_GAP = compiled("[ \u3000\xa0\t]{2,}")
_STOPS = compiled("[。！？]")


class Carried(NamedTuple):
    """What a table that goes on behind 续表 takes over: the table before, and its header."""

    table: Table
    headers: tuple[Row, ...]


class Tables(NamedTuple):
    """The tables of a text, the stretches of it in which nothing else is to be looked for, and the tables with numbers
    of which nothing says what they count."""

    tables: list[Table]
    taken: Taken
    unread: list[Table]


def read_tables(text: str, patterns: tuple[str, ...]) -> Tables:
    """The tables of the normalised ``text`` that hold numbers of something."""
    reader = head_reader(patterns)
    found = Tables([], [], [])
    if may_be_markup(text):
        from ..text.markup import tags  # few texts need it

        found.taken.extend((*span, "markup") for span in tags(text))
    above = 0
    last: Carried | None = None
    for grid in grids(text):
        _merged(text, grid, found.taken)
        for rows in _split(text, grid, reader):
            for part in _beside(text, parted(text, rows, reader), reader):
                carried = last if _goes_on(text[above : part[0].start]) else None
                ruled = grid.ruled if part[0].start == grid.start else 0
                table, last = _read(text, part, above, reader, found.taken, carried, ruled, last)
                if table.cells or table.texts:
                    found.tables.append(table)
                if len(table.left) >= _LEAST_UNREAD:
                    found.unread.append(table)
            above = rows[-1].end
    return found


def _goes_on(between: str) -> bool:
    """Whether a table goes on with the one before: behind 续表, （续）, 表2（续）."""
    line = between.strip().rpartition("\n")[2].strip(" \t\r()（）")
    return (line.startswith(_CONTINUED) and len(line) <= _LONGEST_LINE) or line.endswith(_CONTINUED)


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
        if len(starts) < _LEAST_PAIR and i + 1 < len(rows):
            starts = _halves(text, cells, rows[i + 1 :], reader)
        if len(starts) > 1:
            spans = pairwise([*starts, max(len(row.cells) for row in rows)])
            width = len(row.cells)
            return [
                tuple(
                    row._replace(cells=row.cells[a:b]) if at >= i or len(row.cells) == width else row
                    for at, row in enumerate(rows)
                    if row.cells[a:b]
                )
                for a, b in spans
            ]
    return [rows]


def _halves(text: str, cells: list[str], body: Sequence[Row], reader: HeadReader) -> list[int]:
    """Where the halves of a table begin that each name their rows: 项目 预算数 项目（按功能分类） 预算数."""
    starts = [0]
    for j in range(2, len(cells) - 1):
        if "label" not in reader.read(_BRACKETED.sub("", cells[j])).roles or reader.read(cells[j - 1]).names_rows:
            continue
        below = [cell_texts(text, row) for row in body]
        filled = [row for row in below if len(row) > j + 1 and row[j]]
        named = sum(not numeric(row[j]) and not row[j][0].isdigit() for row in filled)
        if len(filled) > 1 and named == len(filled) and sum(numeric(row[j - 1]) for row in filled) * 2 >= len(filled):
            starts.append(j)
    return starts if reader.read(cells[0]).names_rows else [0]


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


def _names_columns(cells: list[str], reader: HeadReader) -> bool:
    """Whether a row's cells are heads: the first names the rows, and another says what its column holds."""
    heads = [reader.read(cell) for cell in cells]
    return heads[0].names_rows and any(map(tells, heads[1:]))


def _read(
    text: str, rows: tuple[Row, ...], above: int, reader: HeadReader, taken: Taken, carried: Carried | None,
    ruled: int, before: Carried | None,
) -> tuple[Table, Carried | None]:
    """The table that ``rows`` are, and what one that goes on with it takes over; ``carried`` of the one before.

    So many rows as ``ruled`` says stand above a drawn rule: they are its header, if they may be one at all. ``before``
    is the table before, which has the same header where it was repeated.
    """
    table = Table(rows[0].start)
    _captions(text, table, above, reader)
    first = 0
    while first < len(rows) - 1 and _is_caption(cell_texts(text, rows[first]), reader):
        seen: set[str] = set()
        above = len(table.captions)
        for start, end in (trimmed(text, cell) for cell in rows[first].cells):
            if (cell := text[start:end]) not in seen:
                seen.add(cell)
                _caption(table, cell, (start, end), reader)
        for lines in (table.captions, table.caption_spans):  # what stands in the table is nearer than what is above
            lines[:] = [*lines[above:], *lines[:above]]
        first += 1
    count = header_rows(text, rows[first:], reader, bool(table.units) or ruled > first)
    headers = rows[first : first + count]
    width = max(len(row.cells) for row in rows)
    again = bool(headers) and before is not None and not table.captions and _same(text, headers, before.headers)
    if carried is None and again:
        carried = before  # the header repeated on the next page
    if carried is not None and (headers or len(carried.headers[0].cells) == width):
        headers = headers or carried.headers
        table.before = carried.table
        table.captions += carried.table.captions
        table.caption_spans += carried.table.caption_spans
        if not table.units:
            table.units, table.units_rule = carried.table.units, carried.table.units_rule
    if not table.units:
        _units_below(text, table, rows[-1].end, reader)
    if not table.units:
        _counted(table, reader)
    columns = columns_of(text, headers, width, reader)
    body = rows[first + count :]
    table.rows, table.head = rows[first:], count
    if not body or (not headers and len(rows[first].cells) != 2):
        spans = (trimmed(text, cell) for row in body for cell in row.cells)
        table.left = [(span, None) for span in spans if numeric(text[slice(*span)])]
        return table, None
    mine: Taken = [(row.start, row.end, "table-head") for row in rows[: first + count]]
    if count and (numbered := columns[0].says("columns")):
        mine[-1] = (*mine[-1][:2], numbered)
    read_rows(text, table, columns, body, reader, mine)
    if count or table.cells:
        taken += mine
    return table, Carried(table, headers) if headers else None


def _same(text: str, headers: tuple[Row, ...], others: tuple[Row, ...]) -> bool:
    """Whether two headers have the same words."""
    return [cell_texts(text, row) for row in headers] == [cell_texts(text, row) for row in others]


def _captions(text: str, table: Table, above: int, reader: HeadReader) -> None:
    """Gathers the lines above the table, the nearest first, up to running text or the table before."""
    end = table.start
    for _ in range(_CAPTIONS):
        stripped = text[above:end].rstrip()
        if not stripped or text.count("\n", above + len(stripped), end) > 2:
            return
        end = above + len(stripped)
        start = max(text.rfind("\n", above, end), text.rfind("\r", above, end), above - 1) + 1
        line = text[start:end].strip().strip(_EMPHASIS).strip()
        if len(line) > _LONGEST_CAPTION or _STOPS.search(line) or reader.words.find("note", bare(line)):
            return
        at = start
        for part in _GAP.split(line):  # 概况　　民国113年6月底
            low = at = text.find(part, at)
            _caption(table, part, (low, low + len(part)), reader)
        end = start


def _caption(table: Table, line: str, span: Span, reader: HeadReader) -> None:
    """Notes a line about the table, which stands at ``span``, and the units it names."""
    named = reader.words.unit_line(line)
    if named is not None:
        units, rule, start, end = named
        if not table.units:
            table.units, table.units_rule = units, rule
            table.named_units = reader.words.units_by_name(line)
        line = _BRACKETS.sub("", line[:start] + line[end:])
    elif not table.units and line.rstrip("：:").endswith(_CLOSING):
        words, unit, rule = reader.words.head(line.rstrip("：:"))
        if unit is not None:
            table.units, table.units_rule, line = [unit], rule, words
        elif (aside := _LAST_BRACKET.search(line)) is not None:
            first, sign, last = aside[1].rpartition("，") if "，" in aside[1] else aside[1].rpartition(",")
            _, unit, rule = reader.words.head(f"-({last.strip()})") if sign else ("", None, "")
            if unit is not None:  # 各省社会组织统计表（2022年末，千个）
                table.units, table.units_rule = [unit], rule
                line = f"{line[: aside.start()]}（{first}）"
    if line.strip("()（） \t"):
        table.captions.append(line)
        table.caption_spans.append(span)


def _units_below(text: str, table: Table, end: int, reader: HeadReader) -> None:
    """The units that a line right below the table names: 注：金额单位为万元, 单位：户."""
    for line in _TAG.sub("", text[end : end + _BELOW]).lstrip("\r\n").split("\n")[:_NOTES]:
        if (named := reader.words.unit_line(line.strip())) is not None:
            table.units, table.units_rule = named[:2]
            table.named_units = reader.words.units_by_name(line.strip())
            return
        if not line.strip() or "\t" in line or reader.words.find("note", bare(line)) is None:
            return


def _counted(table: Table, reader: HeadReader) -> None:
    """The unit of what the line above says that is numbered: 各縣市身心障礙人數."""
    for caption in table.captions[:1]:
        words = _BRACKETED.sub("", caption)
        for pattern, _ in reader.words.marks("divided-by"):
            found = pattern.search(words)
            words = words[: found.start()] if found is not None and found.start() else words
        head = reader.read(words)
        said = head.roles.get("measure")
        if said is not None and (unit := reader.words.unit(said.unit)) is not None:
            table.units, table.units_rule = [unit], said.rule


def _is_caption(cells: list[str], reader: HeadReader) -> bool:
    """Whether a table's first row is its title, names its units, or says who filled it in and when (填报单位：…)."""
    words = {cell for cell in cells if cell}
    if any(reader.words.unit_line(cell) is not None for cell in words):
        return True
    if len(words) == 1 and not cells[0] and tells(reader.read(next(iter(words)))):
        return False  # the only head of the column of values
    if len(cells) > _LEAST_PAIR and len(words) == _LEAST_PAIR and len(set(cells[1:])) == 1 and cells[0]:
        value = reader.read(cells[1])  # 项目名称 | 困难群众救助补助资金: a form's first line
        return bool(reader.read(cells[0]).names_rows) and not value.roles.keys() - _NAMES_MONEY and not value.timed
    return len(words) == 1 or any(_speaks(cell, reader) for cell in words)


def _speaks(cell: str, reader: HeadReader) -> bool:
    _, colon, rest = cell.replace(":", "：").partition("：")
    return bool(colon and rest) and reader.words.find("part", bare(cell)) is None and reader.read(cell).unit is None
