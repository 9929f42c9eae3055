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
from civx.cli.writing import drafted, temporary_folder

from . import Piece
from .columns import Column, chosen, flat_rows, headers
from .shape import Shape
from .shown import plain

if TYPE_CHECKING:
    from civx.extractors.model import Extraction

LAST_ROW = 1_048_575  # of a sheet, counted from 0
_LONGEST_CELL = 32_767
# What Excel keeps of a number: its digits, the length of its whole part, the places that a number format shows.
_DIGITS, _LARGEST, _PLACES = 15, 300, 30
_WIDEST, _NARROWEST = 60, 6
# Excel breaks lines at \n; the rest may not stand in XML at all.
_LINE_BREAKS = re.compile("\r\n?")
_SUSPECT = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")  # most texts need neither of the two
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ESCAPE = re.compile("_x[0-9a-fA-F]{4}_")  # what Excel would take for the number of a character
_SOURCES = (
    Column("source", "text", "来源文件", "the file as the user named it"),
    Column("script", "text", "字体", "traditional or simplified"),
    Column("facts", "integer", "数据条数", "facts found"),
    Column("reports", "integer", "报告数", "reports inside the file"),
    Column("titles", "text", "报告标题", "their titles"),
)
_SHEETS = {"en": ("facts", "sources"), "zh": ("数据", "来源")}
_SCRIPTS = {"zh": {"traditional": "繁体", "simplified": "简体"}}

Cell = str | float | int | None
# Which of the workbook's formats a cell has: they are made in this order, those of numbers by their places.
_BOLD, _COUNTER, _NUMBERS = 1, 2, 3
_ROW = "\0"  # stands for the row's number, which no worker knows; XML has no such character


class _Content(NamedTuple):
    """A file's rows and its row of the sheet of sources as XML, and how wide each column's text is at most."""

    rows: list[str]
    source: str
    widths: list[int]
    source_widths: list[int]


def prepare(extraction: Extraction, shape: Shape) -> Piece:
    """The cells as the sheet takes them: a number of more than 15 digits as text, so that none is lost."""
    columns = chosen(shape)
    rows = [list(map(_cell, row)) for row in flat_rows(extraction, shape, columns)]
    script = _SCRIPTS.get(shape.headers[:2], {}).get(extraction.script, extraction.script)
    titles = "; ".join(report.title for report in extraction.reports if report.title)
    source = list(map(_cell, (extraction.source, script, len(extraction.facts), len(extraction.reports), titles)))
    widths = [max(map(_width, column)) for column in zip(*rows, strict=True)]
    content = _Content(
        [_row(row, columns) for row in rows], _row(source, _SOURCES), widths, list(map(_width, source))
    )
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


class XlsxSink:
    """Facts on the first sheet, sources on the second; where a sheet is full, its rows go on in another."""

    def __init__(self, workbook: Any, shape: Shape) -> None:
        columns = chosen(shape)
        facts, sources = _SHEETS[shape.headers[:2]]
        for code in ("General", "0", *(_number_code(places) for places in range(_PLACES + 1))):
            # XlsxWriter numbers formats when they are first used, which is here.
            workbook.add_format({"num_format": code, "bold": code == "General"})._get_xf_index()
        self._facts = _Sheets(workbook, facts, columns, headers(columns, shape.headers))
        self._sources = _Sheets(workbook, sources, _SOURCES, headers(_SOURCES, shape.headers))

    def add(self, piece: Piece) -> None:
        """Write the rows of one file, and its row among the sources."""
        content: _Content = piece.content  # type: ignore[assignment]
        self._facts.widen(content.widths)
        for row in content.rows:
            self._facts.write(row)
        self._sources.widen(content.source_widths)
        self._sources.write(content.source)

    def finish(self) -> None:
        """Set what is known only at the end: widths and filters."""
        self._facts.finish()
        self._sources.finish()


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
        self._sheet.freeze_panes(1, 0)
        self._sheets.append(self._sheet)
        self._row = -1
        self._put(self._header)

    def widen(self, widths: Sequence[int]) -> None:
        for at, width in enumerate(widths):
            self._widths[at] = max(self._widths[at], width)

    def write(self, row: str) -> None:
        if self._row == LAST_ROW:
            self._end()
            self._begin()
        self._put(row)

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
    return "".join(
        _text_cell(value, at) if isinstance(value, str) else _number_cell(value, at, column)
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


def _number_cell(value: float | int, at: int, column: Column) -> str:
    """As many places as the number has, thousands grouped; by itself Excel would show 1.2E+12."""
    style = _COUNTER
    if column.kind == "number":
        style = _NUMBERS
        if isinstance(value, float):
            style += len(format(Decimal(repr(value)), "f").partition(".")[2])
    return f'<c r="{_letters(at)}{_ROW}" s="{style}"><v>{value}</v></c>'


def _number_code(places: int) -> str:
    return "#,##0" + ("." + "0" * places if places else "")


_letters = lru_cache(xl_col_to_name)


def _cell(value: object) -> Cell:
    if isinstance(value, Decimal):
        return _number(value)
    return _text(value) if isinstance(value, str) else value  # type: ignore[return-value]


def _number(value: Decimal) -> Cell:
    written = plain(value)
    whole, _, places = written.partition(".")
    digits = (whole + places).lstrip("-0")
    if len(digits if places else digits.rstrip("0")) > _DIGITS or len(whole) > _LARGEST or len(places) > _PLACES:
        return written
    return int(value) if value == value.to_integral_value() else float(value)


def _text(text: str) -> str:
    if _SUSPECT.search(text):
        text = _FORBIDDEN.sub("\ufffd", _LINE_BREAKS.sub("\n", text))
    if len(text) * 2 > _LONGEST_CELL:  # Excel counts UTF-16 units
        units = text.encode("utf-16-le")
        if len(units) > 2 * _LONGEST_CELL:
            text = units[: 2 * (_LONGEST_CELL - 1)].decode("utf-16-le", "ignore") + "…"
    return text


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
