"""JSON: one array, one object a line."""
from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, TextIO

from civx.cli.writing import opened as opened_file

from . import Piece
from .records import records
from .shape import Shape

if TYPE_CHECKING:
    from civx.extractors.model import Extraction


def prepare(extraction: Extraction, shape: Shape) -> Piece:
    """The objects of one file, separated by commas."""
    return Piece(extraction.source, len(extraction.facts), ",\n".join(records(extraction, shape)))


@contextmanager
def opened(output: str | None, shape: Shape) -> Iterator[JsonSink]:
    """A sink that writes an array of all facts or rows; ``[]`` where there are none."""
    with opened_file(output) as out:
        sink = JsonSink(out)
        yield sink
        out.write("[]\n" if sink.separator == "[\n" else "\n]\n")


class JsonSink:
    """Joins the files' objects to one array."""

    def __init__(self, out: TextIO) -> None:
        self._out = out
        self.separator = "[\n"

    def add(self, piece: Piece) -> None:
        """Write the objects of one file."""
        if piece.facts:
            self._out.write(f"{self.separator}{piece.content}")
            self.separator = ",\n"
