"""What money is for, where the words behind it say so: 投入420万元，改造消防设施; 拨付60万元用于冬季取暖补助."""

from __future__ import annotations

from ..quantities.quantity import Quantity
from ..words.terms import Token, mask
from .context import Context
from .counted import right_phrase
from .nouns import Nouns
from .phrases import Phrase, clean
from .signs import COMMAS

_BEGINS = mask("cut", "head", "verb", "purpose", "plan")
_CUT, _SERVE = mask("cut", "serve"), mask("serve")
_SERVED = mask("served", "preposition")
_DOING = mask("cut", "head", "verb", "one-verb", "change")
_PURPOSE = mask("purpose")


def purpose(context: Context, nouns: Nouns, quantity: Quantity, spends: bool) -> list[Phrase]:
    """The pieces that name what an amount is for, [] where nothing behind it does.

    ``spends`` says that a word of spending carries it: then the next clause may say what for.
    """
    text, at = context.text, quantity.end
    if text[at : at + 1] in ("(", "（"):
        close = min((c for c in (text.find(")", at), text.find("）", at)) if c > 0), default=at)
        at = close + 1 if close < context.end else at
    if text[at : at + 1] in COMMAS and at < context.end:
        if not spends:
            return []
        at += 1
    _, stop = context.clause(at)
    tokens = context.between(at, stop)
    if not tokens or tokens[0][0] != at or not tokens[0][2].bits & (_BEGINS | _SERVED):
        return []
    if not spends and not tokens[0][2].bits & _PURPOSE:
        return []
    if tokens[0][2].bits & _SERVED:
        done = next((t for t in tokens if t[0] > at and t[2].free & _CUT), None)
        if done is None:
            return []
        at, treated = done[1], _treated(context, nouns, at, done)
        if treated is not None and not any(at <= q.start < stop for q in context.quantities):
            return [treated, *named] if (named := _named(context, nouns, at, stop)) else []
    elif tokens[0][2].bits & _PURPOSE or tokens[0][2].free & _CUT or not tokens[0][2].free & _DOING:
        at = tokens[0][1]
        after = next((t for t in tokens if t[0] == at), None)
        if after is not None and after[2].free & _CUT:
            at = after[1]
    inner = next((q for q in context.quantities if at <= q.start < stop), None)
    if inner is None:
        return _named(context, nouns, at, stop)
    between = clean(text[at : inner.left])
    if inner.measure == "amount" and nouns.sort(between)[0] == "money":
        return []  # 计划投资1000万元，争取上级投资800万元
    verb = next((t for t in reversed(context.between(at, inner.left)) if t[2].free & _DOING), None)
    behind, _ = right_phrase(context, inner.end, min(inner.right, stop))
    if behind is not None and verb is None and not nouns.sort(between)[0]:
        return [behind]
    if behind is not None and verb is not None:
        return [(verb[0], verb[1]), behind] if not verb[2].free & _CUT else [behind]
    return _named(context, nouns, at, inner.left) if nouns.sort(between)[0] else []


def _treated(context: Context, nouns: Nouns, start: int, done: Token) -> Phrase | None:
    """对35个片区老旧小区进行改造: what something is done with, where the verb says only that it is."""
    if not done[2].bits & _SERVE:
        return None
    low = max((q.end for q in context.quantities if start <= q.start < done[0]), default=start + 1)
    noun, _ = right_phrase(context, low, done[0])
    sort = nouns.sort(clean(context.text[slice(*noun)]))[0] if noun is not None else "people"
    return noun if sort not in ("people", "household") else None


def _named(context: Context, nouns: Nouns, start: int, stop: int) -> list[Phrase]:
    text = context.text
    while stop > start and text[stop - 1] in " 、的和及":
        stop -= 1
    words = clean(text[start:stop])
    return [(start, stop)] if len(words) >= 2 and len(words) <= 24 else []
