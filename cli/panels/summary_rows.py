"""The rows of a summary as texts, for the formats that show a table."""
from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from civx.analysis.indicators import Figure
from civx.analysis.summary import Line, Named, Summary
from civx.cli.formats.money import wan
from civx.cli.formats.shown import SIGNS, clean, counted, grouped
from civx.cli.language import told

from . import AREAS, WAN, YUAN

# The columns: their headings, and the measures in each.
HEADINGS = ("", "户", "人", "人次", "万元", "元/月", "count", "line")
_COLUMNS = (("households",), ("persons",), ("person_times", "household_times"), ("amount",), ("standard",), ("count",))
_PLAIN = {"户", "人", "人次", WAN, "元/人/月", "元/月"}  # units that the heading says
_SEVERAL_LINES = 3


class TextRow(NamedTuple):
    """A row: its cells, as :data:`HEADINGS` has them; ``under`` marks one of several values for the row above."""

    cells: tuple[str, ...]
    under: bool


def text_rows(found: Summary) -> Iterator[TextRow]:
    """A row for each line of the summary and, below it, one for each value of a measure that has several."""
    for line in found.lines:
        name = " ".join(filter(None, (line.key, AREAS.get(line.area, line.area))))
        cells = [_cell([_one(line, measure) for measure in measures]) for measures in _COLUMNS]
        if any(cells):
            own = [_one(line, measure) for measures in _COLUMNS for measure in measures]
        single = [named.figure for named in own if named is not None]
        if any(cells):
            yield TextRow((clean(name), *cells, _lines(single)), False)
            name = ""
        for number, measures in enumerate(_COLUMNS):
            for measure in measures:
                one = _one(line, measure)
                for named in line.cells.get(measure, ()):
                    if named is one:
                        continue
                    if name:
                        yield TextRow((clean(name), *[""] * (len(HEADINGS) - 1)), False)
                        name = ""
                    values = [""] * len(_COLUMNS)
                    values[number] = _value(named)
                    yield TextRow((clean(_words(named)), *values, _lines([named.figure])), True)


def _words(named: Named) -> str:
    """The report's words for a value, with its time or what else sets it apart."""
    return named.subject if named.apart in ("", named.subject) else f"{named.subject} {named.apart}"


def heading(found: Summary) -> str:
    """What stands above a report's table: its name, title and number of facts."""
    report = found.report
    title = f" · {report.title}" if report.title else ""
    return clean(f"{report.label}{title}: {counted(len(report.facts), 'fact')}")


def footing(found: Summary) -> str:
    """What stands below it: the facts that are no key figures."""
    parts = []
    if found.others:
        counts = ", ".join(f"{programme} {count}" for programme, count in _most_first(found.others))
        parts.append(told(f"other results: {counts}"))
    if found.set_aside:
        names = {"period": "of other times", "change": "changes", "planned": "plans", "norm": "rules"}
        counts = ", ".join(f"{told(names.get(name, name))} {count}" for name, count in _most_first(found.set_aside))
        parts.append(told(f"no present results: {counts}"))
    return clean("; ".join(parts))


def _most_first(counts: Mapping[str, int]) -> list[tuple[str, int]]:
    return sorted(counts.items(), key=lambda item: -item[1])


def _one(line: Line, measure: str) -> Named | None:
    """The value of a measure, where nothing else has the same claim to it."""
    figures = [named for named in line.cells.get(measure, ()) if not named.apart]
    return figures[0] if len(figures) == 1 else None


def _cell(figures: list[Named | None]) -> str:
    return " ".join(_value(named) for named in figures if named is not None)


def _value(named: Named) -> str:
    figure, unit = named.figure, named.unit
    numbers = [figure.min, figure.max] if figure.value is None else [figure.value]
    if unit == YUAN:
        numbers, unit = [None if number is None else wan(number) for number in numbers], WAN
    text = SIGNS.get(figure.bound, "") + "–".join(map(grouped, numbers))
    return clean(text if unit in _PLAIN else f"{text} {unit}")


def _lines(figures: list[Figure]) -> str:
    numbers = sorted({fact.line for figure in figures for fact in figure.facts})
    shown = ", ".join(map(str, numbers[:_SEVERAL_LINES]))
    return f"{shown} …" if len(numbers) > _SEVERAL_LINES else shown
