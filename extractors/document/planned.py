"""Whether a sentence stands among what is planned or among what was done."""

from __future__ import annotations

from collections.abc import Sequence

from ..model import Document, Report, Sentence
from .leadins import PLAN_LIST
from .stretches import covering


def in_plan(document: Document, flags: Sequence[bool | None], sentence: Sentence) -> bool | None:
    """Whether the sentence stands among plans (True) or what was done (False); None where nothing says so."""
    held = _held(document, flags, sentence)
    flag = flags[sentence.section] if sentence.section is not None and held else None
    year = document.reports[sentence.report].year
    stretch = covering(document.stretches, sentence.start)
    ahead = stretch is not None and stretch.reference.last != ".."
    report = document.reports[sentence.report]
    if stretch is not None and stretch.reference.rule == PLAN_LIST:
        return True  # what is left of the year: 下半年，将着力抓好以下工作：…
    if stretch is not None and ahead and year is not None and int(stretch.reference.first[:4]) > year:
        return True  # 今后五年，…, or the year to come: whatever the heading above is about
    if stretch is not None and ahead and report_only_plans(report) and report.plan.first:
        flag = None if int(stretch.reference.last[:4]) >= int(report.plan.first[:4]) else False
    if flag is None and report_only_plans(report):
        flag = True
    section = document.sections[sentence.section] if sentence.section is not None and held else None
    if flag is None and section is not None and section.label.endswith("要"):
        flag = True  # 一要…, 二要…: what is demanded is yet to be done
    return flag


def _held(document: Document, flags: Sequence[bool | None], sentence: Sentence) -> bool:
    """Whether the headings above the sentence are of its own text, where a file is divided into several ones."""
    item = covering(document.items, sentence.start)
    section = sentence.section
    if item is None or section is None:
        return section is not None
    sections = document.sections
    if sections[section].start < item.start:
        return False
    while (parent := sections[section].parent) is not None and sections[parent].start >= item.start:
        section = parent
    return parent is None or flags[section] != flags[parent]


def report_only_plans(report: Report) -> bool:
    """Whether a report's title names a plan and nothing that was done: 2024年工作要点."""
    return report.year is None and report.plan_year is not None
