"""Which subjects are taken for the same, and which must not be; places and times out of titles."""
from __future__ import annotations

from decimal import Decimal

import pytest

from civx.analysis.accounts import accounts, is_current, same_place
from civx.analysis.families import families
from civx.analysis.family_examples import run_any_example
from civx.analysis.indicators import placed
from civx.extractors.model import Fact
from civx.extractors.pipeline import extract
from civx.patterns.load import load
from civx.patterns.schema import PROGRAMMES

from conftest import ROOT

Pairs = tuple[str, str, str, list[str], list[str]]


def pairs(line: str) -> Pairs:
    head, _, subjects = line.partition(": ")
    programme, measure, unit = head.split()
    same, _, other = subjects.partition(" // ")
    return programme, measure, unit, same.split(" | "), other.split(" | ")


VOCABULARY = [
    pairs(line)
    for line in (ROOT / "tests" / "vocabulary.txt").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
]


@pytest.mark.parametrize(
    ("programme", "measure", "unit", "same", "other"), VOCABULARY, ids=lambda value: str(value)[:12]
)
def test_vocabulary(programme: str, measure: str, unit: str, same: list[str], other: list[str]) -> None:
    known = families()
    found = {subject: known.family(programme, subject, measure, unit) for subject in (*same, *other)}
    first = found[same[0]]
    assert first is not None
    assert {subject: family and family.id for subject, family in found.items() if subject in same} == dict.fromkeys(
        same, first.id
    )
    assert [subject for subject in other if found[subject] == first] == []


def test_families_cover_every_programme() -> None:
    ruled = {programme for rule in load().rules("subjects") for programme in rule["programmes"]}
    assert ruled == set(PROGRAMMES)


def test_a_unit_that_is_not_alike_is_no_figure_of_the_family() -> None:
    known = families()
    assert known.family("婚姻登记", "结婚登记", "count", "件") == known.family("婚姻登记", "结婚登记", "count", "对")
    assert known.family("婚姻登记", "结婚登记", "count", "场") is None
    assert known.family("婚姻登记", "结婚登记", "rate", "%") is None


def indicators(text: str) -> list[tuple[str, str, str, str]]:
    found = placed(extract(text).facts, families(), "")
    return [(one.fact.quote, one.indicator.subject, one.indicator.area, one.indicator.unit) for one in found]


def test_words_without_a_subject_have_that_of_their_total_or_of_the_fact_before() -> None:
    assert indicators("低保月人均补差城市412元、农村268元。") == [
        ("412元", "低保补差水平", "urban", "元/人/月"),
        ("268元", "低保补差水平", "rural", "元/人/月"),
    ]
    assert [found[1:3] for found in indicators("全县特困人员704人，其中城市60人、农村644人。")] == [
        ("特困人员", "both"), ("特困人员", "urban"), ("特困人员", "rural"),
    ]


def test_areas_are_apart_joined_or_ignored() -> None:
    assert indicators("全县低保对象1203户。")[0][2] == "both"  # joined: 城乡低保对象
    assert indicators("农村留守儿童1203名。")[0][2] == ""  # ignored
    assert indicators("农村危房改造120户。")[0][2] == "rural"  # no family: as it is


def test_standards_are_a_month() -> None:
    assert indicators("农村低保标准为每人每年5400元。") == [("5400元", "低保标准", "rural", "元/人/月")]


@pytest.mark.parametrize(
    ("title", "place"),
    [
        ("青河县民政局2021年工作总结", "青河县"),
        ("湖南省长沙市民政局2022年工作总结", "湖南省长沙市"),
        ("2022年松桥市社会福利院工作总结", "松桥市"),
        ("篇二:宁川市民政局2019年上半年工作总结", "宁川市"),
        ("城东街道办事处二〇二三年工作总结", "城东街道办事处"),
        ("中共云岭区民政局党组关于2022年工作的报告", "云岭区"),
        ("北辰市政府社会局112年度施政成果", "北辰市"),
        ("民国112年北辰市社会局工作报告", "北辰市"),
        ("奋进新征程 建功新时代——青河县民政局2023年工作总结", "青河县"),
        ("民政局工作总结 篇一:青河县民政局2023年工作总结", "青河县"),
        ("关于印发《青河县民政局2023年工作总结》的通知", "青河县"),
        ("石门市民政局2021年工作总结", "石门市"),
        ("云岭新区民政局2023年工作总结", "云岭新区"),
        ("青河族自治县2021年民政工作总结", "青河族自治县"),
        ("北疆自治区民政事业2022年统计公报", "北疆自治区"),
        ("某某区民政局2020年工作总结", ""),
        ("XX县民政局2020年工作总结", ""),
        ("民政局2018年工作总结", ""),
        ("区民政局2024年上半年工作总结", ""),
        ("政府工作报告", ""),
        ("", ""),
    ],
)
def test_place_of_a_title(title: str, place: str) -> None:
    assert families().place(title) == place


def fact(period: str = "2021", status: str = "actual", report: str = "青河县民政局2021年工作总结") -> Fact:
    (found,) = extract("全县低保对象1203户。").facts
    values = {name: getattr(found, name) for name in found.__dataclass_fields__}
    return Fact(**{**values, "period": period, "status": status, "report": report, "value": Decimal(1)})


@pytest.mark.parametrize(
    ("period", "current"),
    [
        ("2021", True), ("2021-03", True), ("2021-01/2021-10", True), ("../2021-10", True), ("2021-07-01/..", True),
        ("2019-01-01/..", True), ("", True), ("2020", False), ("2022", False), ("../2020-12", False),
        ("2016/2021", False), ("2022-01-01/..", False), ("2020-10/2021-03", False),
    ],
)
def test_time_of_a_report(period: str, current: bool) -> None:
    assert is_current(fact(period), 2021) is current
    assert is_current(fact(period), None)


@pytest.mark.parametrize(
    ("title", "name", "label", "place", "year", "months"),
    [
        ("青河县民政局2021年工作总结及2022年工作计划", "", "青河县 2021", "青河县", 2021, ""),
        ("宁川市民政局2019年上半年工作总结", "", "宁川市 2019 (01-06)", "宁川市", 2019, "2019-01/2019-06"),
        ("民政局工作总结", "", "a 2021", "", 2021, ""),
        ("民政局工作总结", "青河县 2020", "青河县 2020", "青河县", 2020, ""),
        ("青河县民政局2021年工作总结", "甲", "甲", "青河县", 2021, ""),
        ("XX市2025年民政工作要点", "", "a 2025", "", 2025, ""),
        ("青河县民政局2016—2020年工作总结", "", "青河县 2020", "青河县", 2020, ""),
        ("青河县民政局2021年1—9月工作总结", "", "青河县 2021 (01-09)", "青河县", 2021, "2021-01/2021-09"),
    ],
)
def test_names_of_reports(title: str, name: str, label: str, place: str, year: int, months: str) -> None:
    (found,) = accounts([("dir/a.txt", [fact(report=title)])], [name])
    assert (found.label, found.place, found.year, found.months) == (label, place, year, months)


def test_labels_differ() -> None:
    found = accounts([("a.txt", [fact()]), ("b.txt", [fact()]), ("c.txt", [])])
    assert [one.label for one in found] == ["青河县 2021", "青河县 2021 (2)", "c"]


def test_one_place_by_two_names() -> None:
    one, other, third = accounts([
        ("a", [fact(report="长沙市民政局2021年工作总结")]),
        ("b", [fact(report="湖南省长沙市民政局2021年工作总结")]),
        ("c", []),
    ])
    assert same_place(one, other) and same_place(other, one)
    assert not same_place(one, third) and not same_place(third, third)


@pytest.mark.parametrize(
    ("text", "rule", "kind", "positive", "message"),
    [
        ("全县共有孤儿86人。", "orphans", "subjects", True, "no fact stands in braces"),
        ("全县共有孤儿{68人}。", "orphans", "subjects", False, "[68人] is of orphans: 孤儿 (孤儿, persons, 人)"),
        ("社会散居孤儿{55人}。", "orphans", "subjects", True, "[55人] is of orphans-scattered"),
        ("孤儿{院}。", "orphans", "subjects", True, "[院] is not found"),
        ("全县低保对象 => 低保", "total", "trimmings", True, "'全县低保对象' becomes '低保对象', not '低保'"),
        ("全县低保对象 => 低保对象", "total", "trimmings", True, "a yes example that does not need its rule"),
        ("累计善款 => 善款", "total", "trimmings", False, "a no example that uses its rule"),
        ("低保", "total", "trimmings", True, "has no ' => '"),
    ],
)
def test_examples_that_do_not_hold(text: str, rule: str, kind: str, positive: bool, message: str) -> None:
    (found,) = run_any_example(text, f"{kind}.yaml#{rule}", kind, positive)
    assert message in found


def test_a_users_family_takes_part(tmp_path: pytest.TempPathFactory) -> None:
    path = f"{tmp_path}/mine.yaml"
    with open(path, "w", encoding="utf-8") as out:
        out.write(
            "kind: subjects\nrules:\n  - id: shelters\n    programmes: [其他]\n    subject: 避难场所\n"
            "    measures: [count]\n    units: [处, 个]\n    pattern: (?:应急)?避难场所\n"
            "  - id: all-homes\n    programmes: [养老服务]\n    subject: 各类养老机构\n    measures: [count]\n"
            "    terms: [养老机构, 敬老院]\n"
        )
    found = families((path,)).family("其他", "应急避难场所", "count", "个")
    assert found is not None and (found.id, found.unit) == ("shelters", "处")
    assert families().family("其他", "应急避难场所", "count", "个") is None
    own = families((path,)).family("养老服务", "全县养老机构", "count", "家")
    assert own is not None and own.id == "all-homes"  # before civx's own
