"""Runs the examples of patterns/headings.yaml.

Braces mark, according to the rule's role, the titles of all reports, all headings, or all page numbers. A heading's
mark may say ``status=planned`` or ``status=actual`` and the ``period`` that it names, a report's
``period=2022/2023``: the year it looks back on and the one it plans for, either may be empty, and
``stretches=2018/2022,2023``, the times of its runs of paragraphs. A ``yes`` example must come out differently
without its rule, a ``no`` example must not.
"""
from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from civx.patterns.load import load

from .document.headings import Headings, headings
from .document.segment import furniture, plan_flags, segment
from .examples import parse_marked

_REPORT_ROLES = frozenset(("report", "audited", "plan-years", "asks",
                           "title", "title-weak", "title-tail", "title-body", "year", "join",
                           "reviewed", "delivered", "plan-lean", "dateline", "dated-line", "broken-title",
                           "passed-on", "before-year", "elsewhen", "elsewhen-behind", "this-year", "lead",
                           "years-told", "announces", "plan-lead", "plan-lead-on", "plan-lead-not", "planned-year",
                           "outcome", "to-do",
                           "in-force", "in-force-from", "gone", "reported"))


class _Found(NamedTuple):
    """A title, heading or page number with the fields that a mark may name."""

    quote: str
    fields: dict[str, str]


def run_heading_example(text: str, rule: str, positive: bool, extra: tuple[str, ...] = ()) -> list[str]:
    """What is wrong with a heading example of ``rule`` (``"headings.yaml#is"``); empty where it holds.

    Raises ValueError for a mark that cannot be read. ``extra`` are a user's pattern files.
    """
    plain, marks = parse_marked(text)
    rule_id = rule.partition("#")[2]
    roles = {other["id"]: other["role"] for other in load(extra).rules("headings")}
    outcome = _outcome(plain, headings(extra))
    group = 0 if roles[rule_id] in _REPORT_ROLES else 2 if roles[rule_id] in ("page", "running") else 1
    found = outcome[group]
    messages = []
    if [mark.quote for mark in marks] != [item.quote for item in found]:
        messages.append(f"found are {[item.quote for item in found]}, marked {[mark.quote for mark in marks]}")
    else:
        for mark, item in zip(marks, found, strict=True):
            messages += [
                f"[{mark.quote}]: {name} is {item.fields.get(name) or 'empty'}, not {wanted or 'empty'}"
                for name, wanted in mark.fields.items()
                if item.fields.get(name, "") != wanted
            ]
    used = outcome != _outcome(plain, _without(rule_id, extra))
    if used is not positive:
        messages.append("a yes example that does not need its rule" if positive else "a no example that uses its rule")
    return messages


@lru_cache(maxsize=4)
def _without(rule_id: str, extra: tuple[str, ...]) -> Headings:
    return Headings([rule for rule in load(extra).rules("headings") if rule["id"] != rule_id])


def _outcome(text: str, rules: Headings) -> tuple[list[_Found], list[_Found], list[_Found]]:
    """Reports with a title, headings, page numbers."""
    document = segment(text, rules)
    reports = [
        _Found(report.title, {
            "period": f"{report.year or ''}/{report.plan_year or ''}",
            "stretches": ",".join(
                one.reference.period for one in document.stretches if report.start <= one.start < report.end
            ),
        })
        for report in document.reports
        if report.title
    ]
    statuses = {True: "planned", False: "actual", None: ""}
    sections = [
        _Found(section.title, {"status": statuses[flag], "period": time.period if time is not None else ""})
        for section, flag, time in zip(document.sections, plan_flags(document, rules), document.times, strict=True)
    ]
    return reports, sections, [_Found(text[start:end], {}) for start, end in furniture(text, rules)]
