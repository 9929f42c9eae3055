"""Pages without scripts: findings, comparisons, summaries and charts in the look of the evidence page."""
from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from civx import __version__
from civx.cli.formats.shown import clean, counted, grouped
from civx.cli.language import TAGS, current, named, told
from civx.cli.panels import AREAS, human, scaled, unit_of

from .document import asset, digest, engine

if TYPE_CHECKING:
    from civx.analysis.audit import Finding
    from civx.analysis.compare import Panel, Row
    from civx.analysis.indicators import Figure
    from civx.analysis.summary import Summary
    from civx.cli.findings import Audited
    from civx.extractors.model import Fact

_WIDTH, _HEIGHT = 96, 22  # of the bars beside a row, in pixels
_MONEY = "wan"


class Sentence(NamedTuple):
    """A fact in its sentence: the words before the number, it, those behind; ``href`` leads to it in the evidence."""

    line: int
    before: str
    quote: str
    after: str
    subject: str
    href: str


def findings_page(audited: Sequence[Audited], evidence: str) -> str:
    """The findings of an audit; ``evidence`` is the address of an evidence page of the same files, or ""."""
    sources = [
        {
            "name": one.source, "counts": _counts(one),
            "findings": [_finding(finding, evidence) for finding in one.written],
        }
        for one in audited
    ]
    broken = sum(len(one.findings) for one in audited)
    title = told(f"civx audit: {broken} findings in {len(audited)} files")
    return _written("findings.html", title, sources=sources)


def _counts(one: Audited) -> str:
    counts = (
        counted(one.facts, "fact"), told(f"{len(one.right) + len(one.findings)} relations checked"),
        told(f"{one.covered} facts in one"), told(f"{len(one.written)} shown"),
    )
    return " · ".join(counts)


def _finding(one: Finding, evidence: str) -> dict[str, Any]:
    return {
        "severity": one.severity, "severity_name": named("severity", one.severity), "kind": named("kind", one.kind),
        "message": clean(told(one.message)), "why": clean(told(one.why)), "likely": _likely(one),
        "sentences": [_sentence(fact, evidence) for fact in one.facts],
    }


def _likely(one: Finding) -> str:
    """Which figure is likelier wrong, and what it would be for the relation to hold; "" where none stands out."""
    if one.likely is None:
        return ""
    quote = clean(one.likely.quote)
    return told(f"likelier wrong: {quote}; {one.agrees} would agree" if one.agrees else f"likelier wrong: {quote}")


def _sentence(fact: Fact, evidence: str) -> Sentence:
    before, quote, after = fact.sentence.partition(fact.quote)
    href = f"{evidence}#{fact.id}" if evidence else ""
    return Sentence(fact.line, clean(before), clean(quote or fact.quote), clean(after), clean(fact.subject), href)


def panel_page(panel: Panel, evidence: str) -> str:
    """A comparison: a row for each indicator, with a bar for each value, and how many reports state it."""
    rows = [
        {
            "programme": row.indicator.programme, "name": _named(row), "unit": clean(unit_of(row.indicator, _MONEY)),
            "cells": [_cells(row, number, evidence) for number in range(len(panel.columns))],
            "bars": _bars(row, len(panel.columns)), "change": _change(row), "coverage": len(row.cells),
        }
        for row in panel.rows
    ]
    labels = [clean(column.label) for column in panel.columns]
    title = told(f"civx compare: {len(labels)} reports")
    return _written("panel.html", title, rows=rows, labels=labels, compared=panel.compared)


def _named(row: Row) -> str:
    it = row.indicator
    words = (it.place, AREAS.get(it.area, it.area), "其中" if it.part else "", row.subject, it.period)
    return clean(" ".join(filter(None, words)))


def _cells(row: Row, number: int, evidence: str) -> list[tuple[str, str]]:
    figures: Iterable[Figure] = row.cells.get(number, ())
    return [
        (clean(human(figure, row.indicator, _MONEY)), f"{evidence}#{figure.facts[0].id}" if evidence else "")
        for figure in figures
    ]


def _change(row: Row) -> str:
    if row.change is None:
        return ""
    value = scaled(row.change.value, row.indicator, _MONEY)
    percent = "" if row.change.percent is None else f" ({row.change.percent:+,f}%)"
    return f"{'+' if row.change.value > 0 else ''}{grouped(value)}{percent}"


def _bars(row: Row, columns: int) -> list[tuple[float, float, float, float]]:
    """A bar for each report, from nothing up, as x, y, width and height; none where fewer than two state a value."""
    values = [(at, figures[0].value) for at, figures in sorted(row.cells.items()) if figures[0].value is not None]
    numbers = [(at, float(value)) for at, value in values if value is not None and value >= 0]
    most = max((number for _, number in numbers), default=0.0)
    if len(numbers) < 2 or not most:
        return []
    step = min(_WIDTH / columns, _HEIGHT)
    found = []
    for at, number in numbers:
        height = max(round(_HEIGHT * number / most, 1), 1.0)
        found.append((round(at * step, 1), _HEIGHT - height, round(step * 0.75, 1), height))
    return found


def summary_page(found: Sequence[Summary]) -> str:
    """The key figures of reports, a table each."""
    from civx.cli.panels.summary_rows import HEADINGS, footing, heading, text_rows

    reports = [
        {"heading": heading(one), "footing": footing(one), "rows": [(row.cells, row.under) for row in text_rows(one)]}
        for one in found
    ]
    title = told(f"civx summary: {len(reports)} reports")
    return _written("summary.html", title, reports=reports, headings=list(map(told, HEADINGS)))


def chart_page(title: str, pictures: Sequence[tuple[str, str, Sequence[Sequence[str]]]]) -> str:
    """Charts as (name, SVG of ours, rows of the table that says the same)."""
    from markupsafe import Markup

    charts = [(name, Markup(svg), rows) for name, svg, rows in pictures]
    return _written("charts.html", title, charts=charts)


def _written(template: str, title: str, **values: Any) -> str:
    from markupsafe import Markup

    environment = engine()
    style = asset("still.css")
    policy = f"default-src 'none'; style-src {digest(style)}; base-uri 'none'; form-action 'none'"
    return str(environment.get_template(template).render(
        title=title, version=__version__, told=told, lang=TAGS[current()], policy=Markup(policy), style=Markup(style),
        **values,
    ))
