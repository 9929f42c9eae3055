"""How extractions, findings and comparisons show themselves in a notebook: HTML without scripts, everything escaped."""
from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from civx.extractors.model import Fact

    from .comparing import Comparison
    from .extraction import Extraction, Extractions
    from .findings import Findings

_LONGEST = 20_000  # characters of a text that a notebook shows
_MOST = 200  # rows of a table
_COLOURS = {
    "actual": "#d7ebff", "planned": "#e6dcff", "previous": "#e4e7eb", "change": "#d6f5dd", "norm": "#fff1c2",
}
_BOX = (
    "max-height:28em;overflow:auto;white-space:pre-wrap;overflow-wrap:anywhere;border:1px solid #d0d7de;"
    "padding:.4em .8em;line-height:1.7;color:#1c2128;background:#fff"
)


def extraction_html(found: Extraction) -> str:
    """The text with every number marked, coloured by its status; what a number is shows where one points at it."""
    shown = found.text[:_LONGEST]
    key = " ".join(
        f'<span style="background:{colour};color:#1c2128;padding:0 .3em">{name}</span>'
        for name, colour in _COLOURS.items() if any(fact.status == name for fact in found)
    )
    more = len(found.text) - len(shown)
    rest = f"<p>… {more:,} more characters</p>" if more else ""
    head = f"<b>{escape(found.source)}</b> · {len(found)} facts {key}"
    return f'<div><p>{head}</p><div style="{_BOX}">{"".join(_marked(shown, found.facts))}</div>{rest}</div>'


def _marked(text: str, facts: Sequence[Fact]) -> Iterator[str]:
    """The pieces of the text; facts that share their characters are one mark."""
    at = 0
    told: dict[tuple[int, int], list[Fact]] = {}
    for fact in facts:
        told.setdefault((fact.start, fact.end), []).append(fact)
    for (start, end), own in sorted(told.items()):
        if start < at or end > len(text):
            continue  # inside another, or behind what is shown
        yield escape(text[at:start])
        title = escape("\n".join(map(_told, own)), quote=True)
        colour = _COLOURS.get(own[0].status, "#eee")
        yield f'<mark title="{title}" style="background:{colour};color:#1c2128">{escape(text[start:end])}</mark>'
        at = end
    yield escape(text[at:])


def _told(fact: Fact) -> str:
    from civx.cli.formats.as_table import human

    words = (fact.programme, fact.place, fact.subject, human(fact), fact.status, fact.direction, fact.period)
    return " · ".join(filter(None, words))


def list_html(found: Extractions) -> str:
    """A line for each report."""
    rows = [(one.source, one.reports[0].title if one.reports else "", len(one)) for one in found]
    return _table(("source", "title", "facts"), rows) + "".join(
        f"<p>not read: <b>{escape(name)}</b>: {escape(why)}</p>" for name, why in found.failed.items()
    )


def findings_html(found: Findings) -> str:
    """A line for each finding."""
    rows = [
        (one.at.source, one.at.line, one.severity, one.kind, one.message, ", ".join(fact.quote for fact in one.facts))
        for one in found
    ]
    said = f"<p>{escape(repr(found)[1:-1])}</p>"
    return said + (_table(("source", "line", "severity", "kind", "finding", "facts"), rows) if rows else "")


def comparison_html(found: Comparison) -> str:
    """A line for each indicator, a column for each report; money in 万元."""
    from civx.cli.panels import AREAS, human, unit_of

    rows = []
    for row in found:
        it = row.indicator
        name = " ".join(filter(None, (it.place, AREAS.get(it.area, it.area), row.subject)))
        cells = [
            "; ".join(human(figure, it, "wan") for figure in row.cells.get(number, ()))
            for number in range(len(found.labels))
        ]
        rows.append((it.programme, name, unit_of(it, "wan"), *cells))
    return _table(("programme", "indicator", "unit", *found.labels), rows)


def _table(header: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    shown = rows[:_MOST]
    more = f"<p>… {len(rows) - len(shown)} more rows</p>" if len(rows) > len(shown) else ""
    return f"<table><thead>{_row(header, 'th')}</thead><tbody>{''.join(map(_row, shown))}</tbody></table>{more}"


def _row(cells: Iterable[object], tag: str = "td") -> str:
    return f"<tr>{''.join(f'<{tag}>{escape(str(cell))}</{tag}>' for cell in cells)}</tr>"
