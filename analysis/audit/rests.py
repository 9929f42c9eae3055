"""The rest of a list against the whole that it closes: 总投资5600万元，2023年完成2100万元，其余3500万元明年完成.

The numbers before the rest are of other times or stand apart, so that nothing but 其余 joins them to their whole, which
may stand sentences before.
"""
from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from .belonging import before_in_report, together
from .claims import LIKELY, MAY, MIGHT, Claim, decided
from .finding import Finding
from .parts import close, is_counted, is_rest
from .reading import Line, Mention, prose
from .sums import claim
from .words import Words

_LITTLE = Decimal("0.15")  # of the whole: what a list misses it by with a slip
_NEAR = 4  # sentences before in which the whole may stand
_MOST = 30  # numbers before
_TRIED = 6
_LEAST = 30  # smaller numbers agree by chance
_WHY = "numbers, and the rest of their whole"


def check(lines: list[Line], words: Words) -> Iterator[Finding]:
    """Findings on what is called the rest, in text order."""
    for mention in prose(lines):
        if mention.at and is_counted(mention) and is_rest(mention, words) and not words.of("left").within(
            mention.clause
        ):
            whole = mention.whole
            if whole is None or sum(part.line is mention.line for part in whole.parts) < 2:
                yield from decided(_claims(mention, words))


def _claims(rest: Mention, words: Words) -> Iterator[Claim]:
    before = [m for m in rest.before() if m.like(rest) and is_counted(m) and not m.parted(rest)][::-1]
    if not before:
        return
    largest = max(before, key=lambda m: m.value)
    parts = [m for m in before if m.seq > largest.seq]
    if parts and largest.value > rest.value:  # the whole stands in the sentence
        if close(largest, [*parts, rest], _LITTLE):
            yield claim(largest, [*parts, rest], LIKELY, _WHY)
        elif largest.value > parts[0].value:
            yield claim(largest, [*parts, rest], MAY, _WHY)
    parts = [*before, rest]
    seen: set[Decimal] = set()
    for whole in before_in_report(rest.line, rest.fact.unit, _MOST):
        if rest.line.number - whole.line.number > _NEAR or len(seen) == _TRIED:
            return
        fits = whole.like(rest) and is_counted(whole) and whole.value >= _LEAST and together(whole, rest)
        if fits and whole.value > largest.value and whole.value not in seen and close(whole, parts):
            seen.add(whole.value)
            yield claim(whole, parts, MAY if whole.whole is None else MIGHT, _WHY)
