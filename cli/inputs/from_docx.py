"""Word documents: paragraphs and tables in reading order, with the labels that Word counts by itself, then notes."""
from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from civx.cli.errors import FileProblem

from .docx_inline import W, Ways, inline, is_alternative, is_control, is_gone
from .libraries import library
from .tidy import Cell, indent, parted_rows, table_lines, tidy

if TYPE_CHECKING:
    from .docx_package import Package
    from .word_numbering import Numbering

_SIGN_WIDTH = 210  # twentieths of a point
_MOST_COLUMNS = 63  # of a table in Word
_MOST_DEEP = 200  # tables in tables, and controls in controls
_LEAST_ROWS = 2
_NO_TEXT = "a .docx file without text: if it holds pictures of pages, run them through OCR first"
_CUT = f"a cell reaches over more than {_MOST_COLUMNS} columns, as none in Word can: only so many were read"
_CHUNKS = "{} documents inside it (altChunk) were not read: open it in Word and save it"


class Word(NamedTuple):
    """The text of a Word document, and what is to be said of it."""

    text: str
    notes: tuple[str, ...] = ()


def docx_text(data: bytes, original: bool = False) -> str:
    """The text of a .docx file: a line for each paragraph and each row of a table, whose cells a tab parts."""
    return read_docx(data, original).text


def read_docx(data: bytes, original: bool = False) -> Word:
    """The text of a .docx file, with its tracked changes accepted, or where ``original`` is set as before them.

    Left out are headers and footers, comments and what is hidden; text boxes stand behind the paragraph that holds
    them, notes at the end. Raises FileProblem where the file cannot be read or lxml is missing.
    """
    with library("lxml", "docx", "a .docx file"):
        from .docx_package import package
        from .word_numbering import Numbering

        parts = package(data)
        reader = _Reader(Numbering(parts.numbering, parts.styles), Ways(original))
        body = parts.document.find(f"{W}body")
        lines = list(reader.blocks(body if body is not None else ()))
        lines += reader.referred(parts)
    text = tidy("\n".join(lines))
    if not text.strip():
        raise FileProblem(_NO_TEXT)
    notes = (_CUT,) if reader.cut else ()
    return Word(text, (*notes, _CHUNKS.format(reader.ways.chunks)) if reader.ways.chunks else notes)


class _Reader:
    def __init__(self, numbering: Numbering, ways: Ways) -> None:
        self._numbering = numbering
        self.ways = ways
        self.cut = False
        self._depth = 0

    def blocks(self, parent: Any) -> Iterator[str]:
        """The lines of what stands in a body, cell, text box, note or content control."""
        self._depth += 1
        if self._depth > _MOST_DEEP:
            raise FileProblem("tables or controls in one another without end: civx does not read it")
        begun: list[str] = []
        for child in parent:
            if child.tag == f"{W}p":
                begun.append(self._numbering.label(child) + self._paragraph(child))
                if is_gone(child, self.ways):
                    continue
                yield "".join(begun)
                begun.clear()
                yield from self._boxes()
                continue
            if begun:
                yield "".join(begun)
                begun.clear()
                yield from self._boxes()
            if child.tag == f"{W}tbl":
                yield from self._table(child)
            elif child.tag == f"{W}altChunk":
                self.ways.chunks += 1
            else:
                yield from self.blocks(self._inside(child))
        if begun:
            yield "".join(begun)
        yield from self._boxes()
        self._depth -= 1

    def referred(self, parts: Package) -> Iterator[str]:
        """The notes, in the order in which they are referred to; each paragraph a line."""
        for kind, root in (("footnote", parts.footnotes), ("endnote", parts.endnotes)):
            known = {note.get(f"{W}id"): note for note in root} if root is not None else {}
            for own, number in dict.fromkeys(self.ways.notes):
                if own == kind and number in known:
                    yield from self.blocks(known[number])

    def _paragraph(self, paragraph: Any) -> str:
        return "".join(inline(paragraph, self.ways))

    def _boxes(self) -> Iterator[str]:
        """The text boxes of the paragraph before."""
        boxes, self.ways.boxes = self.ways.boxes, []
        for box in boxes:
            if not any(parent in boxes for parent in box.iterancestors()):
                yield from self.blocks(box)

    def _inside(self, child: Any) -> Any:
        """What stands in an element that is neither a paragraph nor a table; nothing where that is no text."""
        if is_control(child):
            return self.ways.control(child)
        if is_alternative(child):
            return self.ways.alternative(child)
        return child if child.tag in self.ways.through else ()

    def _all(self, parent: Any, tag: str) -> Iterator[Any]:
        """The children of that name, also those in content controls and tracked insertions."""
        for child in parent:
            if child.tag == f"{W}{tag}":
                yield child
            else:
                yield from self._all(self._inside(child), tag)

    def _table(self, table: Any) -> Iterator[str]:
        """A line for each row. A table of one column, or that is mostly other tables, only frames what is in it."""
        rows = [line for line in self._all(table, "tr") if line.find(f"{W}trPr/{self.ways.gone}") is None]
        cells = [list(self._all(line, "tc")) for line in rows]
        if all(len(line) < 2 for line in cells) or _frames(table, cells):
            for line in cells:
                for cell in line:
                    yield from self.blocks(cell)
            return
        nested: list[Any] = []
        grid = self._grid(rows, cells, nested)
        yield from table_lines(parted_rows(grid))
        for inner in nested:
            yield ""
            yield from self._table(inner)

    def _grid(self, rows: list[Any], lines: list[list[Any]], nested: list[Any]) -> list[list[Cell]]:
        """A table's cells, each in all the places that it reaches over; the tables in them go to ``nested``."""
        grid: list[list[Cell]] = []
        for row, line in zip(rows, lines, strict=True):
            cells = [Cell("")] * self._number(row, "trPr", "gridBefore")
            for cell in line:
                if cell.find(f"{W}tcPr/{W}cell{'Ins' if self.ways.original else 'Del'}") is not None:
                    continue
                width = max(self._number(cell, "tcPr", "gridSpan"), 1)
                if _goes_on(cell, "hMerge") and cells:
                    cells += [cells[-1]._replace(own=False)] * width
                elif _goes_on(cell, "vMerge") and grid:
                    start = len(cells)
                    above = [place._replace(own=False) for place in grid[-1][start : start + width]]
                    cells += above + [Cell("", own=False)] * (width - len(above))
                else:
                    tables = list(self._all(cell, "tbl"))
                    nested += tables
                    kept = [child for child in cell if child.tag != f"{W}tbl"] if tables else cell
                    text = _indent(cell) + "\n".join(self.blocks(kept))
                    cells += [Cell(text), *[Cell(text, own=False)] * (width - 1)]
            grid.append(cells)
        return grid

    def _number(self, element: Any, properties: str, name: str) -> int:
        found = element.find(f"{W}{properties}/{W}{name}")
        value = found.get(f"{W}val") if found is not None else None
        number = int(value[:9]) if value and value.isdecimal() else 0
        self.cut = self.cut or number > _MOST_COLUMNS
        return min(number, _MOST_COLUMNS)


def _frames(table: Any, lines: list[list[Any]]) -> bool:
    """Whether a table only arranges tables inside it: most of its text is theirs, or it has no two rows of its own."""
    inner = [one for one in table.iterdescendants(f"{W}tbl") if next(one.iterancestors(f"{W}tbl")) is table]
    if not inner:
        return False
    filled = [[next(cell.iter(f"{W}tbl"), None) is None and _length(cell) > 0 for cell in line] for line in lines]
    return sum(sum(line) > 1 for line in filled) < _LEAST_ROWS or 2 * sum(map(_length, inner)) > _length(table)


def _length(element: Any) -> int:
    texts: Iterable[Any] = element.iter(f"{W}t")
    return sum(len(text.text or "") for text in texts)


def _goes_on(cell: Any, name: str) -> bool:
    """Whether a cell is merged with the one above it or before it, whose text it shares."""
    merge = cell.find(f"{W}tcPr/{W}{name}")
    return merge is not None and merge.get(f"{W}val") != "restart"


def _indent(cell: Any) -> str:
    """Blanks for the indent of a cell's first paragraph: it says a row's level."""
    found = cell.find(f"{W}p/{W}pPr/{W}ind")
    if found is None:
        return ""
    sizes = (found.get(f"{W}{name}") or "" for name in ("left", "start", "firstLine"))
    return indent(sum(int(size) for size in sizes if size.isdecimal()) / _SIGN_WIDTH)
