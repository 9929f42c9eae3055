"""A comparison as a table for people: the rows of several reports, then those that only one has."""
from __future__ import annotations

from collections.abc import Iterable

from rich.box import SIMPLE_HEAD
from rich.cells import cell_len
from rich.console import Console
from rich.table import Table

from civx.analysis.compare import Panel, Row
from civx.cli.formats.shown import clean, grouped, standing
from civx.cli.language import listed, told

from . import AREAS, console_on, human, scaled, unit_of

_LEAST = 60  # columns of a terminal
_BESIDE = 54  # what programme, indicator and unit take
_BESIDE_CHANGE = 20
_NARROWEST, _WIDEST = 10, 18
_OTHER = {
    "status": "plans, changes, earlier values and rules (--status)", "period": "results of other times (--period)",
    "filter": "by filters", "unmatched": "in one report only",
}


def write(panel: Panel, output: str | None, money: str) -> None:
    """Write it. Where there are more reports than fit side by side, the first are shown and a line says so.

    Raises FileProblem where the system refuses.
    """
    with console_on(output, _LEAST) as (console, _):
        shown = _fitting(panel, console.width)
        matched = [row for row in panel.rows if row.matched]
        single = [row for row in panel.rows if not row.matched]
        for title, rows in ((told("In several reports"), matched), (told("In one report only"), single)):
            if rows:
                console.print(_table(f"{title}: {len(rows)}", rows, panel, shown, money))
        if not panel.rows:
            console.print(told("No facts to compare."))
        _notes(console, panel, shown)


def _fitting(panel: Panel, width: int) -> int:
    """How many reports fit side by side."""
    room = width - _BESIDE - (_BESIDE_CHANGE if panel.compared else 0)
    count = 0
    for report in panel.columns:
        room -= max(_NARROWEST, min(_WIDEST, cell_len(report.label))) + 2
        if room < 0:
            break
        count += 1
    return max(count, min(2, len(panel.columns)))


def _table(title: str, rows: Iterable[Row], panel: Panel, shown: int, money: str) -> Table:
    table = Table(title=title, title_justify="left", box=SIMPLE_HEAD, pad_edge=False)
    table.add_column(told("programme"), overflow="fold")
    table.add_column(told("indicator"), ratio=1, overflow="fold")
    table.add_column(told("unit"), overflow="fold")
    for report in panel.columns[:shown]:
        table.add_column(clean(report.label), justify="right", overflow="fold", max_width=_WIDEST)
    if panel.compared:
        table.add_column(told("change"), justify="right", overflow="fold")
        table.add_column("%", justify="right", no_wrap=True)
    last = ""
    for row in rows:
        programme = row.indicator.programme
        cells = [_cell(row, number, money) for number in range(shown)]
        change = _change(row, money) if panel.compared else ()
        start = (programme if programme != last else "", _named(row), clean(unit_of(row.indicator, money)))
        table.add_row(*start, *cells, *change)
        last = programme
    return table


def _named(row: Row) -> str:
    it = row.indicator
    words = (
        it.place, AREAS.get(it.area, it.area), "其中" if it.part else "", row.subject,
        standing(it.status, it.direction) if it.status != "actual" else "", it.period,
    )
    return clean(" ".join(filter(None, words)))


def _cell(row: Row, number: int, money: str) -> str:
    figures = row.cells.get(number, ())
    mark = "*" if len(figures) > 1 else ""
    return "\n".join(clean(human(figure, row.indicator, money)) + mark for figure in figures)


def _change(row: Row, money: str) -> tuple[str, str]:
    change = row.change
    if change is None:
        return "", ""
    about = "≈ " if change.about else ""
    value = scaled(change.value, row.indicator, money)
    percent = "" if change.percent is None else f"{change.percent:{'+' if change.percent else ''},f}"
    return f"{about}{'+' if change.value > 0 else ''}{grouped(value)}", percent


def _notes(console: Console, panel: Panel, shown: int) -> None:
    if any(len(figures) > 1 for row in panel.rows for figures in row.cells.values()):
        console.print(told("* the report gives several values"))
    if panel.compared:
        old, new = (panel.columns[number].label for number in panel.compared)
        console.print(told(f"change: from {clean(old)} to {clean(new)}; of rates in points"))
    if shown < len(panel.columns):
        console.print(told(f"{shown} of {len(panel.columns)} reports fit here: -f csv, xlsx or json has them all"))
    left = [f"{count} {told(_OTHER[reason])}" for reason, count in panel.left_out.items() if count]
    if left:
        console.print(told(f"left out: {listed(left)}"))
