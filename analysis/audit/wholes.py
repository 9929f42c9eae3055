"""Of what a number can be a share: its stated whole, what stands before it, or what the report calls by a name."""
from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from .belonging import alike, before_in_report, behind_in_report, called, counts, named, together
from .claims import MAY, MIGHT, MUST
from .extent import only_some
from .reading import Mention
from .words import Terms, Words

PERCENT = {"%": Decimal(100), "‰": Decimal(1000)}
_BRACKETS = re.compile("[（）()]")
_BEHIND = 2  # sentences behind a rate in which its whole may stand
_EARLIER = 60  # numbers before it among which it may be
_JOINED = 4  # characters between a number and its share: ，占约
_SHORT = 2  # characters of a name that says little

Pair = tuple[Mention, Mention]
Sure = tuple[Mention, int, str]


def fits(above: Mention, below: Mention) -> bool:
    return alike(above, below) and above.value <= below.value


def called_so(
    name: str, beside: Mention, rate: Mention, most: int, words: Words, least: Decimal = Decimal(0)
) -> Iterator[Sure]:
    """What is called ``name`` in the same unit: behind in the sentence, in those before, or right behind it."""
    unit = beside.fact.unit if beside is not rate else ""
    why = f"what the report calls {name}"
    name = _BRACKETS.sub("", name)
    own = [
        m for m in rate.line.mentions
        if m is not beside and counts(m) and (not unit or m.fact.unit == unit) and not narrower(name, m, words)
    ]
    here = named(name, own)
    if here:
        full = len(name) > _SHORT and called(name, here[0].label) == 1
        yield here[0], MUST if full and most > MAY and here[0].at < rate.at else most if full else MAY, why
        return
    line = rate.line
    units = [unit] if unit else [one for one in line.report.units if one not in PERCENT]
    others: list[Mention] = []
    for one in units:
        others += [m for m in before_in_report(line, one, _EARLIER) if stated(m, True)]
        others += [m for m in behind_in_report(line, one, _BEHIND) if stated(m, True)]
    others = [m for m in others if m.line is not line and together(m, beside) and not narrower(name, m, words)]
    others = [m for m in others if m.value >= least]
    found = named(name, others) or named(words.of("headcount").without(name), others) or named(
        name.removesuffix("数"), others
    )
    # what is new, or a part, is seldom meant by the plain name
    found.sort(key=lambda m: (only_some(m, words), m.whole is not None, abs(m.line.number - line.number), -m.value))
    for at, mention in enumerate(found[:6]):
        early = words.of("opening").within(mention.clause)
        yield mention, MIGHT if at else MAY if early else most, why


def narrower(name: str, mention: Mention, words: Words) -> bool:
    """Whether a number is of an age, which the name is not: no 总人口 is 65岁以上人口."""
    age = words.of("age")
    return age.within(mention.label) and not age.within(name) and not words.of("old-people").within(name)


def stated(mention: Mention, parts: bool = False) -> bool:
    """Whether a number of another sentence may be the whole of a rate."""
    return counts(mention) and (parts or mention.whole is None) and mention.fact.status == "actual"


def wholes_of(above: Mention, words: Words) -> list[Pair]:
    """The number with what it can be a share of: its stated whole, else the only one before it that is large enough."""
    if not counts(above):
        return []
    if above.whole is not None and not _beside(above.whole, above, words):
        return [(above, above.whole)] if counts(above.whole) and fits(above, above.whole) else []
    wholes = [
        below for below in above.before()
        if counts(below) and below.whole is None and fits(above, below)
        and (below.fact.subject in above.fact.subject or not below.parted(above)) and not has_share(below)
        and below.fact.place in ("", above.fact.place) and not (below.at == above.at - 1 and above.gap == "、")
    ]
    return [(above, wholes[0])] if len(wholes) == 1 else []


def _beside(whole: Mention, part: Mention, words: Words) -> bool:
    """Whether a whole has a share itself and no 其中 behind it: 医院（占50%），门诊部（占18%）."""
    if whole.line is not part.line or whole.at > part.at or not has_share(whole):
        return False
    return not words.of("among").within(whole.up_to(part))


def has_share(mention: Mention) -> bool:
    """Whether a share of its own stands right behind a number: it is no whole of the next one, but its sibling."""
    behind = mention.line.mentions[mention.at + 1 : mention.at + 2]
    return bool(behind) and behind[0].fact.unit in PERCENT and behind[0].fact.status == "actual" and (
        len(behind[0].gap) <= _JOINED
    )


def in_report(above: Mention, to: Terms, rate: Mention) -> list[Mention]:
    """在院老人6788人，平均入住率54.5%: the beds of the whole report, where it counts them once."""
    found = [
        m for unit in rate.line.report.units if unit != above.fact.unit
        for m in before_in_report(rate.line, unit, _EARLIER)
        if stated(m) and m.value >= above.value and to.within(noun_of(m)) and together(m, above)
    ]
    most = max((m.value for m in found), default=Decimal(0))
    return [m for m in found if m.value == most][:1]


def noun_of(mention: Mention) -> str:
    """The end of what is counted, before or behind the number: 行政村, 个行政村."""
    return f"{mention.fact.subject[-3:]} {mention.tail[:3]}"
