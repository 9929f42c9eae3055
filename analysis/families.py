"""Which subjects mean the same, by the families of patterns/subjects.yaml, once the words around them are off."""
from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Any, NamedTuple

from civx.extractors.attribution.places import Places
from civx.extractors.text.script import to_simplified
from civx.patterns.limits import LimitedPattern
from civx.patterns.load import Patterns, load

_BRACKETS = str.maketrans("（）［］【】", "()[][]")
_MARKS = re.compile(r"[\s“”‘’\"'「」『』《》〈〉]+")
_DASH = re.compile(r"(?<=\d)(?:周?岁)?(?:[-—–－~～]+|至|到)(?=\d)")
_LABEL = re.compile(r"(?:\d{1,2}[.．、](?!\d)|[一二三四五六七八九十]{1,3}、|\([一二三四五六七八九十\d]{1,3}\))")
_PART = re.compile(r"[:：\s《]|——")
_YEAR = re.compile(r"(?:民国)?[\d〇○零一二三四五六七八九十百]{2,4}年度?")
_ANONYMOUS = re.compile(r"[A-Za-z×○*某]")
_NEVER = "(?!)"
_EDGES = "、，,;；:：.。·的[]-"


class Family(NamedTuple):
    """Subjects that mean the same.

    ``programme`` is the first of its programmes, and stands for all of them; ``subject`` is what the family is called;
    ``unit`` the unit that its counts are shown in, "" for the fact's own; ``fraction`` says that they need not be
    whole numbers, ``area`` how a fact without an area compares: ``apart`` (only with its like), ``joined`` (as
    ``both``) or ``ignored`` (areas make no difference); ``key`` names the line of a summary that its figures stand in,
    "" for none; ``stands_for`` is the id of the family that it is taken for in a report without figures of that one;
    ``order`` is its place in the file.
    """

    id: str
    programme: str
    subject: str
    unit: str
    fraction: bool
    area: str
    key: str
    stands_for: str
    order: int


class _Rule(NamedTuple):
    family: Family
    units: frozenset[str]
    terms: frozenset[str]
    pattern: re.Pattern[str] | LimitedPattern | None
    bare: bool


class Families:
    """Finds the family of a subject. What it found is kept, so that asking again costs nothing."""

    def __init__(self, patterns: Patterns, without: str = "") -> None:
        """``without`` is the id of a rule of trimmings.yaml to leave out."""
        trims = [rule for rule in patterns.rules("trimmings") if rule["id"] != without]
        self._front = _leading(_words(trims, "front"), _words(trims, "not"))
        self._back = re.compile(f"(?:{_either(_words(trims, 'back')) or _NEVER})+$")
        areas = {term: rule["area"] for rule in patterns.rules("areas") for term in rule["terms"]}
        self._area = re.compile(_either(areas))
        self._no_area = frozenset(term for term, area in areas.items() if not area)
        self._title = _leading(_words(trims, "title"))
        self._stop = re.compile("|".join(filter(None, (r"\d", _either(_words(trims, "stop"))))))
        self._money = frozenset(_words(trims, "money"))
        self._entering = tuple(_words(trims, "entering"))
        monthly = _either(_words(trims, "monthly"))
        self._monthly = re.compile(f"(?<![\\d一二三四五六七八九十个])(?:{monthly or _NEVER})")
        self._vague = self._money.union(_words(trims, "vague"))
        self._places = Places(patterns)
        self._trimmed: dict[str, str] = {}
        self._found: dict[tuple[str, str, str, str], Family | None] = {}
        self._rules: dict[tuple[str, str], list[_Rule]] = {}
        self.by_id: dict[str, Family] = {}
        for order, rule in enumerate(patterns.rules("subjects")):
            self._add(rule, order, patterns)

    def _add(self, rule: dict[str, Any], order: int, patterns: Patterns) -> None:
        units = rule.get("units", [])
        family = Family(
            rule["id"], rule["programmes"][0], rule["subject"], units[0] if units else "", bool(rule.get("fraction")),
            rule.get("area", "apart"), rule.get("key", ""), rule.get("stands-for", ""), order,
        )
        self.by_id[family.id] = family
        users = patterns.is_user("subjects", rule["id"])
        source = rule.get("pattern")
        pattern: re.Pattern[str] | LimitedPattern | None = None
        if source:
            pattern = LimitedPattern(source, patterns.where("subjects", rule["id"])) if users else re.compile(source)
        terms = frozenset(map(self.trimmed, rule.get("terms", ())))
        compiled = _Rule(family, frozenset(units), terms, pattern, bool(rule.get("bare")))
        for programme in rule["programmes"]:
            for measure in rule["measures"]:
                rules = self._rules.setdefault((programme, measure), [])
                rules.insert(0 if users else len(rules), compiled)  # a user's come before civx's own

    def trimmed(self, subject: str) -> str:
        """The subject without what is said around it: the whole place, totals, verbs, areas; maybe nothing is left."""
        known = self._trimmed.get(subject)
        if known is None:
            bare = _MARKS.sub("", subject.translate(_BRACKETS))
            bare = self._area.sub(lambda found: found.group() if found.group() in self._no_area else "", bare)
            known = _DASH.sub("-", bare)
            if (label := _LABEL.match(known)) is not None:
                known = known[label.end() :]
            known = known.strip(_EDGES)
            before = ""
            while known != before:
                before = known
                known = self._back.sub("", self._front.sub("", known)).strip(_EDGES)
            self._trimmed[subject] = known
        return known

    def vague(self, subject: str) -> bool:
        """Whether a subject says too little to be the same thing in two reports."""
        return not (trimmed := self.trimmed(subject)) or trimmed in self._vague

    def is_money(self, subject: str) -> bool:
        """Whether a subject only says that it is the money of what stands before it (发放资金)."""
        return self.trimmed(subject) in self._money

    def entering(self, subject: str) -> bool:
        """Whether a subject tells that some were taken in (纳入低保), who may be all there are or a few of them."""
        return bool(self._entering) and subject.startswith(self._entering)

    def monthly(self, words: str) -> bool:
        """Whether the words before a sum say that it is that of one month (月发放农村低保金)."""
        return self._monthly.search(to_simplified(words)) is not None

    def place(self, title: str) -> str:
        """The place that the report with this title is about, "" where it names none or hides it (XX县)."""
        return next(filter(None, map(self._place, _PART.split(title))), "")

    def _place(self, title: str) -> str:
        title = self._title.sub("", title)
        if (year := _YEAR.match(title)) is not None:
            title = title[year.end() :]
        stop = self._stop.search(title)
        name = title[: stop.start()] if stop is not None else title
        found = next((name[:end] for end in range(len(name), 1, -1) if self._places.name(name[:end])), "")
        return "" if _ANONYMOUS.search(found) else found

    def family(self, programme: str, subject: str, measure: str, unit: str) -> Family | None:
        """The family of a subject under a programme, counted in ``unit``; None for one that has none."""
        key = (programme, subject, measure, unit)
        if key not in self._found:
            trimmed = self.trimmed(subject)
            rules = self._rules.get((programme, measure), ())
            self._found[key] = next((rule.family for rule in rules if _holds(rule, trimmed, unit)), None)
        return self._found[key]


@lru_cache(maxsize=4)
def families(extra: tuple[str, ...] = ()) -> Families:
    """The families of patterns/subjects.yaml, with those of the user's files ``extra`` on top."""
    return Families(load(extra))


def _words(rules: Iterable[dict[str, Any]], key: str) -> list[str]:
    return [word for rule in rules for word in rule.get(key, ())]


def _either(words: Iterable[str]) -> str:
    """An expression for any of the words, the longest first."""
    return "|".join(re.escape(word) for word in sorted(set(words), key=lambda word: (-len(word), word)))


def _leading(words: Iterable[str], other: Iterable[str] = ()) -> re.Pattern[str]:
    """An expression for any of ``words`` that a text begins with, again and again, where none of ``other`` stands."""
    return re.compile(f"^(?:(?!{_either(other) or _NEVER})(?:{_either(words) or _NEVER}))+")


def _holds(rule: _Rule, trimmed: str, unit: str) -> bool:
    if rule.units and unit not in rule.units:
        return False
    if not trimmed:
        return rule.bare
    return trimmed in rule.terms or (rule.pattern is not None and rule.pattern.fullmatch(trimmed) is not None)
