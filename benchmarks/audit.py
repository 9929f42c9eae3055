"""What an audit costs on top of an extraction: ``python benchmarks/audit.py`` prints each share beside its target.

docs/benchmarks.md says how to read it.
"""
from __future__ import annotations

import statistics
import time

from run import DENSE, REPORT, ROUNDS, text_of

from civx.analysis.audit import audit
from civx.extractors.pipeline import extract
from civx.extractors.text.normalize import normalize

SIZE = 30_000
TARGET = 0.2


def shares(text: str, rounds: int) -> tuple[list[float], list[float], int]:
    """Seconds of extraction and of audit, taken in turn, after one round that does not count, and the facts."""
    extracting, auditing = [], []
    for _ in range(rounds + 1):
        start = time.perf_counter()
        facts = extract(text, source="report.txt").facts
        middle = time.perf_counter()
        audit(facts)
        end = time.perf_counter()
        extracting.append(middle - start)
        auditing.append(end - middle)
    return extracting[1:], auditing[1:], len(facts)


def main() -> None:
    print(f"audit as a share of extraction, median (least over least) of {ROUNDS}; facts a kB in brackets")
    report = text_of(REPORT, SIZE)
    texts = {"Traditional": report, "Simplified": normalize(report).text}
    texts |= {f"dense samples, {script}": text_of(names, SIZE) for script, names in DENSE.items()}
    for name, text in texts.items():
        for times in (1, 10):
            extracting, auditing, facts = shares(text * times, ROUNDS if times == 1 else max(3, ROUNDS // 3))
            kilobytes = len(text.encode()) * times / 1000
            share = statistics.median(auditing) / statistics.median(extracting)
            label = f"{name} {kilobytes:.0f} kB [{facts / kilobytes:.0f}]"
            each = statistics.median(auditing) / facts * 1e6
            line = f"  {label:40} {share:6.1%} ({min(auditing) / min(extracting):.1%}), {each:.1f} µs a fact"
            print(line if "dense" in name else f"{line}   target <= {TARGET:.0%}")


if __name__ == "__main__":
    main()
