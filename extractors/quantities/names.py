"""Names, slogans, ordinals and the like: numbers that are no facts, by patterns/names.yaml."""

from __future__ import annotations

import re
from typing import Any

from civx.patterns.kept import compiled
from civx.patterns.limits import LimitedPattern
from civx.patterns.load import Patterns

_NUMERALS = frozenset("0123456789〇零一二两三四五六七八九十廿卅百千万亿半几数")
_HAN, _ARABIC = "han", "arabic"
_NEVER = ("\0",)
_HAN_START = compiled(
    r"(?:\(\?![^()]*\))?(?:\{C\}(?!\?)|\[[一二两三四五六七八九十几数]+\](?![?*])|[一二三四五六七八九十半百])"
)
_ARABIC_START = compiled(r"(?:\{A\}|\\d|[0-9])(?![?*])")


class _Patterns:
    """Expressions that are tried at one kind of figure, as one."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.rules: list[tuple[str, tuple[str, ...]]] = []
        self._compiled: re.Pattern[str] | None = None

    def match(self, text: str, at: int) -> tuple[int, str] | None:
        if self._compiled is None:
            self._compiled = compiled("|".join(self.parts) or r"(?!)")
        found = self._compiled.match(text, at)
        if found is None or found.lastindex is None:
            return None
        rule, unless = self.rules[found.lastindex - 1]
        return None if text.endswith(unless, 0, at) else (max(found.end(), at + 1), rule)


class Names:
    """Finds the name, if any, whose numeral stands at a figure."""

    def __init__(self, patterns: Patterns) -> None:
        self._terms: dict[str, str] = {}
        # 红十字: by its numeral with the sign before, what stands before and what from there on
        self._inside: dict[str, list[tuple[str, str, str]]] = {}
        self._patterns = {_HAN: _Patterns(), _ARABIC: _Patterns()}
        self._user: list[tuple[LimitedPattern, str, tuple[str, ...]]] = []
        for rule in patterns.rules("names"):
            name = f"names.yaml#{rule['id']}"
            for word in rule.get("terms", ()):
                self._add_term(word, name)
            if "pattern" in rule:
                self._add_pattern(patterns, rule, name)
        sizes: dict[str, set[int]] = {}
        for word in self._terms:
            sizes.setdefault(word[0], set()).add(len(word))
        self._sizes = {first: tuple(sorted(lengths, reverse=True)) for first, lengths in sizes.items()}
        self.starts = frozenset(self._sizes) | {key[1] for key in self._inside}  # figures that a term may stand at
        self.has_user_patterns = bool(self._user)

    def term(self, text: str, at: int) -> tuple[int, str] | None:
        """The end and the rule of the fixed name whose numeral stands at ``at``: 三重一大, 红十字."""
        for size in self._sizes.get(text[at], ()):
            rule = self._terms.get(text[at : at + size])
            if rule is not None:
                return at + size, rule
        if at:
            for before, rest, rule in self._inside.get(text[at - 1 : at + 1], ()):
                if text.startswith(rest, at) and text.endswith(before, 0, at):
                    return at + len(rest), rule
        return None

    def pattern(self, text: str, at: int) -> tuple[int, str] | None:
        """The end and the rule of what an expression finds at ``at``."""
        return self._patterns[_ARABIC if text[at] in "0123456789" else _HAN].match(text, at)

    def user_pattern(self, text: str, at: int) -> tuple[int, str] | None:
        """The same, of the user's own expressions."""
        for pattern, rule, unless in self._user:
            if (named := pattern.match(text, at)) is not None and not text.endswith(unless, 0, at):
                return max(named.end(), at + 1), rule
        return None

    def _add_term(self, word: str, name: str) -> None:
        at = next((i for i, sign in enumerate(word) if sign in _NUMERALS), 0)
        if at:
            self._inside.setdefault(word[at - 1 : at + 1], []).append((word[:at], word[at:], name))
        else:
            self._terms[word] = name

    def _add_pattern(self, patterns: Patterns, rule: dict[str, Any], name: str) -> None:
        behind = f"(?<={rule['behind']})" if "behind" in rule else ""
        expression = f"{behind}(?:{expand(rule['pattern'])})"
        unless = tuple(rule.get("unless", ())) or _NEVER
        if patterns.is_user("names", rule["id"]):
            self._user.append((LimitedPattern(expression, patterns.where("names", rule["id"])), name, unless))
            return
        for kind in _kinds(rule["pattern"]):
            self._patterns[kind].parts.append(f"({expression})")
            self._patterns[kind].rules.append((name, unless))


def _kinds(pattern: str) -> tuple[str, ...]:
    """At which kinds of figures an expression can match: at Chinese ones, Arabic ones, or both."""
    if all(map(_HAN_START.match, _alternatives(pattern))):
        return (_HAN,)
    return (_ARABIC,) if all(map(_ARABIC_START.match, _alternatives(pattern))) else (_HAN, _ARABIC)


def _alternatives(pattern: str) -> list[str]:
    """The expression's alternatives, those in brackets left whole."""
    parts, depth = [""], 0
    for i, sign in enumerate(pattern):
        escaped = i > 0 and pattern[i - 1] == "\\"
        depth += 0 if escaped else (sign in "([") - (sign in ")]")
        if sign == "|" and depth == 0:
            parts.append("")
        else:
            parts[-1] += sign
    return parts


def expand(pattern: str) -> str:
    """The expression with its shorthands written out.

    {N} is one class of signs, which compiles in half the time; all are possessive, so that long runs of digits cost
    no more than their length.
    """
    arabic, chinese = r"(?:\d++(?:\.\d++)?+)", "[〇零一二两三四五六七八九十百千]++"
    either = r"[\d.〇零一二两三四五六七八九十百千]++"
    return pattern.replace("{A}?", f"{arabic}?").replace("{A}", arabic).replace("{C}", chinese).replace("{N}", either)
