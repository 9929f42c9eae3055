"""What kind of file some bytes are: by their content, and by their name only where the content does not say."""
from __future__ import annotations

import re
from typing import TYPE_CHECKING

from civx.cli.errors import FileProblem

from .compound import MAGIC
from .names import DELIMITED, HTML, inner_suffix, suffix

if TYPE_CHECKING:
    from zipfile import ZipFile

_HEAD = 65536
# possessive throughout: a comment has one reading, or `<!---->` n times would take two to the n
_HTML = rb"(?is)(?:<\?xml[^>]*+>\s*+|<!--(?:(?!-->).)*+-->\s*+)*+<(!doctype\s+html|html|head|body|meta)\b"
_COMPOUND = {
    "ppt": "a presentation (.ppt): save it as .pdf",
    "encrypted": "an encrypted Office file: save it without its password first",
    "msg": "an Outlook message (.msg): save it as .txt or .html",
    "hwp": "a Hangul document (.hwp): save it as .docx or .pdf",
    "": "an old Office file that is damaged or of an unknown kind: save it again with the program that made it",
}
_HEADER = rb"[A-Za-z][A-Za-z0-9-]*:"
_OTHERS = (
    (b"Rar!\x1a", "a .rar archive: unpack it first, or pack it as .zip"),
    (b"7z\xbc\xaf\x27\x1c", "a .7z archive: unpack it first, or pack it as .zip"),
    (b"BZh", "a .bz2 file: unpack it first"),
    (b"\xfd7zXZ\0", "an .xz file: unpack it first"),
)
_PICTURES = (b"\x89PNG\r\n", b"\xff\xd8\xff", b"GIF8", b"II*\0", b"MM\0*")
_OURS = (("word/document.xml", "docx"), ("xl/workbook.xml", "xlsx"), ("xl/workbook.bin", "xlsb"), ("OFD.xml", "ofd"))
_TYPES = "[Content_Types].xml"
_PACKAGES = (  # zip files that are documents: a member that tells, and what to say
    ("ppt/presentation.xml", "a presentation (.pptx): save it as .pdf"),
    ("content.xml", "an OpenDocument file: save it as .docx, or soffice --headless --convert-to docx FILE"),
    ("META-INF/container.xml", "an e-book (.epub): save it as .docx or .html"),
)


def kind_of(data: bytes, name: str) -> str:
    """The kind by which it is read: ``text``, ``html``, ``csv``, ``pdf``, ``docx``, ``doc``, ``rtf``, ``odt``,
    ``xlsx``, ``xlsb``, ``xls``, ``ods``, ``ofd``, ``picture``, ``mail``, ``gz`` or ``zip``.

    Raises FileProblem for what civx cannot read.
    """
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _package(data)
    if data.startswith(b"\x1f\x8b"):
        return "gz"
    head = data[:1024]
    if b"%PDF-" in head and not head.partition(b"%PDF-")[0].strip(b"\0\t\n\r\f \xef\xbb\xbf"):
        return "pdf"
    if data.startswith(MAGIC):
        return _compound(data)
    if data.startswith(b"{\\rtf"):
        return "rtf"
    if data.startswith(_PICTURES) and b"\0" in data:
        return "picture"
    for magic, problem in _OTHERS:
        if data.startswith(magic) and (len(magic) > 3 or b"\0" in data):
            raise FileProblem(problem)
    start = head.replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n\f")
    if suffix(name) in HTML or (start.startswith(b"<") and re.match(_HTML, start)):
        return "html"
    if re.match(_HEADER, start):
        from .from_mail import is_mail

        if is_mail(data, name):
            return "mail"
    return "csv" if inner_suffix(name) in DELIMITED else "text"


def _compound(data: bytes) -> str:
    from .compound import compound_kind

    kind = compound_kind(data)
    if kind in _COMPOUND:
        raise FileProblem(_COMPOUND[kind])
    return kind


def _package(data: bytes) -> str:
    from .archives import opened

    with opened(data) as archive:
        names = {name.replace("\\", "/") for name in archive.namelist()}
        for member, kind in _OURS:
            if member in names:
                return kind
        if _TYPES in names and b"wordprocessingml.document" in _member(archive, _TYPES):
            return "docx"  # whose document is called document2.xml, say
        if "content.xml" in names and (kind := _open_document(_member(archive, "mimetype"))):
            return kind
    for member, problem in _PACKAGES:
        if member in names:
            raise FileProblem(problem)
    return "zip"


def _open_document(kind: bytes) -> str:
    """What an OpenDocument file says that it is: a workbook, a text, or ""."""
    return "ods" if b"spreadsheet" in kind else "odt" if b"opendocument.text" in kind else ""


def _member(archive: ZipFile, name: str) -> bytes:
    """The beginning of a member; nothing where it cannot be read."""
    from zipfile import BadZipFile
    from zlib import error

    try:
        with archive.open(name) as stream:
            return stream.read(_HEAD)
    except (KeyError, BadZipFile, OSError, RuntimeError, NotImplementedError, ValueError, error):
        return b""
