"""Of an OpenDocument sheet what calamine does not tell: which cells are percentages, and how far its cells reach."""
from __future__ import annotations

import io
from xml.etree.ElementTree import Element, iterparse

from .xlsx_styles import SheetLook, Style

_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_PERCENT = Style("0%")
_MOST = 100_000  # cells or rows that stand for so many are empty space


def ods_looks(content: bytes) -> dict[str, SheetLook]:
    """What the sheets say besides their values, by their names."""
    looks: dict[str, SheetLook] = {}
    name, row, column = "", 0, 0
    styles: dict[tuple[int, int], Style] = {}
    last = (0, 0)
    for event, element in iterparse(io.BytesIO(content), ("start", "end")):
        if event == "start":
            if element.tag == f"{_TABLE}table":
                name, row, styles, last = element.get(f"{_TABLE}name") or "", 0, {}, (0, 0)
            elif element.tag == f"{_TABLE}table-row":
                column = 0
        elif element.tag in (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"):
            again = _repeated(element, "columns")
            kind = element.get(f"{_OFFICE}value-type")
            if kind is not None:
                last = (max(last[0], row), max(last[1], column + again - 1))
                if kind == "percentage" and again < _MOST:
                    styles |= {(row, place): _PERCENT for place in range(column, column + again)}
            column += again
            element.clear()
        elif element.tag == f"{_TABLE}table-row":
            again = _repeated(element, "rows")
            row_styles = [place for place in styles if place[0] == row] if 1 < again < _MOST else []
            styles |= {(row + more, place[1]): _PERCENT for more in range(1, again) for place in row_styles}
            if again > 1 and column and last[0] == row:
                last = (row + again - 1, last[1])
            row += again
            element.clear()
        elif element.tag == f"{_TABLE}table":
            looks[name] = SheetLook(styles, last, 0)
            element.clear()
    return looks


def _repeated(element: Element, what: str) -> int:
    number = element.get(f"{_TABLE}number-{what}-repeated") or ""
    return int(number) if number.isdecimal() and len(number) < 10 else 1
