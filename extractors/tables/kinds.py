"""What each column of a table holds: what names the rows, their units, values, or what is none of the table's."""

from __future__ import annotations

from decimal import Decimal

from civx.patterns.kept import compiled

from ..text.rows import Span
from .cells import numeric
from .heads import HeadReader
from .model import Column
from .words import bare

_VALUES = (
    "value", "month", "sum", "total", "measure", "money", "share", "change", "previous", "planned", "actual", "part",
)
_SAMPLE = 60  # so many rows show what a column holds
_PLAIN = compiled(r"-?\d[\d,，]*(?:\.\d+)?")
_GAPS = str.maketrans("", "", ",，")
LABELS = ("label", "place", "time")
_NEGATIVE = compiled(r"[(（]\s*\d[\d,，. ]*%?\s*[)）]")  # as accounts write what is below nought
_SIGNED = compiled(r"[(（]\s*[-+−]\s*\d[\d,，. ]*%?\s*[)）]")
_WHOLE = compiled(r"[-+−]?\d{1,3}(?:[,，]?\d{3})*")


def settle_kinds(
    text: str, columns: list[Column], cells: list[list[Span]], reader: HeadReader, units: bool
) -> None:
    """Says of each column what it holds."""
    values = labels = False
    names: list[int] = []
    for column in columns:
        own = [text[slice(*row[column.number])] for row in cells[:_SAMPLE] if column.number < len(row)]
        filled = [cell for cell in own if any(sign.isalnum() for sign in cell)]
        whole = [cell for cell in filled if _WHOLE.fullmatch(cell) is not None]
        column.whole = bool(whole) and len(whole) == sum(map(numeric, filled))
        bracketed = sum(_NEGATIVE.fullmatch(cell) is not None for cell in filled)
        signed = any(_SIGNED.fullmatch(cell) is not None for cell in filled)  # (-0.4%) and (0.1%): brackets say nothing
        column.bracketed = signed
        column.negative = not signed and 0 < bracketed < sum(any(map(str.isdigit, cell)) for cell in filled)
        numbers = bracketed + sum(_SIGNED.fullmatch(cell) is not None for cell in filled) + sum(
            numeric(cell) or (cell[0].isdigit() and reader.words.measured(cell)) for cell in filled
        )
        column.rule = column.says("number") or ("" if _named(column) else column.says("remark"))
        if column.rule and not numbers and names and not values and filled and not column.says("number") and (
            len(filled) == len(cells[:_SAMPLE]) and not _tell_rows([columns[n] for n in names], text, cells, reader)
        ):
            column.rule = ""  # 性别 beside 补贴种类, which is the same in several rows
        if column.rule:
            continue
        if _holds_units(column, filled, reader):
            column.kind, column.rule = "unit", column.says("unit")
        elif labels and _named(column) and not column.says("time") and numbers * 2 > len(filled):
            column.kind, values = "value", True  # 保障对象 above 本期数 and 上年同期数
        elif not values and (numbers * 2 < len(filled) or _named(column)) and not _is_value(column, numbers):
            # Of several columns of text before the first value those name the rows that say so, the first, and what
            # tells apart the rows that have the same name in it.
            if _named(column) or not labels or (filled and all(reader.read(cell).place for cell in filled)) or (
                not numbers and not _tell_rows([columns[n] for n in names], text, cells, reader)
            ):
                column.kind = "label"
                column.places = bool(column.says("place")) or _are_places(filled, reader)
                names.append(column.number)
                labels = True
            else:
                column.kind = "open"
        elif _is_value(column, 1):
            column.kind = "value"
            values = True
        elif column.heads and not _named(column):
            column.kind = "open"
        units = units or column.kind == "unit"
        if column.kind == "open" and units and numbers * 2 > len(filled):
            column.kind = "value"  # what all of the table is counted in is said above it
            values = True
    if any(column.kind == "unit" for column in columns):  # which may stand behind the values
        for column in columns:
            if column.kind == "open" and _mostly_numbers(text, column, cells):
                column.kind = "value"
    _go_on(text, columns, cells)
    if columns and not columns[0].heads and not any(column.heads for column in columns):
        columns[-1].kind = "value"  # no header: a unit in the row's own head is all that can speak


def _go_on(text: str, columns: list[Column], cells: list[list[Span]]) -> None:
    """Makes columns parts that go on with 其中 of which only the first has it, where they add up to the whole."""
    for first, column in enumerate(columns):
        whole = columns[first - 1] if first and column.kind == "value" and column.says("part") else None
        if whole is None or whole.kind != "value":
            continue
        run = [column]
        for other in columns[first + 1 :]:
            if other.kind != "open" or other.unit is not None:
                break
            run.append(other)
            if _add_up(text, whole, run, cells):
                for part in run[1:]:
                    part.kind, part.goes_on = "value", column.says("part")
                break


def _mostly_numbers(text: str, column: Column, cells: list[list[Span]]) -> bool:
    own = [text[slice(*row[column.number])] for row in cells[:_SAMPLE] if column.number < len(row)]
    filled = [cell for cell in own if any(sign.isalnum() for sign in cell)]
    return 2 * sum(map(numeric, filled)) > len(filled)


def _add_up(text: str, whole: Column, parts: list[Column], cells: list[list[Span]]) -> bool:
    """Whether in all rows but a few the numbers of the parts add up to that of the whole."""
    right = rows = 0
    for row in cells[:_SAMPLE]:
        values = [_value(text, row, column) for column in (whole, *parts)]
        if values[0] is not None:
            rows += 1
            right += sum(value for value in values[1:] if value is not None) == values[0]
    return rows > 1 and right * 10 >= rows * 9


def _value(text: str, row: list[Span], column: Column) -> Decimal | None:
    cell = text[slice(*row[column.number])] if column.number < len(row) else ""
    return Decimal(cell.translate(_GAPS)) if numeric(cell) and _PLAIN.fullmatch(cell) is not None else None


def _tell_rows(names: list[Column], text: str, cells: list[list[Span]], reader: HeadReader) -> bool:
    """Whether what stands in the columns of names is another in each row."""
    seen: set[tuple[str, ...]] = set()
    for row in cells[:_SAMPLE]:
        own = tuple(text[slice(*row[column.number])] for column in names if column.number < len(row))
        again = any(reader.words.find("ditto", word) is not None for word in own) or (seen and not all(own))
        if own in seen or again:
            return False
        seen.add(own)
    return True


def _are_places(filled: list[str], reader: HeadReader) -> bool:
    """Whether what names the rows are places, though the head does not say so: most are known by their last sign."""
    named = [cell for cell in dict.fromkeys(filled) if not reader.read(cell).is_total]
    return len(named) > 1 and sum(reader.read(cell).place for cell in named) * 4 >= 3 * len(named)


def _holds_units(column: Column, filled: list[str], reader: HeadReader) -> bool:
    """Whether a column holds the rows' units: all that is in it, or half of it below a head that says so."""
    if not filled or not (column.says("unit") or not column.heads):
        return False
    known = sum(reader.words.unit(bare(cell)) is not None for cell in filled)
    return known == len(filled) or (known * 2 >= len(filled) and bool(column.says("unit")))


def _named(column: Column) -> bool:
    """Whether the column's head says that it names the rows; 养老机构（家） says what it counts."""
    return column.unit is None and any(column.says(role) for role in (*LABELS, "unit"))


def _is_value(column: Column, numbers: int) -> bool:
    """Whether the column's heads speak of quantities."""
    if not numbers or _named(column):
        return False
    return (
        column.unit is not None
        or any(column.says(role) for role in _VALUES)
        or any(head.timed or head.grouping for head in column.heads)
    )
