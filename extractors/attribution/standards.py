"""Tells standards (700元/人/月, 每人每月760元) from amounts, and persons from pieces (96个儿童主任)."""

from __future__ import annotations

from ..quantities.quantity import Ground, Quantity
from ..words.terms import mask
from .context import Context
from .per import (
    TIMES,
    average_unit,
    composed,
    names_person,
    once,
    per_as_before,
    per_behind,
    per_each,
    per_parts,
    told_before,
)
from .phrases import Left
from .signs import COMMAS, JOINTS, LISTED

_STANDARD, _LIMIT, _CEILING = mask("standard"), mask("limit"), mask("ceiling")
_RECEIVE, _REACH = mask("receive"), mask("reach")
_MONTHLY = mask("monthly")
_RESPECTIVE = mask("respective")
_NEAR = 12
_SHORT = 16  # characters of a label that alone stands before a standard
_LIMITS = ("at_least", "at_most", "over", "under")
_SPENDING = mask("money", "cut")


def settle_measure(context: Context, quantity: Quantity, left: Left) -> None:
    """Corrects measure and unit of ``quantity`` by the words around it; needs its subject.

    The measure of a number that turns out to be no money (20万 of something unsaid) becomes "".
    """
    measure = quantity.measure
    if measure == "standard":
        _complete(context, quantity)
        _monthly(context, quantity)
    elif measure == "amount":
        if not quantity.form and not _of_money(context, quantity):
            quantity.measure = ""
        else:
            _standard(context, quantity, left)
            if quantity.measure == "standard":
                _monthly(context, quantity)
    elif measure in ("count", "persons", "households"):
        behind = "\u3400" <= context.text[quantity.end : quantity.end + 1] <= "\u9fff"  # then the scan has decided
        if quantity.form == "个" and measure == "count" and not behind and _counts_people(context, quantity):
            quantity.measure, quantity.unit = "persons", "人"
        else:
            unit = average_unit(context, quantity) or _shared_average(quantity)
            if unit:
                quantity.measure, quantity.unit = "count", unit
            elif measure == "persons" and _averaged(context, quantity):
                quantity.measure = "count"
        if quantity.measure != "count" and quantity.value is not None and quantity.value % 1 and not quantity.scaled:
            quantity.measure = "count"  # 户均2.3人


def _shared_average(quantity: Quantity) -> str:
    """The unit of the average that a count is an earlier value of: 每千名老人31.6张，比2010年的14.2张翻了一番."""
    for other in (quantity.shares, quantity.old_of):
        if other is not None and other.measure == "count" and other.unit.startswith(f"{quantity.unit}/"):
            return other.unit
    return ""


def _of_money(context: Context, quantity: Quantity) -> bool:
    """Whether the clause says of a number without a unit that it is a sum of money."""
    clause = context.text[quantity.clause_start : quantity.start]
    return any(word in clause for word in context.lexicon.monies) or _in_sum(context, quantity)


def _in_sum(context: Context, quantity: Quantity) -> bool:
    """Whether the number stands in brackets behind a sum of money: 1.2亿元（其中省级3000万）."""
    before = quantity.previous
    if before is None or before.measure != "amount" or quantity.left - before.end > 10:
        return False
    return context.text[before.end : before.end + 1] in ("(", "（")


def _averaged(context: Context, quantity: Quantity) -> bool:
    """Whether people are told as so many for each of something, or go on from such a number (自18人减至9人)."""
    text, before = context.text, quantity.previous
    if before is not None and before.measure == "count" and before.unit == quantity.unit:
        return 0 < quantity.left - before.end <= 4 and text[quantity.left - 1] in "至到"
    return per_each(context, quantity)


def _complete(context: Context, quantity: Quantity) -> None:
    """Adds what the words before it say to a standard whose unit says half: 每人780元/月, 每月200元/人."""
    money, *parts = quantity.unit.split("/")
    timed = any(part in TIMES for part in parts)
    if timed and len(parts) > 1:
        return
    said = [part for part in per_parts(context, quantity)[0] if (part in TIMES) != timed]
    before = quantity.previous
    if not said and before is not None and before.old_of is quantity and before.measure == "standard":
        # 由每年6480元/人提高到7080元/人
        said = [part for part in before.unit.split("/")[1:] if (part in TIMES) != timed]
    if said:
        quantity.unit = composed(money, parts + said)


def _counts_people(context: Context, quantity: Quantity) -> bool:
    """个 counts persons where its noun ends in a word for people: 96个儿童主任."""
    subject = quantity.subject
    if len(subject) > 8 or "的" in subject:
        return False
    has = context.lexicon.has
    return any(has(subject[-size:], "person") for size in (1, 2, 3) if len(subject) >= size)


def _standard(context: Context, quantity: Quantity, left: Left) -> None:
    named = any(t[2].bits & _STANDARD or t[2].text.endswith("标准") for t in quantity.tokens) or (
        "标准" in quantity.subject and quantity.subject_start >= quantity.own
    )
    before = quantity.previous
    parts, ground = per_parts(context, quantity)
    if not parts:
        parts, ground = per_behind(context, quantity)
    named = named or _in_brackets(context, quantity)
    label = _label(context, quantity)
    if label is not None and not quantity.scaled:
        named = True
        if not parts:
            parts, ground = _label_parts(context, *label)
    if not quantity.scaled and all(part in TIMES for part in parts) and once(context, quantity):
        parts, ground = ["人次"], ground if parts else ("once", -1, -1)
    if parts:
        if not any(part in TIMES for part in parts) and not quantity.scaled:
            parts = [*parts, *told_before(context, quantity)]
        timed = all(part in TIMES for part in parts)
        if timed and not quantity.scaled:
            if before is not None and before.measure == "standard" and _continues(context, quantity, left, before):
                parts = [*(part for part in before.unit.split("/")[1:] if part not in TIMES), *parts]
                timed = len(parts) == 1 and not named  # 人均每月577元、每年4428元
            elif quantity.bits & _RECEIVE:
                parts = ["人", *parts] if names_person(context, quantity) else parts
                timed = False
        paid = named or _pays(context, quantity) or (_paired(quantity) and names_person(context, quantity))
        if not timed or (not quantity.scaled and paid):
            quantity.unit = composed(quantity.unit, parts)
            quantity.measure = "standard"
            quantity.grounds["unit"] = ground
            if "#" in ground[0]:
                quantity.rule = ground[0]
            return
    if before is not None and before.measure != "standard" and not quantity.scaled:
        before = _alike(context, quantity) or before
    shared = quantity.shares
    if shared is not None and shared.measure == "standard" and not quantity.scaled:
        if quantity.unit == shared.unit.split("/")[0]:
            quantity.unit = shared.unit  # 在每人每年800元的基础上提高200元，达到1000元
        quantity.measure = "standard"
        quantity.grounds["unit"] = shared.grounds.get("unit", (shared.rule, shared.number_end, shared.end))
        return
    if (
        before is not None
        and before.measure == "standard"
        and (not quantity.scaled or before.scaled)
        and (before is not quantity.previous or _continues(context, quantity, left, before))
    ):
        if quantity.unit == before.unit.split("/")[0]:
            quantity.unit = _dealt(context, quantity) or before.unit
        quantity.measure = "standard"
        quantity.rule = before.rule
        quantity.grounds["unit"] = before.grounds.get("unit", (before.rule, before.number_end, before.end))
    else:
        told = named or _priced(context, quantity) or _raised(context, quantity)
        rated = not quantity.scaled and told and "标准化" not in quantity.subject
        if rated or quantity.bits & _CEILING:
            quantity.measure = "standard"
            if rated and "标准" in quantity.subject and (unit := per_as_before(context, quantity)):
                quantity.unit = unit


def _in_brackets(context: Context, quantity: Quantity) -> bool:
    """Whether the number stands in brackets right behind a word for a standard: 最低工资标准（每月1620元）."""
    text = context.text
    opening = max(text.rfind("（", context.start, quantity.left), text.rfind("(", context.start, quantity.left))
    if opening < 0 or max(text.find("）", opening, quantity.left), text.find(")", opening, quantity.left)) >= 0:
        return False
    before = context.between(max(context.start, opening - _NEAR), opening)
    return any(end == opening and (t.bits & _STANDARD or t.text.endswith("标准")) for _, end, t in before)


def _label(context: Context, quantity: Quantity) -> tuple[int, int] | None:
    """The span of the label before a colon that names a standard whose values follow: 月标准：城市810元，农村620元."""
    text = context.text
    colon = max(text.rfind("：", context.start, quantity.left), text.rfind(":", context.start, quantity.left))
    if colon < 0:
        return None
    start = max(context.start, *(text.rfind(mark, context.start, colon) + 1 for mark in "，,；;。"))
    if not any(t[2].bits & _STANDARD or t[2].text.endswith("标准") for t in context.between(start, colon)):
        return None
    if any(t[2].bits & _SPENDING for t in context.between(colon, quantity.left)):
        return None
    return start, colon


def _label_parts(context: Context, start: int, end: int) -> tuple[list[str], Ground]:
    """Per whom and how long the words of a label say its amounts are."""
    found = [(s, e, term) for s, e, term in context.between(start, end) if term.each]
    parts = [part for _, _, term in found for part in term.each.split("/")[1:]]
    if not parts:
        return [], ("", -1, -1)
    return parts, (found[0][2].rules.get("each", "per-label"), found[0][0], found[-1][1])


def _alike(context: Context, quantity: Quantity) -> Quantity | None:
    """The standard of the group before: 第一档每人每月50元，3216人；第二档100元, each first behind its semicolon."""
    segment = context.segment(quantity.start)
    if quantity.left - segment > _SHORT or (quantity.previous is not None and quantity.previous.start >= segment):
        return None
    if segment <= context.start or any(t[2].bits & _SPENDING for t in quantity.tokens):
        return None
    low = context.segment(segment - 1)
    first, other = None, quantity.previous
    while other is not None and other.start >= low:
        first, other = other, other.previous
    return first if first is not None and first.measure == "standard" and not first.scaled else None


def _dealt(context: Context, quantity: Quantity) -> str:
    """The unit of the standard that the amount is dealt to: 730元/月，…6600元/年，分别比上年提高50元和600元."""
    first = quantity
    while first.previous is not None and context.text[first.previous.end : first.left] in LISTED:
        first = first.previous
    dealt = [first]
    while dealt[-1].following is not None and context.text[dealt[-1].end : dealt[-1].following.left] in LISTED:
        dealt.append(dealt[-1].following)
    if per_parts(context, first)[0]:
        return ""  # 分别为每人每月90元、358元、895元
    if len(dealt) < 2 or not context.holds(_RESPECTIVE, first.own, first.left):
        return ""
    standards: list[Quantity] = []
    earlier = first.previous
    while earlier is not None and len(standards) < len(dealt):
        if earlier.measure == "standard" and earlier.old_of is None:
            standards.insert(0, earlier)
        earlier = earlier.previous
    return standards[dealt.index(quantity)].unit if len(standards) == len(dealt) else ""


def _priced(context: Context, quantity: Quantity) -> bool:
    """Whether a word for a price stands behind the amount, or behind the last of its list: 10元、12元、15元套餐."""
    last = quantity
    while (
        last.following is not None
        and last.following.form == quantity.form
        and context.text[last.end : last.following.left] in ("、", "或", "和", "及", *COMMAS)
    ):
        last = last.following
    return any(
        start == last.end + context.text.startswith("的", last.end) and term.bits & _STANDARD
        for start, _, term in context.between(last.end, last.right)[:2]
    )


def _pays(context: Context, quantity: Quantity) -> bool:
    """Whether the number's own words name a payment: 津贴, 工资."""
    own = context.text[quantity.own : quantity.left]
    return any(word in own for word in context.lexicon.allowances)


def _raised(context: Context, quantity: Quantity) -> bool:
    """Whether the number is the old or the new value of a payment that people get: 长寿金从300元提高到500元."""
    if not _paired(quantity) and not any(term.bits & _REACH for _, _, term in quantity.tokens):
        return False
    return _pays(context, quantity)


def _paired(quantity: Quantity) -> bool:
    """Whether the number is the old or the new value of something."""
    shared = quantity.shares
    return quantity.old_of is not None or (shared is not None and shared.old_of is quantity)


def _monthly(context: Context, quantity: Quantity) -> None:
    """Adds 月 to a standard whose sentence says earlier that it comes by the month: 津贴按月发放，80岁以上每人50元."""
    if not context.bits & _MONTHLY or quantity.unit.count("/") > 1 or quantity.unit.endswith(("/月", "/年", "/天")):
        return
    if context.holds(_MONTHLY, context.start, quantity.left):
        quantity.unit += "/月"


def _continues(context: Context, quantity: Quantity, left: Left, before: Quantity) -> bool:
    """Whether an amount goes on from a standard: a list of values, a new or old value, a change of it, or the next
    group's (80—89周岁每人每月60元、90—99周岁120元)."""
    if left.phrase is None and left.verb is None:
        return True
    if context.holds(_SPENDING, before.end, quantity.left):
        return False
    return (
        context.text[before.end : before.end + 1] in ("、", ",", "，", "；", ";") and quantity.left - before.end <= 16
    )


def settle_bound(context: Context, quantity: Quantity) -> None:
    """Gives an exact number the bound of a word earlier in its clause: 不低于低保标准的1.3倍, 约占总人口的4.6%."""
    if quantity.bound != "exact":
        return
    before = quantity.previous
    if (
        before is not None
        and before.bound in _LIMITS
        and context.text[before.end : quantity.left] in JOINTS
        and "bound" in before.grounds
        and before.grounds["bound"][2] <= before.start
        and any(t[2].bits & _RESPECTIVE for t in context.between(before.own, before.left))
    ):
        quantity.bound = before.bound  # 分别不低于430元和285元
        quantity.grounds["bound"] = before.grounds["bound"]
        return
    for token in reversed(quantity.tokens) if quantity.bits & _LIMIT else ():
        if token[2].bits & _LIMIT:
            rule = token[2].rules["limit"]
            quantity.bound = "at_least" if rule.endswith("at-least") else "at_most"
            quantity.trace.append(rule)
            quantity.grounds["bound"] = (rule, token[0], token[1])
            return
    if quantity.measure == "rate" and "约" in (own := context.text[quantity.own : quantity.left]):
        for word, rule in context.lexicon.rough.items():
            if word in own:
                quantity.bound = "about"
                quantity.trace.append(rule)
                at = quantity.own + own.index(word)
                quantity.grounds["bound"] = (rule, at, at + len(word))
                return
