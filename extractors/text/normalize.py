"""The text that all else reads: Simplified, half-width digits, numbers whole; with the way back to the source."""
from __future__ import annotations

from bisect import bisect_right

from .digits import Edit
from .repairs import SCATTERED, TONED, brackets, readings, repairs, scattered, zeros
from .rows import split_heads
from .script import script_name, to_simplified
from .spacing import SPACED, blanks

# zero-width characters, joiners and direction marks, the soft hyphen, the byte order mark, variation selectors
_HIDDEN = frozenset("\u00ad\u061c\u180e\u200b\u200c\u200d\u200e\u200f\u2060\ufeff") | frozenset(
    map(chr, [*range(0x202A, 0x202F), *range(0x2061, 0x2065), *range(0x2066, 0x206A), *range(0xFE00, 0xFE10)])
)
_CIRCLES = frozenset("○◯OＯ")  # and the letter: 二Ｏ二三年


class Normalized:
    """A source text and its normalised form.

    ``source`` is the text as given, ``text`` what it was made into, ``script`` "traditional" or "simplified".
    """

    __slots__ = ("_above", "_deleted", "_shifts", "_starts", "script", "source", "text")

    def __init__(self, source: str, text: str, script: str, deleted: list[int], above: int = 0) -> None:
        """``deleted``: the offsets of the characters of ``source`` that ``text`` lacks, ascending.

        So many characters as ``above`` says stood before ``source`` and are in ``text`` too; offsets of ``deleted``
        count them, spans do not.
        """
        self.source = source
        self.text = text
        self.script = script
        self._deleted = deleted
        self._above = above
        # from text offset _starts[i] on, the source offset is _shifts[i] more
        self._starts: list[int] = []
        self._shifts: list[int] = []
        for shift, offset in enumerate(deleted, 1):
            start = offset - shift + 1
            if self._starts and self._starts[-1] == start:
                self._shifts[-1] = shift
            else:
                self._starts.append(start)
                self._shifts.append(shift)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The half-open span of the source that ``text[start:end]`` was made from.

        What was taken out inside the span belongs to it, what was taken out beside it does not. Offsets outside the
        text are moved to its ends; an empty span gives an empty one.
        """
        start = min(max(start, 0), len(self.text))
        end = min(max(end, start), len(self.text))
        above = self._above
        if not self._starts:
            return (start, end) if not above else (max(start - above, 0), max(end - above, 0))
        if start == end:
            here = self._source(start) if start < len(self.text) else self._source(start - 1) + 1 if start else 0
            return max(here - above, 0), max(here - above, 0)
        return max(self._source(start) - above, 0), max(self._source(end - 1) + 1 - above, 0)

    def is_above(self, offset: int) -> bool:
        """Whether what stands there in ``text`` was made of what stood before ``source``."""
        return bool(self._above) and self._source(offset) < self._above

    def below(self, above: int) -> Normalized:
        """The same, of which the first ``above`` characters are not of the source, but only stood before it."""
        return Normalized(self.source[above:], self.text, self.script, self._deleted, above)

    def without(self, offsets: list[int]) -> Normalized:
        """The same with the characters at ``offsets`` of ``text`` (ascending) taken out, and mended once more."""
        deleted = list(self._deleted)
        text = _mended(_apply(self.text, [(offset, "") for offset in offsets], deleted), deleted)
        return Normalized(self.source, text, self.script, deleted, self._above)

    def _source(self, offset: int) -> int:
        index = bisect_right(self._starts, offset)
        return offset + self._shifts[index - 1] if index else offset


def normalize(source: str) -> Normalized:
    """``source`` in Simplified characters, with half-width digits and signs and its broken numbers mended.

    Never raises for any text; normalising the result again changes nothing. Raises ImportError where the data for
    converting Traditional text is missing.
    """
    characters = set(source)
    text = to_simplified(source, characters)
    deleted: list[int] = []
    if not _HIDDEN.isdisjoint(characters):
        text = _apply(text, [(offset, "") for offset, char in enumerate(text) if char in _HIDDEN], deleted)
    if "|" in text and "---" in text:
        text = _apply(text, [(offset, "") for offset in split_heads(text)], deleted)
    if " " in characters and SPACED.search(text) is not None:
        text = _apply(text, blanks(text), deleted)
    if " " in characters and SCATTERED.search(text) is not None:
        text = _apply(text, scattered(text), deleted)
    if not _CIRCLES.isdisjoint(characters):
        text = _apply(text, zeros(text), deleted)
    if not TONED.isdisjoint(characters):
        text = _apply(text, readings(text), deleted)
    if "[" in characters or "［" in characters:
        text = _apply(text, brackets(text), deleted)
    text = _mended(text, deleted)
    return Normalized(source, text, script_name(characters), deleted)


def _mended(text: str, deleted: list[int]) -> str:
    while edits := repairs(text):  # one repair can open the way for another: a mended decimal, then its unit
        text = _apply(text, edits, deleted)
    return text


def _apply(text: str, edits: list[Edit], deleted: list[int]) -> str:
    """``text`` with ``edits``, and ``deleted`` with the source offsets of what they take out."""
    pieces: list[str] = []
    position = 0
    gone: list[int] = []
    for offset, new in edits:
        pieces += text[position:offset], new
        position = offset + 1
        if not new:
            gone.append(offset)
    pieces.append(text[position:])
    if gone:
        deleted[:] = sorted(deleted + _to_source(gone, deleted))
    return "".join(pieces)


def _to_source(offsets: list[int], deleted: list[int]) -> list[int]:
    """Source offsets of ascending ``offsets`` in a text that lacks the characters ``deleted``."""
    if not deleted:
        return offsets
    mapped = []
    index = 0
    for offset in offsets:
        while index < len(deleted) and deleted[index] - index <= offset:
            index += 1
        mapped.append(offset + index)
    return mapped
