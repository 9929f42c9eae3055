"""Which time each number is of.

Every time around a number is a source: those of its sentence and paragraph as far as they reach (``reaches``), the
opener of its stretch, its heading, its report (``document.stretches``). They compete by how near they stand and by how
they fit the number: the weights are in patterns/weights.yaml.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from ..document.stretches import anchor_of, covering
from ..model import Document, Reference
from ..quantities.quantity import Quantity
from ..words.anchors import Anchor, fill, shifted
from ..words.times import Time
from .context import Context
from .decision import Candidate, decide
from .reaches import Scope, Scopes
from .timelists import dealt
from .timewords import TimeWords, time_words
from .yearspan import day_before, within

__all__ = ["Periods", "TimeWords", "fill", "time_words"]

_FLOWS = frozenset(("person_times", "household_times"))
_YEARS_BACK = "periods.yaml#years-back"
_HISTORY = 6  # years that a chronicle tells of
_SUM_ALONE = len("累计")
_BY_DATE = frozenset(("news", "monthly"))
_JOINED = ("、", "和", "及", "与", "")
_YEAR = 4
_MONTH = 7


class Source(NamedTuple):
    """A time that may be a number's: its ISO period, what it comes from, the rule and the words."""

    value: str
    level: str
    rule: str
    start: int
    end: int
    newer: int = 0

    @property
    def stock(self) -> bool:
        """Whether it is a time up to which something has come to be."""
        return self.value.startswith("../")


class Periods:
    """Gives each number of a report its period, sentence by sentence in text order."""

    def __init__(self, document: Document, report: int, words: TimeWords, weights: Mapping[str, int]) -> None:
        self._document = document
        self._report = document.reports[report]
        self._words = words
        self._scopes = Scopes(words)
        self._weights = weights
        self._paragraph = -1
        self._kept: dict[int | None, tuple[Source | None, Source | None]] = {}
        self._named: int | None = None
        self._month = ""
        self._base: tuple[str, Time] | None = None
        review = self._report.review
        self._history = _several(review.period) and int(review.last) - int(review.first) >= _HISTORY

    @property
    def year(self) -> int | None:
        """The year the report looks back on."""
        return self._report.year

    def default(self, planned: bool) -> Reference:
        """The report's own time: the one it looks back on, or the one it plans for."""
        first, second = self._report.review, self._report.plan
        return (second if second.last else Reference()) if planned else (first if first.last else second)

    def around(self, position: int, section: int | None, planned: bool) -> list[Source]:
        """The times of the stretch, the heading and the report that a place stands in, the nearest first."""
        document = self._document
        found: list[tuple[int, Source]] = []
        stretch = covering(document.stretches, position)
        if stretch is not None:
            found.append((stretch.start, _source(stretch.reference, "stretch")))
        while section is not None:
            named = document.times[section] if document.times else None
            if named is not None:
                found.append((document.sections[section].start, _source(named, "heading")))
                break
            section = document.sections[section].parent
        if len(found) == 2 and found[1][0] > found[0][0]:
            found.reverse()  # a heading inside the stretch is nearer
        sources = [source for _, source in found]
        item = covering(document.items, position)
        own = _source(item.reference, "report") if item is not None else _source(self.default(planned), "report")
        return [*sources, own] if own.value or not sources else sources

    def anchor(self, position: int, planned: bool) -> Anchor:
        """What words of time lean on at that place."""
        anchor = anchor_of(self._report, planned)
        item = covering(self._document.items, position)
        if item is not None:
            year = item.reference.year
            anchor = anchor._replace(year=year, now=item.now, month=item.month, own=item.reference.period)
        return anchor

    def read(self, context: Context, planned: bool) -> None:
        """Decides ``period`` of all the sentence's quantities; their status must be known."""
        if self._paragraph != context.sentence.paragraph:
            self._paragraph, self._month, self._base = context.sentence.paragraph, "", None
            if not self._history:  # a chronicle goes on with the year named last
                self._kept, self._named = {}, None
        around = self.around(context.start, context.section, planned)
        anchor = self.anchor(context.start, planned)
        if around and (year := (_first_year if planned else _last_year)(around[0].value)) is not None:
            anchor = anchor.at(year, around[0].value)
        sentence = _Sentence(self, context, planned, around, anchor)
        # 2025年，做好以下工作：一是…: what governs the words before the items governs the items
        flow, stock = self._kept.get(context.section) or self._kept.get(context.parent) or (None, None)
        if flow is not None and stock is not None:  # of sentences before: only which of them is newer counts
            order = flow.newer > stock.newer
            flow, stock = flow._replace(newer=order - 1), stock._replace(newer=-int(order))
        else:
            flow, stock = flow and flow._replace(newer=0), stock and stock._replace(newer=0)
        sentence.flow, sentence.stock = flow, stock
        sentence.read()
        self._kept[context.section] = sentence.flow, sentence.stock


class _Sentence:
    """One sentence: the times in force as one goes along."""

    def __init__(
        self, periods: Periods, context: Context, planned: bool, around: list[Source], anchor: Anchor
    ) -> None:
        self._all = periods
        self._context = context
        self._planned = planned
        self._around = around
        self._anchor = anchor
        self._narrow: list[tuple[int, Source]] = []
        self._read = 0
        self._count = 0
        self._last: tuple[str, int] | None = None  # what won the number before
        self._settled: tuple[int, int] = (-1, -1)  # the times in force when the last number was given its period
        self.flow: Source | None = None
        self.stock: Source | None = None

    def read(self) -> None:
        """Decides the period of every number."""
        context = self._context
        many = len(context.times) > 0 and len(context.quantities) > 1
        shares = dealt(context, self._year, self._anchor) if many else {}
        for quantity in context.quantities:
            self._advance(quantity.start, quantity)
            share = shares.get(id(quantity))
            if share is not None:
                decide(quantity, "period", [Candidate(share[0], "dealt", share[1], share[2])])
            else:
                self._decide(quantity)
            self._settled = (self._count, quantity.end)
        self._advance(context.end + 1, None)

    @property
    def _year(self) -> int | None:
        return self._all._named or self._anchor.year

    def _advance(self, position: int, quantity: Quantity | None) -> None:
        """Takes in the times up to ``position``."""
        times = self._context.times
        while self._read < len(times) and times[self._read].end <= position:
            time = times[self._read]
            self._take(time, times[self._read - 1] if self._read else None, quantity)
            self._read += 1

    def _take(self, time: Time, before: Time | None, quantity: Quantity | None) -> None:
        owner = self._all
        year = time.year or (self._anchor.year if time.rule == _YEARS_BACK else self._year)
        anchor = self._anchor.at(year, self._governing())
        if owner._month:
            anchor = anchor._replace(month=owner._month)
        if before is not None and before.end == time.start and time.year is None and before.rule:
            told = fill(before.first, year, anchor)  # 去年12月, 今年上半年
            if len(told) == _YEAR:
                year = int(told)
        if self._scopes.compared(self._context, time):
            said = fill(time.last, year, anchor)
            if said:
                owner._base = said, time
            return
        scope = self._scopes.read(self._context, time, quantity, year, anchor)
        if scope is None:
            return
        aside = scope.reach == "clause" or self._context.text.startswith("而", self._context.clause(time.start)[0])
        over = aside or scope.stock or self._planned  # what was up to the end of an earlier year says nothing of 全年
        if time.year is not None and time.grain != "day" and not (over and time.year < (self._anchor.year or 0)):
            owner._named = time.year
        if len(last := scope.value.rpartition("/")[2]) >= _MONTH:
            owner._month = last[:_MONTH]
        if scope.reach == "paragraph" and self._passing(time, scope):
            scope = scope._replace(reach="sentence")
        if time.grain == "month" and time.year and scope.reach == "sentence" and owner._report.genre in _BY_DATE:
            scope = scope._replace(reach="paragraph")  # of news: 2023年7月，… says what all that follows is of
        self._force(scope)

    def _passing(self, time: Time, scope: Scope) -> bool:
        """Whether the time is named in passing: years beyond those planned, others than the stretch speaks of."""
        plan = self._anchor.plan
        if self._planned and time.year is not None and plan is not None and time.year > plan:
            return True
        around = self._around[0].value if self._around else ""
        return time.grain == "years" and not time.rule and _several(around) and scope.value != around

    @property
    def _scopes(self) -> Scopes:
        return self._all._scopes

    def _force(self, scope: Scope) -> None:
        """Puts the scope in force."""
        self._count += 1
        source = Source(
            scope.value, scope.reach, scope.time.rule or "time", scope.time.start, scope.time.end, self._count
        )
        if scope.reach != "paragraph":
            self._narrow.append((scope.end, source))
            return
        self._narrow.clear()
        if scope.stock:
            self.stock = source
        else:
            self.flow = source
            if len(scope.value) == _YEAR and self.stock is not None and scope.value not in self.stock.value:
                self.stock = None  # another year: what was up to the end of the year before is over

    def _governing(self) -> str:
        """The time in force, for words that lean on it: 去年同期."""
        narrow = [source for _, source in self._narrow]
        wide = sorted((source for source in (self.flow, self.stock) if source is not None), key=lambda one: -one.newer)
        for source in (*reversed(narrow), *wide, *self._around):
            if source.value:
                return source.value
        return ""

    def _decide(self, quantity: Quantity) -> None:
        if (lent := self._lent(quantity)) is not None:
            decide(quantity, "period", [lent])
            return
        ranked = self._candidates(quantity)
        if quantity.status == "planned":
            ranked += self._behind(quantity)
        if quantity.status == "previous":
            ranked = [*self._earlier(quantity, ranked), *ranked]
        decide(quantity, "period", ranked or [Candidate("", "reference.unknown")])

    def _behind(self, quantity: Quantity) -> list[Candidate]:
        """The time that a plan names behind its number: 其余8户将于12月底前清理到位."""
        for time in self._context.times_in(quantity.end, quantity.right):
            scope = self._scopes.read(self._context, time, quantity, time.year or self._year, self._anchor)
            if scope is not None and scope.reach in ("clause", "sentence"):
                score = self._all._weights["clause"]
                return [Candidate(scope.value, time.rule or "time", time.start, time.end, score)]
        return []

    def _lent(self, quantity: Quantity) -> Candidate | None:
        """The period of the number before, or of the total, where this one is told along with it and no time since."""
        before, text = quantity.previous, self._context.text
        if before is None or "period" not in before.decisions or not self._since(before):
            return None
        gap = text[before.end : quantity.left].strip(" \t　") if before.end <= quantity.left else ""
        own = text[max(before.end, quantity.clause_start) : quantity.left].lstrip("，, ")
        source: Quantity | None = None
        if quantity.status == before.status and gap in _JOINED:
            source = before
        elif quantity.status == "change":
            source = self._changed(before)
        elif quantity.status != "previous" and (
            quantity.form == "倍" or (quantity.measure == "rate" and own.startswith("占"))
        ):
            source = before if before.status != "previous" else None
        elif (
            (whole := quantity.part_of) is not None
            and quantity.status == "actual" == whole.status
            and "period" in whole.decisions
            and whole.start >= self._context.start
            and not self._told(quantity)
        ):
            source = whole
        if source is None:
            return None
        winner = source.decisions["period"].winner
        return Candidate(winner.value, "inherited", winner.start, winner.end)

    def _changed(self, before: Quantity | None) -> Quantity | None:
        """The number whose change is told, where its time says more than the year."""
        while before is not None and before.status == "previous":
            before = before.previous
        if before is None or before.status not in ("actual", "change") or "period" not in before.decisions:
            return None
        plain = before.period.isdigit() or _several(before.period)
        return None if plain else before

    def _since(self, before: Quantity) -> bool:
        """Whether no time stands between ``before`` and what is read now."""
        return self._settled == (self._count, before.end)

    def _told(self, quantity: Quantity) -> dict[str, str]:
        return self._all._words.told(self._context.text, quantity.own, quantity.left)

    def _candidates(self, quantity: Quantity) -> list[Candidate]:
        """The sources with their scores, the values as they are for this number."""
        told = self._told(quantity)
        weights = self._all._weights
        sources = [source for end, source in self._narrow if quantity.start < end]
        sources += [source for source in (self.flow, self.stock) if source is not None]
        sources += self._around
        planned = quantity.status == "planned"
        first_planned = self._anchor.year if self._planned and planned else None
        stock = "stock" in told
        closing = self.stock is not None and self.stock.value[8:] in ("12", "12-31")
        flow = closing and ("flow" in told or quantity.measure in _FLOWS) and "sum" not in told
        before = quantity.previous
        last = self._last if before is not None and self._since(before) else None
        chosen: dict[int, Source] = {}
        found: list[Candidate] = []
        for source in sources:
            score = weights[source.level] + 10 * source.newer
            if source.start >= quantity.own:
                score += weights["own"]
            if stock and source.stock and (source.newer > 0 or closing or self._same_end()):
                score += weights["fits-stock"]
            elif flow and not source.stock:
                score += weights["fits-flow"]
            if flow and source is self.stock:
                score += weights["misfits"]
            year = _last_year(source.value)
            if first_planned is not None and year is not None and year < first_planned:
                score += weights["before-plan"]
            several = _several(source.value)
            if several and self._of_all(quantity, told):
                score += weights["yearly"]
            if several and quantity.status == "change" and self._since_base(source.value):
                score += weights["since-base"]
            level = self._level(quantity, told, source.rule == "time")
            if last is not None and (source.value, source.start) == last:
                score += weights["as-before"]
            value = source.value
            if several:
                value = within(value, quantity.status, level, source.rule == "time", self._anchor.now)
            candidate = Candidate(value, source.rule, source.start, source.end, score)
            chosen[id(candidate)] = source
            found.append(candidate)
        if quantity.status == "change" and "yearly" in told and (since := self._since_year(found)) is not None:
            found.append(since)
        best = max(found, key=_score, default=None)
        if best is not None:
            won = chosen.get(id(best))
            self._last = (won.value, won.start) if won is not None else None
        return found

    def _same_end(self) -> bool:
        """Whether the stretch told of ends where the stock is as of: 截至9月底, 1—9月."""
        if self.flow is None or self.stock is None:
            return False
        _, slash, last = self.flow.value.partition("/")
        return bool(slash) and self.stock.value[3:].startswith(last)

    def _since_year(self, found: list[Candidate]) -> Candidate | None:
        """The years since the one compared with: 与2000年相比，…，年均增长9.8%."""
        base, best = self._all._base, max(found, key=_score, default=None)
        if base is None or best is None or _several(str(best.value)):
            return None
        first, last = _last_year(base[0]), _last_year(str(best.value))
        if first is None or last is None or last - first < 2:
            return None
        return Candidate(f"{first + 1}/{last}", base[1].rule or "time", base[1].start, base[1].end, best.score + 1)

    @staticmethod
    def _of_all(quantity: Quantity, told: dict[str, str]) -> bool:
        """Whether the number is one over all the years of a stretch: 年均增长5%; 到2030年累计建成50所, as planned."""
        if quantity.status == "planned" and "sum" in told:
            return True
        return "yearly" in told and quantity.status in ("change", "planned") and quantity.measure != "standard"

    def _since_base(self, period: str) -> bool:
        """Whether the change is one since the year before a stretch of years: 与2000年相比 and 2001/2005."""
        base = self._all._base
        if base is None:
            return False
        year = _last_year(base[0])
        return year is not None and year == int(period[:_YEAR]) - 1

    def _level(self, quantity: Quantity, told: dict[str, str], figures: bool) -> bool:
        """Whether the number is a level that was reached, and not a sum over the years: 达到1.3万元, 覆盖面93%."""
        if "kept" in told or "yearly" in told:
            return quantity.measure == "standard"
        if "level" in told or quantity.measure == "standard":
            return True
        own = self._context.text[quantity.own : quantity.left]
        if set(told) == {"sum"} and len(own.strip("、，, ")) == _SUM_ALONE:
            return True  # 新增206公里、累计390公里
        if figures:  # 2020年至2022年，有58人…: of all those years
            return False
        if quantity.measure == "rate":
            return quantity.form != "倍" and not self._context.text.startswith("的", quantity.end)
        return "stock" in told

    def _earlier(self, quantity: Quantity, ranked: list[Candidate]) -> list[Candidate]:
        """The time of an old value: of the comparison, else before the time of the new one."""
        context, top = self._context, 10_000
        main = max(ranked, key=lambda c: c.score, default=None)
        value = str(main.value) if main is not None else ""
        anchor = self._anchor.at(self._year, value)
        if self._all._month:
            anchor = anchor._replace(month=self._all._month)
        for time in reversed(context.times_in(quantity.clause_start, quantity.start)):
            near = context.text.startswith("的", time.end) or quantity.left - time.end <= 2
            if near or self._scopes.compared(context, time) or context.text.startswith("同期", time.end):
                if main is not None and main.start == time.start:
                    return []
                year = time.year or self._year
                old = fill(time.last if time.grain != "years" else time.first, year, anchor)
                if time.grain == "range":
                    old = f"{fill(time.first, year, anchor)}/{old}" if old else ""
                if context.text.startswith("同期", time.end) and time.year is not None and (now := _last_year(value)):
                    old = shifted(value, time.year - now)
                if old:
                    return [Candidate(old, time.rule or "time", time.start, time.end, top)]
        if value.endswith("/..") and len(value) == _YEAR + 3:  # 1999年起，由617人增加到…
            return [Candidate(value[:_YEAR], main.rule, main.start, main.end, top)] if main else []
        if value.endswith("/.."):
            return [Candidate(f"../{day_before(value[:-3])}", main.rule, main.start, main.end, top)] if main else []
        if value and self.flow is not None and (new := _last_year(value)) is not None:
            since = _last_year(self.flow.value)
            if self.flow.newer > 0 and since is not None and since < new:  # 2002年，实施…，至2007年，由1687人增加到…
                return [Candidate(self.flow.value, self.flow.rule, self.flow.start, self.flow.end, top)]
        base = self._all._base
        wide = base is not None and context.text.startswith("相比", base[1].end)  # 与2000年相比，…；…
        if base is not None and (context.start if wide else context.segment(quantity.start)) <= base[1].start:
            said, time = base
            return [Candidate(said, time.rule or "time", time.start, time.end, top)]
        if self._planned and (plan := self._anchor.plan) is not None and (_last_year(value) or 0) >= plan:
            report = self._all._report  # a plan starts from what its report looks back on, or the year before it
            old = report.review.period if report.review.last else str(plan - 1)
            return [Candidate(old, "reference.before-plan", report.review.start, report.review.end, top)]
        return []


def _score(candidate: Candidate) -> int:
    return candidate.score


def _source(reference: Reference, level: str) -> Source:
    rule = reference.rule or "reference.unknown"
    return Source(reference.period, level, rule, reference.start, reference.end)


def _last_year(period: str) -> int | None:
    last = period.rpartition("/")[2]
    if last == "..":
        last = period
    return int(last[:_YEAR]) if last[:_YEAR].isdigit() else None


def _first_year(period: str) -> int | None:
    first = period.removeprefix("../")[:_YEAR]
    return int(first) if first.isdigit() else None


def _several(period: str) -> bool:
    """Whether the period is a stretch of several calendar years: 2021/2025."""
    first, slash, last = period.partition("/")
    return bool(slash) and len(first) == _YEAR == len(last) and int(last) > int(first) + 1


