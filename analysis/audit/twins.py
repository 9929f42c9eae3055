"""Numbers that go with a total and with each of its parts: 共20所2400张，公办12所1080张，民办8所1320张.

Where the one unit adds up, the parts are all there are, so that the other must add up as well.
"""
from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from .claims import LIKELY, decided
from .finding import Finding
from .interval import total
from .parts import close, is_counted
from .reading import Line, Mention
from .sums import claim, parts_of
from .words import Words

_WHY = "what goes with parts that are all there are"
_MOST = Decimal("0.5")  # of a total, what its parts may miss it by
_JOINED = 6  # characters between a number and the one that goes with it


def check(lines: list[Line], words: Words) -> Iterator[Finding]:
    """Findings on what goes with parts, in text order."""
    for line in lines:
        if line.row:
            continue
        for whole in line.mentions:
            own = [part for part in parts_of(whole) if part.line is line]
            if len(own) > 1 and whole.printed is not None and _adds_up(whole, own):
                yield from _of_twins(whole, own)


def _adds_up(whole: Mention, parts: Sequence[Mention]) -> bool:
    assert whole.printed is not None
    return total(part.printed for part in parts if part.printed).meets(whole.printed)


def _of_twins(whole: Mention, parts: Sequence[Mention]) -> Iterator[Finding]:
    other = _twin(whole)
    if other is None:
        return
    twins = [_twin(part) for part in parts]
    found = [twin for twin in twins if twin is not None and twin.like(other)]
    if len(found) < len(parts) or all(twin.whole is other for twin in found) or len(set(map(id, found))) < len(parts):
        return
    if any(twin.whole not in (None, other) for twin in found) or not close(other, found, _MOST):
        return
    yield from decided([claim(other, found, LIKELY, _WHY)])


def _twin(mention: Mention) -> Mention | None:
    """The number of another unit right behind one: 12所床位1080张."""
    behind = mention.line.mentions[mention.at + 1 : mention.at + 2]
    if not behind or behind[0].like(mention) or not is_counted(behind[0]) or len(behind[0].gap) > _JOINED:
        return None
    gap = behind[0].gap
    return behind[0] if not any(sign in gap for sign in "；;。，,、") or not gap.strip("、，, ") else None
