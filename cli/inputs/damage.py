"""Text that went through a wrong encoding before it came here: found, and said how it can be undone."""
from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from civx.cli.errors import FileProblem

from .chinese import look

_LOST = re.compile("[\ufffd\x80-\x84\x86-\x9f]|锟斤拷|锟斤|斤拷")
_PRIVATE = re.compile("[\ue000-\uefff\uf100-\uf8ff]")  # U+F000–F0FF are the bullets of symbol fonts
_LOST_SHARE, _PRIVATE_SHARE, _UNDONE_SHARE = 0.01, 0.05, 0.02
_LIKE_CHINESE = 9.5  # mean cost of an undone line, in which some characters may be lost
# (what it was read as, what it was), as iconv calls them, likeliest first
_WRONGS = (
    ("GB18030", "UTF-8"), ("WINDOWS-1252", "UTF-8"), ("WINDOWS-1252", "GB18030"), ("WINDOWS-1252", "BIG5-HKSCS"),
    ("BIG5-HKSCS", "GB18030"), ("GB18030", "BIG5-HKSCS"), ("BIG5-HKSCS", "UTF-8"),
)
_CODECS = {"UTF-8": "utf-8", "GB18030": "gb18030", "BIG5-HKSCS": "big5hkscs"}
_WINDOWS = {
    ord(bytes([code]).decode("cp1252")): code for code in range(0x80, 0xA0) if code not in b"\x81\x8d\x8f\x90\x9d"
}


class Wrong(NamedTuple):
    """A line that becomes Chinese when a wrong reading is undone: what it was read as, and what it was."""

    line: int
    size: int
    read_as: str
    was: str


def refuse_damaged(text: str) -> None:
    """Raise FileProblem where more than a small share of ``text`` is mojibake or characters that were lost."""
    size = len("".join(text.split()))
    wrong = list(_wrong_lines(text))
    if sum(found.size for found in wrong) > _UNDONE_SHARE * size:
        line, _, read_as, was = wrong[0]
        problem = f"mojibake from line {line} on: {was} that was read as {read_as} and saved so"
        raise FileProblem(f"{problem}: take the original, or try to undo it (iconv -f UTF-8 -t {read_as} FILE > NEW)")
    for pattern, share, what in (
        (_LOST, _LOST_SHARE, "lost in a conversion"),
        (_PRIVATE, _PRIVATE_SHARE, "for private use, which only its maker's font can show"),
    ):
        found = list(pattern.finditer(text))
        amount = sum(len(match[0]) for match in found)
        if amount > max(share * size, 1):
            line = text.count("\n", 0, found[0].start()) + 1
            count = f"{amount} of {size} characters are {what}, the first in line {line}"
            raise FileProblem(f"{count}: take the original, or say --encoding NAME where this was the wrong one")


def _wrong_lines(text: str) -> Iterator[Wrong]:
    for number, line in enumerate(text.split("\n"), 1):
        before = look(line)
        if not before.doubtful or before.others < 4 or line.count("\ufffd") * 5 > before.others:
            continue  # what is lost cannot be undone
        for read_as, was in _WRONGS:
            after = look(_undo(line, read_as, was))
            if after.others > 2 and after.mean < _LIKE_CHINESE and after.cost < before.cost - 20:
                yield Wrong(number, len("".join(line.split())), read_as, was)
                break


def _undo(line: str, read_as: str, was: str) -> str:
    """``line`` in the bytes that it was read from, read as what it was."""
    if read_as == "WINDOWS-1252":  # its five bytes without a character are read as controls
        data = line.translate(_WINDOWS).encode("latin-1", "replace")
    else:
        data = line.encode(_CODECS[read_as], "replace")
    return data.decode(_CODECS[was], "replace")
