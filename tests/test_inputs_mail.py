"""E-mails and saved web pages: body and attachments, each with the facts of the same text by itself."""
from __future__ import annotations

import contextlib
import json
from email.message import EmailMessage
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from pathlib import Path

import pytest
from test_inputs_word import word

from civx.cli.errors import FileProblem
from civx.cli.reading import Source, extracted, items, read_sources

import sheet_builders as build
from conftest import Civx

BODY = "各位同事：\n截至9月底，全县农村低保对象2051人，比上年减少37人；发放低保金830.5万元。\n"
PAGE = (
    "<html><head><title>通报</title></head><body><h1>通报</h1><p>全县农村低保对象2051人。</p><p>新建养老机构12家，总床位1200张。</p>"
    "<img src='cid:x'></body></html>"
)


def letter(charset: str = "utf-8") -> EmailMessage:
    message = EmailMessage()
    message["From"] = "甲 <a@example.org>"
    message["To"] = "b@example.org"
    message["Subject"] = "清源县民政局2021年工作总结"
    message["Date"] = "Wed, 12 Jan 2022 09:30:00 +0800"
    message.set_content(BODY, charset=charset)
    return message


def read(path: Path, data: bytes) -> list[Source]:
    path.write_bytes(data)
    found = read_sources(str(path))
    for source in found:
        assert all(source.text[fact.start : fact.end] == fact.quote for fact in extracted(source).facts)
    return found


@pytest.mark.parametrize("charset", ["utf-8", "gb18030", "gb2312"])
def test_a_message_gives_the_facts_of_its_text(charset: str, tmp_path: Path) -> None:
    (source,) = read(tmp_path / "a.eml", letter(charset).as_bytes())
    assert source.name == f"{tmp_path}/a.eml"
    assert source.text == f"清源县民政局2021年工作总结\n2022年1月12日\n{BODY}"
    plain = extracted(Source("a.txt", f"清源县民政局2021年工作总结\n{BODY}"))
    keys = [(f.subject, f.value, f.period, f.status) for f in extracted(source).facts]
    assert keys == [(f.subject, f.value, f.period, f.status) for f in plain.facts]
    assert len(keys) == 3 and keys[0][2] == "../2021-09"


def test_attachments_are_texts_of_their_own(tmp_path: Path, civx: Civx) -> None:
    message = letter()
    office = "application", "vnd.openxmlformats-officedocument"
    list_of = word("全县低保对象1203户。")
    message.add_attachment(
        list_of, maintype=office[0], subtype=f"{office[1]}.wordprocessingml.document", filename="附件一.docx"
    )
    message.add_attachment(
        build.several_sheets(), maintype=office[0], subtype=f"{office[1]}.spreadsheetml.sheet", filename="../数据.xlsx"
    )
    message.add_attachment(b"\x89PNG\r\n\x1a\n\0", maintype="application", subtype="octet-stream", filename="a.png")
    message.add_attachment(b"\x89PNG\r\n\x1a\n\0", maintype="image", subtype="png", filename="logo.png")
    (tmp_path / "a.eml").write_bytes(message.as_bytes())
    sources = read_sources(str(tmp_path / "a.eml"))
    assert [source.part for source in sources] == ["", "#附件一.docx", "#数据.xlsx#2023", "#数据.xlsx#机构"]
    done = civx("extract", "a.eml", "-f", "jsonl")
    named = [json.loads(line)["source"] for line in done.stdout.splitlines()]
    assert named[3:] == [
        "a.eml#附件一.docx", *(f"a.eml#数据.xlsx#2023!C{row}" for row in (2, 3, 4)), "a.eml#数据.xlsx#机构!B2",
        "a.eml#数据.xlsx#机构!B3",
    ]
    said = done.stderr.decode()
    assert "its attachment a.png: a picture" in said and "its attachment 数据.xlsx: the hidden sheet 备份" in said
    assert "logo" not in said
    assert civx("text", "a.eml#附件一.docx").stdout.decode() == "全县低保对象1203户。\n"
    assert civx("text", "a.eml#数据.xlsx#机构!B2").stdout.decode().startswith("机构\n")


def test_the_body_in_its_better_form(tmp_path: Path) -> None:
    message = letter()
    message.add_alternative("<html><body><p>别的<b>5户</b></p></body></html>", subtype="html")
    assert "2051人" in read(tmp_path / "a.eml", message.as_bytes())[0].text
    hint = EmailMessage()
    hint["Subject"], hint["From"], hint["Date"] = "x", "a@example.org", "today"
    hint.set_content("见正文")
    hint.add_alternative(PAGE, subtype="html")
    (source,) = read(tmp_path / "b.eml", hint.as_bytes())
    assert source.text == "x\n通报\n全县农村低保对象2051人。\n新建养老机构12家，总床位1200张。\n"


def test_a_saved_page(tmp_path: Path) -> None:
    page = MIMEMultipart("related", type="text/html")
    page["From"], page["Subject"] = "<Saved by Blink>", "通报"
    page.attach(MIMEText(PAGE, "html", "gb2312"))
    page.attach(MIMEText("body { color: red }", "css"))
    (tmp_path / "in").mkdir()
    (source,) = read(tmp_path / "in" / "a.mht", page.as_bytes())
    assert source.text == "通报\n全县农村低保对象2051人。\n新建养老机构12家，总床位1200张。\n"
    assert [item.name for item in items((str(tmp_path / "in"),), recursive=True)] == [f"{tmp_path}/in/a.mht"]


def test_what_only_looks_like_a_message(tmp_path: Path) -> None:
    text = "Note: 全县低保对象5户。\nDate: 2023\n"
    assert read(tmp_path / "a.txt", text.encode())[0].text == text
    assert read(tmp_path / "a.eml", "全县低保对象5户。".encode())[0].text == "全县低保对象5户。"


def test_damaged_and_hostile_messages(tmp_path: Path) -> None:
    data = letter().as_bytes()
    for broken in (data[:-20], data.replace(b"base64", b"x-none"), data.replace(b"charset", b"charsex")):
        with contextlib.suppress(FileProblem):
            read(tmp_path / "a.eml", broken)
    inner = letter()
    outer = letter()
    outer.add_attachment(inner.as_bytes(), maintype="application", subtype="octet-stream", filename="b.eml")
    outer.add_attachment(b"PK\x05\x06" + bytes(18), maintype="application", subtype="zip", filename="c.zip")
    sources = read(tmp_path / "a.eml", outer.as_bytes())
    assert [source.part for source in sources] == [""]
    assert sources[0].notes == (
        "its attachment b.eml: a message inside a message: save it as a file of its own",
        "its attachment c.zip: an archive inside an archive: unpack it first",
    )
    many = letter()
    for _ in range(250):
        many.add_attachment("5户", filename="x.txt")
    sources = read(tmp_path / "a.eml", many.as_bytes())
    assert len(sources) == 201 and len({source.name for source in sources}) == 201
    empty = EmailMessage()
    empty["From"], empty["Subject"], empty["Date"] = "a@example.org", "x", "x"
    empty.set_content("")
    with pytest.raises(FileProblem, match="a message without any text"):
        read(tmp_path / "a.eml", empty.as_bytes())
