"""Word files with wounds and with all that Word puts in them: what Word opens is read, each piece of text once."""
from __future__ import annotations

import io
import time
import zipfile
from pathlib import Path

import pytest
from docx import Document
from docx.oxml import parse_xml

from civx.cli.errors import FileProblem
from civx.cli.inputs.from_docx import docx_text, read_docx
from civx.cli.reading import extracted, items, read_sources

from conftest import Civx
from sheet_builders import rezipped

_NAMES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
}
NS = " ".join(f'xmlns:{name}="{address}"' for name, address in _NAMES.items())
TEXT = "全县共有低保对象1203户、2051人。"


def saved(document: object) -> bytes:
    stream = io.BytesIO()
    document.save(stream)  # type: ignore[attr-defined]
    return stream.getvalue()


def word(*pieces: str) -> bytes:
    """A document of pieces of XML, and of paragraphs, which are pieces without any."""
    document = Document()
    body = document.element.body
    for piece in pieces:
        xml = piece if piece.startswith("<") else f"<w:p><w:r><w:t>{piece}</w:t></w:r></w:p>"
        tag, _, rest = xml.partition(">")
        closed = tag.endswith("/")
        body.insert(len(body) - 1, parse_xml(f"{tag.rstrip('/')} {NS}{'/' if closed else ''}>{rest}"))
    return saved(document)


def run(text: str, properties: str = "") -> str:
    return f"<w:r>{f'<w:rPr>{properties}</w:rPr>' if properties else ''}<w:t>{text}</w:t></w:r>"


def table(*rows: str) -> str:
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in rows)}</w:tbl>"


def cell(text: str, properties: str = "", inside: str = "") -> str:
    shown = f"<w:tcPr>{properties}</w:tcPr>" if properties else ""
    return f"<w:tc>{shown}<w:p><w:r><w:t>{text}</w:t></w:r></w:p>{inside}</w:tc>"


BOX = f"<w:txbxContent><w:p>{run('框里有12户。')}</w:p></w:txbxContent>"


# --- wounds


def _relation(kind: str, target: str) -> bytes:
    return f'<Relationship Id="rId99" Type="{_NAMES["r"]}/{kind}" Target="{target}"/></Relationships>'.encode()


def _changed(old: bytes, new: bytes, only: str = "") -> bytes:
    data = word(TEXT)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist() if only in name}
    return rezipped(data, {name: part.replace(old, new) for name, part in parts.items() if old in part})


def _lacking(*names: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(word(TEXT))) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            if name not in names:
                new.writestr(name, old.read(name))
    return out.getvalue()


WOUNDED = {
    **{
        f"dangling {kind}": _changed(b"</Relationships>", _relation(kind, f"{kind}.xml"), "word/_rels")
        for kind in ("footnotes", "endnotes", "image", "styles", "numbering", "comments", "no-such-kind")
    },
    "external image": _changed(
        b"</Relationships>", _relation("image", "http://example.org/x.png").replace(b"/>", b' TargetMode="External"/>'),
        "word/_rels",
    ),
    "strict": rezipped(
        _changed(_NAMES["w"].encode(), b"http://purl.oclc.org/ooxml/wordprocessingml/main"), {}
    ),
    "without styles": _lacking("word/styles.xml"),
    "without numbering": _lacking("word/numbering.xml"),
    "without settings and theme": _lacking("word/settings.xml", "word/theme/theme1.xml", "docProps/core.xml"),
    "without types": _lacking("[Content_Types].xml"),
    "without relationships": _lacking("_rels/.rels", "word/_rels/document.xml.rels"),
    "broken styles": rezipped(word(TEXT), {"word/styles.xml": b"<w:styles"}),
    "broken relationships": rezipped(word(TEXT), {"word/_rels/document.xml.rels": b"<Relationships"}),
    "macros": _changed(
        b"wordprocessingml.document.main+xml", b"ms-word.document.macroEnabled.main+xml", "[Content_Types]"
    ),
    "template": _changed(b"wordprocessingml.document.main", b"wordprocessingml.template.main", "[Content_Types]"),
}


@pytest.mark.parametrize("wound", WOUNDED)
def test_what_word_opens_is_read(wound: str, tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(WOUNDED[wound])
    (source,) = read_sources(str(path))
    assert source.text == f"{TEXT}\n"
    assert [fact.value for fact in extracted(source).facts] == [1203, 2051]


@pytest.mark.parametrize("name", ["a.docm", "a.dotx", "a.dotm", "a.docx.gz"])
def test_names_of_word_files_in_folders(name: str, tmp_path: Path) -> None:
    import gzip

    data = word(TEXT)
    (tmp_path / name).write_bytes(gzip.compress(data) if name.endswith(".gz") else data)
    (found,) = items((str(tmp_path),), recursive=True)
    assert read_sources(found)[0].text == f"{TEXT}\n"


def test_a_document_under_another_name(tmp_path: Path) -> None:
    data = word(TEXT)
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            part = old.read(name).replace(b"word/document.xml", b"word/document2.xml")
            new.writestr(name.replace("/document.xml", "/document2.xml"), part)
    (tmp_path / "a.docx").write_bytes(out.getvalue())
    assert read_sources(str(tmp_path / "a.docx"))[0].text == f"{TEXT}\n"


# --- what stands in a document


def test_text_boxes_stand_once_behind_their_paragraph() -> None:
    both = (
        f"<w:p>{run('正文。')}<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing>{BOX}</w:drawing>"
        f"</mc:Choice><mc:Fallback><w:pict>{BOX}</w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )
    old = f"<w:p>{run('又。')}<w:r><w:pict>{BOX}</w:pict></w:r></w:p>"
    assert docx_text(word(both, "后。", old)) == "正文。\n框里有12户。\n后。\n又。\n框里有12户。\n"


def test_notes_are_paragraphs_at_the_end() -> None:
    notes = "".join(
        f"<w:footnote w:id='{number}' {kind}><w:p>{run(text)}</w:p></w:footnote>"
        for number, kind, text in ((0, "w:type='separator'", "线"), (2, "", "含临时救助8户。"), (3, "", "不提9户。"))
    )
    reference = "<w:r><w:footnoteReference w:id='2'/></w:r>"
    data = word(f"<w:p>{run('救助120户')}{reference}{run('。')}</w:p>", "末段。")
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        relations = archive.read("word/_rels/document.xml.rels")
    data = rezipped(data, {
        "word/footnotes.xml": f"<w:footnotes {NS}>{notes}</w:footnotes>".encode(),
        "word/_rels/document.xml.rels": relations.replace(
            b"</Relationships>", _relation("footnotes", "/word/footnotes.xml")
        ),
    })
    assert docx_text(data) == "救助120户。\n末段。\n含临时救助8户。\n"


def test_tracked_changes_as_accepted_and_as_before(tmp_path: Path, civx: Civx) -> None:
    mark = "w:id='1' w:author='甲'"
    data = word(
        f"<w:p>{run('救助')}<w:del {mark}><w:r><w:delText>100户</w:delText></w:r></w:del>"
        f"<w:ins {mark}>{run('200户')}</w:ins>{run('。')}</w:p>",
        f"<w:p><w:pPr><w:rPr><w:del {mark}/></w:rPr></w:pPr>{run('养老机构')}</w:p>", f"<w:p>{run('12家。')}</w:p>",
        f"<w:p><w:pPr><w:rPr><w:ins {mark}/></w:rPr></w:pPr>{run('床位')}</w:p>", f"<w:p>{run('300张。')}</w:p>",
        f"<w:tbl><w:tr>{cell('指标')}{cell('户数（户）')}</w:tr><w:tr>{cell('低保')}{cell('5')}</w:tr>"
        f"<w:tr><w:trPr><w:del {mark}/></w:trPr>{cell('特困')}{cell('6')}</w:tr></w:tbl>",
    )
    assert docx_text(data) == "救助200户。\n养老机构12家。\n床位\n300张。\n指标\t户数（户）\n低保\t5\n"
    assert docx_text(data, original=True) == (
        "救助100户。\n养老机构\n12家。\n床位300张。\n指标\t户数（户）\n低保\t5\n特困\t6\n"
    )
    (tmp_path / "a.docx").write_bytes(data)
    for options, value in (((), "200"), (("--tracked", "original"), "100")):
        done = civx("extract", "a.docx", *options, "-f", "csv", "--columns", "value")
        assert done.stdout.decode().split()[1] == value


def test_controls_hidden_text_ruby_and_formulas() -> None:
    off = "<w:vanish w:val='0'/>"
    unfilled = "<w:sdtPr><w:showingPlcHdr/></w:sdtPr>"
    ruby = f"<w:ruby><w:rt>{run('qing')}</w:rt><w:rubyBase>{run('清')}</w:rubyBase></w:ruby>"
    data = word(
        f"<w:sdt><w:sdtPr/><w:sdtContent><w:p>{run('控件5户。')}</w:p></w:sdtContent></w:sdt>",
        f"<w:sdt>{unfilled}<w:sdtContent><w:p>{run('单击填写9户')}</w:p></w:sdtContent></w:sdt>",
        f"<w:p>{run('可见7户')}{run('隐藏8户', '<w:vanish/>')}{run('，也见', off)}</w:p>",
        f"<w:p><w:r>{ruby}</w:r>{run('源县')}</w:p>",
        f"<w:p>{run('占')}<m:oMath><m:f><m:num><m:r><m:t>1</m:t></m:r></m:num><m:den><m:r><m:t>3</m:t></m:r></m:den>"
        f"</m:f></m:oMath>{run('，面积')}<m:oMath><m:sSup><m:e><m:r><m:t>12m</m:t></m:r></m:e>"
        "<m:sup><m:r><m:t>2</m:t></m:r></m:sup></m:sSup></m:oMath></w:p>",
    )
    assert docx_text(data) == "控件5户。\n可见7户，也见\n清源县\n占1/3，面积12m\n"


def test_a_table_in_a_cell_of_a_table_of_figures_comes_behind_it() -> None:
    inner = table(cell("年龄") + cell("人数（人）"), cell("老年人") + cell("7"))
    data = word(table(
        cell("乡镇") + cell("户数（户）") + cell("备注"),
        cell("红岩镇") + cell("120") + cell("见右", "", inner),
        cell("松坪乡的一个很长的名字") + cell("85") + cell("无说明"),
    ))
    assert docx_text(data) == (
        "乡镇\t户数（户）\t备注\n红岩镇\t120\t见右\n松坪乡的一个很长的名字\t85\t无说明\n\n年龄\t人数（人）\n老年人\t7\n"
    )


def test_cells_merged_in_old_ways() -> None:
    restart, on = "<w:hMerge w:val='restart'/>", "<w:hMerge/>"
    data = word(table(
        cell("乡镇") + cell("低保", restart) + cell("", on), cell("") + cell("户数") + cell("人数"),
        cell("甲镇") + cell("12") + cell("30"),
    ))
    assert docx_text(data) == "乡镇\t低保\t低保\n\t户数\t人数\n甲镇\t12\t30\n"


def test_labels_of_levels_that_belong_to_styles() -> None:
    document = Document()
    numbering = document.part.numbering_part.element
    for child in list(numbering):
        numbering.remove(child)
    levels = "".join(
        f"<w:lvl w:ilvl='{at}'><w:start w:val='1'/><w:numFmt w:val='{form}'/><w:pStyle w:val='{style}'/>"
        f"<w:lvlText w:val='{text}'/></w:lvl>"
        for at, form, style, text in ((0, "chineseCounting", "Heading1", "%1、"), (1, "decimal", "Heading2", "%2."))
    )
    for xml in (
        f"<w:abstractNum {NS} w:abstractNumId='3'>{levels}<w:styleLink w:val='甲'/></w:abstractNum>",
        f"<w:abstractNum {NS} w:abstractNumId='4'><w:numStyleLink w:val='甲'/></w:abstractNum>",
        f"<w:num {NS} w:numId='9'><w:abstractNumId w:val='4'/></w:num>",
    ):
        numbering.append(parse_xml(xml))
    for name in ("Heading 1", "Heading 2"):
        properties = document.styles[name].element.get_or_add_pPr()
        properties.append(parse_xml(f"<w:numPr {NS}><w:numId w:val='9'/></w:numPr>"))
    for text, level in (("救助", 1), ("低保", 2), ("特困", 2), ("养老", 1), ("机构", 2)):
        document.add_heading(text, level)
    assert docx_text(saved(document)) == "一、救助\n1. 低保\n2. 特困\n二、养老\n1. 机构\n"


# --- hostile ones


def test_hostile_documents_are_refused() -> None:
    entity = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>'
    for data, said in (
        (rezipped(word(TEXT), {"word/document.xml": entity}), "declares a document type"),
        (rezipped(word(TEXT), {"word/x.xml": b" " * 60_000_000}), "as only bombs are"),
        (rezipped(word(TEXT), {f"x/{number}": b"x" for number in range(20_001)}), "more than any document has"),
        (rezipped(word(TEXT), {"word/document.xml": b"<w:document"}), "damaged or not one"),
        (word(TEXT)[:3000], "damaged or cut off"),
    ):
        with pytest.raises(FileProblem, match=said):
            docx_text(data)


def test_a_cell_over_a_thousand_columns_costs_little() -> None:
    wide = "<w:gridSpan w:val='1000'/>"
    rows = [cell("长" * 3000, wide) + cell("2")] + [cell("", f"{wide}<w:vMerge/>") + cell("3")] * 300
    start = time.monotonic()
    found = read_docx(word(table(*rows)))
    assert time.monotonic() - start < 5
    assert len(found.text) < 60_000
    assert found.notes == ("a cell reaches over more than 63 columns, as none in Word can: only so many were read",)


def test_tables_in_tables_without_end_are_refused() -> None:
    deep = "<w:tbl><w:tr><w:tc><w:p/>" * 300 + "</w:tc></w:tr></w:tbl>" * 300
    with pytest.raises(FileProblem):
        docx_text(rezipped(word(TEXT), {"word/document.xml": (
            f"<w:document {NS}><w:body>{deep}</w:body></w:document>".encode()
        )}))


def test_documents_inside_are_said() -> None:
    assert read_docx(word(TEXT, "<w:altChunk r:id='rId5'/>")).notes == (
        "1 documents inside it (altChunk) were not read: open it in Word and save it",
    )
