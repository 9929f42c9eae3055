"""Money against persons, standard and months: 961名，每人5000元，共计480.5万元.

A standard that is set (每人每月80元) has its persons where they are counted, sentences away. How many there are changes
over a year, so that only a slip of the pen tells what is wrong where the money is paid by the month.
"""
from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from .averages import about, monthly, months_of
from .belonging import counts
from .claims import LIKELY, MAY, MIGHT, MUST, Claim, decided
from .equations import Product
from .finding import Finding
from .interval import said, shown
from .reading import Line, Mention, prose
from .words import Words

_ONE = Decimal(1)
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
    rates = [
        m for m in line.mentions[max(0, amount.at - 3) : amount.at + 3]
        if _is_rate(m, words) and m.value < amount.value and m.fact.status == amount.fact.status
    ]
    own = bool(rates)
    if not rates:
        rates = [
            m for m in _just_before(line)
            if m.fact.measure == "standard" and m.fact.programme == amount.fact.programme
            and m.fact.status != "previous" and _is_rate(m, words)
        ]
        rates = [m for m in rates if about(m, amount, words)][:3] or rates[:2]
    for number, rate in enumerate(rates[:3]):
        per, _, time = rate.fact.unit.removeprefix("元/").partition("/")
        units = words.counted.get(per, (per,))
        here = [m for m in line.mentions if m.fact.unit in units and counts(m) and m.at < amount.at + 3][::-1]
        here.sort(key=lambda m: abs(m.at - amount.at))
        beside = here[:2] or [
            m for m in _just_before(line)
            if m.fact.unit in units and m.fact.programme == amount.fact.programme and m.fact.area == rate.fact.area
            and counts(m)
        ][:_MOST]
        if not here:
            beside = [m for m in beside if about(m, rate, words) or about(m, amount, words)] or beside
        for other, count in enumerate(beside):
            sure = MAY
            if here and number == other == 0 and not time:
                sure = _sure_product(amount, count, rate, own, words)
            if rate.line is line and rate.at and line.mentions[rate.at - 1] in beside and other:
                sure = MIGHT  # 百岁老人37人，每人每月300元: of those alone
            for months in _of_product(amount, time, words):
                yield _multiplied(amount, count, rate, months, sure)
            for many in () if words.of("all-year").within(amount.clause) else range(2, 13):
                yield _multiplied(amount, count, rate, Decimal(many), MIGHT)  # for so many months, whoever says it


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
    if ats[2] - ats[0] > 2 or count.at > rate.at or line.mentions[ats[0]].parted(line.mentions[ats[2]]):
        return MAY
    summed = words.of("total").within(amount.clause) or amount.clause.endswith(words.of("in-all").terms)
    return MUST if summed and amount.at == ats[2] else LIKELY


def _is_rate(mention: Mention, words: Words) -> bool:
    fact = mention.fact
    if fact.measure != "standard" or not fact.unit.startswith("元/") or mention.printed is None or mention.value <= 0:
        return False
    if fact.bound not in ("exact", "about"):
        return False  # 每户不超过3000元
    label = f"{mention.clause} {fact.subject}"
    return not words.of("average").within(label) and not words.of("extreme").within(label)


def _of_product(amount: Mention, time: str, words: Words) -> list[Decimal]:
    if time != "月":
        return [_ONE]
    months = {int(months_of(amount.fact.period)), 12, 1}
    if words.of("all-year").within(amount.clause):
        months = {int(months_of(amount.fact.period)), 12}
    if monthly(amount):
        months = {1}
    return [Decimal(m) for m in sorted(months, reverse=True)]


def _multiplied(amount: Mention, count: Mention, rate: Mention, months: Decimal, sure: int) -> Claim:
    def message() -> str:
        by = f" × {months:f}" if months != _ONE else ""
        given = shown(count.value * rate.value * months, "元")
        return f"{said(count.fact)} × {said(rate.fact)}{by} = {given}, but the report says {said(amount.fact)}"

    equation = Product(amount, [count, rate], months)
    return Claim("product", equation, sure, message, "money for so many at so much each")
