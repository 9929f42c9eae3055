"""Deals the items of a list to the numbers behind 分别 and 依次, and a list as a whole to those behind 各."""

from __future__ import annotations

from bisect import bisect_left

from ..quantities.quantity import Quantity
from ..words.terms import mask
from .changes import base
from .constructions import Deal, Shapes
from .context import Context
from .deals import closes_list, deal_behind, deal_in_earlier_clause, deal_of, deal_of_places, deal_of_times
from .listing import cut_tail, split_items
from .phrases import Phrase, clean, left_phrase, trim_head
from .places import Places
from .rows import deal_rows
from .runs import all_verbs, groups_of, only_fill, plainly_joined, run_before

_RESPECTIVE, _NOUN, _EACH = mask("respective"), mask("noun"), mask("each")
_MOST = 40  # numbers that one 分别 is looked for to deal out
_STOPS = frozenset("。；;!！?？\n")


def deal_out(context: Context, shapes: Shapes, known: Places) -> None:
    """Records for the numbers behind each 分别 of the sentence which item of which list is theirs."""
    quantities = context.quantities
    starts = [q.start for q in quantities]
    last: list[list[Quantity]] = []
    for token in context.tokens:
        start, end, term = token
        if not term.bits & _RESPECTIVE:
            continue
        at = bisect_left(starts, end)
        if context.places and deal_rows(context, shapes, known, quantities[at : at + _MOST], token):
            continue
        groups = groups_of(context, shapes, quantities[at : at + _MOST], end)
        if len(groups) < 2:
            continue
        rule = term.rules["respective"]
        before = quantities[max(0, at - _MOST) : at]
        given = _give(context, shapes, known, groups, start, end, before, last, rule)
        if given or _share(context, shapes, groups, before, start, end):
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
            while (after := run[-1].following) is not None and plainly_joined(context, shapes, run[-1], first, after):
                run.append(after)
        if len(run) > 1:
            _unsaid(context, shapes, known, run)
        at += len(run)


def _unsaid(context: Context, shapes: Shapes, known: Places, run: list[Quantity]) -> None:
    first = run[0]
    left = left_phrase(context, first.own, first.left)
    deal = deal_of_places(context, first.own, first.left, left.phrase, len(run))
    if deal is None and left.phrase is not None:
        items = split_items(context, shapes, left.phrase)
        if len(items) == len(run):
            deal = cut_tail(context, shapes, known, items, len(items))
        elif len(items) == 1:
            deal = deal_of(context, shapes, known, left.phrase, len(run))
    if deal is None:
        return
    for quantity, item in zip(run, deal.items, strict=True):
        quantity.item, quantity.deal = item, deal
        quantity.trace += deal.rules
    _go_on(context, shapes, [[q] for q in run], context.quantities)


def deal_each(context: Context, shapes: Shapes, known: Places) -> None:
    """公办、民办养老院各5家: the whole list is every number's item."""
    text = context.text
    if shapes.each.search(text, context.start, context.end) is None:
        return
    for quantity in context.quantities:
        if quantity.item is not None:
            continue
        for match in shapes.each.finditer(text, quantity.own, quantity.left):
            token = next((t for t in quantity.tokens if t[0] <= match.start() < t[1]), None)
            if token is not None and token[2].bits & _NOUN:
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
    before = [q for q in before if q.start < low or q.value != count or not closes_list(context, shapes, q)]
    if before:
        low = max(low, before[-1].end)
    own = left_phrase(context, low, start).phrase
    deal = deal_of_places(context, low, start, own, count)
    if deal is None and own is not None:
        deal = deal_of(context, shapes, known, own, count)
        if deal is None and (whole := trim_head(context, low, own[1])) < own[0]:
            deal = deal_of(context, shapes, known, (whole, own[1]), count)  # 新增就业、发放贷款分别完成…
    if deal is None:
        deal = deal_behind(context, shapes, known, end, groups[0][0].left, count)
    if deal is None and _dealt_before(context, last, before, count, start):
        _hand_on(last, groups, own)
        return True
    if deal is None:
        deal = deal_of_places(context, context.segment(start), low, None, count)
        if deal is not None:
            deal = deal._replace(rest=own)
    if deal is None and not (before and before[-1].start >= context.segment(start) and count <= len(before)):
        deal = deal_in_earlier_clause(context, shapes, known, low, count)
        if deal is not None and own is not None:
            deal = deal._replace(rest=own)
    if deal is None:
        deal = deal_of_times(context, shapes, start, before, count)
        told = deal is not None and left_phrase(context, end, groups[0][0].left).phrase is not None
        if deal is not None and own is not None and not told:  # 2016年、2017年，殡仪馆分别火化遗体…: theirs is behind
            deal = deal._replace(rest=own)
    if deal is None:
        return False
    deal = deal._replace(rules=(rule, *deal.rules))
    for group, item in zip(groups, deal.items, strict=True):
        for quantity in group:
            quantity.item, quantity.deal = item, deal
            quantity.trace += deal.rules
    return True


def _dealt_before(
    context: Context, last: list[list[Quantity]], before: list[Quantity], count: int, start: int
) -> bool:
    """Whether a 分别 before dealt as many, and no others have been told since: 站点分别为…，销量依次为…"""
    if len(last) != count or context.segment(start) > last[0][0].start:
        return False
    return sum(q.start > last[-1][-1].start for q in before) < count


def _share(
    context: Context, shapes: Shapes, groups: list[list[Quantity]], before: list[Quantity], start: int, end: int
) -> bool:
    """Deals the numbers before: 孤儿18名、弃婴4名，分别发放…; 旅游接待389万人次、总收入35亿元，分别增长…"""
    low, _ = context.clause(start)
    own = left_phrase(context, max(low, before[-1].end) if before else low, start).phrase
    back = own is not None and shapes.above.match(context.text, own[0] - 1, own[1]) is not None
    back = back or (own is not None and shapes.above.match(context.text, *own) is not None)
    told = [q for q in before if q.start < low or q.value != len(groups) or q.measure != "count"]  # 三项资金分别增长…
    sources = run_before(context, told, len(groups), context.start if back else context.segment(start))
    if sources is None:
        return False
    if own is None:
        own = left_phrase(context, end, groups[0][0].left).phrase  # 分别发放生活费20万元、70万元
    _hand_on([[source] for source in sources], groups, None if back else own)
    for group in groups if back else ():
        for quantity in group:
            quantity.trace.append(shapes.rules["above"])
    return True


def _says_how(context: Context, start: int, end: int) -> bool:
    """按最低工资标准的10%、20%核定，即每人每月…: whether a clause ends in nothing but a verb of settling."""
    nouns, words = context.nouns, clean(context.text[start:end])
    return nouns is not None and nouns.read(words).form in ("act", "carry")


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
        low = context.clause(first.left)[0]
        past = groups[-1][-1].end
        if low > past and not only_fill(context, past, low) and not _says_how(context, past, low):
            return  # …分别增长5.2%和9.1%，全省进出口总值创历史新高，达到5379亿元
        left = left_phrase(context, first.own, first.left)
        following = groups_of(context, shapes, behind, first.own)
        verbal = left.phrase is not None and all_verbs(context, left.phrase)
        if len(following) != len(groups) or (left.phrase is not None and not verbal):
            return
        units = [base(group[0]) for group in groups]
        other = [base(group[0]) for group in following] != units
        paid = any(t[2].bits & _EACH for t in context.between(first.own, first.left))  # …核定，即每人每月90元、270元
        if other and left.phrase is None and not left.tails and left.verb is None and not paid:
            return
        if verbal and [base(group[0]) for group in following] != units:
            return
        _hand_on(groups, following)
        end = following[-1][-1].end
        behind = [q for q in behind if q.start >= end]
