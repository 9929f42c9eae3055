"""分别 over times: deals the times of a list out to the numbers behind it, in turn."""

from __future__ import annotations

import re

from civx.patterns.kept import compiled

from ..quantities.quantity import Quantity
from ..words.anchors import Anchor, fill
from ..words.terms import mask
from ..words.times import Time
from .context import Context
from .signs import JOINTS, LISTED
from .yearspan import YEAR

_JOINS = LISTED | {"以及"}
_RESPECTIVE = mask("respective")
_LEAST = 3  # two numbers are rather those of two things
_POINT = compiled(r"\d{4}(?:-\d\d)?")
_QUARTERS = "periods.yaml#quarters"
_OF_YEARS = frozenset(("periods.yaml#years-in-all", "periods.yaml#years-back"))

# What a number is dealt: the ISO period and the words that give it.
Share = tuple[str, int, int]


def dealt(context: Context, year: int | None, anchor: Anchor) -> dict[int, Share]:
    """By id of the quantity, the time dealt to it: 2019年、2020年、2021年分别发放120万元、138万元和152万元."""
    if not context.bits & _RESPECTIVE:
        return {}
    marks = [end for _, end, term in context.tokens if term.bits & _RESPECTIVE]
    lists = _lists(context, year, anchor)
    shares = {} if lists else _stretches(context, marks, year, anchor)
    for number, items in enumerate(lists):
        limit = lists[number + 1][0][1] if number + 1 < len(lists) else context.end
        behind = items[-1][2]
        for mark in marks:
            if not behind <= mark <= limit:
                continue
            run = _run(context, mark, limit)
            if len(run) == len(items):
                shares.update({id(quantity): item for quantity, item in zip(run, items, strict=True)})
        first, last = items[0][0], items[-1][0]
        for time in context.times_in(behind, limit):
            after = next((q for q in context.quantities if q.start >= time.end), None)
            if time.rule in _OF_YEARS and after is not None and id(after) not in shares and shares:
                whole = f"{first.partition('/')[0]}/{last.rpartition('/')[2]}"
                shares[id(after)] = whole, items[0][1], items[-1][2]
    return shares


def _stretches(context: Context, marks: list[int], year: int | None, anchor: Anchor) -> dict[int, Share]:
    """What a stretch of time deals to as many numbers as it has years, quarters or months: 四个季度依次为41件、…."""
    shares: dict[int, Share] = {}
    for mark in marks:
        behind = max((q.end for q in context.quantities if q.end <= mark), default=context.start)
        time = next(iter(reversed(context.times_in(behind, mark))), None)
        run = _run(context, mark, context.end) if time is not None else []
        if time is None:
            continue
        listed = not JOINTS.isdisjoint(context.text[time.start : time.end])
        others = any(q.item is not None and not time.start <= q.item[0] < time.end for q in run)
        if others or len(run) < _LEAST - listed:
            continue
        named = next((t.year for t in reversed(context.times_in(context.start, time.end)) if t.year), year)
        first, last = fill(time.first, named, anchor), fill(time.last, named, anchor)
        if "/" in last:
            first, _, last = last.partition("/")
        parts = _parts(first, last, len(run), time.rule == _QUARTERS)
        shares.update({id(q): (part, time.start, time.end) for q, part in zip(run, parts, strict=False)})
    return shares


def _parts(first: str, last: str, count: int, quarters: bool) -> list[str]:
    """The ``count`` parts of a stretch of years, or of one year's months; none where it has not as many."""
    if quarters and first == last and len(first) == YEAR:
        first, last = f"{first}-01", f"{last}-12"
    if not _POINT.fullmatch(first) or not _POINT.fullmatch(last) or len(first) != len(last):
        return []
    if len(first) == YEAR:
        years = range(int(first), int(last) + 1)
        return [str(one) for one in years] if len(years) == count else []
    low, high, year = int(first[5:]), int(last[5:]), first[:YEAR]
    months = high - low + 1
    if year != last[:YEAR]:
        return []
    if months == count:
        return [f"{year}-{month:02d}" for month in range(low, high + 1)]
    if months == count * 3 and low % 3 == 1:
        return [f"{year}-{month:02d}/{year}-{month + 2:02d}" for month in range(low, high, 3)]
    return []


def _lists(context: Context, year: int | None, anchor: Anchor) -> list[list[Share]]:
    """The lists of times in the sentence."""
    found: list[list[Share]] = []
    running: list[Share] = []
    named = year
    for time in context.times:
        if time.grain == "years" and len(parts := re.findall(r"\d{4}", context.text[time.start : time.end])) > 1 and (
            any(join in context.text[time.start : time.end] for join in "、和及与")
        ):
            found.append([(part, time.start, time.end) for part in parts])
            running = []
            continue
        named = time.year or named
        item = _item(time, named, anchor)
        if running and item is not None and context.text[running[-1][2] : time.start].strip() in _JOINS:
            running.append(item)
            if len(running) == 2:
                found.append(running)
        else:
            running = [item] if item is not None else []
    return found


def _item(time: Time, year: int | None, anchor: Anchor) -> Share | None:
    first, last = fill(time.first, time.year or year, anchor), fill(time.last, time.year or year, anchor)
    if not last:
        return None
    return (first if first == last or time.grain == "word" else f"{first}/{last}"), time.start, time.end


def _run(context: Context, start: int, limit: int) -> list[Quantity]:
    """The numbers of one kind behind ``start`` that stand side by side."""
    run: list[Quantity] = []
    for quantity in context.quantities:
        if quantity.start < start:
            continue
        if quantity.start > limit:
            break
        if run:
            gap = context.text[run[-1].end : quantity.left].strip()
            if quantity.measure != run[0].measure or gap not in _JOINS:
                break
        elif quantity.start - start > 24:
            break
        run.append(quantity)
    return run
