"""``civx score`` and the scorer below it."""
from __future__ import annotations

import importlib.util
import json
import random
from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from civx.analysis.scoring import FIGURES, FULL, label_faults, parse_rows, score

import floors
from conftest import Civx

LABEL = {
    "start": 10, "text": "5", "fact": "y", "measure": "count", "value": "5", "min": "", "max": "", "unit": "所",
    "bound": "exact", "programme": "养老服务|其他", "subject": "敬老院", "area": "", "status": "actual",
    "period": "2021", "part_of": "", "place": "石桥镇", "direction": "",
}
FOUND = {
    **LABEL, "id": "x", "end": 12, "quote": "5所", "value": 5, "min": None, "max": None, "programme": "其他",
    "part_of": None,
}
TEXT = "石桥县民政局2021年工作总结\n一、主要工作\n全县纳入低保1203户、2051人，新建敬老院5所。\n"


# --- the figures


def test_all_right() -> None:
    result = score([LABEL], [FOUND])
    assert not result.errors
    assert list(result.figures) == list(FIGURES)
    assert set(result.figures.values()) == {1.0}
    assert (result.gold, result.predicted) == (1, 1)


@pytest.mark.parametrize("field", [field for field in FULL if field != "part_of"])
def test_a_wrong_field_counts_against_its_level(field: str) -> None:
    result = score([LABEL], [{**FOUND, field: 6 if field == "value" else "别的"}])
    level = "quantity" if field in FULL[:4] else "fact" if field in FULL[4:6] else "full"
    assert result.figures["detect"] == 1
    assert result.figures[level] == result.figures[f"field.{field}"] == 0
    assert [error.kind for error in result.errors] == [field]


def test_place_and_direction_count_where_they_are_labelled() -> None:
    label = {key: value for key, value in LABEL.items() if key not in ("place", "direction")}
    assert score([label], [{**FOUND, "place": "别的", "direction": "up"}]).figures["full"] == 1
    result = score([{**label, "direction": "down"}], [{**FOUND, "direction": "up"}])
    assert result.figures["full"] == result.figures["field.direction"] == 0
    assert score([{**label, "place": "石桥|石桥镇"}], [{**FOUND, "place": "石桥"}]).figures["full"] == 1


@pytest.mark.parametrize(
    ("wanted", "got", "same"),
    [
        ("敬老院", "农村敬老院", True),
        ("院", "农村敬老院", False),  # less than half of it
        ("城乡低保对象", "低保对象", True),
        ("养老机构护理型床位|护理型床位", "护理床位", True),
        ("城乡低保对象", "低保", False),
        ("", "", True),
        ("", "敬老院", False),
    ],
)
def test_subjects_agree_where_one_is_at_least_half_of_the_other(wanted: str, got: str, same: bool) -> None:
    figures = score([{**LABEL, "subject": wanted}], [{**FOUND, "subject": got}]).figures
    assert figures["field.subject"] == float(same)


def test_missed_and_spurious_facts_count() -> None:
    result = score([LABEL], [{**FOUND, "start": 30, "end": 32}])
    assert result.figures["detect"] == result.figures["precision"] == result.figures["recall"] == 0
    assert [error.kind for error in result.errors] == ["missed", "spurious"]
    assert score([LABEL], []).figures["recall"] == score([], [FOUND]).figures["precision"] == 0


def test_optional_labels_count_neither_way() -> None:
    optional = {**LABEL, "start": 30, "fact": "o"}
    result = score([LABEL, optional], [FOUND, {**FOUND, "id": "y", "start": 30, "end": 32}])
    assert not result.errors
    assert result.figures["detect"] == 1


def test_part_of_names_the_total() -> None:
    part = {**LABEL, "start": 20, "part_of": "10"}
    facts = [FOUND, {**FOUND, "id": "y", "start": 20, "end": 22, "part_of": "x"}]
    assert score([LABEL, part], facts).figures["field.part_of"] == 1
    facts[1]["part_of"] = None
    assert score([LABEL, part], facts).figures["field.part_of"] == 0.5
    assert score([LABEL, {**part, "part_of": "10|"}], facts).figures["field.part_of"] == 1


def test_of_several_facts_at_a_label_the_best_counts() -> None:
    result = score([LABEL], [{**FOUND, "unit": "家"}, {**FOUND, "id": "y"}])
    assert result.figures["full"] == 1
    assert result.predicted == 1


def test_ranges_compare_both_ends() -> None:
    label = {**LABEL, "value": "", "min": "3", "max": "5", "bound": "range"}
    fact = {**FOUND, "value": None, "min": 3, "max": 5, "bound": "range"}
    assert score([label], [fact]).figures["full"] == 1
    result = score([label], [{**fact, "max": 6}])
    assert result.confusion("value") == [("3-5", "3-6", 1)]


def test_confusion_counts_pairs() -> None:
    labels = [{**LABEL, "start": start} for start in (10, 20, 30)]
    facts = [{**FOUND, "id": str(start), "start": start, "end": start + 2, "unit": unit}
             for start, unit in ((10, "家"), (20, "个"), (30, "家"))]
    assert score(labels, facts).confusion("unit") == [("所", "家", 2), ("所", "个", 1)]


def test_label_faults() -> None:
    assert label_faults([LABEL], "0123456789" + "5所") == []
    assert label_faults([LABEL], "0123456789" + "6所") == ["row 1: the report has '6' at 10, not '5'"]
    assert label_faults([{"start": 1, "fact": "x"}]) == ["row 1: fact is 'x' (write y, n or o)"]
    assert label_faults([{**LABEL}, {"start": 2, "fact": "n"}]) == [
        "row 2: stands before the row above it (sort the rows by start)"
    ]
    assert label_faults([{"start": 1, "fact": "y", "value": "1"}])[0].startswith("row 1: has no unit, measure")


def test_rows_are_an_array_or_lines() -> None:
    assert parse_rows('[\n{"start": 1},\n{"start": 2}\n]\n') == parse_rows('{"start": 1}\n\n{"start": 2}\r\n')
    assert parse_rows('{"start": 1, "note": "a\u2028b"}')[0]["note"] == "a\u2028b"
    with pytest.raises(ValueError, match="line 2: no valid JSON"):
        parse_rows('{"start": 1}\n{"start"')
    with pytest.raises(ValueError, match="line 1: no object with a whole number as its start"):
        parse_rows("[1]")


REPORTS = list(floors.labelled())
REFERENCE = floors.FOLDERS["shared"] / "score.py"
needs_reference = pytest.mark.skipif(
    not REFERENCE.exists(), reason="../shared/gold/score.py, the reference, is not on this machine"
)
Facts = list[dict[str, Any]]


def both(labels: Facts, facts: Facts) -> tuple[list[Any], list[Any]]:
    """Figures and errors of civx, and those of the reference scorer, in the form of the former."""
    spec = importlib.util.spec_from_file_location("reference", REFERENCE)
    assert spec is not None and spec.loader is not None
    reference = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(reference)
    figures, errors = reference.score(labels, facts)
    kinds = Counter((line.split()[0].lower(), line.split()[1].rstrip(":")) for line in errors)
    ours = score(labels, facts)
    counts = {"gold": ours.gold, "predicted": ours.predicted}
    return (
        [counts | ours.figures, Counter((error.kind, str(error.start)) for error in ours.errors)],
        [figures, kinds],
    )


@needs_reference
@pytest.mark.parametrize("report", REPORTS, ids=[report.name for report in REPORTS])
def test_figures_and_errors_are_those_of_the_reference_scorer(report: floors.Labelled) -> None:
    facts = floors.facts_of(report.text)
    for position, fact in enumerate(facts):  # some errors of each kind
        if position % 7 == 0:
            fact["subject"] = str(fact["subject"])[::2]
        if position % 11 == 0:
            fact["unit"] = "个"
        if position % 13 == 0:
            fact["part_of"] = facts[0]["id"]
        if position % 5 == 0:
            fact["direction"] = "down"
    facts = [fact for position, fact in enumerate(facts) if position % 17]
    facts += [{**facts[0], "id": "none", "start": 0, "end": 1, "part_of": None}]
    labels = parse_rows(report.labels.read_text(encoding="utf-8"))
    ours, theirs = both(labels, facts)
    assert ours == theirs


@needs_reference
def test_made_up_rows_score_as_with_the_reference_scorer() -> None:
    """Labels of every shape against facts of every shape, one kind of difference at a time and several at once."""
    choices: dict[str, tuple[Any, ...]] = {
        "fact": ("y", "y", "y", "o", "n"),
        "value": ("5", "", "1,205", None), "min": ("", "3"), "max": ("", "5"), "unit": ("所", "所|家", "", None),
        "measure": ("count",), "bound": ("exact", "exact|about", "range"), "programme": ("特困", "养老服务|特困", ""),
        "status": ("actual", "planned|actual"),
        "subject": ("敬老院", "院", "农村敬老院 | 敬老院", "", "——", "养老床位"),
        "area": ("", "rural"), "period": ("2021", "2021|2020", "", None), "part_of": ("", "10", "10|", "12", None),
        "place": ("", "石桥镇", "石桥|甲镇", None), "direction": ("", "up", "down"),
    }
    found: dict[str, tuple[Any, ...]] = {
        "value": (5, None, Decimal("1205"), "5.0"), "min": (None, 3), "max": (None, 5), "unit": ("所", "家", None),
        "measure": ("count", "persons"), "bound": ("exact", "range"), "programme": ("特困", "养老服务", "其他"),
        "status": ("actual", "planned"), "subject": ("敬老院", "", "院", "农村敬老院", "—", "护理型养老床位", None),
        "area": ("", "rural"), "period": ("2021", "2020", ""), "part_of": (None, "f10", "f12", "none"),
        "place": ("", "石桥镇", "石桥", None), "direction": ("", "up", None),
    }
    made = random.Random(9)
    for _ in range(300):
        labels = [
            {"start": start, "text": str(start), **{key: made.choice(values) for key, values in choices.items()}}
            for start in range(10, 30)
        ]
        for label in labels:
            for optional in ("place", "direction"):
                if made.random() < 0.5:
                    del label[optional]
        facts = [
            {"id": f"f{start}", "start": start, "end": start + made.choice((1, 1, 1, 3)), "quote": "5所",
             **{key: made.choice((values[0], *values)) for key, values in found.items()}}
            for start in sorted(made.choices(range(8, 32), k=20))
        ]
        ours, theirs = both(labels, facts)
        assert ours == theirs


# --- the command


@pytest.fixture
def labelled(civx: Civx, tmp_path: Path) -> list[dict[str, Any]]:
    """report.txt, labels.jsonl made from what civx finds in it, and facts.jsonl."""
    (tmp_path / "report.txt").write_text(TEXT, encoding="utf-8")
    output = civx("extract", "report.txt", "-f", "jsonl").stdout.decode()
    (tmp_path / "facts.jsonl").write_text(output, encoding="utf-8")
    starts = {fact["id"]: str(fact["start"]) for fact in parse_rows(output)}
    labels = [
        {
            **{field: str(fact[field] or "") for field in (*FULL, "min", "max")}, "start": fact["start"],
            "text": fact["quote"][:-1], "fact": "y", "part_of": starts.get(fact["part_of"], ""),
        }
        for fact in parse_rows(output)
    ]
    write_labels(tmp_path, labels)
    return labels


def write_labels(folder: Path, labels: list[dict[str, Any]]) -> None:
    lines = [json.dumps(label, ensure_ascii=False) + "\n" for label in labels]
    (folder / "labels.jsonl").write_text("".join(lines), encoding="utf-8")


@pytest.mark.usefixtures("labelled")
@pytest.mark.parametrize("file", ["report.txt", "facts.jsonl", "-"])
def test_a_report_or_its_facts(civx: Civx, tmp_path: Path, file: str) -> None:
    done = civx("score", "labels.jsonl", file, stdin=(tmp_path / "facts.jsonl").read_bytes())
    assert (done.returncode, done.stderr) == (0, b"")
    lines = done.stdout.decode().splitlines()
    assert lines[0].split() == ["gold", "3"]
    assert {line.split()[1] for line in lines[2:]} == {"1.000"}


def test_disagreements_are_listed(civx: Civx, tmp_path: Path, labelled: list[dict[str, Any]]) -> None:
    labelled[0]["unit"] = labelled[1]["unit"] = "家"
    write_labels(tmp_path, labelled)
    done = civx("score", "labels.jsonl", "report.txt", "--errors", "1")
    output = done.stdout.decode()
    assert "\nunit: wanted → got\n    1  家 → 人\n    1  家 → 户\n" in output
    assert output.endswith(": unit is '户', not '家'\n")
    figures = json.loads(civx("score", "labels.jsonl", "report.txt", "--format", "json").stdout)
    assert figures["field.unit"] == 0.333333
    assert figures["confusion"]["unit"][0] == {"wanted": "家", "got": "人", "count": 1}
    assert [error["kind"] for error in figures["errors"]] == ["unit", "unit"]


def test_floors_decide_the_exit_code(civx: Civx, tmp_path: Path, labelled: list[dict[str, Any]]) -> None:
    labelled[0]["programme"] = "殡葬"
    write_labels(tmp_path, labelled)
    assert civx("score", "labels.jsonl", "report.txt", "--floor", "quantity=1").returncode == 0
    done = civx("score", "labels.jsonl", "report.txt", "--floor", "quantity=1", "--floor", "fact=0.9")
    assert done.returncode == 1
    assert done.stderr.decode() == "civx: report.txt: fact is 0.667, below the floor 0.900\n"
    for wrong in ("speed=1", "fact", "fact=2", "fact=high"):
        assert civx("score", "labels.jsonl", "report.txt", "--floor", wrong).returncode == 2


def test_a_report_in_another_encoding(civx: Civx, tmp_path: Path, labelled: list[dict[str, Any]]) -> None:
    (tmp_path / "old.txt").write_bytes(TEXT.encode("gb18030"))
    done = civx("score", "labels.jsonl", "old.txt", "--encoding", "gb18030", "--floor", "detect=1")
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.usefixtures("labelled")
def test_what_cannot_be_scored_is_said(civx: Civx, tmp_path: Path) -> None:
    (tmp_path / "other.txt").write_text("序言\n" + TEXT, encoding="utf-8")
    for gold, file, message in (
        ("labels.jsonl", "other.txt", "the labels were made for another text than this: row 1: the report has"),
        ("labels.jsonl", "labels.jsonl", "labels.jsonl: holds no facts as civx extract prints them"),
        ("report.txt", "report.txt", "report.txt: line 1: no valid JSON"),
        ("none.jsonl", "report.txt", "none.jsonl: no such file"),
        ("labels.jsonl", "none.txt", "none.txt: no such file"),
    ):
        done = civx("score", gold, file)
        assert (done.returncode, done.stdout) == (1, b"")
        assert message in done.stderr.decode()
        assert "Traceback" not in done.stderr.decode()
