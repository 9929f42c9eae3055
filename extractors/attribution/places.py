"""Names of places: what is one, and where they stand in a sentence (甲镇, 甲镇、乙镇, 甲、乙两乡)."""

from __future__ import annotations

import re
from functools import cached_property, lru_cache
from typing import NamedTuple

from civx.patterns.kept import compiled
from civx.patterns.load import Patterns

from ..words.terms import Token, mask
from .context import Context
from .signs import COMMAS

_PLACE = mask("place")
_WORD = compiled(r"[^\W\d_a-zA-Z]")
_LONGEST = 8  # characters of a name before its suffix
_LONGEST_REAL = 11
_SHORTEST, _STEM = 2, 4  # characters of an unknown name before its suffix
_PAUSES = ("、", *COMMAS, "；", ";")
_HIGHER = frozenset("省区")  # nearly all are known; those that are not have short names


class PlaceMention(NamedTuple):
    """Names that stand together in the normalised text: [start, end) holds them all, with 两乡 behind a list.

    ``names`` are as written; ``tail`` is the word that the bare names of a list share (两乡), "" elsewhere; ``body``
    says that an office or a home of the place is named (甲镇敬老院).
    """

    start: int
    end: int
    names: tuple[str, ...]
    tail: str = ""
    body: bool = False


class Places:
    """Knows the name of a place when it sees one."""

    def __init__(self, patterns: Patterns) -> None:
        rules = patterns.rules("places")
        rule = {
            key: [word for each in rules for word in each.get(key, ())]
            for key in (
                "suffixes", "not", "whole", "followed", "bodies", "offices", "outside", "holding", "joints", "counts",
                "every", "each", "leads", "again", "stands-in", "masked", "such", "tells",
            )
        }
        longest = sorted(rule["suffixes"], key=len, reverse=True)
        suffixes = "|".join(longest)
        self.suffixes = frozenset(rule["suffixes"])
        self._masked = compiled(f"[{re.escape(''.join(rule['masked']))}]+")
        sign = f"(?:[^\\W\\d_]|{self._masked.pattern[:-1]})"
        self._name = compiled(rf"(?:{sign}{{1,10}}?(?:{suffixes})){{1,3}}")
        self._part = compiled(rf"{sign}{{1,10}}?(?:{suffixes})")
        self._suffix = compiled(suffixes)
        self.followed = tuple(rule["followed"])
        self.bodies = tuple(rule["bodies"])
        self.sign = compiled(f"[{''.join(sorted({word[-1] for word in rule['suffixes']}))}]")
        self._not = frozenset(rule["not"])
        whole = frozenset(rule["whole"])
        self._tails = tuple(word for word in self._not if len(word) > 1 and word not in whole)
        self._outside = frozenset("".join(rule["outside"]))
        self._holding: dict[str, list[tuple[int, str]]] = {}
        for stem in rule["holding"]:
            for at, sign in enumerate(stem):
                if sign in self._outside:
                    self._holding.setdefault(sign, []).append((at, stem))
        self._patterns = patterns
        self._known = frozenset(name for each in rules for name in each.get("known", "").split())
        self._known_ends = frozenset(name[-2:] for name in self._known)
        self.again = compiled(f"(?:{'|'.join(rule['again'])})(?:{suffixes})")
        self.leads = tuple(rule["leads"])
        self.offices = tuple(rule["offices"])
        self.whole = tuple(rule["every"])
        self.whole_by: dict[str, list[str]] = {}  # by their first character
        for word in self.whole:
            self.whole_by.setdefault(word[0], []).append(word)
        self.whole_starts = compiled(f"[{re.escape(''.join(self.whole_by))}]")
        self.each = rule["each"][0]
        self.such = tuple(rule["such"])
        self.tells = compiled("|".join(rule["tells"]))
        self.stands_in = tuple(rule["stands-in"])
        joints = "|".join(rule["joints"])
        self.joint = compiled(joints)
        counts = "|".join(rule["counts"])
        bare = r"[^\W\d_a-zA-Z、和及与]{2,4}"
        together = f"(?:{counts})个?(?:{suffixes})"  # what such a list ends in
        self._together = compiled(together)
        self._listed = compiled(rf"({bare}(?:(?:{joints}){bare})+)(?:等)?({together})")
        self.rule = f"places.yaml#{rules[0]['id']}"
        self._bare = frozenset(name for each in rules for name in each.get("bare", "").split())
        self._bare_rule = next((f"places.yaml#{each['id']}" for each in rules if "bare" in each), self.rule)
        self._real_rule = next((f"places.yaml#{each['id']}" for each in rules if "known" in each), self.rule)

    def name(self, text: str) -> bool:
        """Whether ``text`` is the name of one place and nothing else."""
        return (
            text in self._known
            or (2 <= len(text) <= 16
            and self._name.fullmatch(text) is not None
            and text not in self._not
            and not text.endswith(self._tails)
            and self._bounded(text)
            and all(part not in self._not and not part.endswith(self._tails) for part in self._part.findall(text)))
        )

    def whole_in(self, text: str, start: int, end: int) -> list[tuple[int, str]]:
        """The words for a whole area in [start, end), and where they stand."""
        return [
            (first.start(), word)
            for first in self.whole_starts.finditer(text, start, end)
            for word in self.whole_by[first.group()]
            if text.startswith(word, first.start(), end)
        ]

    def is_bare(self, text: str) -> bool:
        """Whether ``text`` is the name of a province or city without its suffix."""
        return text in self._bare

    def rule_of(self, names: tuple[str, ...]) -> str:
        """The rule by which the names are known."""
        known = any(part in self._known for name in names for part in (name, *self._part.findall(name)))
        if known:
            return self._real_rule
        return self._bare_rule if any(name in self._bare for name in names) else self.rule

    def _bounded(self, text: str) -> bool:
        """Whether no character stands in the name that a name does not hold."""
        plain = text.replace("自治", "")
        return self._outside.isdisjoint(plain) or all(
            sign not in self._outside or self._held(plain, at) >= 0 for at, sign in enumerate(plain)
        )

    def _held(self, text: str, at: int) -> int:
        """Where the known name around ``at`` begins (和平区, 含山县); -1 where there is none."""
        stems = self._holding.get(text[at], ())
        return next((at - k for k, stem in stems if at >= k and text.startswith(stem, at - k)), -1)

    @cached_property
    def _common(self) -> frozenset[str]:
        """Common words, which hardly name a place; read when the first unknown name is met."""
        return frozenset(word for rule in self._patterns.rules("dictionary") for word in rule["words"].split())

    def _likely(self, name: str, suffix: int) -> bool:
        """Whether the name, whose suffix has ``suffix`` characters, is known or as long as names are."""
        first = self._part.match(name)
        assert first is not None
        if first.end() < len(name):
            return len(name) <= 16 and all(
                self._likely(part, max(size for size in range(1, len(part)) if part[-size:] in self.suffixes))
                for part in self._part.findall(name)
            )
        if name in self._known:
            return True
        most = _STEM - 1 if name[-1] in _HIGHER else _STEM + suffix - 1
        stem = name[:-suffix]
        if self._masked.fullmatch(stem) is not None:
            return len(stem) <= _STEM
        return _SHORTEST <= len(stem) <= most and stem[:2] not in self._common and stem[-2:] not in self._common

    def head(self, text: str, start: int, end: int) -> re.Match[str] | None:
        """What at ``start`` may be a place's name."""
        return self._name.match(text, start, end)

    def names(self, text: str) -> list[str]:
        """The places in a list of nothing but places, [] for anything else: 甲镇、乙镇和丙乡."""
        parts = [part.strip() for part in self.joint.split(text)]
        return parts if all(self.name(part) for part in parts) else []

    def listed(self, text: str, start: int, end: int) -> re.Match[str] | None:
        """Bare names with the word they share: 甲、乙两乡; group 1 is the names, group 2 两乡."""
        return self._listed.search(text, start, end) if self._together.search(text, start, end) is not None else None

    def mentions(self, context: Context) -> list[PlaceMention]:
        """The places that the sentence names, in text order; names joined by 、 or 和 are one mention."""
        text, low, high = context.text, context.start, context.end
        found = self._suffixed(context) if self.sign.search(text, low, high) is not None else []
        if context.bits & _PLACE:
            found = self._with_bare(context, found)
        if text.find("、", low, high) >= 0 or text.find("和", low, high) >= 0:
            found = self._with_lists(text, low, high, found)
        return found

    def _suffixed(self, context: Context) -> list[PlaceMention]:
        """The names with a suffix, in text order."""
        text, low, high = context.text, context.start, context.end
        found: list[PlaceMention] = []
        behind = low
        chained = -1  # where a name of several levels begins: 甲省乙市丙区
        words: dict[int, Token] = {}
        for suffix in self._suffix.finditer(text, low, high):
            if suffix.start() < behind:
                continue
            end = suffix.end()
            if not words:
                words = {t[0]: t for t in context.tokens}
            nested = self._suffix.search(text, end, min(high, end + _LONGEST))
            runs_on = nested is not None and self._runs_on(context, end, nested.end(), words)
            if not runs_on and self._inside_word(context, suffix.start(), end):
                chained = -1
                continue
            start = chained if chained >= 0 else self._begin(context, suffix.start(), max(behind, low))
            chained = -1
            name = text[start:end]
            if runs_on and len(name) > 1:
                chained = start
                continue
            if not self.name(name):
                continue
            if not self._likely(name, end - suffix.start()) and not self._goes_on(context, found, start, end, suffix):
                continue
            if text[end - 1 : end + 1] in self._common or (runs_on and self._inside_word(context, suffix.start(), end)):
                continue
            if end not in words and text.startswith(self.followed, end):
                continue
            behind = end
            last = found[-1] if found else None
            body = text.startswith(self.bodies, end)
            if last is not None and not last.tail and self.joint.fullmatch(text, last.end, start):
                found[-1] = PlaceMention(last.start, end, (*last.names, name), "", body)
            else:
                found.append(PlaceMention(start, end, (name,), "", body))
        return found

    def _goes_on(
        self, context: Context, found: list[PlaceMention], start: int, end: int, suffix: re.Match[str]
    ) -> bool:
        """柳河街道4个，桃花街道2个: whether a list of places and their numbers goes on, though the name is a word."""
        last, text = found[-1] if found else None, context.text
        ahead = text.startswith(self.each, end) or any(q.left == end for q in context.quantities)
        if last is None or not ahead or end - suffix.start() < 2 or suffix.start() == start:
            return False
        if self.joint.fullmatch(text, last.end, start):
            return True
        numbered = (q for q in context.quantities if q.left == last.end)
        return last.names[-1].endswith(suffix.group()) and any(text[q.end : start] in _PAUSES for q in numbered)

    def _with_bare(self, context: Context, found: list[PlaceMention]) -> list[PlaceMention]:
        """``found`` and the known names without a suffix (南京, 泉州) where a known word, time or number follows."""
        text = context.text
        follows = {token[0] for token in context.tokens} | {time.start for time in context.times}
        follows |= {quantity.left for quantity in context.quantities} | {context.end}
        for start, end, term in context.tokens:
            if not term.bits & _PLACE or any(m.start <= start < m.end for m in found):
                continue
            office = text.startswith(self.offices, end)
            parted = end in follows or not text[end].isalnum() or office or text.startswith(self.whole, end)
            if parted and not text.startswith(self.followed, end):
                level = self._suffix.match(text, end) if office else None
                whole = term.text + level.group() if level is not None else ""  # 荆州|市民政局
                name = whole if whole in self._known else term.text
                found.append(PlaceMention(start, end, (name,), "", text.startswith(self.bodies, end)))
        joined: list[PlaceMention] = []
        for mention in sorted(found):
            last = joined[-1] if joined else None
            if last is not None and not last.tail and self.joint.fullmatch(text, last.end, mention.start):
                joined[-1] = PlaceMention(last.start, mention.end, last.names + mention.names, "", mention.body)
            else:
                joined.append(mention)
        return joined

    def _begin(self, context: Context, at: int, low: int) -> int:
        """Where the name whose suffix begins at ``at`` begins: behind the last known word, time, number or sign.

        A real place's name begins where it does, whatever stands before it.
        """
        text = context.text
        if (start := self._real(text, low, at)) >= 0:
            return start
        low = max(low, at - _LONGEST)
        start = at
        while start > low and ("一" <= text[start - 1] <= "\u9fff" or _WORD.match(text, start - 1) is not None):
            if text[start - 1] in self._outside and not text.startswith("自治", start - 1):
                held = self._held(text, start - 1)
                if held < low:
                    break
                start = held
            else:
                start -= 1
        while start > low and not _WORD.match(text, start - 1) and self._masked.match(text, start - 1):
            start -= 1  # XX镇, __镇
        for token in context.between(low, at):
            term = token[2]
            if token[1] <= start or term.text in self.suffixes:
                continue
            if token[1] - token[0] > 1 and (term.free or term.programme or term.period):
                start = token[1]
        return max(start, context.behind_time(at), context.behind_number(at))

    def _real(self, text: str, low: int, at: int) -> int:
        """Where the real name that ends with the sign at ``at`` begins, with the places it lies in; -1 for none."""
        if text[at - 1 : at + 1] not in self._known_ends:
            return -1
        for size in range(min(_LONGEST_REAL, at + 1 - low), 1, -1):
            if text[at + 1 - size : at + 1] in self._known:
                start = at + 1 - size
                outer = self._real(text, low, start - 1) if start > low else -1
                return outer if outer >= 0 else start
        return -1

    def _runs_on(self, context: Context, end: int, stop: int, words: dict[int, Token]) -> bool:
        """Whether [end, stop) is a further name right behind one: no known word begins in it."""
        inner = (words.get(at) for at in range(end, stop - 1))
        return self.name(context.text[end:stop]) and all(t is None or t[2].bits & _PLACE for t in inner)

    def _inside_word(self, context: Context, at: int, end: int) -> bool:
        """Whether the suffix belongs to a longer known word: 区域, 县域, 乡村."""
        token = context.around(at)
        if token is None or token[0] < at - _LONGEST or token[1] > end + _LONGEST:
            return False
        return token[1] > end or (token[0] < at and token[2].text not in self.suffixes)

    def _with_lists(self, text: str, low: int, high: int, found: list[PlaceMention]) -> list[PlaceMention]:
        """``found`` with the lists of bare names (甲、乙两乡) in the place of what was found inside them."""
        at = low
        while (match := self.listed(text, at, high)) is not None:
            names = tuple(part.strip() for part in self.joint.split(match[1]))
            span = PlaceMention(match.start(), match.end(), names, match[2])
            found = [m for m in found if m.end <= span.start or m.start >= span.end]
            found = sorted([*found, span])
            at = match.end()
        return found


@lru_cache(maxsize=8)
def places(patterns: Patterns) -> Places:
    """The place names of a set of patterns, compiled."""
    return Places(patterns)
