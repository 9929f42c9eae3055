"""Holds civx to the floors of floors.toml: ``python tests/floors.py`` prints each figure beside its floor.

``python tests/floors.py --raise`` writes the figures of today, rounded down, where they are above the floors;
``--raise NAME…`` also gives floors to labelled reports that have none yet (``shared/real/01``). Nothing lowers one.
"""
from __future__ import annotations

import json
import subprocess
import sys
import tomllib
from collections.abc import Iterator, Sequence
from decimal import ROUND_FLOOR, Decimal
from pathlib import Path
from typing import NamedTuple

from civx.analysis.scoring import Score, parse_rows, score

HERE = Path(__file__).parent
FLOORS = HERE / "floors.toml"
FOLDERS = {
    "samples": HERE.parent / "samples",
    "reports": HERE / "reports",
    "shared": HERE.parent.parent / "shared" / "gold",
}
PINNED = ("detect", "quantity", "fact", "full", "field.subject", "field.period")
_STEP = Decimal("0.005")


class Labelled(NamedTuple):
    """A labelled report, and the floors by figure."""

    name: str
    text: Path
    labels: Path
    floors: dict[str, float]


def labelled() -> Iterator[Labelled]:
    """Every report of floors.toml whose folder is on this machine; names may hold folders (``real/01``)."""
    for group, reports in _read().items():
        if FOLDERS[group].is_dir():
            for name, floors in reports.items():
                yield _report(group, name, floors)


def _read() -> dict[str, dict[str, dict[str, float]]]:
    return tomllib.loads(FLOORS.read_text(encoding="utf-8"))


def _report(group: str, name: str, floors: dict[str, float]) -> Labelled:
    folder = FOLDERS[group]
    return Labelled(f"{group}/{name}", folder / f"{name}.txt", folder / f"{name}.gold.jsonl", floors)


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


def raise_floors(names: Sequence[str]) -> None:
    """Writes floors.toml anew: no floor lower than it was, and floors for ``names`` besides."""
    pinned = _read()
    for name in names:
        group, _, report = name.partition("/")
        pinned.setdefault(group, {}).setdefault(report, {})
    comment = "".join(line for line in FLOORS.read_text(encoding="utf-8").splitlines(True) if line.startswith("#"))
    blocks = [comment]
    for group, reports in pinned.items():
        for name, floors in sorted(reports.items()):
            if FOLDERS[group].is_dir():
                figures = scored(_report(group, name, floors)).figures
                floors = {figure: max(_rounded(figures[figure]), floors.get(figure, 0.0)) for figure in PINNED}
            key = name if name.replace("-", "").replace("_", "").isalnum() else f'"{name}"'
            lines = [f"[{group}.{key}]"]
            lines += [f"{_key(figure)} = {floor:.3f}" for figure, floor in floors.items()]
            blocks.append("\n".join(lines) + "\n")
    FLOORS.write_text("\n".join(blocks), encoding="utf-8")


def _rounded(figure: float) -> float:
    return float((Decimal(figure) + Decimal("1e-9")).quantize(Decimal("0.001"), ROUND_FLOOR) // _STEP * _STEP)


def _key(figure: str) -> str:
    return f'"{figure}"' if "." in figure else figure


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
            print(f"{report.name:28} {name:14} {figures[name]:.3f}  floor {floor:.3f}{'  BELOW' if missed else ''}")
    return 1 if below else 0


if __name__ == "__main__":
    if sys.argv[1:2] == ["--raise"]:
        raise_floors(sys.argv[2:])
    sys.exit(main())
