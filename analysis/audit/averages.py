"""Averages against total and count (人均救助1250元), and multiples against the two values (低保标准的1.3倍)."""
from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from .finding import Finding, missed
from .interval import Interval, near, said
from .reading import Line, Mention
from .repeats import only_some
from .words import Words

# Of what adds up in a year. How many persons there are changes, and an average may be of another month's.
_OF_TIMES = frozenset({"元/人次", "元/户次", "元/次"})
_OF = re.compile(r"^[)）]?[的之]$")
_OF_BEFORE = re.compile(r"[^，,；;。]*的$")


def check(lines: list[Line], words: Words) -> Iterator[Finding]:
    """Findings on averages and multiples, in text order."""
    for line in lines:
        for mention in line.mentions:
            fact = mention.fact
            if not mention.at or mention.printed is None or fact.status == "change":
                continue
            if fact.measure == "standard" and fact.status == "actual":
                yield from _average(mention, words)
            elif fact.unit == "倍":
                yield from _multiple(mention, words)


def _average(average: Mention, words: Words) -> Iterator[Finding]:
    money, _, per = average.fact.unit.partition("/")
    label = f"{average.clause} {average.fact.subject}"
    units = words.counted.get(per, (per,))
    if money != "元" or average.fact.per_month is not None:
        return
    if not words.of("average").within(label) or words.of("timed").within(label):
        return
    earlier = [other for other in average.before() if other.fact.status == "actual" and other.printed is not None]
    sums = [other for other in earlier if other.fact.measure == "amount" and other.value > 0][:3]
    counts = [other for other in earlier if other.fact.unit in units and other.value > 0][:4]
    if sums and not counts and average.fact.unit in _OF_TIMES:
        counts = [
            other for other in average.earlier()
            if other.fact.unit in units and other.value > 0 and other.fact.status == "actual"
            and other.printed is not None and other.whole is None and not only_some(other, words)
            and other.fact.programme == average.fact.programme and other.fact.period == sums[0].fact.period
        ]
    if not sums or not counts:
        return
    assert average.printed is not None
    if any(_quotient(one, count).meets(average.printed) for one in sums for count in counts):
        return
    beside = {m.at: m for m in (*sums, *counts) if m.at >= average.at - 2}
    if len(beside) == 2 and any(m in sums for m in beside.values()) and any(m in counts for m in beside.values()):
        sums, counts = ([m for m in own if m.at in beside] for own in (sums, counts))  # the two right before it
    counts = [count for count in counts if count.whole is None] or counts
    exact = [count for count in counts if count.fact.unit == per] or counts
    if (len(sums) > 1 and sums[1].at > exact[0].at) or len({count.fact.subject for count in exact}) > 1:
        return  # which of them it is the average of, nothing says
    amount, count = sums[0], exact[0]
    each = near(amount.value / count.value, average.fact, average.fact.unit)
    message = f"{said(amount.fact)} / {said(count.fact)} = {each}"
    yield missed("average", message, average.fact, _quotient(amount, count), amount.fact, count.fact)


def _quotient(amount: Mention, count: Mention) -> Interval:
    assert amount.printed is not None and count.printed is not None
    return amount.printed.over(count.printed)


def _multiple(multiple: Mention, words: Words) -> Iterator[Finding]:
    """A为B的1.5倍, where B's number stands right before 的, or is what was there before: 是去年的1.5倍."""
    assert multiple.printed is not None
    below = multiple.line.mentions[multiple.at - 1]
    if not _OF.match(multiple.gap):
        of, name = _OF_BEFORE.search(multiple.gap), words.of("past")
        old = next((m for m in multiple.before() if m.fact.status == "previous" and m.fact.measure != "rate"), None)
        if of is None or not name.within(of.group()) or old is None or multiple.at - old.at > 2:
            return
        near = multiple.line.mentions[max(0, old.at - 1) : multiple.at]
        news = [m for m in near if m.same(old) and m is not old]
        quotients = [(m, quotient) for m in news if (quotient := _times(m, old)) is not None]
        if len(quotients) == 1 and not quotients[0][1].meets(multiple.printed):
            yield _missed_multiple(multiple, quotients[0][0], old, quotients[0][1])
        return
    candidates = [
        (above, quotient) for above in below.before()
        if above.fact.measure == below.fact.measure and (quotient := _times(above, below)) is not None
    ]
    if not candidates or any(quotient.meets(multiple.printed) for _, quotient in candidates):
        return
    above, quotient = candidates[0]
    yield _missed_multiple(multiple, above, below, quotient)


def _missed_multiple(multiple: Mention, above: Mention, below: Mention, quotient: Interval) -> Finding:
    one, two = _comparable(above, below)
    message = f"{said(above.fact)} / {said(below.fact)} = {near(one / two, multiple.fact)}{multiple.fact.unit}"
    return missed("multiple", message, multiple.fact, quotient, above.fact, below.fact)


def _times(above: Mention, below: Mention) -> Interval | None:
    """How many times one is the other; None where they do not compare."""
    if above.printed is None or below.printed is None or above.value <= 0 or below.value <= 0:
        return None
    if above.fact.unit == below.fact.unit:
        return above.printed.over(below.printed)
    one, two = above.fact.per_month, below.fact.per_month
    if one is None or two is None or not one or not two:
        return None
    cent = Decimal("0.005")
    return Interval(one - cent, one + cent).over(Interval(two - cent, two + cent))


def _comparable(above: Mention, below: Mention) -> tuple[Decimal, Decimal]:
    one, two = above.fact, below.fact
    if one.unit != two.unit and one.per_month is not None and two.per_month is not None:
        return one.per_month, two.per_month
    return above.value, below.value
