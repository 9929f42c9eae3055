"""The SQLite database: its tables, and how an existing file is recognised. docs/formats.md explains the tables.

Numbers have no column type, so that SQLite leaves alone what is stored: integers as INTEGER, decimals as REAL where
that gives back the very decimal, all others as TEXT.
"""
from __future__ import annotations

import os
import sqlite3
from pathlib import Path

from civx.cli.errors import FileProblem
from civx.cli.writing import is_special

from .columns import INDICATORS, LONG, WIDE, Column
from .shape import Shape
from .views import SEARCH, VIEWS

APPLICATION = 0x63697678  # "civx"
VERSION = 3  # since facts know their indicator
_TYPES = {"text": " TEXT", "texts": " TEXT", "integers": " TEXT", "integer": " INTEGER", "number": ""}


FACTS = (*LONG, *INDICATORS["long"])


def _defined(columns: tuple[Column, ...]) -> str:
    return ", ".join(f'"{column.name}"{_TYPES[column.kind]}' for column in columns)


def _of(table: str) -> str:
    """What a column is that refers to a row of ``table`` and goes with it; Datasette wants ``id`` to be named."""
    return f"INTEGER REFERENCES {table} (id) ON DELETE CASCADE"


_SCHEMA = (
    "CREATE TABLE settings (key TEXT PRIMARY KEY, value TEXT NOT NULL)",
    "CREATE TABLE sources (id INTEGER PRIMARY KEY, source TEXT NOT NULL UNIQUE, script TEXT NOT NULL,"
    " reports INTEGER NOT NULL, facts INTEGER NOT NULL)",
    f"CREATE TABLE reports (id INTEGER PRIMARY KEY, source_id {_of('sources')} NOT NULL,"
    " number INTEGER NOT NULL, title TEXT NOT NULL, place TEXT NOT NULL, year INTEGER, plan_year INTEGER)",
    f"CREATE TABLE sections (id INTEGER PRIMARY KEY, report_id {_of('reports')} NOT NULL,"
    f" parent_id {_of('sections')}, level INTEGER NOT NULL, title TEXT NOT NULL, path TEXT NOT NULL)",
    f"CREATE TABLE facts ({_defined(FACTS)}, source_id {_of('sources')} NOT NULL,"
    f" report_id {_of('reports')} NOT NULL, section_id {_of('sections')}, PRIMARY KEY (source_id, id),"
    # a total may stand behind its parts: what it is is asked when the transaction ends
    " FOREIGN KEY (source_id, part_of) REFERENCES facts (source_id, id) DEFERRABLE INITIALLY DEFERRED)",
    f"CREATE TABLE wide ({_defined(WIDE)}, source_id {_of('sources')} NOT NULL, report_id {_of('reports')} NOT NULL)",
    "CREATE INDEX reports_source ON reports (source_id)",
    "CREATE INDEX sections_report ON sections (report_id)",
    "CREATE INDEX sections_parent ON sections (parent_id)",
    "CREATE INDEX facts_report ON facts (report_id)",
    "CREATE INDEX facts_section ON facts (section_id)",
    "CREATE INDEX facts_programme ON facts (programme, measure, status, period)",
    "CREATE INDEX facts_measure ON facts (measure, status)",
    "CREATE INDEX facts_status ON facts (status, period)",
    "CREATE INDEX facts_period ON facts (period)",
    "CREATE INDEX facts_source ON facts (source)",
    "CREATE INDEX facts_indicator ON facts (indicator, period)",
    "CREATE INDEX facts_part ON facts (source_id, part_of)",
    "CREATE INDEX wide_source ON wide (source_id)",
    "CREATE INDEX wide_report ON wide (report_id)",
    "CREATE INDEX wide_programme ON wide (programme, status, period)",
    "CREATE INDEX wide_period ON wide (period)",
    *VIEWS,
)


def connected(path: str, shape: Shape) -> sqlite3.Connection:
    """A connection to the civx database ``path``, made where there is none; transactions are the caller's.

    Raises FileProblem where the file is something else, of a newer civx or in another shape, and leaves it as it is.
    """
    if is_special(path):
        raise FileProblem("no file: a database needs one of its own")
    # An absolute path: where SQLite is built so, file:x.db would be an address.
    connection = sqlite3.connect(os.path.abspath(path), timeout=30, isolation_level=None)
    try:
        connection.execute("PRAGMA foreign_keys = ON")
        settings = {"layout": shape.layout, "money": shape.money}
        if not _is_ours(connection):
            connection.execute("BEGIN IMMEDIATE")
            if not _is_ours(connection):  # another run may just have made it
                _make(connection, settings)
            connection.execute("COMMIT")
        _refuse_mixture(dict(connection.execute("SELECT key, value FROM settings")), settings)
    except BaseException:
        connection.close()
        raise
    return connection


def held(path: str) -> set[str]:
    """The sources whose facts the database ``path`` holds; none where there is no such file.

    Raises FileProblem where the file is no civx database.
    """
    if not os.path.exists(path):
        return set()
    if is_special(path):
        raise FileProblem("no file: a database needs one of its own")
    try:
        # Writable, though nothing is written: what a killed run left half done can only be undone so.
        connection = sqlite3.connect(f"{Path(path).absolute().as_uri()}?mode=rw", timeout=30, uri=True)
        try:
            found = connection.execute("SELECT source FROM sources") if _is_ours(connection) else ()
            return {name for (name,) in found}
        finally:
            connection.close()
    except sqlite3.Error as error:
        raise FileProblem(f"cannot be read: {error}") from error


def _is_ours(connection: sqlite3.Connection) -> bool:
    """Whether the database is civx's (else it is empty). Raises FileProblem where it is neither."""
    foreign = FileProblem("is no database that civx made: say another name after -o")
    try:
        (application,) = connection.execute("PRAGMA application_id").fetchone()
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        (objects,) = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except sqlite3.DatabaseError as error:
        if error.sqlite_errorcode == sqlite3.SQLITE_NOTADB:
            raise foreign from error
        raise
    if application == APPLICATION:
        if version > VERSION:
            raise FileProblem(f"was made by a newer civx (its version of the tables is {version}): say another name")
        if version < VERSION:
            raise FileProblem("was made by an older civx, whose facts lack columns of today: say another name after -o")
        return True
    if application or objects:
        raise foreign
    return False


def _refuse_mixture(found: dict[str, str], wanted: dict[str, str]) -> None:
    if found != wanted:
        options = " ".join(f"--{key} {value}" for key, value in found.items())
        raise FileProblem(f"holds facts written with {options}: say the same, or another name after -o")


def _make(connection: sqlite3.Connection, settings: dict[str, str]) -> None:
    connection.execute(f"PRAGMA application_id = {APPLICATION}")
    connection.execute(f"PRAGMA user_version = {VERSION}")
    for statement in _SCHEMA:
        connection.execute(statement)
    try:
        for statement in SEARCH:
            connection.execute(statement)
    except sqlite3.OperationalError:  # SQLite before 3.34, or one built without full-text search: all else is there
        pass
    connection.executemany("INSERT INTO settings VALUES (?, ?)", settings.items())
