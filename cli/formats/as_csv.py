"""CSV as RFC 4180 has it and spreadsheets read it: a header row, CRLF line ends, quotes where a cell needs them."""
from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from contextlib import AbstractContextManager
from decimal import Decimal
from operator import attrgetter
from typing import TYPE_CHECKING

from civx.extractors.model import FIELDS

from . import Piece
from .shape import Shape
from .shown import plain
from .text_sink import TextSink, text_sink

if TYPE_CHECKING:
    from civx.extractors.model import Extraction

BOM = "\ufeff"
# What makes a spreadsheet run a cell; East Asian versions of Excel take the full-width signs for the plain ones, and
# what folds compatible characters together makes plain ones of the rest.
_FORMULA = frozenset("=+-@\t\r\n＝＋－＠﹦﹢﹣﹫⁼⁺⁻₌₊₋−➕➖")
# What stands before such a sign without hindering it: blanks of all kinds, controls and characters that have no width.
_BLANKS = "".join(
    chr(code)
    for first, last in (
        (0x00, 0x20), (0x7F, 0xA0), (0xAD, 0xAD), (0x34F, 0x34F), (0x61C, 0x61C), (0x115F, 0x1160), (0x1680, 0x1680),
        (0x180B, 0x180F), (0x2000, 0x200F), (0x2028, 0x202F), (0x205F, 0x206F), (0x2800, 0x2800), (0x3000, 0x3000),
        (0x3164, 0x3164), (0xFE00, 0xFE0F), (0xFEFF, 0xFEFF), (0xFFA0, 0xFFA0), (0xFFF9, 0xFFFB), (0xE0000, 0xE0FFF),
    )
    for code in range(first, last + 1)
)
_SUSPECTS = _FORMULA.union(_BLANKS, "'")
_NONE: frozenset[str] = frozenset()
_VALUES = attrgetter(*FIELDS)


def prepare(extraction: Extraction, shape: Shape) -> Piece:
    """A row a fact, headings joined by `` > ``, null left empty."""
    rows: Iterable[Iterable[object]]
    if shape.plain and not (shape.paged or shape.because or shape.reviewed):
        rows = map(_VALUES, extraction.facts)
    else:
        from .columns import chosen, flat_rows

        rows = flat_rows(extraction, shape, chosen(shape))
    suspects = _NONE if shape.raw else _SUSPECTS
    out = io.StringIO(newline="")
    csv.writer(out).writerows([[_cell(value, suspects) for value in row] for row in rows])
    return Piece(extraction.source, len(extraction.facts), out.getvalue())


def opened(output: str | None, shape: Shape) -> AbstractContextManager[TextSink]:
    """A sink that writes the header row, also where there are no facts, and the rows."""
    if shape.plain and not (shape.paged or shape.because or shape.reviewed):
        header: Iterable[str] = FIELDS
    else:
        from .columns import chosen, headers

        header = headers(chosen(shape), shape.headers)
    return text_sink(output, (BOM if shape.bom else "") + ",".join(header) + "\r\n")


def neutral(text: str) -> str:
    """``text`` with an apostrophe before it where a spreadsheet would run it; a sign alone runs nothing.

    One that looks as if that had been done has another put before it, so that there is one way back.
    """
    if text[:1] not in _SUSPECTS or len(text) == 1:
        return text
    bare = text.lstrip("'")
    return "'" + text if bare[:1] in _FORMULA or bare.lstrip(_BLANKS)[:1] in _FORMULA else text


def _cell(value: object, suspects: frozenset[str]) -> object:
    if isinstance(value, str):
        return value if value[:1] not in suspects else neutral(value)
    if isinstance(value, Decimal):
        return plain(value)
    if isinstance(value, tuple):
        return _cell(" > ".join(value), suspects)
    return value
