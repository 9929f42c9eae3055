"""Numerals of every form the field writes, made from a grammar with their values: parse_number and the extractor read
them alike, and damage to one character never changes the order of magnitude without a word."""
from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from test_numerals import chinese

import civx

WIDE = str.maketrans("0123456789.", "０１２３４５６７８９．")
BANKERS = str.maketrans("一二三四五六七八九十百千", "壹贰叁肆伍陆柒捌玖拾佰仟")
TRADITIONAL = str.maketrans("万亿余几两贰叁陆", "萬億餘幾兩貳參陸")
SCALES = {"百": 2, "千": 3, "万": 4, "百万": 6, "千万": 7, "亿": 8, "百亿": 10, "万亿": 12}


class Numeral(NamedTuple):
    text: str
    value: Decimal
    bound: str = "exact"


def grouped(number: int, mark: str) -> str:
    return f"{number:,}".replace(",", mark)


wholes = st.one_of(st.integers(1, 99), st.integers(100, 9999), st.integers(10_000, 99_999_999))
arabic = wholes.map(lambda n: Numeral(str(n), Decimal(n)))
separated = st.builds(
    lambda n, mark: Numeral(grouped(n, mark), Decimal(n)),
    st.integers(1000, 10**9),
    st.sampled_from([",", "，", "\u2009", "\u202f"]),
)
decimals = st.integers(1, 10**7).map(lambda n: Decimal(n).scaleb(-2)).map(lambda d: Numeral(f"{d:f}", d))
scaled = st.builds(
    lambda n, scale, gap: Numeral(f"{n.text}{gap}{scale}", n.value.scaleb(SCALES[scale])),
    st.one_of(
        st.integers(1, 9999).map(lambda n: Numeral(str(n), Decimal(n))), decimals.filter(lambda n: n.value < 1000)
    ),
    st.sampled_from([scale for scale in SCALES if scale not in ("百", "千")]),
    st.sampled_from(["", "", " "]),
)
parts = st.builds(
    lambda a, b, big, small, zero: Numeral(
        f"{a}{big}{'零' if zero else ''}{b}{small}", Decimal(a).scaleb(SCALES[big]) + Decimal(b).scaleb(SCALES[small])
    ),
    st.integers(1, 999),
    st.integers(1, 9),
    st.just("亿"),
    st.sampled_from(["千万", "百万"]),
    st.booleans(),
) | st.builds(
    lambda a, b: Numeral(f"{a}万{b}千", Decimal(a * 10_000 + b * 1000)), st.integers(1, 999), st.integers(1, 9)
)
hanzi = st.one_of(st.integers(11, 9999), st.integers(10_000, 10**10)).map(lambda n: Numeral(chinese(n), Decimal(n)))
bankers = hanzi.map(lambda n: Numeral(n.text.translate(BANKERS), n.value))
short = st.builds(
    lambda a, b, scale: Numeral(
        "一两三四五六七八九"[a - 1] + scale + "一二三四五六七八九"[b - 1],
        (Decimal(a) + Decimal(b) / 10).scaleb(SCALES[scale]),
    ),
    st.integers(1, 9),
    st.integers(1, 9),
    st.sampled_from(["百", "千", "万"]),
)
over = st.builds(
    lambda n, word: Numeral(n.text + word, n.value, "over"),
    st.one_of(
        st.integers(1, 99).map(lambda n: Numeral(f"{n * 10}", Decimal(n * 10))),
        st.integers(1, 99).map(lambda n: Numeral(f"{n}万", Decimal(n * 10_000))),
        st.integers(1, 9).map(lambda n: Numeral(chinese(n * 100), Decimal(n * 100))),
    ),
    st.sampled_from(["余", "多"]),
)
numerals = st.one_of(arabic, separated, decimals, scaled, parts, hanzi, bankers, short, over)


def facts_of(text: str) -> list[tuple[Decimal | None, str, str]]:
    return [(fact.value, fact.unit, fact.bound) for fact in civx.extract(text).facts]


@settings(max_examples=600, deadline=None, derandomize=True)
@given(numerals)
@example(Numeral("1亿零5百万", Decimal(105_000_000)))
@example(Numeral("伍佰", Decimal(500)))
def test_the_extractor_reads_what_parse_number_reads(numeral: Numeral) -> None:
    assert civx.parse_number(numeral.text.translate(WIDE)) == numeral.value
    sentences = (
        f"年内向困难群众发放救助金{numeral.text}元，较好保障了生活。",
        f"年內向睏難群眾發放救助金{numeral.text.translate(TRADITIONAL).translate(WIDE)}元，較好保障了生活。",
    )
    for sentence in sentences:
        assert facts_of(sentence) == [(numeral.value, "元", numeral.bound)], sentence


@settings(max_examples=300, deadline=None, derandomize=True)
@given(numerals.filter(lambda n: n.value == int(n.value)), st.sampled_from(["户", "人次", "件"]))
def test_other_units_too(numeral: Numeral, unit: str) -> None:
    assert facts_of(f"全县共受理困难群众申请{numeral.text}{unit}。") == [(numeral.value, unit, numeral.bound)]


@settings(max_examples=300, deadline=None, derandomize=True)
@given(
    st.integers(2, 98), st.integers(1, 40), st.sampled_from(["至", "到", "—", "-", "~", "～"]), st.sampled_from("万亿")
)
def test_ranges_share_the_scale_at_their_end(low: int, more: int, mark: str, scale: str) -> None:
    (fact,) = civx.extract(f"每个项目补助资金{low}{mark}{low + more}{scale}元。").facts
    power = SCALES[scale]
    assert (fact.min, fact.max, fact.value) == (Decimal(low).scaleb(power), Decimal(low + more).scaleb(power), None)


MARKS = {",": "，", "，": ",", ".": "。"}
DAMAGE = {
    "a blank": lambda text, at: text[:at] + " " + text[at:],
    "a narrow blank": lambda text, at: text[:at] + "\u2009" + text[at:],
    "a wide blank": lambda text, at: text[:at] + "\u3000" + text[at:],
    "a line's end": lambda text, at: text[:at] + "\n" + text[at:],
    "a wide digit": lambda text, at: text[:at] + text[at].translate(WIDE) + text[at + 1 :],
    "another mark": lambda text, at: text[:at] + MARKS.get(text[at], text[at]) + text[at + 1 :],
    "a zero-width blank": lambda text, at: text[:at] + "\u200b" + text[at:],
}


@pytest.mark.parametrize("damage", DAMAGE)
@settings(max_examples=200, deadline=None, derandomize=True)
@given(numeral=st.one_of(arabic, separated, decimals, scaled), where=st.floats(0, 0.999))
@example(numeral=Numeral("2,098,100", Decimal(2_098_100)), where=0.75)
def test_damage_never_changes_the_order_of_magnitude_unnoticed(damage: str, numeral: Numeral, where: float) -> None:
    at = int(where * len(numeral.text))
    broken = DAMAGE[damage](numeral.text, at)
    sentence = f"据统计，全年累计向全县困难群众发放各类救助金{broken}元，较好保障了基本生活。"
    for value, unit, _ in facts_of(sentence):
        assert unit == "元"
        assert value is not None
        assert value == numeral.value or value.adjusted() == numeral.value.adjusted(), (sentence, value)
