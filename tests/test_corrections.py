"""Corrections: what a file of them may hold, how they come to their numbers, what the facts are after them."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from civx.analysis.correction_sets import counts, labels, merge
from civx.analysis.corrections import Correction, apply, correction_of, for_text, text_hash
from civx.extractors.model import Fact
from civx.extractors.pipeline import extract

from conftest import ROOT, Civx

TEXT = """清河县民政局2023年工作总结

一、社会救助
截至12月底，全县共有城乡低保对象3206户、5418人，全年发放低保金2846.5万元。其中城市低保410户、602人。
"""


def row(quote: str, action: str, text: str = TEXT, **more: Any) -> dict[str, Any]:
    start = text.index(quote)
    end = start + len(quote)
    fields = {"source": "清河.txt", "sha256": text_hash(text), "start": start, "end": end, "quote": quote}
    context = [text[max(0, start - 12) : start], text[end : end + 12]]
    return {**fields, "action": action, "context": context, "before": None, "after": None, **more}


def correction(quote: str, action: str, text: str = TEXT, **more: Any) -> Correction:
    return correction_of(row(quote, action, text, **more), f"c.jsonl:{quote}")


def after(*corrections: Correction, text: str = TEXT) -> dict[str, Fact]:
    extraction = extract(text, "清河.txt", provenance=True)
    own, problems = for_text(corrections, "清河.txt", text)
    assert problems == []
    return {fact.quote: fact for fact in apply(extraction, own).facts}


def test_each_action() -> None:
    facts = after(
        correction("3206户", "confirmed", before={"subject": "城乡低保对象", "programme": "低保"}),
        correction(
            "602人", "corrected", before={"subject": "城市低保"}, after={"subject": "城市低保对象", "value": "620"}
        ),
        correction("410户", "deleted", before={"subject": "城市低保"}),
        correction("12月", "added", after={"subject": "月份", "value": "12", "unit": "月", "measure": "count"}),
    )
    assert list(facts) == ["12月", "3206户", "5418人", "2846.5万元", "602人"]
    assert facts["3206户"].reviewed == "confirmed" and facts["5418人"].reviewed == ""
    assert (facts["602人"].subject, facts["602人"].value, facts["602人"].reviewed) == (
        "城市低保对象", Decimal(620), "corrected",
    )
    assert "subject" not in (facts["602人"].because or {}) and "unit" in (facts["602人"].because or {})
    added = facts["12月"]
    assert (added.value, added.unit, added.rule, added.line, added.section) == (
        Decimal(12), "月", "correction", 4, ("一、社会救助",),
    )
    assert added.quote in added.sentence and TEXT[added.start : added.end] == added.quote


def test_what_was_confirmed_stays_also_where_civx_reads_it_otherwise() -> None:
    facts = after(correction("5418人", "confirmed", before={"subject": "在册低保人员", "period": "2023"}))
    assert (facts["5418人"].subject, facts["5418人"].period) == ("在册低保人员", "2023")
    assert facts["5418人"].reviewed == "corrected"


def test_a_part_of_a_deleted_total_has_none() -> None:
    facts = after(correction("5418人", "deleted", before={}))
    assert facts["602人"].part_of is None
    assert after()["602人"].part_of is not None


def test_the_last_of_several_counts() -> None:
    one, other = ({"subject": name} for name in ("甲", "乙"))
    facts = after(
        correction("602人", "corrected", before={}, after=one), correction("602人", "corrected", before={}, after=other)
    )
    assert facts["602人"].subject == "乙"


CHANGED = {
    "a heading grew": (TEXT.replace("一、社会救助", "一、社会救助和养老工作情况"), True),
    "a sentence before": ("本文经局长办公会审议。\n" + TEXT, True),
    "the number itself": (TEXT.replace("602人", "603人"), False),
    "the same number twice in other words": ("某。602人。\n又。602人。\n", False),
    "one word beside it": (TEXT.replace("410户、602人", "410户，602人"), True),
}


@pytest.mark.parametrize("name", CHANGED)
def test_found_again_in_a_text_that_changed(name: str) -> None:
    text, found = CHANGED[name]
    own, problems = for_text([correction("602人", "deleted")], "资料/清河.txt", text)
    assert (len(own), len(problems)) == ((1, 0) if found else (0, 1))
    if found:
        assert text[own[0].start : own[0].end] == "602人"
        assert "602人" not in {fact.quote for fact in apply(extract(text), own).facts}
    else:
        assert "c.jsonl:602人" in problems[0]


def test_another_texts_corrections_are_left_alone() -> None:
    assert for_text([correction("602人", "deleted")], "东山.txt", "东山县有低保对象602人。") == ([], [])


FAULTS = {
    "[]": "no object",
    '{"source": "a"}': "want of sha256",
    json.dumps({**row("602人", "confirmed"), "action": "gone"}): "none of confirmed",
    json.dumps(row("602人", "corrected")): "does not say what is right",
    json.dumps(row("602人", "confirmed")): "does not say what (before)",
    json.dumps({**row("602人", "deleted"), "start": 90, "end": 80}): "span is empty",
    json.dumps({**row("602人", "deleted"), "start": "9"}): "start is no offset",
    json.dumps(row("602人", "corrected", after={"colour": "red"})): "no field that can be corrected",
    json.dumps(row("602人", "corrected", after={"status": "done"})): "none of actual",
    json.dumps(row("602人", "corrected", after={"value": "6o2"})): "no number",
    json.dumps(row("602人", "corrected", after={"value": "NaN"})): "no number",
    json.dumps(row("602人", "deleted", context=["a"])): "no pair",
    "{": "no JSON",
}


@pytest.mark.parametrize("line", FAULTS)
def test_faults_name_file_and_line(civx: Civx, tmp_path: Path, line: str) -> None:
    (tmp_path / "清河.txt").write_text(TEXT, encoding="utf-8")
    good = json.dumps(row("410户", "deleted"), ensure_ascii=False)
    (tmp_path / "c.jsonl").write_text(f"{good}\n{line}\n", encoding="utf-8")
    extracting = ["extract", "清河.txt", "--corrections", "c.jsonl", "-o", "out.json"]
    for command in (extracting, ["corrections", "check", "c.jsonl"]):
        done = civx(*command)
        assert done.returncode == 1
        assert b"c.jsonl: line 2: " in done.stderr and FAULTS[line].encode() in done.stderr
        assert b"Traceback" not in done.stderr
    assert not (tmp_path / "out.json").exists()


def test_one_that_cannot_be_applied_stops_its_file_and_no_other(civx: Civx, tmp_path: Path) -> None:
    (tmp_path / "清河.txt").write_text(TEXT.replace("602人", "603人"), encoding="utf-8")
    (tmp_path / "other.txt").write_text("东山县2023年工作总结\n有低保对象77人。\n", encoding="utf-8")
    (tmp_path / "c.jsonl").write_text(json.dumps(row("602人", "deleted")) + "\n", encoding="utf-8")
    done = civx("extract", "清河.txt", "other.txt", "--corrections", "c.jsonl", "-f", "jsonl")
    assert done.returncode == 1
    assert "清河.txt: a correction cannot be applied" in done.stderr.decode() and "c.jsonl:1" in done.stderr.decode()
    assert [json.loads(line)["source"] for line in done.stdout.decode().splitlines()] == ["other.txt"]


@pytest.mark.parametrize("form", ["jsonl", "json", "csv", "tsv"])
def test_reviewed_goes_out_and_comes_back(civx: Civx, tmp_path: Path, form: str) -> None:
    (tmp_path / "清河.txt").write_text(TEXT, encoding="utf-8")
    line = row("602人", "corrected", before={"subject": "城市低保"}, after={"subject": "城市低保对象"})
    (tmp_path / "c.jsonl").write_text(json.dumps(line) + "\n", encoding="utf-8")
    first = civx("extract", "清河.txt", "--corrections", "c.jsonl", "-o", f"out.{form}")
    assert first.returncode == 0, first.stderr
    written = (tmp_path / f"out.{form}").read_text(encoding="utf-8-sig")
    assert written.count("corrected") == 1 and "城市低保对象" in written
    done = civx("summary", f"out.{form}", "-f", "json")
    assert done.returncode == 0 and "602" in done.stdout.decode()


def test_the_schema_knows_reviewed(civx: Civx, tmp_path: Path) -> None:
    (tmp_path / "清河.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "c.jsonl").write_text(json.dumps(row("602人", "confirmed", before={})) + "\n", encoding="utf-8")
    schema = json.loads(civx("schema").stdout)
    facts = json.loads(civx("extract", "清河.txt", "--corrections", "c.jsonl", "-f", "json").stdout)
    assert [fact.get("reviewed") for fact in facts].count("confirmed") == 1
    for fact in facts:
        jsonschema.validate(fact, schema)


@pytest.mark.parametrize("command", ["audit", "summary", "page"])
def test_every_command_takes_them(civx: Civx, tmp_path: Path, command: str) -> None:
    (tmp_path / "清河.txt").write_text(TEXT, encoding="utf-8")
    line = row("602人", "corrected", before={}, after={"value": "6020"})
    (tmp_path / "c.jsonl").write_text(json.dumps(line) + "\n", encoding="utf-8")
    options = {
        "audit": ["--fail-on", "warning", "-o", "o.json"], "summary": ["-f", "json", "-o", "o.json"],
        "page": ["-o", "o.html"],
    }[command]
    done = civx(command, "清河.txt", "--corrections", "c.jsonl", *options)
    written = next(tmp_path.glob("o.*")).read_text(encoding="utf-8")
    assert "6020" in written
    assert done.returncode == (1 if command == "audit" else 0)  # a part above its whole


def test_compare_takes_them(civx: Civx, tmp_path: Path) -> None:
    (tmp_path / "清河.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "2022.txt").write_text(TEXT.replace("2023", "2022"), encoding="utf-8")
    line = row("5418人", "corrected", before={}, after={"value": "5481"})
    (tmp_path / "c.jsonl").write_text(json.dumps(line) + "\n", encoding="utf-8")
    done = civx("compare", "清河.txt", "2022.txt", "--corrections", "c.jsonl", "-f", "json")
    assert done.returncode == 0 and "5481" in done.stdout.decode()


def test_check_says_what_can_be_applied(civx: Civx, tmp_path: Path) -> None:
    (tmp_path / "清河.txt").write_text(TEXT, encoding="utf-8")
    lines = [row("602人", "deleted"), {**row("410户", "deleted"), "start": 3}]
    (tmp_path / "c.jsonl").write_text("\n".join(map(json.dumps, lines)) + "\n", encoding="utf-8")
    done = civx("corrections", "check", "c.jsonl", "清河.txt")
    assert done.stdout.decode().splitlines() == [
        "c.jsonl: 2 corrections, of 1 text", "清河.txt: 1 correction can be applied",
    ]
    assert done.returncode == 1 and "c.jsonl:2: not “410户” stands at 3" in done.stderr.decode()


def test_merge_keeps_all_and_shows_conflicts(civx: Civx, tmp_path: Path) -> None:
    mine = [row("602人", "confirmed", before={"subject": "城市低保"}, who="王", when="2024-01-02T00:00:00Z")]
    theirs = [
        row(
            "602人", "corrected", before={"subject": "城市低保"}, after={"subject": "城镇低保"}, who="李",
            when="2024-01-03T00:00:00Z",
        ),
        row("410户", "deleted", before={}, who="李"),
    ]
    for name, entries in (("a", mine), ("b", theirs)):
        lines = "".join(json.dumps(entry, ensure_ascii=False) + "\n" for entry in entries)
        (tmp_path / f"{name}.jsonl").write_text(lines, encoding="utf-8")
    stopped = civx("corrections", "merge", "a.jsonl", "b.jsonl", "-o", "both.jsonl")
    assert stopped.returncode == 1 and not (tmp_path / "both.jsonl").exists()
    assert "b.jsonl:1: differs from a.jsonl:1" in stopped.stderr.decode() and "by 李" in stopped.stderr.decode()
    done = civx("corrections", "merge", "a.jsonl", "b.jsonl", "--newer", "-o", "both.jsonl")
    assert done.returncode == 0
    written = [json.loads(line) for line in (tmp_path / "both.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [(one["quote"], one["action"]) for one in written] == [("410户", "deleted"), ("602人", "corrected")]
    again = civx("corrections", "merge", "both.jsonl", "both.jsonl")
    assert again.stdout == (tmp_path / "both.jsonl").read_bytes()


def test_stats(civx: Civx, tmp_path: Path) -> None:
    found = counts([
        correction("602人", "corrected", before={"subject": "城市低保"}, after={"subject": "城市低保对象"}),
        correction("410户", "corrected", before={"subject": "城市低保"}, after={"subject": "城市低保对象"}),
        correction("3206户", "confirmed", before={"programme": "低保"}),
    ])
    assert found.actions == {"corrected": 2, "confirmed": 1}
    assert found.changes == {("subject", "城市低保", "城市低保对象"): 2}


def test_score_counts_what_was_reviewed(civx: Civx, tmp_path: Path) -> None:
    (tmp_path / "清河.txt").write_text(TEXT, encoding="utf-8")
    before = {"subject": "城乡低保对象", "programme": "低保"}
    entries = [
        row("3206户", "confirmed", before=before),
        row("602人", "corrected", before={"programme": "低保"}, after={"programme": "特困"}),
        row("410户", "deleted", before={}),
    ]
    (tmp_path / "c.jsonl").write_text("".join(json.dumps(one) + "\n" for one in entries), encoding="utf-8")
    done = civx("score", "c.jsonl", "清河.txt", "-f", "json")
    result = json.loads(done.stdout)
    assert (result["gold"], result["predicted"]) == (2, 3)
    assert (result["precision"], result["recall"]) == (round(2 / 3, 6), 1)
    assert {error["kind"] for error in result["errors"]} == {"spurious", "programme"}


def test_labels_are_the_reviewed_numbers_only() -> None:
    facts = [fact.to_dict() for fact in extract(TEXT).facts]
    rows = labels([correction("602人", "confirmed", before={"subject": "城市低保"})], facts)
    assert [(one["text"], one["fact"], one["subject"], one["unit"], one["part_of"]) for one in rows] == [
        ("602人", "y", "城市低保", "人", ""),
    ]


def test_suggest_puts_corrected_words_first(civx: Civx, tmp_path: Path) -> None:
    text = "清河县2023年工作总结\n全年开展暖心驿站服务32场。\n"
    (tmp_path / "清河.txt").write_text(text, encoding="utf-8")
    entry = row(
        "32场", "corrected", text, before={"programme": "其他", "subject": "暖心驿站"},
        after={"programme": "养老服务", "subject": "暖心驿站"},
    )
    (tmp_path / "c.jsonl").write_text(json.dumps(entry) + "\n", encoding="utf-8")
    done = civx("patterns", "suggest", "清河.txt", "--corrections", "c.jsonl")
    said = done.stdout.decode()
    assert "programme: 养老服务" in said and '"暖心驿站"' in said


@given(st.data())
@settings(max_examples=40, deadline=None, derandomize=True)
def test_whatever_is_corrected_the_rest_stays(data: st.DataObject) -> None:
    text = (ROOT / "samples" / "district-simplified.txt").read_text(encoding="utf-8")
    extraction = _cached(text)
    facts = extraction.facts
    picked = data.draw(st.sets(st.integers(0, len(facts) - 1), min_size=1, max_size=8))
    actions = [data.draw(st.sampled_from(["confirmed", "corrected", "deleted"])) for _ in picked]
    given_ = [
        Correction("x", text_hash(text), facts[at].start, facts[at].end, facts[at].quote, action, before={}, after=(
            {"subject": "新名"} if action == "corrected" else None))
        for at, action in zip(sorted(picked), actions, strict=True)
    ]
    own, problems = for_text(given_, "x", text)
    assert problems == [] and len(own) == len(given_)
    changed = apply(extraction, own).facts
    gone = {facts[at].id for at, action in zip(sorted(picked), actions, strict=True) if action == "deleted"}
    assert [fact.id for fact in changed] == [fact.id for fact in facts if fact.id not in gone]
    by_id = {fact.id: fact for fact in changed}
    for number, fact in enumerate(facts):
        if number not in picked and fact.part_of not in gone:
            assert by_id[fact.id] == fact


def test_merging_is_the_same_whoever_comes_first() -> None:
    one = correction("602人", "deleted", when="1")
    two = correction("410户", "confirmed", before={}, when="2")
    assert merge([one, two]).agreed == merge([two, one]).agreed
    assert merge([one, one._replace(who="李")]).conflicts == []


_kept: dict[str, Any] = {}


def _cached(text: str) -> Any:
    if text not in _kept:
        _kept[text] = extract(text, "x")
    return _kept[text]
