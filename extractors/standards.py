"""Tells standards (700元/人/月, 每人每月760元) from amounts, and persons from pieces (283个儿童主任)."""
from __future__ import annotations

import re

from .context import Context
from .quantities import Quantity, per_unit
from .subjects import Left

_EACH = re.compile(r"每(?:一)?(?=[人次户张所座具盏个家餐穴床村亩套件例对份名位台车栋间处])(人次|户次|床位|[人次户张所座具盏个家餐穴床村亩套件例对份名位台车栋间处])")
_EACH_WHO = {"名": "人", "位": "人", "床位": "床"}
_TIME_ONLY = frozenset({"元/月", "元/年", "元/天"})


def settle_measure(context: Context, quantity: Quantity, left: Left, previous: Quantity | None) -> None:
    """Corrects measure and unit of ``quantity`` by the words around it; needs its subject."""
    if quantity.rule.endswith("#money-implied") and not _about_money(context, quantity):
        quantity.measure = ""
    elif quantity.measure == "amount":
        _standard(context, quantity, left, previous)
    elif quantity.measure == "count" and quantity.form in ("个", "支", "组"):
        if quantity.form == "个" and _counts_people(context, quantity):
            quantity.measure, quantity.unit = "persons", "人"


def _about_money(context: Context, quantity: Quantity) -> bool:
    """A number with 万 or 亿 and no unit is money only where its clause speaks of money: 总规模450万."""
    return any("money" in t[2].roles for t in context.between(context.clause(quantity.start)[0], quantity.start))


def _counts_people(context: Context, quantity: Quantity) -> bool:
    """个 counts persons where its noun ends in a word for people: 283个儿童主任."""
    subject = quantity.subject
    if len(subject) > 12 or "的" in subject:
        return False
    has = context.lexicon.has
    return any(has(subject[-size:], "person") for size in (1, 2, 3) if len(subject) >= size)


def _standard(context: Context, quantity: Quantity, left: Left, previous: Quantity | None) -> None:
    text = context.text
    clause_start, _ = context.clause(quantity.start)
    start = max(clause_start, previous.end) if previous else clause_start
    tokens = context.between(start, quantity.left)
    each = [t for t in tokens if "each" in t[2].roles]
    named = any("standard" in t[2].roles for t in tokens) or "标准" in quantity.subject and quantity.subject_start >= start
    if each:
        unit = each[0][2].each
        if len(each) > 1:
            unit = per_unit("元", "".join("/" + part for t in each for part in t[2].each.split("/")[1:]))
        if unit not in _TIME_ONLY or named and not quantity.scaled:
            _set(quantity, unit.removeprefix("元"), each[0][2].rules["each"])
            return
    per = _EACH.search(text, start, quantity.left)
    if per is not None and not each:
        _set(quantity, "/" + _EACH_WHO.get(per.group(1), per.group(1)), "quantities.yaml#standard-per")
        return
    if previous is not None and previous.measure == "standard" and (not quantity.scaled or previous.scaled) and _continues(context, quantity, left, previous):
        if quantity.unit == previous.unit.split("/")[0]:
            quantity.unit = previous.unit
        quantity.measure = "standard"
        quantity.rule = previous.rule
        return
    if named and not quantity.scaled and "标准化" not in quantity.subject:
        quantity.measure = "standard"


def _set(quantity: Quantity, per: str, rule: str) -> None:
    quantity.unit += per
    quantity.measure = "standard"
    quantity.rule = rule


def _continues(context: Context, quantity: Quantity, left: Left, previous: Quantity) -> bool:
    """Whether an amount goes on from a standard: a list of values, a new or old value, a change of it, or the next
    group's (80—89周岁每人每月60元、90—99周岁120元)."""
    if left.phrase is None and left.verb is None:
        return True
    between = context.between(previous.end, quantity.left)
    if any("money" in t[2].roles or "cut" in t[2].roles for t in between):
        return False
    if context.text[previous.end:previous.end + 1] in ("、", ",", "，", "；", ";"):
        return previous.start >= context.start and quantity.left - previous.end <= 16
    return False


def settle_bound(context: Context, quantity: Quantity, previous: Quantity | None) -> None:
    """Gives an exact number the bound of a word earlier in its clause: 不低于低保标准的1.3倍, 至少建成1所."""
    if quantity.bound != "exact":
        return
    clause_start, _ = context.clause(quantity.start)
    start = max(clause_start, previous.end) if previous else clause_start
    for _, _, term in reversed(context.between(start, quantity.left)):
        if "limit" in term.roles:
            rule = term.rules["limit"]
            quantity.bound = "at_least" if rule.endswith("at-least") else "at_most"
            quantity.trace.append(rule)
            return
