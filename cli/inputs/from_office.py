"""Old and other documents (.doc .wps .rtf .odt): through LibreOffice, as the Word file that it makes of them."""
from __future__ import annotations

from civx.cli.errors import FileProblem

from .converters import ANTIWORD, as_docx, found, office, with_antiword
from .from_docx import Word, read_docx
from .tidy import tidy

_SUFFIXES = {"doc": ".doc", "rtf": ".rtf", "odt": ".odt"}
_WHAT = {"doc": "an old Word file (.doc .wps)", "rtf": "rich text (.rtf)", "odt": "an OpenDocument text (.odt)"}
_ANTIWORD = "read by antiword, which knows no notes, and no merged cells: install LibreOffice for these"


def office_text(data: bytes, kind: str, original: bool) -> Word:
    """The text of a document of that kind (see :data:`_SUFFIXES`), and what is to be said of it.

    Raises FileProblem where no program for it is on the machine, or the one that is makes nothing of it.
    """
    if kind == "rtf" and not data.rstrip(b"\0\t\r\n ").endswith(b"}"):
        raise FileProblem("rich text (.rtf) that is cut off, which LibreOffice does not mind: get it again")
    program = office()
    if program is not None:
        return read_docx(as_docx(data, _SUFFIXES[kind], program), original)
    antiword = found(ANTIWORD) if kind == "doc" and not original else None
    if antiword is not None:
        return Word(tidy(with_antiword(data, antiword)), (_ANTIWORD,))
    raise FileProblem(f"{_WHAT[kind]} is read through LibreOffice Writer: install it, or save the file as .docx")
