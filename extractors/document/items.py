"""The items of a file of several texts: what stands between lines that only separate, news under dates of its own."""

from __future__ import annotations

from collections.abc import Sequence

from ..model import Reference, Report, Sentence, Stretch
from .dates import Dated, closing_date, dates
from .headings import Headings
from .layout import separates
from .reference import Layout, Reader

_LONG_TITLE = 40
_SIGNATURE = 30
_TITLE_LINES = 3


def find_items(
    text: str, sentences: Sequence[Sentence], reports: Sequence[Report], rules: Headings, reader: Reader
) -> tuple[Stretch, ...]:
    """The items of a file of several texts: between lines that only separate, or of news under dates of their own."""
    found: list[Stretch] = []
    by_report: dict[int, list[Sentence]] = {}
    for sentence in sentences:
        by_report.setdefault(sentence.report, []).append(sentence)
    for number, report in enumerate(reports):
        lines = _paragraphs(by_report.get(number, ()))
        parts = _parts(text, lines, rules)
        if len(parts) > 1:
            written: int | None = None
            for first, last in parts:
                end = lines[last][0] if last < len(lines) else report.end
                part, dated = _part(text, lines[first:last], end, report, written, reader)
                found.append(part)
                written = dated or written
        if report.genre == "news":
            found = _refined(found, _dated_items(text, lines, report, rules))
    return tuple(sorted(found))


def _parts(text: str, lines: list[tuple[int, int]], rules: Headings) -> list[tuple[int, int]]:
    """The parts of a file, as numbers of lines.

    They end with a separating line, with a signature and its date, or before an item of news under its title.
    """
    parts: list[tuple[int, int]] = []
    first, prose = 0, False
    for at, (start, end) in enumerate(lines):
        if prose and _opens_item(text, lines, at, rules) and first < at - 1:
            parts.append((first, at - 1))
            first, prose = at - 1, False
        if separates(text, start, end):
            if prose or at - first > _TITLE_LINES:  # else it only underlines the title
                parts.append((first, at))
                first, prose = at + 1, False
        elif "。" in text[start:end]:
            prose = True
        elif prose and end - start <= _SIGNATURE and at + 2 < len(lines) and closing_date(text, start, end) is not None:
            parts.append((first, at + 1))
            first, prose = at + 1, False
    if first < len(lines):
        parts.append((first, len(lines)))
    return [(low, high) for low, high in parts if low < high]


def _part(
    text: str, lines: list[tuple[int, int]], end: int, report: Report, before: int | None, reader: Reader
) -> tuple[Stretch, int | None]:
    """A part of a file, read as a document of its own, and the year in which it is dated.

    One that does not say when it is of is of the year in which the part before it was written, else of the report's.
    """
    reading = reader.read(text, Layout((0, 0), (), lines, lines))
    reference = reading.review if reading.review.last else reading.plan
    start = lines[0][0]
    once = reference.rule == "reference.named" and sum(one.year == reference.year for one in reading.evidence) == 1
    if reference.last and not (once and before is not None):
        return Stretch(start, end, reference, reading.now, reading.month, reading.genre), reading.written
    if before is not None:
        reference = Reference(str(before), str(before), "reference.part-before")
        return Stretch(start, end, reference, before, "", reading.genre), None
    return Stretch(start, end, report.review, report.now, report.month, reading.genre), None


def _refined(parts: list[Stretch], dated: list[Stretch]) -> list[Stretch]:
    """The parts, each with the dated items in it instead."""
    if not dated:
        return parts
    kept = [part for part in parts if not any(part.start <= item.start < part.end for item in dated)]
    return [*kept, *dated]


def _dated_items(text: str, lines: list[tuple[int, int]], report: Report, rules: Headings) -> list[Stretch]:
    """The items of news that stand under dates of their own."""
    dated: list[tuple[int, Dated]] = []
    title = report.start  # where the short line right above begins, -1 where there is none
    for start, end in lines:
        mark = _date_of_item(text, start, end, rules)
        if mark is not None:
            dated.append((title if title >= 0 else start, mark))
        title = start if end - start <= _LONG_TITLE and "。" not in text[start:end] else -1
    ends = [start for start, _ in dated[1:]] + [report.end]
    if len(dated) < 2:
        return []
    return [
        Stretch(
            start, end, Reference(str(date.year), str(date.year), "reference.dateline", date.start, date.end),
            date.year, date.iso_month, "news",
        )
        for (start, date), end in zip(dated, ends, strict=True)
    ]


def _opens_item(text: str, lines: list[tuple[int, int]], at: int, rules: Headings) -> bool:
    """Whether a line is the first of an item of news, by its dateline, and right above it stands a title."""
    start, end = lines[at]
    above, below = lines[at - 1]
    if "。" not in text[start:end] or below - above > _LONG_TITLE or "。" in text[above:below]:
        return False
    return _date_of_item(text, start, end, rules) is not None


def _date_of_item(text: str, start: int, end: int, rules: Headings) -> Dated | None:
    """The date of an item of news in a line of its own, or that opens the item: 发布时间：…; （…2024年4月7日讯）."""
    date = next(iter(dates(text, start, min(end, start + 60))), None)
    if date is None or not date.day:
        return None
    if end - start <= 80 and "。" not in text[start:end] and rules.has("dated-line", text[start:end]):
        return date
    return date if date.start - start <= 24 and rules.has("dateline", text[date.end : date.end + 3]) else None


def _paragraphs(sentences: Sequence[Sentence]) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    paragraph = -1
    for sentence in sentences:
        if sentence.paragraph == paragraph:
            found[-1] = found[-1][0], sentence.end
        else:
            found.append((sentence.start, sentence.end))
            paragraph = sentence.paragraph
    return found
