"""Which list the items are dealt from: words, places, times, in the clause, behind 分别 or before it."""

from __future__ import annotations

from ..quantities.quantity import Quantity
from ..words.terms import mask
from .constructions import Deal, Shapes
from .context import Context
from .listing import cut_tail, split_items
from .phrases import Phrase, left_phrase
from .places import Places

_VERBS = mask("cut", "head", "verb")


def closes_list(context: Context, shapes: Shapes, quantity: Quantity) -> bool:
    """Whether the number only counts the items of the list before it: 甲、乙、丙三类…分别…"""
    return shapes.closer.match(context.text, quantity.start) is not None


def deal_of_places(context: Context, start: int, end: int, tail: Phrase | None, count: int) -> Deal | None:
    """A list of as many places in [start, end)."""
    for mention in reversed(context.places):
        if start <= mention.start and mention.end <= end and len(mention.names) == count:
            items: list[Phrase] = []
            at = mention.start
            for name in mention.names:
                at = context.text.find(name, at, mention.end)
                if at < 0:
                    return None
                items.append((at, at + len(name)))
                at += len(name)
            if tail is not None and tail[0] < mention.end:
                tail = (mention.end, tail[1]) if mention.end < tail[1] else None
            return Deal(tuple(items), mention.names, None, tail)
    return None


def deal_of(context: Context, shapes: Shapes, known: Places, phrase: Phrase, count: int) -> Deal | None:
    """The list that ``phrase`` is, where it has ``count`` items."""
    items = split_items(context, shapes, phrase)
    if len(items) >= count:
        return cut_tail(context, shapes, known, items, count)
    for word, parts in shapes.compact.items():
        at = context.text.find(word, *phrase)
        if at >= 0 and len(parts) == count:
            half = tuple((at + i, at + i + 1) for i in range(count))
            head = (phrase[0], at) if at > phrase[0] else None
            tail = (at + len(word), phrase[1]) if at + len(word) < phrase[1] else None
            return Deal(half, parts, head, tail, None, (shapes.rules[word],))
    return None


def deal_behind(context: Context, shapes: Shapes, known: Places, start: int, end: int, count: int) -> Deal | None:
    """The list stands between 分别 and the first number: 分别为甲镇、乙镇争取资金30万元、20万元."""
    match = shapes.after.match(context.text, start, end)
    begin = match.end() if match is not None else start
    stop = end
    for token in context.between(begin, end):
        if token[0] > begin and token[2].free & _VERBS:
            stop = token[0]
            break
    if match is None and shapes.after.fullmatch(context.text, start - 1, start) is None:
        return None  # 分别为 is one word
    items = split_items(context, shapes, (begin, stop))
    if len(items) != count:
        return None
    deal = cut_tail(context, shapes, known, items, count)
    rest = left_phrase(context, stop, end).phrase
    return deal._replace(rest=rest, rules=(*deal.rules, shapes.rules["after"]))


def deal_in_earlier_clause(context: Context, shapes: Shapes, known: Places, end: int, count: int) -> Deal | None:
    """The nearest list of as many items in a clause before, in the same stretch between semicolons."""
    low = context.segment(end)
    while end > low:
        start, _ = context.clause(end - 1)
        phrase = left_phrase(context, max(start, low), end - 1).phrase
        if phrase is not None:
            items = split_items(context, shapes, phrase)
            if len(items) == count:
                deal = cut_tail(context, shapes, known, items, count)
                if deal.tail is None or all(known.name(context.text[s:e]) for s, e in items[:-1]):
                    return deal._replace(tail=None)
                return deal
        end = start
    return None


def deal_of_times(context: Context, shapes: Shapes, start: int, before: list[Quantity], count: int) -> Deal | None:
    """As many times side by side before 分别: 2019年、2020年、2021年，全市分别发放…"""
    low = before[-1].end if before else context.start
    times = context.times_in(low, start)
    run: list[Phrase] = []
    for time in reversed(times):
        if run and shapes.joint.fullmatch(context.text[time.end : run[-1][0]].strip()) is None:
            if len(run) == count:
                break
            run = []
        listed = split_items(context, shapes, (time.start, time.end))
        run += reversed(listed)
    if len(run) != count:
        return None
    run.reverse()
    return Deal(tuple(run), ("",) * count)
