"""Limits that name a group and count nothing: 年产值1000万元以上的企业6家, 205个50户以上自然村, 单笔5万元以上的支出."""

from __future__ import annotations

from civx.patterns.kept import compiled

from .grammar import Grammar
from .quantity import Quantity, Scan

_NOUN = compiled(r"(?:的)?((?:[\u3400-\u9fff“”/]|（[^（）\n]{1,8}）|\([^()\n]{1,8}\)){2,24})")
_JOINED = compiled("[和及与]|以及")
_COUNTED = frozenset({"count", "households"})
_SIZES = frozenset({"amount", "count", "households", "persons"})


def drop_thresholds(text: str, found: Scan, rules: Grammar) -> None:
    """Takes the limits out of ``found.quantities`` and puts them among the rejected numbers."""
    quantities = found.quantities
    kept: list[Quantity] = []
    for number, quantity in enumerate(quantities):
        following = quantities[number + 1] if number + 1 < len(quantities) else None
        limit = rules.limit_after(text, quantity.end) if quantity.measure in _SIZES else 0
        if limit or (quantity.measure == "amount" and _exceeds(text, quantity, rules)):
            behind = quantity.end + limit
            beside = following is not None and following.left == behind and quantity.measure == "count"
            single = text.endswith(rules.singles, 0, quantity.left)
            grouped = text.startswith(rules.limited, behind + text.startswith("的", behind))
            attached = bool(kept) and kept[-1].end == quantity.left and _NOUN.match(text, behind) is not None
            named = following is not None and _names(text, behind, following, rules)
            if single or attached or named or grouped or beside:
                found.rejected.append((quantity.start, behind, "threshold"))
                if following is not None and named and not single and not attached:
                    following.floor = behind + text.startswith("的", behind)
                continue
        kept.append(quantity)
    if len(kept) < len(quantities):
        found.quantities = kept
        found.rejected.sort(key=lambda number: number[0])


def _exceeds(text: str, quantity: Quantity, rules: Grammar) -> bool:
    """Whether the sum is what those that are counted exceed: 产值超亿元的企业36家."""
    return quantity.bound in ("over", "at_least") and text.startswith(
        rules.limited, quantity.end + text.startswith("的", quantity.end)
    )


def _names(text: str, behind: int, following: Quantity, rules: Grammar) -> bool:
    """Whether what stands between the limit and the next number is a noun that this number counts."""
    noun = _NOUN.match(text, behind, following.left)
    return (
        noun is not None
        and noun.end() == following.left
        and following.measure in _COUNTED
        and _JOINED.search(noun[1]) is None
        and not any(word in noun[1] for word in rules.nouns.walls)
    )
