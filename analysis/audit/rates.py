"""Percentages against the numerator and the denominator beside them: 97人，其中持证人员89人，持证率91.7%.

Whatever pair of the sentence explains a rate makes it pass; only a rate that names its numerator is ever reported.
"""
from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from .finding import Finding, missed
from .interval import near, said, total
from .reading import Line, Mention
from .words import Ratio, Words

_HUNDRED = Decimal(100)
_PERCENT = {"%": _HUNDRED, "‰": Decimal(1000)}
_SEMICOLON = re.compile("[;；]")
_SIGN = re.compile("[，,；;。：:、（(]")
_OF_NAMED = re.compile(r"^[)）]?[的之]?[^，,；;。一-鿿]*$")
_NUMERATORS = 5
_KINDS = frozenset("类项种级档")  # 四类海水占12.2% counts no kinds

Pair = tuple[Mention, Mention]


class _Forms(NamedTuple):
    """How the words before a rate show what it is of.

    ``name`` is for 持证率, ``share`` for 占 with nothing named behind it, ``whole`` for 占任务数的, ``named`` for
    女性占比, ``of`` for 占 and what follows.
    """

    name: re.Pattern[str]
    share: re.Pattern[str]
    whole: re.Pattern[str]
    named: re.Pattern[str]
    of: re.Pattern[str]


@lru_cache(maxsize=8)
def _forms(words: Words) -> _Forms:
    rate, makes_up, share = (words.of(role).pattern() for role in ("rate-name", "makes-up", "share-name"))
    filler = words.of("of-all").pattern()
    return _Forms(
        re.compile(rf"([一-鿿()（）]{{1,16}}?)(?:{rate})[^，,；;。、]{{0,5}}$"),
        re.compile(rf"(?:{makes_up}|(?<![一-鿿])(?:{share}))(?:{filler}| )*$"),
        re.compile(rf"(?:{makes_up})([一-鿿]{{2,8}}?)(?:{filler}| )*$"),
        re.compile(rf"([一-鿿]{{2,12}}?)(?:{share})[^，,；;。、]{{0,4}}$"),
        re.compile(rf"(?:{makes_up})[^，,；;。]*$"),
    )


def check(lines: list[Line], words: Words) -> Iterator[Finding]:
    """Findings on rates, in text order."""
    for line in lines:
        for mention in line.mentions:
            fact = mention.fact
            if mention.at and fact.unit in _PERCENT and fact.status == "actual" and mention.printed is not None:
                yield from _rate(mention, words)


def _rate(rate: Mention, words: Words) -> Iterator[Finding]:
    factor = _PERCENT[rate.fact.unit]
    pairs = _pairs(rate, words)
    if not pairs or any(_explains(rate, pair, factor) for pair in _all_pairs(rate)) or _of_several(rate, factor):
        return
    if any(_explains(rate, pair, factor) for pair in pairs):
        return
    above, below = pairs[0]
    assert above.printed is not None and below.printed is not None
    reckoned = above.printed.over(below.printed, factor)
    share = near(above.value / below.value * factor, rate.fact, rate.fact.unit)
    message = f"{said(above.fact)} / {said(below.fact)} = {share}"
    yield missed("rate", message, rate.fact, reckoned, above.fact, below.fact)


def _explains(rate: Mention, pair: Pair, factor: Decimal) -> bool:
    above, below = pair
    assert rate.printed is not None and above.printed is not None and below.printed is not None
    return above.printed.over(below.printed, factor).meets(rate.printed)


def _all_pairs(rate: Mention) -> Iterator[Pair]:
    """Any two numbers around the rate that count alike."""
    near = [other for other in rate.line.mentions[max(0, rate.at - 8) : rate.at + 3] if _counts(other)]
    near += [other.whole for other in near if other.whole is not None and _counts(other.whole)]
    for above in near:
        for below in near:
            if above is not below and _alike(above, below) and 0 < above.value <= below.value:
                yield above, below


def _of_several(rate: Mention, factor: Decimal) -> bool:
    """Whether two or more numbers that stand together explain the rate: 入住特困老人426人、社会老人118人."""
    near = [other for other in reversed(list(rate.before())[:_NUMERATORS + 2]) if _counts(other)]
    assert rate.printed is not None
    for first, _ in enumerate(near):
        for behind in range(first + 2, len(near) + 1):
            run = near[first:behind]
            if not all(_alike(run[0], other) for other in run[1:]):
                break
            above = total(other.printed for other in run if other.printed)
            if any(
                below.printed is not None and above.over(below.printed, factor).meets(rate.printed)
                for below in near if below not in run
            ):
                return True
    return False


def _counts(mention: Mention) -> bool:
    fact = mention.fact
    if fact.measure in ("rate", "standard") or fact.status == "change" or fact.unit in _KINDS:
        return False
    if len(fact.unit) == 1 and mention.value % 1:  # 39.8张 of every thousand
        return False
    return mention.printed is not None and mention.value > 0


def _alike(one: Mention, two: Mention) -> bool:
    """Whether one can be a share of the other: the same unit, or the same subject counted otherwise (家 and 个)."""
    return one.fact.unit == two.fact.unit or (
        one.fact.measure == two.fact.measure == "count" and one.fact.subject == two.fact.subject
    )


def _pairs(rate: Mention, words: Words) -> list[Pair]:
    """Numerator and denominator that the words give the rate, the likeliest first; empty where they give none."""
    before = list(rate.before())[:_NUMERATORS]
    gap, forms = rate.gap, _forms(words)
    if _OF_NAMED.match(gap) and len(before) > 1 and forms.of.search(before[0].gap):
        below, above = before[0], before[1]  # A张，占总床位B张的…%
        return [(above, below)] if _counts(above) and _counts(below) and _fits(above, below) else []
    match = forms.share.search(gap)
    if match is not None and before:
        name = words.of("among").without(gap[: match.start()]).strip("，,、 ；;（(其").removesuffix("的")
        behind = gap[: match.start()].rstrip("，, ")
        if not name or behind == before[0].tail or (len(name) > 1 and name[-2:] in _label(before[0], rate)):
            # 63人未签协议，占; 完成整改的占
            return _shares(before) or _called(name, before)
        if len(name) > 1:
            return _called(name, before)
    match = forms.whole.search(gap)
    if match is not None and not gap[: match.start()].strip("，,、 ；;（(其"):
        name = words.of("overall").without(match.group(1))
        return _of_whole(name if len(name) > 2 else match.group(1), before)
    match = forms.name.search(gap)
    if match is not None and rate.fact.unit == "%":  # 结婚率 and others in ‰ are of the population
        return _named(match.group(1), before, rate, words)
    match = forms.named.search(gap)
    if match is None:
        return []
    of = words.of("makes-up").start(match.group(1))
    return _named(match.group(1), before, rate, words) if not of else _of_whole(match.group(1)[of:], before)


def _fits(above: Mention, below: Mention) -> bool:
    return _alike(above, below) and above.value <= below.value


def _shares(before: Sequence[Mention]) -> list[Pair]:
    """女性367人，占30.2%: the number right before, of its whole."""
    found: list[Pair] = []
    for above in before[:2]:
        if not _counts(above) or above.fact.subject != before[0].fact.subject:
            break
        found += _wholes(above)
    return found


def _called(name: str, before: Sequence[Mention]) -> list[Pair]:
    """城乡低保对象9.9万人，其中农村低保对象占80.1%: what is called so further before, of the number right before."""
    below = before[0]
    above = next((m for m in before[1:] if _counts(m) and m.fact.subject == name and _alike(m, below)), None)
    return [(above, below)] if above is not None and _counts(below) and _fits(above, below) else []


def _of_whole(name: str, before: Sequence[Mention]) -> list[Pair]:
    """占任务数的43.7%: the number right before, of the only one before it that is called so."""
    if not before or not _counts(before[0]):
        return []
    above = before[0]
    wholes = [
        below for below in above.before()
        if _counts(below) and _fits(above, below) and name[:2] in f"{below.gap} {below.fact.subject}"
    ]
    if not wholes:  # 占户籍人口的: of a sentence before
        wholes = [m for m in above.earlier() if _stated(m) and _fits(above, m) and name in f"{m.gap} {m.fact.subject}"]
    return [(above, wholes[0])] if len(wholes) == 1 else []


def _stated(mention: Mention) -> bool:
    """Whether a number of a sentence before may be the whole of a rate."""
    return _counts(mention) and mention.whole is None and mention.fact.status == "actual"


def _wholes(above: Mention) -> list[Pair]:
    """The number with what it can be a share of: its stated whole, else the only one before it that is large enough."""
    if above.whole is not None:
        return [(above, above.whole)] if _counts(above.whole) and _fits(above, above.whole) else []
    wholes = [
        below for below in above.before()
        if _counts(below) and below.whole is None and _fits(above, below)
        and (below.fact.subject in above.fact.subject or not _parted(below, above))
    ]
    return [(above, wholes[0])] if len(wholes) == 1 else []


def _parted(one: Mention, two: Mention) -> bool:
    """Whether a semicolon stands between."""
    return _SEMICOLON.search(one.line.words(one.fact.end, two.fact.start)) is not None


def _named(name: str, before: Sequence[Mention], rate: Mention, words: Words) -> list[Pair]:
    """持证率: the nearest number with 持证, or 持有证书, beside it, of its whole."""
    for ratio in words.ratios:
        if ratio.name.within(name) and (pairs := _of_ratio(ratio, name, before, rate)):
            return pairs
    if len(name) < 2:
        return []
    stem = re.compile("[^，,；;。]{0,4}".join(map(re.escape, name[-2:])))
    found = [pair for above in before if _counts(above) and stem.search(_label(above, rate)) for pair in _wholes(above)]
    return [pair for pair in found if _speaks_of(name[:-2], pair)]


def _label(mention: Mention, rate: Mention) -> str:
    """The words that name a number: its subject and those before and behind it, but none of the rate's."""
    tail = "" if mention.at + 1 == rate.at and not _SIGN.search(rate.gap) else mention.tail[:5]
    subject = "" if mention.fact.subject == rate.fact.subject else mention.fact.subject
    return f"{mention.gap} {subject} {tail}"


def _speaks_of(name: str, mentions: Iterable[Mention]) -> bool:
    """Whether one of the numbers has to do with what the rate's name begins with: 护理员 of 护理员持证率."""
    return any(name[-2:] in f"{mention.gap} {mention.fact.subject}" for mention in mentions)


def _of_ratio(ratio: Ratio, name: str, before: Sequence[Mention], rate: Mention) -> list[Pair]:
    """入住率 is the 入住 of the 床位; 覆盖率 what was built, of the villages, 社区 or towns there are."""
    above = before[0] if before else None
    if ratio.above is not None:
        above = next((m for m in before if ratio.above.within(_label(m, rate))), None)
    if above is None or not _counts(above):
        return []
    to = ratio.below
    if to is None:
        return _wholes(above)
    name = ratio.name.without(name)
    if ratio.above is None and len(name) > 2:  # 幸福院106所，全县212个行政村，幸福院覆盖率: what the rate names
        above = next((m for m in before if _counts(m) and m.fact.subject.endswith(name)), above)
    near = [*above.before(), *(m for m in before if m.at > above.at)]

    noun = _noun if ratio.above is None else lambda below: _label(below, rate)
    wholes = [
        below for below in near
        if _counts(below) and above.value <= below.value and below is not above and to.within(noun(below))
    ]
    if not wholes and ratio.above is not None:
        wholes = [m for m in above.earlier() if _stated(m) and _fits(above, m) and to.within(noun(m))]
    if len(wholes) != 1 or not (_speaks_of(name, (above,)) or (len(name) < 3 and to.within(name))):
        return []  # 村级覆盖率 names what there is, 服务站覆盖率 what was built
    return [(above, wholes[0])]


def _noun(mention: Mention) -> str:
    """The end of what is counted, before or behind the number: 行政村, 个行政村."""
    return f"{mention.fact.subject[-3:]} {mention.tail[:3]}"
