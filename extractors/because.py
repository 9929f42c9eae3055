"""Why each inferred field of a fact is what it is: the rule, and the words that gave it, in offsets of the source."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .model import Reason

if TYPE_CHECKING:
    from .quantities.quantity import Ground, Quantity
    from .text.normalize import Normalized

# In the order of a fact's fields. The first were decided, the others come with the number or with words beside it.
FIELDS = (
    "programme", "subject", "place", "area", "measure", "unit", "bound", "status", "direction", "period", "part_of",
)


def because(quantity: Quantity, normalized: Normalized) -> dict[str, Reason]:
    """The reason of each field that has a value and was inferred; a field that is empty has none."""
    reasons: dict[str, Reason] = {}
    for field in FIELDS:
        ground = ground_of(quantity, field)
        if ground is not None:
            rule, start, end = ground
            span = normalized.span(start, end) if 0 <= start < end else (None, None)
            reasons[field] = Reason(rule, *span)
    return reasons


def ground_of(quantity: Quantity, field: str) -> Ground | None:
    """The rule that gave a field and the stretch of the normalised text, which is empty for a default; None for a field
    that is empty."""
    if field in ("measure", "unit"):
        if (said := quantity.grounds.get("unit")) is not None:
            return said
        return quantity.rule, quantity.number_end, quantity.end
    if field == "bound":
        return quantity.grounds.get("bound") if quantity.bound != "exact" else None
    winner = quantity.decisions[field].winner
    if not winner.value:
        return None
    return winner.rule, winner.start, winner.end
