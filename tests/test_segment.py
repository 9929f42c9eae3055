"""Reports, headings, sentences: tables, a scraped report, and what holds for any text."""
from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civx.extractors.document.segment import clauses, furniture, is_plan, plan_flags, segment
from civx.extractors.heading_examples import run_heading_example
from civx.extractors.model import Document
from civx.patterns.load import load


def outline(document: Document) -> list[str]:
    """One line a heading, two blanks a level."""
    return ["  " * (section.level - 1) + section.title for section in document.sections]


def sentences(text: str) -> list[str]:
    return [text[sentence.start : sentence.end] for sentence in segment(text).sentences]


def examples() -> list[Any]:
    return [
        pytest.param(f"headings.yaml#{rule['id']}", key == "yes", text, id=f"{rule['id']}-{key}-{number}")
        for rule in load().rules("headings")
        for key in ("yes", "no")
        for number, text in enumerate(rule.get(key, []))
    ]


@pytest.mark.parametrize(("rule", "positive", "text"), examples())
def test_examples_of_the_pattern_file(rule: str, positive: bool, text: str) -> None:
    assert run_heading_example(text, rule, positive) == []


REPORT = """民政工作总结范文(精选2篇)

下面是本站整理的总结，仅供参考。

篇一:松岭县民政局2021年工作总结及2022年工作计划

松岭县民政局2021年工作总结及2022年工作计划(精选2篇)作文

2021年，全县民政系统扎实工作。现将有关情况报告如下：

一、2021年工作总结

(一)兜底线,织密“救助”的网

一是精准认定,应保尽保。全年入户走访3600户。共有低保对象1800户、2900人。

二是优化流程,限时办结。印发《松岭县临时救助办法》(松民发〔2021〕9号)，审批时限缩短。

(二)强服务,办好“养老”的事

1、健全服务网络。一是新建食堂5处。都已运营。二是改造敬老院2所；三是培训护理员60人。

2、开展适老化改造。全年改造120户。

(三)持续规范社会事务管理服务,不断提升办事群众的

满意度、获得感

一是婚姻登记便民。办理结婚登记700对。二是殡葬改革深化。

二、存在问题

一是力量不足。二是设施老旧。

三、2022年工作计划

(一)重点项目一是启动福利中心建设。该项目投资900万元。

二是新建(改扩建)1所敬老院。

(二)其他工作

做好换届选举。

篇二:松岭县民政局2020年工作总结

一、工作开展情况

1.社会救助。全年救助50人次。

3.养老服务

(1)机构养老。床位200张。

(3)居家养老。上门服务80人。
"""


def test_outline_of_a_scraped_compilation() -> None:
    document = segment(REPORT)
    assert [(report.title, report.year, report.plan_year) for report in document.reports] == [
        ("", None, None),
        ("篇一:松岭县民政局2021年工作总结及2022年工作计划", 2021, 2022),
        ("篇二:松岭县民政局2020年工作总结", 2020, 2021),
    ]
    assert outline(document) == [
        "一、2021年工作总结",
        "  (一)兜底线,织密“救助”的网",
        "    一是精准认定,应保尽保",
        "    二是优化流程,限时办结",
        "  (二)强服务,办好“养老”的事",
        "    1、健全服务网络",
        "      一是新建食堂5处",
        "      二是改造敬老院2所",
        "      三是培训护理员60人",
        "    2、开展适老化改造",
        "  (三)持续规范社会事务管理服务,不断提升办事群众的满意度、获得感",
        "    一是婚姻登记便民",
        "    二是殡葬改革深化",
        "二、存在问题",
        "  一是力量不足",
        "  二是设施老旧",
        "三、2022年工作计划",
        "  (一)重点项目",
        "    一是启动福利中心建设",
        "    二是新建(改扩建)1所敬老院",
        "  (二)其他工作",
        "一、工作开展情况",
        "  1.社会救助",
        "  3.养老服务",
        "    (1)机构养老",
        "    (3)居家养老",
    ]
    flags = dict(zip((section.title for section in document.sections), plan_flags(document), strict=True))
    assert flags["二是改造敬老院2所"] is False
    assert flags["一是启动福利中心建设"] is True
    assert flags["(1)机构养老"] is False


def test_sentences_know_their_section_and_paragraph() -> None:
    document = segment(REPORT)
    where = {REPORT[item.start : item.end]: item for item in document.sentences}
    running = where["都已运营。"]
    assert document.path(running.section) == (
        "一、2021年工作总结", "(二)强服务,办好“养老”的事", "1、健全服务网络", "一是新建食堂5处",
    )
    assert where["三是培训护理员60人。"].paragraph == running.paragraph
    assert document.path(where["该项目投资900万元。"].section)[-2:] == ("(一)重点项目", "一是启动福利中心建设")
    assert document.path(where["一是婚姻登记便民。"].section)[-1] == "一是婚姻登记便民"
    assert where["篇二:松岭县民政局2020年工作总结"].section is None
    assert where["下面是本站整理的总结，仅供参考。"].report == 0


@pytest.mark.parametrize(
    ("title", "year", "plan_year"),
    [
        ("松岭县民政局2021年工作总结及2022年工作计划", 2021, 2022),
        ("松岭县民政局2021年度工作总结和2022年工作要点", 2021, 2022),
        ("2022年松岭县民政工作要点", None, 2022),
        ("松岭县民政局2022年工作计划", None, 2022),
        ("松岭县民政局2021年工作总结及下一步工作打算", 2021, 2022),
        ("松岭县民政局2021年上半年工作总结及下半年工作计划", 2021, 2021),
        ("松岭县民政局二〇二一年工作报告", 2021, 2022),
        ("松岭县社会局民国112年工作报告", 2023, 2024),
        ("松岭县民政局工作总结", None, None),
        ("和平县民政局2022年和平时期双拥工作计划", None, 2022),
    ],
)
def test_years_of_a_title(title: str, year: int | None, plan_year: int | None) -> None:
    (report,) = segment(f"{title}\n\n一、基本情况\n\n全县工作平稳。\n").reports
    assert (report.title, report.year, report.plan_year) == (title, year, plan_year)


@pytest.mark.parametrize(
    ("text", "year", "plan_year"),
    [
        ("一、2020年工作总结\n\n运行平稳。\n\n二、2021年工作计划\n\n继续推进。", 2020, 2021),
        ("2020年，全县工作平稳，自2018年以来持续向好。\n\n比2018年多，比2018年好。", 2020, 2021),
        ("（2021年1月12日）\n\n2020年，全县工作平稳。", 2020, 2021),
        ("全县工作平稳。\n\n到2020年底完成。\n\n2019年提出，2020年建成。", 2020, 2021),
        ("全县工作平稳。", None, None),
        ("", None, None),
    ],
)
def test_years_without_a_title(text: str, year: int | None, plan_year: int | None) -> None:
    (report,) = segment(text).reports
    assert (report.title, report.start, report.end) == ("", 0, len(text))
    assert (report.year, report.plan_year) == (year, plan_year)


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        ("草原上的“暖心港湾”\n——平川市救助管理站2018年度专项行动小结\n\n全年救助12人。\n",
         ["平川市救助管理站2018年度专项行动小结"]),
        ("夕阳红遍\n——青河县敬老院2021年工作纪实\n\n全年入住12人。\n", ["青河县敬老院2021年工作纪实"]),
        ("松岭县民政局2021年工作总结\n正文。\n清河县民政局2021年工作总结\n正文。",
         ["松岭县民政局2021年工作总结", "清河县民政局2021年工作总结"]),
        ("2021年工作总结\n正文。\n2022年工作计划\n正文。", ["2021年工作总结"]),
        ("（供稿）\n某站\n第一篇 乡镇工作总结\n正文。\n第二篇 街道工作总结\n正文。",
         ["", "第一篇 乡镇工作总结", "第二篇 街道工作总结"]),
        ("第一篇报道已经刊发。\n正文。", [""]),
        ("松岭县民政局\n2021年工作总结\n正文。", ["松岭县民政局2021年工作总结"]),
        ("各乡镇要按时上报工作总结\n正文。\n全县各乡镇都应当在年底以前认真撰写并且及时上报民政\n局工作总结\n", 1),
    ],
)
def test_titles(text: str, titles: list[str] | int) -> None:
    found = [report.title for report in segment(text).reports]
    assert len(found) == titles if isinstance(titles, int) else found == titles


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("第一部分 工作回顾\n一、养老\n（一）机构\n1．床位\n（1）公办\n①新建\n第二部分 打算\n一、救助",
         ["第一部分 工作回顾", "  一、养老", "    （一）机构", "      1．床位", "        （1）公办", "          ①新建",
          "第二部分 打算", "  一、救助"]),
        ("一、养老\n1、机构\n(1)公办\n二、救助\n(1)低保\n(2)特困", ["一、养老", "  1、机构", "    (1)公办", "二、救助",
         "  (1)低保", "  (2)特困"]),
        ("一、养老\n三、救助\n(二)低保\n(二)特困", ["一、养老", "三、救助", "  (二)低保", "  (二)特困"]),
        ("一、养老\n一是建床位。\n二是建食堂。\n（一）救助\n（二）福利",
         ["一、养老", "  一是建床位", "  二是建食堂", "  （一）救助", "  （二）福利"]),
        ("1.35万元已经拨付。\n3.5%的对象享受。\n2、3号楼竣工。", []),
        ("一、养老。全年平稳。二、救助。全年平稳。（一）低保。逐月发放。\n后续跟进。",
         ["一、养老", "二、救助", "  （一）低保"]),
        ("明年，一是扩建敬老院；二是新建公墓。", ["一是扩建敬老院", "二是新建公墓"]),
        ("首先，摸清底数。其次，建好台账。最后，逐项销号。", ["首先，摸清底数", "其次，建好台账", "最后，逐项销号"]),
        ("(二)婚姻登记工作:办理700对。", ["(二)婚姻登记工作"]),
        ("一是认真落实《松岭县最低生活保障审核确认办法》和相关配套文件的各项具体要求,抓好培训。",
         ["一是认真落实《松岭县最低生活保障审核确认办法》和相关配套文件的各项具体要求"]),
        ("一、\n工作回顾\n全年平稳。", ["一、工作回顾"]),
        ("包括:(1)摸底;(2)建档。\n下一段。", ["(1)摸底", "(2)建档"]),
        ("全县有重度(一级)残疾人，第一是认识，统一是前提，重点之一是养老。", []),
    ],
)
def test_headings(text: str, expected: list[str]) -> None:
    assert outline(segment(text)) == expected


def test_items_inside_a_paragraph_end_with_it() -> None:
    text = "一、养老\n工作有序。一是建床位。二是建食堂。\n后续跟进。\n二是逐项销号。\n继续推进。"
    document = segment(text)
    paths = {text[item.start : item.end]: document.path(item.section) for item in document.sentences}
    assert paths["后续跟进。"] == ("一、养老",)
    assert paths["继续推进。"] == ("一、养老", "二是逐项销号")
    item = document.sections[1]
    assert (text[item.start : item.end], item.run_in, item.label) == ("一是建床位。", True, "一是")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("甲。乙！丙？丁", ["甲。", "乙！", "丙？", "丁"]),
        ("甲；乙，丙。丁", ["甲；乙，丙。", "丁"]),
        ("提出“快些。好些！”的要求。完成《甲。乙》（见附件。）编印。",
         ["提出“快些。好些！”的要求。", "完成《甲。乙》（见附件。）编印。"]),
        ("提出“再快些。再好些。", ["提出“再快些。", "再好些。"]),
        ("混用(见附件。）编印。完成。", ["混用(见附件。）编印。", "完成。"]),
        ("真的？！好。”然后。", ["真的？！", "好。”", "然后。"]),
        ("见https://a.cn/?id=3!a。完成。", ["见https://a.cn/?id=3!a。", "完成。"]),
        ("甲乡\r\n乙乡\r\n\r\n　　丙乡。", ["甲乡", "乙乡", "丙乡。"]),
        ("全年,惠及,\n困难群众。", ["全年,惠及,\n困难群众。"]),
    ],
)
def test_sentences(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected


WRAPPED = """    全县民政系统坚持以人民为中心，全年共发放各类救助
资金三千余万元，惠及困难群众一万八千余人，其中城市低
保对象二千余人。各乡镇（街道）全部建成社工站。
    下一阶段继续推进。
"""


def test_hard_wrapped_lines_are_one_paragraph() -> None:
    document = segment(WRAPPED)
    assert [WRAPPED[item.start : item.end].replace("\n", "") for item in document.sentences] == [
        "全县民政系统坚持以人民为中心，全年共发放各类救助资金三千余万元，惠及困难群众一万八千余人，其中城市低保对象二千余人。",
        "各乡镇（街道）全部建成社工站。",
        "下一阶段继续推进。",
    ]
    assert [item.paragraph for item in document.sentences] == [0, 0, 1]


def test_a_sentence_goes_on_over_a_page_number() -> None:
    text = "全县共有敬老院若干所，\n其中公办的\n\n- 12 -\n\n占了大半，运行一直平稳。\n第3页 共9页\n完成。"
    assert [text[start:end] for start, end in furniture(text)] == ["- 12 -", "第3页 共9页"]
    assert sentences(text) == [text[: text.index("\n第3页")], "第3页 共9页", "完成。"]


def test_running_heads_are_furniture_and_table_cells_are_not() -> None:
    page = "全县共有敬老院若干所，其中公办的敬老院\n松岭县统计\n- {} -\n占了大半，运行一直平稳。\n"
    text = page.format(3) + page.format(4)
    assert [text[start:end] for start, end in furniture(text)] == ["松岭县统计", "- 3 -", "松岭县统计", "- 4 -"]
    assert furniture("敬老院\n12\n福利院\n3\n") == []
    text = "全县共有敬老院若干所，其中公办的敬老院\n12\n占了大半，运行一直平稳并且安全。"
    assert [text[start:end] for start, end in furniture(text)] == ["12"]


def test_clauses() -> None:
    text = "城市低保标准700元，农村6,380元；救助8:30起: 共5人、6户"
    assert [text[start:end] for start, end in clauses(text, 0, len(text))] == [
        "城市低保标准700元，", "农村6,380元；", "救助8:30起:", "共5人、6户",
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("松岭县民政局2022年工作计划\n一、养老服务", True),
        ("松岭县民政局2021年工作总结\n一、养老服务", None),
        ("松岭县民政局2021年工作总结\n二、2022年重点任务\n(一)养老", True),
        ("松岭县民政局2021年工作总结\n一、工作回顾\n(三)下一步打算", True),
        ("松岭县民政局2021年工作总结\n一、2021年目标任务完成情况\n1、养老", False),
        ("松岭县民政局2021年工作总结\n二、工作安排\n一是掌握底数情况。逐户走访。", True),
    ],
)
def test_plan_headings(text: str, expected: bool | None) -> None:
    document = segment(text)
    assert is_plan(document, len(document.sections) - 1) is expected
    assert is_plan(document, None) is None


def check(text: str) -> None:
    """What holds for the structure of any text."""
    document = segment(text)
    position = 0
    for sentence in document.sentences:
        assert text[position : sentence.start].strip() == ""
        assert position <= sentence.start < sentence.end
        piece = text[sentence.start : sentence.end]
        assert piece == piece.strip()
        if sentence.section is not None:
            section = document.sections[sentence.section]
            assert section.start <= sentence.start and sentence.end <= section.end
            assert section.report == sentence.report
        position = sentence.end
    assert text[position:].strip() == ""
    numbers = [sentence.paragraph for sentence in document.sentences]
    assert numbers == sorted(numbers)

    last = 0
    ends: dict[int | None, int] = {}
    for number, section in enumerate(document.sections):
        assert last <= section.start <= section.body <= section.end <= len(text)
        assert section.start >= ends.get(section.parent, 0)
        if section.parent is None:
            assert section.level == 1
        else:
            parent = document.sections[section.parent]
            assert section.parent < number
            assert section.level == parent.level + 1
            assert parent.start <= section.start and section.end <= parent.end
        ends[section.parent] = section.end
        last = section.start
    assert document.reports[0].start == 0 and document.reports[-1].end == len(text)
    for report, following in zip(document.reports, document.reports[1:], strict=False):
        assert report.end == following.start
    assert len(plan_flags(document)) == len(document.sections)
    for start, end in furniture(text):
        assert text[start:end] == text[start:end].strip() != ""
    for sentence in document.sentences:
        pieces = clauses(text, sentence.start, sentence.end)
        assert "".join("".join(text[start:end] for start, end in pieces).split()) == "".join(
            text[sentence.start : sentence.end].split()
        )
    assert segment(text) == document


def test_structure_of_the_report() -> None:
    check(REPORT)
    check(REPORT.replace("\n", "\r\n"))
    assert outline(segment(REPORT.replace("\n", "\r\n"))) == outline(segment(REPORT))
    check(REPORT.replace("\n", ""))
    check(WRAPPED)


@given(st.text())
def test_structure_of_any_text(text: str) -> None:
    check(text)


PIECES = st.sampled_from([
    "一、", "二、", "（一）", "(二)", "1、", "2.", "(1)", "①", "②", "一是", "二是", "，一是", "首先，", "第一部分",
    "【甲】", "# ", "篇一:", "篇二：", "松岭县民政局2021年工作总结", "2022年工作计划", "下一步打算", "全年平稳",
    "救助50人次", "。", "；", "：", "，", "！", "“", "”", "（", "）", "《", "》", "\n", "\n\n", "\r\n", " ", "\u3000",
    "- 3 -", "12", "第3页", "〇", "年", "民国百年", "\x85", "\u2028", "\ud800",
])


@given(st.lists(PIECES, max_size=60).map("".join))
def test_structure_of_made_up_reports(text: str) -> None:
    check(text)


def test_cost_grows_with_length_only() -> None:
    # Brackets and quotes that never close, labels without end: nothing may look twice at the rest of the text.
    for piece in ("（", "“甲。", "一是", "1、", "(一)", "甲，", "《（“", "\n3\n", " "):
        check(piece * 3000)
