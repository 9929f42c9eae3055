"""Times that follow on each other against all of their time: 一季度…、二季度…, 截至8月底1640、9月205 and 前9个月1845.

Where each number stands nothing but its time says: the total may be before its months, behind them, or sentences back.
"""
from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from .claims import FAR, LIKELY, MIGHT, MUST, Claim, decided
from .finding import Finding
from .parts import close, is_counted, of_their_own, span_of
from .reading import Line, Mention
from .sums import claim
from .words import Words

_FLOWS = frozenset(("amount", "person_times", "household_times", "count", "households", "persons"))
_STOCKS = frozenset(("persons", "households"))  # whose number at a month's end is no sum of months
_WHY = "times that follow on each other"
_JANUARY = 0
_ONE = Decimal(1)


def check(lines: list[Line], words: Words) -> Iterator[Finding]:
    """Findings on numbers of times, in text order."""
    for line in lines:
        if len(line.mentions) < 2:
            continue
        for run in _runs(line, words):
            yield from _of_run(run, words)


def _runs(line: Line, words: Words) -> Iterator[list[Mention]]:
    """Numbers of a sentence that are counted alike and of times that follow on each other, with but shares between."""
    run: list[Mention] = []
    for mention in line.mentions:
        if mention.fact.measure == "rate":
            continue
        if run and not (_fits(mention, words) and mention.like(run[0]) and _follows(run[-1], mention)):
            if len(run) > 1:
                yield run
            run = []
        if _fits(mention, words):
            run.append(mention)
    if len(run) > 1:
        yield run


def _fits(mention: Mention, words: Words) -> bool:
    if mention.fact.measure not in _FLOWS or not is_counted(mention) or mention.fact.direction:
        return False
    return span_of(mention.fact.period) is not None and not words.of("average").within(mention.clause)


def _follows(one: Mention, two: Mention) -> bool:
    first, second = span_of(one.fact.period), span_of(two.fact.period)
    if first is None or second is None or first[1] + 1 != second[0]:
        return False
    return not (one.fact.period.startswith("..") and one.fact.measure in _STOCKS)


def _of_run(run: Sequence[Mention], words: Words) -> Iterator[Finding]:
    first, last = span_of(run[0].fact.period), span_of(run[-1].fact.period)
    if first is None or last is None:
        return
    largest = max(m.value for m in run)
    line = run[0].line
    here = [m for m in line.mentions if m not in run]
    back = [] if line.row else list(run[0].earlier())  # 上半年, 下半年 and 全年 of one row
    wholes = [
        m for m in (*here, *back)
        if m.like(run[0]) and is_counted(m) and span_of(m.fact.period) == (first[0], last[1])
        and (m.value > largest or m.line is line)
        and not m.fact.direction and m.fact.place == run[0].fact.place and m.printed is not None
        and not words.of("average").within(m.clause) and not of_their_own(m, run)
        and (m.fact.programme == run[0].fact.programme or m.line is line)
    ]
    joined = [m for m in wholes if run[0].whole is m]
    if joined and not joined[0].line.row:
        return  # sums.py
    yield from decided(_claim(m, run, at == 0) for at, m in enumerate(wholes[:4]))


def _claim(whole: Mention, run: Sequence[Mention], first: bool) -> Claim:
    """That the run is the whole; what is far off is a slip, or something else."""
    near_it = close(whole, run)
    sure = MIGHT if not first else MUST if whole.line is run[0].line and near_it else LIKELY
    return claim(whole, run, sure, _WHY)._replace(far=FAR if near_it else _ONE)


def check_months(lines: list[Line], words: Words) -> Iterator[Finding]:
    """当月7.35万元；1—5月36.42万元，其中1—4月29.07万元: a month, those before it, and all of them, in any order."""
    for line in lines:
        if line.row:
            continue
        for whole in line.mentions:
            span = span_of(whole.fact.period)
            if span is None or span[0] % 12 != _JANUARY or span[1] == span[0] or not _fits(whole, words):
                continue
            if whole.fact.period.startswith("..") and whole.fact.measure in _STOCKS:
                continue
            around = [m for m in line.mentions if m is not whole and m.like(whole) and _fits(m, words)]
            before = [m for m in around if span_of(m.fact.period) == (span[0], span[1] - 1)]
            month = [m for m in around if span_of(m.fact.period) == (span[1], span[1])]
            if len(before) == len(month) == 1:
                parts = sorted((before[0], month[0]), key=lambda m: m.seq)
                less = before[0].value < whole.value > month[0].value and close(whole, parts)
                yield from decided([_claim(whole, parts, True) if less else claim(whole, parts, LIKELY, _WHY)._replace(
                    far=_ONE
                )])
