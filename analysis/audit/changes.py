"""Changes against the old and the new value: 1917户 + 101户 = 2018户, and by how many per cent that is more.

Old, new and difference may stand in any order, and the new value sentences before:
结婚登记10560对，同比下降12%，上年同期为12000对.
"""
from __future__ import annotations

from collections.abc import Iterator
from itertools import islice, pairwise, takewhile

from .change_claims import claims_of, percentage
from .change_values import FACTORS, clause_of
from .change_ways import against_plan, direction_of, other_way, way_of, wrong_way
from .change_years import each_year
from .claims import LIKELY, MUST, Claim, decided
from .equations import Sum
from .finding import Finding
from .flows import flows_both_ways, flows_of, net_of, wrong_net
from .reading import Line, Mention
from .words import Words

_UP_TO = "至到"


def check(lines: list[Line], words: Words) -> Iterator[Finding]:
    """Findings on changes, in text order."""
    for line in lines:
        yield from against_plan(line, words)
        for mention in line.mentions:
            if mention.printed is None or (line.row and mention.value < 0):
                continue
            if _is_change(mention, words):
                yield from _change(mention, words)
            elif mention.at and mention.fact.status in ("actual", "planned") and not line.row:
                yield from direction_of(mention, words)


def _is_change(mention: Mention, words: Words) -> bool:
    """Whether a number is a change: by its status, or because 多 or 少 alone stands before it, behind an old value."""
    fact = mention.fact
    if mention.clause[-1:] in _UP_TO and mention.clause:
        return False  # 由20.5%提升至21.1%, whatever extraction says
    if fact.status == "change":
        return True
    if not mention.at:
        return False
    led = mention.clause.rstrip("了约为达至")
    if fact.direction and fact.status == "planned":
        return True  # 2024年预算…，比上年增加700万元
    if fact.unit in FACTORS and fact.status == "actual" and led in (*words.of("up").terms, *words.of("down").terms):
        return True  # 上调135元，升3.3%
    last = mention.line.mentions[mention.at - 1]
    share = last.fact.status == "change" and last.fact.unit in FACTORS
    gap = mention.gap.strip("，, ")
    if share and gap in words.of("that-is").terms:
        return True  # 增加11.2%，共1152人
    if gap not in words.of("up").terms and gap not in words.of("down").terms:
        return False
    return any(m.fact.status == "previous" and m.same(mention) for m in islice(mention.before(), 2))


def _change(change: Mention, words: Words) -> Iterator[Finding]:
    if words.of("cause").within(change.gap) or words.of("converted").within(change.clause):
        return  # …，主要原因是补贴提标20%
    if words.of("relative").within(change.clause) and not words.of("past").within(change.clause):
        return  # 高于省定最低标准312元: than another
    if words.of("a-year").within(change.clause):
        yield from decided(each_year(change, words))
        return
    if change.fact.measure != "standard" and words.of("yearly").within(change.gap):
        return
    if change.fact.unit in FACTORS and words.of("respective").within(change.gap):
        yield from _respective(change, words)
        return
    if _dealt(change, words):
        return  # 比“十一五”末分别增加205元和1780元: against which value of each, nothing says
    if change.fact.unit in FACTORS and words.of("real-terms").within(f"{change.fact.subject} {change.gap}"):
        return  # in constant prices
    flows = flows_of(change, words) or flows_both_ways(change, words)
    if words.of("net").within(clause_of(change)) and flows is not None:
        yield from decided(net_of(change, *flows))
        yield from wrong_net(change, *flows, way_of(change, words))
        return
    if flows is None and words.of("net").within(change.clause) and _several_changes(change):
        return  # the net of changes that do not go both ways, or of more than two
    behind = list(_of_flows(change, words))
    claims = [*behind, *claims_of(change, words)]
    if behind and any(claim.holds() for claim in claims[len(behind) :]):
        yield from decided(behind)  # the change itself is right: so must be what came and went
        claims = claims[len(behind) :]
    told = False
    for gain_loss in [flows_of(change, words)] if len(claims) and isinstance(claims[0].equation, Sum) else []:
        if gain_loss is not None and claims[0].equation.figures[0] in gain_loss and claims[0].holds():
            yield from wrong_net(change, *gain_loss, way_of(change, words))
    for one in decided(claims):
        told = told or one.severity in ("error", "warning")
        yield one
    for one in () if told else wrong_way(change, claims, words):
        told = True
        yield one
    if not told:
        yield from other_way(change, words)


def _several_changes(change: Mention) -> bool:
    """Whether two changes counted alike stand before one in its sentence."""
    return sum(m.fact.status == "change" and m.like(change) for m in change.before()) > 1


def _of_flows(change: Mention, words: Words) -> Iterator[Claim]:
    """比4月增加9人，其中新增21人、去世核减12人: what came and went, right behind the net of both."""
    behind = change.line.mentions[change.at + 1 : change.at + 3]
    flows = flows_of(change, words)
    if flows is not None and len(behind) == 2 and all(flow in behind for flow in flows):
        month = words.of("this-month").within(behind[0].gap)
        if month and words.of("year-on-year").within(change.line.words(change.line.start, change.fact.start)):
            return  # 比上年减少7人，当月新增12人
        yield from (one._replace(sure=LIKELY) for one in net_of(change, *flows))


def _dealt(change: Mention, words: Words) -> bool:
    """Whether a difference is one of several that a 分别 deals out."""
    for m in (change, *change.before()):
        if m.fact.status != "change":
            return False
        if words.of("respective").within(m.gap):
            return True
    return False


def _respective(first: Mention, words: Words) -> Iterator[Finding]:
    """由740元提高到780元，…由580元提高到620元，分别增长5.4%和6.9%: as many percentages as pairs of values."""
    mentions = first.line.mentions
    changes = list(takewhile(lambda m: m.fact.status == "change" and m.like(first), mentions[first.at :]))
    pairs = [
        (old, new) for old, new in pairwise(m for m in mentions[: first.at] if m.fact.measure != "rate")
        if old.fact.status == "previous" and new.fact.status == "actual" and _one_series(old, new)
        and old.printed is not None and new.printed is not None
    ]
    if len(changes) > 1 and len(pairs) == len(changes):
        for change, (old, new) in zip(changes, pairs, strict=True):
            if change.printed is not None:
                yield from decided([percentage(change, new, old, MUST, words)])


def _one_series(old: Mention, new: Mention) -> bool:
    """Whether both are values of one thing; what is 折合每月 behind a year's is none of them."""
    one, two = old.fact, new.fact
    return one.subject == two.subject and one.measure == two.measure and one.area == two.area and one.place == two.place
