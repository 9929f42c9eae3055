"""The nouns of clauses and titles that have no number."""

from __future__ import annotations

from itertools import pairwise

from civx.patterns.kept import compiled

from ..words.terms import mask
from .context import Context
from .nouns import Nouns
from .phrases import Phrase, clean, trim_head

_EDGES = mask("preposition", "stop", "tail", "opener", "plan", "done", "change", "reach", "compare", "part", "each")
_DOING, _CUT, _EACH = mask("cut", "head", "verb"), mask("cut"), mask("each")
_COUNT = "[一二三四五六七八九十0-9]{1,3}"
LABEL = compiled(rf"\s*[（(]?{_COUNT}[）)]?[、.．是要]|\s*[（(]{_COUNT}[）)]")
_QUALIFIED = 16  # characters of a clause that belongs to the people it tells of
_BRACKET = compiled("[（）()]")


def nouns_in(context: Context, nouns: Nouns, start: int, end: int) -> list[Phrase]:
    """The nouns of a stretch that has no number, in text order."""
    text = context.text
    if (label := LABEL.match(text, start, end)) is not None:
        start = label.end()
    start = trim_head(context, start, end)
    edges = {start, end}
    tokens = context.between(start, end)
    for token in tokens:
        if token[2].free & _EDGES and not token[2].programme:
            edges |= {token[0], token[1]}
        elif token[2].free & _DOING and not nouns.compound(text, token[1], end):
            edges |= {token[0], token[1]} if token[2].free & _CUT else {token[0]}
    carriers = {(t[0], t[1]) for t in tokens if t[2].bits & _EACH} if context.bits & _EACH else ()
    for bracket in _BRACKET.finditer(text, start, end):
        edges |= {*bracket.span()}
    spans = [(t.start, t.end) for t in context.times_in(start, end)]
    sites = [(p.start, p.end) for p in context.places if not p.body] if context.places else []
    spans += sites
    for low, high in spans:
        if start <= low < end:
            edges |= {low, min(high, end)}
    found: list[Phrase] = []
    low_end = start
    cuts = sorted(edges)
    first = {token[0]: token for token in tokens if token[2].free & _DOING and not token[2].programme}
    for low, high in pairwise(cuts):
        if (low, high) in carriers or (sites and any(one <= low and high <= other for one, other in sites)):
            continue
        while (verb := first.get(low)) is not None and verb[1] < high - 1:
            low = verb[1]  # a noun stands behind the verb
        low = nouns.lead(text, low, high)
        stop = nouns.unframed(text, low, high)
        if stop == high and nouns.read(clean(text[low:high])).form == "attribute":
            continue  # 保障人数 is no 保障人
        while stop - low >= 3 or (stop - low == 2 and stop == high):
            words = clean(text[low:stop])
            if nouns.sort(words)[0] and nouns.read(words).form == "noun" and not nouns.pays(words):
                of = text.endswith(nouns.words["relative"][-1], low_end, low) and low - low_end <= _QUALIFIED
                found.append((low_end if of and nouns.sort(words)[0] == "people" else low, stop))
                break
            stop -= 1
    return found
