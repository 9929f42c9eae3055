"""The same thing stated twice with different values: standards, totals of the whole place, and 户/人 pairs."""
from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import combinations, groupby

from civx.extractors.model import Fact

from .belonging import same_time as _same_time
from .belonging import together
from .finding import RIGHT, Finding, finding, held
from .interval import said, step
from .mends import slipped
from .reading import Line, Mention
from .rows import Row, is_row
from .words import Words

_COUNTED = ("households", "persons", "count")
_PAID = ("households", "persons", "amount")
_LEAST = 50  # persons in a pair: smaller numbers agree by chance
_NEAR = Decimal("0.2")
_ALIKE = Decimal("0.1")
_KEPT = 20  # statements of one thing at different times

_MANY = 3  # contradictions, more than which are no slips
_OTHER = Decimal("0.34")  # what differs by more is another thing
_LEAST_AGAIN = 30  # smaller numbers agree by chance
_LONG = 4  # digits
_AROUND = 30  # sentences
_LIST = 6  # numbers that 全县现有 may speak for
_NAME = 4  # characters of a subject that says enough by itself
_FULL_NAME = 7

Key = tuple[str, ...]


def check(lines: list[Line], words: Words) -> Iterator[Finding]:
    """Findings on what is stated again, each two numbers once."""
    for _, own in groupby(lines, key=lambda line: line.report):
        yield from _in_report(list(own), words)


def _in_report(lines: list[Line], words: Words) -> Iterator[Finding]:
    found = list(_stated_again(lines, words))
    broken = [one for one in found if one.severity != RIGHT]
    if len(broken) > _MANY and len(broken) * 2 > len(found):
        return  # two years' bulletins in one: hardly anything that is stated again is the same
    told: set[frozenset[str]] = set()
    pairs: list[Finding] = []
    for one in found:
        ids = frozenset(fact.id for fact in one.facts)
        if len(ids) == 2:
            if ids not in told:
                told.add(ids)
                yield one
        else:
            pairs.append(one)
    for one in pairs:
        if not any(frozenset((a.id, b.id)) in told for a, b in combinations(one.facts, 2)):
            yield one


def _stated_again(lines: list[Line], words: Words) -> Iterator[Finding]:
    stated: dict[Key, list[Mention]] = {}
    named: dict[Key, list[Mention]] = {}
    pairs: dict[tuple[str, str, Decimal], list[tuple[Mention, Mention]]] = {}
    paid = frozenset(programme for rule in words.plausible if rule.measure for programme in rule.programmes)
    yield from of_totals(lines, words)
    for line in lines:
        if is_row(line):  # a cell says too little of what it counts, but for a digit
            if not words.is_total(Row(line).label):
                for mention in line.mentions:
                    yield from _slip(mention, named, words)
            continue
        here: dict[Key, list[Mention]] = {}
        for mention in line.mentions:
            key = _key(mention, words, paid)
            if key is not None:
                here.setdefault(key, []).append(mention)
            yield from _pair(mention, pairs)
            yield from _slip(mention, named, words)
        for key, mentions in here.items():
            if len({mention.value for mention in mentions}) > 1:
                stated[key] = []  # tiers or sorts under one name
            elif key not in stated:
                stated[key] = mentions[:1]
            elif stated[key]:
                yield from _again(stated[key], mentions[0], key[0], words)


def _key(mention: Mention, words: Words, paid: frozenset[str]) -> Key | None:
    """What a number is about, and how sure that is; None where it may be of anything.

    The first member is ``all`` for standards and for what speaks for the whole place, ``like`` for recipients of the
    programmes in ``paid`` and their money: these count as stated twice only where the numbers are nearly the same.
    """
    fact = mention.fact
    if fact.status != "actual" or fact.value is None or mention.printed is None or not fact.subject:
        return None
    sure = "all"
    if fact.measure == "standard":
        if fact.per_month is None or not words.of("benefit").within(fact.subject):
            return None
        if words.of("average").within(mention.clause):
            return None
    elif mention.whole is not None:
        return None
    elif fact.measure not in _COUNTED or not _of_all(mention, words):
        if fact.measure not in _PAID or fact.programme not in paid or fact.value < _LEAST or only_some(mention, words):
            return None
        sure = "like"
    subject = _subject(mention, words)
    unit = "" if fact.measure == "standard" else fact.unit
    return sure, fact.report, fact.programme, subject, fact.place, fact.area, fact.measure, unit


def _subject(mention: Mention, words: Words) -> str:
    """What is counted; 新建 goes with the number before in 新建幸福院20所，总数达到106所."""
    subject = words.core(mention.fact)
    return words.of("gain").without(words.of("limit").without(subject)) if words.reached(mention.gap) else subject


def only_some(mention: Mention, words: Words, of_parts: bool = False) -> bool:
    """Whether the words say that a number is some of a whole only, or of those who came or went.

    ``of_parts``: that it is a part of another number does not count.
    """
    label = f"{mention.gap[-16:]} {_subject(mention, words)} {mention.tail}"
    if of_parts:
        label = words.of("among").without(label)
    return any(words.of(role).within(label) for role in ("limit", "gain", "loss", "unpaid"))


def _of_all(mention: Mention, words: Words) -> bool:
    """Whether the words say that it is all there are: 全县共有…, and what such a number goes on with."""
    if words.reached(mention.gap):  # 由4家增加到7家, 总数达到7家
        return True
    for _ in range(_LIST):  # 全县现有低保对象412户726人，特困人员58人
        if not mention.at or mention.whole is not None or words.of("limit").within(mention.tail):
            break
        last = mention.line.mentions[mention.at - 1]
        between = mention.gap.strip("、，, ")
        paired = last.fact.measure == "households" and last.fact.subject == mention.fact.subject and not between
        if between != mention.fact.subject and not (paired and mention.fact.measure == "persons"):
            break
        mention = last
    before = mention.gap[-16:]
    if words.of("whole").within(before) or words.of("whole").within(mention.fact.subject):
        return not words.of("limit").within(f"{before} {mention.fact.subject} {mention.tail}")
    return False


def _again(earlier: list[Mention], mention: Mention, sure: str, words: Words) -> Iterator[Finding]:
    for other in earlier:
        if not _same_time(other.fact.period, mention.fact.period) or _both_ways(other, mention, words):
            continue
        one, two = (m.fact.per_month if m.fact.measure == "standard" else m.value for m in (other, mention))
        if one == two:
            if other.line is not mention.line and mention.value >= _LEAST_AGAIN:
                yield _again_right(other, mention)
            return
        assert other.printed is not None and mention.printed is not None
        if other.fact.unit == mention.fact.unit and other.printed.meets(mention.printed):
            continue
        apart = abs(other.value - mention.value)
        if apart > mention.value * (_ALIKE if sure == "like" else _OTHER) and not slipped(other.value, mention.value):
            continue
        yield _repeated(other, mention)
        return
    if len(earlier) < _KEPT:
        earlier.append(mention)


def _slip(mention: Mention, named: dict[Key, list[Mention]], words: Words) -> Iterator[Finding]:
    """据点168处 in one place, 全市共有据点186处 in another: of two numbers that are a digit apart, one is a slip."""
    fact = mention.fact
    if (
        fact.status != "actual" or fact.bound != "exact" or fact.value is None or fact.measure in ("rate", "standard")
        or len(fact.subject) < _NAME
    ):
        return
    known = named.setdefault((fact.report, _subject(mention, words), fact.place, fact.area, fact.unit), [])
    for other in known:
        if other.line is mention.line or not _same_time(other.fact.period, fact.period):
            continue
        if other.value == fact.value or (other.printed and mention.printed and other.printed.meets(mention.printed)):
            if fact.value >= _LEAST_AGAIN:
                yield _again_right(other, mention)
                return
            continue
        long_name = len(fact.subject) >= _FULL_NAME
        if not _is_slip(other, mention, long_name) or any(only_some(m, words, True) for m in (other, mention)):
            continue
        if _both_ways(other, mention, words):
            continue
        if long_name or _of_all(other, words) or _of_all(mention, words):
            yield _repeated(other, mention)
            return
    if len(known) < _KEPT:
        known.append(mention)
    yield from _swapped(mention, words)


def _swapped(mention: Mention, words: Words) -> Iterator[Finding]:
    """发放资金7182万元 in a summary, 发放救助资金7812万元 in its place: two digits swapped of four are no chance."""
    if len(str(int(mention.value / step(mention.fact))).rstrip("0")) < _LONG or mention.fact.measure != "amount":
        return
    line = mention.line
    words_of = words.of("paid").without(mention.label)
    for other in line.report.units.get(mention.fact.unit, ()):
        if other.seq >= mention.seq:
            return
        if other.line is line or other.fact.status != "actual" or other.fact.measure != "amount":
            continue
        if other.fact.bound != "exact" or not together(other, mention) or _both_ways(other, mention, words):
            continue
        if slipped(other.value, mention.value) != "swapped":
            continue
        if _overlap(words_of, words.of("paid").without(other.label)):
            yield _repeated(other, mention)
            return


def _overlap(one: str, two: str) -> bool:
    """Whether two labels have two characters in a row in common."""
    return any(one[at : at + 2].strip() in two and len(one[at : at + 2].strip()) > 1 for at in range(len(one) - 1))


def _is_slip(one: Mention, two: Mention, long_name: bool) -> bool:
    """Whether the numbers differ by a slip, too long for chance, in the digits of the one printed less exactly."""
    width = max(step(one.fact), step(two.fact))
    first, second = ((m.value / width).to_integral_value() for m in (one, two))
    how = slipped(first, second)
    if how == "factor":
        return len(str(int(min(first, second))).rstrip("0")) > 2
    least = 2 if long_name else 3
    return (how == "swapped" and min(first, second) >= 10 ** (least - 1)) or (how == "digit" and first >= 1000)


def _again_right(one: Mention, two: Mention) -> Finding:
    def told() -> str:
        lines = f"in line {one.fact.line}, {said(two.fact)} in line {two.fact.line}"
        return f"{two.fact.subject}: {said(one.fact)} {lines}"

    return held("repeat", told, "the same thing, said twice", one.fact, two.fact)


def of_totals(lines: list[Line], words: Words) -> Iterator[Finding]:
    """The row 合计 of a table against the same numbers in prose."""
    for line in lines:
        if not line.row or not words.is_total(Row(line).label):
            continue
        right: list[tuple[Mention, Mention]] = []
        wrong: list[tuple[Mention, Mention, bool]] = []
        for mention in line.mentions:
            if mention.printed is None or mention.value < _LEAST_AGAIN or mention.fact.measure in ("rate", "standard"):
                continue
            prose = [
                m for m in line.report.units.get(mention.fact.unit, ())
                if not m.line.row and m.printed is not None and m.fact.status == "actual" and together(m, mention)
                and abs(m.line.number - line.number) <= _AROUND + len(lines) // 4
            ]
            fact = mention.fact
            alike = [m for m in prose if m.fact.programme == fact.programme and m.fact.area == fact.area]
            same = next((m for m in prose if m.printed and m.printed.meets(mention.printed)), None)
            if same is not None:
                right.append((same, mention))
                continue
            close = [m for m in alike if m.whole is None and abs(m.value - mention.value) <= mention.value * _OTHER]
            slips = [m for m in prose if _is_slip(m, mention, False) and (m in alike or fact.measure == "amount")]
            if slips or len(close) == 1:
                wrong.append(((slips or close)[0], mention, bool(slips)))
        for one, two in right:
            yield _again_right(one, two)
        for one, two, sure in wrong:
            if sure or len(right) > 1:
                yield _repeated(one, two)


def _both_ways(one: Mention, two: Mention, words: Words) -> bool:
    """Whether two sums are what came in and what went out: 共收到专项资金…, 两年支出…."""
    if one.fact.measure != "amount":
        return False
    ways = {role for role in ("received", "spent") for mention in (one, two) if words.of(role).within(mention.gap)}
    return len(ways) > 1


def _repeated(other: Mention, mention: Mention) -> Finding:
    message = (
        f"{mention.fact.subject}: {said(other.fact)} in line {other.fact.line}, "
        f"but {said(mention.fact)} in line {mention.fact.line}"
    )
    return finding("repeat", "warning", message, other.fact, mention.fact, why="the same thing, said twice")


def _pair(
    persons: Mention, pairs: dict[tuple[str, str, Decimal], list[tuple[Mention, Mention]]]
) -> Iterator[Finding]:
    """86户91人 in one place, 84户91人 in another, of one programme: one is a slip."""
    fact = persons.fact
    if not persons.at or fact.measure != "persons" or fact.value is None or fact.value < _LEAST:
        return
    households = persons.line.mentions[persons.at - 1]
    if households.fact.measure != "households" or persons.gap.strip("、，, ") or not _plain(persons, households):
        return
    for key in ((fact.report, "人", fact.value), (fact.report, "户", households.value)):
        known = pairs.setdefault(key, [])
        for other, others in known:
            if other.line is persons.line or not _may_be_one(other.fact, fact):
                continue
            yield from _differs(others, households, persons)
            yield from _differs(other, persons, households)
            if households.value == others.value or fact.value == other.value:
                yield from _paid(other, persons)
        if len(known) < _KEPT:
            known.append((persons, households))


def _plain(*mentions: Mention) -> bool:
    return all(m.fact.status == "actual" and m.fact.bound == "exact" for m in mentions) and len(
        {m.value for m in mentions}
    ) == len(mentions)


def _may_be_one(one: Fact, two: Fact) -> bool:
    """Whether both can be about the same people."""
    return one.programme == two.programme and one.place == two.place and _same_time(one.period, two.period)


def _differs(one: Mention, two: Mention, beside: Mention) -> Iterator[Finding]:
    """Two numbers that differ a little, where those beside them are the same."""
    if one.value != two.value and abs(one.value - two.value) <= two.value * _NEAR:
        message = (
            f"{said(one.fact)} in line {one.fact.line}, but {said(two.fact)} in line {two.fact.line}, "
            f"both beside {said(beside.fact)} ({two.fact.subject})"
        )
        yield finding("repeat", "warning", message, one.fact, two.fact, beside.fact)


def _paid(one: Mention, two: Mention) -> Iterator[Finding]:
    """The money right behind two such pairs."""
    sums = []
    for mention in (one, two):
        behind = mention.line.mentions[mention.at + 1 : mention.at + 2]
        sums += [m for m in behind if m.fact.measure == "amount"]
    if len(sums) == 2 and _plain(*sums):
        yield from _differs(sums[0], sums[1], two)
