"""Normalising: the script, the repairs, and the way back to the source."""
from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from civx.extractors.text import script
from civx.extractors.text.normalize import normalize
from civx.patterns.load import load

# source | what it becomes; = where it stays as it is; \n, \r, \t and \u… as in Python
REPAIRS = r"""
發放護理費308。46萬元；|发放护理费308.46万元；
佔全縣71。8%|占全县71.8%
入住率71。8％。|入住率71.8%。
人均0。3平方米|人均0.3平方米
比重由0。2升至0。3|比重由0.2升至0.3
補助3。125萬元|补助3.125万元
支出640812。5元|支出640812.5元
投入2。1億元|投入2.1亿元
同比提高1。5個百分點|同比提高1.5个百分点
路長12。6公里|路长12.6公里
户均2。3人|户均2.3人
每千名老人2。1張|每千名老人2.1张
0。5—1。2万元|0.5—1.2万元
分别提高3。5、4。2和5。1个百分点|分别提高3.5、4.2和5.1个百分点
共投入2,308。46万元|共投入2308.46万元
增长12·5%|增长12.5%
覆盖率0,5%|覆盖率0.5%
新增12。2024年計劃|新增12。2024年计划
新增18。4月底前|=
户数为42。3个村完成改造|=
户数为42。15人参加培训|=
重点有12。2、加强管理|=
电话0551-620。3个工作站|=
目录1。2。3万元|=
比重12。5|=
編號２０２３－０１，補助５０～８０元／人|编号2023-01，补助50~80元/人
收入1,230.35，支出减少|收入1230.35，支出减少
惠及1,230户|惠及1230户
惠及1，230户|惠及1230户
惠及12，345，678人|惠及12345678人
惠及1 230户|惠及1230户
惠及1\u2009230户|惠及1230户
资产12 345 678.5元|资产12345678.5元
1 230户|=
惠及1,23户|=
惠及12,3456户|=
分别发放100,200,300元|=
截至5月12，300户受益|=
建设点位3 0 0 多个|建设点位300多个
增长1 2.5%|增长12.5%
共 有 3 0 0 户|共 有 300户
达到12. 5%|达到12.5%
达到12 .5%|达到12.5%
1. 5%的家庭|=
1 2023年工作|=
甲村 12 34 户|甲村 12 34户
第3 2个专项组|=
表1 3个样本村|=
覆盖12.5\n万人|覆盖12.5万人
共有300\r\n户|共有300户
共12\n.5万元|共12.5万元
完成2005\n3户|=
一是调查\n2\n2023年|=
正文\n12\n万人参加|=
共计300\n个人信息|=
300\r\n户|=
甲\r\n乙|=
发放 12 万 元|发放 12万元
扩建300 平 方 米|扩建300平方米
标准700元 / 人 / 月|标准700元/人/月
5 个百分 点|5个百分点
2023 年 1 月|2023年1月
全县现有低保对象共约 300 户、500 人|全县现有低保对象共约300户、500人
甲镇纳入 300户 500 人|甲镇纳入 300户 500人
正月 3 日|正月 3日
第二部分 2024 年工作|第二部分 2024年工作
附件 1 人员名单|=
面积300\t平方米|=
首次跌破11萬(wàn)對，這(zhè)個(gè)數字為過(guò)去10年來(lái)最低|首次跌破11万对，这个数字为过去10年来最低
養老床位（chuáng）1200張(zhāng)，護理員(員)三人|养老床位1200张，护理员(员)三人
由世卫组织(who)发布|=
二○二三年五月|二〇二三年五月
○○村|=
共3\u200b00户\ufeff|共300户
共\u00a03\u00a00\u00a00\u00a0户|共 300户
軟\u00ad件|软件
\ud800九户\udfff|=
"""
CASES = [line.split("|") for line in REPAIRS.strip().splitlines()]


def unescape(text: str) -> str:
    return text.replace(r"\n", "\n").replace(r"\r", "\r").replace(r"\t", "\t") if "\\u" not in text else (
        "".join(chr(int(part[:4], 16)) + part[4:] if index else part for index, part in enumerate(text.split("\\u")))
    )


@pytest.mark.parametrize(("source", "expected"), CASES)
def test_repairs(source: str, expected: str) -> None:
    source = unescape(source)
    assert normalize(source).text == (source if expected == "=" else unescape(expected))


def examples(key: str) -> list[tuple[str, str]]:
    return [
        tuple(example.split(" => "))  # type: ignore[misc]
        for rule in load().rules("characters")
        for example in rule.get(key, ())
    ]


@pytest.mark.parametrize(("source", "target"), examples("yes"))
def test_character_examples(source: str, target: str) -> None:
    assert script.to_simplified(source) == target


@pytest.mark.parametrize(("source", "target"), examples("no"))
def test_character_counterexamples(source: str, target: str) -> None:
    assert script.to_simplified(source) != target


def test_scripts() -> None:
    assert normalize("全縣納入低保對象").script == "traditional"
    assert normalize("全县纳入低保对象").script == "simplified"
    assert normalize("").script == "simplified"
    few = normalize("全县纳入低保对象，由張某领取")
    assert (few.script, few.text) == ("simplified", "全县纳入低保对象，由张某领取")


def test_simplified_text_does_not_load_the_dictionaries(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(script, "_converter", lambda: pytest.fail("loaded"))
    source = "乾隆年间的著作，瞭望塔，慰藉，覆盖３００户。毕昇故里，魏徵。"
    assert normalize(source).text == source.replace("３００", "300")


def dictionary(name: str) -> dict[str, str]:
    folder = script._dictionary_folder()
    if not folder:
        pytest.skip("opencc-python-reimplemented is not the opencc here")
    lines = Path(folder, name).read_text(encoding="utf-8").splitlines()
    return {source: targets.split(" ")[0] for source, targets in (line.split("\t") for line in lines if line)}


def in_gb2312(char: str) -> bool:
    try:
        char.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


def test_every_traditional_character_is_known() -> None:
    """The list in characters.yaml is complete, and nothing in it is left after conversion."""
    singles = dictionary("TSCharacters.txt")
    phrases = dictionary("TSPhrases.txt")
    kept = set("".join(singles.values()) + "".join(phrases.values()))
    known = script._character_set("traditional")
    assert {char for char, to in singles.items() if char != to and not in_gb2312(char)} - kept <= known
    assert not known & kept
    for text in (*singles, *phrases, *script._rules()):
        assert not known & set(script.to_simplified("門" + text))


def test_converts_as_opencc_does() -> None:
    from opencc import OpenCC

    pytest.importorskip("opencc.opencc")
    convert = OpenCC("t2s").convert
    own = script._rules() | script.signs()
    phrases = [text for text in dictionary("TSPhrases.txt") if not any(key in text for key in own)]
    sentence = "門外" + "、".join(phrases) + "。計畫書以免藉口無序地簡單明瞭解決沈沒成本"
    ours = script.to_simplified(sentence)
    theirs = convert(sentence)
    different = [sentence[i - 3 : i + 4] for i in range(len(ours)) if ours[i] != theirs[i]]
    assert not [text for text in different if not any(key in text for key in own)]


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_phrases_side_by_side_as_opencc_does(data: st.DataObject) -> None:
    from opencc import OpenCC

    own = set(script._rules()) | set(script.signs())
    texts = sorted(text for text in dictionary("TSPhrases.txt") if not any(key in text for key in own))
    drawn = data.draw(st.lists(st.sampled_from(texts), min_size=1, max_size=6))
    cut = data.draw(st.lists(st.integers(0, 2), min_size=len(drawn), max_size=len(drawn)))
    joined = "門" + "".join(text[start:] for text, start in zip(drawn, cut, strict=True))
    if not any(key in joined for key in own):
        assert script.to_simplified(joined) == OpenCC("t2s").convert(joined)


def test_another_opencc_package(monkeypatch: pytest.MonkeyPatch) -> None:
    class Official:
        def __init__(self, name: str) -> None:
            assert name == "t2s"

        def convert(self, text: str) -> str:
            return text.translate(str.maketrans("門縣裏", "门县里")) + ("longer" if "長" in text else "")

    class Module:
        OpenCC = Official

    monkeypatch.setattr(script, "_dictionary_folder", lambda: "")
    monkeypatch.setattr(script, "import_module", lambda _name: Module)
    script._converter.cache_clear()
    try:
        assert script.to_simplified("縣裏批覆，沿著門") == "县里批复，沿着门"
        with pytest.raises(ImportError, match="pip install"):
            script.to_simplified("縣長")
    finally:
        script._converter.cache_clear()


def test_no_opencc_at_all(monkeypatch: pytest.MonkeyPatch) -> None:
    class Finder:
        @staticmethod
        def find_spec(_name: str) -> Any:
            return None

    monkeypatch.setattr(script, "PathFinder", Finder)
    with pytest.raises(ImportError, match="pip install"):
        script._dictionary_folder()


def test_spans() -> None:
    source = "共 3 0 0\r\n多個，發放1,230。35 萬\n元 。"
    normal = normalize(source)
    assert normal.text == "共 300多个，发放1230.35万元 。"

    def quote(part: str) -> str:
        start = normal.text.index(part)
        begin, end = normal.span(start, start + len(part))
        return source[begin:end]

    assert quote("300") == "3 0 0"
    assert quote("300多个") == "3 0 0\r\n多個"
    assert quote("多个") == "多個"
    assert quote("1230.35") == "1,230。35"
    assert quote("1230.35万元") == "1,230。35 萬\n元"
    assert quote("1230.35万") == "1,230。35 萬"
    assert normal.span(0, len(normal.text)) == (0, len(source))
    assert normal.span(-5, 999) == (0, len(source))
    start, end = normal.span(4, 4)
    assert start == end


BROKEN = st.text(
    alphabet=st.sampled_from(
        "0123456789.。·,， \n\r\t\u2009\u00a0万亿千百元人户个%年月日、-至约第表一二○"
        "於潛單乾隆著覆瞭\u200b\ufeff０％余多/平方米分别均\ud800"
    ),
    max_size=40,
)


@settings(max_examples=600, deadline=None)
@given(st.one_of(BROKEN, st.text(max_size=60), st.text(st.characters(), max_size=30)))
def test_properties(source: str) -> None:
    normal = normalize(source)
    again = normalize(normal.text)
    assert again.text == normal.text
    assert again.span(0, len(normal.text)) == (0, len(normal.text))
    assert len(normal.text) <= len(source)
    last = 0
    for offset in range(len(normal.text)):
        start, end = normal.span(offset, offset + 1)
        assert end == start + 1 <= len(source)
        assert start >= last
        last = end
        for limit in (0, offset, len(normal.text)):
            low, high = normal.span(min(offset, limit), max(offset, limit))
            assert 0 <= low <= high <= len(source)
    ends = [normal.span(0, offset)[1] for offset in range(len(normal.text) + 1)]
    starts = [normal.span(offset, len(normal.text))[0] for offset in range(len(normal.text) + 1)]
    assert ends == sorted(ends)
    assert starts == sorted(starts)


@settings(max_examples=200, deadline=None)
@given(st.text(st.sampled_from("萬與醜專業東絲兩嚴喪臨為麗舉義烏樂鄉書買亂爭於後覆著瞭解計畫批0123456789。元戶𠁞")))
def test_conversion_never_changes_the_length(text: str) -> None:
    assert len(script.to_simplified(text)) == len(text)
