"""The kinds of files that can be read: by what, and what of it is missing on this machine."""
from __future__ import annotations

from importlib.util import find_spec
from typing import NamedTuple

from .converters import OFFICE, found, office
from .names import DELIMITED, HTML, MAIL, PICTURES, TEXT, WORD


class Kind(NamedTuple):
    """A kind of file: its suffixes, what it is, the library that reads it with the module by which it is found and the
    extra that brings it ("" for Python itself), or the programs of which one must be there; what facts of it carry."""

    suffixes: tuple[str, ...]
    what: str
    library: str = ""
    module: str = ""
    extra: str = ""
    programs: tuple[str, ...] = ()
    carries: str = ""

    @property
    def ready(self) -> bool:
        """Whether it can be read here."""
        if self.programs:
            return office() is not None or found(*set(self.programs).difference(OFFICE)) is not None
        return not self.module or find_spec(self.module) is not None

    @property
    def by(self) -> str:
        """What reads it."""
        return " or ".join(self.programs) or self.library or "Python itself"

    @property
    def fix(self) -> str:
        """What to do so that it can be read."""
        if self.ready:
            return ""
        return "install LibreOffice Writer" if self.programs else f"pip install 'civx[{self.extra}]'"


_SHEET, _PAGE = "sheet and cell", "page"
KINDS = (
    Kind(TEXT, "plain text, in any encoding"),
    Kind(HTML, "web pages", "trafilatura", "trafilatura", "html"),
    Kind(WORD, "Word", "lxml", "lxml", "docx"),
    Kind((".pdf",), "PDF with text", "pypdfium2", "pypdfium2", "pdf", carries=_PAGE),
    Kind(
        PICTURES, "scans and photographs, also in PDF", "rapidocr-onnxruntime", "rapidocr_onnxruntime", "ocr",
        carries="page and box",
    ),
    Kind((".ofd",), "OFD with text", carries=_PAGE),
    Kind((".doc", ".wps"), "old Word files", programs=("soffice", "libreoffice", "antiword")),
    Kind((".rtf", ".odt"), "rich text, OpenDocument", programs=OFFICE),
    Kind(
        (".xlsx", ".xlsm", ".xltx", ".xltm", ".xlsb"), "workbooks", "python-calamine", "python_calamine", "excel",
        carries=_SHEET,
    ),
    Kind((".xls", ".xlt", ".et"), "old workbooks", "python-calamine and xlrd", "xlrd", "excel", carries=_SHEET),
    Kind((".ods",), "OpenDocument workbooks", "python-calamine", "python_calamine", "excel", carries=_SHEET),
    Kind(DELIMITED, "tables as text, in any encoding", carries="cell"),
    Kind(MAIL, "e-mails with attachments, saved web pages", "trafilatura", "trafilatura", "html", carries="attachment"),
    Kind((".gz", ".zip"), "packed files of these kinds"),
)
