"""Which row of a table is a part of which: by 其中, indents, numbering (一、（一）1.), codes (208 20810) and sums."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from .model import Line, Table

_LEAST_CODE = 3
_FIRST = frozenset("1一①㈠⑴⒈AaⅠ")


class _Open(NamedTuple):
    """A row that others may be parts of, with what says its level; ``sure``: that of its own whole is certain."""

    row: int
    indent: int
    style: str
    whole: int | None
    sure: bool


def parents_of(table: Table) -> list[int | None]:
    """For each row the row that it is a part of, None where nothing says so."""
    lines = table.lines
    parents: list[int | None] = [None] * len(lines)
    unsure: dict[int, list[int]] = {}
    _by_layout(lines, parents, unsure)
    amounts = _amounts(table)
    for whole, rows in unsure.items():
        if _adds_up(amounts, whole, rows):
            for row in rows:
                parents[row] = whole
    _by_times(lines, parents, amounts)
    _behind_parts(lines, parents, amounts)
    _by_codes(lines, parents)
    for number, title in enumerate(parents):
        if title is not None and lines[title].title:
            parents[number] = parents[title]  # it stands above, and is settled
    return parents


def _by_layout(lines: Sequence[Line], parents: list[int | None], unsure: dict[int, list[int]]) -> None:
    """By 其中, indents and numbering; rows without a number below one that has one only if they add up to it."""
    least = min((line.indent for line in lines if line.heads or line.place), default=0)
    stack: list[_Open] = []
    below: set[tuple[str, str]] = set()  # which way of numbering stands below which
    for number, line in enumerate(lines):
        if not line.heads and not line.place:
            continue
        if line.says("part"):
            while stack and (stack[-1].indent > line.indent):
                stack.pop()
            parents[number] = stack[-1].row if stack else None
            continue
        opened = _opened(stack, number, line, line.indent > least, below)
        if opened.whole is not None and opened.sure:
            parents[number] = opened.whole
        elif opened.whole is not None:
            unsure.setdefault(opened.whole, []).append(number)
        stack.append(opened)


def _opened(
    stack: list[_Open], number: int, line: Line, indented: bool, below: set[tuple[str, str]]
) -> _Open:
    """The line's level, with what ends before it taken from the stack."""
    style = _style(line)
    while stack and stack[-1].indent > line.indent:
        stack.pop()
    same = next((one for one in reversed(stack) if one.indent == line.indent and one.style == style), None)
    if same is not None:
        while stack.pop() is not same:
            pass
        return same._replace(row=number)
    if not stack:
        return _Open(number, line.indent, style, None, False)
    first = bool(style) and _numbering(line).lstrip("(（")[:1] in _FIRST
    first |= bool(style) and (stack[-1].style, style) in below  # 一 1 2 二 3: it goes on
    deeper = indented and stack[-1].indent < line.indent
    if first and style:
        below.add((stack[-1].style, style))
    return _Open(number, line.indent, style, stack[-1].row, deeper or first)


def _numbering(line: Line) -> str:
    """What the row is numbered with, before its name or in a column of ordinals."""
    return next((head.numbering for head in line.heads if head.numbering), line.ordinal)


def _style(line: Line) -> str:
    """How the row is numbered: 一、 and 二、 alike, （一） another way; a title without a number is its own."""
    sign = _numbering(line).strip()
    if not sign:
        return "title" if line.title else ""
    kinds = ("han" if c in "一二三四五六七八九十" else "digit" if c.isdigit() and c.isascii() else
             "letter" if c.isascii() and c.isalpha() else c if not c.isalnum() else "sign" for c in sign)
    return " ".join(dict.fromkeys(kind.replace("（", "(").replace("）", ")").replace("．", ".") for kind in kinds))


def _amounts(table: Table) -> dict[int, dict[int, tuple[str, Decimal]]]:
    """For each row its values by column, with their units; rates and changes left out."""
    found: dict[int, dict[int, tuple[str, Decimal]]] = {}
    for cell in table.cells:
        quantity = cell.quantity
        if quantity.value is not None and quantity.measure not in ("rate", "standard"):
            found.setdefault(cell.line, {})[cell.column.number] = quantity.unit, quantity.value
    return found


def _adds_up(
    amounts: dict[int, dict[int, tuple[str, Decimal]]], whole: int, rows: Sequence[int]
) -> bool:
    """Whether the rows add up to the whole in some column."""
    for column, (unit, value) in amounts.get(whole, {}).items():
        parts = [amounts.get(row, {}).get(column) for row in rows]
        known = [part[1] for part in parts if part is not None and part[0] == unit]
        if len(rows) > 1 and len(known) == len(rows) and value and sum(known) == value:
            return True
    return False


def _behind_parts(
    lines: Sequence[Line], parents: list[int | None], amounts: dict[int, dict[int, tuple[str, Decimal]]]
) -> None:
    """The rows behind 其中 that go on with it, though nothing but the sum says so, or their lent unit."""
    for number, line in enumerate(lines):
        whole = parents[number]
        if whole is None or not line.says("part"):
            continue
        rows = [number]
        for after in range(number + 1, len(lines)):
            other = lines[after]
            if parents[after] not in (None, whole) or other.indent != line.indent or not other.heads:
                break
            if any(head.is_total for head in other.heads):
                break
            rows.append(after)
            if _adds_up(amounts, whole, rows):
                for row in rows:
                    parents[row] = whole
                break
        for after in range(number + 1, len(lines)):
            if not lines[after].lent or parents[after] is not None:
                break
            parents[after] = whole


def _by_times(
    lines: Sequence[Line], parents: list[int | None], amounts: dict[int, dict[int, tuple[str, Decimal]]]
) -> None:
    """The quarters or months below a year that add up to it: 112年, 第1季, 第2季."""
    for number, line in enumerate(lines):
        if line.time is None or line.heads or line.place or line.time.year is None:
            continue
        rows = []
        for after in range(number + 1, len(lines)):
            other = lines[after]
            if other.time is None or other.heads or other.place or other.time.year is not None:
                break
            rows.append(after)
        if _adds_up(amounts, number, rows):
            for row in rows:
                parents[row] = number


def _by_codes(lines: Sequence[Line], parents: list[int | None]) -> None:
    """By codes of which one begins with the other: 208, 20810, 2081001."""
    rows: dict[str, int] = {}
    for number, line in enumerate(lines):
        code = line.code
        if len(code) < _LEAST_CODE:
            continue
        beginnings = (code[:size] for size in range(len(code) - 1, _LEAST_CODE - 1, -1))
        whole = next((rows[beginning] for beginning in beginnings if beginning in rows), None)
        if whole is not None:
            parents[number] = whole
        rows[code] = number
