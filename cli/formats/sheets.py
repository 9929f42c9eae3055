"""Sheets of a workbook as one would have made them by hand: typed cells, a head that stays, filters, print settings."""
from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from decimal import Decimal
from typing import Any, NamedTuple

from civx.cli.errors import FileProblem
from civx.cli.writing import drafted

from .shown import plain

HEAD = {"bold": True, "text_wrap": True, "valign": "top", "bottom": 1, "bg_color": "#E8EEF4"}
WAN_CODE = "#,##0.00"
_LONGEST_CELL = 32_767
_MOST_LINKS = 65_000  # Excel takes 65,530 of a sheet
# What Excel keeps of a number: its digits, the length of its whole part, the places that a number format shows.
DIGITS, LARGEST, PLACES = 15, 300, 30
# Excel breaks lines at \n; the rest may not stand in XML at all.
_LINE_BREAKS = re.compile("\r\n?")
_SUSPECT = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")  # most texts need neither of the two
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")

Cell = str | float | int | None


@contextmanager
def written(output: str | None) -> Iterator[Any]:
    """A workbook whose sheets are written in the block, whole or not at all. Raises FileProblem where that fails."""
    from xlsxwriter import Workbook
    from xlsxwriter.exceptions import XlsxWriterException

    with drafted(output) as draft:
        workbook = Workbook(str(draft), {"strings_to_formulas": False, "strings_to_urls": False})
        # the same input gives the same bytes; own_outputs.py knows the author
        workbook.set_properties({"author": "civx", "created": datetime(2000, 1, 1)})
        try:
            yield workbook
            workbook.close()
        except XlsxWriterException as error:
            raise FileProblem(f"cannot be written: {error}") from error


class Head(NamedTuple):
    """A column of a sheet: its name, the width in characters, and what its cells are: ``text``, ``wrap`` (long text),
    ``number`` (as many places as it has, thousands parted) or ``wan`` (万元 with two places)."""

    name: str
    width: int
    kind: str = "text"


class Sheet:
    """A sheet that is written row by row."""

    def __init__(self, workbook: Any, name: str, heads: Sequence[Head]) -> None:
        self._workbook = workbook
        self._heads = heads
        self._formats: dict[tuple[str, bool], Any] = {}
        self._row = 0
        self._links = 0
        self.sheet = workbook.add_worksheet(name)
        printable(self.sheet, len(heads))
        head = workbook.add_format(HEAD)
        for at, one in enumerate(heads):
            self.sheet.set_column(at, at, one.width)
            self.sheet.write_string(0, at, one.name, head)

    def write(
        self, values: Sequence[object], links: Mapping[int, str] | None = None, bold: bool = False, level: int = 0
    ) -> None:
        """Write a row; ``links`` are the targets of cells by their column, ``level`` its depth in a group."""
        self._row += 1
        if level:
            self.sheet.set_row(self._row, None, None, {"level": level})
        for at, (value, head) in enumerate(zip(values, self._heads, strict=True)):
            if value is None or value == "":
                continue
            target = (links or {}).get(at)
            style = self._style(head.kind, bold, value)
            if target and self._links < _MOST_LINKS:
                self._links += 1
                self.sheet.write_url(self._row, at, target, None, str(value))
                if isinstance(value, int):
                    self.sheet.write_number(self._row, at, value, self._workbook.get_default_url_format())
                continue
            cell = number(value) if isinstance(value, Decimal) else text(value) if isinstance(value, str) else value
            if isinstance(cell, str):
                self.sheet.write_string(self._row, at, cell, style)
            else:
                self.sheet.write_number(self._row, at, cell, style)

    def finish(self) -> None:
        """Set what is known only at the end: the filter over all rows."""
        self.sheet.autofilter(0, 0, self._row, len(self._heads) - 1)

    def _style(self, kind: str, bold: bool, value: object) -> Any:
        code = "General"
        if kind == "wan":
            code = WAN_CODE
        elif isinstance(value, Decimal):
            code = number_code(len(plain(value).partition(".")[2]))
        elif isinstance(value, int):
            code = "0"
        key = (code + kind, bold)
        if key not in self._formats:
            self._formats[key] = self._workbook.add_format({
                "num_format": code, "valign": "top", "text_wrap": kind == "wrap", "bold": bold,
            })
        return self._formats[key]


def printable(sheet: Any, columns: int) -> None:
    """A head that stays on the screen and on every printed page, on sheets as wide as the paper lies across."""
    sheet.freeze_panes(1, 0)
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.set_footer("&L&A&R&P / &N")
    sheet.outline_settings(symbols_below=False)


def number_code(places: int) -> str:
    """The format of a number with so many places, thousands parted."""
    return "#,##0" + ("." + "0" * min(places, PLACES) if places else "")


def number(value: Decimal) -> Cell:
    """The number as a cell takes it: one of more than 15 digits as text, so that none is lost."""
    written = plain(value)
    whole, _, places = written.partition(".")
    digits = (whole + places).lstrip("-0")
    if len(digits if places else digits.rstrip("0")) > DIGITS or len(whole) > LARGEST or len(places) > PLACES:
        return written
    return int(value) if value == value.to_integral_value() else float(value)


def text(words: str) -> str:
    """The text as a cell takes it: nothing that XML does not hold, and no longer than a cell may be."""
    if _SUSPECT.search(words):
        words = _FORBIDDEN.sub("\ufffd", _LINE_BREAKS.sub("\n", words))
    if len(words) * 2 > _LONGEST_CELL:  # Excel counts UTF-16 units
        units = words.encode("utf-16-le")
        if len(units) > 2 * _LONGEST_CELL:
            words = units[: 2 * (_LONGEST_CELL - 1)].decode("utf-16-le", "ignore") + "…"
    return words
