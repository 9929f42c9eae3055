"""Encodings: every sample in every encoding that can hold it comes back exactly, and what is wrong is said."""
from __future__ import annotations

import random
from functools import lru_cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from opencc import OpenCC

from civx.cli.errors import FileProblem
from civx.cli.inputs.decoding import decode
from civx.cli.inputs.mojibake import refuse_mojibake
from civx.cli.reading import read_source

from conftest import ROOT, SAMPLES, Civx

REPORTS = [*SAMPLES, *sorted((ROOT / "tests" / "reports").glob("*.txt"))]
ENCODINGS = (
    "utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "gb18030", "gbk", "gb2312", "big5", "cp950",
    "big5hkscs",
)
BIG5 = ("big5", "cp950", "big5hkscs")
# Python's Big5 writes these where Windows has other signs (docs/inputs.md); civx reads what Windows and browsers show.
OTHER_SIGNS = str.maketrans("", "", "•､‾∼♁☉／＼¥¢£")
SENTENCE = "2021年，全县共有农村低保对象1118户、2051人，累计发放低保金830.5万元。"


@lru_cache
def converted(text: str, config: str) -> str:
    return str(OpenCC(config).convert(text))


def holdable(text: str, encoding: str) -> str:
    """What of the text the encoding can hold, in the script that it is for."""
    if encoding in BIG5:
        text = converted(text, "s2t").translate(OTHER_SIGNS)
    if encoding in ("gb2312",):
        text = converted(text, "t2s")
    return text.encode(encoding, "ignore").decode(encoding)


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("report", REPORTS, ids=lambda path: path.stem)
def test_every_report_comes_back_from_every_encoding(report, encoding: str) -> None:  # type: ignore[no-untyped-def]
    text = holdable(report.read_bytes().decode(), encoding)
    assert len(text) > 800
    assert decode(text.encode(encoding)) == text
    refuse_mojibake(text)


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize(
    "text",
    [
        SENTENCE,
        SENTENCE * 40,
        "民政局2021年工作总结",
        "现有敬老院12所，床位1200张。\r\n其中：公办7所。\r\n",
        "（二）社会救助\n救助金45.6万元",
        "养老服务",
    ],
    ids=["sentence", "long", "title", "lines", "heading", "word"],
)
def test_short_texts_come_back(text: str, encoding: str) -> None:
    text = holdable(text, encoding)
    assert decode(text.encode(encoding)) == text


@given(st.data())
@settings(max_examples=150, deadline=None)
def test_any_sentences_come_back(data: st.DataObject) -> None:
    report = data.draw(st.sampled_from(REPORTS))
    encoding = data.draw(st.sampled_from(ENCODINGS))
    lines = holdable(report.read_bytes().decode(), encoding).splitlines(keepends=True)
    chosen = data.draw(st.lists(st.sampled_from([line for line in lines if len(line.strip()) > 9]), min_size=1))
    text = "".join(chosen)
    assert decode(text.encode(encoding)) == text


@pytest.mark.parametrize("rare", ["䶮", "㙍", "𠮷", "𬭊", "ǹ"])
def test_four_byte_characters_of_gb18030(rare: str) -> None:
    text = SENTENCE.replace("农村", f"{rare}村")
    assert len(rare.encode("gb18030")) > 1
    assert decode(text.encode("gb18030")) == text


@pytest.mark.parametrize("rare", ["嘅", "咗", "喺", "啲", "𨋢", "𠝹", "鰂"])
def test_characters_of_hong_kong(rare: str) -> None:
    text = converted(SENTENCE, "s2t").replace("農村", f"{rare}村")
    assert decode(text.encode("big5hkscs")) == text


def test_a_range_in_big5_has_the_wave_that_browsers_show() -> None:
    text = converted("每人每月发放补贴50～60元。", "s2t")
    assert decode(text.encode("cp950")) == text


def test_a_declared_encoding_decides_what_is_in_doubt_and_nothing_else() -> None:
    assert decode("低保".encode("gbk"), declared="gb2312") == "低保"
    assert decode(SENTENCE.encode("gbk"), declared="windows-1252") == SENTENCE
    assert decode(SENTENCE.encode("gbk"), declared="no-such-thing") == SENTENCE


def test_byte_order_marks_are_no_part_of_the_text() -> None:
    assert decode(b"\xef\xbb\xbf\xef\xbb\xbf" + SENTENCE.encode()) == SENTENCE
    assert decode(SENTENCE.encode("utf-8-sig"), "utf-8") == SENTENCE


def test_text_without_chinese_stays_as_it_is() -> None:
    for text in ("", "2021,1203,830.5\r\n", "Città di Torino, è così: 12 €", "Отчёт за 2021 год"):
        assert decode(text.encode()) == text


# --- what is wrong is said


def problem(data: bytes, encoding: str | None = None) -> str:
    with pytest.raises(FileProblem) as caught:
        refuse_mojibake(decode(data, encoding))
    return str(caught.value)


LONG = SENTENCE * 30


@pytest.mark.parametrize(
    ("text", "true", "told", "said"),
    [
        (LONG, "utf-8", "gb18030", "say --encoding utf-8"),
        (LONG, "utf-8", "big5", "say --encoding utf-8"),
        (LONG, "utf-8", "latin-1", "does not read like Chinese in latin-1: say --encoding utf-8"),
        (LONG, "gb18030", "utf-8", "not UTF-8 at byte 4 (line 1): say --encoding gb18030"),
        (LONG, "gb18030", "cp1252", "say --encoding gb18030"),
        (LONG, "gb18030", "latin-1", "does not read like Chinese in latin-1: say --encoding gb18030"),
        (LONG, "gb18030", "big5", "say --encoding gb18030"),
        (LONG, "utf-16-le", "gb18030", "say --encoding utf-16-le"),
        (LONG, "utf-16-le", "utf-16-be", "say --encoding utf-16-le"),
        (converted(LONG, "s2t"), "big5", "gb18030", "say --encoding big5hkscs"),
        (converted(LONG, "s2t"), "big5", "utf-16", "say --encoding big5hkscs"),
    ],
)
def test_a_wrong_encoding_is_answered_with_the_right_one(text: str, true: str, told: str, said: str) -> None:
    assert said in problem(text.encode(true), told)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ("В районе проживает около двух тысяч человек, получающих пособие".encode("cp1251"), "neither UTF-8"),
        ("生活保護を受けている世帯の数は前年より増加しており".encode("shift_jis"), "neither UTF-8"),
        ("사회복지 사업 보고서 기초생활수급자 가구 수는 지난해보다 증가하였으며".encode("euc-kr"), "neither UTF-8"),
        (b"\x89\x00\x01\x02\xff\xfe\xfd", "binary, not text (NUL at byte 1)"),
        (bytes(range(128, 256)) * 4, "neither UTF-8 nor a Chinese encoding that makes sense: say --encoding"),
    ],
    ids=["russian", "japanese", "korean", "binary", "noise"],
)
def test_what_is_no_chinese_is_not_guessed(data: bytes, said: str) -> None:
    assert said in problem(data)


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "big5hkscs"])
def test_damage_is_named_with_its_place_and_a_way_on(encoding: str) -> None:
    text = holdable("第一行。\n" + LONG, encoding)
    data = bytearray(text.encode(encoding))
    at = data.index(b"\n") + 5
    data[at] = 0xFF
    said = problem(bytes(data))
    assert f"damaged at byte {at}" in said or f"damaged at byte {at - 1}" in said
    assert "(line 2)" in said
    assert f"--encoding {encoding}:replace reads on" in said
    assert problem(bytes(data), encoding) == said
    assert decode(bytes(data), f"{encoding}:replace").count("\ufffd") in (1, 2, 3)


@pytest.mark.parametrize("share", [1.0, 0.2])
@pytest.mark.parametrize(
    ("true", "read_as", "said"),
    [
        ("utf-8", "gb18030", "UTF-8 that was read as GB18030"),
        ("utf-8", "latin-1", "UTF-8 that was read as WINDOWS-1252"),
        ("utf-8", "cp1252", "UTF-8 that was read as WINDOWS-1252"),
        ("gb18030", "latin-1", "GB18030 that was read as WINDOWS-1252"),
        ("gb18030", "big5hkscs", "GB18030 that was read as BIG5-HKSCS"),
        ("big5hkscs", "latin-1", "BIG5-HKSCS that was read as WINDOWS-1252"),
        ("big5hkscs", "gb18030", "BIG5-HKSCS that was read as GB18030"),
    ],
)
def test_mojibake_is_recognised(true: str, read_as: str, said: str, share: float) -> None:
    lines = holdable((ROOT / "samples" / "bulletin.txt").read_text(encoding="utf-8"), true).splitlines()
    sound = int(len(lines) * (1 - share))
    spoilt = [line.encode(true).decode(read_as, "replace") for line in lines[sound:]]
    text = "\n".join([*lines[:sound], *spoilt])
    found = problem(text.encode())
    assert said in found
    first = int(found.partition(" from line ")[2].partition(" ")[0])
    assert sound < first <= sound + 5


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (SENTENCE.encode("gb18030").decode("utf-8", "replace") * 9, "lost in a conversion, the first in line 1"),
        (SENTENCE + "\n锟斤拷锟斤拷", "lost in a conversion, the first in line 2"),
        ("全县\ufffd\ufffd低保对象12\ufffd户。", "3 of 13 characters are lost in a conversion"),
        ("\ue000\ue123全县共有低保", "for private use"),
    ],
)
def test_lost_characters_above_a_small_share(text: str, said: str) -> None:
    assert said in problem(text.encode())


@pytest.mark.parametrize(
    "text",
    [
        LONG + "\ufffd",
        "\uf06c 全县共有低保对象12户\n\uf06c 敬老院7所",
        "气温20°C±2，5×3米，甲·乙",
        "全县共有低保对象12户。\x0c\n第二页",
        "café, résumé, naïve, Ævar Þór: 民政局",
        "浜河镇、涓流村、鐨村、锛具厂共12户",
        converted("产业链、区块链、鲜活农产品冷链，镇江、浙江、温州、锁链加工12户", "s2t"),
        "王志强\n李秀英\n张璐\n刘琪\n陈婕\n杨晗\n赵鑫\n黄磊\n周婷\n吴昊\n",
    ],
)
def test_sound_texts_pass(text: str) -> None:
    refuse_mojibake(text)
    assert decode(text.encode()) == text


def test_random_shuffles_of_a_report_are_no_mojibake() -> None:
    """Whatever order words come in, sound text must never be refused."""
    text = (ROOT / "samples" / "county-traditional.txt").read_text(encoding="utf-8")
    shuffled = random.Random(4).sample(text, len(text))
    refuse_mojibake("".join(shuffled))


# --- the command line


@pytest.mark.parametrize("encoding", ["gbk", "big5", "utf-16-le"])
def test_extract_reads_them_without_being_told(civx: Civx, encoding: str) -> None:
    text = holdable(SENTENCE, encoding)
    done = civx("extract", "-", stdin=text.encode(encoding))
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout == civx("extract", "-", stdin=text.encode()).stdout


def test_mojibake_ends_in_one_line(civx: Civx) -> None:
    done = civx("extract", "-", stdin=LONG.encode().decode("gb18030", "replace").encode())
    assert (done.returncode, done.stdout) == (1, b"")
    assert done.stderr.startswith(b"civx: standard input: mojibake from line 1 on: UTF-8 that was read as GB18030")
    assert done.stderr.count(b"\n") == 1


def test_damaged_bytes_can_be_read_over(civx: Civx) -> None:
    data = LONG.encode("gb18030").replace("全县".encode("gb18030"), b"\xff", 1)
    assert civx("extract", "-", stdin=data).returncode == 1
    assert civx("extract", "-", "--encoding", "gb18030:replace", stdin=data).returncode == 0


def test_a_file_that_is_told_apart(tmp_path) -> None:  # type: ignore[no-untyped-def]
    path = tmp_path / "a.txt"
    path.write_bytes(LONG.encode("gb18030"))
    assert read_source(str(path)).text == LONG
