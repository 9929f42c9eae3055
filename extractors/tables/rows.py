"""Reads the rows below a table's header: what kind of column each is, what each row names, the number in each cell."""

from __future__ import annotations

from civx.patterns.kept import compiled

from ..text.rows import Row, Span, trimmed
from ..words.terms import mask
from .cells import numeric, read_cell
from .heads import Head, HeadReader
from .model import Cell, Column, Line, Table
from .words import TableWords, Unit, bare

# Stretches in which nothing else is to be looked for: (start, end, rule), the rule "" where a fact stands.
Taken = list[tuple[int, int, str]]

_VALUES = (
    "value", "month", "sum", "total", "measure", "money", "share", "change", "previous", "planned", "actual", "part",
)
_MONEY, _PEOPLE = "元", "人"
_AVERAGE = mask("standard", "each")
_NOWHERE: Span = (0, 0)
_SAMPLE = 60  # so many rows show what a column holds
_LABELS = ("label", "place", "time")
_INDENTS = {"\u3000": 2, "\xa0": 1, " ": 1}
_HAN = compiled("[一-龥]")
_SECTION = compiled(r"(?:[一二三四五六七八九十]{1,3}、|[(（][一二三四五六七八九十]{1,3}[)）])\S")


def read_rows(
    text: str, table: Table, columns: list[Column], body: tuple[Row, ...], reader: HeadReader, taken: Taken
) -> None:
    """Reads ``body`` into ``table``; what must not be read otherwise is added to ``taken``."""
    cells = [[trimmed(text, cell) for cell in row.cells] for row in body]
    _kinds(text, columns, cells, reader)
    roster = next((rule for column in columns if (rule := column.says("roster"))), "")
    labels = [column for column in columns if column.kind == "label"]
    units = [column for column in columns if column.kind == "unit"]
    table.columns = columns
    table.label_rules = [rule for c in labels for role in _LABELS if (rule := c.says(role))]
    heading = ""
    above: dict[int, Span] = {}
    for row, spans in zip(body, cells, strict=True):
        texts = [text[start:end] for start, end in spans]
        words = {cell for cell in texts if cell}
        if len(words) == 1 and len(texts) > 1 and (title := next(iter(words))) and not numeric(title):
            if (note := reader.words.find("note", bare(title))) is not None:
                taken.append((row.start, row.end, note.rule))
            elif _SECTION.match(title) is not None or (texts.count(title) > 1 and _HAN.search(title)):
                heading = title
            continue
        if roster:
            _take(text, spans, columns, roster, reader.words, taken)
            continue
        line = _with_unit(_line(text, row, spans, labels, units, above, heading, reader), table.lines)
        if not line.heads and not line.place:
            named = _total(texts, columns, reader)
            line = line._replace(heads=tuple(named), spans=tuple(spans[texts.index(head.text)] for head in named))
        number = len(table.lines)
        table.lines.append(line)
        claimed: set[int] = set()
        for column in columns:
            if column.kind in ("value", "open") and column.number < len(spans):
                unit, rule = unit_of(table, column, line, reader.words)
                quantity = read_cell(text, spans[column.number], unit, rule, reader.words)
                if quantity is not None:
                    quantity.row = (row.start, row.end)
                    table.cells.append(Cell(quantity, number, column))
                    taken.append((*spans[column.number], ""))
                    claimed.add(column.number)
        if claimed:
            taken += [(*spans[c.number], "table-head") for c in labels if c.number < len(spans)]
        others = [column for column in columns if column.number < len(spans) and column.number not in claimed]
        _take(text, spans, others, "", reader.words, taken)
        table.texts += [(*spans[column.number], column) for column in others if column.kind in ("value", "open")]


def _take(
    text: str, spans: list[Span], columns: list[Column], roster: str, words: TableWords, taken: Taken
) -> None:
    """Keeps numbers that are no facts from being read as such: bare ones, and those of codes, remarks and rosters."""
    for column in columns:
        if column.number >= len(spans):
            break
        start, end = spans[column.number]
        rule = roster or column.rule
        cell = text[start:end]
        if not any(sign.isdigit() for sign in cell):
            continue
        if numeric(cell) or (rule and (roster or _HAN.search(cell) is None or words.measured(cell))):
            taken.append((start, end, rule or "table-cell"))


def _kinds(text: str, columns: list[Column], cells: list[list[Span]], reader: HeadReader) -> None:
    """Says of each column what it holds."""
    values = labels = False
    for column in columns:
        own = [text[slice(*row[column.number])] for row in cells[:_SAMPLE] if column.number < len(row)]
        filled = [cell for cell in own if any(sign.isalnum() for sign in cell)]
        numbers = sum(numeric(cell) or (cell[0].isdigit() and reader.words.measured(cell)) for cell in filled)
        column.rule = column.says("number") or column.says("remark")
        if column.rule:
            continue
        if (column.says("unit") or not column.heads) and filled and all(map(reader.words.unit, filled)):
            column.kind, column.rule = "unit", column.says("unit")
        elif not values and (numbers * 2 < len(filled) or _named(column)) and not _is_value(column, numbers):
            # Of several columns of text before the first value those name the rows that say so, or the first.
            if _named(column) or not labels or all(reader.read(cell).place for cell in filled):
                column.kind = "label"
                labels = True
            else:
                column.kind = "open"
        elif _is_value(column, 1):
            column.kind = "value"
            values = True
        elif column.heads and not _named(column):
            column.kind = "open"
    if columns and not columns[0].heads and not any(column.heads for column in columns):
        columns[-1].kind = "value"  # no header: a unit in the row's own head is all that can speak


def _named(column: Column) -> bool:
    """Whether the column's head says that it names the rows; 养老机构（家） says what it counts."""
    return column.unit is None and any(column.says(role) for role in (*_LABELS, "unit"))


def _is_value(column: Column, numbers: int) -> bool:
    """Whether the column's heads speak of quantities."""
    if not numbers or _named(column):
        return False
    return (
        column.unit is not None
        or any(column.says(role) for role in _VALUES)
        or any(head.timed or head.grouping for head in column.heads)
    )


def _line(
    text: str,
    row: Row,
    spans: list[Span],
    labels: list[Column],
    units: list[Column],
    above: dict[int, Span],
    heading: str,
    reader: HeadReader,
) -> Line:
    """What a row's labels say; ``above`` holds those of the rows above, for cells that were merged."""
    heads: list[Head] = []
    places: list[Span] = []
    place, time, unit, unit_rule = "", None, None, ""
    place_span = time_span = _NOWHERE
    indent = 0
    for i, column in enumerate(labels):
        span = spans[column.number] if column.number < len(spans) else _NOWHERE
        if span[0] < span[1]:
            above[column.number] = span
            for later in labels[i + 1 :]:
                above.pop(later.number, None)
            indent = sum(_INDENTS.get(sign, 0) for sign in text[row.cells[column.number][0] : spans[column.number][0]])
        elif i < len(labels) - 1:
            span = above.get(column.number, _NOWHERE)
        words = text[slice(*span)]
        if not words or (heads and words == heads[-1].text):
            continue
        head = reader.read(words)
        if head.unit is not None:
            unit, unit_rule = head.unit, head.unit_rule
        if head.timed and time is None:
            time, time_span = head, span
        if head.is_total:
            heads.append(head)
            places.append(span)
        elif (column.says("place") and not head.zoned) or (head.place and not column.says("label")):
            place, place_span = head.words, span
        elif head.words or not head.timed:
            heads.append(head)
            places.append(span)
    for column in units:
        span = spans[column.number] if column.number < len(spans) else _NOWHERE
        if span[0] == span[1] and any("part" in head.roles for head in heads):
            span = above.get(column.number, _NOWHERE)
        if words := text[slice(*span)]:
            above[column.number] = span
            unit, unit_rule = reader.words.unit(words), column.rule or "unit"
    return Line(
        row, tuple(heads), place, time, indent, unit, unit_rule, heading, tuple(places), place_span, time_span
    )


def _total(texts: list[str], columns: list[Column], reader: HeadReader) -> list[Head]:
    """合计 where it stands in a column of ordinals: nothing else names its row."""
    heads = [reader.read(cell) for cell, column in zip(texts, columns, strict=False) if column.says("number")]
    return [head for head in heads if head.is_total]


def _with_unit(line: Line, before: list[Line]) -> Line:
    """The row, with the unit of the row that it is a part of where it has none: 社会组织（家） / 其中：社会团体."""
    if line.unit is not None or not before or any(line.says(role) for role in ("measure", "money", "share", "change")):
        return line
    whole = before[-1]
    lent = bool(whole.heads) and not any(head.unit is not None for head in whole.heads)
    goes_on = whole.indent == line.indent and lent and (whole.says("part") or whole.lent)  # behind 其中：社会团体
    if not line.says("part") and line.indent <= whole.indent and not goes_on:
        return line
    return line._replace(unit=whole.unit, unit_rule=whole.unit_rule, lent=True)


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
        return None, ""
    average = any(token[2].bits & _AVERAGE for head in heads for token in head.tokens)
    if average and table.units[0].measure not in ("amount", "standard"):
        return None, ""
    if table.units[0].measure == "amount" and any(head.words.endswith("数") for head in heads):
        return None, ""
    return table.units[0], table.units_rule
