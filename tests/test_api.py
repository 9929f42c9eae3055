"""What ``import civx`` gives: reading, filtering, tables of other libraries, what notebooks show, errors."""
from __future__ import annotations

import builtins
import doctest
import html
import importlib
import pickle
import re
import subprocess
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pandas
import polars
import pyarrow
import pytest

import civx
from civx.api.reading import looks_like_a_name
from civx.cli.formats.columns import LONG, WIDE
from civx.cli.formats.json_schema import ENUMS
from civx.extractors.pipeline import extract as bare

from conftest import ROOT

PANEL = ROOT / "samples" / "panel"
YEARS = sorted((ROOT / "samples" / "years").glob("*.txt"))
MODULES = ("comparing", "extraction", "findings", "reading", "tables")
TEXT = "清源县民政局2021年工作总结\n全县低保对象1203户、2051人，发放低保金830.5万元。2022年计划新建敬老院3所。"


@pytest.fixture
def report() -> civx.Extraction:
    return civx.extract(TEXT, source="2021.txt")


# --- the reference


@pytest.mark.parametrize("name", MODULES)
def test_what_docstrings_show(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    said: list[str] = []
    runner = doctest.DocTestRunner()
    tests = doctest.DocTestFinder(exclude_empty=False).find(importlib.import_module(f"civx.api.{name}"))
    for test in tests:
        runner.run(test, out=said.append)
    assert not said, "".join(said)


def test_docstrings_show_something() -> None:
    for name in ("extract", "read", "extract_files", "compare", "Extraction"):
        assert ">>> " in (getattr(civx, name).__doc__ or ""), name


def test_the_reference_is_fresh_and_names_everything() -> None:
    done = subprocess.run(
        [sys.executable, "docs/make_api.py", "--check"], cwd=ROOT, capture_output=True, timeout=60, check=False
    )
    assert (done.returncode, done.stderr) == (0, b"")
    page = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")
    assert {name for name in civx.__all__ if not name.startswith("_") and f"## `{name}" not in page} == set()


# --- reading


def test_a_path_is_read_and_a_text_too(tmp_path: Path) -> None:
    path = tmp_path / "2021.txt"
    path.write_bytes("全縣低保對象1203戶。".encode("big5"))
    for given in (path, str(path)):
        (fact,) = civx.read(given)
        assert (fact.value, fact.source) == (Decimal(1203), str(path))
    assert civx.read("全县低保对象1203户。")[0].source == "-"
    assert civx.read(path, source="甲县")[0].source == "甲县"
    bare_name = tmp_path / "report"  # no suffix, but it is there
    bare_name.write_text("低保对象7户。", encoding="utf-8")
    assert civx.read(str(bare_name))[0].value == 7


@pytest.mark.parametrize(
    "name", ["report.txt", "报告/2021年总结.docx", "C:\\报告\\a.pdf", "a.txt.gz", "figures.xlsx#Sheet1"]
)
def test_a_name_where_a_text_is_wanted_is_caught(name: str) -> None:
    with pytest.raises(civx.InputError, match=r"did you mean civx\.read\?"):
        civx.extract(name)
    assert looks_like_a_name(name)


@pytest.mark.parametrize(
    "text", ["", "低保对象10户", "低保对象10户。见附件a.txt", "低保对象10户\n附件a.txt", "3.5%", "x" * 300 + ".txt"]
)
def test_a_text_is_no_name(text: str) -> None:
    assert not looks_like_a_name(text)
    assert isinstance(civx.extract(text), civx.Extraction)


def test_what_cannot_be_read_is_a_civx_error(tmp_path: Path) -> None:
    with pytest.raises(civx.FileProblem, match=r"none\.txt"):
        civx.read("none.txt")
    with pytest.raises(civx.InputError, match=r"is a folder: civx\.extract_files"):
        civx.read(tmp_path)
    with pytest.raises(civx.InputError, match=r"PosixPath is no text: did you mean civx\.read\?|WindowsPath"):
        civx.extract(tmp_path / "a.txt")  # type: ignore[arg-type]
    with pytest.raises(civx.InputError, match="neither a path nor a text"):
        civx.read(3)  # type: ignore[arg-type]
    (tmp_path / "mine.yaml").write_text("kind: nothing\n", encoding="utf-8")
    with pytest.raises(civx.PatternError):
        civx.extract("低保对象10户。", patterns=(str(tmp_path / "mine.yaml"),))
    for error in (civx.FileProblem, civx.InputError, civx.MissingLibrary, civx.PatternError):
        assert issubclass(error, civx.CivxError)


def test_a_workbook_of_two_sheets_is_for_extract_files(tmp_path: Path) -> None:
    from openpyxl import Workbook

    book = Workbook()
    for sheet, number in ((book.active, 3), (book.create_sheet("乙"), 5)):
        sheet.append(["项目", "单位", "数量"])
        sheet.append(["低保对象", "户", number])
    book.save(tmp_path / "a.xlsx")
    assert [one[0].value for one in civx.extract_files(tmp_path / "a.xlsx")] == [3, 5]
    with pytest.raises(civx.FileProblem, match=r"holds 2 texts"):
        civx.read(tmp_path / "a.xlsx")
    assert civx.read(f"{tmp_path / 'a.xlsx'}#乙")[0].value == 5
    assert civx.read(f"{tmp_path / 'a.xlsx'}#乙", source="表")[0].source == "表!C2"


def test_many_files(tmp_path: Path) -> None:
    reports = civx.extract_files([PANEL / "qinghe-2021.txt", ROOT / "samples" / "years"])
    assert [Path(one.source).name for one in reports] == ["qinghe-2021.txt", *(path.name for path in YEARS)]
    assert reports.facts == tuple(fact for one in reports for fact in one)
    (tmp_path / "bad.docx").write_bytes(b"PK\x03\x04 no document")
    with pytest.raises(civx.FileProblem, match=r"bad\.docx"):
        civx.extract_files([PANEL / "qinghe-2021.txt", tmp_path / "bad.docx"])
    some = civx.extract_files([tmp_path / "bad.docx", PANEL / "qinghe-2021.txt"], errors="skip")
    assert (len(some), list(some.failed)) == (1, [str(tmp_path / "bad.docx")])
    assert "1 not read" in repr(some)
    assert "bad.docx" in some._repr_html_()
    with pytest.raises(civx.InputError, match="no file is named"):
        civx.extract_files([])
    with pytest.raises(civx.InputError, match="raise and skip"):
        civx.extract_files(["a"], errors="ignore")


# --- a sequence of facts


def test_it_is_a_sequence(report: civx.Extraction) -> None:
    assert len(report) == len(list(report)) == 4
    assert report[0] is report.facts[0]
    assert report[-1].status == "planned"
    assert report[1:3] == report.facts[1:3]
    assert report[report[2].id] is report[2]
    with pytest.raises(KeyError):
        report["none"]
    assert civx.extract("没有数字。")  # read all the same, though nothing is in it
    assert report.facts == bare(TEXT, "2021.txt").facts
    assert pickle.loads(pickle.dumps(report)).facts == report.facts


@pytest.mark.parametrize(
    ("wanted", "quotes"),
    [
        ({"programme": "低保"}, ["1203户", "2051人", "830.5万元"]),
        ({"measure": ["persons", "amount"]}, ["2051人", "830.5万元"]),
        ({"status": "planned"}, ["3所"]),
        ({"period": "2021"}, ["1203户", "2051人", "830.5万元"]),
        ({"subject": "敬老院"}, ["3所"]),
        ({"programme": "低保", "status": "planned"}, []),
        ({"where": lambda fact: fact.value > 2000}, ["2051人", "830.5万元"]),
    ],
)
def test_filter(report: civx.Extraction, wanted: dict[str, Any], quotes: list[str]) -> None:
    found = report.filter(**wanted)
    assert isinstance(found, civx.Extraction)
    assert [fact.quote for fact in found] == quotes
    assert len(report) == 4


def test_filter_refuses_what_there_is_not(report: civx.Extraction) -> None:
    for wanted, said in (
        ({"measure": "person"}, "did you mean persons"), ({"status": "done"}, "is none"),
        ({"programme": "低宝"}, "is no programme"), ({"period": "last year"}, "is no date"),
        ({"area": "city"}, "is none"),
    ):
        with pytest.raises(civx.InputError, match=said):
            report.filter(**wanted)  # type: ignore[arg-type]


def test_a_filtered_part_loses_a_total_that_is_left_out() -> None:
    report = civx.extract("低保对象100人，其中女性40人。")
    assert report[1].part_of == report[0].id
    assert report.filter(lambda fact: fact.value == 40)[0].part_of is None


def test_audit() -> None:
    report = civx.extract("低保对象100人，其中城市30人、农村60人。", source="a.txt")
    found = report.audit()
    assert [(one.kind, one.severity) for one in found] == [("sum", "error")]
    assert repr(found) == "<civx.Findings: 1 error; 0 relations hold>"
    assert found.to_pandas()["kind"].tolist() == ["sum"]
    assert found.to_dicts()[0]["source"] == "a.txt"
    assert not report.audit(kinds="rate")
    assert "a.txt" in found._repr_html_()
    with pytest.raises(civx.InputError, match="did you mean sum"):
        report.audit(kinds="sums")
    assert len(civx.extract_files(YEARS).audit()) == 0


# --- tables of other libraries


def test_dicts_are_exact(report: civx.Extraction) -> None:
    rows = report.to_dicts()
    assert [row["value"] for row in rows] == [fact.value for fact in report]
    assert list(rows[0]) == [column.name for column in LONG]
    wide = report.to_dicts(layout="wide")
    assert list(wide[0]) == [column.name for column in WIDE]
    assert wide[0]["amount"] == Decimal("830.5")
    assert report.to_dicts(money="wan")[2]["value"] == Decimal("830.5")
    assert report.to_dicts(indicators=True)[1]["indicator_name"] == "城乡低保人数"
    with pytest.raises(civx.InputError, match="long and wide"):
        report.to_dicts(layout="tall")


def test_pandas(report: civx.Extraction) -> None:
    frame = report.to_pandas()
    assert isinstance(frame, pandas.DataFrame)
    assert frame["value"].dtype == "float64"
    assert frame["value"].tolist() == [1203.0, 2051.0, 8305000.0, 3.0]
    assert list(frame["measure"].cat.categories) == list(ENUMS["measure"])
    assert frame["min"].isna().all()
    assert report.to_pandas(exact=True)["value"].tolist() == [fact.value for fact in report]
    assert report.to_pandas(layout="wide")["households"].tolist()[0] == 1203.0
    empty = civx.extract("没有数字。").to_pandas()
    assert (list(empty.columns), len(empty), empty["value"].dtype) == (list(frame.columns), 0, "float64")


def test_polars_and_arrow(report: civx.Extraction) -> None:
    frame = report.to_polars()
    assert (frame["value"].dtype, frame["value"].sum()) == (polars.Float64, 8308257.0)
    assert frame["measure"].dtype == polars.Enum(list(ENUMS["measure"]))
    assert report.to_polars(exact=True)["value"].to_list() == [fact.value for fact in report]
    assert report.to_polars(layout="wide")["subject"].to_list()[0] == ["低保对象", "低保金"]
    facts = report.to_arrow()
    assert facts.schema.field("value").type == pyarrow.decimal128(38, 12)
    assert facts.column("value").to_pylist() == [fact.value for fact in report]
    assert duckdb.sql("SELECT sum(value) FROM facts WHERE measure = 'persons'").fetchall() == [(Decimal(2051),)]
    assert len(civx.extract("没有数字。").to_arrow()) == len(civx.extract("没有数字。").to_polars()) == 0


def test_many_reports_make_one_table() -> None:
    reports = civx.extract_files(YEARS)
    assert len(reports.to_pandas()) == len(reports.facts) == 130
    persons = reports.filter(programme="低保", measure="persons", area="rural").to_pandas()
    assert persons["value"].tolist()[:3] == [7912.0, 7684.0, 7310.0]


@pytest.mark.parametrize(
    ("name", "extra", "call"),
    [("pandas", "pandas", "to_pandas"), ("polars", "polars", "to_polars"), ("pyarrow", "parquet", "to_arrow")],
)
def test_a_missing_library_is_said(
    report: civx.Extraction, monkeypatch: pytest.MonkeyPatch, name: str, extra: str, call: str
) -> None:
    monkeypatch.setitem(sys.modules, name, None)
    with pytest.raises(civx.MissingLibrary, match=re.escape(f"pip install 'civx[{extra}]'")):
        getattr(report, call)()


def test_importing_civx_loads_none_of_them() -> None:
    code = "import sys, civx; civx.extract; civx.compare; print({'pandas', 'polars', 'pyarrow'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout == "set()\n"


# --- comparing


def test_compare() -> None:
    found = civx.compare(YEARS)
    assert found.labels[0] == "云溪县 2014"
    frame = found.to_pandas()
    rural = frame[frame["indicator"] == "dibao-persons-rural"]
    assert rural["year"].tolist() == list(range(2014, 2024))
    assert rural["value"].tolist()[-1] == 5402.0
    assert frame[frame["indicator"] == "dibao-standard-rural"]["value"].tolist()[0] == 200.0  # a month
    assert "<td>云溪县" not in found._repr_html_()
    assert "云溪县 2014" in found._repr_html_()
    later = "云溪县民政局2024年工作总结\n全县农村低保对象5000人。"
    texts = civx.compare([civx.read(YEARS[0]), later], matched_only=True)
    assert [row.official.name for row in texts if row.official] == ["农村低保人数"]
    assert texts[0].change is not None
    with pytest.raises(civx.InputError, match="takes a list of two or more"):
        civx.compare("a.txt")
    with pytest.raises(civx.InputError, match="only 1 report"):
        civx.compare([YEARS[0]])
    with pytest.raises(civx.InputError, match="is no extraction"):
        civx.compare([3, 4])  # type: ignore[list-item]


# --- what a notebook shows


def test_the_marked_text_is_the_text(report: civx.Extraction) -> None:
    shown = report._repr_html_()
    box = shown.partition("background:#fff\">")[2]
    plain = html.unescape(re.sub(r"<[^>]*>", "", box))
    assert plain == report.text
    marked = re.findall(r"<mark[^>]*>(.*?)</mark>", shown)
    assert marked == [fact.quote for fact in report]
    assert "低保 · 低保金 · 830.5 万元 · actual · 2021" in html.unescape(shown)


def test_nothing_of_a_report_runs() -> None:
    text = "<script>alert(1)</script>低保对象10户&nbsp;<img src=x onerror=alert(1)>。"
    shown = civx.extract(text, source="<b>.txt")._repr_html_()
    assert "<script" not in shown
    assert "<img" not in shown
    assert "<b>.txt" not in shown


def test_facts_that_share_their_characters_are_one_mark() -> None:
    report = civx.extract("给予甲镇、乙镇、丙镇各25户。")
    assert len(report) > len({(fact.start, fact.end) for fact in report}) or len(report) == 1
    assert report._repr_html_().count("<mark") == len({(fact.start, fact.end) for fact in report})


def test_a_long_text_is_cut() -> None:
    report = civx.extract("低保对象10户。" * 4000)
    assert "more characters" in report._repr_html_()
    assert len(report._repr_html_()) < 3_000_000


def test_representations_are_short(report: civx.Extraction) -> None:
    assert repr(report) == "<civx.Extraction 2021.txt: 4 facts, 1 report>"
    assert len(repr(civx.extract_files(YEARS))) < 100
    assert builtins.repr(civx.compare(YEARS[:2])) == (
        "<civx.Comparison of 云溪县 2014, 云溪县 2015: 13 rows, 13 in several>"
    )
