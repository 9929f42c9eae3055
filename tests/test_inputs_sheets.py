"""Workbooks and .csv files: the same facts as from the plain text, each with its cell; reports that sit in cells."""
from __future__ import annotations

import contextlib
import csv
import io
import json
import random
import zipfile
from pathlib import Path
from typing import Any

import pytest

from civx.cli.errors import FileProblem
from civx.cli.inputs.cell_values import number_format, shown
from civx.cli.reading import Source, extracted, items, read_sources

import sheet_builders as build
from conftest import Civx

WORKBOOKS = {"a.xlsx": build.in_xlsx, "a.xls": build.in_xls, "a.ods": build.in_ods}
PLACES = [*(f"{column}{row}" for row in (5, 6, 7) for column in "BCD"), "A8"]


def said(source: Source) -> list[tuple[Any, ...]]:
    """What the facts of a text say, without where they stand."""
    return [
        (f.programme, f.subject, f.place, f.value, f.unit, f.status, f.period, f.part_of is not None)
        for f in extracted(source).facts
    ]


def one(path: Path, data: bytes) -> Source:
    path.write_bytes(data)
    (source,) = read_sources(str(path))
    for fact in extracted(source).facts:
        assert source.text[fact.start : fact.end] == fact.quote
    return source


def problem(path: Path, data: bytes) -> str:
    path.write_bytes(data)
    with pytest.raises(FileProblem) as caught:
        read_sources(str(path))
    return str(caught.value)


# --- workbooks


@pytest.mark.parametrize("name", WORKBOOKS)
def test_a_workbook_gives_the_facts_of_the_plain_text(name: str, tmp_path: Path) -> None:
    source = one(tmp_path / name, WORKBOOKS[name]())
    plain = said(Source("a.txt", build.PLAIN))
    assert len(plain) == 10
    assert said(source) == plain
    assert [fact.source for fact in extracted(source).facts] == [f"{tmp_path}/{name}#Sheet1!{cell}" for cell in PLACES]
    if name != "a.ods":  # of cells that an .ods file merges only the first holds the text
        assert source.text == build.PLAIN


def test_an_xlsb_workbook(tmp_path: Path) -> None:
    rows = (("乡镇", "户数（户）", "占比"), ("红岩镇", 120.0, 0.585), ("松坪乡", 85.0, 0.415))
    source = one(tmp_path / "a.xlsb", build.in_xlsb(rows, 2))
    assert source.text == "乡镇\t户数（户）\t占比\n红岩镇\t120\t58.5%\n松坪乡\t85\t41.5%\n"
    assert said(source) == said(Source("a.txt", source.text))
    assert [fact.source.rpartition("!")[2] for fact in extracted(source).facts] == ["B2", "C2", "B3", "C3"]


@pytest.mark.parametrize("name", [*WORKBOOKS, "a.xlsb"])
def test_damaged_bytes_are_refused_or_read(name: str, tmp_path: Path) -> None:
    rows = (("乡镇", "户数（户）"), ("红岩镇", 120.0))
    data = WORKBOOKS[name]() if name in WORKBOOKS else build.in_xlsb(rows, 1)
    change = random.Random(name)
    for _ in range(40):
        damaged = bytearray(data)
        for _ in range(change.randint(1, 8)):
            damaged[change.randrange(len(damaged))] = change.randrange(256)
        (tmp_path / name).write_bytes(damaged)
        with contextlib.suppress(FileProblem):
            read_sources(str(tmp_path / name))


def test_cells_of_several_sheets(tmp_path: Path, civx: Civx) -> None:
    (tmp_path / "a.xlsx").write_bytes(build.several_sheets())
    done = civx("extract", "a.xlsx", "-f", "jsonl")
    facts = [json.loads(line) for line in done.stdout.splitlines()]
    assert [(f["source"], str(f["value"]), f["unit"], f["period"]) for f in facts] == [
        ("a.xlsx#2023!C2", "312", "人次", "2023"), ("a.xlsx#2023!C3", "40", "人次", "2023"),
        ("a.xlsx#2023!C4", "125000", "元", "2023"), ("a.xlsx#机构!B2", "120", "张", ""),
        ("a.xlsx#机构!B3", "300", "张", ""),
    ]
    assert facts[1]["part_of"] == facts[0]["id"]
    assert len({f["id"] for f in facts}) == 5
    assert done.stderr.decode().splitlines() == [
        "civx: a.xlsx: 1 formulas of sheet 机构 hold no value: open the workbook and save it",
        "civx: a.xlsx: the hidden sheet 备份 was not read: unhide it if it should be",
    ]
    assert civx("extract", "a.xlsx", "-f", "jsonl", "-j", "2", "-q").stdout == done.stdout
    text = civx("normalize", "--source", "a.xlsx#机构").stdout.decode()
    assert text == "机构\n\n机构\t床位\n福利院\t120张\n敬老院\t300张\n合计\n"
    assert text[facts[3]["start"] : facts[3]["end"]] == facts[3]["quote"] == "120张"
    assert civx("normalize", "--source", "a.xlsx#机构!B2").stdout.decode() == text
    done = civx("normalize", "a.xlsx#无")
    assert done.stderr.decode() == "civx: a.xlsx#无: has no sheet or report #无; it has #2023, #机构\n"


def test_facts_of_a_workbook_in_every_format(tmp_path: Path, civx: Civx) -> None:
    (tmp_path / "a.xlsx").write_bytes(build.several_sheets())
    (tmp_path / "b.txt").write_text("2022年临时救助300人次。", encoding="utf-8")
    for name in ("f.jsonl", "f.csv", "f.db", "f.json", "f.tsv"):
        assert civx("extract", "a.xlsx", "b.txt", "-q", "-o", name).returncode == 0
        summary = json.loads(civx("summary", name, "-f", "json").stdout)
        sources = [report["source"] for report in summary]
        assert sources == ["a.xlsx#2023", "a.xlsx#机构", "b.txt"]
    before = (tmp_path / "f.db").read_bytes()
    done = civx("extract", "a.xlsx", "b.txt", "--skip-existing", "-o", "f.db")
    assert (done.returncode, (tmp_path / "f.db").read_bytes()) == (0, before)
    assert b"0 files" in done.stderr


def test_own_tables_in_a_folder_are_no_reports(tmp_path: Path, civx: Civx) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.xlsx").write_bytes(build.several_sheets())
    for _ in range(2):
        for output in ("facts.xlsx", "facts.csv"):
            assert civx("extract", "-r", "in", "-q", "-o", f"in/{output}").returncode == 0
        assert civx("tables", "in/a.xlsx", "-o", "in/tables.xlsx").returncode == 0
        assert [item.name for item in items((str(tmp_path / "in"),), recursive=True)] == [f"{tmp_path}/in/a.xlsx"]
    assert b"that civx wrote, and no report" in civx("extract", "in/facts.xlsx").stderr
    assert b"that civx wrote, and no report" in civx("extract", "in/facts.csv").stderr


@pytest.mark.parametrize(
    ("value", "code", "text"),
    [
        (0.125, "0.0%", "12.5%"), (0.1 + 0.2, "", "0.3"), (1203, '0"人"', "1203人"), (86.5, "0.00万元", "86.5万元"),
        (12345, '0!.0,"万元"', "1.2345万元"), (1234567, "#,##0,", "1234.567"), (12.5, '0.0"%"', "12.5%"),
        (-0.024, "0.00%;[Red]-0.00%", "-2.4%"), (1234.5, "[$¥-804]#,##0.00", "1234.5"), (1e-7, "", "0.0000001"),
        (5, "0_);(0)", "5"), (1234, '_(* #,##0_);_(* "-"_)', "1234"), (939.05, "General", "939.05"), (True, "", "TRUE"),
        (float("nan"), "", ""), (-0.0, "", "0"), (12, "0;0", "12"),
    ],
)
def test_numbers_as_their_formats_show_them(value: float, code: str, text: str) -> None:
    assert shown(value, code) == text


def test_a_format_of_any_length_is_no_trouble() -> None:
    for code in ("0" * 100_000, '"' * 9999, "[" * 9999, ",%" * 9999, "0!.0" * 999, ""):
        number_format(code)


# --- what is wrong with a workbook


def test_workbooks_that_are_refused(tmp_path: Path) -> None:
    data = build.in_xlsx()
    path = tmp_path / "a.xlsx"
    assert "damaged or cut off" in problem(path, data[:2000])
    broken = {"xl/worksheets/sheet1.xml": b"<worksheet><sheetData><row></c>"}
    assert "damaged" in problem(path, build.rezipped(data, broken))
    entity = b'<!DOCTYPE x [<!ENTITY a "b"><!ENTITY c "&a;&a;">]><worksheet/>'
    for member in (entity, entity.decode().encode("utf-16")):
        assert "declares a document type" in problem(path, build.rezipped(data, {"xl/worksheets/sheet1.xml": member}))
    assert "as only bombs are" in problem(path, build.rezipped(data, {"xl/media/x.xml": b" " * 60_000_000}))
    assert "200 MB when unpacked" in problem(path, build.rezipped(data, {"xl/media/x.xml": b" " * 200_000_001}))
    assert "without anything" in problem(path, build.in_xlsx(((None,),), ()))
    assert problem(path, build.in_xlsx(((None,),), ())) == "a workbook without anything in its sheets"
    far = data  # a cell in the last corner of the sheet
    sheet = zipfile.ZipFile(io.BytesIO(far)).read("xl/worksheets/sheet1.xml")
    far = build.rezipped(data, {"xl/worksheets/sheet1.xml": sheet.replace(b'r="A7"', b'r="XFD1048576"')})
    assert "too far apart (row 1048576, column XFD)" in problem(path, far)


def test_a_part_that_is_larger_than_it_says_is_refused(tmp_path: Path) -> None:
    data = bytearray(build.rezipped(build.in_xlsx(), {"xl/media/x.xml": b" " * 1_000_000}))
    size = (1_000_000).to_bytes(4, "little")
    at = data.rindex(size)
    data[at : at + 4] = (1000).to_bytes(4, "little")
    assert "larger than it says" in problem(tmp_path / "a.xlsx", bytes(data))


def test_merged_cells_without_end_cost_nothing(tmp_path: Path) -> None:
    data = build.in_xlsx()
    sheet = zipfile.ZipFile(io.BytesIO(data)).read("xl/worksheets/sheet1.xml")
    many = b'<mergeCell ref="A1:XFD1048576"/>' * 1000
    sheet = sheet.replace(b"</mergeCells>", many + b"</mergeCells>")
    assert one(tmp_path / "a.xlsx", build.rezipped(data, {"xl/worksheets/sheet1.xml": sheet})).text


# --- tables as text


def delimited(delimiter: str, encoding: str, quoting: int = csv.QUOTE_MINIMAL) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, quoting=quoting)  # type: ignore[arg-type]
    writer.writerows(line.split("\t") for line in build.PLAIN.splitlines())
    return out.getvalue().encode(encoding)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|"])
def test_a_table_as_text_whatever_its_dialect(delimiter: str, encoding: str, tmp_path: Path) -> None:
    plain = said(Source("a.txt", build.PLAIN))
    for number, quoting in enumerate((csv.QUOTE_MINIMAL, csv.QUOTE_ALL)):
        source = one(tmp_path / f"{number}.csv", delimited(delimiter, encoding, quoting))
        assert said(source) == plain
        assert [f.source for f in extracted(source).facts] == [f"{tmp_path}/{number}.csv#{cell}" for cell in PLACES]


def test_dialects_that_mislead(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    assert one(path, b"sep=;\r\n" + delimited(";", "utf-8")).text == build.PLAIN
    quoted = '机构,"床位数\n（张）",备注\n福利院,"1,200","""甲""级"\n敬老院,300,\n'
    assert one(path, quoted.encode()).text == '机构\t床位数 （张）\t备注\n福利院\t1,200\t"甲"级\n敬老院\t300\t\n'
    inches = '名称,数量（台）\n24" 显示器,12\n键盘,30\n'  # a quote that never closes swallows nothing
    assert one(path, inches.encode()).text.count("\n") == 3
    prose = "全县共有低保对象1203户，2051人。\n新建养老机构12家。\n"
    assert one(path, prose.encode()).text == prose
    assert "empty" in problem(path, b" \n")


# --- reports in cells


def rows_of_reports() -> list[list[str]]:
    head = ["省份", "年份", "标题", "网址", "发布日期", "正文"]
    rows = [
        ["甲省", "2024", "甲省2024年政府工作报告", "https://example.org/5户", "2024-01-25", build.REPORT.format(83)],
        ["乙省", "2022", "政府工作报告", "", "2022-01-20", build.REPORT.format(91)],
    ]
    return [head, *rows]


def in_csv(rows: list[list[str]]) -> bytes:
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue().encode("utf-8-sig")


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_report_in_a_cell_is_one_of_its_own(kind: str, tmp_path: Path) -> None:
    path = tmp_path / f"reports.{kind}"
    rows = rows_of_reports()
    path.write_bytes(in_csv(rows) if kind == "csv" else build.in_xlsx(rows, (), "报告"))
    sources = read_sources(str(path))
    inside = "" if kind == "csv" else "报告!"
    assert [source.name for source in sources] == [f"{path}#{inside}F2", f"{path}#{inside}F3"]
    wanted = (("甲省", "2023", 830_000), ("乙省", "2021", 910_000))
    for source, (place, year, amount) in zip(sources, wanted, strict=True):
        assert source.text == rows[1 if place == "甲省" else 2][5]
        extraction = extracted(source, provenance=True)
        assert {(fact.source, fact.place, fact.period) for fact in extraction.facts} == {(source.name, place, year)}
        assert [report.title for report in extraction.reports] == [
            "甲省2024年政府工作报告" if place == "甲省" else "2022年政府工作报告"
        ]
        assert [fact.value for fact in extraction.facts] == [amount, 1203, 2051, 12]
        assert all(source.text[fact.start : fact.end] == fact.quote for fact in extraction.facts)
        for fact in extraction.facts:
            assert fact.because is not None and fact.because["place"] == ("row", None, None)


def test_years_and_places_without_titles(tmp_path: Path) -> None:
    rows = [["市", "县", "年", "总结"], ["甲市", "清源县", "2021", "民政工作总结\n" + build.REPORT.format(7)[6:]]]
    (source,) = [one(tmp_path / "a.csv", in_csv(rows))]
    assert {(fact.place, fact.period) for fact in extracted(source).facts} == {("清源县", "2021")}


def test_a_table_beside_reports_stays_one(tmp_path: Path) -> None:
    rows = [
        ["乡镇", "低保户数（户）", "总结"],
        ["红岩镇", "120", build.REPORT.format(7)],
        ["松坪乡", "85", build.REPORT.format(9)],
    ]
    path = tmp_path / "a.csv"
    path.write_bytes(in_csv(rows))
    table, first, second = read_sources(str(path))
    assert [(f.source, f.place, f.value) for f in extracted(table).facts] == [
        (f"{path}#B2", "红岩镇", 120), (f"{path}#B3", "松坪乡", 85)
    ]
    assert [source.name for source in (first, second)] == [f"{path}#C2", f"{path}#C3"]


def test_reports_in_cells_through_the_commands(tmp_path: Path, civx: Civx) -> None:
    (tmp_path / "r#1.csv").write_bytes(in_csv(rows_of_reports()))
    done = civx("extract", "r#1.csv", "-o", "facts.jsonl")
    facts = [json.loads(line) for line in (tmp_path / "facts.jsonl").read_text(encoding="utf-8").splitlines()]
    assert {fact["source"] for fact in facts} == {"r%231.csv#F2", "r%231.csv#F3"}, done.stderr
    compared = json.loads(civx("compare", "facts.jsonl", "-f", "json").stdout)
    assert [report["source"] for report in compared["reports"]] == ["r%231.csv#F2", "r%231.csv#F3"]
    assert civx("audit", "r#1.csv").returncode == 0
    assert civx("outline", "r#1.csv").stdout.decode().count("政府工作报告") == 2
    told = civx("explain", "--file", "r#1.csv#F3", "--line", "3").stdout.decode()
    assert "period: 2021" in told
