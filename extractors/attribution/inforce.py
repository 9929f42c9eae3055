"""The times in force as one reads along a sentence, and what a paragraph keeps of them."""

from __future__ import annotations

from collections import Counter
from operator import attrgetter

from ..quantities.quantity import Quantity
from ..words.anchors import Anchor, fill, shifted
from ..words.terms import mask
from ..words.times import Time
from .context import Context
from .reaches import YEARS_BACK, Scope, Scopes
from .sources import Source
from .timewords import SAME_DAY
from .yearspan import YEAR, double, last_year, several

_NEWS = "news"
_BY_DATE = frozenset(("news", "monthly"))
_MONTH = len("2023-01")
_FINANCIAL, _SCHOOL = "年度", ("学年", "学年度")
_WHOLE_YEAR = "periods.yaml#whole-year"
_THAT_YEAR = "periods.yaml#that-year"
_THIS_YEAR = "periods.yaml#this-year"
_GOES_ON = ("", "的")
_PART = mask("part")
_NOW, _ANY_TIME = "{R}", ("{R}", "{Y}")  # as patterns/periods.yaml has 目前, 当年
_SPRING, _IN_SPRING = ("{Y}-01", "{Y}-02", "{Y}-03"), len("{Y}-01")  # months behind the turn of a school year
_LATE = "-11"  # months of a year in which all of it may be told of
_YEAR_ENDS = ("-12", "-12-31")
_newest = attrgetter("newer")

# A flow (全年, 1—9月) and a stock (截至9月底) that were in force.
Kept = tuple[Source | None, Source | None]


class Memory:
    """What a paragraph keeps: the year and month named last, the time compared with, and what was in force, by section.

    Of a chronicle (``lasting``) it is kept from one paragraph to the next.
    """

    __slots__ = (
        "at", "base", "day", "double", "kept", "lasting", "month", "named", "named_often", "paragraph", "since", "tail",
    )

    def __init__(self, lasting: bool) -> None:
        self.lasting = lasting
        self.paragraph = -1
        self.kept: dict[int | None, Kept] = {}
        self.named: int | None = None
        self.month = self.day = ""
        self.tail: list[Source] = []  # what the last sentence ended with
        self.since: Source | None = None  # from when what it sets is in force
        self.base: tuple[str, Time] | None = None
        self.named_often: Counter[str] = Counter()
        self.at: dict[int, int] = {}  # the sentence in which a time came into force, by where it stands
        self.double = False  # whether the report tells of financial years over two calendar years

    def enter(self, paragraph: int) -> None:
        """Goes on with that paragraph."""
        if paragraph == self.paragraph:
            return
        self.paragraph, self.base, self.tail, self.since = paragraph, None, [], None
        self.month = self.day = ""
        if not self.lasting:
            self.kept, self.named = {}, None

    def recall(self, section: int | None, parent: int | None) -> Kept:
        """What was in force before: 2025年，做好以下工作：一是… governs the items too."""
        flow, stock = self.kept.get(section) or self.kept.get(parent) or (None, None)
        if flow is not None and stock is not None:  # of the sentences before only the order counts
            later = flow.newer > stock.newer
            return flow._replace(newer=later - 1), stock._replace(newer=-int(later))
        return _of_before(flow), _of_before(stock)


def _of_before(source: Source | None) -> Source | None:
    return source._replace(newer=0) if source is not None and source.newer else source


class InForce:
    """The times in force at one place of a sentence after the other.

    ``around`` are the times of its stretch, heading and report, ``anchor`` what words of time lean on there.
    """

    def __init__(
        self, context: Context, planned: bool, around: list[Source], anchor: Anchor, memory: Memory, scopes: Scopes,
        genre: str,
    ) -> None:
        self.context, self.planned, self.around, self.anchor = context, planned, around, anchor
        self.memory, self.scopes = memory, scopes
        self.count = 0  # how many have come into force
        self.replaced: Source | None = None  # the time of this sentence in whose place the one in force came
        self._genre = genre
        self._narrow: list[tuple[int, Source]] = []
        self._read = 0
        self.flow, self.stock = memory.recall(context.section, context.parent)
        if genre == _NEWS:
            self._forget_far()
        opened = max((source.start for source in around if source.level == "stretch"), default=-1)
        if self.flow is not None and self.flow.start < opened:
            self.flow = None  # an opener without a number since then: 年内，我们逐一比对。
        if self.stock is not None and self.stock.start < opened:
            self.stock = None
        if memory.tail and (first := context.tokens[:1]) and first[0][2].bits & _PART and _opens(context, first[0][0]):
            self._narrow = [(context.end, source._replace(newer=0)) for source in memory.tail]  # 其中男性12人

    def _forget_far(self) -> None:
        """News tell of one thing after the other: a month, or the end of a time, reaches no further than a sentence."""
        at, index = self.memory.at, self.context.index
        if self.stock is not None and index - at.get(self.stock.start, index) > 1:
            self.stock = None
        flow = self.flow
        if flow is None or len(flow.value) != _MONTH or self.memory.named_often[flow.value] > 1:
            return  # a month that is named again and again says what the text is about
        if index - at.get(flow.start, index) > 1:
            self.flow = None

    @property
    def year(self) -> int | None:
        """The year that governs what names none."""
        return self.memory.named or self.anchor.year

    def leave(self) -> None:
        """Takes in the rest of the sentence, and keeps what is in force at its end."""
        self.advance(self.context.end + 1, None)
        self.memory.kept[self.context.section] = self.flow, self.stock
        self.memory.tail = [source for end, source in self._narrow if end >= self.context.end]
        if self.count:
            set_from = (source for source in self.memory.tail if source.value.endswith("/.."))
            self.memory.since = next((one._replace(level="paragraph", newer=0) for one in set_from), None)

    def leaning(self, year: int | None, span: str) -> Anchor:
        """What words of time lean on where ``year`` and the stretch ``span`` govern."""
        anchor = self.anchor.at(year, span)
        if self.planned and several(span):
            anchor = anchor._replace(end=int(span[-YEAR:]))
        if self.memory.day:
            anchor = anchor._replace(day=self.memory.day)
        month = self.memory.month
        return anchor._replace(month=month) if month and month != anchor.month else anchor

    def at(self, position: int) -> list[Source]:
        """The sources of a number at ``position``, the nearest first."""
        found = [source for end, source in self._narrow if position < end] if self._narrow else []
        if self.flow is not None:
            found.append(self.flow)
        if self.stock is not None:
            found.append(self.stock)
        return found + self.around

    def advance(self, position: int, quantity: Quantity | None) -> None:
        """Takes in the times up to ``position``."""
        times = self.context.times
        while self._read < len(times) and times[self._read].end <= position:
            time = times[self._read]
            before = times[self._read - 1] if self._read else None
            self._read += 1
            if time.rule and self._read < len(times) and self._joins(time, times[self._read]):
                continue  # 去年12月: only says of which year the month is
            if time.first == SAME_DAY and before is not None and before.end == time.start:
                continue  # 5月20日当天
            self._take(time, before, quantity)

    def _joins(self, time: Time, behind: Time) -> bool:
        """Whether ``behind`` goes on with ``time``: 去年12月, 去年的2月14日."""
        return behind.year is None and self.context.text[time.end : behind.start] in _GOES_ON

    def _take(self, time: Time, before: Time | None, quantity: Quantity | None) -> None:
        year = time.year or (self.anchor.year if time.rule == YEARS_BACK else self.year)
        if time.rule == YEARS_BACK and self.around and double(own := self.around[0].value):
            ended = last_year(own)  # 两年间 of what is told of 2020/2021
            year = ended if f"{fill(time.first, ended)}/{fill(time.last, ended)}" == own else year
        anchor = self.leaning(year, self.governing(time.start))
        if time.rule == _THAT_YEAR:
            year = last_year(anchor.span) or year
        elif time.rule == _WHOLE_YEAR and self._before_its_end(year):
            year = (year or 0) - 1  # 截至2023年底，…。全年支出…, told in March after
        elif time.rule == _WHOLE_YEAR and len(anchor.span) == YEAR:
            year = int(anchor.span)  # 去年核定850户。全年支出…
        if year is not None and time.first[:_IN_SPRING] in _SPRING and self.around and double(self.around[0].value):
            year = int(self.around[0].value[-YEAR:])  # 2月 of the school year 2023/2024
        joined = before if before is not None and before.rule and self._joins(before, time) else None
        if joined is not None:
            told = fill(joined.first, year, anchor)  # 去年12月, 今年上半年
            if len(told) == YEAR:
                year = int(told)
        if time.grain == "day":
            self.memory.day = fill(time.last, year, anchor)
        if any(self.scopes.compared(self.context, one) for one in (time, joined) if one is not None):
            said = fill(time.last, year, anchor)
            if time.grain == "range" and len(time.first) == len(time.last) == YEAR:
                said = f"{time.first}/{said}"  # 较2019至20年度的90元
            if said:
                self.memory.base = said, time
            return
        scope = self.scopes.read(self.context, time, quantity, year, anchor)
        if scope is None or self._no_news(time, scope, quantity):
            return
        scope = self._financial(time, scope)
        if time.year is not None and self.context.text.startswith(self.scopes.words.same_time, time.end):
            now = last_year(anchor.span)  # 2021年同期 beside 2022年1—9月
            if now is not None:
                end = self.context.clause(time.start)[1]
                scope = Scope(shifted(anchor.span, time.year - now), "clause", end, time)
        text, clause = self.context.text, self.context.clause(time.start)[0]
        aside = scope.reach == "clause" or text.startswith(self.scopes.words.aside, clause)
        over = aside or scope.stock or self.planned  # what was up to the end of an earlier year says nothing of 全年
        if time.year is not None and time.grain != "day" and not (over and time.year < (self.anchor.year or 0)):
            self.memory.named = time.year
        if not time.rule and len(last := scope.value.rpartition("/")[2]) >= _MONTH:
            self.memory.month = last[:_MONTH]
        if scope.reach == "paragraph" and self._passing(time, scope):
            scope = scope._replace(reach="sentence")
        if scope.reach == "paragraph" and time.rule == _THIS_YEAR and self._looks_back(scope.value):
            scope = scope._replace(reach="sentence")
        if time.grain == "month" and time.year and scope.reach == "sentence" and self._genre in _BY_DATE:
            scope = scope._replace(reach="paragraph")  # of news: 2023年7月，… says what all that follows is of
        self._force(scope)

    def _before_its_end(self, year: int | None) -> bool:
        """Whether ``year`` is not over as the text is written, and the end of the one before is what it told of."""
        written = self.anchor.month
        if year is None or self.planned or self._genre not in _BY_DATE or written[:YEAR] != str(year):
            return False
        ended = self.stock is not None and self.stock.value.startswith(f"../{year - 1}-12")
        return ended and written[YEAR:] < _LATE

    def _looks_back(self, value: str) -> bool:
        """Whether 今年 is named in passing, where a heading or an opener looks back on a year before: 其余今年入住."""
        if self.planned or not self.around or self.around[0].level == "report":
            return False
        told, now = last_year(self.around[0].value), last_year(value)
        return told is not None and now is not None and told < now

    def _no_news(self, time: Time, scope: Scope, quantity: Quantity | None) -> bool:
        """Whether the words say no more than the end that this sentence named: 截至三季度末，…现有…，当年累计…."""
        if time.grain != "word" or time.first not in _ANY_TIME:
            return False
        if quantity is not None and quantity.status == "planned":
            return False
        wide = [source for source in (self.flow, self.stock) if source is not None]
        last = max([*(source for end, source in self._narrow if time.start < end), *wide], key=_newest, default=None)
        if last is None or last.newer <= 0 or any(last.end <= q.start < time.start for q in self.context.quantities):
            return False
        if time.first == _NOW:
            return last.stock or (last.value.endswith("/..") and len(last.value) > len("2023/.."))
        if not last.stock:
            return False
        point = last.value[len("../") :]
        return point[:YEAR] == scope.value and len(point) > YEAR and point[YEAR:] not in _YEAR_ENDS

    def _financial(self, time: Time, scope: Scope) -> Scope:
        """本年度 and the like are financial years where the report tells of such: 2024/2025."""
        first, _, last = scope.value.partition("/")
        if time.grain == "range" and len(first) == len(last) == YEAR:
            self.memory.double |= not self.context.text.endswith(_SCHOOL, time.start, time.end)
        elif self.memory.double and len(scope.value) == YEAR and self.context.text.endswith(_FINANCIAL, 0, time.end):
            return scope._replace(value=f"{first}/{int(first) + 1}")
        return scope

    def _passing(self, time: Time, scope: Scope) -> bool:
        """Whether the time is named in passing: years beyond those planned, others than the stretch speaks of.

        And months behind a sentence's first numbers, but for those up to which they are: 在册398人，1—10月支出200万元.
        """
        if time.grain == "range" and self.context.quantities_before(time.start):
            return self.stock is None or not self.stock.value[3:].startswith(scope.value.rpartition("/")[2])
        plan = self.anchor.plan
        if self.planned and time.year is not None and plan is not None and time.year > plan:
            return True
        around = self.around[0].value if self.around else ""
        return time.grain == "years" and not time.rule and several(around) and scope.value != around

    def _force(self, scope: Scope) -> None:
        """Puts the scope in force."""
        scope = self._joined(scope)
        self.count += 1
        self.memory.at[scope.time.start] = self.context.index
        self.memory.named_often[scope.value] += 1
        source = Source(
            scope.value, scope.reach, scope.time.rule or "time", scope.time.start, scope.time.end, self.count
        )
        if scope.reach != "paragraph":
            self._narrow.append((scope.end, source))
            return
        self._narrow.clear()
        if scope.stock:
            self.stock = source
        else:
            self.replaced = self.flow if self.flow is not None and self.flow.newer > 0 else None
            self.flow = source
            if len(scope.value) == YEAR and self.stock is not None and scope.value not in self.stock.value:
                self.stock = None  # another year: what was up to the end of the year before is over

    def _joined(self, scope: Scope) -> Scope:
        """截至5月16日，4月底以来…, 自2021年8月起至2023年3月底: since and up to, no number between, are one stretch."""
        sources = [source for _, source in self._narrow] + [one for one in (self.flow, self.stock) if one is not None]
        near = next((source for source in sources if source.newer == self.count > 0), None)
        if near is None or any(near.end <= one.start < scope.time.start for one in self.context.quantities):
            return scope
        if scope.stock and near.value.endswith("/.."):
            return scope._replace(value=f"{near.value[:-2]}{scope.value[3:]}")
        if near.stock and scope.value.endswith("/.."):
            return scope._replace(value=f"{scope.value[:-2]}{near.value[3:]}")
        return scope

    def governing(self, position: int) -> str:
        """The time in force at ``position``, for words that lean on it: 去年同期."""
        narrow = [source for end, source in self._narrow if position < end]
        wide = sorted((source for source in (self.flow, self.stock) if source is not None), key=lambda one: -one.newer)
        for source in (*reversed(narrow), *wide, *self.around):
            if source.value:
                return source.value
        return ""


def _opens(context: Context, position: int) -> bool:
    """Whether the sentence begins at ``position``."""
    return not context.text[context.start : position].strip()
