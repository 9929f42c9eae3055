"""The SQLite database: what it holds, what a second run does to it, and what is left after a killed one."""
from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest

import civx
from civx.cli.errors import FileProblem
from civx.cli.formats import as_sqlite, opened_sink, prepare
from civx.cli.formats.as_sqlite import held
from civx.cli.formats.columns import WIDE, chosen, flat_rows
from civx.cli.formats.database import APPLICATION, VERSION
from civx.cli.formats.shape import Shape
from civx.extractors.model import FIELDS, Extraction

from conftest import PLAIN, SAMPLES, STANDARD, TRICKY, Civx, extraction_of, write

TABLES = ["facts", "reports", "sections", "settings", "sources", "wide"]


@pytest.fixture(scope="module")
def samples() -> list[Extraction]:
    return [civx.extract(path.read_bytes().decode(), source=path.name) for path in SAMPLES]


def query(path: Path, sql: str, *values: object) -> list[Any]:
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(sql, values).fetchall()


def sound(path: Path) -> None:
    """SQLite's own checks, and that each source holds as many facts and reports as it says."""
    assert query(path, "PRAGMA integrity_check") == [("ok",)]
    assert query(path, "PRAGMA foreign_key_check") == []
    counted = "SELECT count(*) FROM {0} WHERE {0}.source_id = sources.id"
    for table in ("facts", "reports"):
        assert query(path, f"SELECT source FROM sources WHERE {table} != ({counted.format(table)})") == []


# --- what it holds


def test_facts_read_back(tmp_path: Path, samples: list[Extraction]) -> None:
    path = write("sqlite", tmp_path / "facts.db", samples)
    sound(path)
    names = ", ".join(f'"{name}"' for name in (*FIELDS, "page"))
    found = query(path, f"SELECT {names} FROM facts ORDER BY rowid")
    columns = chosen(Shape(paged=True))
    wanted = [row for extraction in samples for row in flat_rows(extraction, Shape(), columns)]
    for got_row, row in zip(found, wanted, strict=True):
        for got, value in zip(got_row, row, strict=True):
            assert (Decimal(str(got)) if isinstance(value, Decimal) else got) == value
    assert query(path, "SELECT source, script, facts FROM sources ORDER BY id") == [
        (extraction.source, extraction.script, len(extraction.facts)) for extraction in samples
    ]
    assert query(path, "SELECT title, year, plan_year FROM reports ORDER BY id") == [
        (report.title, report.year, report.plan_year) for extraction in samples for report in extraction.reports
    ]


def test_sections_and_reports_are_joined_to_the_facts(tmp_path: Path, samples: list[Extraction]) -> None:
    path = write("sqlite", tmp_path / "facts.db", samples)
    joined = query(
        path,
        "SELECT facts.section, sections.path, facts.report, reports.title, sections.report_id, facts.report_id "
        "FROM facts JOIN reports ON reports.id = facts.report_id LEFT JOIN sections ON sections.id = section_id",
    )
    assert len(joined) == sum(len(extraction.facts) for extraction in samples)
    for section, of_section, report, of_report, report_of_section, report_of_fact in joined:
        assert section == (of_section or "")
        assert report == of_report
        assert report_of_section in (None, report_of_fact)
    paths = query(path, "SELECT child.path, parent.path, child.title, child.level FROM sections child "
                        "LEFT JOIN sections parent ON parent.id = child.parent_id")
    assert len(paths) == sum(len(extraction.document.sections) for extraction in samples)
    assert all(own == (f"{above} > {title}" if above else title) for own, above, title, _ in paths)


def test_repeated_headings_keep_their_own_facts(tmp_path: Path) -> None:
    text = "甲县民政局2021年工作总结\n一、低保\n低保对象10户。\n二、养老\n敬老院5所。\n一、低保\n低保对象20户。\n"
    extraction = civx.extract(text)
    path = write("sqlite", tmp_path / "a.db", [extraction])
    assert len(set(query(path, "SELECT section_id FROM facts"))) == 3


@pytest.mark.parametrize(
    ("number", "stored"),
    [
        ("12303500", 12303500), ("1E+3", 1000), ("5.00", 5), ("-3", -3), ("9223372036854775807", 2**63 - 1),
        ("9223372036854775808", "9223372036854775808"), ("0.1", 0.1), ("531.67", 531.67), ("1E+23", 1e23),
        ("0.1234567890123456789", "0.1234567890123456789"), ("1E-7", 1e-7), ("1E+400", "1" + "0" * 400),
    ],
)
def test_numbers_are_stored_exactly(tmp_path: Path, number: str, stored: object) -> None:
    path = write("sqlite", tmp_path / "a.db", [extraction_of(replace(PLAIN, value=Decimal(number)))])
    ((found,),) = query(path, "SELECT value FROM facts")
    assert (type(found), found) == (type(stored), stored)


def test_null_and_empty(tmp_path: Path) -> None:
    path = write("sqlite", tmp_path / "a.db", [extraction_of(PLAIN, TRICKY, replace(STANDARD, page=4))])
    assert query(path, "SELECT value, min, max, part_of, place, page, quote FROM facts") == [
        (12303500, None, None, None, "", None, PLAIN.quote), (None, 3, 5, "a1", "上河乡", None, TRICKY.quote),
        (6380, None, None, None, "", 4, STANDARD.quote),
    ]


def test_the_wide_layout_has_a_table_of_its_own(tmp_path: Path, samples: list[Extraction]) -> None:
    shape = Shape(layout="wide", money="wan")
    path = write("sqlite", tmp_path / "a.db", samples, shape)
    sound(path)
    wanted = [row for extraction in samples for row in flat_rows(extraction, shape, WIDE)]
    found = query(path, f"SELECT {', '.join(column.name for column in WIDE)} FROM wide ORDER BY rowid")
    assert [[Decimal(str(got)) if isinstance(value, Decimal) else got for got, value in zip(*pair, strict=True)]
            for pair in zip(found, wanted, strict=True)] == wanted
    assert query(path, "SELECT count(*) FROM facts") == [(sum(len(extraction.facts) for extraction in samples),)]


def test_it_says_what_it_is(tmp_path: Path) -> None:
    path = write("sqlite", tmp_path / "a.db", [extraction_of(PLAIN)])
    assert query(path, "PRAGMA application_id") == [(APPLICATION,)]
    assert path.read_bytes()[68:72] == b"civx"
    assert query(path, "PRAGMA user_version") == [(VERSION,)]
    names = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '%fts%' ORDER BY 1"
    assert [name for (name,) in query(path, names)] == TABLES


def test_foreign_keys_name_their_column_as_datasette_wants_it(tmp_path: Path) -> None:
    path = write("sqlite", tmp_path / "a.db", [extraction_of(PLAIN)], Shape(layout="wide"))
    keys = "SELECT m.name, f.\"from\", f.\"table\", f.\"to\" FROM sqlite_master m, pragma_foreign_key_list(m.name) f"
    assert sorted(query(path, keys)) == [
        ("facts", "part_of", "facts", "id"), ("facts", "report_id", "reports", "id"),
        ("facts", "section_id", "sections", "id"), ("facts", "source_id", "facts", "source_id"),
        ("facts", "source_id", "sources", "id"), ("reports", "source_id", "sources", "id"),
        ("sections", "parent_id", "sections", "id"), ("sections", "report_id", "reports", "id"),
        ("wide", "report_id", "reports", "id"), ("wide", "source_id", "sources", "id"),
    ]


def test_duckdb_reads_it(tmp_path: Path, samples: list[Extraction]) -> None:
    path = write("sqlite", tmp_path / "a.db", samples)
    connection = duckdb.connect()
    try:
        connection.execute("LOAD sqlite")
    except duckdb.Error:
        pytest.skip("duckdb's sqlite extension is not installed")
    connection.execute(f"ATTACH '{path}' AS civx (TYPE sqlite)")
    ((count,),) = connection.execute("SELECT count(*) FROM civx.facts").fetchall()
    assert count == sum(len(extraction.facts) for extraction in samples)


# --- a second run


def test_a_file_that_is_added_again_replaces_itself(tmp_path: Path, samples: list[Extraction]) -> None:
    once, twice = (write("sqlite", tmp_path / f"{at}.db", samples) for at in range(2))
    write("sqlite", twice, samples[:2])
    sound(twice)
    for table in TABLES:
        assert query(once, f"SELECT count(*) FROM {table}") == query(twice, f"SELECT count(*) FROM {table}")
    facts = "SELECT id, source, section, value FROM facts ORDER BY source, start, id"
    assert query(once, facts) == query(twice, facts)


def test_a_file_that_changed_leaves_nothing_of_its_old_self(tmp_path: Path) -> None:
    path = write("sqlite", tmp_path / "a.db", [extraction_of(PLAIN, TRICKY), extraction_of(STANDARD, source="b")])
    write("sqlite", path, [extraction_of(STANDARD)])
    sound(path)
    assert sorted(query(path, "SELECT source, id FROM facts")) == [("b", "c3"), ("报告.txt", "c3")]


def test_what_is_held(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    assert held(str(path)) == set()
    assert not path.exists()
    write("sqlite", path, [extraction_of(PLAIN), extraction_of(source="空.txt")])
    assert held(str(path)) == {"报告.txt", "空.txt"}
    for name in ("empty", "foreign"):
        (tmp_path / name).write_bytes(b"" if name == "empty" else b"no database, but long enough to be one" * 99)
    assert held(str(tmp_path / "empty")) == set()
    with pytest.raises(FileProblem, match="is no database that civx made"):
        held(str(tmp_path / "foreign"))


def test_the_same_files_give_the_same_bytes(tmp_path: Path, samples: list[Extraction]) -> None:
    first, second = (write("sqlite", tmp_path / f"{at}", samples).read_bytes() for at in range(2))
    assert first == second


# --- files that are something else


def test_foreign_files_stay_as_they_are(civx: Civx, tmp_path: Path) -> None:
    (tmp_path / "report.txt").write_text("低保对象10户。", encoding="utf-8")
    (tmp_path / "text.db").write_text("notes " * 500)
    with closing(sqlite3.connect(tmp_path / "other.db")) as connection:
        connection.execute("CREATE TABLE facts (x)")
    for name in ("text.db", "other.db"):
        before = (tmp_path / name).read_bytes()
        done = civx("extract", "report.txt", "-o", name)
        assert (done.returncode, done.stdout) == (1, b"")
        assert done.stderr.decode() == f"civx: {name}: is no database that civx made: say another name after -o\n"
        assert (tmp_path / name).read_bytes() == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["other.db", "report.txt", "text.db"]


def test_an_empty_file_becomes_a_database(tmp_path: Path) -> None:
    (tmp_path / "a.db").touch()
    assert held(str(write("sqlite", tmp_path / "a.db", [extraction_of(PLAIN)]))) == {"报告.txt"}


def test_other_shapes_and_newer_versions_are_refused(tmp_path: Path) -> None:
    path = write("sqlite", tmp_path / "a.db", [extraction_of(PLAIN)])
    before = path.read_bytes()
    for shape in (Shape(layout="wide"), Shape(money="wan")):
        with pytest.raises(FileProblem, match="holds facts written with --layout long --money yuan: say the same"):
            write("sqlite", path, [extraction_of(STANDARD)], shape)
    assert path.read_bytes() == before
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA user_version = {VERSION + 1}")
    with pytest.raises(FileProblem, match="was made by a newer civx"):
        write("sqlite", path, [extraction_of(STANDARD)])
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA user_version = {VERSION - 1}")
    with pytest.raises(FileProblem, match="was made by an older civx, whose facts lack columns"):
        write("sqlite", path, [extraction_of(STANDARD)])


def test_folders_and_missing_folders(tmp_path: Path) -> None:
    for path, said in ((tmp_path, "no file"), (tmp_path / "none" / "a.db", "cannot be written: unable to open")):
        with pytest.raises(FileProblem, match=said):
            write("sqlite", path, [extraction_of(PLAIN)])


# --- runs that end early


def test_a_run_that_stops_keeps_whole_files(tmp_path: Path) -> None:
    def broken() -> Iterator[Extraction]:
        yield extraction_of(PLAIN, TRICKY)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write("sqlite", tmp_path / "a.db", broken())
    sound(tmp_path / "a.db")
    assert query(tmp_path / "a.db", "SELECT count(*) FROM facts") == [(2,)]


def test_half_a_file_is_undone(tmp_path: Path) -> None:
    path, shape = tmp_path / "a.db", Shape()
    good, bad = (prepare("sqlite", extraction_of(PLAIN, source=name), shape) for name in ("a", "b"))
    twice = extraction_of(PLAIN, PLAIN, source="b")  # one id twice: the second row is refused
    with pytest.raises(FileProblem, match="UNIQUE"), opened_sink("sqlite", str(path), shape) as sink:
        sink.add(good)
        sink.add(bad)
        sink.add(prepare("sqlite", twice, shape))
    sound(path)
    assert sorted(query(path, "SELECT source, id FROM facts")) == [("a", "a1"), ("b", "a1")]


_KILLED = """
import os, signal, sys
from conftest import PLAIN, extraction_of
from civx.cli.formats import as_sqlite, opened_sink, prepare
from civx.cli.formats.shape import Shape
as_sqlite.FILES_OF_A_BATCH = 4
with opened_sink("sqlite", sys.argv[1], Shape()) as sink:
    for at in range(int(sys.argv[2])):
        sink.add(prepare("sqlite", extraction_of(PLAIN, source=f"{at}.txt"), Shape()))
    os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no SIGKILL here")
def test_a_killed_run_leaves_whole_batches(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parent)}
    command = [sys.executable, "-c", _KILLED, str(path), "10"]
    done = subprocess.run(command, env=environment, timeout=60, check=False, cwd=tmp_path)
    assert done.returncode == -signal.SIGKILL
    assert held(str(path)) == {f"{at}.txt" for at in range(8)}
    sound(path)
    left = [extraction_of(PLAIN, source=f"{at}.txt") for at in range(10)]
    write("sqlite", path, [extraction for extraction in left if extraction.source not in held(str(path))])
    whole = write("sqlite", tmp_path / "whole.db", left)
    assert query(path, "SELECT * FROM facts") == query(whole, "SELECT * FROM facts")


def test_memory_does_not_grow_with_the_files(tmp_path: Path) -> None:
    assert as_sqlite.FILES_OF_A_BATCH <= 1000
    sources = [extraction_of(PLAIN, source=f"{at}.txt") for at in range(as_sqlite.FILES_OF_A_BATCH + 1)]
    path = tmp_path / "a.db"
    with opened_sink("sqlite", str(path), Shape()) as sink:
        for extraction in sources[:-1]:
            sink.add(prepare("sqlite", extraction, Shape()))
        with closing(sqlite3.connect(path)) as other:  # a full batch is there for others before the run ends
            assert other.execute("SELECT count(*) FROM sources").fetchone() == (as_sqlite.FILES_OF_A_BATCH,)
        sink.add(prepare("sqlite", sources[-1], Shape()))
    assert len(held(str(path))) == len(sources)


# --- what it offers beside its tables


PANEL = SAMPLES[0].parent / "panel"


@pytest.fixture(scope="module")
def years(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database of one county's reports of two years, and of another place's."""
    found = [civx.extract(path.read_bytes().decode(), source=path.name) for path in sorted(PANEL.glob("*.txt"))]
    return write("sqlite", tmp_path_factory.mktemp("years") / "a.db", found)


def test_totals_are_keys_and_may_stand_behind_their_parts(tmp_path: Path) -> None:
    part, total = replace(PLAIN, id="x1", part_of="x2"), replace(PLAIN, id="x2", start=30, end=39)
    path = write("sqlite", tmp_path / "a.db", [extraction_of(part, total)])
    sound(path)
    assert query(path, "SELECT t.id FROM facts p JOIN facts t ON (t.source_id, t.id) = (p.source_id, p.part_of)") == [
        ("x2",)
    ]
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("UPDATE facts SET part_of = 'none' WHERE id = 'x1'")
        with pytest.raises(sqlite3.IntegrityError, match="FOREIGN KEY"):
            connection.commit()
    alone = write("sqlite", tmp_path / "b.db", [extraction_of(part)])  # its total is not there
    assert query(alone, "SELECT part_of FROM facts") == [(None,)]


def test_facts_know_their_indicator_and_reports_their_place(years: Path) -> None:
    assert query(years, "SELECT title, place, year FROM reports ORDER BY id")[1] == (
        "青河县民政局2022年工作总结", "青河县", 2022
    )
    named = "SELECT value FROM facts WHERE indicator = 'dibao-persons-rural' ORDER BY period, value"
    assert query(years, named) == [(5416,), (5082,)]


def test_the_latest_figures(years: Path) -> None:
    latest = "SELECT value, as_of FROM v_latest WHERE place = '青河县' AND indicator_name = ?"
    assert query(years, latest, "结婚登记对数") == [(1740, "2022-12-31")]
    assert query(years, latest, "农村低保人数") == [(5082, "2022-12-31")]
    assert query(years, latest, "城市低保平均标准") == [(680, "2022-12-31")]
    # of things that only the earlier report tells, that is the latest; plans are none
    assert query(years, latest, "高龄津贴资金支出") == [(4120000, "2022-12-31")]
    assert query(years, "SELECT count(*) FROM v_latest WHERE subject LIKE '%农村幸福院%'") == [(0,)]
    grouped = "SELECT count(*) FROM v_latest WHERE indicator != '' GROUP BY place, indicator"
    twice = f"SELECT * FROM ({grouped}) WHERE 1 < \"count(*)\""
    assert query(years, twice) == []


def test_the_latest_of_one_day_is_the_whole_year_before_a_month(tmp_path: Path) -> None:
    text = "甲县民政局2022年工作总结\n12月发放临时救助金5万元。全年发放临时救助金60万元。"
    extraction = civx.extract(text)
    assert {fact.period for fact in extraction.facts} == {"2022-12", "2022"}
    path = write("sqlite", tmp_path / "a.db", [extraction])
    assert query(path, "SELECT value FROM v_latest WHERE indicator = 'temporary-funds'") == [(600000,)]


def test_rows_side_by_side_begin_with_what_matters(years: Path) -> None:
    with closing(sqlite3.connect(years)) as connection:
        found = connection.execute("SELECT * FROM v_wide WHERE year = 2022 AND area = 'rural' AND persons = 5082")
        (row,) = found.fetchall()
        assert [column[0] for column in found.description][:7] == [
            "place", "year", "programme", "area", "subject", "households", "persons"
        ]
    assert row[:7] == ("青河县", 2022, "低保", "rural", "农村低保对象", 2716, 5082)
    assert query(years, "SELECT count(*) FROM v_wide") == query(years, "SELECT count(*) FROM wide")


def test_sentences_are_searched_by_any_three_characters(tmp_path: Path, years: Path) -> None:
    found = "SELECT rowid FROM facts_fts WHERE sentence MATCH ?"
    wanted = f"SELECT quote FROM facts WHERE rowid IN ({found}) ORDER BY rowid"
    assert ("1740對",) in query(years, wanted, "登記結")  # in the characters of the source
    assert query(years, wanted, "登记结") == []
    like = query(years, "SELECT quote FROM facts WHERE sentence LIKE '%火化率%' ORDER BY rowid")
    assert query(years, wanted, "火化率") == like != []
    path = write("sqlite", tmp_path / "a.db", [civx.extract("发放低保金830万元。", source="a")])
    assert query(path, wanted, "低保金") == [("830万元",)]
    write("sqlite", path, [civx.extract("全县敬老院3所。", source="a")])  # what is replaced is found no more
    assert query(path, wanted, "低保金") == []
    assert query(path, wanted, "敬老院") == [("3所",)]
    assert query(path, "INSERT INTO facts_fts (facts_fts) VALUES ('integrity-check')") == []


def test_datasette_shows_what_things_are(civx: Civx, tmp_path: Path, years: Path) -> None:
    import json

    done = civx("schema", "--datasette", years)
    assert done.returncode == 0
    tables = json.loads(done.stdout)["databases"]["a"]["tables"]
    for name, told in tables.items():
        columns = {row[1] for row in query(years, f"PRAGMA table_info({name})")}
        assert columns, name
        assert set(told.get("columns", ())) <= columns, name
        assert set(told.get("facets", ())) <= columns, name
    (tmp_path / "metadata.json").write_bytes(done.stdout)
    pytest.importorskip("datasette")
    address = "/a/facts.json?_search=火化率&_shape=array&_col=quote"
    command = [sys.executable, "-m", "datasette", str(years), "-m", "metadata.json", "--get", address]
    shown = subprocess.run(command, cwd=tmp_path, capture_output=True, timeout=60, check=True)
    assert [row["quote"] for row in json.loads(shown.stdout)] == [
        quote for (quote,) in query(years, "SELECT quote FROM facts WHERE sentence LIKE '%火化率%'")
    ]
