"""Tables by the levels that extraction read in them: rows below a row, columns beside a column.

Whether parts are all of their whole, the table itself tells: where that holds in one column, it is meant in the others
(and so in rows). A table of one column has only its digits to tell it.
"""
from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from .claims import LIKELY, MAY, MUST, Claim, decided
from .finding import Finding
from .mends import mends
from .parts import close
from .reading import Line, Mention
from .rows import Row
from .sums import claim
from .words import Words

_GAP = 3  # lines without figures within a table
_WHY = "a level of a table and what stands below it"


def check(lines: list[Line], words: Words) -> Iterator[Finding]:
    """Findings on levels, table by table."""
    for table in _tables(Row(line) for line in lines if line.row):
        if len(table) > 1:
            yield from _down(table, words)
        yield from _across(table)


def _tables(rows: Iterable[Row]) -> Iterator[list[Row]]:
    """Rows of as many cells, near each other."""
    table: list[Row] = []
    for row in rows:
        if table and (row.number - table[-1].number > _GAP or len(row.cells) != len(table[-1].cells)):
            yield table
            table = []
        table.append(row)
    if table:
        yield table


def _down(table: Sequence[Row], words: Words) -> Iterator[Finding]:
    """Rows below a row, column by column."""
    by_number = {row.number: row for row in table}
    levels: list[tuple[list[Claim], bool]] = []
    for row in table:
        below = {column: _below(whole, by_number) for column, whole in row.mentions.items()}
        every = max(below.values(), key=len)
        groups: dict[tuple[int, ...], list[Claim]] = {}
        for column, whole in row.mentions.items():
            # a column with blanks, or with a figure that does not fit, goes with the others
            numbers = every if _within(below[column], every, column, by_number) else below[column]
            rows = [by_number[number] for number in numbers]
            parts = [part for other in rows if (part := other.mentions.get(column)) is not None]
            blank = any(column not in other.mentions and not other.empty(column) for other in rows)
            if len(rows) > 1 and not blank and _fits(whole, parts):
                groups.setdefault(numbers, []).append(claim(whole, parts, MUST, _WHY))
        for numbers, claims in groups.items():
            rows = [by_number[number] for number in numbers]
            levels.append((claims, words.is_total(row.label) or _all_of_a_level(rows, words)))
    yield from _levels(levels)


def _below(whole: Mention, by_number: Mapping[int, Row]) -> tuple[int, ...]:
    """The rows in which extraction found parts of a figure."""
    numbers = {part.fact.line for part in whole.parts if part.line is not whole.line and part.fact.line in by_number}
    return tuple(sorted(numbers))


def _within(own: tuple[int, ...], every: tuple[int, ...], column: int, by_number: Mapping[int, Row]) -> bool:
    """Whether a column's parts are those of the widest but for rows in which it has no figure or no known whole."""
    if not set(own) <= set(every):
        return False
    others = [by_number[number].mentions.get(column) for number in every if number not in own]
    return all(other is None or other.whole is None for other in others)


def _all_of_a_level(below: Sequence[Row], words: Words) -> bool:
    """Whether rows are all that there are below another: none of them says that it is only some of it."""
    return not any(words.is_part(row.label) for row in below)


def _across(table: Sequence[Row]) -> Iterator[Finding]:
    """Columns beside a column, row by row."""
    patterns: dict[int, set[int]] = {}
    for row in table:
        for column, whole in row.mentions.items():
            beside = {c for c, part in row.mentions.items() if part.whole is whole and part.line is whole.line}
            if len(beside) > 1:
                patterns.setdefault(column, set()).update(beside)
    levels: list[tuple[list[Claim], bool]] = []
    for column, beside in patterns.items():
        claims = []
        for row in table:
            own = row.mentions.get(column)
            parts = [row.mentions[c] for c in sorted(beside) if c in row.mentions]
            blank = any(c not in row.mentions and not row.empty(c) for c in beside)
            if own is not None and not blank and _fits(own, parts):
                claims.append(claim(own, parts, MUST, _WHY))
        levels.append((claims, True))
    yield from _levels(levels)


def _levels(levels: Sequence[tuple[list[Claim], bool]]) -> Iterator[Finding]:
    """What comes of the levels of a table: one that stands alone goes by whether all others of it hold."""
    holding = [all(one.holds() for one in claims) for claims, _ in levels]
    for at, (claims, all_there_is) in enumerate(levels):
        others = [held for number, held in enumerate(holding) if number != at and levels[number][0]]
        yield from _agreed(claims, all_there_is, bool(others) and all(others))


def _fits(whole: Mention, parts: Sequence[Mention]) -> bool:
    if whole.printed is None or whole.fact.measure in ("rate", "standard") or whole.fact.status == "change":
        return False
    if not all(part.like(whole) and part.printed is not None for part in parts):
        return False
    return sum(part.value > 0 for part in parts) > 1


def _agreed(claims: Sequence[Claim], all_there_is: bool, others: bool) -> Iterator[Finding]:
    """What holds, and what does not where most of the others hold; of a single one only what a slip explains."""
    right = [one for one in claims if one.holds()]
    wrong = [one for one in claims if not one.holds()]
    for one in right:
        yield from decided([one])
    if not wrong or (right and len(wrong) > len(right)):
        return
    for one in wrong:
        whole, parts = one.equation.figures[0], one.equation.figures[1:]
        if right and (len(right) > 1 or close(whole, parts)):
            yield from decided([one])
        elif len(wrong) == 1 and all_there_is and others and mends(one.equation):
            yield from decided([one._replace(sure=LIKELY)])  # all other levels hold, and a slip makes this one do
        elif len(wrong) == 1 and all_there_is and close(whole, parts):
            yield from decided([one._replace(sure=MAY)])
