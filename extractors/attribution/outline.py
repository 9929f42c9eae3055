"""Totals over the outline of a document: what heads the items of a section adds up to the section's own number.

共分配福彩公益金972万元。（一）养老服务600万元。…（二）儿童福利372万元。… Seen before any sentence is read, for the items are
told after their total, often with paragraphs of their own between them.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from decimal import Decimal

from ..model import Document
from ..quantities.quantity import Quantity

_LEAST = 2
_RATES = frozenset({"rate", "standard"})


def settle_outline(document: Document, quantities: list[Quantity]) -> None:
    """Tells the number at the head of each item which number its section's items add up to."""
    children: dict[int, list[int]] = {}
    for number, section in enumerate(document.sections):
        if section.parent is not None:
            children.setdefault(section.parent, []).append(number)
    if not children:
        return
    starts = [quantity.start for quantity in quantities]
    heads = [sentence.start for sentence in document.sentences]

    def told(low: int, high: int) -> list[Quantity]:
        return quantities[bisect_left(starts, low) : bisect_left(starts, high)]

    for parent, items in children.items():
        if len(items) < _LEAST:
            continue
        leads: list[Quantity] = []
        for item in items:
            start = document.sections[item].start
            at = bisect_right(heads, start) - 1
            own = told(start, document.sentences[at].end) if at >= 0 else []
            if not own or own[0].value is None or own[0].measure in _RATES or not own[0].measure:
                break
            leads.append(own[0])
        if len(leads) == len(items) and len({(lead.measure, lead.unit) for lead in leads}) == 1:
            _add_up(leads, told(document.sections[parent].start, document.sections[items[0]].start))


def _add_up(leads: list[Quantity], above: list[Quantity]) -> None:
    """Makes the nearest number above whose value the items add up to their total."""
    total = sum((lead.value or Decimal(0) for lead in leads), Decimal(0))
    whole = next((q for q in reversed(above) if q.unit == leads[0].unit and q.value == total), None)
    if whole is not None and total > 0:
        for lead in leads:
            lead.outline = whole
