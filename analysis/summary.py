"""The key figures of a report: what each programme reaches and costs now, by the families that have a key."""
from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import NamedTuple

from .accounts import Account, is_current
from .families import Families
from .indicators import Figure, Placed, figure_of, order_of, placed
from .resolving import apart, joined

MEASURES = ("households", "persons", "household_times", "person_times", "amount", "standard", "count")


class Named(NamedTuple):
    """A figure with its unit and the words that the report has for it. ``apart`` is what sets it apart from the line's
    own value: its words or its time, "" for the value itself."""

    figure: Figure
    unit: str
    subject: str
    apart: str = ""


class Line(NamedTuple):
    """The figures of one matter (低保, 特困集中供养) and area, by measure.

    A measure with several figures that nothing sets apart is one that the report gives several values for; nothing here
    decides between them.
    """

    programme: str
    key: str
    area: str
    cells: Mapping[str, tuple[Named, ...]]


class Summary(NamedTuple):
    """A report's key figures. ``others`` counts, by programme, the current results that are none; ``set_aside`` the
    facts that are no current results: by status, and under ``period`` results of other times."""

    report: Account
    lines: tuple[Line, ...]
    others: Mapping[str, int]
    set_aside: Mapping[str, int]


def summary(report: Account, known: Families) -> Summary:
    """The key figures of a report: results of its own time, of the whole place, totals before parts of them."""
    others: Counter[str] = Counter()
    aside: Counter[str] = Counter()
    found: dict[tuple[str, str, str], dict[str, list[Placed]]] = {}
    orders: dict[tuple[str, str, str], tuple[int, ...]] = {}
    for one in placed(report.facts, known, report.place):
        fact, indicator = one.fact, one.indicator
        if fact.status != "actual":
            aside[fact.status] += 1
        elif not is_current(fact, report.year):
            aside["period"] += 1
        elif one.family is None or not one.family.key or indicator.place or fact.measure not in MEASURES:
            others[indicator.programme] += 1
        else:
            line = (indicator.programme, one.family.key, indicator.area)
            found.setdefault(line, {}).setdefault(fact.measure, []).append(one)
            orders.setdefault(line, order_of(indicator, one.family, len(orders)))
    heads: dict[tuple[str, str], int] = {}  # a key's areas stand together, where its first family does
    for programme, key, _ in sorted(found, key=orders.__getitem__):
        heads.setdefault((programme, key), len(heads))
    order = sorted(found, key=lambda line: (orders[line][0], heads[line[:2]], orders[line][3]))
    lines = tuple(
        Line(*line, {measure: _figures(found[line][measure], known) for measure in MEASURES if measure in found[line]})
        for line in order
    )
    return Summary(report, lines, others, aside)


def _figures(candidates: list[Placed], known: Families) -> tuple[Named, ...]:
    """The different values among facts of one kind.

    Stated parts of a total, and those who were taken in (纳入低保), only where there is nothing else.
    """
    whole = [one for one in candidates if one.fact.part_of is None and not one.indicator.part]
    whole = [one for one in whole if not known.entering(one.fact.subject)] or whole
    found: list[Named] = []
    for group in apart(whole or candidates, known):
        figures: list[Figure] = []
        for one in group.facts:
            joined(figures, figure_of(one.fact))
        by_id = {one.fact.id: one for one in group.facts}
        for figure in figures:
            first = by_id[figure.facts[0].id]
            found.append(Named(figure, first.indicator.unit, first.fact.subject, group.words or group.period))
    return tuple(found)
