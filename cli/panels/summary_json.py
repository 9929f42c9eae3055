"""Key figures as JSON: an array with an object for each report."""
from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from civx.analysis.summary import Line, Named, Summary
from civx.cli.writing import opened

from .exact import exact


def write(found: Iterable[Summary], output: str | None) -> None:
    """Write them. Raises FileProblem where the system refuses."""
    with opened(output) as out:
        separator = "[\n"
        for one in found:
            out.write(separator + exact(_summary(one)))
            separator = ",\n"
        out.write("[]\n" if separator == "[\n" else "\n]\n")


def _summary(found: Summary) -> dict[str, Any]:
    report = found.report
    return {
        "label": report.label, "source": report.source, "title": report.title, "place": report.place,
        "year": report.year, "facts": len(report.facts), "figures": [_line(line) for line in found.lines],
        "others": dict(found.others), "set_aside": dict(found.set_aside),
    }


def _line(line: Line) -> dict[str, Any]:
    values = {measure: [_value(named) for named in figures] for measure, figures in line.cells.items()}
    return {"programme": line.programme, "key": line.key, "area": line.area, **values}


def _value(named: Named) -> dict[str, Any]:
    figure = named.figure
    return {
        "value": figure.value, "min": figure.min, "max": figure.max, "bound": figure.bound, "unit": named.unit,
        "subject": named.subject, "apart": named.apart, "lines": sorted({fact.line for fact in figure.facts}),
        "ids": [fact.id for fact in figure.facts],
    }
