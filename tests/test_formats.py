"""Each output format against its snapshot, and what every format promises."""
from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

import civx
from civx.cli.formats import BINARY, NAMES
from civx.cli.formats.as_table import human
from civx.cli.formats.columns import LONG
from civx.cli.formats.columns import WIDE as WIDE_COLUMNS
from civx.cli.formats.shape import Shape
from civx.extractors.model import FIELDS, Fact

from conftest import FALL, PLAIN, ROOT, SNAPSHOTS, STANDARD, TRICKY, Snapshot, extraction_of, write

TEXTS = [name for name in NAMES if name not in BINARY]
WIDE = Shape(layout="wide", money="wan")
COUNTY = """松原县民政局2021年工作总结
一、社会救助
全县共有农村低保对象1118户、2051人，累计发放低保金830.5万元。新增低保对象约40户。
二、养老服务
甲镇建成敬老院2所、床位120张；乙镇建成敬老院1所、床位6—8张。低保标准由每人每月640元提高到每人每月690元。
"""


def written(name: str, *files: tuple[Fact, ...], shape: Shape | None = None) -> str:
    with TemporaryDirectory() as folder:
        path = write(name, Path(folder, "facts"), [extraction_of(*facts) for facts in files], shape)
        return path.read_bytes().decode()


@pytest.mark.parametrize("name", TEXTS)
def test_snapshot(name: str, snapshot: Snapshot) -> None:
    snapshot(SNAPSHOTS / f"facts.{name}", written(name, (PLAIN, TRICKY), (), (STANDARD, FALL)).encode())


@pytest.mark.parametrize("name", TEXTS)
def test_wide_snapshot(name: str, snapshot: Snapshot, tmp_path: Path) -> None:
    extraction = civx.extract(COUNTY, source="松原.txt")
    snapshot(SNAPSHOTS / f"wide.{name}", write(name, tmp_path / "wide", [extraction], WIDE).read_bytes())


@pytest.mark.parametrize("name", TEXTS)
def test_snapshot_without_facts(name: str, snapshot: Snapshot) -> None:
    snapshot(SNAPSHOTS / f"none.{name}", written(name, ()).encode())


def test_json_holds_what_the_facts_hold() -> None:
    array = json.loads(written("json", (PLAIN, TRICKY), (STANDARD,)), parse_float=Decimal, parse_int=Decimal)
    lines = written("jsonl", (PLAIN, TRICKY), (STANDARD,)).splitlines()
    assert array == [json.loads(line, parse_float=Decimal, parse_int=Decimal) for line in lines]
    assert array == [fact.to_dict() for fact in (PLAIN, TRICKY, STANDARD)]
    assert [tuple(record) for record in array] == [FIELDS] * 3


@pytest.mark.parametrize(
    ("number", "printed"), [("1.23035E+7", "12303500"), ("0.1", "0.1"), ("1E-7", "0.0000001"), ("0", "0"), ("-5", "-5")]
)
@pytest.mark.parametrize("name", ["json", "jsonl", "csv"])
def test_numbers_are_exact_and_without_exponents(name: str, number: str, printed: str) -> None:
    text = written(name, (replace(PLAIN, value=Decimal(number)),))
    assert (f'"value": {printed}, ' if name != "csv" else f",amount,{printed},,,") in text


def test_csv_reads_back() -> None:
    rows = list(csv.DictReader(io.StringIO(written("csv", (PLAIN, TRICKY)), newline="")))
    assert tuple(rows[0]) == FIELDS
    assert rows[0]["section"] == "一、主要工作 > (一)织牢底线,把“保”字做实"
    assert rows[0]["part_of"] == rows[1]["value"] == rows[1]["section"] == ""
    assert rows[1]["sentence"] == TRICKY.sentence
    assert rows[1]["subject"] == TRICKY.subject


def test_csv_has_a_header_without_facts() -> None:
    assert written("csv") == written("csv", ()) == ",".join(FIELDS) + "\r\n"


def test_table_shows_markup_as_text_and_no_control_characters() -> None:
    text = written("table", (TRICKY,))
    assert "[b]" in text
    assert "\x1b" not in text


@pytest.mark.parametrize(
    ("changes", "shown"),
    [
        ({"value": Decimal(1203), "unit": "户", "bound": "exact"}, "1,203 户"),
        ({"value": Decimal("8305000.00")}, "≈ 830.5 万元"),
        ({"value": Decimal(9999), "bound": "under"}, "< 9,999 元"),
        ({"value": Decimal(100000), "bound": "at_most"}, "≤ 10 万元"),
        ({"value": None, "min": Decimal(3), "max": Decimal(5), "unit": "所", "bound": "range"}, "3–5 所"),
        ({"value": Decimal(6360), "unit": "元/人/年", "per_month": Decimal("530.00")}, "≈ 6,360 元/人/年\n530 a month"),
        ({"value": Decimal(530), "unit": "元/人/月", "per_month": Decimal("530.00")}, "≈ 530 元/人/月"),
    ],
)
def test_values_as_people_read_them(changes: dict[str, Any], shown: str) -> None:
    assert human(replace(PLAIN, **changes)) == shown


# --- columns


def test_the_columns_are_those_of_the_facts() -> None:
    assert [column.name for column in LONG] == [*FIELDS, "page"]
    for columns in (LONG, WIDE_COLUMNS):
        assert len({column.name for column in columns}) == len({column.zh for column in columns}) == len(columns)


def test_the_documentation_lists_the_wide_columns() -> None:
    page = (ROOT / "docs" / "formats.md").read_text(encoding="utf-8")
    assert re.findall(r"^\| `(\w+)` \| (\w+) \|", page, re.MULTILINE)[-len(WIDE_COLUMNS):] == [
        (column.name, column.zh) for column in WIDE_COLUMNS
    ]


@pytest.mark.parametrize("layout", ["long", "wide"])
def test_chosen_columns_keep_their_order(layout: str) -> None:
    shape = Shape(layout=layout, columns=("period", "source", "section"))
    for name, separator in (("csv", ","), ("tsv", "\t")):
        head, row, *_ = written(name, (PLAIN,), shape=shape).splitlines()
        assert head == separator.join(shape.columns)
        assert row.startswith(f"2021-01/2021-10{separator}报告.txt{separator}")
    (record,) = json.loads(written("json", (PLAIN,), shape=shape))
    assert list(record) == list(shape.columns)
    assert record["section"] == list(PLAIN.section)
    assert "2021-01/2021-10" in written("table", (PLAIN,), shape=shape)


def test_numbers_in_a_narrow_table_are_whole() -> None:
    shape = Shape(columns=tuple(FIELDS[:20]))
    assert "…" not in written("table", (replace(PLAIN, value=Decimal(98765)),), shape=shape)
    shape = Shape(columns=("sentence", "value", "section", "rule"))
    assert "98,765" in written("table", (replace(PLAIN, value=Decimal(98765), sentence="民" * 500),), shape=shape)


@pytest.mark.parametrize("layout", ["long", "wide"])
def test_page_is_there_only_where_pages_are(layout: str) -> None:
    paged, plain = Shape(layout=layout, paged=True), Shape(layout=layout)
    fact = replace(PLAIN, page=7)
    for name in ("csv", "tsv"):
        assert "page" not in written(name, (fact,), shape=plain).splitlines()[0]
        head, row = written(name, (fact,), shape=paged).split("\r\n" if name == "csv" else "\n")[:2]
        assert (head.endswith("page"), row.endswith("7")) == (True, True)
    for shape in (paged, plain):
        first, second = map(json.loads, written("jsonl", (fact,), (PLAIN,), shape=shape).splitlines())
        assert first["page"] == (7 if layout == "long" else [7])
        assert "page" not in second
    assert ("page" in written("table", (fact,), shape=paged)) == (layout == "wide")


def test_chinese_headers() -> None:
    shape = Shape(headers="zh", columns=("value", "unit"))
    assert written("csv", (PLAIN,), shape=shape) == "数值,单位\r\n12303500,元\r\n"
    assert written("tsv", (PLAIN,), shape=shape) == "数值\t单位\n12303500\t元\n"
    assert written("csv", (), shape=Shape(headers="zh")).startswith("编号,来源文件,")
    assert "业务" in written("table", (PLAIN,), shape=Shape(headers="zh"))


@pytest.mark.parametrize(
    ("number", "shown"),
    [("8305000", "830.5"), ("1", "0.0001"), ("0", "0"), ("10000", "1"), ("1E+4", "1"), ("-25000.50", "-2.50005"),
     ("123456789012345678901234567890123", "12345678901234567890123456789.0123")],
)
def test_amounts_in_wan_are_exact(number: str, shown: str) -> None:
    fact = replace(PLAIN, value=Decimal(number))
    (record,) = json.loads(written("json", (fact,), shape=Shape(money="wan")), parse_float=str, parse_int=str)
    assert (record["value"], record["unit"]) == (shown, "万元")
    (row,) = json.loads(written("json", (fact,), shape=WIDE), parse_float=str, parse_int=str)
    assert (row["amount"], row["amount_unit"]) == (shown, "万元")


def test_only_yuan_become_wan() -> None:
    dollars = replace(PLAIN, unit="港元")
    income = replace(STANDARD, value=Decimal(50000))
    records = json.loads(written("json", (dollars, income), shape=Shape(money="wan")))
    assert [(record["value"], record["unit"]) for record in records] == [(12303500, "港元"), (50000, "元/人/年")]
