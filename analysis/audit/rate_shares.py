"""Shares: what a number is a share of, by its own whole or by what the words call it (占, 占任务数的, 其中农村占)."""
from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from .belonging import alike, before_in_report, called, counts, named, together
from .claims import LIKELY, MAY, MIGHT, MUST, OTHER_SCOPE, Claim
from .rate_figures import rate_claim
from .reading import Mention
from .wholes import Pair, called_so, fits, has_share, narrower, stated, wholes_of
from .words import Words

_BACK = 30  # numbers before, among which what a share is of may be
_TOPIC = re.compile("([一-鿿]{2,10})中")


def of_goal(rate: Mention, before: Sequence[Mention], name: str, words: Words) -> Iterator[Claim]:
    """支出决算为8216万元，完成年初预算的104%: what was planned, and called so."""
    above = before[0]
    why = f"what was done of what is called {name}"
    goals = [
        m for m in above.before() if counts(m) and alike(m, above) and (
            m.fact.status == "planned" or words.of("goal").within(m.label)
        )
    ]
    whole = above.whole
    if not goals and whole is not None and counts(whole) and whole.line is rate.line and (
        not words.of("among").within(whole.up_to(above))
    ):  # 全年培训900人次，已培训585人次，完成全年目标的65%
        yield rate_claim(rate, [above], whole, LIKELY, why)
    for at, below in enumerate(goals):
        yield rate_claim(rate, [above], below, MUST if at == 0 else MIGHT, why)


def of_pairs(rate: Mention, pairs: Iterable[Pair], why: str) -> Iterator[Claim]:
    """That a rate is of one of these pairs of figures, the first the surest."""
    for at, (above, below) in enumerate(pairs):
        yield rate_claim(rate, [above], below, MUST if at == 0 else LIKELY, why)


def shares(before: Sequence[Mention], words: Words) -> list[Pair]:
    """女性367人，占30.2%: the number right before, of its whole."""
    found: list[Pair] = []
    for above in before[:2]:
        if not counts(above) or above.fact.subject != before[0].fact.subject:
            break
        found += wholes_of(above, words)
    return found


def of_topic(rate: Mention, above: Mention) -> Iterator[Claim]:
    """入住老人中，自理1120人…，失能半失能合计1610人，占59%: the whole of those beside it."""
    if not counts(above):
        return
    why = "a share of what its neighbours are parts of"
    seen: set[int] = set()
    for other in (*above.before(), *above.earlier()):
        whole = other.whole if other.whole is not None else other if other.line is not above.line else None
        if whole is not None and has_share(whole):
            continue
        if whole is not None and whole.fact.status == "previous" != rate.fact.status:
            continue
        if whole is None or id(whole) in seen or not counts(whole) or not fits(above, whole) or whole is above:
            continue
        seen.add(id(whole))
        sure = LIKELY if other.line is above.line and len(seen) == 1 else MAY if whole.whole is None else MIGHT
        topic = _TOPIC.search(above.gap)
        if topic is not None and called(topic.group(1)[-4:], whole.label):
            sure = LIKELY
        if together(above, whole):
            yield rate_claim(rate, [above], whole, sure, why)


def of_called(
    rate: Mention, name: str, before: Sequence[Mention], words: Words, whole: str = ""
) -> Iterator[Claim]:
    """城乡低保对象9.9万人，其中农村低保对象占80.1%; 社会团体占49.6%, counted in a sentence before.

    What is called ``name`` is a share of the number right before it, or of its own whole, or of what is called
    ``whole``.
    """
    why = f"a share of {name}"
    below = before[0] if before else None
    if below is not None and counts(below) and not whole:
        above = next((m for m in before[1:] if counts(m) and m.fact.subject == name and alike(m, below)), None)
        if above is not None and fits(above, below):
            yield rate_claim(rate, [above], below, MUST, why)
            return
    found = [m for m in named(name, before) if counts(m)]
    plain = words.of("headcount").without(name)
    if not found and whole and 1 < len(plain) < len(name):  # 8960具遗体享受…，享受人数占火化总数的94.1%
        found = [m for m in named(plain, before) if counts(m)]
    found = found or [m for m, _, _ in called_so(name, rate, rate, LIKELY, words)]
    bare = words.of("generic").without(name)
    if not found and 1 < len(bare) < len(name):  # 高龄津贴对象占15%
        unit = below.fact.unit if below is not None and counts(below) else ""
        found = [
            m for m in before_in_report(rate.line, unit, _BACK)
            if counts(m) and m.whole is None and called(bare, m.fact.subject) and together(m, rate)
        ][:2]
    for above in found[:2]:
        if whole:
            if above.line is rate.line and above.at < rate.at:
                for pair in wholes_of(above, words):
                    yield rate_claim(rate, [above], pair[1], LIKELY, why)
            for below, sure, reason in called_so(whole, above, rate, LIKELY, words, above.value):
                if above is not below and fits(above, below):
                    yield rate_claim(rate, [above], below, min(sure, LIKELY if above is found[0] else MIGHT), reason)
            continue
        for one, two in wholes_of(above, words):
            yield rate_claim(rate, [one], two, LIKELY, why)
        if below is not None and counts(below) and below is not above and fits(above, below):
            yield rate_claim(rate, [above], below, LIKELY if above.whole is None else MIGHT, why)


def of_whole(rate: Mention, name: str, before: Sequence[Mention], words: Words) -> Iterator[Claim]:
    """占任务数的43.7%: the number right before, of the one that is called so."""
    if not before or not counts(before[0]):
        return
    above = before[0]
    why = f"a share of what is called {name}"
    near = [
        below for below in above.before() if counts(below) and fits(above, below)
        and (name[:2] in f"{below.gap} {below.fact.subject}" or called(name, below.label))
        and not narrower(name, below, words)
    ]
    if len({below.value for below in near}) == 1:
        yield rate_claim(rate, [above], near[0], MUST, why)
        return
    for below in near:
        yield rate_claim(rate, [above], below, MAY, why)
    for below, sure, reason in called_so(name, above, rate, LIKELY, words, above.value):
        if fits(above, below):
            yield rate_claim(rate, [above], below, MIGHT if near else sure, reason)


def of_overall(rate: Mention, above: Mention, name: str, words: Words) -> Iterator[Claim]:
    """占总床位的40%: of the most that the report has of it, wherever it says so."""
    if above.fact.measure == "amount":
        return
    own = rate.line.report.units.get(above.fact.unit, ())
    found = [
        m for m in own
        if m is not above and stated(m, True) and together(m, above) and called(name, m.label)
        and not narrower(name, m, words)
    ]
    if found:
        whole = max(found, key=lambda m: m.value)
        if fits(above, whole):
            claim = rate_claim(rate, [above], whole, LIKELY, f"a share of all that is called {name}")
            yield claim._replace(far=OTHER_SCOPE)
