"""The words and labels of patterns/headings.yaml, compiled: which line is a heading, a title, a page number."""
from __future__ import annotations

import re
from functools import lru_cache
from typing import Any, NamedTuple

from ..patterns.load import load

# Levels in file order; a label of these roles opens a section.
LEVELS = ("section", "point", "item", "boxed", "mark", "plain")
# What the shorthands in the patterns stand for.
_SHORTHANDS = {
    "<汉>": "[一二三四五六七八九十百]{1,4}",
    "<数>": r"\d{1,2}",
    "<序>": r"(?:[一二三四五六七八九十百]{1,4}|\d{1,3})",
}
# A label with one of these numerals starts a list: it nests where a later one would not.
_FIRST = frozenset(("一", "壹", "1", "①", "❶", "㈠", "⑴", "⒈", "首先"))
_NUMERAL = re.compile(r"[一二三四五六七八九十百壹①-⑳❶-❿㈠-㈩⑴-⒇⒈-⒛]+|\d+|首先")
_STOPS = "。；;：:！？!?"
# A title's text up to its first stop (or also comma); marks that stand in pairs hide what is between them.
_PAIRS = r"“[^“”]{0,60}+”|《[^》]{0,60}+》|[(（][^)）]{0,60}+[)）]|‘[^‘’]{0,60}+’|「[^「」]{0,60}+」"
_TITLE = re.compile(rf"(?:[^{_STOPS}“《(（‘「]++|{_PAIRS}|[“《(（‘「])*+")
_CLAUSE = re.compile(rf"(?:[^{_STOPS}，,“《(（‘「]++|{_PAIRS}|[“《(（‘「])*+")
_AFTER_LABEL = re.compile(r"[\s：:，,、．.]*")
_AFTER_TITLE = re.compile(rf"[{_STOPS}，,]*")
_CLOSED = re.compile("[)）]")
_EDGES = "。；;：:！？!?，, \t\u3000\xa0"
# Longer titles end at their first comma.
_LONG_TITLE = 60
_LONG_ITEM = 30


class Kind(NamedTuple):
    """A kind of heading: its rule's id, its role and its rank (0 is the outermost)."""

    id: str
    role: str
    rank: int


class Head(NamedTuple):
    """A heading found at ``start``: its label up to ``label_end``, its title up to ``title_end``, its text from ``body``.

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
        "_embedded", "_guard", "_inline", "_inline_guard", "_kinds", "_line", "_page", "_report", "_title",
        "_title_body", "_weak_title", "join", "plan", "plan_end", "review", "review_end", "same_year", "verb_led", "year",
    )

    def __init__(self, rules: list[dict[str, Any]]) -> None:
        by_role: dict[str, list[str]] = {}
        levels: list[tuple[Kind, str]] = []
        year = "|".join(_source(rule) for rule in rules if rule["role"] == "year")
        for rule in rules:
            source = _source(rule).replace("<年>", f"(?:{year})")
            role = rule["role"]
            if role in LEVELS:
                levels.append((Kind(rule["id"], role, len(levels)), source))
            by_role.setdefault(role, []).append(source)
        parts = {role: "|".join(sources) for role, sources in by_role.items()}
        never = "(?!)"

        self._kinds = [kind for kind, _ in levels]
        self._guard = re.compile(parts.get("guard", never))
        self._inline_guard = re.compile(parts.get("inline-guard", never))
        self._line = re.compile("|".join(f"({source})" for _, source in levels))
        inline = (f"({source})" if kind.role in ("section", "point", "item") else "((?!))" for kind, source in levels)
        self._inline = re.compile(rf"\s*(?:{'|'.join(inline)})")
        self._embedded = re.compile(parts.get("embedded", never))
        self._page = re.compile(parts.get("page", never))
        self._report = re.compile(parts.get("report", never))
        title_start, title_tail = r"[^。；;，,!?！？]{2,60}?", f"(?:{parts.get('title-tail', never)})*$"
        self._title = re.compile(f"{title_start}(?:{parts.get('title', never)}){title_tail}")
        self._weak_title = re.compile(f"{title_start}(?:{parts.get('title-weak', never)}){title_tail}")
        self._title_body = re.compile(parts.get("title-body", never))
        self.plan = re.compile(parts.get("plan", never))
        self.plan_end = re.compile(f"(?:{parts.get('plan-end', never)})$")
        self.review = re.compile(parts.get("review", never))
        self.review_end = re.compile(f"(?:{parts.get('review-end', never)})$")
        self.join = re.compile(parts.get("join", never))
        self.same_year = re.compile(parts.get("same-year", never))
        self.verb_led = re.compile(parts.get("verb-led", never))
        self.year = re.compile(year or never)

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
        if end - start > 80:
            return False
        return bool(self._title.match(text, start, end) or (first and self._weak_title.match(text, start, end)))

    def names_body(self, text: str, start: int, end: int) -> bool:
        """Whether the line names a body (a bureau, a county), as titles do and headings do not."""
        return self._title_body.search(text, start, end) is not None

    def head(self, text: str, start: int, end: int) -> Head | None:
        """The heading that the line or paragraph [start, end) begins with, or None."""
        found = self._line.match(text, start, end)
        if found is None or self._guard.match(text, found.end(), end):
            return None
        kind = self._kinds[found.lastindex - 1]  # type: ignore[operator]  # one group matched
        return self._head(text, kind, start, found.end(), end)

    def inline_head(self, text: str, position: int, end: int) -> Head | None:
        """The heading that opens at ``position``, behind a stop inside a paragraph that ends at ``end``, or None."""
        found = self._inline.match(text, position, end)
        if found is None:
            return None
        group: int = found.lastindex  # type: ignore[assignment]  # one group matched
        kind = self._kinds[group - 1]
        label_end = found.end()
        if kind.role != "item" and (
            self._guard.match(text, label_end, end) or self._inline_guard.match(text, label_end, end)
        ):
            return None
        return self._head(text, kind, found.start(group), label_end, end)

    def comma_head(self, text: str, start: int, limit: int, end: int) -> Head | None:
        """The item that opens behind a comma in [start, limit), as the first of a list may: 明年，一是…；二是…。"""
        for found in self._embedded.finditer(text, start, limit):
            if found.start() > start and text[found.start() - 1] in "，,":
                return self.inline_head(text, found.start(), end)
        return None

    def _head(self, text: str, kind: Kind, start: int, label_end: int, end: int) -> Head:
        embedded = -1
        if kind.role == "plain":
            return Head(kind, start, start, start, end, end, None)
        title_start = _AFTER_LABEL.match(text, label_end, end).end()  # type: ignore[union-attr]  # matches anywhere
        if kind.role == "boxed":
            return Head(kind, start, label_end, title_start, label_end, title_start, None)
        if kind.role == "mark":
            start = title_start
        title_end: int = _TITLE.match(text, title_start, end).end()  # type: ignore[union-attr]  # matches anywhere
        if kind.role in ("section", "point") and title_end < end:
            inner = self._embedded.search(text, title_start + 1, title_end)
            if inner is not None:
                embedded = title_end = inner.start()
        if title_end - start > (_LONG_ITEM if kind.role == "item" else _LONG_TITLE):
            title_end = _CLAUSE.match(text, title_start, title_end).end()  # type: ignore[union-attr]
            bracket = max(text.rfind("(", title_start, title_end), text.rfind("（", title_start, title_end))
            if bracket > title_start and _CLOSED.search(text, bracket, title_end) is None:
                title_end = bracket
        body = _AFTER_TITLE.match(text, title_end, end).end()  # type: ignore[union-attr]  # matches anywhere
        numeral = _NUMERAL.search(text, start, label_end)
        first = None if numeral is None else numeral.group() in _FIRST
        return Head(kind, start, label_end, title_start, title_end, body, first, embedded)


def title_text(text: str, start: int, end: int) -> str:
    """A title as it is shown: line breaks taken out, no stop at its end."""
    title = text[start:end].strip(_EDGES)
    if "\n" in title or "\r" in title:
        title = "".join(line.strip() for line in title.splitlines())
    return title


def _source(rule: dict[str, Any]) -> str:
    source: str = rule["pattern"] if "pattern" in rule else "|".join(map(re.escape, rule["terms"]))
    for shorthand, meaning in _SHORTHANDS.items():
        source = source.replace(shorthand, meaning)
    return source


@lru_cache(maxsize=8)
def headings(extra: tuple[str, ...] = ()) -> Headings:
    """The compiled rules of headings.yaml, with those of the user's files ``extra`` on top."""
    return Headings(load(extra).rules("headings"))
