"""Reads the rows below a table's header: what kind of column each is, what each row names, the number in each cell."""

from __future__ import annotations

from civx.patterns.kept import compiled

from ..text.rows import Row, Span, trimmed
from .cells import numeric, read_cell
from .heads import FOOTNOTE, Head, HeadReader
from .model import Cell, Column, Line, Table
from .units import unit_of
from .words import TableWords, bare

# Stretches in which nothing else is to be looked for: (start, end, rule), the rule "" where a fact stands.
Taken = list[tuple[int, int, str]]

_VALUES = (
    "value", "month", "sum", "total", "measure", "money", "share", "change", "previous", "planned", "actual", "part",
)
_NOWHERE: Span = (0, 0)
_SAMPLE = 60  # so many rows show what a column holds
_SAY_UNIT = ("measure", "money", "share", "change")
_LABELS = ("label", "place", "time")
_INDENTS = {"\u3000": 2, "\xa0": 1, " ": 1}
_HAN = compiled("[一-龥]")
_WHOLE = compiled(r"[-+−]?\d{1,3}(?:[,，]?\d{3})*")
_SECTION = compiled(r"(?:[一二三四五六七八九十]{1,3}、|[(（][一二三四五六七八九十]{1,3}[)）])\S")


def read_rows(
    text: str, table: Table, columns: list[Column], body: tuple[Row, ...], reader: HeadReader, taken: Taken
) -> None:
    """Reads ``body`` into ``table``; what must not be read otherwise is added to ``taken``."""
    cells = [[_unmarked(text, trimmed(text, cell)) for cell in row.cells] for row in body]
    _kinds(text, columns, cells, reader, bool(table.units))
    roster = next((rule for column in columns if (rule := column.says("roster"))), "")
    labels = [column for column in columns if column.kind == "label"]
    named = next((column for column in labels if column.unit is not None and column.unit.measure == "amount"), None)
    if named is not None and not table.units and named.unit is not None:  # 项目资金（万元） above the names
        table.units, table.units_rule = [named.unit], named.unit_rule
    units = [column for column in columns if column.kind == "unit"]
    table.columns = columns
    table.label_rules = [rule for c in labels for role in _LABELS if (rule := c.says(role))]
    heading = ""
    above: dict[int, Span] = {}
    for column in labels:
        for spans in cells if table.units else ():
            head = reader.read(text[slice(*spans[column.number])]) if column.number < len(spans) else None
            if head is not None and (head.unit is not None or "measure" in head.roles):
                unit = head.unit or reader.words.unit(head.roles["measure"].unit)
                table.row_units += [unit] if unit is not None else []
    for row, spans in zip(body, cells, strict=True):
        texts = [text[start:end] for start, end in spans]
        words = {cell for cell in texts if cell}
        if len(words) == 1 and len(texts) > 1 and (title := next(iter(words))) and not numeric(title):
            if (note := reader.words.find("note", bare(title))) is not None:
                taken.append((row.start, row.end, note.rule))
            elif _SECTION.match(title) is not None or (texts.count(title) > 1 and _HAN.search(title)):
                heading = title
                table.lines.append(_title(text, row, spans, title, heading, reader))
            continue
        if roster:
            _take(text, table, spans, columns, roster, reader.words, taken)
            continue
        line = _with_unit(_line(text, row, spans, labels, units, above, heading, reader), table.lines, reader)
        if not line.heads and not line.place:
            named = _total(texts, columns, reader)
            line = line._replace(heads=tuple(named), spans=tuple(spans[texts.index(head.text)] for head in named))
        number = len(table.lines)
        if line.says("total") and any(above.says("subtotal") for above in table.lines):
            line = line._replace(heading="")  # of all that the titles part
        table.lines.append(line._replace(code=_code(texts, columns, line)))
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
        _take(text, table, spans, others, "", reader.words, taken)
        table.texts += [(*spans[column.number], column) for column in others if column.kind in ("value", "open")]


def _take(
    text: str, table: Table, spans: list[Span], columns: list[Column], roster: str, words: TableWords, taken: Taken
) -> None:
    """Keeps numbers that are no facts from being read as such: bare ones, and those of codes, remarks and rosters.

    Those of which it is only not known what they count are noted in the table.
    """
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
            if not rule and column.kind != "label":
                table.left.append(((start, end), column))


def _kinds(
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
        numbers = sum(numeric(cell) or (cell[0].isdigit() and reader.words.measured(cell)) for cell in filled)
        column.rule = column.says("number") or ("" if _named(column) else column.says("remark"))
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
    if columns and not columns[0].heads and not any(column.heads for column in columns):
        columns[-1].kind = "value"  # no header: a unit in the row's own head is all that can speak


def _filled(spans: list[Span], column: int) -> bool:
    return column < len(spans) and spans[column][0] < spans[column][1]


def _unmarked(text: str, span: Span) -> Span:
    """A number's cell without the mark of a footnote behind it: 3②, 13.81[1]."""
    mark = FOOTNOTE.search(text, *span) if span[0] < span[1] and text[span[0]] in "-+−0123456789" else None
    return (span[0], mark.start()) if mark is not None and numeric(text[span[0] : mark.start()].rstrip()) else span


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
    dittoed: list[str] = []
    places: list[Span] = []
    place, time, unit, unit_rule, part = "", None, None, "", ""
    place_span = time_span = _NOWHERE
    indent = 0
    for i, column in enumerate(labels):
        span = spans[column.number] if column.number < len(spans) else _NOWHERE
        if (ditto := reader.words.find("ditto", text[slice(*span)])) is not None and column.number in above:
            span = above[column.number]  # 同上
            dittoed.append(ditto.rule)
        elif span[0] < span[1]:
            above[column.number] = span
            for later in labels[i + 1 :]:
                above.pop(later.number, None)
            indent = _indent(text, row, spans, column.number)
        elif i < len(labels) - 1 or any(_filled(spans, unit.number) for unit in units):
            span = above.get(column.number, _NOWHERE)
        words = text[slice(*span)]
        if not words or (heads and words == heads[-1].text):
            continue
        head = reader.read(words)
        if head.unit is not None:
            unit, unit_rule = head.unit, head.unit_rule
        if head.timed and time is None:
            time, time_span = head, span
        if "part" in head.roles:
            part = head.roles["part"].rule
        of_place = head.place if "part" in head.roles else column.places and not head.of_zone
        if head.is_total:
            heads.append(head)
            places.append(span)
            if head.place:  # 安河县合计
                place, place_span = head.words, span
        elif of_place or (head.place and not column.says("label")):
            place, place_span = head.words, span
        elif head.words or not head.timed:
            heads.append(head)
            places.append(span)
    for column in units:
        span = spans[column.number] if column.number < len(spans) else _NOWHERE
        if span[0] == span[1] and part:
            span = above.get(column.number, _NOWHERE)
        if words := text[slice(*span)]:
            above[column.number] = span
            unit, unit_rule = reader.words.counted(bare(words)), column.rule or "unit"
    if unit is not None and not place and time is None and not any(head.name for head in heads):
        unit = None  # a unit alone says nothing of what is counted in it
    return Line(
        row, tuple(heads), place, time, indent, unit, unit_rule, heading, tuple(places), place_span, time_span,
        part=part, dittoed=tuple(dittoed),
    )


def _indent(text: str, row: Row, spans: list[Span], column: int) -> int:
    return sum(_INDENTS.get(sign, 0) for sign in text[row.cells[column][0] : spans[column][0]])


def _title(text: str, row: Row, spans: list[Span], title: str, heading: str, reader: HeadReader) -> Line:
    """A row that only names what the rows below it are about."""
    at, span = next((i, span) for i, span in enumerate(spans) if span[0] < span[1])
    indent = _indent(text, row, spans, at)
    head = reader.read(title)
    return Line(row, (head,), "", None, indent, None, "", heading, (span,), _NOWHERE, _NOWHERE, title=True)


def _code(texts: list[str], columns: list[Column], line: Line) -> str:
    """The row's code in the list of accounts: before its name, in a column of codes, or parted into 类, 款 and 项."""
    found = next((head.code for head in line.heads if head.code), "")
    own = [cell for cell, column in zip(texts, columns, strict=False) if column.says("number") and cell.isdecimal()]
    if found or not own:
        return found
    return own[-1] if len(own) == 1 or own[-1].startswith(own[0]) else "".join(own)


def _total(texts: list[str], columns: list[Column], reader: HeadReader) -> list[Head]:
    """合计 where it stands in a column of ordinals: nothing else names its row."""
    heads = [reader.read(cell) for cell, column in zip(texts, columns, strict=False) if column.says("number")]
    return [head for head in heads if head.is_total]


def _with_unit(line: Line, before: list[Line], reader: HeadReader) -> Line:
    """The row, with the unit of the row that it is a part of where it has none: 社会组织（家） / 其中：社会团体."""
    if line.unit is not None or not before or before[-1].title or any(map(line.says, _SAY_UNIT)):
        return line
    whole = before[-1]
    lent = bool(whole.heads) and not any(head.unit is not None for head in whole.heads)
    goes_on = whole.indent == line.indent and lent and (whole.says("part") or whole.lent)  # behind 其中：社会团体
    if not line.says("part") and line.indent <= whole.indent and not goes_on:
        return line
    if whole.unit is None and whole.says("measure"):  # 集中供养人数 / 其中：失能
        said = next(head.roles["measure"] for head in reversed(whole.heads) if "measure" in head.roles)
        return line._replace(unit=reader.words.unit(said.unit), unit_rule=said.rule, lent=True)
    return line._replace(unit=whole.unit, unit_rule=whole.unit_rule, lent=True)
