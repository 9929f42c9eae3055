"""Numbers that add up to one before or behind them: evidence that they are its parts, no proof."""

from __future__ import annotations

from collections.abc import Container
from decimal import Decimal
from typing import NamedTuple

from ..quantities.quantity import Quantity

_MOST = 40  # numbers of one unit that are looked through
_RUN = 24  # and how many may add up to one
_LEAST = 2
_NO_PARTS = frozenset({"rate", "standard"})
_OF_CHANGE = frozenset({"previous", "change"})  # 18.6万元，比上年减少6.4万元，其中接待费3.2万元；用车15.4万元


class Sum(NamedTuple):
    """``whole`` is exactly what ``parts``, numbers in a row, make."""

    whole: Quantity
    parts: tuple[Quantity, ...]
    behind: bool  # whether the total stands behind its parts


def sums(groups: list[list[Quantity]], outer: list[Quantity], ends: Container[int]) -> dict[int, list[Sum]]:
    """By the ``id`` of a part, the totals it adds up to with its neighbours.

    Each group is a run of numbers of one sentence on one level of brackets, led by the number that the bracket stands
    behind. ``outer`` are numbers of the sentence before; ``ends`` the ``id`` of those that a word such as 合计 makes
    totals of what stands before them.
    """
    found: dict[int, list[Sum]] = {}
    if sum(map(len, groups)) < (_LEAST if outer else _LEAST + 1):
        return found
    for group in groups:
        units: dict[tuple[str, str], list[Quantity]] = {}
        for quantity in group:
            if quantity.value is not None and quantity.measure not in _NO_PARTS and quantity.status not in _OF_CHANGE:
                units.setdefault((quantity.measure, quantity.unit), []).append(quantity)
        for key, same in units.items():
            same = same[:_MOST]
            if len(same) > _LEAST:
                _ahead(same, found)
                _back(same, ends, found)
            if len(same) >= _LEAST and outer:
                wholes = [q for q in outer if (q.measure, q.unit) == key and q.value is not None]
                for whole in wholes:
                    _division(whole, same, 0, found)
    return found


def _ahead(same: list[Quantity], found: dict[int, list[Sum]]) -> None:
    """Totals before their parts, the innermost first: 2.86万人，护理1.52万人、生活1.34万人."""
    for at in range(len(same) - 1 - _LEAST, -1, -1):
        start = at + 1
        while start:  # 男5204人、女2116人；集中1980人、分散5340人: a second division of the same total
            start = _division(same[at], same, start, found) or _division(same[at], same, start, found, nested=True)


def _division(
    whole: Quantity, same: list[Quantity], start: int, found: dict[int, list[Sum]], nested: bool = False
) -> int:
    """Records the numbers from ``start`` on that make ``whole``; returns where they end, 0 where none do.

    ``nested`` passes over those that make one of the others.
    """
    total = Decimal(0)
    members: list[Quantity] = []
    goal = whole.value
    if goal is None or goal <= 0:
        return 0
    for at in range(start, min(start + _RUN, len(same))):
        part = same[at]
        if nested and any(one.whole in members for one in found.get(id(part), ())):
            continue  # a part of a part
        value = part.value
        if value is None or value <= 0:
            return 0
        total += value
        members.append(part)
        if total > goal:
            return 0
        if total == goal:
            if len(members) < _LEAST:
                return 0
            one = Sum(whole, tuple(members), False)
            for member in members:
                found.setdefault(id(member), []).append(one)
            return at + 1
    return 0


def _back(same: list[Quantity], ends: Container[int], found: dict[int, list[Sum]]) -> None:
    """Totals behind their parts, where a word says that they are totals."""
    for at in range(len(same) - 1, _LEAST - 1, -1):
        whole = same[at]
        if id(whole) not in ends or whole.value is None:
            continue
        total = Decimal(0)
        for start in range(at - 1, max(-1, at - 1 - _RUN), -1):
            total += same[start].value or Decimal(0)
            if total >= whole.value:
                if total == whole.value and at - start >= _LEAST:
                    one = Sum(whole, tuple(same[start:at]), True)
                    for part in one.parts:
                        found.setdefault(id(part), []).append(one)
                break
