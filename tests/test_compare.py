"""``civx compare`` and ``civx summary``: what stands in their rows, how each format shows it, and the commands."""
from __future__ import annotations

import csv
import io
import json
import re
import subprocess
import sys
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from civx.analysis.accounts import Account, accounts
from civx.analysis.compare import Choice, Panel, compare
from civx.analysis.families import families
from civx.analysis.summary import summary
from civx.cli.fact_records import from_json
from civx.cli.formats.records import record
from civx.extractors.model import Fact
from civx.extractors.pipeline import extract

from conftest import ROOT, SNAPSHOTS, Civx, Snapshot

FOLDER = ROOT / "samples" / "panel"
FILES = ("qinghe-2021.txt", "qinghe-2022.txt", "yunling-2022.txt")


def reports(*texts: str) -> list[Account]:
    return accounts([(f"{n}.txt", extract(text, source=f"{n}.txt").facts) for n, text in enumerate(texts)])


def panel(*texts: str, **choice: Any) -> Panel:
    return compare(reports(*texts), families(), Choice(**choice))


def shown(found: Panel) -> dict[tuple[str, str, str], list[list[str]]]:
    """Subject, area and unit of each row: its values in each report."""
    return {
        (row.subject, row.indicator.area, row.indicator.unit): [
            [str(figure.value) for figure in row.cells.get(number, ())] for number in range(len(found.columns))
        ]
        for row in found.rows
    }


QINGHE = "青河县民政局{}年工作总结\n\n{}"


def test_two_scripts_two_wordings_one_row() -> None:
    found = panel(
        QINGHE.format(2021, "全县共有城乡低保对象3286户。农村低保标准为每人每年5400元。发放低保金2685.4万元。"),
        QINGHE.format(2022, "全縣納入低保3104戶。農村低保標準達到每人每月490元。累計發放低保資金2790萬元。"),
    )
    assert shown(found) == {
        ("低保对象", "both", "户"): [["3286"], ["3104"]],
        ("低保资金", "both", "元"): [["26854000"], ["27900000"]],
        ("低保标准", "rural", "元/人/月"): [["450"], ["490"]],
    }
    assert all(row.matched for row in found.rows)


def test_a_sum_after_town_and_country_is_of_both() -> None:
    found = panel(
        QINGHE.format(2021, "全县低保对象3286户，其中城市412户、农村2874户，发放低保金2685.4万元。"),
        QINGHE.format(2022, "全县城市低保388户，发放低保金310万元，农村低保2716户，发放低保金2480万元。"),
    )
    assert {key: cells for key, cells in shown(found).items() if key[0] == "低保资金"} == {
        ("低保资金", "both", "元"): [["26854000"], []],
        ("低保资金", "urban", "元"): [[], ["3100000"]],
        ("低保资金", "rural", "元"): [[], ["24800000"]],
    }


def test_vague_words_are_of_what_they_follow() -> None:
    found = panel(
        QINGHE.format(
            2021, "养老机构18家，养老床位2160张。困难残疾人生活补贴发放231.7万元。公益性公墓52个。敬老院9所。"
        ),
        QINGHE.format(
            2022,
            "养老机构20所（公办8所、民办12所），床位总数2340张。享受困难残疾人生活补贴2402人，发放资金240.2万元。"
            "公益性公墓61个，新增9个。乡镇敬老院8所，床位520张。",
        ),
    )
    assert {key[0]: cells for key, cells in shown(found).items()} == {
        "养老机构": [["18"], ["20"]], "公办养老机构": [[], ["8"]], "民办养老机构": [[], ["12"]],
        "养老床位": [["2160"], ["2340"]], "敬老院": [["9"], ["8"]], "敬老院床位": [[], ["520"]],
        "困难残疾人生活补贴": [[], ["2402"]], "困难残疾人生活补贴资金": [["2317000"], ["2402000"]],
        "公益性公墓": [["52"], ["61"]], "新建公益性公墓": [[], ["9"]],
    }


def test_what_there_is_in_all_is_not_what_is_new() -> None:
    found = panel(
        QINGHE.format(2021, "新建社区老年食堂4家，累计建成19家。"), QINGHE.format(2022, "全县社区老年食堂24家。")
    )
    assert {key[0]: cells for key, cells in shown(found).items()} == {
        "新增老年助餐点": [["4"], []], "老年助餐点": [["19"], ["24"]],
    }


def test_a_family_is_one_row_whatever_programme_its_facts_have() -> None:
    found = panel(
        QINGHE.format(2021, "一、儿童福利\n全县散居孤儿426人。"),
        QINGHE.format(2022, "全县孤儿655人，社会散居孤儿454人。"),
    )
    assert shown(found)["社会散居孤儿", "", "人"] == [["426"], ["454"]]


def test_no_percentage_of_nothing_and_no_sign_where_nothing_changed(civx: Civx, tmp_path: Path) -> None:
    for year, text in ((2021, "全县低保对象0户。社会组织20家。"), (2022, "全县低保对象30户。社会组织20个。")):
        (tmp_path / f"{year}.txt").write_text(QINGHE.format(year, text), encoding="utf-8")
    done = run(civx, "compare", tmp_path / "2021.txt", tmp_path / "2022.txt", "-f", "table")
    rows = [line.split() for line in done.stdout.decode().splitlines() if "低保对象" in line or "社会组织" in line]
    assert rows == [
        ["低保", "城乡", "低保对象", "户", "0", "30", "+30"], ["社会组织", "社会组织", "家", "20", "20", "0", "0.00"],
    ]


def changes(found: Panel) -> list[tuple[str, Decimal | None, bool] | None]:
    return [row.change and (str(row.change.value), row.change.percent, row.change.about) for row in found.rows]


def test_change_is_from_the_earlier_to_the_later_year_whatever_their_order() -> None:
    old = QINGHE.format(2021, "全县低保对象3000户。发放低保金600万元。火化率60%。")
    new = QINGHE.format(2022, "全县低保对象2700户。发放低保金约650万元。火化率66.5%。")
    expected = [
        ("-300", Decimal("-10.00"), False), ("500000", Decimal("8.33"), True), ("6.5", None, False),
    ]
    assert changes(panel(old, new)) == expected
    assert changes(panel(new, old)) == expected
    assert panel(new, old).compared == (1, 0)


def test_no_change_between_places_in_one_year_or_among_three() -> None:
    one = QINGHE.format(2021, "全县低保对象3000户。")
    other = "云岭区民政局2022年工作总结\n\n全区低保对象2700户。"
    same_year = QINGHE.format(2021, "全县低保对象2900户。")
    assert panel(one, other).compared is None
    assert panel(one, same_year).compared is None
    assert panel(one, same_year, other).compared is None


def test_no_change_where_a_report_gives_several_values_or_a_range() -> None:
    old = QINGHE.format(2021, "全县低保对象3000户。在册低保对象3050户。新建敬老院3—5所。")
    new = QINGHE.format(2022, "全县低保对象2700户。新建敬老院4所。")
    found = panel(old, new)
    assert shown(found)["低保对象", "both", "户"] == [["3000", "3050"], ["2700"]]
    assert changes(found) == [None, None]


def test_a_value_stated_twice_is_one_with_both_ids() -> None:
    twice = QINGHE.format(2021, "全县低保对象3000户。\n在册低保对象3000户。")
    found = panel(twice, QINGHE.format(2022, "低保对象2700户。"))
    (figure,) = found.rows[0].cells[0]
    assert len({fact.id for fact in figure.facts}) == 2


def test_plans_earlier_values_changes_and_other_years_are_left_out_and_counted() -> None:
    text = QINGHE.format(
        2021,
        "全县低保对象3000户，比上年减少120户。低保标准由每人每月600元提高到640元。2019年低保对象3500户。"
        "明年计划新增养老床位150张。",
    )
    other = QINGHE.format(2022, "全县低保对象2700户。")
    found = panel(text, other)
    assert shown(found) == {
        ("低保对象", "both", "户"): [["3000"], ["2700"]],
        ("低保标准", "both", "元/人/月"): [["640"], []],
    }
    assert found.left_out == {"status": 3, "period": 1}
    every = panel(text, other, statuses=("actual", "previous", "change", "planned"), own_time=False)
    assert {(row.indicator.status, row.indicator.period) for row in every.rows} == {
        ("actual", ""), ("actual", "2019"), ("previous", ""), ("change", ""), ("planned", ""),
    }
    assert sum(every.left_out.values()) == 0


def test_what_one_report_has_alone_is_listed_behind() -> None:
    old = QINGHE.format(2021, "全县低保对象3000户。养老机构14家。")
    new = QINGHE.format(2022, "全县低保对象2700户。火化率66%。")
    found = panel(old, new)
    assert [(row.subject, row.matched) for row in found.rows] == [
        ("低保对象", True), ("养老机构", False), ("火化率", False),
    ]
    only = panel(old, new, matched_only=True)
    assert [row.subject for row in only.rows] == ["低保对象"]
    assert only.left_out == {"unmatched": 2}


def test_vague_words_are_no_common_indicator() -> None:
    found = panel(
        QINGHE.format(2021, "县养老中心已开工，建筑面积5000平方米，总投资2350万元。"),
        QINGHE.format(2022, "县福利院已开工，建筑面积800平方米，总投资600万元。"),
    )
    assert [row.matched for row in found.rows if row.subject.endswith(("总投资", "建筑面积"))] == [False] * 4


def test_places_inside_a_report_are_rows_of_their_own() -> None:
    text = "全县低保对象300户。白石镇20户、河口乡15户纳入低保。"
    found = panel(QINGHE.format(2021, text), QINGHE.format(2022, text))
    assert [row.indicator.place for row in found.rows] == ["", "白石镇", "河口乡"]


def test_a_part_in_its_totals_own_words_is_a_row_of_its_own() -> None:
    (one, other) = extract("全年临时救助3000人次，其中临时救助120人次。").facts
    assert other.part_of == one.id
    found = compare(accounts([("a", (one, other)), ("b", (one,))]), families())
    assert [(row.indicator.part, len(row.cells)) for row in found.rows] == [(False, 2), (True, 1)]


FACTS = [fact for name in FILES for fact in extract((FOLDER / name).read_text(encoding="utf-8"), source=name).facts]


@st.composite
def some_reports(draw: st.DrawFn) -> list[tuple[str, list[Fact]]]:
    sources = draw(st.integers(1, 4))
    files: list[tuple[str, list[Fact]]] = []
    for number in range(sources):
        chosen = draw(st.lists(st.sampled_from(FACTS), max_size=12, unique_by=lambda fact: fact.id))
        changed = []
        for fact in chosen:
            values = {name: getattr(fact, name) for name in fact.__dataclass_fields__}
            values["subject"] = draw(st.sampled_from([fact.subject, "", "总投资", "城市", "农村", "全县"]))
            values["area"] = draw(st.sampled_from([fact.area, "", "both", "urban"]))
            values["period"] = draw(st.sampled_from([fact.period, "", "2020", "2016/2020", "../2021-06"]))
            values["part_of"] = draw(st.sampled_from([fact.part_of, None, chosen[0].id]))
            changed.append(Fact(**values))
        files.append((f"{number}", changed))
    return files


@settings(max_examples=150, deadline=None)
@given(files=some_reports(), matched_only=st.booleans(), statuses=st.sampled_from([("actual",), ("planned", "change")]))
def test_every_fact_is_in_one_cell_or_counted_as_left_out(
    files: list[tuple[str, list[Fact]]], matched_only: bool, statuses: tuple[str, ...]
) -> None:
    found = compare(accounts(files), families(), Choice(statuses, matched_only=matched_only))
    cells = [fact for row in found.rows for figures in row.cells.values() for one in figures for fact in one.facts]
    everything = [fact for _, facts in files for fact in facts]
    assert len(cells) + sum(found.left_out.values()) == len(everything)
    for report in accounts(files):
        told = summary(report, families())
        figures = [one.figure for line in told.lines for several in line.cells.values() for one in several]
        counted = sum(len(one.facts) for one in figures) + sum(told.others.values()) + sum(told.set_aside.values())
        assert counted <= len(report.facts)  # parts of a total that is stated stand in no line


@settings(max_examples=100, deadline=None)
@given(value=st.decimals(allow_nan=False, allow_infinity=False, places=3), subject=st.text(max_size=8))
def test_a_record_comes_back_whatever_it_holds(value: Decimal, subject: str) -> None:
    values = {name: getattr(FACTS[0], name) for name in FACTS[0].__dataclass_fields__}
    fact = Fact(**{**values, "value": value, "subject": subject})
    assert list(from_json(record(fact) + "\n")) == [fact]


# --- formats


def paths(*names: str) -> list[str]:
    return [str(Path("samples") / "panel" / name) for name in names]


def run(civx: Civx, *arguments: str | Path, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    return civx(*arguments, stdin=stdin, cwd=ROOT)


@pytest.mark.parametrize("name", ["table", "csv", "json"])
@pytest.mark.parametrize(("case", "names"), [("years", FILES[:2]), ("places", FILES)])
def test_panel_snapshot(
    case: str, names: Sequence[str], name: str, civx: Civx, snapshot: Snapshot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "110")
    done = run(civx, "compare", *paths(*names), "-f", name)
    assert (done.stderr, done.returncode) == (b"", 0)
    snapshot(SNAPSHOTS / f"panel-{case}.{name}", done.stdout)


@pytest.mark.parametrize("name", ["table", "markdown", "json"])
def test_summary_snapshot(name: str, civx: Civx, snapshot: Snapshot) -> None:
    done = run(civx, "summary", *paths(FILES[0]), "samples/compilation.txt", "-f", name)
    assert (done.stderr, done.returncode) == (b"", 0)
    snapshot(SNAPSHOTS / f"summary.{name}", done.stdout)


def test_summary_fits_100_columns_whatever_the_terminal(civx: Civx, monkeypatch: pytest.MonkeyPatch) -> None:
    from rich.cells import cell_len

    monkeypatch.setenv("COLUMNS", "300")
    done = run(civx, "summary", *map(str, sorted((ROOT / "samples").glob("*.txt"))))
    lines = done.stdout.decode().splitlines()
    assert len(lines) > 100
    assert max(map(cell_len, lines)) <= 100


def test_csv_has_values_bounds_and_ids_for_each_report(civx: Civx, tmp_path: Path) -> None:
    out = tmp_path / "panel.csv"
    assert run(civx, "compare", *paths(*FILES[:2]), "-o", out).returncode == 0
    assert out.read_bytes().startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(out.read_text(encoding="utf-8-sig"), newline="")))
    (row,) = (row for row in rows if row["subject"] == "低保资金")
    assert (row["青河县 2022"], row["青河县 2022 bound"], row["青河县 2021"]) == ("27900000", "about", "26854000")
    assert row["青河县 2022 ids"] in run(civx, "extract", *paths(FILES[1]), "-f", "jsonl").stdout.decode()
    (row,) = (row for row in rows if (row["subject"], row["area"], row["unit"]) == ("低保对象", "both", "户"))
    assert (row["change"], row["change %"], row["reports"]) == ("-182", "-5.54", "2")


def test_xlsx_keeps_numbers_and_says_where_they_come_from(civx: Civx, tmp_path: Path) -> None:
    out = tmp_path / "panel.xlsx"
    assert run(civx, "compare", *paths(*FILES), "-o", out, "--money", "wan").returncode == 0
    book = load_workbook(out)
    assert book.sheetnames == ["panel", "one report only", "facts"]
    sheet = book["panel"]
    header = [cell.value for cell in sheet[1]]
    assert header[-3:] == ["青河县 2021", "青河县 2022", "云岭区 2022"]
    rows = {tuple(row[:6]): list(row[11:]) for row in sheet.iter_rows(min_row=2, values_only=True)}
    assert rows["低保", "低保对象", None, "both", "households", "户"] == [3286, 3104, 2450]
    assert rows["低保", "低保资金", None, "both", "amount", "万元"] == [2685.4, 2790, 3120]
    (about,) = (row[12] for row in sheet.iter_rows(min_row=2) if row[1].value == "低保资金")
    assert (about.value, about.number_format) == (2790, '"≈ "#,##0')
    facts = list(book["facts"].iter_rows(min_row=2, values_only=True))
    assert len(facts) > 60
    for sheet_name, number, label, value, *_ in facts:
        assert book[sheet_name].cell(number, header.index(label) + 1).value is not None, value


def test_panels_are_the_same_bytes_again(civx: Civx, tmp_path: Path) -> None:
    outputs = []
    for number in range(2):
        out = tmp_path / f"{number}.xlsx"
        run(civx, "compare", *paths(*FILES), "-o", out)
        outputs.append(out.read_bytes())
    assert outputs[0] == outputs[1]


def test_several_values_stand_side_by_side_in_every_format(civx: Civx, tmp_path: Path) -> None:
    one, other = tmp_path / "a.txt", tmp_path / "b.txt"
    one.write_text(QINGHE.format(2021, "全县低保对象3000户。在册低保对象约3050户。"), encoding="utf-8")
    other.write_text(QINGHE.format(2022, "全县低保对象2700户。"), encoding="utf-8")
    table, text, data = (civx("compare", one, other, "-f", name).stdout.decode() for name in ("table", "csv", "json"))
    assert "3,000*" in table and "≈ 3,050*" in table and "* the report gives several values" in table
    assert "3000; 3050,exact; about," in text
    (row,) = json.loads(data)["rows"]
    assert [figure["value"] for figure in row["cells"]["青河县 2021"]] == [3000, 3050]


def test_a_table_of_many_reports_says_what_it_does_not_show(civx: Civx, tmp_path: Path) -> None:
    names = []
    for year in range(2001, 2021):
        names.append(tmp_path / f"{year}.txt")
        names[-1].write_text(QINGHE.format(year, f"全县低保对象{year}户。"), encoding="utf-8")
    done = civx("compare", *names, "-f", "table")
    text = done.stdout.decode()
    assert "of 20 reports fit here: -f csv, xlsx or json has them all" in text
    assert "青河县 2001" in text and "青河县 2020" not in text
    rows = json.loads(civx("compare", *names, "-f", "json").stdout)["rows"]
    assert len(rows[0]["cells"]) == 20


DOCS = (ROOT / "docs" / "compare.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("example", re.findall(r"```console\n\$ (.*?)```", DOCS, re.DOTALL))
def test_the_page_shows_what_the_commands_print(
    example: str, civx: Civx, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "110")
    command, _, printed = example.partition("\n")
    done = run(civx, *command.split()[1:])
    assert [line.rstrip() for line in done.stdout.decode().splitlines()] == printed.splitlines()


# --- the commands


def cells(output: bytes) -> list[Any]:
    """Rows and reports of a comparison as JSON, without what differs when the facts come by another way."""
    return json.loads(output)["rows"]  # type: ignore[no-any-return]


@pytest.mark.parametrize("name", ["jsonl", "json", "csv", "tsv", "db"])
def test_outputs_of_extract_compare_like_their_texts(name: str, civx: Civx, tmp_path: Path) -> None:
    out = tmp_path / f"facts.{name}"
    assert run(civx, "extract", *paths(*FILES), "-o", out).returncode == 0
    from_texts = run(civx, "compare", *paths(*FILES), "-f", "json").stdout
    assert run(civx, "compare", out, "-f", "json").stdout == from_texts
    assert run(civx, "compare", "-", "-f", "json", stdin=out.read_bytes()).stdout == from_texts


def test_pipes(civx: Civx) -> None:
    facts = run(civx, "extract", *paths(*FILES[:2]), "-f", "jsonl").stdout
    piped = run(civx, "summary", "-", stdin=facts)
    assert (piped.stdout, piped.returncode) == (run(civx, "summary", *paths(*FILES[:2])).stdout, 0)
    text = (FOLDER / FILES[0]).read_bytes()
    assert "3,286" in run(civx, "summary", "-", stdin=text).stdout.decode()
    mixed = run(civx, "compare", "-", *paths(FILES[2]), "-f", "json", stdin=facts)
    assert [report["label"] for report in json.loads(mixed.stdout)["reports"]] == [
        "青河县 2021", "青河县 2022", "云岭区 2022",
    ]


def test_filters_and_labels(civx: Civx) -> None:
    done = run(
        civx, "compare", *paths(*FILES), "-f", "json", "--programme", "低保", "--measure", "persons,amount",
        "--label", "甲", "--label", f"{paths(FILES[2])[0]}=丙", "--label", "乙", "--money", "wan",
    )
    found = json.loads(done.stdout)
    assert [report["label"] for report in found["reports"]] == ["甲", "乙", "丙"]
    assert {(row["programme"], row["measure"]) for row in found["rows"]} == {("低保", "persons"), ("低保", "amount")}
    assert {row["unit"] for row in found["rows"]} == {"人", "万元"}
    planned = json.loads(run(civx, "compare", *paths(*FILES), "-f", "json", "--status", "planned").stdout)["rows"]
    assert {row["status"] for row in planned} == {"planned"} and len(planned) == 3


def test_a_label_says_place_and_year_where_the_title_does_not(civx: Civx, tmp_path: Path) -> None:
    for name, count in (("a", 3000), ("b", 2700)):
        (tmp_path / name).write_text(f"民政局工作总结\n\n全县低保对象{count}户。", encoding="utf-8")
    unnamed = civx("compare", "a", "b", "-f", "json")
    assert "change" not in json.loads(unnamed.stdout)["rows"][0]
    named = civx("compare", "a", "b", "-f", "json", "--label", "青河县 2021", "--label", "青河县 2022")
    assert json.loads(named.stdout)["rows"][0]["change"] == {"value": -300, "percent": -10.0, "about": False}


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["compare", "one.txt"], 1, "civx: one.txt: only 1 report in all: name another to compare it with\n"),
        (["compare", "one.txt", "no.txt"], 1, "civx: no.txt: no such file\n"),
        (["compare", "cut.jsonl", "one.txt", "two.txt"], 1, "civx: cut.jsonl: line 1, column 8: no JSON"),
        (["compare", "one.txt", "two.txt", *["--label", "a"] * 3], 2, "--label a: there is no report left to call so"),
        (["compare", "one.txt", "two.txt", "--label", "x.txt=a"], 2, "no report was read from x.txt"),
        (["compare", "both.jsonl", "--label", "both.jsonl=a"], 2, "both.jsonl holds 2 reports"),
        (["compare", "one.txt", "two.txt", "-o", "a.jsonl"], 2, "jsonl is for civx extract; here there are table, csv"),
        (["compare", "one.txt", "two.txt", "-o", "one.txt"], 2, "is also read"),
        (["compare", "one.txt", "two.txt", "--programme", "低"], 2, "is no programme"),
        (["summary", "no.txt"], 1, "civx: no.txt: no such file\n"),
        (["summary", "cut.jsonl", "one.txt"], 1, "civx: cut.jsonl: line 1"),
        (["summary", "one.txt", "-o", "no/a.md"], 1, "civx: no/a.md: cannot be written: No such file or directory\n"),
        (["summary", "wide.csv"], 1, "civx: wide.csv: the wide layout: no facts as civx extract prints them"),
    ],
)
def test_what_goes_wrong(arguments: list[str], code: int, said: str, civx: Civx, tmp_path: Path) -> None:
    for name, year in (("one", 2021), ("two", 2022)):
        (tmp_path / f"{name}.txt").write_text(QINGHE.format(year, "全县低保对象3000户。"), encoding="utf-8")
    (tmp_path / "cut.jsonl").write_text('{"id": "a', encoding="utf-8")
    (tmp_path / "both.jsonl").write_bytes(civx("extract", "one.txt", "two.txt", "-f", "jsonl").stdout)
    (tmp_path / "wide.csv").write_bytes(civx("extract", "one.txt", "--layout", "wide", "-f", "csv").stdout)
    done = civx(*arguments)
    assert said in done.stderr.decode()
    assert done.returncode == code
    assert b"Traceback" not in done.stderr


def test_the_rest_is_compared_where_a_file_fails(civx: Civx) -> None:
    done = run(civx, "compare", *paths(*FILES[:2]), "no.txt", "-f", "json")
    assert len(json.loads(done.stdout)["reports"]) == 2
    assert done.returncode == 1


def test_without_xlsxwriter_one_line_says_what_to_install(tmp_path: Path) -> None:
    code = (
        "import sys; sys.modules['xlsxwriter'] = None; sys.argv = ['civx', 'compare', *sys.argv[1:]]; "
        "from civx.cli.main import main; main()"
    )
    command = [sys.executable, "-c", code, *paths(*FILES), "-o", str(tmp_path / "a.xlsx")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    assert done.stderr == "Error: --format xlsx needs XlsxWriter: pip install 'civx[xlsx]'\n"
    assert done.returncode == 1


def test_key_figures_are_present_results_of_the_whole_place() -> None:
    text = (
        "全县低保对象3000户，其中城市300户，比上年减少120户。白石镇、河口乡各有20户纳入低保。"
        "新增低保对象80户。2019年低保对象3500户。明年计划纳入低保3100户。"
    )
    (report,) = reports(QINGHE.format(2021, text))
    found = summary(report, families())
    lines = {(line.key, line.area): [str(one.figure.value) for one in line.cells["households"]] for line in found.lines}
    assert lines == {("低保", "both"): ["3000"], ("低保", "urban"): ["300"]}
    assert found.others == {"低保": 3}
    assert found.set_aside == {"change": 1, "period": 1, "planned": 1}


def test_several_values_are_shown_with_their_words() -> None:
    (report,) = reports(QINGHE.format(2021, "全县低保对象3000户。在册最低生活保障家庭3050户。"))
    (line,) = summary(report, families()).lines
    assert [(one.subject, one.figure.value) for one in line.cells["households"]] == [
        ("低保对象", 3000), ("在册最低生活保障家庭", 3050),
    ]

