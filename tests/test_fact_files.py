"""Facts read from reports and from every output of extract that holds them, and what is said where they are not."""
from __future__ import annotations

import csv
import io
import json
import re
import sqlite3
from contextlib import closing
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from civx.cli.errors import FileProblem
from civx.cli.fact_files import FactFile, read_facts
from civx.cli.reading import Item
from civx.extractors.model import FIELDS

from conftest import ROOT, Civx

REPORTS = [str(ROOT / "samples" / name) for name in ("county-traditional.txt", "compilation.txt")]


@pytest.fixture
def facts() -> list[FactFile]:
    return [file for name in REPORTS for file in read_facts(name, None, ())]


def saved(path: Path, content: str | bytes) -> str:
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return str(path)


def rows(facts: list[FactFile]) -> list[dict[str, object]]:
    """Records as JSON would have them, numbers as text."""
    return [
        {**fact.to_dict(), **{name: str(value) for name in ("value", "min", "max", "per_month")
                              if (value := getattr(fact, name)) is not None}}
        for file in facts for fact in file.facts
    ]


def as_csv(facts: list[FactFile], columns: tuple[str, ...] = FIELDS, delimiter: str = ",") -> str:
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=delimiter)
    writer.writerow(columns)
    for row in rows(facts):
        writer.writerow([" > ".join(row[name]) if name == "section" else row[name] for name in columns])  # type: ignore
    return out.getvalue()


@pytest.mark.parametrize("name", ["jsonl", "json", "csv"])
def test_an_output_gives_the_facts_of_its_reports(name: str, facts: list[FactFile], civx: Civx, tmp_path: Path) -> None:
    output = civx("extract", *REPORTS, "-f", name).stdout
    assert read_facts(saved(tmp_path / "facts", output), None, ()) == facts
    assert read_facts(saved(tmp_path / f"facts.{name}", output), "big5", ()) == facts
    (tmp_path / "bom").write_bytes(b"\xef\xbb\xbf" + output)
    assert read_facts(Item("a", str(tmp_path / "bom"), None, "a"), None, ()) == facts


@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_a_table_may_come_back_from_a_spreadsheet(delimiter: str, facts: list[FactFile], tmp_path: Path) -> None:
    text = as_csv(facts, ("rule", *FIELDS[:-1]), delimiter)
    assert read_facts(saved(tmp_path / "facts.csv", text), None, ()) == facts
    (first, *_) = read_facts(saved(tmp_path / "facts.csv", text.replace("\r\n", "\n")), None, ())
    assert first.facts[0] == facts[0].facts[0]


def test_the_apostrophe_before_a_formula_goes(facts: list[FactFile], tmp_path: Path) -> None:
    header, first, *_ = as_csv(facts).split("\r\n")
    cells = next(csv.reader([first]))
    cells[FIELDS.index("subject")] = "'=低保对象"
    out = io.StringIO()
    csv.writer(out).writerow(cells)
    (file,) = read_facts(saved(tmp_path / "facts.csv", f"{header}\r\n{out.getvalue()}"), None, ())
    assert file.facts[0].subject == "=低保对象"


def test_money_in_wan_becomes_yuan(facts: list[FactFile], tmp_path: Path) -> None:
    fact = next(fact for fact in facts[0].facts if fact.unit == "元" and fact.value is not None)
    record = json.dumps({**fact.to_dict(), "unit": "万元", "value": 830.55}, default=str, ensure_ascii=False)
    (file,) = read_facts(saved(tmp_path / "a.jsonl", record), None, ())
    assert (str(file.facts[0].value), file.facts[0].unit) == ("8305500", "元")


def test_sqlite(facts: list[FactFile], civx: Civx, tmp_path: Path) -> None:
    path = tmp_path / "facts.db"
    assert civx("extract", *REPORTS, "-f", "sqlite", "-o", path).returncode == 0
    assert read_facts(str(path), None, ()) == facts


def test_chinese_headers_and_money_in_wan(facts: list[FactFile], civx: Civx, tmp_path: Path) -> None:
    for suffix, language in (("csv", "zh"), ("tsv", "zh"), ("jsonl", "en")):
        path = tmp_path / f"facts.{suffix}"
        assert civx("extract", *REPORTS, "--headers", language, "--money", "wan", "-o", path).returncode == 0
        assert read_facts(str(path), None, ()) == facts


def test_the_wide_layout_is_refused(civx: Civx, tmp_path: Path) -> None:
    for suffix in ("csv", "jsonl"):
        path = tmp_path / f"facts.{suffix}"
        assert civx("extract", *REPORTS, "--layout", "wide", "-o", path).returncode == 0
        with pytest.raises(FileProblem, match="in the long layout"):
            read_facts(str(path), None, ())


def test_numbers_stay_exact(facts: list[FactFile], tmp_path: Path) -> None:
    record = {**facts[0].facts[0].to_dict(), "value": "X", "min": None, "max": None, "per_month": None, "page": 3}
    text = json.dumps(record, default=str, ensure_ascii=False).replace('"X"', "0.1000000000000000000001")
    (file,) = read_facts(saved(tmp_path / "a.jsonl", text), None, ())
    assert (file.facts[0].value, file.facts[0].page) == (Decimal("0.1000000000000000000001"), 3)


def test_a_report_that_begins_with_a_bracket_is_a_report(tmp_path: Path) -> None:
    (file,) = read_facts(saved(tmp_path / "a.txt", "[其中]全县共有低保对象1203户。"), None, ())
    assert [fact.value for fact in file.facts] == [1203]


@pytest.mark.parametrize("suffix", ["json", "jsonl", "csv", "tsv", "db"])
def test_outputs_of_before_direction_was_a_key_are_read(suffix: str, civx: Civx, tmp_path: Path) -> None:
    path = tmp_path / f"facts.{suffix}"
    assert civx("extract", REPORTS[0], "-o", path).returncode == 0
    (file,) = read_facts(str(path), None, ())
    if suffix == "db":
        with closing(sqlite3.connect(path)) as connection:
            connection.execute("ALTER TABLE facts DROP COLUMN direction")
    elif suffix in ("csv", "tsv"):
        with path.open(encoding="utf-8-sig", newline="") as stream:
            rows = list(csv.reader(stream, delimiter="," if suffix == "csv" else "\t"))
        at = FIELDS.index("direction")
        with path.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.writer(stream, delimiter="," if suffix == "csv" else "\t")
            writer.writerows(row[:at] + row[at + 1 :] for row in rows)
    else:
        text = path.read_text(encoding="utf-8")
        path.write_text(re.sub(r'"direction": "[a-z]*", ', "", text), encoding="utf-8")
    (older,) = read_facts(str(path), None, ())
    assert older.facts == tuple(replace(fact, direction="") for fact in file.facts)


def test_an_output_without_facts_holds_no_source(tmp_path: Path) -> None:
    assert read_facts(saved(tmp_path / "a", "[]\n"), None, ()) == []
    assert read_facts(saved(tmp_path / "b", ",".join(FIELDS) + "\r\n"), None, ()) == []


GOOD = '{"id": "a"}\n'


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.jsonl", "全县\n", "line 1, column 1: no JSON (Expecting value)"),
        ("a", '{"id": "a"}', "line 1: no facts as civx extract prints them, for want of source, report, section, "),
        ("a", "[\n{},\n{]", "line 3, column 2: no JSON"),
        ("a.json", "3", "line 1: no object, so no fact"),
        ("a", "report,section,programme,households,persons\n", "the wide layout: no facts"),
        ("a", "source,id,report\n1,2,3\n", "section, programme, subject, place and 17 more: extract it again"),
        ("a", ",".join(FIELDS) + '\r\n"a', "no CSV"),
        ("a", ",".join(FIELDS) + "\r\na,b\r\n", "line 2: 2 cells under 25 columns"),
        ("a", b"SQLite format 3\0...", "no SQLite file"),
        ("a", b"PAR1...", "a Parquet file: give its facts as -f jsonl"),
        ("a", b"", "empty"),
    ],
)
def test_what_cannot_be_read_says_place_and_fix(name: str, content: str | bytes, said: str, tmp_path: Path) -> None:
    with pytest.raises(FileProblem) as problem:
        read_facts(saved(tmp_path / name, content), None, ())
    assert said in str(problem.value)


@pytest.mark.parametrize("command", ["compare", "summary", "audit"])
def test_a_workbook_says_what_to_give_instead(command: str, civx: Civx, tmp_path: Path) -> None:
    book = str(tmp_path / "facts.xlsx")
    assert civx("extract", REPORTS[0], "-o", book).returncode == 0
    done = civx(command, book, REPORTS[0])
    (line,) = done.stderr.decode().splitlines()
    assert line.startswith(f"civx: {book}: a workbook that civx wrote, and no report: ")
    assert line.endswith("facts that civx extract wrote are read back from -f jsonl, csv or sqlite")
    assert done.returncode == 1


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("value", '"12"', "line 1: value is '12', no number"),
        ("value", "NaN", "NaN is no number"),
        ("value", "true", "line 1: value is True, no number"),
        ("section", '"一"', "line 1: section is '一', no list of texts"),
        ("start", "1.5", "line 1: start is Decimal('1.5'), no whole number"),
        ("programme", "null", "line 1: programme is None, no text"),
        ("unit", "3", "line 1: unit is 3, no text"),
        ("subject", '"\\ud800"', "line 1: half a character"),
    ],
)
def test_a_record_of_another_type(field: str, value: str, said: str, facts: list[FactFile], tmp_path: Path) -> None:
    record = {**facts[0].facts[0].to_dict(), **dict.fromkeys(("value", "min", "max", "per_month")), field: "@@"}
    text = json.dumps(record, ensure_ascii=False).replace('"@@"', value)
    with pytest.raises(FileProblem) as problem:
        read_facts(saved(tmp_path / "a.jsonl", text), None, ())
    assert said in str(problem.value)
