"""Rates that what is left shows: 已追回28.21万元，追回率80%，尚有7.052万元; 全年预算480万元，执行55%，余额216万元."""
from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from .belonging import counts
from .claims import LIKELY, MAY, Claim
from .interval import Interval, near, said, total
from .parts import is_rest
from .reading import Mention
from .wholes import PERCENT
from .words import Words

_ZERO, _ONE = Decimal(0), Decimal(1)
_PAIRS = frozenset((("persons", "count"), ("count", "persons")))  # who is in, and the beds that are left


class Portion:
    """``rate`` is ``factor`` times ``done`` over ``done`` and ``left`` together."""

    __slots__ = ("done", "factor", "left", "rate")

    def __init__(self, rate: Mention, done: Mention, left: Mention, factor: Decimal) -> None:
        self.rate = rate
        self.done = done
        self.left = left
        self.factor = factor

    @property
    def figures(self) -> tuple[Mention, ...]:
        return (self.rate, self.done, self.left)

    @property
    def stated(self) -> Mention:
        return self.rate

    def reckoned(self) -> Interval:
        done, left = _open(self.done), _open(self.left)
        one = Interval(done.low, done.low).over(total((Interval(done.low, done.low), left)), self.factor)
        two = Interval(done.high, done.high).over(total((Interval(done.high, done.high), left)), self.factor)
        return Interval(one.low, two.high)

    def needed(self, figure: Mention) -> Interval | None:
        if figure is self.rate:
            return self.reckoned()
        own = _open(self.rate)
        low, high = own.low / self.factor, own.high / self.factor
        if low <= _ZERO or high >= _ONE:
            return None
        other = _open(self.left if figure is self.done else self.done)
        if figure is self.done:
            return Interval(other.low * low / (_ONE - low), other.high * high / (_ONE - high))
        return Interval(other.low * (_ONE - high) / high, other.high * (_ONE - low) / low)


class Spent:
    """``rate`` is what of ``whole`` is not ``left``, ``factor`` times over it."""

    __slots__ = ("factor", "left", "rate", "whole")

    def __init__(self, rate: Mention, whole: Mention, left: Mention, factor: Decimal) -> None:
        self.rate = rate
        self.whole = whole
        self.left = left
        self.factor = factor

    @property
    def figures(self) -> tuple[Mention, ...]:
        return (self.rate, self.whole, self.left)

    @property
    def stated(self) -> Mention:
        return self.rate

    def reckoned(self) -> Interval:
        share = _open(self.left).over(_open(self.whole), self.factor)
        return Interval(self.factor - share.high, self.factor - share.low)

    def needed(self, figure: Mention) -> Interval | None:
        if figure is self.rate:
            return self.reckoned()
        own = _open(self.rate)
        low, high = _ONE - own.high / self.factor, _ONE - own.low / self.factor  # of what is left
        if low <= _ZERO:
            return None
        if figure is self.whole:
            return _open(self.left).over(Interval(low, high))
        whole = _open(self.whole)
        return Interval(whole.low * low, whole.high * high)


def of_left(rate: Mention, words: Words) -> Iterator[Claim]:
    """The number right before a rate, and what is left right behind it."""
    mentions = rate.line.mentions
    if not rate.at or rate.at + 1 >= len(mentions) or rate.line.row:
        return
    one, left = mentions[rate.at - 1], mentions[rate.at + 1]
    if not counts(one) or not counts(left) or rate.parted(left):
        return
    if not words.of("left").within(left.clause) and not is_rest(left, words):
        return
    if words.of("left").within(rate.gap) or one.fact.place != left.fact.place or one.parted(rate):
        return
    of_beds = (one.fact.measure, left.fact.measure) in _PAIRS
    if not of_beds and not one.like(left):
        return
    whole = words.of("goal").within(f"{one.clause} {one.fact.subject}") or one.fact.status == "planned"
    before = next((m for m in one.before() if m.like(one) and counts(m)), None)
    done_of = before is not None and before.value >= one.value
    factor = PERCENT[rate.fact.unit]
    if whole and not done_of:
        yield _claim(rate, one, left, factor, True, LIKELY)
        yield _claim(rate, one, left, factor, False, MAY)
        return
    yield _claim(rate, one, left, factor, False, LIKELY)
    if not of_beds and not is_rest(left, words):
        yield _claim(rate, one, left, factor, True, MAY)


def _claim(rate: Mention, one: Mention, left: Mention, factor: Decimal, whole: bool, sure: int) -> Claim:
    def message() -> str:
        terms = f"({said(one.fact)} − {said(left.fact)}) / {said(one.fact)}" if whole else (
            f"{said(one.fact)} / ({said(one.fact)} + {said(left.fact)})"
        )
        done, every = (one.value - left.value, one.value) if whole else (one.value, one.value + left.value)
        return f"{terms} = {near(done / every * factor, rate.fact, rate.fact.unit)}, but the report says " + said(
            rate.fact
        )

    equation = Spent(rate, one, left, factor) if whole else Portion(rate, one, left, factor)
    return Claim("rate", equation, sure, message, "what is done and what is left")


def _open(mention: Mention) -> Interval:
    assert mention.printed is not None
    return mention.printed
