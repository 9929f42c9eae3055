"""Shares of one whole, which are 100% together where they are of all its sorts: 一级占45%，二级占55%."""
from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from .belonging import counts
from .finding import Finding, finding, held
from .interval import Interval, rounded, said, total
from .parts import name_of
from .reading import Line, Mention
from .words import Words

_HUNDRED = Interval(Decimal(100), Decimal(100))
_LEAST = 2
_NEAR = Decimal(15)  # points: shares that are further off 100 are not of all there is


def check(lines: list[Line], words: Words) -> Iterator[Finding]:
    """Findings on runs of shares, in text order."""
    for line in lines:
        if line.row:
            continue
        shares = [m for m in line.mentions if _is_share(m, words)]
        for run in _runs(shares):
            yield from _run(run, words)


def _is_share(mention: Mention, words: Words) -> bool:
    fact = mention.fact
    if fact.unit != "%" or fact.status != "actual" or fact.bound != "exact" or mention.printed is None:
        return False
    return words.of("makes-up").within(mention.gap) or mention.gap in ("（", "(")


def _runs(shares: Sequence[Mention]) -> Iterator[list[Mention]]:
    """Shares that stand behind each other with no more than the number that each is of between them."""
    run: list[Mention] = list(shares[:1])
    for one, two in pairwise(shares):
        apart = two.at - one.at
        if apart > _LEAST or (len(run) > 1 and apart != run[-1].at - run[-2].at):
            yield run
            run = []
        run.append(two)
    yield run


def _run(run: Sequence[Mention], words: Words) -> Iterator[Finding]:
    if len(run) < _LEAST:
        return
    given = total(share.printed for share in run if share.printed)
    sure = _of_all(run, words)
    facts = [share.fact for share in run]
    terms = " + ".join(said(fact) for fact in facts)
    value = sum((share.value for share in run), Decimal(0))
    why = "shares of all sorts that there are"
    if given.meets(_HUNDRED):
        if sure or len(run) > _LEAST or all(share.value % 1 for share in run) or value == _HUNDRED.low:
            yield held("rate", lambda: f"{terms} = {rounded(value)}%", why, *facts)
    elif sure and abs(value - _HUNDRED.low) <= _NEAR:
        yield finding("rate", "warning", f"{terms} = {rounded(value)}%, not 100%", *facts, why=why)


def _of_all(run: Sequence[Mention], words: Words) -> bool:
    """Whether the sorts are all there are: a family, or numbers that their whole is the sum of."""
    numbers = [share.line.mentions[share.at - 1] if share.at else share for share in run]
    if all(counts(number) for number in numbers) and len({number.fact.unit for number in numbers}) == 1:
        whole = numbers[0].whole
        if whole is not None and whole.printed is not None and all(number.whole is whole for number in numbers):
            return total(number.printed for number in numbers if number.printed).meets(whole.printed)
    names = [f"{name_of(share)} {share.gap}" for share in run]
    for family in words.families:
        if not family.complete or (family.of is not None and not family.of.within(run[0].line.text)):
            continue
        sides = [family.side(name) for name in names]
        if None not in sides and len(set(sides)) == len(sides) and set(range(family.needed)) <= set(sides):
            return True
    return False
