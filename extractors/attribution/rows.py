"""A table told in words: 各镇养老机构数、床位数依次为：甲镇3个、210张，乙镇2个、95张，合计5个、305张."""

from __future__ import annotations

from ..quantities.quantity import Quantity
from ..words.terms import Token
from .constructions import Shapes
from .context import Context
from .listing import cut_tail, split_items
from .phrases import clean, left_phrase
from .places import Places

_MARKS = "：:，,；;、 　\n"
_ENDS = frozenset("。！？!?")


def deal_rows(context: Context, shapes: Shapes, known: Places, behind: list[Quantity], word: Token) -> bool:
    """Deals the list before 依次 to the numbers of each place behind it; False where no such rows stand there."""
    rows = _rows(context, known, behind, word[1])
    size = len(rows[0]) if rows else 0
    if len(rows) < 2 or size < 2 or any(len(row) != size for row in rows):
        return False
    own = left_phrase(context, context.clause(word[0])[0], word[0]).phrase
    if own is None:
        return False
    start = own[0] + max((len(said) for at, said in known.whole_in(context.text, *own) if at == own[0]), default=0)
    items = split_items(context, shapes, (start, own[1]))
    if len(items) != size:
        return False
    deal = cut_tail(context, shapes, known, items, size)
    deal = deal._replace(rules=(word[2].rules["respective"], *deal.rules))
    for row in rows:
        for quantity, item in zip(row, deal.items, strict=True):
            quantity.item, quantity.deal = item, deal
            quantity.trace += deal.rules
    return True


def _rows(context: Context, known: Places, behind: list[Quantity], low: int) -> list[list[Quantity]]:
    """The numbers behind each place, and those behind a word for the sum (合计)."""
    text, nouns = context.text, context.nouns
    sums = nouns.words["sum"] if nouns is not None else ()
    rows: list[list[Quantity]] = []
    for quantity in behind:
        gap = text[low : quantity.left]
        if not _ENDS.isdisjoint(gap):
            break
        low, words = quantity.end, clean(gap.strip(_MARKS))
        if known.name(words) or (rows and words in sums):
            rows.append([quantity])
        elif rows and not words:
            rows[-1].append(quantity)
        else:
            break
    return rows
