"""By how much a value changed, as claims: old, new and difference; the percentage and the two that give it."""
from __future__ import annotations

from collections.abc import Iterator

from .change_named import named_before
from .change_values import (
    FACTORS,
    about,
    aside,
    clause_of,
    just_before,
    old_elsewhere,
    stated_before,
    units_agree,
    values_before,
    year_before,
)
from .change_ways import way_of
from .claims import LIKELY, MAY, MIGHT, MUST, Claim
from .equations import Change, Growth, Quotient, Sum
from .interval import near, said, shown
from .reading import Mention
from .words import Words

_YEAR = len("2023")
_NEAR = 3  # sentences
_OTHER = 20_000  # times; a slip of the pen makes ten thousand


def claims_of(change: Mention, words: Words) -> Iterator[Claim]:
    """The equations that a change may stand in, the likeliest first."""
    if words.of("yearly").within(change.clause):
        return  # 累计提高180元，年均提高36元: of each year, not of the time between old and new value
    named = list(named_before(change, words))
    for value, other, sure in named:
        yield from _difference(change, value, other, sure, words)
    if named:
        return
    before = list(change.before())
    unit = change.fact.unit
    opening = words.of("opening")
    news = [
        m for m in before
        if m.fact.status in ("actual", change.fact.status) and about(m, change, words) and m.printed is not None
        and m is not change and not m.fact.direction and not opening.within(clause_of(m))
    ]
    past = next((m for m in before if m.fact.status == "previous" and about(m, change, words)), change)
    changed = [m for m in before if m.fact.status == "change" or m.fact.direction]
    news = [m for m in news if not any(year_before(m, other) for other in changed)]  # 增加1420人，2022年为35000人
    news = [m for m in news if not aside(m, change, words)] or news
    if past is not change and change.fact.unit in FACTORS and any(m.like(past) for m in news):
        news = [m for m in news if m.like(past)]  # 1320人次，支出264万元，比去年同期的1500人次下降12%
    given = [m for m in news if m.clause.startswith(words.of("than").terms)]  # 较上年预算的1124亿元增加150亿元
    if given and not (news := [m for m in news if m not in given]):
        news = [m for m in before if m.fact.status == "planned" and about(m, change, words) and m.printed is not None]
    new, sure = news[0] if news else stated_before(past, unit, words), MUST
    if new is None or new.printed is None:
        new, sure = just_before(change, words), LIKELY
    if new is None or new.printed is None or new is change:
        yield from _of_old(change, words)
        yield from _elsewhere(change, past, words)
        return
    yield from _others(change, news[1:4], past, words)
    olds = [
        m for m in before
        if (m.fact.status == "previous" or m in given or (m.fact.status == "actual" and opening.within(clause_of(m))))
        and m.like(new) and about(new, m, words) and m.printed is not None
    ]
    old = olds[0] if olds else None
    if old is not None and new.line is old.line and old.at < new.at and any(
        m.fact.status == "actual" and m.same(new) for m in change.line.mentions[old.at : new.at]
    ):
        return  # two series in one sentence
    if old is None:
        old = old_elsewhere(change, new, words)
        sure = min(sure, LIKELY) if old is not None else sure
    if old is None and units_agree(new.fact.unit, unit):
        yield from _of_last_year(change, new, words)
    if units_agree(new.fact.unit, unit):
        if old is not None:
            yield from _difference(change, new, old, sure, words)
        if sure == MUST and new.line is change.line:
            yield from _difference_behind(change, new, words)
    elif unit in FACTORS and new.fact.measure != "rate":
        if old is not None and (_adjacent(change, new, old) or sure < MUST):
            yield percentage(change, new, old, sure, words)
            if words.of("gain").within(new.label):
                yield _quotient(change, new, old, MIGHT)  # 新增260人，较去年的1000人增长26%
        yield from _of_gain(change, new, words)
        by = change.line.mentions[change.at - 1] if change.at else change
        if (by.fact.status == "change" or by.fact.direction) and by.printed is not None and by is not change:
            yield from _of_difference(change, new, by, old, sure, words)


def _others(change: Mention, news: list[Mention], past: Mention, words: Words) -> Iterator[Claim]:
    """Other values of the sentence that the change may be of."""
    if past is change:
        return
    for new in news:
        if not new.like(past) or past.value <= 0:
            continue
        if units_agree(new.fact.unit, change.fact.unit):
            yield from (one._replace(sure=MIGHT) for one in _difference(change, new, past, MIGHT, words))
        elif change.fact.unit in FACTORS:
            yield percentage(change, new, past, MIGHT, words)


def _elsewhere(change: Mention, past: Mention, words: Words) -> Iterator[Claim]:
    """与去年同期的8316万元相比，同比增长5.0%: of a value sentences before, whatever that is called."""
    if past is change or past.value <= 0 or past.line is not change.line:
        return
    here = [
        m for m in past.before()
        if m.fact.status == "actual" and m.whole is None and m.like(past) and m.printed is not None
        and not aside(m, change, words) and m.value > 0 and m.fact.place == past.fact.place and not m.fact.direction
    ]
    sole = len({m.value for m in here}) == 1 and not here[0].parted(past)
    for new in here or values_before(change, past, words):
        if not new.like(past):
            continue
        sure = LIKELY if here and sole else MAY
        if units_agree(new.fact.unit, change.fact.unit):
            yield from _difference(change, new, past, sure, words)
        elif change.fact.unit in FACTORS:
            yield percentage(change, new, past, sure, words)


def _of_last_year(change: Mention, new: Mention, words: Words) -> Iterator[Claim]:
    """2024年预算1.43亿元，比2023年增加700万元, where sentences before have what it was in 2023."""
    own = new.line.report.units.get(new.fact.unit, ())
    olds = [
        m for m in own
        if m.seq < new.seq and m.fact.status == "actual" and m.printed is not None and m.value > 0
        and m.fact.measure == new.fact.measure and _year_before(m, new) and m.whole is None
        and words.core(m.fact)[-2:] == words.core(new.fact)[-2:] and m.fact.place == new.fact.place
        and m.fact.area == new.fact.area
    ]
    sole = len({m.value for m in olds}) == 1
    for old in olds[-3:]:
        sure = LIKELY if sole and old.line.number + _NEAR >= new.line.number else MAY
        yield from _difference(change, new, old, sure, words)


def _year_before(old: Mention, new: Mention) -> bool:
    one, two = old.fact.period, new.fact.period
    return one.isdigit() and two.isdigit() and len(one) == len(two) == _YEAR and int(two) - int(one) == 1


def _of_gain(change: Mention, new: Mention, words: Words) -> Iterator[Claim]:
    """新增床位320张，总床位达到3520张，比上年增长10%."""
    gain = new.line.mentions[new.at - 1] if new.at else new
    if gain is new or not gain.like(new) or gain.printed is None or not words.of("gain").within(gain.label):
        return
    if words.of("level").within(new.clause) and gain.value < new.value and change.fact.unit != "倍":
        yield _reached(change, new, gain, 1, LIKELY)


def _of_old(change: Mention, words: Words) -> Iterator[Claim]:
    """增加1420人，2022年为35000人，增长4.1%: a difference and what it was before give the percentage."""
    if change.fact.unit not in FACTORS or not change.at:
        return
    before = list(change.before())[:3]
    by = next((m for m in before if m.fact.status == "change" and m.fact.unit not in FACTORS), None)
    if by is None or by.printed is None or by.value <= 0:
        return
    olds = [
        m for m in before
        if m is not by and m.fact.status in ("previous", "actual") and units_agree(m.fact.unit, by.fact.unit)
        and m.printed is not None and m.value > 0 and m.fact.measure == by.fact.measure
        and m.fact.subject == by.fact.subject
    ]
    for old in olds[:1]:
        yield _quotient(change, by, old, LIKELY)


def _quotient(change: Mention, by: Mention, old: Mention, sure: int) -> Claim:
    factor = FACTORS[change.fact.unit]

    def message() -> str:
        share = near(by.value / old.value * factor, change.fact, change.fact.unit)
        return f"{said(by.fact)} / {said(old.fact)} = {share}, but the report says {said(change.fact)}"

    return Claim("change", Quotient(change, [by], [old], factor), sure, message, "a change and what it was before")


def _adjacent(change: Mention, new: Mention, old: Mention) -> bool:
    """Whether nothing but the values in question and the change in figures stands before the percentage."""
    between = change.line.mentions[min(new.at, old.at) if new.line is old.line else old.at : change.at]
    return all(m is new or m is old or (m.fact.status == "change" and m.same(new)) for m in between)


def _difference(change: Mention, new: Mention, old: Mention, sure: int, words: Words) -> Iterator[Claim]:
    """A claim for each way that the change may go, the one that the values show where the words say none.

    What is ten thousand times as much twice over is another thing: 平均每宗2萬元；上年度的23.1億元.
    """
    if old.value * _OTHER < new.value or new.value * _OTHER < old.value:
        return
    direction = way_of(change, words)
    for way in (direction,) if direction else (1, -1) if new.value >= old.value else (-1, 1):
        yield _by(change, new, old, way, direction, sure)
    if direction:  # an amount that is right the wrong way round is another finding
        yield _by(change, new, old, -direction, direction, MIGHT)


def _by(change: Mention, new: Mention, old: Mention, way: int, direction: int, sure: int) -> Claim:
    def message() -> str:
        one, two, unit = said(new.fact), said(old.fact), new.fact.unit
        by = shown(abs(new.value - old.value), change.fact.unit)
        if direction:
            sign = "+" if direction > 0 else "−"
            end = shown(old.value + direction * change.value, unit)
            return f"{two} {sign} {said(change.fact)} = {end}, but the report says {one} (a difference of {by})"
        high, low = (one, two) if new.value >= old.value else (two, one)
        return f"{high} − {low} = {by}, but the report says {said(change.fact)}"

    equation = Sum(new, [old, change]) if way > 0 else Sum(old, [new, change])
    return Claim("change", equation, sure, message, "an old and a new value and their difference")


def _difference_behind(change: Mention, new: Mention, words: Words) -> Iterator[Claim]:
    """Nothing is sure of a value behind the change; where it fits, it was meant."""
    for m in change.line.mentions[change.at + 1 : change.at + 3]:
        if m.like(new) and m.printed is not None and m.fact.status in ("actual", "previous"):
            yield _by(change, new, m, 1, 0, MIGHT)
            yield _by(change, m, new, 1, 0, MIGHT)


def percentage(change: Mention, new: Mention, old: Mention, sure: int, words: Words) -> Claim:
    """That an old and a new value differ by a percentage."""
    factor = FACTORS[change.fact.unit]

    def message() -> str:
        share = near(abs(new.value - old.value) / old.value * factor, change.fact, change.fact.unit)
        by = shown(abs(new.value - old.value), new.fact.unit)
        high, low = (new, old) if new.value >= old.value else (old, new)
        return (
            f"({said(high.fact)} − {said(low.fact)}) / {said(old.fact)} = {by} / {said(old.fact)} = {share}, "
            f"but the report says {said(change.fact)}"
        )

    # 由…提高到…，同比增长…: the year before may not be what was there before
    most = "warning" if words.of("year-on-year").within(change.clause) and old.at < change.at else "error"
    equation = Growth(change, new, old, factor, way_of(change, words))
    if old.value <= 0:
        sure = MIGHT
    return Claim("change", equation, sure, message, "an old and a new value and by how much they differ", most)


def _of_difference(
    change: Mention, new: Mention, by: Mention, old: Mention | None, sure: int, words: Words
) -> Iterator[Claim]:
    """2317对，较上年减少183对，降幅7.3%: the old value is the new one and the difference."""
    if change.fact.unit == "倍" or by.value <= 0:
        return
    if old is not None:
        # 与上年度的4060元相比，上调135元，升3.3%
        in_turn = old.line is change.line and change.at - by.at == by.at - old.at == 1 and old.fact.status == "previous"
        if in_turn and by.same(old) and 0 < by.value < old.value and change.value > 0:
            yield _quotient(change, by, old, MUST)
            return
        yield _quotient(change, by, old, LIKELY if sure == MUST and by.same(new) else MIGHT)
        return
    far = new.line is not change.line
    if not by.same(new) and not far:
        return
    if not far and any(m.fact.status == "change" for m in change.line.mentions[new.at : by.at]):
        return
    known = way_of(by, words)
    for direction in (known,) if known else (1, -1):
        if new.value - direction * by.value > 0:
            yield _reached(change, new, by, direction, sure)


def _reached(change: Mention, new: Mention, by: Mention, direction: int, sure: int) -> Claim:
    factor = FACTORS[change.fact.unit]

    def message() -> str:
        past = new.value - direction * by.value
        sign, unit = "−" if direction > 0 else "+", new.fact.unit
        share = near(by.value / past * factor, change.fact, change.fact.unit)
        return (
            f"{said(new.fact)} {sign} {said(by.fact)} = {shown(past, unit)} before; "
            f"{said(by.fact)} / {shown(past, unit)} = {share}, but the report says {said(change.fact)}"
        )

    equation = Change(change, new, by, factor, direction)
    return Claim("change", equation, sure, message, "a new value and by how much it changed")
