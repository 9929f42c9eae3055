"""PDF files: the text of their pages without page numbers and running heads, ruled tables as rows."""
from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, NamedTuple

from civx.cli.errors import FileProblem

from .libraries import library
from .parts import Part, Read
from .tidy import tidy, tidy_line

if TYPE_CHECKING:
    from .from_scan import Seen
    from .pdf_tables import Char, Table

_MARGIN = 0.12  # of the page's height: where heads and feet stand
_DIGITS = re.compile(r"\d+")
_SCANNED = "a scanned PDF: it holds pictures of pages and no text: pip install 'civx[ocr]' reads them"
_UNSEEN = "a PDF without any text, in which character recognition sees none either: scan it with more pixels"


class Line(NamedTuple):
    """A line of a page, and where its middle stands: 0 is the page's foot, 1 its head, None unknown."""

    text: str
    height: float | None


def read_pdf(data: bytes) -> Read:
    """The text of a PDF, lines as they are laid out, and where its pages begin. Pages that are pictures are recognised
    where rapidocr-onnxruntime is there, and said where it is not.

    Raises FileProblem where the file is damaged, encrypted or holds no text, or pypdfium2 is missing.
    """
    seen: list[Seen | None] = []
    unread: list[int] = []
    with library("pypdfium2", "pdf", "a PDF file"):
        import pypdfium2

        from .pdf_fonts import lend_fonts

        recognises = find_spec("rapidocr_onnxruntime") is not None

        lend_fonts()
        try:
            document = pypdfium2.PdfDocument(data)
        except pypdfium2.PdfiumError as error:
            if "password" in str(error).lower():
                raise FileProblem("an encrypted PDF: save it without its password first") from error
            raise
        try:
            pages = []
            for number in range(len(document)):
                pages.append(_page_lines(document[number]))
                seen.append(None)
                if not pages[-1] and _is_picture(document[number]):
                    if not recognises:
                        unread.append(number + 1)
                        continue
                    from .from_scan import lines_seen, rendered_page

                    picture = seen[-1] = rendered_page(document[number])
                    pages[-1] = lines_seen(picture)
        finally:
            document.close()
    if not any(pages):
        raise FileProblem(_UNSEEN if recognises else _SCANNED)
    text, starts = laid_out(pages)
    notes = (_left_out(unread),) if unread else ()
    if not any(seen):
        return Read((Part(text, pages=starts),), notes)
    from .from_scan import scan_of

    return Read((Part(text, pages=starts, scan=scan_of(text, starts, seen)),), notes)


def pdf_text(data: bytes) -> tuple[str, tuple[int, ...]]:
    """The same as :func:`read_pdf`: the text, and the offset in it at which each page begins."""
    (part,) = read_pdf(data).parts
    return part.text, part.pages


def _is_picture(page: Any) -> bool:
    import pypdfium2.raw as raw

    return any(True for _ in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=3))


def _left_out(pages: list[int]) -> str:
    which = ", ".join(map(str, pages[:8])) + (" …" if len(pages) > 8 else "")
    return f"page {which}: a picture of a page, which was not read: pip install 'civx[ocr]'"


def laid_out(pages: list[list[Line]]) -> tuple[str, tuple[int, ...]]:
    """The lines of the pages as text, without what recurs at their heads and feet, and where in it each page begins."""
    parts = ["".join(f"{line.text}\n" for line in lines) for lines in _without_furniture(pages)]
    starts = [0]
    for part in parts[:-1]:
        starts.append(starts[-1] + len(part))
    return "".join(parts), tuple(starts)


def _page_lines(page: Any) -> list[Line]:
    from .pdf_tables import ruled_tables
    from .pdf_unruled import unruled_tables

    _, foot, _, head = page.get_bbox()
    upright = page.get_rotation() in (0, 180) and head > foot
    chars = list(_chars(page))
    tables = ruled_tables(page, chars) if upright else []
    if upright:
        tables += unruled_tables(char for char in chars if not any(table.holds(char) for table in tables))
    lines = lines_of(chars, tables, foot, head, upright)
    page.close()
    return lines


def lines_of(chars: Iterable[Char], tables: list[Table], foot: float, head: float, upright: bool = True) -> list[Line]:
    """The lines of a page that reaches from ``foot`` to ``head``, and the rows of its tables where these begin."""
    lines: list[Line] = []
    current: list[Char] = []
    printed: set[int] = set()

    def flush() -> None:
        text = tidy_line("".join(char.text for char in current))
        shown = [char.middle[1] for char in current if char.text.strip()]
        if text:
            lines.append(Line(text, (sum(shown) / len(shown) - foot) / (head - foot) if upright and shown else None))
        current.clear()

    for char in chars:
        number = next((number for number, table in enumerate(tables) if table.holds(char)), None)
        if number is not None or char.text in "\r\n":
            flush()
        else:
            current.append(char)
        if number is not None and number not in printed and char.text.strip():
            printed.add(number)
            # the blanks before a row's name say its level
            lines += [Line(tidy(text).rstrip("\n"), None) for text in tables[number].lines]
    flush()
    return lines


def _chars(page: Any) -> Iterator[Char]:
    """The characters of a page in the order of its text, with the blanks and line ends that PDFium puts in."""
    import pypdfium2.raw as raw

    from .pdf_tables import Char

    text = page.get_textpage()
    box = raw.FS_RECTF()  # the loose box: as high for a full stop as for any character
    for index in range(text.count_chars()):
        code = raw.FPDFText_GetUnicode(text, index)
        raw.FPDFText_GetLooseCharBox(text, index, box)
        if 0 < code < 0x110000:
            yield Char(chr(code), box.left, box.bottom, box.right, box.top)


def _without_furniture(pages: list[list[Line]]) -> list[list[Line]]:
    """The pages without what stands at their heads and feet: page numbers, and lines that recur there."""
    from civx.extractors.document.headings import headings

    rules = headings()
    same, alike = (
        Counter(key for lines in pages for key in {place(line) for line in lines if _is_marginal(line)})
        for place in (_place, _place_of_any_number)
    )
    least = max(2, len(pages) // 3)

    def furniture(line: Line) -> bool:
        if not _is_marginal(line):
            return False
        if rules.is_page(line.text, 0, len(line.text)) or same[_place(line)] >= least:
            return True
        return alike[_place_of_any_number(line)] >= least and not _holds_facts(line.text)

    return [[line for line in lines if not furniture(line)] for lines in pages]


def _is_marginal(line: Line) -> bool:
    return line.height is not None and not _MARGIN < line.height < 1 - _MARGIN


def _place(line: Line) -> tuple[str, int]:
    """What recurs from page to page: the words, at a height (in 200ths of a page)."""
    return "".join(line.text.split()), round((line.height or 0) * 200)


def _place_of_any_number(line: Line) -> tuple[str, int]:
    text, height = _place(line)
    return _DIGITS.sub("0", text), height


def _holds_facts(text: str) -> bool:
    """Whether the numbers that change from page to page are what the report is about, and not those of pages."""
    from civx.extractors.pipeline import extract

    return bool(extract(text).facts)
