"""CSV and TSV as spreadsheets and other programs read them."""
from __future__ import annotations

import csv
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import pytest
from hypothesis import given
from hypothesis import strategies as st

import civx
from civx.cli.formats.columns import LONG
from civx.cli.formats.shape import Shape
from civx.extractors.model import FIELDS

from conftest import PLAIN, SAMPLES, STANDARD, TRICKY, extraction_of, write

RUN = ["=1+1", "+1", "-1+1", "@SUM(A1)", "\tx", "\rx", "＝1", "＋1", "－1", "＠x", '=HYPERLINK("http://a.cn")']
EXPLOSIVE = [replace(PLAIN, id=f"x{at}", subject=text, quote=text) for at, text in enumerate(RUN)]


def rows_of(path: Path, dialect: str = "excel") -> list[dict[str, str]]:
    with open(path, encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, dialect=dialect, strict=True))


def runs(cell: str) -> bool:
    """Whether a spreadsheet would run the cell: a sign at the start with anything behind it."""
    return len(cell) > 1 and cell[0] in "=+-@\t\r\n＝＋－＠"


# --- cells that would be run


def test_no_text_cell_is_run(tmp_path: Path) -> None:
    facts = [*EXPLOSIVE, replace(PLAIN, id="n", value=Decimal("-2.5"))]
    for name, dialect in (("csv", "excel"), ("tsv", "excel-tab")):
        rows = rows_of(write(name, tmp_path / name, [extraction_of(*facts)]), dialect)
        texts = {column.name for column in LONG if column.kind in ("text", "texts")}
        assert not [cell for row in rows for key, cell in row.items() if key in texts and runs(cell)]
        assert rows[-1]["value"] == "-2.5"
        assert [row["subject"] for row in rows[:4]] == ["'=1+1", "'+1", "'-1+1", "'@SUM(A1)"]


def test_headings_are_no_formulas_either(tmp_path: Path) -> None:
    for layout in ("long", "wide"):
        shape = Shape(layout=layout)
        fact = replace(PLAIN, section=("=1+1", "b"), report="-x", subject="@x")
        (row,) = rows_of(write("csv", tmp_path / layout, [extraction_of(fact)], shape))
        assert (row["section"], row["report"], row["subject"]) == ("'=1+1 > b", "'-x", "'@x")


def test_raw_leaves_them_alone(tmp_path: Path) -> None:
    rows = rows_of(write("csv", tmp_path / "x", [extraction_of(*EXPLOSIVE)], Shape(raw=True)))
    assert [row["subject"] for row in rows] == RUN


def test_standard_input_keeps_its_name(tmp_path: Path) -> None:
    (row,) = rows_of(write("csv", tmp_path / "x", [extraction_of(PLAIN, source="-")]))
    assert row["source"] == "-"


@given(st.text(max_size=30))
def test_any_text_reads_back(text: str) -> None:
    fact = replace(PLAIN, sentence=text)
    with TemporaryDirectory() as folder:
        extraction = extraction_of(fact)
        (row,) = rows_of(write("csv", Path(folder, "a"), [extraction], Shape(raw=True)))
        assert row["sentence"] == text
        (row,) = rows_of(write("csv", Path(folder, "b"), [extraction]))
        assert not runs(row["sentence"])
        assert row["sentence"].removeprefix("'" if runs(text) else "") == text
        lines = write("tsv", Path(folder, "c"), [extraction]).read_bytes().decode().split("\n")
        assert [line.count("\t") for line in lines] == [len(FIELDS) - 1] * 2 + [0]
        assert [len(line.splitlines()) for line in lines] == [1, 1, 0]


# --- TSV


def test_tsv_means_the_same_with_and_without_quotes(tmp_path: Path) -> None:
    quoted = replace(PLAIN, id="q", subject='"十四五"期间', sentence='他说"好"')
    path = write("tsv", tmp_path / "facts.tsv", [extraction_of(PLAIN, TRICKY, quoted)])
    with open(path, encoding="utf-8", newline="") as file:
        plain = list(csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE, strict=True))
    with open(path, encoding="utf-8", newline="") as file:
        assert list(csv.reader(file, dialect="excel-tab", strict=True)) == plain
    rows = [dict(zip(plain[0], row, strict=True)) for row in plain[1:]]
    assert rows[1]["quote"] == "3-  5所"
    assert rows[2]["subject"] == "'\"十四五\"期间"
    assert rows[2]["sentence"] == '他说"好"'


# --- readers


@pytest.mark.parametrize("layout", ["long", "wide"])
def test_csv_in_duckdb(tmp_path: Path, layout: str) -> None:
    shape = Shape(layout=layout, bom=True)
    extractions = [civx.extract(path.read_bytes().decode(), source=path.name) for path in SAMPLES]
    path = write("csv", tmp_path / "facts.csv", extractions, shape)
    wanted = rows_of(path)
    table = duckdb.sql(f"SELECT * FROM read_csv('{path}', header = true, all_varchar = true)")
    assert table.columns == list(wanted[0])
    assert [[cell or "" for cell in row] for row in table.fetchall()] == [list(row.values()) for row in wanted]
    if layout == "long":
        found = duckdb.sql(
            f"SELECT measure, sum(value::DECIMAL(38, 4)) FROM read_csv('{path}', all_varchar = true) GROUP BY ALL"
        )
        facts = [fact for extraction in extractions for fact in extraction.facts]
        for measure, total in found.fetchall():
            values = [fact.value for fact in facts if fact.measure == measure and fact.value is not None]
            assert total == sum(values)


def test_tsv_in_duckdb(tmp_path: Path) -> None:
    path = write("tsv", tmp_path / "facts.tsv", [extraction_of(PLAIN, TRICKY, STANDARD)])
    table = duckdb.sql(f"SELECT id, value FROM read_csv('{path}', delim = '\t', quote = '', header = true)")
    assert table.fetchall() == [("a1", 12303500), ("b2", None), ("c3", 6380)]
