"""A comparison as JSON: the reports, then one object a row, on a line of its own."""
from __future__ import annotations

from typing import Any

from civx.analysis.accounts import Account
from civx.analysis.compare import Panel, Row, ids_of
from civx.analysis.indicators import Figure
from civx.cli.writing import opened

from . import scaled, unit_of
from .exact import exact


def write(panel: Panel, output: str | None, money: str) -> None:
    """Write it. Raises FileProblem where the system refuses."""
    with opened(output) as out:
        out.write('{"reports": [\n' + ",\n".join(exact(_report(report)) for report in panel.columns) + "\n],\n")
        out.write(f'"left_out": {exact(dict(panel.left_out))},\n"rows": [')
        labels = [report.label for report in panel.columns]
        for number, row in enumerate(panel.rows):
            out.write((",\n" if number else "\n") + exact(_row(row, labels, money)))
        out.write("\n]}\n" if panel.rows else "]}\n")


def _report(report: Account) -> dict[str, Any]:
    return {
        "label": report.label, "source": report.source, "title": report.title, "place": report.place,
        "year": report.year, "months": report.months, "facts": len(report.facts),
    }


def _row(row: Row, labels: list[str], money: str) -> dict[str, Any]:
    it = row.indicator
    record: dict[str, Any] = {
        "programme": it.programme, "subject": row.subject, "family": it.family, "place": it.place, "area": it.area,
        "measure": it.measure, "unit": unit_of(it, money), "status": it.status, "direction": it.direction,
        "period": it.period, "part": it.part,
        "indicator": row.official.id if row.official else "",
        "indicator_name": row.official.name if row.official else "", "reports": len(row.cells),
        "cells": {labels[at]: [_figure(figure, row, money) for figure in figures] for at, figures in row.cells.items()},
    }
    if row.change is not None:
        record["change"] = {
            "value": scaled(row.change.value, it, money), "percent": row.change.percent, "about": row.change.about,
        }
    return record


def _figure(figure: Figure, row: Row, money: str) -> dict[str, Any]:
    low, high = (scaled(number, row.indicator, money) for number in (figure.min, figure.max))
    return {
        "value": scaled(figure.value, row.indicator, money), "min": low, "max": high, "bound": figure.bound,
        "period": figure.facts[0].period, "ids": ids_of([figure]),
    }
