"""By how much something changed, and which way: 增加230户, 增幅达到5%, 同比-8.3%, 比上年多募12万元."""

from __future__ import annotations

from typing import NamedTuple

from ..quantities.quantity import Quantity
from ..words.terms import Token, mask
from .context import Context

_CHANGE, _OBJECT, _COMPARED = mask("change"), mask("change-object"), mask("change-compared")
_REACH, _COPULA, _COMPARE, _GAP = mask("reach"), mask("copula"), mask("compare"), mask("gap")
_YARDSTICK, _CUT = mask("yardstick-word"), mask("cut", "head", "verb", "spend")
_BETWEEN = mask(
    "tail", "change", "reach", "baseline", "compare", "respective", "each", "change-compared", "limit", "plan", "then",
    "weak-plan", "wish", "done", "copula", "earlier", "gap", "that-is",
)  # fmt: skip
_TARGET, _TAIL = mask("target"), mask("tail")
_FAR = _OBJECT | _GAP | _COMPARE | _COMPARED | _CHANGE  # what may govern a number from further off
_BLANK = " \t\u3000\n$￥"
_PARTICLE, _OF = "了", "的"
_POINTS = "百分点"
_TIME, _ELSE = "time", "else"
_PLUS, _MINUS = "+＋", "-－−﹣"
_SIGNS = _PLUS + _MINUS
_VERB = 2  # characters of a verb between 多 and its number: 多募12万元


class Shift(NamedTuple):
    """A change: the rule that says so, the words, and where it goes ("" where nothing tells)."""

    rule: str
    start: int
    end: int
    direction: str


def near(context: Context, quantity: Quantity) -> list[Token]:
    """The words right before a number, the nearest first; times, 每人每月 and the like may come between."""
    text, at, tokens = context.text, quantity.left, quantity.tokens
    number = len(tokens)
    if at > quantity.own and text[at - 1] in _SIGNS:
        at -= 1
    times = context.times_in(quantity.own, quantity.left)
    found: list[Token] = []
    while True:
        while at > quantity.own and text[at - 1] in _BLANK:
            at -= 1
        if times and times[-1].end in (at, at - 1) and text[times[-1].end : at] in ("", "的"):
            time = times[-1]
            times = times[:-1]
            while number and tokens[number - 1][1] > time.start:
                number -= 1
                found.append(tokens[number])
            at = time.start
            continue
        while number and tokens[number - 1][1] > at:
            number -= 1
        if number and tokens[number - 1][1] == at - 1 and text[at - 1] == _PARTICLE:
            at -= 1
        if not number or tokens[number - 1][1] != at or not _between(tokens[number - 1]):
            return found
        number -= 1
        found.append(tokens[number])
        at = tokens[number][0]


def _between(token: Token) -> bool:
    """Whether the word may stand between a number and what governs it, or governs it itself."""
    return token[2].free & _BETWEEN != 0 or token[2].bits & (_TARGET | _COMPARED) != 0


def shift(context: Context, quantity: Quantity, words: list[Token]) -> Shift | None:
    """What makes the number an amount of change, None where nothing does; ``words`` are those right before it."""
    cues = context.lexicon.cues
    parted = ""  # the rule of a word between that makes the number the new value: 提高到, 提高为
    for token in words:
        term = token[2]
        if term.bits & _CHANGE:
            cue = cues[term.rules["change"]]
            if not cue.counts(quantity.measure) or (parted and not cue.noun):
                quantity.trace.append(parted)
                return None
            way = signed(context, quantity) or cue.direction or _way_before(context, token[0])
            return Shift(cue.rule, token[0], token[1], way)
        if term.bits & _REACH:
            if cues[term.rules["reach"]].moves:
                return None
            parted = term.rules["reach"]
        elif term.bits & _COMPARED and (compare := _compared(context, token[0])) is not None:
            cue = cues[term.rules["change-compared"]]
            other = _other(context, compare, token[0])
            quantity.trace.append(other)
            return Shift(cue.rule, token[0], token[1], "" if other else cue.direction)
        if term.bits & _COPULA:
            parted = term.rules["copula"]
    if quantity.measure == "rate" and context.bits & _CHANGE and (noun := _noun_behind(context, quantity)) is not None:
        return noun
    if context.bits & (_OBJECT | _COMPARE | _GAP) or (quantity.measure == "rate" and context.bits & _CHANGE):
        return _further(context, quantity)
    return None


def _noun_behind(context: Context, quantity: Quantity) -> Shift | None:
    """录得0.4%跌幅, 有3%的增幅: the noun of a change right behind its number."""
    at = quantity.end + context.text.startswith(_OF, quantity.end)
    for token in context.between(quantity.end, min(quantity.right, quantity.clause_end)):
        if token[0] >= at:
            cue = context.lexicon.cues[token[2].rules["change"]] if token[2].bits & _CHANGE else None
            if cue is not None and token[0] == at and cue.noun and cue.direction and cue.counts(quantity.measure):
                return Shift(cue.rule, token[0], token[1], cue.direction)
            return None
    return None


def _way_before(context: Context, at: int) -> str:
    """The way that a verb before says, in the clause: 提高…标准幅度达到9.4%."""
    cues = context.lexicon.cues
    start, _ = context.clause(at)
    verbs = (cues[t[2].rules["change"]] for t in context.between(start, at) if t[2].free & _CHANGE)
    return next((cue.direction for cue in verbs if cue.direction), "")


def _further(context: Context, quantity: Quantity) -> Shift | None:
    """Changes whose word stands further off: 净增企业12家, 比上年多募12万元, 同比-8.3%, 高于上年2个百分点."""
    cues = context.lexicon.cues
    compare: Token | None = None
    share = quantity.measure == "rate"
    for token in quantity.tokens if quantity.bits & _FAR else ():
        term = token[2]
        if term.free & _OBJECT:
            cue = cues[term.rules["change-object"]]
            if not any(t[2].free & (_REACH | _CUT) for t in context.between(token[1], quantity.left)):
                return Shift(cue.rule, token[0], token[1], cue.direction)
        if term.free & _GAP and (off := _off_what(context, token, quantity)):
            cue = cues[term.rules["gap"]]  # a gap to something else than an earlier time goes nowhere
            return Shift(cue.rule, token[0], token[1], cue.direction if off == _TIME else "")
        if term.free & _COMPARE:
            compare = token
        elif compare is not None and term.bits & _COMPARED and 0 < quantity.left - token[1] <= _VERB:
            cue = cues[term.rules["change-compared"]]
            return Shift(cue.rule, token[0], token[1], cue.direction)
        elif term.free & _CHANGE and (share or (compare is not None and quantity.measure != "amount")):
            cue = cues[term.rules["change"]]  # 比上年增加床位200张, 压减时间58%
            behind = context.between(token[1], quantity.left)
            of = context.text.startswith(_OF, token[1])  # 对经济增长的贡献率
            if cue.direction and not of and not any(t[2].free & (_REACH | _CUT | _TAIL) for t in behind):
                return Shift(cue.rule, token[0], token[1], cue.direction)
    direction = signed(context, quantity)
    if direction and (compare is not None or _signed_list(context, quantity)):
        rule, start, end = ("status.yaml#comparison", compare[0], compare[1]) if compare else ("sign", -1, -1)
        return Shift(rule, start, end, direction)
    return None


def _off_what(context: Context, token: Token, quantity: Quantity) -> str:
    """What a gap is measured off: a time, something else, "" where the words name neither (高于最高200元的标准)."""
    if context.times_in(token[1], quantity.left):
        return _TIME
    if quantity.unit == _POINTS:
        return _ELSE
    return _ELSE if context.holds(_YARDSTICK, token[1], quantity.left) else ""


def _compared(context: Context, at: int) -> Token | None:
    """The word of comparison before ``at`` in the clause: 比2017年的18,205对多."""
    start, _ = context.clause(at)
    return next((t for t in reversed(context.between(start, at)) if t[2].free & _COMPARE), None)


def _other(context: Context, compare: Token, at: int) -> str:
    """The rule by which the comparison is with something else than a time: 比全省平均水平高."""
    if context.times_in(compare[1], at):
        return ""
    words = (t[2].rules["yardstick-word"] for t in context.between(compare[1], at) if t[2].bits & _YARDSTICK)
    return next(words, "")


def signed(context: Context, quantity: Quantity) -> str:
    """The direction that the number's own sign tells."""
    text, start = context.text, quantity.start
    if text[start : start + 1] in _MINUS or (quantity.value is not None and quantity.value < 0):
        return "down"
    before = text[start - 1 : start] if start > context.start else ""
    if before and before in _MINUS and not text[start - 2 : start - 1].isdigit():
        return "down"
    return "up" if (before and before in _PLUS) or text[start : start + 1] in _PLUS else ""


def _signed_list(context: Context, quantity: Quantity) -> bool:
    """Whether the sentence tells changes in a list: 增减情况：低保对象-412人，孤儿+3人."""
    return context.bits & _COMPARE != 0 and any(
        t[2].free & _COMPARE for t in context.between(context.start, quantity.start)
    )
