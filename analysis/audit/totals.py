"""Rows of a table against the row of their total, which is exhaustive where every row has its number."""
from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import accumulate, islice

from .claims import LIKELY, MUST, decided
from .finding import Finding, finding
from .interval import total
from .mends import mends
from .reading import Line, Mention
from .rows import Row
from .sums import arithmetic, claim
from .words import Words

_NUMBERED = re.compile("[一二三四五六七八九十]{1,3}、")
_CODES = (3, 5, 7)  # digits of a code: class, group, item


def check(lines: list[Line], words: Words) -> Iterator[Finding]:
    """Findings on the numbers of rows 合计 against those above or below them."""
    rows = {row.number: row for row in (Row(line) for line in lines if line.row)}
    for row in rows.values():
        if not words.is_total(row.label):
            continue
        parts = {part.fact.line for mention in row.mentions.values() for part in mention.parts} - {row.number}
        if not parts:
            continue
        own, gaps = _added(row, parts, rows, words)
        columns = [_column(whole, column, own, gaps, words) for column, whole in row.mentions.items()]
        # 全县 may be more than its towns, 合计 is what stands there
        if not words.of("whole").within(row.label) or [] in columns:
            for found in columns:
                yield from found or ()


def _added(row: Row, parts: set[int], rows: dict[int, Row], words: Words) -> tuple[list[Row], bool]:
    """The rows that a total adds up, and whether one without numbers stands among them: what is in it nobody knows."""
    step = -1 if min(parts) < row.number else 1
    last = min(parts) if step < 0 else max(parts)
    own: list[Row] = []
    gaps = False
    number = row.number + step
    while number in rows or (last - number) * step > 0:
        other = rows.get(number)
        number += step
        if other is None or len(other.cells) != len(row.cells):
            gaps = True
        elif words.is_total(other.label) and other.number not in parts:
            break
        else:
            own.append(other)
    return own, gaps


def _column(whole: Mention, column: int, rows: Sequence[Row], gaps: bool, words: Words) -> list[Finding] | None:
    """The findings on one column of a total's row, None where nothing can be said of it.

    ``rows`` begin beside the total. Rows behind 其中 may go on with parts of parts, and the rows furthest away may be
    of something else: where the others add up without them, all is right.
    """
    if whole.printed is None or whole.fact.measure in ("rate", "standard") or whole.fact.status == "change":
        return None
    outer = _outer(rows)
    some = len(outer) < len(rows)
    rows = outer
    parts: list[Mention] = []
    cuts: list[int] = []  # where among them a row 其中 stands
    for row in rows:
        part = row.mentions.get(column)
        if words.is_part(row.label) or (part is not None and _of_other(part, whole)):
            cuts.append(len(parts))
        elif part is not None and part.like(whole) and part.printed is not None:
            parts.append(part)
        elif part is not None or not row.empty(column):
            gaps = True
    if len(parts) < 2:
        return None
    sums = accumulate((part.printed for part in parts if part.printed), lambda one, two: total((one, two)))
    if any(reckoned.meets(whole.printed) for reckoned in islice(sums, 1, None)) or any(
        total(part.printed for part in rest if part.printed).meets(whole.printed)
        for rest in _without_inner(parts, cuts, rows[0].number > whole.fact.line)
    ):
        return []
    if not gaps:
        given = sum(part.value for part in parts)
        if some and abs(given - whole.value) * 200 >= whole.value:
            return []  # rows of which some have no numbers here
        if some and not mends(claim(whole, parts, MUST, "").equation):
            return list(decided([claim(whole, parts, LIKELY, "the rows of a table and their total")]))
        return list(decided([claim(whole, parts, MUST, "the rows of a table and their total")]))
    if whole.fact.measure == "amount":
        return []  # the levels of an account stand below each other
    if total(part.printed for part in parts if part.printed).low <= whole.printed.high:
        return []
    facts = (whole.fact, *(part.fact for part in parts))
    return [finding("sum", "error", arithmetic(whole, parts), *facts, why="the rows of a table and their total")]


def _outer(rows: Sequence[Row]) -> list[Row]:
    """Of rows with codes, whose length tells the level (201, 20139), those of the highest."""
    numbered = [row for row in rows if _NUMBERED.match(row.label)]
    if len(numbered) > 1 and len(numbered) < len(rows) and _NUMBERED.match(rows[0].label):
        return numbered  # 一、亚洲, with its countries below
    codes = [row.cells[0] for row in rows if row.cells and row.cells[0].isdigit() and len(row.cells[0]) in _CODES]
    if len(codes) < 2 or len({len(code) for code in codes}) < 2:
        return list(rows)
    least = min(map(len, codes))
    return [row for row in rows if row.cells[0] not in codes or len(row.cells[0]) == least]


def _of_other(part: Mention, whole: Mention) -> bool:
    """Whether the number is a part of one in another row than the total's."""
    return part.whole is not None and part.whole.line not in (whole.line, part.line)


def _without_inner(parts: list[Mention], cuts: list[int], down: bool) -> Iterator[list[Mention]]:
    """The parts without some of those below a row 其中; ``down`` tells that they are in the table's order."""
    for cut in cuts:
        for size in range(1, len(parts)):
            first, last = (cut, cut + size) if down else (cut - size, cut)
            if 0 <= first < last <= len(parts):
                yield parts[:first] + parts[last:]
