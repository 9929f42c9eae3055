"""The times that headings name, and the runs of paragraphs that speak of a time of their own.

A sentence that opens with a time and tells nothing else that has a figure (过去五年，是极不平凡的五年。), or that
announces what follows (五年来的主要成效是：), sets the time for what follows in its section, until the next such one.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from operator import attrgetter, itemgetter

from civx.patterns.kept import compiled

from ..model import Reference, Report, Section, Sentence, Stretch
from ..words.anchors import Anchor, fill
from ..words.mentions import Mentions
from ..words.times import ENDS, Time, small
from .headings import Headings
from .leadins import heading_starts, planned_list, plans_by_wording
from .questions import question
from .timed import resolved

_LONG_HEADING = 40
_ORDERS = frozenset(("notice", "programme"))  # kinds that say from when what they set is in force
_NO_FIGURES = compiled(r"(?:19|20)\d\d\s*年(?:\d{1,2}月(?:\d{1,2}日)?)?|\d{1,2}月\d{1,2}日|\d+周年|第\d+")
_FIGURE = compiled(r"\d")
_YEARS = compiled("年|五[”」』]")
_OPENING = 48
_DASH, _ASKED = "——", "？?"
_UP_TO = ("到", "至")
MENDED = "heading-mended"  # the rule of a heading that tells of what an audit led to
IN_FORCE = "in-force"  # the rule of such a time, which is one of standards only
_IN_ALL = "periods.yaml#years-in-all"
_WEAK = frozenset(("periods.yaml#five-year-plan-named", "periods.yaml#five-year-plan-itself"))


def anchor_of(report: Report, planned: bool | None = None) -> Anchor:
    """What the words of time in a report lean on, in its parts about plans where ``planned``."""
    plan = report.plan.year if report.plan.first == report.plan.last else int(report.plan.first[:4] or 0) or None
    looked = report.year or (report.review.year if planned is False else None)
    year = (plan if planned else looked) or report.year or plan
    own = report.plan if planned else report.review
    own = own if own.last else report.review
    said = own.last if own.double else own.period  # what is so now is so at the end of a school or financial year
    if own.double and report.now is not None and own.first <= str(report.now) < own.last:
        said = str(report.now)  # but for what is written before
    end = int(report.plan.last[:4]) if planned and report.plan.last[:4] > report.plan.first[:4] else None
    return Anchor(year, report.now or report.year, plan, report.month, said, ahead=report.plan.period, end=end)


def heading_times(
    text: str, sections: Sequence[Section], reports: Sequence[Report], find: Mentions, rules: Headings
) -> tuple[Reference | None, ...]:
    """For each section the time that its heading names: 一、2025年工作回顾; 二、“十五五”时期主要目标; 今后五年."""
    found: list[Reference | None] = []
    for section in sections:
        end = min(section.body, section.start + len(section.title) + 4) if section.run_in else section.body
        reference = None
        if end - section.start <= _LONG_HEADING and rules.role(section.title) != "item":
            anchor = _leaning(section, sections, found, reports[section.report], rules)
            at = section.start + len(section.label)
            for time in find.find(text, at, end):
                if time.rule.startswith("periods.yaml") and ("{R}" in time.first or "{S" in time.first):
                    continue
                reference = resolved(time, anchor, "heading")
                if reference is not None:
                    break
            if reference is None and (report := reports[section.report]).genre == "audit":
                reference = _mended(section, report, rules)
        found.append(reference)
    return tuple(found)


def _leaning(
    section: Section, sections: Sequence[Section], found: Sequence[Reference | None], report: Report, rules: Headings
) -> Anchor:
    """What a heading's words of time lean on: the time of those above it, the year planned for under one of plans."""
    above = section.parent
    while above is not None:
        reference, title = found[above], sections[above].title
        if reference is not None and reference.year is not None:
            return anchor_of(report).at(reference.year, reference.period)
        if rules.has("plan", title) or rules.ends("plan-end", title):
            return anchor_of(report, True)
        above = sections[above].parent
    return anchor_of(report)


def _mended(section: Section, report: Report, rules: Headings) -> Reference | None:
    """The time of what was mended after an audit: the year in which it was made, not the one that it is about."""
    if report.now is None or report.year is None or report.now <= report.year or not rules.has("mended", section.title):
        return None
    return Reference(str(report.now), str(report.now), MENDED, section.start, section.start + len(section.title))


def find_stretches(
    text: str,
    sentences: Sequence[Sentence],
    sections: Sequence[Section],
    reports: Sequence[Report],
    flags: Sequence[bool | None],
    items: Sequence[Stretch],
    find: Mentions,
    rules: Headings,
) -> tuple[Stretch, ...]:
    """The runs of paragraphs behind openers, in text order."""
    opened: list[tuple[int, int, Reference | None]] = []  # from, up to at most, time; none ends the one before
    starts = heading_starts(sections)
    first: Sentence | None = None  # of the paragraph
    for at, sentence in enumerate(sentences):
        if first is None or sentence.paragraph != first.paragraph:
            first = sentence
        item = covering(items, sentence.start)
        genre = reports[sentence.report].genre if item is None else item.genre
        if sentence.row:
            continue
        start, end = sentence.start, sentence.end
        if text[end - 1] in _ASKED and sentence is first:
            of = reports[sentence.report]
            asked = question(text, start, end, anchor_of(of), find, of, rules)
            if asked is not None:
                opened.append((asked.start, of.end, asked.reference))
                continue
        inside = sections[sentence.section] if sentence.section is not None else None
        flag = flags[sentence.section] if sentence.section is not None else None
        if starts and not flag and not _within(opened, start, reports[sentence.report]):
            ahead = planned_list(text, sentence, reports[sentence.report], inside, starts, rules)
        else:
            ahead = None
        if ahead is not None:
            opened.append((start, *ahead))
            continue
        if genre == "news":
            since = _announced(text, start, end, find, anchor_of(reports[sentence.report]), rules)
            if since is not None:
                opened.append((start, reports[sentence.report].end if item is None else item.end, since))
            continue
        if text[end - 1] not in "。：:！!；;" and not text.startswith(_DASH, start):
            continue  # a title, a date, a heading; but ——到2020年底的目标 says of when all of it is
        if genre in _ORDERS and rules.has("in-force", text[start:end]):
            since = _since(text, find.find(text, start, end), anchor_of(reports[sentence.report]), rules)
            if since is not None:
                whole = reports[sentence.report].end if item is None else item.end
                # Above the first heading it is said of all that follows, in a section of what stands in it.
                limit = whole if sentence.section is None else min(whole, sections[sentence.section].end)
                opened.append((start, limit, since))
                continue
        if sentence.section is not None and start < sections[sentence.section].body:
            continue  # the heading itself
        reported = False
        announces = text.endswith(rules.words("announces"), start, end)
        last = at + 1 == len(sentences) or sentences[at + 1].paragraph != first.paragraph
        spans = [(start, end)]
        if announces and last and first is not sentence:
            spans.append((first.start, first.end))  # 2022年，…增长7%。重点办好以下实事：
        report = reports[sentence.report]
        flag = flags[sentence.section] if sentence.section is not None else None
        anchor = anchor_of(report, flag)
        reference = None
        for span in spans:
            if reference is None and _YEARS.search(text, span[0], min(span[1], span[0] + _OPENING)) is not None:
                reference = _opener(text, span, announces, anchor, find, report, rules)
        if reference is None and announces:
            reference = _reported(text, (start, end), anchor, find, report, rules)
            reported = reference is not None
        if reference is None and first is sentence and opened and _ahead(opened[-1], start, report):
            planned = _opener(text, (start, end), True, anchor, find, report, rules)
            if planned is not None and planned.period == report.plan.period:
                reference = planned  # 今后五年，…。⏎2022年，…
        if reference is None or (reference.start < start and reference.period == str(report.year) and not (
            opened and start < opened[-1][1]
        )):
            continue  # 今年以来，…。现将情况报告如下：says no more than the title of a half-year's report
        limit = report.end if inside is None else inside.end
        if reported:  # of all that follows, up to what is planned
            ahead_of = (section.start for section, plan in zip(sections, flags, strict=True) if plan)
            limit = min((at for at in ahead_of if at > start), default=report.end)
        limit = limit if item is None else min(limit, item.end)
        opened.append((start, limit, reference))
    for number, report in enumerate(reports):
        said = any(report.start <= one[0] < report.end for one in opened)
        said = said or any(flags[at] is not None for at, one in enumerate(sections) if one.report == number)
        if not said and not items and (plan := plans_by_wording(text, report, rules)) is not None:
            opened.append((report.start, report.end, plan))
    opened.sort(key=itemgetter(0))
    found: list[Stretch] = []
    for at, (start, limit, reference) in enumerate(opened):
        following = opened[at + 1][0] if at + 1 < len(opened) else limit
        if reference is not None:
            found.append(Stretch(start, min(limit, following), reference))
    return tuple(found)


def _ahead(opened: tuple[int, int, Reference | None], position: int, report: Report) -> bool:
    """Whether the stretch that stands open is of the years from the one that is planned for on."""
    _, limit, reference = opened
    return reference is not None and position < limit and len(reference.last) == len("2023") and (
        report.plan.first <= reference.first < reference.last
    )


def _within(opened: Sequence[tuple[int, int, Reference | None]], at: int, report: Report) -> bool:
    """Whether the last opener before still reaches there, and looks ahead."""
    if not opened or opened[-1][1] <= at or report.year is None:
        return False
    last = opened[-1][2]
    first = last.first[:4] if last is not None else ""
    return first.isdigit() and int(first) > report.year


def _since(text: str, times: list[Time], anchor: Anchor, rules: Headings) -> Reference | None:
    """What an order is in force from, and so all that it sets: 从2024年1月1日起，…"""
    for time in times:
        said = text.endswith(rules.words("in-force-from"), 0, time.start)
        if said and text.startswith(rules.words("in-force"), time.end):
            first = fill(time.first, time.year or anchor.year, anchor)
            if first and time.grain in ("day", "month"):
                return Reference(first, "..", "opener", time.start, time.end)
    return None


def _announced(
    text: str, start: int, end: int, find: Mentions, anchor: Anchor, rules: Headings
) -> Reference | None:
    """From when the standards that follow are in force, where news announce it: 自4月1日起，我市提高低保标准。"""
    if not rules.has("in-force", text[start:end]):
        return None
    times = find.find(text, start, end)
    since = _since(text, times, anchor, rules)
    if since is None:
        return None
    told = text[start:end]
    for time in reversed(times):
        told = told[: time.start - start] + told[time.end - start :]
    return None if _FIGURE.search(told) is not None else since._replace(rule=IN_FORCE)


def _opener(
    text: str, span: tuple[int, int], announces: bool, anchor: Anchor, find: Mentions, report: Report, rules: Headings
) -> Reference | None:
    """The time that the sentence at ``span`` opens with, or announces."""
    start, end = span
    before = rules.pattern("lead").match(text, start, end)
    at = before.end() if before is not None else start
    if rules.pattern("years-told").match(text, start, end) is not None and anchor.year is not None:
        count = max(small(char) for char in text[end - 4 : end])
        return Reference(str(anchor.year - count + 1), str(anchor.year), "opener", start, end)
    times = find.find(text, start, min(end, start + _OPENING))
    lead = next((time for time in times if start <= time.start <= at <= time.end), None)
    if lead is None or lead.rule == _IN_ALL:
        return None  # 五年新增86张: the number's only
    if (lead.year is None and not lead.rule) or "{R}" in lead.first or "{S" in lead.first:
        return None
    if lead.grain == "month" and lead.year and lead.last.endswith("-12") and text[lead.end - 1] in ENDS:
        if text[lead.start - 1 : lead.start] in _UP_TO:  # 到2025年底，主要目标是：
            return Reference(str(lead.year), str(lead.year), "opener", lead.start, lead.end)
        return None
    if lead.grain in ("range", "month", "day") or (lead.grain == "word" and ("M" in lead.first or "-0" in lead.first)):
        return None
    if not announces:
        told = _NO_FIGURES.sub("", text[start : lead.start] + text[lead.end : end])
        if _FIGURE.search(told) is not None and lead.grain != "years":
            return None
        if lead.rule in _WEAK and not announces:
            return None
    reference = resolved(lead, anchor, "opener")
    if reference is None or reference.year is None or report.year is None or lead.grain == "years":
        return reference
    # 2010年，…: a story that is told, not what the report is of
    return reference if reference.year >= report.year - 1 else None


def _reported(
    text: str, span: tuple[int, int], anchor: Anchor, find: Mentions, report: Report, rules: Headings
) -> Reference | None:
    """The time of which a sentence announces that it is told: 现将前三季度社会组织登记情况通报如下。"""
    at = min((at for word in rules.words("reported") if (at := text.find(word, *span)) >= 0), default=-1)
    if at < 0 or report.year is None:
        return None
    for time in find.find(text, at, min(span[1], at + _OPENING)):
        if time.grain == "day" or "{R}" in time.first or "{S" in time.first:
            continue
        year = time.year or anchor.year
        first, last = fill(time.first, year, anchor), fill(time.last, year, anchor)
        if not last or first.startswith(".."):
            continue
        head, tail = first.partition("/")[0], last.rpartition("/")[2]
        if report.year - 1 <= int(tail[:4]) <= report.year and head > report.review.first:
            return Reference(head, tail, "opener", time.start, time.end)
    return None


_start = attrgetter("start")


def covering(stretches: Sequence[Stretch], position: int) -> Stretch | None:
    """The stretch that ``position`` stands in."""
    if not stretches or position < stretches[0].start:
        return None
    at = bisect_right(stretches, position, key=_start) - 1
    return stretches[at] if at >= 0 and position < stretches[at].end else None
