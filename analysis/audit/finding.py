"""What an audit gives: findings, their kinds and severities."""
from __future__ import annotations

from typing import NamedTuple

from civx.extractors.model import Fact

from .interval import Interval, cut_off, said

KINDS = {
    "sum": "Parts that do not add up to their total.",
    "rate": "A percentage that is not what its numerator and denominator give.",
    "average": "An average that is not the total over the count.",
    "multiple": "A multiple that is not the one value over the other.",
    "change": "A change that is not the difference of new and old value.",
    "repeat": "The same thing stated twice with different values.",
    "unit": "A unit that is likely to be wrong by a power of ten.",
    "shape": "A value that cannot be: more households than persons, a part above its whole, a share above 100%.",
}
SEVERITIES = ("error", "warning", "note")  # the gravest first


class Finding(NamedTuple):
    """Something in a report that a reader with a calculator would object to.

    ``kind`` is one of :data:`KINDS`, ``severity`` one of :data:`SEVERITIES`: an ``error`` cannot be right, a
    ``warning`` is likely to be wrong, a ``note`` is a matter of the last printed digit. ``message``
    has the arithmetic written out; ``facts`` are all that take part, in text order, all of one source.
    """

    kind: str
    severity: str
    message: str
    facts: tuple[Fact, ...]

    @property
    def at(self) -> Fact:
        """The fact to look at first: the last one, where the contradiction comes to light."""
        return self.facts[-1]


def finding(kind: str, severity: str, message: str, *facts: Fact) -> Finding:
    """A finding with each fact once, in text order."""
    return Finding(kind, severity, message, tuple(sorted({fact.id: fact for fact in facts}.values(), key=_place)))


def missed(
    kind: str, message: str, stated: Fact, reckoned: Interval, *facts: Fact, severity: str = "error"
) -> Finding:
    """A finding that ``stated`` is not what was ``reckoned``: a note where it is but for digits that were cut off."""
    message += f", but the report says {said(stated)}"
    if cut_off(stated, reckoned):
        return finding(kind, "note", f"{message} (cut off, not rounded)", *facts, stated)
    return finding(kind, severity, message, *facts, stated)


def _place(fact: Fact) -> tuple[int, int, str]:
    return fact.start, fact.end, fact.id
