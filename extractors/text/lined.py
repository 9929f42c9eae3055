"""What tables without bars share, however their cells are parted: rows as lines with cells, numbers, runs of rows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from civx.patterns.kept import compiled

Span = tuple[int, int]
Lined = tuple[int, int, tuple[Span, ...]]  # a row: its start, its end, its cells

NUMBER = compiled(r"[-+]?\d[\d,. ]*%?")  # all that a cell of numbers holds


def runs(text: str, lines: Iterable[Lined], blanks: str) -> list[list[Lined]]:
    """The lines that stand right below each other, but for ``blanks``, and have as many cells."""
    found: list[list[Lined]] = []
    for line in lines:
        last = found[-1][-1] if found else None
        if last and len(line[2]) == len(last[2]) and text[last[1] : line[0]].strip(blanks) == "\n":
            found[-1].append(line)
        else:
            found.append([line])
    return found


def inside(cells: Sequence[Span]) -> set[int]:
    """The offsets that stand in one of the cells."""
    return {offset for low, high in cells for offset in range(low, high)}
