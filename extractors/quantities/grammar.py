"""The number-related patterns, compiled: units, bounds, and the names that are no facts."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from civx.patterns.limits import LimitedPattern
from civx.patterns.load import PatternError, Patterns, load

from ..words.lexicon import words
from .currency import Currencies
from .nouns import Nouns

# the forms that readings without a unit of their own fall back on
_NUMERALS = frozenset("0123456789〇零一二两三四五六七八九十廿卅百千万亿半几数")
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
        self.currencies = Currencies(patterns.rules("quantities"))
        self.nouns = Nouns(patterns)
        terms = {rule["id"]: tuple(rule["terms"]) for rule in patterns.rules("numerals")}
        self.signed, self.not_signs = terms["signed"], terms["not-signs"]
        self.singles, self.paying = terms["singles"], terms["paying"]
        self.unit_sizes: dict[str, tuple[int, ...]] = _sizes(self.units)
        self.before = {
            w: (r["bound"], f"bounds.yaml#{r['id']}") for w, r in words(patterns, "bounds", "before").items()
        }
        self.after = {w: (r["bound"], f"bounds.yaml#{r['id']}") for w, r in words(patterns, "bounds", "after").items()}
        self.not_bound = set(words(patterns, "bounds", "not"))
        self.before_last = {w[-1] for w in self.before}
        self.before_sizes = sorted({len(w) for w in self.before}, reverse=True)
        self.after_sizes = sorted({len(w) for w in self.after}, reverse=True)
        self.names: dict[str, str] = {}
        # 红十字: by its numeral, what stands before and what from there on
        self.inside: dict[str, list[tuple[str, str, str]]] = {}
        for word, rule in words(patterns, "names", "terms").items():
            at = next((i for i, sign in enumerate(word) if sign in _NUMERALS), 0)
            if at:
                self.inside.setdefault(word[at], []).append((word[:at], word[at:], f"names.yaml#{rule['id']}"))
            else:
                self.names[word] = f"names.yaml#{rule['id']}"
        self.name_sizes = _sizes(self.names)
        self.name_rules: list[str] = []
        self.unless: list[tuple[str, ...]] = []
        self.user_names: list[tuple[LimitedPattern, str, tuple[str, ...]]] = []
        parts: list[str] = []
        for rule in patterns.rules("names"):
            if "pattern" in rule:
                behind = f"(?<={rule['behind']})" if "behind" in rule else ""
                expression, name = f"{behind}(?:{_expand(rule['pattern'])})", f"names.yaml#{rule['id']}"
                if patterns.is_user("names", rule["id"]):
                    limited = LimitedPattern(expression, patterns.where("names", rule["id"]))
                    self.user_names.append((limited, name, tuple(rule.get("unless", ())) or ("\0",)))
                else:
                    parts.append(f"({expression})")
                    self.unless.append(tuple(rule.get("unless", ())) or ("\0",))
                    self.name_rules.append(name)
        self.name_pattern = re.compile("|".join(parts) or r"(?!)")
        adverts = [re.escape(w) for r in patterns.rules("names") for w in r.get("adverts", ())]
        self.adverts = re.compile("|".join(adverts) or r"(?!)")
        self.one_verbs = {w for r in patterns.rules("grammar") if r["role"] == "one-verb" for w in r["terms"]}

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
                return entry, at - end + len(word)
        return None, 0

    def name_at(self, text: str, at: int) -> tuple[int, str] | None:
        """The end and the rule of the fixed name whose numeral stands at ``at``: 三重一大, 红十字."""
        first = text[at]
        for size in self.name_sizes.get(first, ()):
            rule = self.names.get(text[at : at + size])
            if rule is not None:
                return at + size, rule
        for before, rest, rule in self.inside.get(first, ()):
            if text.startswith(rest, at) and text.endswith(before, 0, at):
                return at + len(rest), rule
        return None

    def limit_after(self, text: str, end: int) -> int:
        """How long the word right behind a quantity is that makes it a limit (以上, 以下); 0 where there is none."""
        for size in self.after_sizes:
            entry = self.after.get(text[end : end + size])
            if entry is not None and size > 1 and entry[0] in ("at_least", "at_most"):
                return size
        return 0

    def bound_after(self, text: str, end: int) -> tuple[str, str, int] | None:
        """The word right behind a quantity that bounds it, and how long it is."""
        after = self.after
        for size in self.after_sizes:
            entry = after.get(text[end : end + size])
            if entry is not None and not (size == 1 and text[end + 1 : end + 2].isalnum()):
                return *entry, size  # 20户多子女家庭 is no 20户多, nor 20对多3对
        return None


def _sizes(table: dict[str, Any]) -> dict[str, tuple[int, ...]]:
    sizes: dict[str, set[int]] = {}
    for word in table:
        sizes.setdefault(word[0], set()).add(len(word))
    return {first: tuple(sorted(lengths, reverse=True)) for first, lengths in sizes.items()}


def _expand(pattern: str) -> str:
    """The expression with its shorthands written out.

    {N} is one class of signs, which compiles in half the time; all are possessive, so that long runs of digits cost
    no more than their length.
    """
    arabic, chinese = r"(?:\d++(?:\.\d++)?+)", "[〇零一二两三四五六七八九十百千]++"
    either = r"[\d.〇零一二两三四五六七八九十百千]++"
    return pattern.replace("{A}?", f"{arabic}?").replace("{A}", arabic).replace("{C}", chinese).replace("{N}", either)


@lru_cache(maxsize=8)
def grammar(extra: tuple[str, ...] = ()) -> Grammar:
    """The compiled grammar of the shipped patterns and of a user's ``extra`` files."""
    return Grammar(load(extra))
