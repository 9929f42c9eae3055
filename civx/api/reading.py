"""Reports read: from a text, from one file, from many."""
from __future__ import annotations

import os
import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from civx.patterns.errors import CivxError, InputError

from .extraction import Extraction, Extractions

if TYPE_CHECKING:
    from civx.cli.reading import Item

Path = str | os.PathLike[str]
_LONGEST_NAME = 255
# What no name of a file has and nearly every sentence does; a full stop in the middle is a name's.
_PROSE = re.compile("[。；！？\r\n]")


def extract(
    text: str, source: str = "-", *, patterns: tuple[str, ...] = (), pages: tuple[int, ...] = (),
    provenance: bool = False,
) -> Extraction:
    """The numeric facts of a report's text.

    ``text`` is the decoded text, newlines as they are; ``source`` the name that facts carry; ``patterns`` are paths of
    pattern files of your own; ``pages`` the offsets at which the pages of a paged source begin; with ``provenance``
    each fact says by field what gave it (``because``). Raises InputError for a file's name, PatternError where a
    pattern file is not valid.

    >>> import civx
    >>> report = civx.extract("全縣共有低保對象1203戶。")
    >>> report[0].value, report[0].unit, report[0].programme
    (Decimal('1203'), '户', '低保')
    >>> civx.extract("reports/2021.txt")
    Traceback (most recent call last):
    ...
    civx.patterns.errors.InputError: 'reports/2021.txt' is a file's name, not a text: did you mean civx.read?
    """
    from civx.extractors.pipeline import extract as extracted

    given: object = text
    if not isinstance(given, str):
        hint = ": did you mean civx.read?" if isinstance(given, os.PathLike) else ""
        raise InputError(f"{type(given).__name__} is no text{hint}")
    if looks_like_a_name(text):
        raise InputError(f"{text!r} is a file's name, not a text: did you mean civx.read?")
    return Extraction.of(extracted(text, source, patterns=patterns, pages=pages, provenance=provenance))


def read(
    path_or_text: Path, *, source: str | None = None, encoding: str | None = None, patterns: tuple[str, ...] = (),
    provenance: bool = False,
) -> Extraction:
    """The numeric facts of one report: a file of any kind that civx reads, or a text.

    A ``Path`` is a file; a string is one where it has a file's name (``2021.docx``) or a file is there, otherwise a
    text. ``source`` is the name that facts carry, by default the file's, and ``-`` for a text; ``encoding`` that of
    the file where civx does not find it out. A workbook of several sheets is for :func:`civx.extract_files`, or say
    ``figures.xlsx#Sheet1``. Raises FileProblem where the file cannot be read, InputError for what is neither.

    >>> import civx
    >>> civx.read("samples/panel/qinghe-2021.txt")
    <civx.Extraction samples/panel/qinghe-2021.txt: 46 facts, 1 report>
    >>> len(civx.read("全县低保对象1203户。"))
    1
    """
    if not isinstance(path_or_text, str | os.PathLike):
        raise InputError(f"{type(path_or_text).__name__} is neither a path nor a text")
    name = os.fspath(path_or_text)
    is_file = not isinstance(path_or_text, str) or looks_like_a_name(name) or _exists(name)
    if not is_file:
        return extract(name, source or "-", patterns=patterns, provenance=provenance)
    from civx.cli.errors import FileProblem
    from civx.cli.inputs.discovery import items

    if os.path.isdir(name):
        raise InputError(f"{name!r} is a folder: civx.extract_files reads all that is in it")
    found = items((name,))
    if len(found) > 1:
        raise FileProblem(f"{name}: holds {len(found)} reports: civx.extract_files reads them all")
    extractions = _read(found[0], encoding, patterns, provenance)
    if len(extractions) > 1:
        names = ", ".join(one.source for one in extractions[:3])
        raise FileProblem(f"{name}: holds {len(extractions)} texts ({names}): civx.extract_files reads them all")
    return extractions[0] if source is None else _named(extractions[0], source)


def extract_files(
    paths: Path | Iterable[Path], *, recursive: bool = True, encoding: str | None = None,
    patterns: tuple[str, ...] = (), provenance: bool = False, errors: str = "raise",
) -> Extractions:
    """The numeric facts of many reports, in the order of ``paths``: files, folders, archives, patterns with ``*``.

    Folders are read with the folders in them unless ``recursive`` is False. ``errors`` is ``raise``, or ``skip`` to go
    on: ``failed`` of what is returned then says of each file that could not be read why not. Raises FileProblem where
    a file cannot be read, InputError where nothing is named.

    >>> import civx
    >>> reports = civx.extract_files(["samples/panel/qinghe-2021.txt", "samples/panel/qinghe-2022.txt"])
    >>> reports
    <civx.Extractions: 2 reports, 77 facts>
    >>> reports.filter(programme="婚姻登记", measure="count").to_pandas()["value"].tolist()[:2]
    [1962.0, 734.0]
    """
    if errors not in ("raise", "skip"):
        raise InputError(f"errors is {errors!r}: raise and skip are possible")
    named = [paths] if isinstance(paths, str | os.PathLike) else list(paths)
    if not named:
        raise InputError("no file is named")
    from civx.cli.errors import FileProblem, described
    from civx.cli.inputs.discovery import items

    found: list[Extraction] = []
    failed: dict[str, str] = {}
    for item in items(tuple(os.fspath(path) for path in named), recursive=recursive):
        try:
            found += _read(item, encoding, patterns, provenance)
        except (CivxError, OSError) as error:
            if errors == "raise":
                raise error if isinstance(error, CivxError) else FileProblem(f"{item.name}: {error}") from error
            failed[item.name] = described(error)
    return Extractions(found, failed)


def looks_like_a_name(text: str) -> bool:
    """Whether a text is a file's name: one line without a sentence's end, that ends in the suffix of a file."""
    from civx.cli.inputs.names import READABLE, UNREADABLE, suffix

    if not 0 < len(text) <= _LONGEST_NAME or _PROSE.search(text):
        return False
    end = suffix(text.partition("#")[0])
    return end in (*READABLE, *UNREADABLE, ".gz", ".zip")


def _exists(name: str) -> bool:
    try:
        return len(name) <= _LONGEST_NAME and os.path.exists(name)
    except ValueError:  # a zero in it
        return False


def _read(item: Item, encoding: str | None, patterns: tuple[str, ...], provenance: bool) -> list[Extraction]:
    from civx.cli.errors import FileProblem
    from civx.cli.reading import extracted, read_sources

    try:
        sources = read_sources(item, encoding)
    except FileProblem as problem:
        raise FileProblem(f"{item.name}: {problem}") from problem
    return [Extraction.of(extracted(source, patterns, provenance)) for source in sources]


def _named(found: Extraction, source: str) -> Extraction:
    """The extraction under another name, of a workbook with its sheets and cells."""
    import dataclasses

    old = found.source
    facts = tuple(dataclasses.replace(fact, source=source + fact.source.removeprefix(old)) for fact in found.facts)
    return dataclasses.replace(found, source=source, facts=facts)
