"""What kind of document a report is, by the words of its title, its first and its last lines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from re import Pattern
from typing import Any, NamedTuple

from civx.patterns.kept import compiled
from civx.patterns.limits import LimitedPattern
from civx.patterns.load import load

_PLACES = ("title", "opening", "closing")


class Genre(NamedTuple):
    """A kind of document, its score, and where the words stand that speak for it most (-1, -1 for none)."""

    name: str
    score: int
    rule: str
    start: int
    end: int


class Genres:
    """The words of patterns/genres.yaml."""

    def __init__(
        self,
        rules: Sequence[dict[str, Any]],
        weights: Mapping[str, int],
        bylines: Mapping[str, Pattern[str] | LimitedPattern],
    ) -> None:
        """``bylines`` are the rules' expressions for the line that says who reports, by rule."""
        self._rules, self._bylines = rules, bylines
        self._weights = weights
        self.titles = frozenset(word for rule in rules for word in rule.get("title", ()))  # 简报, 公报: kinds of texts

    def read(self, text: str, title: tuple[int, int], opening: tuple[int, int], closing: tuple[int, int]) -> Genre:
        """The kind of the document whose title and first and last lines these are; "" where no word tells."""
        spans = dict(zip(_PLACES, (title, opening, closing), strict=True))
        words = text[slice(*title)]
        rules = [rule for rule in self._rules if not any(word in words for word in rule.get("unless", ()))]
        last = max((self._last(rule, words) for rule in rules), default=0)
        best = Genre("", 0, "", -1, -1)
        for rule in rules:
            score, where = 0, (-1, -1)
            for place in _PLACES:
                start, end = spans[place]
                said = [word for word in rule.get(place, ()) if text.find(word, start, end) >= 0]
                if not said:
                    continue
                # One word in a title says what the document is; further down only several words together do.
                score += self._weights[place] * (1 if place == "title" else min(len(said), 4))
                if where[0] < 0:
                    at = text.find(said[0], start, end)
                    where = at, at + len(said[0])
            byline = self._bylines.get(rule["id"])
            if byline is not None and (signed := byline.search(text, *spans["opening"])) is not None:
                score += self._weights["byline"]
                where = where if where[0] >= 0 else signed.span()
            if last and self._last(rule, words) == last:
                score += self._weights["last-in-title"]
            if score > best.score:
                best = Genre(rule["genre"], score, f"genres.yaml#{rule['id']}", *where)
        return best

    @staticmethod
    def _last(rule: dict[str, Any], title: str) -> int:
        """Where the rule's last word in the title ends, 0 for none: 工作总结的通知 is a notice of a review."""
        return max((title.rfind(word) + len(word) for word in rule.get("title", ()) if word in title), default=0)


@lru_cache(maxsize=8)
def genres(extra: tuple[str, ...] = (), without: str = "") -> Genres:
    """The rules of genres.yaml, with those of the user's files ``extra``; ``without`` leaves one rule out."""
    patterns = load(extra)
    rules = [rule for rule in patterns.rules("genres") if rule["id"] != without]
    bylines: dict[str, Pattern[str] | LimitedPattern] = {}
    for rule in rules:
        if "byline" in rule:
            user = patterns.is_user("genres", rule["id"])
            where = patterns.where("genres", rule["id"])
            bylines[rule["id"]] = LimitedPattern(rule["byline"], where) if user else compiled(rule["byline"])
    return Genres(rules, patterns.get("weights")["genre"], bylines)
