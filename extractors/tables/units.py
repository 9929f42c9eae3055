"""In what a bare number of a table is counted: by its column, its row, what a head implies, the units named above."""

from __future__ import annotations

from ..words.terms import mask
from .model import Column, Line, Table
from .words import TableWords, Unit

_MONEY, _PEOPLE = "元", "人"
_AVERAGE = mask("standard", "each")


def unit_of(table: Table, column: Column, line: Line, words: TableWords) -> tuple[Unit | None, str]:
    """The unit of a bare number in the column and row, and the rule that says so; None where nothing does."""
    if column.kind == "open":  # what it holds nothing says, unless the row itself names its unit
        return (line.unit, line.unit_rule) if any(head.unit is not None for head in line.heads) else (None, "")
    if line.unit is not None and column.unit is not None and line.unit.measure == "rate" != column.unit.measure:
        return line.unit, line.unit_rule  # a row 同比增长（%） below 户数（户）
    if column.unit is not None:
        return column.unit, column.unit_rule
    if scale := next((head.scale for head in (*column.heads, *line.heads) if head.scale), ""):
        return _with_scale(scale, column, line, words)
    if column.says("change"):
        if column.says("difference") or _beside_rate(table, column):
            return (line.unit, line.unit_rule) if line.unit is not None else _only(table, column, line)
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


def _listed(table: Table, measure: str, name: str) -> tuple[Unit | None, str]:
    """The one unit of that measure (and base unit) among those that the table names."""
    units = [unit for unit in table.units if unit.measure == measure and (not name or unit.name == name)]
    return (units[0], table.units_rule) if len(units) == 1 else (None, "")


def _only(table: Table, column: Column, line: Line) -> tuple[Unit | None, str]:
    """The table's unit for a head that names none: its unit of money for money, else the only one it has."""
    heads = [*column.heads, *line.heads]
    if any("money" in head.roles for head in heads):
        return _listed(table, "amount", "")
    if len(table.units) > 1 and (rule := line.says("people") or column.says("people")) and column.kind == "value":
        unit, _ = _listed(table, "persons", _PEOPLE)
        return (None, "") if unit is None or any(u.measure == "households" for u in table.units) else (unit, rule)
    if len(table.units) != 1:
        return _in_order(table, column)
    average = any(token[2].bits & _AVERAGE for head in heads for token in head.tokens)
    if average and table.units[0].measure not in ("amount", "standard"):
        return None, ""
    if table.units[0].measure == "amount" and any(head.words.endswith("数") for head in heads):
        return None, ""
    return table.units[0], table.units_rule


def _in_order(table: Table, column: Column) -> tuple[Unit | None, str]:
    """Of several units above a table that of the column: the one for all that is no money, or the one in its place.

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
    counted = [unit for unit in table.units if unit.measure not in ("amount", "standard", "rate")]
    sure = len(counted) == 1 and counted[0].measure == "count"
    if sure and not (column.says("money") or column.says("paid")) and not column.heads[-1].words.endswith("数"):
        return counted[0], table.units_rule
    return None, ""
