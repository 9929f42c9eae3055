"""What is read of a table before it is known what its numbers are about."""

from __future__ import annotations

from typing import NamedTuple

from ..quantities.quantity import Quantity
from ..text.rows import Row, Span
from .head import Head
from .words import Unit

Placed = tuple[Head, Span]  # a head and where it stands
NOWHERE: Span = (-1, -1)


class Column:
    """A column: its heads from the top, and its ``kind``.

    ``label`` columns name the rows, ``unit`` columns hold their units, ``value`` columns numbers; in an ``open`` one
    only cells that name their unit are read as the table's, in an ``other`` none. ``rule`` says why its numbers are
    no facts. ``spans`` says where each head stands. ``places`` says that what names the rows are places,
    ``whole`` that all its numbers are whole ones, ``negative`` that some stand in brackets, ``bracketed`` that they do
    with a sign of their own inside,
    ``goes_on`` the rule of the 其中 to its left where it is another such part.
    """

    __slots__ = (
        "bracketed", "goes_on", "group", "heads", "kind", "negative", "number", "places", "rule", "spans", "unit",
        "unit_rule", "whole",
    )

    def __init__(self, number: int, heads: list[Head], spans: list[Span]) -> None:
        self.number = number
        self.heads = heads
        self.spans = spans
        self.kind = "other"
        self.rule = self.goes_on = ""
        self.places = self.whole = self.negative = self.bracketed = False
        self.unit: Unit | None = None
        self.unit_rule = ""
        for head in reversed(heads):
            if head.unit is not None:
                self.unit, self.unit_rule = head.unit, head.unit_rule
                break
        self.group = "\n".join(head.text for head in heads[:-1])

    @property
    def placed(self) -> list[Placed]:
        """The heads with where they stand, from the top."""
        return list(zip(self.heads, self.spans, strict=True))

    @property
    def name(self) -> str:
        """The lowest head as it is written."""
        return self.heads[-1].text if self.heads else ""

    def says(self, role: str) -> str:
        """The rule by which one of the heads has the role, the lowest first; "" where none has."""
        if role == "part" and self.goes_on:
            return self.goes_on
        return next((head.roles[role].rule for head in reversed(self.heads) if role in head.roles), "")


class Line(NamedTuple):
    """A row with numbers: its heads (places and times apart), how deep it is indented, and its own unit.

    ``spans`` says where its heads stand, ``place_span`` and ``time_span`` where place and time do.
    """

    row: Row
    heads: tuple[Head, ...]
    place: str
    time: Head | None
    indent: int
    unit: Unit | None
    unit_rule: str
    heading: str
    spans: tuple[Span, ...]
    place_span: Span
    time_span: Span
    part: str = ""  # the rule by which it is a part of a row above: 其中：…
    dittoed: tuple[str, ...] = ()  # the rules of its marks for what stands above: 同上
    lent: bool = False  # whether its unit is that of the row above
    title: bool = False  # whether it has no numbers and only names what the rows below are about
    code: str = ""  # of the list of accounts: 2081001
    ordinal: str = ""  # in a column of ordinals, where those are of several kinds: 一 1 2 二 3

    @property
    def placed(self) -> list[Placed]:
        """The heads with where they stand, the outermost first."""
        return list(zip(self.heads, self.spans, strict=True))

    @property
    def is_total(self) -> bool:
        """Whether one of its heads is that of a total."""
        return any(head.is_total for head in self.heads)

    def says(self, role: str) -> str:
        """The rule by which one of the row's heads has the role; "" where none has."""
        if role == "part":
            return self.part
        return next((head.roles[role].rule for head in reversed(self.heads) if role in head.roles), "")


class Cell:
    """A quantity with its row (an index into ``Table.lines``) and column.

    ``above`` is that of the row that its own row is a part of.
    """

    __slots__ = ("above", "column", "line", "quantity")

    def __init__(self, quantity: Quantity, line: int, column: Column) -> None:
        self.quantity = quantity
        self.line = line
        self.column = column
        self.above: Quantity | None = None


class Table:
    """A table that was read: the lines above it, the units they name, its rows and the quantities in them."""

    __slots__ = (
        "before", "caption_spans", "captions", "cells", "columns", "head", "label_rules", "left", "lines",
        "named_units", "row_units", "rows", "start", "texts", "units", "units_rule",
    )

    def __init__(self, start: int) -> None:
        self.start = start
        self.before: Table | None = None  # the one that it goes on with: 续表
        self.captions: list[str] = []
        self.caption_spans: list[Span] = []
        self.units: list[Unit] = []
        self.units_rule = ""
        self.named_units: dict[str, tuple[Unit, str]] = {}  # of rows or columns that a line names: 救助支出为万元
        self.columns: list[Column] = []
        self.label_rules: list[str] = []  # the rules that know the heads of its label columns
        self.lines: list[Line] = []
        self.row_units: list[Unit] = []  # those that rows name by themselves
        self.cells: list[Cell] = []
        self.rows: tuple[Row, ...] = ()
        self.head = 0  # so many of the rows are its header
        self.left: list[tuple[Span, Column | None]] = []  # numbers of which nothing says what they are counted in
        self.texts: list[tuple[int, int, Column]] = []  # cells with words and figures, which are read as sentences
