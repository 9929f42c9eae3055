"""Which report and which heading of a file each fact stands in, as the file's structure has them."""
from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from civx.extractors.model import Extraction


def report_numbers(extraction: Extraction) -> list[int]:
    """For each fact the index of its report in ``extraction.reports``: titles alone do not tell two reports apart."""
    span = extraction.normalized.span
    starts = [span(report.start, report.end)[0] for report in extraction.reports]
    return [max(bisect_right(starts, fact.start) - 1, 0) for fact in extraction.facts]


def section_numbers(extraction: Extraction, reports: list[int]) -> list[int | None]:
    """For each fact the index of its heading in ``extraction.document.sections``, None where it has none.

    ``reports`` are the facts' report numbers. Of headings with the same path the last one before the fact is its own.
    """
    document, span = extraction.document, extraction.normalized.span
    known: dict[tuple[int, tuple[str, ...]], list[tuple[int, int]]] = {}
    for index, section in enumerate(document.sections):
        start = span(section.start, section.end)[0]
        known.setdefault((section.report, document.path(index)), []).append((start, index))
    found: list[int | None] = []
    for fact, report in zip(extraction.facts, reports, strict=True):
        headings = known.get((report, fact.section), ())
        at = bisect_right(headings, (fact.start, len(document.sections)))
        found.append(headings[max(at - 1, 0)][1] if headings else None)
    return found
