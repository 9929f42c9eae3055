"""A payment whose name stands behind its amount: 给予新建社区食堂每处5万元补助, 给予每名孤儿1500元生活补贴."""

from __future__ import annotations

from ..quantities.quantity import Quantity
from ..words.terms import mask
from .context import Context
from .names import Name, joined
from .nouns import Nouns
from .phrases import Phrase, clean, trim_head
from .settling import clause_end
from .stretches import Own

_MONEY = frozenset({"amount", "standard"})
_GETS = ("people", "household", "facility", "thing", "event")
_SERVED, _CUT = mask("served"), mask("cut", "head", "verb")
_GIVES = mask("cut")
_LONGEST = 10
_LISTED = ("、", "和", "或", "及")


def benefit(context: Context, nouns: Nouns, quantity: Quantity, own: Own) -> tuple[list[Phrase], Name] | None:
    """The pieces and the name of a payment: who gets it, before the amount, and what it is, behind it."""
    if quantity.measure not in _MONEY:
        return None
    noun = _behind(context, nouns, quantity)
    if noun is None:
        return None
    text = context.text
    paid = clean(text[slice(*noun)])
    if own.left:
        who, pieces = own.words, list(own.left)
        form = own.reading.form if own.reading is not None else ""
        if not (form == "label" or (form == "noun" and nouns.sort(who)[0] in _GETS)):
            return None
    else:
        receiver = _receiver(context, nouns, quantity)
        if receiver is None:
            return None
        who, pieces = clean(text[slice(*receiver)]), [receiver]
    quantity.trace.append(nouns.rules["benefit"])
    return [*pieces, noun], Name("", "", joined(who, paid))


def priced(context: Context, nouns: Nouns, quantity: Quantity) -> Phrase | None:
    """10元、12元、15元套餐: what the prices of a list are of, behind the last of them."""
    if quantity.measure not in _MONEY:
        return None
    text, last = context.text, quantity
    while (after := last.following) is not None and text[last.end : after.left] in _LISTED and after.form == last.form:
        last = after
    stop = clause_end(text, last.end, last.right)
    start = last.end
    for word in nouns.words["relative"]:
        at = text.find(word, start, min(stop, start + _LONGEST))
        start = at + len(word) if at >= 0 else start
    start += text.startswith(nouns.words["relative"][-1], start)
    ends = [start + len(w) for w in nouns.words["priced"] if text.startswith(w, start) and start + len(w) <= stop]
    if not ends:
        return None
    quantity.trace.append(nouns.rules["priced"])
    return start, max(ends)


def received(context: Context, nouns: Nouns, quantity: Quantity, own: Own) -> Phrase | None:
    """每名照顾者每月可获3000元: those who get the money."""
    if quantity.measure not in _MONEY or len(own.left) != 1 or own.right is not None:
        return None
    match = nouns.received.fullmatch(context.text, *own.left[0])
    if match is None or nouns.sort(match["who"])[0] not in _GETS:
        return None
    quantity.trace.append(nouns.rules["received"])
    start = trim_head(context, *match.span("who"))
    return (start, match.end("who")) if start < match.end("who") else None


def _behind(context: Context, nouns: Nouns, quantity: Quantity) -> Phrase | None:
    """The payment's own name right behind the amount."""
    text = context.text
    if text.startswith(nouns.words["rates"], quantity.end):
        return None
    following = quantity.following
    start, right = quantity.end, min(context.end, following.left if following is not None else context.end)
    start += text.startswith(nouns.words["relative"][-1], start)
    stop = clause_end(text, start, right)
    if any(t[0] == start and t[2].free & _GIVES for t in context.between(start, stop)):
        return None  # 按每张床位100元给予运营补贴
    words = clean(text[start:stop])
    known = 2 <= stop - start <= _LONGEST and words.endswith(nouns.words["benefit"])
    return (start, stop) if known and (stop == context.end or stop < right) else None


def _receiver(context: Context, nouns: Nouns, quantity: Quantity) -> Phrase | None:
    """对(一级残疾)给予每月120元护理补贴: who is paid, before the verb."""
    text = context.text
    tokens = context.between(quantity.own, quantity.left)
    verb = next((t for t in reversed(tokens) if t[2].free & _CUT), None)
    served = next((t for t in reversed(tokens) if t[2].bits & _SERVED and (verb is None or t[1] < verb[0])), None)
    if verb is None or served is None:
        return None
    words = clean(text[served[1] : verb[0]])
    kind = nouns.read(words).form if len(words) > 1 else ""
    fits = kind == "label" or (kind == "noun" and nouns.sort(words)[0] in ("people", "household", "facility"))
    return (served[1], verb[0]) if fits else None
