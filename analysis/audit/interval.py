"""What a printed number leaves open: 91.7% is anything from 91.65 to 91.75, 1203户 is 1203, 300余人 is 300 or more."""
from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal
from typing import NamedTuple

from civx.extractors.model import Fact
from civx.extractors.quantities.decimals import PRECISE

_INFINITY = Decimal("Infinity")
_ZERO, _ONE, _HALF, _TEN = Decimal(0), Decimal(1), Decimal("0.5"), Decimal(10)
_HUNDRED, _WAN = Decimal(100), Decimal(10000)
_PLACES = 25  # a number with more digits before its point is no figure of a report
_NUMBER = re.compile(r"\d[\d,，'\s]*(?:[.．。·]\s*\d[\d\s]*)?")
_SIGN = re.compile("[，,；;、。]")
_POINT = re.compile("[.．。·]")
_ROUND = {"千": Decimal(1000), "仟": Decimal(1000), "万": _WAN, "萬": _WAN, "亿": _WAN * _WAN, "億": _WAN * _WAN}
_NUMERAL = re.compile(r"[〇零一二三四五六七八九十百千仟万萬亿億两兩]+(?:[点點][〇零一二三四五六七八九]+)?")
_AVERAGE = "均"
_LED = 12  # characters before a number that say whether it is an average
_EXACT = frozenset({"exact", ""})


class Interval(NamedTuple):
    """All values from ``low`` to ``high``, both included; either may be infinite."""

    low: Decimal
    high: Decimal

    def meets(self, other: Interval) -> bool:
        """Whether a value can be in both."""
        return self.low <= other.high and other.low <= self.high

    def minus(self, other: Interval) -> Interval:
        """What the difference can be."""
        return Interval(self.low - other.high, self.high - other.low)

    def size(self) -> Interval:
        """What the absolute value can be."""
        if self.low <= 0 <= self.high:
            return Interval(_ZERO, max(-self.low, self.high))
        return self if self.low > 0 else Interval(-self.high, -self.low)

    def over(self, other: Interval, factor: Decimal = _ONE) -> Interval:
        """``factor`` times what the quotient can be, for values that are not negative."""
        low = self.low / other.high if other.high > 0 else _ZERO
        high = self.high / other.low if other.low > 0 else _INFINITY
        return Interval(low * factor, high * factor)


def total(intervals: Iterable[Interval]) -> Interval:
    """What the sum can be."""
    low = high = _ZERO
    for interval in intervals:
        low += interval.low
        high += interval.high
    return Interval(low, high)


def printed(fact: Fact) -> Interval | None:
    """What the words leave open; None where the fact has no number that can be reckoned with."""
    value = fact.value
    if value is None:
        low, high = fact.min, fact.max
        if low is None or high is None or not _usable(low) or not _usable(high):
            return None
        return Interval(min(low, high), max(low, high))
    if not _usable(value):
        return None
    bound = fact.bound
    if bound in _EXACT:
        half = _rounding(fact, value)
        return Interval(value - half, value + half) if half else Interval(value, value)
    if bound in ("over", "at_least"):
        return Interval(value, _INFINITY)
    if bound in ("under", "at_most"):
        return Interval(-_INFINITY, value)
    place = _TEN ** _last_place(value)  # about
    return Interval(value - place, value + place)


def step(fact: Fact) -> Decimal:
    """What one more in the last printed digit is worth."""
    assert fact.value is not None
    return _rounding(fact, fact.value) * 2 or _ONE


def cut_off(stated: Fact, reckoned: Interval) -> bool:
    """Whether ``stated`` is what comes of ``reckoned`` where digits are cut off instead of rounded, 91.7 of 91.75."""
    value = stated.value
    if value is None or stated.bound not in _EXACT or _said_roughly(stated.quote):
        return False
    end = value + step(stated).copy_sign(value)
    return Interval(min(value, end), max(value, end)).meets(reckoned)


def _said_roughly(quote: str) -> bool:
    """Whether a share is said and not reckoned: 四成, 三分之一."""
    return "成" in quote or ("分之" in quote and not quote.startswith("百分之"))


def near(value: Decimal, stated: Fact, unit: str = "") -> str:
    """A reckoned number with two digits more than ``stated`` prints, so that it shows how far off that is."""
    exponent = _last_place(step(stated)) if stated.value is not None else 0
    return shown(value, unit, max(0, -exponent) + 2)


def plain(value: Decimal) -> str:
    """The digits of a number, without exponent and without zeros behind the point."""
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def rounded(value: Decimal, places: int = 2) -> str:
    """The number with at most ``places`` decimals."""
    return plain(value.quantize(_TEN ** -places, context=PRECISE)) if value.is_finite() else "∞"


def shown(value: Decimal, unit: str, places: int = 2) -> str:
    """A number with its unit as the messages show it: 1203户, 830.5万元."""
    if unit == "元" and abs(value) >= _WAN:
        return f"{rounded(value / _WAN, 4)}万元"
    return f"{rounded(value, places)}{unit}"


def said(fact: Fact) -> str:
    """The fact's own number as the messages show it, with the word for its bound."""
    sign = {"about": "≈", "over": ">", "under": "<", "at_least": "≥", "at_most": "≤"}.get(fact.bound, "")
    if fact.value is None:
        return f"{rounded(fact.min or _ZERO)}–{shown(fact.max or _ZERO, fact.unit)}"
    return sign + shown(fact.value, fact.unit)


def _usable(value: Decimal) -> bool:
    return value.is_finite() and value.adjusted() < _PLACES


def _last_place(value: Decimal) -> int:
    """The power of ten of the last digit that is not 0."""
    exponent = value.normalize().as_tuple().exponent
    return exponent if isinstance(exponent, int) and value else 0


def _rounding(fact: Fact, value: Decimal) -> Decimal:
    """Half of what the last printed digit is worth; 0 for a number that is printed whole, such as 1203户."""
    quote = fact.quote
    digits = str(value)
    if quote.startswith(digits) and not quote[len(digits) : len(digits) + 1].isdigit() and "成" not in quote:
        places = len(digits.partition(".")[2])  # as it stands, the common case
        return _TEN ** -places * _HALF if places else _whole_rounding(fact)
    if not quote or not quote[0].isdigit() or "成" in quote:  # 三成, 三万二千
        return _numeral_rounding(fact, value)
    match = _NUMBER.match(quote)
    if match is None:
        return _ZERO
    whole, *rest = _POINT.split(match.group(), maxsplit=1)
    decimals = sum(map(str.isdigit, rest[0])) if rest else 0
    digits = "".join(filter(str.isdigit, whole + "".join(rest)))
    mantissa = Decimal(int(digits)).scaleb(-decimals) if len(digits) < _PLACES * 2 else _ZERO
    scale = value / mantissa if mantissa else _ONE
    exponent = scale.normalize().as_tuple()
    if exponent.digits != (1,):  # 2万5千, 三分之二: only the words know
        return _TEN ** _last_place(value) * _HALF
    if decimals == 0 and scale == 1:
        return _whole_rounding(fact)
    return scale * _TEN ** -decimals * _HALF


def _whole_rounding(fact: Fact) -> Decimal:
    """A share or an average is rounded to a whole number; a count, or a standard that is set, is one."""
    if fact.measure == "standard":
        if _AVERAGE in fact.subject:
            return _HALF
        return _HALF if fact.per_month is None and _averaged(fact) else _ZERO  # 每人次2元 is set
    return _HALF if fact.unit in ("%", "‰") or _averaged(fact) else _ZERO


def _averaged(fact: Fact) -> bool:
    """Whether the words right before a number make it an average: 平均每人次1550元, 平均每台年火化529具."""
    if _AVERAGE not in fact.sentence:
        return False
    at = fact.sentence.find(fact.quote)
    return _AVERAGE in _SIGN.split(fact.sentence[max(0, at - _LED) : max(0, at)])[-1]


def _numeral_rounding(fact: Fact, value: Decimal) -> Decimal:
    if "成" in fact.quote:
        return Decimal(5)
    if "分之" in fact.quote:
        if not fact.quote.startswith("百分之"):
            return value / 20  # 三分之一 of a sum is said, not reckoned
        return _HALF * _TEN ** -_decimals(fact.quote)
    match = _NUMERAL.search(fact.quote)
    last = match.group()[-1] if match else ""
    if match and _decimals(match.group()):
        return _TEN ** _last_place(value) * _HALF
    return _ROUND.get(last, _ZERO) * _HALF


def _decimals(numeral: str) -> int:
    return len(re.split("[点點]", numeral, maxsplit=1)[1]) if re.search("[点點]", numeral) else 0
