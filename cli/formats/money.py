"""Amounts in 万元, exactly."""
from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from civx.extractors.model import Extraction, Fact

YUAN = "元"
WAN = "万元"


_PLACES = 4


def wan(number: Decimal) -> Decimal:
    """A ten-thousandth of ``number``, all digits kept, without trailing zeros: 8305000 is 830.5."""
    return _moved(number, -_PLACES)


def yuan(number: Decimal) -> Decimal:
    """Ten thousand times ``number``, likewise: 830.5 is 8305000."""
    return _moved(number, _PLACES)


def _moved(number: Decimal, places: int) -> Decimal:
    """The decimal point moved; multiplication and division would round to the context's 28 digits."""
    sign, digits, exponent = number.as_tuple()
    text = format(Decimal((sign, digits, int(exponent) + places)), "f")
    return Decimal((text.rstrip("0").rstrip(".") if "." in text else text) or "0")


def fact_in_wan(fact: Fact) -> Fact:
    """The fact with an amount in 元 turned into 万元; any other as it is."""
    if fact.measure != "amount" or fact.unit != YUAN:
        return fact
    value, low, high = (None if number is None else wan(number) for number in (fact.value, fact.min, fact.max))
    return replace(fact, value=value, min=low, max=high, unit=WAN)


def in_wan(extraction: Extraction) -> Extraction:
    """The extraction with its amounts in 万元."""
    return replace(extraction, facts=tuple(map(fact_in_wan, extraction.facts)))
