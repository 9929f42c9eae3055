"""Which files the user means: files, folders, archives, patterns that no shell expanded, lists of names."""
from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator
from typing import NamedTuple

import click

from civx.cli.errors import FileProblem

from .names import DELIMITED, MAIL, SHOWN, UNREADABLE, WORKBOOKS, inner_suffix, is_hidden, is_readable, suffix

_DIRECTORY = "a directory: say -r to read the files in it"
_SCHEME = "://"
_NOTHING = "nothing to read: name files, a folder with -r, a list after --files-from, or - for standard input"


class Item(NamedTuple):
    """One thing to read; picklable.

    ``name`` is how messages, facts and outputs call it (``-`` is standard input), ``path`` the file that holds it,
    ``member`` its path inside that file where that is an archive, and ``below`` its path below the folder or archive
    that the user named (the last part of ``name`` where that was the file itself), with slashes and never upwards.
    ``problem`` is what is wrong with it already: reading it raises that. ``part`` is what of a workbook is wanted, as
    behind the # of its facts' sources; "" is all of it. ``original`` asks for a document as before its tracked changes.
    """

    name: str
    path: str
    member: str | None
    below: str
    problem: str = ""
    part: str = ""
    original: bool = False


class _Search(NamedTuple):
    """How folders and archives are searched: folders at all, for what other suffixes too, and what is left aside."""

    recursive: bool
    also: tuple[str, ...]
    aside: dict[str, str]

    def leave(self, path: str) -> None:
        """Remember that the file was left aside where it is a document, of a kind that cannot be read."""
        if suffix(path) in UNREADABLE:
            self.aside[os.path.realpath(path)] = suffix(path)


def items(
    files: tuple[str, ...], *, recursive: bool = False, files_from: str | None = None, also: tuple[str, ...] = (),
    aside: dict[str, str] | None = None,
) -> list[Item]:
    """What ``files`` name and the list ``files_from`` (``-`` is standard input), each once, in that order.

    Folders are read with what is below them where ``recursive`` is set: files of the known kinds, and those that
    end in one of ``also``. ``aside`` gets the path of each document in them that civx cannot read, with its suffix.
    What is wrong with one file (missing, a folder, a damaged archive) is for its reading to say. Raises
    click.UsageError where nothing is named or standard input is to be two things, FileProblem where the list cannot
    be read.
    """
    if files_from is None and not files:
        raise click.UsageError(_NOTHING)
    names = list(files)
    if files_from is not None:
        names += _listed(files_from)
    if files_from == "-" and "-" in names:
        raise click.UsageError("standard input cannot be a report and the list of --files-from at once")
    search = _Search(recursive, also, {} if aside is None else aside)
    found: dict[tuple[str, str | None, str], Item] = {}
    for name in dict.fromkeys(names):
        for item in _named(name, search):
            key = item.path if item.name == "-" or _SCHEME in item.path else os.path.realpath(item.path)
            found.setdefault((key, item.member, item.part), item)
    return list(found.values())


def input_bytes() -> bytes:
    """Standard input, whole. Raises FileProblem where it is closed."""
    if sys.stdin is None:
        raise FileProblem("closed: pipe a report in, or name a file")
    return sys.stdin.buffer.read()


def file_bytes(path: str) -> bytes:
    """A file, whole. Raises FileProblem where it cannot be read."""
    if _SCHEME in path and not os.path.exists(path):
        from .stores import stored_bytes

        return stored_bytes(path)
    try:
        with open(path, "rb") as stream:
            return stream.read()
    except FileNotFoundError as error:
        raise FileProblem("no such file") from error
    except IsADirectoryError as error:
        raise FileProblem(_DIRECTORY) from error
    except (OSError, ValueError) as error:
        raise FileProblem(f"cannot be read: {getattr(error, 'strerror', None) or error}") from error


def _named(name: str, search: _Search) -> Iterator[Item]:
    """What one name on the command line or in a list stands for."""
    if name == "-":
        yield Item(name, name, None, name)
    elif os.path.isdir(name):
        yield from _folder(name, search)
    elif os.path.exists(name):
        yield from _file(name, os.path.basename(name), search, archive_named=True)
    elif _SCHEME in name:
        yield from _stored(name, search)
    elif (part := _part_of(name)) is not None:
        yield part
    elif inside := _inside_archive(name):
        yield Item(name, *inside, _downwards(inside[1]).rpartition("/")[2])
    elif matches := _matches(name):
        for match in matches:
            yield from _named(match, search)
    else:
        yield Item(name, name, None, os.path.basename(name))


def _stored(url: str, search: _Search) -> Iterator[Item]:
    """What a URL stands for."""
    from .stores import stored

    below = url.rstrip("/").rpartition("/")[2]
    try:
        found = stored(url, search.recursive)
    except FileProblem as problem:
        yield Item(url, url, None, below, str(problem))
        return
    base = re.split(r"[*?\[]", url)[0].rpartition("/")[0] if found != [url] else ""
    for each in found:
        inner = each[len(base) :] if base and each.startswith(base) else each.rpartition("/")[2]
        yield Item(each, each, None, _downwards(inner))


def _folder(name: str, search: _Search) -> Iterator[Item]:
    below = os.path.basename(os.path.abspath(name))
    if not search.recursive:
        yield Item(name, name, None, below, _DIRECTORY)
        return
    nothing = True
    for path, inner, problem in _walk(name, "", search):
        nothing = False
        if problem:
            yield Item(path, path, None, inner, problem)
        else:
            yield from _file(path, inner, search, archive_named=False)
    if nothing:
        yield Item(name, name, None, below, f"a directory without any file to read ({SHOWN})")


def _walk(folder: str, below: str, search: _Search) -> Iterator[tuple[str, str, str]]:
    """The files to read in a folder and the folders in it, in the order of their names: path, path below it, problem.

    Hidden ones are left out, links to folders, which could lead round in circles, and pipes and devices, whose reading
    might never end.
    """
    try:
        with os.scandir(folder) as listing:
            entries = sorted(listing, key=lambda entry: entry.name)
    except OSError as error:
        yield folder, below, f"cannot be read: {error.strerror or error}"
        return
    for entry in entries:
        if is_hidden(entry.name):
            continue
        inner = f"{below}/{entry.name}" if below else entry.name
        if entry.is_dir(follow_symlinks=False):
            yield from _walk(entry.path, inner, search)
        elif os.path.exists(entry.path) and not entry.is_file():
            continue
        elif suffix(entry.name) in search.also or (
            (is_readable(entry.name) or suffix(entry.name) == ".zip") and not _is_own(entry.path)
        ):
            yield entry.path, inner, ""
        elif not is_readable(entry.name):
            search.leave(entry.path)


def _is_own(path: str) -> bool:
    """Whether a file in a folder is a table that civx wrote there, maybe in an earlier run."""
    if suffix(path) not in (*DELIMITED, *WORKBOOKS):
        return False
    from .own_outputs import is_own

    return is_own(path)


def _file(path: str, below: str, search: _Search, *, archive_named: bool) -> Iterator[Item]:
    """The file, or the members of an archive; ``archive_named``: the user named it, and not the folder around it."""
    if suffix(path) != ".zip":
        yield Item(path, path, None, below)
        return
    from .archives import members, opened, readable_members

    try:
        with opened(path) as archive:
            names = readable_members(archive)
            for other in set(members(archive)).difference(names):
                search.leave(f"{path}/{other}")
    except (FileProblem, OSError):
        names = []
    if not names:
        yield Item(path, path, None, below)  # reading it says what is wrong
    for member in names:
        inner = _downwards(member)
        yield Item(f"{path}/{member}", path, member, inner if archive_named else f"{below}/{inner}")


def _downwards(member: str) -> str:
    """A member's path without what would lead out of a folder that it is written to."""
    return "/".join(part for part in member.replace(":", "_").split("/") if part not in ("", ".", "..")) or "_"


def _inside_archive(name: str) -> tuple[str, str] | None:
    """The archive and the member that a name like ``archive.zip/inner/report.txt`` stands for."""
    parts = name.replace(os.sep, "/").split("/")
    for end in range(1, len(parts)):
        path = "/".join(parts[:end])
        if suffix(path) == ".zip" and os.path.isfile(path):
            return path, "/".join(parts[end:])
    return None


def _part_of(name: str) -> Item | None:
    """What a name like ``figures.xlsx#Sheet1!B7`` or ``letter.eml#list.docx`` stands for."""
    for mark in re.finditer("#", name):
        path, part = name[: mark.start()], name[mark.end() :]
        if not part or inner_suffix(path) not in (*WORKBOOKS, *DELIMITED, *MAIL):
            continue
        inside = None if os.path.isfile(path) else _inside_archive(path)
        if inside is not None or os.path.isfile(path):
            where, member = inside or (path, None)
            below = _downwards(member or os.path.basename(path)).rpartition("/")[2]
            return Item(name, where, member, f"{below}#{part}".replace("/", "_"), "", part)
    return None


def _matches(pattern: str) -> list[str]:
    """The names that a pattern stands for, sorted: shells on Windows leave that to the program."""
    if not any(sign in pattern for sign in "*?["):
        return []
    from glob import glob

    return sorted(glob(pattern, recursive=True))


def _listed(name: str) -> list[str]:
    """The names in a list of files, one a line or each ended by NUL."""
    data = input_bytes() if name == "-" else file_bytes(name)
    if b"\0" in data and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return [os.fsdecode(line) for line in data.split(b"\0") if line.strip()]
    raw = [line for line in data.removeprefix(b"\xef\xbb\xbf").splitlines() if line.strip()]
    try:
        if not data.startswith((b"\xff\xfe", b"\xfe\xff")):
            return [line.decode() for line in raw]
    except UnicodeDecodeError:
        as_bytes = [os.fsdecode(line) for line in raw]
        if any(map(os.path.lexists, as_bytes)):  # names that are no UTF-8 here either
            return as_bytes
    from .decoding import decode

    return [line.rstrip("\r") for line in decode(data).split("\n") if line.strip()]
