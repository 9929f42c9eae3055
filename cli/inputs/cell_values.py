"""What a cell of a workbook says: its number as stored, without the noise of binary fractions, in the form that its
format gives it where that changes what the number is (12.5% is stored as 0.125)."""
from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

Value = int | float | str | bool | date | datetime | time | timedelta

_DIGITS = 15  # as many as Excel keeps
_SPECIAL = re.compile(r'"([^"]*)"|\[[^\]]*\]|[\\!](.)|_.|\*.')
_WORDS = re.compile(r"[\u4e00-\u9fff%‰/／]+")
_PLACES = re.compile(r"[0#?]")
_DATE = re.compile(r"[ymdhs年月日]", re.IGNORECASE)
_LITERAL = "\ue000"  # stands for a literal sign between the digits of a format
_FURTHEST = 30  # a scale beyond that is no format anybody uses


class NumberFormat(NamedTuple):
    """What a format does to a number: it is multiplied by ``scale``, and ``unit`` is put behind it."""

    scale: Decimal = Decimal(1)
    unit: str = ""


PLAIN = NumberFormat()


def shown(value: Value, code: str = "") -> str:
    """The text of a cell that holds ``value``, whose number format is ``code`` ("" where it is not known)."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, (int, float)):
        return _number(value, code)
    if isinstance(value, (date, datetime)):
        return _date(value, code)
    return value.isoformat() if isinstance(value, time) else str(value)


def _number(value: int | float, code: str) -> str:
    if isinstance(value, float) and (value != value or value in (float("inf"), float("-inf"))):
        return ""
    exact = Decimal(value) if isinstance(value, int) else Decimal(f"{value:.{_DIGITS}g}")
    scale, unit = number_format(code) if code else PLAIN
    text = format(exact * scale, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return ("0" if text in ("-0", "") else text) + unit


@lru_cache(maxsize=256)
def number_format(code: str) -> NumberFormat:
    """What a number format of a workbook does: ``0.0%`` a hundredfold and %, ``0"人"`` puts 人 behind, ``0,`` shows
    thousands."""
    section = _sections(code)[0]
    literals: list[str] = []

    def literal(match: re.Match[str]) -> str:
        text = match[1] if match[1] is not None else match[2] or ""
        literals.append(text)
        return _LITERAL if text else ""

    bare = _SPECIAL.sub(literal, section)
    places = [match.start() for match in _PLACES.finditer(bare)]
    if not places:
        return PLAIN
    last = places[-1]
    behind = bare[last + 1 :]
    inside = bare[places[0] : last]
    scale = Decimal(100) if "%" in bare else Decimal(1)
    scale /= Decimal(1000) ** min(len(behind) - len(behind.lstrip(",")), 3)
    if _LITERAL in inside and "." not in inside:  # 0!.0, shows 12345 as 1.2
        scale /= Decimal(10) ** min(len(_PLACES.findall(bare[bare.rindex(_LITERAL, 0, last) :])), _FURTHEST)
    before = bare[:last].count(_LITERAL)
    words = "".join(one for one in literals if one)[sum(map(len, [one for one in literals if one][:before])) :]
    unit = "%" if "%" in bare else ""
    found = _WORDS.match(words.strip() or behind.lstrip(",").strip())
    if not unit and found is not None and not _DATE.search(bare):
        unit = found[0]
    return NumberFormat(scale, unit)


def matters(code: str) -> bool:
    """Whether the format changes what a number or a date says."""
    return number_format(code) != PLAIN or _DATE.search(_SPECIAL.sub("", code)) is not None


def _sections(code: str) -> list[str]:
    """The parts of a format, for positive, negative and other numbers; a semicolon in quotes parts nothing."""
    parts, quoted, start = [], False, 0
    for at, sign in enumerate(code):
        if sign == '"':
            quoted = not quoted
        elif sign == ";" and not quoted:
            parts.append(code[start:at])
            start = at + 1
    return [*parts, code[start:]]


def _date(value: date | datetime, code: str) -> str:
    """A date as far as its format shows it: 2023年12月31日, 2023年12月, 2023年."""
    bare = _SPECIAL.sub(lambda match: match[1] or match[2] or "", _sections(code)[0]).lower()
    parts = [part for part in "ymd" if part in bare] if re.search("[ymd]", bare) else list("ymd")
    if isinstance(value, datetime) and parts == ["m"] and re.search("[hs]", bare):
        return value.strftime("%H:%M:%S")
    known = {"y": f"{value.year}年", "m": f"{value.month}月", "d": f"{value.day}日"}
    return "".join(known[part] for part in parts)
