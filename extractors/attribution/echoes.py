"""Numbers that a report names again: 38名低保对象死亡后未停发 among the problems, 38人 among what was put right."""

from __future__ import annotations

from decimal import Decimal

from ..quantities.quantity import Quantity
from .decision import new
from .topics import Evidence

_LEAST = Decimal(20)  # smaller numbers come again by chance
_OF_THINGS = frozenset(("persons", "households", "person_times", "household_times", "amount"))


class Echoes:
    """What the numbers of a report were about when they were named first."""

    def __init__(self) -> None:
        self._told: dict[tuple[int, str, Decimal], Evidence | None] = {}

    def of(self, quantity: Quantity, report: int) -> Evidence | None:
        """The programme that the same number was about before, where it was about one."""
        value = quantity.value
        return None if value is None else self._told.get((report, quantity.unit, value))

    def note(self, quantity: Quantity, report: int) -> None:
        """Takes a number, for those that name it again; one that is about several says nothing."""
        value = quantity.value
        if value is None or value < _LEAST or quantity.measure not in _OF_THINGS or _round(value):
            return
        if quantity.status == "change":
            return
        key = report, quantity.unit, value
        known = self._told.get(key)
        if known is not None and known.programme != quantity.programme:
            self._told[key] = None
        elif key not in self._told:
            winner = quantity.decisions["programme"].winner
            self._told[key] = new(Evidence, ("echo", quantity.programme, "echo", winner.start, winner.end))


def _round(value: Decimal) -> bool:
    """Whether a number has but one figure that is no nought: 200户, 3000元."""
    return len(value.normalize().as_tuple().digits) < 2
