"""The lines of a PDF page and what stands together in each: names, figures, words."""
from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING, NamedTuple

from civx.extractors.text.columns import Extent

if TYPE_CHECKING:
    from .pdf_tables import Char

_FIGURE = re.compile(
    r"[(（]?[-+−±↑↓≥≤<>约]?\s?\d[\d,.，/\s]*(?:[-—~～][\d,.]+)?[%‰]?[)）]?(?:[万亿]?[一-龥]{1,2})?|[-—–…/－]+"
)
_TIME = re.compile(r".*[年月季日]|(?:19|20)\d\d")
_LEADERS = re.compile(r"[.…·]{4,}")
PROSE = re.compile("[。；！？]")
_GAP = 0.75  # of a sign's height: what stands further apart is two cells
LONGEST, LONGEST_NAME = 24, 44
LEAST = 2
_BLANK = "\u3000"
_MOST_BLANKS = 4


class Piece(NamedTuple):
    """What stands together in a line: its signs from the left."""

    chars: tuple[Char, ...]

    @property
    def extent(self) -> Extent:
        return Extent(self.chars[0].left, max(char.right for char in self.chars))

    @property
    def text(self) -> str:
        return words_of(self.chars)


class Line(NamedTuple):
    """A line of a page: the height of its middle, the size of its signs, its pieces from the left."""

    height: float
    size: float
    pieces: tuple[Piece, ...]

    @property
    def figures(self) -> int:
        """How many of its pieces behind the first are figures."""
        return sum(is_figure(piece.text) for piece in self.pieces[1:])

    @property
    def is_row(self) -> bool:
        """Whether it may be a row with a name and figures."""
        if len(self.pieces) < LEAST or not self.figures:
            return False
        first, *rest = (piece.text for piece in self.pieces)
        words = [text for text in rest if not is_figure(text)]
        if len(first) > LONGEST_NAME or any(len(text) > LONGEST for text in words) or _LEADERS.search(first):
            return False
        return not any(PROSE.search(text) for text in (first, *words)) and not self.numbers_columns

    @property
    def is_years(self) -> bool:
        """Whether all its figures are years or other times: a line of heads."""
        told = [text for text in (piece.text for piece in self.pieces) if any(sign.isdigit() for sign in text)]
        return bool(told) and all(_TIME.fullmatch(text) for text in told)

    @property
    def numbers_columns(self) -> bool:
        """Whether it only numbers the columns: 甲 乙 1 2 3."""
        told = [text for text in (piece.text.strip("()（）") for piece in self.pieces) if text[0].isdigit()]
        counted = [str(number + 1) for number in range(len(told))]
        return len(told) > 1 and counted == [text.partition("=")[0] for text in told] and all(
            len(piece.text) <= LEAST or piece.text in told or "=" in piece.text for piece in self.pieces
        )


def words_of(chars: Sequence[Char]) -> str:
    """The signs as words, a blank where they stand apart."""
    text = chars[0].text if chars else ""
    for last, char in pairwise(chars):
        apart = char.left - last.right > 0.2 * (char.top - char.bottom)
        text += " " + char.text if apart else char.text
    return text


def page_lines(chars: Iterable[Char]) -> list[Line]:
    """The lines of the page from the top."""
    rows: list[tuple[float, list[Char]]] = []
    shown = (char for char in chars if char.text.strip() or char.text == _BLANK)
    for char in sorted(shown, key=lambda char: -char.middle[1]):
        if rows and rows[-1][0] - char.middle[1] < (char.top - char.bottom) / 3:
            rows[-1][1].append(char)
        else:
            rows.append((char.middle[1], [char]))
    lines = [_line(height, sorted(own, key=lambda char: char.left)) for height, own in rows]
    return [line for line in lines if line is not None]


def _line(height: float, signs: list[Char]) -> Line | None:
    chars = [char for char in signs if char.text != _BLANK]
    if not chars:
        return None
    blanks = [char.left for char in signs if char.text == _BLANK]
    size = median(char.top - char.bottom for char in chars)
    pieces: list[list[Char]] = [[chars[0]]]
    for last, char in pairwise(chars):
        held = sum(last.left < at < char.left for at in blanks)  # 收　　入
        one = 0 < held <= _MOST_BLANKS and char.left - last.right < (held + _GAP) * size
        if char.left - last.right > _GAP * size and not (one and len(pieces[-1]) == 1 and not last.text.isascii()):
            pieces.append([])
        pieces[-1].append(char)
    line = Line(height, size, tuple(Piece(tuple(piece)) for piece in pieces))
    if line.numbers_columns:
        return line
    return line._replace(pieces=tuple(Piece(tuple(piece)) for piece in _whole(pieces, size)))


def _whole(pieces: list[list[Char]], size: float) -> list[list[Char]]:
    """The pieces with a first name that is set apart letter by letter, as 合　计, in one."""
    while len(pieces) > LEAST and len(pieces[1]) == 1 and not pieces[1][0].text.isascii() and all(
        not char.text.isascii() and char.text.isalpha() for char in (*pieces[0], *pieces[1])
    ) and len(pieces[0]) <= LEAST and pieces[1][0].left - pieces[0][-1].right < 3 * size and is_figure(
        words_of(pieces[2])
    ):
        pieces = [pieces[0] + pieces[1], *pieces[2:]]
    return pieces


def is_figure(text: str) -> bool:
    return _FIGURE.fullmatch(text) is not None and not (text[0].isdigit() and text[-1] in "年月日季")
