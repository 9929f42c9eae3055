"""Reads the rows below a table's header: what kind of column each is, what each row names, the number in each cell."""

from __future__ import annotations

from civx.patterns.kept import compiled

from ..text.rows import Row, Span, trimmed
from .cells import numeric, read_cell, told, unbracketed
from .head import Head
from .header import cell_texts
from .heads import FOOTNOTE, HeadReader
from .kinds import LABELS, settle_kinds
from .model import Cell, Column, Line, Table
from .units import unit_of
from .words import TableWords, bare

# Stretches in which nothing else is to be looked for: (start, end, rule), the rule "" where a fact stands.
Taken = list[tuple[int, int, str]]

_NOWHERE: Span = (0, 0)
_SAY_UNIT = ("measure", "money", "share", "change")
_INDENTS = {"\u3000": 2, "\xa0": 1, " ": 1}
_HAN = compiled("[一-龥]")
_ASIDE = compiled(r"[(（][^()（）]{1,20}[)）]$")
_HAN_NUMBER = compiled("[一二三四五六七八九十]{1,3}")
_SECTION = compiled(r"(?:[一二三四五六七八九十]{1,3}、|[(（][一二三四五六七八九十]{1,3}[)）])\S")


def read_rows(
    text: str, table: Table, columns: list[Column], body: tuple[Row, ...], reader: HeadReader, taken: Taken
) -> None:
    """Reads ``body`` into ``table``; what must not be read otherwise is added to ``taken``."""
    cells = [[_unmarked(text, trimmed(text, cell)) for cell in row.cells] for row in body]
    settle_kinds(text, columns, cells, reader, bool(table.units))
    roster = next((rule for column in columns if (rule := column.says("roster"))), "")
    labels = [column for column in columns if column.kind == "label"]
    stub = next((column for column in labels if column.unit is not None and column.unit.measure == "amount"), None)
    if stub is not None and not table.units and stub.unit is not None:  # 项目资金（万元） above the names
        table.units, table.units_rule = [stub.unit], stub.unit_rule
    units = [column for column in columns if column.kind == "unit"]
    table.columns = columns
    table.label_rules = [rule for c in labels for role in LABELS if (rule := c.says(role))]
    heading = ""
    above: dict[int, Span] = {}
    for column in labels:
        for spans in cells if table.units else ():
            head = reader.read(text[slice(*spans[column.number])]) if column.number < len(spans) else None
            if head is not None and (head.unit is not None or "measure" in head.roles):
                unit = head.unit or reader.words.unit(head.roles["measure"].unit)
                table.row_units += [unit] if unit is not None else []
    ordinals = _levelled(text, columns, cells)
    header = {tuple(cell_texts(text, row)) for row in table.rows[: table.head]}
    for row, spans in zip(body, cells, strict=True):
        texts = [text[start:end] for start, end in spans]
        if tuple(texts) in header:  # repeated behind 续表
            taken.append((row.start, row.end, "table-head"))
            continue
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
            line = line._replace(heads=tuple(head for head, _ in named), spans=tuple(spans[at] for _, at in named))
        number = len(table.lines)
        if line.says("total") and any(above.says("subtotal") for above in table.lines):
            line = line._replace(heading="")  # of all that the titles part
        ordinal = texts[ordinals] if ordinals is not None and ordinals < len(texts) else ""
        table.lines.append(line._replace(code=_code(texts, columns, line), ordinal=ordinal))
        claimed: set[int] = set()
        for column in columns:
            if column.kind in ("value", "open") and column.number < len(spans):
                unit, rule = unit_of(table, column, line, reader.words)
                span, sign, why = spans[column.number], 0, ""
                if column.bracketed:
                    span = unbracketed(text, span)
                elif column.says("change") or line.says("change") or column.negative:
                    span, sign, why = told(text, span, reader.words)
                quantity = read_cell(text, span, unit, rule, reader.words)
                if quantity is not None and quantity.value is not None and sign:
                    quantity.value = -abs(quantity.value) if sign < 0 and quantity.value else abs(quantity.value)
                    quantity.trace.append(why)
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


def _levelled(text: str, columns: list[Column], cells: list[list[Span]]) -> int | None:
    """The column of ordinals that tells levels, as it numbers in two ways: 一 1 2 二 3; None where none does."""
    for column in columns:
        if column.says("number"):
            own = [text[slice(*row[column.number])] for row in cells if column.number < len(row)]
            kinds = {"han" if _HAN_NUMBER.fullmatch(cell) else "digit" for cell in own if cell and (
                _HAN_NUMBER.fullmatch(cell) or cell.isdecimal()
            )}
            return column.number if len(kinds) > 1 else None
    return None


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


def _filled(spans: list[Span], column: int) -> bool:
    return column < len(spans) and spans[column][0] < spans[column][1]


def _unmarked(text: str, span: Span) -> Span:
    """A number's cell without the mark of a footnote behind it: 3②, 13.81[1]."""
    begins = span[0] < span[1] and text[span[0]] in "-+−0123456789"
    mark = (FOOTNOTE.search(text, *span) or _ASIDE.search(text, *span)) if begins else None
    return (span[0], mark.start()) if mark is not None and numeric(text[span[0] : mark.start()].rstrip()) else span


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
        if not words or (heads and words == heads[-1].text) or any(words == head.text for head in column.heads):
            continue
        head = reader.read(words)
        if head.unit is not None:
            unit, unit_rule = head.unit, head.unit_rule
        if head.timed and time is None:
            time, time_span = head, span
        if "part" in head.roles:
            part = head.roles["part"].rule
        of_place = head.place if "part" in head.roles else column.places and not (
            head.of_zone or head.roles.keys() & {"average", "previous", "change", "share"}
        )
        if head.is_total:
            heads.append(head)
            places.append(span)
            if head.place:  # 安河县合计
                place, place_span = head.words, span
        elif of_place or (head.place and not column.says("label")):
            place, place_span = head.words, span
        elif head.words or not head.timed or "previous" in head.roles:
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


def _total(texts: list[str], columns: list[Column], reader: HeadReader) -> list[tuple[Head, int]]:
    """合计 where it stands in a column of ordinals, and in which cell: nothing else names its row."""
    cells = zip(texts, columns, strict=False)
    heads = [(reader.read(cell), at) for at, (cell, column) in enumerate(cells) if column.says("number")]
    return [(head, at) for head, at in heads if head.is_total]


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
