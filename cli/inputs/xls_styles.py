"""Of an .xls workbook what calamine does not tell: number formats and indents, through xlrd."""
from __future__ import annotations

import os

from .cell_values import matters
from .libraries import library
from .xlsx_styles import SheetLook, Style


def xls_looks(data: bytes) -> dict[str, SheetLook]:
    """What the sheets say besides their values, by their names. Raises FileProblem where xlrd is missing or fails."""
    with library("xlrd", "excel", "an .xls workbook"):
        import xlrd

        with open(os.devnull, "w") as quiet:
            try:
                book = xlrd.open_workbook(file_contents=data, formatting_info=True, on_demand=True, logfile=quiet)
            except xlrd.XLRDError:
                return {}  # calamine says what is wrong, or reads it all the same
            styles = [_style(book, xf) for xf in book.xf_list]
            telling = {number: style for number, style in enumerate(styles) if style != Style()}
            looks = {}
            for name in book.sheet_names() if telling else ():
                sheet = book.sheet_by_name(name)
                places = {
                    (row, column): telling[number]
                    for row in range(sheet.nrows)
                    for column in range(sheet.row_len(row))
                    if (number := sheet.cell_xf_index(row, column)) in telling
                }
                looks[name] = SheetLook(places, (0, 0), 0)
                book.unload_sheet(name)
    return looks


def _style(book: object, xf: object) -> Style:
    formats = getattr(book, "format_map", {})
    found = formats.get(getattr(xf, "format_key", None))
    code = str(getattr(found, "format_str", "") or "")
    alignment = getattr(xf, "alignment", None)
    return Style(code if code and matters(code) else "", min(int(getattr(alignment, "indent_level", 0) or 0), 10))
