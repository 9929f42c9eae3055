"""Which facts are written, and what the command line says of options that make no sense."""
from __future__ import annotations

import csv
import io
import json
import os
import pickle
import pty
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

import civx as package
from civx.cli.filters import Filters, span_of, unknown_programme
from civx.patterns.schema import PROGRAMMES

from conftest import PLAIN, ROOT, SAMPLES, STANDARD, Civx, extraction_of

TEXT = (
    "松原县民政局2021年工作总结\n全县共有低保对象1203户、2051人，其中城市85户。累计发放低保金830.5万元。\n"
    "特困人员供养标准由每人每月640元提高到690元。计划2022年新建敬老院5所。\n"
)


@pytest.fixture
def report(tmp_path: Path) -> Path:
    path = tmp_path / "report.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def facts_of(output: bytes) -> list[dict[str, object]]:
    found: list[dict[str, object]] = json.loads(output)
    return found


# --- periods


@pytest.mark.parametrize(
    ("own", "wanted", "kept"),
    [
        ("2023", "2023", True), ("2022", "2023", False), ("2023-07", "2023", True), ("2023-12-31", "2023", True),
        ("2022-11/2023-02", "2023", True), ("2021/2025", "2023", True), ("2023", "2023-05", True),
        ("2023-06", "2023-01/2023-06", True), ("2023-07", "2023-01/2023-06", False),
        ("2023-06-30", "2023-07", False), ("2023-02-28/2023-03-01", "2023-03", True),
        ("../2023-09", "2023", True), ("../2023-09", "2022", False), ("../2023-09", "2023-01/2023-08", False),
        ("../2023-09", "../2023-09", True), ("../2023-09", "2023-10", False), ("../2023", "2023-01", True),
        ("2023-07-01/..", "2030", True), ("2023-07-01/..", "2023-06", False), ("2023-07-01/..", "2023-07", True),
        ("2023", "../2023-01", True), ("2023-02", "../2023-01", False), ("2023", "2023-12-31/..", True),
        ("2022", "2023/..", False), ("../2020", "2019/..", True), ("", "2023", False), ("", "../..", False),
        ("2023", "../..", True), ("2023-11/2023-02", "2023", True),
    ],
)
def test_periods(own: str, wanted: str, kept: bool) -> None:
    assert Filters(periods=(span_of(wanted),)).keeps(replace(PLAIN, period=own)) == kept


@pytest.mark.parametrize(
    "text", ["", "..", "23", "2023-13", "2023-1", "2023-00", "2023-01-32", "2023/", "/2023", "２０２３"]
)
def test_what_is_no_period(text: str) -> None:
    with pytest.raises(ValueError, match=r"is no (date|period)"):
        span_of(text)


def test_the_documentation_shows_what_stays() -> None:
    page = (ROOT / "docs" / "formats.md").read_text(encoding="utf-8")
    starts = ("| fact's period", "| `20", "| `..", '| `""')
    head, *rows = [line.strip("|").split("|") for line in page.splitlines() if line.startswith(starts)]
    wanted = [cell.strip().removeprefix("`--period ").rstrip("`") for cell in head[1:]]
    assert len(rows) == 6
    for name, *cells in rows:
        own = name.split("`")[1].strip('"')
        for period, cell in zip(wanted, cells, strict=True):
            kept = Filters(periods=(span_of(period),)).keeps(replace(PLAIN, period=own))
            assert cell.strip() == ("stays" if kept else "–")


def test_all_periods_of_the_samples_can_be_asked_for() -> None:
    for sample in SAMPLES:
        for fact in package.extract(sample.read_bytes().decode()).facts:
            if fact.period:
                assert Filters(periods=(span_of(fact.period),)).keeps(fact)


# --- filters


def test_filters_join_by_and_their_members_by_or() -> None:
    extraction = extraction_of(PLAIN, STANDARD)
    assert Filters().apply(extraction).facts == extraction.facts
    assert Filters(measures=("amount", "rate")).apply(extraction).facts == extraction.facts[:1]
    assert Filters(measures=("amount",), statuses=("norm",)).apply(extraction).facts == ()
    assert Filters(programmes=("特困",)).apply(extraction).facts == extraction.facts[1:]


def test_filters_are_picklable_and_leave_the_rest() -> None:
    filters = Filters(measures=("persons",), periods=(span_of("2021"),))
    assert pickle.loads(pickle.dumps(filters)) == filters
    extraction = package.extract(TEXT)
    kept = filters.apply(extraction)
    assert kept.document is extraction.document
    assert [fact.quote for fact in kept.facts] == ["2051人"]


def test_part_of_names_a_fact_of_the_output() -> None:
    total, part = replace(PLAIN, id="t"), replace(PLAIN, id="p", part_of="t", area="urban", status="planned")
    assert Filters(measures=("amount",)).apply(extraction_of(total, part)).facts[1].part_of == "t"
    assert Filters(statuses=("planned",)).apply(extraction_of(total, part)).facts[0].part_of is None


def test_filters_on_the_command_line(civx: Civx, report: Path) -> None:
    def quotes(*arguments: str) -> list[object]:
        done = civx("extract", "report.txt", "-f", "json", *arguments)
        assert (done.returncode, done.stderr) == (0, b"")
        return [fact["quote"] for fact in facts_of(done.stdout)]

    assert quotes("--measure", "persons,amount") == quotes("--measure", "persons", "--measure", "amount")
    assert quotes("--measure", "persons, amount") == ["2051人", "830.5万元"]
    assert quotes("--programme", "特困", "--status", "previous") == ["640元"]
    assert quotes("--period", "2022,2030") == ["5所"]
    assert quotes("--measure", "rate") == []


def test_a_programme_of_the_users_own_can_be_asked_for(civx: Civx, report: Path) -> None:
    (report.parent / "mine.yaml").write_text(
        "kind: programmes\nrules:\n  - id: mine\n    programme: 供养标准\n    terms: [特困人员供养标准]\n"
        "    yes: [\"特困人员供养标准{640元|programme=供养标准}。\"]\n    no: [\"低保金{640元|programme=低保}。\"]\n",
        encoding="utf-8",
    )
    arguments = ["extract", "report.txt", "-f", "json", "--programme", "供养标准"]
    assert civx(*arguments).returncode == 2
    done = civx(*arguments, "--patterns", "mine.yaml")
    assert done.returncode == 0, done.stderr.decode()
    assert facts_of(done.stdout)


@pytest.mark.parametrize(
    ("name", "near"),
    [
        ("低宝", "低保"), ("残疾", "残疾人补贴"), ("臨時救助", "临时救助"), ("婚姻", "婚姻登记"), ("xyz", "党建"),
        ("", "党建"),
    ],
)
def test_unknown_programmes_are_told_with_their_neighbours(name: str, near: str) -> None:
    said = unknown_programme(name, ())
    assert said is not None
    assert near in said
    assert all(unknown_programme(known, ()) is None for known in PROGRAMMES)


# --- what makes no sense


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--measure", "person"], "'person' is not one of households, persons, person_times,"),
        (["--measure", ""], "'--measure': names nothing"),
        (["--period", " , "], "'--period': names nothing"),
        (["--status", "actual,old"], "'old' is not one of actual, previous, change, planned, norm"),
        (["--programme", "低宝"], "--programme: '低宝' is no programme; near it are 低保"),
        (["--period", "2023-13"], "--period: '2023-13' is no date"),
        (["--period", "2023/2022"], "--period: 2023/2022 ends before it begins"),
        (["--columns", "id,ids"], "--columns: 'ids' is no column of the long layout; there are id, source,"),
        (["--columns", "id", "--layout", "wide"], "'id' is no column of the wide layout; there are programme,"),
        (["--columns", "id,id"], "'id' is named twice"),
        (["--columns", ","], "names no column"),
        (["--columns", "id", "-o", "a.db"], "--columns: a database has all columns"),
        (["--headers", "zh"], "--headers zh: the names in json are fixed"),
        (["--headers", "zh", "-o", "a.parquet"], "--headers zh: the names in parquet are fixed"),
        (["--bom"], "--bom: json has no byte-order mark"),
        (["-f", "sqlite"], "--format sqlite goes into a file: say -o FILE"),
        (["-f", "sqlite", "-o", "-"], "--format sqlite goes into a file: say -o FILE"),
    ],
)
def test_usage_errors(civx: Civx, report: Path, arguments: list[str], said: str) -> None:
    done = civx("extract", "report.txt", *arguments)
    assert (done.returncode, done.stdout) == (2, b"")
    assert said in " ".join(done.stderr.decode().split())
    assert [path.name for path in report.parent.iterdir()] == ["report.txt"]


@pytest.mark.parametrize("name", ["xlsx", "parquet"])
def test_binary_formats_are_refused_on_a_terminal(report: Path, name: str) -> None:
    ours, theirs = pty.openpty()
    done = subprocess.run(
        [sys.executable, "-m", "civx", "extract", str(report), "-f", name], stdout=theirs, stderr=subprocess.PIPE,
        stdin=subprocess.DEVNULL, timeout=60, check=False,
    )
    os.close(theirs)
    os.close(ours)
    assert done.returncode == 2
    assert f"--format {name} goes into a file: say -o FILE" in done.stderr.decode()


@pytest.mark.parametrize(("name", "magic"), [("xlsx", b"PK\x03\x04"), ("parquet", b"PAR1")])
def test_binary_formats_go_through_a_pipe(civx: Civx, report: Path, name: str, magic: bytes) -> None:
    done = civx("extract", "report.txt", "-f", name)
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.startswith(magic)
    civx("extract", "report.txt", "-o", f"facts.{name}")
    assert (report.parent / f"facts.{name}").read_bytes() == done.stdout


def test_binary_output_to_a_closed_pipe_ends_quietly(report: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "civx", "extract", str(report), "-f", "xlsx"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()
    assert process.stderr.read() == b""
    assert process.wait(timeout=60) == 0
    process.stderr.close()


@pytest.mark.parametrize(("name", "module", "library"), [
    ("xlsx", "xlsxwriter", "XlsxWriter"), ("parquet", "pyarrow", "pyarrow"),
])
def test_a_missing_library_is_named_before_anything_is_read(
    report: Path, name: str, module: str, library: str
) -> None:
    code = (
        "import importlib.util as u, sys; find = u.find_spec; "
        f"u.find_spec = lambda name, *a: None if name == {module!r} else find(name, *a); "
        "from civx.cli.main import main; main()"
    )
    command = [sys.executable, "-c", code, "extract", "none.txt", "-o", f"facts.{name}"]
    done = subprocess.run(command, cwd=report.parent, capture_output=True, timeout=60, check=False)
    assert done.returncode == 1
    assert done.stderr.decode() == f"Error: --format {name} needs {library}: pip install 'civx[{name}]'\n"


@pytest.mark.parametrize("name", ["json", "jsonl", "csv"])
def test_plain_output_loads_none_of_this(report: Path, name: str) -> None:
    code = (
        "import sys, atexit; atexit.register(lambda: print(*sys.modules, file=sys.stderr)); "
        "from civx.cli.main import main; main()"
    )
    command = [sys.executable, "-c", code, "extract", str(report), "-f", name]
    loaded = set(subprocess.run(command, capture_output=True, text=True, timeout=60, check=True).stderr.split())
    formats = {module for module in loaded if module.startswith("civx.cli.formats.")}
    assert formats <= {f"civx.cli.formats.{part}" for part in ("shape", "records", "shown", "text_sink", f"as_{name}")}
    assert not loaded & {"civx.cli.filters", "civx.patterns.schema", "xlsxwriter", "pyarrow", "sqlite3", "tempfile"}


# --- the byte-order mark


@pytest.mark.parametrize(
    ("arguments", "marked"),
    [
        (["-o", "facts.csv"], True), (["-f", "csv", "-o", "facts.txt"], True), (["-o", "facts.csv", "--no-bom"], False),
        (["-o", "facts.tsv"], False), (["-o", "facts.tab", "--bom"], True), (["-o", "facts.json"], False),
        (["-f", "csv", "-o", "/dev/stdout"], False), (["-f", "csv"], False), (["-f", "csv", "--bom"], True),
        (["-f", "csv", "-o", "-"], False),
    ],
)
def test_byte_order_mark(civx: Civx, report: Path, arguments: list[str], marked: bool) -> None:
    done = civx("extract", "report.txt", *arguments)
    assert (done.returncode, done.stderr) == (0, b"")
    files = [path for path in report.parent.iterdir() if path.name != "report.txt"]
    content = files[0].read_bytes() if files else done.stdout
    assert content.startswith(b"\xef\xbb\xbf") == marked
    assert content.count("\ufeff".encode()) == marked


# --- shapes on the command line


def test_wide_on_the_command_line(civx: Civx, report: Path) -> None:
    done = civx("extract", "report.txt", "-f", "csv", "--layout", "wide", "--columns", "households,persons,amount")
    rows = list(csv.reader(io.StringIO(done.stdout.decode(), newline="")))
    assert rows[:2] == [["households", "persons", "amount"], ["1203", "2051", "830.5"]]
    done = civx("extract", "report.txt", "-f", "csv", "--layout", "wide", "--columns", "amount", "--money", "yuan")
    assert done.stdout.split()[1] == b"8305000"
    done = civx("extract", "report.txt", "-f", "json", "--money", "wan", "--measure", "amount")
    assert [(fact["value"], fact["unit"]) for fact in facts_of(done.stdout)] == [(830.5, "万元")]


def test_headers_raw_and_columns_on_the_command_line(civx: Civx, tmp_path: Path) -> None:
    text = "=1+1低保对象10户。\n"
    for raw, shown in ((["--raw"], "=1+1低保对象10户。"), ([], "'=1+1低保对象10户。")):
        done = civx(
            "extract", "-", "-f", "csv", "--headers", "zh", "--columns", "value,sentence", *raw, stdin=text.encode()
        )
        assert list(csv.reader(io.StringIO(done.stdout.decode(), newline=""))) == [["数值", "句子"], ["10", shown]]
    civx("extract", "-", "-o", "facts.xlsx", "--headers", "zh", stdin=text.encode())
    assert openpyxl.load_workbook(tmp_path / "facts.xlsx").sheetnames[0] == "数据"
