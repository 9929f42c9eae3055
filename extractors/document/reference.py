"""The time that a report speaks of: its kind first, then the year by scored evidence, then what it plans for.

Each piece of evidence (``evidence``) is worth what patterns/weights.yaml says; the year with the highest sum wins.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from civx.patterns.kept import compiled
from civx.patterns.load import load

from ..model import Evidence, Reference
from ..words.anchors import Anchor, fill
from ..words.mentions import Mentions, mentions
from ..words.times import ENDS, Time, match_time
from .dates import dates, document_number
from .evidence import DATED, OPENING, Gathered, Layout, Span
from .genres import Genre, Genres, genres
from .headings import Headings
from .layout import separates
from .reports import Years
from .titled import of_month, over_years

__all__ = ["Layout", "Reader", "Reading", "reader"]

_TITLE = 60
_NO_TITLE = compiled("[。；;：:！!]|[，,].*[，,]")
_HEADLINE = compiled(r"[^。；;：:！!，,\n]{2,20}[：:][^。；;：:！!，,\d\n]{4,40}")  # 1998—2018：改革路上的民政
_REPRINTED = compiled("原(?:标题|题)[：:]")
_PATH = compiled("[>＞»].*[>＞»]")  # 首页 > 政务公开 > 公示公告: where a page stands
_HEAD = 4  # the lines above a text among which its title stands
_MONTHS = len("2023-01")
_YEARS = len("2023")
_AMID = 9  # months of a year behind which what is planned is rather for the next one
_EARLY = 2  # months of a year in which what was done before it is told
_OFTEN = 3  # how often a text must name a month's end for all of it to be as of then
_BY_TEXT = frozenset(("opener-year", "opener-again", "named"))
_PLAN_ITSELF = "five-year-plan-itself"
_PLAN, _LOOK = len("规划纲要"), 12  # characters behind 第十三个五年


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
        kind = self._genre(text, layout).name
        found = Gathered(text, layout, self._rules, self._weights, kind)
        title = self._mentions.find(text, *layout.title)
        found.gather(title)
        return _Decision(text, layout, kind, found, self._mentions, self._rules).reading(title)

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
    for number, (start, end) in enumerate(lines[:_HEAD]):
        if (reprinted := _REPRINTED.match(text, start, end)) is not None:
            start = reprinted.end()
        dated = any(date.day for date in dates(text, start, end)) or document_number(text, start, end) is not None
        if _PATH.search(text, start, end) is not None or (dated and end - start <= _TITLE):
            continue
        if number + 1 < len(lines) and separates(text, *lines[number + 1]) and end - start <= _TITLE:
            return start, end  # underlined
        if len(lines) < 2 or end - start > _TITLE:
            return None
        if _NO_TITLE.search(text, start, end) is not None:
            told = _HEADLINE.fullmatch(text, start, end) is not None
            return (start, end) if told and not rules.has("dated-line", text[start:end]) else None
        if rules.ends("broken-title", text[start:end]) and number + 2 < len(lines):
            return start, lines[number + 1][1]
        return start, end
    return None


class _Decision:
    """Decides what a report's evidence comes to."""

    def __init__(
        self, text: str, layout: Layout, kind: str, found: Gathered, find: Mentions, rules: Headings
    ) -> None:
        self._rules = rules
        self._text, self._layout, self._kind, self._found, self._find = text, layout, kind, found, find

    def reading(self, title: list[Time]) -> Reading:
        """The decision; ``title`` holds the times that the title names."""
        scores: dict[int, int] = {}
        for piece in self._found.evidence:
            scores[piece.year] = scores.get(piece.year, 0) + piece.weight
        year = max(scores, key=lambda one: (scores[one], one), default=None)
        ranked = sorted(self._found.evidence, key=lambda piece: (piece.year != year, -piece.weight, piece.start))
        review = Reference()
        if year is not None:
            best = ranked[0]
            review = self._timed(Reference(str(year), str(year), f"reference.{best.feature}", best.start, best.end))
        if year is None and (spanned := self._plan_over_years()) is not None:
            return spanned
        only_plan = self._found.title.review is None and self._found.title.plan is not None and self._kind != "address"
        planned = self._found.title.plan or self._found.headed.plan
        if self._kind == "plan" and planned is None and year is not None:
            planned, only_plan = year + 1, self._layout.title[1] > 0
        rest = planned is None and year is not None and self._amid(year)
        if planned is None and year is not None:
            planned = year if rest else year + 1
        plan = Reference()
        if planned is not None:
            rule = "title" if self._found.title.plan else "heading" if self._found.headed.plan else "next-year"
            rule = "rest-of-year" if rest else rule
            span = self._found.plan_span if self._found.title.plan else (-1, -1)
            plan = Reference(str(planned), str(planned), f"reference.{rule}", *span)
        counted = None
        if self._found.title.plan is None:
            counted = over_years(self._text, self._layout, self._kind, self._found, self._rules, year)
        if counted is not None:
            planned, plan, only_plan = int(counted.first), counted, True
        now = self._now(year, planned)
        review, plan = self._finer(title, review, plan, Anchor(year, now, planned), only_plan)
        month = review.last if len(review.last) == _MONTHS else ""
        if not month and self._kind in DATED and self._found.written is not None and self._found.written.year == year:
            month = self._found.written.iso_month
        looks_back = any(piece.feature in ("heading-review", "opener-past") for piece in self._found.evidence)
        if only_plan and not looks_back and self._kind != "programme":
            review = Reference()
        if review.double and self._kind != "audit" and now == review.year and self._found.written is None:
            now = int(review.first)
        by_year = review.double and self._kind != "audit"
        reviewed = int(review.first) if by_year else review.year  # 2022/2023 is the year that it begins in
        if self._kind == "programme" and only_plan:
            reviewed = None
        named = Years(reviewed, plan.year if plan.first == plan.last else int(plan.first[:4]))
        written = self._found.written.year if self._found.written is not None else None
        return Reading(self._kind, review, plan, named, now, month, tuple(ranked), written)

    def _amid(self, year: int) -> bool:
        """Whether it is written in the course of the year that it is about: what it plans is for the rest of it."""
        written = self._found.written
        amid = self._kind in DATED or self._kind == "monthly"
        return amid and written is not None and written.year == year and 0 < written.month <= _AMID

    def _plan_over_years(self) -> Reading | None:
        """The reading of a text that names no year, but a plan over years: 第十三个五年规划, “十一五”工作总结."""
        lines = self._layout.lines
        if not lines:
            return None
        times = self._find.find(self._text, lines[0][0], min(lines[-1][1], lines[0][0] + OPENING))
        time = next((t for t in times if t.grain == "years" and t.first[:1].isdigit() and t.last[:1].isdigit()), None)
        if time is None or (time.rule.endswith(_PLAN_ITSELF) and not self._about(time)):
            return None  # a plan that is only named says nothing of the text's own time
        span = Reference(time.first, time.last, "reference.plan-over-years", time.start, time.end)
        if self._kind == "programme":
            return Reading(self._kind, Reference(), span, Years(None, int(time.first[:4])), None, "", (), None)
        later = int(time.last[:4]) + 1
        plan = Reference(str(later), str(later), "reference.next-year")
        return Reading(self._kind, span, plan, Years(int(time.last[:4]), later), int(time.last[:4]), "", (), None)

    def _about(self, time: Time) -> bool:
        """Whether the plan that is named is what the text is, or looks back on: its line ends there or says so."""
        end = self._text.find("\n", time.end)
        rest = self._text[time.end : end if end >= 0 else len(self._text)]
        return len(rest) <= _PLAN or self._rules.has("review", rest[:_LOOK])

    def _timed(self, review: Reference) -> Reference:
        """The review as the words say it, where that is more than a year: 2016/17年度, a month's end all is as of."""
        time = match_time(self._text, review.start)
        audited = self._found.audited
        if audited is not None and audited.grain == "years" and review.last == audited.last:
            return review._replace(first=audited.first)
        if time is not None and time.grain == "range" and len(time.first) == len(time.last) == _YEARS:
            return review._replace(first=time.first, last=time.last)
        ended = time is not None and time.grain == "month" and self._text[time.end - 1] in ENDS
        by_text = review.rule.removeprefix("reference.") in _BY_TEXT or ended
        if by_text and (point := self._as_of()) is not None:
            return review._replace(first="..", last=point.last, start=point.start, end=point.end)
        return review

    def _as_of(self) -> Time | None:
        """The month or year's end that a text without a year of its own names over and over: 98年6月底."""
        lines = self._layout.lines
        if not lines:
            return None
        start, end = lines[0][0], min(lines[-1][1], lines[0][0] + OPENING)
        if sum(self._text.count(sign, start, end) for sign in ENDS) < _OFTEN:
            return None
        found = self._find.find(self._text, start, end)
        ends = [
            time
            for time in found
            # Of what is told up to a year's end the rest is of the year.
            if time.year and time.grain == "month" and self._text[time.end - 1] in ENDS and time.last[5:] != "12"
        ]
        named = Counter(time.last for time in ends)
        often = next((time for time in ends if named[time.last] >= _OFTEN), None)
        return often if often is not None and len(named) == 1 else None

    def _now(self, year: int | None, planned: int | None) -> int | None:
        """The year in which the text was written: what 今年 means in it."""
        if self._kind in ("plan", "programme"):
            return planned
        if self._kind in ("address", "speech"):
            return self._found.written.year if self._found.written is not None else planned
        if self._kind in DATED and self._found.written is not None and year is not None:
            return self._found.written.year
        return self._audited(year) if self._kind == "audit" and year is not None else year

    def _audited(self, year: int) -> int:
        """The year in which an audit of ``year`` was made: of its days, its number, its own date."""
        lines, written = self._layout.lines, self._found.written
        start, end = lines[0][0], min(lines[-1][1], lines[0][0] + OPENING)
        number = document_number(self._text, start, end)
        days = [date.year for date in dates(self._text, start, end) if date.day and date != written]
        limit = written.year if written is not None else year + 1
        found = [one for one in (*days, number.year if number is not None else 0) if year < one <= limit]
        early = written is not None and written.month <= _EARLY and limit > year + 1
        return max(found, default=max(year, limit - early) if written is not None else year)

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
            dated = self._kind in DATED and (self._kind or time.year is None)
            own = self._layout.title, time, self._found.written
            if not several and dated and not of_month(self._text, *own, self._find, self._rules):
                continue  # 5月入汛以来，…: of news
            finer = Reference(first, last, "reference.title", time.start, time.end)
            if several:
                if self._kind in ("programme", "plan") or only_plan:
                    plan = finer
                elif time.grain == "range" and len(first) == _MONTHS and review.year == int(last[:4]):
                    review = finer  # （2022年11月—2023年2月）
                elif finer.double and time.year and review.year in (int(first), int(last)):
                    review = finer  # 2024至25年度開支預算
                elif time.grain == "years" and self._over(review.year, int(last[:4]), bool(time.year)):
                    review = finer
            elif review.first == first[:4] and not only_plan:
                review = finer
            elif plan.first == first[:4] or (review.year == int(first[:4]) and first > review.last):
                plan = finer
            elif not review.first:
                review = finer
        return review, plan

    def _over(self, year: int | None, last: int, told: bool) -> bool:
        """Whether a stretch up to ``last`` is what is looked back on in ``year``; ``told`` where its figures say so."""
        if year is None or year == last:
            return year is None or told or self._kind in DATED
        return self._kind in DATED and year == last + 1 and not told  # “十三五”期间…, told in January after


@lru_cache(maxsize=8)
def reader(rules: Headings, extra: tuple[str, ...] = ()) -> Reader:
    """The reader for the rules of headings.yaml and the other shipped patterns, with a user's ``extra`` files."""
    return Reader(rules, extra)
