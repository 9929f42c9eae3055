"""In what a bare number of a table is counted: by its column, its row, what a head implies, the units named above."""

from __future__ import annotations

from collections.abc import Sequence

from ..words.terms import mask
from .head import Head
from .model import Column, Line, Table
from .words import TableWords, Unit

_MONEY, _PEOPLE = "元", "人"
_AVERAGE = mask("standard", "each")
_STANDARD_WORD = "标准"


def unit_of(table: Table, column: Column, line: Line, words: TableWords) -> tuple[Unit | None, str]:
    """The unit of a bare number in the column and row, and the rule that says so; None where nothing does."""
    unit, rule = _unit_of(table, column, line, words)
    per = next((head.per for head in (*reversed(column.heads), *reversed(line.heads)) if head.per), "")
    base = words.unit(_MONEY) if unit is not None and unit.measure == "standard" else unit
    if base is not None and per:
        return words.per(base, per) or unit, rule
    return unit, rule


def _unit_of(table: Table, column: Column, line: Line, words: TableWords) -> tuple[Unit | None, str]:
    if table.named_units and line.unit is None and column.unit is None:
        for head in (*reversed(line.heads), *reversed(column.heads)):
            if head.words in table.named_units:
                return table.named_units[head.words]
    if column.kind == "open":  # what it holds nothing says, unless the row itself names its unit
        return (line.unit, line.unit_rule) if any(head.unit is not None for head in line.heads) else (None, "")
    if line.unit is not None and column.unit is not None and line.unit.measure == "rate" != column.unit.measure:
        return line.unit, line.unit_rule  # a row 同比增长（%） below 户数（户）
    if column.unit is not None:
        return column.unit, column.unit_rule
    if scale := next((head.scale for head in (*column.heads, *line.heads) if head.scale), ""):
        return _with_scale(scale, column, line, words)
    if column.says("change"):
        if column.says("measure"):
            return _implied(table, column, words)
        if column.says("difference") or _beside_rate(table, column) or column.whole:
            if line.unit is not None:
                return line.unit, line.unit_rule
            unit, rule = _only(table, column, line)
            return (unit, rule) if unit is not None else _compared(table, column, line, words)
        return _implied(table, column, words) if column.says("measure") else (None, "")
    share = column.says("share") or (not column.says("measure") and line.says("share"))
    if share:
        if line.unit is not None and line.unit.measure == "rate":
            return line.unit, line.unit_rule
        return _listed(table, "rate", "")
    if column.says("measure"):
        return _implied(table, column, words)
    if line.unit is not None:
        return line.unit, line.unit_rule
    if line.says("change"):
        return None, ""
    if line.says("measure"):
        return _implied(table, line, words)
    unit, rule = _only(table, column, line)
    if unit is None and column.says("part"):
        left = next((c for c in reversed(table.columns[: column.number]) if not c.says("part")), None)
        if left is not None and left.kind == "value":
            return unit_of(table, left, line, words)
    return unit, rule


def _compared(table: Table, column: Column, line: Line, words: TableWords) -> tuple[Unit | None, str]:
    """The unit of the column that a change in whole figures is told against, where another tells it as a rate."""
    left = [c for c in table.columns[: column.number] if c.kind == "value" and not c.says("change")]
    rate = any(c is not column and c.says("change") and (c.says("share") or c.name == "%") for c in table.columns)
    if not left or not rate:
        return None, ""
    unit, rule = _unit_of(table, left[-1], line, words)
    return (unit, rule) if unit is not None and unit.measure != "rate" else (None, "")


def _beside_rate(table: Table, column: Column) -> bool:
    """Whether another column tells the change as a rate, so that this one tells it in figures: 增减 beside 增减%."""
    return any(
        other is not column and other.says("change") and other.unit is not None and other.unit.measure == "rate"
        for other in table.columns
    )


def _implied(table: Table, source: Column | Line, words: TableWords) -> tuple[Unit | None, str]:
    """The unit that a head such as 户数 implies, or that of the table's units that has the same base."""
    said = next(head.roles["measure"] for head in reversed(source.heads) if "measure" in head.roles)
    unit = words.unit(said.unit)
    for listed in table.units:
        if unit is not None and listed.name == unit.name:
            return listed, table.units_rule
    return unit, said.rule


def _with_scale(scale: str, column: Column, line: Line, words: TableWords) -> tuple[Unit | None, str]:
    """The unit of a head that names a scale alone, as 人数（万） does: where what it scales is certain."""
    for source in (column, line):
        said = next((head.roles["measure"] for head in reversed(source.heads) if "measure" in head.roles), None)
        if said is not None:
            return words.unit(scale + said.unit), said.rule
        if rule := source.says("money"):
            return words.unit(scale + _MONEY), rule
    if line.unit is not None and line.unit.scale == 1:
        return words.unit(scale + line.unit.form), line.unit_rule
    return None, ""


def _distinct(table: Table) -> list[Unit]:
    """The table's units, each once: 人、万元、人、万元."""
    return list({(unit.name, unit.scale): unit for unit in table.units}.values())


def _listed(table: Table, measure: str, name: str) -> tuple[Unit | None, str]:
    """The one unit of that measure (and base unit) among those that the table names."""
    units = [unit for unit in _distinct(table) if unit.measure == measure and (not name or unit.name == name)]
    return (units[0], table.units_rule) if len(units) == 1 else (None, "")


def _only(table: Table, column: Column, line: Line) -> tuple[Unit | None, str]:
    """The table's unit for a head that names none: what is of its kind among several, else the only one it has."""
    heads = [*column.heads, *line.heads]
    units = _distinct(table)
    if len(units) > 1:
        found = _of_kind(table, column.heads) or _of_kind(table, line.heads)
        if found is not None:
            return found
    if any("money" in head.roles for head in heads) and (len(units) != 1 or units[0].measure != "standard"):
        return _listed(table, "amount", "")
    if len(units) > 1 and (rule := line.says("people") or column.says("people")) and column.kind == "value":
        unit, _ = _listed(table, "persons", _PEOPLE)
        return (None, "") if unit is None or any(u.measure == "households" for u in units) else (unit, rule)
    if len(units) != 1:
        return _in_order(table, column, line)
    average = any(token[2].bits & _AVERAGE for head in heads for token in head.tokens)
    if average and units[0].measure not in ("amount", "standard"):
        return None, ""
    if units[0].measure == "amount" and any(head.tallies for head in heads):
        return None, ""
    return units[0], table.units_rule


def _of_kind(table: Table, heads: Sequence[Head]) -> tuple[Unit, str] | None:
    """Of several units that which a head's words can be counted in, the lowest head first: standards, money."""
    for head in reversed(heads):
        fits = [(unit, rule) for unit in _distinct(table) if (rule := head.suits.get(unit.name))]
        if len(fits) == 1:
            return fits[0]
        standard = head.words.endswith(_STANDARD_WORD) or any(token[2].bits & _AVERAGE for token in head.tokens)
        unit, rule = _listed(table, "standard", "") if standard else (None, "")
        paid = "money" in head.roles or ("paid" in head.roles and "people" not in head.roles)
        if unit is None and (standard or paid):
            unit, rule = _listed(table, "amount", "")
        if unit is not None:
            return unit, rule
    return None


def _in_order(table: Table, column: Column, line: Line) -> tuple[Unit | None, str]:
    """Of several units above a table that of the column: the one left over, or the one in its place.

    单位：具、万元 above 火化遗体 and 减免费用; there are as many units as columns that name none.
    """
    if column.kind != "value" or column.says("share") or column.says("change"):
        return None, ""
    bare = [
        other for other in table.columns
        if other.kind == "value" and other.unit is None and not other.says("share") and not other.says("change")
    ]
    if len(bare) == len(table.units) and column in bare:
        unit = table.units[bare.index(column)]
        if (unit.measure == "amount") == bool(column.says("money") or column.says("paid")):
            return unit, table.units_rule
    left = _left_over(table, bare)
    if len(left[0]) == 1 and column in left[1] and left[0][0].measure != "amount" and column.whole:
        return left[0][0], table.units_rule  # 总计, 男, 女 in 人 beside a share in %
    if column.heads and column.heads[-1].words.endswith("数") and any(unit.measure == "amount" for unit in left[0]):
        left = [], []
    if len(left[0]) == 1 and not left[1]:  # all others are named by rows: 志愿服务（人次）
        return left[0][0], table.units_rule
    if column in left[1] and len(left[0]) == len({other.group or other.name for other in left[1]}):
        groups = list(dict.fromkeys(other.group or other.name for other in left[1]))
        return left[0][groups.index(column.group or column.name)], table.units_rule
    units = _distinct(table)
    counted = [unit for unit in units if unit.measure not in ("amount", "standard", "rate")]
    sure = len(counted) == 1 and counted[0].measure == "count"
    if sure and not (column.says("money") or column.says("paid")) and not column.heads[-1].words.endswith("数"):
        return counted[0], table.units_rule
    return None, ""


def _left_over(table: Table, bare: Sequence[Column]) -> tuple[list[Unit], list[Column]]:
    """The units that no head of a column or row is known to be counted in, and the columns of which none says it."""
    known = {unit.name for unit in _distinct(table) if unit.measure == "rate"}
    columns = []
    for column in bare:
        said = next((h.roles["measure"].unit for h in reversed(column.heads) if "measure" in h.roles), "")
        kind = _of_kind(table, column.heads)
        if said or kind is not None:
            known.add(said or (kind[0].name if kind is not None else ""))
        else:
            columns.append(column)
    known.update(unit.name for unit in (*table.row_units, *(c.unit for c in table.columns)) if unit is not None)
    if table.row_units:
        columns = []
    return [unit for unit in _distinct(table) if unit.name not in known], columns
