"""Tables in marked-up text: what is marked must be found as marked, and nothing else.

``table_rows/*.txt`` hold cases that each begin with a line ``=== what it shows``; ``⇥`` stands for a tab. The markup is
that of ``civx.extractors.examples``. ``read.txt`` is about what tables say, ``left.txt`` about what must be left alone.
"""

from __future__ import annotations

from pathlib import Path

import pytest

import civx
from civx.analysis.explain import explain
from civx.extractors.examples import mismatches, parse_marked
from civx.extractors.pipeline import trace

FOLDER = Path(__file__).parent / "table_rows"
LEAST = 60


def cases(name: str) -> list[tuple[str, str]]:
    """What each case of a file shows, and its text."""
    found = []
    for case in (FOLDER / name).read_text(encoding="utf-8").split("=== ")[1:]:
        title, _, body = case.partition("\n")
        found.append((title, body.replace("⇥", "\t")))
    return found


CASES = [*cases("read.txt"), *cases("left.txt")]


@pytest.mark.parametrize("marked", [pytest.param(body, id=title) for title, body in CASES])
def test_table(marked: str) -> None:
    plain, marks = parse_marked(marked)
    problems = mismatches(plain, marks, civx.extract(plain).facts)
    assert not problems, "\n".join([plain, *problems])


@pytest.mark.parametrize("marked", [pytest.param(body, id=title) for title, body in cases("read.txt")])
def test_line_ends_of_windows_change_nothing(marked: str) -> None:
    plain, marks = parse_marked(marked.replace("\n", "\r\n"))
    problems = mismatches(plain, marks, civx.extract(plain).facts)
    assert not problems, "\n".join([plain, *problems])


def test_there_are_many_and_half_of_them_are_tricky() -> None:
    assert len(CASES) >= LEAST
    assert len({title for title, _ in CASES}) == len(CASES)
    assert len(cases("left.txt")) * 2 >= len(CASES) - 10


BULLETIN = """安河县2023年民政统计公报

一、社会救助
2023年各乡镇低保情况
单位：户、万元
乡镇\t户数\t发放金额\t页码
红岩镇\t120\t86.5\t3
合计\t205\t147.5\t4

二、养老服务
新建敬老院3所。
"""


def test_a_cell_has_its_row_as_sentence_and_its_own_place() -> None:
    first = civx.extract(BULLETIN).facts[0]
    assert (first.quote, first.sentence, first.line) == ("120", "红岩镇\t120\t86.5\t3", 7)
    assert (first.section, first.rule, first.place) == (("一、社会救助",), "tables.yaml#unit-line", "红岩镇")


def test_a_total_may_stand_below_its_parts() -> None:
    facts = civx.extract(BULLETIN).facts
    quotes = {fact.id: fact.quote for fact in facts}
    assert [(fact.quote, quotes.get(fact.part_of or "")) for fact in facts] == [
        ("120", "205"), ("86.5", "147.5"), ("205", None), ("147.5", None), ("3所", None),
    ]


def test_rows_are_no_headings_and_are_not_joined() -> None:
    text = "指标\t单位\t数量\n一、低保对象\t户\t1203\n二、特困人员\t人\t320\n全年平稳，"
    result = civx.extract(text)
    assert result.document.sections == ()
    assert [s.row for s in result.document.sentences] == [True, True, True, False]
    assert [fact.subject for fact in result.facts] == ["低保对象", "特困人员"]


def test_explain_gives_rules_and_reasons() -> None:
    (row,) = explain(trace(BULLETIN), line=7)
    assert [found.fact.quote for found in row.facts] == ["120", "86.5"]
    choices = row.facts[0].choices
    assert choices["unit"].winner.rule == "tables.yaml#unit-line"
    assert (choices["part_of"].winner.rule, choices["part_of"].winner.words) == ("table.total-row", "205")
    assert [(number.quote, number.rule) for number in row.rejected] == [("3", "tables.yaml#ordinals")]
    (header,) = explain(trace(BULLETIN), line=6)
    assert not header.facts


def test_words_of_a_user(tmp_path: Path) -> None:
    rule = "kind: tables\nrules:\n  - id: says-beds\n    role: measure\n    unit: 张\n    ends: [床位数]\n"
    (tmp_path / "beds.yaml").write_text(rule, encoding="utf-8")
    text = "机构\t床位数\n甲院\t120\n乙院\t85\n"
    assert civx.extract(text).facts == ()
    found = civx.extract(text, patterns=(str(tmp_path),)).facts
    assert [(fact.value, fact.unit, fact.rule) for fact in found] == [
        (120, "张", "tables.yaml#says-beds"), (85, "张", "tables.yaml#says-beds"),
    ]


@pytest.mark.parametrize("row", ["一、\t社会救助", "全县纳入低保\t1203\n户。", "\t\t全年新增低保\n\t\t45户。"])
def test_tabs_that_make_no_table(row: str) -> None:
    assert not any(sentence.row for sentence in civx.extract(row).document.sentences)
