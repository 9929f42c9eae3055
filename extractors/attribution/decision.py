"""One decision for each field of a number: the candidates, which of them won, by which rule, and which lost.

``decide`` is the only way to write a field that attribution gives (``FIELDS``); a field is written once. Every
candidate carries the rule that made it and the stretch of the normalised text whose words gave it, so that
``--provenance`` and ``civx explain`` can show the reason. Scores are integers: the same input gives the same winner.
"""

from __future__ import annotations

from collections.abc import Sequence
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
    """The candidate that won a field, and those that lost, best first."""

    winner: Candidate
    losers: tuple[Candidate, ...] = ()

    @property
    def margin(self) -> int | None:
        """How far the winner is ahead of the next, in points; None where it stood alone."""
        return self.winner.score - self.losers[0].score if self.losers else None


def decide(quantity: Quantity, field: str, candidates: Sequence[Candidate]) -> Candidate:
    """Writes ``field`` of ``quantity`` with the best of ``candidates`` (at least one) and keeps the decision.

    Raises ValueError where the field is decided already: nothing overwrites a decision behind it.
    """
    if field in quantity.decisions:
        raise ValueError(f"{field} of the number at {quantity.start} is decided already")
    winner = candidates[0]
    losers: tuple[Candidate, ...] = ()
    if len(candidates) > 1:
        ranked = sorted(candidates, key=_rank)  # stable: of equals the first
        winner, losers = ranked[0], tuple(ranked[1:])
    quantity.decisions[field] = Decision(winner, losers)
    setattr(quantity, field, winner.value)
    return winner


def _rank(candidate: Candidate) -> int:
    return -candidate.score
