"""Averages of what is named: 平均每位照顾服务员3.0人, 站均4名, 每站20万元, 每千名老年人26.1张.

What there is one average for each of may be counted sentences away, and so may the total: 按入住老人计.
"""
from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import lru_cache

from .belonging import before_in_report, called, counts, together
from .claims import FAR, LIKELY, MAY, MIGHT, MUST, OTHER_SCOPE, Claim
from .equations import Quotient
from .extent import only_some
from .interval import near, said
from .periods import TIME_UNITS
from .reading import Mention
from .words import Words

_ONE = Decimal(1)
_THOUSANDS = {"百": Decimal(100), "千": Decimal(1000), "万": Decimal(10000)}
_NEAR = 8  # sentences in which both may stand
_MOST = 60  # numbers that are looked through
_SAYS = 3  # characters of a name that need not stand at the end of what is counted


class Each:
    """What an average is for each of: ``many`` of what is called ``noun``, counted in ``unit``; "" where not said."""

    __slots__ = ("many", "noun", "unit")

    def __init__(self, many: Decimal, unit: str, noun: str) -> None:
        self.many = many
        self.unit = unit
        self.noun = noun


@lru_cache(maxsize=8)
def _forms(words: Words) -> tuple[re.Pattern[str], re.Pattern[str]]:
    counters = words.of("counter").pattern()
    each, average = words.of("each").pattern(), words.of("average-ends").pattern()
    return (
        re.compile(rf"(?:{each})([百千万]?)({counters})?([一-鿿（）()]{{0,12}})$"),
        re.compile(rf"([一-鿿]{{1,6}}?)(?:{average})[一-鿿]{{0,6}}$"),
    )


def each_of(average: Mention, words: Words) -> Each | None:
    """What the words before a number make it an average of, None where they say none."""
    each, ends = _forms(words)
    match = each.search(average.clause)
    if match is not None:
        many, unit, noun = match.groups()
        if noun and (noun[0] in TIME_UNITS or each.search(noun)):
            return None
        return Each(_THOUSANDS.get(many, _ONE), unit or "", noun) if unit or noun else None
    match = ends.search(average.clause)
    if match is not None:
        noun = match.group(1)[-2:]
        if noun[-1] in TIME_UNITS:
            return None
        for unit in (noun, noun[-1]):  # 人次均, 户均
            if unit in words.kinds:
                return Each(_ONE, unit, "")
        return Each(_ONE, "", noun)
    return None


def claims_of_nouns(average: Mention, words: Words) -> Iterator[Claim]:
    """That an average is a total over what it is for each of, both wherever they stand."""
    each = each_of(average, words)
    if each is None:
        return
    below = _counts_of(average, each, words)
    if not below:
        return
    totals = _totals_of(average, below[0], words)
    why = "an average for each of what is counted"
    for at, total in enumerate(totals[:4]):
        for other, count in enumerate(below[:3]):
            if total is count or total.value < average.value:
                continue
            here = total.line is average.line
            sure = MIGHT
            if at == other == 0:
                apart = average.line.number - count.line.number
                named = total.fact.subject in average.line.text
                if here:  # behind an average stands its money only
                    named = total.at < average.at or (named and total.fact.measure == "amount")
                sole = each.noun and len(below) == 1 and apart < 2
                sure = LIKELY if named else MAY
                if here and average.at - total.at == 1 and not total.parted(average) and (not apart or sole):
                    sure = MUST
                if here and each.many == _ONE and (total.parted(average) or _has_its_own(total, average, words)):
                    sure = MAY
            one = claim(average, total, count, each.many, sure, why, FAR if here else OTHER_SCOPE)
            yield one._replace(most="error" if count.line is average.line else "warning")


def _has_its_own(total: Mention, average: Mention, words: Words) -> bool:
    """Whether another average stands between: 收取会费384万元，平均每家6万元，惠及企业640家，平均每家2000元."""
    between = average.line.mentions[total.at + 1 : average.at]
    return any(each_of(m, words) is not None for m in between)


def _counts_of(average: Mention, each: Each, words: Words) -> list[Mention]:
    """What is counted of that name, in its sentence and in those before: 16个 of 社工站 for 站均."""
    noun, unit = each.noun, each.unit
    found: list[tuple[int, int, Mention]] = []
    line = average.line
    units = [unit] if unit and not noun else list(line.report.units)
    alike = words.counted.get(unit, (unit,)) if unit else ()
    kind = words.kinds.get(unit, "count")
    for one in units:
        own = [m for m in line.mentions if m.fact.unit == one and m.at < average.at]
        for m in (*own, *before_in_report(line, one, _MOST)):
            if m is average or not counts(m) or m.fact.direction or line.number - m.line.number > _NEAR or m.line.row:
                continue
            if m.fact.measure == "amount" or not together(m, average) or words.of("average").within(m.clause):
                continue
            if m.fact.status not in ("actual", average.fact.status) or (unit and m.fact.measure != kind):
                continue
            if m.line is not line and words.one_sort(m.label, average.label):
                continue
            share = _named(noun, m, unit, alike)
            if share:
                found.append((share, m.seq, m))
    divided = {id(m.whole) for _, _, m in found if m.line is line and m.whole is not None}
    # what the sentence divides, before what is some of it
    found.sort(key=lambda item: (
        -item[0], id(item[2]) not in divided, item[2].whole is not None, only_some(item[2], words), -item[1]
    ))
    best = found[0][0] if found else 0
    counted = [m for share, _, m in found if share == best]
    if each.many > _ONE:  # of all people, and not of what they are a share of
        counted = [m for m in counted if not words.of("makes-up").within(m.gap)] or counted
        counted.sort(key=lambda m: -m.value)
    return counted


def _named(noun: str, mention: Mention, unit: str, alike: Sequence[str]) -> int:
    """How well a number counts what is called so: 3 by its whole name, 2 by the end of it, 1 by its unit alone."""
    fact = mention.fact
    label = f"{fact.subject} {mention.tail[:8]}"
    if noun:
        subject = fact.subject
        for part in (noun, noun[: len(noun) // 2 + 1] if len(noun) > 3 else noun):
            if len(part) > 1 and (subject == part or called(part, subject) or mention.tail.startswith(part)):
                return 3
        for size in range(len(noun), 1, -1):  # 社区食堂服务 begins with what is counted
            head = noun[:size]
            if subject.endswith(head) or mention.tail.startswith(head) or mention.tail.endswith(head):
                return 2
            if size >= _SAYS and head in subject:
                return 2
        noun = noun if unit else noun[0]
        if len(noun) == 1 and (subject.endswith(noun) or mention.tail.endswith(noun) or fact.unit == noun):
            return 2
    if unit and fact.unit in alike and not (noun and called(noun[-2:], label)):
        return 1 if not noun or (fact.unit == unit and unit not in "个名位人") else 0
    return 0


def _totals_of(average: Mention, count: Mention, words: Words) -> list[Mention]:
    """What is averaged, the nearest first: beside it, or what the words call so (按入住老人计)."""
    money = average.fact.unit.startswith("元")
    average_words = words.of("average")
    own = average.fact.unit.partition("/")[0]  # 张/千人
    units = ["元"] if money else [own, f"{own}次"]

    def fits(m: Mention) -> bool:
        same = m.fact.measure == "amount" if money else m.fact.unit in units
        plain = counts(m) and not words.of("left").within(m.clause) and m is not average and m is not count
        if m.fact.status not in ("actual", average.fact.status) or m.fact.direction:
            return False
        return same and plain and m.value >= average.value and not average_words.within(m.clause) and (
            each_of(m, words) is None
        )

    here = [m for m in average.before() if fits(m)]
    if here:
        return [m for m in here if not m.parted(average)] or here
    behind = [
        m for m in average.line.mentions[average.at + 1 : average.at + 6]
        if fits(m) and len(m.fact.subject) > 1 and m.fact.subject[-2:] in average.clause
    ]
    if behind:
        return behind
    back = [m for unit in units for m in before_in_report(average.line, unit, _MOST) if fits(m)]
    back = [m for m in back if average.line.number - m.line.number <= _NEAR and together(m, average) and not m.line.row]
    said_before = average.line.words(average.line.start, average.fact.start)
    named = [m for m in back if len(m.fact.subject) > 1 and m.fact.subject in said_before and not m.fact.place]
    named = named or [m for m in back if m.fact.subject == count.fact.subject and m.whole is None]
    return named or [m for m in back if m.line.number == average.line.number - 1][:3]


def claims_of_pair(average: Mention, per: str) -> Iterator[Claim]:
    """平均每户1.95人: the households and their persons that a sentence before counts side by side."""
    fact = average.fact
    if per != "户" or fact.unit != "人" or any(m.fact.measure == "households" for m in average.before()):
        return
    pairs = [
        (homes, heads) for homes in before_in_report(average.line, "户", _MOST)
        for heads in homes.line.mentions[homes.at + 1 : homes.at + 2]
        if heads.fact.measure == "persons" and counts(homes) and counts(heads) and not heads.gap.strip("、，, ")
        and homes.whole is None and homes.fact.status == "actual" and homes.fact.programme == fact.programme
        and average.line.number - homes.line.number <= _NEAR
    ]
    for at, (homes, heads) in enumerate(pairs[:3]):
        sure = LIKELY if at == 0 and len(pairs) == 1 else MAY
        yield claim(average, heads, homes, _ONE, sure, "persons and households, counted side by side", OTHER_SCOPE)


def claim(
    average: Mention, amount: Mention, count: Mention, many: Decimal, sure: int, why: str, far: Decimal
) -> Claim:
    """That an average is an amount over a count, for ``many`` of them."""
    def message() -> str:
        given = amount.value / count.value * many
        by = f" × {many:f}" if many != _ONE else ""
        value = near(given, average.fact, average.fact.unit)
        return f"{said(amount.fact)} / {said(count.fact)}{by} = {value}, but the report says {said(average.fact)}"

    return Claim("average", Quotient(average, [amount], [count], many), sure, message, why, far=far)
