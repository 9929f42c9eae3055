"""Old and new values of one thing, and what it changed by: 由690元提高到735元, A→B, 原…现…, 较上年的98户增加12户."""

from __future__ import annotations

from ..quantities.quantity import Quantity
from ..words.terms import mask
from .constructions import Shapes
from .context import Context
from .phrases import left_phrase
from .signs import COMMAS

_REACH, _COMPARE, _EACH = mask("reach"), mask("compare"), mask("each")
_RESPECTIVE, _PART = mask("respective"), mask("part")
_FAR = 400  # characters of parts before the change of their whole
_SHIFT = mask("change", "change-compared")
_STRONG_STOP = frozenset("。；;!！?？\n")


def pair_up(context: Context, shapes: Shapes) -> None:
    """Finds each old value its new one, and each amount of change what has changed."""
    quantities = context.quantities
    at = 1
    while at < len(quantities):
        old, new = quantities[at - 1], quantities[at]
        pairs = _reached(context, shapes, at) if _alike(old, new) else []
        if pairs:
            led = shapes.rules["old"] if _opened(context, shapes, pairs[0][0]) else shapes.rules["to"]
            arrow = text_between(context, old, new) in shapes.arrows
            for first, second in pairs:
                _join(first, second, shapes.rules["arrow"] if arrow else led)
                second.trace.append(shapes.rules["to"])
            at = quantities.index(pairs[-1][1]) + 1
            continue
        if old.old_of is None and _alike(old, new):
            if _formerly(context, shapes, old, new):
                _join(old, new, shapes.rules["before"])
                new.trace.append(shapes.rules["now"])
            elif _compared(context, new):
                new.old_of, new.shares = old, new.shares or old
        at += 1
    for new in quantities[1:] if context.bits & _SHIFT else ():
        if new.shares is None and new.bits & _SHIFT:
            _changed_by(context, shapes, new)


def text_between(context: Context, one: Quantity, other: Quantity) -> str:
    """The words between two numbers."""
    return context.text[one.end : other.left].strip()


def base(quantity: Quantity) -> str:
    """The unit without 人, 月 and the like: what is compared is counted in one unit."""
    return quantity.unit.partition("/")[0]


def _alike(one: Quantity, other: Quantity) -> bool:
    if one.unit == other.unit or (one.unit == "" and one.form == ""):
        return True
    return ("/" in one.unit or "/" in other.unit) and base(one) == base(other)


def _join(old: Quantity, new: Quantity, rule: str) -> None:
    old.old_of = new
    if new.shares is None:
        new.shares = old
    new.trace.append(rule)


def _reached(context: Context, shapes: Shapes, at: int) -> list[tuple[Quantity, Quantity]]:
    """The old and new values around the gap before number ``at``: one pair, or as many as the lists are long."""
    quantities = context.quantities
    old, new = quantities[at - 1], quantities[at]
    if text_between(context, old, new) in shapes.arrows:
        return [(old, new)]
    led = _opened(context, shapes, old)
    if not led and at >= 2 and old.measure == new.measure and _is_change(context, old):
        # 由690元增加45元到735元
        first = quantities[at - 2]
        if _alike(first, new) and _opened(context, shapes, first) and _leads_to(context, shapes, old, new, True):
            old.shares = first
            return [(first, new)]
    low = at - 1
    while not led and low > 0:
        before = quantities[low - 1]
        if not _alike(before, old) or not _only_joint(context, shapes, before):
            break
        low -= 1
        led = _opened(context, shapes, quantities[low])
    if not led:
        if not context.bits & _REACH:
            return []
        low = at - 1
    if not _leads_to(context, shapes, old, new, led):
        return []
    olds = quantities[low:at]
    news = [new]
    while len(news) < len(olds):
        after = news[-1].following
        if after is None or not _alike(after, new) or not _only_joint(context, shapes, news[-1]):
            return [] if len(olds) > 1 else [(old, new)]
        news.append(after)
    return list(zip(olds, news, strict=True))


def _only_joint(context: Context, shapes: Shapes, quantity: Quantity) -> bool:
    """Whether nothing but a joint of a list, and words such as 每人每月, stands behind the number."""
    after = quantity.following
    if after is None:
        return False
    gap = context.text[quantity.end : after.left]
    for token in reversed(context.between(quantity.end, after.left)):
        if token[2].bits & _EACH:
            gap = gap[: token[0] - quantity.end] + gap[token[1] - quantity.end :]
    return shapes.joint.fullmatch(gap.strip()) is not None


def _opened(context: Context, shapes: Shapes, quantity: Quantity) -> bool:
    """Whether a word of an old value opens before the number: 由…, 从去年底的…."""
    text, start, end = context.text, quantity.own, quantity.left
    for match in shapes.old.finditer(text, start, end):
        whole = any(t[0] <= match.start() < t[1] and not t[2].free and t[2].bits for t in quantity.tokens)
        if not whole and "和" not in match.group():
            return True
    return False


def _leads_to(context: Context, shapes: Shapes, old: Quantity, new: Quantity, led: bool) -> bool:
    """Whether the words between two numbers lead from the old to the new value."""
    text, start, end = context.text, old.end, new.left
    gap = text[start:end]
    if not gap.strip() or not _STRONG_STOP.isdisjoint(gap) or gap.count("，") + gap.count(",") > 1:
        return False
    tokens = context.between(start, end)
    verb = next((t for t in reversed(tokens) if t[2].bits & _REACH and t[2].text[0] != "达" and t[1] - t[0] > 1), None)
    comma = max(gap.rfind(sign) for sign in COMMAS)
    if verb is None:
        if not led:
            return False
        end = _before_fill(context, start, end)
        if shapes.to.search(text[start:end]) is None:
            return False
    elif not led and (comma >= 0 or text[start : verb[0]].strip("的 左右以上")):
        return False
    if comma >= 0 and not led:
        return False
    return comma < 0 or left_phrase(context, start + comma + 1, new.left).phrase is None or verb is not None


def _before_fill(context: Context, start: int, end: int) -> int:
    """Where the stretch ends once times and words such as 每人每月 and 的 are off its end."""
    text = context.text
    times = context.times_in(start, end)
    tokens = context.between(start, end)
    while end > start:
        if text[end - 1] in " 的约近了“”":
            end -= 1
        elif times and times[-1].end == end:
            end = times.pop().start
        elif tokens and tokens[-1][1] == end and (tokens[-1][2].bits & _EACH or tokens[-1][2].period):
            end = tokens[-1][0]
            tokens = tokens[:-1]
        else:
            break
    return end


def _formerly(context: Context, shapes: Shapes, old: Quantity, new: Quantity) -> bool:
    """原有床位60张，现有床位95张"""
    text = context.text
    gap = text[old.end : new.left]
    if not _STRONG_STOP.isdisjoint(gap) or shapes.now.search(gap) is None:
        return False
    return shapes.before.search(text, old.own, old.left) is not None


def _compared(context: Context, quantity: Quantity) -> bool:
    """Whether the number is an old value that the one before is compared with: 火化遗体940具，较上年905具有所增加."""
    compare = None
    for token in quantity.tokens if quantity.bits & _COMPARE else ():
        if token[2].free & _COMPARE:
            compare = token
        elif compare is not None and token[2].free & _SHIFT:
            return False
    if compare is None:
        return False
    times = context.times_in(compare[1], quantity.left)
    rest = context.text[times[-1].end if times else compare[1] : quantity.left].strip("的 ")
    return not rest and (bool(times) or quantity.measure != "rate")


def _is_change(context: Context, quantity: Quantity) -> bool:
    left = left_phrase(context, quantity.own, quantity.left)
    return bool(left.tails) and left.tails[0][2].bits & _SHIFT != 0


def _changed_by(context: Context, shapes: Shapes, new: Quantity) -> None:
    """An amount of change that no noun of its own stands before is one of what the number before counts."""
    before = out_of_bracket(context, new)
    if before is not None and context.bits & _PART:
        before = _out_of_parts(context, new, before)
    if before is None:
        return
    gap = context.text[before.end : new.left]
    if shapes.basis.search(gap) is not None:
        new.shares = before
        new.trace.append(shapes.rules["basis"])
        after = new.following
        if after is not None and _alike(before, after) and before.old_of is None:
            _join(before, after, shapes.rules["basis"])
        return
    left = left_phrase(context, new.own, new.left)
    if left.phrase is not None or not any(t[2].free & _SHIFT for t in left.tails):
        return
    if not _STRONG_STOP.isdisjoint(gap) or new.bits & _RESPECTIVE:
        return
    changes = before.shares if before.shares is not None and _is_change(context, before) else before
    if before.old_of is not None and before.old_of is changes.old_of and before.old_of.start < before.start:
        changes = before.old_of  # …940具，较上年905具增加35具
    if changes.shares is not None or changes.old_of is not None or _tight(context, before, new):
        new.shares = changes


def _tight(context: Context, before: Quantity, new: Quantity) -> bool:
    """Whether nothing but a comma, a time and words of comparison stands between: 18206对，同比上升9.4%."""
    previous = new.previous or before
    gap = context.text[previous.end : new.own if new.own > previous.end else previous.end]
    return not gap.strip(" ，,、)）")


def _out_of_parts(context: Context, new: Quantity, before: Quantity) -> Quantity:
    """264家，其中社会团体98家、基金会1家，较上年净增77家: behind several parts a change is one of the whole."""
    parts, at = 1, before
    if context.text[before.end : new.own].strip()[:1] not in COMMAS:
        return before
    while at.previous is not None and at.start > new.clause_start - _FAR:
        if context.holds(_PART, at.previous.end, at.left):
            return at.previous if parts > 1 else before
        if context.text[at.previous.end : at.left].lstrip()[:1] != "、" or base(at.previous) != base(before):
            return before
        parts += 1
        at = at.previous
    return before


def out_of_bracket(context: Context, quantity: Quantity) -> Quantity | None:
    """The number before, passing over those in a bracket closed since: 860对（其中涉外3对），增长2%."""
    before = quantity.previous
    if not context.brackets:
        return before
    text, at = context.text, quantity.left
    while before is not None:
        close = max(text.rfind(")", before.end, at), text.rfind("）", before.end, at))
        if close < 0 or max(text.rfind("(", before.end, close), text.rfind("（", before.end, close)) >= 0:
            return before
        opening = max(text.rfind("(", context.start, close), text.rfind("（", context.start, close))
        if opening < 0:
            return before
        while before is not None and before.start > opening:
            before = before.previous
        at = opening
    return before
