"""One module per output format, each in two halves: ``prepare`` makes of one file's extraction what is to be written
(in a worker, where there are several), and a sink writes that, file after file, in the order of the files."""
from __future__ import annotations

from contextlib import AbstractContextManager
from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple, Protocol

from .shape import Shape

if TYPE_CHECKING:
    from civx.extractors.model import Extraction

NAMES = ("json", "jsonl", "csv", "table")
SUFFIXES = {".json": "json", ".jsonl": "jsonl", ".ndjson": "jsonl", ".csv": "csv", ".txt": "table"}


class Piece(NamedTuple):
    """What one file contributes to the output: its name, its number of facts, and what the format's sink takes.

    Picklable, so that a worker can send it.
    """

    source: str
    facts: int
    content: object


class Sink(Protocol):
    """Takes the pieces of a run in the order of the files."""

    def add(self, piece: Piece) -> None: ...


class Format(Protocol):
    """What a format's module offers."""

    def prepare(self, extraction: Extraction, shape: Shape) -> Piece: ...

    def opened(self, output: str | None, shape: Shape) -> AbstractContextManager[Sink]: ...


def prepare(name: str, extraction: Extraction, shape: Shape) -> Piece:
    """What the format ``name`` (one of :data:`NAMES`) writes for one file."""
    return _module(name).prepare(extraction, shape)


def opened_sink(name: str, output: str | None, shape: Shape) -> AbstractContextManager[Sink]:
    """The format's sink on the file ``output``; None or ``-`` is standard output.

    A file appears under its name, whole, when the block ends, and not at all where the block raises. Raises
    FileProblem where the system refuses.
    """
    return _module(name).opened(output, shape)


def _module(name: str) -> Format:
    module: Format = import_module(f"civx.cli.formats.as_{name}")  # type: ignore[assignment]
    return module
