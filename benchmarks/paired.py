"""Two installs of civx side by side: ``python benchmarks/paired.py OTHER/bin/python [TEXT ...]``.

The other one is the Python of an environment in which another version is installed. Both read the same texts in turn,
and what is compared is the processor's time, which hardly changes when other work shares the machine.
docs/benchmarks.md says how to read it.
"""
from __future__ import annotations

import argparse
import os
import resource
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

SAMPLES = sorted((Path(__file__).parent.parent / "samples").glob("*.txt"))
# Waits for a line on its standard input, reads all texts once, and says how long it took and how many facts there were.
READER = """
import sys, time
import civx
texts = [open(path, encoding="utf-8", newline="").read() for path in sys.argv[1:]]
for text in texts:
    civx.extract(text)
for _ in sys.stdin:
    start = time.process_time()
    found = sum(len(civx.extract(text).facts) for text in texts)
    print(time.process_time() - start, found, flush=True)
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("other", help="the Python of the environment to compare with")
    parser.add_argument("texts", nargs="*", type=Path, default=SAMPLES, help="UTF-8 files to read (the samples)")
    parser.add_argument("--rounds", type=int, default=9)
    arguments = parser.parse_intermixed_args()
    pythons = [arguments.other, sys.executable]
    size = sum(path.stat().st_size for path in arguments.texts)
    print(f"{len(arguments.texts)} texts, {size / 1000:.0f} kB; last: how many times as fast this one is")
    throughput(pythons, [str(path) for path in arguments.texts], size, arguments.rounds)
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.txt"
        longest = max(arguments.texts, key=lambda path: path.stat().st_size)
        report.write_text(_of_size(longest, 20_000), encoding="utf-8")
        # What Python and civx keep of their first run goes where it leaves no trace.
        kept = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
        kept["PYTHONPYCACHEPREFIX"] = kept["CIVX_CACHE"] = str(Path(folder) / "kept")
        for name, options in (("--help", ["--help"]), ("extract, 20 kB", ["extract", "-f", "jsonl", str(report)])):
            runs = [partial(used_by, [python, "-P", "-m", "civx", *options], kept) for python in pythons]
            paired(f"civx {name}", runs, arguments.rounds)


def throughput(pythons: list[str], texts: list[str], size: int, rounds: int) -> None:
    """Text to facts in warm processes."""
    readers = [
        subprocess.Popen(
            [python, "-P", "-c", READER, *texts], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        for python in pythons
    ]
    found = [0, 0]

    def once(number: int) -> float:
        reader = readers[number]
        assert reader.stdin is not None and reader.stdout is not None  # both are pipes
        reader.stdin.write("\n")
        reader.stdin.flush()
        taken, facts = reader.stdout.readline().split()
        found[number] = int(facts)
        return float(taken)

    try:
        times = paired("text to facts, warm", [partial(once, 0), partial(once, 1)], rounds)
    finally:
        for reader in readers:
            reader.kill()
    for name, taken, facts in zip(("other", "this"), times, found, strict=True):
        print(f"  {name:6} {size / 1000 / taken:6.0f} kB a second, {facts} facts")


def paired(name: str, runs: list[Callable[[], float]], rounds: int) -> list[float]:
    """Runs both in turn, prints the medians and the median of their ratios, and returns the medians."""
    for run in runs:
        run()  # the first fills the caches of files
    times: list[list[float]] = [[], []]
    for number in range(rounds):
        for which in (0, 1) if number % 2 else (1, 0):
            times[which].append(runs[which]())
    other, this = (statistics.median(each) for each in times)
    ratios = sorted(one / two for one, two in zip(*times, strict=True))
    spread = f"{ratios[0]:.2f}–{ratios[-1]:.2f}"
    print(
        f"{name:22} other {other * 1000:6.1f} ms  this {this * 1000:6.1f} ms  "
        f"{statistics.median(ratios):.2f} x ({spread})"
    )
    return [other, this]


def used_by(command: list[str], environment: dict[str, str]) -> float:
    """The processor's time of one process from start to end."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, check=True, env=environment)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def _of_size(path: Path, size: int) -> str:
    """The text of a file over and over, cut at a line's end to at most ``size`` bytes."""
    text = path.read_text(encoding="utf-8") + "\n"
    text *= size // len(text.encode()) + 1
    return text.encode()[:size].decode(errors="ignore").rpartition("\n")[0] + "\n"


if __name__ == "__main__":
    main()
