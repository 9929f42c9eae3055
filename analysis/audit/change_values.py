"""The old and the new value that a change may be of, in its sentence and in those before."""
from __future__ import annotations

import re
from decimal import Decimal

from .belonging import before_in_report
from .extent import only_some
from .reading import Mention
from .standards import in_other_time
from .words import Words

_POINTS = "百分点"
_TRIED = 12  # numbers of the sentences before that a change may be of
_NEAR = 4  # sentences
_DEARER = 3  # times a standard, by which no standard is raised
_YEAR = re.compile(r"\d{4}")
FACTORS = {"%": Decimal(100), "‰": Decimal(1000), "倍": Decimal(1)}


def clause_of(change: Mention) -> str:
    """The words before a change, those of the 户 before where it is the 人 that go with them."""
    if change.gap.strip("、，, ") or not change.at:
        return change.clause
    last = change.line.mentions[change.at - 1]
    return last.clause if last.fact.status == change.fact.status else change.clause


def just_before(change: Mention, words: Words) -> Mention | None:
    """与上年相比，增加316万元，增长4%: the one number in that unit of the sentence before."""
    line, unit = change.line.previous, change.fact.unit
    first = change.line.mentions[0]
    if line is None or line.row or first.fact.status != "change" or change.at > 1:
        return None
    if unit in FACTORS:
        unit = first.fact.unit if first is not change else ""
    if not unit or unit in FACTORS:
        return None
    own = [
        m for m in line.mentions
        if m.fact.unit == unit and m.fact.status == "actual" and m.whole is None and m.fact.measure != "standard"
    ]
    own = [m for m in own if not words.of("goal").within(m.clause)] if len(own) == 1 else own  # 全年预算安排11640万元
    return own[0] if len(own) == 1 and own[0].printed is not None and first.value < own[0].value else None


def old_elsewhere(change: Mention, new: Mention, words: Words) -> Mention | None:
    """上年同期为12000对, behind the change; 2022年为35000人, which is no earlier value but by its time."""
    def is_old(m: Mention) -> bool:
        return (
            m is not new and m is not change and m.printed is not None and about(m, new, words)
            and m.fact.measure == new.fact.measure
            and (m.fact.status == "previous" or (m.fact.status == "actual" and _dated(m) and year_before(m, new)))
        )

    mentions = change.line.mentions
    behind = next((m for m in mentions[change.at + 1 : change.at + 4] if is_old(m)), None)
    return behind if behind is not None else next((m for m in change.before() if is_old(m)), None)


def _dated(mention: Mention) -> bool:
    return "年" in mention.gap[-10:]


def year_before(old: Mention, new: Mention) -> bool:
    """Whether one is of the year before the other, and of the same part of it."""
    one, two = old.fact.period, new.fact.period
    if len(one) != len(two) or not one or one == two:
        return False
    first, second = _YEAR.findall(one), _YEAR.findall(two)
    return len(first) == len(second) > 0 and all(
        int(b) - int(a) == 1 for a, b in zip(first, second, strict=True)
    ) and _YEAR.sub("", one) == _YEAR.sub("", two)


def stated_before(past: Mention, unit: str, words: Words) -> Mention | None:
    """低保对象2005户。较上年的1917户增加101户: the one value that the sentences before have for it."""
    values = [
        m for m in past.earlier()
        if m.fact.status == "actual" and words.same(m.fact, past.fact) and not only_some(m, words)
        and (m.fact.measure != "rate" if unit in FACTORS else units_agree(m.fact.unit, unit))
    ]
    values = [m for m in values if m.whole is None] or values
    return values[0] if values and len({m.value for m in values}) == 1 else None


def about(mention: Mention, change: Mention, words: Words) -> bool:
    """Whether the change can be one of this value."""
    one, two = mention.fact, change.fact
    if one.place != two.place and one.place and two.place:
        return False
    if one.area != two.area or words.core(one) != words.core(two):
        return False
    if two.unit == "元" and one.unit != "元" and change.value > mention.value * _DEARER:
        return False  # 标准由398元调整为436元，预计增支270万元
    return units_agree(one.unit, two.unit) or two.unit in FACTORS


def units_agree(value: str, change: str) -> bool:
    """Whether a change in one unit can be one of a value in the other: 元 of 元/人/月, 百分点 of %, 元/月 of 元/年."""
    if change == _POINTS:
        return value == "%"
    if value == change:
        return True
    return value.startswith("元/") and (change == "元" or change.rpartition("/")[0] == value.rpartition("/")[0])


def aside(mention: Mention, change: Mention, words: Words) -> bool:
    """Whether a number only goes with the value: an average (月均), the same a month, what it is a share of."""
    if in_other_time(mention, words) or words.of("makes-up").within(mention.gap):
        return True
    average = words.of("average")
    return average.within(mention.clause) and not average.within(change.clause)


def values_before(change: Mention, like: Mention | None, words: Words) -> list[Mention]:
    """What the sentences before have that a change may be of, whatever it is called there, the nearest first."""
    unit = like.fact.unit if like is not None else change.fact.unit
    if unit in FACTORS or unit == _POINTS:
        return []
    measure = like.fact.measure if like is not None else change.fact.measure
    found = [
        m for m in before_in_report(change.line, unit, _TRIED)
        if m.fact.status == "actual" and m.fact.measure == measure and m.printed is not None and m.value > 0
        and change.line.number - m.line.number <= _NEAR and not m.line.row and not aside(m, change, words)
        and m.fact.place == change.fact.place
    ]
    return [m for m in found if m.whole is None] + [m for m in found if m.whole is not None]
