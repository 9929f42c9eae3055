"""Parts against their total.

When is a run of parts the whole? Where its sorts complete each other (城市 and 农村), where a 其余 closes it, or where
a 合计 adds it up. Other parts may be some of the whole only, or overlap; of those only what cannot be is reported.
"""
from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import accumulate, islice

from civx.extractors.attribution.topics import OTHER

from .ages import all_ages
from .finding import Finding, finding
from .interval import said, shown, slip, total
from .reading import Line, Mention
from .rows import is_row
from .words import Family, Words

_SIGN = re.compile("[，,；;：:]")
_KINDS = frozenset("类项种")
_YEAR = len("2023")
_LIST = 8  # numbers that a run may have
_LIST_MISS = Decimal("0.25")  # a run without 其中 that misses by more has another total


def check(lines: list[Line], words: Words) -> Iterator[Finding]:
    """Findings on sums, in text order of the totals."""
    for line in lines:
        for mention in line.mentions:
            if mention.parts:
                yield from _parts(mention, words)
        if len(line.mentions) > 2:
            yield from _lists(line, words)
        yield from _of_those(line, words)


def _parts(whole: Mention, words: Words) -> Iterator[Finding]:
    """The stated parts of one total."""
    if whole.printed is None:
        return
    parts = [
        part for part in whole.parts
        if part.like(whole) and part.printed is not None and part.fact.status == whole.fact.status
        and (part.line is whole.line or not is_row(part.line))  # rows of a table: totals.py
    ]
    again = next(
        (at for at, part in enumerate(parts) if at > 1 and _adds_up(part, words) and _whole_of(part, whole)), 0
    )
    if again:  # 52家，其中…，合计52家
        yield from judged(parts[again], parts[:again], True)
        if parts[again].value == whole.value:
            return
        del parts[again:]
    if len(parts) < 2 or _explained(whole, parts):
        return
    if all_ages(whole, parts, words):
        yield from judged(whole, parts, True)
        return
    for family in words.families:
        sides = _sides(family, whole, parts)
        known = [side for side in sides if side is not None]
        if len(known) < 2 or len(set(known)) < len(known):
            continue  # a sort that stands there twice: two lists, or lists within a list
        members, others = _split(parts, sides, words)
        # 城市低保 and 农村低保 are no whole where 特困 stands beside them
        apart = whole.fact.programme != members[0].fact.programme and bool(others)
        some = any(words.of("limit").within(part.fact.subject) for part in members)  # 民政部门管理的公墓
        complete = family.complete and set(range(family.needed)) <= set(known) and not apart and not some
        if not complete and whole.fact.measure == "amount":
            continue  # no money is in two parts at once: all of them count
        yield from judged(whole, members, complete or any(_is_rest(part, words) for part in members))
        return
    rest = [number for number, part in enumerate(parts) if number and _is_rest(part, words)]
    if len(parts) == 2 and words.denies(_name(parts[0]), _name(parts[1])):
        yield from judged(whole, parts, True)
    elif rest:
        yield from judged(whole, parts[: rest[0] + 1], True)
    elif slip(sum((part.value for part in parts), Decimal(0)), whole.value):
        yield _finding(whole, parts, "warning")
    elif _in_places(parts) and _number_of_places(whole) == len(parts):
        yield from judged(whole, parts, True)  # 2个乡镇…，其中白塔镇…、石门乡…
    elif _in_places(parts) or _at_times(parts) or whole.fact.measure == "amount":
        yield from judged(whole, parts, False)


def _is_rest(part: Mention, words: Words) -> bool:
    """Whether the part is all that the others leave."""
    return words.of("rest").within(part.clause)


def _split(
    parts: Sequence[Mention], sides: Sequence[int | None], words: Words
) -> tuple[list[Mention], list[Mention]]:
    """The parts that are of a family, with what is called the rest, and the others."""
    members: list[Mention] = []
    others: list[Mention] = []
    for part, side in zip(parts, sides, strict=True):
        (members if side is not None or _is_rest(part, words) else others).append(part)
    return members, others


def _sides(family: Family, whole: Mention, parts: Sequence[Mention]) -> list[int | None]:
    """Which sort of the family each part is; one of another place than the whole is none."""
    named = family.of is None or family.of.within(f"{whole.fact.subject} {whole.clause} {whole.tail}")
    if not named or family.measure not in ("", whole.fact.measure):
        return [None] * len(parts)
    return [
        family.side(_name(part), part.clause or part.tail) if part.fact.place == whole.fact.place else None
        for part in parts
    ]


def _name(part: Mention) -> str:
    """The words that name a part."""
    return f"{part.fact.subject} {part.clause} {part.tail}"


def _in_places(parts: Sequence[Mention]) -> bool:
    """Whether each part is that of another place."""
    names = {part.fact.place for part in parts}
    return "" not in names and len(names) == len(parts)


def _at_times(parts: Sequence[Mention]) -> bool:
    """Whether each part is what came in another year, so that none is counted twice."""
    years = [part.fact.period for part in parts]
    return len(set(years)) == len(years) and all(len(year) == _YEAR and year.isdigit() for year in years)


def _number_of_places(whole: Mention) -> Decimal:
    """How many places the sentence says that the total is of; 0 where it does not."""
    before = whole.line.mentions[whole.at - 1] if whole.at else None
    return before.value if before is not None and before.fact.measure == "count" else Decimal(0)


def _explained(whole: Mention, parts: Sequence[Mention]) -> bool:
    """Whether the first parts of a sentence, or all, give the total; what stands beside them then divides it anew."""
    assert whole.printed is not None
    known = [part for part in parts if part.printed]
    for first in range(len(known) - 1):
        if first and known[first].line is known[first - 1].line:
            continue
        sums = accumulate(
            (part.printed for part in known[first:] if part.printed), lambda one, two: total((one, two))
        )
        if any(reckoned.meets(whole.printed) for reckoned in islice(sums, 1, None)):
            return True
    return False


def judged(whole: Mention, parts: Sequence[Mention], complete: bool) -> Iterator[Finding]:
    """Parts that must be the whole (``complete``), or at least cannot be more."""
    assert whole.printed is not None
    reckoned = total(part.printed for part in parts if part.printed)
    if reckoned.low > whole.printed.high or (complete and not reckoned.meets(whole.printed)):
        yield _finding(whole, parts, "error" if complete or whole.fact.measure != "amount" else "warning")


def _lists(line: Line, words: Words) -> Iterator[Finding]:
    """Runs that no ``part_of`` joins to a total: 城市…户、农村…户，合计…户, and a total before 集中…、分散…."""
    yield from _added_beyond(line, words)
    alike: dict[tuple[str, str, str], list[Mention]] = {}
    for mention in line.mentions:
        fact = mention.fact
        if (
            mention.whole is None and mention.printed is not None and fact.status in ("actual", "planned")
            and fact.measure not in ("rate", "standard")
        ):
            alike.setdefault((fact.unit, fact.measure, fact.status), []).append(mention)
    for mentions in alike.values():
        for at, mention in enumerate(mentions):
            if len(mentions) < 3 or mention.parts:
                continue
            if not _adds_up(mention, words):
                yield from _family_behind(mention, mentions[at + 1 : at + 1 + _LIST], words)
            elif at > 1 and all(_whole_of(mention, part) for part in mentions[at - 2 : at]):
                yield from _added_up(mention, mentions[max(0, at - _LIST) : at], words)


def _added_beyond(line: Line, words: Words) -> Iterator[Finding]:
    """A 合计 that stands behind the parts of another total and is more than that, and so none of them."""
    for mention in line.mentions[2:]:
        whole = line.mentions[mention.at - 1].whole
        if mention.whole is not None or mention.printed is None or whole is None or not whole.like(mention):
            continue
        parts = [part for part in whole.parts if part.line is line and part.like(mention) and part.at < mention.at]
        if len(parts) > 1 and _adds_up(mention, words) and _whole_of(mention, whole):
            yield from judged(mention, parts, True)


def _whole_of(whole: Mention, other: Mention) -> bool:
    """Whether a 合计 is not that of one place alone: 甲省共12单，共1546万元."""
    return whole.fact.place in ("", other.fact.place)


def _adds_up(mention: Mention, words: Words) -> bool:
    """Whether a 合计 stands before the number, or before the 户 that its 人 goes with."""
    if mention.clause in words.of("in-all").terms:
        return True
    if words.of("total").within(mention.clause) or not mention.at or mention.gap.strip("、，, "):
        return words.of("total").within(mention.clause)
    last = mention.line.mentions[mention.at - 1]
    return last.fact.subject == mention.fact.subject and words.of("total").within(last.clause)


def _added_up(whole: Mention, before: list[Mention], words: Words) -> Iterator[Finding]:
    """A total that stands behind what it adds up; what another total adds up is none of that."""
    assert whole.printed is not None
    last = max((at for at, other in enumerate(before) if _adds_up(other, words)), default=-1)
    before = before[last + 1 :]
    if len(before) < 2:
        return
    for first in range(len(before) - 1):
        if total(part.printed for part in before[first:] if part.printed).meets(whole.printed):
            return
    if (many := _number_of_kinds(whole)) and many <= len(before):
        yield from judged(whole, before[-many:], True)
        return
    for family in words.families:
        sides = _sides(family, whole, before[-family.needed :])
        if family.complete and set(sides) == set(range(family.needed)):
            yield from judged(whole, before[-family.needed :], True)
            return
    alone = not words.of("in-all").without(words.of("total").without(whole.clause)).strip()
    if alone and len(before) < _LIST and _one_thing(before):
        yield from judged(whole, before, True)


def _number_of_kinds(whole: Mention) -> int:
    """How many kinds a total names that it adds up: 两类家庭合计269户; 0 where it names no number."""
    for other in islice(whole.before(), 2):
        between = whole.line.words(other.fact.end, whole.fact.start)
        if other.fact.unit in _KINDS and other.fact.value is not None and not _SIGN.search(between):
            return int(other.fact.value)
    return 0


def _one_thing(mentions: Iterable[Mention]) -> bool:
    """Whether the mentions are about one programme."""
    return len({mention.fact.programme for mention in mentions} - {OTHER}) < 2


def _family_behind(whole: Mention, behind: list[Mention], words: Words) -> Iterator[Finding]:
    """A total, and right behind it sorts that complete each other, without 其中."""
    assert whole.printed is not None
    if len(behind) > 1 and words.denies(_name(behind[0]), _name(behind[1])):
        yield from _close(whole, behind[:2])
        return
    for family in words.families:
        parts = behind[: family.needed]
        if (
            not family.complete or len(parts) < family.needed
            or family.side(f"{whole.fact.subject} {whole.clause}") is not None
            or set(_sides(family, whole, parts)) != set(range(family.needed))
            or not _one_thing([whole, *parts])
        ):
            continue
        yield from _close(whole, parts)
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
        subject = whole.fact.subject
        if topic.startswith(subject) if whole.whole is not None else len(subject) > 2 and subject in topic:
            done.add(kind)
            behind = [  # extraction may have joined them to what that total is itself a part of
                part for part in line.mentions
                if part.like(whole) and part.printed and (part.whole is None or part.whole is whole.whole)
            ]
            yield from _family_behind(whole, behind, words)


def _close(whole: Mention, parts: Sequence[Mention]) -> Iterator[Finding]:
    """Parts that nothing joins to the whole but that they stand behind it, and come close."""
    given = sum(part.value for part in parts)
    if 0 < abs(given - whole.value) <= whole.value * _LIST_MISS and not _explained(whole, parts):
        yield from judged(whole, parts, True)


def _finding(whole: Mention, parts: Sequence[Mention], severity: str) -> Finding:
    unit = whole.fact.unit
    terms = " + ".join(said(part.fact) for part in parts)
    given = sum((part.value for part in parts), Decimal(0))
    difference = abs(given - whole.value)
    side = "more" if given > whole.value else "less"
    message = (
        f"{terms} = {shown(given, unit)}, but the total is {said(whole.fact)} "
        f"({shown(difference, unit)} {side}): {whole.fact.subject or whole.fact.programme}"
    )
    return finding("sum", severity, message, whole.fact, *(part.fact for part in parts))
