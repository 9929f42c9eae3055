"""Charts of a comparison: an indicator each, over the years of a place or the places of a year."""
from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

from civx.cli.errors import FileProblem
from civx.cli.formats.shown import clean, grouped
from civx.cli.panels import AREAS

if TYPE_CHECKING:
    from civx.analysis.accounts import Account
    from civx.analysis.compare import Panel, Row

# Okabe and Ito's colours, which people tell apart who see colours otherwise (https://jfly.uni-koeln.de/color/).
_COLOURS = ("#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00", "#000000")
_FONT = "Noto Sans CJK SC, Noto Sans SC, Microsoft YaHei, PingFang SC, SimHei, sans-serif"  # no message
_SCALES = ((Decimal(10) ** 8, "亿"), (Decimal(10) ** 4, "万"))
_WIDTH, _HEIGHT = 300, 170
_ACROSS = 3
_ROUND = Decimal("0.01")


class Point(NamedTuple):
    """A value as it is drawn, in ``unit`` of its chart: of which place and year, and the report's name."""

    place: str
    year: str
    label: str
    value: Decimal


class Chart(NamedTuple):
    """One indicator: its title with the unit, its points in the order of the reports."""

    title: str
    points: tuple[Point, ...]


def charts_of(panel: Panel, wanted: Sequence[str] = (), most: int = 12) -> list[Chart]:
    """A chart of each row that several reports state; with ``wanted`` only those whose title holds one of its words."""
    found = []
    for row in panel.rows:
        chart = _chart(row, panel.columns)
        if len(chart.points) > 1 and (not wanted or any(word in chart.title for word in wanted)):
            found.append(chart)
    return found[:most]


def _chart(row: Row, reports: Sequence[Account]) -> Chart:
    values = [(at, figures[0].value) for at, figures in sorted(row.cells.items()) if len(figures) == 1]
    exact = [(at, value) for at, value in values if value is not None]
    scale, prefix = _scale((value for _, value in exact), row.indicator.measure)
    it = row.indicator
    name = " ".join(filter(None, (it.place, AREAS.get(it.area, it.area), row.subject)))
    points = []
    for at, value in exact:
        report = reports[at]
        year = str(report.year) if report.year is not None else ""
        points.append(Point(clean(report.place), year, clean(report.label), (value / scale).quantize(_ROUND)))
    return Chart(clean(f"{name}（{prefix}{it.unit}）"), tuple(points))


def _scale(values: Iterable[Decimal], measure: str) -> tuple[Decimal, str]:
    """What all values are divided by, and the word for it: 万 or 亿 where the largest is ten of them or more."""
    largest = max((abs(value) for value in values), default=Decimal(0))
    if measure in ("rate", "standard"):
        return Decimal(1), ""
    return next(((scale, name) for scale, name in _SCALES if largest >= scale * 10), (Decimal(1), ""))


def rows_of(chart: Chart) -> list[tuple[str, ...]]:
    """The same as a table, its heads first."""
    return [("报告", chart.title), *((point.label, grouped(point.value)) for point in chart.points)]


def specification(charts: Sequence[Chart]) -> dict[str, Any]:
    """The charts side by side in Vega-Lite: lines where one place has several years, else bars.

    Raises FileProblem, saying what to install, where the library is missing.
    """
    try:
        import altair
    except ImportError as error:
        raise FileProblem("a chart needs altair and vl-convert-python: pip install 'civx[charts]'") from error
    drawn = altair.concat(*(_drawn(altair, chart) for chart in charts), columns=_ACROSS)
    drawn = drawn.configure(font=_FONT, background="white").configure_range(category=list(_COLOURS))
    found: dict[str, Any] = drawn.to_dict()
    return found


def _drawn(altair: Any, chart: Chart) -> Any:
    rows = [
        {"place": point.place or point.label, "year": point.year, "label": point.label, "value": float(point.value)}
        for point in chart.points
    ]
    years, places = {row["year"] for row in rows}, {row["place"] for row in rows}
    apart = len(rows) == len({(row["place"], row["year"]) for row in rows})
    over_time = "" not in years and apart and len(places) < len(rows)
    base = altair.Chart(altair.Data(values=rows), title=chart.title, width=_WIDTH, height=_HEIGHT)
    value = altair.Y("value:Q", title=None, scale=altair.Scale(zero=True))
    if over_time:
        x = altair.X("year:O", title=None, axis=altair.Axis(labelAngle=0))
        legend = None if len(places) == 1 else altair.Legend(orient="bottom")
        colour = altair.Color("place:N", title=None, legend=legend)
        return base.mark_line(point=True).encode(x=x, y=value, color=colour)
    order = [row["label"] for row in rows]
    x = altair.X("label:N", title=None, sort=order, axis=altair.Axis(labelAngle=0 if len(rows) < 6 else -40))
    return base.mark_bar(color=_COLOURS[0]).encode(x=x, y=value)


def drawn(specified: dict[str, Any], form: str) -> bytes:
    """The charts as ``svg`` or ``png``. Raises FileProblem where the library is missing."""
    try:
        import vl_convert
    except ImportError as error:
        raise FileProblem("a chart needs altair and vl-convert-python: pip install 'civx[charts]'") from error
    if form == "png":
        return bytes(vl_convert.vegalite_to_png(specified, scale=2))
    return str(vl_convert.vegalite_to_svg(specified)).encode()
