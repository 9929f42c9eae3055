"""Runs of digits with something between them, and what stands around them: for ``repairs.py``."""

from __future__ import annotations

from civx.patterns.kept import compiled

from .repair_words import NARROW, Words

Edit = tuple[int, str]  # offset of one character, and what replaces it: one character or none

# what may stand in a number's way: one or two blanks, or a line's end
_GAP = rf"(?:[ {NARROW}]{{1,2}}|[ \t]?\r?\n ?)"
_CLUSTER = compiled(rf"[0-9]+(?:(?:[ {NARROW}]?[.。·][ {NARROW}]?|[,， {NARROW}]|\r?\n\.|\.\r?\n)[0-9]+)*")
_GAPS = compiled(_GAP)
# other numbers that share a unit: 3。5、4。2和5。1个百分点, 0。5—1。2万元
_SHARED = compiled(
    r"(?:[、，,和及与][0-9]{1,12}[.。][0-9]{1,9}){0,8}(?:[-~—至到]{1,2}[0-9]{1,12}(?:[.。][0-9]{1,9})?)? ?"
)
_TOKENS = compiled(r"[0-9]+")
_LONGEST_UNIT = 12
_ENDS_NUMBER = frozenset("0123456789百千万亿")


class Digits:
    """Digit runs with points, commas or blanks between them, from ``start`` on."""

    __slots__ = ("edits", "runs", "seps", "text", "words")

    def __init__(self, text: str, start: int, words: Words) -> None:
        match = _CLUSTER.match(text, start)
        assert match is not None  # start is at a digit
        self.text = text
        self.words = words
        self.runs = [token.span() for token in _TOKENS.finditer(text, start, match.end())]
        self.seps = [text[left[1] : right[0]] for left, right in zip(self.runs, self.runs[1:], strict=False)]
        self.edits: list[Edit] = []

    def _length(self, index: int) -> int:
        return self.runs[index][1] - self.runs[index][0]

    def _kind(self, pos: int) -> str:
        """The kind of unit that begins at ``pos``; "" where none does, or another word."""
        found = None if self.words.is_other(self.text, pos) else self.words.unit(self.text, pos)
        return found[0] if found else ""

    def _is_decimal_tail(self, index: int) -> bool:
        """Whether what follows run ``index`` takes decimals."""
        end = self.runs[index][1]
        if self._kind(end) == "measures":
            return True
        shared = _SHARED.match(self.text, end)
        return shared is not None and shared.end() > end and self._kind(shared.end()) == "measures"

    def _is_average(self, index: int) -> bool:
        """Whether run ``index`` counts something, and the words before speak of an average (户均2。3人), a change."""
        start, end = self.runs[index]
        before = self.text[max(0, start - 12) : start]
        if end - start > 2 or self._kind(end) != "counters":
            return False
        if index and self.text.endswith(self.words.moved, 0, self.runs[index - 1][0]):
            return True  # 增加4。1张
        return any(word in before for word in self.words.averages)

    def _is_no_date(self, index: int) -> bool:
        return self._kind(self.runs[index][1]) != "calendar"

    def _unit_follows(self, end: int) -> bool:
        return bool(self._offsets_of_unit(end))

    def _offsets_of_unit(self, end: int) -> list[int]:
        """The offsets of the characters of the unit behind ``end``, over blanks and line ends; empty where none is."""
        text, words = self.text, self.words
        offsets: list[int] = []
        parts: list[int] = []  # where a stretch without blanks begins, as an index into offsets
        offset = end
        while len(offsets) < _LONGEST_UNIT:
            gap = _GAPS.match(text, offset)
            if gap is not None:
                offset = gap.end()
            if text[offset : offset + 1] not in words.inside:
                break
            if gap is not None or not offsets:
                parts.append(len(offsets))
            offsets.append(offset)
            offset += 1
        found = words.unit("".join([text[offset] for offset in offsets]), 0)
        if found is None:
            return []
        length = found[1]
        if any(words.is_other(text, offsets[part]) for part in parts if part < length):
            return []
        return offsets[:length]

    def _at_line_start(self, start: int) -> bool:
        while start and self.text[start - 1] in " \t":
            start -= 1
        return not start or self.text[start - 1] in "\r\n"

    def _after_label(self, start: int) -> bool:
        before = self.text[max(0, start - 2) : start].rstrip(" ")[-1:]
        return before in self.words.labels or (before.isascii() and before.isalnum())

    def _blank_before(self, start: int) -> bool:
        """Whether a blank before a number is but the habit of setting numbers apart (约 300 户).

        It is not at the beginning of a line, where it may set off a label, nor behind another quantity (300户 500 人),
        where it may part cells.
        """
        text = self.text
        if start < 3 or text[start - 1] != " " or not "\u3400" <= text[start - 2] <= "\u9fff":
            return False
        behind_number = text[max(0, start - 5) : start - 2].rstrip(" ")[-1:] in _ENDS_NUMBER
        if text[start - 2] in "年月":
            return behind_number
        return not behind_number and start >= 10 and "\n" not in text[start - 10 : start]
