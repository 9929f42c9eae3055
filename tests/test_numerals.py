"""Numerals: every spelling read exactly, everything else refused."""
from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from civx.extractors.quantities.numerals import scan_number
from civx.extractors.quantities.parsing import parse_number

VALUES_TABLE = """
0 0 · 7 7 · 007 7 · 12.50 12.50 · 10000 10000 · -5 -5 · +3 3 · 负五 -5 · 負三點五 -3.5 · １２．５ 12.5
１，２３０ 1230 · 1,230.35 1230.35 · 1，230，450 1230450 · 1_230 1230 · 12,345,678.9 12345678.9
1230。35 1230.35 · 6。5万 65000 · 1,230万 12300000 · 1.85万 18500 · 0.5万 5000 · 3千 3000 · 3百万 3000000
12千 12000 · 2.1万亿 2100000000000 · 0.125亿 12500000 · 1亿2千万 120000000 · 1亿2000万 120000000
1亿2.5万 100025000 · 3万5千 35000 · 3万5000 35000 · 1亿零5百万 105000000 · 零 0 · 〇 0 · 两 2 · 兩 2 · 十 10
十五 15 · 一十 10 · 二十 20 · 九十九 99 · 一百 100 · 一百零二 102 · 一百一十五 115 · 一百十五 115
一千零二十 1020 · 一千零二 1002 · 五千零六十七 5067 · 三千五百二十八 3528 · 四千零七 4007 · 两千 2000
两百零三 203 · 一万二 12000 · 两万五 25000 · 三千五 3500 · 三千五百二 3520 · 一百二 120 · 一亿二 120000000
一万零五 10005 · 一万五百 10500 · 一万五千 15000 · 一万零五百 10500 · 二十五万三千 253000
一千二百三十四万五千六百七十八 12345678 · 一亿二千三百万 123000000 · 一亿零三万 100030000
一亿三千零五十万 130500000 · 一万二千亿 1200000000000 · 三万亿 3000000000000 · 三十五亿 3500000000
零点五 0.5 · 十二点五 12.5 · 十二点五万 125000 · 五点二亿 520000000 · 三点一四 3.14 · 九十九点九 99.9
零点零五 0.05 · 二〇二三 2023 · 二零二三 2023 · 二○一九 2019 · 一二三 123 · 一九九八 1998 · 壹佰贰拾叁 123
貳萬參仟 23000 · 壹万贰仟叁佰肆拾伍 12345 · 陸億柒仟萬 670000000 · 玖拾捌 98 · 百分之三十五点二 0.352
百分之五 0.05 · 千分之三 0.003 · 万分之一 0.0001 · 四分之三 0.75 · 八分之一 0.125
三万万 300000000 · 12万万 1200000000 · 7万_3千_6百 73600 · 六百_八十_三 683 · 一_万_五_千 15000 · 1万600 10600
二_千_四百_一十万_点_六 24100000.6 · 五十亿点零二 5000000000.02 · 二八六〇点三五 2860.35 · 两万零百二十 20120
.5 0.5 · -.75 -0.75 · 1e5 100000 · 2.5E-3 0.0025 · 30k 30000 · 25w 250000 · 1.8M 1800000 · 0.6G 600000000
叁拾元整 30 · 陆佰捌拾圆伍角 680.5 · 九十二元七角四分 92.74 · 十二块六毛钱 12.6 · 幺三九 139 · 倆千 2000 · 俩 2
5% 0.05 · １２．５％ 0.125 · -3.2% -0.032 · 3‰ 0.003 · 六个百分点 0.06 · 0.4個百分點 0.004 · 百分之百 1 · 百分之60 0.6
百_分_之_八 0.08 · 百分之1,200 12 · 半成 0.05 · 七_成_三 0.73 · 10成 1 · 八五折 0.85 · 九折 0.9 · 6.8折 0.68 · 对折 0.5
3/4 0.75 · 2_1/4 2.25 · 一又四分之一 1.25 · 负二分之一 -0.5 · 八分之负三 -0.375 · 十六分之5 0.3125 · 百分之2.5k 25
1萬0,832 10832 · 1亿0,200万 102000000 · 二十几万 200000 · 一百零几万 1000000 · 十_余_萬 100000
"""

REFUSED_TABLE = """
一万二三 3.5.6 1,23 1,2300 1,230,45 1,230，450 十百 一十一十 5千3 1万2 1亿2千 三亿五千 一万二亿 1万2亿
三分之零点五 三五成 成 倍 五成半成 一倍二 数十 万 百 亿 万亿 abc 三四百 三五 三四 十七八
十二三 一亿二三 3. 1e99 1..2 1。2。3 12.5. 百分之 分之一 零分之一 三4 3四 十两 两两 二十两 一百零 一百两
1.5亿2千万 二点五千 -- -5- 一百亿亿 三十十 五百千 十五五 一点 点五 1.2亿3万5 一万一万 三十亿万 三千五万 ٣ ²
½ 两点 3十 一万二点五 百分之几 约三百 三百户 2023年 0x10 inf nan 1_000 一百一百 零万 零零十 零百
"""

SCANS_TABLE = """
2023年 4 2023 exact · 1.85万元 5 18500 exact · 12.，3 2 12 exact · 0.5个 3 0.5 exact · 3千余人 3 3000 over
一千多万元 4 10000000 over · 十余万元 3 100000 over · 100余万 5 1000000 over · 1.2万余元 5 12000 over
30多亿 4 3000000000 over · 300多个 4 300 over · 1百多万 4 1000000 over · 二十几万 4 200000 over
十几 2 10 over · 二十多 3 20 over · 一百几十 4 100 over · 百余名 2 100 over · 千余万元 3 10000000 over
百余万 3 1000000 over · 1亿多元 3 100000000 over · 二百来 3 200 about · 十来个 2 10 about
100来人 4 100 about · 三百来自 2 300 exact · 3万来自 2 30000 exact · 12万余额 3 120000 exact
3千米 1 3 exact · 3千瓦 1 3 exact · 三千瓦时 1 3 exact · 5百分点 1 5 exact · 3万达到 2 30000 exact
两项 1 2 exact · 一是 1 1 exact · 三十九 3 39 exact · 三分之一 1 3 exact · 一点五倍 3 1.5 exact
一点一滴 1 1 exact · 八点三十分 1 8 exact · 四百一十二户 5 412 exact · 12万5千 5 125000 exact
二〇二三年 4 2023 exact · 一百二，三 3 120 exact · 数十 2 - vague · 几十 2 - vague · 数百万 3 - vague
几千 2 - vague · 三四百人 3 - vague · 三五个 2 - vague · 十七八岁 3 - vague · 七八百万 4 - vague
1万2亿 4 - vague · 5千3 3 - vague · 2.3.4 5 - vague · 一万二三 4 - vague · 三亿五千 4 - vague
"""
NOTHING = ("万达", "百姓", "几乎", "几个", "数据", "余", "点", "百分之三", "千家万户", "户", "。", "多")


def cases(table: str) -> list[str]:
    """The cases of a table, which stand one a line or with a point between them."""
    return [case for line in table.strip().splitlines() for case in line.split(" · ")]


@pytest.mark.parametrize("case", cases(VALUES_TABLE))
def test_values(case: str) -> None:
    text, _, value = case.rpartition(" ")
    number = parse_number(text.replace("_", " "))
    assert number == Decimal(value)
    assert "E" not in str(number)


@pytest.mark.parametrize("text", ["", " ", "1 23", "3 000 00", "3 0 0", *REFUSED_TABLE.split()])
def test_refusals(text: str) -> None:
    with pytest.raises(ValueError, match=r"no number: .+: ."):
        parse_number(text)


def test_reasons() -> None:
    reasons = {"数十": "no one value", "3.5.6": "point", "一万二三": "goes on", "": "empty"}
    for text, reason in reasons.items():
        with pytest.raises(ValueError, match=reason):
            parse_number(text)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("十几", "10"), ("百余", "100"), ("3千余", "3000"), ("二百来", "200"), ("一千多万", "10000000"),
        ("100余", "100"),
        ("三成五", "0.35"), ("三成", "0.3"), ("过半", "0.5"), ("一倍半", "1.5"), ("2.5倍", "2.5"), ("四分之三", "0.75"),
        ("三分之一", "0.3333333333333333333333333333"), ("七分之二", "0.2857142857142857142857142857"),
        ("壹拾贰万叁仟", "123000"), ("1 230", "1230"), ("1230。35", "1230.35"), ("2.1万亿", "2100000000000"),
    ],
)
def test_bounds_shares_and_multiples(text: str, value: str) -> None:
    assert parse_number(text) == Decimal(value)


@pytest.mark.parametrize("case", cases(SCANS_TABLE))
def test_scans(case: str) -> None:
    text, end, value, bound = case.split()
    expected = None if value == "-" else Decimal(value)
    assert scan_number(text, 0) == (int(end), expected, bound)
    assert scan_number("共" + text, 1) == (int(end) + 1, expected, bound)


@pytest.mark.parametrize("text", NOTHING)
def test_no_numerals(text: str) -> None:
    assert scan_number(text, 0) is None


def test_a_scale_alone_counts_behind_near_and_above() -> None:
    assert scan_number("近百名", 1) == (2, Decimal(100), "exact")
    assert scan_number("上千人", 1) == (2, Decimal(1000), "exact")
    assert scan_number("逾百万元", 1) == (3, Decimal(1000000), "exact")
    assert scan_number("以上千头", 2) is None
    assert scan_number("户", 1) is None


FINANCIAL = str.maketrans("一二三四五六七八九十百千万亿", "壹貳參肆伍陸柒捌玖拾佰仟萬億")


def chinese(number: int) -> str:
    """An independent writer: standard Chinese for 0 … 10**16, by groups of four."""
    if number == 0:
        return "零"
    text = ""
    for power, scale in ((8, "亿"), (4, "万"), (0, "")):
        group, number = divmod(number, 10**power)
        if group >= 10**4:
            text += chinese(group) + scale
        elif group:
            text += ("零" if text and group < 1000 else "") + thousand(group) + scale
        elif text and number and not text.endswith("零"):
            text += "零"
    text = text.replace("零零", "零")
    return text[1:] if text.startswith("一十") else text


def thousand(group: int) -> str:
    text = ""
    for power, unit in ((3, "千"), (2, "百"), (1, "十"), (0, "")):
        digit = group // 10**power % 10
        if digit:
            text += "零一二三四五六七八九"[digit] + unit
        elif text and not text.endswith("零") and group % 10**power:
            text += "零"
    return text


@settings(max_examples=1500, deadline=None)
@given(st.one_of(st.integers(0, 10**5), st.integers(0, 10**12 - 1), st.integers(0, 99).map(lambda n: n * 10**6)))
def test_chinese_round_trip(number: int) -> None:
    text = chinese(number)
    assert parse_number(text) == number
    assert parse_number(text.translate(FINANCIAL)) == number
    assert scan_number(text, 0) == (len(text), Decimal(number), "exact")
    assert scan_number(f"共{text}户", 1) == (len(text) + 1, Decimal(number), "exact")


@settings(max_examples=500, deadline=None)
@given(st.integers(0, 10**18).map(lambda n: Decimal(n).scaleb(-3)), st.sampled_from(["", "万", "亿", "百万"]))
def test_decimals_round_trip(number: Decimal, scale: str) -> None:
    factor = {"": 1, "万": 10**4, "亿": 10**8, "百万": 10**6}[scale]
    assert parse_number(f"{number}{scale}") == number * factor
    assert parse_number(f"{number:,}{scale}") == number * factor
    assert scan_number(f"{number}{scale}元", 0) == (len(f"{number}{scale}"), number * factor, "exact")


def test_long_numbers_are_exact() -> None:
    digits = "123456789" * 8
    assert str(parse_number(digits)) == digits
    assert str(parse_number(digits + "万")) == digits + "0000"
    assert str(parse_number("0." + digits)) == "0." + digits


NUMERAL = st.text(st.sampled_from("0123456789.零〇一二三五九两十百千万亿余多几来数点分之，, 米户近"), max_size=14)


@settings(max_examples=1500, deadline=None)
@given(st.one_of(NUMERAL, st.text(max_size=8)))
def test_never_anything_but_a_value_or_a_value_error(text: str) -> None:
    try:
        value = parse_number(text)
    except ValueError as error:
        assert repr(text) in str(error)
    else:
        assert value.is_finite()
    for pos in range(len(text) + 1):
        found = scan_number(text, pos)
        if found is not None:
            end, number, bound = found
            assert pos < end <= len(text)
            assert bound in ("exact", "over", "about", "vague")
            assert (number is None) is (bound == "vague")


@settings(max_examples=1500, deadline=None)
@given(NUMERAL)
def test_what_is_scanned_as_exact_is_what_is_parsed(text: str) -> None:
    found = scan_number(text, 0)
    if found is not None and found[2] == "exact":
        assert parse_number(text[: found[0]]) == found[1]
