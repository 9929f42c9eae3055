"""Units that are wrong by a power of ten: money a head, a standard, persons a household that cannot be meant."""
from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal

from .extent import only_some
from .finding import Finding, finding
from .interval import rounded, said, shown
from .reading import Line, Mention
from .standards import in_other_time
from .words import Plausible, Words

_JUMP = 5  # no standard becomes five times what it was
_SLIP = 100_000  # 元 a month, which only a 万 too much makes of a standard
_TIER = 10_000  # 元
_SAME = Decimal("0.005")  # of a figure, as it may be rounded
_CROWD = 12  # persons a household
# The likeliest first: a digit or two too many, 万 too much, and the other way round a 万 that is missing.
_SLIPS = (Decimal("0.1"), Decimal("0.01"), Decimal("0.0001"), Decimal(10000), Decimal(10), Decimal(100))
_RECIPIENTS = frozenset(("households", "persons", "household_times", "person_times"))
_LATELY = 2014
_YEAR = re.compile(r"\d{4}")
_REACH = 4  # mentions between an amount and those it was paid to


def check(lines: list[Line], words: Words) -> Iterator[Finding]:
    """Findings on units, in text order."""
    standards = [rule for rule in words.plausible if not rule.measure]
    heads = [rule for rule in words.plausible if rule.measure]
    most = _most(lines)
    for line in lines:
        for mention in line.mentions:
            fact = mention.fact
            if mention.printed is None or fact.value is None or fact.status == "change" or fact.direction:
                continue
            behind = line.mentions[mention.at + 1 : mention.at + 2]
            if behind and in_other_time(behind[0], words):
                continue  # 7080元（折合每月590元）: of a year, whatever the unit says
            if fact.measure == "standard" and fact.per_month is not None:
                yield from _standard(mention, standards, words)
            elif fact.measure == "amount" and fact.status == "actual":
                yield from _amount(mention, heads, words, most)
            elif fact.measure == "persons" and fact.status == "actual":
                yield from _crowd(mention)


def _standard(mention: Mention, rules: list[Plausible], words: Words) -> Iterator[Finding]:
    fact = mention.fact
    raised = mention.at and mention.gap == "、" and mention.line.mentions[mention.at - 1].fact.direction
    if not fact.unit.startswith("元") or raised:
        return  # 澳门元; 分别提高80元、60元
    monthly = fact.per_month or Decimal(0)
    label = f"{fact.subject} {mention.clause}"
    if "万" in mention.text and not ("/人/" in fact.unit and words.of("standard").within(label) and monthly > _SLIP):
        return  # a sum that was taken for a standard
    rule = next((rule for rule in rules if fact.programme in rule.programmes and not rule.unless.within(label)), None)
    if fact.unit.endswith("/月") and (
        words.of("yearly").within(mention.gap[-6:]) or words.of("a-whole-year").within(mention.line.text)
    ):
        return  # 每年7200元, which goes on from 800元/月; 每月共需12240元，全年14.688万元
    if words.of("in-all").within(mention.gap[-3:]) or (fact.unit.endswith("/年") and "月" in mention.gap[-3:]):
        return  # 每人每月90元、360元，每月共需12240元; 年标准6720元，即月560元
    if words.of("premium").within(mention.line.text) or words.of("at-first").within(mention.line.text):
        return
    if rule is not None and not (rule.early if _long_ago(fact.period) else rule.low) <= monthly <= rule.high:
        message = (
            f"{said(fact)} is {rounded(monthly)}元 a month, outside of {rounded(rule.low)} to {rounded(rule.high)}元 "
            f"for {fact.programme}{_meant(monthly, rule)}"
        )
        yield finding("unit", "warning", message, fact)
        return
    if fact.status != "actual" or not mention.at:
        return
    old = mention.line.mentions[mention.at - 1]
    if old.fact.status != "previous" or not old.same(mention) or old.value <= 0:
        return
    times = mention.value / old.value
    if times >= _JUMP or times * _JUMP <= 1:
        message = f"{said(old.fact)} → {said(fact)}: {rounded(times)} times as much"
        yield finding("unit", "warning", message, old.fact, fact)


def _long_ago(period: str) -> bool:
    """Whether a period ended when benefits were a fraction of what they are."""
    year = _YEAR.findall(period)
    return bool(year) and int(year[-1]) < _LATELY


def _most(lines: list[Line]) -> dict[tuple[str, str, str], Decimal]:
    """The largest number of each measure that a report has for each programme."""
    most: dict[tuple[str, str, str], Decimal] = {}
    for line in lines:
        for mention in line.mentions:
            fact = mention.fact
            if fact.measure in _RECIPIENTS and fact.status == "actual" and fact.value is not None:
                key = (fact.report, fact.programme, fact.measure)
                most[key] = max(most.get(key, fact.value), fact.value)
    return most


def _amount(
    amount: Mention, rules: list[Plausible], words: Words, most: Mapping[tuple[str, str, str], Decimal]
) -> Iterator[Finding]:
    """Money over those it was paid to, named beside it; ``most`` are the report's largest numbers."""
    fact = amount.fact
    if amount.value < _TIER and words.of("each").within(amount.clause):
        return  # 80至89岁12420人，每月50元: what each gets
    own = [rule for rule in rules if fact.programme in rule.programmes]
    label = f"{amount.gap} {fact.subject}"
    if not own or not words.of("paid").within(label) or words.of("unpaid").within(f"{label} {amount.tail}"):
        return
    found: list[tuple[Mention, Plausible, Decimal]] = []
    measures = {rule.measure for rule in own}
    near = amount.line.mentions[max(0, amount.at - _REACH) : amount.at + 2]
    if not any(count.fact.measure in measures for count in near):
        near = [count for count in amount.earlier() if count.whole is None and not only_some(count, words)]
        # 特困人员基本生活费 is paid to 特困人员, whoever else stands between
        near = [count for count in near if len(count.fact.subject) > 1 and count.fact.subject in fact.subject] or near
    for count in near:
        if count.value <= 0 or count.fact.status != "actual":
            continue
        behind = count.line is amount.line and count.at > amount.at
        served = behind and words.of("served").within(count.gap)
        if not served and (behind or count.fact.programme != fact.programme):
            continue
        for rule in own:
            beside = count.whole is None or count.at == amount.at - 1
            if rule.measure == count.fact.measure and beside and not rule.unless.within(amount.line.text):
                head = amount.value / count.value
                if rule.low <= head <= rule.high:
                    return  # one reading makes sense
                if any(other.value and abs(head / other.value - 1) < _SAME for other in amount.line.mentions):
                    return  # the line says itself how much each got
                if _so_all_over(amount, count, rule):
                    return
                all_of_them = most.get((fact.report, fact.programme, rule.measure), count.value)
                if head > rule.high and count.line is not amount.line and amount.value / all_of_them <= rule.high:
                    return  # paid to those that another sentence counts, and not to the few of this one
                found.append((count, rule, head))
    if found:
        count, rule, head = min(found, key=lambda item: (item[0].line is not amount.line, abs(item[0].at - amount.at)))
        message = (
            f"{said(fact)} / {said(count.fact)} = {shown(head, '元')} each, outside of "
            f"{rounded(rule.low)} to {rounded(rule.high)}元 for {fact.programme}{_meant(head, rule)}"
        )
        yield finding("unit", "warning", message, count.fact, fact)


def _so_all_over(amount: Mention, count: Mention, rule: Plausible) -> bool:
    """Whether a neighbouring row of the table gives each as much: what all rows say is no slip."""
    line = amount.line
    if not line.row or count.line is not line:
        return False
    for other in line.report.lines[max(0, line.number - 1) : line.number + 2]:
        if other is line or not other.row or len(other.mentions) != len(line.mentions):
            continue
        one, two = other.mentions[amount.at], other.mentions[count.at]
        if one.fact.unit == amount.fact.unit and two.value > 0 and one.value / two.value > rule.high:
            return True
    return False


def _meant(value: Decimal, rule: Plausible) -> str:
    """By which power of ten the unit or the number may be off."""
    for slip in _SLIPS:
        if rule.low <= value * slip <= rule.high:
            way = f"{rounded(1 / slip)} times too much" if slip < 1 else f"{rounded(slip)} times too little"
            return f"; {way}?"
    return ""


def _crowd(persons: Mention) -> Iterator[Finding]:
    if not persons.at or persons.gap.strip("、，, "):
        return
    households = persons.line.mentions[persons.at - 1]
    if (
        households.fact.measure == "households" and households.fact.subject == persons.fact.subject
        and households.fact.status == "actual" and households.value > 0
        and persons.value / households.value > _CROWD
    ):
        message = (
            f"{said(persons.fact)} / {said(households.fact)} = {rounded(persons.value / households.value)} "
            "persons a household"
        )
        yield finding("unit", "warning", message, households.fact, persons.fact)
