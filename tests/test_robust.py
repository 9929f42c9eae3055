"""What is promised where things go wrong: limits, locks, logs, terminals, files that somebody made on purpose."""
from __future__ import annotations

import csv
import json
import os
import pty
import re
import resource
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

import civx as package
from civx.cli.errors import shown
from civx.cli.formats.as_csv import neutral
from civx.cli.writing import draft_of, replaced, short, temporary_folder
from civx.extractors.document.lengths import LONGEST, SHOWN, cut_long
from civx.extractors.document.lengths import shown as excerpt

from conftest import Civx

TEXT = "全县共有低保户{}户。\n"
SLOW = "低保5户，增加6户、" * 300_000


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "in").mkdir()
    for number in range(9):
        (tmp_path / "in" / f"{number}.txt").write_text(TEXT.format(number + 1), encoding="utf-8")
    return tmp_path


# --- limits


def test_a_file_that_takes_too_long_is_named_and_the_others_are_done(civx: Civx, folder: Path) -> None:
    (folder / "in" / "4.txt").write_text(SLOW, encoding="utf-8")
    done = civx("extract", "-r", "in", "-f", "jsonl", "--timeout", "8")
    assert done.returncode == 1
    assert b"civx: in/4.txt: not done after 8 s, as --timeout says: left out\n" in done.stderr
    assert [json.loads(line)["value"] for line in done.stdout.splitlines()] == [1, 2, 3, 4, 6, 7, 8, 9]


def test_standard_input_has_a_time_limit_too(civx: Civx) -> None:
    done = civx("extract", "-", "-f", "jsonl", "--timeout", "1", stdin=SLOW.encode())
    assert (done.returncode, done.stdout) == (1, b"")
    assert b"standard input: not done after 1 s" in done.stderr
    assert json.loads(civx("extract", "-", "-f", "jsonl", "--timeout", "30", stdin=TEXT.format(7).encode()).stdout)


@pytest.mark.parametrize("seconds", ["0", "-1", "soon"])
def test_time_limits_that_make_no_sense(civx: Civx, folder: Path, seconds: str) -> None:
    assert civx("extract", "-r", "in", "--timeout", seconds).returncode == 2


def test_a_process_that_may_open_few_files_starts_fewer_workers(civx: Civx, folder: Path) -> None:
    done = civx(
        "extract", "-r", "in", "-f", "jsonl", "-j", "100",
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (32, 32)),
    )
    assert (done.returncode, len(done.stdout.splitlines())) == (0, 9)


@pytest.mark.parametrize("text", ["低保标准每人每年" + "9" * 24 + "元。", "占" + "9" * 20 + "分之" + "8" * 20])
def test_numbers_of_many_digits_are_reckoned_with_exactly(text: str) -> None:
    for fact in package.extract(text).facts:
        assert "E" not in format(fact.value, "f")


def test_a_number_longer_than_any_is_none() -> None:
    assert package.extract("救助" + "9" * 5000 + "户，低保5户").facts[0].quote == "5户"
    assert [fact.quote for fact in package.extract("救助" + "9" * 40 + "户，低保5户").facts] == ["5户"]
    assert package.extract("救助" + "9" * 24 + "户").facts[0].value == int("9" * 24)


def test_long_sentences_are_cut_at_marks() -> None:
    text = "低保5户，" * 1000
    at = cut_long(text, 0, len(text))
    assert all(text[end - 1] == "，" for end in at)
    assert max(end - start for start, end in zip([0, *at], [*at, len(text)], strict=True)) <= LONGEST


@pytest.mark.parametrize("text", ["低保5户，" * 400, "低" * 3000 + "5户" + "保" * 3000, "5户" * 2000])
def test_what_is_shown_of_a_sentence_holds_the_number(text: str) -> None:
    for low in (0, len(text) // 2, len(text) - 2):
        part = excerpt(text, 0, len(text), low, low + 2)
        assert text[low : low + 2] in part and part in text and len(part) <= SHOWN
    assert excerpt(text, 0, len(text), 0, 900) == text[:900]


# --- two runs, and what killed ones leave


def test_who_comes_second_is_told_who_is_writing(civx: Civx, folder: Path) -> None:
    os.mkfifo(folder / "pipe")
    for output, formats in (("all.jsonl", ()), ("out/", ("-f", "csv"))):
        first = subprocess.Popen(
            [sys.executable, "-m", "civx", "extract", "pipe", "-r", "in", "-o", output, *formats],
            cwd=folder, stderr=subprocess.PIPE,
        )
        lock = folder / ("out/.civx.lock" if formats else ".all.jsonl.lock")
        until(lambda lock=lock: lock.exists() and lock.read_bytes())
        second = civx("extract", "-r", "in", "-o", output, *formats)
        assert second.returncode == 1
        assert re.fullmatch(
            rf"civx: {output}: process {first.pid} on \S+, since [\d:]+, is writing to it: "
            r"wait until that has ended, or say another name\n", second.stderr.decode(),
        )
        first.kill()
        first.communicate(timeout=30)
        third = civx("extract", "-r", "in", "-o", output, *formats)
        assert third.returncode == 0
        assert not lock.exists() and not list(folder.rglob(".*"))


def test_workers_end_with_a_run_that_is_killed(folder: Path) -> None:
    (folder / "in" / "0.txt").write_text(SLOW, encoding="utf-8")
    run = subprocess.Popen(
        [sys.executable, "-m", "civx", "extract", "-r", "in", "-o", "all.jsonl", "-j", "2"], cwd=folder,
        start_new_session=True,
    )
    group = run.pid
    until(lambda: len(in_session(group)) == 3)
    run.kill()
    run.wait()
    until(lambda: not in_session(group))


def in_session(group: int) -> list[str]:
    """The processes of a session."""
    found = []
    for name in os.listdir("/proc"):
        try:
            after = Path("/proc", name, "stat").read_text().rpartition(")")[2].split()
        except (OSError, ValueError):
            continue
        if name.isdigit() and int(after[3]) == group and after[0] != "Z":
            found.append(name)
    return found


def until(true: Callable[[], object]) -> None:
    """Waits for something, and not for ever."""
    limit = time.monotonic() + 40
    while not true():
        assert time.monotonic() < limit
        time.sleep(0.02)


def test_several_runs_make_one_database(folder: Path) -> None:
    runs = [
        subprocess.Popen(
            [sys.executable, "-m", "civx", "extract", f"in/{number}.txt", "-o", "facts.db"], cwd=folder,
            stderr=subprocess.PIPE,
        )
        for number in range(5)
    ]
    assert [(run.communicate(timeout=60)[1], run.returncode) for run in runs] == [(b"", 0)] * 5
    with sqlite3.connect(folder / "facts.db") as database:
        assert database.execute("SELECT count(DISTINCT source) FROM facts").fetchone() == (5,)
    database.close()


def test_a_database_is_a_file_whatever_its_name(civx: Civx, folder: Path) -> None:
    assert civx("extract", "in/1.txt", "-o", "file:x.db").returncode == 0
    assert (folder / "file:x.db").exists()


def test_long_names_have_outputs_and_drafts(civx: Civx, folder: Path) -> None:
    name = "民" * 80
    (folder / f"{name}.txt").write_text(TEXT.format(3), encoding="utf-8")
    for format_name in ("csv", "sqlite"):
        assert civx("extract", f"{name}.txt", "-o", "out/", "-f", format_name).returncode == 0
    assert sorted(os.listdir(folder / "out")) == ["datapackage.json", f"{name}.csv", f"{name}.db"]
    assert short(name) != short(name + "政") and len(os.fsencode(os.path.basename(draft_of(name, 2**22)))) < 255


def test_nothing_planted_under_a_drafts_name_is_followed(tmp_path: Path) -> None:
    (tmp_path / "theirs").write_text("theirs")
    os.symlink("theirs", draft_of(str(tmp_path / "out"), os.getpid()))
    with replaced(str(tmp_path / "out")) as draft, open(draft, "x") as out:
        out.write("ours")
    assert ((tmp_path / "theirs").read_text(), (tmp_path / "out").read_text()) == ("theirs", "ours")


def test_an_output_is_nobodys_program(civx: Civx, folder: Path) -> None:
    (folder / "all.csv").touch()
    os.chmod(folder / "all.csv", 0o4755)
    assert civx("extract", "-r", "in", "-o", "all.csv").returncode == 0
    assert (folder / "all.csv").stat().st_mode & 0o7777 == 0o755


def test_temporary_folders_of_killed_runs_are_removed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    for name in ("civx-999999999-abc", f"civx-{os.getppid()}-abc", "civx-notes"):
        (tmp_path / name).mkdir()
    with temporary_folder() as folder:
        assert os.path.dirname(folder) == str(tmp_path)
    assert sorted(os.listdir(tmp_path)) == sorted([f"civx-{os.getppid()}-abc", "civx-notes"])


def test_a_table_among_its_reports_is_not_read(civx: Civx, folder: Path) -> None:
    for _ in range(2):
        assert b"civx: 9 files" in civx("extract", "-r", "in", "-o", "in", "-f", "table").stderr


def test_the_list_of_files_is_not_overwritten(civx: Civx, folder: Path) -> None:
    (folder / "list").write_text("in/1.txt\n")
    done = civx("extract", "--files-from", "list", "-o", "list", "-f", "jsonl")
    assert (done.returncode, (folder / "list").read_text()) == (2, "in/1.txt\n")


def test_a_disk_that_is_full_leaves_no_file_and_counts_none(civx: Civx, folder: Path) -> None:
    done = civx(
        "extract", "-r", "in", "-o", "all.jsonl", "-j", "1",
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (500, 500)),
    )
    assert done.returncode == 1
    assert b"civx: all.jsonl: cannot be written: File too large\ncivx: 0 files, 0 facts, 1 failure" in done.stderr
    assert os.listdir(folder) == ["in"]


# --- the log


def test_a_log_says_what_was_run_and_what_came_of_it(civx: Civx, folder: Path) -> None:
    (folder / "in" / "4.txt").write_bytes(b"")
    with open(os.fsencode(folder) + b"/in/\xff.txt", "w", encoding="utf-8") as report:
        report.write(TEXT.format(3))
    for jobs in ("1", "2"):
        civx("extract", "-r", "in", "-o", "all.csv", "--money", "wan", "--log", "runs.jsonl", "-j", jobs)
    lines = [json.loads(line) for line in (folder / "runs.jsonl").read_text(encoding="utf-8").splitlines()]
    assert len({line["run"] for line in lines}) == 2
    begin, *files, end = lines[:12]
    assert (begin["event"], begin["version"], begin["files"]) == ("begin", package.__version__, 10)
    assert begin["options"]["money"] == "wan" and begin["arguments"][:3] == ["extract", "-r", "in"]
    assert [line["file"] for line in files] == [*(f"in/{number}.txt" for number in range(9)), "in/%FF.txt"]
    assert [line["facts"] for line in files] == [1, 1, 1, 1, 0, 1, 1, 1, 1, 1]
    assert files[4]["fault"].startswith("empty") and files[5]["fault"] is None
    assert len(files[0]["sha256"]) == 64 and files[0]["sha256"] != files[1]["sha256"]
    assert (end["event"], end["facts"], end["failures"], end["exit"]) == ("end", 9, 1, 1)
    ours = ("file", "facts", "fault", "sha256")
    assert [[line[name] for name in ours] for line in lines[13:-1]] == [[line[name] for name in ours] for line in files]


def test_what_was_there_is_in_the_log(civx: Civx, folder: Path) -> None:
    civx("extract", "-r", "in", "-o", "out/", "-f", "csv", "--log", "log")
    civx("extract", "-r", "in", "-o", "out/", "-f", "csv", "--log", "log", "--skip-existing")
    events = [json.loads(line)["event"] for line in (folder / "log").read_text().splitlines()]
    assert events == ["begin", *["file"] * 9, "end", "begin", *["skipped"] * 9, "end"]


@pytest.mark.parametrize("log", ["in/1.txt", "all.jsonl"])
def test_a_log_is_neither_read_nor_the_output(civx: Civx, folder: Path, log: str) -> None:
    assert civx("extract", "-r", "in", "-o", "all.jsonl", "--log", log).returncode == 2


def test_a_log_that_cannot_be_written_is_told(civx: Civx, folder: Path) -> None:
    done = civx("extract", "in/1.txt", "--log", "none/log")
    assert (done.returncode, done.stderr) == (1, b"civx: none/log: cannot be written: No such file or directory\n")


# --- terminals and spreadsheets


@pytest.mark.parametrize("arguments", [
    ["normalize", "a.txt"], ["normalize", "--source", "a.txt"], ["outline", "a.txt"], ["extract", "a.txt"],
    ["extract", "a.txt", "-f", "csv", "--raw"], ["extract", "a.txt", "-f", "jsonl"], ["tables", "a.txt"],
    ["explain", "--file", "a.txt", "--line", "2"], ["audit", "a.txt"], ["summary", "a.txt"],
    ["extract", "\x1b[31m\u202e"],
])
def test_nothing_of_a_report_is_obeyed_by_a_terminal(folder: Path, arguments: list[str]) -> None:
    report = "\x9b31m一、标题\x1b[31m红\u202e\n低保\x1b]0;x\x0757户，\x9b2J特困5人。\n"
    report += "\r指标\x1b[1m\t单位\t数\x9b量\n低保\t户\t5\n特困\t户\t6\n"
    (folder / "a.txt").write_text(report, encoding="utf-8")
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "civx", *arguments], cwd=folder, stdout=theirs, stderr=theirs, stdin=subprocess.DEVNULL,
        env={**os.environ, "TERM": "xterm"},
    )
    os.close(theirs)
    seen = b""
    try:
        while chunk := os.read(ours, 65536):
            seen += chunk
    except OSError:
        pass
    os.close(ours)
    process.wait(timeout=60)
    text = re.sub(r"\x1b\[[\d;]*m", "", seen.decode()) if arguments[0] == "explain" else seen.decode()
    styles = ("\x1b[31m", "\x1b[1m\t")  # rich's own are bold and dim
    assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1a\x1c-\x1f\x7f-\x9f\u202e]", text)
    assert not any(style in text for style in styles) and "\x1b]" not in text


def test_names_are_shown_in_one_line_as_they_are() -> None:
    assert shown("a\nb\x1b[31m\u202e.txt") == "a\\nb\\x1b[31m\\u202e.txt"
    assert shown("报告 (1).txt") == "报告 (1).txt"


@pytest.mark.parametrize("sign", "=+-@＝＋－＠﹦﹢﹣﹫⁼⁺")
@pytest.mark.parametrize("before", ["", " ", "\xad", "\u202d", "\u2003", "\u3164", "\x01", "\u200b\t", "\U000e0020"])
def test_no_cell_runs(sign: str, before: str) -> None:
    assert neutral(f"{before}{sign}1+1") == f"'{before}{sign}1+1"


# --- files of facts and patterns that somebody made on purpose


@pytest.mark.parametrize(("name", "value"), [
    ("value", "1e999999999"), ("value", "1e-999999999"), ("start", "1e99999999"), ("page", "1e99999999"),
    ("value", "9" * 5000),
])
def test_numbers_that_would_fill_all_memory(civx: Civx, folder: Path, name: str, value: str) -> None:
    done = civx("extract", "in/1.txt", "-f", "csv")
    (row,) = csv.DictReader(done.stdout.decode().splitlines())
    row[name] = value
    with open(folder / "made.csv", "w", newline="", encoding="utf-8") as out:
        writer = csv.DictWriter(out, row)
        writer.writeheader()
        writer.writerow(row)
    for command in (("summary", "made.csv"), ("compare", "made.csv", "in/2.txt")):
        done = civx(*command)
        assert done.returncode == 1 and len(done.stderr) < 200
        assert f"made.csv: line 2: {name} is '".encode() in done.stderr


def test_a_view_that_never_ends_is_no_table_of_facts(civx: Civx, folder: Path) -> None:
    assert civx("extract", "in/1.txt", "-o", "facts.db").returncode == 0
    with sqlite3.connect(folder / "facts.db") as database:
        database.execute("ALTER TABLE facts RENAME TO others")
        database.execute(
            "CREATE VIEW facts AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) "
            "SELECT others.* FROM others, n"
        )
    database.close()
    done = civx("summary", "facts.db")
    assert (done.returncode, b"no table of facts" in done.stderr) == (1, True)


@pytest.mark.parametrize("name", ["none.json", "none.jsonl", "none.csv", "none.tsv", "none.db"])
def test_an_output_without_facts_is_read_back(civx: Civx, folder: Path, name: str) -> None:
    (folder / "none.txt").write_text("本局高度重视。", encoding="utf-8")
    assert civx("extract", "none.txt", "-o", name).returncode == 0
    assert civx("summary", name).returncode == 0
    assert civx("audit", name).returncode == 0


_NAME = "kind: names\nrules:\n  - {{id: x, pattern: '{}'}}\n"
_UNIT = "kind: units\nrules:\n  - {{id: x, measure: count, unit: 个, forms: [斤斤], {}}}\n"


@pytest.mark.parametrize(("content", "problem"), [
    (_UNIT.format("scale: " + "9" * 5000), "x.yaml:3: rule x: scale is not above 0, or out of all measure"),
    (_UNIT.format("scale: 1e999999999"), "x.yaml:3: rule x: scale is not above 0, or out of all measure"),
    (_UNIT.format("scale: 0"), "x.yaml:3: rule x: scale is not above 0"),
    (_UNIT.format("scale: -5"), "x.yaml:3: rule x: scale is not above 0"),
    (_UNIT.format("scale: [1]"), "x.yaml:3: rule x: scale is no decimal number"),
    (_NAME.format("(?:a{9999}){9999}"), "x.yaml:3: rule x: pattern repeats things more"),
    (_NAME.format("(?:a|a)+b"), "x.yaml:3: rule x: pattern needs more than"),
    ("kind: !x names\nrules: []\n", "x.yaml:1: no valid YAML: anchors (&name) and tags (!name) are not used"),
    ("kind: names\nrules: &a\n  - {id: x, terms: [甲甲]}\n", "x.yaml:2: no valid YAML: anchors (&name)"),
    ("kind: names\nrules: [*a]\n", "x.yaml:2: no valid YAML"),
    ("kind: " + "[" * 100_000, "x.yaml:1: no valid YAML"),
    ("kind: names # " + "x" * 2_000_001, "x.yaml:1: is longer than 2,000,000 characters"),
])
def test_patterns_that_are_made_to_break_something(civx: Civx, folder: Path, content: str, problem: str) -> None:
    (folder / "x.yaml").write_text(content, encoding="utf-8")
    done = civx("extract", "in/1.txt", "-p", "x.yaml")
    assert (done.returncode, done.stdout) == (1, b"")
    assert done.stderr.decode().startswith(f"Error: {problem}")
    assert len(done.stderr) < 500
