"""The wide layout: one row for report × section × programme × area × period × status × direction, as analysts type it
by hand.

No number is added up, averaged or left out. Facts that compete for one cell make further rows of the same group; each
fact is in exactly one row, whose ``ids`` name it.
"""
from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from .money import fact_in_wan
from .owners import report_numbers
from .shown import plain

if TYPE_CHECKING:
    from decimal import Decimal

    from civx.extractors.model import Extraction, Fact

_MONEY = frozenset(("amount", "standard"))
_SAID = _MONEY | {"rate"}  # what is said of something that is counted
_SEMICOLON = re.compile("[;；]")
_COMMA = re.compile("[,，、]")
_TABULAR = re.compile(r"[\t|]")  # stands between the cells of a table's row
_WITH_UNIT = ("amount", "standard", "rate", "count")
_COUNTED = ("households", "persons", "person_times", "household_times")
_PEOPLE = frozenset(_COUNTED)


class _Cells:
    """Facts that share a row, with the cells they take. ``kin`` must be equal in all: facts of two places, or a total
    and its part, never share a row. ``clauses`` and ``phrases`` are those in which the facts stand."""

    __slots__ = ("cells", "clauses", "facts", "kin", "phrases")

    def __init__(self, kin: tuple[str, bool]) -> None:
        self.kin = kin
        self.facts: list[tuple[int, Fact]] = []
        self.cells: set[str] = set()
        self.clauses: set[int] = set()
        self.phrases: set[int] = set()

    def add(self, number: int, fact: Fact, clause: int, phrase: int) -> None:
        self.facts.append((number, fact))
        self.cells.add(fact.measure)  # a range fills no cell, but its row has no room for another number
        self.clauses.add(clause)
        self.phrases.add(phrase)

    def take(self, other: _Cells) -> None:
        self.facts += other.facts
        self.cells |= other.cells
        self.clauses |= other.clauses
        self.phrases |= other.phrases

    @property
    def counted(self) -> set[str]:
        return self.cells - _SAID

    @property
    def first(self) -> Fact:
        return self.facts[0][1]


def gathered(extraction: Extraction, money: str) -> list[list[Fact]]:
    """The facts of each wide row of one file. ``money`` is the unit of amounts, ``yuan`` or ``wan``.

    Groups come in the order of their first facts, and so do the rows of a group and the facts of a row.
    """
    groups: dict[tuple[object, ...], list[_Cells]] = {}
    latest: dict[tuple[object, ...], _Cells] = {}
    reports = report_numbers(extraction)
    for number, (fact, report, stands) in enumerate(zip(extraction.facts, reports, _stands(extraction), strict=True)):
        group = (report, fact.section, fact.programme, fact.area, fact.status, fact.direction, fact.period)
        kin = (fact.place, fact.part_of is not None)
        own = latest.get((group, kin, fact.subject))
        part = latest.get((group, (fact.place, True), fact.subject))
        if part is not None and _said_of(fact, stands[0], part):
            own = part
        if own is None or fact.measure in own.cells:
            own = latest[group, kin, fact.subject] = _Cells(kin)
            groups.setdefault(group, []).append(own)
        own.add(number, fact_in_wan(fact) if money == "wan" else fact, *stands)
    return [
        [fact for _, fact in sorted(cells.facts, key=lambda pair: pair[0])]
        for bundles in groups.values()
        for cells in _joined(bundles)
    ]


def wide_rows(extraction: Extraction, money: str) -> list[dict[str, object]]:
    """The wide rows of one file: values by column name."""
    return [_row(facts) for facts in gathered(extraction, money)]


def _said_of(fact: Fact, clause: int, part: _Cells) -> bool:
    """Whether ``fact``, whose subject is that of ``part``, is said of the part: 其中女性367人,占30.2%."""
    return (
        fact.measure in _SAID
        and fact.part_of is None
        and clause in part.clauses
        and all(other.part_of != fact.id for _, other in part.facts)
    )


def _stands(extraction: Extraction) -> list[tuple[int, int]]:
    """For each fact the numbers of its clause and of its phrase.

    A clause is a sentence, what a semicolon parts in one, or a table's row; a phrase is what commas part in a clause.
    """
    found: list[tuple[int, int]] = []
    last: Fact | None = None
    for number, fact in enumerate(extraction.facts):
        clause = phrase = number
        if last is not None and last.sentence == fact.sentence and last.line <= fact.line:
            between = extraction.text[last.end : fact.start]
            if not _SEMICOLON.search(between):
                clause = found[-1][0]
                phrase = number if _COMMA.search(between) else found[-1][1]
        found.append((clause, phrase))
        last = fact
    return found


def _joined(bundles: Sequence[_Cells]) -> list[_Cells]:
    """The rows of a group: what is said of one subject goes on in the row of another where it tells more of that."""
    rows: list[_Cells] = []
    listed = [_listed(bundles, at) for at in range(len(bundles))]  # before rows grow
    latest: _Cells | None = None
    for bundle, alone in zip(bundles, listed, strict=True):
        row = None
        if latest is not None and not alone:
            row = latest if _free(latest, bundle) and _goes_on(bundle, latest) else _namesake(bundle, rows, bundles)
        if row is None:
            rows.append(bundle)
            latest = bundle
        else:
            row.take(bundle)
            latest = row
    return rows


def _free(row: _Cells, bundle: _Cells) -> bool:
    return row.kin == bundle.kin and not row.cells & bundle.cells


def _listed(bundles: Sequence[_Cells], at: int) -> bool:
    """Whether the bundle is one of a list: 80周岁以上60元,90周岁以上120元 belong to no single number of people."""
    own = bundles[at]
    return not own.counted and any(
        other.kin == own.kin and not other.counted and other.cells & own.cells and other.clauses & own.clauses
        for other in (*bundles[max(at - 1, 0) : at], *bundles[at + 1 : at + 2])
    )


def _namesake(bundle: _Cells, rows: Sequence[_Cells], bundles: Sequence[_Cells]) -> _Cells | None:
    """The people to whom the group's one sum or standard of a later sentence belongs by its name: 低保对象 … 低保金."""
    rivals = (other for other in bundles if other is not bundle and not other.counted)
    if not bundle.cells <= _MONEY or any(other.cells & bundle.cells for other in rivals):
        return None
    named = (row for row in rows if row.cells & _PEOPLE and _of_one_name(row.first, bundle.first))
    return next((row for row in named if _free(row, bundle)), None)


def _goes_on(bundle: _Cells, row: _Cells) -> bool:
    """Whether ``bundle`` tells more of what the row before it tells.

    Within a clause money, standards and rates do: 临时救助4215人次,支出538万元. So does what is counted behind
    money alone: people anywhere in the clause (发放津贴518万元,惠及8642人), things in the same phrase
    (投入360万元改造5处). Two things that are counted are two matters, but for people and households whose names
    begin alike (低保户, 低保人口) and in a table's row.
    """
    if not row.clauses & bundle.clauses:
        return False
    if not bundle.counted or _TABULAR.search(bundle.first.sentence):
        return True
    if not row.counted:
        return row.cells <= _MONEY and (bundle.counted <= _PEOPLE or bool(row.phrases & bundle.phrases))
    return row.counted | bundle.counted <= _PEOPLE and row.first.subject[:2] == bundle.first.subject[:2]


def _of_one_name(one: Fact, other: Fact) -> bool:
    """Whether both subjects begin alike up to the programme's name, and with it: 农村低保对象, 农村低保资金."""
    before, name, _ = one.subject.partition(one.programme)
    return name != "" and other.subject.startswith(before + name)


def _row(facts: list[Fact]) -> dict[str, object]:
    first = facts[0]
    row: dict[str, object] = {
        "source": first.source, "report": first.report, "section": first.section, "programme": first.programme,
        "area": first.area, "status": first.status, "direction": first.direction, "period": first.period,
        "place": first.place,
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
