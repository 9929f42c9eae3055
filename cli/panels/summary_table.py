"""Key figures as tables that fit 100 columns."""
from __future__ import annotations

from collections.abc import Iterable

from rich.box import SIMPLE_HEAD
from rich.table import Table

from civx.analysis.summary import Summary
from civx.cli.language import told

from . import console_on
from .summary_rows import HEADINGS, footing, heading, text_rows

_WIDTH = 100
_NAME = 26


def write(found: Iterable[Summary], output: str | None) -> None:
    """Write them, a table for each report. Raises FileProblem where the system refuses."""
    with console_on(output, _WIDTH) as (console, _):
        console.width = _WIDTH
        for number, one in enumerate(found):
            if number:
                console.print()
            console.print(heading(one), style="bold")
            if one.lines:
                console.print(_table(one))
            if text := footing(one):
                console.print(text)


def _table(found: Summary) -> Table:
    table = Table(box=SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0))
    table.add_column(HEADINGS[0], max_width=_NAME, overflow="fold")
    for name in HEADINGS[1:-1]:
        table.add_column(told(name), justify="right", overflow="fold")
    table.add_column(told(HEADINGS[-1]), overflow="fold")
    for row in text_rows(found):
        name, *cells = row.cells
        table.add_row(f"  · {name}" if row.under else name, *cells)
    return table
