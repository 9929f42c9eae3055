"""Tables for people of columns of one's own choice."""
from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from rich.box import SIMPLE_HEAD
from rich.table import Table

from .columns import chosen, flat_rows, headers
from .shape import Shape
from .shown import clean, grouped

if TYPE_CHECKING:
    from civx.extractors.model import Extraction


def texts(extraction: Extraction, shape: Shape) -> list[list[str]]:
    """The chosen columns of each row as text."""
    return [list(map(_text, row)) for row in flat_rows(extraction, shape, chosen(shape))]


def free_table(rows: Sequence[Sequence[str]], shape: Shape) -> Table:
    """The rows under their headers; what is too wide goes on in the next line, numbers too, so that none is cut."""
    columns = chosen(shape)
    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    for column, name in zip(columns, headers(columns, shape.headers), strict=True):
        justify = "right" if column.kind in ("number", "integer") else "left"
        table.add_column(name, justify=justify, overflow="fold")  # type: ignore[arg-type]
    for row in rows:
        table.add_row(*row)
    return table


def _text(value: object) -> str:
    if value is None:
        return ""
    return grouped(value) if isinstance(value, Decimal) else clean(str(value))
