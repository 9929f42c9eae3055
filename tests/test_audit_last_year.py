"""This year's report against last year's: what agrees, what is a slip away, and what is left alone."""
from __future__ import annotations

import pytest

import civx
from civx.analysis.audit import examine

LAST = (
    "白河县民政局2022年工作总结\n"
    "截至2022年12月底，全县城乡低保对象2,640户4,870人。全年实施临时救助1,360人次。养老床位1,840张。火化遗体1,926具。\n"
    "2023年计划：建设老年食堂14个。\n"
)


def told(text: str) -> tuple[list[str], int]:
    """The kinds and messages of what last year's report contradicts, and how much of it agrees."""
    report = f"白河县民政局2023年工作总结\n{text}\n"
    facts, earlier = civx.extract(report).facts, civx.extract(LAST).facts
    seen = examine(facts, last_year=earlier)
    told_of = [one for one in seen.findings if one.kind == "last-year"]
    found = [f"{one.severity} {one.message.partition(' in line')[0]}" for one in told_of]
    return found, sum(one.kind == "last-year" for one in seen.right)


@pytest.mark.parametrize(
    ("text", "found", "right"),
    [
        ("全年实施临时救助1,450人次，比上年的1,360人次增加90人次。", [], 1),
        (
            "全年实施临时救助1,450人次，比上年的1,630人次减少180人次。",
            ["warning 1630人次 for the year before, 1360人次"], 0,
        ),
        ("年初城乡低保对象2,640户4,870人，年内新增30户。", [], 2),
        ("年初城乡低保对象2,460户4,870人，年内新增30户。", ["warning 2460户 at first, 2640户"], 1),
        ("年初计划建设老年食堂14个，实际建成15个。", [], 1),
        ("年初计划建设老年食堂41个，实际建成45个。", ["warning 41个 planned, 14个"], 0),
        ("火化遗体2,011具，比上年的1,926具增加85具，火化率64%。", [], 1),
        ("救助流浪乞讨人员1,740人次，比上年的1,630人次增加110人次。", [], 0),  # another thing
    ],
)
def test_against_last_year(text: str, found: list[str], right: int) -> None:
    assert told(text) == (found, right)
