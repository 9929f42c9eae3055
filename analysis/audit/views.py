"""What a sentence divides: a number of the sentences before, or one that it goes on about.

从性别看，男性1488人次，女性372人次; 低保对象中，城市300户、农村800户; 一类低保46户、二类98户、三类43户.
"""
from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from .belonging import same_time
from .claims import LIKELY, MAY, MIGHT, decided
from .finding import Finding
from .lists import behind
from .parts import close, is_counted, is_rest, of_several, of_their_own, opens_apart, sides_of
from .reading import Line, Mention
from .sums import claim
from .words import Words

_LIST = 8  # numbers that a run may have
_LITTLE = Decimal("0.1")  # of the whole: what parts miss it by where hardly anything joins them


def check(lines: list[Line], words: Words) -> Iterator[Finding]:
    """Findings on what sentences divide, in text order."""
    for line in lines:
        if not line.row:
            yield from _of_those(line, words)
            yield from _views(line, words)


def _views(line: Line, words: Words) -> Iterator[Finding]:
    """从性别看，男性1488人次，女性372人次；从年龄看，…: each divides a number of the sentences before."""
    first = line.mentions[0]
    alike = [m for m in line.mentions if is_counted(m) and m.like(first)]
    if len(alike) < 2:
        return
    topic = first.gap.replace("，", ",").partition(",")[0].endswith(words.of("of-those").terms)
    opened = first.gap.startswith(words.of("view").terms) and first.gap.count("，") == 1
    viewed = opened or words.of("view-open").within(first.gap)
    if not topic and not viewed:
        yield from _all_sorts(first, alike, words)
        return
    wholes = [m for m in first.earlier() if m.like(first) and is_counted(m) and (m.whole is None or topic)]
    groups = _split(alike, lambda between: True)
    held = any(claim(whole, group, MAY, "").holds() for group in groups for whole in wholes if len(group) > 1)
    if not held or any(len(group) < 2 for group in groups):
        groups = _split(alike, words.of("view").within)
    if any(len(group) < 2 for group in groups):
        groups = [alike]
    for group in groups:
        if len(group) > 1:
            near = [m for m in wholes if close(m, group) and all(part.value < m.value for part in group)][:2]
            near = [m for m in near if not of_their_own(m, group)]
            several = any(of_several(part) for part in group)  # 福建省、甘肃省各1单
            # 分品种看, some only: all there is where another division is, or where it says that it is made up so
            by_little = opened and not several and all(close(m, group, _LITTLE) for m in near)
            rest = len(group) > 2 and is_rest(group[-1], words)  # 其他类别则有2150宗
            sure = LIKELY if held or by_little or rest or words.of("made-up").within(first.gap) else MAY
            yield from decided([
                claim(whole, group, sure if at == 0 else MIGHT, "parts that divide a number of a sentence before")
                for at, whole in enumerate(near)
            ])


def _split(alike: Sequence[Mention], new: Callable[[str], bool]) -> list[list[Mention]]:
    """The numbers of a sentence in groups, apart at the semicolons behind which there are new ones."""
    groups: list[list[Mention]] = [[alike[0]]]
    for one, two in pairwise(alike):
        if one.parted(two) and new(one.up_to(two)):
            groups.append([])
        groups[-1].append(two)
    return groups


def _all_sorts(first: Mention, alike: Sequence[Mention], words: Words) -> Iterator[Finding]:
    """低保户187户。一类低保46户、二类98户、三类43户: all sorts that there are, of a number of the sentence before."""
    line = first.line.previous
    if line is None or line.row or len(alike) > _LIST or any(m.whole is not None for m in alike):
        return
    wholes = [
        m for m in line.mentions
        if m.like(first) and is_counted(m) and m.whole is None and m.fact.programme == first.fact.programme
        and not m.parts and m.fact.status == first.fact.status
    ]
    if len(wholes) != 1 or not close(wholes[0], alike) or opens_apart(wholes[0], alike, words):
        return
    if not all(same_time(wholes[0].fact.period, part.fact.period) for part in alike):
        return
    for family in words.families:
        sides = sides_of(family, wholes[0], alike)
        known = {side for side in sides if side is not None}
        if family.complete and len(known) == len(sides) and set(range(family.needed)) <= known:
            yield from decided([claim(wholes[0], alike, LIKELY, "sorts that are all there are")])
            return


def _of_those(line: Line, words: Words) -> Iterator[Finding]:
    """低保对象1200户。低保对象中，城市300户、农村800户: the total stands in a sentence before."""
    first = line.mentions[0]
    topic = first.gap.replace("，", ",").partition(",")[0]
    if not topic.endswith(words.of("of-those").terms):
        return
    done: set[tuple[str, str]] = set()
    for whole in first.earlier():
        kind = whole.fact.unit, whole.fact.measure
        if whole.printed is None or whole.fact.status != "actual" or kind in done:
            continue
        subject = words.of("generic").without(whole.fact.subject) or whole.fact.subject
        name = words.of("of-those").without(topic)
        named = (len(subject) > 2 and subject in topic) or (len(name) > 1 and name in whole.label)
        if topic.startswith(subject) if whole.whole is not None else named:
            done.add(kind)
            parts = [  # extraction may have joined them to what that total is itself a part of
                part for part in line.mentions
                if part.like(whole) and part.printed and (part.whole is None or part.whole is whole.whole)
            ]
            yield from decided(behind(whole, parts, words, topic=True))
