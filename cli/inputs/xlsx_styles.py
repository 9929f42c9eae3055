"""Of an .xlsx workbook what calamine does not tell: number formats that change what a number says, and indents.

The parts are read here with expressions for the few attributes that count, from bytes whose size was checked.
"""
from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Callable
from functools import lru_cache
from html import unescape
from typing import NamedTuple

from .cell_values import matters

BUILT_IN = {  # the formats that a workbook need not write down
    9: "0%", 10: "0.00%", 14: "yyyy-m-d", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 22: "yyyy-m-d h:mm",
    27: 'yyyy"年"m"月"', 28: 'm"月"d"日"', 29: 'm"月"d"日"', 30: "m-d-yy", 31: 'yyyy"年"m"月"d"日"',
    36: 'yyyy"年"m"月"', 50: 'yyyy"年"m"月"', 51: 'm"月"d"日"', 52: 'yyyy"年"m"月"', 53: 'm"月"d"日"',
    54: 'm"月"d"日"', 57: 'yyyy"年"m"月"',
    58: 'm"月"d"日"',
}
_SHEET = re.compile(rb"<(?:\w+:)?sheet\s([^>]*)>")
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\s([^>]*)>")
_FORMAT = re.compile(rb"<(?:\w+:)?numFmt\s([^>]*)>")
_XFS = re.compile(rb"<(?:\w+:)?cellXfs\b(.*?)</(?:\w+:)?cellXfs>", re.DOTALL)
_XF = re.compile(rb"<(?:\w+:)?xf\b([^>]*?)(?:/>|>(.*?)</(?:\w+:)?xf>)", re.DOTALL)
_CELL = re.compile(rb"<(?:\w+:)?c\s([^>]*)>")
_PLACE = re.compile(rb'\br="([A-Z]{1,3})(\d{1,7})"')
_PLACES = re.compile(rb'<(?:\w+:)?c\s[^>]*?\br="([A-Z]{1,3})(\d{1,7})"')
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s>/]")
_UNCOUNTED = re.compile(  # a formula, and behind it no value before its cell ends
    rb"(?:</(?:\w+:)?f>|<(?:\w+:)?f\s[^>]*/>)\s*(?:<(?:\w+:)?v\s*/>\s*|<(?:\w+:)?v>\s*</(?:\w+:)?v>\s*)?</(?:\w+:)?c>"
)
_INDENT = re.compile(rb'\bindent="(\d{1,3})"')


class Style(NamedTuple):
    """How a cell is shown: the code of its number format, "" for a plain one, and its indent in characters."""

    code: str = ""
    indent: int = 0


class SheetLook(NamedTuple):
    """What a sheet's own part says: styles by row and column, from 0, its last row and column, and how many formulas
    hold no value."""

    styles: dict[tuple[int, int], Style]
    last: tuple[int, int]
    uncounted: int


def looks(archive: zipfile.ZipFile, unpacked: Callable[[str], bytes]) -> dict[str, SheetLook]:
    """What the sheets' parts say, by the sheets' names; ``unpacked`` gives the bytes of a member."""
    names = set(archive.namelist())
    targets = {
        _attribute(found[1], b"Id"): _inside("xl", _attribute(found[1], b"Target"))
        for found in _RELATION.finditer(_read("xl/_rels/workbook.xml.rels", names, unpacked))
    }
    styles = _styles(_read("xl/styles.xml", names, unpacked))
    telling = {number: style for number, style in enumerate(styles) if style != Style()}
    found_looks = {}
    for sheet in _SHEET.finditer(_read("xl/workbook.xml", names, unpacked)):
        target = targets.get(_attribute(sheet[1], rb"(?:\w+:)?id"), "")
        if target in names:
            found_looks[_attribute(sheet[1], b"name")] = _look(_read(target, names, unpacked), telling)
    return found_looks


def column_number(letters: str) -> int:
    """The number of a column, the first (A) is 0."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


@lru_cache(maxsize=20_000)
def column_letters(number: int) -> str:
    """The letters of a column; that of 0 is A."""
    letters = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _read(name: str, names: set[str], unpacked: Callable[[str], bytes]) -> bytes:
    return unpacked(name) if name in names else b""


def _attribute(tag: bytes, name: bytes) -> str:
    found = re.search(rb"(?:^|\s)" + name + rb"""\s*=\s*(?:"([^"]*)"|'([^']*)')""", tag)
    return unescape((found[1] or found[2] or b"").decode("utf-8", "replace")) if found else ""


def _inside(folder: str, target: str) -> str:
    return posixpath.normpath(target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target))


def _styles(data: bytes) -> list[Style]:
    """The style of each of the workbook's cell formats, plain where it changes nothing that counts."""
    codes = {
        int(number): _attribute(found[1], b"formatCode")
        for found in _FORMAT.finditer(data)
        if (number := _attribute(found[1], b"numFmtId")).isdecimal()
    }
    block = _XFS.search(data)
    styles = []
    for xf in _XF.finditer(block[1]) if block is not None else ():
        number = _attribute(xf[1], b"numFmtId")
        code = codes.get(int(number), BUILT_IN.get(int(number), "")) if number.isdecimal() else ""
        indent = _INDENT.search(xf[2] or b"")
        styles.append(Style(code if code and matters(code) else "", min(int(indent[1]), 10) if indent else 0))
    return styles


def _look(data: bytes, telling: dict[int, Style]) -> SheetLook:
    """One sheet's part; ``telling`` are the styles that count."""
    held = _PLACES.findall(data)
    right = max(map(column_number, {letters.decode() for letters, _ in held}), default=0)
    bottom = max(map(int, {number for _, number in held}), default=1) - 1
    places: dict[tuple[int, int], Style] = {}
    for cell in _CELL.finditer(data) if telling else ():
        style = telling.get(_style_number(cell[1]))
        place = _PLACE.search(cell[1]) if style is not None else None
        if style is not None and place is not None:
            places[int(place[2]) - 1, column_number(place[1].decode())] = style
    uncounted = len(_UNCOUNTED.findall(data)) if _FORMULA.search(data) is not None else 0
    return SheetLook(places, (bottom, right), uncounted)


def _style_number(tag: bytes) -> int:
    at = tag.find(b's="')
    if at < 0 or tag[at - 1 : at] not in (b" ", b""):
        return 0
    end = tag.find(b'"', at + 3)
    number = tag[at + 3 : end]
    return int(number) if number.isdigit() else 0
