"""Workbooks (.xlsx .xlsm .xlsb .xls .ods): the sheets that are shown, each a text of its own, through calamine."""
from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any, NamedTuple

from civx.cli.errors import FileProblem
from civx.extractors.model import Sheet

from .cell_reports import reports_in, without
from .cell_values import shown
from .libraries import library
from .own_outputs import OWN_WORKBOOK, is_own_workbook
from .parts import Part, Read
from .sheet_text import Area, laid_out
from .tidy import indent, tidy_line
from .xlsx_styles import SheetLook, Style, column_letters

_MOST_CELLS = 10_000_000  # places from the first to the last cell of a sheet
_FAR = "its cells lie too far apart (row {}, column {}): delete what stands beyond the tables"
_WHAT = "a workbook"
_DEFAULT = ("sheet", "工作表", "table", "表")


class _Grid(NamedTuple):
    """A sheet: its name, the texts of its cells from the first row and column, and which are merged."""

    name: str
    rows: list[list[str]]
    merged: tuple[Area, ...]


def workbook_parts(data: bytes, kind: str) -> Read:
    """The sheets of a workbook that are shown, and the reports in their cells; ``kind`` is ``xlsx``, ``xls`` …

    Raises FileProblem where the file is damaged, has a password or holds nothing, or a library is missing.
    """
    with library("python-calamine", "excel", _WHAT):
        import python_calamine as calamine

        look = _looks(data, kind)
        try:
            book = calamine.load_workbook(io.BytesIO(data))
        except calamine.PasswordError as error:
            raise FileProblem("an encrypted workbook: save it without its password first") from error
        notes: list[str] = []
        grids = list(_grids(book, calamine, look, notes))
    parts: list[Part] = []
    for grid in grids:
        parts += parts_of(f"#{tidy_line(grid.name)}", "!", grid.rows, grid.merged, _title(grid.name))
    if not parts:
        raise FileProblem("a workbook without anything in its sheets" + (f" ({'; '.join(notes)})" if notes else ""))
    return Read(tuple(parts), tuple(notes))


def parts_of(
    name: str, sign: str, rows: list[list[str]], merged: tuple[Area, ...] = (), title: str = ""
) -> Iterator[Part]:
    """The texts of one sheet: its tables, and each report that sits in a cell.

    ``name`` is put behind the file's, and ``sign`` between that and a cell's.
    """
    found = reports_in(rows)
    if found:
        rows = without(rows, found)
    laid = laid_out(rows, merged, title)
    if laid.cells and (not found or any(text.strip() for row in rows for text in row)):
        cells = tuple((at, f"{sign}{_cell(row, column)}") for at, row, column in laid.cells if row >= 0)
        if cells:
            yield Part(laid.text, name, sheet=Sheet(cells))
    for report in found:
        cell = f"{name}{sign}{_cell(report.row, report.column)}"
        yield Part(report.text, cell, sheet=Sheet((), report.above, report.place))


def _cell(row: int, column: int) -> str:
    return f"{column_letters(column)}{row + 1}"


def _title(name: str) -> str:
    """The sheet's name as a line above what stands on it; "" where it is the one that the program gave it."""
    bare = tidy_line(name)
    if bare.rstrip("0123456789 ").lower() in _DEFAULT:
        return ""
    return f"{bare}年" if bare.isdecimal() and len(bare) == 4 else bare


def _grids(book: Any, calamine: Any, look: dict[str, SheetLook], notes: list[str]) -> Iterator[_Grid]:
    for number, about in enumerate(book.sheets_metadata):
        if about.typ != calamine.SheetTypeEnum.WorkSheet:
            continue
        if about.visible != calamine.SheetVisibleEnum.Visible:
            notes.append(f"the hidden sheet {tidy_line(about.name)} was not read: unhide it if it should be")
            continue
        own = look.get(about.name)
        if own is not None:
            _refuse_wide(*own.last)
            if own.uncounted:
                what = f"{own.uncounted} formulas of sheet {tidy_line(about.name)} hold no value"
                notes.append(f"{what}: open the workbook and save it")
        sheet = book.get_sheet_by_index(number)
        if sheet.start is None:
            continue
        _refuse_wide(sheet.height, sheet.width)
        styles = own.styles if own is not None else {}
        rows = [_texts(row, i, styles) for i, row in enumerate(sheet.to_python(skip_empty_area=False))]
        merged = tuple((*first, *last) for first, last in sheet.merged_cell_ranges or ())
        yield _Grid(about.name, rows, merged)


def _texts(row: list[Any], number: int, styles: dict[tuple[int, int], Style]) -> list[str]:
    if not styles:
        return [value if isinstance(value, str) else shown(value) for value in row]
    texts = []
    for column, value in enumerate(row):
        style = styles.get((number, column))
        if style is None:
            texts.append(value if isinstance(value, str) else shown(value))
        else:
            texts.append((indent(style.indent) if value != "" else "") + shown(value, style.code))
    return texts


def _refuse_wide(row: int, column: int) -> None:
    if (row + 1) * (column + 1) > _MOST_CELLS:
        raise FileProblem(_FAR.format(row + 1, column_letters(column)))


def _looks(data: bytes, kind: str) -> dict[str, SheetLook]:
    """What the sheets say besides their values, where the kind of file lets civx see it; hostile files are refused."""
    if kind == "xls":
        from .xls_styles import xls_looks

        return xls_looks(data)
    from .archives import opened, refuse_hostile, unpacked

    with opened(data) as archive:
        refuse_hostile(archive)
        if is_own_workbook(archive):
            raise FileProblem(OWN_WORKBOOK)
        infos = {info.filename: info for info in archive.infolist()}

        def member(name: str) -> bytes:
            return unpacked(archive, infos[name])

        if kind == "xlsx":
            from .xlsx_styles import looks

            return looks(archive, member)
        if kind == "ods":
            from .ods_styles import ods_looks

            return ods_looks(member("content.xml"))
        from .xlsb_styles import xlsb_looks

        return xlsb_looks(archive, member)
