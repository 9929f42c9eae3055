"""Whole reports that sit in the cells of a sheet, a row a report, and what the cells beside them say of each."""
from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from .tidy import tidy

_LONG, _SENTENCES = 300, 4  # a report has more characters and full stops than that, a remark fewer
_STOPS = re.compile("[。；！？]")
_YEAR = re.compile(r"(?:19|20)\d\d(?=年?$)")
_NAMES_YEAR = re.compile(r"(?:19|20)\d\d|[〇○零一二三四五六七八九]{4}年|民[国國]")
_DATE = re.compile(r"(?:19|20)\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}日?(?:[T ].*)?")
_LONGEST_HEAD, _LONGEST_TITLE = 20, 80

Rows = Sequence[Sequence[str]]


class Report(NamedTuple):
    """A report in a cell: where that is, from 0, its text, and what its row says of it (see model.Sheet)."""

    row: int
    column: int
    text: str
    above: str
    place: str


class Row(NamedTuple):
    """What the columns beside reports hold: the numbers of those that name a place, a year, a title, a date."""

    places: tuple[int, ...]
    year: int | None
    title: int | None
    date: int | None


def reports_in(rows: Rows) -> list[Report]:
    """The reports that sit in cells, row by row."""
    found = [(i, j) for i, row in enumerate(rows) for j, text in enumerate(row) if _is_report(text)]
    if not found:
        return []
    columns = {j for _, j in found}
    about = _about(rows, {i for i, _ in found}, columns)
    reports = []
    for i, j in found:
        above, place = _said(rows[i], about)
        reports.append(Report(i, j, tidy(rows[i][j]), above, place))
    return reports


def without(rows: Rows, reports: Sequence[Report]) -> list[list[str]]:
    """The cells without the reports and what only says whose they are; nothing where no table is left."""
    taken = {report.column for report in reports}
    held = {report.row for report in reports}
    about = _about(rows, held, taken)
    named = {*about.places, about.year, about.title, about.date}
    width = max(map(len, rows), default=0)
    counted = [
        j for j in range(width)
        if j not in taken and j not in named and _counts([rows[i][j] for i in held if j < len(rows[i])])
    ]
    if not counted:
        rest = [list(row) if i not in held and _holds_table(rows, held) else [] for i, row in enumerate(rows)]
        return rest
    places = {(report.row, report.column) for report in reports}
    return [["" if (i, j) in places else text for j, text in enumerate(row)] for i, row in enumerate(rows)]


def _is_report(text: str) -> bool:
    return len(text) >= _LONG and len(_STOPS.findall(text)) >= _SENTENCES


def _holds_table(rows: Rows, held: set[int]) -> bool:
    """Whether rows without reports hold numbers: the sheet has a table of its own besides."""
    return sum(_counts(row) for i, row in enumerate(rows) if i not in held) > 1


def _counts(cells: Sequence[str]) -> bool:
    """Whether one of the cells is a number, and no year."""
    return any(re.fullmatch(r"[-+]?[\d,]+(?:\.\d+)?%?", text) and not _YEAR.match(text) for text in cells)


def _about(rows: Rows, held: set[int], taken: set[int]) -> Row:
    """What the columns hold beside the reports in the rows ``held`` and columns ``taken``."""
    from civx.extractors.document.headings import headings
    from civx.extractors.tables.heads import head_reader

    reader, rules = head_reader(()), headings(())
    head = rows[min(held) - 1] if min(held) else ()
    places, year, title, date = [], None, None, None
    for j in range(max(len(rows[i]) for i in held)):
        cells = [rows[i][j].strip() for i in held if j < len(rows[i]) and rows[i][j].strip()]
        if j in taken or not cells:
            continue
        name = head[j].strip() if j < len(head) else ""
        said = reader.read(name).roles if name and len(name) <= _LONGEST_HEAD else {}
        if year is None and all(_YEAR.match(cell) for cell in cells):
            year = j
        elif date is None and all(_DATE.fullmatch(cell) for cell in cells):
            date = j
        elif "place" in said or all(reader.read(cell).place for cell in cells):
            places.append(j)
        elif title is None and all(
            len(cell) <= _LONGEST_TITLE and rules.is_title(cell, 0, len(cell), first=True) for cell in cells
        ):
            title = j
    return Row(tuple(places), year, title, date)


def _said(row: Sequence[str], about: Row) -> tuple[str, str]:
    """The lines that would stand above a report, and its place, as its row says them."""

    def cell(j: int | None) -> str:
        return " ".join(row[j].split()) if j is not None and j < len(row) else ""

    names = [cell(j) for j in about.places if cell(j)]
    place = names[-1] if names else ""
    year = _YEAR.match(cell(about.year))
    title = cell(about.title)
    if year is not None and not _NAMES_YEAR.search(title):
        title = f"{year[0]}年{title}" if title else f"{''.join(names)}{year[0]}年"
    lines = [line for line in (title, cell(about.date)) if line]
    return "".join(f"{line}\n" for line in lines), place
