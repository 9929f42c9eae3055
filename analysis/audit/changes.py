"""Changes against the old and the new value: 1917户 + 101户 = 2018户, and by how many per cent that is more."""
from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import islice, pairwise, takewhile

from .finding import Finding, finding, missed
from .interval import near, said, shown, total
from .reading import Line, Mention
from .repeats import only_some
from .words import Words

_POINTS = "百分点"
_FACTORS = {"%": Decimal(100), "‰": Decimal(1000), "倍": Decimal(1)}


def check(lines: list[Line], words: Words) -> Iterator[Finding]:
    """Findings on changes, in text order."""
    for line in lines:
        for mention in line.mentions:
            if mention.at and mention.printed is not None and _is_change(mention, words):
                yield from _change(mention, words)


def _is_change(mention: Mention, words: Words) -> bool:
    """Whether a number is a change: by its status, or because 多 or 少 alone stands before it, behind an old value."""
    if mention.fact.status == "change":
        return True
    last = mention.line.mentions[mention.at - 1]
    share = last.fact.status == "change" and last.fact.unit in _FACTORS
    if share and mention.gap.strip("，, ") in words.of("that-is").terms:
        return True  # 增加11.2%，共1152人
    gap = mention.gap.strip("，, ")
    if gap not in words.of("up").terms and gap not in words.of("down").terms:
        return False
    return any(m.fact.status == "previous" and m.same(mention) for m in islice(mention.before(), 2))


def _change(change: Mention, words: Words) -> Iterator[Finding]:
    if change.fact.measure != "standard" and words.of("yearly").within(change.gap):
        return
    if change.fact.unit in _FACTORS and words.of("respective").within(change.gap):
        yield from _respective(change, words)
        return
    if words.of("net").within(change.clause) and (flows := _flows(change, words)) is not None:
        yield from _net(change, *flows)
        return
    before = list(change.before())
    new = next((m for m in before if m.fact.status == "actual" and _about(m, change, words)), None)
    if new is None:
        past = next((m for m in before if m.fact.status == "previous" and _about(m, change, words)), change)
        new = _stated_before(past, words)
    if new is None or new.printed is None:
        return
    old = next(
        (m for m in before if m.fact.status == "previous" and _about(new, m, words) and m.printed is not None), None
    )
    if old is not None and new.line is old.line and old.at < new.at and any(
        m.fact.status == "actual" and m.same(new) for m in change.line.mentions[old.at : new.at]
    ):
        return  # two series in one sentence
    unit = change.fact.unit
    if _alike(new.fact.unit, unit):
        if old is not None:
            yield from _difference(change, new, old, words)
    elif unit in _FACTORS:
        if old is not None and _adjacent(change, new, old):
            yield from _percentage(change, new, old, words)
        elif old is None:
            yield from _of_difference(change, new, words)


def _stated_before(past: Mention, words: Words) -> Mention | None:
    """低保对象2005户。较上年的1917户增加101户: the one value that the sentences before have for it."""
    values = [
        m for m in past.earlier()
        if m.fact.status == "actual" and m.whole is None and words.same(m.fact, past.fact) and not only_some(m, words)
    ]
    return values[0] if values and len({m.value for m in values}) == 1 else None


def _respective(first: Mention, words: Words) -> Iterator[Finding]:
    """由740元提高到780元，…由580元提高到620元，分别增长5.4%和6.9%: as many percentages as pairs of values."""
    mentions = first.line.mentions
    changes = list(takewhile(lambda m: m.fact.status == "change" and m.like(first), mentions[first.at :]))
    pairs = [
        (old, new) for old, new in pairwise(mentions[: first.at])
        if old.fact.status == "previous" and new.fact.status == "actual" and old.same(new)
        and old.printed is not None and new.printed is not None
    ]
    if len(changes) > 1 and len(pairs) == len(changes):
        for change, (old, new) in zip(changes, pairs, strict=True):
            if change.printed is not None:
                yield from _percentage(change, new, old, words)


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
    return 0 if up == down else 1 if up > down else -1


def _difference(change: Mention, new: Mention, old: Mention, words: Words) -> Iterator[Finding]:
    assert change.printed is not None and new.printed is not None and old.printed is not None
    reckoned = new.printed.minus(old.printed)
    direction = _direction(change, words)
    one, two, unit = said(new.fact), said(old.fact), new.fact.unit
    if not reckoned.size().meets(change.printed):
        by = shown(abs(new.value - old.value), change.fact.unit)
        high, low = (one, two) if new.value >= old.value else (two, one)
        message = f"{high} − {low} = {by}, but the report says {said(change.fact)}"
        if direction:
            sign = "+" if direction > 0 else "−"
            end = shown(old.value + direction * change.value, unit)
            message = f"{two} {sign} {said(change.fact)} = {end}, but the report says {one} (a difference of {by})"
        yield finding("change", "error", message, old.fact, new.fact, change.fact)
    elif reckoned.high < 0 < direction or direction < 0 < reckoned.low:
        way = "rise" if direction > 0 else "fall"
        message = f"{two} → {one} is no {way}, but the report says {change.gap[-4:].strip('，, ')}{said(change.fact)}"
        yield finding("change", "error", message, old.fact, new.fact, change.fact)


def _percentage(change: Mention, new: Mention, old: Mention, words: Words) -> Iterator[Finding]:
    assert change.printed is not None and new.printed is not None and old.printed is not None
    if old.value <= 0 or new.fact.measure == "rate":
        return
    factor = _FACTORS[change.fact.unit]
    reckoned = new.printed.minus(old.printed).size().over(old.printed, factor)
    if reckoned.meets(change.printed):
        return
    share = near(abs(new.value - old.value) / old.value * factor, change.fact, change.fact.unit)
    by = shown(abs(new.value - old.value), new.fact.unit)
    high, low = (new, old) if new.value >= old.value else (old, new)
    message = f"({said(high.fact)} − {said(low.fact)}) / {said(old.fact)} = {by} / {said(old.fact)} = {share}"
    # 由…提高到…，同比增长…: the year before may not be what was there before
    severity = "warning" if words.of("year-on-year").within(change.clause) else "error"
    yield missed("change", message, change.fact, reckoned, old.fact, new.fact, severity=severity)


def _of_difference(change: Mention, new: Mention, words: Words) -> Iterator[Finding]:
    """2317对，较上年减少183对，降幅7.3%: the old value is the new one and the difference."""
    by = change.line.mentions[change.at - 1]
    if (
        by.fact.status != "change" or not by.same(new) or by.printed is None or change.fact.unit == "倍"
        or new.fact.measure == "rate" or any(m.fact.status == "change" for m in change.line.mentions[new.at : by.at])
        or new.line is not change.line
    ):
        return
    assert change.printed is not None and new.printed is not None
    directions = (_direction(by, words),) if _direction(by, words) else (1, -1)
    factor = _FACTORS[change.fact.unit]
    results = []
    for direction in directions:
        old = new.printed.minus(by.printed) if direction > 0 else total((new.printed, by.printed))
        if old.low <= 0:
            return
        results.append((direction, by.printed.over(old, factor)))
    if any(reckoned.meets(change.printed) for _, reckoned in results):
        return
    direction, reckoned = results[0]
    past = new.value - direction * by.value
    sign, unit = "−" if direction > 0 else "+", new.fact.unit
    share = near(by.value / past * factor, change.fact, change.fact.unit)
    message = (
        f"{said(new.fact)} {sign} {said(by.fact)} = {shown(past, unit)} before; "
        f"{said(by.fact)} / {shown(past, unit)} = {share}"
    )
    yield missed("change", message, change.fact, reckoned, new.fact, by.fact)


def _flows(change: Mention, words: Words) -> tuple[Mention, Mention] | None:
    """The one gain and the one loss that a net change is of."""
    near = [m for m in change.before() if m.like(change) and m.fact.status == "actual" and m.printed is not None]
    gains = [m for m in near if words.of("gain").within(f"{m.clause} {m.fact.subject}")]
    losses = [m for m in near if words.of("loss").within(f"{m.clause} {m.fact.subject}")]
    return (gains[0], losses[0]) if len(gains) == len(losses) == 1 and gains != losses else None


def _net(change: Mention, gain: Mention, loss: Mention) -> Iterator[Finding]:
    """新登记108家，注销36家，净增72家."""
    assert gain.printed is not None and loss.printed is not None and change.printed is not None
    if not gain.printed.minus(loss.printed).size().meets(change.printed):
        by = shown(gain.value - loss.value, change.fact.unit)
        message = f"{said(gain.fact)} − {said(loss.fact)} = {by}, but the report says {said(change.fact)} net"
        yield finding("change", "error", message, gain.fact, loss.fact, change.fact)
