"""What was found in a sentence, by which words and rules, what else was considered, what was passed over and why."""
from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from civx.extractors.because import FIELDS, ground_of
from civx.extractors.document.headings import headings
from civx.extractors.document.plans import plan_flags
from civx.extractors.model import Fact
from civx.extractors.pipeline import Trace
from civx.extractors.quantities.quantity import Ground, Quantity
from civx.extractors.words.lexicon import lexicon
from civx.extractors.words.terms import Term
from civx.extractors.words.times import Time
from civx.patterns.load import Patterns, load

T = TypeVar("T")

# Why a number is no fact, where no rule of a pattern file says so.
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


@dataclass(frozen=True, slots=True)
class Reading:
    """A value that a field has or might have had: the words that speak for it (the source's own, "" for a default) and
    where they stand in the source, the rule or mechanism, and its points among its rivals (None: it had none)."""

    value: str
    rule: str
    words: str
    start: int | None
    end: int | None
    score: int | None


@dataclass(frozen=True, slots=True)
class Choice:
    """What a field was given, and what else was considered, best first."""

    winner: Reading
    others: list[Reading]


@dataclass(frozen=True, slots=True)
class Found:
    """A fact; by field what was chosen for it, in the order of a fact's fields."""

    fact: Fact
    choices: dict[str, Choice]


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
    for fact in extraction.facts:
        by_span.setdefault((fact.start, fact.end), []).append(fact)

    def quote(start: int, end: int) -> str:
        low, high = normalized.span(start, end)
        return text[low:high]

    def reading(value: object, ground: Ground, score: int | None) -> Reading:
        rule, start, end = ground
        if not 0 <= start < end:
            return Reading(_shown(value, quote), rule, "", None, None, score)
        return Reading(_shown(value, quote), rule, quote(start, end), *normalized.span(start, end), score)

    def choices(quantity: Quantity) -> dict[str, Choice]:
        found = {}
        for field in FIELDS:
            if (decision := quantity.decisions.get(field)) is not None:  # unit, measure and bound have none
                value, score = decision.winner.value, decision.winner.score
                winner = reading(value, decision.winner[1:4], score if decision.losers else None)
                others = [reading(lost.value, lost[1:4], lost.score) for lost in decision.losers]
                if winner.value or others:
                    found[field] = Choice(winner, others)
            elif (ground := ground_of(quantity, field)) is not None:
                found[field] = Choice(reading(getattr(quantity, field), ground, None), [])
        return found

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
                Found(fact, choices(quantity))
                for quantity in quantities.get(index, ())
                for fact in by_span.get(normalized.span(quantity.start, quantity.end), ())
            ],
            [
                Rejected(quote(low, high), normalized.span(low, high)[0], rule, reason_of(rule, rules))
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


def _shown(value: object, quote: Callable[[int, int], str]) -> str:
    """A field's value as text: of places the names, of a total its quote."""
    if isinstance(value, Quantity):
        return quote(value.start, value.end)
    return "、".join(value) if isinstance(value, tuple) else str(value or "")


def reason_of(rule: str, patterns: Patterns) -> str:
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
