"""Shares told as a ratio: 三次产业结构比为18.5:41.2:40.3 gives the share of each industry.

Only where it is told what each number is the share of; of other ratios (1:4.5, 5:3:2) nothing says it.
"""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from civx.patterns.kept import compiled

_RATIO = compiled(r"\d+(?:\.\d+)?(?:[:：]\d+(?:\.\d+)?){1,9}")
_NUMBER = compiled(r"\d+(?:\.\d+)?")
_WHOLE, _ROUNDED = Decimal(100), Decimal("0.5")
_WALLS = "。；;\n"


class Share(NamedTuple):
    """One number of a ratio, and what it is the share of."""

    start: int
    end: int
    value: Decimal
    subject: str


def ratio_shares(text: str, at: int, wholes: tuple[str, ...], subjects: tuple[str, ...]) -> list[Share]:
    """The shares of the ratio at ``at``: as many as ``subjects``, adding up to a hundred, in a sentence that names one
    of ``wholes``; an empty list where it is none."""
    found = _RATIO.match(text, at)
    if found is None:
        return []
    numbers = [(m.start(), m.end(), Decimal(m.group())) for m in _NUMBER.finditer(text, *found.span())]
    if len(numbers) != len(subjects) or abs(sum(value for _, _, value in numbers) - _WHOLE) > _ROUNDED:
        return []
    begin = max(text.rfind(wall, 0, at) for wall in _WALLS) + 1
    if not any(word in text[begin:at] for word in wholes):
        return []
    return [Share(*number, subject) for number, subject in zip(numbers, subjects, strict=True)]
