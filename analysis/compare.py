"""Reports side by side: what each says of the same indicator, and by how much two of one place differ."""
from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from civx.extractors.model import Fact
from civx.extractors.quantities.decimals import PRECISE

from .accounts import Account, is_current, same_place
from .families import Families
from .indicators import Figure, Indicator, Placed, figure_of, order_of, placed
from .official import Official, Officials, official
from .resolving import apart, joined

_CENT = Decimal("0.01")
_HUNDRED = Decimal(100)
_EXACT = "exact"
_ANY = -1  # in place of a report's number: the indicator is the same in all


class Choice(NamedTuple):
    """Which facts are compared: those with one of ``statuses`` that ``keeps`` lets pass.

    ``own_time`` leaves out results about other times than the report's own. ``matched_only`` leaves out rows that only
    one report has.
    """

    statuses: tuple[str, ...] = ("actual",)
    keeps: Callable[[Fact], bool] | None = None
    own_time: bool = True
    matched_only: bool = False


class Change(NamedTuple):
    """From the earlier report to the later: the difference in the row's unit, and in percent of the earlier value.

    ``percent`` has two places, and is None for rates and where the earlier value is 0; ``about`` says that one of
    the values is not exact.
    """

    value: Decimal
    percent: Decimal | None
    about: bool


class _Entry(NamedTuple):
    subject: str
    order: tuple[int, ...]
    cells: dict[int, list[Figure]]


class Row(NamedTuple):
    """An indicator in all reports. ``subject`` is its name for people.

    ``official`` is the ministry's indicator that it is, if any. ``cells`` has for each report that states it (its
    number among the columns) the figures it gives: more than one where the report gives several, which nothing here
    decides between.
    """

    indicator: Indicator
    subject: str
    cells: Mapping[int, tuple[Figure, ...]]
    change: Change | None
    official: Official | None = None

    @property
    def matched(self) -> bool:
        """Whether more than one report states it."""
        return len(self.cells) > 1


class Panel(NamedTuple):
    """The comparison: ``columns`` are the reports, ``rows`` those of several reports first, then those of one.

    ``compared`` are the numbers of the earlier and the later report where these are the only two, of one place and of
    two years. ``left_out`` counts facts by why they are in no row: ``status``, ``period``, ``filter``, ``unmatched``.
    """

    columns: tuple[Account, ...]
    rows: tuple[Row, ...]
    compared: tuple[int, int] | None
    left_out: Mapping[str, int]


def compare(
    reports: Sequence[Account], known: Families, choice: Choice | None = None, names: Officials | None = None
) -> Panel:
    """The panel of ``reports``; ``names`` are the ministry's indicators, by default those that come with civx."""
    choice = choice or Choice()
    names = names or official()
    left_out: Counter[str] = Counter()
    entries: dict[tuple[Indicator, int], _Entry] = {}
    for number, report in enumerate(reports):
        for one in _resolved(_current(report, known, choice, left_out), known):
            indicator = one.indicator
            key = (indicator, number if one.vague else _ANY)
            if key not in entries:
                entries[key] = _Entry(one.subject, order_of(indicator, one.family, len(entries)), {})
            joined(entries[key].cells.setdefault(number, []), figure_of(one.fact))
    compared = _years_of_a_place(reports)
    rows = []
    for (indicator, _), entry in sorted(entries.items(), key=lambda item: (len(item[1].cells) < 2, item[1].order)):
        cells = {number: tuple(figures) for number, figures in entry.cells.items()}
        if choice.matched_only and len(cells) < 2:
            left_out["unmatched"] += sum(len(figure.facts) for figures in cells.values() for figure in figures)
        else:
            change = _change(indicator, cells, compared)
            rows.append(Row(indicator, entry.subject, cells, change, _named(names, indicator, choice)))
    return Panel(tuple(reports), tuple(rows), compared, left_out)


def _current(report: Account, known: Families, choice: Choice, left_out: Counter[str]) -> Iterator[Placed]:
    """The facts of a report that are compared, results of another time than its own with that; others are counted."""
    for one in placed(report.facts, known, report.place):
        if reason := _left_out(one.fact, report, choice):
            left_out[reason] += 1
        elif one.fact.status == "actual" and not is_current(one.fact, report.year):
            yield one._replace(indicator=one.indicator._replace(period=one.fact.period))
        else:
            yield one


def _resolved(found: Iterable[Placed], known: Families) -> Iterator[Placed]:
    """The facts of one report, those that are not the indicator's one value with words or a time of their own."""
    cells: dict[Indicator, list[Placed]] = {}
    for one in found:
        cells.setdefault(one.indicator, []).append(one)
    for indicator, own in cells.items():
        if len(own) == 1:
            yield own[0]
            continue
        for group in apart(own, known):
            for one in group.facts:
                if group.words:
                    alone = indicator._replace(family="", subject=group.words)
                    yield one._replace(indicator=alone, subject=group.words, family=None)
                elif group.period:
                    yield one._replace(indicator=indicator._replace(period=group.period))
                else:
                    yield one


def _named(names: Officials, indicator: Indicator, choice: Choice) -> Official | None:
    """The ministry's indicator of a row: of the whole place, and not of a part of the report's time."""
    if indicator.place or (indicator.period and choice.own_time):
        return None
    return names.of(indicator)


def _left_out(fact: Fact, report: Account, choice: Choice) -> str:
    if choice.keeps is not None and not choice.keeps(fact):
        return "filter"
    if fact.status not in choice.statuses:
        return "status"
    if choice.own_time and fact.status == "actual" and not is_current(fact, report.year):
        return "period"
    return ""


def _years_of_a_place(reports: Sequence[Account]) -> tuple[int, int] | None:
    if len(reports) != 2 or not same_place(*reports):
        return None
    first, second = (report.year for report in reports)
    if first is None or second is None or first == second:
        return None
    return (0, 1) if first < second else (1, 0)


def _change(
    indicator: Indicator, cells: Mapping[int, tuple[Figure, ...]], compared: tuple[int, int] | None
) -> Change | None:
    if compared is None or any(len(cells.get(number, ())) != 1 for number in compared):
        return None
    (old,), (new,) = (cells[number] for number in compared)
    if old.value is None or new.value is None:
        return None
    difference = new.value - old.value
    percent = None
    if old.value and indicator.measure != "rate":
        percent = PRECISE.divide(PRECISE.multiply(difference, _HUNDRED), old.value).quantize(_CENT, context=PRECISE)
    return Change(difference, percent, not old.bound == new.bound == _EXACT)


def ids_of(figures: Iterable[Figure]) -> list[str]:
    """The ids of the facts that state ``figures``, in their order."""
    return [fact.id for figure in figures for fact in figure.facts]
