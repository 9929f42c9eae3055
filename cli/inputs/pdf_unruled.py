"""Tables of a PDF page that no rules part: figures below each other show the columns, what stands above is heads."""
from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from civx.extractors.text.columns import Extent, columns_of, halved, place

from .pdf_heads import head_rows
from .pdf_lines import LEAST, LONGEST, LONGEST_NAME, PROSE, Line, is_figure, page_lines, words_of
from .pdf_rows import indents
from .tidy import Cell, table_lines

if TYPE_CHECKING:
    from .pdf_tables import Char, Table

_GUTTER = 0.3
_NEAR = 0.65  # of the distance of two rows: what stands nearer to a row belongs to it
_MOST_HEADS = 8  # lines
_APART = 3.5  # heights of a sign: what is further below belongs to something else


def unruled_tables(chars: Iterable[Char]) -> list[Table]:
    """The tables that the characters of a page make, which stand in no ruled one."""
    lines = page_lines(chars)
    tables: list[Table] = []
    above = 0
    at = 0
    while at < len(lines):
        rows = _run(lines, at)
        numbered = at > 0 and lines[at - 1].numbers_columns
        if len(rows) < (1 if numbered else LEAST):
            at += 1
            continue
        table, at = _table(lines, rows, above)
        if table is not None:
            tables.append(table)
            above = at
    return tables


def _run(lines: list[Line], at: int) -> list[int]:
    """The lines of figures from ``at`` on that have the same columns, though lines of words may stand between them."""
    if not lines[at].is_row or lines[at].is_years:
        return []
    rows = [at]
    count = len(_columns([lines[at]]))
    between = 0
    for number in range(at + 1, len(lines)):
        line, last = lines[number], lines[number - 1]
        if last.height - line.height > _APART * max(line.size, last.size):
            break
        if not line.is_row or (line.is_years and line.figures > 1):
            between += 1
            if between > 3 or _ends(line, lines[rows[-1]]):
                break
            continue
        columns = len(_columns([*(lines[row] for row in rows), line]))
        if columns < min(count, len(line.pieces)) or columns < LEAST:
            break
        count = columns
        rows.append(number)
        between = 0
    return rows


def _ends(line: Line, row: Line) -> bool:
    """Whether a line without figures ends the table above it: a note, or the heads of the next."""
    if any(PROSE.search(piece.text) or len(piece.text) > LONGEST_NAME for piece in line.pieces):
        return True
    words = [piece for piece in line.pieces if not is_figure(piece.text)]
    return len(words) > LEAST or abs(line.size - row.size) > 0.15 * row.size


def _columns(lines: Sequence[Line]) -> list[Extent]:
    return columns_of([[piece.extent for piece in line.pieces] for line in lines], _GUTTER * lines[0].size)


def _table(lines: list[Line], rows: list[int], above: int) -> tuple[Table | None, int]:
    """The table whose lines of figures are ``rows``, and the line behind it."""
    from .pdf_tables import Table

    columns = _columns([lines[row] for row in rows])
    pitch = _pitch([lines[row] for row in rows])
    first = _first_head(lines, rows[0], above, columns, pitch)
    heads, columns = head_rows(lines[first : rows[0]], columns, pitch)
    last = rows[-1]
    if last + 1 < len(lines) and _goes_on(lines[last + 1], lines[last], columns, pitch):
        last += 1
    own = lines[rows[0] : last + 1]
    body = _body(own, {number - rows[0] for number in rows}, columns, pitch)
    if len(columns) < LEAST or (not heads and len(rows) <= LEAST):
        return None, rows[-1] + 1
    inside = [char for line in lines[first : last + 1] for piece in line.pieces for char in piece.chars]
    return Table(
        min(char.left for char in inside), min(char.bottom for char in inside), max(char.right for char in inside),
        max(char.top for char in inside), table_lines([*heads, *body]),
    ), last + 1


def _pitch(rows: Sequence[Line]) -> float:
    distances = [upper.height - lower.height for upper, lower in pairwise(rows)]
    return min(distances) if distances else 2 * rows[0].size


def _goes_on(line: Line, row: Line, columns: Sequence[Extent], pitch: float) -> bool:
    """Whether a line below the last row only goes on with its name."""
    near = row.height - line.height < _NEAR * pitch
    return near and len(line.pieces) == 1 and place(line.pieces[0].extent, columns) == 0


def _first_head(lines: list[Line], row: int, above: int, columns: Sequence[Extent], pitch: float) -> int:
    """The first of the lines of heads above the line ``row``."""
    first = row
    table = Extent(columns[0].left, columns[-1].right)
    for number in range(row - 1, max(above, row - _MOST_HEADS) - 1, -1):
        line, below = lines[number], lines[number + 1]
        texts = [piece.text for piece in line.pieces]
        if below.height - line.height > max(2.2 * line.size, 1.5 * pitch):
            break
        if abs(line.size - below.size) > 0.15 * line.size:
            break
        if any(PROSE.search(text) or len(text) > LONGEST for text in texts):
            break
        if len(texts) == 1 and not _over_columns(line.pieces[0].extent, columns, table, line.size):
            break
        first = number
    while first < row and len(lines[first].pieces) == 1 and "：" in lines[first].pieces[0].text.replace(":", "："):
        first += 1  # 单位：万元 at the right
    return first


def _over_columns(piece: Extent, columns: Sequence[Extent], table: Extent, size: float) -> bool:
    """Whether a word that stands alone may be a head: within the table, and not in its middle as a title is."""
    if piece.left < table.left - 2 * size or piece.right > table.right + 2 * size:
        return False
    return len(columns) == LEAST or abs(piece.middle - table.middle) > size or piece.right - piece.left < 6 * size


def _body(lines: Sequence[Line], rows: set[int], columns: Sequence[Extent], pitch: float) -> list[list[Cell]]:
    """The rows: lines of figures, with the lines of words that stand near them, and those that stand alone."""
    heights = [lines[number].height for number in sorted(rows)]
    merged = _merged_labels(lines, rows, columns, heights)
    for number, line in enumerate(lines):
        if number in rows or number in merged:
            continue
        if min(abs(line.height - height) for height in heights) > _NEAR * pitch:
            heights.append(line.height)
    heights.sort(reverse=True)
    cells: list[list[list[Char]]] = [[[] for _ in columns] for _ in heights]
    reaching: dict[tuple[int, int], int] = {}
    for number, line in enumerate(lines):
        at = min(range(len(heights)), key=lambda i: abs(line.height - heights[i]))
        for piece in line.pieces:
            column = place(piece.extent, columns)
            if number in merged and column == 0:
                top, bottom = merged[number]
                at_top, at_bottom = (min(range(len(heights)), key=lambda i: abs(h - heights[i])) for h in (top, bottom))
                cells[at_top][0] += piece.chars
                reaching |= {(row, 0): at_top for row in range(at_top + 1, at_bottom + 1)}
            else:
                cells[at][column] += piece.chars
    levels = [0] * len(heights) if merged else indents([row[0] for row in cells])
    body = []
    for number, row in enumerate(cells):
        own = [Cell(words_of(cell)) for cell in row]
        own[0] = Cell("\u3000" * levels[number] + own[0].text if own[0].text else "")
        if (number, 0) in reaching:
            own[0] = Cell(words_of(cells[reaching[number, 0]][0]), own=False)
        body.append(own)
    return body


def _merged_labels(
    lines: Sequence[Line], rows: set[int], columns: Sequence[Extent], heights: Sequence[float]
) -> dict[int, tuple[float, float]]:
    """Lines whose first name stands at the middle of several rows: the heights of the first and last of them."""
    at: list[int] = []
    named = 0
    second: dict[float, str] = {}
    for number, line in enumerate(lines):
        places = [place(piece.extent, columns) for piece in line.pieces]
        if 0 in places:
            at.append(number)
        if number in rows and 1 in places:
            text = line.pieces[places.index(1)].text
            named += not is_figure(text)
            second[line.height] = text
    if len(columns) <= LEAST or len(at) >= len(rows) or named < 0.9 * len(rows):
        return {}
    if all(number in rows for number in at):
        starts = [second.get(lines[number].height, "") for number in at]
        if 0 in at and len(set(starts)) == 1:
            return {}  # each stands in the first row of its own
    dealt = halved([lines[number].height for number in at], heights)
    return {number: (heights[a], heights[b]) for number, (a, b) in zip(at, dealt, strict=False)} if dealt else {}
