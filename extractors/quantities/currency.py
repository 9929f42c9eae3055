"""Money: the signs and words that stand before a sum (HK$3,050, 人民币5000元), and what stands behind 元 (286元5角).

Which signs mean which money is in quantities.yaml (``before``); of a sign that several use ($) the text decides
(``home``).
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from civx.patterns.kept import compiled

from .parsing import parse_number

Money = tuple[dict[str, Any], str]  # a unit's rule and its name

_PARTS = compiled(
    r"(?:([1-9一二三四五六七八九])[角毛])?(?:([1-9一二三四五六七八九])分(?![之钟别类散为管期批配享布]))?"
)
_DIGITS = "零一二三四五六七八九"
DOLLARS = frozenset(("美元", "美金"))
_CENTS = compiled(r"又?([1-9][0-9]?|[一二两三四五六七八九十]{1,3})美分")
_BLANKS = "  \u3000"


class Currencies:
    """The signs and words before sums of money."""

    def __init__(self, rules: list[dict[str, Any]]) -> None:
        self.signs: dict[str, list[tuple[tuple[str, ...], Money]]] = {}
        for rule in rules:
            money = rule, f"quantities.yaml#{rule['id']}"
            for sign in rule.get("before", ()):
                self.signs.setdefault(sign, []).append((tuple(rule.get("home", ())), money))
        for readings in self.signs.values():
            readings.sort(key=lambda reading: not reading[0])  # one at home in few texts goes first
        self.last = {sign[-1] for sign in self.signs} | set(_BLANKS)
        self._sizes = sorted({len(sign) for sign in self.signs}, reverse=True)

    def before(self, text: str, at: int, local: bool = False) -> tuple[int, Money] | None:
        """Where the sign right before the number at ``at`` begins, and its money; ``local``: it is the text's own."""
        end = at
        if text[end - 1 : end] in ("", *_BLANKS):
            end -= 1  # USD 2万
        if end <= 0 or text[end - 1] not in self.last:
            return None
        for size in self._sizes:
            sign = text[max(0, end - size) : end]
            readings = self.signs.get(sign)
            if readings is None or len(sign) != size:
                continue
            before = text[end - size - 1 : end - size]
            if sign[0].isascii() and sign[0].isalpha() and before.isascii() and before.isalpha():
                continue
            if local and readings[0][0]:
                return end - size, readings[0][1]
            for home, money in readings:
                if not home or any(word in text for word in home):
                    return end - size, money
        return None


def cents(text: str, at: int) -> tuple[int, Decimal] | None:
    """What stands behind 美元 at ``at``: where 又三美分 ends, and its worth in 美元."""
    found = _CENTS.match(text, at)
    return None if found is None else (found.end(), parse_number(found[1]).scaleb(-2))


def parts(text: str, at: int) -> tuple[int, Decimal] | None:
    """What stands behind 元 at ``at``: where 5角3分 ends, and its worth in 元."""
    found = _PARTS.match(text, at)
    if found is None or not found.group():
        return None
    worth = Decimal(0)
    for digit, power in ((found[1], 1), (found[2], 2)):
        if digit:
            worth += Decimal(int(digit) if digit.isdigit() else _DIGITS.index(digit)).scaleb(-power)
    return found.end(), worth
