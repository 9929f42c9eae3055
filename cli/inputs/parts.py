"""What is read of one file: its text, or several, where it is a workbook with sheets and reports in cells."""
from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from civx.extractors.model import Sheet


class Part(NamedTuple):
    """A text of a file: ``name`` is put behind the file's own (``#Sheet1``, "" where the file is one text), ``pages``
    are the offsets at which a PDF's pages begin, ``sheet`` says in which cells the text stands."""

    text: str
    name: str = ""
    pages: tuple[int, ...] = ()
    sheet: Sheet | None = None


class Read(NamedTuple):
    """The parts of a file in their order, and what is to be said of it though it was read."""

    parts: tuple[Part, ...]
    notes: tuple[str, ...] = ()
