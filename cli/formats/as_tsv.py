"""Tab-separated values for Unix tools: a header row, one line a row, no quoting at all."""
from __future__ import annotations

from contextlib import AbstractContextManager
from decimal import Decimal
from typing import TYPE_CHECKING

from . import Piece
from .as_csv import BOM, neutral
from .columns import chosen, flat_rows, headers
from .shape import Shape
from .shown import plain
from .text_sink import TextSink, text_sink

if TYPE_CHECKING:
    from civx.extractors.model import Extraction

# Whatever a reader may take for the end of a cell or a line.
_BREAKS = dict.fromkeys(map(ord, "\t\n\v\f\r\x1c\x1d\x1e\x85\u2028\u2029"), " ")


def prepare(extraction: Extraction, shape: Shape) -> Piece:
    """A line a row; breaks inside a cell become blanks."""
    lines = [
        "\t".join([_cell(value, shape.raw) for value in row]) + "\n"
        for row in flat_rows(extraction, shape, chosen(shape))
    ]
    return Piece(extraction.source, len(extraction.facts), "".join(lines))


def opened(output: str | None, shape: Shape) -> AbstractContextManager[TextSink]:
    """A sink that writes the header row, also where there are no facts, and the rows."""
    return text_sink(output, (BOM if shape.bom else "") + "\t".join(headers(chosen(shape), shape.headers)) + "\n")


def _cell(value: object, raw: bool) -> str:
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return plain(value)
    text = str(value).translate(_BREAKS)
    if raw or isinstance(value, int):
        return text
    return unquoted(text)


def unquoted(text: str) -> str:
    """``text`` with an apostrophe before it where a spreadsheet would run it, or take a quote at its start for the
    opening of a quoted cell, and perhaps not find its end."""
    return "'" + text if text.lstrip("'").startswith('"') else neutral(text)
