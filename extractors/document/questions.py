"""What a question sets for its answer: 记者：去年有哪些进展？, 问：今年有什么打算？"""

from __future__ import annotations

from typing import NamedTuple

from civx.patterns.kept import compiled

from ..model import Reference, Report
from ..words.anchors import Anchor
from ..words.mentions import Mentions
from .headings import Headings
from .leadins import PLAN_LIST
from .timed import resolved

_STOPS = compiled(r"[\s，,。？?！!；;“”]+")
_ASKED = compiled(r"[？?]\s*$")


class Question(NamedTuple):
    """Where a question's stretch begins, and the time that it asks about; None for the text's own."""

    start: int
    reference: Reference | None


def question(
    text: str, start: int, end: int, anchor: Anchor, find: Mentions, report: Report, rules: Headings
) -> Question | None:
    """The question that the line at [start, end) is; None for other lines."""
    asks = rules.pattern("asks").match(text, start, end)
    if asks is None:
        return None
    told = text[asks.end() : end]
    for time in find.find(text, asks.end(), end):
        reference = resolved(time, anchor, "opener") if "{R}" not in time.first and "{S" not in time.first else None
        if reference is not None and report.year is not None and (reference.year or 0) <= report.year:
            ahead = _plans(told, rules) and reference.year == report.year
            return Question(start, report.plan._replace(rule=PLAN_LIST) if ahead and report.plan.last else reference)
    if _plans(told, rules) and report.plan.last:
        return Question(start, report.plan._replace(rule=PLAN_LIST, start=start, end=end))
    return Question(start, None)


def _plans(told: str, rules: Headings) -> bool:
    """Whether the question asks for plans: 下一步有什么打算？"""
    last = [words for words in _STOPS.split(_ASKED.sub("", told)) if words]
    return bool(last) and (rules.has("plan", last[-1]) or rules.ends("plan-end", last[-1]))
