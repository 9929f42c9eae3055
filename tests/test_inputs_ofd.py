""".ofd files: the same facts as from the text, whatever program wrote them; damaged and hostile ones refused."""
from __future__ import annotations

import itertools
from pathlib import Path

import pytest
from ofd_builder import Manner, Stroke, Words, ofd, packed, prose, ruled

from civx.cli.errors import FileProblem
from civx.cli.reading import Source, extracted, read_source
from civx.extractors.pipeline import extract

REPORT = (
    "青溪县民政局2021年工作总结\n"
    "一、社会救助\n"
    "截至年底，全县城乡低保对象3,204户5,871人，其中农村低保2,650户4,933人；全年发放低保金2,614.7万元，比上年增长6.2%。"
    "临时救助困难群众812人次，支出救助资金133.6万元。\n"
    "二、养老服务\n"
    "全县共有养老机构14家，床位1,860张，护理型床位占58%。农村敬老院9所改造完成，投入资金420万元。\n"
)
MANNERS = [
    Manner(), Manner(prefix=""), Manner(grouped=True), Manner(single=True), Manner(matrix=True), Manner(rooted=True),
]


def written(path: Path, data: bytes) -> Source:
    path.write_bytes(data)
    return read_source(str(path))


def told(source: Source) -> list[tuple[object, ...]]:
    return [(f.value, f.unit, f.programme, f.subject, f.period, f.status) for f in extracted(source).facts]


@pytest.mark.parametrize("manner", MANNERS, ids=["usual", "bare", "grouped", "single", "matrix", "rooted"])
def test_the_facts_are_those_of_the_text(manner: Manner, tmp_path: Path) -> None:
    expected = [
        (f.value, f.unit, f.programme, f.subject, f.period, f.status) for f in extract(REPORT).facts
    ]
    assert len(expected) == 13
    assert told(written(tmp_path / "a.ofd", ofd(prose(REPORT), manner))) == expected


def test_facts_have_their_page(tmp_path: Path) -> None:
    first, second = REPORT.split("二、")
    source = written(tmp_path / "a.ofd", ofd([*prose(first), *prose("二、" + second)]))
    facts = extracted(source).facts
    assert [fact.page for fact in facts] == [1] * 8 + [2] * 5
    assert all(source.text[fact.start : fact.end] == fact.quote for fact in facts)


def test_what_recurs_on_each_page_is_no_text(tmp_path: Path) -> None:
    template = [Words(80, 12, "青溪县2021年1204户家庭档案"), Words(25, 290, "内部资料 注意保存")]
    parts = enumerate(["一", *[REPORT] * 3], 1)
    pages = [[*prose(part)[0], Words(100, 285, f"— {number} —")] for number, part in parts]
    text = written(tmp_path / "a.ofd", ofd(pages, template=template)).text
    assert "家庭档案" not in text
    assert "内部资料" not in text
    assert "— 2 —" not in text
    assert text.count("城乡低保对象") == 3


def test_a_ruled_table(tmp_path: Path) -> None:
    rows = [["乡镇", "低保户数（户）", "低保人数（人）", "发放资金（万元）"], ["东岭镇", "412", "806", "301.25"],
            ["西河乡", "388", "690", "277.4"]]
    page = [Words(60, 30, "青溪县2021年农村低保情况表"), *ruled(rows, 40, [30, 42, 42, 46])]
    source = written(tmp_path / "a.ofd", ofd([page]))
    assert "东岭镇\t412\t806\t301.25" in source.text
    found = {(f.place, f.measure, str(f.value), f.unit, f.period) for f in extracted(source).facts}
    assert found == {
        ("东岭镇", "households", "412", "户", "2021"), ("东岭镇", "persons", "806", "人", "2021"),
        ("东岭镇", "amount", "3012500", "元", "2021"), ("西河乡", "households", "388", "户", "2021"),
        ("西河乡", "persons", "690", "人", "2021"), ("西河乡", "amount", "2774000", "元", "2021"),
    }


def test_a_table_without_rules(tmp_path: Path) -> None:
    rows = [["地区", "城市低保人数（人）", "农村低保人数（人）"], ["北屏区", "1206", "3310"], ["南屏区", "987", "2045"],
            ["合计", "2193", "5355"]]
    page = [one for one in ruled(rows, 40, [40, 55, 55]) if not isinstance(one, Stroke)]
    facts = extracted(written(tmp_path / "a.ofd", ofd([[Words(50, 30, "2022年各区低保情况"), *page]]))).facts
    assert {(f.area, str(f.value)) for f in facts} == {
        ("urban", "1206"), ("rural", "3310"), ("urban", "987"), ("rural", "2045"), ("urban", "2193"), ("rural", "5355"),
    }


def test_seals_notes_and_attachments_are_no_text(tmp_path: Path) -> None:
    other = "<x>登记结婚9999对</x>"
    more = {"Doc_0/Signs/Sign_0/Signature.xml": other, "Doc_0/Annots/Page_0/Annotation.xml": other,
            "Doc_0/Attachs/a.xml": other}
    assert "9999" not in written(tmp_path / "a.ofd", ofd(prose(REPORT), more=more)).text


def test_its_name_does_not_matter_and_other_files_in_a_folder_are_found(tmp_path: Path) -> None:
    data = ofd(prose(REPORT))
    assert written(tmp_path / "report.docx", data).text == written(tmp_path / "report.ofd", data).text


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (ofd([[Stroke(0, 0, 10, 10)]]), "a scanned .ofd document"),
        (packed({"OFD.xml": "<OFD><DocRoot>Doc_0/D.xml</DocRoot></OFD>"}), "damaged (it lacks Doc_0/D.xml)"),
        (packed({"OFD.xml": "<OFD><DocRoot>"}), "damaged (OFD.xml:"),
        (packed({"OFD.xml": "<OFD/>", "Encryptions.xml": "<x/>"}), "an encrypted .ofd document"),
        (packed({"OFD.xml": '<!DOCTYPE a [<!ENTITY b "c">]><OFD/>'}), "declares a document type"),
        (packed({"OFD.xml": "<OFD><DocRoot>../../etc/passwd</DocRoot></OFD>"}), "damaged (it lacks ../../etc/passwd)"),
        (packed({"OFD.xml": "<OFD/>", "big": "0" * 40_000_000}), "as only bombs are"),
        (ofd(prose(REPORT))[:-200], "a zip file that is damaged or cut off"),
    ],
    ids=["scanned", "lacking", "cut XML", "encrypted", "entities", "outside", "bomb", "cut off"],
)
def test_what_cannot_be_read_says_why(data: bytes, said: str, tmp_path: Path) -> None:
    path = tmp_path / "a.ofd"
    path.write_bytes(data)
    with pytest.raises(FileProblem) as caught:
        read_source(str(path))
    assert said in str(caught.value)


def test_mad_numbers_do_no_harm(tmp_path: Path) -> None:
    page = (
        '<Page><Content><Layer><TextObject Boundary="x 1e999 nan" Size="-1e99" CTM="1 2"><TextCode X="?" Y="1" '
        'DeltaX="g 99999999999 1 g">低保3户</TextCode></TextObject><PathObject><AbbreviatedData>M 1 L Q 2 3 C C 9 B'
        "</AbbreviatedData></PathObject></Layer></Content></Page>"
    )
    parts = {
        "OFD.xml": "<OFD><DocBody><DocRoot>D.xml</DocRoot></DocBody></OFD>",
        "D.xml": '<Document><Pages><Page BaseLoc="P.xml"/></Pages></Document>', "P.xml": page,
    }
    assert "低保3户" in written(tmp_path / "a.ofd", packed(parts)).text.replace("\n", "")


@pytest.mark.parametrize("start", range(0, 3000, 97))
def test_a_byte_that_is_wrong_never_ends_in_a_traceback(start: int, tmp_path: Path) -> None:
    data = bytearray(ofd(prose(REPORT)))
    for at in itertools.islice(range(start % len(data), len(data), 701), 3):
        data[at] ^= 0x5A
    path = tmp_path / "a.ofd"
    path.write_bytes(bytes(data))
    try:
        assert read_source(str(path)).text.strip()
    except FileProblem as problem:
        assert str(problem)
