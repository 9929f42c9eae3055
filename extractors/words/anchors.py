"""What the words of time lean on: 今年, 上月, 去年同期 say nothing before it is known when they were said.

A time expression is first read as the words stand, with letters for what they leave open, and filled in afterwards:

====  ================================================================================================
{Y}   the year that governs the place: the one named last, else that of the section, else of the report
{N}   the year in which the text was written: 今年 is {N}, 去年 {N-1}
{E}   the last of the years planned for, where they are several, else {Y}: 五年新增 is {E-4}/{E}
{P}   the year that the text plans for: 今后五年 is {P}/{P+4}
{M}   the month the text speaks of: 本月 is {M}, 上月 {M-1}
{D}   the day named last: 当天, 这一天
{Q}   the quarter the text speaks of: 上季度 is {Q-1}
{R}   the report's own time, as it stands: 目前, 现有
{A}   the years that a plan is for: 规划期内
{S}   the time that governs the place, as it stands: 去年同期 is {S-1}, the same stretch a year earlier
====  ================================================================================================
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from civx.patterns.kept import compiled

_SLOT = compiled(r"\{([YNEPMDQRSA])([+-]\d+)?\}")
_MONTH = len("2023-01")
_YEAR = compiled(r"(?<![\d-])\d{4}")


class Anchor(NamedTuple):
    """The times that words of time lean on; None and "" are unknown."""

    year: int | None = None
    now: int | None = None
    plan: int | None = None
    month: str = ""
    own: str = ""
    span: str = ""
    ahead: str = ""
    day: str = ""
    end: int | None = None

    def at(self, year: int | None, span: str = "") -> Anchor:
        """The same anchor where ``year`` governs, and the stretch ``span``."""
        if year in (None, 0, self.year) and span in ("", self.span):
            return self
        return self._replace(year=year or self.year, span=span or self.span)


_NOWHEN = Anchor()


def fill(iso: str, year: int | None, anchor: Anchor | None = None) -> str:
    """The ISO text with its letters filled in, {Y} by ``year``; "" where one is needed and not known.

    Without an ``anchor`` all years are ``year``.
    """
    return _filled(iso, year, anchor or _NOWHEN) if "{" in iso else iso


@lru_cache(maxsize=1024)
def _filled(iso: str, year: int | None, values: Anchor) -> str:
    gone = False

    def put(slot: re.Match[str]) -> str:
        nonlocal gone
        letter, shift = slot.group(1), int(slot.group(2) or 0)
        if letter == "M":
            said = moved(values.month, shift)
        elif letter == "Q":
            said = quarter(values.own, values.month, shift)
        elif letter in "RSAD":
            whole = {"D": values.day, "R": values.own, "S": values.span, "A": values.ahead}[letter]
            said = shifted(whole or ("" if letter == "D" else str(year or "")), shift)
        else:
            known = {"Y": None, "N": values.now, "P": values.plan, "E": values.end}[letter] or year
            said = str(known + shift) if known else ""
        gone = gone or not said
        return said

    filled = _SLOT.sub(put, iso)
    return "" if gone else filled


@lru_cache(maxsize=1024)
def shifted(period: str, years: int) -> str:
    """The same stretch ``years`` later: 2023-01/2023-06 and -1 is 2022-01/2022-06."""
    return _YEAR.sub(lambda found: str(int(found.group()) + years), period) if years else period


def moved(month: str, by: int) -> str:
    """The month ``by`` months later: 2024-01 and -1 is 2023-12; "" for no month."""
    if not by or not month:
        return month
    count = int(month[:4]) * 12 + int(month[5:7]) - 1 + by
    return f"{count // 12}-{count % 12 + 1:02d}"


def quarter(period: str, month: str, by: int) -> str:
    """The quarter ``by`` quarters after the one that is ``period`` or holds ``month``; "" where neither says one."""
    first, _, last = period.partition("/")
    if len(first) == len(last) == _MONTH and moved(first, 2) == last:
        month = first
    if len(month) != _MONTH:
        return ""
    first = moved(f"{month[:5]}{(int(month[5:]) - 1) // 3 * 3 + 1:02d}", 3 * by)
    return f"{first}/{moved(first, 2)}"
