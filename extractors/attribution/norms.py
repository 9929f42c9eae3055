"""Numbers that are rules or limits, no results: 不低于55%的要求, 限额2万元, 按标准的20%."""

from __future__ import annotations

from ..quantities.quantity import Quantity
from ..words.terms import Token, mask
from .context import Context
from .decision import Candidate

_NORM, _NORM_BOUND, _NORM_BY = mask("norm"), mask("norm-bound"), mask("norm-by")
RULING = _NORM | _NORM_BOUND | _NORM_BY
_MEASURED = frozenset({"amount", "standard", "rate"})
_BOUNDED = frozenset({"at_least", "at_most"})
_LIMIT = mask("limit")
_GAP, _MOVED = mask("gap"), mask("reach", "change", "plan", "wish", "baseline", "done")
_OF, _POINTS, _TIMES = "的", "百分点", "倍"


def norms(
    context: Context, quantity: Quantity, in_plan: bool, found: list[Candidate], ruling: bool = False
) -> None:
    """Adds what makes the number a rule or a limit.

    ``in_plan``: whether its section plans; ``ruling``: whether the document lays down rules, so that a least or a most
    and a multiple of a standard are ones (a notice: 按不低于低保标准的1.3倍确定).
    """
    ranks = context.lexicon.ranks
    if ruling and (quantity.bound in _BOUNDED or quantity.unit == _TIMES):
        found.append(Candidate("norm", "notice", quantity.left, quantity.end, ranks["limited"]))
    if not in_plan and (limit := _least_or_most(context, quantity)) is not None:
        found.append(Candidate("norm", limit[2].rules["limit"], limit[0], limit[1], ranks["limited"]))
    exact = quantity.bound == "exact"
    start = quantity.clause_start
    share = quantity.measure == "rate" and quantity.unit != _POINTS
    by: Token | None = None
    if share and context.bits & _NORM_BY:
        by = next((t for t in context.between(start, quantity.left) if t[2].free & _NORM_BY), None)
    for token in context.between(quantity.end, quantity.clause_end):
        if token[2].bits & _NORM and right_behind(context, quantity, token):
            cue = context.lexicon.cues[token[2].rules["norm"]]
            if not cue.loose or not exact or by is not None:
                found.append(Candidate("norm", cue.rule, token[0], token[1], ranks["rule"]))
    if by is not None and context.text[quantity.left - 1] == _OF:
        found.append(Candidate("norm", by[2].rules["norm-by"], by[0], by[1], ranks["rule"]))
    if start > context.start and context.text[start - 1] in "(（":
        start, _ = context.clause(start - 1)
    for token in context.between(min(start, context.segment(quantity.start)), quantity.start):
        term = token[2]
        if token[0] < start:
            further = context.lexicon.cues[term.rules["norm-bound"]] if term.bits & _NORM_BOUND else None
            if further is None or further.reach == "clause":
                continue
        limited = quantity.unit == _TIMES and any(t[2].bits & _GAP for t in context.between(token[1], quantity.left))
        if limited and term.bits & _NORM_BOUND and not in_plan:
            cue = context.lexicon.cues[term.rules["norm-bound"]]  # 收入应低于低保标准的1.5倍
            found.append(Candidate("norm", cue.rule, token[0], token[1], ranks["limited"]))
        if share and exact and token[1] != quantity.left:
            continue  # 应达到100%, but no limit that is named further off
        if term.free & _NORM and quantity.measure in _MEASURED:
            if term.text.startswith(_OF):  # 镇街审批的限额为3000元
                bare = context.lexicon.terms.get(term.text[1:])
                if bare is None or not bare.free & _NORM:
                    continue
                term = bare
            found.append(Candidate("norm", term.rules["norm"], token[0], token[1], ranks["rule"]))
        elif term.bits & _NORM_BOUND and quantity.bound in _BOUNDED and not in_plan:
            cue = context.lexicon.cues[term.rules["norm-bound"]]
            if cue.counts(quantity.measure):
                found.append(Candidate("norm", cue.rule, token[0], token[1], ranks["limited"]))


def _least_or_most(context: Context, quantity: Quantity) -> Token | None:
    """The word that makes a payment a rule, its least or most: 岗位报酬每月不低于3200元, unless it was raised to it."""
    if quantity.measure != "standard" or quantity.bound not in _BOUNDED or quantity.left == quantity.start:
        return None
    limit = next((t for t in context.between(quantity.own, quantity.start) if t[2].bits & _LIMIT), None)
    words = context.between(context.segment(quantity.start), quantity.left)
    if limit is None or any(t[2].free & _MOVED for t in words):  # 迈上3万元台阶
        return None
    return limit


def right_behind(context: Context, quantity: Quantity, token: Token) -> bool:
    """Whether the word stands right behind the number, or behind its bound: 55%以上的要求."""
    gap = context.text[quantity.end : token[0]]
    return not gap or gap in context.lexicon.bounding
