"""Builds workbooks with the libraries that others write them with: openpyxl, xlwt, odfpy, XlsxWriter."""
from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Sequence
from datetime import date
from typing import Any

import openpyxl
import xlwt
from odf.opendocument import OpenDocumentSpreadsheet
from odf.style import Style
from odf.table import CoveredTableCell, Table, TableCell, TableRow
from odf.text import P
from openpyxl.styles import Alignment

# A table with a title over all of it, two rows of heads, shares, a float with noise, a date, and a note.
TITLE = "清源县2023年各乡镇农村低保情况"
GRID: tuple[tuple[Any, ...], ...] = (
    (TITLE, None, None, None, None),
    (None, None, None, None, "单位：户、万元"),
    ("乡镇", "保障情况", None, "占比", "截止日期"),
    (None, "户数", "发放金额", None, None),
    ("红岩镇", 120, 86.5, 0.585, date(2023, 12, 31)),
    ("松坪乡", 85, 61.1 + 0.2, 0.415, date(2023, 12, 31)),
    ("合计", 205, 147.8, 1, None),
    ("注：本表不含2家机构代管的对象。", None, None, None, None),
)
MERGED = ((0, 0, 0, 4), (2, 1, 2, 2), (2, 0, 3, 0), (2, 3, 3, 3), (2, 4, 3, 4))
SHARES = 3  # the column of percentages
PLAIN = f"""{TITLE}
单位：户、万元
乡镇\t保障情况\t保障情况\t占比\t截止日期
乡镇\t户数\t发放金额\t占比\t截止日期
红岩镇\t120\t86.5\t58.5%\t2023年12月31日
松坪乡\t85\t61.3\t41.5%\t2023年12月31日
合计\t205\t147.8\t100%\t
注：本表不含2家机构代管的对象。
"""
REPORT = (
    "各位代表：\n一、工作回顾\n全年发放低保金{0}万元，保障低保对象1203户、2051人。新建养老机构12家。\n"
    "二、存在问题\n" + "基层力量还不够强。服务水平有待提高。" * 20 + "\n"
)


def in_xlsx(grid: Sequence[Sequence[Any]] = GRID, merged: Any = MERGED, sheet: str = "Sheet1") -> bytes:
    """An .xlsx workbook by openpyxl."""
    book = openpyxl.Workbook()
    book.active.title = sheet
    _filled(book.active, grid, merged)
    return saved(book)


def _filled(sheet: Any, grid: Sequence[Sequence[Any]], merged: Any = ()) -> None:
    for row in grid:
        sheet.append(list(row))
    for top, left, bottom, right in merged:
        sheet.merge_cells(start_row=top + 1, start_column=left + 1, end_row=bottom + 1, end_column=right + 1)
    for line in sheet.iter_rows():
        for cell in line:
            if cell.column == SHARES + 1 and isinstance(cell.value, (int, float)):
                cell.number_format = "0.0%"


def saved(book: Any) -> bytes:
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def several_sheets() -> bytes:
    """A hidden sheet, an indent that says a level, a number whose format holds its unit, a formula without a value."""
    book = openpyxl.Workbook()
    book.active.title = "2023"
    for row in (("指标", "单位", "数量"), ("临时救助人次", "人次", 312), ("儿童", "人次", 40), ("支出", "万元", 12.5)):
        book.active.append(row)
    book.active["A3"].alignment = Alignment(indent=2)
    other = book.create_sheet("机构")
    for row in (("机构", "床位"), ("福利院", 120), ("敬老院", 300), ("合计", "=SUM(B2:B3)")):
        other.append(row)
    for line in (2, 3):
        other.cell(line, 2).number_format = '0"张"'
    book.create_sheet("备份").append(["低保户数（户）", 99])
    book["备份"].sheet_state = "hidden"
    return saved(book)


def in_xls() -> bytes:
    """An .xls workbook by xlwt."""
    book = xlwt.Workbook()
    sheet = book.add_sheet("Sheet1")
    share, day = xlwt.easyxf(num_format_str="0.0%"), xlwt.easyxf(num_format_str="YYYY-MM-DD")
    reached = {(i, j) for a, b, c, d in MERGED for i in range(a, c + 1) for j in range(b, d + 1)}
    for top, left, bottom, right in MERGED:
        sheet.write_merge(top, bottom, left, right, GRID[top][left])
    for i, row in enumerate(GRID):
        for j, value in enumerate(row):
            if value is not None and (i, j) not in reached:
                styles = [day] if isinstance(value, date) else [share] if j == SHARES and i > MERGED[-1][2] else []
                sheet.write(i, j, value, *styles)
    return saved(book)


def in_ods() -> bytes:
    """An .ods workbook by odfpy."""
    document = OpenDocumentSpreadsheet()
    document.automaticstyles.addElement(Style(name="ta1", family="table"))
    table = Table(name="Sheet1")
    spans = {(a, b): (c - a + 1, d - b + 1) for a, b, c, d in MERGED}
    covered = {(i, j) for a, b, c, d in MERGED for i in range(a, c + 1) for j in range(b, d + 1)} - set(spans)
    for i, row in enumerate(GRID):
        line = TableRow()
        for j, value in enumerate(row):
            if (i, j) in covered:
                line.addElement(CoveredTableCell())
                continue
            size: dict[str, Any] = {}
            if (i, j) in spans:
                size = {"numberrowsspanned": spans[i, j][0], "numbercolumnsspanned": spans[i, j][1]}
            if isinstance(value, date):
                cell = TableCell(valuetype="date", datevalue=value.isoformat(), **size)
            elif isinstance(value, (int, float)):
                cell = TableCell(valuetype="percentage" if j == SHARES else "float", value=repr(value), **size)
            else:
                cell = TableCell(valuetype="string", **size) if value else TableCell(**size)
            if value is not None:
                cell.addElement(P(text=str(value)))
            line.addElement(cell)
        table.addElement(line)
    document.spreadsheet.addElement(table)
    stream = io.BytesIO()
    document.write(stream)
    return stream.getvalue()


def rezipped(data: bytes, change: dict[str, bytes]) -> bytes:
    """A zip file with other members."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            new.writestr(info.filename, change.pop(info.filename, None) or old.read(info))
        for name, content in change.items():
            new.writestr(name, content)
    return out.getvalue()


def in_xlsb(rows: Sequence[Sequence[Any]], share: int) -> bytes:
    """An .xlsb workbook after its specification (MS-XLSB), since nothing writes them; ``share`` is the column of
    percentages."""

    def text(value: str) -> bytes:
        return len(value).to_bytes(4, "little") + value.encode("utf-16-le")

    def record(kind: int, data: bytes = b"") -> bytes:
        number = bytes([kind]) if kind < 128 else bytes([kind & 0x7F | 0x80, kind >> 7])
        return number + bytes([len(data) & 0x7F | 0x80, len(data) >> 7]) + data

    def cell(column: int, value: Any) -> bytes:
        head = column.to_bytes(4, "little") + (column == share and not isinstance(value, str)).to_bytes(4, "little")
        if isinstance(value, str):
            return record(6, head + text(value))
        return record(5, head + struct.pack("<d", value))

    size = b"".join(number.to_bytes(4, "little") for number in (0, len(rows) - 1, 0, len(rows[0]) - 1))
    sheet = record(129) + record(148, size) + record(145)
    for number, row in enumerate(rows):
        sheet += record(0, number.to_bytes(4, "little") + bytes(21))
        sheet += b"".join(cell(column, value) for column, value in enumerate(row) if value is not None)
    book = record(131) + record(143) + record(156, bytes(4) + (1).to_bytes(4, "little") + text("rId1") + text("Sheet1"))
    xf = bytes(2) + (0).to_bytes(2, "little") + bytes(12)
    shared = bytes(2) + (10).to_bytes(2, "little") + bytes(12)
    styles = record(278) + record(617, (2).to_bytes(4, "little")) + record(47, xf) + record(47, shared) + record(618)
    relation = (
        b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
        b'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" '
        b'Target="worksheets/sheet1.bin"/></Relationships>'
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.bin", book + record(144) + record(132))
        archive.writestr("xl/_rels/workbook.bin.rels", relation)
        archive.writestr("xl/styles.bin", styles + record(279))
        archive.writestr("xl/worksheets/sheet1.bin", sheet + record(146) + record(130))
    return out.getvalue()
