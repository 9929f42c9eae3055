"""What programmes.yaml says beside its words: what joins them and what they are then called, whose report it is."""

from __future__ import annotations

import re
from collections.abc import Iterable

from civx.patterns.kept import compiled
from civx.patterns.load import Patterns


class ProgrammeWords:
    """The keys at the top of programmes.yaml.

    ``joints`` are the signs and words that join several kinds; ``funds`` the programmes that give to others.
    """

    __slots__ = ("_among", "_among_them", "_fields", "_together", "funds", "joints")

    def __init__(self, patterns: Patterns) -> None:
        top = patterns.get("programmes")
        self._together = [(frozenset(names), result) for names, result in top.get("together", ())]
        self._fields: dict[str, tuple[str, ...]] = {
            name: tuple(top.get(name, ())) for name in ("civil", "offices", "general")
        }
        self.joints: frozenset[str] = frozenset(top.get("joints", ()))
        self.funds: frozenset[str] = frozenset(top.get("funds", ()))
        self._among: tuple[str, ...] = tuple(top.get("among", ()))
        unlike, like = ("|".join(map(re.escape, top.get(key, ()))) for key in ("among-not", "among"))
        self._among_them = compiled(f"(?:{unlike or '(?!)'})|({like or '(?!)'})")

    def together(self, names: Iterable[str]) -> str:
        """What several programmes are called that stand joined; "" where nothing holds them all."""
        kinds = frozenset(names)
        if len(kinds) < 2:
            return ""
        return next((result for among, result in self._together if kinds <= among), "")

    def holder(self, name: str) -> str:
        """What one programme and others that are not named are called: 低保等四项资金; "" where nothing holds it."""
        return next((result for among, result in self._together if name in among), "")

    def among(self, text: str, start: int, end: int) -> bool:
        """Whether ``text[start:end]`` says that those behind it are some of those before: 低保家庭中的…"""
        for word in self._among:
            if text.find(word, start, end) >= 0:
                return any(match.group(1) for match in self._among_them.finditer(text[start:end]))
        return False

    def field(self, title: str, opening: str) -> str:
        """Whether a report is on civil affairs ("civil") or on all a government does ("general"), else ""."""
        for text, kinds in ((title, ("civil", "general")), (opening, ("offices", "general"))):
            for kind in kinds:
                if any(word in text for word in self._fields[kind]):
                    return "civil" if kind == "offices" else kind
        return ""
