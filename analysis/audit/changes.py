"""Changes against the old and the new value: 1917户 + 101户 = 2018户, and by how many per cent that is more.

Old, new and difference may stand in any order, and the new value sentences before:
结婚登记10560对，同比下降12%，上年同期为12000对.
"""
from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import lru_cache
from itertools import islice, pairwise, takewhile

from .claims import LIKELY, MIGHT, MUST, Claim, decided
from .equations import Change, Growth, Quotient, Sum
from .finding import Finding, finding, held
from .flows import flows_of, net_of
from .interval import near, said, shown
from .reading import Line, Mention
from .repeats import only_some
from .words import Words

_POINTS = "百分点"
_FACTORS = {"%": Decimal(100), "‰": Decimal(1000), "倍": Decimal(1)}


def check(lines: list[Line], words: Words) -> Iterator[Finding]:
    """Findings on changes, in text order."""
    for line in lines:
        for mention in line.mentions:
            if mention.printed is None:
                continue
            if _is_change(mention, words):
                yield from _change(mention, words)
            elif mention.at and mention.fact.status == "actual" and not line.row:
                yield from _direction_of(mention, words)


def _is_change(mention: Mention, words: Words) -> bool:
    """Whether a number is a change: by its status, or because 多 or 少 alone stands before it, behind an old value."""
    if mention.fact.status == "change":
        return True
    if not mention.at:
        return False
    last = mention.line.mentions[mention.at - 1]
    share = last.fact.status == "change" and last.fact.unit in _FACTORS
    gap = mention.gap.strip("，, ")
    if share and gap in words.of("that-is").terms:
        return True  # 增加11.2%，共1152人
    if gap not in words.of("up").terms and gap not in words.of("down").terms:
        return False
    return any(m.fact.status == "previous" and m.same(mention) for m in islice(mention.before(), 2))


# --- which way


@lru_cache(maxsize=8)
def _ways(words: Words) -> re.Pattern[str]:
    up, down, to = (words.of(role).pattern() for role in ("up", "down", "reached"))
    return re.compile(rf"(?:(?P<up>{up}|升|涨)|(?P<down>{down}|降))了?(?:{to})了?[一-鿿]{{0,6}}$")


def _direction_of(new: Mention, words: Words) -> Iterator[Finding]:
    """由610元下调至655元: the words say that it fell."""
    old = new.line.mentions[new.at - 1]
    if old.fact.status != "previous" or not old.like(new) or old.printed is None or new.printed is None:
        return
    match = _ways(words).search(new.clause)
    if match is None or old.fact.subject != new.fact.subject:
        return
    if words.of("rank").within(f"{old.gap} {old.fact.subject}"):
        return
    up = match.group("up") is not None
    one, two = said(old.fact), said(new.fact)
    word = match.group("up") or match.group("down")
    message = f"{one} → {two}"
    why = "an old and a new value, and the words say which way it went"
    if (new.printed.high < old.printed.low) if up else (new.printed.low > old.printed.high):
        message = f"{message} is no {'rise' if up else 'fall'}, but the report says {word}"
        yield finding("change", "error", message, old.fact, new.fact, why=why)
    else:
        yield held("change", lambda: f"{message} is a {'rise' if up else 'fall'}", why, old.fact, new.fact)


# --- by how much


def _change(change: Mention, words: Words) -> Iterator[Finding]:
    if change.fact.measure != "standard" and words.of("yearly").within(change.gap):
        return
    if change.fact.unit in _FACTORS and words.of("respective").within(change.gap):
        yield from _respective(change, words)
        return
    if _dealt(change, words):
        return  # 比“十一五”末分别增加205元和1780元: against which value of each, nothing says
    if change.fact.unit in _FACTORS and words.of("real-terms").within(f"{change.fact.subject} {change.gap}"):
        return  # in constant prices
    if words.of("net").within(_clause(change)) and (flows := flows_of(change, words)) is not None:
        yield from decided(net_of(change, *flows))
        return
    claims = list(_claims(change, words))
    told = False
    for one in decided(claims):
        told = told or one.severity in ("error", "warning")
        yield one
    if not told:
        yield from _wrong_way(change, claims, words)


def _dealt(change: Mention, words: Words) -> bool:
    """Whether a difference is one of several that a 分别 deals out."""
    for m in (change, *change.before()):
        if m.fact.status != "change":
            return False
        if words.of("respective").within(m.gap):
            return True
    return False


def _clause(change: Mention) -> str:
    """The words before a change, those of the 户 before where it is the 人 that go with them."""
    if change.gap.strip("、，, ") or not change.at:
        return change.clause
    last = change.line.mentions[change.at - 1]
    return last.clause if last.fact.status == change.fact.status else change.clause


def _claims(change: Mention, words: Words) -> Iterator[Claim]:
    before = list(change.before())
    unit = change.fact.unit
    opening = words.of("opening")
    news = [
        m for m in before
        if m.fact.status == "actual" and _about(m, change, words) and m.printed is not None
        and not opening.within(_clause(m))
    ]
    changed = [m for m in before if m.fact.status == "change"]
    news = [m for m in news if not any(_year_before(m, other) for other in changed)]  # 增加1420人，2022年为35000人
    past = next((m for m in before if m.fact.status == "previous" and _about(m, change, words)), change)
    new, sure = (news[0], MUST) if news else (_stated_before(past, unit, words), MUST)
    if new is None or new.printed is None:
        new, sure = _just_before(change), LIKELY
    if new is None or new.printed is None or new is change:
        yield from _of_old(change, words)
        return
    olds = [
        m for m in before
        if (m.fact.status == "previous" or (m.fact.status == "actual" and opening.within(_clause(m))))
        and m.like(new) and _about(new, m, words) and m.printed is not None
    ]
    old = olds[0] if olds else None
    if old is not None and new.line is old.line and old.at < new.at and any(
        m.fact.status == "actual" and m.same(new) for m in change.line.mentions[old.at : new.at]
    ):
        return  # two series in one sentence
    if old is None:
        old = _old_elsewhere(change, new, words)
        sure = min(sure, LIKELY) if old is not None else sure
    if _alike(new.fact.unit, unit):
        if old is not None:
            yield from _difference(change, new, old, sure, words)
        if sure == MUST and new.line is change.line:
            yield from _difference_behind(change, new, words)
    elif unit in _FACTORS and new.fact.measure != "rate":
        if old is not None and (_adjacent(change, new, old) or sure < MUST):
            yield _percentage(change, new, old, sure, words)
            if words.of("gain").within(new.label) and old is not None:
                yield _quotient(change, new, old, MIGHT)  # 新增260人，较去年的1000人增长26%
        yield from _of_gain(change, new, words)
        by = change.line.mentions[change.at - 1] if change.at else change
        if by.fact.status == "change" and by.printed is not None and by is not change:
            yield from _of_difference(change, new, by, old, sure, words)


def _of_gain(change: Mention, new: Mention, words: Words) -> Iterator[Claim]:
    """新增床位320张，总床位达到3520张，比上年增长10%."""
    gain = new.line.mentions[new.at - 1] if new.at else new
    if gain is new or not gain.like(new) or gain.printed is None or not words.of("gain").within(gain.label):
        return
    if words.of("level").within(new.clause) and gain.value < new.value and change.fact.unit != "倍":
        yield _reached(change, new, gain, 1, _FACTORS[change.fact.unit], LIKELY)


def _just_before(change: Mention) -> Mention | None:
    """与上年相比，增加316万元，增长4%: the one number in that unit of the sentence before."""
    line, unit = change.line.previous, change.fact.unit
    first = change.line.mentions[0]
    if line is None or line.row or first.fact.status != "change" or change.at > 1:
        return None
    if unit in _FACTORS:
        unit = first.fact.unit if first is not change else ""
    if not unit or unit in _FACTORS:
        return None
    own = [
        m for m in line.mentions
        if m.fact.unit == unit and m.fact.status == "actual" and m.whole is None and m.fact.measure != "standard"
    ]
    return own[0] if len(own) == 1 and own[0].printed is not None and first.value < own[0].value else None


def _old_elsewhere(change: Mention, new: Mention, words: Words) -> Mention | None:
    """上年同期为12000对, behind the change; 2022年为35000人, which is no earlier value but by its time."""
    def is_old(m: Mention) -> bool:
        return (
            m is not new and m is not change and m.printed is not None and _about(m, new, words)
            and m.fact.measure == new.fact.measure
            and (m.fact.status == "previous" or (m.fact.status == "actual" and _dated(m) and _year_before(m, new)))
        )

    mentions = change.line.mentions
    behind = next((m for m in mentions[change.at + 1 : change.at + 4] if is_old(m)), None)
    return behind if behind is not None else next((m for m in change.before() if is_old(m)), None)


def _dated(mention: Mention) -> bool:
    return "年" in mention.gap[-10:]


def _year_before(old: Mention, new: Mention) -> bool:
    """Whether one is of the year before the other, and of the same part of it."""
    one, two = old.fact.period, new.fact.period
    if len(one) != len(two) or not one or one == two:
        return False
    first, second = re.findall(r"\d{4}", one), re.findall(r"\d{4}", two)
    return len(first) == len(second) > 0 and all(
        int(b) - int(a) == 1 for a, b in zip(first, second, strict=True)
    ) and re.sub(r"\d{4}", "", one) == re.sub(r"\d{4}", "", two)


def _of_old(change: Mention, words: Words) -> Iterator[Claim]:
    """增加1420人，2022年为35000人，增长4.1%: a difference and what it was before give the percentage."""
    if change.fact.unit not in _FACTORS or not change.at:
        return
    before = list(change.before())[:3]
    by = next((m for m in before if m.fact.status == "change" and m.fact.unit not in _FACTORS), None)
    if by is None or by.printed is None or by.value <= 0:
        return
    olds = [
        m for m in before
        if m is not by and m.fact.status in ("previous", "actual") and _alike(m.fact.unit, by.fact.unit)
        and m.printed is not None and m.value > 0 and m.fact.measure == by.fact.measure
        and m.fact.subject == by.fact.subject
    ]
    for old in olds[:1]:
        yield _quotient(change, by, old, LIKELY)


def _quotient(change: Mention, by: Mention, old: Mention, sure: int) -> Claim:
    factor = _FACTORS[change.fact.unit]

    def message() -> str:
        share = near(by.value / old.value * factor, change.fact, change.fact.unit)
        return f"{said(by.fact)} / {said(old.fact)} = {share}, but the report says {said(change.fact)}"

    return Claim("change", Quotient(change, [by], [old], factor), sure, message, "a change and what it was before")


def _stated_before(past: Mention, unit: str, words: Words) -> Mention | None:
    """低保对象2005户。较上年的1917户增加101户: the one value that the sentences before have for it."""
    values = [
        m for m in past.earlier()
        if m.fact.status == "actual" and m.whole is None and words.same(m.fact, past.fact) and not only_some(m, words)
        and (m.fact.measure != "rate" if unit in _FACTORS else _alike(m.fact.unit, unit))
    ]
    return values[0] if values and len({m.value for m in values}) == 1 else None


def _respective(first: Mention, words: Words) -> Iterator[Finding]:
    """由740元提高到780元，…由580元提高到620元，分别增长5.4%和6.9%: as many percentages as pairs of values."""
    mentions = first.line.mentions
    changes = list(takewhile(lambda m: m.fact.status == "change" and m.like(first), mentions[first.at :]))
    pairs = [
        (old, new) for old, new in pairwise(m for m in mentions[: first.at] if m.fact.measure != "rate")
        if old.fact.status == "previous" and new.fact.status == "actual" and _one_series(old, new)
        and old.printed is not None and new.printed is not None
    ]
    if len(changes) > 1 and len(pairs) == len(changes):
        for change, (old, new) in zip(changes, pairs, strict=True):
            if change.printed is not None:
                yield from decided([_percentage(change, new, old, MUST, words)])


def _one_series(old: Mention, new: Mention) -> bool:
    """Whether both are values of one thing; what is 折合每月 behind a year's is none of them."""
    one, two = old.fact, new.fact
    return one.subject == two.subject and one.measure == two.measure and one.area == two.area and one.place == two.place


def _about(mention: Mention, change: Mention, words: Words) -> bool:
    """Whether the change can be one of this value."""
    one, two = mention.fact, change.fact
    if one.place != two.place and one.place and two.place:
        return False
    if one.area != two.area or words.core(one) != words.core(two):
        return False
    return _alike(one.unit, two.unit) or two.unit in _FACTORS


def _alike(value: str, change: str) -> bool:
    """Whether a change in one unit can be one of a value in the other: 元 of 元/人/月, 百分点 of %."""
    if change == _POINTS:
        return value == "%"
    return value == change or (change == "元" and value.startswith("元/"))


def _adjacent(change: Mention, new: Mention, old: Mention) -> bool:
    """Whether nothing but the values in question and the change in figures stands before the percentage."""
    between = change.line.mentions[min(new.at, old.at) if new.line is old.line else old.at : change.at]
    return all(m is new or m is old or (m.fact.status == "change" and m.same(new)) for m in between)


def _direction(change: Mention, words: Words) -> int:
    """1 where the words say that it rose, -1 that it fell, 0 where they do not say."""
    clause = change.gap[-12:]
    up, down = words.of("up").last(clause), words.of("down").last(clause)
    if up == down:
        return {"up": 1, "down": -1}.get(change.fact.direction, 0)
    return 1 if up > down else -1


def _difference(change: Mention, new: Mention, old: Mention, sure: int, words: Words) -> Iterator[Claim]:
    """A claim for each way that the change may go, the one that the values show where the words say none."""
    direction = _direction(change, words)
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


def _wrong_way(change: Mention, claims: Sequence[Claim], words: Words) -> Iterator[Finding]:
    """A difference that is right, but goes the other way than the words say."""
    direction = _direction(change, words)
    for claim in claims:
        if not isinstance(claim.equation, Sum) or not direction or claim.sure == MIGHT:
            continue
        high = claim.equation.whole
        low = claim.equation.parts[0]
        new, old = (high, low) if direction > 0 else (low, high)
        if new.fact.status == "previous" or new.printed is None or old.printed is None:
            continue
        if (new.printed.high < old.printed.low) if direction > 0 else (new.printed.low > old.printed.high):
            way = "rise" if direction > 0 else "fall"
            words_of = change.gap[-4:].strip("，, ")
            message = f"{said(old.fact)} → {said(new.fact)} is no {way}"
            message += f", but the report says {words_of}{said(change.fact)}"
            yield finding("change", "error", message, old.fact, new.fact, change.fact, why=claim.why)
            return


def _percentage(change: Mention, new: Mention, old: Mention, sure: int, words: Words) -> Claim:
    factor = _FACTORS[change.fact.unit]

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
    equation = Growth(change, new, old, factor, _direction(change, words))
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
        yield _quotient(change, by, old, LIKELY if sure == MUST and by.same(new) else MIGHT)
        return
    far = new.line is not change.line
    if not by.same(new) and not far:
        return
    if not far and any(m.fact.status == "change" for m in change.line.mentions[new.at : by.at]):
        return
    factor = _FACTORS[change.fact.unit]
    known = _direction(by, words)
    for direction in (known,) if known else (1, -1):
        if new.value - direction * by.value > 0:
            yield _reached(change, new, by, direction, factor, sure)


def _reached(change: Mention, new: Mention, by: Mention, direction: int, factor: Decimal, sure: int) -> Claim:
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
