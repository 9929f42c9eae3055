"""Of an .xlsb workbook what calamine does not tell: number formats that change what a number says, and its extent."""
from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Iterator

from .cell_values import matters
from .xlsx_styles import BUILT_IN, SheetLook, Style

_ROW, _FORMAT, _XF, _XFS_BEGIN, _XFS_END, _SHEET = 0, 44, 47, 617, 618, 156
_CELLS = range(1, 12)  # the records of cells: blank, number, error, truth, text, and what formulas give
_RELATION = re.compile(rb'<Relationship\s[^>]*?\bId="([^"]*)"[^>]*>')
_TARGET = re.compile(rb'\bTarget="([^"]*)"')


def xlsb_looks(archive: zipfile.ZipFile, unpacked: Callable[[str], bytes]) -> dict[str, SheetLook]:
    """What the sheets say besides their values, by their names; ``unpacked`` gives the bytes of a member."""
    names = set(archive.namelist())
    if not {"xl/workbook.bin", "xl/_rels/workbook.bin.rels", "xl/styles.bin"} <= names:
        return {}
    targets = {}
    for relation in _RELATION.finditer(unpacked("xl/_rels/workbook.bin.rels")):
        target = _TARGET.search(relation[0])
        if target is not None:
            path = target[1].decode("utf-8", "replace")
            targets[relation[1].decode("utf-8", "replace")] = path[1:] if path[:1] == "/" else f"xl/{path}"
    styles = list(_styles(unpacked("xl/styles.bin")))
    telling = {number: style for number, style in enumerate(styles) if style != Style()}
    looks = {}
    for kind, data in _records(unpacked("xl/workbook.bin")):
        if kind != _SHEET or len(data) < 12:
            continue
        relation_id, at = _string(data, 8)
        name, _ = _string(data, at)
        if (target_name := targets.get(relation_id, "")) in names:
            looks[name] = _look(unpacked(target_name), telling)
    return looks


def _records(data: bytes) -> Iterator[tuple[int, bytes]]:
    """The records of a part: their kinds and what they hold."""
    at, end = 0, len(data)
    while at < end:
        kind = data[at]
        at += 1
        if kind & 0x80 and at < end:
            kind = kind & 0x7F | data[at] << 7
            at += 1
        size = 0
        for shift in range(0, 28, 7):
            if at >= end:
                return
            size |= (data[at] & 0x7F) << shift
            at += 1
            if not data[at - 1] & 0x80:
                break
        yield kind, data[at : at + size]
        at += size


def _string(data: bytes, at: int) -> tuple[str, int]:
    size = int.from_bytes(data[at : at + 4], "little")
    if size == 0xFFFFFFFF:
        return "", at + 4
    end = at + 4 + 2 * size
    return data[at + 4 : end].decode("utf-16-le", "replace"), end


def _styles(data: bytes) -> Iterator[Style]:
    codes: dict[int, str] = dict(BUILT_IN)
    inside = False
    for kind, record in _records(data):
        if kind == _FORMAT:
            codes[int.from_bytes(record[:2], "little")] = _string(record, 2)[0]
        elif kind in (_XFS_BEGIN, _XFS_END):
            inside = kind == _XFS_BEGIN
        elif kind == _XF and inside:
            code = codes.get(int.from_bytes(record[2:4], "little"), "")
            indent = min(record[11], 10) if len(record) > 11 else 0
            yield Style(code if code and matters(code) else "", indent)


def _look(data: bytes, telling: dict[int, Style]) -> SheetLook:
    styles: dict[tuple[int, int], Style] = {}
    row, right = 0, 0
    for kind, record in _records(data):
        if kind == _ROW:
            row = int.from_bytes(record[:4], "little")
        elif kind in _CELLS:
            column = int.from_bytes(record[:4], "little")
            right = max(right, column)
            style = telling.get(int.from_bytes(record[4:7], "little"))
            if style is not None:
                styles[row, column] = style
    return SheetLook(styles, (row, right), 0)
