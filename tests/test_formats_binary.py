"""xlsx and parquet, read back by openpyxl, pyarrow, duckdb and LibreOffice."""
from __future__ import annotations

import csv
import re
import shutil
import subprocess
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any

import duckdb
import openpyxl
import pyarrow
import pytest
from pyarrow import parquet

import civx
from civx.cli.errors import FileProblem
from civx.cli.formats import as_parquet, as_xlsx, prepare
from civx.cli.formats.columns import chosen, headers, rows
from civx.cli.formats.shape import Shape
from civx.extractors.model import FIELDS, Extraction

from conftest import PLAIN, SAMPLES, STANDARD, TRICKY, extraction_of, write

FORMULAS = ["=1+1", "+1", "-1", "@x", "＝1", '=HYPERLINK("http://a.cn")', "http://a.cn", "'=1", "{=1}", "TRUE", "007"]
SHAPES = [Shape(), Shape(layout="wide", money="wan"), Shape(paged=True), Shape(columns=("value", "section", "line"))]


@pytest.fixture(scope="module")
def samples() -> list[Extraction]:
    return [civx.extract(path.read_bytes().decode(), source=path.name) for path in SAMPLES]


def sheet_of(path: Path, number: int = 0) -> list[list[Any]]:
    book = openpyxl.load_workbook(path)
    return [[cell.value for cell in row] for row in book.worksheets[number].iter_rows()]


# --- xlsx


@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_xlsx_holds_typed_cells(tmp_path: Path, samples: list[Extraction], shape: Shape) -> None:
    path = write("xlsx", tmp_path / "facts.xlsx", samples, shape)
    columns = chosen(shape)
    found = sheet_of(path)
    assert found[0] == headers(columns, "en")
    wanted = [row for extraction in samples for row in rows(extraction, shape, columns)]
    assert len(found) == len(wanted) + 1
    for got_row, row in zip(found[1:], wanted, strict=True):
        for got, value, column in zip(got_row, row, columns, strict=True):
            if value in (None, "", ()):
                assert got is None
            elif isinstance(value, Decimal):
                assert isinstance(got, int | float)
                assert Decimal(repr(got)) == value
            elif isinstance(value, tuple):
                assert got == ((" > " if column.name == "section" else "; ").join(map(str, value)) or None)
            else:
                assert got == (value.replace("\r\n", "\n") if isinstance(value, str) else value)


def test_xlsx_looks_as_one_wants_it(tmp_path: Path) -> None:
    path = write("xlsx", tmp_path / "a.xlsx", [extraction_of(PLAIN, STANDARD), extraction_of(source="空.txt")])
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["facts", "indicators", "findings", "sources", "legend"]
    facts, sources = book["facts"], book["sources"]
    assert facts.freeze_panes == sources.freeze_panes == "A2"
    assert (facts.auto_filter.ref, sources.auto_filter.ref) == ("A1:Y3", "A1:E3")
    assert facts["A1"].font.bold
    assert [[cell.value for cell in row] for row in sources.iter_rows()] == [
        ["source", "script", "facts", "reports", "titles"],
        ["报告.txt", "simplified", 2, 1, PLAIN.report],
        ["空.txt", "simplified", 0, 1, None],
    ]
    widths = {key: facts.column_dimensions[openpyxl.utils.get_column_letter(FIELDS.index(key) + 1)].width
              for key in ("source", "report", "section", "area")}
    assert widths["source"] >= len("报告.txt") + 2  # Chinese characters count twice
    assert widths["report"] >= 2 * 12
    assert widths["area"] < 12
    assert widths["section"] <= 61
    value = facts.cell(2, FIELDS.index("value") + 1)
    assert (value.value, value.data_type, value.number_format) == (12303500, "n", "#,##0")
    month = facts.cell(3, FIELDS.index("per_month") + 1)
    assert (month.value, month.number_format) == (531.67, "#,##0.00")
    assert facts.cell(2, FIELDS.index("start") + 1).number_format == "0"


def test_xlsx_cells_are_strings_and_never_run(tmp_path: Path) -> None:
    facts = [replace(PLAIN, id=f"x{at}", subject=text) for at, text in enumerate(FORMULAS)]
    path = write("xlsx", tmp_path / "a.xlsx", [extraction_of(*facts, source="=x")])
    book = openpyxl.load_workbook(path)
    column = FIELDS.index("subject") + 1
    assert [book["facts"].cell(row, column).value for row in range(2, len(FORMULAS) + 2)] == FORMULAS
    with zipfile.ZipFile(path) as parts:
        sheets = [parts.read(name).decode() for name in parts.namelist() if "worksheets" in name]
        assert not [name for name in parts.namelist() if "rels" in name and "sheet" in name]
    assert not any(re.search("<f[> ]", sheet) for sheet in sheets)
    links = [link for sheet in sheets for link in re.findall("<hyperlink [^>]*>", sheet)]
    assert all(" location=" in link and " r:id=" not in link for link in links)  # only within the workbook


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\x00b\x0bc\x1f", "a\ufffdb\ufffdc\ufffd"),
        ("a\ufffe\uffff", "a\ufffd\ufffd"),
        ("3-\r\n5\r6\n7", "3-\n5\n6\n7"),
        (" 空 ", " 空 "),
        ("<r><t>x</t></r>", "<r><t>x</t></r>"),
        ("_x0041_", "_x0041_"),
        ("&lt;<b>\"'", "&lt;<b>\"'"),
        ("民" * 32767, "民" * 32767),
        ("民" * 32768, "民" * 32766 + "…"),
        ("𠀀" * 16384, "𠀀" * 16383 + "…"),
    ],
    ids=["control", "no-character", "breaks", "blanks", "markup", "escape", "entities", "fits", "long", "long-pairs"],
)
def test_xlsx_text(tmp_path: Path, text: str, shown: str) -> None:
    path = write("xlsx", tmp_path / "a.xlsx", [extraction_of(replace(PLAIN, sentence=text))])
    assert unescaped(sheet_of(path)[1][FIELDS.index("sentence")]) == shown


def unescaped(text: str) -> str:
    """openpyxl leaves the escapes that Excel resolves."""
    return text.replace("_x005F_", "_")


@pytest.mark.parametrize(
    ("number", "cell"),
    [
        ("123456789012345", 123456789012345), ("1234567890123456", "1234567890123456"), ("1E+17", 10**17),
        ("0.1", 0.1), ("-2.5", -2.5), ("0.123456789012345", 0.123456789012345),
        ("1.2345678901234567", "1.2345678901234567"),
        ("1E-31", "0." + "0" * 30 + "1"), ("1E+400", "1" + "0" * 400), ("1.50", 1.5), ("3.00", 3),
    ],
)
def test_xlsx_loses_no_digit(tmp_path: Path, number: str, cell: object) -> None:
    path = write("xlsx", tmp_path / "a.xlsx", [extraction_of(replace(PLAIN, value=Decimal(number)))])
    book = openpyxl.load_workbook(path)
    found = book["facts"].cell(2, FIELDS.index("value") + 1)
    assert found.value == cell
    assert isinstance(found.value, str) == isinstance(cell, str)
    assert "E" not in found.number_format.removeprefix("General").upper()


def test_xlsx_goes_on_in_another_sheet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(as_xlsx, "LAST_ROW", 3)
    facts = [replace(PLAIN, id=f"x{at}") for at in range(7)]
    path = write("xlsx", tmp_path / "a.xlsx", [extraction_of(*facts[:2]), extraction_of(*facts[2:], source="b")])
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["facts", "indicators", "findings", "sources", "legend", "facts 2", "facts 3"]
    found = [[row[0].value for row in book[name].iter_rows()] for name in ("facts", "facts 2", "facts 3")]
    assert found == [["id", "x0", "x1", "x2"], ["id", "x3", "x4", "x5"], ["id", "x6"]]
    assert [book[name].auto_filter.ref for name in ("facts", "sources", "facts 2", "facts 3")] == [
        "A1:Y4", "A1:E3", "A1:Y4", "A1:Y2"
    ]
    # sources lead to their first fact, wherever that stands
    assert [book["sources"].cell(row, 3).hyperlink.location for row in (2, 3)] == ["'facts'!A2", "'facts'!A4"]


def test_chinese_xlsx(tmp_path: Path) -> None:
    path = write("xlsx", tmp_path / "a.xlsx", [extraction_of(PLAIN)], Shape(headers="zh"))
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["数据", "指标", "问题", "来源", "说明"]
    assert sheet_of(path)[0][:2] == ["编号", "来源文件"]
    assert sheet_of(path, 3)[1][:2] == ["报告.txt", "简体"]
    assert sheet_of(path, 1)[0][:8] == ["地区", "年份", "报告", "业务", "事项", "城乡", "户数", "人数"]
    legend = sheet_of(path, 4)
    assert ["数值", "value", "按基本单位（元、人、户）；区间则为空"] in legend
    assert ["人数", "persons", None] in legend


@pytest.fixture(scope="module")
def workbook(tmp_path_factory: pytest.TempPathFactory) -> Path:
    text = (
        "清源县民政局2021年工作总结\n全县低保对象1203户、2051人，其中城市132户、180人。全年发放城乡低保金830.456万元。\n"
        "月发放高龄津贴34.5万元。截至12月，发放高龄津贴416.5万元。\n持证护理人员89人，占97人的81.7%。"
    )
    return write("xlsx", tmp_path_factory.mktemp("book") / "a.xlsx", [civx.extract(text, source="a.txt")])


def test_a_workbook_has_matters_side_by_side(workbook: Path) -> None:
    sheet = openpyxl.load_workbook(workbook)["indicators"]
    head, *found = [[cell.value for cell in row] for row in sheet.iter_rows()]
    rows = [dict(zip(head, row, strict=True)) for row in found]
    assert [(row["programme"], row["matter"], row["area"]) for row in rows] == [
        ("低保", None, None), ("低保", "低保", "城乡"), ("低保", "低保", "城市"), ("高龄津贴", None, None),
        ("高龄津贴", "高龄津贴", None), ("高龄津贴", "高龄津贴: 高龄津贴 高龄津贴资金（每月）", None),
    ]
    assert (rows[1]["households"], rows[1]["persons"], rows[1]["万元"]) == (1203, 2051, 830.456)
    money = sheet.cell(3, head.index("万元") + 1)
    assert money.number_format == "#,##0.00"
    assert [sheet.row_dimensions[at].outline_level for at in (2, 3, 4)] == [0, 1, 1]
    assert sheet.cell(3, head.index("line") + 1).hyperlink.location == "'facts'!A2"


def test_a_workbook_has_findings_that_lead_to_their_facts(workbook: Path) -> None:
    book = openpyxl.load_workbook(workbook)
    head, *found = [[cell.value for cell in row] for row in book["findings"].iter_rows()]
    (row,) = found
    assert dict(zip(head, row, strict=True))["finding"] == "89人 / 97人 = 91.753%, but the report says 81.7%"
    link = book["findings"].cell(2, 2).hyperlink.location
    assert book["facts"][link.partition("!")[2]].row == next(
        row[0].row for row in book["facts"].iter_rows() if row[FIELDS.index("quote")].value == "81.7%"
    )


def test_a_workbook_prints_as_one_wants_it(workbook: Path) -> None:
    for sheet in openpyxl.load_workbook(workbook).worksheets:
        assert (sheet.freeze_panes, sheet.print_title_rows) == ("A2", "$1:$1"), sheet.title
        assert (sheet.page_setup.orientation, sheet.page_setup.fitToHeight) == ("landscape", 0)
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert sheet["A1"].alignment.wrap_text and sheet["A1"].font.bold
    facts = openpyxl.load_workbook(workbook)["facts"]
    assert facts.cell(2, FIELDS.index("sentence") + 1).alignment.wrap_text
    assert not facts.cell(2, FIELDS.index("id") + 1).alignment.wrap_text


def test_money_in_wan_shows_two_places_and_holds_all(tmp_path: Path) -> None:
    path = write("xlsx", tmp_path / "a.xlsx", [civx.extract("发放低保金830.456万元。")], Shape(money="wan"))
    cell = openpyxl.load_workbook(path)["facts"].cell(2, FIELDS.index("value") + 1)
    assert (cell.value, cell.number_format) == (830.456, "#,##0.00")


def test_columns_of_ones_own_make_no_other_sheets(tmp_path: Path) -> None:
    path = write("xlsx", tmp_path / "a.xlsx", [extraction_of(PLAIN)], Shape(columns=("value", "unit")))
    assert openpyxl.load_workbook(path).sheetnames == ["facts", "sources"]


def test_wide_begins_with_what_matters() -> None:
    from civx.cli.formats.columns import WIDE

    assert [column.name for column in WIDE][:7] == [
        "programme", "subject", "place", "area", "period", "households", "persons"
    ]


@pytest.mark.parametrize("name", ["xlsx", "parquet"])
def test_the_same_facts_give_the_same_bytes(tmp_path: Path, name: str, samples: list[Extraction]) -> None:
    first, second = (write(name, tmp_path / f"{at}", samples).read_bytes() for at in range(2))
    assert first == second


@pytest.mark.parametrize("name", ["xlsx", "parquet"])
def test_what_is_not_finished_leaves_nothing(
    tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(temporary))
    (tmp_path / "old").write_text("old")

    def broken() -> Iterator[Extraction]:
        yield extraction_of(PLAIN)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write(name, tmp_path / "old", broken())
    assert sorted(path.name for path in tmp_path.iterdir()) == ["old", "temporary"]
    assert (tmp_path / "old").read_text() == "old"
    assert list(temporary.iterdir()) == []
    with pytest.raises(FileProblem, match="cannot be written: No such file or directory"):
        write(name, tmp_path / "none" / "a", [extraction_of(PLAIN)])


# --- LibreOffice


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
@pytest.mark.parametrize("name", ["csv", "xlsx"])
def test_libreoffice_reads_it(tmp_path: Path, name: str) -> None:
    signs = ["=1+1", "+1", "-1+1", "@SUM(A1)", "＝1", "<r>x</r>"]
    strange = [replace(PLAIN, id=f"x{at}", subject=text) for at, text in enumerate(signs)]
    facts = [PLAIN, TRICKY, STANDARD, *strange, replace(PLAIN, id="n", value=Decimal("-2.5"))]
    path = write(name, tmp_path / f"facts.{name}", [extraction_of(*facts)], Shape(bom=name == "csv"))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    # comma, double quote, UTF-8, from line 1; of a workbook the first sheet alone
    told = ["--infilter=CSV:44,34,76,1", "--convert-to", "xlsx"] if name == "csv" else [
        "--convert-to", "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false,false,false,1",
    ]
    command = ["soffice", profile, "--headless", *told, "--outdir", str(tmp_path / "out"), str(path)]
    subprocess.run(command, check=True, timeout=180, capture_output=True)
    (converted,) = (tmp_path / "out").iterdir()
    if name == "csv":
        found = sheet_of(converted)
    else:
        with open(converted, encoding="utf-8-sig", newline="") as file:
            found = [[cell or None for cell in row] for row in csv.reader(file)]
    assert found[0] == list(FIELDS)
    assert len(found) == len(facts) + 1
    column = {key: [row[at] for row in found[1:]] for at, key in enumerate(FIELDS)}
    assert column["programme"] == [fact.programme for fact in facts]
    assert [Decimal(str(cell)) for cell in column["value"] if cell is not None] == [
        fact.value for fact in facts if fact.value is not None
    ]
    subjects = [cell.lstrip("'") if name == "csv" else cell.rstrip(" ") for cell in column["subject"][3:-1]]
    assert subjects == signs


# --- parquet


@pytest.mark.parametrize("layout", ["long", "wide"])
def test_parquet_reads_back(tmp_path: Path, samples: list[Extraction], layout: str) -> None:
    shape = Shape(layout=layout, money="wan" if layout == "wide" else "yuan")
    path = write("parquet", tmp_path / "facts.parquet", samples, shape)
    columns = chosen(shape, page=True)
    wanted = [
        {c.name: list(value) if isinstance(value, tuple) else value for c, value in zip(columns, row, strict=True)}
        for extraction in samples
        for row in rows(extraction, shape, columns)
    ]
    table = parquet.read_table(path)
    assert table.to_pylist() == wanted
    assert table.schema.field("section").type == pyarrow.list_(pyarrow.string())
    assert table.schema.field("value" if layout == "long" else "amount").type == pyarrow.decimal128(38, 12)
    counted = duckdb.sql(f"SELECT programme, count(*) FROM '{path}' GROUP BY ALL")
    programmes = [row["programme"] for row in wanted]
    assert dict(counted.fetchall()) == {name: programmes.count(name) for name in programmes}


def test_parquet_of_nothing_has_its_columns(tmp_path: Path) -> None:
    for at, files in enumerate(([], [extraction_of()])):
        table = parquet.read_table(write("parquet", tmp_path / f"{at}.parquet", files))
        assert (table.num_rows, table.column_names) == (0, [*FIELDS, "page"])


def test_parquet_columns_and_pages(tmp_path: Path) -> None:
    paged = extraction_of(replace(PLAIN, page=3), PLAIN)
    assert parquet.read_table(write("parquet", tmp_path / "a", [paged])).column("page").to_pylist() == [3, None]
    chosen_ones = parquet.read_table(write("parquet", tmp_path / "b", [paged], Shape(columns=("unit", "value"))))
    assert chosen_ones.to_pylist() == [{"unit": "元", "value": Decimal(12303500)}] * 2


def test_row_groups_are_bounded_whatever_the_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(as_parquet, "ROWS_OF_A_GROUP", 4)
    facts = [replace(PLAIN, id=f"x{at}") for at in range(11)]
    for at, cuts in enumerate(([0, 11], [0, 3, 3, 10, 11])):
        files = [extraction_of(*facts[low:high]) for low, high in pairwise(cuts)]
        path = write("parquet", tmp_path / f"{at}", files)
        metadata = parquet.ParquetFile(path).metadata
        assert [metadata.row_group(n).num_rows for n in range(metadata.num_row_groups)] == [4, 4, 3]
        assert parquet.read_table(path).column("id").to_pylist() == [fact.id for fact in facts]
    assert (tmp_path / "0").read_bytes() == (tmp_path / "1").read_bytes()


@pytest.mark.parametrize(
    ("number", "layout", "fits"),
    [
        ("9" * 26, "long", True), ("1" + "0" * 26, "long", False), ("0." + "1" * 12, "long", True),
        ("0." + "1" * 13, "long", False), ("1.50" + "0" * 20, "long", True), ("-" + "9" * 27, "long", False),
        ("0.123456789", "wide", False), ("0.12345678", "wide", True),
    ],
)
def test_what_parquet_cannot_hold_is_said(tmp_path: Path, number: str, layout: str, fits: bool) -> None:
    shape = Shape(layout=layout, money="wan" if layout == "wide" else "yuan")
    extraction = extraction_of(replace(PLAIN, value=Decimal(number), line=17))
    if fits:
        table = parquet.read_table(write("parquet", tmp_path / "a", [extraction], shape))
        told = table.column("value" if layout == "long" else "amount")[0].as_py()
        assert told == Decimal(number).scaleb(-4 if layout == "wide" else 0)
    else:
        with pytest.raises(FileProblem, match=r"^line 17: 1230。35萬元 has more digits .* --format jsonl"):
            prepare("parquet", extraction, shape)


# --- parquet, as those who reckon with it read it


def test_parquet_numbers_are_numbers_and_labels_are_labels(tmp_path: Path, samples: list[Extraction]) -> None:
    import pandas
    import polars

    path = write("parquet", tmp_path / "facts.parquet", samples)
    wanted = sum(fact.value for one in samples for fact in one.facts if fact.value is not None)
    with duckdb.connect() as connection:
        ((total,),) = connection.execute(f"SELECT sum(value) FROM '{path}'").fetchall()
        assert total == wanted
        ((kind,),) = connection.execute(f"SELECT DISTINCT typeof(value) FROM '{path}'").fetchall()
        assert kind == "DECIMAL(38,12)"
    frame = polars.read_parquet(path)
    assert frame["value"].sum() == wanted
    assert isinstance(frame["measure"].dtype, polars.Categorical | polars.Enum)
    numbers = pandas.read_parquet(path, dtype_backend="pyarrow")
    assert numbers["value"].sum() == wanted
    assert numbers["value"].mean() > 0
    assert pandas.read_parquet(path)["measure"].dtype == "category"


def test_parquet_says_what_its_columns_mean_and_its_version(tmp_path: Path) -> None:
    schema = parquet.read_schema(write("parquet", tmp_path / "a.parquet", [extraction_of(PLAIN)]))
    assert schema.metadata[b"civx.schema"] == b"2"
    assert schema.field("per_month").metadata[b"description"] == "a standard as 元 a month".encode()


def test_parquet_has_indicators_where_they_are_asked_for(tmp_path: Path, samples: list[Extraction]) -> None:
    for layout, one in (("long", "dibao-persons"), ("wide", ["dibao-households", "dibao-persons"])):
        extraction = civx.extract("全县低保对象1203户、2051人。")
        path = write("parquet", tmp_path / f"{layout}.parquet", [extraction], Shape(layout, indicators=True))
        assert parquet.read_table(path)["indicator"].to_pylist()[-1] == one
