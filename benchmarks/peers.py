"""civx beside number recognisers, over the same texts in one run: ``python benchmarks/peers.py [TEXT ...]``.

Each reads in a process of its own, in turn with the others, and what counts is the processor's time. A peer that is not
installed is said and left out (``pip install jionlp recognizers-text-suite``, in any environment: --peers names its
Python). docs/benchmarks.md says how to read it.
"""
from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

SAMPLES = Path(__file__).parent.parent / "samples"
READER = """
import sys, time
{setup}
texts = [open(path, encoding="utf-8", newline="").read() for path in sys.argv[1:]]
print(sum(read(text) for text in texts), file=sys.stderr, flush=True)
print("ready", flush=True)
for _ in sys.stdin:
    start = time.process_time()
    found = sum(read(text) for text in texts)
    print(time.process_time() - start, found, flush=True)
"""
CIVX = """
from civx.cli.formats import prepare
from civx.cli.formats.shape import Shape
from civx.extractors.pipeline import extract
def read(text):
    piece = prepare("jsonl", extract(text, source="report.txt"), Shape())
    str(piece.content).encode()
    return piece.facts
"""
JIONLP = """
import os
saying, sys.stdout = sys.stdout, open(os.devnull, "w")  # it prints at its import
import jionlp
sys.stdout = saying
"""
MONEY = JIONLP + """
def read(text): return len(jionlp.ner.extract_money(text))
"""
MONEY_TIME = JIONLP + """
def read(text): return len(jionlp.ner.extract_money(text)) + len(jionlp.ner.extract_time(text))
"""
RECOGNIZERS = """
from recognizers_number import NumberRecognizer
from recognizers_text import Culture
model = NumberRecognizer(Culture.Chinese).get_number_model()
def read(text): return sum(len(model.parse(line)) for line in text.splitlines() if line.strip())
"""
EXPRESSION = r"""
import re
numbers = re.compile(r"(\d[\d,]*(?:\.\d+)?)\s*(万元|亿元|元|户|人次|人|个|家|张|%)")
def read(text): return len(numbers.findall(text))
"""


class Reader(NamedTuple):
    """What reads, how it is set up, whether it lives in the peers' environment, and how many rounds are enough."""

    name: str
    setup: str
    peer: bool = True
    rounds: int = 9


READERS = (
    Reader("civx, text to JSON Lines", CIVX, peer=False),
    Reader("JioNLP, money", MONEY),
    Reader("JioNLP, money and time", MONEY_TIME, rounds=3),
    Reader("Recognizers-Text, numbers", RECOGNIZERS, rounds=1),
    Reader("one regular expression", EXPRESSION, peer=False),
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    report = SAMPLES / "full-length.txt"
    parser.add_argument("texts", nargs="*", type=Path, default=[report], help="UTF-8 files to read")
    parser.add_argument("--peers", default=sys.executable, help="the Python of the environment that the peers are in")
    arguments = parser.parse_intermixed_args()
    paths = [str(path) for path in arguments.texts]
    size = sum(path.stat().st_size for path in arguments.texts) / 1000
    running = []
    for reader in READERS:
        python = arguments.peers if reader.peer else sys.executable
        process = subprocess.Popen(
            [python, "-c", READER.format(setup=reader.setup), *paths], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, text=True,
        )
        assert process.stdout is not None
        if process.stdout.readline() == "ready\n":
            running.append((reader, process))
        else:
            said = process.communicate()[1].strip().splitlines()
            print(f"{reader.name}: left out ({said[-1] if said else 'it ends'})")
    taken: dict[str, list[float]] = {reader.name: [] for reader, _ in running}
    found: dict[str, int] = {}
    for turn in range(max(reader.rounds for reader in READERS)):
        for reader, process in running:
            if turn >= reader.rounds:
                continue
            assert process.stdin is not None and process.stdout is not None
            process.stdin.write("\n")
            process.stdin.flush()
            seconds, number = process.stdout.readline().split()
            taken[reader.name].append(float(seconds))
            found[reader.name] = int(number)
    for _, process in running:
        process.communicate()
    own = statistics.median(taken[READERS[0].name])
    print(f"{len(paths)} texts, {size:.0f} kB\n")
    print("| reader | finds | kB/s | civx is … times as fast |\n|---|---|---|---|")
    for reader, _ in running:
        median = statistics.median(taken[reader.name])
        print(f"| {reader.name} | {found[reader.name]:,} | {size / median:,.1f} | {median / own:.2f} |")


if __name__ == "__main__":
    main()
