"""Keeps what start-up would make anew each time: the pattern files as read, and regular expressions as compiled.

Compiling some 350 expressions and parsing the YAML take most of the time of a short run. Both are kept in one file of
the user's cache (``~/.cache/civx`` or as XDG_CACHE_HOME says, ``%LOCALAPPDATA%`` on Windows; CIVX_CACHE names another
folder, and where it is empty nothing is kept), one for each place that civx is installed in. What is kept is used only
by the very Python that wrote it, a pattern file's content only while the file's bytes are the same, an expression by
its own source. Where the file is missing, damaged or cannot be written, everything works as with it, only later.
"""
from __future__ import annotations

import marshal
import os
import re
import sys
from array import array
from typing import Any
from zlib import crc32

try:
    import _sre  # type: ignore[import-not-found]
    from re import _compiler, _parser  # type: ignore[attr-defined]

    _ABLE = True
except ImportError:  # another Python than CPython, or a later one: then nothing is kept
    _ABLE = False

_FORM = (2, sys.version, getattr(_sre, "MAGIC", 0) if _ABLE else 0, sys.byteorder)
_MOST = 1000  # expressions; in a file that holds more are those of other versions of civx

Stamp = tuple[int, int]
# What _sre.compile takes, its code as bytes: flags, code, number of groups, their names, and those by number.
Code = tuple[int, bytes, int, dict[str, int], tuple[str | None, ...]]


def _path() -> str:
    """The file of the user's cache, "" where nothing is to be kept."""
    folder = os.environ.get("CIVX_CACHE")
    if folder is None:
        home = os.path.expanduser("~")
        base = os.environ.get("LOCALAPPDATA" if sys.platform == "win32" else "XDG_CACHE_HOME")
        if not base and not os.path.isabs(home):
            return ""  # nobody's
        folder = os.path.join(base or os.path.join(home, ".cache"), "civx")
    place = crc32(os.fsencode(os.path.abspath(__file__)))
    return os.path.join(folder, f"{sys.implementation.cache_tag}-{place:08x}.bin") if folder else ""


class _Kept:
    """What the file holds, and what is to be added."""

    def __init__(self) -> None:
        self.files: dict[str, tuple[Stamp, bytes]] = {}
        self.codes: dict[tuple[str, int], Code] = {}
        self.new = False
        self.path = _path() if _ABLE else ""
        if not self.path:
            return
        try:
            with open(self.path, "rb") as stream:
                form, files, codes = marshal.loads(stream.read())
            if form == _FORM:
                self.files, self.codes = files, codes
        except (OSError, EOFError, ValueError, TypeError):
            pass


_kept = _Kept()


def content(name: str, data: bytes) -> Any:
    """What was kept of the pattern file ``name`` that holds ``data`` (not to be changed), None where nothing was."""
    found = _kept.files.get(name)
    return marshal.loads(found[1]) if found is not None and found[0] == _stamp(data) else None


def keep_content(name: str, data: bytes, value: Any) -> None:
    """Keeps the value of the pattern file ``name`` that holds ``data``."""
    _kept.files[name] = _stamp(data), marshal.dumps(value)
    _kept.new = True


def compiled(source: str, flags: int = 0) -> re.Pattern[str]:
    """``re.compile(source, flags)``, for civx's own expressions."""
    if not _ABLE:
        return re.compile(source, flags)
    flags = int(flags)  # re.ASCII is more than that, and marshal takes none such
    code = _kept.codes.get((source, flags))
    if code is None:
        code = _kept.codes[source, flags] = _compile(source, flags)
        _kept.new = True
    final, words, groups, names, numbered = code
    try:
        pattern: re.Pattern[str] = _sre.compile(source, final, array("I", words).tolist(), groups, names, numbered)
    except (RuntimeError, TypeError, ValueError):  # the file was damaged
        return re.compile(source, flags)
    return pattern


def _compile(source: str, flags: int) -> Code:
    """What re.compile does up to its last step, which takes no time."""
    parsed = _parser.parse(source, flags)
    words = _compiler._code(parsed, flags)
    names = parsed.state.groupdict
    numbered: list[str | None] = [None] * parsed.state.groups
    for name, number in names.items():
        numbered[number] = name
    return (
        flags | parsed.state.flags, array("I", words).tobytes(), parsed.state.groups - 1, dict(names), tuple(numbered)
    )


def keep() -> None:
    """Writes the file if there is anything new to keep."""
    if not (_kept.path and _kept.new):
        return
    _kept.new = False
    codes = _kept.codes if len(_kept.codes) <= _MOST else {}
    beside = f"{_kept.path}.{os.getpid()}"
    try:
        os.makedirs(os.path.dirname(_kept.path), mode=0o700, exist_ok=True)
        with open(beside, "wb") as stream:
            stream.write(marshal.dumps((_FORM, _kept.files, codes)))
        os.replace(beside, _kept.path)  # another process reads the old file or the new one, whole
    except OSError:
        pass


def _stamp(data: bytes) -> Stamp:
    return len(data), crc32(data)
