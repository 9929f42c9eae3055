"""The sink of formats whose pieces are text that only needs to be written one behind the other."""
from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

from civx.cli.writing import opened as opened_file

from . import Piece


class TextSink:
    """Writes a head and then each piece's text as it is.

    The head waits for the first piece: a reader that has gone away shows when something is written, and that must not
    be before the sink is there.
    """

    def __init__(self, out: TextIO, head: str) -> None:
        self._out = out
        self._head = head

    def add(self, piece: Piece) -> None:
        """Write the text of one file."""
        self.begin()
        self._out.write(str(piece.content))

    def begin(self) -> None:
        """Write the head, if that is still to be done."""
        if self._head:
            self._out.write(self._head)
            self._head = ""


@contextmanager
def text_sink(output: str | None, head: str = "") -> Iterator[TextSink]:
    """A sink on the file ``output`` (None or ``-`` is standard output) that begins with ``head``."""
    with opened_file(output) as out:
        sink = TextSink(out, head)
        yield sink
        sink.begin()
