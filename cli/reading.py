"""Reading reports: what the user names to decoded text, or one clear reason why not."""
from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from .errors import FileProblem, Run, shown
from .inputs.decoding import decode
from .inputs.discovery import Item, file_bytes, input_bytes, items
from .inputs.kinds import kind_of
from .inputs.mojibake import refuse_mojibake
from .inputs.names import DELIMITED, SHOWN, WORKBOOKS, inner_suffix
from .inputs.parts import Part, Read, Scan
from .language import told

if TYPE_CHECKING:
    from civx.extractors.model import Extraction, Sheet

__all__ = [
    "Item", "Source", "extracted", "file_of", "items", "read", "read_one", "read_source", "read_sources", "read_text",
    "say_notes", "source_name", "sources_of", "text_source",
]

_EMPTY = "empty: there is no text in it"
_SHARP = re.compile("#")
_PERCENT = re.compile("%(?=[0-9A-Fa-f]{2})")


class Source(NamedTuple):
    """A text that was read: its name as facts carry it, where a PDF's pages begin in it, else (), where in a workbook
    it stands; of a file's first text also what is to be said of the file, and the digest of its bytes where that was
    asked for."""

    name: str
    text: str
    pages: tuple[int, ...] = ()
    sheet: Sheet | None = None
    notes: tuple[str, ...] = ()
    part: str = ""  # what of the file it is: #Sheet1, "" for all of it
    sha256: str = ""
    scan: Scan | None = None  # of a picture: where its characters stand, and how sure they are


def read_sources(item: Item | str, encoding: str | None = None, *, digest: bool = False) -> list[Source]:
    """The texts of one file, as facts' offsets count them: several where it is a workbook, else one.

    ``encoding`` is a Python codec name for plain text and HTML; None lets it be found out; ``digest`` asks for the
    SHA-256 of the file's bytes. Raises FileProblem where the file cannot be read or holds no text.
    """
    if isinstance(item, str):
        item = Item(item, item, None, item)
    return sources_of(_bytes(item), item, encoding, digest=digest)


def sources_of(data: bytes, item: Item, encoding: str | None = None, *, digest: bool = False) -> list[Source]:
    """The texts in the bytes of a file that ``item`` names, however they came here; else as :func:`read_sources`."""
    found = _read(data, item.member or item.path, How(encoding, item.original), packed=item.member is not None)
    parts = _chosen(found.parts, item.part) if item.part else found.parts
    if not any(part.text.strip() for part in parts):
        raise FileProblem(_EMPTY)
    for part in parts:
        refuse_mojibake(part.text)
    name = source_name(item.name.removesuffix(f"#{item.part}") if item.part else item.name)
    if any(part.name or part.sheet for part in parts):
        name = _SHARP.sub("%23", name)  # or a file called `a.xlsx#b` and the sheet b of a.xlsx would be one
    sources = [
        Source(name + part.name, part.text, part.pages, part.sheet, (), part.name, scan=part.scan) for part in parts
    ]
    sha256 = ""
    if digest:
        import hashlib  # loads OpenSSL

        sha256 = hashlib.sha256(data).hexdigest()
    return [sources[0]._replace(notes=found.notes, sha256=sha256), *sources[1:]]


def text_source(name: str, text: str) -> Source:
    """A text that is in hand already. Raises FileProblem where it holds none, or none that can be read."""
    if not text.strip():
        raise FileProblem(_EMPTY)
    refuse_mojibake(text)
    return Source(source_name(name), text)


def read_source(item: Item | str, encoding: str | None = None) -> Source:
    """The one text of a file. Raises FileProblem as :func:`read_sources` does, and where it holds several."""
    sources = read_sources(item, encoding)
    if len(sources) > 1:
        raise FileProblem(f"holds {len(sources)} texts: name one of them, as in {sources[0].name}")
    return sources[0]


def extracted(source: Source, patterns: tuple[str, ...] = (), provenance: bool = False) -> Extraction:
    """The facts of a text that was read."""
    from civx.extractors.pipeline import extract

    extraction = extract(
        source.text, source=source.name, patterns=patterns, pages=source.pages, provenance=provenance,
        sheet=source.sheet,
    )
    return extraction if source.scan is None else _seen(extraction, source.scan)


def _seen(extraction: Extraction, scan: Scan) -> Extraction:
    """The facts with their boxes on the page, those marked in which a character is doubtful."""
    from dataclasses import replace

    facts = []
    for fact in extraction.facts:
        told = scan.told(fact.start, fact.end)
        facts.append(fact if told is None else replace(fact, box=told[0], doubtful=told[1]))
    return replace(extraction, facts=tuple(facts))


def say_notes(run: Run, item: Item, sources: list[Source]) -> None:
    """Tell the user what is to be said of a file that was read."""
    for note in sources[0].notes:
        run.say(f"civx: {shown(item.name)}: {told(note)}")


def read_text(item: Item | str, encoding: str | None = None) -> str:
    """What a file holds as plain text, whatever its name says. Raises FileProblem where it cannot be read."""
    data = _bytes(Item(item, item, None, item) if isinstance(item, str) else item)
    text = decode(data, encoding)
    if not text.strip():
        raise FileProblem(_EMPTY)
    return text


def read(name: str, encoding: str | None = None) -> str:
    """The text of the one report that ``name`` stands for, as :func:`read_source` gives it."""
    return read_one(name, encoding).text


def read_one(name: str, encoding: str | None = None) -> Source:
    """The one report that ``name`` stands for."""
    found = items((name,))
    if len(found) > 1:
        raise FileProblem(f"holds {len(found)} reports: name one of them, as in {found[0].name}")
    return read_source(found[0], encoding)


def _chosen(parts: tuple[Part, ...], name: str) -> tuple[Part, ...]:
    """The part that is called so, or the one that holds the cell that is."""
    for wanted in (name, name.rpartition("!")[0]):
        if wanted and (found := tuple(part for part in parts if part.name == f"#{wanted}")):
            return found
    for part in parts:
        if part.sheet is not None and any(cell == f"#{name}" for _, cell in part.sheet.cells):
            return (part,)
    known = ", ".join(part.name for part in parts[:3] if part.name)
    raise FileProblem(f"has no sheet or report #{name}" + (f"; it has {known}" if known else ""))


def source_name(name: str) -> str:
    """The file name as facts carry it, in UTF-8, and no two names alike.

    A byte that is no UTF-8 is written %FF; so that the way back is one, a % of the name itself that two hexadecimal
    digits follow is written %25.
    """
    escaped = _PERCENT.sub("%25", name)
    return "".join(f"%{ord(char) - 0xDC00:02X}" if "\udc80" <= char <= "\udcff" else char for char in escaped)


def file_of(source: str) -> str:
    """The file of a workbook's sheet or cell, as sources name it; "" where ``source`` is none of these."""
    file, sharp, _ = source.rpartition("#")
    return _SHARP.sub("%23", file) if sharp and inner_suffix(file) in (*WORKBOOKS, *DELIMITED) else ""


def _bytes(item: Item) -> bytes:
    if item.problem:
        raise FileProblem(item.problem)
    if item.member is None:
        return input_bytes() if item.path == "-" else file_bytes(item.path)
    from .inputs.archives import member_bytes

    return member_bytes(item.path, item.member)


class How(NamedTuple):
    """How files are read: the encoding that the user says, whether tracked changes are undone, and whether they were
    attached to a message."""

    encoding: str | None = None
    original: bool = False
    mailed: bool = False


def _read(data: bytes, name: str, how: How, *, packed: bool = False) -> Read:
    """The texts in ``data``; ``packed``: it was taken out of an archive just now."""
    kind = kind_of(data, name)
    if kind in ("gz", "zip"):
        if packed:
            raise FileProblem("an archive inside an archive: unpack it first")
        return _read(*_unpacked(data, name, kind), how, packed=True)
    if kind in ("xlsx", "xlsb", "xls", "ods"):
        from .inputs.from_workbook import workbook_parts

        return workbook_parts(data, kind)
    if kind == "csv":
        from .inputs.from_delimited import delimited_parts

        return delimited_parts(decode(data, how.encoding))
    if kind == "docx":
        from .inputs.from_docx import read_docx

        word = read_docx(data, how.original)
        return Read((Part(word.text),), word.notes)
    if kind == "mail":
        if how.mailed:
            raise FileProblem("a message inside a message: save it as a file of its own")
        from .inputs.from_mail import mail_parts

        return mail_parts(data, lambda inner, called: _read(inner, called, how._replace(mailed=True), packed=True))
    if kind in ("doc", "rtf", "odt"):
        from .inputs.from_office import office_text

        word = office_text(data, kind, how.original)
        return Read((Part(word.text),), word.notes)
    if kind == "pdf":
        from .inputs.from_pdf import read_pdf

        return read_pdf(data)
    return Read((_part(data, kind, how.encoding),))


def _part(data: bytes, kind: str, encoding: str | None) -> Part:
    """The text of a file that holds one."""
    if kind == "picture":
        from .inputs.from_pdf import laid_out
        from .inputs.from_scan import lines_seen, picture_pages, scan_of

        seen = picture_pages(data)
        text, pages = laid_out([lines_seen(page) for page in seen])
        return Part(text, pages=pages, scan=scan_of(text, pages, seen))
    if kind == "ofd":
        from .inputs.from_ofd import ofd_text

        text, pages = ofd_text(data)
        return Part(text, pages=pages)
    if kind == "html":
        from .inputs.from_html import html_text

        return Part(html_text(data, encoding))
    return Part(decode(data, encoding))


def _unpacked(data: bytes, name: str, kind: str) -> tuple[bytes, str]:
    """What a .gz file holds, or a .zip file that holds a single report; and the name that says its kind."""
    from .inputs.archives import gunzipped, members, opened, readable_members, unpacked

    if kind == "gz":
        return gunzipped(data), name[:-3] if name.lower().endswith(".gz") else name
    with opened(data) as archive:
        names = readable_members(archive)
        if len(names) != 1:
            if not names:
                raise FileProblem(f"an archive without any file to read ({SHOWN})")
            how = "save it as a file first" if name == "-" else f"name one of them, as in {name}/{names[0]}"
            raise FileProblem(f"an archive of {len(names)} reports: {how}")
        return unpacked(archive, members(archive)[names[0]]), names[0]
