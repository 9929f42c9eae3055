"""A comparison as CSV: for each report a column of values, one of their bounds and one of the facts' ids."""
from __future__ import annotations

import csv
from collections.abc import Iterator
from decimal import Decimal

from civx.analysis.compare import Panel, Row, ids_of
from civx.analysis.indicators import Figure
from civx.cli.formats.as_csv import BOM, neutral
from civx.cli.formats.records import plain
from civx.cli.writing import is_special, opened

from . import scaled, unit_of

_FIRST = ("programme", "subject", "family", "place", "area", "measure", "unit", "status", "period", "part", "reports")
_SEVERAL = "; "
_OF_A_REPORT = 3


def write(panel: Panel, output: str | None, money: str) -> None:
    """Write it. Several values stand in one cell, joined by semicolons, so that none passes for the only one.

    A file begins with a byte-order mark, by which Excel knows UTF-8. Raises FileProblem where the system refuses.
    """
    labels = [neutral(report.label) for report in panel.columns]
    header = [*_FIRST, *(name for label in labels for name in (label, f"{label} bound", f"{label} ids"))]
    if panel.compared is not None:
        header += ["change", "change %"]
    with opened(output) as out:
        if output not in (None, "-") and not is_special(str(output)):
            out.write(BOM)
        writer = csv.writer(out)
        writer.writerow(header)
        writer.writerows(_rows(panel, money))


def _rows(panel: Panel, money: str) -> Iterator[list[object]]:
    empty: list[object] = [""] * (_OF_A_REPORT * len(panel.columns))
    for row in panel.rows:
        it = row.indicator
        cells = empty.copy()
        for at, figures in row.cells.items():
            cells[_OF_A_REPORT * at : _OF_A_REPORT * (at + 1)] = (
                _SEVERAL.join(_value(figure, row, money) for figure in figures),
                _SEVERAL.join(figure.bound for figure in figures),
                _SEVERAL.join(ids_of(figures)),
            )
        yield [
            *map(neutral, (it.programme, row.subject, it.family, it.place, it.area, it.measure, unit_of(it, money))),
            it.status, it.period, "yes" if it.part else "", len(row.cells), *cells, *_change(row, panel, money),
        ]


def _value(figure: Figure, row: Row, money: str) -> str:
    if figure.value is None:
        return f"{_number(figure.min, row, money)}–{_number(figure.max, row, money)}"
    return _number(figure.value, row, money)


def _number(number: Decimal | None, row: Row, money: str) -> str:
    shown = scaled(number, row.indicator, money)
    return "" if shown is None else plain(shown)


def _change(row: Row, panel: Panel, money: str) -> list[str]:
    if panel.compared is None:
        return []
    if row.change is None:
        return ["", ""]
    percent = row.change.percent
    return [_number(row.change.value, row, money), "" if percent is None else plain(percent)]
