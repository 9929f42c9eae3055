"""Deals the items of a list to the numbers behind 分别 and 依次, and a list as a whole to those behind 各."""

from __future__ import annotations

import re
from bisect import bisect_left
from itertools import pairwise

from ..quantities.quantity import Quantity
from ..words.lexicon import mask
from .changes import base
from .constructions import Deal, Shapes
from .context import Context
from .listing import cut_tail, split_items
from .phrases import Phrase, left_phrase, trim_head
from .places import Places

_RESPECTIVE = mask("respective")
_LOOSE = mask(
    "opener", "tail", "compare", "cut", "change", "change-compared", "verb", "head", "each", "reach", "baseline"
)
_VERBS = mask("cut", "head", "verb")
_EACH = mask("each")
_HAN = re.compile("[一-龥]")
_MOST = 40  # numbers that one 分别 is looked for to deal out
_STOPS = frozenset("。；;!！?？\n")
_COMMAS = frozenset("，,")


def deal_out(context: Context, shapes: Shapes, known: Places) -> None:
    """Records for the numbers behind each 分别 of the sentence which item of which list is theirs."""
    quantities = context.quantities
    starts = [q.start for q in quantities]
    last: list[list[Quantity]] = []
    for start, end, term in context.tokens:
        if not term.bits & _RESPECTIVE:
            continue
        at = bisect_left(starts, end)
        groups = _groups(context, shapes, quantities[at : at + _MOST], end)
        if len(groups) < 2:
            continue
        rule = term.rules["respective"]
        before = quantities[max(0, at - _MOST) : at]
        given = _give(context, shapes, known, groups, start, end, before, last, rule)
        if given or _share(context, shapes, groups, before, start):
            last = groups
            at = bisect_left(starts, groups[-1][-1].end)
            _go_on(context, shapes, groups, quantities[at : at + _MOST])


def deal_unsaid(context: Context, shapes: Shapes, known: Places) -> None:
    """国内游客、总花费增长5.6%、7.5%: as many numbers as the list before them has items, without 分别."""
    quantities, at = context.quantities, 0
    while at + 1 < len(quantities):
        first = quantities[at]
        run = [first]
        if first.deal is None and first.item is None and first.shares is None:
            while (after := run[-1].following) is not None and _plainly_joined(context, shapes, run[-1], first, after):
                run.append(after)
        if len(run) > 1:
            _unsaid(context, shapes, known, run)
        at += len(run)


def _plainly_joined(context: Context, shapes: Shapes, before: Quantity, first: Quantity, after: Quantity) -> bool:
    """Whether nothing but a joint that is no comma stands between two numbers of one unit."""
    if base(before) != base(after) or after.shares is not None or after.item is not None:
        return False
    gap = context.text[before.end : after.left].strip()
    if (bound := shapes.bound.match(gap)) is not None:
        gap = gap[bound.end() :]
    return gap not in _COMMAS and shapes.joint.fullmatch(gap) is not None


def _unsaid(context: Context, shapes: Shapes, known: Places, run: list[Quantity]) -> None:
    first = run[0]
    left = left_phrase(context, first.own, first.left)
    deal = _places(context, first.own, first.left, left.phrase, len(run))
    if deal is None and left.phrase is not None:
        items = split_items(context, shapes, left.phrase)
        if len(items) == len(run):
            deal = cut_tail(context, shapes, known, items, len(items))
        elif len(items) == 1:
            deal = _deal_of(context, shapes, known, left.phrase, len(run))
    if deal is None:
        return
    for quantity, item in zip(run, deal.items, strict=True):
        quantity.item, quantity.deal = item, deal
        quantity.trace += deal.rules
    _go_on(context, shapes, [[q] for q in run], context.quantities)


def deal_each(context: Context, shapes: Shapes, known: Places) -> None:
    """公办、民办养老院各5家: the whole list is every number's item."""
    text = context.text
    for quantity in context.quantities:
        if quantity.item is not None:
            continue
        for match in shapes.each.finditer(text, quantity.own, quantity.left):
            token = next((t for t in quantity.tokens if t[0] <= match.start() < t[1]), None)
            if token is not None and token[2].bits & mask("noun"):
                continue
            deal = _list_before(context, shapes, known, quantity.own, match.start())
            if deal is not None:
                quantity.item = (deal.items[0][0], (deal.tail or deal.items[-1])[1])
                quantity.deal = deal._replace(rules=(*deal.rules, shapes.rules["each"]))
                quantity.trace += quantity.deal.rules
            break


def _list_before(context: Context, shapes: Shapes, known: Places, start: int, end: int) -> Deal | None:
    """A list of words that are no places: those speak for themselves (attribution.locating)."""
    phrase = left_phrase(context, start, end).phrase
    items = split_items(context, shapes, phrase) if phrase is not None else []
    return cut_tail(context, shapes, known, items, len(items)) if len(items) > 1 else None


def _groups(context: Context, shapes: Shapes, behind: list[Quantity], start: int) -> list[list[Quantity]]:
    """The numbers behind 分别 as groups, one for each item: alone, 户 with 人, old with new value.

    Of crossed lists (由690元、500元提高到735元、560元) a group holds the first of the old and of the new values.
    """
    groups: list[list[Quantity]] = []
    news: set[int] = set()
    for quantity in behind:
        if id(quantity) in news:
            continue
        if not groups:
            low, _ = context.clause(quantity.start)
            if low > start and not _only_fill(context, start, quantity.left):
                break
            groups.append([quantity])
        elif quantity.left == groups[-1][-1].end and base(quantity) != base(groups[-1][0]):
            groups[-1].append(quantity)  # 1305户2010人
        elif _joined(context, shapes, groups[-1][-1], groups[0][0], quantity):
            groups.append([quantity])
        else:
            break
        new = quantity.old_of
        if new is not None and new.start > quantity.start:
            groups[-1].append(new)
            news.add(id(new))
    return groups


def _joined(context: Context, shapes: Shapes, before: Quantity, first: Quantity, quantity: Quantity) -> bool:
    """Whether the number goes on with the run: a joint, then nothing but words that stood before the first one too."""
    text = context.text
    if before.end > quantity.left:
        before = quantity.previous or before  # crossed lists: the old values stand side by side
    gap = text[before.end : quantity.left]
    rest = gap.lstrip()
    if (bound := shapes.bound.match(rest)) is not None:
        rest = rest[bound.end() :]
        quantity.trace.append(shapes.rules["bound"])
    joint = shapes.joint.match(rest)
    if joint is None:
        return False
    at = before.end + len(gap) - len(rest) + joint.end()
    between = text[at : quantity.left].strip()
    comma = joint.group() in "，,"
    if not between:
        return not comma or base(quantity) == base(first)
    if comma:
        new = first.old_of
        paired = new is not None and before is not first and shapes.old.fullmatch(between) is not None
        return base(quantity) == base(first) and (paired or _per_only(context, at, quantity.left))
    return _only_fill(context, at, quantity.left, text[first.own : first.left])


def _per_only(context: Context, start: int, end: int) -> bool:
    """Whether [start, end) is nothing but 每人每月 and the like."""
    tokens = context.between(start, end)
    return len(tokens) == 1 and tokens[0][2].bits & _EACH != 0 and tokens[0][1] - tokens[0][0] == end - start


def _only_fill(context: Context, start: int, end: int, model: str = "") -> bool:
    """Whether [start, end) holds only known words that carry a number, times, and what ``model`` held as well."""
    text = context.text
    at = start
    times = {t.start: t.end for t in context.times_in(start, end)}
    tokens = {t[0]: t for t in context.between(start, end)}
    while at < end:
        token = tokens.get(at)
        if at in times:
            at = times[at]
        elif token is not None and (token[2].bits & _LOOSE or token[2].period):
            at = token[1]
        elif text[at] in " 、，,的约近了每" or not _HAN.match(text[at]):
            at += 1
        elif text[at:end] in model:
            return True
        elif token is not None and token[2].text in model:
            at = token[1]
        else:
            return False
    return True


def _give(
    context: Context,
    shapes: Shapes,
    known: Places,
    groups: list[list[Quantity]],
    start: int,
    end: int,
    before: list[Quantity],
    last: list[list[Quantity]],
    rule: str,
) -> bool:
    """Deals a list of words, or what a 分别 dealt before; False where none fits."""
    count = len(groups)
    low, _ = context.clause(start)
    before = [q for q in before if q.start < low or q.value != count or not _closes_list(context, shapes, q)]
    if before:
        low = max(low, before[-1].end)
    own = left_phrase(context, low, start).phrase
    deal = _places(context, low, start, own, count)
    if deal is None and own is not None:
        deal = _deal_of(context, shapes, known, own, count)
        if deal is None and (whole := trim_head(context, context.between(low, own[1]), low, own[1])) < own[0]:
            deal = _deal_of(context, shapes, known, (whole, own[1]), count)  # 新增就业、发放贷款分别完成…
    if deal is None:
        deal = _behind(context, shapes, known, end, groups[0][0].left, count)
    if deal is None and _dealt_before(context, last, before, count, start):
        _hand_on(last, groups, own)
        return True
    if deal is None:
        deal = _places(context, context.segment(start), low, None, count)
        if deal is not None:
            deal = deal._replace(rest=own)
    if deal is None and not (before and before[-1].start >= context.segment(start) and count <= len(before)):
        deal = _in_earlier_clause(context, shapes, known, low, count)
        if deal is not None and own is not None:
            deal = deal._replace(rest=own)
    if deal is None:
        deal = _times(context, shapes, start, before, count)
        if deal is not None and own is not None:
            deal = deal._replace(rest=own)
    if deal is None:
        return False
    deal = deal._replace(rules=(rule, *deal.rules))
    for group, item in zip(groups, deal.items, strict=True):
        for quantity in group:
            quantity.item, quantity.deal = item, deal
            quantity.trace += deal.rules
    return True


def _closes_list(context: Context, shapes: Shapes, quantity: Quantity) -> bool:
    """Whether the number only counts the items of the list before it: 甲、乙、丙三类…分别…"""
    return shapes.closer.match(context.text, quantity.start) is not None


def _places(context: Context, start: int, end: int, tail: Phrase | None, count: int) -> Deal | None:
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


def _deal_of(context: Context, shapes: Shapes, known: Places, phrase: Phrase, count: int) -> Deal | None:
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


def _behind(context: Context, shapes: Shapes, known: Places, start: int, end: int, count: int) -> Deal | None:
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


def _in_earlier_clause(context: Context, shapes: Shapes, known: Places, end: int, count: int) -> Deal | None:
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


def _times(context: Context, shapes: Shapes, start: int, before: list[Quantity], count: int) -> Deal | None:
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


def _dealt_before(
    context: Context, last: list[list[Quantity]], before: list[Quantity], count: int, start: int
) -> bool:
    """Whether a 分别 before dealt as many, and no others have been told since: 站点分别为…，销量依次为…"""
    if len(last) != count or context.segment(start) > last[0][0].start:
        return False
    return sum(q.start > last[-1][-1].start for q in before) < count


def _share(
    context: Context, shapes: Shapes, groups: list[list[Quantity]], before: list[Quantity], start: int
) -> bool:
    """Deals the numbers before: 孤儿18名、弃婴4名，分别发放…; 旅游接待389万人次、总收入35亿元，分别增长…"""
    low, _ = context.clause(start)
    own = left_phrase(context, max(low, before[-1].end) if before else low, start).phrase
    back = own is not None and shapes.above.match(context.text, own[0] - 1, own[1]) is not None
    back = back or (own is not None and shapes.above.match(context.text, *own) is not None)
    sources = _run_before(context, before, len(groups), context.start if back else context.segment(start))
    if sources is None:
        return False
    _hand_on([[source] for source in sources], groups, None if back else own)
    for group in groups if back else ():
        for quantity in group:
            quantity.trace.append(shapes.rules["above"])
    return True


def _run_before(context: Context, before: list[Quantity], count: int, low: int) -> list[Quantity] | None:
    """The last ``count`` numbers from ``low`` on that begin a thing of their own (of 户 with 人 the first)."""
    own: list[Quantity] = []
    for quantity in before:
        if quantity.start < low:
            continue
        if own and (quantity.left == own[-1].end or quantity.shares is not None):
            continue
        own.append(quantity)
    own = own[-count:]
    if len(own) < count:
        return None
    gaps = [context.text[one.end : other.left] for one, other in pairwise(own)]
    return own if all(_STOPS.isdisjoint(gap) for gap in gaps) and len({base(q) for q in own}) <= count else None


def _hand_on(sources: list[list[Quantity]], groups: list[list[Quantity]], rest: Phrase | None = None) -> None:
    """What the numbers of ``sources`` are about, those of ``groups`` are about as well; ``rest`` their own words."""
    for source, group in zip(sources, groups, strict=True):
        of = source[-1]
        for quantity in group:
            if quantity.shares is None or quantity.shares.start > of.start:
                quantity.shares = of
            quantity.item, quantity.deal = of.item, of.deal
            if rest is not None:
                quantity.deal = (of.deal or Deal((), ()))._replace(rest=rest)


def _go_on(context: Context, shapes: Shapes, groups: list[list[Quantity]], behind: list[Quantity]) -> None:
    """As many numbers that follow without a noun of their own: …分别提高到758元、602元，年均增长5.2%和9.1%."""
    while behind and behind[0].left < groups[-1][-1].end:
        behind = behind[1:]
    while behind:
        first = behind[0]
        if not _STOPS.isdisjoint(context.text[groups[-1][-1].end : first.left]) or any(
            t[2].bits & _RESPECTIVE for t in context.between(first.own, first.left)
        ):
            return
        left = left_phrase(context, first.own, first.left)
        following = _groups(context, shapes, behind, first.own)
        verbal = left.phrase is not None and _all_verbs(context, left.phrase)
        if len(following) != len(groups) or (left.phrase is not None and not verbal):
            return
        units = [base(group[0]) for group in groups]
        if left.phrase is None and not left.tails and left.verb is None and [base(group[0]) for group in following] != units:
            return
        if verbal and [base(group[0]) for group in following] != units:
            return
        _hand_on(groups, following)
        end = following[-1][-1].end
        behind = [q for q in behind if q.start >= end]


def _all_verbs(context: Context, phrase: Phrase) -> bool:
    """Whether a phrase is nothing but known verbs: 实际新增."""
    return _only_fill(context, *phrase)

