"""What must hold for any text at all."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import civx
from civx.cli.formats.records import record
from civx.extractors.text.normalize import normalize
from civx.extractors.text.rows import has_rows

# Arbitrary Unicode alone hardly ever makes a quantity: mix in the pieces that reports are made of.
_WORDS = """
2005 3012 1230。35 1,230.5 12 3 0 0 三千五百二十八 一万二 十余 两
百分之三十 四分之三 三成五 １２．５ 〇 1-10月 2023年 2023年1月1日 截至9月底 今年以来 户
戶 人 名 人次 万元 萬元 亿元 元/人/月 元 个 所 家 张 % ％ 个百分点 倍 成 城乡低保对象
城鄉低保對象 特困人员 临时救助 低保金 累计发放 发放 共有 共 达 其中 其中： 分别 分别为 各 由
提高至 提高到 较 比上年 增加 同比下降 计划 将 已 不低于 至少 约 以上 左右 占 每人每月 每张床位
甲镇 乙村 __县 岁 周岁 第 〔 〕 号 《 》 “ ” ( ) （ ） 、 ， , 。 ； ; ： 一、
（一） (二) 1、 1. ① 一是 二是 篇一： 民政局2023年工作总结 — ~ - 至 到
http://a.cn/1 的 和 年 月 日 指标 单位 数量 序号 户数 人数（人） 发放金额（万元） 占比（%） 同比增长（%） 合计 其中：
单位：万元、户 乡镇 备注 姓名 2022年 1,034 3-5 — | |---|---| |
""".split()  # noqa: SIM905
_PIECES = st.sampled_from([*_WORDS, "\n", "\r\n", "\t", " ", "　"])
# Tables hardly ever come of pieces in any order: lines of cells, of which a cell is a piece or two.
_CELLS = st.one_of(_PIECES, st.lists(_PIECES, max_size=2).map("".join))


def _rows(separator: str) -> st.SearchStrategy[str]:
    line = st.lists(_CELLS, min_size=2, max_size=5).map(separator.join)
    return st.lists(line, min_size=2, max_size=8).map("\n".join)


_TEXT = st.one_of(
    st.text(max_size=120),
    _rows("\t"),
    _rows(" | "),
    st.lists(_PIECES, max_size=40).map("".join),
    st.lists(st.one_of(_PIECES, st.text(max_size=3)), max_size=40).map("".join),
)


@settings(max_examples=400, deadline=None)
@given(_TEXT)
def test_extract_keeps_its_promises(text: str) -> None:
    result = civx.extract(text)
    again = civx.extract(text)
    facts = result.facts
    assert [record(fact) for fact in facts] == [record(fact) for fact in again.facts]
    ids = {fact.id for fact in facts}
    assert len(ids) == len(facts)
    places: set[tuple[int, int, str]] = set()
    last = 0
    for fact in facts:
        assert text[fact.start : fact.end] == fact.quote
        assert fact.quote and fact.quote in fact.sentence
        assert fact.start >= last
        last = fact.start
        assert (fact.start, fact.end, fact.place) not in places
        places.add((fact.start, fact.end, fact.place))
        assert fact.line == text.count("\n", 0, fact.start) + 1
        assert fact.part_of is None or fact.part_of in ids
        assert (fact.value is None) == (fact.bound == "range")
        assert (fact.min is None) == (fact.value is not None)
        if fact.min is not None and fact.max is not None:
            assert fact.min < fact.max
        assert fact.per_month is None or fact.measure == "standard"


@settings(max_examples=400, deadline=None)
@given(_TEXT)
def test_normalising_is_idempotent_and_its_spans_are_monotone(text: str) -> None:
    normalized = normalize(text)
    assert normalize(normalized.text).text == normalized.text
    last = 0
    for at in range(len(normalized.text)):
        start, end = normalized.span(at, at + 1)
        assert last <= start < end <= len(text)
        last = end


# One line without end: what is looked at for each of its numbers must not be all of it.
_LONG_LINES = (
    "123,",
    "1,234,",
    "2021、2022、",
    "代码4521，",
    "全县低保12户，增长3%；",
    "甲镇、乙镇、丙镇分别为12户、13户、14户、",
)


def _least(read: Callable[[str], object], text: str) -> float:
    """The least time that reading the text takes; what is kept of one reading is of no use to the next."""
    taken = []
    for end in ("", "户"):
        start = time.process_time()
        read(text + end)
        taken.append(time.process_time() - start)
    return min(taken)


@pytest.mark.parametrize("piece", _LONG_LINES)
def test_a_line_without_end_costs_no_more_than_its_length(piece: str) -> None:
    def least(kilobytes: int) -> float:
        return _least(civx.extract, piece * (kilobytes * 1000 // len(piece.encode())))

    least(1)
    # Four times the text would take sixteen times as long where cost grows with the square.
    assert least(40) < 9 * least(10) + 0.05


# What might be a row of a table up to its last character, and is none.
_NO_ROWS = (("全县  1", " "), ("全县", "  1"), ("全县,1", " "), ("全县", ",1 "), ("全县", ",\t"), ("全县\n1", "\t"))


@pytest.mark.parametrize(("beginning", "piece"), _NO_ROWS)
def test_looking_for_rows_costs_no_more_than_the_length(beginning: str, piece: str) -> None:
    def least(characters: int) -> float:
        return _least(has_rows, beginning + piece * (characters // len(piece)) + "户")

    least(100)
    assert least(8000) < 9 * least(2000) + 0.05
