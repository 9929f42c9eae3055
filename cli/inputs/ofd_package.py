"""What is in an .ofd file (GB/T 33190-2016), read from its XML: pages with characters and lines, in points.

Signatures, seals, annotations and attachments are no text of the document and are not looked at.
"""
from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import NamedTuple
from xml.etree.ElementTree import Element, ParseError, fromstring

from civx.cli.errors import FileProblem

from .archives import opened, refuse_hostile, unpacked
from .pdf_tables import Char, Rule, rule_between

_POINTS = 72 / 25.4  # a millimetre, in which .ofd measures
_PAGE = (0.0, 0.0, 210.0, 297.0)  # A4, where nothing says how large a page is
_ENCRYPTED = "an encrypted .ofd document: save it without its password first"
_OPERATION = re.compile(r"([A-Za-z])|([-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)")
_TAKES = {"S": 2, "M": 2, "L": 2, "Q": 4, "B": 6, "A": 7, "C": 0}
_MOST = 200_000  # characters of one page

Point = tuple[float, float]
Matrix = tuple[float, float, float, float, float, float]
_SAME: Matrix = (1, 0, 0, 1, 0, 0)


class Page(NamedTuple):
    """A page: its height, what is written on it in the order of the file, and the straight lines drawn on it."""

    height: float
    chars: list[Char]
    rules: list[Rule]


def pages(data: bytes) -> list[Page]:
    """The pages of all documents in an .ofd file.

    Raises FileProblem where it is damaged, hostile or encrypted.
    """
    with opened(data) as archive:
        refuse_hostile(archive)
        parts = _Parts(archive)
        if "encryptions.xml" in parts.names:
            raise FileProblem(_ENCRYPTED)
        roots = [element.text or "" for element in _all(parts.tree("OFD.xml"), "DocRoot")]
        if not roots:
            raise FileProblem("an .ofd document that is damaged (OFD.xml names no document): get it again")
        return [page for root in roots for page in _document(parts, root)]


class _Parts:
    """The XML parts of the file, by their paths, which are told apart by no case."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self.names = {name.replace("\\", "/").lstrip("/").lower(): name for name in archive.namelist()}

    def tree(self, path: str) -> Element:
        """The root of a part. Raises FileProblem where it is missing or no XML."""
        name = self.names.get(path.lower())
        if name is None:
            raise FileProblem(f"an .ofd document that is damaged (it lacks {path}): get it again")
        try:
            return fromstring(unpacked(self._archive, self._archive.getinfo(name)))  # no entities: see refuse_hostile
        except ParseError as error:
            raise FileProblem(f"an .ofd document that is damaged ({path}: {error}): get it again") from error


def _document(parts: _Parts, root: str) -> Iterator[Page]:
    root = posixpath.normpath(root.strip().lstrip("/"))
    folder = posixpath.dirname(root)
    document = parts.tree(root)
    common = next(_all(document, "CommonData"), None)
    usual = _box(common) if common is not None else _PAGE
    templates = {
        element.get("ID", ""): _inside(folder, element.get("BaseLoc", "")) for element in _all(document, "TemplatePage")
    }
    for element in (page for tree in _all(document, "Pages") for page in _all(tree, "Page")):
        page = parts.tree(_inside(folder, element.get("BaseLoc", "")))
        box = _box(page, usual)
        chars: list[Char] = []
        rules: list[Rule] = []
        behind = [templates.get(used.get("TemplateID", ""), "") for used in page if _tag(used) == "Template"]
        for content in (*(parts.tree(path) for path in behind if path), page):
            for layer in _all(content, "Layer"):
                _read(layer, box, chars, rules)
        yield Page(box[3] * _POINTS, chars, rules)


def _inside(folder: str, path: str) -> str:
    return posixpath.normpath(path.strip()[1:] if path.strip()[:1] == "/" else posixpath.join(folder, path.strip()))


def _read(layer: Element, box: tuple[float, ...], chars: list[Char], rules: list[Rule]) -> None:
    for element in layer.iter():
        tag = _tag(element)
        if element.get("Visible") == "false":
            continue
        if tag == "TextObject" and len(chars) < _MOST:
            chars += _text(element, box)
        elif tag == "PathObject":
            rules += _lines(element, box)


def _text(element: Element, box: tuple[float, ...]) -> Iterator[Char]:
    """The characters of a text object: each stands where the one before it is told to end."""
    left, top = _numbers(element.get("Boundary"), (0, 0))[:2]
    size = _numbers(element.get("Size"), (1,))[0]
    wide = size * _numbers(element.get("HScale"), (1,))[0]
    matrix = _matrix(element)
    for code in element:
        if _tag(code) != "TextCode" or not code.text:
            continue
        x, y = _numbers(code.get("X"), (0,))[0], _numbers(code.get("Y"), (0,))[0]
        right, down = _steps(code.get("DeltaX")), _steps(code.get("DeltaY"))
        for at, sign in enumerate(code.text):
            width = wide if not sign.isascii() else wide / 2
            corners = [_moved(point, matrix) for point in ((x, y - size * 0.86), (x + width, y + size * 0.14))]
            (x0, y0), (x1, y1) = ((px + left - box[0], box[3] - (py + top - box[1])) for px, py in corners)
            yield Char(sign, *(value * _POINTS for value in (min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))))
            x += right[at] if at < len(right) else 0 if down else width
            y += down[at] if at < len(down) else 0


def _lines(element: Element, box: tuple[float, ...]) -> Iterator[Rule]:
    """The straight lines of a path along the page's edges."""
    if element.get("Stroke") == "false" and element.get("Fill") != "true":
        return
    left, top = _numbers(element.get("Boundary"), (0, 0))[:2]
    matrix = _matrix(element)
    for data in element:
        if _tag(data) != "AbbreviatedData":
            continue
        for points in _outlines(data.text or ""):
            placed = [_moved(point, matrix) for point in points]
            shown = [((x + left - box[0]) * _POINTS, (box[3] - (y + top - box[1])) * _POINTS) for x, y in placed]
            for one, other in pairwise(shown):
                yield from rule_between(one, other)


def _outlines(data: str) -> Iterator[list[Point]]:
    """The corners of each part of a path (S M L Q B A C); curves count as straight."""
    points: list[Point] = []
    operation = ""
    numbers: list[float] = []
    for letter, number in _OPERATION.findall(data):
        if letter:
            operation, numbers = letter.upper(), []
        else:
            numbers.append(float(number))
        if operation == "C" and letter:
            points += points[:1]
        elif numbers and len(numbers) == _TAKES.get(operation, -1):
            if operation in "SM":
                if len(points) > 1:
                    yield points
                points = []
            points.append((numbers[-2], numbers[-1]))
            numbers = []
    if len(points) > 1:
        yield points


def _steps(text: str | None) -> list[float]:
    """How far it is from each character to the next: ``5 g 3 4.5`` is 5 4.5 4.5 4.5."""
    steps: list[float] = []
    words = iter((text or "").split())
    for word in words:
        if word == "g":
            count, step = _number(next(words, "")), _number(next(words, ""))
            steps += [step] * max(0, min(int(count), _MOST))
        else:
            steps.append(_number(word))
    return steps


def _box(element: Element, otherwise: tuple[float, ...] = _PAGE) -> tuple[float, ...]:
    """Where a page lies and how large it is: left, top, width, height."""
    for area in _all(element, "PhysicalBox"):
        box = _numbers(area.text, ())
        if len(box) == 4 and box[2] > 0 and box[3] > 0:
            return tuple(box)
    return otherwise


def _matrix(element: Element) -> Matrix:
    found = _numbers(element.get("CTM"), ())
    return (found[0], found[1], found[2], found[3], found[4], found[5]) if len(found) == 6 else _SAME


def _moved(point: Point, matrix: Matrix) -> Point:
    a, b, c, d, e, f = matrix
    return a * point[0] + c * point[1] + e, b * point[0] + d * point[1] + f


def _numbers(text: str | None, otherwise: Iterable[float]) -> list[float]:
    words = (text or "").split()
    return [_number(word) for word in words] or list(otherwise)


def _number(word: str) -> float:
    try:
        value = float(word)
    except ValueError:
        return 0.0
    return value if abs(value) < 1e6 else 0.0


def _all(element: Element, tag: str) -> Iterator[Element]:
    """The elements of that name below one, whatever their namespace is called."""
    return (each for each in element.iter() if _tag(each) == tag)


def _tag(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]
