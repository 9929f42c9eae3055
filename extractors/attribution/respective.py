"""分别: deals values out to the things named before them, in turn."""

from __future__ import annotations

import re
from bisect import bisect_left

from ..quantities.quantity import Quantity
from ..words.lexicon import mask
from .context import Context
from .phrases import clean, left_phrase
from .places import Places

_RESPECTIVE = mask("respective")
_LOOSE = mask("opener", "tail", "compare", "cut", "change")
_SPLIT = re.compile(r"[、，,]|和|及(?!以)|与|以及")
_SUFFIX = re.compile(r"(?:的)?(?:人数|标准|金额|资金|数量|户数|数|比例)$")
_COUNTED = frozenset({"persons", "households", "person_times", "standard", "count"})
_NEAR = 20
_MOST = 24  # numbers that one 分别 is looked for to deal out
_JOINT = ("、", "和", "及", "与", "，", ",")


def distribute(context: Context, known: Places) -> None:
    """Corrects subject, area and place of the numbers that a 分别 deals out; needs them known."""
    quantities = context.quantities
    starts = [q.start for q in quantities]
    for start, end, term in context.tokens:
        if not term.bits & _RESPECTIVE:
            continue
        at = bisect_left(starts, end)
        behind = quantities[at : at + _MOST]
        groups = _pairs(behind, end) or [[q] for q in _run(context, behind, end)]
        if len(groups) < 2:
            continue
        before = quantities[max(0, at - _MOST) : at]
        earlier = _earlier(context, before, len(groups), start)
        if earlier is not None:
            for group, source in zip(groups, earlier, strict=True):
                for value in group:
                    value.area = source.area or value.area
                    value.subject = _joined(source.subject, value.subject)
        elif (
            len(groups) == 2 and all(v.area == "both" for g in groups for v in g) and "农村" not in groups[0][0].subject
        ):
            for group, area in zip(groups, ("urban", "rural"), strict=True):
                for value in group:
                    value.area = area
        else:
            _names(context, groups, start, known)
        _mirror(context, [g[-1] for g in groups])


def _pairs(quantities: list[Quantity], start: int) -> list[list[Quantity]]:
    """Numbers that stand in pairs: 由5200元提高到5700元，由6800元提高到7410元; 1305户2010人、6214户9870人."""
    pairs: list[list[Quantity]] = []
    at = start
    for first, second in zip(quantities[::2], quantities[1::2], strict=False):
        old_new = first.status == "previous" and second.status != "previous" and first.measure == second.measure
        both = first.end == second.left and first.measure == "households" and second.measure == "persons"
        if first.left - at > _NEAR or not (old_new or both):
            break
        pairs.append([first, second])
        at = second.end
    return pairs if len(pairs) > 1 else []


def _mirror(context: Context, values: list[Quantity]) -> None:
    """城乡标准分别由690元、500元提高到735元、560元: the new values go to the same things as the old ones."""
    following: list[Quantity] = []
    after = values[-1].following
    while after is not None and len(following) < len(values):
        following.append(after)
        after = after.following
    if len(following) < len(values) or values[0].status != "previous" or following[0].status == "previous":
        return
    if any(q.measure != values[0].measure for q in following) or following[0].left - values[-1].end > _NEAR:
        return
    for value, source in zip(following, values, strict=True):
        value.subject, value.area = source.subject, source.area


def _run(context: Context, quantities: list[Quantity], start: int) -> list[Quantity]:
    """The numbers behind 分别 that stand side by side with one unit or kind of unit."""
    run: list[Quantity] = []
    for quantity in quantities:
        if not run:
            if quantity.start - start > 20:
                break
        else:
            gap = context.text[run[-1].end : quantity.left].strip()
            if (
                quantity.measure != run[0].measure
                or not gap.startswith(_JOINT)
                or len(gap) > 8
                or (gap[:1] in "，," and not gap[1:].startswith("每"))
            ):
                break
        run.append(quantity)
    return run


def _earlier(context: Context, before: list[Quantity], count: int, start: int) -> list[Quantity] | None:
    """As many numbers with subjects of their own right before: 孤儿18名、事实无人抚养儿童64名，分别发放…"""
    low = context.segment(start)
    clause_start, _ = context.clause(start)
    if (
        clause_start != start
        and context.text[clause_start:start].strip("、，, ")
        and any("一" <= c <= "龥" for c in context.text[clause_start:start])
        and not _only_time(context, clause_start, start)
    ):
        return None
    own: list[Quantity] = []
    for quantity in before:
        if quantity.start < low or quantity.measure not in _COUNTED:
            continue
        if own and own[-1].subject == quantity.subject:
            continue
        own.append(quantity)
    own = own[-count:]
    return own if len(own) == count and len({q.unit for q in own}) == 1 else None


def _only_time(context: Context, start: int, end: int) -> bool:
    """Whether only openers and times stand before 分别: 全年分别发放."""
    at = start
    times = {t.start: t.end for t in context.times_in(start, end)}
    for token in context.between(start, end):
        while at in times:
            at = times[at]
        if token[0] < at:
            continue
        if context.text[at : token[0]].strip(" 、"):
            return False
        if not (token[2].period or token[2].bits & _LOOSE):
            return False
        at = token[1]
    at = times.get(at, at)
    return not context.text[at:end].strip(" 、")


def _joined(source: str, own: str) -> str:
    return (
        own
        if source in own
        else source
        if own in source or not own
        else source + own
        if len(source + own) <= 20
        else source
    )


def _names(context: Context, groups: list[list[Quantity]], start: int, known: Places) -> None:
    """Deals out as many names joined by 、 and 和: 孤儿、事实无人抚养儿童的养育标准分别为…, 甲镇、乙镇分别新建…"""
    first = groups[0][0]
    clause_start, _ = context.clause(start)
    if not first.place and clause_start <= first.subject_start < start:
        clause_start = first.subject_start
    phrase = left_phrase(context, clause_start, start).phrase
    if phrase is None:
        return
    parts = [clean(p) for p in _SPLIT.split(context.text[phrase[0] : phrase[1]]) if clean(p)]
    if len(parts) < len(groups):
        return
    parts = parts[-len(groups) :]
    _, of, tail = parts[-1].rpartition("的")
    for group, part in zip(groups, parts, strict=True):
        place = next((part[:size] for size in range(len(part), 1, -1) if known.name(part[:size])), "")
        name = part if not of or part == parts[-1] else part + tail
        areas = [t[2].area for t in context.lexicon.scan(part, 0, len(part)) if t[2].area]
        for value in group:
            if place and all(known.name(other[: len(place)]) or known.name(other) for other in parts):
                value.subject = (
                    value.subject if value.subject_start > start or value is not first else part[len(place) :] or tail
                )
                if value is not first and value.subject == "".join(parts):
                    value.subject = first.subject
                continue
            value.subject = name
            if areas:
                value.area = areas[-1] or ""
