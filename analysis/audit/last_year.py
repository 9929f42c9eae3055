"""This year's report against last year's of the same place: the year before, the change, the opening, what was planned.

What goes by the same name is compared first; what goes by another of its kin only where it is the same or a slip away.
"""
from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal

from civx.extractors.model import Fact

from .change_values import clause_of
from .finding import Finding, finding, held
from .interval import Interval, printed, said
from .mends import slipped
from .reading import Line, Mention
from .wholes import PERCENT
from .words import Words

_YEAR = re.compile(r"\d{4}")
_WHY = "this year's report and last year's"
_OTHER = Decimal("0.34")  # what differs by more is another thing

_NAME = 2  # characters at the end of a name that make others of its kin

Key = tuple[str, str, str, str, str]
Sort = tuple[str, str, str, str, str]


class _Earlier:
    """What last year's report has: by name where it says a thing once, and by sort for names that are not the same."""

    def __init__(self, facts: Iterable[Fact], words: Words) -> None:
        self.words = words
        stated: dict[Key, list[Fact]] = {}
        sorts: dict[Sort, list[Fact]] = {}
        self.plans: list[Fact] = []
        for fact in facts:
            if printed(fact) is None:
                continue
            if fact.status == "planned":
                self.plans.append(fact)
            elif fact.status == "actual":
                stated.setdefault(_key(fact, words), []).append(fact)
                sorts.setdefault(_sort(fact), []).append(fact)
        self.known = {key: own[0] for key, own in stated.items() if len({fact.value for fact in own}) == 1}
        self.sorts = sorts

    def of(self, fact: Fact) -> Fact | None:
        """The fact of the same name, or None."""
        return self.known.get(_key(fact, self.words))

    def kin(self, fact: Fact) -> list[Fact]:
        """Those of its sort whose names have the same end, or hold each other; none where the name says nothing."""
        name = self.words.of("generic").without(self.words.core(fact))
        if len(name) < _NAME:
            return []
        others = [(other, self.words.core(other)) for other in self.sorts.get(_sort(fact), ()) if other.part_of is None]
        return [
            other for other, core in others
            if core[-_NAME:] == name[-_NAME:] or (core and (core in name or name in core))
        ]


def against(lines: list[Line], last_year: Iterable[Fact], words: Words) -> Iterator[Finding]:
    """Findings on what the lines say of last year, in text order."""
    earlier = _Earlier(last_year, words)
    for line in lines:
        for mention in line.mentions:
            fact = mention.fact
            if mention.printed is None:
                continue
            if fact.status == "previous":
                yield from _previous(mention, earlier)
            elif fact.status == "change":
                yield from _change(mention, earlier.known, words)
            elif fact.status == "planned":
                yield from _planned(mention, earlier)
            elif fact.status == "actual" and words.of("opening").within(clause_of(mention)):
                yield from _opening(mention, earlier)


def _key(fact: Fact, words: Words) -> Key:
    return words.core(fact), fact.measure, fact.unit, fact.area, fact.place


def _sort(fact: Fact) -> Sort:
    return fact.programme, fact.measure, fact.unit, fact.area, fact.place


def _previous(old: Mention, earlier: _Earlier) -> Iterator[Finding]:
    """较上年的2210具: what last year's report has."""
    told = f"{said(old.fact)} for the year before"
    other = earlier.of(old.fact)
    if other is not None:
        if len({_year(old.fact.period), _year(other.period)} - {""}) < 2:
            yield from _held(old, old.printed, other, told, old.fact)
        return
    others = [one for one in earlier.kin(old.fact) if _year(one.period) == _year(old.fact.period)]
    yield from _of_kin(old, others, told)


def _opening(now: Mention, earlier: _Earlier) -> Iterator[Finding]:
    """年初在册318户: what there was at the end of last year."""
    other = earlier.of(now.fact)
    year, last = _year(now.fact.period), _year(other.period) if other is not None else ""
    if other is not None and year and last and int(year) - int(last) == 1:
        yield from _held(now, now.printed, other, f"{said(now.fact)} at first", now.fact)


def _planned(plan: Mention, earlier: _Earlier) -> Iterator[Finding]:
    """年初计划建设老年食堂12个: what last year's report planned for this year."""
    fact = plan.fact
    name = earlier.words.core(fact)
    others = [
        one for one in earlier.plans
        if _sort(one) == _sort(fact) and _year(one.period) == _year(fact.period) and _year(one.period)
        and (core := earlier.words.core(one)) and (core in name or name in core)
    ]
    if len({one.value for one in others}) == 1:
        yield from _of_kin(plan, others[:1], f"{said(fact)} planned")


def _of_kin(mention: Mention, others: list[Fact], told: str) -> Iterator[Finding]:
    """A figure that goes by another name there: the same, or a slip away from the only one."""
    own = mention.printed
    same = next((one for one in others if own is not None and (p := printed(one)) is not None and own.meets(p)), None)
    if same is not None:
        yield from _held(mention, own, same, told, mention.fact)
    elif len({one.value for one in others}) == 1 and others[0].value is not None and slipped(
        mention.value, others[0].value
    ) in ("swapped", "factor"):
        yield from _held(mention, own, others[0], told, mention.fact)


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
