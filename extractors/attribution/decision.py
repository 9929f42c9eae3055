"""One decision for each field of a number: the candidates, which of them won, by which rule, and which lost.

``decide`` is the only way to write a field that attribution gives (``FIELDS``); a field is written once. Every
candidate carries the rule that made it and the stretch of the normalised text whose words gave it, so that
``--provenance`` and ``civx explain`` can show the reason. Scores are integers: the same input gives the same winner.
"""

from __future__ import annotations

from collections.abc import Sequence
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from ..quantities.quantity import Quantity

FIELDS = ("subject", "place", "programme", "area", "status", "direction", "period", "part_of")


class Candidate(NamedTuple):
    """A value that a field might have.

    ``value`` is a string; of ``part_of`` a Quantity or None, of ``place`` a tuple of names. ``rule`` is
    ``file.yaml#id`` or the plain name of a mechanism (``inherited``); [start, end) the words that gave it, in the
    normalised text, -1 and -1 for a default; ``score`` ranks it among its rivals, higher wins, of equals the first.
    """

    value: object
    rule: str
    start: int = -1
    end: int = -1
    score: int = 0


class Decision(NamedTuple):
    """The candidate that won a field, and all that there were, in the order in which they were made."""

    winner: Candidate
    candidates: Sequence[Candidate]

    @property
    def losers(self) -> tuple[Candidate, ...]:
        """The candidates that lost, best first."""
        if len(self.candidates) < 2:
            return ()
        return tuple(sorted(self.candidates, key=_SCORE, reverse=True)[1:])  # stable: of equals the first is before


_SCORE = itemgetter(Candidate._fields.index("score"))
new = tuple.__new__  # what a NamedTuple's own __new__ comes to, in half the time: new(Candidate, (value, rule, …))


def decide(quantity: Quantity, field: str, candidates: Sequence[Candidate]) -> Candidate:
    """Writes ``field`` of ``quantity`` with the best of ``candidates`` (at least one) and keeps the decision.

    Raises ValueError where the field is decided already: nothing overwrites a decision behind it.
    """
    decisions = quantity.decisions
    if field in decisions:
        raise ValueError(f"{field} of the number at {quantity.start} is decided already")
    winner = candidates[0] if len(candidates) == 1 else max(candidates, key=_SCORE)  # of equals the first
    decisions[field] = new(Decision, (winner, candidates))
    setattr(quantity, field, winner.value)
    return winner
