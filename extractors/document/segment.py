"""From normalised text to its structure: reports, the tree of headings, sentences."""

from __future__ import annotations

from typing import NamedTuple

from civx.patterns.kept import compiled

from ..model import Document, Report, Section, Sentence
from ..words.mentions import mentions
from .headings import Head, Headings, headings, title_text
from .items import find_items
from .layout import Block, Line, find_lines, join_lines
from .lengths import LONGEST, cut_long
from .plans import is_plan, plan_flags
from .reference import Layout, Reading, reader
from .reports import find_reports
from .sentences import clauses, cuts, tail
from .stretches import find_stretches, heading_times

__all__ = ["clauses", "dated", "furniture", "is_plan", "line_wraps", "outline", "plan_flags", "segment"]


class Outline(NamedTuple):
    """How a text is laid out, before its times are read: reports as (title, start, end, blocks), headings, sentences,
    and the lines that are only page numbers or running heads beside them."""

    reports: tuple[tuple[str, int, int, list[Block]], ...]
    sections: tuple[Section, ...]
    sentences: tuple[Sentence, ...]
    furniture: list[tuple[int, int]]


def segment(text: str, rules: Headings | None = None, extra: tuple[str, ...] = ()) -> Document:
    """The structure of ``text`` (normalised: Simplified, line breaks as they come).

    Every character that is not blank is in exactly one sentence; a text without a title is one report with title "".
    ``rules`` are those of headings.yaml unless given, ``extra`` a user's pattern files. Never raises.
    """
    rules = rules or headings()
    return dated(text, outline(text, rules), rules, extra)


def outline(text: str, rules: Headings) -> Outline:
    """How ``text`` is laid out."""
    lines = find_lines(text, rules)
    spans = find_reports(text, lines, rules)
    titles = {number for span in spans for number in span.lines}
    blocks = join_lines(text, lines, titles, rules)

    builder = _Builder(text, rules)
    starts = [lines[span.first].start for span in spans]
    bounds = [(span.title, start) for span, start in zip(spans, starts, strict=True)]
    if not bounds or text[: starts[0]].strip():
        bounds.insert(0, ("", 0))
    else:
        bounds[0] = (bounds[0][0], 0)
    ends = [start for _, start in bounds[1:]] + [len(text)]
    position = 0
    reports: list[tuple[str, int, int, list[Block]]] = []
    for number, ((title, start), end) in enumerate(zip(bounds, ends, strict=True)):
        builder.open_report(number)
        first = position
        while position < len(blocks) and blocks[position].start < end:
            builder.add(blocks[position])
            position += 1
        builder.close_all(end)
        reports.append((title, start, end, blocks[first:position]))
    return Outline(tuple(reports), builder.finish(), tuple(builder.sentences), _furniture(lines))


def dated(text: str, laid_out: Outline, rules: Headings, extra: tuple[str, ...] = ()) -> Document:
    """The structure of a text whose outline is known, with the times of its reports, headings and stretches."""
    reports: list[Report] = []
    for title, start, end, blocks in laid_out.reports:
        reading = _reading(text, blocks, title, rules, extra)
        reports.append(Report(
            title, start, end, reading.years.review, reading.years.plan, reading.genre, reading.review, reading.plan,
            reading.now, reading.month, reading.evidence,
        ))
    return _timed(text, Document(tuple(reports), laid_out.sections, laid_out.sentences), rules, extra)


def _timed(text: str, document: Document, rules: Headings, extra: tuple[str, ...]) -> Document:
    """The document with the times of its headings and stretches."""
    reports, sections, sentences = document.reports, document.sections, document.sentences
    find = mentions(extra)
    document = document._replace(times=heading_times(text, sections, reports, find, rules))
    flags = plan_flags(document, rules)
    items = find_items(text, sentences, reports, rules, reader(rules, extra))
    stretches = find_stretches(text, sentences, sections, reports, flags, items, find, rules)
    return document._replace(items=items, stretches=stretches)


_WRAP = compiled(r"[ \t\u3000]*(?:\r?\n[ \t\u3000]*)+")


def line_wraps(text: str, laid_out: Outline) -> list[int]:
    """The characters inside paragraphs that only lay the text out: line breaks, indents, page numbers in between.

    Offsets into ``text``, ascending; none where every paragraph stands in one line.
    """
    gone: set[int] = set()
    before: Sentence | None = None
    for sentence in laid_out.sentences:
        if (
            before is not None
            and before.paragraph == sentence.paragraph
            and not sentence.row
            and "\n" in text[before.end : sentence.start]
        ):
            gone.update(range(before.end, sentence.start))
        before = sentence
        if text.find("\n", sentence.start, sentence.end) < 0:
            continue
        for start, end in laid_out.furniture:
            if sentence.start <= start and end <= sentence.end:
                gone.update(range(start, end))
        for wrap in _WRAP.finditer(text, sentence.start, sentence.end):
            start, end = wrap.span()
            if (
                text[start - 1 : start].isascii()
                and text[end : end + 1].isascii()
                and text[start - 1 : start].isalpha()
            ):
                start += 1  # two words of Latin letters stay apart
            gone.update(range(start, end))
    return sorted(gone)


def furniture(text: str, rules: Headings | None = None) -> list[tuple[int, int]]:
    """Spans of the lines that are only a page number or a running head beside one.

    A sentence may reach over such a line; the numbers in it are no part of the sentence.
    """
    return _furniture(find_lines(text, rules or headings()))


def _furniture(lines: list[Line]) -> list[tuple[int, int]]:
    return [(line.start, line.end) for line in lines if line.page]


def _reading(text: str, blocks: list[Block], title: str, rules: Headings, extra: tuple[str, ...]) -> Reading:
    titles = [block for block in blocks if block.title] if title else []
    heads = [
        (block.head.title_start, block.head.title_end)
        for block in blocks
        if block.head is not None and block.head.kind.role not in ("point", "item")
    ]
    paragraphs = [(block.start, block.end) for block in blocks if block.head is None and not block.title]
    span = (titles[0].start, titles[-1].end) if titles else (0, 0)
    lines = [(block.start, block.end) for block in blocks]
    return reader(rules, extra).read(text, Layout(span, heads, paragraphs, lines))


class _Open:
    """A heading whose end is not known yet; ``inside``: it opened inside a paragraph and ends with it."""

    __slots__ = ("head", "inside", "number")

    def __init__(self, head: Head, number: int, inside: bool) -> None:
        self.head = head
        self.number = number
        self.inside = inside


class _Builder:
    """Takes blocks in text order and gathers sections and sentences."""

    __slots__ = ("_ends", "_paragraph", "_parts", "_report", "_rules", "_stack", "_text", "sentences")

    def __init__(self, text: str, rules: Headings) -> None:
        self._text = text
        self._rules = rules
        self._report = 0
        self._paragraph = -1
        self._stack: list[_Open] = []
        self._parts: list[tuple[Head, int, int | None, int, bool]] = []
        self._ends: list[int] = []
        self.sentences: list[Sentence] = []

    def open_report(self, number: int) -> None:
        """Go on with report ``number``; the headings before must be closed."""
        self._report = number

    def add(self, block: Block) -> None:
        """Take in a paragraph, a heading's line or a title."""
        self._paragraph += 1
        text, rules, end = self._text, self._rules, block.end
        if block.title:
            self._sentence(block.start, end)
            return
        if block.row:
            self._row(block.start, end)
            return
        head = block.head
        position = block.start
        if head is not None:
            self._open(head, end, inside=False)
            if head.kind.role == "plain" or head.title_end >= end:
                self._sentence(position, end)
                return
        found = cuts(text, position, end, rules)
        if head is not None and head.embedded >= 0:
            inner = rules.inline_head(text, head.embedded, end)
            if inner is not None:
                found = [(head.embedded, inner), *(cut for cut in found if cut[0] > head.embedded)]
        for cut, inner in found:
            if inner is None:
                cut = tail(text, cut, end)
            if cut > position:
                self._sentence(position, cut)
                position = cut
            if inner is not None:
                # A section that opens behind a full stop is one whose line break was lost; it reaches on.
                self._open(inner, end, inside=inner.kind.role != "section" or text[inner.start - 1] in "；;：:")
        self._sentence(position, end)
        self._close_inside(end)

    def _row(self, start: int, end: int) -> None:
        """A table's row: a sentence, or several where its cells hold stops. No heading opens in it."""
        position = start
        for cut, _ in cuts(self._text, start, end, self._rules):
            cut = tail(self._text, cut, end)
            self._sentence(position, cut, row=True)
            position = cut
        self._sentence(position, end, row=True)

    def close_all(self, end: int) -> None:
        """Close the headings that are open: their report ends at ``end``."""
        self._close_down_to(0, end)

    def finish(self) -> tuple[Section, ...]:
        """The sections, all closed."""
        text = self._text
        sections: list[Section] = []
        following = len(text)
        for (head, level, parent, report, run_in), end in zip(reversed(self._parts), reversed(self._ends), strict=True):
            start = head.title_start if head.kind.role == "mark" else head.start
            # A heading without words of its own (一、：二、) must not run on into the next.
            limit = min(following, end)
            title = title_text(text, start, min(head.title_end, limit))
            label = text[head.start : head.label_end].strip()
            sections.append(
                Section(title, label, level, parent, head.start, min(head.body, limit), end, report, run_in)
            )
            following = head.start
        sections.reverse()
        return tuple(sections)

    def _open(self, head: Head, end: int, *, inside: bool) -> None:
        """Open a heading in a paragraph that ends at ``end``; ``inside``: it ends there too."""
        stack = self._stack
        kind = head.kind
        depth = len(stack)
        same = next((i for i in range(depth - 1, -1, -1) if stack[i].head.kind.id == kind.id), -1)
        if same >= 0 and not (inside and head.first and kind.role != "item" and not stack[same].inside):
            depth = same
        elif not head.first:
            while depth and stack[depth - 1].head.kind.rank > kind.rank:
                depth -= 1
        elif kind.role != "item" and not inside:
            while depth and stack[depth - 1].head.kind.role == "item":
                depth -= 1
        self._close_down_to(depth, head.start)
        parent = stack[-1].number if stack else None
        self._parts.append((head, depth + 1, parent, self._report, head.body < end))
        self._ends.append(-1)
        stack.append(_Open(head, len(self._parts) - 1, inside))

    def _close_down_to(self, depth: int, end: int) -> None:
        while len(self._stack) > depth:
            self._ends[self._stack.pop().number] = end

    def _close_inside(self, end: int) -> None:
        """At a paragraph's end: headings that opened inside it end with it."""
        for depth, item in enumerate(self._stack):
            if item.inside:
                self._close_down_to(depth, end)
                return

    def _sentence(self, start: int, end: int, *, row: bool = False) -> None:
        text = self._text
        while start < end and text[start].isspace():
            start += 1
        while start < end and text[end - 1].isspace():
            end -= 1
        if end - start > LONGEST:
            position = start
            for cut in cut_long(text, start, end):
                self._sentence(position, cut, row=row)
                position = cut
            self._sentence(position, end, row=row)
        elif start < end:
            section = self._stack[-1].number if self._stack else None
            self.sentences.append(Sentence(start, end, section, self._report, self._paragraph, row))
