"""Gains less losses: 新登记108家，注销36家，净增72家."""
from __future__ import annotations

from collections.abc import Iterator

from .claims import MUST, Claim
from .equations import Sum
from .finding import Finding, finding
from .interval import said, shown
from .reading import Mention
from .words import Words


def flows_of(change: Mention, words: Words) -> tuple[Mention, Mention] | None:
    """The one gain and the one loss that a net change is of."""
    mentions = change.line.mentions[max(0, change.at - 12) : change.at + 5]
    near_it = [
        m for m in mentions
        if m.like(change) and m is not change and m.printed is not None
        and m.fact.status == "actual" and not m.fact.direction
    ]
    gains = [m for m in near_it if words.of("gain").within(f"{m.clause} {m.fact.subject}") and not _lost(m, words)]
    losses = [m for m in near_it if _lost(m, words)]
    return (gains[0], losses[0]) if len(gains) == len(losses) == 1 else None


def flows_both_ways(change: Mention, words: Words) -> tuple[Mention, Mention] | None:
    """村委会减少155个，…居委会增加95个，…增减相抵，净减60个: the one rise and the one fall before a net change."""
    near_it = [
        m for m in change.line.mentions[max(0, change.at - 8) : change.at]
        if m.fact.status == "change" and m.like(change) and m.printed is not None and m.fact.direction
    ]
    ups = [m for m in near_it if m.fact.direction == "up"]
    downs = [m for m in near_it if m.fact.direction == "down"]
    return (ups[0], downs[0]) if len(ups) == len(downs) == 1 else None


def wrong_net(change: Mention, gain: Mention, loss: Mention, direction: int) -> Iterator[Finding]:
    """新登记27个、注销21个，净减6个: the net goes the other way."""
    if not direction or gain.value == loss.value or (gain.value > loss.value) is (direction > 0):
        return
    way = "more" if gain.value > loss.value else "fewer"
    message = f"{said(gain.fact)} came and {said(loss.fact)} went, which is {way}, but the report says "
    message += f"{change.gap[-4:].strip('，, ')}{said(change.fact)}"
    why = "what came, what went, and the net of both"
    yield finding("change", "error", message, gain.fact, loss.fact, change.fact, why=why)


def _lost(mention: Mention, words: Words) -> bool:
    loss = words.of("loss")
    if loss.within(mention.clause):
        return True
    if words.of("closing").within(mention.clause):
        return False  # 注销21个，年末为318个
    return loss.within(mention.fact.subject) and not words.of("gain").within(mention.clause)


def net_of(change: Mention, gain: Mention, loss: Mention) -> Iterator[Claim]:
    """新登记108家，注销36家，净增72家."""
    def message() -> str:
        by = shown(gain.value - loss.value, change.fact.unit)
        return f"{said(gain.fact)} − {said(loss.fact)} = {by}, but the report says {said(change.fact)} net"

    more, less = (gain, loss) if gain.value >= loss.value else (loss, gain)
    yield Claim("change", Sum(more, [less, change]), MUST, message, "what came, what went, and the net of both")
