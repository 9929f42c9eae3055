"""Reading reports: bytes from a path or standard input to text, or one clear reason why not."""
from __future__ import annotations

import sys
from pathlib import Path
from typing import NamedTuple

from .errors import FileProblem

# Characters that nearly every report holds, in both scripts: whichever encoding shows most of them is the likely one.
_COMMON = "的一年月日人民政工作元和府社会會区區县縣"
_CANDIDATES = ("utf-8", "gb18030", "big5")


class Item(NamedTuple):
    """One thing to read; picklable.

    ``name`` is how messages, facts and outputs call it (``-`` is standard input), ``path`` the file that holds it,
    ``member`` its path inside that file where that is an archive, and ``below`` its path below the folder or archive
    that the user named (the last part of ``name`` where that was the file itself), with slashes.
    """

    name: str
    path: str
    member: str | None
    below: str


class Source(NamedTuple):
    """What was read: its name as facts carry it, the decoded text, and where a PDF's pages begin in it, else ()."""

    name: str
    text: str
    pages: tuple[int, ...] = ()


def items(files: tuple[str, ...], *, recursive: bool = False, files_from: str | None = None) -> list[Item]:
    """What ``files`` name, each once, in order. Raises FileProblem where a list of files cannot be read."""
    return [Item(name, name, None, Path(name).name) for name in dict.fromkeys(files)]


def read_source(item: Item | str, encoding: str | None = None) -> Source:
    """The text of one file. Raises FileProblem where it cannot be read or holds none."""
    name, path = (item, item) if isinstance(item, str) else (item.name, item.path)
    return Source(source_name(name), read(path, encoding))


def read(name: str, encoding: str | None = None) -> str:
    """The text of the file ``name`` (``-`` is standard input), newlines untranslated, without a byte-order mark.

    ``encoding`` is a Python codec name; None means UTF-8. Raises FileProblem where the file is missing,
    empty, binary or not in that encoding.
    """
    data = _bytes(name)
    try:
        text = data.decode(encoding or "utf-8").removeprefix("\ufeff")
    except UnicodeError as error:
        raise FileProblem(_undecodable(data, error, encoding)) from error
    if "\0" in text:
        raise FileProblem(_binary(data))
    if not text.strip():
        raise FileProblem("empty: there is no text in it")
    if encoding:
        _refuse_halves(text, encoding)
    return text


def source_name(name: str) -> str:
    """The file name as facts carry it: bytes that are no UTF-8 become U+FFFD, since output is UTF-8."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _bytes(name: str) -> bytes:
    if name == "-":
        if sys.stdin is None:
            raise FileProblem("closed: pipe a report in, or name a file")
        return sys.stdin.buffer.read()
    try:
        return Path(name).read_bytes()
    except FileNotFoundError as error:
        raise FileProblem("no such file") from error
    except IsADirectoryError as error:
        raise FileProblem("a directory: name the files in it") from error
    except (OSError, ValueError) as error:
        raise FileProblem(f"cannot be read: {getattr(error, 'strerror', None) or error}") from error


def _undecodable(data: bytes, error: UnicodeError, encoding: str | None) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) and not encoding:
        return "not UTF-8 but UTF-16: say --encoding utf-16"
    if b"\0" in data and not encoding:
        return _binary(data)
    name = encoding or "UTF-8"
    if not isinstance(error, UnicodeDecodeError):
        return f"not {name}: {error}"
    line = data[: error.start].decode(encoding or "utf-8", "replace").count("\n") + 1
    return f"not {name} at byte {error.start} (line {line}): {_advice(data, encoding)}"


def _advice(data: bytes, encoding: str | None) -> str:
    def common(candidate: str) -> int:
        text = data[:65536].decode(candidate, "ignore")
        return sum(map(text.count, _COMMON))

    likely = max(_CANDIDATES, key=common)
    if not common(likely):
        return "say --encoding NAME with the encoding it was written in"
    if likely != (encoding or "utf-8").lower():
        return f"say --encoding {likely}"
    return "the rest looks right, so the file is damaged there: repair it"


def _refuse_halves(text: str, encoding: str) -> None:
    try:
        text.encode()
    except UnicodeEncodeError as error:  # utf-7 and a few others let halves of a character through
        problem = f"{encoding} gives half a character at character {error.start}, which no output can hold"
        raise FileProblem(f"{problem}: say another --encoding") from error


def _binary(data: bytes) -> str:
    return f"binary, not text (NUL at byte {data.find(0)}): turn it into a text file first"
