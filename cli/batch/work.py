"""What is done with one file, in this process or in a worker: read, extract, select, and write or hand back."""
from __future__ import annotations

import os
import time
from contextlib import nullcontext
from typing import TYPE_CHECKING, NamedTuple

from civx.cli.correction_files import corrected
from civx.cli.errors import FileProblem, described, traced
from civx.cli.formats import Piece, opened_sink, prepare
from civx.cli.formats.shape import Shape
from civx.cli.reading import Item, Source, extracted, read_sources
from civx.cli.unread import notes_of
from civx.cli.writing import replaced

if TYPE_CHECKING:
    from civx.analysis.corrections import Correction
    from civx.cli.filters import Filters



class Job(NamedTuple):
    """What is the same for all files of a run: the output's format and shape, filters, encoding, pattern files,
    and readers' corrections."""

    format_name: str
    shape: Shape
    filters: Filters | None
    encoding: str | None
    patterns: tuple[str, ...]
    verbose: bool
    corrections: tuple[Correction, ...] = ()
    digest: bool = False  # whether a log wants the SHA-256 of what is read


class Task(NamedTuple):
    """One file, the output file that is its own where ``-o`` is a folder, and whether it is a PDF, which has pages."""

    item: Item
    target: str | None = None
    paged: bool = False


class Done(NamedTuple):
    """What came of a file: its facts counted, what is to be written if that is not done yet, or what went wrong."""

    facts: int = 0
    pieces: tuple[Piece, ...] = ()
    problem: str = ""
    trace: str = ""
    notes: tuple[str, ...] = ()  # what of the file could not be read, though the rest was
    sha256: str = ""
    seconds: float = 0.0
    passing: bool = False  # whether what went wrong is a store's fault, and may be gone in a later run


def do(job: Job, task: Task) -> Done:
    """The work on one file; whatever goes wrong is told, also a defect of ours, so that the other files are done."""
    begun = time.monotonic()
    sha256 = ""
    try:
        sources = read_sources(task.item, job.encoding, digest=job.digest)
        sha256 = sources[0].sha256
        pieces, notes = _pieces(job, task, sources)
    except Exception as error:
        trace = traced(error) if job.verbose else ""
        passing = isinstance(error, FileProblem) and error.passing
        return Done(
            problem=described(error), trace=trace, sha256=sha256, seconds=time.monotonic() - begun, passing=passing
        )
    facts, own = sum(piece.facts for piece in pieces), pieces if task.target is None else ()
    return Done(facts, own, notes=notes, sha256=sha256, seconds=time.monotonic() - begun)


def _pieces(job: Job, task: Task, sources: list[Source]) -> tuple[tuple[Piece, ...], tuple[str, ...]]:
    """What each text of the file contributes, and what is to be said of the file."""
    shape = job.shape if task.target is None else job.shape._replace(paged=task.paged)
    pieces = []
    notes: list[str] = []
    for source in sources:
        extraction = extracted(source, job.patterns, job.shape.because)
        extraction = corrected(extraction, job.corrections)
        notes += [f" {note}" for note in source.notes]
        notes += notes_of(extraction, source.pages, source.part)
        if job.filters is not None:
            extraction = job.filters.apply(extraction)
        pieces.append(prepare(job.format_name, extraction, shape))
    if task.target is None:
        return tuple(pieces), tuple(notes)
    _write(job.format_name, task.target, pieces, shape)
    return tuple(piece._replace(content=None) for piece in pieces), tuple(notes)


def _write(format_name: str, target: str, pieces: list[Piece], shape: Shape) -> None:
    try:
        os.makedirs(os.path.dirname(target) or ".", exist_ok=True)
        # A database is written in place, and would be there before it is whole.
        whole = replaced(target) if format_name == "sqlite" else nullcontext(target)
        with whole as path, opened_sink(format_name, path, shape) as sink:
            for piece in pieces:
                sink.add(piece)
    except OSError as error:
        raise FileProblem(f"{target} cannot be written: {error.strerror or error}") from error
    except FileProblem as problem:
        raise FileProblem(f"{target}: {problem}") from problem
