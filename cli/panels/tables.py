"""Tables as they were read: text for people, CSV with a line for each cell, a workbook with a sheet for each table."""
from __future__ import annotations

import csv
from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any, TextIO

from civx.analysis.tables import CellView, TableView
from civx.cli.errors import FileProblem
from civx.cli.formats.shown import clean, counted, plain
from civx.cli.language import listed, named, told
from civx.cli.writing import drafted, opened

if TYPE_CHECKING:
    from civx.extractors.model import Fact

# A file's name and its tables.
Named = tuple[str, list[TableView]]

_FIELDS = ("measure", "programme", "subject", "place", "area", "status", "direction", "period", "rule", "id", "part_of")
_HEADER = (
    "source", "table", "line", "row", "column", "level", "row_head", "column_head", "text", "read", "value", "min",
    "max", "unit", *_FIELDS,
)
_SIGNS = str.maketrans(dict.fromkeys("[]:*?/\\", " "))
_LONGEST_NAME = 28


def write(format_name: str, files: Iterable[Named], output: str | None) -> None:
    """Write them. Raises FileProblem where the system refuses."""
    if format_name == "xlsx":
        _workbook(files, output)
        return
    with opened(output) as out:
        (_csv if format_name == "csv" else _text)(files, out)


def _text(files: Iterable[Named], out: TextIO) -> None:
    from rich.box import SIMPLE_HEAD
    from rich.table import Table

    from civx.cli.console import console_for

    console = console_for(out)
    for source, views in files:
        for number, view in enumerate(views, 1):
            console.print(_title(source, number, view), soft_wrap=True)
            shown = Table(box=SIMPLE_HEAD, pad_edge=False)
            shown.add_column(told("line"), justify="right")
            for column in view.columns:
                what = column.unit if column.kind == "values" and column.unit else told(column.kind)
                justify = "right" if column.kind == "values" else "left"
                head = f"{clean(column.head)}\n{clean(what)}"
                shown.add_column(head, justify=justify, overflow="fold")  # type: ignore[arg-type]
            for row in view.rows:
                cells = [clean(_shown(cell)) for cell in row.cells]
                if row.level and cells:
                    cells[0] = "· " * row.level + cells[0]
                shown.add_row(str(row.line), *cells[: len(view.columns)])
            console.print(shown)
            left = told(f", {view.left} numbers not read") if view.left else ""
            console.print(f"{counted(view.facts, 'fact')}{left}\n")
        if not views:
            console.print(clean(f"{source}: {told('no tables')}"), soft_wrap=True)


def _title(source: str, number: int, view: TableView) -> str:
    return clean(f"{source}:{view.line}: {told(f'table {number}')}{_page(view)}{_about(view)}")


def _page(view: TableView) -> str:
    return told(f", page {view.page}") if view.page is not None else ""


def _about(view: TableView) -> str:
    about = "; ".join(view.captions)
    units = told(f" (in {listed(view.units)})") if view.units else ""
    return f": {about}{units}" if about else units


def _shown(cell: CellView) -> str:
    """The cell's words: in brackets where a number is no fact, with ? where nothing says what it counts."""
    if cell.left:
        return f"{cell.text} ?"
    bare = cell.text[:1].isdigit() and not any(sign.isalpha() for sign in cell.text)
    return f"({cell.text})" if bare and cell.fact is None else cell.text


def _csv(files: Iterable[Named], out: TextIO) -> None:
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(_HEADER)
    for source, views in files:
        for number, view in enumerate(views, 1):
            for at, row in enumerate(view.rows, 1):
                head = next((cell.text for cell in row.cells if cell.text), "")
                for place, cell in enumerate(row.cells, 1):
                    column = view.columns[place - 1] if place <= len(view.columns) else None
                    read = "fact" if cell.fact is not None else "left out" if cell.left else ""
                    first = (source, number, row.line, at, place, row.level, head, column.head if column else "")
                    writer.writerow((*first, cell.text, read, *_fields(cell.fact)))


def _fields(fact: Fact | None) -> list[str]:
    if fact is None:
        return [""] * (len(_FIELDS) + 4)
    numbers = ("" if one is None else plain(one) for one in (fact.value, fact.min, fact.max))
    return [*numbers, fact.unit, *(str(getattr(fact, name) or "") for name in _FIELDS)]


def _workbook(files: Iterable[Named], output: str | None) -> None:
    from xlsxwriter import Workbook
    from xlsxwriter.exceptions import XlsxWriterException

    with drafted(output) as draft:
        workbook = Workbook(str(draft), {"strings_to_formulas": False, "strings_to_urls": False})
        # the same input gives the same bytes; own_outputs.py knows the author
        workbook.set_properties({"author": "civx", "created": datetime(2000, 1, 1)})
        try:
            count = 0
            for source, views in files:
                for number, view in enumerate(views, 1):
                    count += 1
                    _sheet(workbook, f"{count} {source.translate(_SIGNS)}"[:_LONGEST_NAME], source, number, view)
            if not count:
                workbook.add_worksheet(told("no tables"))
            workbook.close()
        except XlsxWriterException as error:
            raise FileProblem(f"cannot be written: {error}") from error


def _sheet(workbook: Any, name: str, source: str, number: int, view: TableView) -> None:
    sheet = workbook.add_worksheet(name)
    bold = workbook.add_format({"bold": True, "text_wrap": True, "valign": "top"})
    odd = workbook.add_format({"bg_color": "#FFF2CC"})
    sheet.write_string(0, 0, _title(source, number, view))
    for at, words in enumerate((told("line"), *(column.head for column in view.columns))):
        sheet.write_string(1, at, clean(words), bold)
    for at, words in enumerate(("", *(column.unit or told(column.kind) for column in view.columns))):
        sheet.write_string(2, at, clean(words), bold)
    for at, row in enumerate(view.rows, 3):
        sheet.write_number(at, 0, row.line)
        for place, cell in enumerate(row.cells, 1):
            text = clean(cell.text)
            if place == 1 and row.level:
                text = "· " * row.level + text
            if cell.left:
                sheet.write_string(at, place, text, odd)
            else:
                sheet.write_string(at, place, text)
            if cell.fact is not None:
                sheet.write_comment(at, place, _comment(cell.fact))
    sheet.freeze_panes(3, 1)


def _comment(fact: Fact) -> str:
    value = plain(fact.value) if fact.value is not None else f"{fact.min}–{fact.max}"
    fields = (
        fact.subject, fact.place, fact.programme, named("status", fact.status), named("direction", fact.direction),
        fact.period,
    )
    return "\n".join(filter(None, (f"{value} {fact.unit}", *fields)))
