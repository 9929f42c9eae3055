"""Words that govern numbers: how far, until what, and where they only look like it (patterns/status.yaml)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


class Cue:
    """What a rule of status.yaml says of its words."""

    __slots__ = (
        "_behind",
        "_unless_before",
        "_unless_behind",
        "direction",
        "followed",
        "later",
        "loose",
        "measures",
        "moves",
        "noun",
        "reach",
        "role",
        "rule",
        "status",
        "until",
    )

    def __init__(self, rule: Mapping[str, Any], followed: int) -> None:
        """``followed`` are the bits of the roles one of which the next word must have; 0 for any."""
        self.followed = followed
        self.rule = f"status.yaml#{rule['id']}"
        self.role: str = rule["role"]
        self.status: str = rule["status"]
        self.direction: str = rule.get("direction", "")
        self.reach: str = rule.get("reach", "sentence")
        self.until = frozenset(rule.get("until", ()))
        self.measures = frozenset(rule.get("measures", ()))
        self.later: bool = rule.get("later", False)
        self.loose: bool = rule.get("loose", False)
        self.moves: bool = rule.get("moves", False)
        self.noun: bool = rule.get("noun", False)
        self._behind = tuple(rule.get("behind", ()))
        self._unless_before = tuple(rule.get("unless-before", ()))
        self._unless_behind = tuple(rule.get("unless-behind", ()))

    def governs(self, text: str, low: int, start: int, end: int) -> bool:
        """Whether the word at [start, end) is no name, by what stands right before it, from ``low`` on, or behind."""
        return not (
            (self._unless_behind and text.startswith(self._unless_behind, end))
            or (self._unless_before and text.endswith(self._unless_before, low, start))
            or (self._behind and not text.startswith(self._behind, end))
        )

    def counts(self, measure: str) -> bool:
        """Whether the word governs numbers of that kind."""
        return not self.measures or measure in self.measures
