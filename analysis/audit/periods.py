"""How many months and days a period has."""
from __future__ import annotations

import re
from decimal import Decimal

# units of time, by all their names the one that they are reckoned in
TIME_UNITS = {"月": "月", "年": "年", "季": "季", "季度": "季", "日": "日", "天": "日", "周": "周"}
_NUMBER = re.compile(r"(\d{4})(?:-(\d\d))?")
_ONE, _YEAR = Decimal(1), Decimal(12)


def months_of(period: str) -> Decimal:
    """How many months a period has; 12 where it does not say."""
    first, slash, last = period.partition("/")
    one, two = _NUMBER.match(first), _NUMBER.match(last)
    if one is not None and one.group(2) and not slash:
        return _ONE
    if one is not None and two is not None and one.group(2) and two.group(2):
        return Decimal((int(two.group(1)) - int(one.group(1))) * 12 + int(two.group(2)) - int(one.group(2)) + 1)
    return _YEAR


def days_of(period: str) -> list[Decimal]:
    """How many days a period may have; none where that cannot be told."""
    months = months_of(period)
    return [Decimal(366), Decimal(365)] if months == _YEAR else [months * 30, months * 31] if months == _ONE else []
