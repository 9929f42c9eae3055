"""A run's files in partitions: each is done as a whole, once, and known again by what is in it."""
from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256
from typing import NamedTuple
from zlib import crc32

from civx import __version__
from civx.cli.batch.work import Job
from civx.cli.inputs.discovery import Item
from civx.cli.inputs.stores import is_stored, state

_MOST_BYTES = 64 << 20


class Partition(NamedTuple):
    """Some files of a run. ``key`` is a digest of their names and states, of what is asked for, and of civx's version:
    where a part of that key is in the store, the work on it is done."""

    key: str
    items: tuple[Item, ...]


def partitions(items: Sequence[Item], job: Job, files: int) -> list[Partition]:
    """``items`` in partitions of some ``files`` each, in their order.

    Where one ends depends on the name of its last file, so that a file that is added or goes changes its own partition
    and no other. No partition holds more than four times as many, or more than 64 MB unless in one file.
    """
    asked = sha256(repr((__version__, _asked(job))).encode("utf-8", "backslashreplace"))
    made: list[Partition] = []
    for group in _groups(items, files):
        key = asked.copy()
        for item, (size, mark) in group:
            key.update(repr((item, size, mark)).encode("utf-8", "backslashreplace"))
        made.append(Partition(key.hexdigest()[:32], tuple(item for item, _ in group)))
    return made


def _groups(items: Iterable[Item], files: int) -> Iterator[list[tuple[Item, tuple[int, str]]]]:
    group: list[tuple[Item, tuple[int, str]]] = []
    held = 0
    for item in items:
        found = _state(item)
        if group and held + found[0] > _MOST_BYTES:
            yield group
            group, held = [], 0
        group.append((item, found))
        held += found[0]
        if crc32(item.name.encode("utf-8", "surrogateescape")) % files == 0 or len(group) >= 4 * files:
            yield group
            group, held = [], 0
    if group:
        yield group


def _state(item: Item) -> tuple[int, str]:
    """A file's size, and what changes when it does."""
    if is_stored(item.path):
        return state(item.path)
    try:
        found = os.stat(item.path)
    except (OSError, ValueError):
        return 0, "?"  # reading it will say what is wrong
    return found.st_size, str(found.st_mtime_ns)


def _asked(job: Job) -> tuple[object, ...]:
    """What of ``job`` the rows depend on."""
    if not job.patterns:
        return (job.shape, job.filters, job.encoding, job.corrections)
    from civx.cli.batch.log import digest
    from civx.patterns.load import user_files

    files = [digest(path) for path in user_files(job.patterns)]
    return (job.shape, job.filters, job.encoding, job.corrections, files)
