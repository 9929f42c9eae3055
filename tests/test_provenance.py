"""``--provenance``: which rule gave a field, and where the words stand that did."""
from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from typing import Any

import jsonschema
import pytest

import civx
from civx.cli.filters import Filters
from civx.cli.formats.json_schema import json_schema
from civx.cli.formats.shape import Shape
from civx.extractors.attribution.decision import FIELDS as DECIDED
from civx.extractors.because import FIELDS
from civx.extractors.model import Fact, Reason
from civx.extractors.pipeline import trace
from civx.patterns.load import load
from civx.patterns.source import rule_sources

from conftest import ROOT, SAMPLES, Civx

# 臨江縣's report in Traditional characters, with a broken decimal and a line break that a scraper left.
TEXT = "臨江縣民政局2018年工作總結\n截至9月底，全縣共有農村低保對象\r\n約1204戶，每人每月補助不少於310。5元。\n"


MECHANISMS = (ROOT / "docs" / "labels.md").read_text(encoding="utf-8").partition("### `because`")[2]


def words(fact: Fact, text: str, field: str) -> str:
    assert fact.because is not None
    reason = fact.because[field]
    assert reason.start is not None and reason.end is not None
    return text[reason.start : reason.end]


def test_words_stand_where_they_are_said_to_in_the_source() -> None:
    households, standard = civx.extract(TEXT, provenance=True).facts
    assert words(households, TEXT, "unit") == words(households, TEXT, "measure") == "戶"
    assert words(households, TEXT, "bound") == "約"
    assert words(households, TEXT, "area") == "農村"
    assert words(standard, TEXT, "unit") == "每人每月"
    assert words(standard, TEXT, "bound") == "不少於"
    assert households.because is not None and households.because["bound"].rule == "bounds.yaml#about"


def test_nobody_asked() -> None:
    (fact, _) = civx.extract(TEXT).facts
    assert fact.because is None
    assert "because" not in fact.to_dict()
    assert hash(fact)


def test_the_other_fields_are_the_same() -> None:
    asked = civx.extract(TEXT, provenance=True).facts
    assert tuple(replace(fact, because=None) for fact in asked) == civx.extract(TEXT).facts
    assert hash(asked[0])
    record = asked[0].to_dict()
    assert list(record)[-1] == "because"
    assert record["because"]["unit"]["rule"] == "quantities.yaml#households"  # type: ignore[index]


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.stem)
def test_reasons_of_the_samples(sample: Any) -> None:
    text = sample.read_bytes().decode()
    rules = {rule.name for rule in rule_sources(map(str, (ROOT / "patterns").glob("*.yaml")), load(()))}
    for fact in civx.extract(text, provenance=True).facts:
        assert fact.because is not None
        assert [field for field in FIELDS if field in fact.because] == list(fact.because)
        assert {"measure", "unit"} <= set(fact.because)
        assert ("bound" in fact.because) <= (fact.bound != "exact")
        for field, (rule, start, end) in fact.because.items():
            assert getattr(fact, field), (field, fact)
            named = (rule, f"{rule.partition('.')[0]}.…")
            assert rule in rules if "#" in rule else any(f"`{name}`" in MECHANISMS for name in named), (field, rule)
            assert (start is None) == (end is None)
            if start is not None and end is not None:
                assert 0 <= start < end <= len(text)


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.stem)
def test_every_field_is_decided_and_nothing_overwrites_a_decision(sample: Any) -> None:
    for quantity in trace(sample.read_bytes().decode()).scan.quantities:
        assert set(quantity.decisions) == set(DECIDED)
        for field, (winner, losers) in quantity.decisions.items():
            assert getattr(quantity, field) == winner.value
            assert all(winner.score >= loser.score for loser in losers)


def test_a_total_that_is_left_out_gave_nothing() -> None:
    text = "全县特困人员93人，其中集中供养40人。"
    extraction = civx.extract(text, provenance=True)
    part = extraction.facts[1]
    own = replace(part, because={**(part.because or {}), "part_of": Reason("parts", 10, 12)}, period="2020")
    kept = Filters(periods=(("2020-01-01", "2020-12-31"),)).apply(
        replace(extraction, facts=(extraction.facts[0], own))
    )
    assert kept.facts[0].because is not None and "part_of" not in kept.facts[0].because


def test_every_format_that_has_room(civx: Civx) -> None:
    arguments = ("extract", "-", "--provenance", "-f")
    (_, fact) = json.loads(civx(*arguments, "json", stdin=TEXT.encode()).stdout)
    jsonschema.validate(fact, json_schema(Shape(because=True)))
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(fact, json_schema(Shape()))
    assert list(fact)[-1] == "because"
    lines = civx(*arguments, "jsonl", stdin=TEXT.encode()).stdout.decode().splitlines()
    assert json.loads(lines[1]) == fact
    for name, delimiter in (("csv", ","), ("tsv", "\t")):
        table = civx(*arguments, name, "--raw", stdin=TEXT.encode()).stdout.decode()
        quoting = csv.QUOTE_MINIMAL if name == "csv" else csv.QUOTE_NONE
        (_, row) = csv.DictReader(io.StringIO(table, newline=""), delimiter=delimiter, quoting=quoting)
        assert json.loads(row["because"]) == fact["because"]
    chosen = civx(*arguments, "jsonl", "--columns", "subject,because", stdin=TEXT.encode()).stdout.decode()
    assert json.loads(chosen.splitlines()[1]) == {"subject": fact["subject"], "because": fact["because"]}


def test_outputs_with_reasons_are_read_back(civx: Civx) -> None:
    output = civx("extract", "-", "--provenance", "-f", "csv", stdin=TEXT.encode()).stdout
    assert civx("summary", "-", stdin=output).returncode == 0


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--layout", "wide", "-f", "json"], "--provenance: a wide row is many facts"),
        (["-f", "table"], "--provenance: table has no room for it"),
        (["-o", "facts.db"], "--provenance: sqlite has no room for it"),
    ],
)
def test_where_there_is_no_room(civx: Civx, arguments: list[str], said: str) -> None:
    done = civx("extract", "-", "--provenance", *arguments, stdin=TEXT.encode())
    assert done.returncode == 2
    assert said in done.stderr.decode()


def test_a_column_that_was_not_asked_for(civx: Civx) -> None:
    done = civx("extract", "-", "-f", "csv", "--columns", "because", stdin=TEXT.encode())
    assert done.returncode == 2
    assert "because needs --provenance" in done.stderr.decode()


def test_the_schema_knows_it(civx: Civx) -> None:
    assert "because" in json.loads(civx("schema", "--provenance").stdout)["required"]
    assert "because" not in json.loads(civx("schema").stdout)["properties"]
