"""A report as a page shows it: how its text is laid out, its facts, and the numbers that are none and why."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from typing import NamedTuple

from civx.analysis.explain import reason_of
from civx.extractors.model import Extraction, Fact
from civx.extractors.pipeline import Trace
from civx.patterns.load import load

_BARS = "|｜│┃"


class Block(NamedTuple):
    """A run of the source that stands by itself: ``kind`` is ``h1`` to ``h6``, ``p``, or ``row`` of a table; [start,
    end) its characters, without the line break; ``page`` that of a PDF, else 0; ``cells`` the spans of a row's cells,
    ``opens`` whether the row is the first of its table."""

    kind: str
    start: int
    end: int
    page: int = 0
    cells: tuple[tuple[int, int], ...] = ()
    opens: bool = False


class Evidence(NamedTuple):
    """One source: what was extracted, its blocks in text order, the numbers that are no facts as (start, end, rule,
    why), and for each fact the span of its sentence."""

    extraction: Extraction
    blocks: tuple[Block, ...]
    rejected: tuple[tuple[int, int, str, str], ...]
    sentences: tuple[tuple[int, int], ...]


def evidence_of(trace: Trace, patterns: tuple[str, ...] = (), pages: tuple[int, ...] = ()) -> Evidence:
    """What a page shows of one source; ``pages`` are the offsets at which the pages of a paged source begin."""
    extraction = trace.extraction
    normalized, document = extraction.normalized, extraction.document
    spans = [normalized.span(sentence.start, sentence.end) for sentence in document.sentences]
    rules = load(patterns)
    rejected = []
    for start, end, rule in sorted(set(trace.scan.rejected)):
        low, high = normalized.span(start, end)
        if low < high:
            rejected.append((low, high, rule, reason_of(rule, rules)))
    starts = [start for start, _ in spans]
    sentences = tuple(_holding(fact, starts, spans) for fact in extraction.facts)
    return Evidence(extraction, tuple(_blocks(extraction, spans, pages)), tuple(rejected), sentences)


def _holding(fact: Fact, starts: list[int], spans: list[tuple[int, int]]) -> tuple[int, int]:
    at = bisect_right(starts, fact.start) - 1
    return spans[at] if at >= 0 and spans[at][1] >= fact.end else (fact.start, fact.end)


def _blocks(extraction: Extraction, spans: list[tuple[int, int]], pages: tuple[int, ...]) -> Iterator[Block]:
    """The lines of the source, those of one sentence together; a row of a table with the spans of its cells."""
    text, normalized, document = extraction.text, extraction.normalized, extraction.document
    levels = {normalized.span(s.start, s.start + 1)[0]: s.level for s in document.sections if not s.run_in}
    titles = {normalized.span(r.start, r.start + 1)[0] for r in document.reports if r.title}
    rows = {start for sentence, (start, _) in zip(document.sentences, spans, strict=True) if sentence.row}
    joined = _within(spans)
    table = False
    for start, end in _lines(text, joined):
        first = start + len(text[start:end]) - len(text[start:end].lstrip())
        page = bisect_right(pages, first) if pages else 0
        cells = _cells(text, start, end) if any(start <= row < end for row in rows) or table else ()
        if cells:
            yield Block("row", start, end, page, cells, opens=not table)
            table = True
            continue
        table = False
        if first in levels:
            yield Block(f"h{min(levels[first] + 1, 6)}", start, end, page)
        else:
            yield Block("h1" if first in titles else "p", start, end, page)


def _within(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The sentences as stretches that no line break ends, in order and apart."""
    apart: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if apart and start < apart[-1][1]:
            apart[-1] = (apart[-1][0], max(apart[-1][1], end))
        else:
            apart.append((start, end))
    return apart


def _lines(text: str, joined: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The lines that hold anything, without their breaks; those that one of ``joined`` goes over are one."""
    starts = [start for start, _ in joined]
    begin = at = 0
    while at <= len(text):
        end = text.find("\n", at)
        end = len(text) if end < 0 else end
        number = bisect_right(starts, end) - 1
        if end < len(text) and number >= 0 and joined[number][0] < end < joined[number][1]:
            at = end + 1
            continue
        last = end - 1 if text[begin:end].endswith("\r") else end
        if text[begin:last].strip():
            yield begin, last
        begin = at = end + 1


def _cells(text: str, start: int, end: int) -> tuple[tuple[int, int], ...]:
    """The spans of a row's cells, without the blanks around them; none where nothing parts them."""
    line = text[start:end]
    if "\n" in line:
        return ()
    part = "\t" if "\t" in line else next((bar for bar in _BARS if line.count(bar) > 1), "")
    if not part:
        return ()
    cells, at = [], start
    for words in line.split(part):
        low = at + len(words) - len(words.lstrip())
        cells.append((low, max(low, low + len(words.strip()))))
        at += len(words) + 1
    if part != "\t":  # bars stand around a row as well
        cells = cells[1 if line.lstrip().startswith(part) else 0 : -1 if line.rstrip().endswith(part) else None]
    return tuple(cells)
