"""The reports inside a file: their titles, where they begin, the years they speak of."""
from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from civx.patterns.kept import compiled

from .headings import Headings, title_text
from .layout import Line

_CHINESE = {char: value for value, chars in enumerate(("〇○零", "一", "二", "三", "四", "五", "六", "七", "八", "九"))
            for char in chars}
_DIGITS = compiled(r"\d+")
_CLAUSE = compiled(r"[^，,。；;：:\n]*")
_MINGUO = 1911
_DASHES = "—-–― "


class Years(NamedTuple):
    """The year a text looks back on and the year it plans for."""

    review: int | None
    plan: int | None


class Span(NamedTuple):
    """A report before its years are known: the numbers of its first line and of its title's lines."""

    title: str
    first: int
    lines: tuple[int, ...]


def find_reports(text: str, lines: Sequence[Line], rules: Headings) -> list[Span]:
    """The titled reports among ``lines``, in order; empty where no line is a title."""
    markers = [i for i, line in enumerate(lines) if line.head is None or line.head.kind.role == "boxed"
               if not line.row and rules.is_report(text, line.start, line.end)]
    if markers:
        return [_marked(text, lines, i, rules) for i in markers]
    spans: list[Span] = []
    seen: set[str] = set()
    for i, line in enumerate(lines):
        if line.row or (line.head is not None and line.head.kind.role not in ("plain", "mark")):
            continue
        if not rules.is_title(text, line.start, line.end, first=not spans):
            continue
        title = _bare(text, line)
        if spans and spans[-1].lines[-1] == i - 1:
            spans[-1] = spans[-1]._replace(lines=(*spans[-1].lines, i))
            continue
        if title in seen or not _opens_report(text, lines, i, rules, bool(spans)):
            continue
        seen.add(title)
        if i == 1 and title.startswith(tuple(_DASHES)):  # what a headline is about stands below it
            spans.append(Span(title.lstrip(_DASHES), 0, (0, 1)))
        elif i == 1 and _is_issuer(text, lines[0], rules) and not rules.names_body(text, line.start, line.end):
            spans.append(Span(_bare(text, lines[0]) + title, 0, (0, 1)))
        else:
            spans.append(Span(title, i, (i,)))
    return spans


def years(text: str, start: int, end: int, rules: Headings) -> Years:
    """The years that a title or heading in [start, end) names: 2023年工作总结及2024年工作计划 gives 2023 and 2024."""
    review: int | None = None
    plan: int | None = None
    for mention in year_mentions(text, start, end, rules):
        if mention.plans:
            plan = plan or mention.year
        else:
            review = review or mention.year
    return Years(review, plan)


class YearMention(NamedTuple):
    """A year in a title or heading: where it stands, the words behind it, and whether they are of a plan."""

    span: tuple[int, int]
    year: int
    rest: str
    plans: bool


def year_mentions(text: str, start: int, end: int, rules: Headings) -> list[YearMention]:
    """Each year that the title or heading in [start, end) names."""
    found = list(rules.year.finditer(text, start, end))
    named = []
    for i, mention in enumerate(found):
        limit = found[i + 1].start() if i + 1 < len(found) else end
        clause = _CLAUSE.match(text, mention.end(), limit)
        rest = clause.group() if clause is not None else ""
        named.append(YearMention(mention.span(), parse_year(mention.group()), rest, _is_plan(rest, rules)))
    return named


def parse_year(text: str) -> int:
    """The year that a match of the year rules names: 2023年, 二〇二三年, 民国112年 (2023)."""
    digits = _DIGITS.search(text)
    if digits is not None:
        value = int(digits.group())
    else:
        value = 0
        tens = 0
        for char in text.removeprefix("民国"):
            if char in _CHINESE:
                value = value * 10 + _CHINESE[char]
            elif char == "百":
                tens, value = tens + (value or 1) * 100, 0
            elif char == "十":
                tens, value = tens + (value or 1) * 10, 0
        value += tens
    return value + _MINGUO if text.startswith("民国") or value < 200 else value


def _is_plan(words: str, rules: Headings) -> bool:
    """Whether the words behind a year, up to the next year, speak of a plan and not (first) of a review."""
    for half in rules.halves(words):
        half = half.rstrip("》”)） ")
        if rules.has("review", half) or rules.ends("review-end", half):
            return False
        if rules.ends("plan-end", half) or rules.has("plan", half):
            return True
    return False


def _marked(text: str, lines: Sequence[Line], i: int, rules: Headings) -> Span:
    line = lines[i]
    numbers = [i]
    while numbers[-1] + 1 < len(lines):
        follower = lines[numbers[-1] + 1]
        repeated = (
            follower.head is None
            and not follower.row
            and rules.is_title(text, follower.start, follower.end, first=False)
        )
        if not repeated or rules.is_report(text, follower.start, follower.end):
            break
        numbers.append(numbers[-1] + 1)
    title = title_text(text, line.start, line.end)
    if rules.report_marker_end(text, line.start, line.end) >= line.end and len(numbers) > 1:
        follower = lines[numbers[1]]
        title = f"{title}:{title_text(text, follower.start, follower.end)}"
    return Span(title, i, tuple(numbers))


def _opens_report(text: str, lines: Sequence[Line], i: int, rules: Headings, later: bool) -> bool:
    """Whether a line that is worded as a title is one: the first of a file, or one that names a body."""
    line = lines[i]
    if later or i > 3 or any(text[lines[before].end - 1] in "。：:" for before in range(i)):
        last = text[lines[i - 1].end - 1]
        broken = line.near and last not in "。！？!?”）)；;：:" and lines[i - 1].end - lines[i - 1].start > 24
        return not broken and line.head is None and rules.names_body(text, line.start, line.end)
    return line.head is None or rules.year.search(text, line.start, line.end) is not None


def _is_issuer(text: str, line: Line, rules: Headings) -> bool:
    """Whether a file's first line is the first half of a title over two lines: the name of a body."""
    return line.head is None and line.end - line.start <= 24 and rules.ends("title-body", text[line.start : line.end])


def _bare(text: str, line: Line) -> str:
    return title_text(text, line.start, line.end).lstrip("#《 ").rstrip("》 ")
