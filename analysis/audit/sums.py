"""Parts against their total.

When is a run of parts the whole? Where its sorts complete each other (城市 and 农村), where a 其余 closes it, where a
合计 adds it up, where it is as long as the report says (分三类), or where it divides the whole anew (按年龄分). Other
parts may be some of the whole only, or overlap; of those only what cannot be is reported, and what a slip explains.
"""
from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import groupby, pairwise

from .claims import MIGHT, MUST, Claim, decided
from .equations import Sum
from .finding import Finding, finding
from .interval import said, shown, total
from .parts import adds_up, at_times, in_places, is_counted, sureness, whole_of
from .reading import Line, Mention
from .wholes import has_share
from .words import Words

_JOINED = ("、", "，", ",")
_NEAR = 7  # of which one may be what parts of money are too much by


def check(lines: list[Line], words: Words) -> Iterator[Finding]:
    """Findings on stated parts, in text order of the totals. Totals that no part_of joins: lists.py."""
    for line in lines:
        for mention in line.mentions:
            if len(mention.parts) > 1:
                yield from _parts(mention, words)


def parts_of(whole: Mention) -> list[Mention]:
    """The stated parts that count as their total does, and are no rows of a table."""
    return [
        part for part in whole.parts
        if part.like(whole) and part.printed is not None and part.fact.status == whole.fact.status
        and (part.line is whole.line or not part.line.row)  # rows of a table: totals.py
    ]


def claim(whole: Mention, parts: Sequence[Mention], sure: int, why: str) -> Claim:
    """That the parts are the whole."""
    return Claim("sum", Sum(whole, parts), sure, lambda: arithmetic(whole, parts), why)


def arithmetic(whole: Mention, parts: Sequence[Mention]) -> str:
    """What the parts give, and what the total is."""
    unit = whole.fact.unit
    terms = " + ".join(said(part.fact) for part in parts)
    given = sum((part.value for part in parts), Decimal(0))
    difference = abs(given - whole.value)
    side = "more" if given > whole.value else "less"
    by = f" ({shown(difference, unit)} {side})" if difference else ""
    return (
        f"{terms} = {shown(given, unit)}, but the total is {said(whole.fact)}{by}: "
        f"{whole.fact.subject or whole.fact.programme}"
    )


def _parts(whole: Mention, words: Words) -> Iterator[Finding]:
    """The stated parts of one total, division by division."""
    if whole.printed is None or words.of("yearly").within(whole.clause):
        return  # 年均1.05亿元，其中2019年0.92亿元
    parts = [m for m in _filled(whole, parts_of(whole)) if not words.of("each").within(m.clause)]
    if len(parts) < 2 or any(words.of("overlap").within(m.line.text) for m in (whole, parts[0])):
        return
    for group in divisions(parts, words):
        claims = list(_claims(whole, group, parts, words))
        if _parted(whole, group[0], words):  # extraction joins what divides the whole of a sentence before
            claims = [one._replace(sure=MIGHT) if one.equation.stated is whole else one for one in claims]
        told = list(decided(claims))
        yield from told
        if not told and not _parted(whole, group[0], words):
            yield from _too_much(whole, group, claims, words)


def _parted(whole: Mention, part: Mention, words: Words) -> bool:
    """Whether a part divides something else: 特困老人142人，寄养老人83人；按自理能力分，自理96人."""
    if whole.line is not part.line or whole.at > part.at:
        return False
    if not whole.parted(part):
        return False
    first = whole.line.mentions[0].gap  # the sentence itself divides another number
    return whole.whole is not None or words.of("view-open").within(first) or words.of("of-those").within(first)


def _filled(whole: Mention, parts: list[Mention]) -> list[Mention]:
    """The parts, with the numbers among them that extraction left out since all would not add up."""
    found: list[Mention] = []
    for line, first, last in _stretches(parts):
        if line is whole.line and whole.at < first:
            first = _begun(whole, first)
        found += [
            m for m in line.mentions[first : last + 1]
            if m in parts or (
                m.whole is None and not m.parts and m is not whole and m.like(whole) and is_counted(m)
                and m.fact.status == whole.fact.status and m.value <= whole.value and not line.row
            )
        ]
    return found


def _begun(whole: Mention, first: int) -> int:
    """Where a list of parts begins: extraction leaves out the first of them where all would be more than the whole."""
    mentions = whole.line.mentions
    while first - 1 > whole.at and mentions[first].gap.startswith(_JOINED) and mentions[first - 1].like(whole):
        first -= 1
    return first


def _stretches(parts: Sequence[Mention]) -> Iterator[tuple[Line, int, int]]:
    """Each sentence with parts in it, and the numbers of its first and its last part."""
    for line, own in groupby(parts, key=lambda part: part.line):
        ats = [part.at for part in own]
        yield line, min(ats), max(ats)


def divisions(parts: Sequence[Mention], words: Words) -> list[list[Mention]]:
    """The parts in text order, each way of dividing the whole for itself."""
    lines = [list(own) for _, own in groupby(parts, key=lambda part: part.line)]
    if len(lines) > 1 and any(len(line) < 2 for line in lines):
        return [list(parts)]
    found: list[list[Mention]] = []
    for line in lines:
        groups: list[list[Mention]] = [line[:1]]
        for last, part in pairwise(line):
            if _new_division(last, part, words):
                groups.append([])
            groups[-1].append(part)
        groups = [group for group in groups if len(group) > 1 or not has_share(group[0])] or groups
        found += [line] if any(len(group) < 2 for group in groups) else groups
    return found


def _new_division(last: Mention, part: Mention, words: Words) -> bool:
    return last.parted(part) or words.of("view").within(last.up_to(part))


def _claims(
    whole: Mention, parts: Sequence[Mention], every: Sequence[Mention], words: Words
) -> Iterator[Claim]:
    """That these parts are the whole, as sure as the words make it, and what else the words may mean."""
    again = next((at for at, part in enumerate(parts) if at > 1 and adds_up(part, words) and whole_of(part, whole)), 0)
    if again:  # 52家，其中…，合计52家
        if parts[again].value == whole.value or Sum(whole, parts[:again]).reckoned().meets(whole.printed or total(())):
            yield claim(whole, parts[:again], MUST, "parts, added up behind them")
            return
        yield claim(parts[again], parts[:again], MUST, "parts, added up behind them")
        parts = parts[:again]
    nested = next((
        at for at, (last, part) in enumerate(pairwise(parts), 1)
        if last.line is part.line and words.of("among").within(last.up_to(part))
    ), 0)
    if nested:
        parts = parts[:nested]  # 其中…, of the last of them
    if len(parts) < 2:
        return
    members, sure, why = sureness(whole, parts, words)
    if sure:
        yield claim(whole, members, sure, why)
    for first in range(len(parts) - 1):
        if first and parts[first].line is parts[first - 1].line:
            continue
        for last in range(first + 2, len(parts) + 1):
            yield claim(whole, parts[first:last], MIGHT, "parts")
    if len(every) > len(parts):
        yield claim(whole, every, MIGHT, "parts")


def _too_much(
    whole: Mention, parts: Sequence[Mention], claims: Sequence[Claim], words: Words
) -> Iterator[Finding]:
    """Parts that exclude each other cannot be more than the whole, though they need not be all of it."""
    if whole.printed is None or any(one.holds() or one.sure == MUST for one in claims):
        return
    members, _, why = sureness(whole, parts, words)
    exclusive = why == "sorts that exclude each other" or in_places(parts) or at_times(parts)
    near = abs(sum(part.value for part in members) - whole.value) * _NEAR < whole.value
    if not exclusive and (whole.fact.measure != "amount" or not near):
        return
    if total(part.printed for part in members if part.printed).low > whole.printed.high:
        severity = "warning" if not exclusive else "error"
        message = arithmetic(whole, members)
        yield finding("sum", severity, message, whole.fact, *(part.fact for part in members), why=why)
