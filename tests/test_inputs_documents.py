"""Web pages, Word documents and PDF files: what text they give, and that offsets refer to it."""
from __future__ import annotations

import builtins
import gzip
import io
import json
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from docx.enum.text import WD_BREAK
from docx.oxml import parse_xml
from reportlab.lib import colors, pdfencrypt
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen import canvas

from civx.cli.errors import FileProblem
from civx.cli.inputs.from_docx import docx_text
from civx.cli.inputs.from_html import html_text
from civx.cli.inputs.from_pdf import pdf_text
from civx.cli.inputs.tidy import Cell, table_lines
from civx.cli.reading import read_source
from civx.extractors.pipeline import extract

from conftest import ROOT, Civx

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
FIRST = "2021年，全县共有农村低保对象1118户、2051人，累计发放低保金830.5万元。"
SECOND = "全年实施临时救助312人次，发放救助金45.6万元。"
THIRD = "全县共有敬老院12所，床位1200张，入住老人860人。"


def problem(read: Any, data: bytes) -> str:
    with pytest.raises(FileProblem) as caught:
        read(data)
    said = str(caught.value)
    assert "\n" not in said
    return said


# --- web pages

MENU = '<ul class="list">' + "".join(f'<li><a href="/{n}">政务公开{n}</a></li>' for n in range(9)) + "</ul>"
FOOT = "<div class='footer'>版权所有：青石县人民政府　ICP备12345678号</div>"
TABLE = (
    "<table border=1><tr><td colspan=4>低保情况统计表</td></tr>"
    "<tr><th rowspan='2'>地区</th><th colspan=2>城市低保</th><th rowspan=2>发放金额<br>（万元）</th></tr>"
    "<tr><th>户数</th><th>人数</th></tr><tr><td>甲镇</td><td>12</td><td>30</td><td>5.5</td></tr>"
    "<tr><td>乙镇</td><td colspan=2>44</td><td>&nbsp;</td></tr></table>"
)
ROWS = [
    "低保情况统计表", "地区\t城市低保\t城市低保\t发放金额 （万元）", "地区\t户数\t人数\t发放金额 （万元）",
    "甲镇\t12\t30\t5.5", "乙镇\t44\t\t",
]


def page(body: str, head: str = "") -> str:
    return f"<!DOCTYPE html><html><head><meta charset='utf-8'>{head}</head><body>{MENU}{body}{FOOT}</body></html>"


def lines(html: str) -> list[str]:
    return html_text(html.encode()).splitlines()


def test_paragraphs_headings_and_tables_without_what_is_around_them() -> None:
    body = (
        "<div class='position'>当前位置：<a href='/'>首页</a> &gt; <a href='/a'>工作总结</a></div>"
        f"<div class='content'><h1>青石县民政局2021年工作总结</h1><p>{FIRST}</p><h2>一、社会救助</h2><p>{SECOND}</p>"
        f"{TABLE}<p>{THIRD}</p><div class='share'>分享到：<a href='#'>微信</a></div></div>"
        "<div>上一篇：<a href='p'>2020年工作总结</a></div><div>下一篇：<a href='n'>关于召开会议的通知</a></div>"
    )
    assert lines(page(body)) == ["青石县民政局2021年工作总结", FIRST, "一、社会救助", SECOND, *ROWS, THIRD]


@pytest.mark.parametrize(
    "content",
    [
        f"<div>{FIRST}<br><br>　　一、社会救助<br/>{SECOND}<br>{THIRD}</div>",
        f"<div>{FIRST}</div><div>一、社会救助</div><div><span>{SECOND[:9]}</span><b>{SECOND[9:]}</b></div>{THIRD}",
        f"<font><p>{FIRST}<p><strong>一、社会救助</strong><p>{SECOND}<p>{THIRD}</font>",
        f"<table><tr><td><p>{FIRST}</p><p>一、社会救助</p></td></tr><tr><td>{SECOND}<br>{THIRD}</td></tr></table>",
        f"<table width=900><tr><td>左</td><td><table><tr><td>{FIRST}<br>一、社会救助<br>{SECOND}<br>{THIRD}"
        "</td></tr></table></td></tr></table>",
        f"<form id='f'><section><article>{FIRST}<p>一、社会救助</p>{SECOND}<p>{THIRD}</p></article></section></form>",
        f"<p><a name='a'>{FIRST}</a></p><h2><a name='b'></a><a name='c'>一、社会救助</a></h2><p>{SECOND}<p>{THIRD}",
        f"<pre>{FIRST}</pre><pre>一、社会救助</pre><pre>{SECOND}</pre><blockquote>{THIRD}</blockquote>",
    ],
    ids=["br", "div", "unclosed", "layout-table", "nested-tables", "form", "anchors", "pre"],
)
def test_nothing_of_the_main_text_is_lost(content: str) -> None:
    found = lines(page(f"<div class='main'>{content}</div>"))
    assert [line for line in found if line != "左"] == [FIRST, "一、社会救助", SECOND, THIRD]


def test_short_paragraphs_at_the_ends_are_kept() -> None:
    body = f"<p>青石县民政局</p><p>{FIRST * 5}</p><p>{THIRD * 5}</p><p>低保12户</p><p>2022年1月</p>"
    found = lines(page(f"<div id='zoom'>{body}</div>"))
    assert (found[0], found[-2:]) == ("青石县民政局", ["低保12户", "2022年1月"])


def test_what_stands_around_a_page_that_is_mostly_a_table_is_kept() -> None:
    assert lines(page(f"{MENU}<h2>2021年统计</h2><p>单位：万元</p>{TABLE}<p>注：截至年底。</p>{FOOT}")) == [
        "2021年统计", "单位：万元", *ROWS, "注：截至年底。",
    ]


def test_the_title_that_authorities_put_into_the_head() -> None:
    head = "<title>工作总结-青石县人民政府</title><meta name='ArticleTitle' content='青石县民政局2021年工作总结'>"
    assert lines(page(f"<div class='c'><p>{FIRST}</p><p>{SECOND}</p><p>{THIRD}</p></div>", head))[:2] == [
        "青石县民政局2021年工作总结", FIRST,
    ]


def test_a_page_that_is_only_a_table() -> None:
    assert lines(page(TABLE))[-len(ROWS):] == ROWS


@pytest.mark.parametrize(
    ("encoding", "meta"),
    [
        ("gbk", "<meta http-equiv='Content-Type' content='text/html; charset=gb2312'>"), ("gbk", ""), ("utf-8", ""),
        ("gb18030", "<meta charset='utf-8'>"), ("utf-16", ""), ("utf-8-sig", "<meta charset=gbk>"),
    ],
)
def test_encodings_of_web_pages(encoding: str, meta: str) -> None:
    html = f"<html><head>{meta}<script>{'var a = 1;' * 20000}</script></head><body><p>{FIRST}</p></body></html>"
    assert html_text(html.encode(encoding)) == FIRST + "\n"


def test_odd_characters_in_web_pages() -> None:
    text = html_text(f"<html><body><p>低保&#0;对象&#xD800;\x0112户\x85\r\n{FIRST}</p></body></html>".encode())
    assert not re.search(r"[^\n\t\x20-\x7e\xa0-\U0010ffff]", text)
    assert FIRST in text.encode().decode()


@pytest.mark.parametrize("html", ["<html></html>", "<html><body><script>1</script></body>", "<html>" + "<div>" * 3000])
def test_pages_without_text(html: str) -> None:
    assert problem(html_text, html.encode()).startswith("a web page ")


def test_a_page_that_a_script_fills() -> None:
    html = page("<div id='app'></div><noscript>请开启JavaScript，已有500人</noscript>", "<title>工作总结</title>")
    assert problem(html_text, html.encode()).startswith("a web page without any text of its own")


# --- Word documents


def saved(document: Any) -> bytes:
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def report() -> Any:
    document = Document()
    document.add_heading("青石县民政局2021年工作总结", 0)
    document.add_paragraph(FIRST)
    document.add_heading("一、社会救助", 1)
    table = document.add_table(rows=5, cols=4)
    table.cell(0, 0).merge(table.cell(0, 3)).text = "低保情况统计表"
    table.cell(1, 0).merge(table.cell(2, 0)).text = "地区"
    table.cell(1, 1).merge(table.cell(1, 2)).text = "城市低保"
    table.cell(1, 3).merge(table.cell(2, 3)).text = "发放金额\n（万元）"
    table.cell(2, 1).text, table.cell(2, 2).text = "户数", "人数"
    for column, text in enumerate(("甲镇", "12", "30", "5.5")):
        table.cell(3, column).text = text
    table.cell(4, 0).text = "乙镇"
    table.cell(4, 1).merge(table.cell(4, 2)).text = "44"
    document.add_paragraph(SECOND)
    return document


def test_paragraphs_and_tables_in_reading_order() -> None:
    assert docx_text(saved(report())).splitlines() == [
        "青石县民政局2021年工作总结", FIRST, "一、社会救助", *ROWS, SECOND,
    ]


def test_what_is_kept_and_what_is_left_out() -> None:
    document = Document()
    document.sections[0].header.paragraphs[0].text = "页眉1户"
    document.sections[0].footer.paragraphs[0].text = "页脚2户"
    paragraph = document.add_paragraph("第一行")
    paragraph.add_run().add_break()
    paragraph.add_run("第二行")
    paragraph.add_run().add_break(WD_BREAK.PAGE)
    body = document.element.body
    for xml in (
        f"<w:p {W}><w:r><w:t>原有</w:t></w:r><w:del><w:r><w:delText>删去100户</w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>新增200户</w:t></w:r></w:ins></w:p>",
        f"<w:p {W}><w:hyperlink><w:r><w:t>链接300户</w:t></w:r></w:hyperlink>"
        "<w:moveFrom><w:r><w:t>移走</w:t></w:r></w:moveFrom><w:moveTo><w:r><w:t>移来</w:t></w:r></w:moveTo></w:p>",
        f"<w:sdt {W}><w:sdtContent><w:p><w:r><w:t>控件400户</w:t><w:tab/><w:t>甲</w:t></w:r></w:p></w:sdtContent>"
        "</w:sdt>",
        f"<w:p {W}><w:r><w:pict><w:txbxContent><w:p><w:r><w:t>文本框500户</w:t></w:r></w:p></w:txbxContent></w:pict>"
        "</w:r><w:r><w:fldChar w:fldCharType='begin'/><w:instrText>PAGE 600</w:instrText></w:r>"
        "<w:r><w:t>后</w:t></w:r></w:p>",
    ):
        body.insert(len(body) - 1, parse_xml(xml))
    assert docx_text(saved(document)) == "第一行\n第二行\n原有新增200户\n链接300户移来\n控件400户 甲\n后\n文本框500户\n"


def numbered(levels: str, paragraphs: list[tuple[str, int, int]], extra: str = "") -> list[str]:
    """The lines of paragraphs (text, numbering, level) in a document whose first list has those levels."""
    document = Document()
    part = document.part.numbering_part.element
    for child in list(part):
        part.remove(child)
    part.append(parse_xml(f"<w:abstractNum {W} w:abstractNumId='7'>{levels}</w:abstractNum>"))
    part.append(parse_xml(f"<w:num {W} w:numId='1'><w:abstractNumId w:val='7'/></w:num>"))
    part.append(parse_xml(f"<w:num {W} w:numId='2'><w:abstractNumId w:val='7'/>{extra}</w:num>"))
    for text, number, level in paragraphs:
        properties = document.add_paragraph(text)._p.get_or_add_pPr()
        properties.append(parse_xml(f"<w:numPr {W}><w:ilvl w:val='{level}'/><w:numId w:val='{number}'/></w:numPr>"))
    return docx_text(saved(document)).splitlines()


def level(number: int, form: str, text: str) -> str:
    return f"<w:lvl w:ilvl='{number}'><w:start w:val='1'/><w:numFmt w:val='{form}'/><w:lvlText w:val='{text}'/></w:lvl>"


LEVELS = "".join((
    level(0, "chineseCountingThousand", "%1、"), level(1, "chineseCounting", "（%2）"), level(2, "decimal", "%3."),
))


def test_labels_that_word_counts() -> None:
    assert numbered(
        LEVELS,
        [("救助", 1, 0), ("低保", 1, 1), ("10户", 1, 2), ("11户", 1, 2), ("特困", 1, 1), ("养老", 1, 0), ("床位", 1, 1),
         ("12所", 1, 2), ("无", 0, 0)],
    ) == ["一、救助", "（一）低保", "1. 10户", "2. 11户", "（二）特困", "二、养老", "（一）床位", "1. 12所", "无"]


def test_lists_that_go_on_and_lists_that_start_anew() -> None:
    two = [("甲", 1, 0), ("乙", 2, 0)]
    assert numbered(LEVELS, two) == ["一、甲", "二、乙"]
    anew = "<w:lvlOverride w:ilvl='0'><w:startOverride w:val='1'/></w:lvlOverride>"
    assert numbered(LEVELS, two, anew) == ["一、甲", "一、乙"]


@pytest.mark.parametrize(
    ("form", "shown"),
    [
        ("chineseCounting", ["一", "十", "十一", "二十", "二十一"]),
        ("decimalEnclosedCircle", ["①", "⑩", "⑪", "⑳", "21"]),
        ("upperLetter", ["A", "J", "K", "T", "U"]), ("lowerRoman", ["i", "x", "xi", "xx", "xxi"]),
        ("ideographTraditional", ["甲", "癸", "11", "20", "21"]), ("decimalZero", ["01", "10", "11", "20", "21"]),
        ("bullet", ["", "", "", "", ""]), ("noSuchForm", ["1", "10", "11", "20", "21"]),
    ],
)
def test_forms_of_labels(form: str, shown: list[str]) -> None:
    got = numbered(level(0, form, "%1、"), [("项", 1, 0)] * 21)
    wanted = [f"{label}、项" if label else "项" for label in shown]
    assert [got[at - 1] for at in (1, 10, 11, 20, 21)] == wanted


def test_a_table_that_only_frames_text() -> None:
    document = Document()
    cell = document.add_table(rows=1, cols=1).cell(0, 0)
    cell.text = FIRST
    cell.add_paragraph(SECOND)
    assert docx_text(saved(document)) == f"{FIRST}\n{SECOND}\n"


def test_a_table_with_a_table_in_it_only_frames() -> None:
    document = Document()
    outer = document.add_table(rows=1, cols=2)
    outer.cell(0, 0).text = SECOND
    inner = outer.cell(0, 1).add_table(rows=2, cols=2)
    for place, text in zip(inner._cells, ("指标", "数量（户）", "低保", "12"), strict=True):
        place.text = text
    assert docx_text(saved(document)).split("\n")[:-1] == [SECOND, "", "指标\t数量（户）", "低保\t12"]


def test_word_documents_that_cannot_be_read() -> None:
    assert problem(docx_text, saved(Document())).startswith("a .docx file without text")
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("word/document.xml", "<broken")
    assert problem(docx_text, buffer.getvalue()).startswith("a .docx file that is damaged or not one (")


# --- PDF files

FONT = "STSong-Light"
pdfmetrics.registerFont(UnicodeCIDFont(FONT))


def pdf(pages: list[list[str]], head: str = "青石县民政局2021年年报", foot: str = "- {} -", **options: Any) -> bytes:
    """A PDF with running heads and page numbers; each page's lines as they stand."""
    buffer = io.BytesIO()
    drawn = canvas.Canvas(buffer, pagesize=(595, 842), **options)
    for number, page_lines in enumerate(pages, 1):
        drawn.setFont(FONT, 9)
        drawn.drawString(90, 795, head.format(number))
        drawn.drawCentredString(297, 40, foot.format(number))
        drawn.setFont(FONT, 12)
        for row, line in enumerate(page_lines):
            drawn.drawString(90, 730 - 20 * row, line)
        drawn.showPage()
    drawn.save()
    return buffer.getvalue()


def test_characters_that_stand_alone_in_a_font_that_is_not_there_are_kept() -> None:
    buffer = io.BytesIO()
    drawn = canvas.Canvas(buffer, pagesize=(595, 842))
    drawn.setFont(FONT, 12)
    for at, char in enumerate(SECOND):
        drawn.drawString(60 + pdfmetrics.stringWidth(SECOND[:at], FONT, 12), 700, char)
    drawn.save()
    assert pdf_text(buffer.getvalue())[0] == f"{SECOND}\n"


PAGES = [[FIRST[:30], FIRST[30:]], [SECOND], ["一、养老服务", THIRD]]


@pytest.mark.parametrize("foot", ["- {} -", "第 {} 页 共 3 页", "{}", "青石县 {} / 3"])
def test_page_furniture_is_left_out_and_pages_are_known(foot: str) -> None:
    text, pages = pdf_text(pdf(PAGES, foot=foot))
    assert text == "".join(f"{line}\n" for page_lines in PAGES for line in page_lines)
    assert [text[start:].split("\n")[0] for start in pages] == [page_lines[0] for page_lines in PAGES]


def test_lines_at_the_edge_that_recur_with_facts_of_their_own_are_kept() -> None:
    pages = [[f"走访困难群众{number}户。"] for number in (104, 98, 120)]
    text, _ = pdf_text(pdf(pages, head="困难群众帮扶{}户", foot="民政工作简报 {}"))
    assert text == "".join(f"困难群众帮扶{number}户\n{lines[0]}\n" for number, lines in enumerate(pages, 1))


def test_lines_at_the_edge_that_do_not_recur_are_kept() -> None:
    text, _ = pdf_text(pdf([[FIRST]], head="低保情况", foot="数据截至12月"))
    assert sorted(text.splitlines()) == sorted(["低保情况", FIRST, "数据截至12月"])


def test_a_fact_broken_over_lines_and_pages_is_whole() -> None:
    long = FIRST + THIRD
    at = long.index("敬老院") + 1
    broken = [[long[: at - 30], long[at - 30 : at]], [long[at:]]]
    text, pages = pdf_text(pdf(broken))
    found = extract(text, pages=pages).facts
    wanted = extract(long).facts
    assert [(f.value, f.unit, f.programme, f.subject) for f in found] == [
        (f.value, f.unit, f.programme, f.subject) for f in wanted
    ]
    assert [f.page for f in found] == sorted(f.page or 0 for f in found)
    assert {f.page for f in found} == {1, 2}


def test_an_empty_page_counts() -> None:
    text, pages = pdf_text(pdf([[FIRST], [], [SECOND]], head="", foot=""))
    facts = extract(text, pages=pages).facts
    assert {fact.page for fact in facts} == {1, 3}


@pytest.mark.parametrize("outer", [True, False], ids=["boxed", "open"])
def test_ruled_tables(outer: bool) -> None:
    buffer = io.BytesIO()
    drawn = canvas.Canvas(buffer, pagesize=(595, 842))
    drawn.setFont(FONT, 10)
    drawn.drawString(90, 740, FIRST[:25])
    xs, ys = (90, 190, 290, 390, 490), (700, 670, 640, 610, 580, 550)
    drawn.setFillColor(colors.lightgrey)
    drawn.rect(95, 615, 150, 50, stroke=0, fill=1)  # a shade is no rule
    drawn.setFillColor(colors.black)
    for y in ys:
        drawn.line(*((190, y, 390, y) if y == 640 else (90, y, 490, y)))
    for x, top in zip(xs, (700, 670, 640, 670, 700), strict=True):
        if outer or 90 < x < 490:
            drawn.rect(x, 550, 0.5, top - 550, stroke=0, fill=1)  # rules as thin bars, as Word draws them
    cells = {
        (0, 0): "低保情况统计表",
        (1, 0): "地区", (1, 1): "城市低保", (1, 3): "金额（万元）", (2, 1): "户数", (2, 2): "人数",
        (3, 0): "甲镇", (3, 1): "12", (3, 2): "30", (3, 3): "5.5", (4, 0): "乙镇", (4, 1): "44", (4, 3): "7",
    }
    for (row, column), text in cells.items():
        drawn.drawString(xs[column] + 5, ys[row] - 18, text)
    drawn.drawString(90, 520, "以上为年底数。")
    drawn.save()
    text, _ = pdf_text(buffer.getvalue())
    assert text.splitlines() == [
        FIRST[:25], "低保情况统计表", "地区\t城市低保\t城市低保\t金额（万元）", "地区\t户数\t人数\t金额（万元）",
        "甲镇\t12\t30\t5.5", "乙镇\t44\t\t7", "以上为年底数。",
    ]


def test_a_single_character_in_a_font_that_is_nowhere_is_kept() -> None:
    buffer = io.BytesIO()
    drawn = canvas.Canvas(buffer, pagesize=(595, 842))
    drawn.setFont(FONT, 12)
    for x, text in ((90, "养老床位"), (190, "张"), (240, "321"), (290, "个"), (340, "12")):
        drawn.drawString(x, 700, text)
    drawn.save()
    assert "".join(pdf_text(buffer.getvalue())[0].split()) == "养老床位张321个12"


def test_pdf_files_that_cannot_be_read(monkeypatch: pytest.MonkeyPatch) -> None:
    buffer = io.BytesIO()
    drawn = canvas.Canvas(buffer)
    drawn.rect(9, 9, 99, 99, fill=1)
    drawn.save()
    for there, said in (
        (None, "a scanned PDF: it holds pictures of pages and no text: pip install 'civx[ocr]'"),
        (object(), "a PDF without any text, in which character recognition sees none either"),
    ):
        monkeypatch.setattr("civx.cli.inputs.from_pdf.find_spec", lambda _, there=there: there)
        assert problem(pdf_text, buffer.getvalue()).startswith(said)
    locked = pdf(PAGES, encrypt=pdfencrypt.StandardEncryption("secret"))
    assert problem(pdf_text, locked) == "an encrypted PDF: save it without its password first"
    assert problem(pdf_text, pdf(PAGES)[:400]).startswith("a PDF file that is damaged or not one (")
    assert problem(pdf_text, b"%PDF-1.7\n").startswith("a PDF file that is damaged or not one (")


def test_two_columns_do_no_harm() -> None:
    buffer = io.BytesIO()
    drawn = canvas.Canvas(buffer, pagesize=(595, 842))
    drawn.setFont(FONT, 10)
    for x in (60, 320):
        for row in range(20):
            drawn.drawString(x, 780 - 18 * row, f"全县共有低保对象{row + x}户。")
    drawn.save()
    assert "全县共有低保对象60户" in pdf_text(buffer.getvalue())[0]


# --- tables


@pytest.mark.parametrize(
    ("grid", "wanted"),
    [
        ([["表1", None, None], ["地区", "户数", "人数"]], ["表1", "地区\t户数\t人数"]),
        ([["地区", "2020年", None], ["甲镇", "12户", "30人"]], ["地区\t2020年\t2020年", "甲镇\t12户\t30人"]),
        ([["地区", "户数", "人数"], ["甲镇", "44户", None]], ["地区\t户数\t人数", "甲镇\t44户\t"]),
        ([["地区", "人数", "备注"], ["甲镇", "44", "市级"], ["乙镇", "-5", "市级"]],
         ["地区\t人数\t备注", "甲镇\t44\t市级", "乙镇\t-5\t市级"]),
        ([["", "", ""], ["一\n二 ", "3", " "]], ["一 二\t3\t"]),
    ],
    ids=["title", "year", "number", "label", "blank"],
)
def test_rows_of_tables(grid: list[list[str | None]], wanted: list[str]) -> None:
    """None is a place that the cell before reaches over."""
    cells = []
    for row in grid:
        places: list[Cell] = []
        for text in row:
            places.append(Cell(places[-1].text, own=False) if text is None else Cell(text))
        cells.append(places)
    assert table_lines(cells) == wanted


# --- all kinds: by content, packed, and what offsets refer to


def sample(kind: str) -> bytes:
    """A report of that kind."""
    if kind == "txt":
        return (ROOT / "samples" / "bulletin.txt").read_bytes().replace(b"\n", b"\r\n")
    if kind == "gbk.txt":
        return f"{FIRST}\r\n{SECOND}".encode("gbk")
    if kind == "md":
        return f"\ufeff# 工作总结\r\n\r\n* {FIRST}\r\n* {SECOND}".encode()
    if kind == "html":
        return page(f"<div class='c'><p>{FIRST}</p>{TABLE}<p>{SECOND}</p><p>{THIRD}</p></div>").encode("gb18030")
    return saved(report()) if kind == "docx" else pdf(PAGES)


KINDS = ("txt", "gbk.txt", "md", "html", "docx", "pdf")


@pytest.mark.parametrize("kind", KINDS)
def test_offsets_refer_to_what_normalize_source_prints(civx: Civx, tmp_path: Path, kind: str) -> None:
    (tmp_path / f"report.{kind}").write_bytes(sample(kind))
    printed = civx("normalize", "--source", f"report.{kind}").stdout
    text = printed.decode()
    assert text == read_source(str(tmp_path / f"report.{kind}")).text
    facts = json.loads(civx("extract", f"report.{kind}", "-f", "json").stdout)
    assert len(facts) >= 4
    assert [text[fact["start"] : fact["end"]] for fact in facts] == [fact["quote"] for fact in facts]
    assert all(("page" in fact) == (kind == "pdf") for fact in facts)
    (tmp_path / "printed.txt").write_bytes(printed)
    again = json.loads(civx("extract", "printed.txt", "-f", "json").stdout)
    for fact in [*facts, *again]:
        for key in ("id", "source", "part_of", "page"):
            fact.pop(key, None)
    assert again == facts
    assert civx("normalize", "--source", "printed.txt").stdout == printed


def test_normalize_source_of_several_files_adds_nothing(civx: Civx, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes("低保12户\r\n敬老院".encode())
    (tmp_path / "b.txt").write_bytes("7所".encode())
    assert civx("normalize", "--source", "a.txt", "b.txt").stdout == "低保12户\r\n敬老院7所".encode()


@pytest.mark.parametrize("kind", ["html", "docx", "pdf"])
@pytest.mark.parametrize("name", ["report.{}", "report", "report.txt", "report.{}.gz", "report.zip"])
def test_kinds_are_known_by_content(tmp_path: Path, kind: str, name: str) -> None:
    path = tmp_path / name.format(kind)
    data = sample(kind)
    if path.suffix == ".gz":
        data = gzip.compress(data)
    if path.suffix == ".zip":
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as archive:
            archive.writestr(f"inner/report.{kind}", data)
        data = buffer.getvalue()
    path.write_bytes(data)
    assert SECOND in read_source(str(path)).text


@pytest.mark.parametrize("kind", ["html", "docx", "pdf"])
def test_kinds_by_standard_input(civx: Civx, kind: str) -> None:
    assert SECOND in civx("normalize", "--source", "-", stdin=sample(kind)).stdout.decode()


@pytest.mark.parametrize(
    ("kind", "library", "extra"),
    [("html", "trafilatura", "html"), ("docx", "lxml", "docx"), ("pdf", "pypdfium2", "pdf")],
)
def test_a_library_that_is_missing(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, kind: str, library: str, extra: str
) -> None:
    real = builtins.__import__
    missing = library.removeprefix("python-")

    def without(name: str, *rest: Any, **options: Any) -> Any:
        if name.partition(".")[0] == missing:
            raise ImportError(f"No module named {name!r}")
        return real(name, *rest, **options)

    (tmp_path / f"report.{kind}").write_bytes(sample(kind))
    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(FileProblem, match=re.escape(f"needs {library}: pip install 'civx[{extra}]'")):
        read_source(str(tmp_path / f"report.{kind}"))


@pytest.mark.parametrize("kind", ["html", "docx", "pdf"])
def test_damaged_files_end_in_one_line(civx: Civx, tmp_path: Path, kind: str) -> None:
    data = sample(kind)
    for number, cut in enumerate((len(data) // 2, len(data) - 40, 60)):
        (tmp_path / f"{number}.{kind}").write_bytes(data[:cut])
    done = civx("extract", *(f"{number}.{kind}" for number in range(3)), "-f", "jsonl", "-q")
    assert all(line.startswith(b"civx: ") for line in done.stderr.splitlines())
    assert b"civx failed" not in done.stderr
    assert len(done.stderr.splitlines()) <= 3
