"""A text that is held while it is read: where in it known words may begin, found once."""

from __future__ import annotations

import re
import sys
from array import array
from itertools import compress

from .terms import Token

Sizes = tuple[int, ...]  # how long the words may be that begin somewhere, the longest first
_ALONE: Sizes = (1,)
_CODEC = "utf-32-le" if sys.byteorder == "little" else "utf-32-be"


class Index:
    """A text, where in it words may begin (``at``, ascending), how long they are there (``sizes``, by offset), and the
    stretches of it that were scanned."""

    __slots__ = ("at", "kept", "sizes", "text")

    def __init__(self, text: str, lengths: dict[int, Sizes], singles: re.Pattern[str]) -> None:
        sizes: list[Sizes | None] = [None] * len(text)
        sizes[: len(text) & ~1 : 2] = map(lengths.get, pairs(text, 0))
        sizes[1 : (len(text) - 1) | 1 : 2] = map(lengths.get, pairs(text, 1))
        for found in singles.finditer(text):
            if sizes[found.start()] is None:
                sizes[found.start()] = _ALONE
        self.text = text
        self.sizes = sizes
        self.at = list(compress(range(len(text)), sizes))
        self.kept: dict[tuple[int, int], list[Token]] = {}


def pairs(text: str, start: int) -> array[int]:
    """Each two characters from ``start`` on as one number, which is looked up in half the time that a string takes."""
    data = text[start:].encode(_CODEC, "surrogatepass")
    return array("Q", data[: len(data) & ~7])
