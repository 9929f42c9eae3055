"""Facts out of tables that ``civx extract`` wrote: CSV and TSV, also as a spreadsheet saved them, and SQLite."""
from __future__ import annotations

import csv
import io
import sqlite3
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from decimal import Decimal, InvalidOperation
from typing import Any

from civx.extractors.model import FIELDS, Fact

from .errors import FileProblem
from .fact_records import LATER, NUMBERS, fact_of, is_sane, missing
from .formats.as_csv import neutral
from .formats.as_tsv import unquoted
from .formats.columns import LONG, REVIEWED, WIDE
from .language.names import field_of, from_chinese

_WHOLE = frozenset(("start", "end", "line", "page"))
_NAMES = {name: column.name for column in (*LONG, REVIEWED) for name in (column.name, column.zh)}
_WIDE = frozenset(name for column in WIDE for name in (column.name, column.zh)).difference(_NAMES)
_CELL_LIMIT = 2**31 - 1  # characters; csv's own limit is 131,072, and a sentence may be longer


def known_columns(header: str) -> int:
    """How many cells of a header row are names of a fact's fields."""
    try:
        names = next(csv.reader([header.strip()], delimiter=_delimiter(header)), [])
    except csv.Error:  # no line of text: the beginning of a Word file may hold a lone carriage return
        return 0
    return sum(field_of(name) in _NAMES for name in names)


def from_table(text: str) -> Iterator[Fact]:
    """The facts of delimited text: commas, tabs or semicolons, columns in any order, a byte-order mark or none.

    Raises FileProblem naming the line of what cannot be read.
    """
    text = text.removeprefix("\ufeff")
    delimiter = _delimiter(text.partition("\n")[0])
    marked = unquoted if delimiter == "\t" else neutral
    csv.field_size_limit(_CELL_LIMIT)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        columns = _columns(next(reader, []))
        _refuse_others(columns)
        line = reader.line_num + 1
        for cells in reader:
            if cells:
                if len(cells) != len(columns):
                    raise FileProblem(f"line {line}: {len(cells)} cells under {len(columns)} columns: extract it again")
                yield fact_of(_row(dict(zip(columns, cells, strict=True)), line, marked), f"line {line}")
            line = reader.line_num + 1
    except csv.Error as error:
        raise FileProblem(f"line {reader.line_num}: no CSV ({error}): was it cut off? extract it again") from None


def from_sqlite(path: str) -> Iterator[Fact]:
    """The facts of the table ``facts`` in the SQLite file ``path`` (``-`` is standard input), in their order.

    Raises FileProblem where it cannot be read or holds no such table.
    """
    try:
        with closing(_database(path)) as database:
            kinds = database.execute("SELECT sql FROM sqlite_master WHERE name = 'facts' AND type = 'table'").fetchall()
            if not all((sql or "").upper().startswith("CREATE TABLE") for (sql,) in kinds) or not kinds:
                raise FileProblem("no SQLite file as civx extract writes it (no table of facts): extract it again")
            rows = database.execute("SELECT * FROM facts ORDER BY rowid")  # a view might never end
            columns = _columns([column[0] for column in rows.description])
            _refuse_others(columns)
            for number, cells in enumerate(rows, 1):
                where = f"facts, row {number}"
                yield fact_of(_typed(dict(zip(columns, cells, strict=True)), where), where)
    except sqlite3.Error as error:
        raise FileProblem(f"no SQLite file as civx extract writes it ({error}): extract it again") from None


def _database(path: str) -> sqlite3.Connection:
    if path != "-":
        from pathlib import Path

        return sqlite3.connect(f"{Path(path).absolute().as_uri()}?mode=ro", uri=True)
    database = sqlite3.connect(":memory:")
    database.deserialize(sys.stdin.buffer.read())
    return database


def _delimiter(header: str) -> str:
    return max(",\t;", key=header.count)


def _columns(header: list[str]) -> list[str]:
    """The names of a header's fields, whatever its language; others as they are."""
    return [_NAMES.get(field_of(name.strip()), name.strip()) for name in header]


def _refuse_others(columns: list[str]) -> None:
    lacking = set(FIELDS).difference(columns, LATER)
    if lacking:
        wide = _WIDE.intersection(map(field_of, columns))
        raise FileProblem(f"the wide layout: {missing(lacking)}" if wide else missing(lacking))
    twice = next((name for name in columns if name in FIELDS and columns.count(name) > 1), None)
    if twice is not None:
        raise FileProblem(f"the column {twice} stands there twice: extract it again")


def _row(cells: Mapping[str, str], line: int, marked: Callable[[str], str]) -> dict[str, Any]:
    """The cells of one row as the values of a record; ``marked`` put the apostrophes there."""
    row: dict[str, Any] = {}
    for name, cell in cells.items():
        if name in NUMBERS or name in _WHOLE:
            row[name] = _number(cell.strip(), name, f"line {line}")
        elif name == "section":
            row[name] = _plain(cell, marked).split(" > ") if cell else []
        elif name == "part_of":
            row[name] = _plain(cell, marked) or None
        else:
            row[name] = from_chinese(name, _plain(cell, marked))
    return row


def _typed(cells: Mapping[str, Any], where: str) -> dict[str, Any]:
    """A row of a database as the values of a record: it has types, but no decimals and no lists."""
    row = dict(cells)
    for name in (*NUMBERS, *_WHOLE):
        value = row.get(name)
        if value is not None and type(value) is not int:
            row[name] = _number(str(value), name, where)
    if isinstance(row["section"], str):
        row["section"] = row["section"].split(" > ") if row["section"] else []
    return row


def _plain(cell: str, marked: Callable[[str], str]) -> str:
    """The text of a cell without the apostrophe that keeps spreadsheets from running it."""
    return cell[1:] if cell.startswith("'") and marked(cell[1:]) == cell else cell


def _number(cell: str, name: str, where: str) -> Decimal | int | None:
    if not cell:
        return None
    try:
        number = Decimal(cell)
        if is_sane(number):
            return int(number) if name in _WHOLE else number
    except InvalidOperation:
        pass
    raise FileProblem(f"{where}: {name} is {cell[:60]!r}, no number: extract it again")
