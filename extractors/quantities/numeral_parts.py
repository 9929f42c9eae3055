"""The grammar of numerals: how the parts of 1亿2千万 or 三千五百二十八 are read and added up, for ``numerals.py``.

Whole numbers over a power of ten throughout, so that no value is ever rounded.
"""
from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from civx.patterns.kept import compiled
from civx.patterns.load import load

from .decimals import shift

Scan = tuple[int, Decimal | None, str]

DIGITS = {char: index for index, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
POWERS = {"十": 1, "百": 2, "千": 3, "万": 4, "亿": 8, "兆": 12}
TENS = {"廿": 2, "卅": 3}  # one sign for 二十, 三十
_SCALES = frozenset(POWERS)
_GOES_ON = frozenset(DIGITS) | frozenset(TENS) | frozenset("十0123456789")  # behind a whole numeral: it was none
_PAIRS = frozenset(("一二", "二三", "两三", "三四", "四五", "五六", "六七", "七八", "八九", "三五"))  # three or four
_NO_LIMIT = 99
_SCALE_MISSING = "a scale is missing at its end, or a zero before"
_DIGIT = "[一二三四五六七八九]"
_ANY_DIGIT = "[零〇一二三四五六七八九]"
_PREFIXES = frozenset("近上逾超约过以破满足到足达")  # 近百名: a scale alone is a number behind one of these

_ARABIC = compiled(r"[0-9]++(?:\.[0-9]++)?+")
_AGE = compiled(r"[0-9]{1,3}(?:[-—~至到]{1,2}[0-9]{1,3})?周?岁")
_POINT = compiled(r"\.[0-9]")
_RUN = compiled(f"{_ANY_DIGIT}{{2,}}|两三")
_SCALE_RUN = compiled("[十百千万亿兆]+")
_FRACTION = compiled(f"点({_ANY_DIGIT}++)(?![十百千两滴几])")


class Grammar(NamedTuple):
    """Regular expressions that hold the words of ``patterns/numerals.yaml``."""

    section: re.Pattern[str]  # a Chinese numeral below 10000, possibly empty
    big: re.Pattern[str]  # 万 亿 万亿
    scale: re.Pattern[str]  # the same with 百 or 千 before, behind Arabic digits
    over: re.Pattern[str]  # 余 多 几 behind a number or before its scale
    about: re.Pattern[str]  # 来
    vague: re.Pattern[str]  # 数十 几百万
    bare: re.Pattern[str]  # 百余 千余万


@lru_cache(maxsize=1)
def grammar() -> Grammar:
    """The expressions, made once."""
    terms: dict[str, list[str]] = {rule["id"]: rule["terms"] for rule in load().rules("numerals")}
    no_scale = f"(?!{'|'.join(terms['not-scales'])})"
    no_bound = f"(?!{'|'.join(terms['not-bounds'])})"
    lead = "[一二三四五六七八九两]"
    big = f"{no_scale}(?:万{no_scale}[万亿]|[万亿兆])"  # 三万万元 as older reports write it
    return Grammar(
        section=compiled(
            f"(?P<first>[零〇](?=[一二三四五六七八九十两廿卅]))?(?:(?P<k>{lead}){no_scale}千)?"
            f"(?P<z1>[零〇](?={_DIGIT}?百|{_DIGIT}?十|{_DIGIT}|[廿卅]))?"
            f"(?:(?:(?P<h>{lead})|(?<=[零〇])(?P<one>)(?=百{_DIGIT}?十)){no_scale}百)?"
            f"(?P<z2>[零〇](?={_DIGIT}|[十廿卅]))?(?P<tens>(?P<t>{_DIGIT})?十|[廿卅])?(?P<u>{lead})?"
        ),
        big=compiled(big),
        scale=compiled(f"{no_scale}[百千]?{big}|{no_scale}[百千]"),
        over=compiled(f"{no_bound}(?:[余多]|[零〇]?几十?(?![乎何]))"),
        about=compiled(f"{no_bound}来"),
        vague=compiled(f"[数几](?:{no_scale}[十百千万亿])+[余多]?"),
        bare=compiled(f"{no_scale}[百千万亿]+(?={no_bound}[余多])|{no_scale}[百千]?[万亿]|{no_scale}[百千]"),
    )


def scan(text: str, pos: int) -> Scan:
    """As ``scan_number``; ValueError with the reason where there is no numeral or more than one reading."""
    first = text[pos : pos + 1]
    if first in _SCALES and first != "十":
        return _scan_bare(text, pos)
    if first == "数" or first == "几":
        match = grammar().vague.match(text, pos)
        if match is None:
            raise ValueError("it is no numeral")
        return match.end(), None, "vague"
    run = _RUN.match(text, pos)
    if run is not None and not (text[pos] in "零〇" and text[run.end() : run.end() + 1] in _SCALES):
        return _scan_run(text, pos, run.end())
    return _Parts(text, pos).scan()


def _power(match: re.Match[str] | None) -> int:
    """The power of ten that a row of scales stands for."""
    return sum(POWERS[char] for char in match.group()) if match else 0


def _scan_bare(text: str, pos: int) -> Scan:
    """百余, 千余万, and 百, 千万 behind 近 and the like."""
    rules = grammar()
    match = rules.bare.match(text, pos)
    if match is None:
        raise ValueError("a scale without a number")
    over = rules.over.match(text, match.end())
    if over is not None and over.group() in ("余", "多"):
        big = rules.big.match(text, over.end())
        return (big or over).end(), Decimal(10 ** (_power(match) + _power(big))), "over"
    if pos == 0 or text[pos - 1] not in _PREFIXES or text[max(0, pos - 2) : pos] == "以上":
        raise ValueError("a scale without a number")
    return match.end(), Decimal(10 ** _power(match)), "exact"


def _scan_run(text: str, pos: int, end: int) -> Scan:
    """Digits one after the other: 二〇二三; or a vague 三四百, 三五个."""
    run = text[pos:end]
    after = text[end : end + 1]
    vague = run in _PAIRS
    if after in _SCALES:
        scales = _SCALE_RUN.match(text, end)
        if not vague or scales is None:
            raise ValueError("several digits before a scale")
        return scales.end(), None, "vague"
    if vague:
        return end, None, "vague"
    digits = "".join(str(DIGITS[char]) for char in run)
    fraction = _FRACTION.match(text, end) if len(run) > 2 else None  # 一七二零点一
    if fraction is not None:
        end, after = fraction.end(), text[fraction.end() : fraction.end() + 1]
        digits += "." + "".join(str(DIGITS[char]) for char in fraction.group(1))
    if after in _GOES_ON or _FRACTION.match(text, end):
        raise ValueError(f"it goes on with {after!r}")
    return end, Decimal(digits), "exact"


class _Parts:
    """Reads the parts of a numeral from left to right and adds them up, in whole numbers over ``10 ** places``."""

    __slots__ = ("places", "pos", "power", "rules", "start", "text", "total")

    def __init__(self, text: str, pos: int) -> None:
        self.text = text
        self.rules = grammar()
        self.start = self.pos = pos
        self.total = 0
        self.places = 0
        self.power = _NO_LIMIT  # of the last part's scale: what follows must be smaller than ten to this power

    def scan(self) -> Scan:
        text = self.text
        while self.power:
            before = self.pos
            if before > self.start and text[before : before + 1] in ("零", "〇") and _ARABIC.match(text, before + 1):
                self.pos += 1  # 1亿零5百万
            done = self._arabic() if text[self.pos : self.pos + 1].isascii() else self._chinese()
            if done is not None:
                return done
            if self.pos == before:
                break
        if self.pos == self.start:
            raise ValueError("it is no numeral")
        if text[self.pos - 2 : self.pos - 1] == "十" and text[self.pos - 1 : self.pos + 1] in _PAIRS:
            self.pos += 1
            self._check_end()
            return self.pos, None, "vague"  # 十七八
        return self._finish(self._value())

    def _arabic(self) -> Scan | None:
        match = _ARABIC.match(self.text, self.pos)
        if match is None:
            return None
        digits = match.group()
        if _POINT.match(self.text, match.end()):
            raise ValueError("it has more than one point")
        over = self.rules.over.match(self.text, match.end())
        scale = self.rules.scale.match(self.text, (over or match).end())
        end = (scale or over or match).end()
        power = _power(scale)
        single = over or not scale or self.text[end : end + 1] not in _GOES_ON or _AGE.match(self.text, end)
        if self.pos == self.start and single:
            # one part only: no limit to its length
            self.pos = end
            value = shift(Decimal(digits), power)
            if not over:
                return self._finish(value)
            self._check_end()
            return end, value, "over"
        behind_zero = self.text[self.pos - 1] in "零〇" and len(digits) < self.power  # 1千零20
        short = self.power == 4 and len(digits) == 3 and digits[0] != "0"  # 1万600
        if not scale and ((len(digits) != self.power and not behind_zero and not short) or "." in digits):
            raise ValueError("digits without a scale behind one")
        if scale and power < 4 < self.power < _NO_LIMIT and self.text[self.pos - 1] not in "零〇":
            raise ValueError(_SCALE_MISSING)
        self._add(digits, power, end)
        if not over:
            return None
        self._check_end()
        return self.pos, self._value(), "over"  # 28万3400余, 2亿3千余万

    def _chinese(self) -> Scan | None:
        text = self.text
        begin = self.pos
        match = self.rules.section.match(text, begin)
        if match is None or not match.group():
            if begin > self.start or text[begin] not in "零〇":
                return None
            number, borrows, end, zero = 0, False, begin + 1, True
        else:
            number, borrows = _section_value(match)
            end, zero = match.end(), bool(match["first"])
            if begin == self.start and ((zero and end - begin > 2) or text[begin : begin + 2] in ("零百", "〇百")):
                raise ValueError("it begins with zero")
        digits = str(number)
        fraction = None if borrows else _FRACTION.match(text, end)
        if fraction is not None:
            digits += "." + "".join(str(DIGITS[char]) for char in fraction.group(1))
            end = fraction.end()
        over = self.rules.over.match(text, end) if text[end - 1] in "十百千" else None
        big = self.rules.big.match(text, over.end() if over else end)
        if big is None and begin > self.start and not zero:
            digits = self._tail(text[begin:end], digits)
        if big is not None and (borrows or digits == "0"):
            raise ValueError(_SCALE_MISSING)
        self._add(digits, _power(big), big.end() if big else over.end() if over else end)
        if over is None:
            if big is None and text[end - 1] in "百千":
                self._arabic_rest(POWERS[text[end - 1]])
            return None
        self._check_end()
        return self.pos, self._value(), "over"

    def _arabic_rest(self, power: int) -> None:
        """What Arabic digits add to a Chinese number that ends in a scale: 一百03, 二千零15."""
        zero = self.text[self.pos : self.pos + 1] in ("零", "〇")
        match = _ARABIC.match(self.text, self.pos + zero)
        size = len(match.group()) if match is not None and "." not in match.group() else 0
        if match is not None and size and (size == power or (zero and size < power)):
            self.total += int(match.group())
            self.pos = match.end()

    def _tail(self, section: str, digits: str) -> str:
        """The value of a last section without a zero before it: 一万二 is 12000, 三亿五千 may be two things."""
        if section in DIGITS and section != "两":
            return str(DIGITS[section] * 10 ** (self.power - 1))
        number = int(digits.partition(".")[0])
        if self.power > 4 or section == "两" or ("." in digits and number < 10 ** (self.power - 1)):
            raise ValueError(_SCALE_MISSING)
        return digits

    def _add(self, digits: str, power: int, end: int) -> None:
        whole, _, fraction = digits.partition(".")
        if len(whole) + len(fraction) > 18:
            raise ValueError("it is too long")
        if self.places:
            raise ValueError("a decimal before another part")
        number = int(whole)
        value = int(whole + fraction) * 10**power
        if self.power == 4 and power == 8 and not fraction and 1000 <= number < 10000 and self.total < 10**8:
            self.total = (self.total + number) * 10**8  # 一万二千亿: both belong to 亿
        elif value >= 10 ** (self.power + len(fraction)):
            raise ValueError("its scales do not fall")
        else:
            self.total = self.total * 10 ** len(fraction) + value
            self.places = len(fraction)
        self.power = power
        self.pos = end

    def _value(self) -> Decimal:
        return shift(Decimal(self.total), -self.places)

    def _finish(self, value: Decimal) -> Scan:
        """The numeral up to ``pos``, with 余, 多, 几 or 来 behind it if there is one."""
        last = self.text[self.pos - 1]
        if last in _SCALES or last.isascii():
            over = self.rules.over.match(self.text, self.pos)
            if over is not None and (over.group()[0] != "几" or last in "十百千"):
                big = self.rules.big.match(self.text, over.end()) if last in "百千" else None  # 1百多万
                self.pos = (big or over).end()
                self._check_end()
                return self.pos, shift(value, _power(big)), "over"
            about = self.rules.about.match(self.text, self.pos)
            if about is not None and value and (last in _SCALES or last == "0"):
                return about.end(), value, "about"
        self._check_end()
        return self.pos, value, "exact"

    def _check_end(self) -> None:
        """Raises where the text goes on as if the number did."""
        after = self.text[self.pos : self.pos + 1]
        if after.isdigit() and self.text[self.pos - 1] in "万亿" and _AGE.match(self.text, self.pos):
            return  # 390万65岁以上老年人
        if after in _GOES_ON or (after in _SCALES and self.rules.scale.match(self.text, self.pos)):
            raise ValueError(f"it goes on with {after!r}")


def _section_value(match: re.Match[str]) -> tuple[int, bool]:
    """A section's value, and whether its last digit borrows its scale (三千五)."""
    thousands, hundreds, tens, unit = match["k"], match["h"], match["tens"], match["u"]
    if match["one"] is not None:
        hundreds = "一"  # 一万零百一十一
    number = 1000 * DIGITS[thousands] if thousands else 0
    number += 100 * DIGITS[hundreds] if hundreds else 0
    if tens:
        number += 10 * (TENS[tens] if tens in TENS else DIGITS[match["t"] or "一"])
    if unit is None:
        return number, False
    if unit == "两" and len(match.group()) > 1:
        raise ValueError("两 cannot end a number")
    borrows = bool(thousands or hundreds) and not (tens or (match["z1"] and not hundreds) or match["z2"])
    return number + DIGITS[unit] * ((10 if hundreds else 100) if borrows else 1), borrows
