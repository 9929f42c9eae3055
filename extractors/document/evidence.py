"""What in a report speaks for a year: each piece of evidence with its feature, its weight and its words.

Title, headings, opener, line of delivery, date of the page, dateline, signature and document number each name years;
the kind of document says what they mean: a government's report given in January looks back on the year before, an
item of news is of the year of its date.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from civx.patterns.kept import compiled

from ..model import Evidence
from ..words.times import Time, match_time
from .audited import audited
from .dates import Dated, closing_date, cut_date, dates, document_number
from .headings import Headings
from .reports import Years, parse_year, year_mentions, years

Span = tuple[int, int]

OPENING = 1200  # what counts as the opening of a text, in characters
DATED = frozenset(("news", "notice", "answer", ""))  # kinds of the day they are dated
_DASHES = ("-", "/", "—", "–")
_PROSE = 45  # a first line that is longer, or holds a full stop, is text
_OF_YEAR = "度"
_DAY, _GONE = "day", "gone"
_MONTH_DAY = compiled(r"\s*\d{1,2}\s*月(?P<day>\s*\d{1,2}\s*日)?")
_UP_TO = compiled(r"[截止]至?$")
_STAMP = compiled(r"\W{0,4}(?:date|time|日期|时间)?\W{0,3}(?:19|20)\d\d[-/.]\d{1,2}[-/.]\d{1,2}", re.I)  # of a page
_BARE_DAY = compiled(r"(?<![年\d])\d{1,2}月\d{1,2}日")
_STOPS, _QUOTES = "，,。；;：:！!？? \u3000", "“「『《"
_AHEAD = 16  # characters behind a year in which what it is planned for would stand
_LEAD = 4  # as long as what may stand before a year to make it one of another time
_YEAR_ENDS = ("底", "末", "12月31日", "12月底", "12月末")
# A report delivered in the first months of a year looks back on the year before; by kind, how many of them.
_MONTHS_AFTER = {"address": 3, "review": 2, "speech": 3}
_LOOKS_BACK = frozenset(("", "review", "speech"))  # kinds that may be of the year before, as their headings say
_ANNOUNCED = 200  # characters in which a speech says what it is about: 总结去年工作，部署今年任务
_NUMBERED, _ISSUE = frozenset(("audit", "notice")), compiled(r"\s*第\s*[\d一二三四五六七八九十]+\s*号")
_AFTERWARDS = frozenset(("bulletin", "accounts", "audit"))  # published when their year is over


class Layout(NamedTuple):
    """The parts of a report that say when it is of, as spans of the text; headings without their labels."""

    title: Span
    headings: Sequence[Span]
    paragraphs: Sequence[Span]  # neither title nor heading
    lines: Sequence[Span]  # all of them, in text order


class Gathered:
    """Gathers the evidence of one report, laid out so and of that kind."""

    def __init__(self, text: str, layout: Layout, rules: Headings, weights: Mapping[str, int], kind: str) -> None:
        self._text, self._layout, self._rules, self._weights, self._kind = text, layout, rules, weights, kind
        self.title = Years(None, None)  # the years that the title names
        self.headed = Years(None, None)  # those that the headings name
        self.plan_span: Span = (-1, -1)  # where the title names the year planned for
        self.written: Dated | None = None  # the day it was written or given, as far as it says so
        self.audited: Time | None = None  # the years that an audit was of
        self.evidence: list[Evidence] = []

    def gather(self, title: list[Time]) -> None:
        """Collects all evidence; ``title`` holds the times that the title names."""
        ahead = next((time for time in title if time.grain == "years" and time.first.isdigit()), None)
        if ahead is None or self._kind not in ("plan", "programme"):
            self._from_title()
            if ahead is not None and ahead.year and not self.evidence:
                self._add("title-year", ahead.year, (ahead.start, ahead.end))  # 1998—2018：改革路上
        else:
            self.title = Years(None, int(ahead.first))
            self.plan_span = ahead.start, ahead.end
            self._add("title-plan", int(ahead.first) - 1, self.plan_span)
        self._from_headings()
        if self._kind == "audit":
            self._from_audited()
        body = self._from_head_lines()
        self._from_opener(body)
        self._from_signature()
        self._from_gone(body)
        if all(piece.feature == "opener-again" for piece in self.evidence):
            self._from_mentions()

    def _add(self, feature: str, year: int, span: Span) -> None:
        self.evidence.append(Evidence(feature, year, self._weights[feature], *span))

    def _from_title(self) -> None:
        text, (start, end) = self._text, self._layout.title
        named = years(text, start, end, self._rules)
        self.title = named
        seen: set[tuple[str, int]] = set()
        for span, year, rest, plans in year_mentions(text, start, end, self._rules):
            if self._kind == "address" and rest.startswith(_OF_YEAR):
                feature, looked = "title-review", year  # 112年度施政报告: of what was done in it
            elif self._kind == "address":
                feature, looked = "title-address", year - 1
                self.title = Years(None, year)
            elif self._kind in _NUMBERED and _ISSUE.match(rest) is not None:
                feature, looked = "document-number", year  # 2022年第5号公告
            elif plans or self._kind in ("plan", "programme"):
                feature, looked = "title-plan", year - 1
                self.title = Years(named.review if not self._planning(named) else None, named.plan or year)
                self.plan_span = span
            else:
                reviewed = self._looks_back(rest) or self._kind == "review"
                feature, looked = ("title-review" if reviewed else "title-year"), year
            if (feature, looked) not in seen:
                seen.add((feature, looked))
                self._add(feature, looked, span)
        if start < end and (number := document_number(text, start, end)) is not None:
            self._add("document-number", number.year, (number.start, number.end))

    def _looks_back(self, words: str) -> bool:
        return self._rules.has("review", words) or self._rules.ends("review-end", words.rstrip(" \u3000)）》”"))

    def _planning(self, named: Years) -> bool:
        """Whether the year of a title that names no plan by words is still that of a plan: 2024年民政工作要点."""
        return self._kind in ("plan", "programme") and named.plan is None

    def _from_headings(self) -> None:
        seen: set[tuple[str, int]] = set()
        for start, end in self._layout.headings:
            if end - start > 60 or self._rules.year.search(self._text, start, end) is None:
                continue
            named = years(self._text, start, end, self._rules)
            self.headed = Years(self.headed.review or named.review, self.headed.plan or named.plan)
            for span, year, rest, plans in year_mentions(self._text, start, end, self._rules):
                if plans or (seen and self._rules.has("plan-lean", rest) and not self._looks_back(rest)):
                    feature, looked = "heading-plan", year - 1
                elif self._looks_back(self._text[start:end]):
                    feature, looked = "heading-review", year
                else:
                    feature, looked = "heading-year", year
                if (feature, looked) not in seen:
                    seen.add((feature, looked))
                    self._add(feature, looked, span)

    def _from_head_lines(self) -> int:
        """Evidence of the lines above the text; returns where the text begins."""
        text, lines = self._text, self._layout.lines
        for number, (start, end) in enumerate(lines[:14]):
            prose = "。" in text[start:end] or (
                end - start > _PROSE
                and (start, end) != self._layout.title
                and not self._rules.has("dated-line", text[start:end])
            )
            if number == 0 and (cut := cut_date(text, start, end)) is not None:
                self._page_date(cut)
            limit = min(end, start + 80) if prose else end
            found = [date for date in dates(text, start, limit) if date.day or not prose]
            if found and (not prose or found[0].start - start <= 30):
                date = found[0]
                line = text[date.end : end]
                if prose and self._rules.has("dateline", text[date.end : date.end + 4]):
                    self._add("dateline", date.year, (date.start, date.end))
                    self.written = self.written or date
                elif not prose and self._rules.delivered.search(line[:60]) is not None:
                    early = 0 < date.month <= _MONTHS_AFTER.get(self._kind, 0)
                    self._add(
                        "delivered-early" if early else "delivered", date.year - early, (date.start, date.end)
                    )
                    self.written = date
                elif (start, end) != self._layout.title and (
                    not prose or start == lines[0][0] or _STAMP.fullmatch(text, start, date.end) is not None
                ):
                    self._page_date(date)
            if not prose and (start, end) != self._layout.title:
                number_found = document_number(text, start, end)
                if number_found is not None:
                    self._add("document-number", number_found.year, (number_found.start, number_found.end))
            if prose:
                return start
        return lines[0][0] if lines else 0

    def _page_date(self, date: Dated) -> None:
        self._dated_by("page-date", date)
        self.written = self.written or date

    def _dated_by(self, feature: str, date: Dated) -> None:
        span = date.start, date.end
        early = _MONTHS_AFTER.get(self._kind, 0)
        if self._kind in _AFTERWARDS or 0 < date.month <= early:
            self._add(f"{feature}-early", date.year - 1, span)
        elif self._kind == "plan":
            self._add(feature, date.year - (date.month < 11), span)
        else:
            self._add(feature, date.year, span)

    def _from_opener(self, body: int) -> None:
        text = self._text
        if not self._layout.paragraphs:
            return
        last = self._layout.paragraphs[-1][1]
        start = self._layout.title[0] if self._layout.title[1] else body
        said = self._rules.reviewed.search(text, start, min(last, start + OPENING))
        if said is not None and (year := self._rules.year.match(text, said.end(), last)) is not None:
            self._add("opener-past", parse_year(year.group()), year.span())
        first = True
        again = 0
        for low, high in self._layout.paragraphs:
            if low < body and high <= body:
                continue
            before = self._rules.pattern("before-year").match(text, low, high)
            at = before.end() if before is not None else low
            year = self._rules.year.match(text, at, high)
            behind = self._rules.words("elsewhen-behind")
            if year is not None and not text.startswith(behind, year.end()) and high - low > 12:
                time = match_time(text, at)
                if time is not None and text.startswith(behind, time.end):
                    first = False
                    continue  # 2022年12月以来
                named = time.year if time is not None and time.year else parse_year(year.group())
                if first:
                    self._add("opener-year", named, year.span())
                elif again < 3 and not self._planned(year.end()):
                    again += 1
                    self._add("opener-again", named, year.span())
            first = False

    def _from_audited(self) -> None:
        self.audited = audited(self._text, self._layout.paragraphs, self._rules)
        if self.audited is not None:
            self._add("audited", int(self.audited.last[:4]), (self.audited.start, self.audited.end))

    def _from_signature(self) -> None:
        text, lines = self._text, self._layout.lines
        title = self._layout.title
        for start, end in reversed(lines[-8:]):
            if (start, end) == title or (end - start > _PROSE and start == lines[0][0]):
                continue
            short = end - start <= _PROSE + 15
            date = closing_date(text, start, end)
            if date is None or (not short and "。" not in text[max(start, date.start - 60) : date.start]):
                continue
            if any(piece.start == date.start and piece.feature != "opener-again" for piece in self.evidence):
                continue
            self._dated_by("signature", date)
            self.written = self.written or date
            return

    def _from_gone(self, body: int) -> None:
        """Of a text dated early in a year, the year before where its headings say so: 过去一年的工作."""
        written = self.written
        if written is None or not 0 < written.month <= _MONTHS_AFTER["speech"] or self._kind not in _LOOKS_BACK:
            return
        spans = [*self._layout.headings]
        if self._kind == "speech":
            spans.append((body, min(body + _ANNOUNCED, self._layout.lines[-1][1])))
        gone = next((span for span in spans if self._rules.has("gone", self._text[slice(*span)])), None)
        if gone is not None:
            self._add("heading-gone", written.year - 1, gone)

    def _from_mentions(self) -> None:
        """Where nothing else tells: the year that the text names most, of equals the later."""
        before, behind = self._rules.pattern("elsewhen"), self._rules.words("elsewhen-behind")
        counts: Counter[int] = Counter()
        first: dict[int, Span] = {}
        told: dict[int, set[str]] = {}
        ahead: dict[int, bool] = {}  # the years that are only planned for
        for low, high in self._layout.paragraphs:
            for mention in self._rules.year.finditer(self._text, low, high):
                if self._text.rfind("《", low, mention.start()) > self._text.rfind("》", low, mention.start()):
                    continue
                lead = max(low, mention.start() - _LEAD)
                if before.search(self._text, lead, mention.start()) or self._text.startswith(behind, mention.end()):
                    continue
                year = parse_year(mention.group())
                ahead[year] = ahead.get(year, True) and self._planned(mention.end())
                # News of the months after tell of a year's end: 截至2022年底 is said in 2023.
                over = self._text.startswith(_YEAR_ENDS, mention.end())
                year += self._kind == "news" and over
                told.setdefault(year, set()).add(_DAY if over else self._way(low, *mention.span()))
                counts[year] += 1
                first.setdefault(year, mention.span())
        if not counts:
            return
        if any(not ahead.get(year) for year in counts):
            for year in [one for one in counts if ahead.get(one)]:
                del counts[year]
        doubles = all(self._text.startswith(_DASHES, first[year][1]) for year in counts)
        # Of financial years the first is the one that a text is about: 2022-23年度…，较2021-22年度…
        year = max(counts, key=lambda one: (counts[one], -first[one][0] if doubles else one))
        weight = self._weights["named"] * min(counts[year], 5)
        last = max(counts)
        gone = _GONE in told[last] and not ahead.get(last)
        if self._kind == "news" and gone and _DAY not in told[last] and self._dateless():
            year, first[last + 1] = last + 1, first[last]
        self.evidence.append(Evidence("named", year, weight, *first[year]))

    def _planned(self, at: int) -> bool:
        """Whether what stands behind a year plans for it: 2024年，总会计划募集…"""
        stop = min(end for end in (self._text.find("\n", at), self._text.find("。", at), at + _AHEAD) if end >= 0)
        return self._rules.has("planned-year", self._text[at:stop])

    def _way(self, low: int, start: int, end: int) -> str:
        """How a year is named: near the text's own day, as a time of what is told, or in a name (2023年“…计划”)."""
        month = _MONTH_DAY.match(self._text, end)
        if month is not None:
            since = self._text.startswith(self._rules.words("elsewhen-behind"), month.end())
            recent = month["day"] or since or _UP_TO.search(self._text, max(low, start - _LEAD), start) is not None
            return _DAY if recent else _GONE
        opens = not self._text[low:start].strip() or self._text[start - 1] in _STOPS
        behind = self._text[end : end + 1]  # "" at the end of the text
        return _GONE if self._text.startswith(_OF_YEAR, end) or (opens and behind not in _QUOTES) else ""

    def _dateless(self) -> bool:
        """Whether the text tells of days without a year, or of this year: then the years that it names are others."""
        lines = self._layout.lines
        start, end = lines[0][0], lines[-1][1]
        day = _BARE_DAY.search(self._text, start, end)
        return day is not None or self._rules.has("this-year", self._text[start:end])
