"""Totals over the outline of a document: what heads the items of a section adds up to the section's own number.

共分配福彩公益金972万元。（一）养老服务600万元。…（二）儿童福利372万元。… Seen before any sentence is read, for the
items are told after their total, often with paragraphs of their own between them. Where 其中 stands right above the
items they need not make up all of it, and a second number of theirs is a part of the second one above.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from decimal import Decimal
from functools import lru_cache

from ..model import Document
from ..quantities.quantity import Quantity
from ..words.lexicon import Lexicon
from ..words.terms import mask

_LEAST = 2
_PART = mask("part")
_MARKS = " \t\r\n　：:，,"
_RATES = frozenset({"rate", "standard"})


@lru_cache(maxsize=8)
def _openers(lexicon: Lexicon) -> tuple[str, ...]:
    """The words that open a list of parts: 其中, 包括."""
    return tuple(word for word, term in lexicon.terms.items() if term.bits & _PART)


def settle_outline(text: str, document: Document, quantities: list[Quantity], lexicon: Lexicon) -> None:
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
        rows: list[list[Quantity]] = []
        for item in items:
            start = document.sections[item].start
            at = bisect_right(heads, start) - 1
            rows.append(told(start, document.sentences[at].end) if at >= 0 else [])
        first = document.sections[items[0]].start
        above = told(document.sections[parent].start, first)
        opened = text[:first].rstrip(_MARKS).endswith(_openers(lexicon))
        for leads in zip(*rows, strict=False):
            if any(lead.value is None or lead.measure in _RATES or not lead.measure for lead in leads):
                break
            if not opened and len({(lead.measure, lead.unit) for lead in leads}) > 1:
                break
            _add_up([*leads], above, opened)
            if not opened:
                break


def _add_up(leads: list[Quantity], above: list[Quantity], opened: bool) -> None:
    """Makes the nearest number above whose value the items add up to their total.

    Where the list is ``opened`` by a word for parts they may also come to less.
    """
    total = sum((lead.value or Decimal(0) for lead in leads), Decimal(0))
    units = {lead.unit for lead in leads}
    whole = next(
        (
            q
            for q in reversed(above)
            if q.value is not None and q.unit in units and (q.value == total or (opened and q.value >= total))
        ),
        None,
    )
    if whole is not None and total > 0:
        for lead in leads:
            if lead.unit == whole.unit:
                lead.outline = whole
