"""Tells standards (700元/人/月, 每人每月760元) from amounts, and persons from pieces (96个儿童主任)."""

from __future__ import annotations

import re

from ..quantities.amounts import per_unit
from ..quantities.quantity import Quantity
from ..words.lexicon import mask
from .context import Context
from .subjects import Left

_PER = "人次|户次|床位|[案格人次户张所座具盏个家餐穴床村亩套件例对份名位台车栋间处]"
_EACH_PIECE = re.compile(rf"每(?:一)?({_PER})")
_EACH_WHO = {"名": "人", "位": "人", "床位": "床"}
_TIME_ONLY = frozenset({"元/月", "元/年", "元/天"})
_EACH, _STANDARD, _MONEY, _LIMIT = mask("each"), mask("standard"), mask("money"), mask("limit")
_MONTHLY = mask("monthly")
_SPENDING = mask("money", "cut")


def settle_measure(context: Context, quantity: Quantity, left: Left) -> None:
    """Corrects measure and unit of ``quantity`` by the words around it; needs its subject.

    The measure of a number that turns out to be no money (20万 of something unsaid) becomes "".
    """
    if quantity.measure == "standard":
        _monthly(context, quantity)
    elif quantity.measure == "amount":
        if not quantity.form and not any(
            t[2].bits & _MONEY for t in context.between(quantity.clause_start, quantity.start)
        ):
            quantity.measure = ""
        else:
            _standard(context, quantity, left)
            if quantity.measure == "standard":
                _monthly(context, quantity)
    elif quantity.form == "个" and quantity.measure == "count" and _counts_people(context, quantity):
        quantity.measure, quantity.unit = "persons", "人"


def _counts_people(context: Context, quantity: Quantity) -> bool:
    """个 counts persons where its noun ends in a word for people: 96个儿童主任."""
    subject = quantity.subject
    if len(subject) > 8 or "的" in subject:
        return False
    has = context.lexicon.has
    return any(has(subject[-size:], "person") for size in (1, 2, 3) if len(subject) >= size)


def _standard(context: Context, quantity: Quantity, left: Left) -> None:
    each = [t[2] for t in quantity.tokens if t[2].bits & _EACH]
    named = any(t[2].bits & _STANDARD or t[2].text.endswith("标准") for t in quantity.tokens) or (
        "标准" in quantity.subject and quantity.subject_start >= quantity.own
    )
    if each:
        unit = each[0].each
        pieces = [p for p in _EACH_PIECE.finditer(context.text, quantity.own, quantity.left) if p[1] not in "人名位"]
        piece = pieces[-1] if pieces and (unit in _TIME_ONLY or unit == "元/人") else None
        if piece is not None and unit == "元/人":
            unit = f"元/人/{piece[1]}"  # 每人每餐1元
        elif piece is not None:
            unit = f"元/{_EACH_WHO.get(piece[1], piece[1])}/{unit.split('/')[1]}"  # 每格每年60元
        elif len(each) > 1:
            unit = per_unit("元", "".join("/" + part for term in each for part in term.each.split("/")[1:]))
        if unit not in _TIME_ONLY or (not quantity.scaled and (named or _pays(context, quantity))):
            _set(quantity, unit.removeprefix("元"), each[0].rules["each"])
            return
    elif (piece := _EACH_PIECE.search(context.text, quantity.own, quantity.left)) is not None:
        _set(quantity, "/" + _EACH_WHO.get(piece[1], piece[1]), "quantities.yaml#standard-per")
        return
    before = quantity.previous
    if (
        before is not None
        and before.measure == "standard"
        and (not quantity.scaled or before.scaled)
        and _continues(context, quantity, left, before)
    ):
        if quantity.unit == before.unit.split("/")[0]:
            quantity.unit = before.unit
        quantity.measure = "standard"
        quantity.rule = before.rule
    elif named and not quantity.scaled and "标准化" not in quantity.subject:
        quantity.measure = "standard"


def _pays(context: Context, quantity: Quantity) -> bool:
    """Whether the number's own words name a payment: 津贴, 工资."""
    own = context.text[quantity.own : quantity.left]
    return any(word in own for word in context.lexicon.allowances)


def _monthly(context: Context, quantity: Quantity) -> None:
    """Adds 月 to a standard whose sentence says earlier that it comes by the month: 津贴按月发放，80岁以上每人50元."""
    if not context.bits & _MONTHLY or quantity.unit.count("/") > 1 or quantity.unit.endswith(("/月", "/年", "/天")):
        return
    if any(t[2].bits & _MONTHLY for t in context.between(context.start, quantity.left)):
        quantity.unit += "/月"


def _set(quantity: Quantity, per: str, rule: str) -> None:
    quantity.unit += per
    quantity.measure = "standard"
    quantity.rule = rule


def _continues(context: Context, quantity: Quantity, left: Left, before: Quantity) -> bool:
    """Whether an amount goes on from a standard: a list of values, a new or old value, a change of it, or the next
    group's (80—89周岁每人每月60元、90—99周岁120元)."""
    if left.phrase is None and left.verb is None:
        return True
    if any(t[2].bits & _SPENDING for t in context.between(before.end, quantity.left)):
        return False
    return (
        context.text[before.end : before.end + 1] in ("、", ",", "，", "；", ";") and quantity.left - before.end <= 16
    )


def settle_bound(context: Context, quantity: Quantity) -> None:
    """Gives an exact number the bound of a word earlier in its clause: 不低于低保标准的1.3倍, 约占总人口的4.6%."""
    if quantity.bound != "exact":
        return
    for token in reversed(quantity.tokens):
        if token[2].bits & _LIMIT:
            rule = token[2].rules["limit"]
            quantity.bound = "at_least" if rule.endswith("at-least") else "at_most"
            quantity.trace.append(rule)
            return
    if quantity.measure == "rate" and "约" in (own := context.text[quantity.own : quantity.left]):
        for word, rule in context.lexicon.rough.items():
            if word in own:
                quantity.bound = "about"
                quantity.trace.append(rule)
                return
