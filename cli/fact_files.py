"""Facts out of files: a report's text, from which they are extracted, or what ``civx extract`` wrote of one before.

What a file is shows in its content, not in its name, so that standard input works too. Of the outputs, JSON, JSON
Lines, CSV, TSV and SQLite are read back, in the long layout and with all columns.
"""
from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable, Iterable, Sequence
from operator import attrgetter
from typing import TYPE_CHECKING, Any, NamedTuple

from .correction_files import corrected
from .errors import FileProblem, Run, shown
from .reading import Item, extracted, file_of, read_sources, read_text
from .unread import notes_of

if TYPE_CHECKING:
    from civx.analysis.corrections import Correction
    from civx.extractors.model import Fact

_JSON_SUFFIXES = (".json", ".jsonl", ".ndjson")
_TABLE_SUFFIXES = (".csv", ".tsv")
# What is taken from folders besides reports.
OUTPUTS = (*_JSON_SUFFIXES, *_TABLE_SUFFIXES, ".db", ".sqlite", ".sqlite3")
_DESCRIPTION = "datapackage.json"  # beside CSV files, and no report
_BOM = b"\xef\xbb\xbf"
_SQLITE = b"SQLite format 3\0"
_HEAD = 4096  # bytes; the header row of a CSV is shorter
_ENOUGH = 3  # known names in a header: the wide layout has them too, which is refused with the reason


class FactFile(NamedTuple):
    """The facts of one source, in the order of the file. ``source`` is its name as the facts carry it."""

    source: str
    facts: tuple[Fact, ...]


def read_facts(
    item: Item | str, encoding: str | None, patterns: tuple[str, ...], texts: dict[str, str] | None = None,
    corrections: Sequence[Correction] = (), say: Callable[[str], None] | None = None,
) -> list[FactFile]:
    """The facts that a file holds or states, one :class:`FactFile` for each source, in the order of the file.

    ``encoding`` is that of a report's text (outputs of civx are UTF-8), ``patterns`` a user's pattern files for
    extraction, ``corrections`` what readers corrected in a report's text. The text of a report is put into ``texts``,
    by its source. An output without facts gives an empty list.
    Raises FileProblem where the file cannot be read, or is an output from which facts cannot be had back.
    """
    name, path = (item, item) if isinstance(item, str) else (item.name, item.path)
    member = None if isinstance(item, str) else item.member
    head = _head(path) if member is None else b""
    if head.startswith(_SQLITE):
        from .fact_tables import from_sqlite

        return _by_source(from_sqlite(path))
    if head.startswith(b"PAR1"):
        raise FileProblem("a Parquet file: give its facts as -f jsonl, csv or sqlite instead")
    if member is None and not head and os.path.isfile(path) and name.lower().endswith((".jsonl", ".ndjson")):
        return []  # JSON Lines of a report without facts
    output = is_json(_start(head)) or is_table(_start(head))
    suffix = os.path.splitext(name)[1].lower()
    if output or suffix in (*_JSON_SUFFIXES, *_TABLE_SUFFIXES):
        text = read_text(item, None if output else encoding)
        if is_json(text) or suffix in _JSON_SUFFIXES:
            from .fact_records import from_json

            return _by_source(from_json(text))
        if is_table(text):
            from .fact_tables import from_table

            return _by_source(from_table(text))
    found = []
    for source in read_sources(item, encoding):
        if is_json(source.text):
            from .fact_records import from_json

            return _by_source(from_json(source.text))
        if is_table(source.text):
            from .fact_tables import from_table

            return _by_source(from_table(source.text))
        extraction = extracted(source, patterns)
        if say is not None:
            for note in notes_of(extraction, source.pages, source.part):
                say(f"civx: {shown(name)}:{note}")
        extraction = corrected(extraction, corrections)
        if texts is not None:
            texts[extraction.source] = extraction.text
        found.append(FactFile(extraction.source, extraction.facts))
    return found


def read_each(
    run: Run, files: Iterable[Item], encoding: str | None, patterns: tuple[str, ...],
    texts: dict[str, str] | None = None, corrections: Sequence[Correction] = (),
) -> list[tuple[str, FactFile]]:
    """Name and facts of each source of the files that can be read; what cannot be read is reported to ``run``.

    Python then looks less often for what could be let go: of the facts nothing is before the end of the command, and
    looking takes as long as reading.
    """
    gc.set_threshold(1_000_000, 50, 50)
    own = [item for item in files if os.path.basename(item.path) != _DESCRIPTION]

    def facts(item: Item) -> tuple[str, list[FactFile]]:
        return item.name, read_facts(item, encoding, patterns, texts, corrections, run.say)

    read = run.each(own, facts, named=attrgetter("name"))
    return [(name, one) for name, found in read for one in found]


def _by_source(facts: Iterable[Fact]) -> list[FactFile]:
    """The facts of each text: those of a workbook name their cells behind the source, but their ids begin alike."""
    found: dict[str, list[Fact]] = {}
    for fact in facts:
        found.setdefault(fact.id.partition("-")[0] if file_of(fact.source) else f"-{fact.source}", []).append(fact)
    return [FactFile(_source_of(own), tuple(own)) for own in found.values()]


def _source_of(facts: list[Fact]) -> str:
    """What the text is called that the facts stand in."""
    names = {fact.source for fact in facts}
    first = next(iter(names))
    return first if len(names) == 1 else first.rpartition("!")[0] or file_of(first)


def _head(path: str) -> bytes:
    """The first bytes, which stay there to be read; none where the file cannot be read, which is said later."""
    try:
        if path == "-":
            stdin: Any = sys.stdin and sys.stdin.buffer
            head: bytes = stdin.peek(_HEAD)[:_HEAD] if stdin else b""
            return head
        if not os.path.isfile(path):  # a pipe gives its bytes only once
            return b""
        with open(path, "rb") as stream:
            return stream.read(_HEAD)
    except (OSError, ValueError):
        return b""


def _start(head: bytes) -> str:
    return head.removeprefix(_BOM).decode("utf-8", "ignore")


def is_json(text: str) -> bool:
    """Whether the text opens as an object or an array of objects does; ``[其中`` opens a report."""
    start = text[:_HEAD].lstrip()
    if start.startswith("["):
        return start[1:].lstrip()[:1] in ("{", "]")
    return start.startswith("{") and start[1:].lstrip()[:1] in ('"', "}")


def is_table(text: str) -> bool:
    """Whether the first line is a header with columns of facts in it."""
    line = text[:_HEAD].lstrip("\ufeff").partition("\n")[0]
    if not any(mark in line for mark in ",\t;"):
        return False
    from .fact_tables import known_columns

    return known_columns(line) >= _ENOUGH
