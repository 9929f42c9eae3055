"""What time the numbers of a table cover: by the heads of column and row, the line above, the document."""

from __future__ import annotations

from ..attribution.decision import Candidate
from ..attribution.periods import Periods
from ..words.anchors import shifted
from .head import Head, period
from .model import NOWHERE, Column, Line, Table

_MONTH = len("2023-01")
_HEAD_TIME, _BESIDE = "table.time", "table.column-beside"
_THIS_YEAR = "{Y}"
_SAME_TIME = "同期"
_LAST_YEAR = ("上年", "去年")


class Site:
    """Where a table stands: its report and section, the report's periods, and whether the section is about plans."""

    __slots__ = ("periods", "plan_year", "planned", "report", "section", "start")

    def __init__(
        self, start: int, periods: Periods, plan_year: int | None, planned: bool | None, report: int,
        section: int | None,
    ) -> None:
        self.start = start
        self.periods = periods
        self.plan_year = plan_year
        self.planned = planned
        self.report = report
        self.section = section


class Times:
    """Decides the periods of one table's cells; ``year`` is what it is about, ``own`` the time a line above names."""

    def __init__(self, table: Table, site: Site, year: int | None, own: Candidate | None) -> None:
        self._table = table
        self._site = site
        self._year = year
        self._own = own
        self._years: dict[int, int] = {}  # of the rows, by where they stand: 第1季 below 112年 is of 2023
        above = None
        for line in table.lines:
            if line.time is not None:
                above = line.time.year or above
                if above is not None:
                    self._years[line.row.start] = above
        # In a table about 1—6月 the month is the last.
        month = str(own.value).removeprefix("../").rpartition("/")[2] if own is not None else ""
        self._month = month if len(month) == _MONTH else ""

    def of(self, status: str, line: Line, column: Column) -> Candidate:
        """The period of the row's cell in the column."""
        year = self._years.get(line.row.start) or self._year
        if column.says("previous") and any(_SAME_TIME in head.text or "sum" in head.roles for head in column.heads):
            return self._year_before(line, column)
        heads = [placed for placed in column.placed if placed[0].timed and not _compares(placed[0])]
        timed = heads[-1] if heads else None
        if timed is not None and timed[0].year is None and len(heads) > 1 and heads[-2][0].year:
            year = heads[-2][0].year  # 一季度 below 2022年
        if timed is None and status == "change":
            beside = self._latest(column)
            if beside is not None:
                return self.of("actual", line, beside)._replace(rule=_BESIDE)
        if timed is not None and line.time is not None and line.time.year is None and timed[0].year:
            return Candidate(period(line.time, timed[0].year), _HEAD_TIME, *line.time_span)  # 1月 below 2022年
        if timed is not None and not (timed[0].last == _THIS_YEAR and self._within(year)):
            return Candidate(period(timed[0], year), _HEAD_TIME, *timed[1])
        if line.time is not None:
            return Candidate(period(line.time, year), _HEAD_TIME, *line.time_span)
        where = (self._own.start, self._own.end) if self._own is not None else NOWHERE
        summed = column.says("summed") or line.says("summed")
        if summed and self._month and status not in ("planned", "previous") and line.time is None:
            return Candidate(f"{self._month[:4]}-01/{self._month}", summed, *where)
        if rule := column.says("month"):
            return Candidate(self._month, rule, *where)
        if (rule := column.says("sum")) and self._month:
            return Candidate(f"{self._month[:4]}-01/{self._month}", rule, *where)
        if status == "previous":
            earlier = (p for p in (*reversed(column.placed), *reversed(line.placed)) if "previous" in p[0].roles)
            said = next((placed for placed in earlier if self._of_last_year(placed[0])), None)
            if said is not None and self._year:
                return Candidate(str(self._year - 1), said[0].roles["previous"].rule, *said[1])
            month = next((p for p in column.placed if "month-before" in p[0].roles), None)
            if month is not None and self._month:
                return Candidate(_month_before(self._month), month[0].roles["month-before"].rule, *month[1])
            return self._until(line, column)
        if (rule := column.says("yearly")) and status == "planned" and self._year:
            return Candidate(str(self._year), rule, *where)
        if self._own is not None and self._own.value:
            return self._own
        in_plan = self._site.planned is True or (status == "planned" and not self._site.periods.year)
        around = self._site.periods.around(self._site.start, self._site.section, in_plan)
        if not around:
            return Candidate("", "reference.unknown")
        return Candidate(around[0].value, around[0].rule, around[0].start, around[0].end)

    def _until(self, line: Line, column: Column) -> Candidate:
        """Of what was in force before a change (调整前标准) up to the time of the table; else no time."""
        said = next((p for p in (*column.placed, *line.placed) if "until" in p[0].roles), None)
        around = self._site.periods.around(self._site.start, self._site.section, False)
        value = str(self._own.value) if self._own is not None and self._own.value else around[0].value if around else ""
        first = value.removeprefix("../").partition("/")[0]
        if said is None or len(first) < _MONTH:
            return Candidate("", "none")
        return Candidate(f"../{first}", said[0].roles["until"].rule, *said[1])

    def _within(self, year: int | None) -> bool:
        """Whether the table's own time is a part of the year: 本年 in a table of January to September."""
        return self._own is not None and str(self._own.value).startswith(f"{year}-01/")

    @staticmethod
    def _of_last_year(head: Head) -> bool:
        """Whether what was before is what the year before left: 上年结转户数."""
        return head.text.startswith(_LAST_YEAR)

    def _latest(self, column: Column) -> Column | None:
        """The column to the left with the latest time, or the nearest that is no comparison, for one of changes."""
        left = [
            other for other in self._table.columns[: column.number]
            if other.kind == "value" and not other.says("change") and not other.says("previous")
        ]
        timed = [other for other in left if any(head.timed for head in other.heads)]
        if timed:
            return max(timed, key=lambda other: max((h.year or 0, h.last) for h in other.heads if h.timed))
        return left[-1] if left else None

    def _year_before(self, line: Line, column: Column) -> Candidate:
        """A year before the time of the column that this one stands beside: 上年同期."""
        beside = self._latest(column)
        sums = [other for other in self._table.columns if other.says("sum") and not other.says("previous")]
        if column.says("sum") and sums:
            beside = sums[0]
        if beside is None:
            value = str(self._own.value) if self._own is not None else str(self._year or "")
        else:
            value = str(self.of("actual", line, beside).value)
        head, span = next(placed for placed in reversed(column.placed) if "previous" in placed[0].roles)
        return Candidate(shifted(value, -1), head.roles["previous"].rule, *span)


def _month_before(month: str) -> str:
    year, number = int(month[:4]), int(month[5:])
    return f"{year}-{number - 1:02}" if number > 1 else f"{year - 1}-12"


def _compares(head: Head) -> bool:
    """Whether the time that a head names is only what its change is told against: 比上年增长."""
    return "change" in head.roles and ("{Y-" in head.last or (head.compares and "{" in head.last))
