"""Builds web pages, Word documents and PDF files with tables, as authorities publish them."""
from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from docx import Document
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

FONT = "STSong-Light"
Grid = list[list[str]]
Merge = tuple[int, int, int, int]  # first row and column, last row and column


class Case(NamedTuple):
    """A document under its file name, and the facts that stand in its tables.

    Of the facts there is a line each: value, unit, programme and a part of the subject, then what else must hold
    (place, area, period, status, and by ``of`` the value of the total). ``-`` stands for anything.
    """

    name: str
    data: bytes
    facts: str


SITE = (
    "<!DOCTYPE html><html><head><meta http-equiv='Content-Type' content='text/html; charset={charset}'>"
    "<meta name='ArticleTitle' content='{title}'><title>{title}_县政府网</title></head><body>"
    "<div class='top'><ul><li><a href='/'>首页</a></li><li><a href='/zw'>政务公开</a></li><li><a href='/bs'>办事服务"
    "</a></li>"
    "<li><a href='/hd'>互动交流</a></li></ul></div><div class='wrap'><div class='pos'>当前位置：<a href='/'>首页"
    "</a> &gt; "
    "<a href='/tj'>统计信息</a></div><div class='article'><h1>{title}</h1><div class='info'>发布时间：2024-01-15 09:30 "
    "来源：县民政局 浏览次数：<span>1286</span>次 字号：[大 中 小]</div><div class='con'><div class='TRS_Editor'>{body}"
    "</div></div><div class='tools'><a href='javascript:print()'>打印</a> <a href='#'>关闭</a></div></div></div>"
    "<div class='footer'>主办：县人民政府办公室 网站标识码：3301220001 ICP备05012345号 电话：0571-64612345</div>"
    "</body></html>"
)


def site(title: str, body: str, charset: str = "utf-8") -> bytes:
    return SITE.format(title=title, body=body, charset=charset).encode(charset)


def rows(grid: Iterable[Sequence[str]], tag: str = "td", cell: str = "{}") -> str:
    return "".join(
        "<tr>" + "".join(f"<{tag}>{cell.format(text)}</{tag}>" for text in line) + "</tr>" for line in grid
    )


def word(*parts: str | tuple[Grid, tuple[Merge, ...]]) -> bytes:
    """A Word document of paragraphs and tables."""
    document = Document()
    for part in parts:
        if isinstance(part, str):
            document.add_paragraph(part)
            continue
        grid, merges = part
        table = document.add_table(len(grid), max(map(len, grid)), style="Table Grid")
        for i, line in enumerate(grid):
            for j, text in enumerate(line):
                table.cell(i, j).text = text
        for top, left, bottom, right in merges:
            text = grid[top][left]
            merged = table.cell(top, left).merge(table.cell(bottom, right))
            merged.text = text
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def pdf(*parts: str | tuple[Grid, tuple[Merge, ...]], heads: int = 0) -> bytes:
    """A PDF file of paragraphs and ruled tables, of which each page repeats the first ``heads`` rows."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    style = ParagraphStyle("body", fontName=FONT, fontSize=11, leading=16, wordWrap="CJK")
    flow: list[Any] = []
    for part in parts:
        if isinstance(part, str):
            flow += [Paragraph(part, style), Spacer(1, 4)]
            continue
        grid, merges = part
        table = Table([[Paragraph(text, style) for text in line] for line in grid], repeatRows=heads)
        table.setStyle(TableStyle([
            ("GRID", (0, 0), (-1, -1), 0.6, colors.black),
            *(("SPAN", (left, top), (right, bottom)) for top, left, bottom, right in merges),
        ]))
        flow += [table, Spacer(1, 8)]
    out = io.BytesIO()
    SimpleDocTemplate(out, pagesize=A4, invariant=1).build(flow)
    return out.getvalue()
