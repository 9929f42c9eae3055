"""Many files at once, through real processes: outputs, workers, failures, stopping and resuming."""
from __future__ import annotations

import csv
import json
import os
import pty
import re
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civx.cli.batch.pool import Died, Pool
from civx.cli.batch.targets import outside, sweep, targets
from civx.cli.formats import NAMES
from civx.cli.reading import Item

from conftest import ROOT, SAMPLES, Civx

TEXT = "松原縣民政局2021年工作總結\n全縣共有低保對象{}戶、2051人，累計發放低保金830。5萬元。\n"
PROCESSES = ["-j", "1"], ["-j", "2"], ["-j", "3"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A tree of twelve reports in two folders."""
    for number in range(12):
        path = tmp_path / "in" / ("east" if number % 2 else "west") / f"{number:02}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(TEXT.format(1000 + number), encoding="utf-8")
    return tmp_path / "in"


def files(folder: Path) -> dict[str, bytes]:
    """Every file below ``folder``, hidden ones too, with its bytes."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def names(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder.parent).as_posix() for path in folder.rglob("*.txt"))


# --- where outputs go


def test_one_output_for_each_input_with_the_tree_kept(civx: Civx, folder: Path) -> None:
    done = civx("extract", "in", "-o", "out", "--format", "csv")
    assert done.returncode == 0
    written = files(folder.parent / "out")
    assert sorted(name for name in written if name.endswith(".csv")) == sorted(
        name.replace(".txt", ".csv") for name in files(folder)
    )
    for name, content in written.items():
        if name.endswith(".csv"):
            rows = list(csv.DictReader(content.decode("utf-8-sig").splitlines()))
            number = int(Path(name).stem)
            assert [row["value"] for row in rows] == [str(1000 + number), "2051", "8305000"]
            assert {row["source"] for row in rows} == {f"in/{name.replace('.csv', '.txt')}"}


def test_a_file_without_facts_has_an_output_too(civx: Civx, tmp_path: Path) -> None:
    (tmp_path / "none.txt").write_text("本局高度重视。", encoding="utf-8")
    assert civx("extract", "none.txt", "-o", "out/", "-f", "jsonl").returncode == 0
    assert files(tmp_path / "out") == {"none.jsonl": b""}


def test_outputs_may_stand_beside_the_inputs(civx: Civx, folder: Path) -> None:
    for _ in range(2):
        assert civx("extract", "in", "-r", "-o", "in/", "-f", "json").returncode == 0
        assert sorted(path.name for path in (folder / "west").iterdir())[:4] == [
            "00.json", "00.txt", "02.json", "02.txt"
        ]


def test_outputs_in_a_folder_that_is_read_are_not_read(civx: Civx, folder: Path) -> None:
    first, second = (civx("extract", "in", "-r", "-o", "in/facts/", "-f", "table", "-q") for _ in range(2))
    assert (first.returncode, second.returncode, second.stderr) == (0, 0, b"")
    assert len(files(folder / "facts")) == 12


def test_a_folder_that_cannot_be_made_is_told_once(civx: Civx, folder: Path) -> None:
    (folder.parent / "plain").touch()
    done = civx("extract", "in", "-o", "plain/", "-f", "csv")
    assert (done.returncode, done.stderr) == (1, b"civx: plain/: cannot be written: File exists\n")


def test_an_output_without_a_name(civx: Civx, folder: Path) -> None:
    done = civx("extract", "in", "-o", "", "-f", "csv")
    assert (done.returncode, done.stderr.splitlines()[-1]) == (2, b"Error: -o: the name is empty")
    assert os.listdir(folder.parent) == ["in"]


def test_a_folder_needs_a_format(civx: Civx, folder: Path) -> None:
    done = civx("extract", "in", "-o", "out/")
    assert done.returncode == 2
    assert "add --format csv" in " ".join(done.stderr.decode().split())


@pytest.mark.parametrize(
    ("below", "expected"),
    [
        (["a.txt", "x/a.txt"], ["a.csv", "x/a.csv"]),
        (["a.txt", "a.docx", "b.pdf"], ["a.txt.csv", "a.docx.csv", "b.csv"]),
        (["A.txt", "a.txt"], ["A.txt.csv-", "a.txt.csv-"]),
        (["2021.txt.gz", "report.2021.txt"], ["2021.csv", "report.2021.csv"]),
        (["report.2021"], ["report.2021.csv"]),
        (["../../etc/a.txt", "c:\\b?.txt"], ["etc/a.csv", "c_/b_.csv"]),
        ([".txt"], [".txt.csv"]),
    ],
)
def test_names_of_outputs(below: list[str], expected: list[str]) -> None:
    found = targets([Item(name, name, None, name) for name in below], "csv")
    assert [re.sub(r"-[0-9a-f]{8}(?=\.csv)", "", name) + "-" * expected[i].endswith("-") for i, name in enumerate(found)
            ] == expected


def test_two_folders_with_a_file_of_one_name_each(tmp_path: Path) -> None:
    items = [Item(f"{root}/a.txt", f"{root}/a.txt", None, "a.txt") for root in ("r1", "r2")]
    assert targets(items, "csv") == ["r1/a.txt.csv", "r2/a.txt.csv"]


_NAME = st.text("aAbB./\\ :-ÄÄ民", min_size=1, max_size=8)


@given(st.lists(_NAME, max_size=8, unique=True))
def test_outputs_are_apart_and_stay_in_the_folder(below: list[str]) -> None:
    found = targets([Item(name, name, None, name.rpartition("/")[2] or name) for name in below], "jsonl")
    assert len({name.casefold() for name in found}) == len(below)
    for name in found:
        assert not name.startswith("/") and "\\" not in name and ":" not in name
        assert ".." not in name.split("/")


def test_only_the_folder_of_outputs_is_left_out(tmp_path: Path) -> None:
    items = [Item(str(tmp_path / name), str(tmp_path / name), None, name) for name in ("a.txt", "out/b.txt")]
    assert [item.below for item in outside(items, str(tmp_path / "out"))] == ["a.txt"]
    named = [Item("a.txt", str(tmp_path / "a.txt"), None, "a.txt")]
    assert outside(named, str(tmp_path)) == named


# --- any number of workers


@pytest.mark.parametrize("format_name", [name for name in NAMES if name not in ("xlsx", "sqlite", "parquet")])
def test_same_bytes_with_any_number_of_workers(civx: Civx, format_name: str) -> None:
    reports = [f"samples/{path.name}" for path in SAMPLES] + ["none.txt", "samples"]
    outputs = {(done.stdout, re.sub(rb"[\d.]+ s$", b"", done.stderr.rstrip())) for done in (
        civx("extract", *reports, "-f", format_name, *processes, cwd=ROOT) for processes in PROCESSES
    )}
    assert len(outputs) == 1


@pytest.mark.parametrize("processes", PROCESSES, ids=" ".join)
def test_a_bad_file_is_told_in_its_turn_and_the_rest_is_done(civx: Civx, folder: Path, processes: list[str]) -> None:
    (folder / "west" / "04.txt").write_bytes(b"\0\1\2\3" * 40)
    (folder / "east" / "05.txt").write_bytes(b"")
    done = civx("extract", *names(folder), "-o", "out/", "-f", "jsonl", *processes)
    said = done.stderr.decode().splitlines()
    assert done.returncode == 1
    assert [line.split(":")[1] for line in said[:2]] == [" in/east/05.txt", " in/west/04.txt"]
    assert re.fullmatch(r"civx: 10 files, 30 facts, 2 failures, \d+\.\d s", said[2])
    assert len(said) == 3
    assert len(files(folder.parent / "out")) == 10


@pytest.mark.parametrize("processes", PROCESSES, ids=" ".join)
def test_fail_fast_stops_at_the_first_failure(civx: Civx, folder: Path, processes: list[str]) -> None:
    (folder / "east" / "03.txt").write_bytes(b"")
    done = civx("extract", *names(folder), "-o", "all.jsonl", "--fail-fast", *processes)
    assert done.returncode == 1
    assert done.stderr.decode().startswith("civx: in/east/03.txt: empty")
    assert not (folder.parent / "all.jsonl").exists()
    assert not [name for name in os.listdir(folder.parent) if name.endswith(".part")]


@pytest.mark.parametrize("processes", PROCESSES, ids=" ".join)
def test_verbose_shows_where_it_went_wrong_in_a_worker_too(civx: Civx, folder: Path, processes: list[str]) -> None:
    done = civx("extract", *names(folder), "none.txt", "-f", "jsonl", "-v", *processes)
    assert b"Traceback" in done.stderr and b"FileNotFoundError" in done.stderr
    assert len(done.stdout.splitlines()) == 36


def _work(task: int) -> int:
    if task % 10 == 7:
        os.kill(os.getpid(), signal.SIGKILL)
    if task % 10 == 3:
        time.sleep(0.05)
    return task * task


def test_a_worker_that_dies_costs_only_its_own_task() -> None:
    lost: list[int] = []
    pool: Pool[int, int] = Pool(_work, 2, lambda task, pid: lost.append(task))
    results = dict(pool.run(range(30)))
    pool.close()
    assert list(results) == list(range(30))
    assert lost == [7, 17, 27]
    for task, result in results.items():
        if task in lost:
            assert isinstance(result, Died) and result.code == -signal.SIGKILL
        else:
            assert result == task * task


def test_workers_that_are_not_forked_do_the_same(civx: Civx, folder: Path) -> None:
    """As on Windows and macOS, where all that they are given is pickled."""
    (folder.parent / "spawned.py").write_text(
        "import multiprocessing\n"
        "from civx.cli.main import main\n"
        "if __name__ == '__main__':\n"
        "    spawn = multiprocessing.get_context('spawn')\n"
        "    multiprocessing.get_context = lambda method: spawn\n"
        "    main()\n"
    )
    arguments = ["extract", "-r", "in", "none.txt", "-f", "csv", "-j", "2", "--programme", "低保", "--period", "2021"]
    done = subprocess.run([sys.executable, "spawned.py", *arguments], cwd=folder.parent, capture_output=True)
    forked = civx(*arguments)
    assert (done.returncode, done.stdout) == (1, forked.stdout)
    assert done.stderr.splitlines()[0] == forked.stderr.splitlines()[0]


def test_a_pool_takes_no_more_tasks_than_it_may_hold() -> None:
    taken = []

    def tasks() -> object:
        for task in range(500):
            taken.append(task)
            yield task

    pool: Pool[int, int] = Pool(abs, 2)
    for task, result in pool.run(tasks()):  # type: ignore[arg-type]
        assert task == result
        assert len(taken) <= task + 1 + 32
    pool.close()
    assert len(taken) == 500


# --- stopping and going on


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=["SIGINT", "SIGTERM"])
@pytest.mark.parametrize("processes", PROCESSES[:2], ids=" ".join)
def test_a_signal_ends_the_run_and_keeps_what_was_finished(folder: Path, processes: list[str], number: int) -> None:
    whole = big_tree(folder.parent)
    out = folder.parent / "out"
    process = start(whole, "-o", "out/", "-f", "jsonl", *processes)
    wait_for(out, 3, process)
    process.send_signal(number)
    _, said = process.communicate(timeout=60)
    assert process.returncode == 128 + number
    assert b"civx: stopped; what was finished is kept\n" in said
    assert b"Traceback" not in said
    kept = files(out)
    assert 3 <= len(kept) < 300
    assert all(name.endswith(".jsonl") and content.endswith(b"}\n") for name, content in kept.items())


def test_a_signal_leaves_no_half_of_a_single_output(folder: Path) -> None:
    whole = big_tree(folder.parent)
    process = start(whole, "-o", "all.jsonl", "-j", "2")
    wait_for(folder.parent, 1, process, "*.part")
    process.send_signal(signal.SIGINT)
    process.communicate(timeout=60)
    assert process.returncode == 130
    assert not list(folder.parent.glob("*all.jsonl*"))


def test_a_folder_that_is_there_gets_the_same_files_as_a_new_one(civx: Civx, folder: Path) -> None:
    for _ in range(2):
        civx("extract", "in", "-o", "out/", "-f", "csv")
        assert files(folder.parent / "out")["west/00.csv"].startswith(b"\xef\xbb\xbfid,")


def test_a_run_killed_at_once_is_resumed_to_the_same_files(civx: Civx, folder: Path) -> None:
    whole = big_tree(folder.parent)
    assert civx("extract", "big", "-o", "whole/", "-f", "csv", timeout=300).returncode == 0
    out = folder.parent / "out"
    process = start(whole, "-o", "out/", "-f", "csv", "-j", "2")
    wait_for(out, 20, process)
    process.kill()
    process.communicate()
    (out / f".dead.csv.{process.pid}.part").write_bytes(b"half")
    kept = len(files(out))
    done = civx("extract", "big", "-o", "out/", "-f", "csv", "--skip-existing", timeout=300)
    assert done.returncode == 0
    skipped = re.search(rb"(\d+) skipped", done.stderr)
    assert skipped is not None and 20 <= int(skipped[1]) <= kept
    assert files(out) == files(folder.parent / "whole")


def test_skip_existing_with_one_output_has_nothing_to_do(civx: Civx, folder: Path) -> None:
    civx("extract", *names(folder), "-o", "all.csv", "-q")
    before = (folder.parent / "all.csv").read_bytes()
    (folder / "west" / "00.txt").write_text(TEXT.format(1), encoding="utf-8")
    done = civx("extract", *names(folder), "-o", "all.csv", "--skip-existing")
    assert (done.returncode, (folder.parent / "all.csv").read_bytes()) == (0, before)
    assert b"12 skipped" in done.stderr


def test_drafts_of_living_processes_stay(tmp_path: Path) -> None:
    dead = subprocess.Popen([sys.executable, "-c", ""])  # not waited for: its number is still taken
    os.waitid(os.P_PID, dead.pid, os.WEXITED | os.WNOWAIT)
    kept = {f".a.csv.{os.getppid()}.part", ".notes.part"}
    for name in (*kept, f".a.csv.{dead.pid}.part", f".a.db.{dead.pid}.part-journal", f".a.csv.{os.getpid()}.part"):
        (tmp_path / name).touch()
    sweep(str(tmp_path))
    assert set(os.listdir(tmp_path)) == kept
    dead.wait()


def test_drafts_of_a_single_output_that_was_killed_are_removed(civx: Civx, folder: Path) -> None:
    for name in (".all.csv.999999999.part", ".other.csv.999999999.part"):
        (folder.parent / name).touch()
    assert civx("extract", "-r", "in", "-o", "all.csv").returncode == 0
    assert sorted(os.listdir(folder.parent)) == [".other.csv.999999999.part", "all.csv", "in"]


def test_a_database_in_the_making_is_removed_by_a_signal(folder: Path) -> None:
    process = start(big_tree(folder), "-o", "out/", "--format", "sqlite", "-j", "1")
    wait_for(folder / "out", 1, process, ".*.part")
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=30)
    assert process.returncode == 143
    assert [name for name in files(folder / "out") if ".part" in name] == []


def test_a_signal_before_the_first_file_is_told_in_one_line(civx: Civx, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "list")
    process = subprocess.Popen(
        [sys.executable, "-m", "civx", "extract", "--files-from", "list"], cwd=tmp_path, stderr=subprocess.PIPE
    )
    with open(tmp_path / "list", "wb"):  # it has begun to read the list
        process.send_signal(signal.SIGINT)
        assert process.communicate(timeout=30)[1] == b"civx: stopped\n"
    assert process.returncode == 130


def big_tree(folder: Path) -> Path:
    """Three hundred reports that take a while."""
    text = (ROOT / "samples" / "full-length.txt").read_text(encoding="utf-8")
    (folder / "big").mkdir()
    for number in range(300):
        (folder / "big" / f"{number:03}.txt").write_text(f"{text}{number}\n", encoding="utf-8")
    return folder / "big"


def start(folder: Path, *arguments: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "civx", "extract", folder.name, "-r", *arguments]
    return subprocess.Popen(command, cwd=folder.parent, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)


def wait_for(folder: Path, number: int, process: subprocess.Popen[bytes], pattern: str = "[!.]*") -> None:
    while len(list(folder.glob(pattern))) < number:
        assert process.poll() is None, "ended too early for this test"
        time.sleep(0.01)


# --- what it says meanwhile


def test_documents_that_cannot_be_read_are_counted(civx: Civx, folder: Path) -> None:
    for name in ("a.caj", "b.CAJ", "c.dps", "~$d.docx", ".e.caj", "f.jpg"):
        (folder / "east" / name).write_bytes(b"x")
    with zipfile.ZipFile(folder / "packed.zip", "w") as archive:
        archive.writestr("g.txt", TEXT.format(1))
        archive.writestr("h.ppt", "x")
    done = civx("extract", "in", "-o", "out/", "-f", "csv")
    assert (done.returncode, done.stderr.partition(b"failures")[2].rpartition(b",")[0]) == (
        0, b", 4 left aside (.caj .dps .ppt)"
    )
    quiet = civx("extract", "in", "-o", "out/", "-f", "csv", "--quiet").stderr
    assert quiet == b"civx: 4 left aside (.caj .dps .ppt)\n"
    for path in [*folder.rglob("*.txt"), folder / "packed.zip"]:
        path.unlink()
    assert b", 1 failure, 3 left aside" in civx("extract", "-r", "in").stderr


@pytest.mark.parametrize("output", ["in/", "in/all.xlsx"])
def test_own_workbooks_are_not_left_aside(civx: Civx, folder: Path, output: str) -> None:
    (folder / "bureau.caj").touch()
    for _ in range(2):
        done = civx("extract", "-r", "in", "-o", output, "-f", "xlsx")
        assert b"1 left aside (.caj)" in done.stderr


def test_names_with_odd_characters(civx: Civx, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    for name in (b"in/a\nb.txt", b"in/\xff\xfe.txt", b"in/[bold]c.txt"):
        with open(os.fsencode(tmp_path) + b"/" + name, "w", encoding="utf-8") as report:
            report.write(TEXT.format(7))
    (tmp_path / "in" / "\x1b[31m\n.txt").touch()
    done = civx("extract", "in", "-o", "out/", "-f", "csv")
    assert done.returncode == 1
    assert done.stderr.startswith(b"civx: in/\\x1b[31m\\n.txt: empty")
    assert sorted(os.listdir(tmp_path / "out")) == ["[bold]c.csv", "__.csv", "a_b.csv", "datapackage.json"]


def on_a_terminal(cwd: Path, *arguments: str) -> str:
    """What a run shows on standard error where that is a terminal."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "civx", "extract", *arguments], cwd=cwd, stdout=subprocess.DEVNULL, stderr=theirs,
        stdin=subprocess.DEVNULL, env={**os.environ, "COLUMNS": "100", "TERM": "xterm"},
    )
    os.close(theirs)
    shown = b""
    try:
        while chunk := os.read(ours, 65536):
            shown += chunk
    except OSError:
        pass
    os.close(ours)
    assert process.wait(timeout=60) in (0, 1)
    return shown.decode()


def test_a_terminal_gets_a_bar_with_rate_and_time_left(folder: Path) -> None:
    big_tree(folder.parent)
    shown = on_a_terminal(folder.parent, "big", "-r", "none.txt", "-o", "out/", "-f", "csv")
    assert re.search(r"\d+/301", shown)
    assert re.search(r"[\d.,]+ files/s", shown)
    assert re.search(r"\d\d:\d\d", shown)
    assert "civx: none.txt: no such file" in shown
    assert re.search(r"civx: 300 files, [\d,]+ facts, 1 failure, [\d.]+ s", shown)


@pytest.mark.parametrize(("option", "lines"), [("--no-progress", 2), ("--quiet", 1)])
def test_no_bar_where_none_is_wanted(folder: Path, option: str, lines: int) -> None:
    shown = on_a_terminal(folder.parent, *names(folder), "none.txt", "-o", "all.csv", option)
    assert "\x1b" not in shown
    assert len(shown.splitlines()) == lines
    assert shown.startswith("civx: none.txt: no such file")


def test_files_that_are_pipes(folder: Path) -> None:
    command = f"{sys.executable} -m civx extract <(cat in/west/00.txt) -f jsonl; "
    command += f"cat in/west/00.txt | {sys.executable} -m civx extract /dev/stdin -f jsonl"
    done = subprocess.run(["bash", "-c", command], cwd=folder.parent, capture_output=True, stdin=subprocess.DEVNULL)
    assert (done.returncode, done.stdout.count(b"\n"), done.stderr) == (0, 6, b"")


def test_standard_input_among_the_files(civx: Civx, folder: Path) -> None:
    done = civx("extract", *names(folder), "-", "-j", "2", "-f", "jsonl", stdin=TEXT.format(7).encode())
    assert [json.loads(line)["value"] for line in done.stdout.splitlines()[-3:]] == [7, 2051, 8305000]


def test_a_list_of_files_from_a_pipe(civx: Civx, folder: Path) -> None:
    listed = "\n".join(names(folder)).encode()
    done = civx("extract", "--files-from", "-", "-j", "2", "-f", "jsonl", stdin=listed)
    assert len(done.stdout.splitlines()) == 36


def test_one_file_is_no_batch(civx: Civx, folder: Path) -> None:
    assert civx("extract", names(folder)[0], "-j", "2").stderr == b""


@pytest.mark.parametrize("arguments", [["-j", "0"], ["-j", "-1"], ["-j", "many"]])
def test_numbers_of_workers_that_make_no_sense(civx: Civx, folder: Path, arguments: list[str]) -> None:
    assert civx("extract", *names(folder), *arguments).returncode == 2


# --- completion


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_scripts(civx: Civx, shell: str) -> None:
    done = civx("completion", shell)
    assert done.returncode == 0
    assert f"_CIVX_COMPLETE={shell}_complete" in done.stdout.decode()


@pytest.mark.parametrize(
    ("words", "found"),
    [("civx ext", "extract"), ("civx extract --skip", "--skip-existing"), ("civx extract -f c", "csv")],
)
def test_completion_completes(words: str, found: str) -> None:
    command = [sys.executable, "-c", "from civx.cli.main import main; main()"]
    environment = {**os.environ, "_CIVX_COMPLETE": "bash_complete", "COMP_WORDS": words,
                   "COMP_CWORD": str(len(words.split()) - 1)}
    done = subprocess.run(command, env=environment, capture_output=True, timeout=60, check=False)
    assert found in [line.partition(",")[2] for line in done.stdout.decode().splitlines()]


def test_json_of_many_files_is_one_array(civx: Civx, folder: Path) -> None:
    facts = json.loads(civx("extract", *names(folder), "-j", "2", "-q").stdout)
    assert [fact["source"] for fact in facts] == [name for name in names(folder) for _ in range(3)]
