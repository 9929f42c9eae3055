"""Exact decimals times powers of ten, without exponents."""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Context, Decimal

PRECISE = Context(prec=200, rounding=ROUND_HALF_EVEN)  # digits: more than any number of a report has


def shift(value: Decimal, power: int) -> Decimal:
    """``value`` times ten to ``power``, exactly, without exponent."""
    if not power:
        return value
    sign, digits, exponent = value.as_tuple()
    assert isinstance(exponent, int)
    exponent += power
    if exponent > 0:
        return Decimal((sign, digits + (0,) * exponent, 0))
    return _trim(Decimal((sign, digits, exponent)))


def _trim(value: Decimal) -> Decimal:
    """``value`` without zeros at the end of its fraction."""
    sign, digits, exponent = value.as_tuple()
    assert isinstance(exponent, int)
    while exponent < 0 and len(digits) > 1 and digits[-1] == 0:
        digits, exponent = digits[:-1], exponent + 1
    return Decimal((sign, digits, 0 if exponent < 0 and digits == (0,) else exponent))
