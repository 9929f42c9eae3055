"""The words of the patterns, compiled for scanning: leftmost-longest matching over a stretch of text.

A first-two-characters table beats a compiled alternation here: it needs no compiling at start-up and
matches as fast on the short stretches around numbers.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import lru_cache
from typing import Any

from civx.patterns.kept import compiled
from civx.patterns.limits import LimitedPattern
from civx.patterns.load import Patterns, load

from .cues import Cue
from .held import Index, Sizes, pairs
from .programme_words import ProgrammeWords
from .terms import BIT, Term, Token, mask


class Lexicon:
    """All terms that are looked for around a number."""

    __slots__ = (
        "_index",
        "_lengths",
        "_pairs",
        "_single",
        "_singles",
        "allowances",
        "area_kept",
        "bounding",
        "cues",
        "monies",
        "of_areas",
        "programme_patterns",
        "programmes",
        "ranks",
        "rough",
        "terms",
        "user_patterns",
    )

    def __init__(self, patterns: Patterns) -> None:
        self.terms: dict[str, Term] = {}
        self.programme_patterns: list[tuple[re.Pattern[str] | LimitedPattern, dict[str, Any]]] = []
        self.user_patterns = False
        for rule in patterns.rules("programmes"):
            if "pattern" in rule:
                user = patterns.is_user("programmes", rule["id"])
                self.user_patterns |= user
                pattern = (
                    LimitedPattern(rule["pattern"], patterns.where("programmes", rule["id"]))
                    if user
                    else compiled(rule["pattern"])
                )
                self.programme_patterns.append((pattern, rule))
            name, of_user = f"programmes.yaml#{rule['id']}", patterns.is_user("programmes", rule["id"])
            also, when = tuple(rule.get("also", ())), tuple(rule.get("when", ()))
            for key in ("terms", "groups", "weak"):
                for word in rule.get(key, ()):
                    term = self._term(word)
                    if not term.programme or term.weak or of_user:
                        term.programme = rule["programme"]
                        term.weak = key == "weak"
                        term.group = key == "groups"
                        term.programme_rule = name
                        term.also = also
                        term.when = when
            for word in rule.get("not", ()):
                self._term(word)  # the longest term at a place wins: this one says nothing
        self.area_kept = frozenset(patterns.get("areas").get("kept", ()))
        for rule in patterns.rules("areas"):
            for word in rule["terms"]:
                term = self._term(word)
                term.area = rule["area"]
                term.area_rule = f"areas.yaml#{rule['id']}"
        no_area = [word for rule in patterns.rules("areas") if not rule["area"] for word in rule["terms"]]
        areas = [(word, rule) for rule in patterns.rules("areas") if rule["area"] for word in rule["terms"]]
        some = compiled("|".join(re.escape(word) for word, _ in areas))
        self.of_areas = compiled("|".join(map(re.escape, [*(word for word, _ in areas), *no_area])))
        for term in self.terms.values():
            if term.area is None and some.search(term.text):  # few hold one: the search spares looking for each
                for word, rule in areas:
                    if word in term.text and not any(none in term.text for none in no_area):
                        term.area = rule["area"]
                        term.area_rule = f"areas.yaml#{rule['id']}"
                        break
        for rule in patterns.rules("periods"):
            for word in rule.get("terms", ()) if "value" in rule else ():
                term = self._term(word)
                term.period = rule["value"]
                term.period_rule = f"periods.yaml#{rule['id']}"
            for word in rule.get("not", ()):
                self._term(word)  # the longer word takes the place of the one in it
        for rule in patterns.rules("places"):
            name = f"places.yaml#{rule['id']}"
            for word in rule.get("bare", "").split():
                term = self._term(word)
                term.bits |= BIT["place"]
                term.rules["place"] = name
        self._roles(patterns, "grammar")
        self._roles(patterns, "status")
        self.ranks = {name: int(rank) for name, rank in patterns.get("weights")["status"].items()}
        self.bounding = frozenset(word for rule in patterns.rules("bounds") for word in rule.get("after", ()))
        self.rough: dict[str, str] = {}  # 约占: words that bound a number further on and are no words of their own here
        self.cues = {
            f"status.yaml#{rule['id']}": Cue(rule, mask(*rule.get("followed", ()))) for rule in patterns.rules("status")
        }
        for rule in patterns.rules("bounds"):
            for word in rule.get("loose", ()):
                if rule["bound"] == "about":
                    self.rough[word] = f"bounds.yaml#{rule['id']}"
                    continue
                term = self._term(word)
                term.bits |= BIT["limit"]
                term.rules["limit"] = f"bounds.yaml#{rule['id']}"
        persons = {w: t.rules["person"] for w, t in self.terms.items() if len(w) > 1 and t.bits & BIT["person"]}
        for word, term in self.terms.items():
            if term.programme and "person" not in term.rules and (of := persons.get(word[-2:])):
                term.bits |= BIT["person"]  # 残疾儿童 are 儿童
                term.rules["person"] = of
        self.monies = tuple(word for word, term in self.terms.items() if term.bits & BIT["money"])
        self.allowances = tuple(word for word, term in self.terms.items() if term.bits & BIT["allowance"])
        self.programmes = ProgrammeWords(patterns)
        for term in self.terms.values():
            term.free = 0 if term.bits & BIT["noun"] else term.bits
        self._single = {word: term for word, term in self.terms.items() if len(word) == 1}
        lengths: dict[str, int] = {}  # a bit for each length, which are soon put together
        for word in self.terms:
            if len(word) > 1:
                head = word[:2]
                lengths[head] = lengths.get(head, 0) | 1 << len(word)
        sizes_of: dict[int, Sizes] = {}
        self._lengths: dict[str, Sizes] = {}
        for head, bits in lengths.items():
            bits |= 2 if head[0] in self._single else 0
            sizes = sizes_of.get(bits)
            if sizes is None:
                sizes = sizes_of[bits] = tuple(size for size in range(bits.bit_length() - 1, 0, -1) if bits >> size & 1)
            self._lengths[head] = sizes
        self._singles = compiled(f"[{re.escape(''.join(self._single))}]" if self._single else "(?!)")
        self._pairs: dict[int, Sizes] = {}
        self._index: Index | None = None

    def _term(self, word: str) -> Term:
        term = self.terms.get(word)
        if term is None:
            term = self.terms[word] = Term(word)
        return term

    def _roles(self, patterns: Patterns, stem: str) -> None:
        for rule in patterns.rules(stem):
            role = rule["role"]
            bit, name = BIT[role], f"{stem}.yaml#{rule['id']}"
            for word in (*rule.get("terms", ()), *rule.get("before", ()), *rule.get("after", ())):
                term = self._term(word)
                term.bits |= bit
                term.rules[role] = name
                if role == "each":
                    term.each = rule["unit"]
            for word in rule.get("not", ()):
                self._term(word).bits |= BIT["noun"]

    def has(self, word: str, role: str) -> bool:
        """Whether ``word`` is a term with that role."""
        term = self.terms.get(word)
        return term is not None and term.bits & BIT[role] != 0

    def matches(self, text: str, start: int, end: int) -> list[Token]:
        """What the programmes' regular expressions find in ``text[start:end]``."""
        found: list[Token] = []
        for pattern, rule in self.programme_patterns:
            for match in pattern.finditer(text, start, end):
                term = Term(match.group())
                term.programme, term.programme_rule = rule["programme"], f"programmes.yaml#{rule['id']}"
                found.append((match.start(), match.end(), term))
        return found

    def scan(self, text: str, start: int, end: int) -> list[Token]:
        """The terms in ``text[start:end]``, leftmost-longest, as (start, end, term). Not to be changed."""
        index = self._index
        if index is not None and index.text is text:
            found = index.kept.get((start, end))
            if found is None:
                found = index.kept[start, end] = self._held(index, start, end)
            return found
        tokens: list[Token] = []
        lengths, single, terms = self._lengths, self._single, self.terms
        i = start
        while i < end:
            sizes = lengths.get(text[i : i + 2])
            if sizes is not None:
                for size in sizes:
                    if i + size <= end:
                        term = terms.get(text[i : i + size])
                        if term is not None:
                            tokens.append((i, i + size, term))
                            i += size
                            break
                else:
                    i += 1
                continue
            one = single.get(text[i])
            if one is not None:
                tokens.append((i, i + 1, one))
            i += 1
        return tokens

    def _held(self, index: Index, start: int, end: int) -> list[Token]:
        """The same in the text that is held."""
        tokens: list[Token] = []
        text, sizes_at, get = index.text, index.sizes, self.terms.get
        low = bisect_left(index.at, start)
        behind = start
        for i in index.at[low : bisect_left(index.at, end, low)]:
            if i >= behind:
                for size in sizes_at[i]:  # type: ignore[union-attr]  # at lists those that are not None
                    stop = i + size
                    if stop <= end:
                        term = get(text[i:stop])
                        if term is not None:
                            tokens.append((i, stop, term))
                            behind = stop
                            break
        return tokens

    def hold(self, text: str) -> None:
        """Makes scanning stretches of ``text`` cheap until ``release``; what is found is the same.

        Where several threads hold a text at once, the last one's is held, and the others' are scanned as ever.
        """
        if not self._pairs:
            self._pairs = dict(zip(pairs("".join(self._lengths), 0), self._lengths.values(), strict=True))
        self._index = Index(text, self._pairs, self._singles)

    def release(self) -> None:
        """Lets go of the text that is held."""
        self._index = None


@lru_cache(maxsize=8)
def lexicon(extra: tuple[str, ...] = ()) -> Lexicon:
    """The lexicon of the shipped patterns and of a user's ``extra`` files."""
    return Lexicon(load(extra))


def words(patterns: Patterns, stem: str, key: str) -> dict[str, dict[str, Any]]:
    """Every word under ``key`` of a pattern file, with the rule it belongs to."""
    return {word: rule for rule in patterns.rules(stem) for word in rule.get(key, ())}
