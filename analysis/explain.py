"""What was found in a sentence, by which rules, and which numbers were passed over and why."""
from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from civx.extractors.attribution.topics import OTHER
from civx.extractors.document.headings import headings
from civx.extractors.document.plans import plan_flags
from civx.extractors.model import Fact
from civx.extractors.pipeline import Trace
from civx.extractors.quantities.quantity import Quantity
from civx.extractors.words.lexicon import Term, lexicon
from civx.extractors.words.times import Time
from civx.patterns.load import Patterns, load

T = TypeVar("T")

# Which fields the rules of a pattern file decide.
_FIELDS = {
    "quantities": "unit", "grammar": "unit", "bounds": "bound", "programmes": "programme", "areas": "area",
    "status": "status", "periods": "period", "places": "place", "tables": "unit",
}
# Why a number is no fact, where no rule of a pattern file says so; and where a programme comes from.
_REASONS = {
    "no-unit": "no unit or counter stands behind the number",
    "vague": "the number says no definite amount",
    "small-chinese-numeral": "a small Chinese numeral that enumerates rather than counts",
    "quoted": "stands between quotation marks: a name",
    "title": "stands in a title",
    "skip": "belongs to a heading's label, a page number, a running head or an advert",
    "link": "belongs to a web or mail address",
    "phone": "is a telephone number",
    "list-label": "numbers an item of a list",
    "table-head": "stands in a table's header, or in what names a row",
    "table-merged": "repeats the cell beside or above, with which it was merged",
    "table-cell": "stands in a table's column of which nothing says what it counts",
}
_HANDED_ON = {
    "previous": "as for the number before it",
    "inherited": "as for the number whose subject it shares",
    "part": "as for the total it is a part of",
    "parts": "as for the parts of the total",
}


@dataclass(frozen=True, slots=True)
class Found:
    """A fact; by field what decided the field, rules (``bounds.yaml#about``) or a few words; its total's quote."""

    fact: Fact
    rules: dict[str, list[str]]
    total: str


@dataclass(frozen=True, slots=True)
class Rejected:
    """A number that is no fact: its characters in the source, the rule (or a kind such as ``no-unit``) and why."""

    quote: str
    start: int
    rule: str
    reason: str


@dataclass(frozen=True, slots=True)
class Word:
    """A known word, Simplified, and what the patterns say of it, as (what, rule) pairs."""

    text: str
    meanings: list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Explained:
    """One sentence.

    ``text`` is the source's own, ``line`` where it begins; ``times`` are (characters, ISO 8601 period with ``{Y}`` for
    the year that governs); ``year`` and ``plan_year`` are the report's, ``planned`` whether its section is about plans
    (None: nothing says so).
    """

    text: str
    line: int
    report: str
    year: int | None
    plan_year: int | None
    section: tuple[str, ...]
    planned: bool | None
    facts: list[Found]
    rejected: list[Rejected]
    times: list[tuple[str, str]]
    words: list[Word]


def explain(trace: Trace, patterns: tuple[str, ...] = (), line: int | None = None) -> list[Explained]:
    """An account of each sentence that was read, or of those that touch the 1-based ``line`` of the source.

    ``patterns`` are the user's pattern files that ``trace`` was made with.
    """
    extraction, found = trace.extraction, trace.scan
    document, normalized, text = extraction.document, extraction.normalized, extraction.text
    words, rules = lexicon(patterns), load(patterns)
    flags = plan_flags(document, headings(patterns))
    contexts = {context.index: context for context in trace.contexts}
    starts = [sentence.start for sentence in document.sentences]
    quantities = _by_sentence(starts, found.quantities, lambda quantity: quantity.start)
    rejected = _by_sentence(starts, found.rejected, lambda number: number[0])
    times = _by_sentence(starts, found.times, lambda time: time.start)
    by_span: dict[tuple[int, int], list[Fact]] = {}
    quotes: dict[str | None, str] = {None: ""}
    for fact in extraction.facts:
        by_span.setdefault((fact.start, fact.end), []).append(fact)
        quotes[fact.id] = fact.quote

    def quote(start: int, end: int) -> str:
        low, high = normalized.span(start, end)
        return text[low:high]

    explained = []
    first = position = 0
    for index, sentence in enumerate(document.sentences):
        start, end = normalized.span(sentence.start, sentence.end)
        first += text.count("\n", position, start)
        position = start
        if line is not None and not first < line <= first + 1 + text.count("\n", start, end):
            continue
        context = contexts.get(index)
        tokens = context.tokens if context else words.scan(normalized.text, sentence.start, sentence.end)
        report = document.reports[sentence.report]
        explained.append(Explained(
            text[start:end].strip(), first + 1, report.title, report.year, report.plan_year,
            document.path(sentence.section), None if sentence.section is None else flags[sentence.section],
            [
                Found(fact, _deciders(quantity), quotes[fact.part_of])
                for quantity in quantities.get(index, ())
                for fact in by_span.get(normalized.span(quantity.start, quantity.end), ())
            ],
            [
                Rejected(quote(low, high), normalized.span(low, high)[0], rule, _reason(rule, rules))
                for low, high, rule in rejected.get(index, ())
            ],
            [
                (quote(time.start, time.end), _period(time))
                for time in (context.times if context else times.get(index, ()))
            ],
            [Word(normalized.text[low:high], list(_meanings(term))) for low, high, term in tokens],
        ))
    return explained


def _by_sentence(starts: list[int], things: Iterable[T], start_of: Callable[[T], int]) -> dict[int, list[T]]:
    """Things by the number of the sentence that they stand in."""
    groups: dict[int, list[T]] = {}
    for thing in things:
        groups.setdefault(bisect_right(starts, start_of(thing)) - 1, []).append(thing)
    return groups


def _deciders(quantity: Quantity) -> dict[str, list[str]]:
    """The rules on a quantity's trace by the field that they decide."""
    rules: dict[str, list[str]] = {}
    for rule in dict.fromkeys((quantity.rule, *quantity.trace)):
        stem, mark, _ = rule.partition(".yaml#")
        field = _FIELDS.get(stem, "other") if mark else "programme"
        if rule:
            rules.setdefault(field, []).append(rule if mark else _HANDED_ON.get(rule, rule))
    if quantity.programme == OTHER:
        rules.setdefault("programme", ["no word around it names a programme"])
    return rules


def _reason(rule: str, patterns: Patterns) -> str:
    """Why a number that the rule (or kind) stands for is no fact."""
    stem, mark, rule_id = rule.partition(".yaml#")
    if not mark:
        return _REASONS.get(rule, rule)
    note = next((str(r.get("note", "")) for r in patterns.rules(stem) if r["id"] == rule_id), "")
    return note or "a name, a date's part, an ordinal or a limit that counts nothing"


def _period(time: Time) -> str:
    return time.first if time.first == time.last else f"{time.first}/{time.last}"


def _meanings(term: Term) -> Iterator[tuple[str, str]]:
    if term.programme:
        yield f"programme {term.programme}{' (weak)' if term.weak else ''}", term.programme_rule
    if term.area is not None:
        yield f"area {term.area or 'none'}", term.area_rule
    if term.period:
        yield f"period {term.period}", term.period_rule
    yield from term.rules.items()
