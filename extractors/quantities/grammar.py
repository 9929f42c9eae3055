"""The number-related patterns, compiled: units, bounds, and the names that are no facts."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from civx.patterns.kept import compiled
from civx.patterns.load import PatternError, Patterns, load

from ..words.lexicon import words
from .currency import Currencies
from .names import Names
from .nouns import Nouns
from .quantity import Quantity

# the forms that readings without a unit of their own fall back on
_NEEDED = frozenset({"元", "%", "‰", "户", "人", "人次"})


class Grammar:
    """The number-related patterns, compiled: units, bounds, names."""

    def __init__(self, patterns: Patterns) -> None:
        self.units: dict[str, tuple[dict[str, Any], str, tuple[str, ...]]] = {}
        for rule in patterns.rules("quantities"):
            for form in rule["forms"]:
                self.units[form] = (rule, f"quantities.yaml#{rule['id']}", tuple(rule.get("not", ())))
        for form in _NEEDED - self.units.keys():
            raise PatternError(
                f"no unit rule has the form {form} (leave it in a rule of yours that takes the place of civx's)"
            )
        self.behind = {
            f"quantities.yaml#{rule['id']}": tuple(rule["behind"])
            for rule in patterns.rules("quantities")
            if "behind" in rule
        }
        self.currencies = Currencies(patterns.rules("quantities"))
        self.nouns = Nouns(patterns)
        self.foreign = "人民币"  # a text that names it has another money of its own beside
        terms = {rule["id"]: tuple(rule["terms"]) for rule in patterns.rules("numerals")}
        self.signed, self.not_signs = terms["signed"], terms["not-signs"]
        self.moved, self.limited, self.labels = terms["moved"], terms["limited"], frozenset(terms["label-ends"])
        self.shared_wholes, self.shared_parts = terms["shared-wholes"], terms["shared-parts"]
        self.singles, self.paying, self.paid_each = terms["singles"], terms["paying"], terms["paid-each"]
        self.unit_sizes: dict[str, tuple[int, ...]] = _sizes(self.units)
        bounds = words(patterns, "bounds", "before")
        self.before = {w.replace("|", ""): (r["bound"], f"bounds.yaml#{r['id']}") for w, r in bounds.items()}
        self.noun_before = {w.replace("|", ""): w.index("|") for w in bounds if "|" in w}
        self.after = {w: (r["bound"], f"bounds.yaml#{r['id']}") for w, r in words(patterns, "bounds", "after").items()}
        self.not_bound = set(words(patterns, "bounds", "not"))
        self.before_last = {w[-1] for w in self.before}
        self.before_sizes = sorted({len(w) for w in self.before}, reverse=True)
        self.after_sizes = _sizes(self.after)
        self.names = Names(patterns)
        adverts = [re.escape(w) for r in patterns.rules("names") for w in r.get("adverts", ())]
        self.adverts = compiled("|".join(adverts) or r"(?!)")
        self.one_verbs = {w for r in patterns.rules("grammar") if r["role"] == "one-verb" for w in r["terms"]}

    def own_dollars(self, text: str, traditional: bool) -> bool:
        """Whether a bare $ is the dollar of the text's place: of one in Traditional characters that names no 人民币."""
        return traditional and "$" in text and self.foreign not in text

    def bound_before(self, text: str, at: int) -> tuple[tuple[str, str] | None, int]:
        """The word right before the number at ``at`` that bounds it, and how far before it begins."""
        end = at - 1 if text[at - 1 : at] in (" ", "\u3000") else at  # 约 300户
        if text[end - 1 : end] not in self.before_last:
            return None, 0
        for size in self.before_sizes:
            word = text[max(0, end - size) : end]
            entry = self.before.get(word)
            if entry is not None:
                if any(text.endswith(longer, 0, end) for longer in self.not_bound if longer.endswith(word)):
                    return None, 0
                if word in "<>" and text[end - 2 : end - 1].isascii() and text[end - 2 : end - 1].strip():
                    return None, 0  # </b>300
                return entry, at - end + len(word) - self.noun_before.get(word, 0)
        return None, 0

    def unit_of(self, quantity: Quantity) -> tuple[dict[str, Any], str, str]:
        """The rule, form and name of the unit of a quantity that was read."""
        rule, name, _ = self.units.get(quantity.form) or self.units[quantity.unit]
        return rule, quantity.form, name

    def limit_after(self, text: str, end: int) -> int:
        """How long the word right behind a quantity is that makes it a limit (以上, 以下); 0 where there is none."""
        for size in self.after_sizes.get(text[end : end + 1], ()):
            entry = self.after.get(text[end : end + size])
            if entry is not None and size > 1 and entry[0] in ("at_least", "at_most"):
                return size
        return 0

    def bound_after(self, text: str, end: int) -> tuple[str, str, int] | None:
        """The word right behind a quantity that bounds it, and how long it is."""
        after = self.after
        gap = text[end : end + 1] == " "  # 50% 以上
        end += gap
        for size in self.after_sizes.get(text[end : end + 1], ()):
            entry = after.get(text[end : end + size])
            if entry is not None and not (size == 1 and (gap or text[end + 1 : end + 2].isalnum())):
                return *entry, size + gap  # 20户多子女家庭 is no 20户多, nor 20对多3对
        return None


def _sizes(table: dict[str, Any]) -> dict[str, tuple[int, ...]]:
    sizes: dict[str, set[int]] = {}
    for word in table:
        sizes.setdefault(word[0], set()).add(len(word))
    return {first: tuple(sorted(lengths, reverse=True)) for first, lengths in sizes.items()}


@lru_cache(maxsize=8)
def grammar(extra: tuple[str, ...] = ()) -> Grammar:
    """The compiled grammar of the shipped patterns and of a user's ``extra`` files."""
    return Grammar(load(extra))
