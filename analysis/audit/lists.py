"""Totals and parts that no ``part_of`` joins.

城市…户、农村…户，合计…户; 以上两项共…; 低保对象1200户。低保对象中，城市….
"""
from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import islice

from civx.extractors.attribution.topics import OTHER

from .belonging import same_time
from .claims import LIKELY, MAY, MIGHT, MUST, Claim, decided
from .finding import Finding
from .parts import (
    adds_up,
    close,
    explained,
    follow,
    is_counted,
    is_rest,
    name_of,
    number_of_kinds,
    sides_of,
    whole_of,
)
from .reading import Line, Mention
from .sums import claim
from .words import Words

_LIST = 8  # numbers that a run may have
_CLOSE = Decimal("0.25")  # of the whole: what its parts may miss it by
_LITTLE = Decimal("0.1")  # the same where hardly anything joins them
_LINES = 8  # sentences before 以上两项 in which they may stand
_SIGN = re.compile("[，,；;：:]")
_KINDS = frozenset("类项种")
_TIMES = {"person_times": "persons", "household_times": "households"}


def check(lines: list[Line], words: Words) -> Iterator[Finding]:
    """Findings on lists, in text order of the totals."""
    for line in lines:
        if line.row:
            continue
        if len(line.mentions) > 2:
            yield from _beyond(line, words)
            yield from _in_one(line, words)
        for mention in line.mentions:
            yield from decided(_of_before(mention, words))


def _in_one(line: Line, words: Words) -> Iterator[Finding]:
    """Runs of one sentence: a total behind its parts, or sorts behind their total without 其中."""
    alike: dict[tuple[str, str, str], list[Mention]] = {}
    for mention in line.mentions:
        fact = mention.fact
        whole = mention.whole
        if (whole is None or (len(whole.parts) < 2 and whole.line is line)) and is_counted(mention):
            alike.setdefault((fact.unit, fact.measure, fact.status), []).append(mention)
    for mentions in alike.values():
        for at, mention in enumerate(mentions):
            if len(mentions) < 3 or len(mention.parts) > 1 or mention.whole is not None:
                continue
            if not adds_up(mention, words):
                yield from decided(behind(mention, mentions[at + 1 : at + 1 + _LIST], words))
                if at > 1 and (words.of("total-name").within(mention.clause) or _in_all(mention, words)):
                    before = mentions[max(0, at - _LIST) : at]
                    named = words.of("total-name").within(mention.clause)
                    if close(mention, before, _CLOSE if named else _LITTLE) and _one_thing([*before, mention]):
                        yield from decided([claim(mention, before, LIKELY, "numbers, added up behind them")])
            elif at > 1 and all(whole_of(mention, part) for part in mentions[at - 2 : at]):
                yield from decided(_added_up(mention, mentions[max(0, at - _LIST) : at], words))


def _in_all(mention: Mention, words: Words) -> bool:
    """Whether the words before a number, or before the 所 that its 张 goes with, end in 共: 全县机构共20所2400张."""
    led = mention
    if not mention.gap.strip("、，, ") and mention.at:
        led = mention.line.mentions[mention.at - 1]
    return led.clause.endswith(words.of("in-all").terms) and words.of("whole").within(led.clause)


def _beyond(line: Line, words: Words) -> Iterator[Finding]:
    """A 合计 that stands behind the parts of another total and is more than that, and so none of them."""
    for mention in line.mentions[2:]:
        whole = line.mentions[mention.at - 1].whole
        if mention.whole is not None or mention.printed is None or whole is None or not whole.like(mention):
            continue
        parts = [part for part in whole.parts if part.line is line and part.like(mention) and part.at < mention.at]
        if len(parts) > 1 and adds_up(mention, words) and whole_of(mention, whole):
            named = number_of_kinds(mention.gap, line, words)
            yield from decided(_runs(mention, parts, named))


def _runs(whole: Mention, parts: Sequence[Mention], named: int) -> Iterator[Claim]:
    """The whole of all parts, or of the last few of them: 失能半失能合计."""
    why = "numbers, added up behind them"
    yield claim(whole, parts[-named:] if 1 < named <= len(parts) else parts, MUST, why)
    for first in range(1, len(parts) - 1):
        yield claim(whole, parts[first:], LIKELY, why)


def _added_up(whole: Mention, before: list[Mention], words: Words) -> Iterator[Claim]:
    """A total that stands behind what it adds up; what another total adds up is none of that."""
    last = max((at for at, other in enumerate(before) if adds_up(other, words)), default=-1)
    before = before[last + 1 :]
    if len(before) < 2:
        return
    if any(part.value > whole.value for part in before):  # a total of something else, but for a slip
        if len(before) < _LIST and whole.clause in words.of("total").terms and _one_thing(before):
            yield claim(whole, before, MAY, "numbers, added up behind them")
        return
    why = "numbers, added up behind them"
    for first in range(len(before) - 1):
        yield claim(whole, before[first:], MIGHT, why)
    many = _number_of_kinds(whole, words)
    if many and 1 < many <= len(before):
        yield claim(whole, before[-many:], MUST, why)
        return
    for family in words.families:
        sides = sides_of(family, whole, before[-family.needed :])
        if family.complete and set(sides) == set(range(family.needed)):
            yield claim(whole, before[-family.needed :], MUST, why)
            return
    clause = whole.clause
    if not whole.gap.strip("、，, ") and whole.at:  # 全县…户共计342户646人
        clause = whole.line.mentions[whole.at - 1].clause
    rest = words.of("in-all").without(words.of("total").without(words.of("whole").without(clause)))
    if not rest.strip() and len(before) < _LIST and _one_thing(before):
        yield claim(whole, before, MUST, why)
    else:
        yield claim(whole, before, LIKELY if close(whole, before) else MAY, why)


def _number_of_kinds(whole: Mention, words: Words) -> int:
    """How many kinds a total names that it adds up: 两类家庭合计269户; 0 where it names no number."""
    for other in islice(whole.before(), 2):
        if other.fact.unit in _KINDS and other.fact.value is not None and not _SIGN.search(other.up_to(whole)):
            return int(other.fact.value)
    return number_of_kinds(whole.clause, whole.line, words)


def _one_thing(mentions: Iterable[Mention]) -> bool:
    """Whether the mentions are about one programme."""
    return len({mention.fact.programme for mention in mentions} - {OTHER}) < 2


def behind(whole: Mention, behind: list[Mention], words: Words, topic: bool = False) -> Iterator[Claim]:
    """A total, and right behind it sorts that complete each other, without 其中."""
    if whole.printed is None or len(behind) < 2:
        return
    if max(behind[0].value, behind[1].value) <= whole.value and words.denies(name_of(behind[0]), name_of(behind[1])):
        if close(whole, behind[:2]) and not explained(whole, behind[:2]):
            yield claim(whole, behind[:2], MUST, "the one is all that the other is not")
        return
    many = number_of_kinds(whole.up_to(behind[0]), whole.line, words)
    if 1 < many <= len(behind):
        sure = LIKELY if close(whole, behind[:many]) else MAY
        yield claim(whole, behind[:many], sure, "as many kinds as the report says")
        return
    for family in words.families:
        parts = behind[: family.needed]
        if (
            not family.complete or len(parts) < family.needed or not close(whole, parts)
            or family.side(f"{whole.fact.subject} {whole.clause}") is not None
            or set(sides_of(family, whole, parts)) != set(range(family.needed))
            or not _one_thing([whole, *parts])
        ):
            continue
        yield claim(whole, parts, MUST, "sorts that are all there are")
        return
    for last in range(2, len(behind) + 1):
        if follow(whole, behind[:last]):
            yield claim(whole, behind[:last], MUST, "times that follow on each other")
            return
    rest = next((at for at, part in enumerate(behind) if at and is_rest(part, words)), 0)
    if rest and topic and all(part.value < whole.value for part in behind[: rest + 1]):
        sure = LIKELY if close(whole, behind[: rest + 1]) else MAY
        yield claim(whole, behind[: rest + 1], sure, "parts, and the rest")
        return
    first = next((at for at, part in enumerate(behind) if words.of("among").within(part.gap)), 0)
    head = whole.after.partition("，")[0]
    among = words.of("among").terms
    opened = head.endswith(words.of("of-those").terms)
    opened = opened or whole.after.lstrip("，, ").startswith(("：", ":", "（", "(", *among))
    if not first and not topic and not opened:
        return  # nothing says that they are parts
    for last in range(first + 2, len(behind) + 1):
        run = behind[first:last]
        if all(part.value < whole.value for part in run) and (first or topic or _one_thing([whole, *run])):
            yield claim(whole, run, MAY, "numbers behind their total")


def _of_before(whole: Mention, words: Words) -> Iterator[Claim]:
    """以上两项合计378万元: the last of the sentences before, as many as it says."""
    if not is_counted(whole) or whole.parts:
        return
    line = whole.line
    led = line.mentions[0].gap
    back = words.of("back").within(led if whole.at == 0 else f"{led} {whole.gap}")
    many = _number_of_kinds(whole, words) or (number_of_kinds(led, line, words) if whole.at < 6 else 0)
    summed = adds_up(whole, words) or words.of("in-all").within(whole.clause) or words.of("total").within(led)
    if not back and not (many > 1 and summed):
        return
    measures = {whole.fact.measure, _TIMES.get(whole.fact.measure, "")}

    def counted(m: Mention) -> bool:
        if not m.like(whole) and (m.fact.measure not in measures or m.fact.measure == whole.fact.measure):
            return False
        if not is_counted(m) or m.fact.status != whole.fact.status:
            return False
        return m.value <= whole.value and whole_of(whole, m)

    found = [m for m in whole.before() if counted(m) and m.whole in (None, whole)]
    other: Line | None = line.previous
    for _ in range(_LINES):
        if len(found) >= max(many, _LIST) or other is None or other.row:
            break
        found += [
            m for m in reversed(other.mentions)
            if counted(m) and m.whole is None and same_time(m.fact.period, whole.fact.period)
        ]
        other = other.previous
    why = "what the report adds up of the sentences before"
    if 1 < many <= len(found):
        sure = MUST if back and summed else LIKELY
        if not close(whole, found[:many]):
            sure = LIKELY if sure == MUST else MAY  # but for a slip it is far off
        yield claim(whole, found[:many][::-1], sure, why)
        for first in range(1, len(found) - many + 1):
            yield claim(whole, found[first : first + many][::-1], MIGHT, why)
    for last in range(2, min(len(found), _LIST) + 1):
        run = found[:last][::-1]
        yield claim(whole, run, MAY if close(whole, run) else MIGHT, why)
