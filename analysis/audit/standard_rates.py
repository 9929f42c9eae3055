"""What each gets: 每人每月80元, 每例奖补2000元, 月标准900元, also where it stands as an amount (每小时25元)."""
from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from .periods import TIME_UNITS, months_of
from .reading import Mention
from .words import Words

_ONE, _QUARTER, _YEAR = Decimal(1), Decimal(3), Decimal(12)
_EACH = 100_000_000  # 元, that one may cost
_SMALL = 10_000  # 元: what one person gets, each month or year


class Rate(NamedTuple):
    """The units that are counted of what each gets one of, and how often it is paid: 月, 季, 年 or "" for once."""

    units: tuple[str, ...]
    time: str


@lru_cache(maxsize=8)
def _forms(words: Words) -> re.Pattern[str]:
    return re.compile(rf"(?:{words.of('each').pattern()})({words.of('counter').pattern()})")


def rate_of(mention: Mention, words: Words) -> Rate | None:
    """How a number is paid, None for one that is no rate, an average or an extreme."""
    fact = mention.fact
    if mention.printed is None or mention.value <= 0 or fact.bound not in ("exact", "about") or fact.direction:
        return None
    label = f"{mention.clause} {fact.subject}"
    if words.of("average").within(label) or words.of("extreme").within(label) or fact.status == "previous":
        return None
    if fact.measure == "standard" and fact.unit.startswith("元/"):
        per, _, time = fact.unit.removeprefix("元/").partition("/")
        if per in TIME_UNITS and not time:
            per, time = "人", per
        if not time and "季" in mention.clause:
            time = "季"
        return Rate(units_of(per, words), TIME_UNITS.get(time, time))
    if fact.measure != "amount" or fact.value is None or fact.value >= _EACH:
        return None
    match = next(reversed(list(_forms(words).finditer(mention.clause))), None)
    time = next((short for long, short in TIME_UNITS.items() if f"每{long}" in mention.clause), "")
    if match is not None:
        return Rate(units_of(match.group(1), words), time)
    if time and mention.value < _SMALL:
        return Rate(units_of("人", words), time)
    return None


@lru_cache(maxsize=256)
def units_of(per: str, words: Words) -> tuple[str, ...]:
    """What is counted of what there is one rate for each of."""
    person = "人" if per in ("名", "位") else per
    return words.counted.get(person, (person,))


def months_paid(amount: Mention, rate: Rate, words: Words) -> tuple[list[Decimal], bool]:
    """The months (or quarters, or years) that the money is of, the likeliest first, and whether the words say so."""
    if rate.time in ("", "年", "日"):
        return [_ONE], True
    own = months_of(amount.fact.period)
    if rate.time == "季":
        return [max(_ONE, own / _QUARTER)], True
    if words.of("this-month").within(amount.clause):
        return [_ONE], True
    if words.of("all-year").within(amount.clause):
        return [own] if own != _ONE else [_YEAR], True
    if own not in (_ONE, _YEAR):
        return [own], True
    return ([_ONE, _YEAR], own == _ONE) if own == _ONE else ([_YEAR, _ONE], False)
