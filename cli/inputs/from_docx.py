"""Word documents: paragraphs and tables in reading order, with the labels that Word counts by itself."""
from __future__ import annotations

import io
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from civx.cli.errors import FileProblem

from .libraries import library
from .tidy import Cell, indent, table_lines, tidy

if TYPE_CHECKING:
    from .word_numbering import Numbering

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
# What holds runs or blocks and is no text of its own; what is left out altogether stands in neither set.
_THROUGH = {
    f"{_W}{tag}"
    for tag in (
        "hyperlink", "ins", "moveTo", "smartTag", "sdt", "sdtContent", "customXml", "fldSimple", "r", "dir", "bdo",
    )
}
_SIGN_WIDTH = 210  # twentieths of a point
_SIGNS = {f"{_W}tab": " ", f"{_W}ptab": " ", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-"}


def docx_text(data: bytes) -> str:
    """The text of a .docx file: a line for each paragraph and each row of a table, whose cells a tab parts.

    Left out are headers and footers, text boxes, comments, notes and tracked deletions. Raises FileProblem where the
    file cannot be read or python-docx is missing.
    """
    from .archives import opened, refuse_unreadable

    with opened(data) as archive:
        refuse_unreadable(archive.infolist())
    with library("python-docx", "docx", "a .docx file"):
        from docx import Document

        from .word_numbering import Numbering

        document = Document(io.BytesIO(data))
        body = document.element.body
        lines = list(_blocks(body, Numbering(document)))
    text = tidy("\n".join(lines))
    if not text.strip():
        raise FileProblem("a .docx file without text: if it holds pictures of pages, run them through OCR first")
    return text


def _blocks(parent: Any, numbering: Numbering) -> Iterator[str]:
    """The lines of what stands in a body, cell or content control."""
    for child in parent.iterchildren():
        if child.tag == f"{_W}p":
            yield numbering.label(child) + _paragraph(child)
        elif child.tag == f"{_W}tbl":
            yield from _table(child, numbering)
        elif child.tag in _THROUGH:
            yield from _blocks(child, numbering)


def _paragraph(paragraph: Any) -> str:
    """The text of a paragraph's runs; those of fields are their results, not their codes."""
    return "".join(_inline(paragraph))


def _inline(parent: Any) -> Iterator[str]:
    for child in parent.iterchildren():
        if child.tag == f"{_W}t":
            yield child.text or ""
        elif child.tag in _SIGNS:
            if child.get(f"{_W}type") != "page":
                yield _SIGNS[child.tag]
        elif child.tag in _THROUGH:
            yield from _inline(child)


def _table(table: Any, numbering: Numbering) -> Iterator[str]:
    """A line for each row. A table of one column, or with tables in it, only frames what stands in it."""
    rows = [line for line in _all(table, "tr") if line.find(f"{_W}trPr/{_W}del") is None]
    nested = next(table.iterdescendants(f"{_W}tbl"), None) is not None
    if nested or all(len(list(_all(line, "tc"))) < 2 for line in rows):
        for line in rows:
            for cell in _all(line, "tc"):
                yield from _blocks(cell, numbering)
        return
    grid: list[list[Cell]] = []
    for line in rows:
        cells = [Cell("")] * _number(line, "trPr", "gridBefore")
        for cell in _all(line, "tc"):
            width = max(_number(cell, "tcPr", "gridSpan"), 1)
            merge = cell.find(f"{_W}tcPr/{_W}vMerge")
            if merge is None or merge.get(f"{_W}val") == "restart" or not grid:
                text = _indent(cell) + " ".join(_blocks(cell, numbering))
                cells += [Cell(text), *[Cell(text, own=False)] * (width - 1)]
            else:
                start = len(cells)
                above = [place._replace(own=False) for place in grid[-1][start : start + width]]
                cells += above + [Cell("", own=False)] * (width - len(above))
        grid.append(cells)
    yield from table_lines(grid)


def _indent(cell: Any) -> str:
    """Blanks for the indent of a cell's first paragraph: it says a row's level."""
    found = cell.find(f"{_W}p/{_W}pPr/{_W}ind")
    if found is None:
        return ""
    sizes = (found.get(f"{_W}{name}") or "" for name in ("left", "start", "firstLine"))
    return indent(sum(int(size) for size in sizes if size.isdecimal()) / _SIGN_WIDTH)


def _all(parent: Any, tag: str) -> Iterator[Any]:
    """The children of that name, also those in content controls and tracked insertions."""
    for child in parent.iterchildren():
        if child.tag == f"{_W}{tag}":
            yield child
        elif child.tag in _THROUGH:
            yield from _all(child, tag)


def _number(element: Any, properties: str, name: str) -> int:
    found = element.find(f"{_W}{properties}/{_W}{name}")
    value = found.get(f"{_W}val") if found is not None else None
    return min(int(value), 1000) if value and value.isdecimal() else 0
