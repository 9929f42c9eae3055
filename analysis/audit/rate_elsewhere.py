"""Rates whose figures stand in other sentences: 完成年初预算的104%, 占全县的45.8%, 相当于城市标准的76%, 执行55%."""
from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from .belonging import alike, before_in_report, called, counts, together
from .claims import LIKELY, MAY, MIGHT, MUST, OTHER_SCOPE, Claim
from .extent import only_some
from .rate_figures import rate_claim
from .reading import Mention
from .words import Words

_NEAR = 5  # sentences
_PLAUSIBLE = 4  # times
_MOST = 30  # numbers before that are tried
_AREAS = {"城市": "urban", "城镇": "urban", "农村": "rural"}


@lru_cache(maxsize=8)
def _forms(words: Words) -> tuple[re.Pattern[str], re.Pattern[str]]:
    is_of, makes_up = words.of("is-of").pattern(), words.of("makes-up").pattern()
    return (
        re.compile(rf"(?:{is_of})了?([一-鿿]{{0,10}}标准)的$"),
        re.compile(rf"(?:{makes_up})(?:{words.of('whole').pattern()})[一-鿿]{{0,8}}?(?:总数|总量)?的?$"),
    )


def of_standard(rate: Mention, before: Sequence[Mention], words: Words) -> Iterator[Claim]:
    """农村标准每月570元，相当于城市标准的76%: of the standard of that name."""
    match = _forms(words)[0].search(rate.gap)
    above = next((m for m in before if m.fact.measure == "standard" and m.printed is not None), None)
    if match is None or above is None:
        return
    area = next((side for word, side in _AREAS.items() if word in match.group(1)), "")
    own = rate.line.report.units.get(above.fact.unit, ())
    found = [
        m for m in own
        if m is not above and m.fact.status in ("actual", above.fact.status) and m.printed is not None and m.value > 0
        and m.seq < rate.seq and m.fact.programme == above.fact.programme and not m.fact.direction
        and (m.fact.area == area if area else called(match.group(1)[-4:], m.fact.subject) > 0)
    ]
    for at, below in enumerate(reversed(found[-3:])):
        yield rate_claim(rate, [above], below, LIKELY if at == 0 else MIGHT, f"a share of {match.group(1)}")


def of_everywhere(rate: Mention, before: Sequence[Mention], words: Words) -> Iterator[Claim]:
    """龙口村163人，占全镇的31.8%: of what the whole place has, in a table or in prose."""
    if not before or not counts(before[0]) or _forms(words)[1].search(rate.gap) is None:
        return
    above = before[0]
    own = [
        m for m in rate.line.report.units.get(above.fact.unit, ())
        if m is not above and counts(m) and alike(m, above) and m.value > above.value and not m.fact.place
        and m.fact.status == above.fact.status and together(m, above) and m.whole is None and m.line is not rate.line
    ]
    twin = next((m for m in rate.line.report.units.get(above.fact.unit, ()) if _is_twin(m, above)), None)
    if twin is not None:  # 北镇3150人, which a row of a table counts as well: of what its column has
        own = [m for m in own if m.line.row and m.fact.subject == twin.fact.subject] or own
    same = [m for m in own if words.core(m.fact)[-2:] == words.core(above.fact)[-2:] or (
        m.fact.programme == above.fact.programme and not only_some(m, words)
    )]
    same.sort(key=lambda m: (abs(m.line.number - rate.line.number) > _NEAR * 3, -m.value))
    values = {m.value for m in same if m.fact.programme == above.fact.programme}
    for at, below in enumerate(same[:8]):
        sure = LIKELY if at == 0 and len(values) < 2 else MAY
        yield rate_claim(rate, [above], below, sure, "a share of what the whole place has")


def _is_twin(mention: Mention, above: Mention) -> bool:
    """Whether a cell of a table has the number of a place that the words give it."""
    place = mention.fact.place
    return mention.line.row and mention.value == above.value and bool(place) and place in (
        f"{above.clause} {above.fact.subject} {above.fact.place}"
    )


def of_goal_elsewhere(rate: Mention, before: Sequence[Mention], name: str, words: Words) -> Iterator[Claim]:
    """年初预算11520万元，完成年初预算的104%: what was done of it stands sentences before, or the goal does."""
    if not before or not counts(before[0]):
        return
    near, why = before[0], f"what was done of what is called {name}"
    is_goal = (near.fact.status == "planned" and rate.fact.status != "planned") or _is_goal(near, words)
    others = [
        m for m in before_in_report(rate.line, near.fact.unit, _MOST)
        if counts(m) and alike(m, near) and rate.line.number - m.line.number <= _NEAR and not m.line.row
        and not m.fact.direction and m.fact.status != "previous" and not words.of("average").within(m.clause)
        and m.fact.place == near.fact.place
    ]
    if is_goal:
        done = [m for m in others if not _is_goal(m, words) and m.value < near.value * 2]
        done = [m for m in near.before() if _may_be_done(m, near, words)] + done
        plain = _nearest_first([m for m in done if m.whole is None])
        plain.sort(key=lambda m: m.value * _PLAUSIBLE < near.value)  # what is a small share of a goal is seldom meant
        for at, above in enumerate([*plain, *(m for m in done if m.whole is not None)][:16]):
            one = rate_claim(rate, [above], near, LIKELY if at == 0 and plain else MIGHT, why)
            yield one._replace(far=OTHER_SCOPE)
        return
    goals = [m for m in others if m.fact.status == "planned" or _is_goal(m, words)]
    goals = [m for m in goals if near.value < m.value * 2 and m.whole is None]
    for at, below in enumerate(goals[:4]):
        yield rate_claim(rate, [near], below, LIKELY if at == 0 and len(goals) == 1 else MAY, why)


def _is_goal(mention: Mention, words: Words) -> bool:
    """Whether a number is called what was planned; 一般公共预算财政拨款支出 is no budget."""
    return words.of("goal").within(words.of("account").without(f"{mention.clause} {mention.fact.subject}"))


def _may_be_done(mention: Mention, goal: Mention, words: Words) -> bool:
    """Whether a number of the goal's own sentence may be what was done of it."""
    fact = mention.fact
    if not counts(mention) or not alike(mention, goal) or fact.direction or fact.status != "actual":
        return False
    return not _is_goal(mention, words) and fact.place == goal.fact.place and mention.value < goal.value * 2


def _nearest_first(mentions: Sequence[Mention]) -> list[Mention]:
    """The first number of each sentence, the nearest sentence first, then the others."""
    heads: dict[int, Mention] = {}
    for m in mentions:
        if m.line.number not in heads or m.at < heads[m.line.number].at:
            heads[m.line.number] = m
    first = [heads[number] for number in sorted(heads, reverse=True)]
    return [*first, *(m for m in mentions if m not in first)]


def dealt(rate: Mention, words: Words) -> Iterator[Claim]:
    """东城区7120人、西城区6044人、河口县9300人，占比分别为31.7%、26.9%和41.4%: as many shares as numbers."""
    mentions = rate.line.mentions
    first = rate.at
    while first and mentions[first - 1].fact.unit == "%":
        first -= 1
    last = rate.at
    while last + 1 < len(mentions) and mentions[last + 1].fact.unit == "%" and not mentions[last].parted(
        mentions[last + 1]
    ):
        last += 1
    many = last - first + 1
    head = mentions[first].gap
    if many < 2 or first < many or "、" in head or not words.of("respective").within(head):
        return
    if not words.of("makes-up").within(head) and not words.of("share-name").within(head):
        return
    numbers = mentions[first - many : first]
    if not all(counts(m) and m.like(numbers[0]) for m in numbers):
        return
    above = numbers[rate.at - first]
    largest = max(m.value for m in numbers)
    wholes = [numbers[0].whole] if numbers[0].whole is not None else []
    wholes += [
        m for m in (*numbers[0].before(), *numbers[0].earlier())
        if counts(m) and m.like(above) and m.value > largest and m not in wholes
    ]
    for at, below in enumerate(wholes[:4]):
        if below is not None and counts(below):
            sure = MUST if at == 0 and below is above.whole else LIKELY if at == 0 else MIGHT
            yield rate_claim(rate, [above], below, sure, "shares dealt out to as many numbers")
