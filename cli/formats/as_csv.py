"""CSV as RFC 4180 has it and spreadsheets read it: a header row, CRLF line ends, quotes where a cell needs them."""
from __future__ import annotations

import csv
import io
from contextlib import AbstractContextManager
from decimal import Decimal
from operator import attrgetter
from typing import TYPE_CHECKING

from civx.extractors.model import FIELDS

from . import Piece
from .records import plain
from .shape import Shape
from .text_sink import TextSink, text_sink

if TYPE_CHECKING:
    from civx.extractors.model import Extraction

_VALUES = attrgetter(*FIELDS)


def prepare(extraction: Extraction, shape: Shape) -> Piece:
    """A row a fact, headings joined by `` > ``, null left empty."""
    out = io.StringIO(newline="")
    csv.writer(out).writerows([_cell(value) for value in _VALUES(fact)] for fact in extraction.facts)
    return Piece(extraction.source, len(extraction.facts), out.getvalue())


def opened(output: str | None, shape: Shape) -> AbstractContextManager[TextSink]:
    """A sink that writes the header row, also where there are no facts, and the rows."""
    return text_sink(output, ",".join(FIELDS) + "\r\n")


def _cell(value: object) -> object:
    if isinstance(value, Decimal):
        return plain(value)
    if isinstance(value, tuple):
        return " > ".join(value)
    return value
