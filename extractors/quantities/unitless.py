"""Numbers with no unit behind them: what stands before them, or around them, may still say what they are."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any, NamedTuple

from civx.patterns.kept import compiled

_LABELLED = compiled(
    r"(户|人|人次)(?:总)?数(?:量)?(?:共|已|总计|总共|累计|合计)?(?:约?[为是达有共:：]|达到|达至|高达)?[约近逾超]?(?:超过)?$"
    r"|(人次)(?:共|已|累计|合计)?(?:[为达:：]|达到|达至|高达|超过|突破)$"
)
# a table's row: label, unit, number
_ROW = compiled(r"[ \t　|]*([^ \t　|\n\d][^ \t　|\n]*)[ \t　|]+([^ \t　|\n\d]{1,6})[ \t　|]+$")
_NOUN_BEFORE = compiled(r"[^\W\d_a-zA-Z](?<![第年月日号共的为是达至到约])")
_COUNTER_BEHIND = compiled(
    r"[^\W\d_a-zA-Z](?<![年月日号级岁时分秒点室路院层楼栋幢和等以的为是至到余多及与])[，,。；;、）)]"
)
_LONGEST_LABEL = 10
_APART = frozenset(" \t　|")
_ROW_SCALES = {"万": Decimal(10_000), "亿": Decimal(100_000_000)}
_ENDS = ("，", ",", "。", "；", ";", "、", "")

Units = dict[str, tuple[dict[str, Any], str, tuple[str, ...]]]


class Reading(NamedTuple):
    """What a number without a unit was read as: where it ends, its value, its unit's rule, the form and the rule's
    name, and the span of its label, where it is a cell of a table."""

    end: int
    value: Decimal
    rule: dict[str, Any]
    form: str
    name: str
    label: tuple[int, int] | None = None


def labelled(text: str, at: int) -> re.Match[str] | None:
    """The label right before the number at ``at`` that says its unit: 户数为2005."""
    return _LABELLED.search(text, max(0, at - _LONGEST_LABEL), at)


def unitless(text: str, at: int, end: int, value: Decimal, units: Units) -> Reading | None:
    """What the number [at, end) without a unit is: a labelled number, a cell, an amount, a count of the unknown."""
    money = Reading(end, value, units["元"][0], "", "quantities.yaml#money-implied")
    if not text[at].isdigit():
        return money if any(big in text[at:end] for big in _ROW_SCALES) and text[end : end + 1] in _ENDS else None
    label = labelled(text, at)
    if label is not None:
        rule, name, _ = units[label[1] or label[2]]
        return Reading(end, value, rule, "", name)
    cell = _cell(text, at, end, value, units)
    if cell is not None:
        return cell
    if text[end - 1] in "万亿" and text[end : end + 1] not in "个人":
        return money
    if _NOUN_BEFORE.match(text, at - 1) is not None and _COUNTER_BEHIND.match(text, end) is not None:
        counter = {"measure": "count", "unit": text[end]}  # an unknown counter is kept as it is written
        return Reading(end + 1, value, counter, text[end], "quantities.yaml#as-written")
    return None


def _cell(text: str, at: int, end: int, value: Decimal, units: Units) -> Reading | None:
    """A table's cell whose row reads label, unit, number: 发现问题线索  条  463."""
    if text[at - 1 : at] not in _APART:
        return None
    row = _ROW.match(text, text.rfind("\n", 0, at) + 1, at)
    if row is None or (end < len(text) and text[end] not in " \t\r\n　|"):
        return None
    form, scale = row[2], Decimal(1)
    if len(form) > 1 and form[0] in _ROW_SCALES:
        form, scale = form[1:], _ROW_SCALES[form[0]]
    unit = units.get(form)
    return None if unit is None else Reading(end, value * scale, unit[0], form, unit[1], row.span(1))
