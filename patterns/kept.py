"""Keeps what start-up would make anew each time: the pattern files as read, and regular expressions as compiled.

Compiling some 250 expressions and parsing the YAML take most of the time of a short run. Both are kept in one file
beside this module's own ``.pyc``, under Python's rules for those: not with PYTHONDONTWRITEBYTECODE, elsewhere with
PYTHONPYCACHEPREFIX, nowhere if the folder cannot be written. What is kept is used only by the very Python that wrote
it, a pattern file's content only while the file's size and time are the same, an expression by its own source. Without
the file everything works as with it, only later.
"""
from __future__ import annotations

import marshal
import os
import re
import sys
from array import array
from typing import Any

try:
    import _sre  # type: ignore[import-not-found]
    from importlib._bootstrap_external import cache_from_source
    from re import _compiler, _parser  # type: ignore[attr-defined]

    _ABLE = True
except ImportError:  # another Python than CPython, or a later one: then nothing is kept
    _ABLE = False

_FORM = (1, sys.version, getattr(_sre, "MAGIC", 0) if _ABLE else 0, sys.byteorder)
_MOST = 1000  # expressions; in a file that holds more are those of other versions of civx

Stamp = tuple[int, int]
# What _sre.compile takes, its code as bytes: flags, code, number of groups, their names, and those by number.
Code = tuple[int, bytes, int, dict[str, int], tuple[str | None, ...]]


class _Kept:
    """What the file holds, and what is to be added."""

    def __init__(self) -> None:
        self.files: dict[str, tuple[Stamp, bytes]] = {}
        self.codes: dict[tuple[str, int], Code] = {}
        self.new = False
        self.path = os.path.splitext(cache_from_source(os.path.abspath(__file__)))[0] + ".bin" if _ABLE else ""
        try:
            with open(self.path, "rb") as stream:
                form, files, codes = marshal.loads(stream.read())
            if form == _FORM:
                self.files, self.codes = files, codes
        except (OSError, EOFError, ValueError, TypeError):
            pass


_kept = _Kept()


def content(path: str) -> Any:
    """The content of a pattern file as it was kept (not to be changed), None where it is to be read."""
    found = _kept.files.get(os.path.basename(path))
    return marshal.loads(found[1]) if found is not None and found[0] == _stamp(path) else None


def keep_content(path: str, value: Any) -> None:
    """Keeps the content of a pattern file."""
    _kept.files[os.path.basename(path)] = _stamp(path), marshal.dumps(value)
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
    if not (_ABLE and _kept.new) or sys.dont_write_bytecode:
        return
    _kept.new = False
    codes = _kept.codes if len(_kept.codes) <= _MOST else {}
    beside = f"{_kept.path}.{os.getpid()}"
    try:
        os.makedirs(os.path.dirname(_kept.path), exist_ok=True)
        with open(beside, "wb") as stream:
            stream.write(marshal.dumps((_FORM, _kept.files, codes)))
        os.replace(beside, _kept.path)  # another process reads the old file or the new one, whole
    except OSError:
        pass


def _stamp(path: str) -> Stamp:
    status = os.stat(path)
    return status.st_mtime_ns, status.st_size
