"""This year's report against last year's of the same place: what it says of the year before and of the change."""
from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal

from civx.extractors.model import Fact

from .finding import Finding, finding, held
from .interval import Interval, printed, said
from .mends import slipped
from .reading import Line, Mention
from .wholes import PERCENT
from .words import Words

_YEAR = re.compile(r"\d{4}")
_WHY = "this year's report and last year's"
_OTHER = Decimal("0.34")  # what differs by more is another thing

Key = tuple[str, str, str, str, str]


def against(lines: list[Line], last_year: Iterable[Fact], words: Words) -> Iterator[Finding]:
    """Findings on what the lines say of last year, in text order."""
    stated: dict[Key, list[Fact]] = {}
    for fact in last_year:
        if fact.status == "actual" and fact.part_of is None and printed(fact) is not None:
            stated.setdefault(_key(fact, words), []).append(fact)
    known = {key: own[0] for key, own in stated.items() if len({fact.value for fact in own}) == 1}
    for line in lines:
        for mention in line.mentions:
            if mention.printed is None:
                continue
            if mention.fact.status == "previous":
                yield from _previous(mention, known, words)
            elif mention.fact.status == "change":
                yield from _change(mention, known, words)


def _key(fact: Fact, words: Words) -> Key:
    return words.core(fact), fact.measure, fact.unit, fact.area, fact.place


def _previous(old: Mention, known: dict[Key, Fact], words: Words) -> Iterator[Finding]:
    """较上年的2210具: what last year's report has."""
    other = known.get(_key(old.fact, words))
    if other is None or len({_year(old.fact.period), _year(other.period)} - {""}) > 1:
        return
    yield from _held(old, old.printed, other, f"{said(old.fact)} for the year before", old.fact)


def _change(change: Mention, known: dict[Key, Fact], words: Words) -> Iterator[Finding]:
    """2345具，比上年增加135具: the year before had 2210."""
    new = next((
        m for m in change.before()
        if m.fact.status == "actual" and words.core(m.fact) == words.core(change.fact) and m.printed is not None
        and m.fact.measure != "rate"
    ), None)
    if new is None or new.printed is None or change.printed is None or not words.of("year-on-year").within(change.gap):
        return
    if any(m.fact.status == "previous" for m in change.line.mentions[: change.at]):
        return  # said there, and compared by itself
    other = known.get(_key(new.fact, words))
    if other is None or _year(new.fact.period) == _year(other.period):
        return
    up = -1 if change.fact.direction == "down" else 1
    if change.fact.unit == new.fact.unit:
        by = change.printed if up > 0 else Interval(-change.printed.high, -change.printed.low)
        reckoned = new.printed.minus(by)
        told = f"{said(new.fact)} {'−' if up > 0 else '+'} {said(change.fact)} for the year before"
    elif change.fact.unit in PERCENT:
        ends = [1 + up * end / PERCENT[change.fact.unit] for end in change.printed]
        if min(ends) <= 0 or not max(ends).is_finite():
            return
        reckoned = new.printed.over(Interval(min(ends), max(ends)))
        told = f"{said(new.fact)}, {'more' if up > 0 else 'less'} by {said(change.fact)}, for the year before"
    else:
        return
    yield from _held(change, reckoned, other, told, new.fact, change.fact)


def _year(period: str) -> str:
    """The last year that a period names, "" where it names none."""
    found = _YEAR.findall(period)
    return found[-1] if found else ""


def _held(mention: Mention, own: Interval | None, other: Fact, told: str, *facts: Fact) -> Iterator[Finding]:
    stated = printed(other)
    if own is None or stated is None or other.value is None:
        return
    message = f"{told}, {said(other)} in line {other.line} of {other.source}: {other.subject}"
    if own.meets(stated):
        yield held("last-year", lambda: message, _WHY, *facts)
        return
    middle = (own.low + own.high) / 2
    if not middle.is_finite():
        return
    if abs(middle - other.value) <= other.value * _OTHER or slipped(middle, other.value):
        yield finding("last-year", "warning", message, *facts, why=_WHY)
