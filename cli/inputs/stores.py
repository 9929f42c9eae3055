"""Reports in object stores and on servers, by fsspec: ``s3://bucket/2023/*.docx`` and whatever else it knows."""
from __future__ import annotations

import re
import time
from collections.abc import Callable
from functools import partial
from typing import Any, TypeVar

from civx.cli.errors import FileProblem

from .names import SHOWN, is_hidden, is_readable, suffix

_TRIES = 4
_WAIT = 0.25  # seconds before the second try; doubled for each further one
_FINAL = (FileNotFoundError, PermissionError, IsADirectoryError, NotADirectoryError)
_URL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+(?:::|://)")
T = TypeVar("T")
_MARKS = ("ETag", "etag", "md5Hash", "mtime", "LastModified")
_MAGIC = re.compile(r"[*?\[]")


class StoreFails(FileProblem):
    """A store does not do what it should, for now: a later run may find it sound."""

    passing = True


def tried(work: Callable[[], T]) -> T:
    """What ``work`` gives, which is done again after a while where the store fails now and then.

    Raises StoreFails where it goes on failing, and at once the OSError that says that there is no such thing.
    """
    for attempt in range(_TRIES):
        try:
            return work()
        except _FINAL:
            raise
        except Exception as error:  # each kind of store has faults of its own
            if attempt == _TRIES - 1:
                said = " ".join(str(error).split()) or type(error).__name__
                raise StoreFails(f"the store fails: {said}") from error
            time.sleep(_WAIT * 2**attempt)
    raise AssertionError


def is_stored(name: str) -> bool:
    """Whether ``name`` is a URL that fsspec may open, rather than a file here."""
    return _URL.match(name) is not None


def opened_store(url: str) -> tuple[Any, str]:
    """The file system of ``url`` and the path in it.

    Raises FileProblem where fsspec is missing, where it lacks the package for this kind of store, or where the store
    refuses.
    """
    try:
        import fsspec
    except ImportError as error:
        raise FileProblem("a file in a store needs fsspec: pip install 'civx[stores]'") from error
    try:
        store, path = fsspec.core.url_to_fs(url)
    except ImportError as error:  # of one kind of store: it says which package
        raise FileProblem(f"cannot be read: {' '.join(str(error).split())}") from error
    except ValueError as error:
        raise FileProblem(f"cannot be read: {error}") from error
    return store, path


def stored(url: str, recursive: bool) -> list[str]:
    """The URLs of what ``url`` names, sorted: itself, what matches it, or the readable files of a folder.

    Raises FileProblem where it names nothing.
    """
    store, path = opened_store(url)
    if not _MAGIC.search(path) and is_readable(path):
        return [url]
    try:
        if _MAGIC.search(path):
            listed = tried(partial(store.glob, path, detail=True))
            paths = [each for each, info in listed.items() if is_readable(each) and info["type"] != "directory"]
            nothing = "matches no file to read"
        elif not tried(partial(store.isdir, path)):
            return [url]
        elif recursive:
            paths = [each for each in tried(partial(store.find, path)) if _wanted(each[len(path) :])]
            nothing = f"a directory without any file to read ({SHOWN})"
        else:
            raise FileProblem("a directory: say -r to read the files in it")
    except OSError as error:
        raise FileProblem(f"cannot be read: {error.strerror or error}") from error
    if not paths:
        raise FileProblem(nothing)
    return [store.unstrip_protocol(each) for each in sorted(paths)]


def stored_bytes(url: str) -> bytes:
    """The bytes of one file. Raises FileProblem where it cannot be read."""
    store, path = opened_store(url)
    try:
        data: bytes = tried(partial(store.cat_file, path))
    except FileNotFoundError as error:
        raise FileProblem("no such file") from error
    except OSError as error:
        raise FileProblem(f"cannot be read: {error.strerror or error}") from error
    return data


def state(url: str) -> tuple[int, str]:
    """A file's size in bytes and what changes when it does: a tag, a checksum or a time, as the store has it."""
    try:
        store, path = opened_store(url)
        info = store.info(path)
    except Exception:  # reading it will say what is wrong
        return 0, "?"
    return int(info.get("size") or 0), next((str(info[key]) for key in _MARKS if info.get(key)), "")


def _wanted(below: str) -> bool:
    parts = [part for part in below.split("/") if part]
    return not any(map(is_hidden, parts)) and is_readable(below) and suffix(below) != ".zip"
