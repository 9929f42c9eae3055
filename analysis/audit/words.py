"""The words of ``patterns/audit.yaml``: what the checks know of the field."""
from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal
from functools import lru_cache
from typing import Any, NamedTuple

from civx.extractors.model import Fact
from civx.patterns.load import PatternError, load
from civx.patterns.schema import AUDIT_ROLES

_KEPT = 10_000  # subjects


class Terms:
    """Words to look for. A few ``in`` on short texts cost less than the compiling of a pattern does."""

    __slots__ = ("terms",)

    def __init__(self, terms: Iterable[str] = ()) -> None:
        self.terms = tuple(sorted(terms, key=len, reverse=True))

    def within(self, text: str) -> bool:
        """Whether any of the words stands in ``text``."""
        for term in self.terms:  # noqa: SIM110 a generator costs twice as much, and this runs for every number
            if term in text:
                return True
        return False

    def longest(self, text: str) -> int:
        """The length of the longest of the words in ``text``, 0 for none."""
        return next((len(term) for term in self.terms if term in text), 0)

    def start(self, text: str) -> int:
        """The length of the longest of the words that ``text`` begins with, 0 for none."""
        return next((len(term) for term in self.terms if text.startswith(term)), 0)

    def last(self, text: str) -> int:
        """Where the last of the words in ``text`` ends, -1 for none."""
        return max((at + len(term) for term in self.terms if (at := text.rfind(term)) >= 0), default=-1)

    def without(self, text: str) -> str:
        """``text`` with the words taken out."""
        for term in self.terms:
            text = text.replace(term, "")
        return text

    def pattern(self) -> str:
        """A regular expression for any of the words; it matches nothing where there are none."""
        return "|".join(map(re.escape, self.terms)) or "(?!)"


class Family(NamedTuple):
    """Sorts that exclude each other: the words for each, those that ``needed`` many must all be there.

    ``complete`` tells that the needed ones together are the whole; ``of``, where not None, is what that is called, and
    ``measure``, where not empty, how it is counted.
    """

    sides: tuple[Terms, ...]
    needed: int
    complete: bool
    of: Terms | None
    measure: str

    def side(self, words: str, beside: str = "") -> int | None:
        """Which of the sorts ``words`` name, by the longest name: 非护理型床位 is no 护理型床位. None for none.

        Where they name two, those ``beside`` the number say which: 12个镇 of 乡镇.
        """
        lengths = [terms.longest(words) for terms in self.sides]
        longest = max(lengths)
        if not longest:
            return None
        return lengths.index(longest) if lengths.count(longest) == 1 else self.side(beside) if beside else None


class Ratio(NamedTuple):
    """A rate whose numerator and denominator have names of their own: 入住率 is 入住 over 床位.

    ``above`` is None where the numerator is whatever stands right before the rate, ``below`` where the denominator is
    what the numerator is a part of. ``over`` tells that it may be above 100%.
    """

    name: Terms
    above: Terms | None
    below: Terms | None
    over: bool


class Plausible(NamedTuple):
    """What an amount over a number of ``measure`` is in the programmes, or, with no measure, a standard a month.

    ``early`` is the least that it was in years long gone.
    """

    programmes: frozenset[str]
    measure: str
    early: Decimal
    low: Decimal
    high: Decimal
    unless: Terms


class Words:
    """All roles of the pattern file; ``Words.of(role)`` are the terms of one."""

    def __init__(self, rules: Iterable[dict[str, Any]], of_tables: Iterable[dict[str, Any]] = ()) -> None:
        by_role: dict[str, list[dict[str, Any]]] = {role: [] for role in AUDIT_ROLES}
        for rule in rules:
            by_role[rule["role"]].append(rule)
        self._found = {
            role: Terms([term for rule in own for term in rule.get("terms", ())]) for role, own in by_role.items()
        }
        self.families = tuple(map(_family, by_role["family"]))
        beyond = self.of("beyond")
        self.ratios = tuple(
            Ratio(
                Terms(rule["terms"]), _terms(rule, "of"), _terms(rule, "to"), beyond.within("".join(rule["terms"])),
            )
            for rule in by_role["ratio"]
        )
        self.plausible = tuple(map(_plausible, by_role["plausible"]))
        # by the unit of an average's count, what the count may be in
        self.counted = {
            unit: (unit, *others)
            for rule in by_role["counted"] for term in rule["terms"] for unit, *others in [term.split("/")]
        }
        self.kinds = {
            unit: measure
            for rule in by_role["unit-kind"] for term in rule["terms"] for unit, _, measure in [term.partition("/")]
        }
        # words that mean the same, the first of them what they are compared by
        self.alike = tuple(
            (other, name)
            for rule in by_role["alike"] for term in rule["terms"]
            for name, *others in [term.split("/")] for other in others
        )

        self._cores: dict[tuple[str, bool], str] = {}
        of_tables = list(of_tables)
        self._totals = frozenset(
            term for rule in of_tables if rule["role"] in ("total", "subtotal") for term in rule.get("terms", ())
        )
        self._sums = tuple(term for term in self._totals if len(term) > 1 and term in self.of("total").terms)
        self._parts = tuple(term for rule in of_tables if rule["role"] == "part" for term in rule.get("starts", ()))

    def denies(self, one: str, two: str) -> bool:
        """Whether one of two subjects is the other denied: 未开案 and 开案, 非护理型床位 and 护理型床位."""
        for denied, plain in ((one, two), (two, one)):
            for word in self.of("negation").terms:
                stem = denied.partition(word)[2]
                if word in denied and word not in plain and len(stem) > 1 and stem[:2] in plain:
                    return True
        return False

    def one_sort(self, label: str, other: str) -> bool:
        """Whether a number is of one sort of all, which the ``other`` label does not name: 男性, 农村."""
        for family in self.families:
            plain = family.complete and family.of is None
            if plain and (side := family.side(label)) is not None and family.side(other) != side:
                return True
        return False

    def reached(self, before: str) -> bool:
        """Whether the words before a number make it all that there is by then: 增加到, 总数达到."""
        return before.endswith(self.of("level").terms)

    def is_total(self, label: str) -> bool:
        """Whether a row of a table that is called so adds up others."""
        return label in self._totals or label.endswith(self._sums)

    def is_part(self, label: str) -> bool:
        """Whether a row of a table that is called so is a part of the one above it."""
        return label.startswith(self._parts)

    def core(self, fact: Fact) -> str:
        """The subject with words that mean the same made one, and without 城市 and the like where ``area`` has it."""
        key = fact.subject, bool(fact.area)
        known = self._cores.get(key)
        if known is None:
            if len(self._cores) > _KEPT:
                self._cores.clear()
            known = self._cores[key] = self._core(*key)
        return known

    def _core(self, subject: str, with_area: bool) -> str:
        for term, other in self.alike:
            subject = subject.replace(term, other)
        if with_area:
            subject = self.of("area").without(subject)
        for term in self.of("tally").terms:
            if len(subject) > len(term) + 1:
                subject = subject.removesuffix(term).removeprefix(term)
        return subject

    def same(self, one: Fact, two: Fact) -> bool:
        """Whether both are about one thing, counted in one unit."""
        alike = one.unit == two.unit and one.area == two.area and one.place == two.place
        return alike and one.programme == two.programme and self.core(one) == self.core(two)

    def of(self, role: str) -> Terms:
        """The terms of ``role``."""
        return self._found[role]


def _terms(rule: dict[str, Any], key: str) -> Terms | None:
    return Terms(rule[key]) if key in rule else None


def _family(rule: dict[str, Any]) -> Family:
    needed = [term.split("/") for term in rule["terms"]]
    other = [term.split("/") for term in rule.get("also", ())]
    of = Terms(rule["of"]) if "of" in rule else None
    sides = tuple(map(Terms, needed + other))
    return Family(sides, len(needed), bool(rule.get("complete")), of, rule.get("measure", ""))


def _plausible(rule: dict[str, Any]) -> Plausible:
    bounds = (Decimal(str(rule.get("early", rule["min"]))), Decimal(str(rule["min"])), Decimal(str(rule["max"])))
    return Plausible(frozenset(rule["programmes"]), rule.get("measure", ""), *bounds, Terms(rule.get("unless", ())))


@lru_cache(maxsize=8)
def words(patterns: tuple[str, ...] = ()) -> Words:
    """The words of civx's own file with a user's ``patterns`` on top.

    Raises PatternError where a rule lacks what its role needs.
    """
    known = load(patterns)
    for rule in known.rules("audit"):
        needed = ("programmes", "min", "max") if rule["role"] == "plausible" else ("terms",)
        for key in needed:
            if key not in rule:
                where = known.where("audit", rule["id"])
                raise PatternError(f"{where}: rule {rule['id']}: the role {rule['role']} needs {key} (add {key}:)")
    return Words(known.rules("audit"), known.rules("tables"))


def words_without(rule_id: str, patterns: tuple[str, ...] = ()) -> Words:
    """The same without one rule, to see what it does."""
    known = load(patterns)
    return Words((rule for rule in known.rules("audit") if rule["id"] != rule_id), known.rules("tables"))
