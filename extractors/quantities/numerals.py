"""Numerals: Arabic, Chinese, financial and mixed, as exact decimals.

A numeral is a row of parts, each a mantissa and a scale (1亿 2千万; 三千五百 万), falling in size. Where a spelling has
two readings it is refused rather than guessed at: no value is ever silently of another order of magnitude.
"""
from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache

from civx.patterns.kept import compiled

from ..text.script import signs
from .decimals import shift
from .numeral_parts import DIGITS, POWERS, Scan, grammar, scan

# Digits of a number of a report. With more, reckoning would not be exact, and other programs could not hold it.
LONGEST = 24
_DECIMALS = {char: Decimal(digit) for char, digit in DIGITS.items()}
_NUMERAL_CHARACTERS = frozenset("零〇一二三四五六七八九两十廿卅百千万亿兆余多几来点0123456789")
# spellings that are taken as they are, without converting the script
_PLAIN = str.maketrans(
    "壹弌幺贰貳弍叁參叄参肆伍陆陸柒捌玖兩俩倆拾佰仟萬億點負○餘幾來個對",
    "一一一二二二三三三三四五六六七八九两两两十百千万亿点负〇余几来个对",
)
_GROUPED = compiled(r"[1-9][0-9]{0,2}([,， \u2009\u202f])[0-9]{3}(?:\1[0-9]{3})*(?:\.[0-9]+)?(?![0-9.,，])")
_INSIDE = compiled(r"(?<=[万亿兆])[0-9]{1,3}(?:[,，][0-9]{3})+(?![0-9,，])")  # 1万0,832
_BROKEN = compiled("([0-9]+)。([0-9]+)")
# 两个亿, but no 两个亿元项目
_PIECES = compiled(
    r"个亿(?=(?:元|卢布|英镑|泰铢|[一-龥]{1,2}元|人民币|[港台]币)?(?:[，,。；;、）)的左以余多人]|\s|$))"
)
# what is one vague number where it cannot be read
_UNREAD = compiled(
    r"[0-9零〇一二三四五六七八九两十廿卅](?:[0-9零〇一二三四五六七八九两十廿卅百千万亿兆]|\.(?=[0-9]))*"
)


@lru_cache(maxsize=1)
def _plain() -> re.Pattern[str]:
    """Arabic digits, and 万 or 亿, with nothing behind that could belong to them."""
    return compiled(
        r"([0-9]++)(?:\.([0-9]++))?+(?:(?!\.[0-9]|[十廿卅百千万亿兆余多几来零〇一二三四五六七八九两])"
        rf"|({grammar().big.pattern})(?![十廿卅百千万亿兆余多几来零〇一二三四五六七八九两0-9]))"
    )


def fold(text: str) -> str:
    """``text`` with the signs that numerals are written with in their plain form: half-width, Simplified, 一二三."""
    table = signs()
    return "".join(table.get(char, char) for char in text).translate(_PLAIN)


def scan_number(text: str, pos: int) -> Scan | None:
    """The longest numeral of the normalised ``text`` that begins at ``pos``, as (end, value, bound).

    ``bound`` is ``exact``, ``over`` (3千余, 十几: value is the part that is certain), ``about`` (二百来), or ``vague``
    with value None: 数十, 三四百, and up to its end what looks like a numeral and has no one reading (一万二三, 3.5.6)
    or more than LONGEST digits.
    None where no numeral begins. 百分之, 分之, 成, 倍 and 半 are left to the caller. A scale alone counts with 余 or 多
    behind it (百余) or 近, 上, 逾 and the like before it (近百名 is 100, exact: what 近 says is the caller's affair).
    """
    match = _plain().match(text, pos)
    if match is not None:
        end = match.end()
        if end - pos > LONGEST:
            return end, None, "vague"
        scale = match.group(3)
        if scale is None:
            if text.startswith("个亿", end) and _PIECES.match(text, end) is not None:
                return _limited(end + 2, shift(Decimal(match.group()), POWERS["亿"]), "exact")
            return end, Decimal(match.group()), "exact"
        value = shift(Decimal(match.group()[: -len(scale)]), sum(POWERS[char] for char in scale))
        return _limited(end, value, "exact")
    first = text[pos : pos + 1]
    if first in _DECIMALS and text[pos + 1 : pos + 2] not in _NUMERAL_CHARACTERS:
        if text.startswith("个亿", pos + 1) and _PIECES.match(text, pos + 1) is not None:
            return pos + 3, shift(_DECIMALS[first], POWERS["亿"]), "exact"
        return pos + 1, _DECIMALS[first], "exact"
    try:
        return _limited(*scan(text, pos))
    except ValueError:
        unread = _UNREAD.match(text, pos)
        return (unread.end(), None, "vague") if unread is not None else None


def _limited(end: int, value: Decimal | None, bound: str) -> Scan:
    """What was read, without its value where that has more digits than a number may have."""
    if value is not None and (value.adjusted() >= LONGEST or len(value.as_tuple().digits) > LONGEST):
        return end, None, "vague"
    return end, value, bound


def parse_plain(text: str) -> Decimal:
    """The value of a folded numeral without sign, share or unit; ValueError with the reason where it is none."""
    if not text:
        raise ValueError("it is empty")
    grouped = _GROUPED.match(text)
    if grouped is not None:
        text = text[: grouped.end()].replace(grouped.group(1), "") + text[grouped.end() :]
    elif broken := _BROKEN.match(text):
        text = broken.expand(r"\1.\2") + text[broken.end() :]
    if "," in text or "，" in text:
        text = _INSIDE.sub(lambda inside: inside.group().replace(",", "").replace("，", ""), text)
    end, value, _ = scan(text, 0)
    if end != len(text):
        raise ValueError(f"{text[end:]!r} does not belong to a number here")
    if value is None:
        raise ValueError("it has no one value")
    return value
