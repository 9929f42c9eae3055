"""The cells of a sheet as text: its tables row by row, and what stands above and below them as lines."""
from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from .tidy import Cell, shown_rows, tidy_line, without_controls

Area = tuple[int, int, int, int]  # first row and column, last row and column
_MOST_MERGED = 2_000_000  # places that merged cells may reach over in all


class Laid(NamedTuple):
    """The text of a sheet, and for each piece of it the offset, row and column of the cell it stands in."""

    text: str
    cells: tuple[tuple[int, int, int], ...]


class _Placed(NamedTuple):
    row: int
    column: int
    cell: Cell


def laid_out(rows: Sequence[Sequence[str]], merged: Sequence[Area] = (), title: str = "") -> Laid:
    """The text of a sheet whose cells hold ``rows``, behind a line ``title`` where that is not empty.

    Cells that were ``merged`` hold their text once, in the first of them. Rows and columns without anything part what
    stands on one sheet; the cells of a table are parted by tabs, and lines of one cell above and below it stand by
    themselves.
    """
    out = _Out()
    if title:
        out.line([(-1, -1, title)])
        out.line([])
    for block in _blocks(_grid(rows, merged)):
        for part in _side_by_side(block):
            for line in _lines(part):
                out.line(line)
            out.line([])
    return Laid("".join(out.pieces).rstrip("\n") + "\n", tuple(out.cells))


class _Out:
    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.cells: list[tuple[int, int, int]] = []
        self._at = 0

    def line(self, cells: list[tuple[int, int, str]]) -> None:
        texts = []
        for row, column, text in cells:
            if text:
                self.cells.append((self._at, row, column))
            texts.append(text)
            self._at += len(text) + 1
        self._at += 0 if cells else 1
        self.pieces.append("\t".join(texts) + "\n")


def _grid(rows: Sequence[Sequence[str]], merged: Sequence[Area]) -> list[list[_Placed]]:
    width = max(map(len, rows), default=0)
    grid = [
        [_Placed(i, j, Cell(row[j] if j < len(row) else "")) for j in range(width)] for i, row in enumerate(rows)
    ]
    room = _MOST_MERGED
    for top, left, bottom, right in merged:
        bottom, right = min(bottom, len(grid) - 1), min(right, width - 1)
        room -= max(bottom - top + 1, 0) * max(right - left + 1, 0)
        if room < 0:
            break
        for i in range(top, bottom + 1):
            for j in range(left, right + 1):
                if (i, j) != (top, left):
                    grid[i][j] = _Placed(top, left, Cell(grid[top][left].cell.text, own=False))
    return grid


def _blocks(grid: list[list[_Placed]]) -> Iterator[list[list[_Placed]]]:
    """The runs of rows that hold something."""
    block: list[list[_Placed]] = []
    for line in grid:
        if any(placed.cell.text.strip() for placed in line):
            block.append(line)
        elif block:
            yield block
            block = []
    if block:
        yield block


def _side_by_side(block: list[list[_Placed]]) -> Iterator[list[list[_Placed]]]:
    """The tables that an empty column parts, from the left, without empty columns; lines of one cell go with the
    first."""
    full = [len(_words(line)) > 1 for line in block]
    several = [line for line, is_full in zip(block, full, strict=True) if is_full]
    filled = [any(line[j].cell.text.strip() for line in several) for j in range(len(block[0]))]
    runs: list[list[int]] = []
    for j, has in enumerate(filled):
        if has and j and filled[j - 1]:
            runs[-1].append(j)
        elif has:
            runs.append([j])
    if not all(len(run) > 1 for run in runs):  # a column alone belongs to what stands beside it
        runs = [[j for run in runs for j in run]] if runs else []
    if len(runs) < 2:
        columns = runs[0] if runs else list(range(len(block[0])))
        if len(columns) == len(block[0]):
            yield block
        else:
            yield [_only(line, columns) for line in block]
        return
    for number, run in enumerate(runs):
        part = [[line[j] for j in run] if is_full else line for line, is_full in zip(block, full, strict=True)]
        yield [line for line in part if _words(line) and (number == 0 or len(line) == len(run))]


def _only(line: list[_Placed], columns: list[int]) -> list[_Placed]:
    """A line without columns that are empty elsewhere; one that stands in such a column stays whole."""
    return [line[j] for j in columns] if len(_words(line)) > 1 or _words([line[j] for j in columns]) else line


def _words(line: list[_Placed]) -> list[str]:
    """What stands in the cells that begin in the line and hold something."""
    return [placed.cell.text for placed in line if placed.cell.own and placed.cell.text.strip()]


def _lines(part: list[list[_Placed]]) -> Iterator[list[tuple[int, int, str]]]:
    """The lines of a table, and of the lines of one cell above and below it, each by cells: row, column, text."""
    first = next((i for i, line in enumerate(part) if len(_words(line)) > 1), len(part))
    last = next((i for i in range(len(part) - 1, first - 1, -1) if len(_words(part[i])) > 1), -1)
    first, last = _with_ends(part, first, last)
    for line in part[:first]:
        yield from _alone(line)
    body = part[first : last + 1]
    for i, texts in shown_rows([[placed.cell for placed in line] for line in body]):
        if len(texts) == 1:
            yield from _alone(body[i])
        else:
            yield [(p.row, p.column, without_controls(text)) for p, text in zip(body[i], texts, strict=True)]
    for line in part[max(last + 1, first) :]:
        yield from _alone(line)


def _with_ends(part: list[list[_Placed]], first: int, last: int) -> tuple[int, int]:
    """A table's rows, with those at its ends that hold one cell and go on with its columns: a total under figures."""
    while last + 1 < len(part) and _is_figure(part[last + 1]):
        last += 1
    return first, last


def _is_figure(line: list[_Placed]) -> bool:
    words = [placed for placed in line if placed.cell.own and placed.cell.text.strip()]
    return len(words) == 1 and words[0].column > line[0].column and words[0].cell.text.strip()[:1].isdigit()


def _alone(line: list[_Placed]) -> Iterator[list[tuple[int, int, str]]]:
    """A line of one cell: each line of its text by itself."""
    for placed in line:
        if placed.cell.own and placed.cell.text.strip():
            for text in placed.cell.text.split("\n"):
                if text.strip():
                    yield [(placed.row, placed.column, tidy_line(text.replace("\t", " ")))]
