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


def joined(*facts: Fact) -> list[tuple[str, ...]]:
    return [tuple(row["subject"]) for row in told(*facts)]


LATER = {"sentence": "次句。"}


@pytest.mark.parametrize(
    ("facts", "rows"),
    [
        # in one clause money, standards and rates are said of what is counted before them
        ([("临时救助", 4215, "persons"), ("支出资金", 538, "amount"), ("次均救助", 1278, "standard")], 1),
        ([("火化遗体", 2904, "count"), ("火化率", 68, "rate")], 1),
        ([("火化遗体", 2904, "count"), ("火化率", 68, "rate", LATER)], 2),
        # people behind a sum are those who got it, things only in its phrase
        ([("高龄津贴", 518, "amount"), ("老人", 8642, "persons")], 1),
        ([("高龄津贴", 518, "amount"), ("老人", 8642, "persons", LATER)], 2),
        ([("持证率", 42, "rate"), ("老人", 24000, "persons")], 2),
        # two things that are counted are two matters, unless they are households and people of one name
        ([("驻站社工", 32, "persons"), ("个案服务", 210, "count")], 2),
        ([("低保户", 10, "households"), ("低保人口", 20, "persons")], 1),
        ([("适老化改造", 10, "households"), ("培训护理员", 20, "persons")], 2),
        # in a later sentence only the one sum of the same name
        ([("低保对象", 10, "households"), ("低保金", 500, "amount", LATER)], 1),
        ([("低保对象", 10, "households"), ("新增低保对象", 2, "households"), ("低保金", 500, "amount", LATER)], 2),
        ([("新增低保对象", 2, "households"), ("低保金", 500, "amount", LATER)], 2),
        ([("低保金", 500, "amount"), ("新增低保对象", 2, "households", LATER)], 2),
        ([("低保对象", 9, "persons"), ("低保金", 5, "amount", LATER), ("低保补贴", 6, "amount", LATER)], 3),
        # none of a list belongs to a number of people
        ([("老人", 9, "persons"), ("80岁", 60, "standard"), ("90岁", 120, "standard"), ("百岁", 600, "standard")], 4),
    ],
)
def test_what_belongs_together(facts: list[Any], rows: int) -> None:
    assert len(told(*(fact(*own[:3], **dict(*own[3:])) for own in facts))) == rows


@pytest.mark.parametrize("sentence", ["甲院\t320\t246\t76.9", "| 甲院 | 320 | 246 | 76.9 |"])
def test_the_cells_of_a_tables_row_stay_together(sentence: str) -> None:
    row = {"sentence": sentence}
    facts = (("床位", 320, "count"), ("入住老人", 246, "persons"), ("入住率", 77, "rate"))
    assert joined(*(fact(*own, **row) for own in facts)) == [("床位", "入住老人", "入住率")]


def test_a_rate_stands_with_the_part_of_which_it_is_said() -> None:
    total = fact("社区工作者", 1214, "persons")
    part = fact("女性", 367, "persons", part_of="f0")
    assert joined(total, part, fact("女性", 30, "rate")) == [("社区工作者",), ("女性",)]
    assert joined(total, part, fact("女性", 30, "rate", **LATER)) == [("社区工作者",), ("女性",), ("女性",)]


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("投入360万元改造社区综合服务设施5处。", [("amount", "count")]),
        ("特困供养金支出2350万元，改造供养机构床位5张。", [("amount",), ("count",)]),
        ("临时救助4215人次，支出资金538.6万元；发放价格补贴30万元。", [("person_times", "amount"), ("amount",)]),
        (
            "全县共有低保对象7864户13592人。新增低保对象803人。全年发放低保金7216.38万元。",
            [("households", "persons", "amount"), ("persons",)],
        ),
    ],
)
def test_commas_and_semicolons_part(text: str, rows: list[tuple[str, ...]]) -> None:
    found = gathered(civx.extract("2021年，" + text), "wan")
    assert [tuple(sorted(own.measure for own in row)) for row in found] == [tuple(sorted(row)) for row in rows]


def test_notes_name_the_other_subjects() -> None:
    assert told(fact("低保对象", 20, "persons"), fact("低保金", 500, "amount")) == [
        {"subject": ("低保对象", "低保金"), "persons": 20, "amount": 500, "notes": ("amount (低保金)",)}
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
    [
        {"section": ("一",)}, {"programme": "特困"}, {"area": "urban"}, {"status": "planned"}, {"direction": "up"},
        {"period": "2022"},
    ],
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
        for key in ("source", "report", "section", "programme", "area", "status", "direction", "period", "place"):
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
