"""Tables that go on with the one before (续表, a header that a page repeats): levels and totals are of one table."""

from __future__ import annotations

from collections.abc import Sequence

from .levels import parents_of
from .model import Cell, Table
from .parts import settle_parts


def run_on(tables: Sequence[Table]) -> list[list[Table]]:
    """The tables, each with those that go on with it; of several that each have a total none goes on."""
    found: list[list[Table]] = []
    for table in tables:
        last = found[-1] if found else []
        if last and table.before is last[-1] and _alike(table, last[-1]) and not (
            _has_total(table) and any(map(_has_total, last))
        ):
            last.append(table)
        else:
            found.append([table])
    return found


def _alike(one: Table, other: Table) -> bool:
    return [column.kind for column in one.columns] == [column.kind for column in other.columns]


def _has_total(table: Table) -> bool:
    return any(line.says("total") for line in table.lines)


def settle_together(tables: Sequence[Table]) -> None:
    """Sets what is a part of what in tables that are one."""
    first = tables[0]
    if len(tables) == 1:
        settle_parts(first, parents_of(first))
        return
    whole = Table(first.start)
    whole.captions, whole.columns = first.captions, first.columns
    pairs: list[tuple[Cell, Cell]] = []
    for table in tables:
        for cell in table.cells:
            joined = Cell(cell.quantity, cell.line + len(whole.lines), first.columns[cell.column.number])
            pairs.append((cell, joined))
        whole.lines += table.lines
    whole.cells = [joined for _, joined in pairs]
    settle_parts(whole, parents_of(whole))
    for cell, joined in pairs:
        cell.above = joined.above
