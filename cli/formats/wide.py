"""The wide layout: one row for report × section × programme × area × period × status, as analysts type it by hand.

No number is added up, averaged or left out. Facts that compete for one cell make further rows of the same group; each
fact is in exactly one row, whose ``ids`` name it.
"""
from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from .money import fact_in_wan
from .owners import report_numbers
from .records import plain

if TYPE_CHECKING:
    from decimal import Decimal

    from civx.extractors.model import Extraction, Fact

_WITH_UNIT = ("amount", "standard", "rate", "count")
_COUNTED = ("households", "persons", "person_times", "household_times")


class _Cells:
    """Facts that share a row, with the cells they take. ``kin`` must be equal in all: facts of two places, or a total
    and its part, never share a row."""

    __slots__ = ("cells", "facts", "kin")

    def __init__(self, kin: tuple[str, bool]) -> None:
        self.kin = kin
        self.facts: list[tuple[int, Fact]] = []
        self.cells: set[str] = set()

    def add(self, number: int, fact: Fact) -> None:
        self.facts.append((number, fact))
        self.cells.add(fact.measure)  # a range fills no cell, but its row has no room for another number


def gathered(extraction: Extraction, money: str) -> list[list[Fact]]:
    """The facts of each wide row of one file. ``money`` is the unit of amounts, ``yuan`` or ``wan``.

    Groups come in the order of their first facts, and so do the rows of a group and the facts of a row.
    """
    groups: dict[tuple[object, ...], list[_Cells]] = {}
    latest: dict[tuple[object, ...], _Cells] = {}
    reports = report_numbers(extraction)
    for number, (fact, report) in enumerate(zip(extraction.facts, reports, strict=True)):
        group = (report, fact.section, fact.programme, fact.area, fact.status, fact.period)
        kin = (fact.place, fact.part_of is not None)
        own = latest.get((group, kin, fact.subject))
        if own is None or fact.measure in own.cells:
            own = latest[group, kin, fact.subject] = _Cells(kin)
            groups.setdefault(group, []).append(own)
        own.add(number, fact_in_wan(fact) if money == "wan" else fact)
    return [
        [fact for _, fact in sorted(cells.facts, key=lambda pair: pair[0])]
        for bundles in groups.values()
        for cells in _joined(bundles)
    ]


def wide_rows(extraction: Extraction, money: str) -> list[dict[str, object]]:
    """The wide rows of one file: values by column name."""
    return [_row(facts) for facts in gathered(extraction, money)]


def _joined(bundles: Iterable[_Cells]) -> list[_Cells]:
    """What is said of one subject goes on in the latest row where that has room for all of it."""
    rows: list[_Cells] = []
    for bundle in bundles:
        if rows and rows[-1].kin == bundle.kin and not rows[-1].cells & bundle.cells:
            rows[-1].facts += bundle.facts
            rows[-1].cells |= bundle.cells
        else:
            rows.append(bundle)
    return rows


def _row(facts: list[Fact]) -> dict[str, object]:
    first = facts[0]
    row: dict[str, object] = {
        "source": first.source, "report": first.report, "section": first.section, "programme": first.programme,
        "area": first.area, "status": first.status, "period": first.period, "place": first.place,
        "subject": tuple(dict.fromkeys(fact.subject for fact in facts)),
        **dict.fromkeys(_COUNTED), "standard_month": None,
        "notes": tuple(
            _note(fact, first.subject) for fact in facts if fact.bound != "exact" or fact.subject != first.subject
        ),
        "lines": tuple(sorted({fact.line for fact in facts})),
        "ids": tuple(fact.id for fact in facts),
        "page": tuple(sorted({fact.page for fact in facts if fact.page is not None})),
    }
    for measure in _WITH_UNIT:
        row[measure], row[f"{measure}_unit"] = None, ""
    for fact in facts:
        if fact.value is None:
            continue
        row[fact.measure] = fact.value
        if fact.measure in _WITH_UNIT:
            row[f"{fact.measure}_unit"] = fact.unit
        if fact.measure == "standard":
            row["standard_month"] = fact.per_month
    return row


def _note(fact: Fact, subject: str) -> str:
    """What a cell cannot say: ``amount about``, ``count 6–8 个``, and whose it is: ``persons (新增低保对象)``."""
    words = [fact.measure]
    if fact.value is None:
        words += [f"{_end(fact.min)}–{_end(fact.max)}", fact.unit]
    elif fact.bound != "exact":
        words.append(fact.bound)
    if fact.subject != subject:
        words.append(f"({fact.subject})")
    return " ".join(filter(None, words))


def _end(number: Decimal | None) -> str:
    return "" if number is None else plain(number)
