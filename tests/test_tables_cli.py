"""``civx tables``, and what ``civx extract`` says of tables that it cannot read."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from click.testing import CliRunner
from openpyxl import load_workbook

from civx.cli.main import cli

TEXT = """柳河区2023年各镇农村低保
单位：户、万元
镇\t户数\t发放金额\t厚度\t页码
红岩镇\t120\t86.5\t3\t1
其中：边缘户\t20\t6.5\t2\t1
松坪镇\t85\t61\t4\t2
合计\t205\t147.5\t7\t3
"""
UNREAD = """杂项
类别\t厚度\t份量
甲类\t12\t3
乙类\t35\t4
"""
ROSTER = """姓名\t电话\t得分
陈某\t2251234\t95
林某\t2254321\t93
"""


@pytest.fixture
def report(tmp_path: Path) -> Path:
    path = tmp_path / "report.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def run(*arguments: str) -> tuple[str, str, int]:
    result = CliRunner().invoke(cli, list(arguments))
    return result.stdout, result.stderr, result.exit_code


def test_text_shows_heads_units_levels_and_what_is_left_out(report: Path) -> None:
    out, _, code = run("tables", str(report))
    lines = [" ".join(line.split()) for line in out.splitlines()]
    assert code == 0
    assert lines[0].endswith("report.txt:3: table 1: 柳河区2023年各镇农村低保 (in 户, 万元)")
    assert "line names the rows 户 万元 values left out" in lines
    assert "4 红岩镇 120 86.5 3 ? (1)" in lines
    assert "5 · 其中：边缘户 20 6.5 2 ? (1)" in lines
    assert lines[-2] == "8 facts, 4 numbers not read"


def test_csv_has_a_line_for_each_cell(report: Path) -> None:
    out, _, _ = run("tables", str(report), "-f", "csv")
    cells = list(csv.DictReader(io.StringIO(out)))
    assert len(cells) == 4 * 5
    money = next(cell for cell in cells if cell["text"] == "86.5")
    assert (money["read"], money["value"], money["unit"], money["column_head"]) == ("fact", "865000", "元", "发放金额")
    assert [cell["read"] for cell in cells if cell["column_head"] == "厚度"] == ["left out"] * 4
    part = next(cell for cell in cells if cell["text"] == "20")
    assert (part["level"], part["part_of"]) == ("1", next(cell for cell in cells if cell["text"] == "120")["id"])


def test_a_workbook_has_a_sheet_for_each_table(report: Path, tmp_path: Path) -> None:
    target = tmp_path / "tables.xlsx"
    other = tmp_path / "other.txt"
    other.write_text(TEXT, encoding="utf-8")
    _, _, code = run("tables", str(report), str(other), "-o", str(target))
    book = load_workbook(target)
    assert (code, len(book.sheetnames)) == (0, 2)
    sheet = book[book.sheetnames[0]]
    assert [cell.value for cell in sheet[4]] == [4, "红岩镇", "120", "86.5", "3", "1"]
    assert "865000 元" in sheet["D4"].comment.text


def test_a_file_without_tables(tmp_path: Path) -> None:
    path = tmp_path / "plain.txt"
    path.write_text("全年救助120人次。", encoding="utf-8")
    assert run("tables", str(path)) == (f"{path}: no tables\n", "", 0)


def test_what_cannot_be_read_is_said(tmp_path: Path) -> None:
    path = tmp_path / "odd.txt"
    path.write_text(UNREAD, encoding="utf-8")
    _, said, code = run("extract", str(path), "-f", "jsonl")
    assert code == 0
    assert said == (
        f"civx: {path}:2: the table was not read: nothing says what its 4 numbers of 厚度, 份量 are counted in "
        "(civx tables)\n"
    )
    assert run("extract", "--quiet", str(path), "-f", "jsonl")[1] == ""


def test_what_is_left_out_of_a_table_is_said(report: Path) -> None:
    said = run("extract", str(report), "-f", "jsonl")[1]
    assert said.endswith(
        ":3: a part of the table was not read: nothing says what its 4 numbers of 厚度 are counted in (civx tables)\n"
    )


def test_lists_of_names_are_passed_over_in_silence(tmp_path: Path) -> None:
    path = tmp_path / "roster.txt"
    path.write_text(ROSTER, encoding="utf-8")
    assert run("extract", str(path), "-f", "jsonl")[1] == ""


@pytest.mark.parametrize(
    "command", [["extract"], ["audit"], ["summary"], ["compare"], ["explain", "--line", "4", "--file"]]
)
def test_every_command_says_what_could_not_be_read(tmp_path: Path, command: list[str]) -> None:
    path = tmp_path / "towns.txt"
    path.write_text(TEXT, encoding="utf-8")
    other = tmp_path / "other.txt"
    other.write_text("2022年低保对象12户。\n", encoding="utf-8")
    more = [str(other)] if command == ["compare"] else []
    result = CliRunner().invoke(cli, [*command, str(path), *more])
    assert f"{path}:3: a part of the table was not read: nothing says what its" in result.stderr


def test_the_page_of_a_table_that_could_not_be_read(tmp_path: Path) -> None:
    from document_builders import pdf

    rows = [["地区", "厚度", "高度"], ["红岩镇", "3", "5"], ["松坪镇", "4", "7"]]
    path = tmp_path / "odd.pdf"
    path.write_bytes(pdf("表1 2023年各镇情况", (rows, ())))
    result = CliRunner().invoke(cli, ["extract", str(path)])
    assert ": page 1: the table was not read" in result.stderr
