"""How long ``civx compare`` takes for many extracted reports: ``python benchmarks/compare.py``.

The reports are the samples' own, extracted, with other places, years and values; in a part of the facts the subject is
made different too, as real reports have much that no other one says. docs/benchmarks.md says how to read it.
"""
from __future__ import annotations

import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

from civx.cli.formats.records import record
from civx.extractors.model import Fact
from civx.extractors.pipeline import extract

SAMPLES = sorted((Path(__file__).parent.parent / "samples").glob("*.txt"))
SIZES = (125, 250, 500)
ROUNDS = 3
SEED = 20_210_331
OWN_WORDS = 0.3  # the share of facts whose subject no other report has
TARGET = 5.0
LINEAR = 1.25  # twice the reports may take so many times twice as long
_NAMES = "青白松柳石桐云清河溪山林原桥塘坪泉湾岭川"


def sample_reports() -> list[list[Fact]]:
    """The facts of each report of the samples."""
    reports: dict[tuple[str, str], list[Fact]] = {}
    for path in SAMPLES:
        for fact in extract(path.read_bytes().decode(), source=path.name).facts:
            reports.setdefault((path.name, fact.report), []).append(fact)
    return list(reports.values())


def generated(count: int, seed: int = SEED) -> Iterator[list[Fact]]:
    """``count`` reports; the same seed gives the same ones, and the first of them whatever the count."""
    chance = random.Random(seed)
    models = sample_reports()
    for number in range(count):
        place = "".join(chance.sample(_NAMES, 2)) + "县"
        title = f"{place}民政局{2015 + number % 9}年工作总结"
        own_year = str(2015 + number % 9)
        model = models[number % len(models)]
        ids = {fact.id: f"{number:08x}-{at}" for at, fact in enumerate(model)}
        factor = Decimal(chance.randint(50, 200)) / 100
        yield [_varied(fact, f"{number:04d}.txt", title, own_year, ids, factor, chance) for fact in model]


def _varied(
    fact: Fact, source: str, title: str, year: str, ids: dict[str, str], factor: Decimal, chance: random.Random
) -> Fact:
    value = None if fact.value is None else (fact.value * factor).quantize(Decimal("0.01")).normalize() + 0
    if value is not None and value == value.to_integral_value():
        value = value.quantize(Decimal(1))
    own = "".join(chance.sample(_NAMES, 4)) if chance.random() < OWN_WORDS else ""
    return replace(
        fact, id=ids[fact.id], source=source, report=title, value=value, subject=own + fact.subject,
        period=year if fact.status == "actual" else fact.period,
        part_of=None if fact.part_of is None else ids[fact.part_of],
    )


def seconds(command: list[str]) -> tuple[float, float]:
    """Processor time and wall time of one process from start to end."""
    before, start = os.times(), time.perf_counter()
    subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, check=True)
    after, end = os.times(), time.perf_counter()
    used = after.children_user + after.children_system - before.children_user - before.children_system
    return used, end - start


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        files, facts = [], []
        for number, report in enumerate(generated(max(SIZES))):
            path = Path(folder) / f"{number:04d}.jsonl"
            path.write_text("".join(record(fact) + "\n" for fact in report), encoding="utf-8")
            files.append(str(path))
            facts.append(len(report))
        out = str(Path(folder) / "panel.csv")
        times: dict[int, list[tuple[float, float]]] = {size: [] for size in SIZES}
        for _ in range(ROUNDS):  # in turn, so that a machine that slows down slows all of them
            for size in SIZES:
                times[size].append(seconds([sys.executable, "-P", "-m", "civx", "compare", *files[:size], "-o", out]))
    used = {size: min(used for used, _ in times[size]) for size in SIZES}
    for size in SIZES:
        wall = min(wall for _, wall in times[size])
        print(f"{size:4} reports, {sum(facts[:size]):6} facts  {used[size]:6.2f} s of the processor  {wall:6.2f} s")
    held = used[max(SIZES)] <= TARGET
    print(f"{max(SIZES)} reports: {used[max(SIZES)]:.2f} s, target {TARGET:.0f} s")
    for small, large in pairwise(SIZES):
        ratio, target = used[large] / used[small], large / small * LINEAR
        held &= ratio <= target
        print(f"{large} reports take {ratio:.2f} times as long as {small}, target {target:.2f}")
    return 0 if held else 1


if __name__ == "__main__":
    sys.exit(main())
