"""Averages against total and count (人均救助1250元), and money against persons, standard and months.

Both are one relation seen from two sides: persons × what each gets × months is the money. Of an average the total and
the count stand beside it; a standard that is set (每人每月80元) has its persons where they are counted, sentences away.
"""
from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import lru_cache

from .average_nouns import claims_of_nouns, claims_of_pair
from .belonging import before_in_report, called, counts, together
from .claims import FAR, LIKELY, MAY, MIGHT, MUST, OTHER_SCOPE, Claim, decided
from .equations import Quotient
from .extent import only_some
from .finding import Finding
from .interval import near, said
from .periods import days_of, months_of
from .reading import Line, Mention, prose
from .words import Terms, Words

_SPANS = "月年日"
_ONE = Decimal(1)
_YEAR = Decimal(12)
_SLIP = Decimal(10)  # times, by which a wrong point makes an average too large
_SAYS_WHAT = 5  # characters of a name that is more than 补助水平
_NEAR = 4  # sentences in which the persons of a standard may stand
_MOST = 4  # counts that are tried
_FAR = 40  # numbers before, among which they are
_SIDES = frozenset(("urban", "rural"))


def check(lines: list[Line], words: Words) -> Iterator[Finding]:
    """Findings on averages, in text order."""
    for mention in prose(lines):
        fact = mention.fact
        if fact.status not in ("actual", "planned") or mention.printed is None or mention.value <= 0:
            continue
        if fact.measure == "rate" or fact.direction:
            continue
        if mention.whole is not None and not words.of("average").within(mention.clause):
            continue  # 年均1.05亿元，其中2019年0.92亿元: a part of what the average is of
        per, time = _per(mention, words)
        claims = list(_average(mention, per, time, words)) if per else []
        claims += claims_of_pair(mention, per)
        if time in ("", "年") and not _tier(mention, words):
            claims += claims_of_nouns(mention, words)
        yield from decided(claims)


def _tier(mention: Mention, words: Words) -> bool:
    """Whether a number is a standard that is set, and no average: 每人每月100元, 每人1500元."""
    if mention.fact.measure != "standard":
        return False
    return mention.fact.per_month is not None or not words.of("average").within(mention.clause)


def _per(mention: Mention, words: Words) -> tuple[str, str]:
    """What an average is for each of (人, 户, 所), and the time that it is of (月, 年, 日); "" for what it is not."""
    fact = mention.fact
    label = f"{mention.clause} {fact.subject}"
    timed = next((time for time, terms in _times(words) if terms.within(label)), "")
    if fact.measure == "standard":
        money, _, per = fact.unit.partition("/")
        per, _, time = per.partition("/")
        if time and time not in _SPANS:
            per, time = time, ""  # 元/户/家
        if money != "元" or not words.of("average").within(label):
            return "", ""
        return per, timed or time
    if fact.measure == "rate" or not words.of("average").within(label):
        return "", ""
    found = _each(words).search(mention.clause)
    if found is not None:
        each = "日" if found.group(1) == "天" else found.group(1)
        return ("时", each) if each in _SPANS else (each, timed)
    heads = next((term for term in ("户均", "人均") if term in mention.clause), "")
    if heads:
        return heads[0], timed
    return ("时", timed) if timed else ("", "")


@lru_cache(maxsize=8)
def _each(words: Words) -> re.Pattern[str]:
    return re.compile(rf"(?:{words.of('each').pattern()})([一-鿿])[一-鿿]{{0,8}}$")


def _times(words: Words) -> tuple[tuple[str, Terms], ...]:
    return (("月", words.of("a-month")), ("年", words.of("a-year")), ("日", words.of("a-day")))


# --- averages


def _average(average: Mention, per: str, time: str, words: Words) -> Iterator[Claim]:
    fact = average.fact
    units = words.counted.get(per, (per,))
    money = fact.measure == "standard"

    def is_total(other: Mention) -> bool:
        units = (fact.unit, f"{fact.unit}次", "人次") if fact.unit == "次" else (fact.unit, f"{fact.unit}次")
        same = other.fact.measure == "amount" if money else other.fact.unit in units
        beside = other.line is average.line and other.at == average.at - 1
        if other.fact.area in _SIDES and other.fact.area != fact.area and not beside:
            return False  # 农村火化4580具。全区火化炉18台，平均每台…
        least = average.value / _SLIP if per == "时" else average.value
        if not same or not counts(other) or other.fact.status != "actual" or other.value < least:
            return False
        return _each(words).search(other.clause) is None

    def is_count(other: Mention) -> bool:
        fits = other.fact.unit in units or (
            other.fact.unit.startswith(per) and f"每{other.fact.unit}" in average.clause
        )
        return fits and counts(other) and other.fact.status == "actual" and other is not average

    here = [m for m in average.before() if is_total(m)][:3]
    beside = [m for m in average.before() if is_count(m)][:_MOST]
    beside.sort(key=lambda m: m.whole is not None)  # of all, before those that are some of them
    behind = average.line.mentions[average.at + 1 : average.at + 3]
    if per == "时":
        for total in here:
            if total.fact.measure == "persons":
                continue  # who is there each day is no share of those who live there
            for factor in _spans(total, time):
                yield _claim(average, total, None, factor, LIKELY if _whole_span(total) else MIGHT)
        return
    sums = here or [m for m in behind if is_total(m)]
    if not sums and beside:
        others = [
            m for m in before_in_report(average.line, "元" if money else fact.unit, _FAR)
            if is_total(m) and average.line.number - m.line.number <= _NEAR and together(m, average)
        ]
        deed = average.clause[-2:]  # 平均每台年火化529具
        sums = [
            m for m in others
            if about(m, beside[0], words) or about(m, average, words) or (not money and deed in m.fact.subject)
        ]
        sums = sorted(sums, key=lambda m: m.whole is not None)[:2]
        for number, total in enumerate(sums):
            for factor, _ in _factors(total, average, time, words):
                sure = LIKELY if number == 0 and not time and beside[0].at == average.at - 1 else MAY
                yield _claim(average, total, beside[0], factor, sure)
        return
    if not sums:
        return
    if beside:
        apart = sums[0].line is beside[0].line and sums[0].at < beside[0].at and sums[0].parted(beside[0])
        plain = not apart and _plain(average, here, beside, per)
        sure = MUST if plain and _kin(average, sums[0], beside[0], words) else MAY
        if time:
            # how many there are changes over a year
            of_those = time != "年" or (beside[0].fact.unit == per and about(beside[0], sums[0], words))
            sure = min(sure, LIKELY if of_those else MAY)
        for number, total in enumerate(sums):
            for other, count in enumerate(beside):
                first = number == other == 0
                for factor, exact in _factors(total, average, time, words):
                    near_it = factor == _ONE and fact.unit.endswith("/月") and _close(
                        total.value, count.value * average.value
                    )
                    own = sure if exact else LIKELY if near_it and sure > MAY else MAY
                    yield _claim(average, total, count, factor, own if first else MIGHT)
        return
    noun = _each_noun(average, words)
    if noun and sums is here:
        named = [m for m in _all_before(average, units) if is_count(m) and m.fact.subject == noun]
        named = named or [m for m in _all_before(average, units) if is_count(m) and m.fact.subject.endswith(noun)]
        named.sort(key=lambda m: m.fact.subject != noun)
        for number, count in enumerate(named[:2]):
            yield _claim(average, here[0], count, _ONE, LIKELY if number == 0 else MIGHT, OTHER_SCOPE)
        if named:
            return
    found = [m for m in behind if is_count(m)]
    for count in found:
        for factor, _ in _factors(sums[0], average, time, words):
            yield _claim(average, sums[0], count, factor, MAY)
    # of what adds up over a year, the count may stand sentences before; persons change, and only a slip tells
    some = [
        m for unit in units for m in before_in_report(average.line, unit, _FAR)
        if is_count(m) and together(m, sums[0]) and m.fact.programme == fact.programme and not only_some(m, words)
        and (m.whole is None or about(m, average, words)) and not words.one_sort(m.label, average.label)
    ]
    some = [m for m in some if m.whole is None] or some
    each = fact.unit.removeprefix("元/")
    flows = money and "/" not in each and words.kinds.get(each) not in ("persons", "households")
    some.sort(key=lambda m: -m.value if flows else average.line.number - m.line.number)
    some = [m for m in some if not flows or average.line.number - m.line.number <= _NEAR]
    for number, count in enumerate(some[:_MOST]):
        close_by = average.line.number - count.line.number <= _NEAR
        sure = LIKELY if flows and close_by and number == 0 else MAY
        for factor, _ in _factors(sums[0], average, time, words):
            yield _claim(average, sums[0], count, factor, sure if close_by else MIGHT, OTHER_SCOPE)


def _close(one: Decimal, two: Decimal) -> bool:
    return one * 3 > two * 2 and two * 3 > one * 2


def _plain(average: Mention, sums: Sequence[Mention], found: Sequence[Mention], per: str) -> bool:
    """Whether the sentence leaves no doubt of which total and count an average is."""
    beside = {m.at for m in (*sums, *found) if m.at >= average.at - 2}
    if len(beside) == 2 and any(m.at in beside for m in sums) and any(m.at in beside for m in found):
        sums, found = ([m for m in own if m.at in beside] for own in (sums, found))  # the two right before it
    own = [count for count in found if count.whole is None] or list(found)
    exact = [count for count in own if count.fact.unit == per] or own
    if not sums or exact[0] is not found[0]:
        return False
    return not (len(sums) > 1 and sums[1].at > exact[0].at) and len({count.fact.subject for count in exact}) == 1


def _kin(average: Mention, amount: Mention, count: Mention, words: Words) -> bool:
    """Whether what the average is called has to do with its total or count: 人均可支配收入 is none of 追回工资."""
    bare = words.of("generic").without(words.of("average").without(average.clause)).strip("为达约了的 ")
    labels = f"{amount.gap} {amount.fact.subject} {amount.tail} {count.gap} {count.fact.subject} {count.tail}"
    return len(bare) < _SAYS_WHAT or any(bare[at : at + 2] in labels for at in range(len(bare) - 1))


def about(count: Mention, amount: Mention, words: Words) -> bool:
    """Whether the money is for those counted, by their names."""
    one, two = (words.of("generic").without(m.fact.subject) for m in (count, amount))
    return len(one) > 1 and len(two) > 1 and (one in two or two in one or called(one[-6:], two) > 0)


def _each_noun(average: Mention, words: Words) -> str:
    """社区 of 平均每个社区12人."""
    found = _each(words).search(average.clause)
    return average.clause[found.end(1) :] if found is not None else ""


def _all_before(average: Mention, units: Sequence[str]) -> list[Mention]:
    """The numbers in these units in the sentence and the report before an average, the nearest first."""
    own = [m for m in average.before() if m.fact.unit in units]
    return [*own, *(m for unit in units for m in before_in_report(average.line, unit, _FAR))]


def _claim(
    average: Mention, amount: Mention, count: Mention | None, factor: Decimal, sure: int, far: Decimal = FAR
) -> Claim:
    def message() -> str:
        given = amount.value / factor / (count.value if count is not None else _ONE)
        terms = said(amount.fact) + (f" / {said(count.fact)}" if count is not None else "")
        by = f" / {factor:f}" if factor != _ONE else ""
        return f"{terms}{by} = {near(given, average.fact, average.fact.unit)}, but the report says {said(average.fact)}"

    below = [count] if count is not None else []
    equation = Quotient(average, [amount], below, _ONE / factor)
    return Claim("average", equation, sure, message, "an average of its total", far=far)


def _all_year(amount: Mention, words: Words) -> bool:
    return words.of("all-year").within(f"{amount.clause} {amount.gap[-6:]}")


def _factors(amount: Mention, average: Mention, time: str, words: Words) -> list[tuple[Decimal, bool]]:
    """By how many months (of a monthly average) the total is divided, and whether that is sure."""
    if time == "月":
        months = months_of(amount.fact.period)
        if monthly(amount):
            return [(_ONE, True), (months, False)] if months != _ONE else [(_ONE, True)]
        if average.fact.unit.endswith("/月") and months == _YEAR and _all_year(amount, words):
            return [(_YEAR, False)]
        return [(_ONE, months == _ONE), *((Decimal(m), False) for m in sorted({int(months), 12}) if m > 1)]
    if time == "日":
        return [(days, True) for days in days_of(amount.fact.period)]
    return [(_ONE, True)]


def monthly(amount: Mention) -> bool:
    """Whether the words right before an amount make it that of a month."""
    return "月" in amount.clause[-6:]


def _spans(amount: Mention, time: str) -> list[Decimal]:
    """How many days, months or years a total is of."""
    first, _, last = amount.fact.period.partition("/")
    if time == "日":
        return days_of(amount.fact.period)
    if time == "月":
        return [months_of(amount.fact.period)]
    if len(first) == 4 == len(last) and first.isdigit() and last.isdigit():
        return [Decimal(int(last) - int(first) + 1)]
    return []


def _whole_span(amount: Mention) -> bool:
    return not amount.fact.period.startswith("..")
