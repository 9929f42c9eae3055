"""What is said again in other words: 12795.6万元（约1.28亿元）, 对这137.5万名, 两千四百户 of 2400户, 全县2400张."""
from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from .belonging import counts
from .extent import only_some
from .finding import Finding, finding, held
from .interval import said
from .mends import slipped
from .reading import Line, Mention
from .restated import LEAST_AGAIN, again_right, both_ways, repeated
from .words import Words

_OPENED = re.compile(r"^[（(，,]\s*$")
_NUMERAL = re.compile(r"^[一二两三四五六七八九十百千万亿零〇点]{3,}")
_DIGITS = 3
_BACK = 400  # numbers before, among which what 这 points to stands
_WHY = "the same number, said again in other words"


def check(lines: list[Line], words: Words) -> Iterator[Finding]:
    """Findings on numbers said again, in text order."""
    for line in lines:
        if line.row:
            continue
        for mention in line.mentions:
            if mention.printed is None or not counts(mention) or mention.fact.direction:
                continue
            if mention.at and _beside(mention, words):
                yield from _compared(line.mentions[mention.at - 1], mention)
            elif mention.clause.endswith(words.of("this").terms) or _NUMERAL.match(mention.text):
                yield from _pointed(mention, words)


def _beside(mention: Mention, words: Words) -> bool:
    """Whether a number in brackets, or behind 即 or 约合, is the one right before it."""
    last = mention.line.mentions[mention.at - 1]
    if not last.like(mention) or last.printed is None or last.fact.status != mention.fact.status:
        return False
    gap = mention.gap
    for word in words.of("again").terms:
        if gap.endswith(word) and _OPENED.match(gap[: -len(word)]):
            return mention.after[:1] in ("）", ")") or gap[0] not in "（("
    return False


def _compared(one: Mention, two: Mention) -> Iterator[Finding]:
    assert one.printed is not None and two.printed is not None
    if one.printed.meets(two.printed):
        yield held("repeat", lambda: f"{said(one.fact)} is {said(two.fact)}", _WHY, one.fact, two.fact)
        return
    message = f"{said(one.fact)}, but the report says {said(two.fact)} right behind it"
    yield finding("repeat", "error", message, one.fact, two.fact, why=_WHY)


def _pointed(mention: Mention, words: Words) -> Iterator[Finding]:
    """对这137.5万名: there is such a number before, or one that is a slip away from it."""
    known = mention.line.report.units.get(mention.fact.unit, ())
    others = [m for m in known if m is not mention and m.printed is not None and counts(m) and not m.fact.direction]
    others = [m for m in others if m.line is not mention.line][-_BACK:]
    if any(m.printed.meets(mention.printed) for m in others if m.printed and mention.printed):
        same = next(m for m in others if m.printed and mention.printed and m.printed.meets(mention.printed))
        if mention.value >= LEAST_AGAIN:
            yield again_right(*sorted((same, mention), key=lambda m: m.seq))
        return
    numeral = _NUMERAL.match(mention.text) is not None
    if numeral and mention.value % 100 and len(str(mention.value.normalize())) < _DIGITS:
        return
    for other in others:
        if both_ways(other, mention, words) or (only_some(other, words) and not numeral):
            continue
        how = _slip(other.value, mention.value)
        if how == "swapped" or (how == "factor" and _scaled(other, mention)):
            yield repeated(*sorted((other, mention), key=lambda m: m.seq))
            return


def _scaled(*mentions: Mention) -> bool:
    """Whether one is printed in 万 or 亿, so that a point may be at the wrong place."""
    return any(sign in m.text for m in mentions for sign in "万亿")


def _slip(one: Decimal, two: Decimal) -> str:
    digits = [format(value.normalize(), "f").replace(".", "").rstrip("0") for value in (one, two)]
    return slipped(one, two) if min(map(len, digits)) > 1 else ""
