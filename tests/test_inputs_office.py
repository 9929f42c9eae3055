"""What LibreOffice turns into Word files (.doc .wps .rtf .odt); ``civx formats`` and ``civx text``."""
from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from docx import Document
from odf.opendocument import OpenDocumentText
from odf.text import P

from civx.cli.errors import FileProblem
from civx.cli.inputs.converters import office
from civx.cli.reading import extracted, read_sources

import sheet_builders as build
from conftest import Civx

TEXT = "清源县2023年民政工作总结\n全县共有低保对象1203户、2051人。\n"
RTF = r"{\rtf1\ansi\ansicpg936\uc1 " + "".join(f"\\u{ord(char)}?" if char != "\n" else r"\par " for char in TEXT) + "}"
OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def document() -> Document:
    made = Document()
    for line in TEXT.splitlines():
        made.add_paragraph(line)
    return made


def old_document() -> bytes:
    """The least of an old Word file: its head, and a directory that names the stream of a document."""
    name = "WordDocument".encode("utf-16-le")
    root = bytes(66) + b"\x05\x01" + b"\xff" * 8 + (1).to_bytes(4, "little") + bytes(48)
    entry = name.ljust(64, b"\0") + (len(name) + 2).to_bytes(2, "little") + b"\x02\x01" + b"\xff" * 12 + bytes(48)
    head = OLD + bytes(22) + b"\x09\0" + bytes(16) + b"\x01\0\0\0" + (1).to_bytes(4, "little") + bytes(8)
    head += b"\xfe\xff\xff\xff" + bytes(4) + b"\xfe\xff\xff\xff" + bytes(4) + bytes(4) + b"\xff" * 432
    table = b"\xfd\xff\xff\xff\xfe\xff\xff\xff" + b"\xff" * 504
    return head[:512].ljust(512, b"\xff") + table + root + entry + bytes(256)


@pytest.fixture
def converter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A program in the place of LibreOffice that gives back a document, and writes down how it was called."""
    document().save(tmp_path / "given.docx")
    program = tmp_path / "office"
    program.write_text(
        f"#!{sys.executable}\nimport json, os, shutil, sys\n"
        f"json.dump([sys.argv, dict(os.environ)], open({str(tmp_path / 'called.json')!r}, 'w'))\n"
        f"if open(sys.argv[-1], 'rb').read() == b'{{\\\\rtf bad}}': sys.exit('cannot be loaded')\n"
        "folder = sys.argv[sys.argv.index('--outdir') + 1]\n"
        f"shutil.copy({str(tmp_path / 'given.docx')!r}, os.path.join(folder, 'in.docx'))\n",
        encoding="utf-8",
    )
    program.chmod(0o755)
    monkeypatch.setenv("CIVX_SOFFICE", str(program))
    return program


@pytest.mark.skipif(sys.platform == "win32", reason="a script is no program there")
@pytest.mark.parametrize(
    ("name", "data"),
    [("a.rtf", RTF.encode()), ("a.doc", old_document()), ("b.wps", old_document()), ("c.txt", old_document())],
)
def test_an_office_program_is_asked_for_a_word_file(name: str, data: bytes, converter: Path, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(data)
    (source,) = read_sources(str(tmp_path / name))
    assert source.text == TEXT
    assert [fact.value for fact in extracted(source).facts] == [1203, 2051]
    command, environment = json.loads((tmp_path / "called.json").read_text(encoding="utf-8"))
    assert "--headless" in command and any(word.startswith("-env:UserInstallation=") for word in command)
    assert environment["https_proxy"] == "http://127.0.0.1:9"
    assert not os.path.exists(command[-1])  # the folder it worked in is gone


@pytest.mark.skipif(sys.platform == "win32", reason="a script is no program there")
def test_an_office_program_that_fails(converter: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.rtf"
    path.write_bytes(b"{\\rtf bad}")
    with pytest.raises(FileProblem, match=r"LibreOffice made no \.docx of it \(cannot be loaded\): the file is dam"):
        read_sources(str(path))
    (tmp_path / "given.docx").write_bytes(b"PK\x03\x04 none")
    path.write_bytes(RTF.encode())
    with pytest.raises(FileProblem, match="damaged or cut off"):
        read_sources(str(path))
    converter.write_text("#!/bin/sh\nsleep 60\n", encoding="utf-8")
    monkeypatch.setattr("civx.cli.inputs.converters._SECONDS", 1)
    with pytest.raises(FileProblem, match="took more than 1 seconds"):
        read_sources(str(path))


def test_without_any_program(tmp_path: Path, civx: Civx, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CIVX_SOFFICE", "")
    monkeypatch.setenv("PATH", "")
    (tmp_path / "a.doc").write_bytes(old_document())
    (tmp_path / "b.txt").write_text(TEXT, encoding="utf-8")
    done = civx("extract", "a.doc", "b.txt", "-f", "jsonl", "-q")
    assert len(done.stdout.splitlines()) == 2
    assert done.stderr.decode() == (
        "civx: a.doc: an old Word file (.doc .wps) is read through LibreOffice Writer: install it, or save the file as "
        ".docx\n"
    )
    assert done.returncode == 1


@pytest.mark.skipif(office() is None, reason="no LibreOffice Writer on this machine")
@pytest.mark.parametrize("kind", ["doc", "rtf", "odt"])
def test_the_real_program(kind: str, tmp_path: Path) -> None:
    document().save(tmp_path / "a.docx")
    if kind == "odt":
        made = OpenDocumentText()
        for line in TEXT.splitlines():
            made.text.addElement(P(text=line))
        made.save(str(tmp_path / "a.odt"))
    elif kind == "rtf":
        (tmp_path / "a.rtf").write_text(RTF, encoding="ascii")
    else:
        command = [str(office()), "--headless", "--convert-to", "doc:MS Word 97", "--outdir", str(tmp_path)]
        profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
        subprocess.run([*command, profile, str(tmp_path / "a.docx")], check=True, capture_output=True, timeout=120)
    (source,) = read_sources(str(tmp_path / f"a.{kind}"))
    assert source.text == TEXT
    whole = (tmp_path / f"a.{kind}").read_bytes()
    (tmp_path / f"b.{kind}").write_bytes(whole[: min(600, len(whole) // 2)])
    with pytest.raises(FileProblem):
        read_sources(str(tmp_path / f"b.{kind}"))


# --- formats and text


def test_formats_say_what_is_missing(civx: Civx, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CIVX_SOFFICE", "")
    monkeypatch.setenv("PATH", "")
    kinds = json.loads(civx("formats", "-f", "json").stdout)
    by_suffix = {suffix: kind for kind in kinds for suffix in kind["suffixes"]}
    assert by_suffix[".xlsx"]["ready"] and by_suffix[".xlsx"]["carries"] == "sheet and cell"
    assert by_suffix[".rtf"] == {
        "suffixes": [".rtf", ".odt"], "what": "rich text, OpenDocument", "by": "soffice or libreoffice", "extra": None,
        "carries": None, "ready": False, "fix": "install LibreOffice Writer",
    }
    lines = civx("formats").stdout.decode().splitlines()
    assert len(lines) == len(kinds) + 1
    assert any(line.startswith("no   .doc .wps") and line.endswith("install LibreOffice Writer") for line in lines)


def test_every_suffix_that_is_read_has_its_kind() -> None:
    from civx.cli.inputs.catalogue import KINDS
    from civx.cli.inputs.names import PICTURES, READABLE

    named = {suffix for kind in KINDS for suffix in kind.suffixes}
    assert named - {".gz", ".zip"} == {*READABLE, *PICTURES}


def test_text_by_pages_and_sheets(tmp_path: Path, civx: Civx) -> None:
    (tmp_path / "a.xlsx").write_bytes(build.several_sheets())
    (tmp_path / "b.txt").write_text(TEXT, encoding="utf-8")
    assert civx("text", "b.txt").stdout.decode() == TEXT
    shown = civx("text", "a.xlsx", "b.txt").stdout.decode()
    assert shown.startswith("── a.xlsx#2023 ──\n2023年\n\n指标\t单位\t数量\n")
    assert "── a.xlsx#机构 ──\n机构\n\n机构\t床位\n" in shown and shown.endswith(f"── b.txt ──\n{TEXT}")
    records = [json.loads(line) for line in civx("text", "a.xlsx", "b.txt", "-f", "json").stdout.splitlines()]
    assert [record["source"] for record in records] == ["a.xlsx#2023", "a.xlsx#机构", "b.txt"]
    assert records[2] == {"source": "b.txt", "start": 0, "end": len(TEXT), "text": TEXT}
    assert civx("text", "none.txt").returncode == 1
