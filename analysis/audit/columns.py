"""Columns of a table that are reckoned from others.

How one column comes of others nothing says; where most rows agree on it (床位, 入住 and 入住率; 2022年, 2023年 and
同比), a row that does not is reported.
"""
from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import permutations
from typing import NamedTuple

from .finding import Finding, missed
from .interval import Interval, near, said, total
from .reading import Line, Mention
from .rows import Row, tables
from .words import Words

_FACTORS = {"%": Decimal(100), "‰": Decimal(1000), "倍": Decimal(1)}
_WIDEST = 12  # columns that one may be reckoned from
_WORDS = re.compile("[一-鿿]")
_ROWS = 2  # as many must agree on a way of reckoning


class _Reckoned(NamedTuple):
    """What a column should be in one row: the interval, the value, its terms, and the arithmetic up to the result."""

    interval: Interval
    value: Decimal
    terms: tuple[Mention, ...]
    message: str


_Way = Callable[[Row], _Reckoned | None]


def check(lines: list[Line], words: Words) -> Iterator[Finding]:
    """Findings on columns, by table."""
    for table in tables(Row(line) for line in lines if line.row):
        if len(table) > 1:
            yield from _columns(table, words)


def _columns(rows: list[Row], words: Words) -> Iterator[Finding]:
    """Rows in which a column is not what the others make of theirs."""
    width = max(len(row.cells) for row in rows)
    totals = [row for row in rows if words.is_total(row.label)]
    for column in range(width):
        targets = [row for row in rows if _usable(row.mentions.get(column))]
        if len(targets) < _ROWS:
            continue
        kinds = {(m.fact.unit, m.fact.status == "change") for row in targets if (m := row.mentions[column])}
        if len(kinds) > 1:  # indicators down: only a percentage goes with all of them
            continue
        (unit, change), = kinds
        ways = _ways(column, width, unit, change, targets, totals)
        yield from _odd_ones(targets, column, ways, unit)


def _usable(mention: Mention | None) -> bool:
    return mention is not None and mention.printed is not None and mention.fact.bound in ("exact", "about")


def _ways(
    column: int, width: int, unit: str, change: bool, rows: Sequence[Row], totals: Sequence[Row]
) -> Iterator[tuple[_Way, str, bool]]:
    """The ways in which a column may come of others, the kind of finding that a miss is, and whether heads say so."""
    others = [other for other in range(width) if other != column][-_WIDEST:]
    if change:
        for old, new in permutations(others, 2):
            yield _growth(old, new, _FACTORS.get(unit)), "change", _of_times(rows, old, new)
    elif unit in _FACTORS or "/" in unit:
        kind = "average" if "/" in unit else "multiple" if unit == "倍" else "rate"
        for above, below in permutations(others, 2):
            yield _quotient(above, below, unit), kind, False
        for total_row in totals:
            for above in others:
                yield _share(above, total_row, _FACTORS.get(unit, _FACTORS["%"])), "rate", False
    else:
        for side in (range(column - 1, -1, -1), range(column + 1, width)):
            like = [other for other in side if all(
                other not in row.mentions or row.mentions[other].like(row.mentions[column]) for row in rows
            ) and any(other in row.mentions for row in rows)][:_WIDEST]
            for many in range(2, len(like) + 1):
                yield _sum(column, like[:many]), "sum", _of_parts(rows, column, like[:many])


def _of_times(rows: Sequence[Row], old: int, new: int) -> bool:
    """Whether the columns are of one thing at two times, the year before first."""
    pairs = [pair for row in rows if (pair := _pair(row, old, new)) is not None]
    return bool(pairs) and all(
        one.like(two) and one.fact.subject == two.fact.subject
        and (one.fact.period < two.fact.period or (one.fact.status, two.fact.status) == ("previous", "actual"))
        for one, two in pairs
    )


def _of_parts(rows: Sequence[Row], column: int, others: Sequence[int]) -> bool:
    """Whether heads make the columns parts of another."""
    return any(
        all(other in row.mentions and row.mentions[other].whole is row.mentions[column] for other in others)
        for row in rows
    )


def _odd_ones(rows: Sequence[Row], column: int, ways: Iterable[tuple[_Way, str, bool]], unit: str) -> Iterator[Finding]:
    """The findings of the way that explains the most rows, where those it does not are few."""
    best: tuple[int, str, list[tuple[Mention, _Reckoned]]] | None = None
    for way, kind, sure in ways:
        right, wrong = 0, []
        for row in rows:
            target = row.mentions[column]
            reckoned = way(row)
            if reckoned is None or target.printed is None:
                continue
            if reckoned.interval.meets(target.printed) or (
                kind == "change" and _WORDS.search(row.cells[column]) and reckoned.interval.size().meets(target.printed)
            ):  # 下降2.4
                right += 1
            else:
                wrong.append((target, reckoned))
        # a whole percentage comes out by chance more often, a sum hardly ever
        least = 1 if sure else _ROWS + (unit == "%" and all(row.mentions[column].value % 1 == 0 for row in rows))
        most = right if sure or kind == "sum" else right // 2
        if right >= least and len(wrong) <= most and (best is None or right > best[0]):
            best = right, kind, wrong
    if best is None:
        return
    for target, reckoned in best[2]:
        message = f"{reckoned.message} = {near(reckoned.value, target.fact, unit)}"
        yield missed(best[1], message, target.fact, reckoned.interval, *(m.fact for m in reckoned.terms))


def _pair(row: Row, one: int, two: int) -> tuple[Mention, Mention] | None:
    """The numbers of two columns in a row, where both can be reckoned with and are above 0."""
    first, second = row.mentions.get(one), row.mentions.get(two)
    if first is None or second is None or first.printed is None or second.printed is None:
        return None
    return (first, second) if first.value > 0 and second.value > 0 else None


def _quotient(above: int, below: int, unit: str) -> _Way:
    factor = _FACTORS.get(unit, Decimal(1))

    def way(row: Row) -> _Reckoned | None:
        pair = _pair(row, above, below)
        if pair is None or not _divisible(*pair, unit):
            return None
        one, two = pair
        assert one.printed is not None and two.printed is not None
        value = one.value / two.value * factor
        return _Reckoned(one.printed.over(two.printed, factor), value, pair, f"{said(one.fact)} / {said(two.fact)}")

    return way


def _divisible(one: Mention, two: Mention, unit: str) -> bool:
    """Whether a quotient makes sense: money by a count for an average, counts or money by their like for a share."""
    if "/" in unit:
        return one.fact.unit == "元" and two.fact.unit != "元" and two.fact.measure not in ("rate", "standard")
    measures = {one.fact.measure, two.fact.measure}
    if measures == {"standard"}:  # 农村标准 of 城市标准
        return one.like(two)
    return not measures & {"rate", "standard"} and (one.fact.unit == "元") is (two.fact.unit == "元")


def _share(above: int, total_row: Row, factor: Decimal) -> _Way:
    def way(row: Row) -> _Reckoned | None:
        one, two = row.mentions.get(above), total_row.mentions.get(above)
        if one is None or two is None or one.printed is None or two.printed is None or not one.like(two):
            return None
        if not 0 < one.value <= two.value:
            return None
        return _Reckoned(
            one.printed.over(two.printed, factor), one.value / two.value * factor, (one, two),
            f"{said(one.fact)} / {said(two.fact)}",
        )

    return way


def _growth(old: int, new: int, factor: Decimal | None) -> _Way:
    """The change from one column to the other, a percentage where there is a ``factor``."""

    def way(row: Row) -> _Reckoned | None:
        pair = _pair(row, old, new)
        if pair is None or not pair[0].like(pair[1]) or "change" in (pair[0].fact.status, pair[1].fact.status):
            return None
        one, two = pair
        assert one.printed is not None and two.printed is not None
        by = two.printed.minus(one.printed)
        message = f"{said(two.fact)} − {said(one.fact)}"
        if factor is None:
            return _Reckoned(by, two.value - one.value, pair, message)
        size = by.size().over(one.printed, factor)
        interval = Interval(-size.high, -size.low) if two.value < one.value else size
        value = (two.value - one.value) / one.value * factor
        return _Reckoned(interval, value, pair, f"({message}) / {said(one.fact)}")

    return way


def _sum(column: int, others: Sequence[int]) -> _Way:
    def way(row: Row) -> _Reckoned | None:
        terms = []
        for other in others:
            mention = row.mentions.get(other)
            if mention is not None and mention.printed is not None:
                terms.append(mention)
            elif mention is not None or not row.empty(other):
                return None
        if sum(term.value > 0 for term in terms) < 2:
            return None
        reckoned = total(term.printed for term in terms if term.printed)
        value = sum((term.value for term in terms), Decimal(0))
        return _Reckoned(reckoned, value, tuple(terms), " + ".join(said(term.fact) for term in terms))

    return way
