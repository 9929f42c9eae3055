"""Reckoning with ISO periods: their years, stretches of several years, what comes before."""

from __future__ import annotations

from functools import lru_cache

YEAR = len("2023")


@lru_cache(maxsize=4096)
def last_year(period: str) -> int | None:
    """The year in which ``period`` ends, or begins where it has no end; None for ""."""
    last = period.rpartition("/")[2]
    if last == "..":
        last = period
    return int(last[:YEAR]) if last[:YEAR].isdigit() else None


def main_year(period: str) -> int | None:
    """The year that ``period`` is called by: the last one, of a school or financial year the first."""
    return first_year(period) if double(period) else last_year(period)


def double(period: str) -> bool:
    """Whether the period is a school or financial year, over two calendar years: 2024/2025."""
    first, slash, last = period.partition("/")
    return bool(slash) and len(first) == YEAR == len(last) and int(last) == int(first) + 1


def first_year(period: str) -> int | None:
    """The year in which ``period`` begins, or ends where it has no beginning; None for ""."""
    first = period.removeprefix("../")[:YEAR]
    return int(first) if first.isdigit() else None


@lru_cache(maxsize=4096)
def several(period: str) -> bool:
    """Whether the period is a stretch of several calendar years: 2021/2025."""
    first, slash, last = period.partition("/")
    return bool(slash) and len(first) == YEAR == len(last) and int(last) > int(first) + 1


def within(period: str, status: str, level: bool, figures: bool, now: int | None) -> str:
    """The period of a number told of ``period``, a stretch of years (2021/2025).

    A level that was reached is of its last year, an old value of the year before the first (of the first itself, where
    the years are told in ``figures``: 2020年到2025年，…从17.9%提升到35.5%); sums and changes are of all of it. Nothing
    that was reached is of a year after ``now``.
    """
    first, _, last = period.partition("/")
    if status == "previous":
        return first if figures else str(int(first) - 1)
    if level and status == "actual":
        return str(now) if now is not None and int(first) <= now < int(last) else last
    return period


def day_before(point: str) -> str:
    """The ISO point before ``point``: 2009-07-16 has 2009-07-15 before it, 2009-07-01 and 2009-07 have 2009-06."""
    parts = [int(part) for part in point.split("-")]
    if len(parts) == 1:
        return str(parts[0] - 1)
    year, month = parts[0], parts[1]
    if len(parts) == 3 and parts[2] > 1:
        return f"{year}-{month:02d}-{parts[2] - 1:02d}"
    year, month = (year - 1, 12) if month == 1 else (year, month - 1)
    return f"{year}-{month:02d}"
