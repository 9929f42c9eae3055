"""Scans and photographs: pages drawn with a Chinese font, read by character recognition. Left out, and said so, where
the engine or the font is missing; on CI both are there."""
from __future__ import annotations

import importlib.util
import io
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from civx.cli.errors import FileProblem
from civx.cli.inputs.parts import Scan
from civx.cli.reading import extracted, read_source
from civx.extractors.pipeline import extract

FONT = Path("/usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc")
THERE = importlib.util.find_spec("rapidocr_onnxruntime") is not None and FONT.exists()
recognises = pytest.mark.skipif(
    not THERE and not os.environ.get("CIVX_OCR_NEEDED"), reason="needs rapidocr-onnxruntime and the fonts Noto CJK"
)
pytestmark = pytest.mark.filterwarnings("ignore")
WIDE, HIGH = 1654, 2339  # A4 at 200 dots an inch
REPORT = """青溪县民政局2021年工作总结
一、社会救助
截至年底，全县城乡低保对象3,204户5,871人，其中农村低保2,650户
4,933人；全年发放低保金2,614.7万元，比上年增长6.2%。
二、养老服务
全县共有养老机构14家，床位1,860张，护理型床位占58%。
"""


def drawn(lines: list[tuple[float, float, str]], size: int = 36) -> Any:
    """A page with lines of text at places in dots."""
    from PIL import Image, ImageDraw, ImageFont

    page = Image.new("RGB", (WIDE, HIGH), "white")
    pen = ImageDraw.Draw(page)
    font = ImageFont.truetype(str(FONT), size)
    for x, y, text in lines:
        pen.text((x, y), text, font=font, fill="black")
    return page


def report_page(text: str = REPORT) -> Any:
    return drawn([(180, 200 + 72 * number, line) for number, line in enumerate(text.splitlines())])


def saved(path: Path, *pages: Any, **options: Any) -> str:
    pages[0].save(path, save_all=len(pages) > 1, append_images=list(pages[1:]), **options)
    return str(path)


def told(path: str) -> list[tuple[object, ...]]:
    return [(f.value, f.unit, f.programme, f.subject, f.period) for f in extracted(read_source(path)).facts]


@recognises
@pytest.mark.parametrize("name", ["a.png", "a.jpg", "a.tif", "a.pdf"])
def test_the_facts_are_those_of_the_text(name: str, tmp_path: Path) -> None:
    expected = [(f.value, f.unit, f.programme, f.subject, f.period) for f in extract(REPORT).facts]
    assert len(expected) == 9
    assert told(saved(tmp_path / name, report_page(), resolution=200)) == expected


@recognises
@pytest.mark.parametrize(("name", "scale"), [("a.png", 1.0), ("a.pdf", 72 / 200)])
def test_facts_have_their_page_and_box(name: str, scale: float, tmp_path: Path) -> None:
    facts = extracted(read_source(saved(tmp_path / name, report_page(), resolution=200))).facts
    (households,) = (fact for fact in facts if fact.quote == "3,204户")
    assert households.page == 1
    assert households.box is not None
    left, top, right, bottom = (edge / scale for edge in households.box)
    # thirteen signs before it: 36 dots each, on the third line
    assert 180 + 11 * 36 < left < right < 180 + 18 * 36
    assert 200 + 2 * 72 - 20 < top < bottom < 200 + 3 * 72 + 10
    assert not households.doubtful


@recognises
def test_a_huge_page_is_drawn_smaller(monkeypatch: pytest.MonkeyPatch) -> None:
    from pypdfium2 import PdfDocument

    from civx.cli.inputs import from_scan

    shapes = []

    def engine(pixels: Any, **_: Any) -> tuple[None, None]:
        shapes.append(pixels.shape)
        return None, None

    monkeypatch.setattr(from_scan, "_engine", lambda: engine)
    monkeypatch.setattr(from_scan, "_MOST_PIXELS", 1_000_000)
    document = PdfDocument.new()
    for size in ((14_400, 14_400), (200, 100)):
        seen = from_scan.rendered_page(document.new_page(*size))
        assert seen.height == pytest.approx(size[1], rel=0.01)
    (high, wide, _), small = shapes
    assert 900_000 < high * wide < 1_100_000
    assert small[:2] == (278, 556)


@recognises
def test_only_pages_without_text_are_recognised(tmp_path: Path) -> None:
    from pypdfium2 import PdfDocument

    from document_builders import pdf  # type: ignore[import-not-found]

    first = tmp_path / "first.pdf"
    first.write_bytes(pdf("临江县2022年民政统计", "2022年，全县城市低保对象806户。"))
    second = saved(tmp_path / "second.pdf", report_page("全县农村低保对象1,519户。"), resolution=200)
    whole = PdfDocument.new()
    for path in (first, second):
        whole.import_pages(PdfDocument(path))
    whole.save(tmp_path / "whole.pdf")
    facts = extracted(read_source(str(tmp_path / "whole.pdf"))).facts
    assert [(fact.quote, fact.page, fact.box is not None) for fact in facts] == [
        ("806户", 1, False), ("1,519户", 2, True),
    ]


@recognises
def test_the_rows_of_a_table(tmp_path: Path) -> None:
    grid = [["地区", "城市低保人数（人）", "农村低保人数（人）"], ["北屏区", "1206", "3310"], ["南屏区", "987", "2045"],
            ["合计", "2193", "5355"]]
    cells = [
        (x, 320 + 80 * line, text)
        for line, row in enumerate(grid) for x, text in zip((180, 560, 1050), row, strict=True)
    ]
    facts = extracted(read_source(saved(tmp_path / "a.png", drawn([(420, 200, "2022年各区低保情况"), *cells])))).facts
    assert {(fact.area, str(fact.value)) for fact in facts} == {
        ("urban", "1206"), ("rural", "3310"), ("urban", "987"), ("rural", "2045"), ("urban", "2193"), ("rural", "5355"),
    }


@recognises
def test_two_columns_are_read_one_after_the_other(tmp_path: Path) -> None:
    left = [
        "全市的城市低保对象一共有", "一千三百户，发放低保金共", "计四百二十一万元，比上年",
        "有所下降，其中大病家庭占", "百分之四十，比例最高。",
    ]
    right = [
        "全市的养老机构共有二十一", "家，其中公办的九家，床位", "三千四百张，入住老人一共",
        "两千一百零六人，入住率和", "服务质量都比上年提高。",
    ]
    lines = [(120.0, 300.0 + 70 * n, text) for n, text in enumerate(left)]
    lines += [(900.0, 300.0 + 70 * n, text) for n, text in enumerate(right)]
    text = read_source(saved(tmp_path / "a.png", drawn(lines))).text.replace("\n", "")
    assert text.index("比例最高") < text.index("共有二十一家")


@recognises
def test_a_number_that_is_blurred_is_doubtful_and_said(tmp_path: Path) -> None:
    from PIL import ImageFilter

    page = report_page("2021年，全县城市低保对象3,204户。\n\n2021年，全县农村低保对象2,650户。")
    box = (180, 330, 1400, 420)
    page.paste(page.crop(box).resize((122, 9)).resize((1220, 90)).filter(ImageFilter.GaussianBlur(1)), box)
    path = saved(tmp_path / "a.png", page)
    done = subprocess.run(
        [sys.executable, "-m", "civx", "extract", path, "-f", "jsonl"], capture_output=True, text=True, check=True
    )
    facts = [json.loads(line) for line in done.stdout.splitlines()]
    assert facts[0]["quote"] == "3,204户"
    assert facts[0]["doubtful"] is False
    for fact in facts[1:]:
        assert fact["doubtful"]
        assert fact["quote"] in done.stderr


@recognises
@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"\x89PNG\r\n\x1a\n\0\0\0", "a picture that is damaged or not one"),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", "a picture that is damaged or not one"),
    ],
)
def test_a_damaged_picture(data: bytes, said: str, tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(data)
    with pytest.raises(FileProblem, match=said):
        read_source(str(tmp_path / "a.png"))


@recognises
def test_a_picture_without_text(tmp_path: Path) -> None:
    with pytest.raises(FileProblem, match="no text is to be seen"):
        read_source(saved(tmp_path / "a.png", drawn([])))


@recognises
def test_a_bomb_is_refused(tmp_path: Path) -> None:
    from PIL import Image

    with pytest.raises(FileProblem, match="a picture that is damaged or not one"):
        read_source(saved(tmp_path / "a.png", Image.new("1", (20_000, 20_000))))


def test_without_the_engine_one_line_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from civx.cli.inputs import from_scan

    from_scan._engine.cache_clear()  # which holds the engine, where tests before had it
    monkeypatch.setitem(sys.modules, "rapidocr_onnxruntime", None)
    picture = b"\x89PNG\r\n\x1a\n\0"
    (tmp_path / "a.png").write_bytes(picture)
    with pytest.raises(FileProblem, match=r"a picture needs rapidocr-onnxruntime: pip install 'civx\[ocr\]'"):
        read_source(str(tmp_path / "a.png"))


@pytest.mark.parametrize(
    ("scores", "doubtful"), [([0.99, 0.98, 0.97], False), ([0.99, 0.41, 0.97], True), ([0.99, None, 0.97], True)]
)
def test_a_sign_that_is_unsure_or_unseen_makes_a_number_doubtful(scores: list[float | None], doubtful: bool) -> None:
    places = {
        at: ((10.0 * at, 5.0, 10.0 * at + 8, 25.0), score) for at, score in enumerate(scores) if score is not None
    }
    assert Scan(((0, 9),), places).told(0, 3) == ((0.0, 5.0, 28.0, 25.0), doubtful)
    assert Scan(((4, 9),), places).told(0, 3) is None


def test_json_with_boxes_is_read_back(tmp_path: Path) -> None:
    from civx.cli.fact_records import from_json
    from civx.cli.formats.records import record

    fact = next(iter(extract("2021年，全县城市低保对象3,204户。").facts))
    from dataclasses import replace

    seen = replace(fact, page=1, box=(1.5, 2.0, 30.0, 40.25), doubtful=True)
    assert json.loads(record(seen))["box"] == [1.5, 2.0, 30.0, 40.25]
    assert list(from_json(record(seen))) == [seen]
    assert list(from_json(record(fact))) == [fact]
    assert io.StringIO(record(fact)).read().count("box") == 0
