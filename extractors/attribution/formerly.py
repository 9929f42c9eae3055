"""Old values: by a construction, a word before that a new value answers, a comparison, or an earlier time."""

from __future__ import annotations

from ..quantities.quantity import Quantity
from ..words.terms import Token, mask
from ..words.times import Time
from .context import Context
from .decision import Candidate

_REACH, _BASELINE, _COMPARE = mask("reach"), mask("baseline"), mask("compare")
_MOVED = mask("change", "change-compared", "reach", "cut", "verb", "head")
_BEHIND = mask("compare-behind")
_EARLIER, _COPULA = mask("earlier"), mask("copula")
_THEN = mask("then")
_OF = "的"
_WHEREAS = "而"
_BRACKETS, _CLOSED, _LONGEST = frozenset("(（"), frozenset(")）"), 16
_CLAUSES = 3  # that such a contrast reaches over
_YEAR_BEFORE, _OPENS = ("{Y-1}", "{N-1}", "{S-1}", "../{N-1}", "../{Y-1}"), 2  # 上年, 去年; behind （ or 而
_SAME_TIME = "status.yaml#earlier-time"


class Formerly:
    """Finds what makes the numbers of one sentence old values."""

    __slots__ = ("_context", "_planned", "_ranks", "_year")

    def __init__(self, context: Context, year: int | None = None, planned: bool = False) -> None:
        """``year`` is the one that the sentence is about: of a plan (``planned``) the year planned for."""
        self._context, self._planned = context, planned
        self._year = year
        self._ranks = context.lexicon.ranks

    def read(self, quantity: Quantity, words: list[Token], shifted: bool, found: list[Candidate]) -> None:
        """Adds the candidates; ``words`` stand right before the number, which is no change where not ``shifted``."""
        context = self._context
        word = next((t for t in words if t[2].bits & _BASELINE), None) if context.bits & _BASELINE else None
        reached = word is not None and (
            context.holds(_REACH, quantity.end, quantity.right)
            or self._moves(quantity) is not None
        )
        if quantity.old_of is not None or reached:
            if word is not None:
                found.append(Candidate("previous", word[2].rules["baseline"], word[0], word[1], self._ranks["old"]))
            elif quantity.old_of is not None:
                gap = sorted((quantity.end, quantity.old_of.left))
                found.append(Candidate("previous", "old-and-new", gap[0], gap[1], self._ranks["old"]))
        if shifted:
            return
        reached = context.bits & _REACH != 0 and any(token[2].bits & _REACH for token in words)
        mover = self._moves(quantity) if not reached and context.bits & _REACH else None
        if mover is not None and mover[0] - quantity.end <= 1:
            found.append(Candidate("previous", mover[2].rules["reach"], mover[0], mover[1], self._ranks["old"]))
        if context.bits & _COMPARE:
            compare = self._comparison(quantity) if quantity.bits & _COMPARE else self._before_bracket(quantity)
            if compare is not None:
                found.append(
                    Candidate("previous", compare[2].rules["compare"], compare[0], compare[1], self._ranks["compared"])
                )
        if context.bits & _BEHIND:
            for start, end, term in context.between(quantity.end, quantity.clause_end)[:1]:
                if term.bits & _BEHIND and start == quantity.end:
                    found.append(
                        Candidate("previous", term.rules["compare-behind"], start, end, self._ranks["compared"])
                    )
        shares = quantity.measure == "rate" and context.text[quantity.left - 1] == _OF  # 去年同期的1.8倍
        if not reached and not shares and (context.bits & _EARLIER or len(context.times) > 1 or self._in_bracket()):
            self._earlier(quantity, words, found)
        if not reached and context.bits & _THEN and context.times:
            self._then(quantity, words, found)

    def _earlier(self, quantity: Quantity, words: list[Token], found: list[Candidate]) -> None:
        """上月为71户 beside this month's number, 去年同期办理12件, 2023年末3.1万张，2022年末为2.8万张."""
        context = self._context
        if context.bits & _EARLIER and (opener := self._opener(quantity)) is not None:
            rule = opener[2].rules["earlier"]
            found.append(Candidate("previous", rule, opener[0], opener[1], self._ranks["compared"]))
            return
        if (beside := self._beside_a_plan(quantity)) is not None:
            found.append(Candidate("previous", _SAME_TIME, beside.start, beside.end, self._ranks["compared"]))
            return
        times = context.times_in(quantity.own, quantity.left)
        named = bool(times) and times[-1].year is not None
        if not (named or quantity.bits & _EARLIER):
            return
        cues = context.lexicon.cues
        unit = _base(quantity)
        alike = [other for other in context.quantities if other is not quantity and _base(other) == unit]
        for token in quantity.tokens if quantity.bits & _EARLIER else ():
            if token[2].bits & _EARLIER:
                cue = cues[token[2].rules["earlier"]]
                if cue.reach == "clause" or (alike and _only_told(words, token)):
                    found.append(Candidate("previous", cue.rule, token[0], token[1], self._ranks["compared"]))
                    return
        if not named or not alike or alike[0].start > quantity.start:
            return
        later = next((t for t in reversed(context.times_in(context.start, quantity.own)) if t.year is not None), None)
        bracketed = later is None and context.text[times[-1].start - 1] in _BRACKETS  # 780元（2024年为750元）
        if bracketed and self._year is not None and (times[-1].year or 0) < self._year:
            found.append(Candidate("previous", _SAME_TIME, times[-1].start, times[-1].end, self._ranks["compared"]))
        is_told = any(t[2].bits & _COPULA and t[0] >= times[-1].end for t in words)
        if is_told and later is not None and (times[-1].year or 0) < (later.year or 0):
            found.append(Candidate("previous", _SAME_TIME, times[-1].start, times[-1].end, self._ranks["compared"]))

    def _in_bracket(self) -> bool:
        """Whether the sentence has brackets and names a time: (2024年为750元) may be its only one."""
        return bool(self._context.brackets and self._context.times)

    def _beside_a_plan(self, quantity: Quantity) -> Time | None:
        """What was so the year before, told in a plan beside what is planned: 培训900人，去年实际培训874人."""
        context, unit = self._context, _base(quantity)
        if not self._planned:
            return None
        start, end = context.clause(quantity.start)
        time = next(iter(context.times_in(start, quantity.left)), None)
        gone = time is not None and (
            time.first.startswith(_YEAR_BEFORE)
            if time.year is None
            else self._year is not None and time.year < self._year and time.last[:4] < str(self._year)
        )
        alike = any(_base(one) == unit for one in context.quantities if not start <= one.start < end)
        return time if gone and alike and time is not None and time.start <= start + _OPENS else None

    def _opener(self, quantity: Quantity) -> Token | None:
        """The clause before, where it only says of which time the next ones are: 去年同口径，依次是770元、750元."""
        context = self._context
        start, _ = context.clause(quantity.start)
        if start <= context.segment(quantity.start):
            return None
        low, end = context.clause(start - 1)
        words = context.between(low, end)
        if not words or words[-1][1] != end or words[0][0] != low or not words[-1][2].bits & _EARLIER:
            return None
        return words[-1] if context.lexicon.cues[words[-1][2].rules["earlier"]].reach == "clause" else None

    def _then(self, quantity: Quantity, words: list[Token], found: list[Candidate]) -> None:
        """…已达46%，而两年前这一比例还只有38%: what was so at the time that a clause of contrast names."""
        context = self._context
        token = next((t for t in words if t[2].bits & _THEN), None)
        if token is None:
            return
        start, _ = context.clause(quantity.start)
        for _ in range(_CLAUSES):
            if context.text.startswith(_WHEREAS, start):
                if context.times_in(start, quantity.left):
                    found.append(
                        Candidate("previous", token[2].rules["then"], token[0], token[1], self._ranks["compared"])
                    )
                return
            if start <= context.segment(quantity.start):
                return
            start, _ = context.clause(start - 1)

    def _moves(self, quantity: Quantity) -> Token | None:
        """The word of change to a new value that follows in the clause: 由800元提高到1500元."""
        context = self._context
        cues = context.lexicon.cues
        for token in context.between(quantity.end, quantity.clause_end):
            if token[2].bits & _REACH and cues[token[2].rules["reach"]].moves:
                after = quantity.following
                while after is not None and after.end <= token[0]:
                    after = after.following
                same = after is not None and after.end <= quantity.clause_end and _base(after) == _base(quantity)
                return token if same else None
        return None

    def _before_bracket(self, quantity: Quantity) -> Token | None:
        """较五年前（即2019年）的90元: a bracket between says again which time is compared with."""
        context, start = self._context, quantity.own
        opened = quantity.left - 1  # 较2018年（5285个）增长
        if context.text[opened] not in _BRACKETS:
            opened = _opened(context.text, start) if context.text.startswith(_OF, start) else -1
        if opened < 0:
            return None
        time = next((one for one in context.times_in(context.start, opened) if one.end == opened), None)
        words = context.between(context.clause(opened)[0], time.start) if time is not None else []
        last = words[-1] if words else None
        return last if last is not None and time is not None and last[1] == time.start and (
            last[2].bits & _COMPARE
        ) else None

    def _comparison(self, quantity: Quantity) -> Token | None:
        """较去年230户, 比原来的230户 with no word of change between: the number is the old value."""
        compare: Token | None = None
        of_time = self._context.text[quantity.left - 1] == _OF and quantity.form != "倍"
        for token in quantity.tokens:
            if token[2].free & _COMPARE:
                compare = token
            elif compare is not None and token[2].bits & _BASELINE and token[0] == compare[1]:
                return compare
            elif compare is not None and token[2].free & _MOVED and not (
                of_time and self._context.times_in(compare[1], token[0])  # 较上年度修订预算的1124亿元增加
            ):
                return None
        if compare is None:
            return None
        beside = compare[1] == quantity.left and quantity.measure != "rate"  # 同比2208对
        return compare if beside or self._context.times_in(compare[1], quantity.left) else None


def _opened(text: str, end: int) -> int:
    """Where the bracket opens that closes right before ``end``; -1 where none does."""
    if text[end - 1] not in _CLOSED:
        return -1
    return max(text.rfind(sign, max(0, end - _LONGEST), end) for sign in _BRACKETS)


def _only_told(words: list[Token], time: Token) -> bool:
    """Whether nothing but 为, 是 and 每人每月 stands between a time and the number."""
    for token in words:
        if token is time:
            return True
        if not token[2].bits & _COPULA and not token[2].each:
            return False
    return False


def _base(quantity: Quantity) -> str:
    """The unit without 人, 月 and the like."""
    return quantity.unit.partition("/")[0]
