"""The heads above columns that no rules part: which column each stands over, and which over several."""
from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from civx.extractors.text.columns import Extent, place, reached

from .tidy import Cell

if TYPE_CHECKING:
    from .pdf_lines import Line

_WRAPPED = 0.8  # of the distance of two rows: lines of one head stand nearer


class Block(NamedTuple):
    """A head: its words, its height, the columns it reaches over."""

    text: str
    height: float
    first: int
    last: int


def head_rows(lines: Sequence[Line], columns: list[Extent], pitch: float) -> tuple[list[list[Cell]], list[Extent]]:
    """The rows of the header that the ``lines`` above the figures make, and the columns with those their heads show."""
    blocks: list[Block] = []
    numbers = lines[-1:] if lines and lines[-1].numbers_columns else []
    lines = lines[: len(lines) - len(numbers)]
    extents = _widened(columns, lines)
    foot = lines[-1].height - pitch / 2 if lines else 0.0
    tops = [foot] * len(extents)  # so high the heads of each column reach that were read up to now
    for line in reversed(lines):
        cells = [piece.extent for piece in line.pieces]
        own: list[Block] = []
        # what stands above is not over a head that stands in the middle of several lines
        headed = [foot < top < line.height for top in tops]
        for piece, (first, last) in zip(line.pieces, reached(cells, extents, headed, line.size), strict=True):
            own.append(Block(piece.text, line.height, first, last))
            if first == last:
                box = piece.extent
                old = extents[first]
                extents[first] = Extent(min(old.left, box.left), max(old.right, box.right))
        for block in own:
            over = range(block.first, block.last + 1)
            base = max(tops[column] for column in over)
            for column in over:
                tops[column] = max(2 * block.height - base - pitch / 8, block.height + pitch / 8)
        blocks += own
    rows = _grid(_joined(blocks, pitch), len(extents))
    for line in numbers:
        texts = [""] * len(extents)
        for piece in line.pieces:
            texts[place(piece.extent, extents)] = piece.text
        rows.append([Cell(text) for text in texts])
    return rows, extents


def _widened(columns: Sequence[Extent], lines: Sequence[Line]) -> list[Extent]:
    """The columns, and those of which only the lowest line of heads shows that they are there: all their cells are
    empty."""
    extents = list(columns)
    if not lines:
        return extents
    boxes = [piece.extent for piece in lines[-1].pieces]
    for box in boxes:
        alone = all(box.right < column.left or box.left > column.right for column in extents)
        near = [place(other, extents) for other in boxes if other is not box]
        if alone and place(box, extents) in near and len(boxes) > len(extents):
            extents.append(box)
            extents.sort()
    return extents


def _joined(blocks: list[Block], pitch: float) -> list[Block]:
    """The blocks from the top, those that are lines of one head as one."""
    found: list[Block] = []
    for block in sorted(blocks, key=lambda block: (-block.height, block.first)):
        for number, upper in enumerate(found):
            if (upper.first, upper.last) != (block.first, block.last):
                continue
            opened = upper.text.count("（") + upper.text.count("(") > upper.text.count("）") + upper.text.count(")")
            near = upper.height - block.height < _WRAPPED * pitch
            if opened or block.text[0] in "（(" or near:
                apart = " " if upper.text[-1].isascii() and block.text[0].isascii() else ""
                found[number] = upper._replace(text=upper.text + apart + block.text)
                break
        else:
            found.append(block)
    return found


def _grid(blocks: list[Block], width: int) -> list[list[Cell]]:
    """The blocks as rows of cells: each as high as the heads above it leave it, the lowest down to the figures."""
    paths: list[list[int]] = [[] for _ in range(width)]
    levels: list[int] = []
    for number, block in enumerate(blocks):
        over = range(block.first, block.last + 1)
        levels.append(max((levels[paths[column][-1]] + 1 for column in over if paths[column]), default=0))
        for column in over:
            paths[column].append(number)
    depth = max(levels, default=-1) + 1
    grid: list[list[Cell]] = []
    for row in range(depth):
        cells = []
        for column in range(width):
            at = next((n for n in reversed(paths[column]) if levels[n] <= row), None)
            if at is None:
                cells.append(Cell(""))
            else:
                own = levels[at] == row and blocks[at].first == column
                cells.append(Cell(blocks[at].text, own))
        grid.append(cells)
    return grid
