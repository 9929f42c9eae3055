"""The words of ``patterns/audit.yaml``, compiled: what the checks know of the field."""
from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Any, NamedTuple

from civx.patterns.load import load
from civx.patterns.schema import AUDIT_ROLES

_NEVER = re.compile(r"(?!)")


class Family(NamedTuple):
    """Sorts that exclude each other: one pattern for each, those that ``needed`` many must all be there.

    ``complete`` tells that the needed ones together are the whole; ``of``, where not None, is what the whole is called.
    """

    sides: tuple[re.Pattern[str], ...]
    needed: int
    complete: bool
    of: re.Pattern[str] | None

    def side(self, words: str) -> int | None:
        """Which of the sorts ``words`` name, by the longest name: 非护理型床位 is no 护理型床位. None for none."""
        lengths = [
            max((match.end() - match.start() for match in pattern.finditer(words)), default=0) for pattern in self.sides
        ]
        longest = max(lengths)
        return lengths.index(longest) if longest and lengths.count(longest) == 1 else None


class Ratio(NamedTuple):
    """A rate whose numerator and denominator have names of their own: 入住率 is 入住 over 床位.

    ``above`` is None where the numerator is whatever stands right before the rate.
    """

    name: re.Pattern[str]
    above: re.Pattern[str] | None
    below: re.Pattern[str]


class Plausible(NamedTuple):
    """What an amount over a number of ``measure`` is in the programmes, or, with no measure, a standard a month."""

    programmes: frozenset[str]
    measure: str
    low: Decimal
    high: Decimal
    unless: re.Pattern[str]


class Words:
    """All roles of the pattern file; ``Words.of(role)`` is a pattern that finds any of the role's terms."""

    def __init__(self, rules: Iterable[dict[str, Any]]) -> None:
        by_role: dict[str, list[dict[str, Any]]] = {role: [] for role in AUDIT_ROLES}
        for rule in rules:
            by_role[rule["role"]].append(rule)
        self._found = {
            role: _any([term for rule in own for term in rule.get("terms", ())]) for role, own in by_role.items()
        }
        self.families = tuple(map(_family, by_role["family"]))
        self.ratios = tuple(
            Ratio(_any(rule["terms"]), _any(rule["of"]) if "of" in rule else None, _any(rule.get("to", ())))
            for rule in by_role["ratio"]
        )
        self.plausible = tuple(map(_plausible, by_role["plausible"]))
        # words that mean the same, the first of them what they are compared by
        self.alike = tuple(
            (other, name)
            for rule in by_role["alike"] for term in rule["terms"]
            for name, *others in [term.split("/")] for other in others
        )

    def of(self, role: str) -> re.Pattern[str]:
        """The pattern of the terms of ``role``."""
        return self._found[role]


def _any(terms: Sequence[str]) -> re.Pattern[str]:
    """A pattern for any of the terms, the longest first."""
    return re.compile("|".join(map(re.escape, sorted(terms, key=len, reverse=True)))) if terms else _NEVER


def _family(rule: dict[str, Any]) -> Family:
    needed = [term.split("/") for term in rule["terms"]]
    other = [term.split("/") for term in rule.get("also", ())]
    of = _any(rule["of"]) if "of" in rule else None
    return Family(tuple(map(_any, needed + other)), len(needed), bool(rule.get("complete")), of)


def _plausible(rule: dict[str, Any]) -> Plausible:
    bounds = Decimal(str(rule["min"])), Decimal(str(rule["max"]))
    return Plausible(frozenset(rule["programmes"]), rule.get("measure", ""), *bounds, _any(rule.get("unless", ())))


@lru_cache(maxsize=8)
def words(patterns: tuple[str, ...] = ()) -> Words:
    """The words of civx's own file with a user's ``patterns`` on top."""
    return Words(load(patterns).rules("audit"))


def words_without(rule_id: str, patterns: tuple[str, ...] = ()) -> Words:
    """The same without one rule, to see what it does."""
    return Words(rule for rule in load(patterns).rules("audit") if rule["id"] != rule_id)
