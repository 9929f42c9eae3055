"""What the sentence around a number says of its programme: the numbers and words before it, and those behind it."""

from __future__ import annotations

from ..quantities.quantity import Quantity
from ..words.terms import Token, mask
from .context import Context
from .decision import new
from .naming import evidence, joined
from .signs import COLONS, COMMAS, JOINTS
from .surroundings import BRACKETED, Surroundings
from .topics import TOGETHER, Evidence

_PAUSES = (*COMMAS, "、")
_PAIR = 2  # words joined, of which an amount that follows may be for the second alone
_SEVERAL = 3  # kinds that what follows them is about together
_STOPS = frozenset("，,；;。")
_PEOPLE = frozenset(("persons", "households", "person_times"))
_USED = mask("purpose")
_BEHIND = mask("compare-behind")
_PURPOSE, _PART = mask("purpose", "cut"), mask("part")


def in_sentence(here: Surroundings, quantity: Quantity, bare: bool) -> list[Evidence]:
    """What the sentence says before and behind the number's own words; ``bare`` where it has none of its own."""
    context, previous = here.context, quantity.previous
    found: list[Evidence] = []
    start = segment = context.segment(quantity.start)
    if previous is not None:
        start = max(start, previous.end)
        winner = previous.decisions["programme"].winner
        near = (
            "previous-in-clause"
            if previous.clause_start == quantity.clause_start
            else "previous"
            if previous.start >= segment
            else "previous-in-sentence"
        )
        found.append(new(Evidence, (near, previous.programme, "previous", winner.start, winner.end)))
        if quantity.measure in _PEOPLE and previous.measure == "amount" and _next_clause(context, previous, quantity):
            found.append(new(Evidence, ("paid", previous.programme, "previous", winner.start, winner.end)))
        if name := _parts(context, quantity) or _both(context, quantity, previous, segment):
            found.append(Evidence("both-before", name, TOGETHER, winner.start, winner.end))
        elif name := _several(here, quantity, previous):
            found.append(Evidence("several-before", name, TOGETHER, winner.start, winner.end))
    if not context.programmes:
        return found
    if led := here.last(start, quantity.own, untaken=True):
        run = _run_up_to(here, start, led)
        name = context.lexicon.programmes.together(t[2].programme for t in run) if len(run) > 1 else ""
        if name:  # 發放綜援、高齡津貼或傷殘津貼，涉及28億元
            found.append(Evidence("clause-before", name, TOGETHER, run[0][0], led[1]))
        else:
            found.append(evidence(led, "clause-before" + here.off(led)))
    elif hint := _hint(context, start, quantity.own):
        found.append(evidence(hint, "clause-before-weak"))
    if not here.named:
        return found
    if earlier := here.last(context.start, start):
        found.append(evidence(earlier, "sentence-before" + here.off(earlier)))
    if here.labels and (label := here.label(quantity.own)):
        found.append(evidence(label, "label"))
    if chain := _chain(context, quantity):
        found.append(evidence(chain, "in-chain"))
    if later := here.first(quantity.right):
        found.append(evidence(later, "sentence-behind"))
        if any(t[0] == quantity.end and t[2].bits & _BEHIND for t in context.between(quantity.end, quantity.right)):
            found.append(evidence(later, "compared-behind"))
        if purpose := _purpose(here, quantity, bare):
            found.append(purpose)
        if name := _shared_out(here, quantity):
            found.append(Evidence("parts-behind", name, TOGETHER, later[0], later[1]))
        if money := _paid(here, quantity):
            found.append(evidence(money, "money-behind"))
    return found


def _next_clause(context: Context, before: Quantity, quantity: Quantity) -> bool:
    """Whether nothing but a comma stands between the clauses of two numbers."""
    return quantity.clause_start == before.clause_end + 1 and context.text[before.clause_end] in COMMAS


def _run_up_to(here: Surroundings, start: int, last: Token) -> list[Token]:
    """The words from ``start`` on that stand joined by 、 or 或, up to the last of them."""
    text, joints = here.context.text, here.context.lexicon.programmes.joints
    run = [last]
    for token in reversed(here.named):
        if token[0] >= run[0][0]:
            continue
        gap = text[token[1] : run[0][0]]
        if token[0] < start or not gap or len(gap) > 1 or gap not in joints or gap in COMMAS:
            break
        run.insert(0, token)
    return run if len(run) > _PAIR else [last]


def _hint(context: Context, start: int, end: int) -> Token | None:
    """The last word in [start, end) that hints at a programme."""
    return next((token for token in reversed(context.programmes_in(start, end)) if token[2].weak), None)


def _chain(context: Context, quantity: Quantity) -> Token | None:
    """The word whose people the clause tells apart: 低保家庭中的重度残疾人412人、老年人689人."""
    named = context.named(quantity.clause_start, quantity.own)
    if not named or not context.lexicon.programmes.among(context.text, quantity.clause_start, quantity.own):
        return None
    for token in named:
        behind = next((t[0] for t in context.between(token[1], quantity.own) if t[2].programme), quantity.own)
        if not token[2].group and context.lexicon.programmes.among(context.text, token[1], behind):
            return token
    return None


def _purpose(here: Surroundings, quantity: Quantity, bare: bool) -> Evidence | None:
    """What the clause behind names that goes on from this number: 投入9.6万元，为25户…安装扶手; 落实2亿元，保障孤儿…"""
    context, start = here.context, quantity.clause_end + 1
    if quantity.measure != "amount" or start >= context.end or context.text[start - 1] not in _PAUSES:
        return None
    end = context.clause(start)[1]
    tokens = context.between(start, end)
    if not tokens or (not bare and (tokens[0][0] != start or not tokens[0][2].bits & _PURPOSE)):
        return None
    last = here.last(start, end)
    if last is None:
        return None
    told = [token for token in context.named(start, end) if not token[2].group]
    name, rule = joined(context.text, told or [last], context.lexicon)
    return evidence(last, "purpose") if rule != TOGETHER else Evidence("purpose", name, rule, told[0][0], last[1])


def _shared_out(here: Surroundings, quantity: Quantity) -> str:
    """What holds the programmes that an amount is shared out to: 补助3260万元，其中低保2410万元、特困580万元."""
    after, context = quantity.following, here.context
    if quantity.measure != "amount" or after is None or after.unit != quantity.unit:
        return ""
    gap = context.between(quantity.end, after.left)
    if not (any(t[2].bits & _PART for t in gap) or context.text[quantity.end : quantity.end + 1] in COLONS):
        return ""
    segment, kinds = context.segment(quantity.start), set()
    while after is not None and after.unit == quantity.unit and context.segment(after.start) == segment:
        if token := here.last(after.own, after.left):
            kinds.add(token[2].programme)
        after = after.following
    return context.lexicon.programmes.together(kinds)


def _paid(here: Surroundings, quantity: Quantity) -> Token | None:
    """What the next clause pays, of people helped: 救助困难对象570人，发放临时救助款32万元."""
    after, context = quantity.following, here.context
    if quantity.measure not in _PEOPLE or after is None:
        return None
    if after.measure in _PEOPLE and after.left == quantity.end and after.following is not None:
        after = after.following  # 120户340人，发放…
    if after.measure != "amount" or after.clause_start != quantity.clause_end + 1:
        return None
    if context.text[quantity.clause_end : quantity.clause_end + 1] not in _PAUSES:
        return None
    return here.last(after.clause_start, after.left)


def _parts(context: Context, quantity: Quantity) -> str:
    """What holds the programmes of parts that stand before their total: 低保320万元、特困120万元，合计440万元."""
    at = quantity.previous
    if at is None or at.part_of is not quantity:
        return ""
    parts: set[str] = set()
    while at is not None and at.part_of is quantity:
        parts.add(at.programme)
        at = at.previous
    return context.lexicon.programmes.together(parts)


def spent_of(context: Context, quantity: Quantity, funds: frozenset[str]) -> Token | None:
    """The fund whose money is told by what it is for: 福彩公益金用于扶老1860万元、助残740万元."""
    for token in reversed(context.named(quantity.clause_start, quantity.left)):
        if token[2].programme in funds:
            behind = context.between(token[1], quantity.left)
            used = bool(behind) and behind[0][0] == token[1] and behind[0][2].bits & _USED
            return token if used else None
    return None


def _several(here: Surroundings, quantity: Quantity, previous: Quantity) -> str:
    """What holds at least three kinds told before a clause that names none: 低保档案…，特困档案…，…，发现问题27个."""
    context = here.context
    if quantity.measure == "amount" or previous.clause_start == quantity.clause_start:
        return ""
    if context.named(quantity.clause_start, quantity.clause_end):
        return ""
    return context.lexicon.programmes.together(here.kinds) if len(here.kinds) >= _SEVERAL else ""


def _both(context: Context, quantity: Quantity, previous: Quantity, segment: int) -> str:
    """What holds both of two groups joined right before an amount: 孤儿12名、事实无人抚养儿童40名，发放生活费…"""
    if quantity.measure != "amount" or quantity.shares is not None or previous.measure not in _PEOPLE:
        return ""
    before = previous.previous
    while before is not None and (before.part_of is not None or before.unit != previous.unit):
        before = before.previous
    if before is None or before.start < segment or before.programme == previous.programme:
        return ""
    gap = BRACKETED.sub("", context.text[before.end : previous.left])
    if JOINTS.isdisjoint(gap) or not _STOPS.isdisjoint(gap):
        return ""
    return context.lexicon.programmes.together((before.programme, previous.programme))
