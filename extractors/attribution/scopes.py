"""How far the words of planning reach in a sentence.

The ConText way: a word opens a scope, which goes on to the end of its clause, its segment or its sentence, or to the
first word that ends it (已, 目前, a time gone by). What reaches how far, and what ends it, patterns/status.yaml says.
"""

from __future__ import annotations

from typing import NamedTuple

from civx.patterns.kept import compiled

from ..model import Reference
from ..quantities.quantity import Quantity
from ..words.cues import Cue
from ..words.terms import Token, mask
from ..words.times import Time
from .context import Context

_OPENERS = tuple((role, mask(role)) for role in ("goal", "plan", "wish", "weak-plan", "seek", "budget"))
_ENDS = (("actually", mask("actually")), ("result", mask("result")))
_OPENING = mask("actually", "result")
_TOWARDS, _DONE, _IN_ALL = mask("towards"), mask("done"), mask("in-all")
_WORDS = mask("goal", "plan", "wish", "weak-plan", "seek", "budget")
_REACH = mask("reach")
_VERBS = mask("cut", "head", "verb")
_SURE = ("reference.title", "reference.heading-review")
_LATER = "status.yaml#towards"
_PERFECT_RULE = "status.yaml#done"
PLANNING = _WORDS | _TOWARDS
_EVENTS = PLANNING | _DONE | _OPENING
_SEMICOLONS = "；;"
_ITEM = compiled(r"[；;，,。]\s*(?:[一二三四五六七八九十]+是|[(（]?[一二三四五六七八九十\d]+[)）、])")
_DOER = compiled("(?:我|全|本)(?:[省市县区镇乡局州旗]|街道|中心)(?:在|共|实际)?")
_PERFECT, _OF = "了", "的"
_YEAR_SPOKEN_OF = "{Y}"  # 全年, 上半年: of the year that was named before
_OF_THIS_YEAR, _MONTH = ("{Y}-0", "{Y}-1"), len("2023-01")
_YEARS_BEFORE = ("{Y-1}", "{N-1}", "{S-1}", "{N-2}")  # as patterns/periods.yaml has 上年, 去年, 去年同期, 前年


class Scope(NamedTuple):
    """What a word at [start, stop) colours: all from there to ``end``."""

    cue: Cue
    start: int
    stop: int
    end: int


class Scopes:
    """The scopes of one sentence.

    ``review`` is the time that the report looks back on, ``plan`` the one that it plans for.
    """

    __slots__ = ("_context", "_ended", "_origin", "_since", "_sure", "_until", "_year", "scopes")

    def __init__(self, context: Context, review: Reference, plan: Reference) -> None:
        self._context = context
        self._year = review.year
        self._origin = review.start  # 到2025年 is ahead, even where nothing else has said the report's year
        self._sure = review.rule.startswith(_SURE)  # a title or heading says the report's year
        self._until = review.last if len(review.last) == _MONTH else None  # the month up to which it tells
        self._since = int(plan.first[:4]) if plan.first else None
        self.scopes: list[Scope] = []
        self._ended: list[tuple[int, int, int, str]] = []  # from where to where a scope does not reach, its end's word
        if context.bits & _WORDS or (context.times and (self._sure or context.bits & _TOWARDS)):
            self._read()

    def over(self, quantity: Quantity) -> list[Scope]:
        """The scopes that the number stands in, the nearest first."""
        return [s for s in reversed(self.scopes) if s.stop <= quantity.start < s.end and s.cue.counts(quantity.measure)]

    def cut_off(self, quantity: Quantity) -> tuple[int, int, str] | None:
        """The word that kept a scope from reaching the number: (start, end, rule)."""
        for start, end, stop, rule in reversed(self._ended):
            if stop <= quantity.start < end:
                return start, stop, rule
        return None

    def settled(self, quantity: Quantity) -> tuple[int, int, str] | None:
        """In a plan section, the word that makes the number one of what is done: 已 in its clause, a year gone by."""
        context = self._context
        if context.bits & _DONE:
            for start, end, term in context.between(quantity.clause_start, quantity.start):
                if term.bits & _DONE and not term.bits & _IN_ALL:
                    return start, end, term.rules["done"]
            for start, end, term in context.between(quantity.end, quantity.clause_end):
                if term.bits & _DONE and start - quantity.end <= 1:
                    return start, end, term.rules["done"]
        low = context.segment(quantity.start)
        for time in reversed(context.times_in(low, quantity.start)):
            if self._leads(time) and not (time.year is None and time.first.startswith(_YEAR_SPOKEN_OF)):
                return (time.start, time.end, "periods.yaml#last-year") if self._gone(time, self._since) else None
        return None

    def _read(self) -> None:
        context = self._context
        ends = [
            (time.start, time.end, "past", "periods.yaml#last-year")
            for time in context.times
            if self._leads(time) and self._gone(time, self._year)
        ]
        opened: list[tuple[Cue, int, int]] = []
        for token in context.tokens:
            free = token[2].free
            done = token[2].bits & _DONE
            if free & _VERBS and context.text.startswith(_PERFECT, token[1]):
                ends.append((token[0], token[1] + 1, "done", _PERFECT_RULE))  # 更新了50部
            if not (free & _EVENTS or done):
                continue
            if done and not self._ahead_in_clause(token[0]):
                ends.append((token[0], token[1], "done", token[2].rules["done"]))
            elif free & _OPENING and self._opens(token[0]):
                ends += [(token[0], token[1], kind, token[2].rules[kind]) for kind, bit in _ENDS if free & bit]
            for role, bit in _OPENERS:
                if free & bit and (cue := self._cue(token, role)) is not None:
                    opened.append((cue, token[0], token[1]))
            if free & _TOWARDS and (time := self._next_time(token[1])) is not None:
                cue = self._cue(token, "towards")
                if cue is not None and (self._to_come(time) or self._aim(time)):
                    opened.append((cue, token[0], time.end))
        for time in context.times if self._sure else ():
            ahead = self._to_come(time) if time.grain == "year" else self._months_to_come(time)
            if ahead and self._leads(time):
                opened.append((context.lexicon.cues[_LATER], time.start, time.end))
        for cue, start, stop in opened:
            end = self._reach(cue, stop) if cue.role != "plan" or not self._behind(start, stop) else stop
            ended = min((one for one in ends if stop <= one[0] < end and one[2] in cue.until), default=None)
            if ended is not None:
                self._ended.append((ended[0], end, ended[1], ended[3]))
                end = ended[0]
            self.scopes.append(Scope(cue, start, stop, min(end, self._attributive(stop, end))))

    def _attributive(self, stop: int, end: int) -> int:
        """计划建设的12个助餐点建成7个: words that only describe a number's thing colour that number alone."""
        text = self._context.text
        first = next((q for q in self._context.quantities if q.start >= stop), None)
        if first is None or text[first.left - 1] != _OF or self._context.clause(stop)[0] != first.clause_start:
            return end
        return first.end

    def _cue(self, token: Token, role: str) -> Cue | None:
        context = self._context
        cue = context.lexicon.cues[token[2].rules[role]]
        if not cue.governs(context.text, context.start, token[0], token[1]):
            return None
        if cue.later and self._over_by(token[0]):
            return None
        if cue.followed:
            behind = context.between(token[1], context.end)[:1]
            if not behind or behind[0][0] != token[1] or not behind[0][2].bits & cue.followed:
                return None
        return cue

    def _behind(self, start: int, stop: int) -> bool:
        """Whether the word is said of the number before it: 剩余25处计划6月底前整改到位；停业2家."""
        low, high = self._context.clause(start)
        ahead = False
        for quantity in self._context.quantities:
            if low <= quantity.start < high:
                if quantity.start >= stop:
                    return False
                ahead = ahead or quantity.end == start
        return ahead

    def _reach(self, cue: Cue, stop: int) -> int:
        context = self._context
        if cue.reach == "clause" and not (cue.later and self._ahead_in_clause(stop)):  # 审查115年度预算，其中…
            return context.clause(stop)[1]
        if cue.reach in ("clause", "sentence"):
            item = _ITEM.search(context.text, stop, context.end)
            return item.start() if item is not None else context.end
        found = [at for sign in _SEMICOLONS if (at := context.text.find(sign, stop, context.end)) >= 0]
        return min(found, default=context.end)

    def _opens(self, at: int) -> bool:
        """Whether nothing but times stands before, in the clause."""
        start, _ = self._context.clause(at)
        for time in self._context.times_in(start, at):
            if time.start == start:
                start = time.end
        return start == at or _DOER.fullmatch(self._context.text, start, at) is not None

    def _leads(self, time: Time, words: int = 0) -> bool:
        """Whether the time opens its clause, but for ``words`` characters."""
        return self._context.clause(time.start)[0] == time.start - words

    @staticmethod
    def _gone(time: Time, year: int | None) -> bool:
        """Whether the time lies before what the sentence is about."""
        if time.year is not None:
            return year is not None and time.year < year and not time.last.startswith(str(year))
        return time.first.removeprefix("../").startswith(_YEARS_BEFORE)

    def _to_come(self, time: Time) -> bool:
        last = time.last[:4]
        later = last.isdigit() and self._year is not None and int(last) > self._year
        ends = time.grain == "month" and time.last == f"{last}-12"  # 到2025年底
        return later and (ends or time.grain in ("year", "range", "years"))

    def _months_to_come(self, time: Time) -> bool:
        """Whether months follow those that the report tells of: 四季度 in one of 1—9月."""
        if self._until is None or time.year is not None or not time.first.startswith(_OF_THIS_YEAR):
            return False
        return f"{self._year}{time.first[len(_YEAR_SPOKEN_OF):][:3]}" > self._until

    def _aim(self, time: Time) -> bool:
        """到2025年，…达到60%: ahead, though nothing but these words has said which year the report is of."""
        if time.start != self._origin or not self._leads(time, 1):
            return False
        return self._context.holds(_REACH, time.end, self._context.end)

    def over_by(self, time: Time) -> bool:
        """Whether a time lies before the year that the report is written in, or before what it looks back on."""
        return self._gone(time, self._since)

    def _over_by(self, at: int) -> bool:
        """Whether the last time before ``at`` lies no later than what the report looks back on."""
        time = next((t for t in reversed(self._context.times_in(self._context.start, at)) if t.year is not None), None)
        return time is not None and self._year is not None and int(time.last[:4]) <= self._year

    def _next_time(self, at: int) -> Time | None:
        return next((time for time in self._context.times if time.start == at), None)

    def _ahead_in_clause(self, at: int) -> bool:
        """Whether a time to come stands before, in the clause: 到2025年累计投入…."""
        start, _ = self._context.clause(at)
        return any(self._to_come(time) for time in self._context.times_in(start, at))
