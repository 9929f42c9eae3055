"""Shapes that hold several numbers together, seen before any field is known.

``construct`` only records what the shape of the words says; the modules of the fields read it:

- ``item``: the words of the list item that 分别, 依次 or 各 deals to the number (a noun, a label, a place, a time);
  ``deal``: the whole list with the words that its items share;
- ``old_of``: of an old value, the new one (由690元提高到735元, A→B, 原…现…, 较上年的…);
- ``shares``: the number that it is about the same thing as (new values their old ones, changes what has changed,
  values behind 分别 the numbers that stand before it).
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from civx.patterns.kept import compiled
from civx.patterns.load import Patterns

from .phrases import Phrase


class Deal(NamedTuple):
    """A list whose items are dealt to numbers, one each.

    ``tail`` are the words behind the last item that belong to all of them (城市、农村低保标准), ``head`` those before
    the first (孤儿集中养育、社会散居…); ``names`` spell the items out where the text does not (城乡: 城市, 农村);
    ``rest`` are the words of the number's own clause where the list stands in an earlier one (…三市，现行标准分别为);
    ``rules`` what made it.
    """

    items: tuple[Phrase, ...]
    names: tuple[str, ...]
    head: Phrase | None = None
    tail: Phrase | None = None
    rest: Phrase | None = None
    rules: tuple[str, ...] = ()


class Shapes:
    """The words of constructions.yaml, compiled."""

    __slots__ = (
        "above", "after", "arrows", "basis", "before", "bound", "closer",
        "compact", "each", "joint", "kin", "now", "old", "rating", "rules", "to",
    )  # fmt: skip

    def __init__(self, patterns: Patterns) -> None:
        words: dict[str, list[str]] = {}
        self.rules: dict[str, str] = {}
        self.compact: dict[str, tuple[str, ...]] = {}
        for rule in patterns.rules("constructions"):
            words.setdefault(rule["role"], []).extend(rule["terms"])
            self.rules.setdefault(rule["role"], f"constructions.yaml#{rule['id']}")
            for term in rule["terms"] if rule["role"] == "compact" else ():
                self.compact[term] = tuple(rule["parts"])
                self.rules[term] = f"constructions.yaml#{rule['id']}"

        def any_of(role: str) -> str:
            return "|".join(re.escape(word) for word in sorted(words[role], key=len, reverse=True))

        self.old = compiled(any_of("old"))
        self.to = compiled(f"(?:{any_of('to')})$")
        self.arrows = frozenset(words["arrow"])
        self.before = compiled(any_of("before"))
        self.now = compiled(any_of("now"))
        self.bound = compiled(any_of("bound"))
        self.basis = compiled(any_of("basis"))
        self.joint = compiled(any_of("joint"))
        self.closer = compiled(
            rf"等?[两二三四五六七八九十0-9]+(?:{any_of('closer')})(?!分(?!别)|的)|等(?:{any_of('closer')})"
        )
        self.each = compiled(any_of("each"))
        self.above = compiled(any_of("above"))
        self.after = compiled(any_of("after"))
        self.rating = tuple(words["rating"])
        self.kin = compiled(f"({any_of('kin')})$")


@lru_cache(maxsize=8)
def shapes(patterns: Patterns) -> Shapes:
    """The shapes of a set of patterns, compiled."""
    return Shapes(patterns)
