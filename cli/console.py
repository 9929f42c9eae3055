"""Where tables for people are printed. Only for who prints one: rich is slow to load."""
from __future__ import annotations

import os
from typing import TextIO

from rich.console import Console

_WIDTH_OF_A_FILE = 120


class PlainConsole(Console):
    """A console for text that is not ours: no markup in it means anything."""

    def __init__(self, out: TextIO, width: int | None = None) -> None:
        super().__init__(file=out, width=width, markup=False, highlight=False, emoji=False)

    def on_broken_pipe(self) -> None:
        """Leave a reader that has gone away to whoever opened the stream; rich would end the process with 1."""
        raise  # rich calls this while it handles the error


def console_for(out: TextIO, least: int = 0) -> PlainConsole:
    """A console as wide as the terminal, or else $COLUMNS or 120 columns, and ``least`` columns at the least."""
    out = getattr(out, "unscreened", out)
    columns = os.environ.get("COLUMNS", "")
    width = None if out.isatty() else int(columns) if columns.isdecimal() and int(columns) else _WIDTH_OF_A_FILE
    console = PlainConsole(out, width)
    return console if console.width >= least else PlainConsole(out, least)
