"""What text from documents has in common: clean lines, and tables as lines of cells."""
from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

_BREAKS = re.compile("\r\n?|[\v\f\x1c-\x1e\x85\u2028\u2029]")
_NEVER = re.compile("[\0-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
# a run of blanks is tried from its first one only, or a line of n of them would cost n squared
_TRAILING = re.compile(r"(?<![^\S\n\t])[^\S\n\t]++(?=\n|\Z)")
_DIGIT = re.compile(r"\d")
_NUMBER = re.compile(r"[-+—–]?\s*\d")
_INDENT = re.compile(r"[ \t\r\n]*([\u3000\xa0]+)")
_DEEPEST = 10
_LONGEST_AGAIN = 80  # what is repeated in merged cells: a long text in a thousand of them would be the whole memory
_LONGEST_TITLE = 30
_LEAST_PARTED = 3  # rows that one of several lines may be
_GAPS = re.compile(r"\n{3,}")


def tidy(text: str) -> str:
    """``text`` with its line ends as newlines, and without controls, halves of characters and blanks that do nothing.

    A tab stays: it parts the cells of a table.
    """
    text = _NEVER.sub("", _BREAKS.sub("\n", text))
    return _GAPS.sub("\n\n", _TRAILING.sub("", text)).strip("\n\ufeff") + "\n"


def tidy_line(text: str) -> str:
    """A line without controls, halves of characters and the blanks at its ends, but with its tabs."""
    return without_controls(text).strip(" \r\n\u3000\xa0")


def without_controls(text: str) -> str:
    """A text without controls and halves of characters."""
    return text if text.isprintable() else _NEVER.sub("", text)


class Cell(NamedTuple):
    """A place in a table's grid: what stands there, and whether it begins there or reaches in from beside or above."""

    text: str
    own: bool = True


def indent_of(text: str) -> str:
    """The ideographic and hard blanks before a text, which say a row's level."""
    found = _INDENT.match(text)
    return found[1] if found is not None else ""


def indent(signs: float) -> str:
    """Blanks for an indent of so many characters."""
    return "\u3000" * min(round(signs), _DEEPEST)


def table_lines(grid: list[list[Cell]]) -> list[str]:
    """The rows of a table as lines, a tab between the cells."""
    return [line for _, texts in shown_rows(grid) if (line := "\t".join(texts)).strip()]


def shown_rows(grid: list[list[Cell]]) -> Iterator[tuple[int, list[str]]]:
    """The number of each row of a table, and what is shown of it in each place; one text where it is a title.

    A header or label that reaches over several columns or rows is repeated in each, so that it stands above or
    beside what it is for; a number is not, since it was stated once, nor long text. A title over the whole width
    stands once, but among the rows it is one of them.
    """
    heads = 0
    data = False
    for number, cells in enumerate(grid):
        if len(cells) > 1 and cells[0].own and sum(cell.own for cell in cells) == 1:
            title = _flat(cells[0].text)
            among = heads > 0 and number + 1 < len(grid) and len(title) <= _LONGEST_TITLE
            yield number, [title] * len(cells) if among else [title]
            continue
        data = data or (heads > 0 and _is_data(cells))  # the first row may hold years
        heads += 1
        texts = [_flat(cell.text) for cell in cells]
        shown = [cell.own or _again(text, data) for text, cell in zip(texts, cells, strict=True)]
        yield number, [text if show else "" for text, show in zip(texts, shown, strict=True)]


def _again(text: str, data: bool) -> bool:
    """Whether what reaches into a place is shown there: a short head or label, and no number."""
    return len(text) <= _LONGEST_AGAIN and not (data and _DIGIT.search(text))


def _is_data(cells: list[Cell]) -> bool:
    """Whether most of the row's cells behind the first begin with a number."""
    values = [cell.text.strip() for cell in cells[1:] if cell.own and cell.text.strip()]
    return bool(values) and 2 * sum(_NUMBER.match(value) is not None for value in values) >= len(values)


def _flat(text: str) -> str:
    """The text in one line; ideographic and hard blanks before it stay, since they say a row's level."""
    words = " ".join(text.split())
    return (indent_of(text) if words else "") + words


def parted_rows(grid: list[list[Cell]]) -> list[list[Cell]]:
    """The grid with rows parted whose cells each hold as many lines: names in one, figures beside them in the others.

    Converters of PDF files write so all rows below a header. Where a cell reaches over several columns, blanks part
    the figures of its lines.
    """
    return [part for row in grid for part in _parted(row)]


def _parted(row: list[Cell]) -> list[list[Cell]]:
    lines = [[line for line in cell.text.split("\n") if line.strip()] if cell.own else [] for cell in row]
    count = len(lines[0]) if lines else 0
    if count < _LEAST_PARTED:
        return [row]
    columns: list[list[str]] = []
    for at, (cell, own) in enumerate(zip(row, lines, strict=True)):
        if not cell.own:
            continue
        width = next((n for n in range(at + 1, len(row)) if row[n].own), len(row)) - at
        pieces = [line.split() if width > 1 else [line.strip()] for line in own]
        if len(pieces) != count or any(len(piece) != width for piece in pieces):
            return [row]
        columns += [list(column) for column in zip(*pieces, strict=True)]
    figures = [text.strip() for column in columns[1:] for text in column]
    if not figures or 2 * sum(_NUMBER.match(text) is not None for text in figures) < len(figures):
        return [row]
    return [[Cell(column[line]) for column in columns] for line in range(count)]
