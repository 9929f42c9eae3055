"""What a relation between figures says, and what each of them would have to be for it to hold."""
from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Protocol

from .interval import Interval, total
from .reading import Mention

_ONE = Decimal(1)
_INFINITY = Decimal("Infinity")


class Equation(Protocol):
    """Figures that belong together, and what holds between them."""

    @property
    def figures(self) -> tuple[Mention, ...]:
        """All figures of the relation."""

    @property
    def stated(self) -> Mention:
        """The figure that the others give."""

    def reckoned(self) -> Interval:
        """What the others make of the stated figure."""

    def needed(self, figure: Mention) -> Interval | None:
        """What ``figure`` would have to be; None where that cannot be said."""


class Sum:
    """``whole`` is all of ``parts``, less those of ``less``."""

    __slots__ = ("less", "parts", "whole")

    def __init__(self, whole: Mention, parts: Sequence[Mention], less: Sequence[Mention] = ()) -> None:
        self.whole = whole
        self.parts = tuple(parts)
        self.less = tuple(less)

    @property
    def figures(self) -> tuple[Mention, ...]:
        return (self.whole, *self.parts, *self.less)

    @property
    def stated(self) -> Mention:
        return self.whole

    def reckoned(self) -> Interval:
        return _sum(self.parts).minus(_sum(self.less))

    def needed(self, figure: Mention) -> Interval | None:
        if figure is self.whole:
            return self.reckoned()
        rest = Sum(self.whole, [m for m in self.parts if m is not figure], [m for m in self.less if m is not figure])
        own = _open(self.whole).minus(rest.reckoned())
        return own if any(figure is m for m in self.parts) else Interval(-own.high, -own.low)

    def exactly(self, figure: Mention) -> Decimal:
        """What ``figure`` would have to be if all others are just what is printed."""
        parts = sum((m.value for m in self.parts if m is not figure), Decimal(0))
        less = sum((m.value for m in self.less if m is not figure), Decimal(0))
        if figure is self.whole:
            return parts - less
        rest = self.whole.value - parts + less
        return rest if any(figure is m for m in self.parts) else -rest


class Quotient:
    """``result`` is ``factor`` times ``above`` (or their sum) over ``below`` (or their product; none is 1)."""

    __slots__ = ("above", "below", "factor", "result")

    def __init__(
        self, result: Mention, above: Sequence[Mention], below: Sequence[Mention], factor: Decimal = _ONE
    ) -> None:
        self.result = result
        self.above = tuple(above)
        self.below = tuple(below)
        self.factor = factor

    @property
    def figures(self) -> tuple[Mention, ...]:
        return (self.result, *self.above, *self.below)

    @property
    def stated(self) -> Mention:
        return self.result

    def reckoned(self) -> Interval:
        return _sum(self.above).over(_product(self.below), self.factor)

    def needed(self, figure: Mention) -> Interval | None:
        if figure is self.result:
            return self.reckoned()
        if any(figure is m for m in self.above):
            whole = _times(_open(self.result), _product(self.below), _ONE / self.factor)
            return whole.minus(_sum([m for m in self.above if m is not figure]))
        others = _product([m for m in self.below if m is not figure])
        return _sum(self.above).over(_times(_open(self.result), others), self.factor)


class Product:
    """``result`` is ``factor`` times the product of ``terms``."""

    __slots__ = ("factor", "result", "terms")

    def __init__(self, result: Mention, terms: Sequence[Mention], factor: Decimal = _ONE) -> None:
        self.result = result
        self.terms = tuple(terms)
        self.factor = factor

    @property
    def figures(self) -> tuple[Mention, ...]:
        return (self.result, *self.terms)

    @property
    def stated(self) -> Mention:
        return self.result

    def reckoned(self) -> Interval:
        return _times(_product(self.terms), Interval(self.factor, self.factor))

    def needed(self, figure: Mention) -> Interval | None:
        if figure is self.result:
            return self.reckoned()
        others = _product([m for m in self.terms if m is not figure])
        return _open(self.result).over(_times(others, Interval(self.factor, self.factor)))


class Dealt:
    """``result`` is ``factor`` times the sum of the products of ``pairs``: so many at so much, some at more."""

    __slots__ = ("factor", "pairs", "result")

    def __init__(self, result: Mention, pairs: Sequence[tuple[Mention, Mention]], factor: Decimal = _ONE) -> None:
        self.result = result
        self.pairs = tuple(pairs)
        self.factor = factor

    @property
    def figures(self) -> tuple[Mention, ...]:
        return (self.result, *(figure for pair in self.pairs for figure in pair))

    @property
    def stated(self) -> Mention:
        return self.result

    def reckoned(self) -> Interval:
        own = total(_product(pair) for pair in self.pairs)
        return _times(own, Interval(self.factor, self.factor))

    def needed(self, figure: Mention) -> Interval | None:
        if figure is self.result:
            return self.reckoned()
        own = next(pair for pair in self.pairs if any(figure is m for m in pair))
        others = total(_product(pair) for pair in self.pairs if pair is not own)
        rest = _open(self.result).over(Interval(self.factor, self.factor)).minus(others)
        if rest.high <= 0:
            return None
        return Interval(max(rest.low, Decimal(0)), rest.high).over(_open(own[1] if figure is own[0] else own[0]))


class _Share:
    """A percentage, ``share``, that ``new`` and ``other`` give; ``factor`` is 100 of %, ``up`` which way it went."""

    __slots__ = ("factor", "new", "other", "share", "up")

    def __init__(self, share: Mention, new: Mention, other: Mention, factor: Decimal, up: int) -> None:
        self.share = share
        self.new = new
        self.other = other
        self.factor = factor
        self.up = up

    @property
    def figures(self) -> tuple[Mention, ...]:
        return (self.share, self.new, self.other)

    @property
    def stated(self) -> Mention:
        return self.share


class Growth(_Share):
    """``share`` is ``factor`` times the difference of ``new`` and ``other``, the old value, over that.

    ``up`` is its direction, 0 where the words say none.
    """

    __slots__ = ()

    def reckoned(self) -> Interval:
        new, old = _open(self.new), _open(self.other)
        by = new.minus(old)
        if self.up and _open(self.share).low > 0:  # the words say which way it went
            by = by if self.up > 0 else Interval(-by.high, -by.low)
            if by.high < 0:
                return Interval(-by.size().over(old, self.factor).high, Decimal(0))
        return by.size().over(old, self.factor)

    def turned(self) -> Interval:
        """What the percentage would be if the words said the other way."""
        return Growth(self.share, self.new, self.other, self.factor, -self.up).reckoned()

    def needed(self, figure: Mention) -> Interval | None:
        if figure is self.share:
            return self.reckoned()
        own = _open(self.share).size()
        up = self.up or (1 if self.new.value >= self.other.value else -1)
        ends = [_ONE + up * end / self.factor for end in own]
        low, high = min(ends), max(ends)
        if low <= 0 or not high.is_finite():
            return None
        if figure is self.new:
            return _times(_open(self.other), Interval(low, high))
        return _open(self.new).over(Interval(low, high))


class Change(_Share):
    """``share`` is ``factor`` times ``other``, by how much it changed, over the old value.

    That is ``new`` less ``other`` (``up`` 1) or plus it.
    """

    __slots__ = ()

    def reckoned(self) -> Interval:
        new, by = _open(self.new), _open(self.other)
        old = new.minus(by) if self.up > 0 else total((new, by))
        return by.over(old, self.factor) if old.low > 0 else Interval(-_INFINITY, _INFINITY)

    def needed(self, figure: Mention) -> Interval | None:
        if figure is self.share:
            return self.reckoned()
        own = _open(self.share).size()
        low, high = own.low / self.factor, own.high / self.factor
        if low <= 0 or not high.is_finite():
            return None
        if figure is self.other:  # by = new * p / (1 + up * p)
            ends = [end / (_ONE + self.up * end) for end in (low, high) if _ONE + self.up * end > 0]
            return _times(_open(self.new), Interval(min(ends), max(ends))) if ends else None
        ends = [(_ONE + self.up * end) / end for end in (low, high)]
        return _times(_open(self.other), Interval(min(ends), max(ends)))


def _open(mention: Mention) -> Interval:
    assert mention.printed is not None
    return mention.printed


def _sum(mentions: Sequence[Mention]) -> Interval:
    return total(_open(mention) for mention in mentions)


def _product(mentions: Sequence[Mention]) -> Interval:
    found = Interval(_ONE, _ONE)
    for mention in mentions:
        found = _times(found, _open(mention))
    return found


def _times(one: Interval, two: Interval, factor: Decimal = _ONE) -> Interval:
    """What the product can be, for values that are not negative."""
    low, high = max(one.low, Decimal(0)), max(two.low, Decimal(0))
    top = one.high * two.high * factor if one.high.is_finite() and two.high.is_finite() else _INFINITY
    return Interval(low * high * factor, top)
