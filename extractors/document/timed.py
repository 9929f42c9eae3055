"""A time that words name, as the reference that a heading, an opener or a question gives."""

from __future__ import annotations

from ..model import Reference
from ..words.anchors import Anchor, fill
from ..words.times import Time


def resolved(time: Time, anchor: Anchor, rule: str) -> Reference | None:
    """The time filled in, as a reference by ``rule``; None where it cannot be, or is a day, a month or a stock."""
    if time.grain == "day" or time.first.startswith("..") or time.grain == "month":
        return None
    year = time.year or anchor.year
    first, last = fill(time.first, year, anchor), fill(time.last, year, anchor)
    if not first or not last or first.startswith(".."):
        return None
    head, _, tail = first.partition("/")
    return Reference(head, tail or last.rpartition("/")[2], rule, time.start, time.end)
