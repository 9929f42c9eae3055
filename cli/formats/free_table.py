"""Tables for people in other shapes than a fact a row: the wide layout, and columns of one's own choice."""
from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from rich.box import SIMPLE_HEAD
from rich.table import Table

from .as_table import clean, grouped
from .columns import Column, chosen, flat_rows, headers
from .shape import Shape

if TYPE_CHECKING:
    from civx.extractors.model import Extraction

# In a wide table a number's unit stands behind it; the file and the report stand above the table.
_UNITS = {"amount": "amount_unit", "standard": "standard_unit", "rate": "rate_unit", "count": "count_unit"}
_NOT_SHOWN = {"source", "report", "ids", *_UNITS.values()}
_FOLDED = {"source", "report", "section", "subject", "notes", "lines", "ids", "quote", "sentence", "rule", "place"}


class Shown(NamedTuple):
    """A row as it is printed, and the report that it is printed under (``""`` where the columns are chosen)."""

    title: str
    cells: tuple[str, ...]


def shown_rows(extraction: Extraction, shape: Shape) -> tuple[Shown, ...]:
    """The rows as text; in the wide layout with units, and with the innermost heading alone."""
    columns = _columns(shape)
    if shape.columns:
        return tuple(Shown("", tuple(map(_text, row))) for row in flat_rows(extraction, shape, columns))
    from .wide import wide_rows

    rows = []
    for row in wide_rows(extraction, shape.money):
        section = row["section"]
        row["section"] = section[-1] if isinstance(section, tuple) and section else ""
        cells = [f"{_text(row[c.name])} {row[_UNITS[c.name]]}".strip() if c.name in _UNITS else _text(row[c.name])
                 for c in columns]
        rows.append(Shown(str(row["report"]), tuple(cells)))
    return tuple(rows)


def free_table(title: str, rows: Sequence[Shown], shape: Shape) -> Table:
    """The rows under their headers; without ``--columns`` only the columns that hold anything."""
    columns = _columns(shape)
    names = headers(columns, shape.headers)
    held = [at for at in range(len(columns)) if shape.columns or any(row.cells[at] for row in rows)]
    table = Table(title=clean(title), title_justify="left", box=SIMPLE_HEAD, pad_edge=False)
    for at in held:
        right = columns[at].kind in ("number", "integer")
        folded = columns[at].name in _FOLDED
        table.add_column(names[at], justify="right" if right else "left", no_wrap=not folded, overflow="fold")
    for row in rows:
        table.add_row(*[row.cells[at] for at in held])
    return table


def _columns(shape: Shape) -> tuple[Column, ...]:
    columns = chosen(shape)
    return columns if shape.columns else tuple(column for column in columns if column.name not in _NOT_SHOWN)


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return grouped(value)
    return clean("; ".join(map(str, value)) if isinstance(value, tuple) else str(value))
