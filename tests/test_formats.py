"""Each output format against its snapshot, and what every format promises."""
from __future__ import annotations

import csv
import io
import json
import pickle
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from types import SimpleNamespace
from typing import Any

import pytest

from civx.cli.formats import NAMES, opened_sink, prepare
from civx.cli.formats.as_table import human
from civx.cli.formats.shape import Shape
from civx.extractors.model import FIELDS, Fact

from conftest import SNAPSHOTS, Snapshot

PLAIN = Fact(
    id="a1", source="报告.txt", report="松原镇2021年民政工作总结", line=2, start=12, end=21,
    section=("一、主要工作", "(一)织牢底线,把“保”字做实"), programme="低保", subject="低保金", place="", area="both",
    measure="amount", value=Decimal("1.23035E+7"), min=None, max=None, unit="元", per_month=None, bound="about",
    status="actual", period="2021-01/2021-10", part_of=None,
    quote="1230。35萬元", sentence="發放低保金約1230。35萬元。", rule="quantities.yaml#money",
)
TRICKY = Fact(
    id="b2", source="报告.txt", report="松原镇2021年民政工作总结", line=3, start=40, end=46,
    section=(), programme="养老服务", subject='"日间"照料,中心[b]\x1b[31m', place="上河乡", area="rural",
    measure="count", value=None, min=Decimal("3"), max=Decimal("5"), unit="所", per_month=None, bound="range",
    status="planned", period="2022", part_of="a1",
    quote="3-\r\n5所", sentence='上河鄉新建"日間"照料,中心3-\r\n5所。\t', rule="quantities.yaml#range",
)
STANDARD = Fact(
    id="c3", source="报告.txt", report="", line=4, start=50, end=59,
    section=("二、标准",), programme="特困", subject="基本生活标准", place="", area="",
    measure="standard", value=Decimal("6380"), min=None, max=None, unit="元/人/年", per_month=Decimal("531.67"),
    bound="at_least", status="norm", period="", part_of=None,
    quote="每人每年6380元", sentence="每人每年6380元", rule="quantities.yaml#standard-per-person",
)


def written(name: str, *files: tuple[Fact, ...]) -> str:
    extractions: Any = [SimpleNamespace(source="报告.txt", facts=facts) for facts in files]
    with TemporaryDirectory() as folder:
        path = Path(folder) / "facts"
        with opened_sink(name, str(path), Shape()) as sink:
            for extraction in extractions:
                sink.add(pickle.loads(pickle.dumps(prepare(name, extraction, Shape()))))
        return path.read_bytes().decode()


@pytest.mark.parametrize("name", NAMES)
def test_snapshot(name: str, snapshot: Snapshot) -> None:
    snapshot(SNAPSHOTS / f"facts.{name}", written(name, (PLAIN, TRICKY), (), (STANDARD,)).encode())


@pytest.mark.parametrize("name", NAMES)
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
    text = written(name, (Fact(**{**_fields(PLAIN), "value": Decimal(number)}),))
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
    assert human(Fact(**{**_fields(PLAIN), **changes})) == shown


def _fields(fact: Fact) -> dict[str, Any]:
    return {name: getattr(fact, name) for name in FIELDS}
