"""From source text to facts: normalise, segment, scan for quantities, link, give each its place in the source."""

from __future__ import annotations

import gc
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from civx.patterns.load import load

from .attribution.antecedents import Memory
from .attribution.constructions import shapes
from .attribution.context import Context
from .attribution.link import Linker
from .attribution.locating import Locations
from .attribution.nouns import nouns
from .attribution.outline import settle_outline
from .attribution.part_words import part_words
from .attribution.periods import Periods, TimeWords, time_words
from .attribution.places import places
from .attribution.programmes import Programmes
from .attribution.subjects import Subjects
from .attribution.topics import Topics
from .document.headings import headings
from .document.planned import in_plan
from .document.plans import plan_flags
from .document.segment import Outline, dated, line_wraps, outline
from .facts import facts_of
from .model import NO_SHEET, Document, Extraction, Sentence, Sheet, Unread
from .quantities.grammar import grammar
from .quantities.quantity import Quantity, Scan
from .quantities.scan import scan
from .text.normalize import Normalized, normalize
from .text.rows import has_rows
from .words.lexicon import lexicon
from .words.spans import spans
from .words.times import Time

if TYPE_CHECKING:
    from .tables.facts import TableLinker
    from .tables.model import Table
    from .tables.times import Site


class Trace:
    """How an extraction came about: the linked quantities, the numbers that were rejected as (start, end, rule) in
    offsets of the normalised text, the sentences as they were read, and every rule whose words were met."""

    __slots__ = ("contexts", "extraction", "scan", "words")

    def __init__(self, extraction: Extraction, scan: Scan, contexts: tuple[Context, ...], words: TimeWords) -> None:
        self.extraction = extraction
        self.scan = scan
        self.contexts = contexts
        self.words = words

    @property
    def used(self) -> frozenset[str]:
        """The rules that fired, as ``file.yaml#id``: those of facts, rejected numbers and the words around them."""
        rules = {rule for _, _, rule in self.scan.rejected}
        for quantity in self.scan.quantities:
            rules.update(quantity.trace)
            rules.update(decision.winner.rule for decision in quantity.decisions.values())
            rules.add(quantity.rule)
            for decision in quantity.decisions.values():
                rules.update(one.rule for one in (decision.winner, *decision.losers))
        for context in self.contexts:
            for time in context.times:
                rules |= self.words.beside(context.text, time)
            for quantity in context.quantities:
                rules.update(self.words.told(context.text, quantity.own, quantity.left).values())
            for _, _, term in context.tokens:
                rules.update((term.programme_rule, term.area_rule, term.period_rule))
                rules.update(rule for rule in term.rules.values() if not rule.startswith("status."))
        return frozenset(rule for rule in rules if "#" in rule)


@contextmanager
def _no_collecting() -> Iterator[None]:
    """Holds the collector of cyclic garbage off: while a text is read hardly any of what is made can go.

    What was only made for reading must be gone at the end, or the collector would go through all of it at once.
    """
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


@_no_collecting()
def trace(
    text: str,
    source: str = "-",
    *,
    patterns: tuple[str, ...] = (),
    pages: tuple[int, ...] = (),
    provenance: bool = False,
    sheet: Sheet | None = None,
) -> Trace:
    """Like :func:`extract`, with an account of which rule did what."""
    contexts: list[Context] = []
    extraction, found = _run(text, source, patterns, contexts, pages, provenance, sheet)
    return Trace(extraction, found, tuple(contexts), time_words(patterns))


@_no_collecting()
def extract(
    text: str,
    source: str = "-",
    *,
    patterns: tuple[str, ...] = (),
    pages: tuple[int, ...] = (),
    provenance: bool = False,
    sheet: Sheet | None = None,
) -> Extraction:
    """Numeric facts of a report.

    ``text`` is the decoded source text, newlines untranslated; ``source`` the name that facts carry; ``patterns``
    are paths of the user's own pattern files; ``pages`` are the offsets at which the pages of a paged source begin,
    in rising order (then facts carry ``page``); with ``provenance`` each fact says by field what gave it (``because``).
    ``sheet`` says where in a workbook the text stands: facts then carry the cell behind ``source``.
    Raises PatternError where a pattern file is not valid, nothing else.
    """
    extraction, found = _run(text, source, patterns, [], pages, provenance, sheet)
    for quantity in found.quantities:
        quantity.let_go()
    return extraction


def _run(
    text: str,
    source: str,
    patterns: tuple[str, ...],
    contexts: list[Context],
    pages: tuple[int, ...] = (),
    provenance: bool = False,
    sheet: Sheet | None = None,
) -> tuple[Extraction, Scan]:
    sheet = sheet or NO_SHEET
    rules = headings(patterns)
    normalized = normalize(sheet.above + text).below(len(sheet.above)) if sheet.above else normalize(text)
    laid_out = outline(normalized.text, rules)
    if wraps := line_wraps(normalized.text, laid_out):
        normalized = normalized.without(wraps)
        laid_out = outline(normalized.text, rules)
    words = lexicon(patterns)
    words.hold(normalized.text)
    try:
        document = dated(normalized.text, laid_out, rules, patterns)
        skipped = _skip(normalized.text, laid_out, patterns)
        traditional = normalized.script == "traditional"
        tables, unread = _tables(normalized.text, patterns, skipped)
        found = scan(normalized.text, skipped, grammar(patterns), traditional)
        link(normalized.text, document, found, patterns, contexts, tables)
    finally:
        words.release()
    facts = facts_of(found.quantities, normalized, document, source, pages, provenance, sheet)
    left = tuple(_unread(table, normalized) for table in unread)
    return Extraction(source, text, normalized.script, facts, document, normalized, left), found


def _tables(
    text: str, patterns: tuple[str, ...], skipped: list[tuple[int, int, str]]
) -> tuple[list[Table], list[Table]]:
    """The tables of the text; the stretches that they take are added to ``skipped``."""
    if not has_rows(text):
        return [], []
    from .tables.reading import read_tables  # most texts need none of it

    tables, taken, unread = read_tables(text, patterns)
    skipped += taken
    return tables, unread


def _unread(table: Table, normalized: Normalized) -> Unread:
    """What is to be said of a table of which numbers were left out."""
    start = normalized.span(table.start, table.start + 1)[0]
    columns = dict.fromkeys(column.name for _, column in table.left if column is not None and column.name)
    line = normalized.source.count("\n", 0, start) + 1
    return Unread(line, len(table.left), tuple(columns), not table.cells)


def _skip(text: str, laid_out: Outline, patterns: tuple[str, ...]) -> list[tuple[int, int, str]]:
    """Stretches that hold no facts: heading labels, page numbers, a site's adverts."""
    starts = [s.start for s in laid_out.sentences]
    spans = [(s.start, s.start + len(s.label), "heading-label") for s in laid_out.sections if s.label]
    spans += [(start, end, "page-number") for start, end in laid_out.furniture]
    for advert in grammar(patterns).adverts.finditer(text):
        at = bisect_right(starts, advert.start()) - 1
        if at >= 0:
            spans.append((*_advert(text, laid_out.sentences[at], advert.start()), "names.yaml#adverts"))
    return spans


def _advert(text: str, sentence: Sentence, at: int) -> tuple[int, int]:
    """The stretch that an advert takes up: the bracket it stands in, else the whole sentence."""
    for opening, closing in ("()", "（）", "【】", "[]"):
        start = text.rfind(opening, sentence.start, at)
        end = text.find(closing, at, sentence.end)
        if start >= 0 and end >= 0 and text.find(closing, start, at) < 0:
            return start, end + 1
    return sentence.start, sentence.end


def link(
    text: str,
    document: Document,
    found: Scan,
    patterns: tuple[str, ...],
    contexts: list[Context],
    tables: Sequence[Table] = (),
) -> None:
    """Links all quantities of a document, sentence by sentence, and adds those of its ``tables`` to ``found``.

    The sentences read are added to ``contexts``.
    """
    flags = plan_flags(document, headings(patterns))
    words = lexicon(patterns)
    topics = Topics(text, document, words)
    programmes = Programmes(topics, load(patterns).get("weights")["programme"])
    moments = time_words(patterns)
    known = places(load(patterns))
    forms = shapes(load(patterns))
    words_of = nouns(load(patterns))
    leaning = {name: int(weight) for name, weight in load(patterns).get("weights")["subject"].items()}

    def subjects() -> Subjects:
        return Subjects(Memory(document, words_of, leaning), words_of)

    linkers: dict[int, Linker] = {}
    starts = [s.start for s in document.sentences]

    weights = {name: int(weight) for name, weight in load(patterns).get("weights")["period"].items()}

    def periods(number: int) -> Periods:
        return Periods(document, number, moments, weights)

    def site(start: int) -> Site:
        from .tables.times import Site

        sentence = document.sentences[bisect_right(starts, start) - 1]
        flag = in_plan(document, flags, sentence)
        plan_year = document.reports[sentence.report].plan_year
        return Site(start, periods(sentence.report), plan_year, flag, sentence.report, sentence.section)

    linkers_of_tables: list[TableLinker] = []
    if tables:
        from .tables.facts import table_linkers

        linkers_of_tables = table_linkers(tables, site, topics, patterns)
    planned_cells = sorted(cell for linker in linkers_of_tables for cell in linker.planned_texts())
    settle_outline(text, document, found.quantities, words)
    by_sentence: dict[int, tuple[list[Quantity], list[Time]]] = {}
    for quantity in found.quantities:
        at = bisect_right(starts, quantity.start) - 1
        by_sentence.setdefault(at, ([], []))[0].append(quantity)
    for time in (*found.times, *spans(patterns).find(text, 0, len(text))):
        at = bisect_right(starts, time.start) - 1
        by_sentence.setdefault(at, ([], []))[1].append(time)
    for at in sorted(by_sentence):
        own, own_times = by_sentence[at]
        if at < 0:
            continue
        sentence = document.sentences[at]
        linker = linkers.get(sentence.report)
        if linker is None:
            linker = Linker(
                topics,
                programmes,
                periods(sentence.report),
                known,
                forms,
                part_words(load(patterns)),
                subjects(),
                Locations(text, document, known),
            )
            linkers[sentence.report] = linker
        flag = in_plan(document, flags, sentence)
        for quantity in own if planned_cells else ():
            cell = bisect_right(planned_cells, (quantity.start, len(text))) - 1
            quantity.in_plan_cell = cell >= 0 and quantity.end <= planned_cells[cell][1]
        parent = document.sections[sentence.section].parent if sentence.section is not None else None
        context = Context(text, sentence, at, own, own_times, words, parent)
        contexts.append(context)
        linker.read(context, flag)
    if linkers_of_tables:
        from .tables.facts import link_tables

        link_tables(linkers_of_tables, found)
