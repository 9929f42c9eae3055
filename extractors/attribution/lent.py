"""What lets a number have the period of the one before it: a change, a share, not what only a bracket speaks of."""

from __future__ import annotations

from ..quantities.quantity import Quantity
from .context import Context
from .yearspan import several


def changed_from(before: Quantity | None) -> Quantity | None:
    """The number whose change is told, where its time says more than the year."""
    while before is not None and before.status == "previous":
        before = before.previous
    if before is None or before.status not in ("actual", "change") or "period" not in before.decisions:
        return None
    plain = before.period.isdigit() or several(before.period)
    return None if plain else before


def a_share(text: str, before: Quantity, quantity: Quantity) -> bool:
    """Whether the number is told as a share: 占人口的9.4%."""
    return text[max(before.end, quantity.clause_start) : quantity.left].lstrip("，, ").startswith("占")


def in_bracket(context: Context, before: Quantity, quantity: Quantity) -> bool:
    """Whether ``before`` and the time that gives its period stand in a bracket that closes before ``quantity``."""
    if not context.brackets:
        return False
    close = context.text.find(")", before.end, quantity.left)
    if close < 0:
        close = context.text.find("）", before.end, quantity.left)
    if close < 0:
        return False
    opened = max(context.text.rfind(sign, context.start, before.start) for sign in "(（")
    return context.start <= opened < before.decisions["period"].winner.start < close
