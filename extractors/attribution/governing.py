"""Names of places at the heads of clauses, and how far they reach: up to the next name or a word for the whole area."""

from __future__ import annotations

from ..quantities.quantity import Quantity
from ..words.terms import mask
from .context import Context
from .places import PlaceMention, Places
from .signs import MARKS

_LEADS = mask("opener", "preposition", "part", "tail", "compare", "rest", "done", "cut", "respective")
_CITY = frozenset("省市")  # what a name without suffix may be


def at_head(context: Context, mention: PlaceMention, known: Places) -> bool:
    """Whether only openers, times and prepositions stand before the name in its clause, or behind the number before."""
    text = context.text
    start, stop = context.clause(mention.start)
    if mention.end == stop and text[mention.start - 1] == "的" and not context.quantities_before(stop):
        return True  # 素有“水乡”之称的清溪镇，…
    at = start = max(start, context.behind_number(mention.start))
    times = {time.start: time.end for time in context.times_in(start, mention.start)}
    words = {token[0]: token for token in context.between(start, mention.start)}
    while at < mention.start:
        token = words.get(at)
        if text[at] in MARKS:
            at += 1
        elif at in times:
            at = times[at]
        elif token is not None and (token[2].bits & _LEADS or token[2].period) and not token[2].programme:
            at = token[1]
        elif word := next((w for w in known.leads if text.startswith(w, at)), ""):
            at += len(word)
        else:
            return False
    return True


def everywhere(context: Context, known: Places, ends: set[int]) -> list[tuple[int, str]]:
    """Words for the whole area (全市, 各乡镇) and where they stand, but for those right behind a name (南京全市)."""
    text, found = context.text, []
    for first in known.whole_starts.finditer(context.text, context.start, context.end):
        at = first.start()
        if at not in ends:
            found += [(at, word) for word in known.whole_by[first.group()] if text.startswith(word, at, context.end)]
    return sorted(found) if len(found) > 1 else found


def sums(context: Context, heads: list[PlaceMention]) -> list[tuple[int, str]]:
    """甲镇3个，乙镇2个，合计5个: words for the sum over several places, and where they stand."""
    words = context.nouns.words["sum"] if context.nouns is not None else ()
    found = []
    for quantity in context.quantities:
        start = quantity.clause_start
        token = next((t for t in quantity.tokens if t[:2] == (start, quantity.left)), None)
        if token is None or token[2].text not in words:
            continue
        low, before = context.segment(start), [q for q in context.quantities if q.start < start]
        named = [m for m in heads if low <= m.start and m.end < start and len(m.names) == 1]
        numbered = {m.names for m in named if any(q.left == m.end and q.unit == quantity.unit for q in before)}
        if len(numbered) > 1:
            found.append((start, token[2].text))
    return found


def governing(
    context: Context, quantity: Quantity, heads: list[PlaceMention], areas: list[tuple[int, str]], known: Places
) -> PlaceMention | None:
    """The name at the head of the number's clause or of one before it in the same segment."""
    low = context.segment(quantity.start)
    for mention in reversed(heads):
        if mention.end > quantity.left:
            continue
        if mention.start < low:
            return None
        if summed_up(context, mention, known):
            continue
        if beyond(mention.names[0], areas, mention.end, quantity.left, known):
            return None
        if len(mention.names) == 1:
            return mention
        clause_end = context.clause(mention.start)[1]
        each = context.text.find(known.each, mention.end, min(clause_end, quantity.left))
        return mention if each >= 0 and quantity.start < clause_end else None
    return None


def summed_up(context: Context, mention: PlaceMention, known: Places) -> bool:
    """据江西省民政厅统计，甲、乙等7市26万人受灾: whether a list of names is only told of, as where something was."""
    return len(mention.names) > 1 and context.text.startswith(known.such, mention.end)


def beyond(name: str, areas: list[tuple[int, str]], start: int, end: int, known: Places) -> bool:
    """Whether [start, end) holds a word for a whole area that is not the one named: 全县 behind 白沙镇, not 全省."""
    for at, word in areas:
        if start <= at < end:
            level = word.removeprefix("全")
            if level == word or not (name.endswith(level) or (level in _CITY and known.is_bare(name))):
                return True
    return False
