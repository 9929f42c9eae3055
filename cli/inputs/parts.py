"""What is read of one file: its text, or several, where it is a workbook with sheets and reports in cells."""
from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from civx.extractors.model import Sheet


Box = tuple[float, float, float, float]
_SURE = 0.8  # below that the engine may well have taken a sign for another


class Scan(NamedTuple):
    """What character recognition says of a text: which stretches of it were recognised, and of their characters, by
    offset, the box on the page and how sure the engine was, 0 to 1."""

    spans: tuple[tuple[int, int], ...]
    places: dict[int, tuple[Box, float]]

    def told(self, start: int, end: int) -> tuple[Box, bool] | None:
        """The box around the characters [start, end), and whether one of them is doubtful; None where they were not
        recognised but stood in the file."""
        if not any(low <= start < high for low, high in self.spans):
            return None
        found = [self.places[at] for at in range(start, end) if at in self.places]
        doubtful = len(found) < end - start or any(score < _SURE for _, score in found)
        boxes = [box for box, _ in found] or [(0.0, 0.0, 0.0, 0.0)]
        left, top, right, bottom = zip(*boxes, strict=True)
        return (round(min(left), 1), round(min(top), 1), round(max(right), 1), round(max(bottom), 1)), doubtful


class Part(NamedTuple):
    """A text of a file: ``name`` is put behind the file's own (``#Sheet1``, "" where the file is one text), ``pages``
    are the offsets at which a PDF's pages begin, ``sheet`` says in which cells the text stands, ``scan`` where and how
    surely it was recognised."""

    text: str
    name: str = ""
    pages: tuple[int, ...] = ()
    sheet: Sheet | None = None
    scan: Scan | None = None


class Read(NamedTuple):
    """The parts of a file in their order, and what is to be said of it though it was read."""

    parts: tuple[Part, ...]
    notes: tuple[str, ...] = ()
