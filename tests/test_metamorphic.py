"""What must not change: a report with a town renamed, its years shifted, its script changed, a list reordered or
something appended says the same of everything else.

The reports are the samples and tests/reports; the passages are made from hypothesis' choices.
"""
from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import civx

ROOT = Path(__file__).parent.parent
REPORTS = sorted([*(ROOT / "samples").glob("*.txt"), *(ROOT / "tests" / "reports").glob("*.txt")])
PROSE = [path for path in REPORTS if not path.stem.startswith("tables-")]
FIELDS = (
    "programme", "subject", "place", "area", "measure", "value", "min", "max", "unit", "bound", "status", "direction",
    "period",
)
MORE = {"paragraph": "\n\n组织党员干部义务植树120棵。\n", "sentence": "另购置办公桌椅16套。"}


def facts(text: str) -> list[civx.Fact]:
    return list(civx.extract(text, source="x").facts)


def seen(fact: civx.Fact) -> dict[str, Any]:
    return {name: getattr(fact, name) for name in FIELDS}


def parents(found: list[civx.Fact]) -> list[int | None]:
    """For each fact the number, in text order, of its total."""
    numbers = {fact.id: i for i, fact in enumerate(found)}
    return [numbers[fact.part_of] if fact.part_of else None for fact in found]


def same(before: list[civx.Fact], after: list[civx.Fact], change: Callable[[dict[str, Any]], dict[str, Any]]) -> None:
    """``after`` says what ``before`` does, with ``change`` made to each fact."""
    assert len(before) == len(after)
    for old, new in zip(before, after, strict=True):
        assert change(seen(old)) == seen(new), (old.quote, old.sentence)
    assert parents(before) == parents(after)


# --- years


YEAR = re.compile(r"(?<!\d)(19|20)\d\d(?!\d|[元万萬人户戶个個张張])")
PLAN = re.compile("[“\"]?十[一二三四五六]五[”\"]?")


def later(text: str, by: int) -> str:
    return YEAR.sub(lambda m: str(int(m[0]) + by), text)


@pytest.mark.parametrize("path", PROSE, ids=lambda path: path.stem)
def test_all_years_shifted(path: Path) -> None:
    """Ten years later everything is ten years later, and nothing else is different."""
    text = path.read_text(encoding="utf-8")
    if PLAN.search(text) is not None or re.search("[一二]〇|二0|民[国國]|1[01]\\d年", text) is not None:
        pytest.skip("names years by other words, which the shift leaves")
    before, after = facts(text), facts(later(text, 10))
    same(before, after, lambda fact: {**fact, "period": later(fact["period"], 10)})


# --- script


@pytest.mark.parametrize("path", REPORTS, ids=lambda path: path.stem)
def test_script_changed(path: Path) -> None:
    """A Simplified report turned Traditional gives the same facts."""
    from opencc import OpenCC

    text = path.read_text(encoding="utf-8")
    simplified = civx.normalize(text).text
    traditional = OpenCC("s2t").convert(simplified)
    same(facts(simplified), facts(traditional), lambda fact: fact)


# --- appended


@pytest.mark.parametrize("path", REPORTS, ids=lambda path: path.stem)
@pytest.mark.parametrize("more", MORE.values(), ids=MORE)
def test_something_appended(path: Path, more: str) -> None:
    """A further paragraph or sentence leaves the facts before it as they were."""
    text = path.read_text(encoding="utf-8").rstrip()
    if not more.startswith("\n") and not text.endswith("。"):
        pytest.skip("its last line is no sentence, so that one cannot go on behind it")
    before, after = facts(text), facts(text + more)
    assert len(after) == len(before) + 1
    same(before, after[:-1], lambda fact: fact)


# --- places


TOWNS = ["清溪镇", "白马乡", "东关街道", "柳泉县", "石臼村", "和平社区", "乌兰苏木", "呼和浩特市"]
RENAMED = [("清溪镇", "清溪坪街道"), ("白马乡", "白马河镇"), ("石臼村", "石臼坝社区"), ("柳泉县", "柳泉区")]
PASSAGES = [
    "2022年，{}共有低保对象420户、{}人，发放低保金86.5万元。",
    "其中，{}新建老年食堂3家、{}张床位。",
    "{}发放临时救助金12.4万元，救助{}人次；全县发放95.1万元。",
]


@pytest.mark.parametrize("passage", PASSAGES)
@pytest.mark.parametrize(("old", "new"), RENAMED)
def test_a_town_renamed(passage: str, old: str, new: str) -> None:
    """Only the place changes."""
    before, after = facts(passage.format(old, 318)), facts(passage.format(new, 318))
    assert any(fact.place == old for fact in before)
    same(before, after, lambda fact: {**fact, "place": new if fact["place"] == old else fact["place"]})


# --- lists


NOUNS = {
    "户": ["城市低保对象", "农村低保对象", "特困人员", "低保边缘家庭", "支出型困难家庭"],
    "家": ["社会团体", "民办非企业单位", "基金会", "养老机构", "老年食堂"],
    "对": ["结婚登记", "离婚登记", "补领结婚证"],
    "万元": ["低保金", "特困供养金", "临时救助金", "高龄津贴", "孤儿基本生活费"],
}


@st.composite
def dealt(draw: st.DrawFn) -> tuple[str, list[str], list[int]]:
    unit = draw(st.sampled_from(sorted(NOUNS)))
    nouns = draw(st.lists(st.sampled_from(NOUNS[unit]), min_size=2, max_size=4, unique=True))
    values = draw(st.lists(st.integers(2, 9999), min_size=len(nouns), max_size=len(nouns), unique=True))
    return unit, nouns, values


def listed(words: list[str]) -> str:
    return "、".join(words[:-1]) + "和" + words[-1]


@settings(max_examples=60, deadline=None)
@given(dealt(), st.randoms(use_true_random=False))
def test_a_list_reordered(made: tuple[str, list[str], list[int]], random: Any) -> None:
    """分别 deals each value to its own item, in whatever order the items stand."""
    unit, nouns, values = made

    def read(order: list[int]) -> dict[Any, dict[str, Any]]:
        items = listed([nouns[i] for i in order])
        text = f"2023年，全市{items}分别为{listed([f'{values[i]}{unit}' for i in order])}。"
        return {fact.quote: seen(fact) for fact in facts(text)}

    order = list(range(len(nouns)))
    straight = read(order)
    random.shuffle(order)
    assert read(order) == straight
    assert len(straight) == len(nouns)
    for noun, value in zip(nouns, values, strict=True):
        assert noun in straight[f"{value}{unit}"]["subject"]


@settings(max_examples=60, deadline=None)
@given(st.permutations(TOWNS).flatmap(lambda towns: st.integers(2, 5).map(lambda n: towns[:n])), st.data())
def test_values_dealt_to_places(towns: list[str], data: st.DataObject) -> None:
    values = data.draw(st.lists(st.integers(2, 9999), min_size=len(towns), max_size=len(towns), unique=True))
    text = f"{listed(towns)}低保对象分别为{listed([f'{value}户' for value in values])}。"
    found = facts(text)
    assert [(fact.place, int(fact.value or 0)) for fact in found] == list(zip(towns, values, strict=True))
    assert {fact.subject for fact in found} == {"低保对象"}
