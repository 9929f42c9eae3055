"""The command line through real processes: what comes out, what goes wrong and how that is said."""
from __future__ import annotations

import csv
import io
import json
import os
import pty
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest

from civx.cli.main import COMMANDS, cli

from conftest import ROOT, SAMPLES, Civx, Snapshot

TEXT = "松原縣民政局2021年工作總結\n一、主要工作\n全縣共有低保對象1203戶、2051人，累計發放低保金830。5萬元。\n"


@pytest.fixture
def report(tmp_path: Path) -> Path:
    path = tmp_path / "report.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def values(output: bytes) -> list[object]:
    return [fact["value"] for fact in json.loads(output)]


# --- extract: input


def test_a_report_in_a_pipe_gives_json(civx: Civx, report: Path) -> None:
    done = civx("extract", "report.txt")
    assert (done.returncode, done.stderr) == (0, b"")
    facts = json.loads(done.stdout)
    assert [(fact["quote"], fact["value"], fact["unit"]) for fact in facts] == [
        ("1203戶", 1203, "户"), ("2051人", 2051, "人"), ("830。5萬元", 8305000, "元"),
    ]
    assert {fact["source"] for fact in facts} == {"report.txt"}
    assert all(TEXT[fact["start"] : fact["end"]] == fact["quote"] for fact in facts)


def test_standard_input(civx: Civx) -> None:
    done = civx("extract", "-", stdin=TEXT.encode())
    assert values(done.stdout) == [1203, 2051, 8305000]
    assert json.loads(done.stdout)[0]["source"] == "-"


def test_byte_order_mark_is_no_part_of_the_text(civx: Civx) -> None:
    plain, marked = (civx("extract", "-", stdin=TEXT.encode(codec)) for codec in ("utf-8", "utf-8-sig"))
    assert plain.stdout == marked.stdout


def test_newlines_are_not_translated(civx: Civx) -> None:
    text = TEXT.replace("\n", "\r\n")
    facts = json.loads(civx("extract", "-", stdin=text.encode()).stdout)
    assert [text[fact["start"] : fact["end"]] for fact in facts] == [fact["quote"] for fact in facts]
    assert facts[0]["line"] == 3


@pytest.mark.parametrize("encoding", ["big5", "gb18030", "utf-16", "utf-16-le", "UTF8"])
def test_other_encodings(civx: Civx, encoding: str) -> None:
    told = civx("extract", "-", "--encoding", encoding, stdin=TEXT.encode(encoding))
    found = civx("extract", "-", stdin=TEXT.encode(encoding))
    assert told.stdout == found.stdout == civx("extract", "-", stdin=TEXT.encode()).stdout


def test_a_report_without_facts_is_fine(civx: Civx) -> None:
    done = civx("extract", "-", stdin="本局高度重视。\n".encode())
    assert (done.returncode, done.stdout, done.stderr) == (0, b"[]\n", b"")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "empty: there is no text in it"),
        (b"\xef\xbb\xbf \r\n", "empty: there is no text in it"),
        (b"PK\x03\x04\0\0", "a zip file that is damaged or cut off (File is not a zip file): get it again"),
        (b"\x7fELF\xff\0\0", "binary, not text (NUL at byte 5): turn it into a text file first"),
        ("一\n二".encode() + b"\xff" + TEXT.encode(), "UTF-8, but damaged at byte 7 (line 2): repair it there, or"),
        (b"\xff\xfe", "empty: there is no text in it"),
        (b"abc\xff", "neither UTF-8 nor a Chinese encoding that makes sense: say --encoding "),
    ],
    ids=["empty", "blank", "zip", "binary", "damaged", "utf-16-mark", "unknown"],
)
def test_unusable_files_are_named_in_one_line(civx: Civx, tmp_path: Path, content: bytes, said: str) -> None:
    (tmp_path / "bad.txt").write_bytes(content)
    done = civx("extract", "bad.txt")
    assert (done.returncode, done.stdout) == (1, b"")
    assert done.stderr.decode().startswith(f"civx: bad.txt: {said}")
    assert done.stderr.count(b"\n") == 1


def test_wrong_encoding_says_where_and_what(civx: Civx) -> None:
    done = civx("extract", "-", "--encoding", "big5", stdin=TEXT.encode())
    assert done.returncode == 1
    assert done.stderr.startswith(b"civx: standard input: not big5 at byte ")
    assert done.stderr.endswith(b": say --encoding utf-8\n")


def test_half_characters_are_refused(civx: Civx) -> None:
    done = civx("extract", "-", "--encoding", "utf-7", stdin=b"+2AA-")
    assert done.returncode == 1
    assert done.stderr.startswith(b"civx: standard input: ")
    assert done.stderr.count(b"\n") == 1


@pytest.mark.parametrize("command", ["extract", "normalize", "outline"])
def test_missing_files_and_folders(civx: Civx, tmp_path: Path, command: str) -> None:
    (tmp_path / "folder").mkdir()
    done = civx(command, "none.txt", "folder", *["-q"] * (command == "extract"))
    assert (done.returncode, done.stdout) == (1, b"")
    assert done.stderr == b"civx: none.txt: no such file\ncivx: folder: a directory: say -r to read the files in it\n"


def test_one_bad_file_does_not_stop_the_others(civx: Civx, report: Path) -> None:
    (report.parent / "second.txt").write_text("全市共有敬老院5所。", encoding="utf-8")
    done = civx("extract", "report.txt", "none.txt", "second.txt", "-f", "jsonl")
    facts = [json.loads(line) for line in done.stdout.splitlines()]
    assert [fact["source"] for fact in facts] == ["report.txt"] * 3 + ["second.txt"]
    assert len({fact["id"] for fact in facts}) == 4
    assert done.returncode == 1
    assert done.stderr.startswith(b"civx: none.txt: no such file\nciv")
    assert b"civx: 2 files, 4 facts, 1 failure, " in done.stderr


def test_ids_are_unique_also_where_two_files_hold_the_same(civx: Civx, report: Path) -> None:
    (report.parent / "copy.txt").write_bytes(report.read_bytes())
    facts = json.loads(civx("extract", "report.txt", "copy.txt").stdout)
    assert len({fact["id"] for fact in facts}) == len(facts) == 6


def test_a_file_named_twice_is_read_once(civx: Civx, report: Path) -> None:
    assert civx("extract", "report.txt", "report.txt").stdout == civx("extract", "report.txt").stdout


def test_verbose_shows_the_traceback(civx: Civx) -> None:
    done = civx("extract", "-v", "none.txt")
    assert done.stderr.startswith(b"civx: none.txt: no such file\nTraceback")
    assert b"FileNotFoundError" in done.stderr


def test_closed_standard_input(report: Path) -> None:
    done = subprocess.run(
        ["sh", "-c", f"'{sys.executable}' -m civx extract - <&-"], capture_output=True, timeout=60, check=False
    )
    assert done.returncode == 1
    assert done.stderr.startswith(b"civx: standard input: ")
    assert done.stderr.count(b"\n") == 1


# --- extract: output


@pytest.mark.parametrize("suffix", ["json", "jsonl", "csv"])
def test_output_file_takes_its_format_from_its_suffix(civx: Civx, report: Path, suffix: str) -> None:
    done = civx("extract", "report.txt", "-o", f"facts.{suffix}")
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
    written = (report.parent / f"facts.{suffix}").read_bytes().removeprefix(b"\xef\xbb\xbf" if suffix == "csv" else b"")
    assert written == civx("extract", "report.txt", "--format", suffix).stdout
    assert sorted(path.name for path in report.parent.iterdir()) == [f"facts.{suffix}", "report.txt"]


def test_format_wins_over_the_suffix(civx: Civx, report: Path) -> None:
    civx("extract", "report.txt", "-f", "jsonl", "-o", "facts.csv")
    assert (report.parent / "facts.csv").read_bytes().startswith(b"{")


def test_an_older_output_file_stays_where_nothing_could_be_read(civx: Civx, tmp_path: Path) -> None:
    (tmp_path / "facts.json").write_text("[]", encoding="utf-8")
    assert civx("extract", "none.txt", "-o", "facts.json").returncode == 1
    assert [path.name for path in tmp_path.iterdir()] == ["facts.json"]
    assert (tmp_path / "facts.json").read_text(encoding="utf-8") == "[]"


def test_output_file_keeps_its_mode_and_its_link(civx: Civx, report: Path) -> None:
    real = report.parent / "real.json"
    real.write_text("", encoding="utf-8")
    real.chmod(0o600)
    (report.parent / "link.json").symlink_to(real)
    civx("extract", "report.txt", "-o", "link.json")
    assert values(real.read_bytes()) == [1203, 2051, 8305000]
    assert real.stat().st_mode & 0o777 == 0o600
    assert (report.parent / "link.json").is_symlink()


@pytest.mark.skipif(not os.path.exists("/dev/null"), reason="no devices here")
def test_a_device_is_written_to_and_not_replaced(civx: Civx, report: Path) -> None:
    done = civx("extract", "report.txt", "-f", "json", "-o", "/dev/stdout")
    assert values(done.stdout) == [1203, 2051, 8305000]


def test_output_that_cannot_be_written(civx: Civx, report: Path) -> None:
    done = civx("extract", "report.txt", "-o", "none/facts.json")
    assert done.returncode == 1
    assert done.stderr == b"civx: none/facts.json: cannot be written: No such file or directory\n"


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no /dev/full here")
@pytest.mark.parametrize("command", ["extract", "normalize", "outline"])
def test_full_disk(report: Path, command: str) -> None:
    with open("/dev/full", "wb") as full:
        arguments = [sys.executable, "-m", "civx", command, str(report)]
        done = subprocess.run(arguments, stdout=full, stderr=subprocess.PIPE, timeout=60, check=False)
    assert done.returncode == 1
    assert done.stderr == b"civx: standard output: cannot be written: No space left on device\n"


@pytest.mark.skipif(not os.path.exists("/dev/stdout"), reason="no devices here")
def test_a_pipe_that_is_named_may_close_too(report: Path) -> None:
    report.write_text(TEXT * 5000, encoding="utf-8")
    command = f"'{sys.executable}' -m civx extract '{report}' -f jsonl -o /dev/stdout | head -c 1"
    done = subprocess.run(["sh", "-c", command], capture_output=True, timeout=60, check=False)
    assert (done.stdout, done.stderr) == (b"{", b"")


@pytest.mark.parametrize("format_name", ["json", "jsonl", "csv", "tsv", "table"])
def test_a_pipe_that_was_closed_before_ends_quietly(report: Path, format_name: str) -> None:
    ours, theirs = os.pipe()
    os.close(ours)
    command = [sys.executable, "-m", "civx", "extract", str(report), "-f", format_name]
    done = subprocess.run(command, stdout=theirs, stderr=subprocess.PIPE, timeout=60, check=False)
    os.close(theirs)
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.parametrize("command", ["extract", "normalize", "outline"])
def test_a_closed_pipe_ends_quietly(report: Path, command: str) -> None:
    report.write_text(TEXT * 5000, encoding="utf-8")
    process = subprocess.Popen(
        [sys.executable, "-m", "civx", command, str(report)], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.read(1)
    process.stdout.close()
    assert process.stderr.read() == b""
    assert process.wait(timeout=60) == 0
    process.stderr.close()


def test_csv_opens_as_a_spreadsheet_would(civx: Civx, report: Path) -> None:
    output = civx("extract", "report.txt", "--format", "csv").stdout.decode()
    rows = list(csv.DictReader(io.StringIO(output, newline="")))
    assert [row["value"] for row in rows] == ["1203", "2051", "8305000"]
    assert output.count("\r\n") == 4


def test_output_is_utf8_whatever_the_locale(civx: Civx, report: Path) -> None:
    environment = {**os.environ, "PYTHONIOENCODING": "ascii", "LC_ALL": "C"}
    for arguments in (["extract"], ["extract", "-f", "table"], ["extract", "-f", "csv"], ["normalize"], ["outline"]):
        done = civx(*arguments, "report.txt", env=environment)
        assert (done.returncode, done.stderr) == (0, b"")
        assert done.stdout.decode()


def test_a_terminal_gets_a_table(report: Path) -> None:
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "civx", "extract", str(report)], stdout=theirs, stdin=subprocess.DEVNULL,
        env={**os.environ, "COLUMNS": "100", "TERM": "xterm"},
    )
    os.close(theirs)
    shown = b""
    try:
        while chunk := os.read(ours, 65536):
            shown += chunk
    except OSError:  # Linux says so when the other side has closed
        pass
    os.close(ours)
    assert process.wait(timeout=60) == 0
    assert "830.5 万元" in shown.decode()


# --- the samples


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.stem)
def test_samples_give_the_committed_numbers(civx: Civx, snapshot: Snapshot, sample: Path) -> None:
    """Where the numbers stand, their values and units; what is said of them is for the labels and floors to judge."""
    done = civx("extract", f"samples/{sample.name}", "-f", "jsonl", cwd=ROOT)
    assert (done.returncode, done.stderr) == (0, b"")
    facts = (json.loads(line, parse_float=Decimal) for line in done.stdout.decode().splitlines())
    rows = ({key: fact[key] for key in ("start", "end", "quote", "value", "min", "max", "unit")} for fact in facts)
    lines = dict.fromkeys(json.dumps(row, ensure_ascii=False, default=str) + "\n" for row in rows)  # one for each span
    snapshot(sample.with_suffix(".facts.jsonl"), "".join(lines).encode())


# --- usage errors


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["extract"], "nothing to read: name files, a folder with -r, a list after --files-from, or -"),
        (["extract", "report.txt", "--encoding", "klingon"], "'klingon' is no text encoding"),
        (["extract", "report.txt", "--encoding", "rot13"], "'rot13' is no text encoding"),
        (["extract", "report.txt", "-f", "xml"], "'xml' is not one of"),
        (["extract", "report.txt", "-o", "facts.xls"], "facts.xls: no format goes with this name"),
        (["extract", "report.txt", "-o", "report.txt", "-f", "json"], "report.txt: is also read"),
        (["exctract", "report.txt"], "No such command 'exctract'"),
        (["extract", "report.txt", "--colour"], "No such option"),
    ],
)
def test_usage_errors(civx: Civx, report: Path, arguments: list[str], said: str) -> None:
    done = civx(*arguments)
    assert (done.returncode, done.stdout) == (2, b"")
    assert said in " ".join(done.stderr.decode().split())
    assert report.read_text(encoding="utf-8") == TEXT


# --- the other commands


def test_normalize_prints_the_repaired_text(civx: Civx, report: Path) -> None:
    done = civx("normalize", "report.txt")
    assert done.returncode == 0
    assert "累计发放低保金830.5万元。\n" in done.stdout.decode()
    assert done.stdout.decode().count("\n") == TEXT.count("\n")


def test_normalize_ends_the_last_line(civx: Civx) -> None:
    assert civx("normalize", "-", stdin="民政".encode()).stdout.decode() == "民政\n"


def test_outline_counts_facts(civx: Civx) -> None:
    text = (
        "松原县民政局2021年工作总结\n一、救助\n低保对象1203户。\n"
        "(一)特困\n特困人员51人、48户。\n二、养老\n敬老院5所。\n"
    )
    lines = civx("outline", "-", stdin=text.encode()).stdout.decode().splitlines()
    assert lines[0] == "-: simplified, facts 4"
    counted = [(int(line.split()[0]), int(line.split()[1]), line.split()[2]) for line in lines[2:]]
    assert counted == [
        (4, 0, "松原县民政局2021年工作总结"), (3, 1, "一、救助"), (2, 2, "(一)特困"), (1, 1, "二、养老"),
    ]


def test_version_and_module(civx: Civx) -> None:
    import civx as package

    assert civx("--version").stdout.decode() == f"civx {package.__version__}\n"


@pytest.mark.parametrize("name", COMMANDS)
def test_the_list_of_commands_says_what_each_command_says(name: str) -> None:
    import click

    command = cli.get_command(click.Context(cli), name)
    assert command is not None
    assert (command.help or "").startswith(COMMANDS[name].summary.removesuffix("."))
