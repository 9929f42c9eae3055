"""The words and labels of patterns/headings.yaml, compiled: which line is a heading, a title, a page number."""
from __future__ import annotations

import re
from functools import lru_cache
from typing import Any, NamedTuple

from civx.patterns.kept import compiled
from civx.patterns.limits import LimitedPattern
from civx.patterns.load import load

# Levels in file order; a label of these roles opens a section.
LEVELS = ("section", "point", "item", "boxed", "mark", "plain")
# What the shorthands in the patterns stand for.
_SHORTHANDS = {
    "<汉>": "[一二三四五六七八九十百壹贰叁参肆伍陆柒捌玖拾]{1,4}",
    "<数>": r"\d{1,2}",
    "<序>": r"[一二三四五六七八九十百\d]{1,4}",
}
# A label with one of these numerals starts a list: it nests where a later one would not.
_FIRST = frozenset(("一", "壹", "1", "①", "❶", "㈠", "⑴", "⒈", "首先"))
_NO_NUMERAL = " \t\u3000(（)）〔〕、．.,，:：是要第其部分章节"
_STOPS = frozenset("。；;：:！？!?")
# A title's words up to a stop or comma; a pair of marks hides what is between them.
_CLAUSE = compiled(
    "(?:[^。；;：:！？!?，,“《(（‘「]++|[“《(（‘「][^“《(（‘「”》)）’」]{0,60}+[”》)）’」]|[“《(（‘「])*+"
)
_BLANKS = compiled(r"\s*")
_AFTER_LABEL = compiled(r"[\s：:，,、．.]*")
_AFTER_TITLE = compiled("[。；;：:！？!?，,]*")
_EDGES = "。；;：:！？!?，, \t\u3000\xa0"
_NO_TITLE = compiled("[。；;，,!?！？]")
_PUNCTUATED = compiled("[。；;，,！？!?：:]")
_LONG_PLAIN = 30
# Longer titles end at their first comma.
_LONG_TITLE = 60
_LONG_ITEM = 30


class Kind(NamedTuple):
    """A kind of heading: its rule's id, its role and its rank (0 is the outermost)."""

    id: str
    role: str
    rank: int


class Head(NamedTuple):
    """A heading found at ``start``: label up to ``label_end``, title up to ``title_end``, text from ``body``.

    The title as shown has the label in it, but for marks (#); ``title_start`` is where its words begin.
    ``embedded`` is where an item opens inside the heading's own line (``(一)重点项目一是…``), or -1. ``first`` tells a
    label that starts a list (一、, 1.), None where the label has no number.
    """

    kind: Kind
    start: int
    label_end: int
    title_start: int
    title_end: int
    body: int
    first: bool | None
    embedded: int = -1


class Headings:
    """What finds headings, compiled once from the rules (see the header of headings.yaml for their roles)."""

    __slots__ = (
        "_any", "_embedded", "_guard", "_inline_guard", "_kinds", "_line", "_page", "_plain", "_plain_kind", "_report",
        "_sources", "_timed_line", "_title_tail", "_users", "_words", "delivered", "reviewed", "year",
    )

    def __init__(self, rules: list[dict[str, Any]], users: str = "") -> None:
        """``users`` says where the user's own expressions stand: then all run under a time limit."""
        self._users = users
        patterns: dict[str, list[str]] = {}
        words: dict[str, list[str]] = {}
        year = "|".join(_source(rule, "") for rule in rules if rule["role"] == "year")
        self._kinds: list[Kind] = []
        self._plain_kind = Kind("", "plain", 0)
        labels = []
        for rank, rule in enumerate(rule for rule in rules if rule["role"] in LEVELS):
            kind = Kind(rule["id"], rule["role"], rank)
            if kind.role == "plain":
                self._plain_kind = kind
            else:
                self._kinds.append(kind)
                labels.append(f"({_source(rule, year)})")
        for rule in rules:
            if "terms" in rule:
                words.setdefault(rule["role"], []).extend(rule["terms"])
            elif rule["role"] not in LEVELS:
                patterns.setdefault(rule["role"], []).append(_source(rule, year))

        self._sources: dict[str, str | re.Pattern[str] | LimitedPattern] = {
            role: "|".join(sources) for role, sources in patterns.items()
        }
        pattern = self.pattern
        self._line = self._compiled("|".join(labels) or "(?!)")
        self._guard = pattern("guard")
        self._inline_guard = pattern("inline-guard")
        self._embedded = pattern("embedded")
        self._page = pattern("page")
        self._report = pattern("report")
        self._title_tail = f"(?:{'|'.join(patterns.get('title-tail', ['(?!)']))})+$"
        self._plain = frozenset(words.get("plain", ()))
        self._words = {role: tuple(terms) for role, terms in words.items()}
        self._any: dict[str, re.Pattern[str]] = {}  # the terms of a role as one expression, made when it is asked for
        self.reviewed = pattern("reviewed")
        self.delivered = pattern("delivered")
        self.year = pattern("year")
        self._timed_line = pattern("timed-line")

    def pattern(self, role: str) -> re.Pattern[str] | LimitedPattern:
        """The expressions of a role, compiled once."""
        known = self._sources.get(role, "(?!)")
        if isinstance(known, str):
            known = self._sources[role] = self._compiled(known)
        return known

    def words(self, role: str) -> tuple[str, ...]:
        """The terms of a role."""
        return self._words.get(role, ())

    def _compiled(self, source: str) -> re.Pattern[str] | LimitedPattern:
        return LimitedPattern(source, self._users) if self._users else compiled(source)

    def has(self, role: str, words: str) -> bool:
        """Whether one of the role's terms is in ``words``."""
        pattern = self._any.get(role)
        if pattern is None:
            terms = map(re.escape, self._words.get(role, ()))
            pattern = self._any[role] = compiled("|".join(terms) or "(?!)")
        return pattern.search(words) is not None

    def ends(self, role: str, words: str) -> bool:
        """Whether ``words`` ends in one of the role's terms."""
        return words.endswith(self._words.get(role, ()))

    def halves(self, words: str) -> list[str]:
        """``words`` split at the words that join two halves of a title (总结及计划)."""
        for term in self._words.get("join", ()):
            words = words.replace(term, "\n")
        return words.split("\n")

    def role(self, title: str) -> str:
        """The role of the label that a heading's title begins with; "plain" where it has none."""
        found = self._line.match(title)
        return "plain" if found is None else self._kinds[found.lastindex - 1].role  # type: ignore[operator]

    def is_page(self, text: str, start: int, end: int) -> bool:
        """Whether the line [start, end) is only a page number."""
        return end - start <= 20 and self._page.fullmatch(text, start, end) is not None

    def is_report(self, text: str, start: int, end: int) -> bool:
        """Whether the line is a report's marker in a compilation, with or without its title (``篇一:…``)."""
        return end - start <= 80 and self._report.match(text, start, end) is not None and "。" not in text[start:end]

    def report_marker_end(self, text: str, start: int, end: int) -> int:
        """Where the text behind the marker (see is_report) begins."""
        found = self._report.match(text, start, end)
        return start if found is None else found.end()

    def is_title(self, text: str, start: int, end: int, *, first: bool) -> bool:
        """Whether the line is worded as a report's title; the ``first`` of a file may be worded more freely."""
        if end - start > 80 or _NO_TITLE.search(text, start, end):
            return False
        words = text[start:end]
        terms = self._words.get("title", ()) + (self._words.get("title-weak", ()) if first else ())
        if not words.endswith(terms):
            if not self.has("title", words) and not (first and self.has("title-weak", words)):
                return False
            # Compiled only where a text has such a line; re keeps it.
            tail = self._compiled(self._title_tail).search(words)
            words = words if tail is None else words[: tail.start()]
        return len(words) >= 4 and words.endswith(terms)

    def names_body(self, text: str, start: int, end: int) -> bool:
        """Whether the line names a body (a bureau, a county), as titles do and headings do not."""
        return self.has("title-body", text[start:end])

    def head(self, text: str, start: int, end: int) -> Head | None:
        """The heading that the line or paragraph [start, end) begins with, or None."""
        found = self._line.match(text, start, end)
        if found is None:
            return self._plain_head(text, start, end) if end - start <= _LONG_PLAIN else None
        if self._guard.match(text, found.end(), end):
            return None
        return self._head(text, self._kinds[found.lastindex - 1], start, found.end(), end)  # type: ignore[operator]

    def inline_head(self, text: str, position: int, end: int) -> Head | None:
        """The heading that opens at ``position``, behind a stop inside a paragraph that ends at ``end``, or None."""
        start: int = _BLANKS.match(text, position, end).end()  # type: ignore[union-attr]  # matches anywhere
        found = self._line.match(text, start, end)
        if found is None:
            return None
        kind = self._kinds[found.lastindex - 1]  # type: ignore[operator]  # one group matched
        label_end = found.end()
        if kind.role != "item" and (
            kind.role not in ("section", "point")
            or self._guard.match(text, label_end, end)
            or self._inline_guard.match(text, label_end, end)
        ):
            return None
        return self._head(text, kind, start, label_end, end)

    def comma_head(self, text: str, start: int, limit: int, end: int) -> Head | None:
        """The item that opens behind a comma in [start, limit), as the first of a list may: 明年，一是…；二是…。"""
        for found in self._embedded.finditer(text, start, limit):
            if found.start() > start and text[found.start() - 1] in "，,":
                return self.inline_head(text, found.start(), end)
        return None

    def _plain_head(self, text: str, start: int, end: int) -> Head | None:
        year = self.year.match(text, start, end)
        words = text[start if year is None else year.end() : end].strip("度：: ")
        if words in self._plain or self._timed(text, start, end):
            return Head(self._plain_kind, start, start, start, end, end, None)
        return None

    def _timed(self, text: str, start: int, end: int) -> bool:
        """Whether a line without a stop begins with a time and ends as headings do: “十五”发展回顾."""
        if not 5 <= end - start <= _LONG_PLAIN or not text.endswith(self._words.get("plain-end", ()), start, end):
            return False
        return self._timed_line.match(text, start, end) is not None and _PUNCTUATED.search(text, start, end) is None

    def _head(self, text: str, kind: Kind, start: int, label_end: int, end: int) -> Head:
        title_start: int = _AFTER_LABEL.match(text, label_end, end).end()  # type: ignore[union-attr]
        if kind.role == "boxed":
            return Head(kind, start, label_end, title_start, label_end, title_start, None)
        title_end, comma = _title_end(text, title_start, end)
        embedded = -1
        if kind.role in ("section", "point") and title_end < end:
            inner = self._embedded.search(text, title_start + 1, title_end)
            if inner is not None:
                embedded = title_end = inner.start()
        if comma < title_end and title_end - start > (_LONG_ITEM if kind.role == "item" else _LONG_TITLE):
            title_end = comma
            bracket = max(text.rfind("(", title_start, title_end), text.rfind("（", title_start, title_end))
            if bracket > title_start and ")" not in (rest := text[bracket:title_end]) and "）" not in rest:
                title_end = bracket
        body = _AFTER_TITLE.match(text, title_end, end).end()  # type: ignore[union-attr]  # matches anywhere
        numeral = text[start:label_end].strip(_NO_NUMERAL)
        first = numeral in _FIRST if numeral and kind.role != "mark" else None
        return Head(kind, start, label_end, title_start, title_end, body, first, embedded)


def _title_end(text: str, start: int, end: int) -> tuple[int, int]:
    """Where the words from ``start`` end in a stop (or at ``end``), and where in their first comma."""
    position: int = _CLAUSE.match(text, start, end).end()  # type: ignore[union-attr]  # matches anywhere
    comma = position
    while position < end and text[position] not in _STOPS:
        position = _CLAUSE.match(text, position + 1, end).end()  # type: ignore[union-attr]
    return position, comma


def title_text(text: str, start: int, end: int) -> str:
    """A title as it is shown: line breaks taken out, no stop at its end."""
    title = text[start:end].strip(_EDGES)
    if "\n" in title or "\r" in title:
        title = "".join(line.strip() for line in title.splitlines())
    return title


def _source(rule: dict[str, Any], year: str) -> str:
    source: str = rule["pattern"]
    for shorthand, meaning in _SHORTHANDS.items():
        source = source.replace(shorthand, meaning)
    return source.replace("<年>", f"(?:{year})")


@lru_cache(maxsize=8)
def headings(extra: tuple[str, ...] = ()) -> Headings:
    """The compiled rules of headings.yaml, with those of the user's files ``extra`` on top."""
    patterns = load(extra)
    rules = patterns.rules("headings")
    own = [rule["id"] for rule in rules if "pattern" in rule and patterns.is_user("headings", rule["id"])]
    return Headings(rules, ", ".join(patterns.where("headings", rule_id) for rule_id in own))
