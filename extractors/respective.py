"""分别: deals values out to the things named before them, in turn."""

from __future__ import annotations

import re

from .context import Context
from .lexicon import mask
from .quantity import Quantity
from .subjects import clean

_RESPECTIVE = mask("respective")
_LOOSE = mask("opener", "tail", "compare", "cut", "change")
_SPLIT = re.compile(r"[、，,]|和|及(?!以)|与|以及")
_SUFFIX = re.compile(r"(?:的)?(?:人数|标准|金额|资金|数量|户数|数|比例)$")
_COUNTED = frozenset({"persons", "households", "person_times", "standard", "count"})
_JOINT = ("、", "和", "及", "与", "，", ",")


def distribute(context: Context) -> None:
    """Corrects subject, programme and area of the numbers that a 分别 deals out; needs both known."""
    quantities = context.quantities
    for start, end, term in context.tokens:
        if not term.bits & _RESPECTIVE:
            continue
        values = _run(context, [q for q in quantities if q.start >= end], end)
        if len(values) < 2:
            continue
        before = [q for q in quantities if q.end <= start]
        earlier = _earlier(context, before, len(values), start)
        if earlier is not None:
            for value, source in zip(values, earlier, strict=True):
                value.programme, value.area = source.programme, source.area or value.area
                value.subject = _joined(source.subject, value.subject)
            continue
        if len(values) == 2 and all(v.area == "both" for v in values) and "农村" not in values[0].subject:
            values[0].area, values[1].area = "urban", "rural"
            continue
        if values[0].subject_start >= 0:
            _names(context, values, start)


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
                or (gap[:1] in "，,"
                and not gap[1:].startswith("每"))
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
    times = {t.start: t.end for t in context.times}
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


def _names(context: Context, values: list[Quantity], start: int) -> None:
    """Deals out as many names joined by 、 and 和: 孤儿、事实无人抚养儿童的养育标准分别为…"""
    clause_start, _ = context.clause(start)
    for value in values[:1]:
        if value.subject_start >= 0:
            clause_start = min(clause_start, value.subject_start) if value.subject_start < start else clause_start
    phrase = context.text[clause_start:start]
    parts = [clean(p) for p in _SPLIT.split(phrase) if clean(p)]
    if len(parts) < len(values):
        return
    parts = parts[-len(values) :]
    tail = parts[-1].split("的")[-1] if "的" in parts[-1] else ""
    for value, part in zip(values, parts, strict=True):
        name = part if not tail or part.endswith(tail) else part + tail
        value.subject = name
        tokens = [t for t in context.lexicon.scan(part, 0, len(part)) if t[2].programme and not t[2].weak]
        if tokens:
            value.programme = tokens[-1][2].programme
        areas = [t for t in context.lexicon.scan(part, 0, len(part)) if t[2].area]
        if areas and areas[-1][2].area:
            value.area = areas[-1][2].area
