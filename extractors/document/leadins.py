"""Where a text plans though no heading says so.

Lists that a sentence announces (下半年，抓好以下工作：一是…), and texts whose clauses open with what is to be done
and tell of no result.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from civx.patterns.kept import compiled

from ..model import Reference, Report, Section, Sentence
from .headings import Headings

PLAN_LIST = "plan-list"  # the rule of the time that such a list is of
# But for dates, labels and how many things the list tells: 提出办好12件民生实事：
_FIGURE = compiled(r"(?<!\d)\d+(?!\d|\s*(?:年|月|日|[、．.]|件|大?项|个方面))")
_BLANKS = compiled(r"[\s\u3000]*")
_SHORT, _LONG = 150, 6000  # characters of a text without headings that its wording is judged by
_OPENINGS, _OUTCOMES = 25, 4  # in a thousand characters: at least so many clauses that open so, at most so many results
_GENRES = frozenset(("address", ""))
_LONGEST = 90  # characters of a sentence that only announces


def planned_list(
    text: str, sentence: Sentence, report: Report, section: Section | None, starts: Collection[int], rules: Headings
) -> tuple[int, Reference] | None:
    """Up to where the list reaches that the sentence announces as planned, and the time that the report plans for.

    ``section`` is the one that the sentence stands in, ``starts`` are where the headings begin: the list is of such.
    """
    start, end = sentence.start, sentence.end
    if not report.plan.last or end - start > _LONGEST:
        return None
    if (at := lists(text, end, starts)) is None:
        return None
    told = text[start:end]
    announces = text.endswith(rules.words("announces"), start, end) or rules.has("plan-lead-on", told)
    if not announces or not rules.has("plan-lead", told) or rules.has("plan-lead-not", told):
        return None
    if _FIGURE.search(told) is not None:
        return None
    limit = section.end if section is not None else report.end
    if "\n" not in text[end:at]:  # within its own paragraph
        line = text.find("\n", at)
        limit = min(limit, line if line >= 0 else limit)
    return limit, report.plan._replace(rule=PLAN_LIST, start=start, end=end)


def lists(text: str, end: int, starts: Collection[int]) -> int | None:
    """Where the list begins that follows at ``end``, if one does."""
    after = _BLANKS.match(text, end)
    at = after.end() if after is not None else end
    return at if at in starts else None


def heading_starts(sections: Sequence[Section]) -> frozenset[int]:
    """Where headings begin."""
    return frozenset(section.start for section in sections)


def plans_by_wording(text: str, report: Report, rules: Headings) -> Reference | None:
    """The time that a text without headings plans for, where its wording is that of plans.

    Its clauses open with what is to be done (健全…, 加快…, 扎实做好…), and next to nothing tells of a result.
    """
    size = report.end - report.start
    if report.genre not in _GENRES or not _SHORT <= size <= _LONG:
        return None
    if sum(1 for _ in rules.pattern("outcome").finditer(text, report.start, report.end)) * 1000 > size * _OUTCOMES:
        return None
    if sum(1 for _ in rules.pattern("to-do").finditer(text, report.start, report.end)) * 1000 < size * _OPENINGS:
        return None
    return report.plan._replace(rule=PLAN_LIST, start=-1, end=-1)
