"""Shares whose clause before says of whom they are, by rank: 其次是失能老人，占28.5%; 独居的较少，仅占3.6%."""

from __future__ import annotations

from ..quantities.quantity import Quantity
from .context import Context
from .nouns import Nouns
from .phrases import Phrase, clean
from .signs import COMMAS

_LONGEST = 20


def ranked_in(context: Context, nouns: Nouns, quantity: Quantity) -> Phrase | None:
    """What a clause without a number right before the share's own says to be most, second or few."""
    text, stop = context.text, quantity.clause_start - 1
    if stop <= context.start or text[stop] not in COMMAS:
        return None
    start, _ = context.clause(stop - 1)
    before = quantity.previous
    if before is not None and before.end > start:
        return None
    lead = nouns.rank.match(text, start, stop)
    tail = nouns.ranked.search(text, start, stop)
    low, high = lead.end() if lead is not None else start, tail.start() if tail is not None else stop
    if (lead is None and tail is None) or not 2 <= len(clean(text[low:high])) <= _LONGEST:
        return None
    quantity.trace.append(nouns.rules["rank" if lead is not None else "ranked"])
    return low, high
