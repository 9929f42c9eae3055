"""What an audit gives: findings, their kinds and severities, and the relations that hold."""
from __future__ import annotations

from collections.abc import Callable
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
    "product": "Money that is not what persons, standard and months give.",
    "standard": "A standard a year that is not twelve times that a month.",
    "balance": "A stock that is not what it was, with what came and without what went.",
    "date": "A time that cannot be: after the report's own, or after what it is said to be before.",
    "last-year": "A figure that last year's report of the place has otherwise.",
}
SEVERITIES = ("error", "warning", "note")  # the gravest first
RIGHT = "right"  # in place of a severity, of a relation that holds


class Slip(NamedTuple):
    """What one figure would be for a relation to hold, and by which slip of the pen it is what it is."""

    fact: Fact
    value: str
    how: str
    chance: float


class Finding(NamedTuple):
    """Something in a report that a reader with a calculator would object to, or a relation that holds.

    ``kind`` is one of :data:`KINDS`, ``severity`` one of :data:`SEVERITIES`: an ``error`` cannot be right, a
    ``warning`` is likely to be wrong, a ``note`` is a matter of the last printed digit; :data:`RIGHT` is a relation
    that holds. ``message`` has the arithmetic written out; ``facts`` are all that take part, in text order, all of one
    source. ``why`` says why they belong together, ``slips`` which figures a slip of the pen alone would put right,
    the likeliest first. ``likely`` is the figure that is likelier wrong than the others, None where none stands out,
    ``agrees`` what it would be for the relation to hold, ``how`` the slip (``swapped``, ``digit``, ``dropped``,
    ``factor``); ``group`` numbers findings that one wrong figure explains, 0 for one that stands alone. ``told``
    gives the message of a relation that holds.
    """

    kind: str
    severity: str
    message: str
    facts: tuple[Fact, ...]
    why: str = ""
    slips: tuple[Slip, ...] = ()
    group: int = 0
    likely: Fact | None = None
    agrees: str = ""
    how: str = ""
    told: Callable[[], str] | None = None

    @property
    def at(self) -> Fact:
        """The fact to look at first: the last one, where the contradiction comes to light."""
        return self.facts[-1]


def finding(
    kind: str, severity: str, message: str, *facts: Fact, why: str = "", slips: tuple[Slip, ...] = ()
) -> Finding:
    """A finding with each fact once, in text order."""
    ordered = tuple(sorted({fact.id: fact for fact in facts}.values(), key=_place))
    return Finding(kind, severity, message, ordered, why, slips)


def held(kind: str, told: Callable[[], str], why: str, *facts: Fact) -> Finding:
    """A relation that holds; what there is to say of it is worked out only where somebody asks."""
    return finding(kind, RIGHT, "", *facts, why=why)._replace(told=told)


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
