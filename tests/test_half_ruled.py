"""PDF tables whose head is ruled and whose rows are not, as statistics bureaus print them."""
from __future__ import annotations

from pathlib import Path

from civx.cli.reading import read_source
from civx.extractors.model import Fact
from civx.extractors.pipeline import extract

from document_builders import pdf

HEAD = ["指标", "年末数（人）", "比上年增长（%）"]


def stack(*lines: str) -> str:
    return "<br/>".join(line.replace(" ", "&nbsp;") for line in lines)


def facts_of(rows: list[list[str]], folder: Path) -> tuple[str, list[Fact]]:
    path = folder / "half.pdf"
    path.write_bytes(pdf("表2 2022年末青川区残疾人情况", (rows, ())))
    source = read_source(str(path))
    return source.text, list(extract(source.text, source="half.pdf", pages=source.pages).facts)


def test_rows_that_no_rule_parts(tmp_path: Path) -> None:
    body = [
        stack("持证残疾人", "其中：视力残疾", "听力残疾", "肢体残疾", "精神残疾"),
        stack("8,420", "1,022", "2,088", "4,310", "1,000"),
        stack("1.5", "-0.4", "2.1", "0.9", "3.0"),
    ]
    text, facts = facts_of([HEAD, body], tmp_path)
    assert "持证残疾人\t8,420\t1.5\n" in text
    assert [(fact.quote, fact.unit, fact.status, fact.direction) for fact in facts[:4]] == [
        ("8,420", "人", "actual", ""), ("1.5", "%", "change", "up"), ("1,022", "人", "actual", ""),
        ("-0.4", "%", "change", "down"),
    ]
    persons = [fact for fact in facts if fact.unit == "人"]
    assert [fact.subject for fact in persons][:3] == ["持证残疾人", "视力残疾", "听力残疾"]
    assert {fact.part_of for fact in persons[1:]} == {persons[0].id}


def test_a_title_among_the_rows_and_a_name_in_two_lines(tmp_path: Path) -> None:
    body = [
        stack("一、社会救助", "城市低保对象", "农村低保对象"),
        stack("　", "1,203", "4,560"),
        stack("　", "-3.2", "1.5"),
    ]
    text, facts = facts_of([HEAD, body], tmp_path)
    assert "一、社会救助" in text.splitlines()[2]
    assert [(fact.quote, fact.subject) for fact in facts if fact.unit == "人"] == [
        ("1,203", "城市低保对象"), ("4,560", "农村低保对象"),
    ]


def test_a_number_that_goes_on_in_the_next_line_is_one_row(tmp_path: Path) -> None:
    text, _ = facts_of([HEAD, ["城市低保对象", stack("1,203", "（含新增）"), "1.5"]], tmp_path)
    assert text.splitlines()[-1].startswith("城市低保对象\t")
