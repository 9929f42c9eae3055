"""``civx extract`` on a Dask cluster and from stores, in real processes: the same rows as one process gives, whatever
is killed or fails. Left out, and said so, where the cluster's library is not installed; on CI it is."""
from __future__ import annotations

import http.server
import importlib.util
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

MISSING = [name for name in ("distributed", "moto", "s3fs", "flask") if importlib.util.find_spec(name) is None]
NEEDED = os.environ.get("CIVX_ENGINES_NEEDED")
pytestmark = [
    pytest.mark.skipif(bool(MISSING) and not NEEDED, reason=f"needs {', '.join(MISSING)}"),
    pytest.mark.xdist_group("engines"),
]

CIVX = [sys.executable, "-m", "civx"]
COUNTIES = ["安河县", "临溪县", "平岭区", "清泉市", "白塔县"]
PATIENCE = 300

# What a worker of the test's cluster does before it reads a file: it is slow, dies at some, and once at others.
UNSOUND = """
import os, time
from civx.cli.batch import work as module
from civx.cli.reading import read_sources as sound  # this script may be run twice in a process
def read(item, *others, **named):
    name = os.path.basename(item.path)
    time.sleep(float(os.environ.get("TEST_SECONDS", "0")))
    if name == os.environ.get("TEST_POISON"):
        os._exit(9)
    once = os.environ.get("TEST_ONCE", "")
    if once and name == "r07.txt" and not os.path.exists(once):
        open(once, "w").close()
        os.kill(os.getpid(), 9)
    return sound(item, *others, **named)
module.read_sources = read
"""


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    """Twenty-four reports, no two alike."""
    folder = tmp_path / "in"
    folder.mkdir()
    for number in range(24):
        county, year = COUNTIES[number % len(COUNTIES)], 2003 + number
        text = (
            f"{county}民政局{year}年工作总结\n一、社会救助\n"
            f"截至年底，全县城市低保对象{310 + number}户、{701 + 3 * number}人，"
            f"其中女性{204 + number}人；全年发放低保金{120 + number}.5万元，比上年增长{number + 1}%。\n"
            f"二、养老服务\n全县共有养老机构{7 + number}家，床位{900 + 10 * number}张。\n"
        )
        (folder / f"r{number:02}.txt").write_text(text, encoding="utf-8")
    return folder


def civx(*words: str | Path, cwd: Path, **environ: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*CIVX, "extract", *map(str, words)], cwd=cwd, env={**os.environ, **environ}, capture_output=True, text=True,
        timeout=PATIENCE, check=False,
    )


def rows(path: Path) -> list[dict[str, Any]]:
    """The facts of a Parquet file or folder, by file and place, so that their order does not matter."""
    import pyarrow.dataset

    paths = sorted(path.glob("part-*.parquet")) if path.is_dir() else [path]
    table = pyarrow.dataset.dataset([str(each) for each in paths], format="parquet").to_table()
    return sorted(table.to_pylist(), key=lambda row: (row["source"], row["start"], row["id"]))


def faults(path: Path) -> list[tuple[str, str]]:
    import pyarrow.parquet

    return [(row["source"], row["fault"]) for row in pyarrow.parquet.read_table(path / "_faults.parquet").to_pylist()]


@pytest.fixture
def alone(reports: Path, tmp_path: Path) -> list[dict[str, Any]]:
    """What one process makes of the reports."""
    done = civx("-r", "in", "-j", "1", "-q", "-o", "alone.parquet", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    found = rows(tmp_path / "alone.parquet")
    assert len(found) == 24 * 7
    return found


@pytest.mark.parametrize("files", ["1", "5", "100"])
def test_the_rows_are_those_of_one_process(tmp_path: Path, alone: list[dict[str, Any]], files: str) -> None:
    done = civx("-r", "in", "--scheduler", "local", "--partition", files, "-o", "facts.parquet", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "24 files, 168 facts, 0 failures" in done.stderr
    assert "to be watched at http://" in done.stderr
    assert rows(tmp_path / "facts.parquet") == alone


def test_what_is_done_is_not_done_again(reports: Path, tmp_path: Path, alone: list[dict[str, Any]]) -> None:
    words = ("-r", "in", "--scheduler", "local", "--partition", "4", "-o", "facts.parquet")
    assert civx(*words, cwd=tmp_path).returncode == 0
    parts = {path.name: path.stat().st_mtime_ns for path in (tmp_path / "facts.parquet").glob("part-*")}
    again = civx(*words, cwd=tmp_path)
    assert f"{len(parts)} partitions done already" in again.stderr
    # one report changes: its partition alone is made anew, and what it held before is gone
    changed = reports / "r03.txt"
    changed.write_text("2024年全县城市低保对象9,999户。", encoding="utf-8")
    assert civx(*words, cwd=tmp_path).returncode == 0
    now = {path.name: path.stat().st_mtime_ns for path in (tmp_path / "facts.parquet").glob("part-*")}
    assert len(parts.items() - now.items()) == 1
    assert len(now.items() - parts.items()) == 1
    found = rows(tmp_path / "facts.parquet")
    assert [row["value"] for row in found if row["source"] == "in/r03.txt"] == [9999]
    assert [row for row in found if row["source"] != "in/r03.txt"] == [
        row for row in alone if row["source"] != "in/r03.txt"
    ]


def unsound(tmp_path: Path, **environ: str) -> dict[str, str]:
    """The environment of a cluster with such workers."""
    script = tmp_path / "unsound.py"
    script.write_text(UNSOUND, encoding="utf-8")
    return {"DASK_DISTRIBUTED__WORKER__PRELOAD": f"['{script}']", **environ}


def test_a_worker_that_is_killed(tmp_path: Path, alone: list[dict[str, Any]]) -> None:
    mark = tmp_path / "died"
    environ = unsound(tmp_path, TEST_ONCE=str(mark))
    done = civx("-r", "in", "--scheduler", "local", "--partition", "3", "-o", "f.parquet", cwd=tmp_path, **environ)
    assert mark.exists()
    assert done.returncode == 0, done.stderr
    assert rows(tmp_path / "f.parquet") == alone


def test_a_file_that_kills_is_found_and_set_aside(tmp_path: Path, alone: list[dict[str, Any]]) -> None:
    environ = unsound(tmp_path, TEST_POISON="r11.txt")
    words = ("-r", "in", "--scheduler", "local", "--partition", "6", "-o", "f.parquet")
    done = civx(*words, cwd=tmp_path, **environ)
    assert done.returncode == 1
    assert "civx: in/r11.txt: kills the process that reads it" in done.stderr
    assert "23 files, 161 facts, 1 failure" in done.stderr
    assert rows(tmp_path / "f.parquet") == [row for row in alone if row["source"] != "in/r11.txt"]
    ((source, fault),) = faults(tmp_path / "f.parquet")
    assert source == "in/r11.txt"
    assert "set aside" in fault


def test_a_run_that_is_killed_goes_on(tmp_path: Path, alone: list[dict[str, Any]]) -> None:
    words = ("-r", "in", "--scheduler", "local", "--partition", "2", "-o", "f.parquet")
    environ = {**os.environ, **unsound(tmp_path, TEST_SECONDS="0.3")}
    first = subprocess.Popen([*CIVX, "extract", *words], cwd=tmp_path, env=environ, start_new_session=True)
    folder = tmp_path / "f.parquet"
    until(lambda: len(list(folder.glob("part-*.parquet"))) >= 2)
    os.killpg(first.pid, signal.SIGKILL)
    first.wait()
    kept = {path: path.stat().st_mtime_ns for path in folder.glob("part-*.parquet")}
    done = civx(*words, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert rows(folder) == alone
    assert all(path.stat().st_mtime_ns == time for path, time in kept.items())


def test_a_scheduler_that_is_killed(tmp_path: Path, alone: list[dict[str, Any]]) -> None:
    environ = {**os.environ, **unsound(tmp_path, TEST_SECONDS="0.3")}
    address = tmp_path / "scheduler.json"
    tool = [sys.executable, "-m", "distributed.cli.dask_scheduler", "--port", "0", "--no-dashboard"]
    nowhere = subprocess.DEVNULL
    quiet: dict[str, Any] = {"stdout": nowhere, "stderr": nowhere, "env": environ, "cwd": tmp_path}
    scheduler = subprocess.Popen([*tool, "--scheduler-file", str(address)], **quiet)
    until(address.exists)
    tool = [sys.executable, "-m", "distributed.cli.dask_worker", "--nthreads", "1"]
    worker = subprocess.Popen([*tool, "--scheduler-file", str(address)], **quiet)
    try:
        import json

        until(lambda: address.read_text(encoding="utf-8").strip().endswith("}"))
        where = json.loads(address.read_text(encoding="utf-8"))["address"]
        words = ("-r", "in", "--scheduler", where, "--partition", "2", "-o", "f.parquet")
        run = subprocess.Popen([*CIVX, "extract", *words], cwd=tmp_path, stderr=subprocess.PIPE, text=True)
        until(lambda: len(list((tmp_path / "f.parquet").glob("part-*.parquet"))) >= 2)
        scheduler.kill()
        _, said = run.communicate(timeout=PATIENCE)
    finally:
        scheduler.kill()
        worker.terminate()
        scheduler.wait()
        worker.wait()
    assert run.returncode == 1
    assert "say the same command again" in said
    assert "Traceback" not in said
    done = civx("-r", "in", "--scheduler", "local", "--partition", "2", "-o", "f.parquet", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert rows(tmp_path / "f.parquet") == alone


@pytest.fixture
def s3(tmp_path: Path, reports: Path) -> Iterator[dict[str, str]]:
    """A store as Amazon's, in another process, with the reports in a bucket; what a process must know to use it."""
    with socket_of_its_own() as port:
        pass
    server = subprocess.Popen(
        [sys.executable, "-c", f"from moto.server import main; main(['-p', '{port}'])"],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )
    environ = {
        "AWS_ENDPOINT_URL": f"http://127.0.0.1:{port}", "AWS_ACCESS_KEY_ID": "x", "AWS_SECRET_ACCESS_KEY": "x",
        "AWS_DEFAULT_REGION": "us-east-1",
    }
    put = (
        "import time, s3fs\n"
        "for _ in range(100):\n"
        "    try:\n        fs = s3fs.S3FileSystem(skip_instance_cache=True); fs.mkdir('bureau'); break\n"
        "    except Exception: time.sleep(0.2)\n"
        "fs.put('in/*.txt', 'bureau/in/')\n"
    )
    known = {**os.environ, **environ}
    subprocess.run([sys.executable, "-c", put], cwd=tmp_path, env=known, check=True, timeout=PATIENCE)
    yield environ
    server.kill()
    server.wait()


def socket_of_its_own() -> Any:
    """A context that gives a port which is free."""
    from contextlib import contextmanager

    @contextmanager
    def opened() -> Iterator[int]:
        import socket

        with socket.socket() as one:
            one.bind(("127.0.0.1", 0))
            yield one.getsockname()[1]

    return opened()


def test_from_a_store_to_a_store(tmp_path: Path, alone: list[dict[str, Any]], s3: dict[str, str]) -> None:
    words = ("s3://bureau/in/*.txt", "--scheduler", "local", "--partition", "5", "-o", "s3://bureau/facts.parquet")
    done = civx(*words, cwd=tmp_path, **s3)
    assert done.returncode == 0, done.stderr
    get = "import s3fs; s3fs.S3FileSystem().get('bureau/facts.parquet/', 'got', recursive=True)"
    subprocess.run([sys.executable, "-c", get], cwd=tmp_path, env={**os.environ, **s3}, check=True, timeout=PATIENCE)
    found = [{**row, "source": row["source"].removeprefix("s3://bureau/"), "id": "", "part_of": ""}
             for row in rows(tmp_path / "got")]
    assert found == [{**row, "id": "", "part_of": ""} for row in alone]
    # a second run reads nothing; and without a cluster the same files are read as any others
    assert "0.5" not in (again := civx(*words, cwd=tmp_path, **s3)).stderr.split("partitions done already")[-1]
    assert "partitions done already" in again.stderr
    plain = civx("-r", "s3://bureau/in", "-q", "-o", "plain.parquet", cwd=tmp_path, **s3)
    assert plain.returncode == 0, plain.stderr
    assert rows(tmp_path / "plain.parquet") == rows(tmp_path / "got")


class Flaky(http.server.SimpleHTTPRequestHandler):
    """A server that refuses each file the first time, and one file until it is allowed."""

    asked: set[str] = set()  # noqa: RUF012
    allowed = False

    def do_GET(self) -> None:
        if (self.path.endswith("r05.txt") and not Flaky.allowed) or self.path not in Flaky.asked:
            Flaky.asked.add(self.path)
            self.send_error(503)
        else:
            super().do_GET()

    def log_message(self, *args: object) -> None:
        pass


def test_a_store_that_fails_now_and_then(reports: Path, tmp_path: Path, alone: list[dict[str, Any]]) -> None:
    server = http.server.ThreadingHTTPServer(
        ("127.0.0.1", 0), lambda *args: Flaky(*args, directory=str(tmp_path))  # type: ignore[arg-type]
    )
    threading.Thread(target=server.serve_forever, daemon=True).start()
    base = f"http://127.0.0.1:{server.server_port}/"
    (tmp_path / "list").write_text("".join(f"{base}in/r{number:02}.txt\n" for number in range(24)), encoding="utf-8")
    words = ("--files-from", "list", "--scheduler", "local", "--partition", "3", "-o", "f.parquet")
    try:
        first = civx(*words, cwd=tmp_path)
        assert first.returncode == 1
        assert f"{base}in/r05.txt: the store fails: 503" in first.stderr
        assert "23 files, 161 facts, 1 failure" in first.stderr
        Flaky.allowed = True
        second = civx(*words, cwd=tmp_path)
    finally:
        server.shutdown()
        server.server_close()
    assert second.returncode == 0, second.stderr
    found = rows(tmp_path / "f.parquet")
    assert [{**row, "source": row["source"].removeprefix(base), "id": "", "part_of": ""} for row in found] == [
        {**row, "id": "", "part_of": ""} for row in alone
    ]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("in/r00.txt", "--scheduler", "local"), "say -o FOLDER.parquet"),
        (("in/r00.txt", "--scheduler", "local", "-o", "f.csv"), "say -o FOLDER.parquet"),
        (("in/r00.txt", "--scheduler", "local", "-o", "f.parquet", "-j", "2"), "--jobs does not go with --scheduler"),
        (("-", "--scheduler", "local", "-o", "f.parquet"), "standard input does not go with --scheduler"),
        (("none://in/r00.txt",), "cannot be read: Protocol not known: none"),
        (("memory://nothing/*.txt",), "matches no file to read"),
        (("file:///no/such/report.txt",), "no such file"),
    ],
)
def test_what_cannot_be_done_is_said(reports: Path, tmp_path: Path, words: tuple[str, ...], said: str) -> None:
    done = civx(*words, cwd=tmp_path)
    assert done.returncode in (1, 2)
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert not done.stdout


def until(true: Any) -> None:
    """Wait until ``true()`` is."""
    end = time.monotonic() + PATIENCE
    while not true():
        assert time.monotonic() < end, "it does not come to pass"
        time.sleep(0.05)
