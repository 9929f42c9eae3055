"""Households and persons stated again side by side: 86户91人 in one place, 84户91人 in another."""
from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from civx.extractors.model import Fact

from .belonging import same_time
from .finding import Finding, finding
from .interval import said
from .reading import Mention
from .restated import KEPT

LEAST = 50  # persons in a pair: smaller numbers agree by chance
_NEAR = Decimal("0.2")


def pair(
    persons: Mention, pairs: dict[tuple[str, str, Decimal], list[tuple[Mention, Mention]]]
) -> Iterator[Finding]:
    """86户91人 in one place, 84户91人 in another, of one programme: one is a slip."""
    fact = persons.fact
    if not persons.at or fact.measure != "persons" or fact.value is None or fact.value < LEAST:
        return
    households = persons.line.mentions[persons.at - 1]
    if households.fact.measure != "households" or persons.gap.strip("、，, ") or not _plain(persons, households):
        return
    for key in ((fact.report, "人", fact.value), (fact.report, "户", households.value)):
        known = pairs.setdefault(key, [])
        for other, others in known:
            if other.line is persons.line or not _may_be_one(other.fact, fact):
                continue
            yield from _differs(others, households, persons)
            yield from _differs(other, persons, households)
            if households.value == others.value or fact.value == other.value:
                yield from _paid(other, persons)
        if len(known) < KEPT:
            known.append((persons, households))


def _plain(*mentions: Mention) -> bool:
    return all(m.fact.status == "actual" and m.fact.bound == "exact" for m in mentions) and len(
        {m.value for m in mentions}
    ) == len(mentions)


def _may_be_one(one: Fact, two: Fact) -> bool:
    """Whether both can be about the same people."""
    return one.programme == two.programme and one.place == two.place and same_time(one.period, two.period)


def _differs(one: Mention, two: Mention, beside: Mention) -> Iterator[Finding]:
    """Two numbers that differ a little, where those beside them are the same."""
    if one.value != two.value and abs(one.value - two.value) <= two.value * _NEAR:
        message = (
            f"{said(one.fact)} in line {one.fact.line}, but {said(two.fact)} in line {two.fact.line}, "
            f"both beside {said(beside.fact)} ({two.fact.subject})"
        )
        yield finding("repeat", "warning", message, one.fact, two.fact, beside.fact)


def _paid(one: Mention, two: Mention) -> Iterator[Finding]:
    """The money right behind two such pairs."""
    sums = []
    for mention in (one, two):
        behind = mention.line.mentions[mention.at + 1 : mention.at + 2]
        sums += [m for m in behind if m.fact.measure == "amount"]
    if len(sums) == 2 and _plain(*sums):
        yield from _differs(sums[0], sums[1], two)
