"""The key figures of reports in rows for workbooks: households, persons, money of one matter side by side."""
from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from .money import YUAN, wan

if TYPE_CHECKING:
    from civx.analysis.summary import Line, Named, Summary

MEASURES = ("households", "persons", "person_times", "household_times", "amount", "standard", "count")
_AREAS = {"urban": "城市", "rural": "农村", "both": "城乡", "": ""}
# What a row's columns are called, with their widths and kinds.
HEADS = {
    "en": (
        "place", "year", "report", "programme", "matter", "area", "households", "persons", "person-times",
        "household-times", "万元", "元 a month", "count", "unit", "also", "line",
    ),
    "zh": (
        "地区", "年份", "报告", "业务", "事项", "城乡", "户数", "人数", "人次", "户次", "金额（万元）", "标准（元/月）",
        "数量", "单位", "备注", "行号",
    ),
}
PROGRAMME = HEADS["en"].index("programme")
WIDTHS = (12, 7, 26, 12, 22, 7, 11, 11, 11, 11, 14, 12, 11, 8, 22, 8)
KINDS = (
    "text", "text", "wrap", "text", "text", "text", "number", "number", "number", "number", "wan", "number", "number",
    "text", "wrap", "text",
)


class Matter(NamedTuple):
    """A row: its cells as :data:`HEADS` has them, the programme that it is grouped under, the first of its facts."""

    cells: tuple[object, ...]
    programme: str
    fact: str


def matters(found: Summary) -> Iterator[Matter]:
    """The rows of one report, in the order of its summary: of each matter the values that are its own, then the others
    with the report's words."""
    for line in found.lines:
        own = {measure: one for measure in MEASURES if (one := _own(line, measure)) is not None}
        if own:
            yield _matter(found, line, line.key, own)
        for measure in MEASURES:
            for named in line.cells.get(measure, ()):
                if named is not own.get(measure):
                    words = f"{named.subject} {named.apart}".strip() if named.apart != named.subject else named.subject
                    yield _matter(found, line, f"{line.key}: {words}", {measure: named})


def _own(line: Line, measure: str) -> Named | None:
    figures = [named for named in line.cells.get(measure, ()) if not named.apart]
    return figures[0] if len(figures) == 1 else None


def _matter(found: Summary, line: Line, name: str, cells: dict[str, Named]) -> Matter:
    report = found.report
    values = [_value(cells[measure]) if measure in cells else None for measure in MEASURES]
    unit = next((cells[measure].unit for measure in ("count",) if measure in cells), "")
    facts = [fact for named in cells.values() for fact in named.figure.facts]
    lines = sorted({fact.line for fact in facts})
    row = (
        report.place, report.year, report.title, line.programme, name, _AREAS.get(line.area, line.area), *values, unit,
        "; ".join(_note(measure, named) for measure, named in cells.items() if _note(measure, named)),
        str(lines[0]) if len(lines) == 1 else f"{lines[0]} …",
    )
    return Matter(row, line.programme, facts[0].id)


def _value(named: Named) -> Decimal | None:
    value = named.figure.value
    return wan(value) if value is not None and named.unit == YUAN else value


def _note(measure: str, named: Named) -> str:
    """What the cell cannot say: that the number is not exact, a range, money of another kind."""
    from .shown import SIGNS, grouped

    figure = named.figure
    if figure.value is None:
        return f"{grouped(figure.min)}–{grouped(figure.max)} {named.unit}"
    sign = SIGNS.get(figure.bound, "")
    foreign = measure == "amount" and named.unit != YUAN
    return f"{sign}{grouped(figure.value)} {named.unit}" if sign or foreign else ""
