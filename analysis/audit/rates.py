"""Percentages against their two figures, wherever in the report these stand: 97人，其中持证人员89人，持证率91.7%.

The words before a rate say of what it is one: a name (持证率), a share (占, 占老年人口的), a number right before it
(年度目标8000人的103.9%), or the number behind it (60%即144万元). Its numerator stands beside it; its whole may stand
sentences away, where it is called as the words say.
"""
from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from .belonging import alike, called, counts, named, together
from .claims import LIKELY, MAY, MIGHT, MUST, OTHER_SCOPE, Claim, decided
from .equations import Quotient
from .finding import Finding
from .interval import near, said
from .reading import Line, Mention
from .wholes import PERCENT, Pair, called_so, fits, has_share, in_report, narrower, noun_of, stated, wholes_of
from .words import Ratio, Words

_TOPIC = re.compile("([一-鿿]{2,10})中")
_SIGN = re.compile("[，,；;。：:、（(]")
_OF_NAMED = re.compile(r"^[)）]?[的之]?[^，,；;。一-鿿]*$")
_NUMERATORS = 5
_RUN = 4  # numbers that may be added up to a numerator
_FAR = Decimal(3)
_OTHER_NAME = 4  # characters of a rate's name that its figures' names lack


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
            if fact.unit in PERCENT and fact.status == "actual" and mention.printed is not None:
                claims = list(_claims(mention, words))
                if claims:
                    yield from decided([*claims, *_by_chance(mention)])


def _claim(rate: Mention, above: Sequence[Mention], below: Mention, sure: int, why: str) -> Claim:
    factor = PERCENT[rate.fact.unit]

    def message() -> str:
        given = sum((m.value for m in above), Decimal(0))
        terms = " + ".join(said(m.fact) for m in above)
        share = near(given / below.value * factor, rate.fact, rate.fact.unit)
        return f"{f'({terms})' if len(above) > 1 else terms} / {said(below.fact)} = {share}" + _but(rate)

    other = below.line is not rate.line
    equation = Quotient(rate, above, [below], factor)
    return Claim("rate", equation, sure, message, why, far=OTHER_SCOPE if other else _FAR)


def _but(rate: Mention) -> str:
    return f", but the report says {said(rate.fact)}"


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
    if gap in ("（", "(") and before and counts(before[0]) and rate.after[:1] in ("）", ")", "，", ","):
        for pair in wholes_of(before[0], words):
            yield _claim(rate, [pair[0]], pair[1], MUST, "a share in brackets behind its number")
        yield from _of_topic(rate, before[0])
        return
    match = forms.share.search(gap)
    if match is not None:
        name = words.of("among").without(gap[: match.start()]).strip("，,、 ；;（(其").removesuffix("的")
        tail = gap[: match.start()].rstrip("，, ")
        own = before and (
            not name or tail == before[0].tail or (len(name) > 1 and name[-2:] in _label(before[0], rate))
        )
        if own:  # 63人未签协议，占; 完成整改的占
            yield from _pairs(rate, _shares(before, words), "a share of the whole of the number before it")
            if before[0].whole is None:
                yield from _of_topic(rate, before[0])
        if len(name) > 1:
            yield from _called(rate, name.rpartition("，")[2].rpartition(",")[2], before, words)
        return
    if gap.strip("，, ") in words.of("done-of").terms and len(before) > 1 and before[1].fact.status == "planned":
        if counts(before[0]) and counts(before[1]) and before[0].like(before[1]):
            yield _claim(rate, [before[0]], before[1], MUST, "what was done of what was planned")
        return
    match = forms.done.search(gap)
    if match is not None and before and counts(before[0]):
        yield from _of_goal(rate, before, match.group(1), words)
        return
    match = forms.whole.search(gap)
    if match is not None:
        name = gap[: match.start()].strip("，,、 ；;（(其")
        whole = words.of("overall").without(match.group(1))
        if before and not name and words.of("overall").within(match.group(1)) and len(whole) > 1 and counts(before[0]):
            yield from _of_overall(rate, before[0], whole, words)
        whole = whole if len(whole) > 1 else match.group(1)
        if not name and before:
            yield from _of_whole(rate, whole, before, words)
        elif len(name) > 1:
            yield from _called(rate, name, before, words, whole)
        return
    match = forms.name.search(gap)
    if match is not None and rate.fact.unit == "%":  # 结婚率 and others in ‰ are of the population
        yield from _named(rate, match.group(1), before, words)
        return
    match = forms.named.search(gap)
    if match is not None:
        of = words.of("makes-up").start(match.group(1))
        if of:
            yield from _of_whole(rate, match.group(1)[of:], before, words)
        else:
            yield from _named(rate, match.group(1), before, words)


def _given_behind(rate: Mention, above: Mention, words: Words) -> Iterator[Claim]:
    """区级财政承担40%即96万元: the number behind, of one that stands before."""
    why = "the share of a number before it, which is said behind it"
    for below in above.before():
        told = below.gap.strip("，, ") in words.of("that-is").terms
        if counts(below) and fits(above, below) and below is not rate and not told:
            yield _claim(rate, [above], below, LIKELY, why)
    for below in above.earlier():
        if stated(below) and fits(above, below):
            yield _claim(rate, [above], below, MAY, why)


def _of_number(rate: Mention, before: Sequence[Mention], forms: _Forms, words: Words) -> Iterator[Claim]:
    """A张，占总床位B张的…%; 完成年度目标8000人的…%."""
    below, why = before[0], "a share of the number right before it"
    if not counts(below):
        return
    over = below.fact.status == "planned"
    for at, above in enumerate(before[1:]):
        if counts(above) and alike(above, below) and (over or above.value <= below.value):
            first = not any(alike(other, below) and counts(other) for other in before[1 : 1 + at])
            yield _claim(rate, [above], below, MUST if at == 0 else LIKELY if first else MIGHT, why)
    if len(before) == 1 or not counts(before[1]) or not alike(before[1], below):
        match = forms.of.search(below.gap)
        name = below.gap[: match.start()].rpartition("，")[2] if match else ""
        for own, sure, _ in called_so(words.of("whole").without(name), below, rate, LIKELY, words):
            yield _claim(rate, [own], below, sure, why)


def _of_goal(rate: Mention, before: Sequence[Mention], name: str, words: Words) -> Iterator[Claim]:
    """支出决算为8216万元，完成年初预算的104%: what was planned, and called so."""
    above = before[0]
    why = f"what was done of what is called {name}"
    goals = [
        m for m in above.before() if counts(m) and alike(m, above) and (
            m.fact.status == "planned" or words.of("goal").within(m.label)
        )
    ]
    for at, below in enumerate(goals):
        yield _claim(rate, [above], below, MUST if at == 0 else MIGHT, why)
    if not goals:
        for below in above.earlier():
            planned = below.fact.status == "planned" and called(name[-2:], below.label)
            if planned and counts(below) and alike(below, above):
                yield _claim(rate, [above], below, MAY, why)


def _pairs(rate: Mention, pairs: Iterable[Pair], why: str) -> Iterator[Claim]:
    for at, (above, below) in enumerate(pairs):
        yield _claim(rate, [above], below, MUST if at == 0 else LIKELY, why)


def _shares(before: Sequence[Mention], words: Words) -> list[Pair]:
    """女性367人，占30.2%: the number right before, of its whole."""
    found: list[Pair] = []
    for above in before[:2]:
        if not counts(above) or above.fact.subject != before[0].fact.subject:
            break
        found += wholes_of(above, words)
    return found


def _of_topic(rate: Mention, above: Mention) -> Iterator[Claim]:
    """入住老人中，自理1120人…，失能半失能合计1610人，占59%: the whole of those beside it."""
    if not counts(above):
        return
    why = "a share of what its neighbours are parts of"
    seen: set[int] = set()
    for other in (*above.before(), *above.earlier()):
        whole = other.whole if other.whole is not None else other if other.line is not above.line else None
        if whole is not None and has_share(whole):
            continue
        if whole is None or id(whole) in seen or not counts(whole) or not fits(above, whole) or whole is above:
            continue
        seen.add(id(whole))
        sure = LIKELY if other.line is above.line and len(seen) == 1 else MAY if whole.whole is None else MIGHT
        topic = _TOPIC.search(above.gap)
        if topic is not None and called(topic.group(1)[-4:], whole.label):
            sure = LIKELY
        if together(above, whole):
            yield _claim(rate, [above], whole, sure, why)


def _called(
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
            yield _claim(rate, [above], below, MUST, why)
            return
    found = [m for m in named(name, before) if counts(m)]
    found = found or [m for m, _, _ in called_so(name, rate, rate, LIKELY, words)]
    for above in found[:2]:
        if whole:
            if above.line is rate.line and above.at < rate.at:
                for pair in wholes_of(above, words):
                    yield _claim(rate, [above], pair[1], LIKELY, why)
            for below, sure, reason in called_so(whole, above, rate, LIKELY, words, above.value):
                if above is not below and fits(above, below):
                    yield _claim(rate, [above], below, min(sure, LIKELY if above is found[0] else MIGHT), reason)
            continue
        for one, two in wholes_of(above, words):
            yield _claim(rate, [one], two, LIKELY, why)
        if below is not None and counts(below) and below is not above and fits(above, below):
            yield _claim(rate, [above], below, LIKELY if above.whole is None else MIGHT, why)


def _of_whole(rate: Mention, name: str, before: Sequence[Mention], words: Words) -> Iterator[Claim]:
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
        yield _claim(rate, [above], near[0], MUST, why)
        return
    for below in near:
        yield _claim(rate, [above], below, MAY, why)
    for below, sure, reason in called_so(name, above, rate, LIKELY, words, above.value):
        if fits(above, below):
            yield _claim(rate, [above], below, MIGHT if near else sure, reason)


def _of_overall(rate: Mention, above: Mention, name: str, words: Words) -> Iterator[Claim]:
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
            claim = _claim(rate, [above], whole, LIKELY, f"a share of all that is called {name}")
            yield claim._replace(far=OTHER_SCOPE)


def _named(rate: Mention, name: str, before: Sequence[Mention], words: Words) -> Iterator[Claim]:
    """持证率: the nearest number with 持证, or 持有证书, beside it, of its whole."""
    behind = rate.line.mentions[rate.at + 1 : rate.at + 1 + _RUN]
    for ratio in words.ratios:
        if ratio.name.within(name):
            found = list(_of_ratio(rate, ratio, name, [*before, *behind], words))
            if found:
                yield from found
                return
    if len(name) < 2 or words.of("of-people").within(name[-3:]):
        return
    stem = re.compile("[^，,；;。]{0,4}".join(map(re.escape, name[-2:])))
    why = f"what is called {name} of its whole"
    for above in (*before, *behind):
        if counts(above) and stem.search(_label(above, rate)):
            for pair in wholes_of(above, words):
                if _speaks_of(words.of("generic").without(name[:-2]), pair) and not _narrowed(name, pair, words):
                    yield _claim(rate, [above], pair[1], MUST if above.at < rate.at else LIKELY, why)


def _narrowed(name: str, pair: Pair, words: Words) -> bool:
    """Whether a rate is of fewer than the two figures: 生活不能自理特困人员集中供养率."""
    labels = "".join(f"{m.gap}{m.fact.subject}{m.tail}" for m in pair)
    return sum(char not in labels for char in words.of("generic").without(name)) >= _OTHER_NAME


def _label(mention: Mention, rate: Mention) -> str:
    """The words that name a number: its subject and those before and behind it, but none of the rate's."""
    tail = "" if mention.at + 1 == rate.at and not _SIGN.search(rate.gap) else mention.tail[:5]
    subject = "" if mention.fact.subject == rate.fact.subject else mention.fact.subject
    gap = mention.gap if mention.at != rate.at + 1 else mention.gap.lstrip("，, ")
    return f"{gap} {subject} {tail}"


def _speaks_of(name: str, mentions: Iterable[Mention]) -> bool:
    """Whether one of the numbers has to do with what the rate's name begins with: 护理员 of 护理员持证率."""
    return any(name[-2:] in f"{mention.gap} {mention.fact.subject} {mention.tail}" for mention in mentions)


def _of_ratio(rate: Mention, ratio: Ratio, name: str, around: Sequence[Mention], words: Words) -> Iterator[Claim]:
    """入住率 is the 入住 of the 床位; 覆盖率 what was built, of the villages, 社区 or towns there are."""
    above = next((m for m in around if counts(m) and m.at < rate.at), None)
    if ratio.above is not None:
        above = next((m for m in around if counts(m) and ratio.above.within(_label(m, rate))), None)
        if above is None and ratio.below is not None:  # 参保9215人，应参保9310人
            due = [m for m in around[:_RUN] if counts(m) and m.at < rate.at]
            if len(due) == 2 and due[0].like(due[1]) and ratio.below.within(due[0].clause):
                above = due[1]
    if above is None or not counts(above):
        return
    why = f"{name} has a numerator and a whole of its own"
    to = ratio.below
    if to is None:
        pairs = wholes_of(above, words)
        for pair in pairs:
            yield _claim(rate, [above], pair[1], MUST, why)
        if not pairs:  # 社区工作者564人；取得职业资格的141人，持证率25%
            large = [m for m in above.before() if m.like(above) and counts(m) and m.value > above.value]
            if len(large) == 1:
                yield _claim(rate, [above], large[0], LIKELY, why)
        return
    rest = words.of("average").without(ratio.name.without(name))
    if ratio.above is None and len(rest) > 2:  # 幸福院106所，全县212个行政村，幸福院覆盖率: what the rate names
        own = next((m for m in around if counts(m) and m.fact.subject.endswith(rest)), None)
        above = own or next((m for m in around if counts(m) and called(rest, m.fact.subject)), above)
    near = [*above.before(), *(m for m in around if m.at > above.at)]
    noun: Callable[[Mention], str] = noun_of if ratio.above is None else lambda below: _label(below, rate)
    over = ratio.over
    wholes = [
        below for below in near
        if counts(below) and (over or above.value <= below.value) and below is not above and to.within(noun(below))
        and (ratio.above is None or not over or alike(above, below))
    ]
    sure = MUST
    if not wholes and ratio.above is not None:
        wholes = [
            m for m in above.earlier()
            if (stated(m) or (m.fact.status == "planned" and counts(m))) and fits(above, m)
            and to.within(f"{noun(m)} {m.label}")
        ][:1] or in_report(above, to, rate)
    if not wholes and over:
        wholes = [m for m in near if counts(m) and alike(above, m) and m.fact.subject == above.fact.subject][:1]
    if not (_speaks_of(rest, (above,)) or (len(rest) < 3 and to.within(rest))):
        return  # 村级覆盖率 names what there is, 服务站覆盖率 what was built
    if len(wholes) > 1:
        sure = LIKELY if len([m for m in wholes if m.at == above.at - 1]) == 1 else MAY
    for below in wholes:
        yield _claim(rate, [above], below, sure if below.at == above.at - 1 or len(wholes) == 1 else MIGHT, why)
    for below in near:  # 核定床位4760张，实际开放4200张: of either
        if wholes and below not in wholes and below.like(wholes[0]) and below.value >= above.value:
            yield _claim(rate, [above], below, MIGHT, why)


def _by_chance(rate: Mention) -> Iterator[Claim]:
    """Other figures around the rate that give it: it may be of them, whatever its words seem to say."""
    near = [other for other in rate.line.mentions[max(0, rate.at - 8) : rate.at + 3] if counts(other)]
    wholes = [other.whole for other in near if other.whole is not None and counts(other.whole)]
    every = [*near, *(whole for whole in wholes if whole not in near)]
    why = "figures beside it"
    for above in near:
        for below in every:
            if above is not below and alike(above, below) and above.value <= below.value:
                yield _claim(rate, [above], below, MIGHT, why)
    back = [other for other in near if other.at < rate.at][::-1]
    for first, _ in enumerate(back):
        for last in range(first + 2, min(len(back), first + _RUN) + 1):
            run = back[first:last]
            if not all(alike(run[0], other) for other in run[1:]):
                break
            for below in every:
                if below not in run:
                    yield _claim(rate, run, below, MIGHT, why)
