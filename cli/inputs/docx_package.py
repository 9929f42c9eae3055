"""The parts of a Word file that hold text, as trees: whatever is wounded about the rest, they are read.

python-docx is not used, since it opens no file of which a relationship leads to a part that is missing.
"""
from __future__ import annotations

import posixpath
import re
import zipfile
from typing import Any, NamedTuple

from civx.cli.errors import FileProblem

from .archives import opened, refuse_hostile, unpacked

# Strict files have other names for the same things.
_STRICT = (
    (b"http://purl.oclc.org/ooxml/wordprocessingml/main", b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    ),
    (b"http://purl.oclc.org/ooxml/officeDocument/math", b"http://schemas.openxmlformats.org/officeDocument/2006/math"),
)
_DOCUMENT = re.compile(r"word/document\d*\.xml", re.IGNORECASE)


class Package(NamedTuple):
    """The trees of the document, its styles, numbering and notes; None where it has none or they cannot be read."""

    document: Any
    styles: Any = None
    numbering: Any = None
    footnotes: Any = None
    endnotes: Any = None


def package(data: bytes) -> Package:
    """The parts of a .docx, .docm, .dotx or .dotm file, in the names of transitional files.

    Raises FileProblem where it is hostile or holds no document, and what lxml raises where that is no XML.
    """
    with opened(data) as archive:
        refuse_hostile(archive)
        names = {name.replace("\\", "/").lstrip("/").lower(): name for name in archive.namelist()}
        start = _target(_relations(archive, names, ""), "officedocument", "")
        if start not in names:
            start = next((name for name in names if _DOCUMENT.fullmatch(name)), "")
        if not start:
            raise FileProblem("a .docx file without a document in it: save it again with the program that made it")
        relations = _relations(archive, names, start)
        folder = posixpath.dirname(start)

        def other(kind: str) -> Any:
            target = _target(relations, kind, folder)
            try:
                return _tree(archive, names[target]) if target in names else None
            except (FileProblem, SyntaxError):  # Word mends a file without its styles or notes, too
                return None

        document = _tree(archive, names[start])
        return Package(document, *map(other, ("styles", "numbering", "footnotes", "endnotes")))


def _relations(archive: zipfile.ZipFile, names: dict[str, str], part: str) -> list[tuple[str, str]]:
    """The kinds and targets of a part's relationships inside the file, of the file itself where ``part`` is ""."""
    folder, name = posixpath.split(part)
    path = posixpath.join(folder, "_rels", f"{name}.rels")
    try:
        tree = _tree(archive, names[path]) if path in names else ()
    except (FileProblem, SyntaxError):
        return []
    return [
        (element.get("Type", "").rpartition("/")[2].lower(), element.get("Target", ""))
        for element in tree
        if element.get("TargetMode") != "External"
    ]


def _target(relations: list[tuple[str, str]], kind: str, folder: str) -> str:
    """The path of the first part of that kind, in small letters; "" where there is none."""
    for own, target in relations:
        if own == kind:
            return posixpath.normpath(target[1:] if target[:1] == "/" else posixpath.join(folder, target)).lower()
    return ""


def _tree(archive: zipfile.ZipFile, name: str) -> Any:
    from lxml import etree

    data = unpacked(archive, archive.getinfo(name))
    for strict, transitional in _STRICT:
        data = data.replace(strict, transitional)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=True, remove_comments=True, remove_pis=True
    )
    return etree.fromstring(data, parser)
