"""One module per output format; each has ``write(out, extractions)``, which streams file after file."""
from __future__ import annotations

from collections.abc import Iterable
from importlib import import_module
from typing import TYPE_CHECKING, Protocol, TextIO

if TYPE_CHECKING:
    from civx.extractors.model import Extraction

NAMES = ("json", "jsonl", "csv", "table")
SUFFIXES = {".json": "json", ".jsonl": "jsonl", ".ndjson": "jsonl", ".csv": "csv", ".txt": "table"}


class Write(Protocol):
    """Writes the facts of ``extractions``, in order, to ``out``: a UTF-8 stream without newline translation."""

    def __call__(self, out: TextIO, extractions: Iterable[Extraction]) -> None: ...


def writer(name: str) -> Write:
    """The ``write`` of one of :data:`NAMES`, imported now."""
    write: Write = import_module(f"civx.cli.formats.as_{name}").write
    return write
