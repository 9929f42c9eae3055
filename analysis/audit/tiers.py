"""Money for so many at so much and others at another rate: 1050人每人每月50元、180人每人每月100元，当月发放7.05万元."""
from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from functools import partial
from itertools import groupby

from .belonging import counts
from .claims import LIKELY, MAY, Claim, decided
from .equations import Dealt
from .finding import Finding
from .interval import said, shown
from .reading import Line, Mention
from .standard_rates import Rate, months_paid, rate_of
from .words import Words

_ONE = Decimal(1)
_LEAST = 2  # tiers
_BEHIND = 6  # numbers behind the last tier among which the money may stand

Pair = tuple[Mention, Mention]


def check(lines: list[Line], words: Words) -> Iterator[Finding]:
    """Findings on what is paid by tiers, in text order of the money."""
    for line in lines:
        if line.row:
            continue
        pairs, rate = _pairs(line, words)
        if len(pairs) < _LEAST or rate is None:
            pairs, rate = _lists(line, words)
        if len(pairs) < _LEAST or rate is None:
            continue
        for amount in _amounts(line, pairs, words):
            topped = any(words.of("topped-up").within(f"{m.fact.subject} {m.fact.programme}") for _, m in pairs)
            claims = [
                _claim(amount, pairs, months, MAY if topped else sure) for months, sure in _months(amount, rate, words)
            ]
            yield from decided(claims)


def _lists(line: Line, words: Words) -> tuple[list[Pair], Rate | None]:
    """As many rates as counts, dealt out in turn: 自理44人、半护理11人，每月分别为90元、360元."""
    for rates in _runs(line, lambda m: _paid(m, words)):
        first = rate_of(rates[0], words)
        if first is None or len(rates) < _LEAST:
            continue
        runs = list(_runs(line, partial(_counted, first.units)))
        before = [run for run in runs if run[-1].at < rates[0].at and len(run) >= len(rates)]
        behind = [run for run in runs if run[0].at > rates[-1].at and len(run) == len(rates)]
        many = len(rates)
        own = before[-1][-many:] if before and rates[0].at - before[-1][-1].at == 1 else behind[0] if behind else []
        if len(own) == many and not any(count.whole in own for count in own):
            return list(zip(own, rates, strict=True)), first
    return [], None


def _counted(units: tuple[str, ...], mention: Mention) -> str:
    return mention.fact.unit if mention.fact.unit in units and counts(mention) else ""


def _paid(mention: Mention, words: Words) -> str:
    """How a number is paid, the same for rates of one list; "" for what is none, or says one again for a year."""
    rate = rate_of(mention, words)
    return "" if rate is None or "（" in mention.gap or "(" in mention.gap else f"{rate.units}{rate.time}"


def _runs(line: Line, kind: Callable[[Mention], str]) -> Iterator[list[Mention]]:
    """Neighbours of one kind, in text order."""
    for key, own in groupby(line.mentions, key=kind):
        if key:
            yield list(own)


def _pairs(line: Line, words: Words) -> tuple[list[Pair], Rate | None]:
    """The counts of a sentence with the rate beside each, and how the first rate is paid."""
    found: list[Pair] = []
    first: Rate | None = None
    taken: set[int] = set()
    for mention in line.mentions:
        rate = rate_of(mention, words)
        if rate is None or (first is not None and rate.time != first.time):
            continue
        sides = (mention.at - 1, mention.at + 1) if not found or found[-1][0].at < found[-1][1].at else (
            mention.at + 1, mention.at - 1
        )
        for at in sides:
            if not 0 <= at < len(line.mentions) or at in taken:
                continue
            count = line.mentions[at]
            if counts(count) and count.fact.unit in rate.units and count.printed is not None:
                found.append((count, mention))
                taken.add(at)
                first = first or rate
                break
    return found, first


def _amounts(line: Line, pairs: Sequence[Pair], words: Words) -> Iterator[Mention]:
    """The money behind the tiers, in their sentence or at the head of the next."""
    last = max(m.at for pair in pairs for m in pair)
    behind = line.mentions[last + 1 : last + 1 + _BEHIND]
    following = line.report.lines[line.number + 1 : line.number + 2]
    if not behind and following and not following[0].row:
        behind = following[0].mentions[:_BEHIND]
    for m in behind:
        money = m.fact.measure == "amount" and m.printed is not None and rate_of(m, words) is None and m.value > 0
        if money and m.fact.status in ("actual", "planned"):
            yield m
        elif m.fact.measure != "rate" and rate_of(m, words) is None:
            return


def _months(amount: Mention, rate: Rate, words: Words) -> list[tuple[Decimal, int]]:
    """The months that the money may be of, and how sure that is."""
    months, sure = months_paid(amount, rate, words)
    return [(many, LIKELY if sure and many == _ONE else MAY) for many in months]


def _claim(amount: Mention, pairs: Sequence[Pair], months: Decimal, sure: int) -> Claim:
    def message() -> str:
        given = sum((count.value * rate.value for count, rate in pairs), Decimal(0)) * months
        terms = " + ".join(f"{said(count.fact)} × {said(rate.fact)}" for count, rate in pairs)
        by = f", × {months:f}" if months != _ONE else ""
        return f"{terms}{by} = {shown(given, '元')}, but the report says {said(amount.fact)}"

    return Claim("product", Dealt(amount, pairs, months), sure, message, "so many at so much each, tier by tier")
