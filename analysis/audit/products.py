"""Money against persons, standard and months: 961名，每人5000元，共计480.5万元.

A standard that is set (每人每月80元) has its persons where they are counted, sentences away. How many there are changes
over a year, so that only a slip of the pen tells what is wrong where the money is paid by the month.
"""
from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from .averages import about
from .belonging import counts
from .claims import LIKELY, MAY, MIGHT, MUST, Claim, decided
from .equations import Product
from .finding import Finding
from .interval import said, shown
from .reading import Line, Mention, prose
from .standard_rates import Rate, months_paid, rate_of
from .words import Words

_ONE = Decimal(1)
_ABSURD = Decimal(10) ** 13  # 元: units.py
_NEAR = 4  # sentences in which the persons of a standard may stand
_MOST = 4  # counts that are tried


def check(lines: list[Line], words: Words) -> Iterator[Finding]:
    """Findings on products, in text order."""
    for mention in prose(lines):
        fact = mention.fact
        if fact.measure != "amount" or fact.status not in ("actual", "planned"):
            continue
        if mention.printed is not None and mention.value > 0:
            yield from decided(_product(mention, words))


def _product(amount: Mention, words: Words) -> Iterator[Claim]:
    """The money of a standard: 961名，每人5000元，共计480.5万元."""
    line = amount.line
    if rate_of(amount, words) is not None or amount.value > _ABSURD:
        return
    rates = [
        (m, rate) for m in line.mentions[max(0, amount.at - 3) : amount.at + 3]
        if m is not amount and m.value < amount.value and m.fact.status == amount.fact.status
        and (rate := rate_of(m, words)) is not None
    ]
    own = bool(rates)
    if not rates:
        rates = [
            (m, rate) for m in _just_before(line)
            if m.fact.measure == "standard" and m.fact.programme == amount.fact.programme
            and (rate := rate_of(m, words)) is not None
        ]
        rates = [(m, rate) for m, rate in rates if about(m, amount, words)][:3] or rates[:2]
    for number, (mention, rate) in enumerate(rates[:3]):
        here = [m for m in line.mentions if m.fact.unit in rate.units and counts(m) and m.at < amount.at + 3][::-1]
        here.sort(key=lambda m: abs(m.at - amount.at))
        beside = here[:2] or _counted_before(amount, mention, rate, words)
        for other, count in enumerate(beside):
            first = bool(here) and number == other == 0
            after_its_own = mention.line is line and mention.at and line.mentions[mention.at - 1] in beside and other
            months, told = months_paid(amount, rate, words)
            for many in months:
                sure = MAY
                if first and told and _paid_in_full(mention, rate, many, words):
                    sure = _sure_product(amount, count, mention, own, words)
                if after_its_own:
                    sure = MIGHT  # 百岁老人37人，每人每月300元: of those alone
                yield _multiplied(amount, count, mention, many, sure)
            others = () if words.of("all-year").within(amount.clause) or not rate.time else range(1, 13)
            for other_months in others:  # for so many months, whoever says it
                yield _multiplied(amount, count, mention, Decimal(other_months), MIGHT)


def _counted_before(amount: Mention, rate: Mention, paid: Rate, words: Words) -> list[Mention]:
    """Who or what is counted in the few sentences before."""
    found = [
        m for m in _just_before(amount.line)
        if m.fact.unit in paid.units and m.fact.programme == amount.fact.programme and counts(m)
        and (m.fact.area == rate.fact.area or not rate.fact.area) and not words.of("average").within(m.clause)
    ]
    found.sort(key=lambda m: (m.fact.area != rate.fact.area, m.whole is not None))  # of all, before some of them
    found = found[:_MOST]
    return [m for m in found if about(m, rate, words) or about(m, amount, words)] or found


def _paid_in_full(mention: Mention, rate: Rate, months: Decimal, words: Words) -> bool:
    """Whether each gets just that: paid once, or this month, or where the money is reckoned by it."""
    if words.of("topped-up").within(f"{mention.fact.subject} {mention.fact.programme}"):
        return False
    return not rate.time or (rate.time != "年" and months == _ONE) or _reckoned(mention, words)


def _reckoned(rate: Mention, words: Words) -> bool:
    """Whether the words say that the money is reckoned by the rate: 按每张床位每月120元计算."""
    return words.of("reckoned").within(rate.gap) or words.of("reckoned").within(rate.after)


def _just_before(line: Line) -> Iterator[Mention]:
    """The numbers of the few sentences before, the nearest first."""
    for other in reversed(line.report.lines[max(0, line.number - _NEAR) : line.number]):
        yield from reversed(other.mentions)


def _sure_product(amount: Mention, count: Mention, rate: Mention, own: bool, words: Words) -> int:
    """How sure it is that money is for those of the sentence at what each gets."""
    line = amount.line
    if not own:
        return LIKELY if about(count, rate, words) and abs(amount.at - count.at) == 1 else MAY
    ats = sorted((rate.at, count.at, amount.at))
    if ats[2] - ats[0] > 2 or line.mentions[ats[0]].parted(line.mentions[ats[2]]):
        return MAY
    summed = words.of("total").within(amount.clause) or amount.clause.endswith(words.of("in-all").terms)
    return MUST if summed and amount.at == ats[2] and count.at < rate.at else LIKELY


def _multiplied(amount: Mention, count: Mention, rate: Mention, months: Decimal, sure: int) -> Claim:
    def message() -> str:
        by = f" × {months:f}" if months != _ONE else ""
        given = shown(count.value * rate.value * months, "元")
        return f"{said(count.fact)} × {said(rate.fact)}{by} = {given}, but the report says {said(amount.fact)}"

    equation = Product(amount, [count, rate], months)
    return Claim("product", equation, sure, message, "money for so many at so much each")
