"""Numbers that stand side by side: lists that share the unit at their end, and numbers with a separator between them
that might be one."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any, NamedTuple

from civx.patterns.kept import compiled

from .numerals import scan_number

Unit = tuple[dict[str, Any], str, str]  # rule, form, name

_COMMA = compiled(r"[、和与及]|以及")
_MOST = 8
_REACHED = compiled(r"[\u3400-\u9fff]{0,5}[到至为](?:超过|[超逾近约])?")
_CLOSED = compiled(r"(?:左右|以上|以下|以内)?(?:[，,。；;、）)]|\s|$)")
_BARE = compiled(
    r"(?<![0-9.,，%])[0-9][0-9.,，]*(?:[ \u2009\u202f]{1,2}[,，]?[ \u2009\u202f]?|(?<=[,，])[ \u2009\u202f]|\n)$"
)
_LONGEST_BARE = 24
_YEAR = compiled(r"(?:19|20)[0-9]{2}[^0-9]+")
_NEAR = 8  # so far behind a total its brackets open at most
_PARTS = compiled(r"[（(](?:[\u3400-\u9fff]{1,8}\d+(?:\.\d+)?[、，,;；]?){2,8}[)）]")
_PARTS_BEHIND = compiled(
    r"[，,；;：:](?:其中)?[，,：:]?"
    r"(?:[\u3400-\u9fff]{1,8}\d+(?:\.\d+)?(?:[、，,;；](?=[\u3400-\u9fff]{1,8}\d))?){2,8}(?=[。；;，,）)\n]|$)"
)
_NUMBER = compiled(r"\d+(?:\.\d+)?")
_LONG_LINE = 12
_TO = compiled("[和与及至到—~-]")
_BIG = {"万": Decimal(10_000), "亿": Decimal(100_000_000)}
_APART = 30  # numbers of a list that share a scale are not farther apart than so many times
_LABELS = frozenset("\n。；;：: 第之")
_GROUP = compiled(r"(?<![0-9.])(?!(?:19|20)[0-9]{2}，$)[0-9]+[,，]$")  # 截至2020，300户


class Lent(NamedTuple):
    """A number of a list with the unit at the list's end; ``last`` is where the number begins that has it."""

    value: Decimal
    unit: Unit
    last: int


def shared(
    text: str, at: int, end: int, value: Decimal, unit_at: Callable[[int], Unit | None]
) -> Lent | None:
    """What the number [at, end) counts by the unit of the last number of its list: 86、75和91人.

    None where it is no list, and where its numbers may be one (三、四个) or a label (：1、20户).
    """
    if not text[at].isdigit():
        return None
    if text[end : end + 1] == "、" and (at == 0 or (end - at == 1 and text[at - 1] in _LABELS)):
        return None
    begin = end
    for number in range(_MOST):
        mark = _COMMA.match(text, begin)
        if mark is None or not text[mark.end() : mark.end() + 1].isdigit():
            return None
        last = mark.end()
        found = scan_number(text, last)
        if found is None or found[1] is None or found[2] != "exact":
            return None
        begin = found[0]
        unit = unit_at(begin)
        if unit is None:
            continue
        if number == 0 and mark.group() == "、" and _neighbours(text, at, end, value, last, found[0]):
            return None
        scale = _BIG.get(text[found[0] - 1])
        if scale is not None and text[end - 1] not in _BIG:
            if not 1 / Decimal(_APART) <= value * scale / found[1] <= _APART:
                return None
            value *= scale
        return Lent(value, unit, last)
    return None


def _neighbours(text: str, at: int, end: int, value: Decimal, last: int, end2: int) -> bool:
    """3、4个 may be one vague number."""
    return end - at == 1 == end2 - last and int(text[last]) == value + 1


def separated(text: str, at: int, end: int) -> bool:
    """Whether the number [at, end) may be the last group of one with separators: 分别为12，406人.

    Where it surely is, the repairs have joined it.
    """
    digits = at
    while digits < end and text[digits].isdigit():
        digits += 1
    if text[at - 1 : at] not in (",", "，") or digits - at < 3:
        return False
    group = _GROUP.search(text, max(0, at - 16), at)
    # 1,101000元 has lost a separator; 5月12，1200户 is a date's end and another number
    return group is not None and (digits - at == 3 or text[group.start() - 1 : group.start()] not in ("年", "月"))


def bracketed_parts(text: str, at: int, total: int, value: Decimal | None) -> bool:
    """Whether the number at ``at`` is one of those in brackets right behind a total that ends at ``total``, or behind a
    comma, which add up to it: 2292个村(居)(村1795、居497); 1260人，男741、女519."""
    opening = max(text.rfind("(", total, at), text.rfind("（", total, at))
    if value is None:
        return False
    near = 0 <= opening <= total + _NEAR
    inside = _PARTS.match(text, opening) if near else _PARTS_BEHIND.match(text, total)
    if inside is None or inside.end() <= at:
        return False
    return sum(Decimal(number) for number in _NUMBER.findall(inside.group())) == value


def goes_to(text: str, left: int, old: int, at: int, end: int) -> bool:
    """Whether the number [at, end) is the new value, without its unit, of one ending at ``old``: 由8.3%降到0以下."""
    if text[left - 1 : left] not in ("由", "从", "自") or _REACHED.fullmatch(text, old, at) is None:
        return False
    return _CLOSED.match(text, end) is not None


class Upper(NamedTuple):
    """The upper end of a range in words: where it ends, its value and its unit."""

    end: int
    value: Decimal
    unit: Unit


def between(text: str, end: int, unit_at: Callable[[int], Unit | None]) -> Upper | None:
    """The second number of 介于45亿余元及194亿余元之间, whose first one with its unit ends at ``end``."""
    mark = _TO.match(text, end)
    found = scan_number(text, mark.end()) if mark is not None else None
    if found is None or found[1] is None:
        return None
    unit = unit_at(found[0])
    if unit is None or not text.startswith("之间", found[0] + len(unit[1])):
        return None
    return Upper(found[0] + len(unit[1]), found[1], unit)


def parted_off(text: str, at: int, labels: frozenset[str]) -> bool:
    """Whether in running text a bare number stands a blank before the one at ``at``: 支出 8 30.5万元 may be 830.5.

    Behind one of ``labels`` the number before is a name: 表6 32人.
    """
    found = _BARE.search(text, max(0, at - _LONGEST_BARE), at)
    if found is None or text[found.start() - 1 : found.start()] in labels:
        return False
    if _YEAR.fullmatch(found.group()) is not None and not text[found.start() - 1].isalpha():
        return False  # ，2023 300户
    start, end = text.rfind("\n", 0, at) + 1, text.find("\n", at)
    line = text[start : end if end >= 0 else len(text)]
    return text[start : found.start()].strip() != "" and any(mark in line for mark in "，。；")


def broken_off(text: str, at: int) -> bool:
    """Whether the number at ``at`` begins a paragraph and the one before broke off in a number: 补贴3⏎⏎3.8万元."""
    if text[at - 1 : at] != "\n":
        return False
    before = text[max(0, at - 40) : at].rstrip("\n\r ")
    return before.rstrip(",，")[-1:].isdigit() and len(before) - before.rfind("\n") > _LONG_LINE
