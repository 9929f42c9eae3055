"""Workbooks of summaries and audits, the suffix that says the format, and the program that opens them."""
from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import openpyxl
import pytest

from conftest import ROOT, Civx

REPORT = (
    "清源县民政局2021年工作总结\n全县低保对象1203户、2051人。全年发放低保金830.456万元。\n持证护理人员89人，占97人的81.7%。"
)


@pytest.fixture
def report(tmp_path: Path) -> Path:
    path = tmp_path / "a.txt"
    path.write_text(REPORT, encoding="utf-8")
    return path


def test_a_summary(civx: Civx, report: Path) -> None:
    assert civx("summary", report, "-o", "s.xlsx").returncode == 0
    (sheet,) = openpyxl.load_workbook(report.parent / "s.xlsx").worksheets
    head, group, row = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert group[3:5] == ["低保", None]
    found = dict(zip(head, row, strict=True))
    assert [found[name] for name in ("place", "year", "matter", "households", "persons", "万元")] == [
        "清源县", 2021, "低保", 1203, 2051, 830.456
    ]
    assert sheet.cell(3, head.index("万元") + 1).number_format == "#,##0.00"
    civx("--lang", "zh", "summary", report, "-o", "z.xlsx")
    (chinese,) = openpyxl.load_workbook(report.parent / "z.xlsx").worksheets
    assert [cell.value for cell in chinese[1]][:3] == ["地区", "年份", "报告"]


def test_an_audit(civx: Civx, report: Path) -> None:
    assert civx("audit", report, "-o", "f.xlsx").returncode == 1  # an error was found, and is written
    book = openpyxl.load_workbook(report.parent / "f.xlsx")
    assert book.sheetnames == ["findings", "facts"]
    assert book["findings"]["E2"].value == "89人 / 97人 = 91.753%, but the report says 81.7%"
    assert book["findings"]["B2"].hyperlink.location == "'facts'!A2"
    assert [row[5].value for row in book["facts"].iter_rows(min_row=2)] == ["89人", "97人", "81.7%"]


def test_the_suffix_says_the_format_or_there_is_an_error(civx: Civx, report: Path) -> None:
    for command, suffixes in (
        ("summary", (".txt", ".md", ".json", ".html", ".xlsx")), ("audit", (".csv", ".json", ".xlsx", ".sarif")),
        ("extract", (".csv", ".xlsx", ".db")),
    ):
        for suffix in (*suffixes, suffixes[0].upper()):
            done = civx(command, report, "-o", f"out{suffix}")
            assert "no format" not in done.stderr.decode()
            assert (report.parent / f"out{suffix}").stat().st_size > 0
        done = civx(command, report, "-o", "out.docx")
        assert (done.returncode, b"no format goes with this name" in done.stderr) == (2, True), command
        assert not (report.parent / "out.docx").exists()


@pytest.mark.parametrize("name", ["CSV", "Csv", "csv"])
def test_formats_in_any_case(civx: Civx, report: Path, name: str) -> None:
    done = civx("extract", report, "-f", name, "--columns", "value")
    assert done.stdout.decode().split() == ["value", "1203", "2051", "8304560", "89", "97", "81.7"]


def test_libreoffice_opens_every_workbook_without_mending(civx: Civx, report: Path) -> None:
    if shutil.which("soffice") is None:
        pytest.skip("LibreOffice is not installed")
    civx("extract", report, *sorted((ROOT / "samples" / "panel").glob("*.txt")), "-o", "facts.xlsx", "--headers", "zh")
    civx("summary", report, "-o", "s.xlsx")
    civx("audit", report, "-o", "f.xlsx")
    for name in ("facts", "s", "f"):
        there_and_back = ["soffice", "--headless", f"-env:UserInstallation=file://{report.parent}/lo", "--convert-to"]
        subprocess.run(
            [*there_and_back, "ods", "--outdir", report.parent, report.parent / f"{name}.xlsx"],
            capture_output=True, timeout=120, check=True,
        )
        subprocess.run(
            [*there_and_back, "xlsx", "--outdir", report.parent / "again", report.parent / f"{name}.ods"],
            capture_output=True, timeout=120, check=True,
        )
        ours = openpyxl.load_workbook(report.parent / f"{name}.xlsx")
        theirs = openpyxl.load_workbook(report.parent / "again" / f"{name}.xlsx")
        assert theirs.sheetnames == ours.sheetnames
        for sheet in ours.worksheets:
            values = [[cell.value for cell in row] for row in sheet.iter_rows()]
            assert [[cell.value for cell in row] for row in theirs[sheet.title].iter_rows()] == values
