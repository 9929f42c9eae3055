"""Which output file each input goes to where ``-o`` is a folder, and which drafts a killed run has left there."""
from __future__ import annotations

import os
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from contextlib import suppress
from hashlib import blake2b

from civx.cli.reading import Item
from civx.cli.writing import alive, short

# What the suffix of an output is, where it is not the format's name: a .txt among outputs would be read as a report.
_SUFFIXES = {"table": ".table.txt", "sqlite": ".db"}
_UNSAFE = re.compile(r'[\x00-\x1f<>:"|?*\\\ud800-\udfff]')
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?=\.|$)", re.IGNORECASE)  # devices, on Windows
_KIND = re.compile(r"(?<=[^/])(?:\.(?:txt|text|md|markdown|html?|docx|pdf))?(?:\.gz)?$", re.IGNORECASE)
_DRAFT = re.compile(r"(?s)\.(.+)\.(\d+)\.part(?:-journal)?")


def outside(items: Iterable[Item], folder: str) -> list[Item]:
    """The items without those that lie in the folder of outputs, where that folder lies in one that is read, and
    without the tables among the outputs, whose names end as those of reports do."""
    out = os.path.join(os.path.realpath(folder), "")
    return [
        item
        for item in items
        if not (_inside(item.path, out) and (_inside(folder, _root(item)) or item.path.endswith(_SUFFIXES["table"])))
    ]


def _root(item: Item) -> str:
    """The folder below which the item was found, ending in a slash."""
    path = os.path.realpath(item.path)
    below = item.below.replace("/", os.sep)
    above = path[: -len(below)] if item.member is None and path.endswith(below) else os.path.dirname(path)
    return os.path.join(above, "")


def _inside(path: str, folder: str) -> bool:
    return os.path.realpath(path).startswith(folder)


def targets(items: Sequence[Item], format_name: str) -> list[str]:
    """For each item the path of its output below the folder, with slashes: the input's own with another suffix.

    Where two would be the same they keep their suffixes too (``a.txt.csv``, ``a.docx.csv``), and where that does
    not help, the names under which they were given, then a digest of those.
    """
    suffix = _SUFFIXES.get(format_name, f".{format_name}")
    levels = [0] * len(items)
    while True:
        named = [_target(item, level, suffix) for item, level in zip(items, levels, strict=True)]
        # Windows and macOS take names for the same that differ in case or in how accents are composed.
        keys = [unicodedata.normalize("NFC", name).casefold() for name in named]
        counts = Counter(keys)
        clashing = [i for i, key in enumerate(keys) if counts[key] > 1 and levels[i] < 3]
        if not clashing:
            return named
        for i in clashing:
            levels[i] += 1


def _target(item: Item, level: int, suffix: str) -> str:
    name = "stdin" if item.name == "-" else item.name
    path = _safe(name if level >= 2 else item.below if item.name != "-" else name)
    if level == 0:
        path = _KIND.sub("", path)
    if level == 3:
        path += "-" + blake2b(item.name.encode("utf-8", "surrogateescape"), digest_size=4).hexdigest()
    return path + suffix


def _safe(path: str) -> str:
    """A path that stays below the folder and that every file system takes."""
    parts = [part for part in path.replace("\\", "/").split("/") if part not in ("", ".", "..")]
    return "/".join(map(_safe_name, parts)) or "report"


def _safe_name(name: str) -> str:
    """One name of a path: Windows has names that are devices, and drops blanks and dots at the end."""
    name = _UNSAFE.sub("_", name)
    if name.endswith((" ", ".")):
        name = name.rstrip(" .") + "_"
    return f"_{name}" if _RESERVED.match(name) else name


def sweep(output: str) -> None:
    """Remove the drafts of runs that were killed, those of processes that are no more: all in the folder ``output``, or
    those of the file ``output``."""
    only = None if os.path.isdir(output) else short(os.path.basename(os.path.realpath(output)))
    top = output if only is None else os.path.dirname(os.path.realpath(output))
    for root, folders, names in os.walk(top):
        if only is not None:
            folders.clear()
        for name in names:
            draft = _DRAFT.fullmatch(name)
            if draft is not None and only in (None, draft[1]) and not alive(int(draft[2])):
                with suppress(OSError):  # Windows does not remove what another process has open
                    os.unlink(os.path.join(root, name))
