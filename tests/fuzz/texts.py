"""Texts that may break something: a grammar of what reports are made of and of how they get damaged, any Unicode at
all, and the samples with something done to them."""
from __future__ import annotations

import random
from functools import lru_cache
from pathlib import Path

from hypothesis import strategies as st

SAMPLES = Path(__file__).parent.parent.parent / "samples"

_NUMERALS = """
0 1 5 12 1,230.5 1,23 1230。35 １２．５ 2005 2021 00 1.2.3 1e5 -3 +3 ３，０００ 1'000 99999999999999999999
三千五百二十八 一万二 一万二三 十余 数十 几百 三四百 十七八 廿 卅 两 半 〇 零 ○ 百 千 万 亿 兆 三万万 3仟6佰
壹拾贰万叁仟 1万600 15k 20w 百分之三十 百分之 千分之五 四分之三 三分之 一又二分之一 三成五 两倍半 七五折
九块六毛 ① ⑩ Ⅳ ½ ５０％ 5‰ 5% 5％ 3-5 3—5 3~5 3至5 3:5
""".split()  # noqa: SIM905
_UNITS = """
户 戶 人 人次 名 位 个 個 万元 萬元 亿元 元 元/人/月 元/人·年 元/人/年 张 张床位 所 家 处 套 件 对 % 个百分点 倍
成 岁 周岁 平方米 公里 年 月 日 号 条 项 届 次 期 批 美元 港元 HK$ NT$ $ ¥ 块 毛 分 第
""".split()  # noqa: SIM905
_TIMES = """
2023年 2023年1月1日 1-10月 截至9月底 今年以来 去年同期 上年 上半年 “十四五”期间 2021—2025年 112年 民国112年
三季度 目前 至今 2022-2023学年 去年 今年 明年 年底 前三季度 2022年底
""".split()  # noqa: SIM905
_WORDS = """
城乡低保对象 城鄉低保對象 特困人员 临时救助 低保金 养老机构 公墓 婚姻登记 全县 甲镇 乙村 __县 其中 其中： 分别
分别为 各 共有 共 达 发放 累计发放 提高至 提高到 由 从 较 比上年 增加 同比下降 下降 计划 将 已 不低于 至少 约 近
以上 左右 余 多 占 每人每月 每 指标 单位 数量 合计 备注 单位：万元、户 民政局2023年工作总结 篇一： 一、 （一）
(二) 1、 1. 一是 二是 第一， 和 的 与 或
""".split()  # noqa: SIM905
_MARKS = list(
    "、，,。；;：:？!…—-~·/\\|(（）)〔〕[]【】《》“”「」'\"<>&#*+=@^"
)
_BLANKS = ["\n", "\r\n", "\r", "\t", " ", "　", "\xa0", "\v", "\f", "\u2028", "\x85", "\n\n"]
_DAMAGE = [
    "\0", "\x1b[31m", "\x7f", "\x9b", "\ufeff", "\u200b", "\u200d", "\u202e", "\u2066", "\u0301", "\ufe0f",
    "\U000e0001", "\ufffd", "锟斤拷", "\ud800", "\udfff", "⼀", "⺠", "㆒", "㈠", "㊀", "户\u0301", "👨\u200d👩",
    "𠀀", "ﬀ", "ſ", "İ", "ß", "<!---->", "<td colspan=9>", "</p>", "&nbsp;", "&#x10FFFF;", "<br/>", "|---|---|",
    "```", "http://a.cn/1?x=5户", "a@b.cn", "=1+1", "'", "\"\"", "%", "%FF", "\\ud800",
]

_PIECE = st.one_of(*map(st.sampled_from, (_NUMERALS, _UNITS, _TIMES, _WORDS, _MARKS, _BLANKS, _DAMAGE)))
_QUANTITY = st.tuples(st.sampled_from(_NUMERALS), st.sampled_from(_UNITS)).map("".join)
_CLAUSE = st.tuples(
    st.sampled_from([*_TIMES, ""]), st.sampled_from([*_WORDS, ""]), st.sampled_from([*_WORDS, ""]), _QUANTITY,
    st.sampled_from([*_MARKS, "，", "。", "\n", ""]),
).map("".join)
_CELL = st.one_of(_PIECE, _QUANTITY, st.sampled_from(_NUMERALS), st.just(""))


def _rows(separator: str) -> st.SearchStrategy[str]:
    line = st.lists(_CELL, min_size=2, max_size=6).map(separator.join)
    return st.lists(line, min_size=2, max_size=8).map("\n".join)


_REPEATED = st.builds(lambda piece, times: piece * times, st.lists(_PIECE, max_size=3).map("".join), st.integers(2, 60))
_ANY = st.text(st.characters(), max_size=60)  # with NUL and halves of characters

TEXTS: st.SearchStrategy[str] = st.one_of(
    st.lists(_CLAUSE, max_size=12).map("".join),
    st.lists(st.one_of(_PIECE, _QUANTITY, _CLAUSE), max_size=40).map("".join),
    st.lists(st.one_of(_PIECE, _CLAUSE, _REPEATED, _ANY), max_size=8).map("".join),
    _rows("\t"), _rows(" | "), _rows("  "), _rows(","),
    _ANY,
    st.integers(0, 2**32 - 1).map(lambda seed: mutated(random.Random(seed))),
)


@lru_cache(maxsize=1)
def _samples() -> list[str]:
    return [path.read_text(encoding="utf-8", errors="replace") for path in sorted(SAMPLES.glob("*.txt"))]


def mutated(chance: random.Random) -> str:
    """A stretch of a sample with pieces put in, taken out, doubled, moved and mixed with another's."""
    pieces = [*_NUMERALS, *_UNITS, *_TIMES, *_WORDS, *_MARKS, *_BLANKS, *_DAMAGE]
    sample = chance.choice(_samples())
    start = chance.randrange(max(1, len(sample) - 300))
    text = sample[start : start + chance.randrange(20, 600)]
    for _ in range(chance.randrange(1, 12)):
        at, end = sorted(chance.randrange(len(text) + 1) for _ in range(2))
        end = min(end, at + 40)
        match chance.randrange(6):
            case 0:
                text = text[:at] + chance.choice(pieces) + text[at:]
            case 1:
                text = text[:at] + text[end:]
            case 2:
                text = text[:end] + text[at:end] * chance.randrange(1, 5) + text[end:]
            case 3:
                text = text[:at] + text[end:] + text[at:end]
            case 4:
                text = text[:at] + chance.choice(pieces) + text[end:]
            case _:
                other = chance.choice(_samples())
                cut = chance.randrange(len(other))
                text = text[:at] + other[cut : cut + 60] + text[at:]
    return text


# What is repeated without end: each by itself, and by twos.
_WHOLE = [piece for piece in _DAMAGE if not "\ud800" <= piece < "\ue000"]
_RUNS = [
    "低保5户，", "5户、", "5户", "1、", "1,", "1\t", "| 1 ", "\t1", "1+1", "分别为5户、6户", "由5户至6户",
    "其中5户", "甲镇5户", "5、6户", "一是5户；", "（一）5户\n", "5户\n", "低保\t5\n", "增长5%，", "5(", "(5",
    "“5", "《5", "<p>5", "<!-- 5 -->", "1.", "1-", "2021年5户，",
]
UNITS = [*dict.fromkeys([*_NUMERALS, *_UNITS, *_TIMES, *_WORDS, *_MARKS, *_BLANKS, *_WHOLE, *_RUNS])]
