"""The same table as a PDF: with all its rules, a ruled head over rows that none parts, three lines, or none."""

from __future__ import annotations

import io
from typing import Any

import table_grids as grids
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

from document_builders import FONT

RULES = ("all", "half", "lines", "none")
_THIN = 0.5


def _merges(case: grids.Case) -> list[tuple[int, int, int, int]]:
    """Top, left, bottom and right of the cells that reach over others."""
    found = []
    for i, row in enumerate(case.rows):
        for j, text in enumerate(row):
            if text in ("<", "^"):
                continue
            wide = next((n for n in range(j + 1, len(row)) if row[n] != "<"), len(row)) - 1
            high = next((n for n in range(i + 1, len(case.rows)) if case.rows[n][j] != "^"), len(case.rows)) - 1
            if wide > j or high > i:
                found.append((i, j, high, wide))
    return found


def _drawn(case: grids.Case, rules: str) -> list[tuple[Any, ...]]:
    last = case.heads - 1
    if rules == "all":
        return [("GRID", (0, 0), (-1, -1), _THIN, colors.black)]
    if rules == "half":
        return [
            ("GRID", (0, 0), (-1, last), _THIN, colors.black),
            ("BOX", (0, 0), (-1, -1), _THIN, colors.black),
            ("LINEBEFORE", (1, 0), (-1, -1), _THIN, colors.black),
        ]
    if rules == "lines":
        sides = (("LINEABOVE", 0), ("LINEBELOW", last), ("LINEBELOW", -1))
        return [(side, (0, row), (-1, row), _THIN, colors.black) for side, row in sides]
    return []


def as_pdf(case: grids.Case, rules: str, align: str = "RIGHT") -> bytes:
    """The table's page; names of rows stand left, figures right, heads and what reaches over rows in the middle."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    style = ParagraphStyle("body", fontName=FONT, fontSize=11, leading=16, wordWrap="CJK")
    merges = _merges(case)
    table = Table([["" if text in ("<", "^") else text for text in row] for row in case.rows])
    table.setStyle(TableStyle([
        ("FONT", (0, 0), (-1, -1), FONT, 9),
        ("ALIGN", (1, 0), (-1, -1), align),
        ("ALIGN", (0, 0), (-1, case.heads - 1), "CENTER"),
        ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
        *_drawn(case, rules),
        *(("SPAN", (left, top), (right, bottom)) for top, left, bottom, right in merges),
    ]))
    around = [[Paragraph(line, style) for line in part] for part in (case.above, case.below)]
    out = io.BytesIO()
    flow = [*around[0], Spacer(1, 4), table, Spacer(1, 8), *around[1]]
    SimpleDocTemplate(out, pagesize=landscape(A4), invariant=1, leftMargin=30, rightMargin=30).build(flow)
    return out.getvalue()
