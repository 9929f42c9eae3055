"""Which way a change went: what the words say, and where the values went the other way."""
from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from .claims import LIKELY, MIGHT, Claim
from .equations import Growth, Sum
from .finding import Finding, finding, held
from .interval import Interval, said
from .reading import Line, Mention
from .words import Words

_ALL = 100
_SHARES = frozenset(("%", "‰", "倍"))
_POINTS = "百分点"
_SHORT = 4  # characters between a change and the same one in per cent: ，增长约
_NAMES = {1: "more", -1: "less"}


@lru_cache(maxsize=8)
def _ways(words: Words) -> re.Pattern[str]:
    up, down, to = (words.of(role).pattern() for role in ("up", "down", "reached"))
    return re.compile(rf"(?:(?P<up>{up}|升|涨)|(?P<down>{down}|降))了?(?:{to})了?[一-鿿]{{0,6}}$")


def direction_of(new: Mention, words: Words) -> Iterator[Finding]:
    """由610元下调至655元: the words say that it fell."""
    old = new.line.mentions[new.at - 1]
    if old.fact.status != "previous" or not old.like(new) or old.printed is None or new.printed is None:
        return
    match = _ways(words).search(new.clause)
    if match is None or old.fact.subject != new.fact.subject:
        return
    if words.of("rank").within(f"{old.gap} {old.fact.subject}"):
        return
    up = match.group("up") is not None
    one, two = said(old.fact), said(new.fact)
    word = match.group("up") or match.group("down")
    message = f"{one} → {two}"
    why = "an old and a new value, and the words say which way it went"
    if (new.printed.high < old.printed.low) if up else (new.printed.low > old.printed.high):
        message = f"{message} is no {'rise' if up else 'fall'}, but the report says {word}"
        yield finding("change", "error", message, old.fact, new.fact, why=why)
    else:
        yield held("change", lambda: f"{message} is a {'rise' if up else 'fall'}", why, old.fact, new.fact)


def against_plan(line: Line, words: Words) -> Iterator[Finding]:
    """完成年初预算的95%，决算数大于预算数: what the words say of plan and outturn, and the percentage."""
    over, under = (words.of(role).within(line.text) for role in ("over-plan", "under-plan"))
    if over is under:
        return
    done = [
        m for m in line.mentions
        if m.fact.unit == "%" and m.printed is not None and not m.fact.direction and words.of("goal").within(m.gap)
        and words.of("done-of").within(m.gap)
    ]
    if len(done) != 1 or done[0].printed is None:
        return
    own = done[0].printed
    message = f"{said(done[0].fact)} of what was planned"
    why = "plan and outturn, and the words say which is more"
    if (own.high < _ALL) if over else (own.low > _ALL):
        message += f" is {'less' if over else 'more'}, but the report says that it was {'more' if over else 'less'}"
        yield finding("change", "error", message, done[0].fact, why=why)
    elif (own.low > _ALL) if over else (own.high < _ALL):
        yield held("change", lambda: message, why, done[0].fact)


def way_of(change: Mention, words: Words) -> int:
    """1 where the words say that it rose, -1 that it fell, 0 where they do not say."""
    clause = change.gap[-12:]
    up, down = words.of("up").last(clause), words.of("down").last(clause)
    if up == down:
        return {"up": 1, "down": -1}.get(change.fact.direction, 0)
    return 1 if up > down else -1


def wrong_way(change: Mention, claims: Sequence[Claim], words: Words) -> Iterator[Finding]:
    """A difference that is right, but goes the other way than the words say."""
    direction = way_of(change, words)
    grown = not any(claim.holds() for claim in claims)
    for claim in claims:
        if not direction or claim.sure == MIGHT:
            continue
        equation = claim.equation
        if grown and isinstance(equation, Growth) and equation.turned().meets(_open(change)):
            way = "fall" if direction > 0 else "rise"
            old, new = equation.other, equation.new
            message = f"{said(old.fact)} → {said(new.fact)} is a {way} of {said(change.fact)}"
            message += f", but the report says {change.gap[-4:].strip('，, ')}{said(change.fact)}"
            yield finding("change", "error", message, old.fact, new.fact, change.fact, why=claim.why)
            return
        if not isinstance(equation, Sum):
            continue
        high, low = equation.whole, equation.parts[0]
        new, old = (high, low) if direction > 0 else (low, high)
        if new.fact.status == "previous" or new.printed is None or old.printed is None:
            continue
        if claim.sure < LIKELY and not new.printed.minus(old.printed).size().meets(_open(change)):
            continue
        if (new.printed.high < old.printed.low) if direction > 0 else (new.printed.low > old.printed.high):
            way = "rise" if direction > 0 else "fall"
            words_of = change.gap[-4:].strip("，, ")
            message = f"{said(old.fact)} → {said(new.fact)} is no {way}"
            message += f", but the report says {words_of}{said(change.fact)}"
            yield finding("change", "error", message, old.fact, new.fact, change.fact, why=claim.why)
            return


def other_way(change: Mention, words: Words) -> Iterator[Finding]:
    """增加42.60万元，下降3.0%: the same change said twice, once up and once down."""
    last = change.line.mentions[change.at - 1] if change.at else change
    one, two = last.fact, change.fact
    if last is change or one.status != "change" or (one.unit in _SHARES) is (two.unit in _SHARES):
        return
    if _POINTS in (one.unit, two.unit):  # 增长4.7%、低于全国0.3个百分点
        return
    if one.area != two.area or one.place != two.place or words.core(one) != words.core(two):
        return
    gap = change.gap.strip("，, 、（(")
    if words.of("than").within(gap) or words.of("year-on-year").within(gap) or len(gap) > _SHORT:
        return  # 比上年增加12件，环比下降3%
    ways = [way_of(last, words), way_of(change, words)]
    if 0 in ways or ways[0] == ways[1]:
        return
    message = f"{said(one)} {_NAMES[ways[0]]}, but {said(two)} {_NAMES[ways[1]]}"
    yield finding("change", "error", message, one, two, why="one change, as a number and as a percentage")


def _open(mention: Mention) -> Interval:
    assert mention.printed is not None
    return mention.printed
