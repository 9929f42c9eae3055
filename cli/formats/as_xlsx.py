"""An Excel workbook: the facts on one sheet, what was read on another, cells typed, nothing that Excel would run."""
from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from decimal import Decimal
from functools import lru_cache
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, NamedTuple
from unicodedata import east_asian_width

from xlsxwriter import Workbook
from xlsxwriter.exceptions import XlsxWriterException

from civx.cli.errors import FileProblem
from civx.cli.writing import drafted

from . import Piece
from .columns import Column, chosen, flat_rows, headers
from .records import plain
from .shape import Shape

if TYPE_CHECKING:
    from civx.extractors.model import Extraction

LAST_ROW = 1_048_575  # of a sheet, counted from 0
_LONGEST_CELL = 32_767
# What Excel keeps of a number: its digits, the length of its whole part, the places that a number format shows.
_DIGITS, _LARGEST, _PLACES = 15, 300, 30
_WIDEST, _NARROWEST = 60, 6
# Excel breaks lines at \n; the rest may not stand in XML at all.
_LINE_BREAKS = re.compile("\r\n?")
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
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


class _Content(NamedTuple):
    """A file's rows, its row of the sheet of sources, and how wide each column's text is at most."""

    rows: list[list[Cell]]
    source: list[Cell]
    widths: list[int]


def prepare(extraction: Extraction, shape: Shape) -> Piece:
    """The cells as the sheet takes them: a number of more than 15 digits as text, so that none is lost."""
    rows = [list(map(_cell, row)) for row in flat_rows(extraction, shape, chosen(shape))]
    script = _SCRIPTS.get(shape.headers, {}).get(extraction.script, extraction.script)
    titles = "; ".join(report.title for report in extraction.reports if report.title)
    source = list(map(_cell, (extraction.source, script, len(extraction.facts), len(extraction.reports), titles)))
    widths = [max(map(_width, column)) for column in zip(*rows, strict=True)]
    return Piece(extraction.source, len(extraction.facts), _Content(rows, source, widths))


@contextmanager
def opened(output: str | None, shape: Shape) -> Iterator[XlsxSink]:
    """A sink that writes the workbook row by row; no more than one row is in memory."""
    with drafted(output) as draft, TemporaryDirectory(prefix="civx-") as folder:
        workbook = Workbook(str(draft), {"constant_memory": True, "tmpdir": folder})
        workbook.use_zip64()
        workbook.set_properties({"created": datetime(2000, 1, 1)})  # the same input gives the same bytes
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
        facts, sources = _SHEETS[shape.headers]
        self._facts = _Sheets(workbook, facts, columns, headers(columns, shape.headers))
        self._sources = _Sheets(workbook, sources, _SOURCES, headers(_SOURCES, shape.headers))

    def add(self, piece: Piece) -> None:
        """Write the rows of one file, and its row among the sources."""
        content: _Content = piece.content  # type: ignore[assignment]
        self._facts.widen(content.widths)
        for row in content.rows:
            self._facts.write(row)
        self._sources.widen(list(map(_width, content.source)))
        self._sources.write(content.source)

    def finish(self) -> None:
        """Set what is known only at the end: widths and filters."""
        self._facts.finish()
        self._sources.finish()


class _Sheets:
    """One sheet, and further ones of its kind where it is full."""

    def __init__(self, workbook: Any, name: str, columns: Sequence[Column], header: list[str]) -> None:
        self._workbook = workbook
        self._name = name
        self._columns = columns
        self._header = header
        self._widths = [max(_width(text) + 3, _NARROWEST) for text in header]  # 3: the filter's button
        self._bold = workbook.add_format({"bold": True})
        self._number_formats: dict[int, Any] = {}
        self._counters = workbook.add_format({"num_format": "0"})
        self._sheets: list[Any] = []
        self._begin()

    def _begin(self) -> None:
        number = len(self._sheets) + 1
        self._sheet = self._workbook.add_worksheet(self._name if number == 1 else f"{self._name} {number}")
        self._sheet.freeze_panes(1, 0)
        for at, text in enumerate(self._header):
            self._sheet.write_string(0, at, text, self._bold)
        self._sheets.append(self._sheet)
        self._row = 0

    def widen(self, widths: Sequence[int]) -> None:
        for at, width in enumerate(widths):
            self._widths[at] = max(self._widths[at], width)

    def write(self, row: Sequence[Cell]) -> None:
        if self._row == LAST_ROW:
            self._end()
            self._begin()
        self._row += 1
        for at, (value, column) in enumerate(zip(row, self._columns, strict=True)):
            if value is None or value == "":
                continue
            if isinstance(value, str):
                self._sheet.write_string(self._row, at, value)
            else:
                self._sheet.write_number(self._row, at, value, self._format(value, column))

    def _format(self, value: float | int, column: Column) -> Any:
        """As many places as the number has, thousands grouped; by itself Excel would show 1.2E+12."""
        if column.kind != "number":
            return self._counters
        places = 0 if isinstance(value, int) else len(format(Decimal(repr(value)), "f").partition(".")[2])
        if places not in self._number_formats:
            code = "#,##0" + ("." + "0" * places if places else "")
            self._number_formats[places] = self._workbook.add_format({"num_format": code})
        return self._number_formats[places]

    def _end(self) -> None:
        self._sheet.autofilter(0, 0, self._row, len(self._columns) - 1)

    def finish(self) -> None:
        self._end()
        for sheet in self._sheets:
            for at, width in enumerate(self._widths):
                sheet.set_column(at, at, min(width + 1, _WIDEST))


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
    text = _FORBIDDEN.sub("\ufffd", _LINE_BREAKS.sub("\n", text))
    if len(text) * 2 > _LONGEST_CELL:  # Excel counts UTF-16 units
        units = text.encode("utf-16-le")
        if len(units) > 2 * _LONGEST_CELL:
            text = units[: 2 * (_LONGEST_CELL - 1)].decode("utf-16-le", "ignore") + "…"
    if text.startswith("<r>") and text.endswith("</r>"):
        return text + " "  # XlsxWriter would take it for its own markup and write it as it is
    return text


def _width(value: Cell) -> int:
    """How many columns of a terminal the value takes, as far as it matters; of lines the longest counts."""
    if isinstance(value, str):
        return max(map(_line_width, value[: 4 * _WIDEST].split("\n")))
    return 0 if value is None else len(f"{value:,}")


@lru_cache(maxsize=4096)
def _line_width(text: str) -> int:
    return len(text) if text.isascii() else sum(2 if east_asian_width(c) in "WF" else 1 for c in text)
