"""An Excel workbook: the facts on one sheet, what was read on another, cells typed, nothing that Excel would run."""
from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple
from unicodedata import east_asian_width

from xlsxwriter import Workbook
from xlsxwriter.exceptions import XlsxWriterException
from xlsxwriter.utility import xl_col_to_name

from civx.cli.errors import FileProblem
from civx.cli.language.names import in_script
from civx.cli.writing import drafted, temporary_folder

from . import Piece
from .columns import Column, chosen, flat_rows, headers
from .extra_sheets import NAMES_OF_SHEETS, Extra, ExtraSheets, extras, write_legend
from .money import WAN
from .shape import Shape
from .sheets import HEAD, PLACES, Cell, Head, Sheet, number, number_code, printable, text

if TYPE_CHECKING:
    from civx.extractors.model import Extraction

LAST_ROW = 1_048_575  # of a sheet, counted from 0
_WIDEST, _NARROWEST = 60, 6
_ESCAPE = re.compile("_x[0-9a-fA-F]{4}_")  # what Excel would take for the number of a character
_SOURCES = (
    Column("source", "text", "来源文件", "the file as the user named it"),
    Column("script", "text", "字体", "traditional or simplified"),
    Column("facts", "integer", "数据条数", "facts found"),
    Column("reports", "integer", "报告数", "reports inside the file"),
    Column("titles", "text", "报告标题", "their titles"),
)
_SCRIPTS = {"zh": {"traditional": "繁体", "simplified": "简体"}}

# Which of the workbook's formats a cell has: they are made in this order, those of numbers by their places.
_BOLD, _COUNTER, _NUMBERS = 1, 2, 3
_TEXT, _WRAP = _NUMBERS + PLACES + 1, _NUMBERS + PLACES + 2
_WAN = _NUMBERS + 2  # 万元 show two places
_WRAPPED = frozenset(("report", "section", "subject", "quote", "sentence", "notes", "titles", "ids", "because"))
_MONEY = frozenset(("value", "min", "max", "amount"))
_ROW = "\0"  # stands for the row's number, which no worker knows; XML has no such character


class _Content(NamedTuple):
    """A file's rows as XML, its row among the sources, how wide each column's text is, what it adds to other sheets."""

    rows: list[str]
    source: tuple[object, ...]
    widths: list[int]
    extra: Extra | None


def prepare(extraction: Extraction, shape: Shape) -> Piece:
    """The cells as the sheet takes them: a number of more than 15 digits as text, so that none is lost."""
    columns = chosen(shape)
    rows = [list(map(_cell, row)) for row in flat_rows(extraction, shape, columns)]
    script = _SCRIPTS.get(shape.headers[:2], {}).get(extraction.script, extraction.script)
    titles = "; ".join(report.title for report in extraction.reports if report.title)
    source = (extraction.source, script, len(extraction.facts), len(extraction.reports), titles)
    widths = [max(map(_width, column)) for column in zip(*rows, strict=True)]
    extra = None if shape.columns else extras(extraction, shape, _by_id(rows, columns))
    content = _Content([_row(row, columns) for row in rows], source, widths, extra)
    return Piece(extraction.source, len(extraction.facts), content)


@contextmanager
def opened(output: str | None, shape: Shape) -> Iterator[XlsxSink]:
    """A sink that writes the workbook row by row; no more than one row is in memory."""
    with drafted(output) as draft, temporary_folder() as folder:
        workbook = Workbook(str(draft), {"constant_memory": True, "tmpdir": folder})
        workbook.use_zip64()
        # the same input gives the same bytes; own_outputs.py knows the author
        workbook.set_properties({"author": "civx", "created": datetime(2000, 1, 1)})
        try:
            sink = XlsxSink(workbook, shape)
            yield sink
            sink.finish()
            workbook.close()
        except XlsxWriterException as error:
            raise FileProblem(f"cannot be written: {error}") from error
        finally:
            for sheet in workbook.worksheets():  # open still where the block raised
                sheet.row_data_fh.close()


def _by_id(rows: Sequence[Sequence[Cell]], columns: Sequence[Column]) -> dict[str, int]:
    """The row in which each fact stands."""
    at = next((at for at, column in enumerate(columns) if column.name in ("id", "ids")), None)
    if at is None:
        return {}
    return {one: number for number, row in enumerate(rows) for one in str(row[at]).split("; ")}


class XlsxSink:
    """Facts on the first sheet, then what is made of them, the sources and a legend; with columns of the user's choice
    facts and sources alone. Where a sheet of facts is full, its rows go on in another."""

    def __init__(self, workbook: Any, shape: Shape) -> None:
        columns = chosen(shape)
        facts, _, _, sources, _ = (in_script(name, shape.headers) for name in NAMES_OF_SHEETS[shape.headers[:2]])
        top = {"valign": "top"}
        codes = ("0", *(number_code(places) for places in range(PLACES + 1)))
        for style in (
            HEAD, *({"num_format": code, **top} for code in codes), top, {"text_wrap": True, **top},
        ):
            workbook.add_format(style)._get_xf_index()  # XlsxWriter numbers formats when they are first used: here
        self._facts = _Sheets(workbook, facts, columns, headers(columns, shape.headers))
        self._extra = None if shape.columns else ExtraSheets(workbook, shape.headers)
        heads = zip(headers(_SOURCES, shape.headers), (40, 12, 10, 10, 60), strict=True)
        self._sources = Sheet(workbook, sources, [Head(name, width, "wrap") for name, width in heads])
        if not shape.columns:
            write_legend(workbook, columns, shape.headers)

    def add(self, piece: Piece) -> None:
        """Write the rows of one file, and its row among the sources."""
        content: _Content = piece.content  # type: ignore[assignment]
        self._facts.widen(content.widths)
        places = [self._facts.write(row) for row in content.rows]
        link = {2: "internal:'{}'!A{}".format(*places[0])} if places else {}  # no message
        self._sources.write(content.source, link)
        if self._extra is not None and content.extra is not None:
            self._extra.add(content.extra, places)

    def finish(self) -> None:
        """Set what is known only at the end: widths and filters."""
        self._facts.finish()
        self._sources.finish()
        if self._extra is not None:
            self._extra.finish()


class _Sheets:
    """One sheet, and further ones of its kind where it is full.

    Rows go as XML into the file in which XlsxWriter keeps a sheet's rows in its mode of constant memory: by its methods
    a cell costs five times as much, and all cells of a run go through one process.
    """

    def __init__(self, workbook: Any, name: str, columns: Sequence[Column], header: list[str]) -> None:
        self._workbook = workbook
        self._name = name
        self._last_column = len(columns) - 1
        self._header = "".join(_text_cell(text, at, _BOLD) for at, text in enumerate(header))
        self._widths = [max(_width(text) + 3, _NARROWEST) for text in header]  # 3: the filter's button
        self._sheets: list[Any] = []
        self._begin()

    def _begin(self) -> None:
        number = len(self._sheets) + 1
        self._sheet = self._workbook.add_worksheet(self._name if number == 1 else f"{self._name} {number}")
        printable(self._sheet, self._last_column + 1)
        self._sheets.append(self._sheet)
        self._row = -1
        self._put(self._header)

    def widen(self, widths: Sequence[int]) -> None:
        for at, width in enumerate(widths):
            self._widths[at] = max(self._widths[at], width)

    def write(self, row: str) -> tuple[str, int]:
        """Write a row and say where it stands: its sheet, and its number."""
        if self._row == LAST_ROW:
            self._end()
            self._begin()
        self._put(row)
        return self._sheet.name, self._row + 1

    def _put(self, row: str) -> None:
        self._row += 1
        number = str(self._row + 1)
        self._sheet.row_data_fh.write(f'<row r="{number}">{row.replace(_ROW, number)}</row>')

    def _end(self) -> None:
        for row, column in ((0, 0), (self._row, self._last_column)):
            self._sheet._check_dimensions(row, column)  # tells XlsxWriter that the sheet is not empty
        self._sheet.autofilter(0, 0, self._row, self._last_column)

    def finish(self) -> None:
        self._end()
        for sheet in self._sheets:
            for at, width in enumerate(self._widths):
                sheet.set_column(at, at, min(width + 1, _WIDEST))


def _row(row: Sequence[Cell], columns: Sequence[Column]) -> str:
    """The cells of a row as XML; empty ones are left out."""
    wan = any(value == WAN for value in row)  # the unit of the row's money
    return "".join(
        _text_cell(value, at, _WRAP if column.name in _WRAPPED else _TEXT) if isinstance(value, str)
        else _number_cell(value, at, column, wan)
        for at, (value, column) in enumerate(zip(row, columns, strict=True))
        if value is not None and value != ""
    )


def _text_cell(text: str, at: int, style: int = 0) -> str:
    if "_x" in text:
        text = _ESCAPE.sub(r"_x005F\g<0>", text)
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    space = ' xml:space="preserve"' if text[0].isspace() or text[-1].isspace() else ""
    styled = f' s="{style}"' if style else ""
    return f'<c r="{_letters(at)}{_ROW}"{styled} t="inlineStr"><is><t{space}>{text}</t></is></c>'


def _number_cell(value: float | int, at: int, column: Column, wan: bool) -> str:
    """As many places as the number has, thousands grouped; by itself Excel would show 1.2E+12."""
    style = _COUNTER
    if wan and column.name in _MONEY:
        style = _WAN
    elif column.kind == "number":
        style = _NUMBERS
        if isinstance(value, float):
            style += len(format(Decimal(repr(value)), "f").partition(".")[2])
    return f'<c r="{_letters(at)}{_ROW}" s="{style}"><v>{value}</v></c>'


_letters = lru_cache(xl_col_to_name)


def _cell(value: object) -> Cell:
    if isinstance(value, Decimal):
        return number(value)
    return text(value) if isinstance(value, str) else value  # type: ignore[return-value]


def _width(value: Cell) -> int:
    """How many columns of a terminal the value takes, as far as it matters; of lines the longest counts."""
    if isinstance(value, str):
        return _text_width(value[: 4 * _WIDEST])
    return 0 if value is None else len(f"{value:,}")


@lru_cache(maxsize=4096)
def _text_width(text: str) -> int:
    return max(map(_line_width, text.split("\n")))


def _line_width(text: str) -> int:
    return len(text) if text.isascii() else sum(2 if east_asian_width(c) in "WF" else 1 for c in text)
