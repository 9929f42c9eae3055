"""One module per output format, each in two halves: ``prepare`` makes of one file's extraction what is to be written
(in a worker, where there are several), and a sink writes that, file after file, in the order of the files."""
from __future__ import annotations

from contextlib import AbstractContextManager
from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple, Protocol

from .shape import Shape

if TYPE_CHECKING:
    from civx.extractors.model import Extraction

NAMES = ("json", "jsonl", "csv", "tsv", "xlsx", "sqlite", "parquet", "table")
SUFFIXES = {
    ".json": "json", ".jsonl": "jsonl", ".ndjson": "jsonl", ".csv": "csv", ".tsv": "tsv", ".tab": "tsv",
    ".xlsx": "xlsx", ".db": "sqlite", ".sqlite": "sqlite", ".sqlite3": "sqlite", ".parquet": "parquet", ".txt": "table",
}
BINARY = ("xlsx", "sqlite", "parquet")
DELIMITED = ("csv", "tsv")
# What a format needs beyond civx itself: the module, and how it is called where one installs it.
_LIBRARIES = {"xlsx": ("xlsxwriter", "XlsxWriter"), "parquet": ("pyarrow", "pyarrow")}


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
    """What the format ``name`` (one of :data:`NAMES`) writes for one file.

    Raises FileProblem where the format cannot hold it.
    """
    if shape.money == "wan" and shape.layout == "long":
        from .money import in_wan

        extraction = in_wan(extraction)
    return _module(name).prepare(extraction, shape)


def opened_sink(name: str, output: str | None, shape: Shape) -> AbstractContextManager[Sink]:
    """The format's sink on the file ``output``; None or ``-`` is standard output.

    A file appears under its name, whole, when the block ends, and not at all where the block raises; only a database
    keeps the files that were added before (as_sqlite.py). Raises FileProblem where the system refuses.
    """
    return _module(name).opened(output, shape)


def missing_library(name: str) -> str | None:
    """What to say where the format's library is not installed, else None."""
    if name not in _LIBRARIES:
        return None
    from importlib.util import find_spec

    module, library = _LIBRARIES[name]
    return None if find_spec(module) else f"--format {name} needs {library}: pip install 'civx[{name}]'"


def _module(name: str) -> Format:
    module: Format = import_module(f"civx.cli.formats.as_{name}")
    return module
