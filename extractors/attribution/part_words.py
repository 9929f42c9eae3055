"""The words around parts and totals (patterns/parts.yaml), compiled, and what the evidence weighs."""

from __future__ import annotations

import re
from functools import lru_cache

from civx.patterns.kept import compiled
from civx.patterns.load import Patterns

_PAUSE = "[，,：:]"
_FILL = compiled("[0-9周岁以上下及含的]+")  # what the bound of an age, or of a degree, is written with
_LEAST, _TAIL = 2, 4  # characters of a noun, and of the end by which a long one is known again


class PartWords:
    """The words of parts.yaml, and the weights of ``part_of``."""

    __slots__ = (
        "_division", "_marks", "_rules", "_view", "among", "attribute", "back", "contrasts", "having", "inside", "lone",
        "making",
        "settled", "settling", "total", "weights",
    )  # fmt: skip

    def __init__(self, patterns: Patterns) -> None:
        words: dict[str, list[str]] = {}
        self._rules: dict[tuple[str, str], str] = {}
        self.contrasts: list[tuple[re.Pattern[str], str]] = []
        for rule in patterns.rules("parts"):
            name = f"parts.yaml#{rule['id']}"
            if rule["role"] == "contrast":
                self.contrasts.append((compiled(_any_of(rule["terms"])), name))
                continue
            words.setdefault(rule["role"], []).extend(rule["terms"])
            words.setdefault(f"{rule['role']} ends", []).extend(rule.get("ends", ()))
            for term in rule["terms"]:
                self._rules[rule["role"], term] = name
        marks = [term for rule in patterns.rules("parts") if rule["role"] == "contrast" for term in rule["terms"]]
        self._marks = compiled(_any_of(marks))
        self.among = compiled(f"(?P<word>{_any_of(words['among'])}){_PAUSE}")
        self.inside = compiled(_any_of(words["among"]))
        self.back = compiled(_any_of(words["back"]))
        self._division = compiled(_any_of(words["division"]))
        by, end = _any_of(words["view"]), _any_of(words["view ends"])
        self._view = compiled(f"(?P<by>{by})[^，,。；;：:、]{{1,12}}?(?:{end}){_PAUSE}")
        self.total = compiled(f"(?:{_any_of(words['total'])})")
        self.lone = frozenset(words["lone"])
        self.settled = compiled(f"(?:{_any_of(words['settled'])})")
        self.having = compiled(_any_of(words["having"]))
        self.making = compiled(_any_of(words["making"]))
        self.settling = tuple(words["settling"])
        self.attribute = compiled(_any_of(words["attribute"]))
        self.weights = {name: int(weight) for name, weight in patterns.get("weights")["part_of"].items()}

    def division(self, text: str) -> tuple[str, int, int] | None:
        """The words that open a division of what stands before (按性别分, 分县区看，), with their rule."""
        match = self._division.search(text)
        if match is not None:
            return self._rules["division", match.group()], match.start(), match.end()
        match = self._view.search(text)
        return (self._rules["view", match["by"]], match.start(), match.end()) if match is not None else None

    def rule(self, role: str, word: str) -> str:
        """The rule that ``word`` stands in."""
        return self._rules[role, word]

    @staticmethod
    def names(phrase: str, subject: str) -> bool:
        """Whether a phrase (2023年备案的慈善信托) ends in what is counted (备案慈善信托)."""
        if len(subject) < _LEAST or len(phrase) < _LEAST:
            return False
        tail = subject[-_TAIL:] if len(subject) > _TAIL else subject
        return phrase.endswith(tail) or subject.endswith(phrase)

    def bare(self, label: str, subject: str) -> bool:
        """Whether a label says no more than how it differs, and what the total counts: 城市, 城市低保对象."""
        rest = min((pattern.sub("", label, count=1) for pattern, _ in self.contrasts), key=len)
        return len(rest) < _LEAST or rest in subject or (len(rest) <= _TAIL and subject.endswith(rest[-_LEAST:]))

    def quality(self, label: str) -> str:
        """The rule by which a label names only a quality: 大专以上学历."""
        found = self.attribute.search(label)
        if found is None or len(_FILL.sub("", self.attribute.sub("", label))) >= _LEAST:
            return ""
        return self._rules["attribute", found.group()]

    def opposed(self, label: str, other: str) -> str:
        """The rule of a set of labels that tells the two apart, "" where none does."""
        if self._marks.search(label) is None or self._marks.search(other) is None:
            return ""
        for pattern, rule in self.contrasts:
            one, two = pattern.search(label), pattern.search(other)
            if one is not None and two is not None and one.group() != two.group():
                return rule
        return ""


def _any_of(words: list[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


@lru_cache(maxsize=8)
def part_words(patterns: Patterns) -> PartWords:
    """The words of a set of patterns, compiled."""
    return PartWords(patterns)
