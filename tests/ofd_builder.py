"""Builds .ofd files after GB/T 33190-2016, in the manners of several programs that write them."""
from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Sequence
from typing import NamedTuple
from xml.sax.saxutils import escape

NAMESPACE = "http://www.ofdspec.org/2016"
SIZE = 4.2  # of a character, in millimetres


class Words(NamedTuple):
    """What is written at a place of a page, in millimetres from its upper left corner to the left end of the line."""

    x: float
    y: float
    text: str
    size: float = SIZE


class Stroke(NamedTuple):
    """A line from one place to another."""

    x0: float
    y0: float
    x1: float
    y1: float


class Manner(NamedTuple):
    """How a program writes: the prefix of names, steps as ``g 5 4.2`` or one by one, an object a character or a line, a
    matrix, paths from the root or from the folder."""

    prefix: str = "ofd:"
    grouped: bool = False
    single: bool = False
    matrix: bool = False
    rooted: bool = False


USUAL = Manner()


def ofd(
    pages: Sequence[Iterable[Words | Stroke]], manner: Manner = USUAL, *, template: Iterable[Words] = (),
    more: dict[str, str] | None = None,
) -> bytes:
    """The bytes of a document of ``pages``; ``template`` stands behind each of them, ``more`` are further parts."""
    p = manner.prefix
    space = f'xmlns{":" + p[:-1] if p else ""}="{NAMESPACE}"'
    base = "/Doc_0/" if manner.rooted else ""
    parts = {
        "OFD.xml": '<?xml version="1.0" encoding="UTF-8"?>'
        f'<{p}OFD {space} DocType="OFD" Version="1.1"><{p}DocBody><{p}DocInfo><{p}DocID>1</{p}DocID>'
        f"<{p}Title>2019</{p}Title></{p}DocInfo><{p}DocRoot>{base[:1]}Doc_0/Document.xml</{p}DocRoot>"
        f"</{p}DocBody></{p}OFD>",
        "Doc_0/Document.xml": f"<{p}Document {space}><{p}CommonData><{p}MaxUnitID>99</{p}MaxUnitID><{p}PageArea>"
        f"<{p}PhysicalBox>0 0 210 297</{p}PhysicalBox></{p}PageArea>"
        + (f'<{p}TemplatePage ID="7" BaseLoc="{base}Tpls/T.xml"/>' if template else "")
        + f"</{p}CommonData><{p}Pages>"
        + "".join(f'<{p}Page ID="{n}" BaseLoc="{base}Pages/Page_{n}/Content.xml"/>' for n in range(len(pages)))
        + f"</{p}Pages></{p}Document>",
    }
    if template:
        parts["Doc_0/Tpls/T.xml"] = _page(list(template), p, space, manner, "")
    for number, page in enumerate(pages):
        used = f'<{p}Template TemplateID="7"/>' if template else ""
        parts[f"Doc_0/Pages/Page_{number}/Content.xml"] = _page(list(page), p, space, manner, used)
    return packed({**parts, **(more or {})})


def packed(parts: dict[str, str]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return stream.getvalue()


def _page(content: list[Words | Stroke], p: str, space: str, manner: Manner, used: str) -> str:
    objects = "".join(
        _text(one, p, manner) if isinstance(one, Words) else
        f'<{p}PathObject Boundary="0 0 210 297" LineWidth="0.3"><{p}AbbreviatedData>'
        f"M {one.x0} {one.y0} L {one.x1} {one.y1}</{p}AbbreviatedData></{p}PathObject>"
        for one in content
    )
    return f'<{p}Page {space}>{used}<{p}Content><{p}Layer ID="3">{objects}</{p}Layer></{p}Content></{p}Page>'


def _text(words: Words, p: str, manner: Manner) -> str:
    runs = [words]
    if manner.single:
        runs, x = [], words.x
        for sign in words.text:
            runs.append(Words(x, words.y, sign, words.size))
            x += _width(sign, words.size)
    made = ""
    for run in runs:
        steps = [_width(sign, run.size) for sign in run.text[:-1]]
        scale = 2 if manner.matrix else 1
        matrix = f'CTM="{scale} 0 0 {scale} 0 0" ' if manner.matrix else ""
        told = " ".join(f"{step / scale:g}" for step in steps)
        if manner.grouped and len(set(steps)) == 1:
            told = f"g {len(steps)} {steps[0]}"
        delta = f'DeltaX="{told}"' if steps else ""
        made += (
            f'<{p}TextObject ID="9" {matrix}Boundary="{run.x:g} {run.y - run.size:g} 150 {run.size * 1.2:g}" Font="2" '
            f'Size="{run.size / scale:g}"><{p}TextCode X="0" Y="{run.size / scale:g}" {delta}>{escape(run.text)}'
            f"</{p}TextCode></{p}TextObject>"
        )
    return made


def _width(sign: str, size: float) -> float:
    return size / 2 if sign.isascii() else size


def prose(text: str, *, top: float = 30, wide: int = 36) -> list[list[Words]]:
    """A text as pages of lines of so many characters, paragraphs set in by two."""
    pages: list[list[Words]] = [[]]
    y = top
    for paragraph in text.splitlines():
        for start in range(0, len(paragraph), wide):
            if y > 260:
                pages.append([])
                y = top
            pages[-1].append(Words(25 if start else 25 + 2 * SIZE, y, paragraph[start : start + wide]))
            y += SIZE * 1.8
    return pages


def ruled(rows: Sequence[Sequence[str]], top: float, widths: Sequence[float], left: float = 25) -> list[Words | Stroke]:
    """A table with all its rules."""
    high, made = 9.0, []
    edges = [left]
    for width in widths:
        edges.append(edges[-1] + width)
    for line, row in enumerate(rows):
        for column, text in enumerate(row):
            made.append(Words(edges[column] + 2, top + line * high + 6, text))
    bottom = top + high * len(rows)
    strokes = [Stroke(edges[0], top + n * high, edges[-1], top + n * high) for n in range(len(rows) + 1)]
    return [*made, *strokes, *(Stroke(x, top, x, bottom) for x in edges)]
