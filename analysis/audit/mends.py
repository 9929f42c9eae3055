"""Which figure of a broken relation is likelier wrong: one that a slip of the pen alone makes agree with the others.

Where a digit swapped or mistyped, or a power of ten, gives exactly what the others ask for, that is no chance: how
seldom it would be one is reckoned from the digits.
"""
from __future__ import annotations

from collections.abc import Iterable
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import NamedTuple

from .equations import Equation, Sum
from .interval import Interval, step
from .reading import Mention

_MANY = 4  # values that the others leave open: more than these say nothing
_DIGITS = 14
_ROUND = 10
_LEAST = 0.001
_CLOSE = 0.02
_NARROW = 0.1  # of its size: what leaves more open says nothing of powers of ten
_TENS = tuple(Decimal(10) ** power for power in (1, -1, 2, -2, 3, -3, 4, -4, 8, -8))
_SLIPS = ("swapped", "factor", "digit", "dropped")  # the less often one comes by chance, the earlier


class Mend(NamedTuple):
    """What ``figure`` would be without the slip ``how``, and how seldom that would be so by ``chance``."""

    figure: Mention
    value: Decimal
    how: str
    chance: float


def mends(equation: Equation, figures: Iterable[Mention] | None = None) -> list[Mend]:
    """The slips that explain why the relation does not hold, the likeliest first."""
    found: list[Mend] = []
    odds = dict.fromkeys(_SLIPS, 0.0)
    zeros = _common_zeros(equation) if isinstance(equation, Sum) else 0
    for figure in equation.figures if figures is None else figures:
        if figure.fact.value is None or figure.fact.bound != "exact" or figure.value <= 0:
            continue
        needed = equation.needed(figure)
        if needed is None or not needed.low.is_finite() or not needed.high.is_finite() or needed.high <= 0:
            continue
        point = equation.exactly(figure) if isinstance(equation, Sum) else None
        one = _mend(figure, Interval(point, point), odds, zeros) if point is not None and point > 0 else None
        if one is None or one.how == "digit":
            one = _mend(figure, needed, odds, zeros) or one
        if one is not None:
            found.append(one)
    found = [one._replace(chance=_chance(one.how, odds)) for one in found]
    return sorted(found, key=lambda one: (_SLIPS.index(one.how), one.chance, one.figure.fact.start))


def _chance(how: str, odds: dict[str, float]) -> float:
    """How often one of the slips that come no more often than this one would explain the relation by chance."""
    if how == "factor":
        return odds[how]
    return sum(odds[one] for one in _SLIPS[: _SLIPS.index(how) + 1])


def _common_zeros(equation: Sum) -> int:
    """How many zeros all figures end in: round numbers agree more often by chance."""
    found = []
    for figure in equation.figures:
        digits = _digits(figure.value, step(figure.fact))
        found.append(len(digits) - len(digits.rstrip("0")))
    return min(found)


def _mend(figure: Mention, needed: Interval, odds: dict[str, float], zeros: int = 0) -> Mend | None:
    """The slip of one figure; what each kind would come by chance is added to ``odds``."""
    width = step(figure.fact)
    own = _digits(figure.value, width)
    low = (needed.low / width).to_integral_value(ROUND_CEILING)
    high = (needed.high / width).to_integral_value(ROUND_FLOOR)
    many = int(high - low) + 1 if high - low < _MANY else _MANY + 1
    room = 9 * 10 ** max(0, len(own) - 1 - zeros)
    spread = float((needed.high - needed.low) / needed.high)
    tens = [ten for ten in _TENS if needed.low <= figure.value * ten <= needed.high] if spread < _NARROW else []
    if spread < _NARROW:  # that the others are off by a power of ten is one chance, whichever figure is wrong
        odds["factor"] = max(odds["factor"], 2 * spread, 1 / room)
    if tens:
        return Mend(figure, figure.value * tens[0], "factor", 0.0)
    if many > _MANY:
        if spread > _CLOSE:
            return None
        low = high = ((needed.low + needed.high) / 2 / width).to_integral_value()  # the middle, and nothing else
    # where the others pin it down closer than it is printed, it is a wonder that a printed number fits at all
    exact = needed.low == needed.high or many > _MANY
    wide = 1.0 if exact else min(float((needed.high - needed.low) / width), float(_MANY + 1))
    open_to = max(wide, _LEAST) / room
    odds["swapped"] += (len(own) - 1) * open_to
    odds["digit"] += 9 * len(own) * open_to
    odds["dropped"] += 11 * len(own) * open_to / 10
    best: Mend | None = None
    number = low
    while number <= high:
        how = _slip(own, str(int(number))) if number > 0 and not _odd(figure, number * width) else ""
        if how and (best is None or _SLIPS.index(how) < _SLIPS.index(best.how)):
            best = Mend(figure, number * width, how, 0.0)
        number += 1
    return best


def _odd(figure: Mention, value: Decimal) -> bool:
    """Whether a standard that is a round number would be none: nobody meant 3409元."""
    return figure.fact.measure == "standard" and figure.value % _ROUND == 0 and value % _ROUND != 0


def slipped(one: Decimal, two: Decimal) -> str:
    """Which slip makes one number of the other, "" for none: swapped, digit, dropped, or factor for a power of ten."""
    first, second = (format(value.normalize(), "f").replace(".", "") for value in (one, two))
    if one and two and first.rstrip("0") == second.rstrip("0") and one != two:
        return "factor"
    exponent = min(0, *(int(value.normalize().as_tuple().exponent) for value in (one, two)))
    return _slip(*(str(int(value.scaleb(-exponent))) for value in (one, two)))


def _digits(value: Decimal, width: Decimal) -> str:
    number = (value / width).to_integral_value()
    return str(int(number)) if number.adjusted() < _DIGITS else "1"


def _slip(own: str, other: str) -> str:
    """Which slip makes one number of the other; "" for none."""
    if own == other:
        return ""
    if len(own) == len(other):
        wrong = [at for at, (one, two) in enumerate(zip(own, other, strict=True)) if one != two]
        if len(wrong) == 1:
            return "digit" if len(own) > 1 else ""
        first, last = wrong[0], wrong[-1]
        swapped = len(wrong) == 2 and own[first] == other[last] and own[last] == other[first]
        return "swapped" if swapped and last - first <= 2 else ""
    short, long = sorted((own, other), key=len)
    if len(long) - len(short) == 1 and len(short) > 2 and any(
        long[:at] + long[at + 1 :] == short for at in range(len(long))
    ):
        return "dropped"
    return ""
