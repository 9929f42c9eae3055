"""The reports that facts come from: whose each is, which year it gives account of, and what to call it."""
from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from civx.extractors.document.headings import headings
from civx.extractors.document.reports import years
from civx.extractors.model import Fact
from civx.extractors.words.times import match_time

from .families import families

_YEAR_DIGITS = 4
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)", re.ASCII)


class Account(NamedTuple):
    """One report: ``source`` and ``title`` as its facts have them, its facts in order.

    ``place`` is "" and ``year`` None where nothing says them. ``months`` is the ISO period of a report about a part of
    its year (2021-01/2021-06), else "". ``label`` is its name in a comparison, different from all others'.
    """

    source: str
    title: str
    place: str
    year: int | None
    months: str
    label: str
    facts: tuple[Fact, ...]


def accounts(
    files: Iterable[tuple[str, Sequence[Fact]]], names: Sequence[str] = (), extra: tuple[str, ...] = ()
) -> list[Account]:
    """The reports of files (source and facts), in order.

    ``names`` are what the user calls them, in the same order, "" or nothing for those to be named by place and year;
    a name's own place and year win over those of the title. ``extra`` are a user's pattern files.
    """
    found: list[Account] = []
    for source, title, facts in reports_in(files):
        name = names[len(found)] if len(found) < len(names) else ""
        found.append(_account(source, title, facts, name, extra))
    return _distinct(found)


def reports_in(files: Iterable[tuple[str, Sequence[Fact]]]) -> Iterable[tuple[str, str, tuple[Fact, ...]]]:
    """Source, title and facts of each report of the files, in order. A source without facts is one without a title."""
    for source, facts in files:
        reports: dict[str, list[Fact]] = {} if facts else {"": []}
        for fact in facts:
            reports.setdefault(fact.report, []).append(fact)
        for title, own in reports.items():
            yield source, title, tuple(own)


def same_place(one: Account, other: Account) -> bool:
    """Whether both reports are about one place: 长沙市 and 湖南省长沙市 are one."""
    return bool(one.place and other.place) and (one.place.endswith(other.place) or other.place.endswith(one.place))


def is_current(fact: Fact, year: int | None) -> bool:
    """Whether a fact speaks of the report's own time: its year, a part of it, its end, or what holds since before.

    Where either is not known it does. A span of years (2016/2020) is another time.
    """
    if year is None or not fact.period:
        return True
    first, slash, last = fact.period.partition("/")
    own = str(year)
    if not slash:
        return first[:_YEAR_DIGITS] == own
    if last == "..":
        return first[:_YEAR_DIGITS] <= own
    return last[:_YEAR_DIGITS] == own and first[:_YEAR_DIGITS] in ("..", own)


def _account(source: str, title: str, facts: tuple[Fact, ...], name: str, extra: tuple[str, ...]) -> Account:
    known = families(extra)
    year, months = _title_time(name, extra)
    if year is None:
        year, months = _title_time(title, extra)
    if year is None:
        year = _usual_year(facts)
    place = known.place(name) or known.place(title)
    label = name or " ".join(filter(None, (place or _stem(source), _time_label(year, months))))
    return Account(source, title, place, year, months, label, facts)


def _title_time(title: str, extra: tuple[str, ...]) -> tuple[int | None, str]:
    """The year that a title looks back on, or else plans for, and the months of it that it names (上半年)."""
    rules = headings(extra)
    found = years(title, 0, len(title), rules)
    year = found.review or found.plan
    if year is None:
        named = _YEAR.search(title)  # a name as the user gives it: 青河县 2022
        return (int(named.group()) if named is not None else None), ""
    for mention in rules.year.finditer(title):
        time = match_time(title, mention.start())
        if time is not None and time.first[:_YEAR_DIGITS] == time.last[:_YEAR_DIGITS] == str(year) != time.first:
            return year, f"{time.first}/{time.last}"
    return year, ""


def _usual_year(facts: Sequence[Fact]) -> int | None:
    """The year that most results of a report are of; the later of two. None where none has a year."""
    counts = Counter(fact.period[-_YEAR_DIGITS:] for fact in facts if _is_year(fact))
    return max((count, int(year)) for year, count in counts.items())[1] if counts else None


def _is_year(fact: Fact) -> bool:
    return fact.status == "actual" and len(fact.period) == _YEAR_DIGITS and fact.period.isdigit()


def _time_label(year: int | None, months: str) -> str:
    if not months:
        return "" if year is None else str(year)
    first, last = months.split("/")
    return f"{first[:_YEAR_DIGITS]} ({first[_YEAR_DIGITS + 1 :]}-{last[_YEAR_DIGITS + 1 :]})"


def _stem(source: str) -> str:
    return os.path.splitext(os.path.basename(source))[0] if source != "-" else source


def _distinct(found: list[Account]) -> list[Account]:
    """The reports with a number behind a label that stands there already."""
    taken: set[str] = set()
    result = []
    for account in found:
        label, number = account.label, 1
        while label in taken:
            number += 1
            label = f"{account.label} ({number})"
        taken.add(label)
        result.append(account._replace(label=label))
    return result
