"""Batches of generated reports: ``python benchmarks/batch.py`` prints speed, memory and whether a killed run resumes.

With ``--reports 2000`` (the default) it takes some minutes. docs/benchmarks.md says how to read it.
"""
from __future__ import annotations

import argparse
import filecmp
import os
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from generate import paragraphs, report

CIVX = [sys.executable, "-P", "-m", "civx", "extract", "-q", "-f", "csv", "-r"]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--reports", type=int, default=2000)
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        few, many = root / "few", root / "many"
        size = generate(many, arguments.reports)
        generate(few, max(1, arguments.reports // 10))
        print(f"{arguments.reports} reports, {size / 1e6:.1f} MB; {os.cpu_count()} cores")
        speed(root, many, size, arguments.rounds)
        memory(root, few, many)
        resumed(root, many)


def generate(folder: Path, number: int) -> int:
    """Writes so many reports; their bytes."""
    pool, size = paragraphs(), 0
    for i in range(number):
        name, text = report(i, 1, pool)
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
        size += len(text.encode())
    return size


def speed(root: Path, many: Path, size: int, rounds: int) -> None:
    """-j 1 and -j 2 in turn, so that a machine that slows down slows both."""
    for name, output in (("one output an input", "out{}/"), ("one output for all", "all{}.csv")):
        taken: dict[int, list[float]] = {1: [], 2: []}
        for number in range(rounds):
            for jobs in taken:
                start = time.perf_counter()
                subprocess.run([*CIVX, str(many), "-j", str(jobs), "-o", str(root / output.format(f"{jobs}-{number}"))],
                               check=True)
                taken[jobs].append(time.perf_counter() - start)
        one, two = (statistics.median(times) for times in taken.values())
        same = identical(root / output.format("1-0"), root / output.format("2-0"))
        print(f"{name}: -j 1 {size / 1000 / one:.0f} kB/s, -j 2 {size / 1000 / two:.0f} kB/s, "
              f"{one / two:.2f} x (target >= 1.7 x), outputs {'identical' if same else 'DIFFER'}")


def memory(root: Path, few: Path, many: Path) -> None:
    """The parent's peak with a tenth of the files and with all of them."""
    for output in ("memory/", "memory.csv", "memory.jsonl", "memory.xlsx", "memory.db", "memory.parquet"):
        kind = "csv" if output.endswith("/") else output.rpartition(".")[2].replace("db", "sqlite")
        peaks = [peak([*CIVX, "-f", kind, str(folder), "-j", "2", "-o", str(root / f"{folder.name}-{output}")])
                 for folder in (few, many)]
        print(f"peak of the parent, -o {output}: {peaks[0] / 1000:.0f} MB, ten times the files "
              f"{peaks[1] / 1000:.0f} MB (target <= 200 MB, not growing)")


def peak(command: list[str]) -> int:
    """Highest resident set of the process itself, in kB, as Linux keeps it."""
    process = subprocess.Popen(command)
    highest = 0
    while process.poll() is None:
        try:
            status = Path(f"/proc/{process.pid}/status").read_text()
        except OSError:
            break
        highest = max([highest, *(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM"))])
        time.sleep(0.02)
    if process.wait():
        raise subprocess.CalledProcessError(process.returncode, command)
    return highest


def resumed(root: Path, many: Path) -> None:
    """kill -9 in the middle, then --skip-existing: the same files as an uninterrupted run."""
    whole, broken = root / "out2-0", root / "broken"
    command = [*CIVX, str(many), "-j", "2", "-o", f"{broken}/"]
    process = subprocess.Popen(command)
    while process.poll() is None and len(list(broken.rglob("*.csv"))) < len(list(whole.rglob("*.csv"))) // 2:
        time.sleep(0.05)
    process.send_signal(signal.SIGKILL)
    process.wait()
    kept = len(list(broken.rglob("*.csv")))
    subprocess.run([*command, "--skip-existing"], check=True)
    same = identical(whole, broken)
    print(f"killed after {kept} files, resumed: {'identical with' if same else 'DIFFERS from'} an uninterrupted run")


def identical(one: Path, other: Path) -> bool:
    """Whether two files or folders hold the same, byte for byte."""
    if one.is_file():
        return filecmp.cmp(one, other, shallow=False)
    names = {path.relative_to(one) for path in one.rglob("*")}
    if names != {path.relative_to(other) for path in other.rglob("*")}:
        return False
    return all(filecmp.cmp(one / name, other / name, shallow=False) for name in names if (one / name).is_file())


if __name__ == "__main__":
    main()
