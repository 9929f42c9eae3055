"""Sentences that are rows of a table, put together again: rows below each other, and which column a number stands in.

The report's own lines are not here, only rows that hold facts; a row without any shows as a gap in the line numbers.
"""
from __future__ import annotations

from collections.abc import Iterable, Iterator

from .reading import Line, Mention

_EMPTY = frozenset("-－—–―─一/／\\…·.*")  # a cell of such signs alone says that there is nothing


class Row:
    """A row: its cells' words, the numbers among them by column, and what it is called."""

    __slots__ = ("cells", "label", "line", "mentions", "number")

    def __init__(self, line: Line) -> None:
        mark = "\t" if "\t" in line.text else "|"
        self.line = line
        self.number = line.mentions[0].fact.line
        self.cells = [cell.strip(" 　*") for cell in line.text.split(mark)]
        self.mentions: dict[int, Mention] = {}
        for mention in line.mentions:
            self.mentions.setdefault(line.text.count(mark, 0, mention.fact.start - line.start), mention)
        self.label = next((cell for cell in self.cells if cell and not cell.isdigit()), "")

    def empty(self, column: int) -> bool:
        """Whether a sign in the column says that there is nothing; a blank may be a number that is missing."""
        cell = self.cells[column] if column < len(self.cells) else ""
        return bool(cell) and set(cell) <= _EMPTY


def tables(all_rows: Iterable[Row]) -> Iterator[list[Row]]:
    """Rows that stand right below each other and have as many cells."""
    rows: list[Row] = []
    for row in all_rows:
        if rows and (row.number != rows[-1].number + 1 or len(row.cells) != len(rows[-1].cells)):
            yield rows
            rows = []
        rows.append(row)
    if rows:
        yield rows
