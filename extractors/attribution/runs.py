"""Runs of numbers that stand side by side: what 分别 deals to, and what it may be dealt from."""

from __future__ import annotations

from itertools import pairwise

from civx.patterns.kept import compiled

from ..quantities.quantity import Quantity
from ..words.terms import mask
from .changes import base
from .constructions import Shapes
from .context import Context
from .phrases import Phrase
from .signs import COMMAS

_LOOSE = mask(
    "opener", "tail", "compare", "cut", "change", "change-compared", "verb", "head", "each", "reach", "baseline"
)
_EACH = mask("each")
_HAN = compiled("[一-龥]")
_STOPS = frozenset("。；;!！?？\n")


def groups_of(context: Context, shapes: Shapes, behind: list[Quantity], start: int) -> list[list[Quantity]]:
    """The numbers behind 分别 as groups, one for each item: alone, 户 with 人, old with new value.

    Of crossed lists (由690元、500元提高到735元、560元) a group holds the first of the old and of the new values.
    """
    groups: list[list[Quantity]] = []
    news: set[int] = set()
    for quantity in behind:
        if id(quantity) in news:
            continue
        if not groups:
            low, _ = context.clause(quantity.start)
            if low > start and not only_fill(context, start, quantity.left):
                break
            groups.append([quantity])
        elif quantity.left == groups[-1][-1].end and base(quantity) != base(groups[-1][0]):
            groups[-1].append(quantity)  # 1305户2010人
        elif _joined(context, shapes, groups[-1][-1], groups[0][0], quantity):
            groups.append([quantity])
        else:
            break
        new = quantity.old_of
        if new is not None and new.start > quantity.start:
            groups[-1].append(new)
            news.add(id(new))
    return groups


def _joined(context: Context, shapes: Shapes, before: Quantity, first: Quantity, quantity: Quantity) -> bool:
    """Whether the number goes on with the run: a joint, then nothing but words that stood before the first one too."""
    text = context.text
    if before.end > quantity.left:
        before = quantity.previous or before  # crossed lists: the old values stand side by side
    gap = text[before.end : quantity.left]
    rest = gap.lstrip()
    if (bound := shapes.bound.match(rest)) is not None:
        rest = rest[bound.end() :]
        quantity.trace.append(shapes.rules["bound"])
    joint = shapes.joint.match(rest)
    if joint is None:
        return False
    at = before.end + len(gap) - len(rest) + joint.end()
    between = text[at : quantity.left].strip()
    comma = joint.group() in COMMAS
    if not between:
        return not comma or base(quantity) == base(first)
    if comma:
        new = first.old_of
        paired = new is not None and before is not first and shapes.old.fullmatch(between) is not None
        return base(quantity) == base(first) and (paired or _per_only(context, at, quantity.left))
    return only_fill(context, at, quantity.left, text[first.own : first.left])


def plainly_joined(context: Context, shapes: Shapes, before: Quantity, first: Quantity, after: Quantity) -> bool:
    """Whether nothing but a joint that is no comma stands between two numbers of one unit."""
    if base(before) != base(after) or after.shares is not None or after.item is not None:
        return False
    gap = context.text[before.end : after.left].strip()
    if (bound := shapes.bound.match(gap)) is not None:
        gap = gap[bound.end() :]
    return gap not in COMMAS and shapes.joint.fullmatch(gap) is not None


def _per_only(context: Context, start: int, end: int) -> bool:
    """Whether [start, end) is nothing but 每人每月 and the like."""
    tokens = context.between(start, end)
    return len(tokens) == 1 and tokens[0][2].bits & _EACH != 0 and tokens[0][1] - tokens[0][0] == end - start


def only_fill(context: Context, start: int, end: int, model: str = "") -> bool:
    """Whether [start, end) holds only known words that carry a number, times, and what ``model`` held as well."""
    text = context.text
    at = start
    times = {t.start: t.end for t in context.times_in(start, end)}
    tokens = {t[0]: t for t in context.between(start, end)}
    while at < end:
        token = tokens.get(at)
        if at in times:
            at = times[at]
        elif token is not None and (token[2].bits & _LOOSE or token[2].period):
            at = token[1]
        elif text[at] in " 、，,的约近了每" or not _HAN.match(text[at]):
            at += 1
        elif text[at:end] in model:
            return True
        elif token is not None and token[2].text in model:
            at = token[1]
        else:
            return False
    return True


def run_before(context: Context, before: list[Quantity], count: int, low: int) -> list[Quantity] | None:
    """The last ``count`` numbers from ``low`` on that begin a thing of their own (of 户 with 人 the first)."""
    own: list[Quantity] = []
    for quantity in before:
        if quantity.start < low:
            continue
        if own and (quantity.left == own[-1].end or quantity.shares is not None):
            continue
        own.append(quantity)
    own = own[-count:]
    if len(own) < count:
        return None
    gaps = [context.text[one.end : other.left] for one, other in pairwise(own)]
    return own if all(_STOPS.isdisjoint(gap) for gap in gaps) and len({base(q) for q in own}) <= count else None


def all_verbs(context: Context, phrase: Phrase) -> bool:
    """Whether a phrase is nothing but known verbs: 实际新增."""
    return only_fill(context, *phrase)
