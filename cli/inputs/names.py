"""What the name of a file says: which kind it is of, and whether it is one of those that are read."""
from __future__ import annotations

TEXT = (".txt", ".text", ".md")
HTML = (".html", ".htm", ".shtml", ".xhtml")
DELIMITED = (".csv", ".tsv")
WORKBOOKS = (".xlsx", ".xlsm", ".xltx", ".xltm", ".xlsb", ".xls", ".xlt", ".et", ".ods")
WORD = (".docx", ".docm", ".dotx", ".dotm")
MAIL = (".eml", ".mht", ".mhtml")
OFFICE = (".doc", ".wps", ".rtf", ".odt")  # what LibreOffice turns into .docx
READABLE = (*TEXT, *HTML, *DELIMITED, *WORKBOOKS, *WORD, *OFFICE, *MAIL, ".pdf", ".ofd")
# Read only where they are named: in folders most are no pages but part of web pages.
PICTURES = (".png", ".jpg", ".jpeg", ".tif", ".tiff")
# Documents that civx cannot read: whoever has them among the reports should know that they were left aside.
UNREADABLE = (
    ".caj", ".ppt", ".pptx", ".dps", ".odp", ".rar", ".7z",
)
SHOWN = ".txt .md .html .docx .pdf .ofd .xlsx .xls .ods .csv, and these in .gz or .zip"


def is_hidden(name: str) -> bool:
    """Whether a file or folder of that name is left out of folders and archives without a word.

    Those are dot files, what a Mac adds to archives, and what Word and WPS keep beside a document that is open.
    """
    return name.startswith((".", "~$")) or name == "__MACOSX"


def suffix(name: str) -> str:
    """The end of a file's name from its last dot on, in small letters; "" where there is none."""
    _, dot, end = name.replace("\\", "/").rpartition("/")[2].rpartition(".")
    return dot + end.lower()


def is_readable(name: str) -> bool:
    """Whether the name is that of a file that civx reads, as it is found in a folder or archive."""
    return inner_suffix(name) in READABLE


def inner_suffix(name: str) -> str:
    """The suffix of a file's name, or of what is packed in it where that is .gz."""
    end = suffix(name)
    return suffix(name[:-3]) if end == ".gz" else end
