"""Which number of a table is a part of which: 其中 and indented rows, columns beside their total, rows of a total."""

from __future__ import annotations

from collections.abc import Sequence

from ..attribution.decision import Candidate, decide
from ..quantities.quantity import Quantity
from .model import Cell, Column, Line, Table

_YEAR = "{Y}"
_LEAST_PLACES = 4  # a whole and three parts: fewer may add up by chance
_ALL = frozenset("总共")
_NO_PARTS = frozenset(("rate", "standard"))


def settle_parts(table: Table, parents: list[int | None]) -> None:
    """Sets ``part_of`` of the table's quantities, and ``above`` of its cells: the row that a deeper one belongs to."""
    rows: dict[int, dict[int, Cell]] = {}
    for cell in table.cells:
        rows.setdefault(cell.line, {})[cell.column.number] = cell
    totals = _totals(table, rows, parents)
    sums_beside = _summed(table, rows)
    for number, cells in rows.items():
        parent = parents[number]
        sums = [cell for cell in cells.values() if cell.column.says("total") or cell.column.says("subtotal")]
        for cell in cells.values():
            above = rows.get(parent, {}).get(cell.column.number) if parent is not None else None
            if above is not None:
                cell.above = above.quantity
            beside = cells.get(sums_beside.get(cell.column.number, -1)) or _beside(
                cell, cells, [total for total in sums if total.column.number not in sums_beside.values()]
            )
            sum_row = totals[number] if parent is None else None
            total = rows.get(sum_row, {}).get(cell.column.number) if sum_row is not None else None
            wholes = (("table.row-above", above), ("table.total-column", beside), ("table.total-row", total))
            candidates = [
                Candidate(whole.quantity, rule, whole.quantity.start, whole.quantity.end)
                for rule, whole in wholes
                if whole is not None and _fits(cell.quantity, whole.quantity)
            ]
            if table.lines[number].says("average") or cell.column.says("average"):
                candidates = []
            decide(cell.quantity, "part_of", candidates or [Candidate(None, "none")])


def _fits(part: Quantity, whole: Quantity) -> bool:
    """Whether kind, time and size allow ``whole`` to be the total of ``part``."""
    return (
        part is not whole
        and part.measure == whole.measure
        and part.measure not in _NO_PARTS
        and part.unit == whole.unit
        and part.status == whole.status != "change"
        and part.value is not None
        and whole.value is not None
        and (0 <= part.value <= whole.value or whole.value <= part.value <= 0)
    )


def _grouped(lines: list[Line], rows: list[int]) -> list[int | None]:
    """For each row the row of the total of its own group: 生活补贴 合计, 生活补贴 男; none where there is one group."""
    totals: dict[tuple[str, ...], int] = {}
    for i in rows:
        heads = lines[i].heads
        if len(heads) > 1 and heads[-1].is_total and not heads[0].is_total:
            totals[tuple(head.text for head in heads[:-1])] = i
    found: list[int | None] = [None] * len(lines)
    if len(totals) > 1:
        for i in rows:
            total = totals.get(tuple(head.text for head in lines[i].heads[:-1]))
            found[i] = total if total != i else None
    return found


def _totals(
    table: Table, cells: dict[int, dict[int, Cell]], parents: Sequence[int | None]
) -> list[int | None]:
    """For each row the row of the total that it adds up to: a subtotal's for plain rows, the total's for subtotals.

    Of several totals only the first or last row's is that of all; 本年收入合计 above 总计 is a subtotal.
    """
    lines = table.lines
    rows = [i for i, line in enumerate(lines) if not line.title]
    grouped = _grouped(lines, rows)
    if any(total is not None for total in grouped):
        whole = next((i for i in (*rows[:1], *rows[-1:]) if lines[i].says("total") and len(lines[i].heads) == 1), None)
        return [whole if grouped[i] is None and i != whole else grouped[i] for i in range(len(lines))]
    kinds = [_kind(table, line) for line in lines]
    if not {"total", "subtotal"} & set(kinds) and (whole := _place_of_all(lines, rows, cells, parents)) is not None:
        kinds[whole] = "total"
    if kinds.count("total") == 1 and (middle := kinds.index("total")) not in (rows[0], rows[-1]):
        above = [i for i in rows if i < middle and parents[i] is None]  # what stands below the total is counted apart
        if "subtotal" not in kinds and _add_up(cells, middle, above):
            return [middle if i in above else None for i in range(len(lines))]
    found: list[int | None] = [None] * len(lines)
    total = next((i for i in (*rows[:1], *rows[-1:]) if kinds[i] == "total" and _of_all(lines, rows, i)), None)
    if total is not None:
        kinds = ["subtotal" if kind == "total" and i != total else kind for i, kind in enumerate(kinds)]
    if "subtotal" not in kinds:
        return [None if i == total else total for i in range(len(lines))]
    first = next(i for i in rows if kinds[i] != "total")
    leading = kinds[first] == "subtotal"
    numbers = range(len(lines)) if leading else range(len(lines) - 1, -1, -1)
    current: int | None = None if leading else total
    for i in numbers:
        if kinds[i] == "subtotal":
            current, found[i] = i, total
        elif kinds[i] != "total":
            found[i] = current
    return found


def _kind(table: Table, line: Line) -> str:
    """Whether a row is a total or subtotal: by its name, as the sum of months, or as the place that the table is of."""
    if line.says("total"):
        return "total"
    if line.says("subtotal"):
        return "subtotal"
    timed = [other.time for other in table.lines if other.time is not None]
    year = line.time is not None and line.time.last == _YEAR and all(
        time.last != _YEAR and time.year is None for time in timed if time is not line.time
    )  # 全年 below months
    if line.time is not None and ("sum" in line.time.roles or year) and len(timed) == len(table.lines) > 1:
        return "total"
    first = next(other for other in table.lines if not other.title)
    whole = line is first and line.place and all(other.place or other.title for other in table.lines)
    named = whole and len(table.lines) > 1 and any(line.place in caption for caption in table.captions)
    return "total" if named and not any(other.says("total") for other in table.lines) else ""


def _place_of_all(
    lines: list[Line], rows: list[int], cells: dict[int, dict[int, Cell]], parents: Sequence[int | None]
) -> int | None:
    """The first or last row where it is a place that all others add up to in all columns: 东北三省."""
    if len(rows) < _LEAST_PLACES or any(parents[i] is not None or not lines[i].place for i in rows):
        return None
    for whole in (rows[0], rows[-1]):
        sums = [
            _add_up({n: {c: cell for c, cell in row.items() if c == column} for n, row in cells.items()}, whole,
                    [i for i in rows if i != whole])
            for column, cell in cells.get(whole, {}).items() if cell.quantity.measure not in _NO_PARTS
        ]
        if len(sums) > 1 and all(sums):
            return whole
    return None


def _add_up(cells: dict[int, dict[int, Cell]], total: int, rows: Sequence[int]) -> bool:
    """Whether the rows add up to the total in some column."""
    for column, whole in cells.get(total, {}).items():
        parts = [cells[row][column].quantity.value for row in rows if column in cells.get(row, {})]
        if len(parts) > 1 and whole.quantity.value and sum(filter(None, parts)) == whole.quantity.value:
            return True
    return False


def _of_all(lines: list[Line], rows: list[int], total: int) -> bool:
    """Whether a first or last row of a total is that of all rows: 乡镇级合计 above numbered rows and titles is not."""
    if total == rows[-1] or not any(head.words for head in lines[total].heads):
        return True
    return len(rows) == len(lines) and not any(head.numbering for line in lines for head in line.heads)


def _beside(cell: Cell, cells: dict[int, Cell], sums: list[Cell]) -> Cell | None:
    """The cell of the same row that this one is a part of: what stands left of 其中, or the total of its group."""
    column = cell.column
    if column.says("part"):
        for number in range(column.number - 1, -1, -1):
            left = cells.get(number)
            if left is not None and not left.column.says("part") and not left.column.says("change") and (
                left.quantity.unit == cell.quantity.unit
            ):
                return left
        return None
    if any(head.timed for head in column.heads):  # 上半年 下半年 合计: the sum of times says so itself
        times = _timed(column)
        sums = [total for total in sums if _timed(total.column) == times]
    beside = next((total for total in sums if total is not cell and total.column.group == column.group), None)
    return beside or next((total for total in sums if total is not cell and _is_over(total.column, column)), None)


def _summed(table: Table, rows: dict[int, dict[int, Cell]]) -> dict[int, int]:
    """The columns that add up to one left of them which numbers all (总人数), or to one of the whole year (全年)."""
    found: dict[int, int] = {}
    columns = [column for column in table.columns if column.kind == "value" and not column.says("change")]
    for at, whole in enumerate(columns):
        if _lowest(whole)[:1] in _ALL or (whole.says("total") and whole.heads[-1].words):  # 总人数, 社会组织合计
            runs = [columns[at + 1 : end] for end in range(at + 3, len(columns) + 1)]
        elif at > 1 and _whole_year(whole):
            quarters = [column for column in columns if column is not whole and any(h.timed for h in column.heads)]
            runs = [quarters] if len(quarters) > 1 else []
        else:
            continue
        for run in runs:
            if not {column.number for column in run} & found.keys() and _across(rows, whole, run):
                found.update({column.number: whole.number for column in run})
                break
    return found


def _lowest(column: Column) -> str:
    """The lowest head that is more than a unit: 总人数 above 人."""
    return next((head.text for head in reversed(column.heads) if head.words or head.timed), "")


def _whole_year(column: Column) -> bool:
    last = next((head for head in reversed(column.heads) if head.words or head.timed), None)
    return last is not None and last.timed and last.last == _YEAR and last.first == _YEAR


def _across(rows: dict[int, dict[int, Cell]], whole: Column, run: Sequence[Column]) -> bool:
    """Whether in all rows but a few the columns add up to the whole."""
    right = full = 0
    for cells in rows.values():
        own = [cells.get(column.number) for column in (whole, *run)]
        values = [cell.quantity.value for cell in own if cell is not None and cell.quantity.measure not in _NO_PARTS]
        if len(values) == len(own) and None not in values:
            full += 1
            right += sum(filter(None, values[1:])) == values[0] != 0
    return full > 1 and right > 0 and full - right <= max(1, full // 10)  # one may be a slip


def _timed(column: Column) -> list[str]:
    return [head.text for head in column.heads if head.timed]


def _is_over(total: Column, column: Column) -> bool:
    """Whether a column is that of the total of the other: 合计 人数 beside 男性 人数, 合计 beside 出行费 购置费."""
    mine, other = total.heads, column.heads
    at = next((i for i, head in enumerate(mine) if head.is_total), len(mine))
    if [head.text for head in mine[:at]] != [head.text for head in other[:at]] or len(other) <= at:
        return False
    below = [head.text for head in mine[at + 1 :]]
    return not below or below == [head.text for head in other[at + 1 :]]
