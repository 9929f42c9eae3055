"""Percentages against their two figures, wherever in the report these stand: 97人，其中持证人员89人，持证率91.7%.

The words before a rate say of what it is one: a name (持证率), a share (占, 占老年人口的), a number right before it
(年度目标8000人的103.9%), or the number behind it (60%即144万元). Its numerator stands beside it; its whole may stand
sentences away, where it is called as the words say.
"""
from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from .belonging import alike, counts
from .claims import LIKELY, MAY, MIGHT, MUST, Claim, decided
from .finding import Finding
from .interval import total
from .parts import shares_are_all
from .portions import of_left
from .rate_elsewhere import dealt, of_everywhere, of_goal_elsewhere, of_standard
from .rate_figures import RUN, label_of, rate_claim
from .rate_names import of_named
from .rate_shares import of_called, of_goal, of_overall, of_pairs, of_topic, of_whole, shares
from .reading import Line, Mention
from .wholes import PERCENT, called_so, fits, has_share, stated, wholes_of
from .words import Words

_OF_NAMED = re.compile(r"^[)）]?[的之]?[^，,；;。一-鿿]*$")
_NUMERATORS = 5


class _Forms(NamedTuple):
    """How the words before a rate show what it is of.

    ``name`` is for 持证率, ``share`` for 占 with nothing named behind it, ``whole`` for 占任务数的, ``named`` for
    女性占比, ``of`` for 占 and what follows, ``done`` for 完成 and what follows.
    """

    name: re.Pattern[str]
    share: re.Pattern[str]
    whole: re.Pattern[str]
    named: re.Pattern[str]
    of: re.Pattern[str]
    done: re.Pattern[str]


@lru_cache(maxsize=8)
def _forms(words: Words) -> _Forms:
    rate, makes_up, share = (words.of(role).pattern() for role in ("rate-name", "makes-up", "share-name"))
    filler, done = words.of("of-all").pattern(), words.of("done-of").pattern()
    return _Forms(
        re.compile(rf"([一-鿿()（）]{{1,16}}?)(?:{rate})[^，,；;。、]{{0,5}}$"),
        re.compile(rf"(?:{makes_up}|(?<![一-鿿])(?:{share}))(?:{filler}| )*$"),
        re.compile(rf"(?:{makes_up})([一-鿿（）()]{{2,12}}?)(?:{filler}| )*$"),
        re.compile(rf"([一-鿿]{{2,12}}?)(?:{share})[^，,；;。、]{{0,4}}$"),
        re.compile(rf"(?:{makes_up}|{done}|{words.of('is-of').pattern()})[^，,；;。]*$"),
        re.compile(rf"(?:{done})了?([一-鿿“”\"（）()]{{2,14}})(?:的|之)[一-鿿]{{0,2}}$"),
    )


def check(lines: list[Line], words: Words) -> Iterator[Finding]:
    """Findings on rates, in text order."""
    for line in lines:
        for mention in line.mentions:
            fact = mention.fact
            if fact.unit in PERCENT and fact.status in ("actual", "planned") and mention.printed is not None:
                if fact.direction or (fact.status == "planned" and fact.bound != "exact"):
                    continue
                claims = list(dealt(mention, words)) or [
                    *_claims(mention, words), *_elsewhere(mention, list(mention.before())[:_NUMERATORS], words),
                    *of_left(mention, words),
                ]
                claims = [one._replace(sure=MIGHT) if _of_the_past(one) else one for one in claims]
                if fact.status == "planned":
                    claims = [one for one in claims if _all_planned(one)]
                if claims:
                    yield from decided([*claims, *_by_chance(mention, claims, words)])


def _of_the_past(claim: Claim) -> bool:
    """Whether a figure is what was there before, and the rate is not: 2404具，比上年的2381具增加23具，火化率63%."""
    rate, *others = claim.equation.figures
    return rate.fact.status != "previous" and any(m.fact.status == "previous" for m in others)


def _all_planned(claim: Claim) -> bool:
    """Whether a rate in a plan is of figures of it: 持证率达到90% is none of those who have a certificate by now."""
    return all(m.fact.status == "planned" for m in claim.equation.figures[-1:])


def _elsewhere(rate: Mention, before: Sequence[Mention], words: Words) -> Iterator[Claim]:
    """Figures of other sentences that the words of a rate point to."""
    yield from of_standard(rate, before, words)
    yield from of_everywhere(rate, before, words)
    done = _forms(words).done.search(rate.gap)
    if done is not None:
        yield from of_goal_elsewhere(rate, before, done.group(1), words)
    elif words.of("carried-out").within(rate.clause):
        yield from of_goal_elsewhere(rate, before, rate.clause, words)


def _claims(rate: Mention, words: Words) -> Iterator[Claim]:
    """The figures that the words give the rate, the likeliest first; none where they give none."""
    before = list(rate.before())[:_NUMERATORS]
    gap, forms = rate.gap, _forms(words)
    behind = rate.line.mentions[rate.at + 1] if rate.at + 1 < len(rate.line.mentions) else None
    if behind is not None and rate.after.strip("，, ") in words.of("that-is").terms and counts(behind):
        yield from _given_behind(rate, behind, words)
        return
    if _OF_NAMED.match(gap) and before and forms.of.search(before[0].gap):
        yield from _of_number(rate, before, forms, words)
        return
    if before and _of_its_own_run(rate, before[0]):
        return  # 独居老人，男性1540人（40%）、女性2310人（60%）: of those, whom no number counts
    if gap in ("（", "(") and before and counts(before[0]) and rate.after[:1] in ("）", ")", "，", ","):
        for pair in wholes_of(before[0], words):
            yield rate_claim(rate, [pair[0]], pair[1], MUST, "a share in brackets behind its number")
        yield from of_topic(rate, before[0])
        return
    match = forms.share.search(gap)
    if match is not None:
        name = words.of("among").without(gap[: match.start()]).strip("，,、 ；;（(其").removesuffix("的")
        tail = gap[: match.start()].rstrip("，, ")
        own = before and (
            not name or tail == before[0].tail or (len(name) > 1 and name[-2:] in label_of(before[0], rate))
        )
        if own:  # 63人未签协议，占; 完成整改的占
            yield from of_pairs(rate, shares(before, words), "a share of the whole of the number before it")
            if before[0].whole is None:
                yield from of_topic(rate, before[0])
        if len(name) > 1:
            yield from of_called(rate, name.rpartition("，")[2].rpartition(",")[2], before, words)
        return
    if gap.strip("，, ") in words.of("done-of").terms and len(before) > 1 and before[1].fact.status == "planned":
        if counts(before[0]) and counts(before[1]) and before[0].like(before[1]):
            yield rate_claim(rate, [before[0]], before[1], MUST, "what was done of what was planned")
        return
    match = forms.done.search(gap)
    if match is not None and before and counts(before[0]):
        yield from of_goal(rate, before, match.group(1), words)
        return
    match = forms.whole.search(gap)
    if match is not None:
        name = gap[: match.start()].strip("，,、 ；;（(其")
        whole = words.of("overall").without(match.group(1))
        if before and not name and words.of("overall").within(match.group(1)) and len(whole) > 1 and counts(before[0]):
            yield from of_overall(rate, before[0], whole, words)
        whole = whole if len(whole) > 1 else match.group(1)
        if not name and before:
            yield from of_whole(rate, whole, before, words)
        elif len(name) > 1:
            yield from of_called(rate, name, before, words, whole)
        return
    match = forms.name.search(gap)
    if match is not None and rate.fact.unit == "%":  # 结婚率 and others in ‰ are of the population
        yield from of_named(rate, match.group(1), before, words)
        return
    match = forms.named.search(gap)
    if match is not None:
        of = words.of("makes-up").start(match.group(1))
        if of:
            yield from of_whole(rate, match.group(1)[of:], before, words)
        else:
            yield from of_named(rate, match.group(1), before, words)


def _of_its_own_run(rate: Mention, above: Mention) -> bool:
    """Whether a share is one of several that are 100% and of the sum of their numbers, with no whole stated."""
    if above.at != rate.at - 1 or above.whole is not None or not counts(above):
        return False
    mentions = rate.line.mentions
    first, last = above.at, above.at
    while first >= 2 and _share_of(mentions[first - 2], mentions[first - 1], above):
        first -= 2
    while last + 3 < len(mentions) and _share_of(mentions[last + 2], mentions[last + 3], above):
        last += 2
    parts = mentions[first : last + 1 : 2]
    if len(parts) < 2 or not shares_are_all(parts):
        return False
    given = total(part.printed for part in parts if part.printed)
    stated = [mentions[part.at + 1].printed for part in parts]
    return all(
        part.printed is not None and share is not None and part.printed.over(given, PERCENT["%"]).meets(share)
        for part, share in zip(parts, stated, strict=True)
    )


def _share_of(part: Mention, share: Mention, above: Mention) -> bool:
    return part.like(above) and counts(part) and part.whole is None and share.fact.unit == "%"


def _given_behind(rate: Mention, above: Mention, words: Words) -> Iterator[Claim]:
    """区级财政承担40%即96万元: the number behind, of one that stands before."""
    why = "the share of a number before it, which is said behind it"
    for below in above.before():
        told = below.gap.strip("，, ") in words.of("that-is").terms
        if counts(below) and fits(above, below) and below is not rate and not told:
            yield rate_claim(rate, [above], below, LIKELY, why)
    for below in above.earlier():
        if stated(below) and fits(above, below):
            yield rate_claim(rate, [above], below, MAY, why)


def _of_number(rate: Mention, before: Sequence[Mention], forms: _Forms, words: Words) -> Iterator[Claim]:
    """A张，占总床位B张的…%; 完成年度目标8000人的…%."""
    below, why = before[0], "a share of the number right before it"
    if not counts(below):
        return
    over = below.fact.status == "planned"
    for at, above in enumerate(before[1:]):
        if counts(above) and alike(above, below) and (over or above.value <= below.value):
            first = not any(alike(other, below) and counts(other) for other in before[1 : 1 + at])
            beside = at == 0 or (at == 1 and first and not over)  # 16090户、37313人，占全市402250户的4%
            yield rate_claim(rate, [above], below, MUST if beside else LIKELY if first else MIGHT, why)
    if len(before) == 1 or not counts(before[1]) or not alike(before[1], below):
        match = forms.of.search(below.gap)
        name = below.gap[: match.start()].rpartition("，")[2] if match else ""
        for own, sure, _ in called_so(words.of("whole").without(name), below, rate, LIKELY, words):
            yield rate_claim(rate, [own], below, sure, why)


def _by_chance(rate: Mention, claims: Sequence[Claim], words: Words) -> Iterator[Claim]:
    """Other figures around the rate that give it: it may be of them, whatever its words seem to say.

    Where 占 and the number before leave no doubt, what stands behind it is none of them.
    """
    sure = words.of("makes-up").within(rate.clause) and any(one.sure == MUST for one in claims)
    near = [other for other in rate.line.mentions[max(0, rate.at - 8) : rate.at + 3] if counts(other)]
    near = [other for other in near if other.at < rate.at] if sure else near
    wholes = [other.whole for other in near if other.whole is not None and counts(other.whole)]
    every = [*near, *(whole for whole in wholes if whole not in near)]
    why = "figures beside it"
    for above in near:
        if above.at + 1 != rate.at and has_share(above):
            continue  # it has a share of its own
        for below in every:
            if above is not below and alike(above, below) and above.value <= below.value:
                yield rate_claim(rate, [above], below, MIGHT, why)
    back = [other for other in near if other.at < rate.at][::-1]
    for first, _ in enumerate(back):
        for last in range(first + 2, min(len(back), first + RUN) + 1):
            run = back[first:last]
            if not all(alike(run[0], other) for other in run[1:]):
                break
            for below in every:
                if below not in run:
                    yield rate_claim(rate, run, below, MIGHT, why)
