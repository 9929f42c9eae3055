"""JSON Lines: one object a line."""
from __future__ import annotations

from contextlib import AbstractContextManager
from typing import TYPE_CHECKING

from . import Piece
from .records import records
from .shape import Shape
from .text_sink import TextSink, text_sink

if TYPE_CHECKING:
    from civx.extractors.model import Extraction


def prepare(extraction: Extraction, shape: Shape) -> Piece:
    """One line for each fact or row; nothing where there are none."""
    lines = "".join([line + "\n" for line in records(extraction, shape)])
    return Piece(extraction.source, len(extraction.facts), lines)


def opened(output: str | None, shape: Shape) -> AbstractContextManager[TextSink]:
    """A sink that writes the lines."""
    return text_sink(output)
