"""Numbers that words take for known: 保障好765名低保对象, 全县2400张床位均已纳入, 对多拨的43.68万元.

Such a number stands elsewhere in the report. Where none agrees with it, but one of a like name does but for a slip of
the pen, one of the two is wrong.
"""
from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from .belonging import counts
from .finding import Finding
from .interval import Interval, step
from .mends import slipped
from .reading import Line, Mention
from .restated import again_right, both_ways, repeated
from .words import Words

_LEAST = 100
_DIGITS = 3
_MOST = 400  # numbers in one unit
_TENS = tuple(Decimal(10) ** power for power in (1, -1, 2, -2, 3, -3, 4, -4))
_NAME = 2  # characters in a row that make names alike


def check(lines: list[Line], words: Words) -> Iterator[Finding]:
    """Findings on what is taken for known, in text order."""
    for line in lines:
        if line.row:
            continue
        for mention in line.mentions:
            if mention.whole is None and not mention.parts and _is_known(mention, words):
                yield from _held(mention, words)


def _is_known(mention: Mention, words: Words) -> bool:
    """Whether the words around a number take it for known: its noun right behind it, and 的, 对 or 全县 before it."""
    fact = mention.fact
    if not counts(mention) or fact.direction or fact.bound != "exact" or fact.value is None or fact.value < _LEAST:
        return False
    if len(mention.tail) < _NAME and fact.measure != "amount":
        return False
    if len(_digits(mention)) < _NAME or words.of("gain").within(mention.gap) or words.of("loss").within(mention.gap):
        return False
    ends = words.of("definite").terms + words.of("whole").terms
    if fact.measure == "amount":
        ends += words.of("all-year").terms
    return mention.gap.endswith(ends)


def _held(mention: Mention, words: Words) -> Iterator[Finding]:
    name = words.of("generic").without(f"{mention.fact.subject} {mention.tail[:8]} {mention.clause[-6:]}")
    own = mention.line.report.units.get(mention.fact.unit, ())[:_MOST]
    others = [
        m for m in own
        if m.line is not mention.line and counts(m) and not m.fact.direction and m.fact.bound == "exact"
        and m.like(mention) and m.printed is not None and m.fact.place == mention.fact.place
    ]
    if mention.fact.measure == "count":  # 318家 of 社会组织318个
        others += [
            m for unit, numbers in mention.line.report.units.items() if unit != mention.fact.unit
            for m in numbers[:_MOST] if m.like(mention) and m.line is not mention.line and counts(m)
        ]
    assert mention.printed is not None
    same = next((m for m in others if m.printed is not None and m.printed.meets(mention.printed)), None)
    if same is not None:
        yield again_right(*sorted((same, mention), key=lambda m: m.seq))
        return
    for other in others:
        if other.fact.value is None or both_ways(other, mention, words):
            continue
        if any(words.of(role).within(f"{other.clause} {other.tail}") for role in ("limit", "gain", "loss")):
            continue
        label = words.of("generic").without(f"{other.fact.subject} {other.clause[-8:]} {other.tail[:6]}")
        if _overlap(name, label) and _is_slip(other, mention):
            yield repeated(*sorted((other, mention), key=lambda m: m.seq))
            return


def _digits(mention: Mention) -> str:
    return str(int(mention.value / step(mention.fact))).rstrip("0")


def _is_slip(one: Mention, two: Mention) -> bool:
    """Whether two digits are swapped, or a point stands wrong, in the digits of the one printed less exactly."""
    width = max(step(one.fact), step(two.fact))
    first, second = ((m.value / width).to_integral_value() for m in (one, two))
    if min(first, second) > 0 and slipped(first, second) == "swapped":
        return True
    scaled = any(sign in m.text for m in (one, two) for sign in "万亿")
    if not scaled or min(len(_digits(one)), len(_digits(two))) < _DIGITS:
        return False
    printed = one.printed
    return printed is not None and two.printed is not None and any(
        Interval(printed.low * ten, printed.high * ten).meets(two.printed) for ten in _TENS
    )


def _overlap(one: str, two: str) -> bool:
    pairs = (one[at : at + _NAME] for at in range(len(one) - 1))
    return any(" " not in pair and pair in two for pair in pairs)
