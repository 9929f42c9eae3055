"""The place a number is for, where the words name one: 甲镇50户, 甲镇、乙镇各25户, 甲省(30万元)."""

from __future__ import annotations

import re
from functools import lru_cache

from civx.patterns.load import Patterns

from ..words.lexicon import mask
from .context import Context
from .subjects import Phrase

_NO_NAME = frozenset("为在是的和与及向从自到于对把将被")
_BEFORE_NAME = frozenset("为在自向于到是、，,；;：:（(和及与给由从含有 ")
_OPENER = mask("opener")
_JOINT = re.compile(r"[、，,]|和|及|与|以及")


class Places:
    """Knows the name of a single place when it sees one."""

    def __init__(self, patterns: Patterns) -> None:
        rules = patterns.rules("places")
        rule = {
            key: [word for each in rules for word in each.get(key, ())]
            for key in ("suffixes", "not", "whole", "followed")
        }
        suffixes = "|".join(sorted(rule["suffixes"], key=len, reverse=True))
        self.suffixes = frozenset(rule["suffixes"])
        self._name = re.compile(rf"(?:(?:[^\W\d_]|[×○]){{1,10}}?(?:{suffixes})){{1,3}}")
        self.followed = tuple(rule["followed"])
        self.sign = re.compile(f"[{''.join(sorted({word[-1] for word in rule['suffixes']}))}]")
        self._not = frozenset(rule["not"])
        whole = frozenset(rule.get("whole", ()))
        self._tails = tuple(word for word in self._not if len(word) > 1 and word not in whole)
        self.rule = f"places.yaml#{rules[0]['id']}"

    def name(self, text: str) -> bool:
        """Whether ``text`` is the name of one place and nothing else."""
        return (
            2 <= len(text) <= 16
            and self._name.fullmatch(text) is not None
            and text not in self._not
            and not text.endswith(self._tails)
            and text[0] not in "全各我本该每个"
            and _NO_NAME.isdisjoint(text.replace("自治", ""))
        )

    def head(self, text: str, start: int, end: int) -> re.Match[str] | None:
        """What at ``start`` may be a place's name."""
        return self._name.match(text, start, end)

    def names(self, text: str) -> list[str]:
        """The places in a list of nothing but places, [] for anything else: 甲镇、乙镇和丙乡."""
        parts = [part.strip() for part in _JOINT.split(text)]
        return parts if all(self.name(part) for part in parts) else []

    def before(self, text: str, start: int, end: int) -> str:
        """The place whose name ends at ``end``: 受援地区为龙泉县（30万元）."""
        for size in range(2, min(9, end - start + 1)):
            name = text[end - size : end]
            if self.name(name) and (end - size == start or text[end - size - 1] in _BEFORE_NAME):
                return name
        return ""


@lru_cache(maxsize=8)
def places(patterns: Patterns) -> Places:
    """The place names of a set of patterns, compiled."""
    return Places(patterns)


def bare_places(context: Context, phrase: Phrase, known: Places) -> list[str]:
    """The places that a phrase consists of, where it names nothing else and holds no known word."""
    start, end = phrase
    if any(t[2].programme or t[2].area is not None for t in context.between(start, end)):
        return []
    return known.names(context.text[start:end])


def leading_place(context: Context, start: int, end: int, known: Places) -> str:
    """The place that heads the stretch [start, end): 柳林村投入28万元."""
    text = context.text
    while start < end and text[start] in " \t\r\n　、，,；;：:":
        start += 1
    for token in context.between(start, end):
        if token[0] == start and (token[2].bits & _OPENER or token[2].period):
            start = token[1]
        else:
            break
    if known.head(text, start, end) is None:
        return ""
    words = [
        t
        for t in context.between(start, min(end, start + 12))
        if (t[2].bits or t[2].programme) and t[2].text not in known.suffixes
    ]
    for size in range(min(10, end - start), 1, -1):
        if (
            known.name(text[start : start + size])
            and not any(t[0] < start + size for t in words)
            and not text.startswith(known.followed, start + size)
        ):
            return text[start : start + size]
    return ""
