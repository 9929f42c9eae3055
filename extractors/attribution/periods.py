"""Which time expression governs a number."""

from __future__ import annotations

from functools import lru_cache

from civx.patterns.load import Patterns, load

from ..quantities.quantity import Quantity
from ..words.lexicon import mask
from ..words.times import Time
from .context import Context

_LOOSE = mask("opener", "tail", "done", "plan", "weak-plan", "compare", "part", "rest")
_DATE = len("2023-01-01")
_COMPARE, _BASELINE = mask("compare"), mask("baseline")


class TimeWords:
    """The words beside a time expression that say how it governs."""

    def __init__(self, patterns: Patterns) -> None:
        words: dict[tuple[str, str], list[str]] = {}
        self._rules: list[tuple[str, str, str]] = []
        for rule in patterns.rules("periods"):
            for side in ("prefix", "suffix"):
                if side in rule:
                    words.setdefault((side, rule[side]), []).extend(rule["terms"])
                    self._rules += [(side, word, f"periods.yaml#{rule['id']}") for word in rule["terms"]]
        self.as_of = tuple(words.get(("prefix", "as-of"), ()))
        self.since = tuple(words.get(("prefix", "since"), ()))
        self.at = tuple(words.get(("prefix", "at"), ()))
        self.onward = tuple(words.get(("suffix", "since"), ()))
        self.after = tuple(words.get(("suffix", "after"), ()))
        self.deadline = tuple(words.get(("suffix", "deadline"), ()))
        self.cites = tuple(words.get(("prefix", "cites"), ()))
        self.day = tuple(words.get(("suffix", "day"), ()))

    def beside(self, text: str, time: Time) -> set[str]:
        """The rules whose words stand right before or behind ``time``."""
        return {
            rule
            for side, word, rule in self._rules
            if (text.endswith(word, 0, time.start) if side == "prefix" else text.startswith(word, time.end))
        }


@lru_cache(maxsize=8)
def time_words(extra: tuple[str, ...] = ()) -> TimeWords:
    """The time words of the shipped patterns and of a user's ``extra`` files."""
    return TimeWords(load(extra))


class Periods:
    """Gives each number of a report its period, sentence by sentence in text order."""

    def __init__(
        self, year: int | None, plan_year: int | None, words: TimeWords, own: str = "", own_plan: str = ""
    ) -> None:
        """``own`` and ``own_plan`` are the stretches that a title names: 上半年工作总结及下半年计划."""
        self._words = words
        self._own, self._own_plan = own, own_plan
        self._year = year
        self._plan_year = plan_year
        self._paragraph = -1
        self._reach: dict[int | None, str] = {}

    @property
    def year(self) -> int | None:
        """The year the report looks back on."""
        return self._year

    def default(self, planned: bool) -> str:
        """The report's own period: the year it looks back on, or the one it plans for."""
        if planned:
            return self._own_plan or (str(self._plan_year) if self._plan_year else "")
        return self._own or str(self._year or self._plan_year or "")

    def read(self, context: Context, in_plan: bool) -> None:
        """Sets ``period`` of all the sentence's quantities that have none yet; ``status`` must be known."""
        paragraph = context.sentence.paragraph
        if self._paragraph != paragraph:
            self._paragraph, self._reach = paragraph, {}
        # 2025年，做好以下工作：一是…: what governs the words before the items governs the items
        wide = self._reach.get(context.section, self._reach.get(context.parent, ""))
        year = self._plan_year if in_plan else self._year
        narrow, narrow_end = "", 0
        times, at = context.times, 0
        named_year: int | None = None
        for quantity in context.quantities:
            while at < len(times) and times[at].end <= quantity.start:
                time = times[at]
                at += 1
                if self._compared(context, time):
                    continue
                if time.year is not None and time.grain != "day":
                    named_year = time.year
                period, reach = self._period(
                    context, time, quantity, time.year or (named_year if time.grain != "word" else None) or year
                )
                if period:
                    if reach == "paragraph":
                        wide, narrow = period, ""
                    elif reach:
                        narrow = period
                        narrow_end = context.end if reach == "sentence" else context.clause(time.start)[1]
            if quantity.status == "previous" and (old := self._baseline(context, quantity, year)):
                quantity.period = old
            else:
                period = (narrow if quantity.start < narrow_end else "") or wide
                if (
                    quantity.status == "planned"
                    and in_plan
                    and self._plan_year
                    and period.isdigit()
                    and int(period) < self._plan_year
                ):
                    period = ""  # 在2022年建成7所的基础上，再新建3所: the plan's own year
                quantity.period = period or self.default(in_plan or (quantity.status == "planned" and not year))
        for time in times[at:]:
            if not self._compared(context, time):
                period, reach = self._period(context, time, None, time.year or named_year or year)
                if period and reach == "paragraph":
                    wide = period
        self._reach[context.section] = wide

    def _compared(self, context: Context, time: Time) -> bool:
        """Whether the time stands in a comparison: 较2022年12月, 比上年."""
        before = context.between(max(context.start, time.start - 3), time.start)
        if not before or before[-1][1] < time.start:
            return False
        return before[-1][2].bits & _COMPARE != 0 or (
            before[-1][2].bits & _BASELINE != 0 and context.text[time.end : time.end + 1] == "的"
        )

    def _baseline(self, context: Context, quantity: Quantity, year: int | None) -> str:
        """The period of an old value, where a comparison names one: 较2019年6月880户."""
        for time in reversed(context.times_in(quantity.clause_start, quantity.start)):
            if (
                self._compared(context, time)
                or context.text[time.end : time.end + 1] == "的"
                or quantity.start - time.end <= 2
            ):
                return fill(time.last, time.year or year)
        return ""

    def _period(self, context: Context, time: Time, quantity: Quantity | None, year: int | None) -> tuple[str, str]:
        """ISO period of ``time`` and how far it reaches: paragraph, sentence or "" where it governs nothing."""
        text, words = context.text, self._words
        clause_start, clause_end = context.clause(time.start)
        same_clause = quantity is not None and clause_start <= quantity.start <= clause_end
        leading = self._leads(context, clause_start, time.start)
        first, last = fill(time.first, year), fill(time.last, year)
        if not last:
            return "", ""
        if time.grain == "word":
            if quantity is not None and not leading and not same_clause:
                return "", ""
            return first, "paragraph" if leading else "sentence"
        if text.startswith(words.deadline, time.end):
            return f"../{last}", "clause"  # 10月底前: a deadline governs no more than its own clause
        if text.endswith(words.cites, context.start, time.start):
            return "", ""
        if text.endswith(words.as_of, context.start, time.start):
            return f"../{last}", "paragraph"
        onward = text.startswith(words.onward, time.end)
        if onward and time.grain != "range":
            return f"{first}/..", "sentence"
        if text.startswith(words.after, time.end) and time.grain != "range" and not text.startswith("后", time.end):
            return f"{first}/..", "paragraph" if leading else "sentence"
        if time.grain == "day":
            if leading and text[time.end : time.end + 1] in ("，", ","):
                return first, "sentence"
            if not text.startswith(words.day, time.end):
                return "", ""
            return first, "clause" if same_clause else "sentence"
        if time.grain == "month" and text[time.end - 1] in "底末":
            return f"../{last}", "paragraph"
        period = first if first == last else f"{first}/{last}"
        if leading:
            return period, "paragraph" if time.grain in ("year", "range") and len(first) < _DATE else "sentence"
        if same_clause:
            if time.grain == "range":
                return period, "sentence"
            if text.endswith(words.at, context.start, time.start) or text[time.end - 1] == "度":
                return period, "clause"
        return "", ""

    @staticmethod
    def _leads(context: Context, start: int, end: int) -> bool:
        """Whether only openers stand between the clause's start and the time."""
        at = start
        for token in context.between(start, end):
            gap = context.text[at : token[0]].strip(' \t\r\n　、“”"(（')
            if gap or not (token[2].bits & _LOOSE or token[2].period):
                return False
            at = token[1]
        return not context.text[at:end].strip(' \t\r\n　、“”"(（')


def fill(iso: str, year: int | None) -> str:
    """The ISO text with the governing year put in; "" where a year is needed and none is known."""
    if "{" not in iso:
        return iso
    if year is None:
        return ""
    return iso.replace("{Y}", str(year)).replace("{Y-1}", str(year - 1)).replace("{Y+1}", str(year + 1))
