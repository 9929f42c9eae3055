"""The short hunt, and what longer ones have found."""
from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

import civx as package

from .growth import grows_too_fast
from .invariants import WRITTEN, check_all, check_facts, check_formats, corpus
from .texts import TEXTS, UNITS, mutated
from conftest import Civx

CORPUS = sorted(corpus().glob("*.txt"))
# Those that once took time that grew with the square, and some drawn anew whenever a unit is added.
_REPEATED = ["仟", "千", "万", "1+1", "\t1", "| 1 ", "5户、", "分别为5户、6户", "<!---->", "　"]
_DRAWN = random.Random(len(UNITS)).sample(UNITS, 12)


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(TEXTS)
def test_whatever_the_text_all_promises_are_kept(text: str) -> None:
    check_all(text, formats=len(text) % 8 == 0)


@pytest.mark.parametrize("path", CORPUS, ids=lambda path: path.stem)
def test_what_once_broke_something(path: Path) -> None:
    check_all(path.read_bytes().decode("utf-8", "surrogatepass"))


def test_every_format_holds_what_is_found() -> None:
    for number in range(3):
        check_formats(package.extract(mutated(random.Random(number)), source="a.txt"), WRITTEN)


@pytest.mark.parametrize("unit", dict.fromkeys([*_REPEATED, *_DRAWN]), ids=repr)
def test_cost_grows_with_the_length(unit: str) -> None:
    assert grows_too_fast(unit, 1500) == ""


def test_a_sentence_without_end_is_not_repeated_for_each_fact() -> None:
    facts = check_facts("低保5户，" * 2000).facts
    assert len(facts) == 2000
    assert sum(len(fact.sentence) for fact in facts) <= 500 * 2000


def test_texts_in_files_give_the_same_with_any_number_of_workers(civx: Civx, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    for number in range(12):
        text = mutated(random.Random(number)).encode("utf-8", "replace").replace(b"\0", b"")
        (tmp_path / "in" / f"{number}.txt").write_bytes("民政局工作总结。".encode() + text)
    one, three = (civx("extract", "-r", "in", "-f", "jsonl", "-q", "-j", jobs) for jobs in ("1", "3"))
    assert (one.returncode, one.stdout) == (three.returncode, three.stdout)
    assert one.stdout
