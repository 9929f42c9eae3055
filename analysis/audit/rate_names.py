"""Rates by their names: 持证率, 入住率 and 覆盖率 say which two figures they are of."""
from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache

from .belonging import alike, called, counts
from .claims import LIKELY, MAY, MIGHT, MUST, Claim
from .rate_figures import RUN, label_of, rate_claim
from .reading import Mention
from .wholes import Pair, fits, in_report, noun_of, stated, wholes_of
from .words import Ratio, Terms, Words

_HOUSES = frozenset("间所家处")
_CROWDED = 2  # times: more than there is room for, by a wrong figure
_OTHER_NAME = 4  # characters of a rate's name that its figures' names lack


def of_named(rate: Mention, name: str, before: Sequence[Mention], words: Words) -> Iterator[Claim]:
    """持证率: the nearest number with 持证, or 持有证书, beside it, of its whole."""
    behind = rate.line.mentions[rate.at + 1 : rate.at + 1 + RUN]
    if before and counts(before[0]) and before[0].after.startswith(words.of("of-those").terms):
        return  # 生活不能自理的3120人中，集中供养率为48.6%: of fewer than the sentence counts
    for ratio in words.ratios:
        if ratio.name.within(name):
            found = list(_of_ratio(rate, ratio, name, [*before, *behind], words))
            if found:
                yield from found
                return
    if len(name) < 2 or words.of("of-people").within(name[-3:]):
        return
    stem = _stem(name[-2:], words)
    why = f"what is called {name} of its whole"
    for above in (*before, *behind):
        if counts(above) and stem.search(label_of(above, rate)):
            for pair in wholes_of(above, words):
                if _speaks_of(words.of("generic").without(name[:-2]), pair) and not _narrowed(name, pair, words):
                    yield rate_claim(rate, [above], pair[1], MUST if above.at < rate.at else LIKELY, why)


@lru_cache(maxsize=1024)
def _stem(name: str, words: Words) -> re.Pattern[str]:
    """The end of a rate's name, not denied: 合格, but neither 不合格 nor 基本合格."""
    denied = "".join(f"(?<!{re.escape(term)})" for term in words.of("not-quite").terms if not name.startswith(term))
    return re.compile(denied + "[^，,；;。]{0,4}".join(map(re.escape, name)))


def _room(
    near: Sequence[Mention], above: Mention, to: Terms, noun: Callable[[Mention], str], ratio: Ratio, most: int = 1
) -> list[Mention]:
    """What there is of the kind that a rate is of, near its numerator; up to ``most`` times too small."""
    return [
        below for below in near
        if counts(below) and (ratio.over or above.value <= below.value * most) and below is not above
        and to.within(noun(below)) and (ratio.above is None or not ratio.over or alike(above, below))
    ]


def _narrowed(name: str, pair: Pair, words: Words) -> bool:
    """Whether a rate is of fewer than the two figures: 生活不能自理特困人员集中供养率."""
    labels = "".join(f"{m.gap}{m.fact.subject}{m.tail}" for m in pair)
    return sum(char not in labels for char in words.of("generic").without(name)) >= _OTHER_NAME


def _speaks_of(name: str, mentions: Iterable[Mention]) -> bool:
    """Whether one of the numbers has to do with what the rate's name begins with: 护理员 of 护理员持证率."""
    return any(name[-2:] in f"{mention.gap} {mention.fact.subject} {mention.tail}" for mention in mentions)


def _of_ratio(rate: Mention, ratio: Ratio, name: str, around: Sequence[Mention], words: Words) -> Iterator[Claim]:
    """入住率 is the 入住 of the 床位; 覆盖率 what was built, of the villages, 社区 or towns there are."""
    above = next((m for m in around if counts(m) and m.at < rate.at), None)
    if ratio.above is not None:
        done = [m for m in around if counts(m) and ratio.above.within(label_of(m, rate))]
        done = [m for m in done if not words.of("left").within(m.clause)]
        # 入住26人，设床位40张: 入住 stands in the names of both
        done = [m for m in done if ratio.above.within(f"{m.clause} {m.tail}")] or done
        above = next((m for m in done if m.fact.status != "planned"), done[0] if done else None)
        if above is None and ratio.below is not None:  # 参保9215人，应参保9310人
            due = [m for m in around[:RUN] if counts(m) and m.at < rate.at]
            houses = any(m.fact.unit in _HOUSES for m in due)  # 院舍24间，宿位2517个: who is in is no house
            if len(due) == 2 and not houses and due[0].like(due[1]) and ratio.below.within(due[0].clause):
                above = due[1]
    if above is None or not counts(above):
        return
    why = f"{name} has a numerator and a whole of its own"
    to = ratio.below
    if to is None:
        pairs = wholes_of(above, words)
        for pair in pairs:
            yield rate_claim(rate, [above], pair[1], MUST, why)
        if not pairs:  # 社区工作者564人；取得职业资格的141人，持证率25%
            large = [m for m in above.before() if m.like(above) and counts(m) and m.value > above.value]
            if len(large) == 1:
                yield rate_claim(rate, [above], large[0], LIKELY, why)
        return
    rest = words.of("average").without(ratio.name.without(name))
    if ratio.above is None and len(rest) > 2:  # 幸福院106所，全县212个行政村，幸福院覆盖率: what the rate names
        own = next((m for m in around if counts(m) and m.fact.subject.endswith(rest)), None)
        above = own or next((m for m in around if counts(m) and called(rest, m.fact.subject)), above)
    over = ratio.over
    near = [*above.before(), *(m for m in around if m.at > above.at)]
    if over:  # 任务1200户，2022年改造310户，累计1080户: 任务 stands in the names of all of them
        due = [m for m in near if counts(m) and m.fact.status == "planned" and alike(m, above)]
        near = due if len(due) == 1 else near
    noun: Callable[[Mention], str] = noun_of if ratio.above is None else lambda below: label_of(below, rate)
    wholes = _room(near, above, to, noun, ratio) or (
        _room(near, above, to, noun, ratio, _CROWDED) if ratio.above is not None else []
    )
    sure = MUST
    if not wholes and ratio.above is not None:
        back = [m for m in above.earlier() if counts(m) and to.within(f"{noun(m)} {m.label}")]
        wholes = [m for m in back if (stated(m) or m.fact.status == "planned") and fits(above, m)][:1]
        wholes = wholes or in_report(above, to, rate) or [
            m for m in back
            if stated(m) and m.value * _CROWDED >= above.value and rate.line.number - m.line.number == 1
        ][:1]
        if wholes and wholes[0].fact.measure == "count":
            among = sum(m.line is wholes[0].line and m.like(wholes[0]) and m.whole is None for m in back)
            sure = MAY if among > 1 else MUST  # several institutions, with the beds of each
    if not wholes and over:
        wholes = [m for m in near if counts(m) and alike(above, m) and m.fact.subject == above.fact.subject][:1]
    if not (_speaks_of(rest, (above,)) or (len(rest) < 3 and to.within(rest))):
        return  # 村级覆盖率 names what there is, 服务站覆盖率 what was built
    if len(wholes) > 1:
        sure = LIKELY if len([m for m in wholes if m.at == above.at - 1]) == 1 else MAY
    for below in wholes:
        yield rate_claim(rate, [above], below, sure if below.at == above.at - 1 or len(wholes) == 1 else MIGHT, why)
    if ratio.above is not None and above.line.number == rate.line.number:
        for below in above.earlier():  # 县福利中心收住300人, whose beds stand among others
            named = counts(below) and fits(above, below) and to.within(f"{noun(below)} {below.label}")
            if named and below not in wholes:
                yield rate_claim(rate, [above], below, MIGHT, why)
    for below in near:  # 核定床位4760张，实际开放4200张: of either
        if wholes and below not in wholes and below.like(wholes[0]) and below.value >= above.value:
            yield rate_claim(rate, [above], below, MIGHT, why)
