"""Pictures of pages, scanned or photographed: their text by character recognition, each character with its place and
how sure the engine was of it.

rapidocr-onnxruntime brings its models with it and works without a network.
"""
from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from functools import lru_cache
from math import sqrt
from statistics import mean
from typing import TYPE_CHECKING, Any, NamedTuple

from civx.cli.errors import FileProblem

from .libraries import library
from .parts import Box, Scan
from .pdf_tables import Char

if TYPE_CHECKING:
    from .from_pdf import Line

_LONG = 10  # signs: two columns of text have lines of so many, columns of a table less
_COLUMN = 4  # lines that make a column
_MIDDLE = (0.3, 0.7)  # of the width: where two columns part
_MOST_PIXELS = 120_000_000
_SCALE = 200 / 72  # 200 dots an inch: more takes longer and shows no more
_NOTHING = "a picture in which no text is to be seen: take it again in better light, or with more pixels"


class Sign(NamedTuple):
    """A recognised character: its place as everywhere, from the page's lower left corner, and how sure it is, 0 to 1.
    """

    char: Char
    score: float


class Seen(NamedTuple):
    """What is seen on a page, in reading order: lines of signs, and the page's height."""

    lines: list[list[Sign]]
    height: float


def picture_pages(data: bytes) -> list[Seen]:
    """What is seen in a picture, or on each page of a .tif file, in pixels.

    Raises FileProblem where it is damaged or rapidocr-onnxruntime is missing.
    """
    with library("rapidocr-onnxruntime", "ocr", "a picture"):
        engine = _engine()
        import numpy
        from PIL import Image, ImageOps, ImageSequence

        Image.MAX_IMAGE_PIXELS = _MOST_PIXELS
        with Image.open(io.BytesIO(data)) as picture:
            frames = [ImageOps.exif_transpose(frame.convert("RGB")) for frame in ImageSequence.Iterator(picture)]
        pages = [_seen(engine, numpy.asarray(frame)[:, :, ::-1], 1.0) for frame in frames]
    if not any(page.lines for page in pages):
        raise FileProblem(_NOTHING)
    return pages


def rendered_page(page: Any) -> Seen:
    """What is seen on a page of a PDF (of pypdfium2), in points."""
    width, height = page.get_size()
    scale = min(_SCALE, sqrt(_MOST_PIXELS / max(width * height, 1)))  # a page may say that it is a mile long
    return _seen(_engine(), page.render(scale=scale).to_numpy()[:, :, :3], 1 / scale)


@lru_cache(maxsize=1)
def _engine() -> Any:
    from rapidocr_onnxruntime import RapidOCR

    return RapidOCR()


def _seen(engine: Any, pixels: Any, scale: float) -> Seen:
    """The lines on a picture of a page, as large as ``scale`` says."""
    found, _ = engine(pixels, return_word_box=True)
    height = pixels.shape[0] * scale
    lines = []
    for line in found or ():
        boxes, signs, scores = line[3:6]
        read = [
            _sign(sign, box, float(score), scale, height) for sign, box, score in zip(signs, boxes, scores, strict=True)
        ]
        if read:
            lines.append(read)
    return Seen(_in_order(lines, pixels.shape[1] * scale), height)


def _sign(text: str, box: Sequence[Sequence[float]], score: float, scale: float, height: float) -> Sign:
    xs, ys = ([point[axis] * scale for point in box] for axis in (0, 1))
    return Sign(Char(text, min(xs), height - max(ys), max(xs), height - min(ys)), score)


def _in_order(lines: list[list[Sign]], width: float) -> list[list[Sign]]:
    """The lines from the top; where the page has two columns of running text, the left one first, between lines that
    reach over both."""
    lines = sorted(lines, key=lambda line: -line[0].char.middle[1])
    middle = _gutter(lines, width)
    if middle is None:
        return _joined(lines)
    ordered: list[list[Sign]] = []
    left: list[list[Sign]] = []
    right: list[list[Sign]] = []
    for line in lines:
        if line[-1].char.right <= middle:
            left.append(line)
        elif line[0].char.left >= middle:
            right.append(line)
        else:
            ordered += [*left, *right, line]
            left, right = [], []
    return [*ordered, *left, *right]


def _joined(lines: list[list[Sign]]) -> list[list[Sign]]:
    """The lines with those that stand side by side made one, as the cells of a row."""
    rows: list[list[list[Sign]]] = []
    for line in lines:
        first = line[0].char
        if rows and abs(rows[-1][0][0].char.middle[1] - first.middle[1]) < (first.top - first.bottom) / 2:
            rows[-1].append(line)
        else:
            rows.append([line])
    return [[sign for line in sorted(row, key=lambda line: line[0].char.left) for sign in line] for row in rows]


def _gutter(lines: list[list[Sign]], width: float) -> float | None:
    """Where two columns of running text part, None where there is one."""
    for step in range(9):
        at = width * (_MIDDLE[0] + step * (_MIDDLE[1] - _MIDDLE[0]) / 8)
        left = [len(line) for line in lines if line[-1].char.right <= at]
        right = [len(line) for line in lines if line[0].char.left >= at]
        if min(len(left), len(right)) >= _COLUMN and min(mean(left), mean(right)) >= _LONG:
            return at
    return None


def lines_seen(seen: Seen) -> list[Line]:
    """The lines of a page as of any other, with the rows of its tables."""
    from .from_pdf import lines_of
    from .pdf_unruled import unruled_tables

    chars = [sign.char for line in seen.lines for sign in line]
    return lines_of(_flowing(seen.lines), unruled_tables(chars), 0.0, seen.height)


def _flowing(lines: list[list[Sign]]) -> Iterator[Char]:
    for line in lines:
        last: Char | None = None
        for char, _ in line:
            if last is not None and char.left - last.right > (char.top - char.bottom):
                yield last._replace(text=" ")
            yield char
            last = char
        if last is not None:
            yield last._replace(text="\n")


def scan_of(text: str, starts: Sequence[int], pages: Sequence[Seen | None]) -> Scan:
    """Where on their pages the characters of ``text`` were seen, and how sure they are; ``starts`` are the offsets at
    which the pages begin, None a page that was not recognised. Boxes count from a page's upper left corner.
    """
    places: dict[int, tuple[Box, float]] = {}
    ends = [*starts[1:], len(text)]
    spans = []
    for start, end, seen in zip(starts, ends, pages, strict=True):
        if seen is None:
            continue
        spans.append((start, end))
        signs = [sign for line in seen.lines for sign in line for _ in sign.char.text]
        shown = [at for at in range(start, end) if not text[at].isspace()]
        told = "".join(sign.char.text for line in seen.lines for sign in line)
        matcher = SequenceMatcher(None, "".join(text[at] for at in shown), told, autojunk=False)
        for one, other, size in matcher.get_matching_blocks():
            for step in range(size):
                char, score = signs[other + step]
                box = (char.left, seen.height - char.top, char.right, seen.height - char.bottom)
                places[shown[one + step]] = box, score
    return Scan(tuple(spans), places)
