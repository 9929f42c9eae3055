"""An SQLite database of facts, reports and headings, to which later runs add; see database.py for its tables."""
from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from civx.analysis.families import families
from civx.cli.errors import FileProblem

from . import Piece
from .columns import WIDE, Row, flat_rows
from .database import FACTS, connected, held
from .owners import report_numbers, section_numbers
from .shape import Shape
from .shown import plain

if TYPE_CHECKING:
    from civx.extractors.model import Extraction

__all__ = ["FILES_OF_A_BATCH", "held", "opened", "prepare"]

# A transaction holds the rows of so many files: a run that is killed loses at most these, and no half of a file stays.
FILES_OF_A_BATCH = 100
_SOURCE = "INSERT INTO sources (source, script, reports, facts) VALUES (?, ?, ?, ?)"
_REPORT = "INSERT INTO reports (source_id, number, title, place, year, plan_year) VALUES (?, ?, ?, ?, ?, ?)"
_SECTION = "INSERT INTO sections (report_id, parent_id, level, title, path) VALUES (?, ?, ?, ?, ?)"
_FACT = f"INSERT INTO facts VALUES ({', '.join('?' * (len(FACTS) + 3))})"
_WIDE = f"INSERT INTO wide VALUES ({', '.join('?' * (len(WIDE) + 2))})"


_IDS = [column.name for column in WIDE].index("ids")


class _Content(NamedTuple):
    """The rows of one file; reports and sections are meant by their place in these lists."""

    script: str
    reports: list[tuple[str, str, int | None, int | None]]  # title, place, year, plan_year
    sections: list[tuple[int, int | None, int, str, str]]  # report, parent, level, title, path
    facts: list[tuple[Row, int, int | None]]  # values, report, section
    wide: list[tuple[Row, int]]  # values, report


def prepare(extraction: Extraction, shape: Shape) -> Piece:
    """The values as SQLite stores them."""
    document = extraction.document
    extraction = _whole(extraction)
    reports = report_numbers(extraction)
    owners = {fact.id: report for fact, report in zip(extraction.facts, reports, strict=True)}
    place = families(shape.patterns).place
    long = Shape(paged=True, indicators=True, patterns=shape.patterns)
    wide = list(_stored(extraction, Shape("wide", money=shape.money, paged=True)))
    content = _Content(
        extraction.script,
        [(report.title, place(report.title), report.year, report.plan_year) for report in document.reports],
        [
            (section.report, section.parent, section.level, section.title, " > ".join(document.path(number)))
            for number, section in enumerate(document.sections)
        ],
        list(zip(_stored(extraction, long), reports, section_numbers(extraction, reports), strict=True)),
        [(row, owners[str(row[_IDS]).partition("; ")[0]]) for row in wide],
    )
    return Piece(extraction.source, len(extraction.facts), content)


@contextmanager
def opened(output: str | None, shape: Shape) -> Iterator[SqliteSink]:
    """A sink on the database ``output``; what it holds of other sources stays.

    Where the block raises, the files that were added before are kept. Raises FileProblem where ``output`` is no file,
    is no database of civx or cannot be written.
    """
    if output is None or output == "-":
        raise FileProblem("cannot hold a database: say -o FILE.db")
    try:
        connection = connected(output, shape)
        try:
            sink = SqliteSink(connection)
            try:
                yield sink
            finally:
                sink.commit()
        finally:
            connection.close()
    except sqlite3.Error as error:
        raise FileProblem(f"cannot be written: {error}") from error


class SqliteSink:
    """Replaces the rows of each source that it is given."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._files = 0

    def add(self, piece: Piece) -> None:
        """Write the rows of one file in place of those that the database holds of it."""
        run = self._connection.execute
        if not self._files:
            run("BEGIN IMMEDIATE")
        run("SAVEPOINT file")
        try:
            self._write(piece)
        except BaseException:
            if self._connection.in_transaction:  # where the disk is full SQLite has given up all of it
                run("ROLLBACK TO file")
                run("RELEASE file")
            raise
        run("RELEASE file")
        self._files += 1
        if self._files == FILES_OF_A_BATCH:
            self.commit()

    def commit(self) -> None:
        """Make final what was added."""
        if self._connection.in_transaction:
            self._connection.execute("COMMIT")
        self._files = 0

    def _write(self, piece: Piece) -> None:
        run = self._connection.execute
        content: _Content = piece.content  # type: ignore[assignment]
        run("DELETE FROM sources WHERE source = ?", (piece.source,))  # and all that refers to it
        source = run(_SOURCE, (piece.source, content.script, len(content.reports), piece.facts)).lastrowid
        reports = [
            run(_REPORT, (source, number, *report)).lastrowid for number, report in enumerate(content.reports, start=1)
        ]
        sections: list[int | None] = []
        for report, parent, *rest in content.sections:  # a heading stands before those below it
            above = None if parent is None else sections[parent]
            sections.append(run(_SECTION, (reports[report], above, *rest)).lastrowid)
        self._connection.executemany(
            _FACT,
            (
                (*values, source, reports[report], None if section is None else sections[section])
                for values, report, section in content.facts
            ),
        )
        self._connection.executemany(_WIDE, ((*values, source, reports[report]) for values, report in content.wide))


def _whole(extraction: Extraction) -> Extraction:
    """The extraction without totals that are not in it: the database would refuse them, and 100 files with them."""
    ids = {fact.id for fact in extraction.facts}
    if all(fact.part_of is None or fact.part_of in ids for fact in extraction.facts):
        return extraction
    facts = (fact if fact.part_of in ids else replace(fact, part_of=None) for fact in extraction.facts)
    return replace(extraction, facts=tuple(facts))


def _stored(extraction: Extraction, shape: Shape) -> Iterator[Row]:
    columns = FACTS if shape.layout == "long" else WIDE
    for row in flat_rows(extraction, shape, columns):
        yield tuple([_number(value) if isinstance(value, Decimal) else value for value in row])


def _number(value: Decimal) -> int | float | str:
    if value == value.to_integral_value() and -(2**63) <= value < 2**63:
        return int(value)
    real = float(value)
    return real if Decimal(repr(real)) == value else plain(value)
