"""Values that are more than a plain numeral: shares, ranges, bankers' numerals, 三成五; and the units of standards."""

from __future__ import annotations

import re
from decimal import Decimal

from .numerals import parse_number

PER = re.compile(
    r"(?:(?:[/／∕·•.]|每)(?:人次|户次|人|户|月|年|学年|学期|季度|天|日|次|床位|床|穴|餐|张|具|例|名|位|小时|平方米|亩|件|对|个|份|套|生|村|社区|所|家|车|台|吨|公里))+"
    r"(?:(?<=[人户床])(?:月|年))?"
    r"|[（(](?:每?(?:人|户|床|名)[/／·]?)?每?(?:月|年|天)[)）]"
)
PER_WORD = re.compile(
    r"人次|户次|人|户|穴|餐|学年|月|年|学期|季度|天|日|次|床|张|具|例|名|位|小时|平方米|亩|件|对|个|份|套|生|村|社区|所|家|车|台|吨|公里"
)
_PER_TIME = {
    "月": "月",
    "年": "年",
    "学年": "年",
    "天": "天",
    "日": "天",
    "季度": "季度",
    "学期": "学期",
    "小时": "小时",
}
_PER_WHO = {"名": "人", "位": "人", "生": "人", "张": "床"}
_CENT = Decimal("0.01")
_FINANCIAL_RUN = re.compile("[壹贰叁肆伍陆柒捌玖拾佰仟零万亿]{2,}")
_FRACTION = re.compile("([二三四五六七八九十百千两\\d]+)分之([一二三四五六七八九十百\\d]+)")
_NEIGHBOURS = re.compile(r"(十)?(一二|二三|三四|四五|五六|六七|七八|八九)([十百千万亿]{0,2})")
_TAIL = re.compile("半|[一二三四五六七八九](?![十百千万亿个家所名])")  # 三成五, 一倍半
_SCALES = {
    "十": Decimal(10),
    "万": Decimal(10_000),
    "亿": Decimal(100_000_000),
    "千": Decimal(1000),
    "百": Decimal(100),
}


def financial(text: str, at: int) -> tuple[int, Decimal] | None:
    """Where the banker's numeral at ``at`` ends, and its value: 壹拾贰万叁仟."""
    run = _FINANCIAL_RUN.match(text, at)
    if run is None:
        return None
    try:
        return run.end(), parse_number(run.group())
    except ValueError:
        return None


def fraction(text: str, at: int) -> tuple[int, Decimal | None, bool] | None:
    """The fraction at ``at``: its end, its value in per cent (None where it has none), and whether that is exact.

    四分之三 is 75; what does not come out even is rounded half-even to two places.
    """
    found = _FRACTION.match(text, at)
    if found is None:
        return None
    try:
        below, above = parse_number(found[1]), parse_number(found[2])
    except ValueError:
        return found.end(), None, False
    if not below:
        return found.end(), None, False
    share = above * 100 / below
    rounded = share.quantize(_CENT)
    return found.end(), rounded.normalize() + 0, share == rounded


def tail(text: str, at: int) -> Decimal | None:
    """What a single character behind 成 or 倍 adds: 三成五, 一倍半."""
    found = _TAIL.match(text, at)
    if found is None:
        return None
    return Decimal("0.5") if found[0] == "半" else Decimal("零一二三四五六七八九".index(found[0])) / 10


def rough(text: str, at: int, end: int) -> tuple[Decimal, Decimal] | None:
    """The range that two neighbouring figures at [at, end) mean: 三四百 is 300 to 400."""
    found = _NEIGHBOURS.match(text, at)
    return _neighbours(found) if found is not None and found.end() == end else None


def _neighbours(match: re.Match[str]) -> tuple[Decimal, Decimal]:
    """三四百 is 300 to 400."""
    scale = Decimal(1)
    for sign in match[3]:
        scale *= _SCALES[sign]
    tens = 10 if match[1] else 0
    return (tens + "零一二三四五六七八九".index(match[2][0])) * scale, (
        tens + "零一二三四五六七八九".index(match[2][1])
    ) * scale


def shared_scale(
    text: str, at: int, end: int, value: Decimal, at2: int, end2: int, value2: Decimal
) -> tuple[Decimal, Decimal]:
    """Both ends of a range in the base unit: the scale behind the second number counts for both (80—100万)."""
    scale = _SCALES.get(text[end2 - 1])
    if scale is not None and text[end - 1] not in _SCALES and text[at].isdigit() and text[at2].isdigit():
        return value * scale, value2
    return value, value2


def per_unit(money: str, per: str) -> str:
    """Canonical unit of a standard: money / who / time (``/月/人`` and ``每人每月`` give 元/人/月)."""
    who = time = ""
    for word in PER_WORD.findall(per):
        if word in _PER_TIME:
            time = time or _PER_TIME[word]
        else:
            who = who or _PER_WHO.get(word, word)
    return "/".join(part for part in (money, who, time) if part)
