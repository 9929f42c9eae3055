"""The floors that floors.toml pins; test_score.py is about the scorer itself."""
from __future__ import annotations

import pytest

import floors

REPORTS = list(floors.labelled())


@pytest.mark.parametrize("report", REPORTS, ids=[report.name for report in REPORTS])
def test_floors_hold(report: floors.Labelled) -> None:
    result = floors.scored(report)
    missed = {name: result.figures[name] for name, floor in report.floors.items() if result.figures[name] < floor}
    assert not missed, "\n".join(map(str, result.errors))


def test_every_labelled_sample_has_floors() -> None:
    pinned = {report.labels.name for report in REPORTS}
    assert {path.name for path in floors.FOLDERS["samples"].glob("*.gold.jsonl")} <= pinned
