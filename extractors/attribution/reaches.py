"""How far a time reaches: nowhere, over its clause, its sentence, or on through the paragraph."""

from __future__ import annotations

from typing import NamedTuple

from civx.patterns.kept import compiled

from ..quantities.quantity import Quantity
from ..words.anchors import Anchor, fill
from ..words.terms import mask
from ..words.times import ENDS, Time
from .context import Context
from .signs import COLONS, COMMAS
from .timewords import TimeWords

_LOOSE = mask("opener", "tail", "done", "plan", "weak-plan", "compare", "part", "rest")
_PLANNING = mask("plan", "seek", "wish")
_COMPARE, _BASELINE = mask("compare"), mask("baseline")
_BLANKS = ' \t\r\n　、“”"(（—-·●'
_YEAR, _MONTH, _DAY = len("2023"), len("2023-01"), len("2023-01-01")
YEARS_BACK = "periods.yaml#years-back"
_OPEN, _CLOSE = "(（", ")）"
_CLOSE_TUPLE = tuple(_CLOSE)
_OF = "的"
_CLOSED = compiled(r"[(（][^()（）\n]{1,12}[)）]")
_SHORT_PAUSES = (*COMMAS, *COLONS, "、", "")
# The name of a five-year plan alone is no time of a number's, but of a heading's or an opener's.
PLAN_NAMED = "periods.yaml#five-year-plan-named"
_NAMED_PLANS = frozenset((PLAN_NAMED, "periods.yaml#five-year-plan-itself"))


class Scope(NamedTuple):
    """What a time says and how far: an ISO period, ``reach`` (clause, sentence or paragraph) and where it ends."""

    value: str
    reach: str
    end: int
    time: Time

    @property
    def stock(self) -> bool:
        """Whether it is a time up to which something has come to be."""
        return self.value.startswith("../")


class Scopes:
    """Reads the scope of one time after the other."""

    def __init__(self, words: TimeWords) -> None:
        self.words = words

    def read(
        self, context: Context, time: Time, quantity: Quantity | None, year: int | None, anchor: Anchor
    ) -> Scope | None:
        """The scope of ``time`` where ``quantity`` is the next number behind it; None where it governs nothing."""
        if time.rule in _NAMED_PLANS:
            return self._of_plan(context, time, quantity)
        if self.compared(context, time) or self._attributive(context, time):
            return None
        first, last = fill(time.first, year, anchor), fill(time.last, year, anchor)
        if not last:
            return None
        clause_start, clause_end = context.clause(time.start)
        same = quantity is not None and clause_start <= quantity.start <= _labelled(context, clause_end)
        if same and quantity is not None and self._of_base(context, time, quantity):
            return None
        if same and quantity is not None and quantity.left - time.end <= 1 and self._of_old(context, time, quantity):
            return None
        if same and quantity is not None and context.text.startswith(self.words.compared, quantity.end):
            beside = first if first == last else f"{first}/{last}"
            return Scope(beside, "clause", quantity.end, time)  # 与2022年度的179万元相比增加74万元
        leading = self.leads(context, clause_start, time.start)
        said = self._said(context, time, first, last, quantity if same else None, leading)
        if said is None:
            return None
        value, reach = said
        end = clause_end if reach == "clause" else context.end
        if reach == "segment":
            reach, end = "sentence", context.segment_end(time.end)
        if context.brackets and quantity is not None and (close := _closing(context, time.start)) > quantity.start:
            return Scope(value, "clause", close, time)  # (2013年筹集830万元)
        if time.grain == "range" and reach == "sentence" and context.quantities_before(time.start):
            end = context.segment_end(time.end)  # 补发1—5月差额50万元；保障420户
        return Scope(value, reach, end, time)

    def _of_plan(self, context: Context, time: Time, quantity: Quantity | None) -> Scope | None:
        """What the name of a five-year plan alone says: “十三五”累计新增3.9万人; 提前完成“十四五”55%的目标."""
        if time.rule != PLAN_NAMED or quantity is None:
            return None
        start, end = context.clause(time.start)
        if quantity.start >= end:
            return None
        if quantity.status == "planned" and quantity.left == time.end:
            return Scope(time.last, "clause", end, time)
        if not self.leads(context, start, time.start) or not context.text.startswith(self.words.in_all, time.end):
            return None
        return Scope(f"{time.first}/{time.last}", "sentence", context.end, time)

    def _said(
        self, context: Context, time: Time, first: str, last: str, quantity: Quantity | None, leading: bool
    ) -> tuple[str, str] | None:
        """The period and the reach; ``quantity`` is the number of its clause, which it opens where ``leading``."""
        text, words, same = context.text, self.words, quantity is not None
        before, behind = context.trimmed(time.start), time.end
        if "-" in first and time.grain in ("range", "word") and text.startswith(words.onward, behind):
            start, _, close = f"{first}/{last}".partition("/")
            if close[:_YEAR] == start[:_YEAR] and len(start) == _MONTH:
                return f"{start}/..", "sentence"  # 第三季度起, 下半年起
        if time.grain == "word":
            if leading and quantity is not None and _old(quantity):
                return first, "clause"  # 上年为千分之五，发放率百分之百: as below
            if first.startswith("../") and not text.endswith(words.as_of, context.start, before):
                # 年底可竣工: the end of a year in a clause without a number says nothing of what follows it
                if not same and not self._stops(text, behind):
                    return None
                if context.quantities_before(before):
                    return first, "clause"  # 支出80万元，年末在册120人，接待…
                return first, "paragraph" if leading else "sentence"
            # The end of a time told in passing, and a day, say nothing of what later sentences tell.
            passing = context.quantities_before(before) if first.startswith("../") else len(first) == _DAY
            on = leading and not passing
            return (first, "paragraph" if on else "sentence") if leading or same else None
        if text.startswith(words.deadline, behind):
            # 10月底前: a deadline governs no more than its own clause, or the one that it opens.
            ended = next(behind + len(word) for word in words.deadline if text.startswith(word, behind))
            opens = leading and not same and text[ended : ended + 1] in COMMAS
            return f"../{last}", "segment" if opens else "clause"
        if text.endswith(words.cites, context.start, before):
            return None
        if text.endswith(words.as_of, context.start, before):
            return self._as_of(context, time, first, last)
        several = time.grain in ("range", "years")
        if text.startswith(words.onward, behind) and not several:
            second = bool(context.times_in(context.segment(time.start), time.start))
            return f"{first}/..", "segment" if second else "sentence"  # 1—9月60元，10月起75元；…
        if not several and text.endswith(words.since, context.start, before) and words.set_off(text, behind):
            return f"{first}/..", "sentence"  # 自11月1日行动开始
        if not several and words.goes_on(text, behind):
            return f"{first}/..", "paragraph" if leading else "sentence"
        if (
            time.grain in ("day", "month")
            and text.endswith(words.at, context.start, before)
            and not self._stops(text, behind)
        ):
            return (first, "clause") if same else None
        if time.grain == "day":
            if text.startswith(words.day, behind) and leading and not same:
                return first, "sentence"  # 2月14日当天，…
            if leading and self._stops(text, behind):
                return first, "sentence"
            told = text.startswith(words.day, behind)
            if leading and not same and text.endswith(words.day, behind, context.clause(before)[1]):
                return first, "sentence"  # 12月5日国际志愿者日当天，…
            return (first, "clause") if told or (leading and same) else None
        if time.grain == "month" and not same and (
            text.startswith(words.past, behind)
            or context.holds(_PLANNING, *context.clause(behind))  # 2024年1月争取投入运营；建成2个
        ):
            return None  # 项目计划2020年10月投入使用，…: of that only
        if time.grain == "month" and text[behind - 1] in ENDS:
            if same or self._stops(text, behind) or (leading and text.startswith(words.after, behind)):
                return f"../{last}", "sentence" if context.quantities_before(before) else "paragraph"
            return f"../{last}", "clause"
        period = first if first == last else f"{first}/{last}"
        low, high = context.clause(before)
        if same and low < before and text.endswith(words.compared, behind, high) and not context.times_in(behind, high):
            return period, "clause"  # 与2023至24年度的1124亿元比较，…
        if leading and quantity is not None and _old(quantity):
            return period, "clause"  # 2024年2318对，2023年为2655对；离婚964对: the year before is that number's only
        if quantity is not None and time.rule and text[quantity.left - 1] == _OF:
            return period, "clause"  # 近三年未活动的29个: the words only tell which ones
        if same and time.rule == YEARS_BACK and context.quantities_before(before):
            return period, "clause"  # 达到66%，近三年提升21个百分点
        if leading and self._contrasted(context, time, quantity):
            return period, "segment"
        if leading:
            return period, "paragraph" if time.grain not in ("month", "day") and len(first) < _DAY else "sentence"
        if not same and text.startswith(words.closes, behind) and time.grain in ("range", "years", "year"):
            return period, "sentence"  # 本县自101年度至107年度止，…
        if not same and time.grain in ("range", "years", "year") and text.endswith(words.about, context.start, before):
            return period, "sentence"  # 对2019年度资金的审计发现，…; 于“十四五”时期实施行动，…
        if not same:
            return None
        return period, "sentence" if time.grain == "range" else "clause"

    def _contrasted(self, context: Context, time: Time, quantity: Quantity | None) -> bool:
        """Whether months are told apart from those on from which it is another number: 1—9月60元，10月起75元；…"""
        if quantity is None or time.grain != "range" or time.year is not None:
            return False
        behind = context.times_in(quantity.end, context.segment_end(time.end))
        return any(
            one.grain == "month" and context.text.startswith(self.words.onward, one.end)
            and self.leads(context, context.clause(one.start)[0], one.start)
            for one in behind
        )

    def _as_of(self, context: Context, time: Time, first: str, last: str) -> tuple[str, str]:
        """截至9月底 is a stock; 到2030年 the year itself, and so is the new value's in 由2021年的…提高到2022年的…"""
        text = context.text
        strong = text.endswith(self.words.strong, context.start, context.trimmed(time.start))
        if not strong and text.startswith("的", time.end):
            return (first if first == last else f"{first}/{last}"), "clause"
        if not strong and time.grain == "year":
            return last, "sentence"
        alone = not context.quantities_before(time.start)
        return f"../{last}", "paragraph" if alone else "sentence"

    @staticmethod
    def _stops(text: str, position: int) -> bool:
        if text[position : position + 1] in _OPEN and (close := _CLOSED.match(text, position)) is not None:
            position = close.end()  # 2月12日（正月初一），
        return text[position : position + 1] in _SHORT_PAUSES

    def compared(self, context: Context, time: Time) -> bool:
        """Whether the time stands in a comparison: 较2022年12月, 比上年, 与2000年相比, 是去年同期的1.8倍."""
        text = context.text
        before = context.between(max(context.start, time.start - 3), time.start)
        if before and before[-1][1] >= time.start and (
            before[-1][2].bits & _COMPARE
            or (before[-1][2].bits & _BASELINE and text.startswith("的", time.end))
        ):
            return True
        if text.startswith(self.words.compared, time.end):
            return True
        opened = max(text.rfind(sign, context.start, time.start) for sign in _OPEN)
        if opened > 0 and _CLOSED.match(text, opened) is not None and text.startswith(_CLOSE_TUPLE, time.end):
            outer = next((one for one in context.times_in(context.start, opened) if one.end == opened), None)
            return outer is not None and self.compared(context, outer)  # 较五年前（即2019年）的90元
        return text.startswith("的", time.end) and text.endswith(self.words.comparing, context.start, time.start)

    def _of_base(self, context: Context, time: Time, quantity: Quantity) -> bool:
        """Whether the time is that of what the number is a share of: 占2012年筹集资金的30.9%, 不低于上年收入的70%."""
        text = context.text
        if quantity.measure != "rate" or text[quantity.left - 1] != _OF or context.clause(time.start)[0] == time.start:
            return False
        return text.endswith((*self.words.shares, *self.words.cites), context.start, time.start)

    @staticmethod
    def _of_old(context: Context, time: Time, quantity: Quantity) -> bool:
        """Whether the time is that of an old value alone, of which the new one follows: 由上半年5.5%降到5.3%."""
        before = context.between(max(context.start, time.start - 3), time.start)[-1:]
        old = quantity.status == "previous" and not _old(quantity)
        return old and bool(before) and before[0][1] == time.start and bool(before[0][2].bits & _BASELINE)

    def _attributive(self, context: Context, time: Time) -> bool:
        """Whether the time only tells which one is meant: 2016年建成的福利院, 1985年以来的档案, “2021慈善年会”."""
        text = context.text
        if time.grain == "word":
            return False
        if text[time.start - 1 : time.start] in ("“", "「", "《") and time.end - time.start == 4:
            return True
        if text.startswith(self.words.own, time.end):
            return True
        if self.words.founding.match(text, time.end, context.end) is not None:
            return True
        if text.startswith("的", time.end) and text.endswith(self.words.happened, context.start, time.start):
            return True
        for word in self.words.after:
            if text.startswith(word + "的", time.end):
                return not self.leads(context, context.clause(time.start)[0], time.start)
        return False

    def leads(self, context: Context, start: int, end: int) -> bool:
        """Whether only openers, or whose time it is, stand between the clause's start and the time."""
        text = context.text
        at, whose = self.words.lead(text, start, end)
        if whose == end:
            return True
        for token in context.between(at, end):
            gap = text[at : token[0]].strip(_BLANKS)
            if gap or not (token[2].bits & _LOOSE or token[2].period):
                return False
            at = token[1]
        return not text[at:end].strip(_BLANKS)


def _closing(context: Context, position: int) -> int:
    """Where the bracket ends that ``position`` stands in, -1 where it stands in none."""
    text, start = context.text, context.start
    opened = max(text.rfind(sign, start, position) for sign in _OPEN)
    if opened < 0 or max(text.rfind(sign, start, position) for sign in _CLOSE) > opened:
        return -1
    ends = [at for sign in _CLOSE if (at := text.find(sign, position, context.end)) >= 0]
    return min(ends, default=-1)


def _old(quantity: Quantity) -> bool:
    """Whether the number is an old value, and no new one stands with it: not 由480元提高到530元."""
    behind = quantity.following
    return quantity.status == "previous" and (behind is None or behind.clause_start != quantity.clause_start)


def _labelled(context: Context, end: int) -> int:
    """Where the clause that ends at ``end`` is over: behind a colon the number of its label follows."""
    return context.clause(end + 1)[1] if context.text[end : end + 1] in COLONS else end
