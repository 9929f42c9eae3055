"""The floors that floors.toml pins; test_score.py is about the scorer itself."""
from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

import floors
from scoring import FULL, score

REPORTS = list(floors.labelled())
LABEL = {
    "start": 10, "text": "5", "fact": "y", "measure": "count", "value": "5", "min": "", "max": "", "unit": "所",
    "bound": "exact", "programme": "养老服务|其他", "subject": "敬老院", "area": "", "status": "actual",
    "period": "2021", "part_of": "",
}
FOUND = {
    **LABEL, "id": "x", "end": 12, "quote": "5所", "value": 5, "min": None, "max": None, "programme": "其他",
    "part_of": None,
}


@pytest.mark.parametrize("report", REPORTS, ids=[report.name for report in REPORTS])
def test_floors_hold(report: floors.Labelled) -> None:
    figures, errors = floors.scored(report)
    missed = {name: figures[name] for name, floor in report.floors.items() if figures[name] < floor}
    assert not missed, "\n".join(errors)


def test_every_labelled_sample_has_floors() -> None:
    pinned = {report.labels.name for report in REPORTS}
    assert {path.name for path in floors.FOLDERS["samples"].glob("*.gold.jsonl")} <= pinned


def test_all_right() -> None:
    figures, errors = score([LABEL], [FOUND])
    assert not errors
    assert set(figures.values()) == {1.0}


@pytest.mark.parametrize("field", [field for field in FULL if field != "part_of"])
def test_a_wrong_field_counts_against_its_level(field: str) -> None:
    figures, errors = score([LABEL], [{**FOUND, field: 6 if field == "value" else "别的"}])
    level = "quantity" if field in FULL[:4] else "fact" if field in FULL[4:6] else "full"
    assert figures["detect"] == 1
    assert figures[level] == figures[f"field.{field}"] == 0
    assert len(errors) == 1


def test_missed_and_spurious_facts_count() -> None:
    figures, errors = score([LABEL], [{**FOUND, "start": 30, "end": 32}])
    assert figures["detect"] == figures["precision"] == figures["recall"] == 0
    assert len(errors) == 2


def test_optional_labels_count_neither_way() -> None:
    optional = {**LABEL, "start": 30, "fact": "o"}
    figures, errors = score([LABEL, optional], [FOUND, {**FOUND, "id": "y", "start": 30, "end": 32}])
    assert not errors
    assert figures["detect"] == 1


def test_part_of_names_the_total() -> None:
    part = {**LABEL, "start": 20, "part_of": "10"}
    facts = [FOUND, {**FOUND, "id": "y", "start": 20, "end": 22, "part_of": "x"}]
    assert score([LABEL, part], facts).figures["field.part_of"] == 1
    facts[1]["part_of"] = None
    assert score([LABEL, part], facts).figures["field.part_of"] == 0.5


REFERENCE = floors.FOLDERS["shared"] / "score.py"


@pytest.mark.skipif(not REFERENCE.exists(), reason="the reference scorer is not on this machine")
@pytest.mark.parametrize("report", REPORTS, ids=[report.name for report in REPORTS])
def test_figures_are_those_of_the_reference_scorer(report: floors.Labelled, tmp_path: Path) -> None:
    facts = floors.facts_of(report.text)
    for position, fact in enumerate(facts):  # some errors of each kind
        if position % 7 == 0:
            fact["subject"] = "别的"
        if position % 11 == 0:
            fact["unit"] = "个"
    file = tmp_path / "facts.jsonl"
    file.write_text("".join(json.dumps(fact, default=str) + "\n" for fact in facts), encoding="utf-8")
    command = [sys.executable, str(REFERENCE), str(report.labels), str(file)]
    printed = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60).stdout
    theirs = {name: figure for name, figure in (line.split() for line in printed.splitlines()) if "." in figure}
    ours = score(floors.read_rows(report.labels), facts).figures
    assert {name: f"{figure:.3f}" for name, figure in ours.items()} == theirs
