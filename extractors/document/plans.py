"""Which headings speak of plans and which of what was done."""
from __future__ import annotations

from civx.patterns.kept import compiled

from ..model import Document, Reference, Report, Section
from .headings import Headings, headings
from .stretches import MENDED

_LABEL = compiled(r"[\s：:，,、．.]*")
_TRAILING = compiled(r"[\s：:]*(?:[(（][^()（）]*[)）]\s*)?$")

_ORDERS = frozenset(("notice", "programme", "plan"))  # kinds whose tasks are yet to be done

# Words at a heading's end count in short headings only: long ones are sentences about something else.
_SHORT = 24

_last: tuple[Document, Headings, tuple[bool | None, ...]] | None = None


def plan_flags(document: Document, rules: Headings | None = None) -> tuple[bool | None, ...]:
    """For each section of ``document`` whether it is about plans (True), about what was done (False), or unsaid (None).

    The nearest heading that says so decides; where none does, a report whose title names only a plan makes
    all its sections plans.
    """
    global _last
    last = _last
    rules = rules or headings()
    if last is not None and last[1] is rules and last[0].sections is document.sections and (
        last[0].reports is document.reports and last[0].times is document.times
    ):
        return last[2]
    flags: list[bool | None] = []
    ahead = _first_ahead(document, rules)
    for number, section in enumerate(document.sections):
        report = document.reports[section.report]
        if section.parent is not None:
            outer = flags[section.parent]
        else:
            outer = True if report.plan_year is not None and report.year is None else None
            if outer and number < ahead.get(section.report, 0):
                outer = False  # a plan over years begins with what was reached
        named = document.times[number] if document.times else None
        named = None if named is not None and named.rule == MENDED else named
        flags.append(_says(section, report, named, outer, rules))
    # One document at a time is worked on; keeping the last one spares callers to carry the flags along.
    _last = (document, rules, tuple(flags))
    return _last[2]


def _first_ahead(document: Document, rules: Headings) -> dict[int, int]:
    """By report that is a plan over years, its first section that looks ahead; none where there is no such heading."""
    found: dict[int, int] = {}
    for number, section in enumerate(document.sections):
        if document.reports[section.report].genre == "programme" and rules.has("plan-lean", section.title):
            found.setdefault(section.report, number)
    return found


def is_plan(document: Document, section: int | None) -> bool | None:
    """Whether section number ``section`` of ``document`` is about plans: see plan_flags. None for no section."""
    return None if section is None else plan_flags(document)[section]


def _says(
    section: Section, report: Report, named: Reference | None, outer: bool | None, rules: Headings
) -> bool | None:
    """What the heading's own words say, or else ``outer``, what the headings around it say; ``named`` is its time."""
    title = section.title
    words = title[len(section.label) :] if title.startswith(section.label) else title
    words = words[_LABEL.match(words).end() : _TRAILING.search(words).start()]  # type: ignore[union-attr]
    role = rules.role(title)
    # Items (一是…) tell what is done; how their first clause ends says little about when.
    ends = role != "item" and len(words) <= _SHORT
    past = ends and rules.ends("review-end", words)
    planned = rules.has("plan", words)
    if not planned and ends and rules.ends("plan-end", words):
        planned = not rules.has("verb-led", words) and (role != "point" or outer is not False)
    dated = named is not None and bool(named.last)
    if not past and not dated and report.genre in _ORDERS and ends and rules.has("plan-lean", words):
        planned = True  # 二、主要任务, of a scheme; but 一、2022年主要工作 is of that year
    if past and planned:
        past = not rules.ends("plan-end", words)
    if planned and rules.has("review", words):  # 工作总结及下一步打算 is about both
        return False if past and not rules.has("join", words) else None
    if named is not None and named.last:
        first, last = int(named.first[:4]), int(named.last[:4])
        looked = report.year or (report.plan_year - 1 if report.plan_year is not None else None)
        if not past and report.plan_year is not None and first == report.plan_year != report.year:
            return True
        if not past and looked is not None and first > looked:
            return True
        if not past and looked is not None and last > looked and rules.has("plan-lean", words):
            return True  # “十四五”期间主要目标, of what looks back on its first year
        if looked is not None and last <= looked and not planned and (report.year is not None or last < looked + 1):
            return False
    if past and (outer is not True or role == "section"):
        return False
    return True if planned else outer
