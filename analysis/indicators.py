"""What a fact is a figure of: the indicator that it shares with the facts of other reports."""
from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import NamedTuple

from civx.extractors.model import Fact
from civx.patterns.schema import MEASURES, PROGRAMMES

from .families import Families, Family

_WHOLE = frozenset(("households", "persons", "count"))
_TIME = re.compile(r"/[日天周月季年]$")
_AREAS = {name: order for order, name in enumerate(("", "both", "urban", "rural"))}
_PROGRAMMES = {name: order for order, name in enumerate(PROGRAMMES)}
_MEASURES = {name: order for order, name in enumerate(MEASURES)}


class Indicator(NamedTuple):
    """What is compared. ``family`` is a family's id, or "" for a subject by itself.

    ``part`` marks a stated part (其中) whose own words are the same as its total's. ``period`` is "" for the report's
    own time. Standards with a time are in ``unit`` a month.
    """

    programme: str
    family: str
    subject: str
    place: str
    area: str
    measure: str
    unit: str
    status: str
    direction: str
    part: bool
    period: str


class Figure(NamedTuple):
    """A value of an indicator in a report, in 元, 人, 户; a standard with a time in 元 a month. ``facts`` state it."""

    value: Decimal | None
    min: Decimal | None
    max: Decimal | None
    bound: str
    facts: tuple[Fact, ...]


class Placed(NamedTuple):
    """A fact with its indicator, the name of its subject for people, and its family where it has one.

    ``vague``: its words say too little to be the same thing in another report (总投资).
    """

    fact: Fact
    indicator: Indicator
    subject: str
    family: Family | None
    vague: bool


def placed(facts: Iterable[Fact], known: Families, place: str) -> Iterator[Placed]:
    """The facts of one report, whole and in order, with their indicators; ``place`` is the report's own.

    Figures of a family that stands for another do so where the report has none of that one.
    """
    found = list(_placed(facts, known, place))
    stated = {one.family.id for one in found if one.family is not None and one.fact.status == "actual"}
    for one in found:
        instead = known.by_id.get(one.family.stands_for) if one.family is not None else None
        if instead is None or instead.id in stated:
            yield one
        else:
            indicator = one.indicator._replace(family=instead.id, subject=instead.subject)
            yield one._replace(indicator=indicator, subject=instead.subject, family=instead)


def _placed(facts: Iterable[Fact], known: Families, place: str) -> Iterator[Placed]:
    """The facts as their own words place them.

    A fact whose words name no subject (其中城市85户, 农村1118户) has that of its total, else that of the fact of its
    kind before it in the sentence.
    """
    owners: dict[str, Placed] = {}
    last: Placed | None = None
    for fact in facts:
        total = owners.get(fact.part_of) if fact.part_of else None
        whole = owners.get(last.fact.part_of) if last is not None and last.fact.part_of else None
        found = _place(fact, known, place, total, (last, whole))
        owners[fact.id] = last = found
        yield found


def order_of(indicator: Indicator, family: Family | None, seen: int) -> tuple[int, int, int, int, int, int]:
    """Sorts indicators by programme, family, area and measure; those without a family last, as they were ``seen``."""
    return (
        _PROGRAMMES.get(indicator.programme, len(_PROGRAMMES)),
        0 if family else 1,
        family.order if family else 0,
        _AREAS.get(indicator.area, len(_AREAS)),
        _MEASURES.get(indicator.measure, len(_MEASURES)),
        seen,
    )


def figure_of(fact: Fact) -> Figure:
    """The fact's value as it is compared."""
    if fact.per_month is not None:
        return Figure(_bare(fact.per_month), None, None, fact.bound, (fact,))
    return Figure(_bare(fact.value), _bare(fact.min), _bare(fact.max), fact.bound, (fact,))


def _bare(number: Decimal | None) -> Decimal | None:
    """The number without zeros at its end: 450.00 is 450, as databases give it back."""
    if number is None:
        return None
    text = format(number, "f")
    return Decimal(text.rstrip("0").rstrip(".")) if "." in text and text.endswith("0") else number


def _place(
    fact: Fact, known: Families, place: str, total: Placed | None, before: tuple[Placed | None, Placed | None]
) -> Placed:
    """``total`` is what the fact is a part of, ``before`` the fact before it and what that is a part of."""
    unit = _TIME.sub("/月", fact.unit) if fact.per_month is not None else fact.unit
    subject = fact.subject
    family = known.family(fact.programme, subject, fact.measure, unit)
    if not known.trimmed(subject):
        for owner in (total, before[0]):
            if owner is not None and _continues(fact, owner.fact):
                family, subject = owner.family, owner.fact.subject if owner.fact.subject else subject
                break
    elif family is None and known.vague(subject):
        leaning = (_leaning(fact, known, unit, owner) for owner in before if owner is not None)
        family = next(filter(None, leaning), None)
    if family is not None and fact.measure in _WHOLE and not family.fraction and not _is_whole(fact.value):
        family = None  # 31.6张 of every thousand
    area = fact.area
    if family is not None:
        unit = family.unit or unit
        area = {"ignored": "", "joined": area or "both"}.get(family.area, area)
    indicator = Indicator(
        family.programme if family else fact.programme, family.id if family else "",
        family.subject if family else known.trimmed(subject) or subject,
        "" if fact.place == place else fact.place, area, fact.measure, unit, fact.status,
        fact.direction, False, "",
    )
    if total is not None and total.indicator == indicator:
        indicator = indicator._replace(part=True)
    if family is not None:
        return Placed(fact, indicator, family.subject, family, False)
    return Placed(fact, indicator, subject, None, known.vague(subject))


def _leaning(fact: Fact, known: Families, unit: str, owner: Placed) -> Family | None:
    """The family of a fact whose vague words lean on those of ``owner``, which stands before it in the sentence.

    养老机构20家，床位2340张 are 养老床位, 高龄津贴1200人，发放资金86万元 the money of the same.
    """
    if owner.family is None or (fact.programme, fact.sentence) != (owner.fact.programme, owner.fact.sentence):
        return None
    own, its = known.trimmed(fact.subject), owner.fact.subject
    for words in (f"{owner.family.subject}，{own}", f"{own}{its}", f"{its}{own}"):  # 公墓52个，新增9个
        if (found := known.family(fact.programme, words, fact.measure, unit)) is not None:
            return found
    if fact.measure == "amount" != owner.fact.measure and known.is_money(fact.subject):
        return known.family(fact.programme, its, fact.measure, unit)
    return None


def _is_whole(number: Decimal | None) -> bool:
    return number is None or number == number.to_integral_value()


def _continues(fact: Fact, before: Fact) -> bool:
    """Whether a fact that names no subject goes on with that of another: same kind, and its total or its sentence."""
    alike = (fact.programme, fact.measure) == (before.programme, before.measure)
    return alike and (fact.part_of == before.id or fact.sentence == before.sentence)
