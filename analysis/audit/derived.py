"""The ministry's indicators that others make up, wherever in the report they stand: 城乡低保人数 is 城市 and 农村."""
from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from itertools import groupby

from civx.analysis.official import derived, of_facts, official

from .finding import Finding, finding, held
from .interval import total
from .reading import Line, Mention
from .sums import arithmetic
from .words import Words

_YEAR = 4  # digits


def check(lines: list[Line], words: Words) -> Iterator[Finding]:
    """Findings on indicators that a report states together with all that make them up, of one time and once each.

    A warning, no error: the figures may stand far apart, and be counted on different days.
    """
    opening = words.of("opening")  # what there was at the beginning of the year is of another time
    mentions = [
        mention for line in lines for mention in line.mentions
        if mention.fact.status == "actual" and not opening.within(mention.clause)
    ]
    for _, own in groupby(mentions, key=lambda mention: mention.fact.report):
        yield from _of_report(list(own))


def _of_report(mentions: list[Mention]) -> Iterator[Finding]:
    known = official()
    facts = [mention.fact for mention in mentions]
    stated: dict[str, dict[str, list[Mention]]] = {}  # by period and indicator
    for mention, one in zip(mentions, of_facts(facts[0].source, facts), strict=True):
        if one is not None and not mention.fact.place and mention.printed is not None:
            stated.setdefault(_time(mention.fact.period), {}).setdefault(one.id, []).append(mention)
    for by_id in stated.values():
        single = {name: own[0] for name, own in by_id.items() if len({mention.value for mention in own}) == 1}
        for one, names in derived(known, single):
            whole, parts = single[one.id], [single[name] for name in names]
            if whole.line.row:
                continue  # tables add up for themselves
            made_of = " + ".join(known.by_id[name].name for name in names)
            why = f"the ministry's {one.name} is {made_of}"
            every = (*(part.fact for part in parts), whole.fact)
            if total(filter(None, (part.printed for part in parts))).meets(whole.printed or total(())):
                yield held("sum", partial(arithmetic, whole, parts), why, *every)
            else:
                yield finding("sum", "warning", arithmetic(whole, parts), *every, why=why)


def _time(period: str) -> str:
    """The time of a figure, the year for what is told as of its end: 2021 of ../2021-12."""
    point = period.removeprefix("../")
    return point[:_YEAR] if point[_YEAR:] in ("-12", "-12-31") else point
