"""How fast civx starts and reads: ``python benchmarks/run.py`` prints every figure beside its target.

docs/benchmarks.md says how to read it.
"""
from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from civx.cli.formats import prepare
from civx.cli.formats.shape import Shape
from civx.extractors.pipeline import extract
from civx.extractors.text.normalize import normalize

SAMPLES = Path(__file__).parent.parent / "samples"
# A report of the length and density of real ones, and the denser samples, nearly all numbers, as the hard case.
REPORT = ("full-length.txt",)
DENSE = {
    "Traditional": ("county-traditional.txt", "compilation.txt"),
    "Simplified": ("district-simplified.txt", "bulletin.txt"),
}
STARTS = 21
ROUNDS = 15
NOT_LOADED = ("jieba", "rich")


def text_of(names: tuple[str, ...], size: int | None = None) -> str:
    """The samples joined; with ``size``, repeated and cut at a line's end to at most that many bytes of UTF-8."""
    text = "\n".join((SAMPLES / name).read_bytes().decode() for name in names)
    if size is None:
        return text
    lines: list[str] = []
    while True:
        for line in text.splitlines(keepends=True):
            size -= len(line.encode())
            if size < 0:
                return "".join(lines)
            lines.append(line)


def seconds(command: list[str]) -> float:
    """Wall time of one process from start to end."""
    start = time.perf_counter()
    subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, check=True)
    return time.perf_counter() - start


def start_up() -> None:
    """Whole processes, interleaved so that a machine that slows down slows all of them."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.txt"
        report.write_bytes(text_of(REPORT, 20_000).encode())
        civx = [sys.executable, "-P", "-m", "civx"]
        script = Path(sys.executable).with_name("civx")
        if script.exists():
            civx = [str(script)]
        commands = {
            'python -c "import click"': [sys.executable, "-c", "import click"],
            "civx --version": [*civx, "--version"],
            f"civx extract ({report.stat().st_size / 1000:.1f} kB)": [*civx, "extract", str(report)],
        }
        targets = (None, 1.6, 4.0)
        times: dict[str, list[float]] = {name: [] for name in commands}
        for _ in range(STARTS):
            for name, command in commands.items():
                times[name].append(seconds(command))
        print(f"whole process, median (least) of {STARTS}")
        base = statistics.median(next(iter(times.values())))
        for (name, taken), target in zip(times.items(), targets, strict=True):
            median = statistics.median(taken)
            line = f"  {name:28} {median * 1000:7.1f} ({min(taken) * 1000:.1f}) ms"
            print(line if target is None else f"{line}  {median / base:5.2f} x   target <= {target} x")
        loaded = imported_by(["extract", str(report)])
    found = [name for name in NOT_LOADED if name in loaded]
    print(f"  modules civx extract must not load ({', '.join(NOT_LOADED)}): {', '.join(found) or 'none loaded'}")


def imported_by(arguments: list[str]) -> set[str]:
    """Names of the modules that a civx process imports."""
    # -P, or the project's folder civx/, which is not the whole package, would be found first
    command = [sys.executable, "-P", "-X", "importtime", "-m", "civx", *arguments]
    report = subprocess.run(command, capture_output=True, text=True, check=True).stderr
    return {line.rpartition("|")[2].strip() for line in report.splitlines()}


def throughput() -> None:
    """Text to JSON Lines in this process, warm."""
    print(f"text to JSON Lines, kB of UTF-8 a second, median (best) of {ROUNDS}; facts a kB in brackets")
    report = text_of(REPORT)
    texts = {"Traditional": report, "Simplified": normalize(report).text}
    texts |= {f"dense samples, {script}": text_of(names) for script, names in DENSE.items()}
    for name, text in texts.items():
        density = len(extract(text).facts) / (len(text.encode()) / 1000)
        for times in (1, 10):
            kilobytes = len(text.encode()) * times / 1000
            taken = repeated(text * times, ROUNDS if times == 1 else max(3, ROUNDS // 3))
            median, best = kilobytes / statistics.median(taken), kilobytes / min(taken)
            label = f"{name} {kilobytes:.0f} kB [{density:.0f}]"
            print(f"  {label:40} {median:7.0f} ({best:.0f})" + ("" if "dense" in name else "   target >= 1500"))


def repeated(text: str, rounds: int) -> list[float]:
    """Seconds that each of ``rounds`` runs took, after one that does not count."""
    taken = []
    for _ in range(rounds + 1):
        start = time.perf_counter()
        str(prepare("jsonl", extract(text, source="report.txt"), Shape()).content).encode()
        taken.append(time.perf_counter() - start)
    return taken[1:]


if __name__ == "__main__":
    start_up()
    throughput()
