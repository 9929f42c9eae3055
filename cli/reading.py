"""Reading reports: what the user names to decoded text, or one clear reason why not."""
from __future__ import annotations

import re
from typing import NamedTuple

from .errors import FileProblem
from .inputs.decoding import decode
from .inputs.discovery import Item, file_bytes, input_bytes, items
from .inputs.kinds import kind_of
from .inputs.mojibake import refuse_mojibake
from .inputs.names import SHOWN

__all__ = ["Item", "Source", "items", "read", "read_source", "source_name"]

_PERCENT = re.compile("%(?=[0-9A-Fa-f]{2})")


class Source(NamedTuple):
    """What was read: its name as facts carry it, the decoded text, where a PDF's pages begin in it, else (), and the
    digest of its bytes where that was asked for."""

    name: str
    text: str
    pages: tuple[int, ...] = ()
    sha256: str = ""


def read_source(item: Item | str, encoding: str | None = None, *, digest: bool = False, own: bool = False) -> Source:
    """The text of one file, as facts' offsets count it. Raises FileProblem where it cannot be read or holds none.

    ``encoding`` is a Python codec name for plain text and HTML; None lets it be found out. ``digest`` asks for the
    SHA-256 of its bytes; ``own`` says that civx wrote it, and damage in what it quotes is that of a report.
    """
    if isinstance(item, str):
        item = Item(item, item, None, item)
    data = _bytes(item)
    text, pages = _text(data, item.member or item.path, encoding, packed=item.member is not None)
    if not text.strip():
        raise FileProblem("empty: there is no text in it")
    if not own:
        refuse_mojibake(text)
    sha256 = ""
    if digest:
        import hashlib  # loads OpenSSL

        sha256 = hashlib.sha256(data).hexdigest()
    return Source(source_name(item.name), text, pages, sha256)


def read(name: str, encoding: str | None = None) -> str:
    """The text of the one report that ``name`` stands for, as :func:`read_source` gives it."""
    found = items((name,))
    if len(found) > 1:
        raise FileProblem(f"holds {len(found)} reports: name one of them, as in {found[0].name}")
    return read_source(found[0], encoding).text


def source_name(name: str) -> str:
    """The file name as facts carry it, in UTF-8, and no two names alike.

    A byte that is no UTF-8 is written %FF; so that the way back is one, a % of the name itself that two hexadecimal
    digits follow is written %25.
    """
    escaped = _PERCENT.sub("%25", name)
    return "".join(f"%{ord(char) - 0xDC00:02X}" if "\udc80" <= char <= "\udcff" else char for char in escaped)


def _bytes(item: Item) -> bytes:
    if item.problem:
        raise FileProblem(item.problem)
    if item.member is None:
        return input_bytes() if item.path == "-" else file_bytes(item.path)
    from .inputs.archives import member_bytes

    return member_bytes(item.path, item.member)


def _text(data: bytes, name: str, encoding: str | None, *, packed: bool = False) -> tuple[str, tuple[int, ...]]:
    """The text in ``data``, and where a PDF's pages begin; ``packed``: it was taken out of an archive just now."""
    kind = kind_of(data, name)
    if kind in ("gz", "zip"):
        if packed:
            raise FileProblem("an archive inside an archive: unpack it first")
        return _text(*_unpacked(data, name, kind), encoding, packed=True)
    if kind == "pdf":
        from .inputs.from_pdf import pdf_text

        return pdf_text(data)
    if kind == "docx":
        from .inputs.from_docx import docx_text

        return docx_text(data), ()
    if kind == "html":
        from .inputs.from_html import html_text

        return html_text(data, encoding), ()
    return decode(data, encoding), ()


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
