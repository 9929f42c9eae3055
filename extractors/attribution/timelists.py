"""分别 over times: deals the times of a list out to the numbers behind it, in turn."""

from __future__ import annotations

import re

from ..quantities.quantity import Quantity
from ..words.anchors import Anchor, fill
from ..words.terms import mask
from ..words.times import Time
from .context import Context

_JOINS = ("、", "和", "及", "与", "，", ",", "以及")
_RESPECTIVE = mask("respective")
_OF_YEARS = frozenset(("periods.yaml#years-in-all", "periods.yaml#years-back"))

# What a number is dealt: the ISO period and the words that give it.
Share = tuple[str, int, int]


def dealt(context: Context, year: int | None, anchor: Anchor) -> dict[int, Share]:
    """By id of the quantity, the time dealt to it: 2019年、2020年、2021年分别发放120万元、138万元和152万元."""
    lists = _lists(context, year, anchor)
    if not lists:
        return {}
    shares: dict[int, Share] = {}
    marks = [end for _, end, term in context.tokens if term.bits & _RESPECTIVE]
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
