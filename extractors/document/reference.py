"""The time that a report speaks of: its kind first, then the year by scored evidence, then what it plans for.

Title, headings, opener, line of delivery, date of the page, dateline, signature and document number each name years;
the kind of document says what they mean (a government's report given in January looks back on the year before, an item
of news is of the year of its date). Each is worth what patterns/weights.yaml says; the year with the highest sum wins.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from civx.patterns.load import load

from ..model import Evidence, Reference
from ..words.anchors import Anchor, fill
from ..words.mentions import Mentions, mentions
from ..words.times import Time, match_time
from .dates import Dated, closing_date, cut_date, dates, document_number
from .genres import Genre, Genres, genres
from .headings import Headings
from .reports import Years, parse_year, year_mentions, years

Span = tuple[int, int]

_PROSE = 45  # a first line that is longer, or holds a full stop, is text
_OPENING = 1200
_TITLE = 60
_NO_TITLE = re.compile("[。；;：:！!]|[，,].*[，,]")
_EARLY = 3  # a report delivered in the first months of a year looks back on the year before
_AFTERWARDS = frozenset(("bulletin", "accounts", "audit"))  # published when their year is over
_DATED = frozenset(("news", "notice", "answer", ""))  # of the day they are dated
_MONTHS = len("2023-01")
_DASHES = ("-", "/", "—", "–")
_YEARS = len("2023")
_OFTEN = 3  # how often a text must name a month's end for all of it to be as of then
_BY_TEXT = frozenset(("opener-year", "opener-again", "named"))


class Reading(NamedTuple):
    """What a report's text says of its kind and its time: see model.Report."""

    genre: str
    review: Reference
    plan: Reference
    years: Years
    now: int | None
    month: str
    evidence: tuple[Evidence, ...]
    written: int | None = None  # the year in which it is dated


class Layout(NamedTuple):
    """The parts of a report that say when it is of, as spans of the text; headings without their labels."""

    title: Span
    headings: Sequence[Span]
    paragraphs: Sequence[Span]  # neither title nor heading
    lines: Sequence[Span]  # all of them, in text order


class Reader:
    """Reads reports' times by the rules of the patterns."""

    def __init__(self, rules: Headings, extra: tuple[str, ...] = ()) -> None:
        self._rules = rules
        self._mentions: Mentions = mentions(extra)
        self._genres: Genres = genres(extra)
        self._weights: dict[str, int] = load(extra).get("weights")["reference"]

    def read(self, text: str, layout: Layout) -> Reading:
        """The kind and the time of the report that is laid out so."""
        if layout.title[0] == layout.title[1] and (first := _first_line(text, layout.lines, self._rules)) is not None:
            layout = layout._replace(title=first)
        found = _Found(text, layout, self._rules, self._weights, self._genre(text, layout), self._mentions)
        title = self._mentions.find(text, *layout.title)
        found.gather(title)
        return found.reading(title)

    def _genre(self, text: str, layout: Layout) -> Genre:
        lines, title = layout.lines, layout.title
        passed = self._rules.pattern("passed-on").search(text, *title)
        if passed is not None:
            title = passed.span()  # 关于印发《临溪县“十四五”养老规划》的通知 is about a plan over years
        if not lines:
            return Genre("", 0, "", -1, -1)
        opening = title[1], min(lines[-1][1], lines[0][0] + 400)
        closing = max(lines[0][0], lines[-1][1] - 160), lines[-1][1]
        return self._genres.read(text, title, opening, closing)


def _first_line(text: str, lines: Sequence[Span], rules: Headings) -> Span | None:
    """The line above a text that is worded as no title is known to be, but stands where one does."""
    for number, (start, end) in enumerate(lines[:3]):
        if len(lines) < 2 or end - start > _TITLE or _NO_TITLE.search(text, start, end) is not None:
            return None
        if any(date.day for date in dates(text, start, end)) or document_number(text, start, end) is not None:
            continue
        if rules.ends("broken-title", text[start:end]) and number + 2 < len(lines):
            return start, lines[number + 1][1]
        return start, end
    return None


class _Found:
    """Gathers the evidence of one report and decides."""

    def __init__(
        self, text: str, layout: Layout, rules: Headings, weights: dict[str, int], genre: Genre, find: Mentions
    ) -> None:
        self._find = find
        self._text, self._layout, self._rules, self._weights, self._genre = text, layout, rules, weights, genre
        self._kind = genre.name
        self._title = Years(None, None)
        self._headed = Years(None, None)
        self._plan_span: Span = (-1, -1)
        self._written: Dated | None = None
        self.evidence: list[Evidence] = []

    def gather(self, title: list[Time]) -> None:
        """Collects all evidence; ``title`` holds the times that the title names."""
        ahead = next((time for time in title if time.grain == "years" and time.first.isdigit()), None)
        if ahead is None or self._kind not in ("plan", "programme"):
            self._from_title()
        else:
            self._title = Years(None, int(ahead.first))
            self._plan_span = ahead.start, ahead.end
            self._add("title-plan", int(ahead.first) - 1, self._plan_span)
        self._from_headings()
        body = self._from_head_lines()
        self._from_opener(body)
        self._from_signature()
        if all(piece.feature == "opener-again" for piece in self.evidence):
            self._from_mentions()

    def _add(self, feature: str, year: int, span: Span) -> None:
        self.evidence.append(Evidence(feature, year, self._weights[feature], *span))

    def _from_title(self) -> None:
        text, (start, end) = self._text, self._layout.title
        named = years(text, start, end, self._rules)
        self._title = named
        seen: set[tuple[str, int]] = set()
        for span, year, rest, plans in year_mentions(text, start, end, self._rules):
            if self._kind == "address":
                feature, looked = "title-address", year - 1
                self._title = Years(None, year)
            elif plans or self._kind in ("plan", "programme"):
                feature, looked = "title-plan", year - 1
                self._title = Years(named.review if not self._planning(named) else None, named.plan or year)
                self._plan_span = span
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
            self._headed = Years(self._headed.review or named.review, self._headed.plan or named.plan)
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
                    self._written = self._written or date
                elif not prose and self._rules.delivered.search(line[:60]) is not None:
                    early = self._kind == "address" and 0 < date.month <= _EARLY
                    self._add(
                        "delivered-early" if early else "delivered", date.year - early, (date.start, date.end)
                    )
                    self._written = date
                elif (start, end) != self._layout.title and (not prose or start == lines[0][0]):
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
        self._written = self._written or date

    def _dated_by(self, feature: str, date: Dated) -> None:
        span = date.start, date.end
        early = {"address": _EARLY, "review": _EARLY - 1}.get(self._kind, 0)
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
        said = self._rules.reviewed.search(text, start, min(last, start + _OPENING))
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
                named = time.year if time is not None and time.year else parse_year(year.group())
                if first:
                    self._add("opener-year", named, year.span())
                elif again < 3:
                    again += 1
                    self._add("opener-again", named, year.span())
            first = False

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
            self._written = self._written or date
            return

    def _from_mentions(self) -> None:
        """Where nothing else tells: the year that the text names most, of equals the later."""
        before, behind = self._rules.words("elsewhen"), self._rules.words("elsewhen-behind")
        counts: Counter[int] = Counter()
        first: dict[int, Span] = {}
        for low, high in self._layout.paragraphs:
            for mention in self._rules.year.finditer(self._text, low, high):
                if self._text.rfind("《", low, mention.start()) > self._text.rfind("》", low, mention.start()):
                    continue
                if self._text.endswith(before, low, mention.start()) or self._text.startswith(behind, mention.end()):
                    continue
                year = parse_year(mention.group())
                # News of the months after tell of a year's end: 截至2022年底 is said in 2023.
                year += self._kind == "news" and self._text[mention.end() : mention.end() + 1] in ("底", "末")
                counts[year] += 1
                first.setdefault(year, mention.span())
        if counts:
            doubles = all(self._text.startswith(_DASHES, first[year][1]) for year in counts)
            # Of financial years the first is the one that a text is about: 2022-23年度…，较2021-22年度…
            year = max(counts, key=lambda one: (counts[one], -first[one][0] if doubles else one))
            self.evidence.append(Evidence("named", year, self._weights["named"] * min(counts[year], 5), *first[year]))

    def reading(self, title: list[Time]) -> Reading:
        """The decision."""
        scores: dict[int, int] = {}
        for piece in self.evidence:
            scores[piece.year] = scores.get(piece.year, 0) + piece.weight
        year = max(scores, key=lambda one: (scores[one], one), default=None)
        ranked = sorted(self.evidence, key=lambda piece: (piece.year != year, -piece.weight, piece.start))
        review = Reference()
        if year is not None:
            best = ranked[0]
            review = self._timed(Reference(str(year), str(year), f"reference.{best.feature}", best.start, best.end))
        only_plan = self._title.review is None and self._title.plan is not None and self._kind != "address"
        planned = self._title.plan or self._headed.plan
        if self._kind == "plan" and planned is None and year is not None:
            planned, only_plan = year + 1, self._layout.title[1] > 0
        if planned is None and year is not None:
            planned = year + 1
        plan = Reference()
        if planned is not None:
            rule = "title" if self._title.plan else "heading" if self._headed.plan else "next-year"
            span = self._plan_span if self._title.plan else (-1, -1)
            plan = Reference(str(planned), str(planned), f"reference.{rule}", *span)
        now = self._now(year, planned)
        review, plan = self._finer(title, review, plan, Anchor(year, now, planned), only_plan)
        month = review.last if len(review.last) == _MONTHS else ""
        if not month and self._kind in _DATED and self._written is not None and self._written.year == year:
            month = self._written.iso_month
        looks_back = any(piece.feature in ("heading-review", "opener-past") for piece in self.evidence)
        if only_plan and not looks_back and self._kind != "programme":
            review = Reference()
        double = review.last.isdigit() and len(review.first) == _YEARS and int(review.last) == int(review.first) + 1
        reviewed = int(review.first) if double else review.year  # 2022/2023 is the year that it begins in
        if self._kind == "programme" and only_plan:
            reviewed = None
        named = Years(reviewed, plan.year if plan.first == plan.last else int(plan.first[:4]))
        written = self._written.year if self._written is not None else None
        return Reading(self._kind, review, plan, named, now, month, tuple(ranked), written)

    def _timed(self, review: Reference) -> Reference:
        """The review as the words say it, where they say more than the year: 2016/17年度, a month's end all is as of."""
        time = match_time(self._text, review.start)
        if time is not None and time.grain == "range" and len(time.first) == len(time.last) == _YEARS:
            return review._replace(first=time.first, last=time.last)
        if review.rule.removeprefix("reference.") in _BY_TEXT and (point := self._as_of()) is not None:
            return review._replace(first="..", last=point.last, start=point.start, end=point.end)
        return review

    def _as_of(self) -> Time | None:
        """The month or year's end that a text without a year of its own names over and over: 98年6月底."""
        lines = self._layout.lines
        found = self._find.find(self._text, lines[0][0], min(lines[-1][1], lines[0][0] + _OPENING)) if lines else []
        ends = [
            time
            for time in found
            # Of what is told up to a year's end the rest is of the year.
            if time.year and time.grain == "month" and self._text[time.end - 1] in "底末" and time.last[5:] != "12"
        ]
        named = Counter(time.last for time in ends)
        often = next((time for time in ends if named[time.last] >= _OFTEN), None)
        return often if often is not None and len(named) == 1 else None

    def _now(self, year: int | None, planned: int | None) -> int | None:
        """The year in which the text was written: what 今年 means in it."""
        if self._kind in ("plan", "programme"):
            return planned
        if self._kind == "address":
            return self._written.year if self._written is not None else planned
        if self._kind in _DATED and self._written is not None and year is not None:
            return self._written.year
        return year

    def _finer(
        self, title: list[Time], review: Reference, plan: Reference, anchor: Anchor, only_plan: bool
    ) -> tuple[Reference, Reference]:
        """The months or the run of years that the title names: 上半年工作总结及下半年计划, “十四五”规划."""
        for time in title:
            year = time.year or anchor.year
            first, last = fill(time.first, year, anchor), fill(time.last, year, anchor)
            first, last = first.partition("/")[0], last.rpartition("/")[2]
            if not last or len(first) > _MONTHS or first in ("", "..") or time.grain == "day":
                continue
            several = first[:4] != last[:4]
            if len(first) == 4 and not several:
                continue
            if not several and self._kind in _DATED:
                continue  # 5月入汛以来，…: of news, not of a report about May
            finer = Reference(first, last, "reference.title", time.start, time.end)
            if several:
                if self._kind in ("programme", "plan") or only_plan:
                    plan = finer
                elif time.grain == "years" and (review.year is None or (time.year and review.year == int(last[:4]))):
                    review = finer
            elif review.first == first[:4] and not only_plan:
                review = finer
            elif plan.first == first[:4] or (review.year == int(first[:4]) and first > review.last):
                plan = finer
            elif not review.first:
                review = finer
        return review, plan


@lru_cache(maxsize=8)
def reader(rules: Headings, extra: tuple[str, ...] = ()) -> Reader:
    """The reader for the rules of headings.yaml and the other shipped patterns, with a user's ``extra`` files."""
    return Reader(rules, extra)
