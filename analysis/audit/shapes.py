"""What cannot be: 428户385人, a part above its whole, a share of 118%, an end before its start."""
from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from civx.extractors.model import Fact

from .finding import Finding, finding, held
from .interval import rounded, said
from .reading import Line, Mention
from .words import Words

_HUNDRED = 100
_YEARS = range(1949, 2100)  # in the head of a table
_LABEL = 20  # characters before a rate that may say of what it is one
_HOUSEHOLDS = {"households": "persons", "household_times": "person_times"}
_PERSONS = {persons: households for households, persons in _HOUSEHOLDS.items()}


def check(lines: list[Line], words: Words) -> Iterator[Finding]:
    """Findings on shapes, in text order."""
    told: set[tuple[str, str]] = set()
    for line in lines:
        for mention in line.mentions:
            fact = mention.fact
            if fact.min is not None and fact.max is not None and fact.min > fact.max:
                message = f"the range runs backwards: {rounded(fact.min)} to {rounded(fact.max)}{fact.unit}"
                yield finding("shape", "error", message, fact)
            if mention.printed is None:
                continue
            if fact.measure in _HOUSEHOLDS or fact.measure in _PERSONS:
                yield from _households(mention, words)
            if fact.measure == "persons":
                yield from _residents(mention, words)
            if fact.unit == "%":
                yield from _share(mention, words)
            elif fact.measure not in ("rate", "standard"):
                yield from _part(mention, words)
            if "/" in fact.period and (fact.report, fact.period) not in told and _backwards(fact.period):
                told.add((fact.report, fact.period))
                if not words.of("next-year").within(line.text):
                    yield finding("shape", "error", f"the period ends before it begins: {fact.period}", fact)


def _households(mention: Mention, words: Words) -> Iterator[Finding]:
    """户 and 人 of one subject side by side, in either order."""
    if not mention.at or words.of("total").without(mention.gap).strip("、，, "):
        return
    last = mention.line.mentions[mention.at - 1]
    one, two = last.fact, mention.fact
    if (
        two.measure not in (_HOUSEHOLDS.get(one.measure), _PERSONS.get(one.measure)) or not _alike(one, two)
        or one.status != two.status or one.status != "actual" or one.place != two.place
    ):
        return
    before = last.line.mentions[last.at - 1] if last.at else None
    if before is not None and before.fact.measure == two.measure and before.fact.subject == one.subject:
        return  # 2310户4105人，合计4152户: the persons have their households
    households, persons = (last, mention) if one.measure in _HOUSEHOLDS else (mention, last)
    if households.printed is None or persons.printed is None:
        return
    if households.printed.low <= persons.printed.high:
        why = "households and persons"
        yield held("shape", lambda: f"{said(households.fact)} ≤ {said(persons.fact)}", why, one, two)
        return
    message = f"{said(households.fact)} > {said(persons.fact)}: more households than persons ({two.subject})"
    yield finding("shape", "error", message, one, two)


def _residents(persons: Mention, words: Words) -> Iterator[Finding]:
    """床位300张，入住325人."""
    if not persons.at or persons.fact.status != "actual" or persons.printed is None:
        return
    beds = persons.line.mentions[persons.at - 1]
    if beds.whole is not None:
        return  # 安老宿位38400个，其中资助宿位28800个；入住34560人
    lived = next((ratio for ratio in words.ratios if ratio.above is not None and ratio.below is not None), None)
    if lived is None or lived.above is None or lived.below is None or beds.printed is None:
        return
    if not lived.above.within(persons.clause) or not lived.below.within(f"{beds.clause}{beds.fact.subject[-3:]}"):
        return
    if beds.fact.status == "actual" and beds.fact.measure == "count" and persons.printed.low > beds.printed.high:
        message = f"{said(persons.fact)} > {said(beds.fact)}: more than there is room for ({persons.fact.subject})"
        yield finding("shape", "error", message, beds.fact, persons.fact)


def _alike(one: Fact, two: Fact) -> bool:
    """Whether one subject says of the other but what its number shares with it: 社区食堂就餐 and 社区食堂."""
    return one.subject in two.subject or two.subject in one.subject


def _share(rate: Mention, words: Words) -> Iterator[Finding]:
    """A share above all there is, a fall by more than all."""
    assert rate.printed is not None
    if rate.printed.low <= _HUNDRED or (rate.line.row and rate.value in _YEARS):
        return
    start = rate.fact.start
    label = f"{rate.line.words(max(rate.line.start, start - _LABEL), start)} {rate.fact.subject}"
    if rate.fact.status == "change":
        if words.of("down").within(rate.clause) and not words.of("up").within(rate.clause):
            message = f"{rate.clause}{said(rate.fact)}: nothing falls by more than 100%"
            yield finding("shape", "error", message, rate.fact)
    elif words.of("share").within(label) and not _may_exceed(rate, label, words):
        name = rate.clause.strip() or rate.fact.subject
        yield finding("shape", "error", f"{name}{said(rate.fact)}: a share of at most 100%", rate.fact)


def _may_exceed(rate: Mention, label: str, words: Words) -> bool:
    """Whether the words make the percentage one of a plan, or of what was before: 任务的120%, 增长率120%.

    提高到118% is no growth, and what is said of another number in the sentence does not count for a share with 率.
    """
    if words.of("rate-name").within(rate.clause):
        label = f"{rate.clause} {rate.fact.subject}"
    for to in words.of("reached").terms:
        for up in words.of("up").terms:
            label = label.replace(up + to, to)
    return words.of("beyond").within(f"{label} {rate.tail}")


def _part(part: Mention, words: Words) -> Iterator[Finding]:
    """A number behind 其中 that is larger than all before it; extraction joins no such part to its whole."""
    if not part.at or part.whole is not None or part.fact.status != "actual" or words.of("average").within(part.label):
        return
    assert part.printed is not None
    if words.of("among").within(part.gap):
        wholes = [m for m in part.before() if m.like(part) and m.printed is not None and m.fact.status != "change"]
    else:
        wholes = [m.whole for m in islice(part.before(), 1) if m.whole is not None and m.like(part) and _listed(part)]
        if wholes:  # 处分1647人，移送73人，其中，处分厅局级干部54人、县处级285人: of the larger one, if any
            wholes += _in_segment(part)
    if not wholes:
        return
    whole = max(wholes, key=lambda m: m.value)
    assert whole.printed is not None
    if words.of("average").within(whole.clause) or words.of("each").within(whole.clause):
        return  # 日均供餐300份，其中堂食…
    if part.printed.low > whole.printed.high:
        message = f"{said(part.fact)} > {said(whole.fact)}: the part is larger than its whole ({part.fact.subject})"
        yield finding("shape", "error", message, whole.fact, part.fact)


def _in_segment(part: Mention) -> Iterator[Mention]:
    """The numbers of its kind before it, back to the last semicolon."""
    for other in part.before():
        if other.parted(part):
            return
        if other.like(part) and other.printed is not None and other.whole is None and other.fact.status != "change":
            yield other


def _listed(part: Mention) -> bool:
    """Whether the number goes on a list of parts: 、 before it, or before the 户 that its 人 goes with."""
    last = part.line.mentions[part.at - 1]
    together = not part.gap.strip("、") and last.fact.subject == part.fact.subject
    return part.gap.startswith("、") if not together else last.whole is not None or last.gap.startswith("、")


def _backwards(period: str) -> bool:
    start, _, end = period.partition("/")
    size = min(len(start), len(end))
    return ".." not in (start, end) and start[:size] > end[:size]
