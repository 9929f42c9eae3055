"""The wide layout: every fact in one row, none added up or lost, and only what belongs together side by side."""
from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import civx
from civx.cli.formats.columns import WIDE
from civx.cli.formats.money import wan
from civx.cli.formats.wide import gathered, wide_rows
from civx.extractors.model import Document, Extraction, Fact

from conftest import PLAIN, SAMPLES, extraction_of

CELLS = ("households", "persons", "person_times", "household_times", "amount", "standard", "rate", "count")
UNITS = {"households": "户", "persons": "人", "amount": "元", "standard": "元/人/月", "rate": "%", "count": "个"}


def fact(subject: str, value: int | None, measure: str, **changes: Any) -> Fact:
    shared = {
        "place": "", "bound": "exact", "section": (), "area": "", "period": "2021", "line": 1, "unit": UNITS[measure],
    }
    ends = {"min": Decimal(6), "max": Decimal(8), "bound": "range"} if value is None else {}
    return replace(
        PLAIN, subject=subject, value=None if value is None else Decimal(value), measure=measure,
        **{**shared, **ends, **changes},
    )


def told(*facts: Fact) -> list[dict[str, Any]]:
    """The rows of these facts, with the cells that are filled and what tells rows apart."""
    numbered = [replace(own, id=f"f{at}", start=at, end=at + 1) for at, own in enumerate(facts)]
    return [
        {key: row[key] for key in ("subject", "place", *CELLS, "notes") if row[key] not in (None, "", ())}
        for row in wide_rows(extraction_of(*numbered), "yuan")
    ]


# --- what goes together


def test_what_is_said_of_two_subjects_makes_two_rows() -> None:
    rows = told(
        fact("甲", 10, "households"), fact("甲", 20, "persons"),
        fact("乙", 5, "households"), fact("乙", 8, "persons"), fact("乙", 300000, "amount"),
    )
    assert rows == [
        {"subject": ("甲",), "households": 10, "persons": 20},
        {"subject": ("乙",), "households": 5, "persons": 8, "amount": 300000},
    ]


def test_a_new_subject_goes_on_where_its_cells_are_free() -> None:
    rows = told(fact("低保对象", 10, "households"), fact("低保对象", 20, "persons"), fact("低保金", 500, "amount"))
    assert rows == [
        {
            "subject": ("低保对象", "低保金"), "households": 10, "persons": 20, "amount": 500,
            "notes": ("amount (低保金)",),
        }
    ]


def test_a_subject_is_not_torn_apart() -> None:
    rows = told(fact("甲", 10, "households"), fact("乙", 8, "persons"), fact("乙", 5, "households"))
    assert rows == [
        {"subject": ("甲",), "households": 10}, {"subject": ("乙",), "households": 5, "persons": 8},
    ]


def test_a_subject_that_is_named_again_goes_on_in_its_own_row() -> None:
    rows = told(
        fact("甲", 10, "households"), fact("乙", 5, "households"), fact("甲", 20, "persons"), fact("乙", 8, "persons")
    )
    assert [(row["subject"], row["households"], row["persons"]) for row in rows] == [
        (("甲",), 10, 20), (("乙",), 5, 8),
    ]


def test_facts_that_compete_for_a_cell_make_further_rows() -> None:
    rows = told(fact("甲", 10, "count"), fact("甲", 20, "count"), fact("甲", 3, "persons"), fact("乙", 30, "count"))
    assert [(row["subject"], row["count"], row.get("persons")) for row in rows] == [
        (("甲",), 10, None), (("甲",), 20, 3), (("乙",), 30, None),
    ]


def test_places_and_parts_keep_apart() -> None:
    rows = told(
        fact("对象", 10, "households", place="甲镇"), fact("对象", 20, "persons", place="乙镇"),
        fact("对象", 9, "amount"), fact("对象", 5, "persons", part_of="f2"),
    )
    assert [row.get("place") for row in rows] == ["甲镇", "乙镇", None, None]


@pytest.mark.parametrize(
    "change",
    [{"section": ("一",)}, {"programme": "特困"}, {"area": "urban"}, {"status": "planned"}, {"period": "2022"}],
)
def test_what_makes_a_group(change: dict[str, Any]) -> None:
    assert len(told(fact("甲", 1, "households"), fact("甲", 2, "persons"))) == 1
    assert len(told(fact("甲", 1, "households"), fact("甲", 2, "persons", **change))) == 2


def test_two_reports_of_one_title_keep_apart() -> None:
    both = extraction_of(fact("甲", 1, "households", start=10), fact("甲", 2, "persons", start=600, end=601, id="b"))
    (report,) = both.document.reports
    assert len(wide_rows(both, "wan")) == 1
    two = Document((report._replace(end=500), report._replace(start=500)), (), ())
    assert len(wide_rows(replace(both, document=two), "wan")) == 2


# --- what a row says


def test_ranges_fill_no_cell_but_stand_in_the_notes() -> None:
    rows = told(fact("床位", None, "count"), fact("床位", 3, "persons"), fact("床位", 9, "count"))
    assert rows == [
        {"subject": ("床位",), "persons": 3, "notes": ("count 6–8 个",)}, {"subject": ("床位",), "count": 9},
    ]


def test_notes_say_what_is_not_exact() -> None:
    rows = told(fact("甲", 10, "households", bound="over"), fact("甲", 2, "rate"))
    assert rows[0]["notes"] == ("households over",)


@pytest.mark.parametrize("money", ["yuan", "wan"])
def test_units_and_months(money: str) -> None:
    yearly = {"unit": "元/人/年", "per_month": Decimal("531.67")}
    facts = [fact("标准", 6380, "standard", id="a", **yearly), fact("标准", 25000, "amount", id="b")]
    (row,) = wide_rows(extraction_of(*facts), money)
    assert (row["standard_month"], row["standard"], row["standard_unit"]) == (Decimal("531.67"), 6380, "元/人/年")
    assert (row["amount"], row["amount_unit"]) == ((Decimal("2.5"), "万元") if money == "wan" else (25000, "元"))
    assert (row["rate"], row["rate_unit"], row["count"], row["count_unit"]) == (None, "", None, "")
    served = replace(facts[0], unit="元/人次", per_month=None)
    (row,) = wide_rows(extraction_of(served), money)
    assert (row["standard_month"], row["standard"], row["standard_unit"]) == (None, 6380, "元/人次")


# --- what always holds


def check(extraction: Extraction, money: str) -> None:
    rows = wide_rows(extraction, money)
    by_id = {own.id: own for own in extraction.facts}
    ids = [key for row in rows for key in row["ids"]]  # type: ignore[attr-defined]
    assert sorted(ids) == sorted(by_id)
    for row in rows:
        assert set(row) == {column.name for column in WIDE}
        facts = [by_id[key] for key in row["ids"]]  # type: ignore[attr-defined]
        assert [own.start for own in facts] == sorted(own.start for own in facts)
        for key in ("source", "report", "section", "programme", "area", "status", "period", "place"):
            assert {getattr(own, key) for own in facts} == {row[key]}
        for cell in CELLS:
            filling = [own for own in facts if own.measure == cell and own.value is not None]
            values = [
                wan(own.value) if cell == "amount" and money == "wan" and own.unit == "元" else own.value
                for own in filling if own.value is not None
            ]
            assert [row[cell]] == (values or [None])
            if f"{cell}_unit" in row:
                assert (row[f"{cell}_unit"] == "") == (not filling or not filling[0].unit)


@pytest.mark.parametrize("money", ["yuan", "wan"])
@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.stem)
def test_every_fact_of_the_samples_is_in_exactly_one_row(sample: Any, money: str) -> None:
    extraction = civx.extract(sample.read_bytes().decode())
    check(extraction, money)
    assert len(wide_rows(extraction, money)) < len(extraction.facts)


_FACTS = st.lists(
    st.builds(
        fact,
        st.sampled_from(["甲", "乙", "丙"]),
        st.none() | st.integers(-10, 10**9),
        st.sampled_from(sorted(UNITS)),
        place=st.sampled_from(["", "甲镇"]),
        part_of=st.sampled_from([None, "f0"]),
        period=st.sampled_from(["2021", "2022"]),
    ),
    max_size=30,
)


@settings(max_examples=300, deadline=None)
@given(_FACTS, st.sampled_from(["yuan", "wan"]))
def test_every_fact_is_in_exactly_one_row(facts: list[Fact], money: str) -> None:
    numbered = [replace(own, id=f"f{at}", start=at, end=at + 1) for at, own in enumerate(facts)]
    extraction = extraction_of(*numbered)
    check(extraction, money)
    for row in gathered(extraction, money):
        assert len({own.measure for own in row}) == len(row)
