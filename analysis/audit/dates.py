"""Times that cannot be: what is so by the end of 2026 in a report of 2023, a year before that comes after."""
from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache

from .finding import Finding, finding
from .interval import said
from .parts import span_of
from .reading import Line, Mention, Report
from .words import Words

_YEAR = re.compile(r"(?:19|20)\d\d")
_ROC, _ROC_YEAR = 1911, re.compile(r"(?<!\d)(1[01]\d)年")
_BARE = len("2023")
_MOST = 0.5  # of a report's facts, which its time is that of where no title says it
_WITHIN = 3  # facts that are of the year that the title says
_LEAST = 5  # facts that a report's time is taken from
_LATER = 2  # sentences of a later time: where there are more, the report has another
_SPAN = re.compile(r"((?:19|20)\d\d)(?:-\d\d)?年?度?[至到—－–-]+((?:19|20)\d\d)(?:-\d\d)?年?度?")
_NUMERALS = "零一二三四五六七八九十"


def check(lines: list[Line], words: Words) -> Iterator[Finding]:
    """Findings on times, report by report."""
    done: set[int] = set()
    for line in lines:
        if id(line.report) not in done:
            done.add(id(line.report))
            yield from _later(line.report, words)
        if not line.row:
            yield from _before(line)
            yield from _years(line, words)


def _later(report: Report, words: Words) -> Iterator[Finding]:
    """What is said to be so at a time after the report's own."""
    mentions = [m for line in report.lines for m in line.mentions]
    ends = [(m, span[1]) for m in mentions if (span := _end(m)) is not None]
    if len(ends) < _LEAST:
        return
    counted = Counter(end for _, end in ends)
    own = _own(report, counted)
    titled = own is not None
    if own is None:
        own, most = counted.most_common(1)[0]
        if most < _LEAST or most < len(ends) * _MOST:
            return
    late = [m for m, end in ends if _is_late(m, end, own, titled, words)]
    sentences = {m.line.number for m in late}
    if not late or len(sentences) > _LATER or any(m.line.row for m in late):
        return
    told: set[int] = set()
    for m in late:
        if m.line.number in told:
            continue
        told.add(m.line.number)
        message = f"{said(m.fact)} is of {m.fact.period}, but the report is of {_shown(own)}: {m.fact.subject}"
        yield finding("date", "warning", message, m.fact, why="a time after the report's own")


def _is_late(mention: Mention, end: int, own: int, titled: bool, words: Words) -> bool:
    """Whether the sentence has a number of a time after the report's own, which ends in the month ``own``."""
    fact = mention.fact
    if fact.status != "actual" or not _too_late(end, own) or not _dated(mention, end) or _straddles(mention, own):
        return False
    another_year = end // 12 > own // 12
    if re.search(rf"{end // 12}年(?:\d{{1,2}}月)?(?:\d{{1,2}}日)?起", mention.line.text):
        return False  # 自2022年9月起按每人每月1140元, in a report of 2021
    if not another_year and len(fact.period) == _BARE:
        return False
    if not titled and not (fact.period.startswith("..") and another_year):
        return False
    return not words.of("next-year").within(mention.line.text)


def _too_late(end: int, own: int) -> bool:
    """Whether a time is after a report's own; early in the next year reports are written."""
    return end > own and (end // 12 == own // 12 or end % 12 == 11 or end > own + 12)


def _end(mention: Mention) -> tuple[int, int] | None:
    """The months of a number's time; a day is of its month."""
    period = mention.fact.period
    if period.endswith(".."):
        return None
    first, slash, last = period.partition("/")
    period = f"{first[:7]}{slash}{last[:7]}" if first != ".." else f"../{last[:7]}"
    return span_of(period)


def _straddles(mention: Mention, own: int) -> bool:
    """Whether a time begins within the report's: 2022年11月至2023年3月."""
    first, slash, _ = mention.fact.period.partition("/")
    begun = span_of(first[:7]) if slash and first != ".." else None
    end = _end(mention)
    return begun is not None and end is not None and begun[0] <= own and end[1] // 12 > own // 12


def _own(report: Report, ends: Counter[int]) -> int | None:
    """The last month of the report's time: what its title says, if its numbers are of that."""
    title = report.lines[0].mentions[0].fact.report if report.lines else ""
    years = [int(year) for year in _YEAR.findall(title)] + [int(year) + _ROC for year in _ROC_YEAR.findall(title)]
    if not years:
        return None
    first, last = min(years) * 12, max(years) * 12 + 11
    within = {end: number for end, number in ends.items() if first <= end <= last}
    if sum(within.values()) < _WITHIN:
        return None
    return _month(title, max(years)) or last


def _month(title: str, year: int) -> int | None:
    found = re.findall(r"(\d{1,2})月", title)
    return year * 12 + int(found[-1]) - 1 if found and 1 <= int(found[-1]) <= 12 else None


def _dated(mention: Mention, end: int) -> bool:
    """Whether the sentence itself has the late time, by its year or its month."""
    year, month = divmod(end, 12)
    text = mention.line.text
    return str(year) in text or f"{year - 1911}年" in text or (f"{month + 1}月" in text and str(year + 1) not in text)


def _shown(month: int) -> str:
    year, rest = divmod(month, 12)
    return str(year) if rest == 11 else f"{year}-{rest + 1:02}"


def _before(line: Line) -> Iterator[Finding]:
    """较113年底之17.3％ in what is of the end of 112: what was before comes after."""
    for old in line.mentions:
        if old.fact.status != "previous":
            continue
        new = next((m for m in old.before() if m.fact.status == "actual" and m.fact.unit == old.fact.unit), None)
        if new is None:  # 从2018年底的每月480元提高到2023年底的660元
            new = next((m for m in line.mentions[old.at + 1 : old.at + 2] if m.fact.unit == old.fact.unit), None)
        if new is None or new.fact.status not in ("actual", "planned"):
            continue
        first, second = _end(old), _end(new)
        if first is not None and second is not None and first[1] > second[1] and new.fact.period:
            message = f"{said(old.fact)} is said to be before, but is of {old.fact.period}, and {said(new.fact)} of "
            message += new.fact.period
            yield finding("date", "error", message, new.fact, old.fact, why="what was before is of a later time")


@lru_cache(maxsize=8)
def _many(words: Words) -> re.Pattern[str]:
    kinds = words.of("kind-of-year").pattern()
    return re.compile(rf"([两{_NUMERALS[1:]}]|\d{{1,2}})个?(?:{kinds})?年(?:度|间|来|内)?")


def _years(line: Line, words: Words) -> Iterator[Finding]:
    """三个年度（2021-22至2023-24年度）: as many years as the words say."""
    span = _SPAN.search(line.text)
    if span is None or line.start < 0:
        return
    first, last = span.groups()
    many = int(last) - int(first) + 1
    said_many = _many(words).search(line.text[max(0, span.start() - 8) : span.start()].rstrip("（( "))
    if said_many is None or span.string[max(0, span.start() - 1)] not in "（(":
        return
    number = said_many.group(1)
    stated = 2 if number == "两" else _NUMERALS.index(number) if number in _NUMERALS else int(number)
    if stated != many and many > 1:
        at = min(line.mentions, key=lambda m: abs(m.fact.start - line.start - span.start()))
        message = f"{first} to {last} are {many} years, but the report says {stated}"
        yield finding("date", "error", message, at.fact, why="the years and how many they are")
