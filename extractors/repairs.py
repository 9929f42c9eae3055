"""Numbers that scraping, printing or typing has broken, and the single characters to change so that they are whole.

Works on Simplified text with half-width digits. Nothing is joined unless what follows says that it is one number: a
unit, a scale, a group of exactly three digits. A line break is taken out only before a unit or beside a decimal point.
"""
from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from ..patterns.load import load

Edit = tuple[int, str]  # offset of one character, and what replaces it: one character or none

_POINTS = ".。·"
_NARROW = "\u2009\u202f"
_GAP = rf"(?:[ {_NARROW}]{{1,2}}|[ \t]?\r?\n ?)"  # what may stand in a number's way: one or two blanks, or a line's end
_CLUSTER = re.compile(rf"[0-9]+(?:(?: ?[.。·] ?|[,， {_NARROW}]|\r?\n\.|\.\r?\n)[0-9]+)*")
_TOKENS = re.compile(r"[0-9]+")
_ENDS_NUMBER = frozenset("0123456789百千万亿")
_HAN = re.compile("[\u3400-\u9fff]")
_ZERO = re.compile("(?<=[一二三四五六七八九〇○])[○◯](?=[一二三四五六七八九〇○])")
_DISTRIBUTES = "分别"
# 5月12，300户: what stands before a number that ends at the comma
_NO_THOUSANDS = frozenset("月年第号abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")


class Words(NamedTuple):
    """The regular expressions that the words of ``patterns/numerals.yaml`` make."""

    site: re.Pattern[str]  # a digit with something behind it that may be damage
    unit: re.Pattern[str]  # what follows a number, blanks and line ends in it allowed
    other: re.Pattern[str]  # words that look like a unit
    decimal: re.Pattern[str]  # what follows a decimal
    counted: re.Pattern[str]  # what follows a decimal where the words before speak of an average
    calendar: re.Pattern[str]
    averages: re.Pattern[str]
    labels: frozenset[str]


@lru_cache(maxsize=1)
def _words() -> Words:
    terms: dict[str, list[str]] = {rule["id"]: rule["terms"] for rule in load().rules("numerals")}
    scale = _any(terms["scales"])
    other = _any(terms["other-words"])
    units = terms["measures"] + terms["counters"] + terms["calendar"]
    inside = "".join(sorted({re.escape(char) for unit in units for char in unit} | {*terms["scales"], "余", "多"}))
    gap = _GAP + "?"
    spaced = _any(units, gap)
    more = f"(?:[余多]{gap})?(?:{scale}{gap})*(?:[余多]{gap})?"
    measure = f"[余多]?(?!{other})(?:[百千]?[万亿]|[百千]元|{_any(terms['measures'])})"
    listed = r"(?:[、，,和及与][0-9]{1,12}[.。][0-9]{1,9}){0,8}(?:[-~—至到]{1,2}[0-9]{1,12}(?:[.。][0-9]{1,9})?)?"
    return Words(
        site=re.compile(
            rf"[0-9](?:[。·,，][0-9]|\.?[ \t\r\n{_NARROW}]|[{inside}]{{1,6}}[ \r\n{_NARROW}]\n? ?[{inside}])"
        ),
        unit=re.compile(f"{gap}(?:{more}{spaced}|(?:[余多]{gap})?{scale}(?:{gap}{scale})*)"),
        other=re.compile(other),
        decimal=re.compile(f"{listed} ?{measure}"),
        counted=re.compile(f"(?!{other}){_any(terms['counters'])}"),
        calendar=re.compile(f"(?!{other}){_any(terms['calendar'])}"),
        averages=re.compile(_any(terms["averages"])),
        labels=frozenset(terms["labels"]),
    )


def _any(terms: Iterable[str], between: str = "") -> str:
    """A regular expression for any of ``terms``, longest first, with ``between`` between their characters."""
    ordered = sorted(terms, key=lambda term: (-len(term), term))
    return "(?:" + "|".join(between.join(map(re.escape, term)) for term in ordered) + ")"


def repairs(text: str) -> list[Edit]:
    """The characters of ``text`` to change, in text order; an empty list where nothing is broken."""
    words = _words()
    edits: list[Edit] = []
    position = 0
    search = words.site.search
    while site := search(text, position):
        start = site.start()
        while start > position and text[start - 1] in "0123456789.":
            start -= 1
        while text[start] == ".":
            start += 1
        found, position = _Cluster(text, start, words).repair()
        edits += found
    return edits


def zeros(text: str) -> list[Edit]:
    """Circles that stand for zero between Chinese digits (二○二三年)."""
    return [(match.start(), "〇") for match in _ZERO.finditer(text)]


class _Cluster:
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

    def repair(self) -> tuple[list[Edit], int]:
        """The edits, and the offset from which to look for the next cluster."""
        first = last = 0
        count = len(self.runs)
        while last < count:
            first = last
            last = self._thousands(first)
            if last == first:
                last = self._spaced(first)
            if last == first:
                last = self._decimal(first)
            last += 1
        end = self._unit(self.runs[first][0], self.runs[-1][1])
        self.edits.sort()
        return self.edits, end

    def _thousands(self, first: int) -> int:
        """Joins 1,230.35 and 1 230; the run that the number ends with, ``first`` where it is none."""
        runs, seps, text = self.runs, self.seps, self.text
        start, end = runs[first]
        if first >= len(seps) or end - start > 3 or text[start] == "0" or seps[first] not in (",", "，", " ", *_NARROW):
            return first
        sep = seps[first]
        last = first
        while last < len(seps) and seps[last] == sep and runs[last + 1][1] - runs[last + 1][0] == 3:
            last += 1
        if last == first or (last < len(seps) and seps[last] == sep) or (first and seps[first - 1] == sep):
            return first
        whole = last
        if last < len(seps) and seps[last] in ".。" and (seps[last] == "." or self._is_decimal_tail(last + 1)):
            last += 1
        end = runs[last][1]
        if sep not in _NARROW:
            if last == whole + 1 and seps[whole] == "." and sep == ",":
                certain = True
            else:
                certain = last == len(seps) and self._unit_follows(end)
            if not certain or (start and text[start - 1] in _NO_THOUSANDS):
                return first
            if sep == " ":
                if self._at_line_start(start) or self._after_label(start):
                    return first
            elif _DISTRIBUTES in text[max(0, start - 12) : start]:
                return first
        self.edits += [(runs[index][1], "") for index in range(first, whole)]
        if last > whole and seps[whole] == "。":
            self.edits.append((runs[whole][1], "."))
        return last

    def _spaced(self, first: int) -> int:
        """Joins digits that stand one by one (3 0 0 多个, 1 2.5%); the run that they end with."""
        runs, seps = self.runs, self.seps
        last = self._singles(first)
        if last == first:
            return first
        ones = last
        if last < len(seps) and seps[last].strip(" ") in tuple(_POINTS):
            last = self._singles(last + 1)
        start = runs[first][0]
        before = seps[first - 1] if first else ""
        whole = last == len(seps) and (
            self._is_decimal_tail(last) if last > ones else self._unit_follows(runs[last][1])
        )
        if not whole or before or self._at_line_start(start) or self._after_label(start):
            return ones - 1 if last > ones else ones  # the last digit may still be the start of a decimal
        for index in range(first, last):
            self._join(index)
        return last

    def _singles(self, first: int) -> int:
        """The last of the single digits with a blank between them that begin with run ``first``."""
        last = first
        while (
            last < len(self.seps) and self.seps[last] == " "
            and self._length(last) == 1 and self._length(last + 1) == 1
        ):
            last += 1
        return last

    def _decimal(self, first: int) -> int:
        """Mends 63。4%, 12 .5% and 0,5%; the run that the number ends with."""
        runs, seps, text = self.runs, self.seps, self.text
        if first >= len(seps):
            return first
        sep = seps[first].strip(" \r\n")
        start, end = runs[first]
        if sep in (",", "，"):
            if text[start:end] == "0" and self._length(first + 1) <= 4 and self._is_decimal_tail(first + 1):
                self.edits.append((end, "."))
                return first + 1
            return first
        if sep not in tuple(_POINTS):
            return first
        if self._is_point(first + 1):  # 1。2。3 is no number: go on behind it
            last = first + 1
            while self._is_point(last):
                last += 1
            return last
        if seps[first] == ".":
            return first + 1
        if len(sep) != len(seps[first]) and sep == "." and seps[first][0] == "." and self._at_line_start(start):
            return first
        zero = sep == "。" == seps[first] and text[start:end] == "0" and self._is_no_date(first + 1)
        if zero or self._is_decimal_tail(first + 1) or self._is_average(first + 1):
            self._join(first)
            return first + 1
        return first

    def _is_point(self, index: int) -> bool:
        return index < len(self.seps) and self.seps[index].strip(" \r\n") in tuple(_POINTS)

    def _join(self, index: int) -> None:
        """Leaves nothing but a point, if there is one, between run ``index`` and the next."""
        for offset in range(self.runs[index][1], self.runs[index + 1][0]):
            char = self.text[offset]
            if char in "。·":
                self.edits.append((offset, "."))
            elif char != ".":
                self.edits.append((offset, ""))

    def _length(self, index: int) -> int:
        return self.runs[index][1] - self.runs[index][0]

    def _is_decimal_tail(self, index: int) -> bool:
        """Whether what follows run ``index`` takes decimals."""
        return self.words.decimal.match(self.text, self.runs[index][1]) is not None

    def _is_average(self, index: int) -> bool:
        """Whether run ``index`` counts something, and the words before speak of an average (户均2。3人)."""
        start, end = self.runs[index]
        return (
            end - start <= 2
            and self.words.counted.match(self.text, end) is not None
            and self.words.averages.search(self.text, max(0, start - 12), start) is not None
        )

    def _is_no_date(self, index: int) -> bool:
        return self.words.calendar.match(self.text, self.runs[index][1]) is None

    def _unit_follows(self, end: int) -> bool:
        match = self.words.unit.match(self.text, end)
        return match is not None and not self._is_other_word(match, end)

    def _is_other_word(self, match: re.Match[str], end: int) -> bool:
        """Whether the unit that ``match`` took, or its last part, is the beginning of another word."""
        text = self.text
        begin = end
        while text[begin] in " \t\r\n" + _NARROW:
            begin += 1
        if self.words.other.match(text, begin):
            return True
        taken = match.end()
        # the last character stands behind a blank: 万 人员
        return text[taken - 2] in " \n" + _NARROW and self.words.other.match(text, taken - 1) is not None

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
        if start < 10 or text[start - 1] != " " or not _HAN.match(text, start - 2):
            return False
        if "\n" in text[start - 10 : start]:
            return False
        return text[start - 2] in "年月" or text[start - 5 : start - 2].rstrip(" ")[-1:] not in _ENDS_NUMBER

    def _unit(self, start: int, end: int) -> int:
        """Takes the blanks out between a number and its unit, and inside the unit; where to go on."""
        text = self.text
        match = self.words.unit.match(text, end)
        if match is None or self._is_other_word(match, end):
            return end
        taken = match.group()
        if "\n" in taken and text[end] in " \t\r\n" and "." not in text[start:end] and self._at_line_start(start):
            return end  # a number alone on its line: a page's number, or a cell
        blanks = [offset for offset, char in enumerate(taken, end) if char in " \t\r\n" + _NARROW]
        if blanks and blanks[0] == end and text[end] == " " and self._blank_before(start):
            self.edits.append((start - 1, ""))
        self.edits += [(offset, "") for offset in blanks]
        return match.end()
