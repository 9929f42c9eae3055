"""The same thing stated twice with different values: standards, totals of the whole place, and 户/人 pairs."""
from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import combinations, groupby

from .belonging import same_time, together
from .extent import of_all, only_some, subject_of
from .finding import RIGHT, Finding
from .household_pairs import LEAST, pair
from .mends import slipped
from .reading import Line, Mention
from .restated import KEPT, LEAST_AGAIN, Key, again_right, both_ways, repeated
from .rows import Row
from .slips import is_slip, slip
from .words import Words

_COUNTED = ("households", "persons", "count")
_PAID = ("households", "persons", "amount")
_ALIKE = Decimal("0.1")
_MANY = 3  # contradictions, more than which are no slips
_OTHER = Decimal("0.34")  # what differs by more is another thing
_AROUND = 30  # sentences


def check(lines: list[Line], words: Words) -> Iterator[Finding]:
    """Findings on what is stated again, each two numbers once."""
    for _, own in groupby(lines, key=lambda line: line.report):
        yield from _in_report(list(own), words)


def _in_report(lines: list[Line], words: Words) -> Iterator[Finding]:
    found = list(_stated_again(lines, words))
    broken = [one for one in found if one.severity != RIGHT]
    if len(broken) > _MANY and len(broken) * 2 > len(found):
        return  # two years' bulletins in one: hardly anything that is stated again is the same
    told: set[frozenset[str]] = set()
    pairs: list[Finding] = []
    for one in found:
        ids = frozenset(fact.id for fact in one.facts)
        if len(ids) == 2:
            if ids not in told:
                told.add(ids)
                yield one
        else:
            pairs.append(one)
    for one in pairs:
        if not any(frozenset((a.id, b.id)) in told for a, b in combinations(one.facts, 2)):
            yield one


def _stated_again(lines: list[Line], words: Words) -> Iterator[Finding]:
    stated: dict[Key, list[Mention]] = {}
    named: dict[Key, list[Mention]] = {}
    pairs: dict[tuple[str, str, Decimal], list[tuple[Mention, Mention]]] = {}
    paid = frozenset(programme for rule in words.plausible if rule.measure for programme in rule.programmes)
    yield from of_totals(lines, words)
    for line in lines:
        if line.row:  # a cell says too little of what it counts, but for a digit
            if not words.is_total(Row(line).label):
                for mention in line.mentions:
                    yield from slip(mention, named, words)
            continue
        here: dict[Key, list[Mention]] = {}
        for mention in line.mentions:
            key = _key(mention, words, paid)
            if key is not None:
                here.setdefault(key, []).append(mention)
            yield from pair(mention, pairs)
            yield from slip(mention, named, words)
        for key, mentions in here.items():
            if len({mention.value for mention in mentions}) > 1:
                stated[key] = []  # tiers or sorts under one name
            elif key not in stated:
                stated[key] = mentions[:1]
            elif stated[key]:
                yield from _again(stated[key], mentions[0], key[0], words)


def _key(mention: Mention, words: Words, paid: frozenset[str]) -> Key | None:
    """What a number is about, and how sure that is; None where it may be of anything.

    The first member is ``all`` for standards and for what speaks for the whole place, ``like`` for recipients of the
    programmes in ``paid`` and their money: these count as stated twice only where the numbers are nearly the same.
    """
    fact = mention.fact
    if fact.status != "actual" or fact.value is None or mention.printed is None or not fact.subject:
        return None
    sure = "all"
    if fact.measure == "standard":
        if fact.per_month is None or not words.of("benefit").within(fact.subject):
            return None
        if words.of("average").within(mention.clause):
            return None
    elif mention.whole is not None:
        return None
    elif fact.measure not in _COUNTED or not of_all(mention, words):
        if fact.measure not in _PAID or fact.programme not in paid or fact.value < LEAST or only_some(mention, words):
            return None
        sure = "like"
    subject = subject_of(mention, words)
    unit = "" if fact.measure == "standard" else fact.unit
    return sure, fact.report, fact.programme, subject, fact.place, fact.area, fact.measure, unit


def _again(earlier: list[Mention], mention: Mention, sure: str, words: Words) -> Iterator[Finding]:
    for other in earlier:
        if not same_time(other.fact.period, mention.fact.period) or both_ways(other, mention, words):
            continue
        one, two = (m.fact.per_month if m.fact.measure == "standard" else m.value for m in (other, mention))
        if one == two:
            if other.line is not mention.line and mention.value >= LEAST_AGAIN:
                yield again_right(other, mention)
            return
        assert other.printed is not None and mention.printed is not None
        if other.fact.unit == mention.fact.unit and other.printed.meets(mention.printed):
            continue
        apart = abs(other.value - mention.value)
        if apart > mention.value * (_ALIKE if sure == "like" else _OTHER) and not slipped(other.value, mention.value):
            continue
        yield repeated(other, mention)
        return
    if len(earlier) < KEPT:
        earlier.append(mention)


def of_totals(lines: list[Line], words: Words) -> Iterator[Finding]:
    """The row 合计 of a table against the same numbers in prose."""
    for line in lines:
        if not line.row or not words.is_total(Row(line).label):
            continue
        right: list[tuple[Mention, Mention]] = []
        wrong: list[tuple[Mention, Mention, bool]] = []
        for mention in line.mentions:
            if mention.printed is None or mention.value < LEAST_AGAIN or mention.fact.measure in ("rate", "standard"):
                continue
            prose = [
                m for m in line.report.units.get(mention.fact.unit, ())
                if not m.line.row and m.printed is not None and m.fact.status == "actual" and together(m, mention)
                and abs(m.line.number - line.number) <= _AROUND + len(lines) // 4
            ]
            fact = mention.fact
            alike = [m for m in prose if m.fact.programme == fact.programme and m.fact.area == fact.area]
            same = next((m for m in prose if m.printed and m.printed.meets(mention.printed)), None)
            if same is not None:
                right.append((same, mention))
                continue
            close = [m for m in alike if m.whole is None and abs(m.value - mention.value) <= mention.value * _OTHER]
            slips = [m for m in prose if is_slip(m, mention, False) and (m in alike or fact.measure == "amount")]
            if slips or len(close) == 1:
                wrong.append(((slips or close)[0], mention, bool(slips)))
        for one, two in right:
            yield again_right(one, two)
        for one, two, sure in wrong:
            if sure or len(right) > 1:
                yield repeated(one, two)
