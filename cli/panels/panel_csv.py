"""A comparison as CSV: for each report a column of values, one of their bounds and one of the facts' ids."""
from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from decimal import Decimal

from civx.analysis.compare import Panel, Row, ids_of
from civx.analysis.indicators import Figure
from civx.cli.formats.as_csv import BOM, neutral
from civx.cli.formats.shown import plain
from civx.cli.writing import is_special, opened

from . import scaled, unit_of

_FIRST = (
    "programme", "subject", "family", "place", "area", "measure", "unit", "status", "direction", "period", "part",
    "indicator", "indicator_name", "reports",
)
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
        joined = _Joiner()
        out.write(joined(header) + "\r\n")
        for row in panel.rows:
            out.write(_line(row, panel, money, joined))


class _Joiner:
    """Cells as a part of a line of CSV."""

    def __init__(self) -> None:
        self._out = io.StringIO(newline="")
        self._writer = csv.writer(self._out, lineterminator="")

    def __call__(self, cells: Iterable[object]) -> str:
        self._out.seek(0)
        self._out.truncate()
        self._writer.writerow(cells)
        return self._out.getvalue()


def _line(row: Row, panel: Panel, money: str, joined: _Joiner) -> str:
    """A line of CSV. Most cells of a row may be empty: only the others go through the writer."""
    it = row.indicator
    first = (
        *map(neutral, (it.programme, row.subject, it.family, it.place, it.area, it.measure, unit_of(it, money))),
        it.status, it.direction, it.period, "yes" if it.part else "",
        *((row.official.id, neutral(row.official.name)) if row.official else ("", "")), len(row.cells),
    )
    parts = [joined(first)]
    last = -1
    for at, figures in sorted(row.cells.items()):
        parts.append("," * (_OF_A_REPORT * (at - last - 1)))
        cells = (
            _SEVERAL.join(_value(figure, row, money) for figure in figures),
            _SEVERAL.join(figure.bound for figure in figures),
            _SEVERAL.join(ids_of(figures)),
        )
        parts.append("," + joined(cells))
        last = at
    parts.append("," * (_OF_A_REPORT * (len(panel.columns) - last - 1)))
    if panel.compared is not None:
        parts.append("," + joined(_change(row, money)))
    return "".join(parts) + "\r\n"


def _value(figure: Figure, row: Row, money: str) -> str:
    if figure.value is None:
        return f"{_number(figure.min, row, money)}–{_number(figure.max, row, money)}"
    return _number(figure.value, row, money)


def _number(number: Decimal | None, row: Row, money: str) -> str:
    shown = scaled(number, row.indicator, money)
    return "" if shown is None else plain(shown)


def _change(row: Row, money: str) -> tuple[str, str]:
    if row.change is None:
        return "", ""
    percent = row.change.percent
    return _number(row.change.value, row, money), "" if percent is None else plain(percent)
