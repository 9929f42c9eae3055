"""The sink of formats whose pieces are text that only needs to be written one behind the other."""
from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

from civx.cli.writing import opened as opened_file

from . import Piece


class TextSink:
    """Writes each piece's text as it is."""

    def __init__(self, out: TextIO) -> None:
        self._out = out

    def add(self, piece: Piece) -> None:
        """Write the text of one file."""
        self._out.write(str(piece.content))


@contextmanager
def text_sink(output: str | None, head: str = "") -> Iterator[TextSink]:
    """A sink on the file ``output`` (None or ``-`` is standard output) that begins with ``head``."""
    with opened_file(output) as out:
        out.write(head)
        yield TextSink(out)
