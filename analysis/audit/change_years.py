"""Changes a year: 从2018年底的480元提高到2023年底的660元，累计提高180元，年均提高36元."""
from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from .change_values import FACTORS
from .claims import LIKELY, Claim
from .equations import Quotient
from .interval import near, said
from .reading import Mention
from .words import Words

_YEAR = re.compile(r"(\d{4})(?:-\d\d)?$")


def each_year(change: Mention, words: Words) -> Iterator[Claim]:
    """That a change a year is the change over the years from the old value's time to the new one's."""
    if change.fact.unit in FACTORS:
        return
    before = list(change.before())
    by = next((m for m in before if m.fact.status == "change" and m.like(change)), None)
    old = next((m for m in before if m.fact.status == "previous" and m.like(change)), None)
    if by is None or old is None or by.printed is None or by.value <= 0 or words.of("a-year").within(by.clause):
        return
    new = next((m for m in change.line.mentions[old.at + 1 : old.at + 2] if m.like(change)), None)
    first, last = (_YEAR.search(m.fact.period) if m is not None else None for m in (old, new))
    if new is None or first is None or last is None or new.fact.status != "actual":
        return
    many = Decimal(int(last.group(1)) - int(first.group(1)))
    if many < 2:
        return

    def message() -> str:
        given = near(by.value / many, change.fact, change.fact.unit)
        return f"{said(by.fact)} / {many:f} years = {given}, but the report says {said(change.fact)}"

    equation = Quotient(change, [by], [], 1 / many)
    yield Claim("average", equation, LIKELY, message, "a change, and what it is a year")
