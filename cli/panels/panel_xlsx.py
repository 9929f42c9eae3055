"""A comparison as an Excel workbook: the panel, what only one report has, and the facts behind every cell."""
from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.exceptions import XlsxWriterException

from civx.analysis.compare import Panel, Row
from civx.analysis.indicators import Figure
from civx.cli.errors import FileProblem
from civx.cli.formats.shown import SIGNS
from civx.cli.language import named, told
from civx.cli.writing import drafted

from . import human, scaled, unit_of

_FIRST = (
    "programme", "subject", "place", "area", "measure", "unit", "status", "direction", "period", "part", "indicator",
)
_FACTS = (
    "sheet", "row", "report", "value", "unit", "bound", "status", "direction", "period", "source", "line", "quote",
    "sentence", "id",
)
_LAST_COLUMN = 16_383
_DIGITS = 15  # what Excel keeps of a number
_WIDTHS = (12, 28, 12, 8, 12, 11, 9, 9, 12, 5, 24)
_WIDTH = 16
_LONGEST = 32_000  # characters of a cell


def write(panel: Panel, output: str | None, money: str) -> None:
    """Write it. A value that is not exact keeps its sign in the cell's number format, and stays a number.

    Raises FileProblem where the system refuses, or the reports are more than a sheet has columns.
    """
    if len(_FIRST) + len(panel.columns) + 2 > _LAST_COLUMN:
        raise FileProblem(f"{len(panel.columns)} reports are more than a sheet has columns: say -f csv")
    with drafted(output) as draft:
        workbook = Workbook(str(draft), {"strings_to_formulas": False, "strings_to_urls": False})
        # the same input gives the same bytes; own_outputs.py knows the author
        workbook.set_properties({"author": "civx", "created": datetime(2000, 1, 1)})
        try:
            book = _Book(workbook, panel, money)
            book.sheet(told("panel"), [row for row in panel.rows if row.matched])
            book.sheet(told("one report only"), [row for row in panel.rows if not row.matched])
            book.facts()
            workbook.close()
        except XlsxWriterException as error:
            raise FileProblem(f"cannot be written: {error}") from error


class _Book:
    def __init__(self, workbook: Any, panel: Panel, money: str) -> None:
        self._workbook = workbook
        self._panel = panel
        self._money = money
        self._bold = workbook.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        self._text = workbook.add_format({"align": "right", "text_wrap": True, "bg_color": "#FFF2CC"})
        self._formats: dict[tuple[int, str], Any] = {}
        self._places: list[tuple[str, int, Row]] = []

    def sheet(self, name: str, rows: Sequence[Row]) -> None:
        """A sheet of ``rows``; cells with several values are marked by their colour."""
        sheet = self._workbook.add_worksheet(name)
        header = [*map(told, _FIRST), *(report.label for report in self._panel.columns)]
        if self._panel.compared:
            header += [told("change"), told("change") + " %"]
        self._head(sheet, header, [*_WIDTHS, *[_WIDTH] * (len(header) - len(_WIDTHS))], len(rows))
        for at, row in enumerate(rows, 1):
            it = row.indicator
            first = (
                it.programme, row.subject, it.place, named("area", it.area), named("measure", it.measure),
                unit_of(it, self._money), named("status", it.status), named("direction", it.direction), it.period,
                told("yes") if it.part else "", row.official.name if row.official else "",
            )
            self._texts(sheet, at, first)
            for number, figures in row.cells.items():
                self._cell(sheet, at, len(_FIRST) + number, figures, row)
            if row.change is not None:
                column = len(_FIRST) + len(self._panel.columns)
                self._number(sheet, at, column, scaled(row.change.value, it, self._money), "")
                self._number(sheet, at, column + 1, row.change.percent, "")
            self._places.append((name, at + 1, row))

    def facts(self) -> None:
        """The sheet that says where each cell comes from."""
        sheet = self._workbook.add_worksheet(told("facts"))
        count = sum(len(figures) for figures in self._figures())
        self._head(sheet, list(map(told, _FACTS)), [_WIDTH] * len(_FACTS), count)
        at = 0
        for name, place, row in self._places:
            for number, figures in row.cells.items():
                for figure in figures:
                    for fact in figure.facts:
                        at += 1
                        self._texts(sheet, at, (
                            name, place, self._panel.columns[number].label, None, unit_of(row.indicator, self._money),
                            named("bound", fact.bound), named("status", fact.status),
                            named("direction", fact.direction), fact.period, fact.source, fact.line, fact.quote,
                            fact.sentence, fact.id,
                        ))
                        self._cell(sheet, at, _FACTS.index("value"), (figure,), row)

    def _texts(self, sheet: Any, at: int, values: Iterable[str | int | None]) -> None:
        for column, value in enumerate(values):
            if isinstance(value, int):
                sheet.write_number(at, column, value)
            elif value:
                sheet.write_string(at, column, value[:_LONGEST])

    def _figures(self) -> Iterable[tuple[Figure, ...]]:
        return (figures for _, _, row in self._places for figures in row.cells.values())

    def _head(self, sheet: Any, header: Sequence[str], widths: Sequence[int], rows: int) -> None:
        for column, (text, width) in enumerate(zip(header, widths, strict=True)):
            sheet.write_string(0, column, text, self._bold)
            sheet.set_column(column, column, width)
        sheet.freeze_panes(1, 2)
        sheet.autofilter(0, 0, max(rows, 1), len(header) - 1)

    def _cell(self, sheet: Any, at: int, column: int, figures: Sequence[Figure], row: Row) -> None:
        if len(figures) == 1 and figures[0].value is not None:
            self._number(sheet, at, column, scaled(figures[0].value, row.indicator, self._money), figures[0].bound)
        else:
            text = "\n".join(human(figure, row.indicator, self._money) for figure in figures)
            sheet.write_string(at, column, text, self._text)

    def _number(self, sheet: Any, at: int, column: int, number: Decimal | None, bound: str) -> None:
        if number is None:
            return
        written = format(number, "f")
        places = len(written.partition(".")[2])
        if len(written.strip("-").replace(".", "")) > _DIGITS:
            sheet.write_string(at, column, written)
            return
        key = (places, SIGNS.get(bound, "").strip())
        if key not in self._formats:
            sign = f'"{key[1]} "' if key[1] else ""
            code = sign + "#,##0" + ("." + "0" * places if places else "")
            self._formats[key] = self._workbook.add_format({"num_format": code})
        sheet.write_number(at, column, float(number), self._formats[key])
