"""What is stated again with a slip of the pen: numbers a digit apart under one name, sums with digits swapped."""
from __future__ import annotations

from collections.abc import Iterator

from .belonging import same_time, together
from .extent import of_all, only_some, subject_of
from .finding import Finding
from .interval import step
from .mends import slipped
from .reading import Mention
from .restated import KEPT, LEAST_AGAIN, Key, again_right, both_ways, repeated
from .words import Words

_LONG = 4  # digits
_NAME = 4  # characters of a subject that says enough by itself
_FULL_NAME = 7


def slip(mention: Mention, named: dict[Key, list[Mention]], words: Words) -> Iterator[Finding]:
    """据点168处 in one place, 全市共有据点186处 in another: of two numbers that are a digit apart, one is a slip."""
    fact = mention.fact
    if (
        fact.status != "actual" or fact.bound != "exact" or fact.value is None or fact.measure in ("rate", "standard")
        or len(fact.subject) < _NAME
    ):
        return
    known = named.setdefault((fact.report, subject_of(mention, words), fact.place, fact.area, fact.unit), [])
    for other in known:
        if other.line is mention.line or not same_time(other.fact.period, fact.period):
            continue
        if other.value == fact.value or (other.printed and mention.printed and other.printed.meets(mention.printed)):
            if fact.value >= LEAST_AGAIN:
                yield again_right(other, mention)
                return
            continue
        long_name = len(fact.subject) >= _FULL_NAME
        if not is_slip(other, mention, long_name) or any(only_some(m, words, True) for m in (other, mention)):
            continue
        if both_ways(other, mention, words):
            continue
        if long_name or of_all(other, words) or of_all(mention, words):
            yield repeated(other, mention)
            return
    if len(known) < KEPT:
        known.append(mention)
    yield from _longer_name(mention, named, words)
    yield from _swapped(mention, words)


def _longer_name(mention: Mention, named: dict[Key, list[Mention]], words: Words) -> Iterator[Finding]:
    """失业类别14450宗 in one place, 失业类别个案15440宗 in another: one name within the other, and digits swapped."""
    fact, subject = mention.fact, subject_of(mention, words)
    if mention.whole is not None and mention.whole.line is mention.line:
        return
    for (report, name, place, area, unit), others in named.items():
        if name == subject or (report, place, area, unit) != (fact.report, fact.place, fact.area, fact.unit):
            continue
        if not name.startswith(subject) and not subject.startswith(name):
            continue
        for other in others:
            if other.line is mention.line or not same_time(other.fact.period, fact.period):
                continue
            if not is_slip(other, mention, False) or slipped(other.value, mention.value) != "swapped":
                continue
            if not any(only_some(m, words, True) for m in (other, mention)):
                yield repeated(other, mention)
                return


def _swapped(mention: Mention, words: Words) -> Iterator[Finding]:
    """发放资金7182万元 in a summary, 发放救助资金7812万元 in its place: two digits swapped of four are no chance."""
    if len(str(int(mention.value / step(mention.fact))).rstrip("0")) < _LONG or mention.fact.measure != "amount":
        return
    line = mention.line
    words_of = words.of("paid").without(mention.label)
    for other in line.report.units.get(mention.fact.unit, ()):
        if other.seq >= mention.seq:
            return
        if other.line is line or other.fact.status != "actual" or other.fact.measure != "amount":
            continue
        if other.fact.bound != "exact" or not together(other, mention) or both_ways(other, mention, words):
            continue
        if slipped(other.value, mention.value) != "swapped":
            continue
        if _overlap(words_of, words.of("paid").without(other.label)):
            yield repeated(other, mention)
            return


def _overlap(one: str, two: str) -> bool:
    """Whether two labels have two characters in a row in common."""
    return any(one[at : at + 2].strip() in two and len(one[at : at + 2].strip()) > 1 for at in range(len(one) - 1))


def is_slip(one: Mention, two: Mention, long_name: bool) -> bool:
    """Whether the numbers differ by a slip, too long for chance, in the digits of the one printed less exactly."""
    width = max(step(one.fact), step(two.fact))
    first, second = ((m.value / width).to_integral_value() for m in (one, two))
    how = slipped(first, second)
    if slipped(one.value, two.value) == "factor":
        first, second, how = one.value, two.value, "factor"
    if how == "factor":
        scaled = any(sign in m.text for m in (one, two) for sign in "万亿") or one.fact.measure == "amount"
        return scaled and len(str(int(min(first, second))).rstrip("0")) > 2
    least = 2 if long_name else 3
    return (how == "swapped" and min(first, second) >= 10 ** (least - 1)) or (how == "digit" and first >= 1000)
