"""Reports in object stores and on servers, by fsspec: ``s3://bucket/2023/*.docx`` and whatever else it knows."""
from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from civx.cli.errors import FileProblem

from .libraries import library
from .names import SHOWN, is_hidden, is_readable, suffix

_URL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+(?:::|://)")
_MAGIC = re.compile(r"[*?\[]")


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
    with library("fsspec", "stores", "a place"):
        if _MAGIC.search(path):
            paths = [each for each in store.glob(path) if is_readable(each) and not store.isdir(each)]
            nothing = "matches no file to read"
        elif store.isdir(path):
            if not recursive:
                raise FileProblem("a directory: say -r to read the files in it")
            paths = [each for each in store.find(path) if _wanted(each[len(path) :])]
            nothing = f"a directory without any file to read ({SHOWN})"
        else:
            return [url]
    if not paths:
        raise FileProblem(nothing)
    return [store.unstrip_protocol(each) for each in sorted(paths)]


def stored_bytes(url: str) -> bytes:
    """The bytes of one file. Raises FileProblem where it cannot be read."""
    store, path = opened_store(url)
    try:
        data: bytes = store.cat_file(path)
    except FileNotFoundError as error:
        raise FileProblem("no such file") from error
    except Exception as error:  # each kind of store has faults of its own
        raise FileProblem(f"cannot be read: {' '.join(str(error).split()) or type(error).__name__}") from error
    return data


def sizes(urls: Iterator[str]) -> Iterator[tuple[int, str]]:
    """Of each file its size in bytes and what changes when it does: a tag, a checksum or a time, as the store has it."""
    for url in urls:
        store, path = opened_store(url)
        try:
            info = store.info(path)
            size = int(info.get("size") or 0)
            mark = next((str(info[key]) for key in ("ETag", "etag", "md5Hash", "mtime", "LastModified") if info.get(key)), "")
        except Exception:  # reading it will say what is wrong
            size, mark = 0, "?"
        yield size, mark


def _wanted(below: str) -> bool:
    parts = [part for part in below.split("/") if part]
    return not any(map(is_hidden, parts)) and is_readable(below) and suffix(below) != ".zip"
