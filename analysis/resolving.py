"""Several values for one indicator in one report: which one it is, and what the others are."""
from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import NamedTuple

from civx.extractors.model import Fact

from .families import Families
from .indicators import Figure, Placed, figure_of

_SUMS = frozenset(("amount", "person_times", "household_times"))
_COUNTED = frozenset(("households", "persons", "count")) | _SUMS
_ROUGH = frozenset(("about", "over", "at_least", "under", "at_most"))
_SCALED = re.compile("[万萬亿億]|\\.[0-9]")
_NEAR = 9  # tenths of the largest: what comes nearer to it contradicts it rather than being a part of it
_CLAUSE = re.compile("[，,；;。：:、（）()]")
_YEAR, _MONTH = 4, 7  # characters of 2023 and of 2023-06


class Apart(NamedTuple):
    """Figures that stand together: those of the indicator itself (``words`` and ``period`` are ""), or those that have
    a row of their own, by the words that the report has for them or by their time."""

    words: str
    period: str
    facts: tuple[Placed, ...]


def apart(candidates: Sequence[Placed], known: Families) -> list[Apart]:
    """The candidates of one indicator in one report, those of the indicator itself first; no fact is left out.

    Sums of a month or a quarter make way for those of the year that holds it, as monthly payments (月发放) do; an
    earlier stock makes way for a later one, a standard for one that is in force since later. Of numbers of people and
    money that the report has different words for the largest is the whole; others that are not nearly as large are
    qualified by their words.
    What is left stays together: nothing here decides between values that the report says in the same words.
    """
    rest = list(candidates)
    if _several(rest):
        rest, others = _by_time(rest, known)
    else:
        others = []
    qualified: list[Apart] = []
    if _several(rest):
        rest, qualified = _by_words(rest)
    return [Apart("", "", tuple(rest)), *others, *qualified]


def joined(figures: list[Figure], new: Figure) -> None:
    """Add a figure to those of its cell; a value stated twice, or once more roughly, is one with both facts."""
    for at, figure in enumerate(figures):
        if figure[:4] == new[:4] or _rounds(figure, new):
            figures[at] = figure._replace(facts=(*figure.facts, *new.facts))
            return
        if _rounds(new, figure):
            figures[at] = new._replace(facts=(*figure.facts, *new.facts))
            return
    figures.append(new)


def _several(found: Iterable[Placed]) -> bool:
    """Whether there is more than one value."""
    figures: list[Figure] = []
    for one in found:
        joined(figures, figure_of(one.fact))
    return len(figures) > 1


def _rounds(exact: Figure, rough: Figure) -> bool:
    """Whether ``rough`` is ``exact`` rounded to fewer digits, and says so: 约105万 of 1054457, 10.8% of 10.76%."""
    one, other = exact.value, rough.value
    if one is None or other is None or _digits(other) >= _digits(one):
        return False
    told = rough.bound in _ROUGH or any(_SCALED.search(fact.quote) or fact.measure == "rate" for fact in rough.facts)
    exponent = other.normalize().as_tuple().exponent
    return told and isinstance(exponent, int) and abs(one - other) * 2 <= Decimal(10) ** exponent


def _digits(value: Decimal | None) -> int:
    return 0 if value is None else len(value.normalize().as_tuple().digits)


def _by_time(found: list[Placed], known: Families) -> tuple[list[Placed], list[Apart]]:
    """Those of the longest or latest time, and the others by their time."""
    periods = {one.fact.period for one in found}
    stays: list[Placed] = []
    goes: list[tuple[Placed, str]] = []
    for one in found:
        fact = one.fact
        yields = any(_yields(fact.period, other, fact.measure) for other in periods)
        monthly = fact.measure in _SUMS and known.monthly(_before(fact))
        if yields or monthly:
            goes.append((one, "" if yields else f"{one.subject}（每月）"))
        else:
            stays.append(one)
    if not stays:
        return found, []
    groups: dict[tuple[str, str], list[Placed]] = {}
    for one, words in goes:
        groups.setdefault((words, "" if words else one.fact.period), []).append(one)
    others = [Apart(words, period, tuple(own)) for (words, period), own in groups.items()]
    return stays, others


def _yields(period: str, other: str, measure: str) -> bool:
    """Whether figures of ``period`` make way for those of ``other``."""
    if period == other or not period or not other:
        return False
    first, last = _ends(period)
    begin, end = _ends(other)
    if measure in _SUMS or measure == "count":
        if last == "..":
            return False
        if first == "..":  # all that there was until then is another thing than what a year brought
            return begin == end and len(begin) == _YEAR
        if begin == "..":  # all that there was until then: of a month it is the sum, of a year it is another thing
            return len(first) >= _MONTH and first == last and last[: len(end)] == end[: len(last)]
        return end != ".." and begin <= first and _late(last) <= _late(end)
    if measure == "standard":
        return last == ".." == end and begin > first
    return first == ".." == begin and _late(end) > _late(last)


def _ends(period: str) -> tuple[str, str]:
    first, slash, last = period.partition("/")
    return first, last if slash else first


def _late(point: str) -> str:
    """The last day of a year, a month or a day, as texts that compare like days."""
    return point + "0000-12-31"[len(point) :]


def _by_words(found: list[Placed]) -> tuple[list[Placed], list[Apart]]:
    """The largest number and what has its words, and the others by theirs."""
    if any(one.fact.measure not in _COUNTED or one.fact.value is None for one in found):
        return found, []
    groups: dict[str, list[Placed]] = {}
    for one in found:
        groups.setdefault(one.fact.subject, []).append(one)
    if len(groups) == 1:
        return found, []
    largest = max(groups, key=lambda words: max(one.fact.value or 0 for one in groups[words]))
    values = {one.fact.value for one in groups[largest] if one.fact.value is not None}
    stays: list[Placed] = []
    goes: list[Placed] = []
    for one in found:
        near = any(value * _NEAR < (one.fact.value or 0) * 10 for value in values)
        (stays if one.fact.subject == largest or near else goes).append(one)
    others: dict[str, list[Placed]] = {}
    for one in goes:
        others.setdefault(one.fact.subject, []).append(one)
    return stays, [Apart(words, "", tuple(own)) for words, own in others.items()]


def _before(fact: Fact) -> str:
    """The words of the fact's clause before its number."""
    return _CLAUSE.split(fact.sentence.partition(fact.quote)[0])[-1]

