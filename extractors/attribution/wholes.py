"""Which of the things named before a number is of: one of several parts, or their whole; sums."""

from __future__ import annotations

from decimal import Decimal

from ..quantities.quantity import Quantity
from .antecedents import Memory
from .changes import base
from .context import Context
from .names import Name
from .nouns import Nouns
from .told import Rival, Told, same_bracket

_NEXT = 12  # characters between a part and an attribute of its own
_LEAST = 10  # smaller sums may be chance
_PAUSES = frozenset("。；;)）\n")
_MOST, _LONGEST = 8, 36  # numbers of a sum, and characters of their names joined


def wholes(memory: Memory, nouns: Nouns, context: Context, quantity: Quantity, rivals: list[Rival]) -> list[Rival]:
    """其中公办9所…，民办27所…，入住率57%: behind several labelled parts a number is of their whole."""
    if not rivals:
        return rivals
    whole = added_up(memory, context, quantity, rivals[0].told)
    if whole is not None:
        return [Rival(whole, rivals[0].score), *[r for r in rivals if r.told is not whole]]
    if not rivals[0].told.labelled:
        return rivals
    told, name = rivals[0].told, rivals[0].told.name
    last = memory.last()
    if last is not None and last.name.label == name.label and last.name.base == name.base:
        behind = told.start >= context.segment(quantity.start) and last.quantity is quantity.previous
        closed = told.bracket and not same_bracket(context, told.end, quantity.left)
        if behind and not closed and (quantity.left - last.end < _NEXT or not _apart(nouns, rivals)):
            return rivals
    for number, rival in enumerate(rivals):
        other = rival.told.name
        if other.base == name.base and rival.told.start < told.start and not rival.told.labelled:
            return [rival, *rivals[:number], *rivals[number + 1 :]]
    return rivals


def added_up(memory: Memory, context: Context, quantity: Quantity, told: Told, rest: bool = False) -> Told | None:
    """社会组织1286个：社团714个，民非569个，基金会3个。新登记158个: what told's parts add up to, once they are told.

    ``rest`` says that the number itself is what the parts leave of the whole.
    """
    if told.quantity is None or told is not memory.last():
        return None
    if not rest and _PAUSES.isdisjoint(context.text[told.quantity.end : quantity.left]):
        return None
    unit = base(told.quantity)
    numbers = [t for t in memory.numbers(_MOST + 2) if t.quantity is not None and base(t.quantity) == unit]
    total = quantity.value if rest and quantity.value is not None else Decimal(0)
    for number, part in enumerate(numbers):
        if part.quantity is None or part.quantity.value is None:
            return None
        total += part.quantity.value
        if total < _LEAST or (number < 1 and not rest):
            continue
        for other in numbers[number + 1 :]:
            if other.quantity is not None and other.quantity.value == total:
                return other
    return None


def _apart(nouns: Nouns, rivals: list[Rival]) -> bool:
    """Whether the likeliest thing is one of several parts that labels of one kind tell apart."""
    name = rivals[0].told.name
    dimension = nouns.dimension(name.label)
    return any(
        r.told.name.base == name.base
        and r.told.name.label != name.label
        and nouns.dimension(r.told.name.label) == dimension
        for r in rivals[1:]
    )


def whole_of(nouns: Nouns, context: Context, rivals: list[Rival]) -> Name:
    """What money is of: of several parts told apart by labels the whole, of people helped the help."""
    told = rivals[0].told
    name = told.name
    if name.label and told.start >= context.start:
        dimension = nouns.dimension(name.label)
        for rival in rivals[1:]:
            other = rival.told.name
            apart = other.label != name.label and nouns.dimension(other.label) == dimension
            if apart and other.base == name.base and rival.told.start >= context.segment(told.start):
                return name._replace(label="")
    if told.sort in ("people", "household") and told.start >= context.start and not name.gain:
        for token in context.named(told.start, told.end)[:1]:
            rest = name.base[len(token[2].text) :]
            helps = nouns.sort(token[2].text)[0] == "event" and name.base.startswith(token[2].text)
            if helps and len(rest) >= 2:
                return Name("", name.label, token[2].text)
    return name


def sum_of(memory: Memory, nouns: Nouns, quantity: Quantity) -> Name | None:
    """医疗费1400元、交通费250元，共计1650元: the sum of what stands before is of all of it."""
    if quantity.value is None or not any(t[2].text in nouns.words["sum"] for t in quantity.tokens):
        return None
    total = quantity.value
    names: list[Name] = []
    at = quantity.previous
    while at is not None and at.value is not None and at.unit == quantity.unit and total > 0 and len(names) < _MOST:
        told = memory.of(at)
        if told is None:
            return None
        total -= at.value
        names.insert(0, told.name)
        at = at.previous
    if total != 0 or len(names) < 2:
        return None
    if len({name.base + name.attribute for name in names}) == 1:
        return names[0]._replace(label="") if names[0] != names[1] else names[0]
    words = "、".join(dict.fromkeys(name.text() for name in names))
    return Name("", "", words) if len(words) <= _LONGEST else None
