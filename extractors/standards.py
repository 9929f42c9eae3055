"""Tells standards (700元/人/月, 每人每月760元) from amounts, and persons from pieces (283个儿童主任)."""
from __future__ import annotations

from .context import Context
from .quantities import Quantity, per_unit
from .subjects import Left

_TIME_ONLY = frozenset({"元/月", "元/年", "元/天"})


def settle_measure(context: Context, quantity: Quantity, left: Left, previous: Quantity | None) -> None:
    """Corrects measure and unit of ``quantity`` by the words around it; needs its subject."""
    if quantity.measure == "amount":
        _standard(context, quantity, left, previous)
    elif quantity.measure == "count" and quantity.form in ("个", "支", "组"):
        if quantity.form == "个" and _counts_people(context, quantity):
            quantity.measure, quantity.unit = "persons", "人"


def _counts_people(context: Context, quantity: Quantity) -> bool:
    """个 counts persons where its noun ends in a word for people: 283个儿童主任."""
    subject = quantity.subject
    has = context.lexicon.has
    return any(has(subject[-size:], "person") for size in (1, 2, 3) if len(subject) >= size)


def _standard(context: Context, quantity: Quantity, left: Left, previous: Quantity | None) -> None:
    text = context.text
    clause_start, _ = context.clause(quantity.start)
    start = max(clause_start, previous.end) if previous else clause_start
    tokens = context.between(start, quantity.left)
    each = [t for t in tokens if "each" in t[2].roles]
    named = any("standard" in t[2].roles for t in tokens) or "标准" in quantity.subject
    if each:
        unit = each[0][2].each
        if len(each) > 1:
            unit = per_unit("元", "".join(t[2].each.removeprefix("元") for t in each))
        per_year = unit in _TIME_ONLY and not named
        if not (per_year and quantity.scaled) and not (quantity.scaled and "万" not in text[quantity.start:quantity.end] and False):
            quantity.unit = quantity.unit + unit.removeprefix("元")
            quantity.measure = "standard"
            quantity.rule = each[0][2].rules["each"]
            return
    if previous is not None and previous.measure == "standard" and text[previous.end:quantity.left] in ("、", "和", "及", "至", "到", "提高到", "提高至", "增加到", "调整为", "调整到", "上调至", "上调到"):
        quantity.measure = "standard"
        if quantity.unit == previous.unit.split("/")[0]:
            quantity.unit = previous.unit
        quantity.rule = previous.rule
        return
    if named and not quantity.scaled and "标准化" not in quantity.subject:
        quantity.measure = "standard"
