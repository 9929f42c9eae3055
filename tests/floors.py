"""Holds civx to the floors of floors.toml: ``python tests/floors.py`` prints each figure beside its floor."""
from __future__ import annotations

import json
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

from civx.analysis.scoring import Score, parse_rows, score

HERE = Path(__file__).parent
FOLDERS = {
    "samples": HERE.parent / "samples",
    "reports": HERE / "reports",
    "shared": HERE.parent.parent / "shared" / "gold",
}


class Labelled(NamedTuple):
    """A labelled report, and the floors by figure."""

    name: str
    text: Path
    labels: Path
    floors: dict[str, float]


def labelled() -> Iterator[Labelled]:
    """Every report of floors.toml whose folder is on this machine."""
    pinned = tomllib.loads((HERE / "floors.toml").read_text(encoding="utf-8"))
    for group, reports in pinned.items():
        folder = FOLDERS[group]
        if folder.is_dir():
            for name, floors in reports.items():
                yield Labelled(f"{group}/{name}", folder / f"{name}.txt", folder / f"{name}.gold.jsonl", floors)


def facts_of(report: Path) -> list[dict[str, object]]:
    """The facts that the installed civx finds, each checked against the characters it quotes."""
    command = [sys.executable, "-m", "civx", "extract", str(report), "--format", "jsonl"]
    output = subprocess.run(command, stdout=subprocess.PIPE, check=True, stdin=subprocess.DEVNULL).stdout
    facts = [json.loads(line, parse_float=Decimal) for line in output.decode().splitlines()]
    text = report.read_bytes().decode("utf-8-sig")
    for fact in facts:
        if text[fact["start"] : fact["end"]] != fact["quote"]:
            raise ValueError(f"{report}: {fact['id']} does not quote its own span")
    return facts


def scored(report: Labelled) -> Score:
    """The figures of one report with the code as it is."""
    return score(parse_rows(report.labels.read_text(encoding="utf-8")), facts_of(report.text))


def main() -> int:
    below = 0
    for report in labelled():
        try:
            figures = scored(report).figures
        except (subprocess.CalledProcessError, ValueError) as error:
            print(f"{report.name:28} {error}")
            below += 1
            continue
        for name, floor in report.floors.items():
            missed = figures[name] < floor
            below += missed
            print(f"{report.name:28} {name:9} {figures[name]:.3f}  floor {floor:.3f}{'  BELOW' if missed else ''}")
    return 1 if below else 0


if __name__ == "__main__":
    sys.exit(main())
