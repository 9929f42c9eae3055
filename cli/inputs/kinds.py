"""What kind of file some bytes are: by their content, and by their name only where the content does not say."""
from __future__ import annotations

import re

from civx.cli.errors import FileProblem

from .names import HTML, suffix

# possessive throughout: a comment has one reading, or `<!---->` n times would take two to the n
_HTML = rb"(?is)(?:<\?xml[^>]*+>\s*+|<!--(?:(?!-->).)*+-->\s*+)*+<(!doctype\s+html|html|head|body|meta)\b"
_OLD_OFFICE = (
    "an old Office file (.doc .xls .ppt .wps), or one with a password: save it as .docx without one, or "
    "soffice --headless --convert-to docx FILE"
)
_PICTURE = "a picture: run it through text recognition (OCR) first"
_OTHERS = (
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", _OLD_OFFICE),
    (b"{\\rtf", "rich text (.rtf): save it as .docx, or soffice --headless --convert-to docx FILE"),
    (b"\x89PNG\r\n", _PICTURE),
    (b"\xff\xd8\xff", _PICTURE),
    (b"GIF8", _PICTURE),
    (b"II*\0", _PICTURE),
    (b"MM\0*", _PICTURE),
    (b"Rar!\x1a", "a .rar archive: unpack it first, or pack it as .zip"),
    (b"7z\xbc\xaf\x27\x1c", "a .7z archive: unpack it first, or pack it as .zip"),
    (b"BZh", "a .bz2 file: unpack it first"),
    (b"\xfd7zXZ\0", "an .xz file: unpack it first"),
)
_SHEET = (
    "save the sheet as text (.txt), or put its table into a .docx; facts that civx extract wrote are read back from "
    "-f jsonl, csv or sqlite"
)
_PACKAGES = (  # zip files that are documents: a member that tells, and what to say
    ("xl/workbook.xml", f"a workbook (.xlsx): {_SHEET}"),
    ("xl/workbook.bin", f"a workbook (.xlsb): {_SHEET}"),
    ("ppt/presentation.xml", "a presentation (.pptx): save it as .pdf"),
    ("OFD.xml", "an .ofd document: print it to .pdf, or save it as .docx"),
    ("content.xml", "an OpenDocument file: save it as .docx, or soffice --headless --convert-to docx FILE"),
    ("META-INF/container.xml", "an e-book (.epub): save it as .docx or .html"),
)


def kind_of(data: bytes, name: str) -> str:
    """``text``, ``html``, ``docx``, ``pdf``, ``gz`` or ``zip``. Raises FileProblem for what civx cannot read."""
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _package(data)
    if data.startswith(b"\x1f\x8b"):
        return "gz"
    head = data[:1024]
    if b"%PDF-" in head and not head.partition(b"%PDF-")[0].strip(b"\0\t\n\r\f \xef\xbb\xbf"):
        return "pdf"
    for magic, problem in _OTHERS:
        if data.startswith(magic) and (len(magic) > 3 or b"\0" in data):
            raise FileProblem(problem)
    start = head.replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n\f")
    if suffix(name) in HTML or (start.startswith(b"<") and re.match(_HTML, start)):
        return "html"
    return "text"


def _package(data: bytes) -> str:
    from .archives import opened

    names = set(opened(data).namelist())
    if "word/document.xml" in names:
        return "docx"
    for member, problem in _PACKAGES:
        if member in names:
            raise FileProblem(problem)
    return "zip"
