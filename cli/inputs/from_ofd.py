""".ofd files, the page format of the state's own offices: the text of their pages, ruled tables as rows."""
from __future__ import annotations

from collections.abc import Iterator

from civx.cli.errors import FileProblem

from .from_pdf import Line, laid_out, lines_of
from .ofd_package import Page, pages
from .pdf_tables import Char, tables_between
from .pdf_unruled import unruled_tables

_SCANNED = "a scanned .ofd document: it holds pictures of pages and no text; print it to .pdf and run that through OCR"


def ofd_text(data: bytes) -> tuple[str, tuple[int, ...]]:
    """The text of an .ofd document, lines as they are laid out, and the offset in it at which each page begins.

    Raises FileProblem where the file is damaged, hostile or encrypted, or holds no text.
    """
    found = [_lines(page) for page in pages(data)]
    if not any(found):
        raise FileProblem(_SCANNED)
    return laid_out(found)


def _lines(page: Page) -> list[Line]:
    tables = tables_between(page.rules, page.chars)
    tables += unruled_tables(char for char in page.chars if not any(table.holds(char) for table in tables))
    return lines_of(_flowing(page.chars), tables, 0.0, page.height)


def _flowing(chars: list[Char]) -> Iterator[Char]:
    """The characters in the order of the file, with an end of line where the next one stands on another line, and a
    blank where Latin words or figures stand apart."""
    last: Char | None = None
    for char in chars:
        if last is not None:
            height = max(last.top - last.bottom, char.top - char.bottom)
            if abs(last.middle[1] - char.middle[1]) > height / 2:
                yield last._replace(text="\n")
            elif char.left - last.right > height and char.text.strip() and last.text.strip():
                yield last._replace(text=" ")
        yield char
        last = char
