"""Which time expression governs a number."""
from __future__ import annotations

from dataclasses import dataclass

from .context import Context
from .quantities import Quantity
from .times import Time

_AS_OF = ("截至", "截止", "截止至", "截止到", "截至到", "至", "到", "截至今年", "截止今年", "截至本年")
_FROM_BEFORE = ("自", "从", "自从", "于自")
_FROM_AFTER = ("起", "开始", "以来", "份起", "份开始", "后", "之后", "份以来")
_LOOSE = frozenset({"opener", "tail", "done", "plan", "weak-plan", "compare", "part", "rest"})


@dataclass(slots=True)
class Reach:
    """What still governs further down the paragraph."""

    key: tuple[int, int | None] | None = None
    period: str = ""


class Periods:
    """Gives each number of a report its period, sentence by sentence in text order."""

    def __init__(self, year: int | None, plan_year: int | None, own: str = "") -> None:
        self._year = year
        self._plan_year = plan_year
        self._own = own
        self._reach = Reach()

    def default(self, planned: bool) -> str:
        """The report's own period: the year it looks back on, or the one it plans for."""
        if planned:
            return str(self._plan_year) if self._plan_year else ""
        return self._own or (str(self._year) if self._year else str(self._plan_year) if self._plan_year else "")

    def read(self, context: Context, in_plan: bool) -> None:
        """Sets ``period`` of all the sentence's quantities that have none yet; ``status`` must be known."""
        key = (context.sentence.paragraph, context.section)
        if self._reach.key != key:
            self._reach = Reach(key)
        year = self._plan_year if in_plan else self._year
        wide, narrow, narrow_end = self._reach.period, "", 0
        pending = list(context.times)
        named_year: int | None = None
        for quantity in context.quantities:
            while pending and pending[0].end <= quantity.start:
                time = pending.pop(0)
                if self._compared(context, time):
                    continue
                if time.year is not None and time.grain != "day":
                    named_year = time.year
                period, reach = self._period(context, time, quantity, time.year or (named_year if time.grain != "word" else None) or year)
                if period:
                    if reach == "paragraph":
                        wide, narrow = period, ""
                    elif reach:
                        narrow = period
                        narrow_end = context.end if reach == "sentence" else context.clause(time.start)[1]
            if quantity.status == "previous" and (old := self._baseline(context, quantity, year)):
                quantity.period = old
            elif not quantity.period:
                quantity.period = (narrow if quantity.start < narrow_end else "") or wide or self.default(in_plan or quantity.status == "planned" and not year)
        for time in pending:
            if not self._compared(context, time):
                period, reach = self._period(context, time, None, time.year or named_year or year)
                if period and reach == "paragraph":
                    wide = period
        self._reach.period = wide

    def _compared(self, context: Context, time: Time) -> bool:
        """Whether the time stands in a comparison: 较2022年12月, 比上年."""
        before = context.between(max(context.start, time.start - 3), time.start)
        if not before or before[-1][1] < time.start:
            return False
        return "compare" in before[-1][2].roles or "baseline" in before[-1][2].roles and context.text[time.end:time.end + 1] == "的"

    def _baseline(self, context: Context, quantity: Quantity, year: int | None) -> str:
        """The period of an old value, where a comparison names one: 较2022年12月1917户."""
        for time in reversed([t for t in context.times if t.end <= quantity.start]):
            clause_start, _ = context.clause(quantity.start)
            if time.end < clause_start:
                return ""
            if self._compared(context, time) or context.text[time.end:time.end + 1] == "的" or quantity.start - time.end <= 2:
                return _fill(time.last, time.year or year)
        return ""

    def _period(self, context: Context, time: Time, quantity: Quantity | None, year: int | None) -> tuple[str, str]:
        """ISO period of ``time`` and how far it reaches: paragraph, sentence or "" where it governs nothing."""
        text = context.text
        clause_start, clause_end = context.clause(time.start)
        as_of = any(text.endswith(word, context.start, time.start) for word in _AS_OF)
        since = any(text.endswith(word, context.start, time.start) for word in _FROM_BEFORE)
        since_after = any(text.startswith(word, time.end) for word in _FROM_AFTER)
        if time.grain == "word":
            if not _fill(time.first, year):
                return "", ""
            leading = self._leads(context, clause_start, time.start)
            period = _fill(time.first, year)
            if quantity is not None and not leading and not clause_start <= quantity.start <= clause_end:
                return "", ""
            return period, "paragraph" if leading else "sentence"
        first, last = _fill(time.first, year), _fill(time.last, year)
        if not last:
            return "", ""
        if as_of and time.grain != "range":
            return f"../{last}", "paragraph"
        if as_of:
            return f"../{last}", "paragraph"
        if (since or since_after) and text.startswith(("起", "开始", "份起", "份开始"), time.end) and time.grain != "range":
            return f"{first}/..", "sentence"
        if (since or since_after) and time.grain in ("month", "day", "year") and since_after and not text.startswith("后", time.end):
            return (f"{first}/..", "sentence") if not text[time.end:clause_end].endswith("以来") else ("", "")
        if time.grain == "day":
            return (first, "clause") if text.startswith(("当天", "当日", "一天", "全天"), time.end) else ("", "")
        if text.startswith("底", time.end - 1) and time.grain == "month" and text[time.end - 1] in "底末":
            return f"../{last}", "paragraph"
        leading = self._leads(context, clause_start, time.start)
        period = first if first == last else f"{first}/{last}"
        if leading:
            return period, "paragraph" if time.grain in ("year", "range") else "sentence"
        if quantity is not None and clause_start <= quantity.start <= clause_end:
            if time.grain == "range" or text[time.start - 1:time.start] in "于在" or text[time.end:time.end + 1] in "度":
                return period, "sentence" if time.grain == "range" else "clause"
        return "", ""

    @staticmethod
    def _leads(context: Context, start: int, end: int) -> bool:
        """Whether only openers stand between the clause's start and the time."""
        at = start
        for token in context.between(start, end):
            gap = context.text[at:token[0]].strip(" \t\r\n　、“”\"(（")
            if gap or not (token[2].roles & _LOOSE or token[2].period):
                return False
            at = token[1]
        return not context.text[at:end].strip(" \t\r\n　、“”\"(（")


def _fill(iso: str, year: int | None) -> str:
    """The ISO text with the governing year put in; "" where a year is needed and none is known."""
    if "{" not in iso:
        return iso
    if year is None:
        return ""
    return iso.replace("{Y}", str(year)).replace("{Y-1}", str(year - 1)).replace("{Y+1}", str(year + 1))
