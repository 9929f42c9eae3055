"""Numbers that scraping, printing or typing has broken, and the single characters to change so that they are whole.

Works on Simplified text with half-width digits. Nothing is joined unless what follows says that it is one number: a
unit, a scale, a group of exactly three digits. A line break is taken out only before a unit or beside a decimal point.
"""
from __future__ import annotations

from functools import lru_cache

from civx.patterns.kept import compiled

from . import delimited, spaced
from .digits import Digits, Edit
from .repair_words import NARROW, repair_words
from .rows import has_rows, parted

_POINTS = ".。·"
_ZERO = compiled(
    "(?<=[一二三四五六七八九〇○O十百千万亿])[○◯](?=[一二三四五六七八九〇○])"
    "|(?<=[一二三四五六七八九〇○O])O(?=[一二三四五六七八九〇○O])"
)
TONED = frozenset("āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ")
_READING = compiled(f"(?<=[\u3400-\u9fff])[(（][a-zü{''.join(sorted(TONED))}]{{1,6}}[)）]")
_SQUARE = compiled(r"[\[［](?=[\u3400-\u9fff])[^\[\]［］\n]*\d[^\[\]［］\n]*[\]］](?!\()")
_DISTRIBUTES = "分别"
# 5月12，300户: what stands before a number that ends at the comma
_NO_THOUSANDS = frozenset("月年第号abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")


SCATTERED = compiled(" (?<=[0-9] )[0-9] [0-9]")  # that the blank stands in front makes the search fast
_SCATTERED_GROUPS = compiled(
    r"(?<![0-9,，.] )(?<![0-9.])[1-9](?: [0-9]){0,2}(?: ?[,，] ?[0-9] [0-9] [0-9])+(?! ?[0-9])"
)
_BIG_SCALES = frozenset("万亿兆")
_BOUNDS = ("余", "多")
_COMMAS = (",", "，")
_BLANKS = " " + NARROW
_CHINESE_DIGITS = frozenset("〇零一二三四五六七八九十")
_LISTS = ("、", "和", "与", "及", "或", "至", "到")
_NEXT = compiled(r"(?:[、和与及或至到]|以及)[0-9]")
_PAID = compiled(r"(?:[$¥€£]|人民币|[港台]币|数[为是达]?|[)）][:：])[ ]?$")  # $1,545, 人数为275,218, （户）：1,203
_ASCII_COMMA = compiled("[\u3400-\u9fff],|,[\u3400-\u9fff]")
# 每人每月1,701元: here the number goes on
_PER_TIME = ("每月", "每年", "人月", "人年")


@lru_cache(maxsize=2)
def _commas(text: str) -> bool:
    """Whether the text is punctuated with half-width commas, so that one between digits may be no separator."""
    return _ASCII_COMMA.search(text) is not None


def repairs(text: str) -> list[Edit]:
    """The characters of ``text`` to change, in text order; an empty list where nothing is broken."""
    words = repair_words()
    edits: list[Edit] = []
    position = 0
    rows = has_rows(text)
    parting = delimited.separators(text) | spaced.separators(text) if rows else frozenset()
    search = words.site.search
    while site := search(text, position):
        start = site.start()
        while start > position and text[start - 1] in "0123456789.":
            start -= 1
        while text[start] == ".":
            start += 1
        found, position = _Cluster(text, start, words).repair()
        if parting and not parting.isdisjoint(offset for offset, _ in found):
            continue  # 312,120 are two cells of a row
        if rows and any(text[offset] in "\r\n" and _parts_rows(text, offset) for offset, _ in found):
            continue
        edits += found
    return edits


def _parts_rows(text: str, offset: int) -> bool:
    """Whether the line break at ``offset`` ends or begins a table's row: 合计 / 120 / 户数 / 3 are four cells."""
    return parted(text, offset - 1) or parted(text, offset + 1 + text.startswith("\n", offset + 1))


def readings(text: str) -> list[Edit]:
    """Readings in Latin letters that a converter has put behind characters: 過(guò)去 is 过去."""
    return [(offset, "") for match in _READING.finditer(text) for offset in range(*match.span())]


def scattered(text: str) -> list[Edit]:
    """Blanks in numbers whose digits and separators stand one by one: 3 , 2 1 4 人 is 3,214人."""
    return [
        (match.start() + offset, "")
        for match in _SCATTERED_GROUPS.finditer(text)
        for offset, char in enumerate(match.group())
        if char == " "
    ]


def brackets(text: str) -> list[Edit]:
    """Square brackets around words and numbers, which say what round ones do: 床位900张[机构床位600张、…]."""
    return [edit for match in _SQUARE.finditer(text) for edit in ((match.start(), "("), (match.end() - 1, ")"))]


def zeros(text: str) -> list[Edit]:
    """Circles that stand for zero between Chinese digits (二○二三年)."""
    return [(match.start(), "〇") for match in _ZERO.finditer(text)]


class _Cluster(Digits):
    """Digit runs that may be one number."""

    __slots__ = ()

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
            if last == first:
                last = self._parted(first)
            last += 1
        end = self._unit(self.runs[first][0], self.runs[-1][1])
        self.edits.sort()
        return self.edits, end

    def _thousands(self, first: int) -> int:
        """Joins 1,230.35 and 1 230; the run that the number ends with, ``first`` where it is none."""
        runs, seps, text = self.runs, self.seps, self.text
        start, end = runs[first]
        if first >= len(seps) or end - start > 3 or seps[first] not in (",", "，", " ", *NARROW):
            return first
        mixed = text[start - 1 : start] in _BIG_SCALES and text[start - 2 : start - 1].isalnum()  # 1亿0,200万
        if text[start] == "0" and not mixed:
            return first
        sep = seps[first]
        last = first
        alike = _COMMAS if sep in _COMMAS else (sep,)  # 412,806，500元
        while last < len(seps) and seps[last] in alike and runs[last + 1][1] - runs[last + 1][0] == 3:
            last += 1
        if last == first or (last < len(seps) and seps[last] in alike) or (first and seps[first - 1] in alike):
            return first
        whole = last
        if last < len(seps) and seps[last] in ".。" and (seps[last] == "." or self._is_decimal_tail(last + 1)):
            last += 1
        groups, end = (whole - first, last - whole), runs[last][1]
        if sep not in NARROW and not mixed and not self._is_certain(start, end, sep, *groups):
            return first
        self.edits += [(runs[index][1], "") for index in range(first, whole)]
        if last > whole and seps[whole] == "。":
            self.edits.append((runs[whole][1], "."))
        return last

    def _is_certain(self, start: int, end: int, sep: str, groups: int, decimals: int) -> bool:
        """Whether the groups of digits in [start, end) are one number, and no list or two numbers side by side."""
        text = self.text
        before = text[start - 1 : start]
        paid = _PAID.search(text, max(0, start - 6), start) is not None
        if sep == ",":
            whole = text[end : end + 1] not in (",", "，") or not text[end + 1 : end + 2].isdigit()
            sure = decimals > 0 or groups > 1 or paid or text[end : end + 1] in _BOUNDS or not _commas(text)
            if not whole or not (sure or self._unit_follows(end)):
                return False
            if before in _NO_THOUSANDS and before not in "年月":
                return paid
        elif not self._unit_follows(end):
            return paid and sep == " "
        elif before in _NO_THOUSANDS and text[max(0, start - 2) : start] not in _PER_TIME and not self._year(start):
            return False
        if sep == " ":
            return not (self._at_line_start(start) or self._after_label(start))
        if _DISTRIBUTES in text[max(0, start - 12) : start] and text[max(0, start - 2) : start] not in _PER_TIME:
            # 分别为12,406人、38,915人: its numbers stand apart otherwise
            return (sep == "," and paid) or before in _LISTS or self._goes_on(end)
        return True

    def _year(self, start: int) -> bool:
        """较2022年3，214户: no month has three digits behind its comma; 全年3，214户; not 5月12，300户."""
        number = self.text[start - 2 : start - 1]
        if self.text[start - 1] == "年" and number.isdigit():
            return True
        return self.text[start - 1] in "年月" and "\u3400" <= number <= "\u9fff" and number not in _CHINESE_DIGITS

    def _goes_on(self, end: int) -> bool:
        """Whether behind the unit at ``end`` the next number of a list follows."""
        offsets = self._offsets_of_unit(end)
        return bool(offsets) and _NEXT.match(self.text, offsets[-1] + 1) is not None

    def _spaced(self, first: int) -> int:
        """Joins digits that stand one by one (3 0 0 多个, 1 2.5%); the run that they end with."""
        runs, seps = self.runs, self.seps
        last = self._singles(first)
        if last == first:
            return first
        ones = last
        if last < len(seps) and seps[last].strip(_BLANKS) in tuple(_POINTS):
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

    def _parted(self, first: int) -> int:
        """Joins a number that one blank parts (儿童4 12名, 支出8 30.5万元): two short runs between a character and a
        unit. Two numbers side by side have a blank before the first, too (支出 8 30.5万元)."""
        runs, seps, text = self.runs, self.seps, self.text
        start, end = runs[first]
        if first or not seps or seps[0] not in (" ", *NARROW) or seps[1:] not in ([], ["."]):
            return first
        if end - start > 3 or self._length(1) > 3:
            return first
        if text[start] == "0":
            return first
        before = text[start - 1 : start]
        if not "\u3400" <= before <= "\u9fff" or before in self.words.label_ends or self._at_line_start(start):
            return first
        behind = runs[-1][1]
        if text[behind : behind + 1] in "万亿":
            behind += 1
        if not self._unit_follows(behind):
            return first
        self._join(0)
        return len(runs) - 1

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
        sep = seps[first].strip(_BLANKS + "\r\n")
        start, end = runs[first]
        if sep in (",", "，"):
            tail = self._length(first + 1)  # 0,5%; but three digits may be thousands that have lost their first
            if text[start:end] == "0" and tail <= 4 and tail != 3 and self._is_decimal_tail(first + 1):
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
        labels = len(sep) != len(seps[first]) and sep == "." and seps[first][0] == "." and end - start <= 3
        if labels and self._at_line_start(start):
            return first
        zero = sep == "。" == seps[first] and text[start:end] == "0" and self._is_no_date(first + 1)
        if zero or self._is_decimal_tail(first + 1) or self._is_average(first + 1):
            self._join(first)
            return first + 1
        return first

    def _is_point(self, index: int) -> bool:
        return index < len(self.seps) and self.seps[index].strip(_BLANKS + "\r\n") in tuple(_POINTS)

    def _join(self, index: int) -> None:
        """Leaves nothing but a point, if there is one, between run ``index`` and the next."""
        for offset in range(self.runs[index][1], self.runs[index + 1][0]):
            char = self.text[offset]
            if char in "。·":
                self.edits.append((offset, "."))
            elif char != ".":
                self.edits.append((offset, ""))

    def _unit(self, start: int, end: int) -> int:
        """Takes the blanks out between a number and its unit, and inside the unit; where to go on."""
        text = self.text
        offsets = self._offsets_of_unit(end)
        if not offsets:
            return end
        blanks = sorted(set(range(end, offsets[-1])).difference(offsets))
        breaks = text[end : offsets[0]]
        if "\n" in breaks and "." not in text[start:end] and self._at_line_start(start):
            return end  # a number alone on its line: a page's number, or a cell
        if breaks[:1] == " " and self._blank_before(start):
            self.edits.append((start - 1, ""))
        self.edits += [(offset, "") for offset in blanks]
        return offsets[-1] + 1
