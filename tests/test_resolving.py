"""Which of several values is an indicator's; the ministry's indicators: names, columns, what adds up to them."""
from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

import civx
from civx.analysis.accounts import accounts
from civx.analysis.audit import audit
from civx.analysis.compare import compare
from civx.analysis.families import families
from civx.analysis.official import derived, of_facts, official
from civx.analysis.summary import summary
from civx.patterns.load import load

from conftest import Civx

HEAD = "云溪县民政局2022年工作总结\n"


def values(text: str) -> dict[tuple[str, str], list[str]]:
    """The results of a report as a comparison has them: by subject and period what stands in the cell."""
    facts = civx.extract(HEAD + text, source="a").facts
    panel = compare(accounts([("a", facts), ("b", ())]), families())
    return {
        (row.subject, row.indicator.period): [str(figure.value) for figure in row.cells[0]] for row in panel.rows
    }


@pytest.mark.parametrize(
    ("text", "own", "others"),
    [
        # the year before one of its months, and what runs until then before the last month of it
        ("12月发放临时救助金5万元。全年发放临时救助金60万元。", {("临时救助资金", ""): ["600000"]},
         {("临时救助资金", "2022-12"): ["50000"]}),
        ("上半年结婚登记806对，全年結婚登記1458對。", {("结婚登记", ""): ["1458"]},
         {("结婚登记", "2022-01/2022-06"): ["806"]}),
        # payments by the month
        ("月发放高龄津贴34.5万元。截至12月，发放高龄津贴416.5万元。", {("高龄津贴资金", ""): ["4165000"]},
         {("高龄津贴资金（每月）", ""): ["345000"]}),
        # a later stock before an earlier one
        ("截至6月底，城市低保对象810人。截至12月底，城市低保对象742人。", {("低保对象", ""): ["742"]},
         {("低保对象", "../2022-06"): ["810"]}),
        # other words for much fewer: a part that does not say so
        ("在册农村低保对象4126户。享受农村低保2107户得到慰问。", {("低保对象", ""): ["4126"]}, {}),
        # a value and the same rounded are one, with the digits of the better
        ("养老床位约1900张。全县养老床位共1905张。", {("养老床位", ""): ["1905"]}, {}),
        # nothing decides between what is nearly the same, and what has the same words
        ("全县城市低保对象3000人。在册城市低保对象3050人。", {("低保对象", ""): ["3000", "3050"]}, {}),
        ("登记社会团体84家。登记社会团体32家。", {("社会团体", ""): ["84", "32"]}, {}),
    ],
)
def test_what_stands_in_the_cell(
    text: str, own: dict[tuple[str, str], list[str]], others: dict[tuple[str, str], list[str]]
) -> None:
    found = values(text)
    for key, wanted in {**own, **others}.items():
        assert found.get(key) == wanted, found


def test_no_fact_is_lost() -> None:
    text = HEAD + "12月发放临时救助金5万元。全年发放临时救助金60万元。月发放临时救助金4万元。"
    text += "在册低保对象41户。享受低保8户。"
    facts = civx.extract(text).facts
    panel = compare(accounts([("a", facts), ("b", ())]), families())
    stated = [fact.id for row in panel.rows for figures in row.cells.values() for one in figures for fact in one.facts]
    assert sorted(stated) == sorted(fact.id for fact in facts)


def test_a_summary_has_the_value_in_its_line_and_the_others_below() -> None:
    text = HEAD + "12月发放临时救助金5万元。全年发放临时救助金60万元。"
    (line,) = summary(accounts([("a", civx.extract(text).facts)])[0], families()).lines
    assert [(str(one.figure.value), one.apart) for one in line.cells["amount"]] == [
        ("600000", ""), ("50000", "2022-12")
    ]


def test_the_summary_table_shows_it_so(civx: Civx, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(HEAD + "12月发放临时救助金5万元。全年发放临时救助金60万元。", encoding="utf-8")
    rows = [line.split() for line in civx("summary", "a.txt").stdout.decode().splitlines()]
    assert ["临时救助", "城乡", "60", "2"] in rows
    assert ["·", "临时救助金", "2022-12", "5", "2"] in rows


# --- the ministry's indicators


def test_each_indicator_is_of_a_family_and_has_its_names_alone() -> None:
    known = official()
    subjects = {rule["id"]: rule for rule in load().rules("subjects")}
    seen: dict[str, str] = {}
    for rule in load().rules("indicators"):
        assert rule["measure"] in subjects[rule["family"]]["measures"], rule["id"]
        for part in rule.get("sum-of", ()):
            assert part in known.by_id, rule["id"]
        for name in (rule["id"], rule["name"], *rule.get("aliases", ())):
            assert seen.setdefault(name, rule["id"]) == rule["id"], name
            assert known.named(name) is known.by_id[rule["id"]]
    assert len(known.by_id) > 50


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("全县城市低保对象742人，农村低保对象5611人。", ["城市低保人数", "农村低保人数"]),
        ("農村特困人員集中供養175人。", ["农村特困集中供养人数"]),
        ("登記社會組織197個。", ["社会组织数"]),
        ("办理结婚登记1804对，比上年减少158对。", ["结婚登记对数", ""]),  # a fall is no value
        ("计划新增养老床位120张。", [""]),
        ("低保对象6353人，其中女性2801人。", ["城乡低保人数", ""]),
    ],
)
def test_what_a_figure_is_called(text: str, names: list[str]) -> None:
    facts = civx.extract(HEAD + text).facts
    assert [one.name if one else "" for one in of_facts("-", facts)] == names


def test_columns_of_indicators(civx: Civx, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(HEAD + "低保对象6353人，敬老院3所。", encoding="utf-8")
    rows = list(csv.DictReader(io.StringIO(civx("extract", "a.txt", "-f", "csv", "--indicators").stdout.decode())))
    assert [(row["indicator"], row["indicator_name"]) for row in rows] == [("dibao-persons", "城乡低保人数"), ("", "")]
    first, _ = json.loads(civx("extract", "a.txt", "-f", "json", "--indicators").stdout)
    assert list(first)[-2:] == ["indicator", "indicator_name"]
    (tmp_path / "facts.csv").write_bytes(civx("extract", "a.txt", "-f", "csv", "--indicators").stdout)
    assert civx("audit", "facts.csv").returncode == 0  # read back
    wide = json.loads(civx("extract", "a.txt", "-f", "json", "--layout", "wide", "--indicators").stdout)
    assert [row["indicator_name"] for row in wide] == [["城乡低保人数"], []]
    for arguments, said in (
        (("--columns", "indicator", "-f", "csv"), "needs --indicators"),
        (("--indicators", "-f", "table"), "no room for it"),
    ):
        done = civx("extract", "a.txt", *arguments)
        assert (done.returncode, said in done.stderr.decode()) == (2, True)
    schema = json.loads(civx("schema", "--indicators").stdout)
    assert {"indicator", "indicator_name"} <= set(schema["required"])


def test_indicators_of_a_users_own(civx: Civx, tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_text(
        "kind: indicators\nrules:\n  - id: nursing-homes\n    name: 敬老院数\n    family: township-homes\n"
        "    measure: count\n",
        encoding="utf-8",
    )
    (tmp_path / "a.txt").write_text("敬老院3所。", encoding="utf-8")
    arguments = ("extract", "a.txt", "-f", "csv", "--columns", "indicator_name", "--indicators", "-p", "mine.yaml")
    assert civx(*arguments).stdout.decode().split() == ["indicator_name", "敬老院数"]


# --- what adds up


@pytest.mark.parametrize(
    ("text", "messages"),
    [
        ("低保对象1000人。\n其他工作扎实推进。城市低保对象300人。\n农村低保对象600人。", ["300人 + 600人 = 900人"]),
        ("登記社會組織206家。\n年檢率98%。\n社會團體84家，民辦非企業單位112家，基金會2家。",
         ["84家 + 112家 + 2家 = 198家"]),
        ("低保对象900人。\n其他工作扎实推进。城市低保对象300人。\n农村低保对象600人。", []),
        ("低保对象1000人。\n农村低保对象600人。", []),  # not all of the parts
        ("低保对象1000人。\n2021年城市低保对象300人、农村低保对象600人。", []),  # of another time
        ("年初登记社会组织312个。\n社会团体142个，社会服务机构173个，基金会3个。", []),
    ],
)
def test_parts_that_stand_apart_are_added_up(text: str, messages: list[str]) -> None:
    found = [one for one in audit(civx.extract(HEAD + text).facts) if one.kind == "sum"]
    assert [one.message.partition(",")[0] for one in found] == messages
    # sorts that are all there are were found already, and are not said twice
    assert [one.severity for one in found] == ["error" if "社會團體" in text else "warning"] * len(messages)


def test_derivations_need_all_their_parts() -> None:
    known = official()
    assert [one.id for one, _ in derived(known, ["dibao-persons", "dibao-persons-urban"])] == []
    ids = ["dibao-persons", "dibao-persons-urban", "dibao-persons-rural"]
    assert [(one.id, parts) for one, parts in derived(known, ids)] == [("dibao-persons", tuple(ids[1:]))]
