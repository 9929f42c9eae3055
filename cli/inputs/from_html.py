"""Web pages: the main text, without menus and adverts, and tables in reading order.

trafilatura says which part of the page the main text is; the text itself is taken from the page here, so that no line
between the first and the last is lost and tables keep their columns.
"""
from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from civx.cli.errors import FileProblem

from .decoding import decode
from .libraries import library
from .tidy import Cell, indent, indent_of, table_lines, tidy

_CHARSET = re.compile(
    rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w-]{2,20})|encoding=["']([\w-]{2,20})["']\s*\?>""", re.I
)
_ENCODING_LINE = re.compile(r"^\s*<\?xml[^>]*\?>")
_NOT_SHOWN = (
    "script", "style", "noscript", "template", "head", "select", "button", "input", "textarea", "iframe", "object",
    "svg", "canvas", "audio", "video", "map", "datalist", "dialog",
)
_ASIDE = ("nav", "header", "footer", "aside", "menu")
_BLOCKS = {
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dialog", "div", "dl",
    "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr",
    "html", "legend", "li", "main", "menu", "nav", "ol", "p", "pre", "section", "summary", "tbody", "tfoot", "thead",
    "table", "td", "th", "tr", "ul",
}
_TABLE = ("table", "thead", "tbody", "tfoot", "tr", "th")
_BREAKING = {*_BLOCKS, "br"}
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
_FURNITURE = re.compile(
    r"(^|[-_\s])(nav|navbar|navigation|menu|topmenu|submenu|breadcrumb|crumbs?|sidebar|share|bdshare\w*|bdsharebuttonbox|"
    r"social|footer|foot|copyright|ads?|advert\w*|banner|pager|pagination|toolbar|related|recommend|hot|login|search)"
    r"($|[-_\s\d])", re.I,
)
_INDENT_STYLE = re.compile(r"(?:text-indent|padding-left|margin-left)\s*:\s*(\d+(?:\.\d+)?)(em|px|pt)")
_PER_SIGN = {"em": 1.0, "px": 14.0, "pt": 10.5}
_TITLES = ("articletitle", "og:title")
_STOPS = re.compile("[。；！？]")
_MOST = 0.85


class Line(NamedTuple):
    """A line of the page, and the element that holds it."""

    text: str
    element: Any


def html_text(data: bytes, encoding: str | None = None) -> str:
    """The main text of a web page: a line for each paragraph, heading and row of a table, whose cells a tab parts.

    Raises FileProblem where the page cannot be decoded or holds no text, or trafilatura is missing.
    """
    found = None if encoding else _CHARSET.search(data[:4096])
    declared = (found[1] or found[2]).decode("ascii") if found else None
    page = _ENCODING_LINE.sub("", decode(data, encoding, declared))
    with library("trafilatura", "html", "a web page"):
        import trafilatura
        from lxml import html

        root = html.document_fromstring(tidy(page))
        named = {(meta.get("name") or meta.get("property") or "").lower(): meta for meta in root.iter("meta")}
        _prune(root)
        title = _title(root, named)
        body = root.find("body")
        lines = list(_lines(body if body is not None else root))
        main = trafilatura.extract(
            tidy(page), output_format="txt", include_comments=False, include_tables=True, favor_recall=True
        )
        chosen = _chosen(lines, main or "")
    text = tidy("\n".join(_with_title(title, chosen)))
    if not text.strip():
        raise FileProblem("a web page without any text of its own: name the page that holds the report")
    return text


def _title(root: Any, named: dict[str, Any]) -> str:
    """What the page is called: as the sites of Chinese authorities say it, in its first heading, or for links to it."""
    said, linked = (_flat(named[name].get("content") or "") if name in named else "" for name in _TITLES)
    return said or next((_flat(head.text_content()) for head in root.iter("h1")), "") or linked


def _prune(root: Any) -> None:
    """Take out what is not shown, what stands around the text, and lists of links."""
    from lxml import etree

    etree.strip_elements(root, etree.Comment, etree.ProcessingInstruction, *_NOT_SHOWN, with_tail=False)
    half = len(_bare(root.text_content())) / 2
    for element in list(root.iter(etree.Element)):
        if element.getparent() is not None and element.tag not in ("html", "body") and _is_furniture(element, half):
            element.drop_tree()


def _is_furniture(element: Any, half: float) -> bool:
    """Whether an element is not shown, is called an aside, or is hardly more than links; ``half`` the page's text."""
    if _HIDDEN.search(element.get("style") or "") or element.get("hidden") is not None:
        return True
    names = f"{element.get('class') or ''} {element.get('id') or ''}"
    if element.tag in _ASIDE or _FURNITURE.search(names):
        text = element.text_content()
        return len(_STOPS.findall(text)) < 5 and len(_bare(text)) < half  # else the text itself, whatever it is called
    return element.tag in _BLOCKS and _is_links(element)


def _is_links(element: Any) -> bool:
    """Whether it is hardly more than links."""
    links = [link for link in element.iter("a") if link.get("href")]
    if not links:
        return False
    text = len("".join(element.text_content().split()))
    linked = sum(len("".join(link.text_content().split())) for link in links)
    return linked > 0.6 * text and text < 60 * len(links) and not _STOPS.search(element.text_content())


def _lines(element: Any) -> Iterator[Line]:
    """The lines in an element: runs of text between the bounds of blocks and line breaks, and rows of tables."""
    pieces: list[str] = []

    def flush() -> Iterator[Line]:
        text = _flat("".join(pieces))
        pieces.clear()
        if text:
            yield Line(text, element)

    pieces.append(element.text or "")
    for child in element.iterchildren():
        if child.tag == "br":
            yield from flush()
        elif child.tag == "table" and not _is_layout(child):
            yield from flush()
            for caption in child.iterchildren("caption"):
                yield from _lines(caption)
            yield from (Line(line, child) for line in table_lines(_grid(child)))
        elif child.tag in _BLOCKS or any(inner.tag in _BREAKING for inner in child.iterdescendants()):
            yield from flush()
            yield from _lines(child)
        else:
            pieces.append(child.text_content())
        pieces.append(child.tail or "")
    yield from flush()


def _is_layout(table: Any) -> bool:
    """Whether a table only arranges the page: it holds tables, or a single column, or long text."""
    if next(table.iterdescendants("table"), None) is not None:
        return True
    widths = [sum(1 for cell in line if cell.tag in ("td", "th")) for line in table.iter("tr")]
    prose = [cell for cell in table.iter("td", "th") if len(_STOPS.findall(cell.text_content())) >= 3]
    return max(widths, default=0) < 2 or (bool(prose) and len(prose) * 3 >= len(list(table.iter("td", "th"))))


def _grid(table: Any) -> list[list[Cell]]:
    """A table's cells, each in all the places that it reaches over."""
    grid: list[list[Cell]] = []
    reaching: dict[int, tuple[int, str]] = {}  # column → how many rows down it is still reached, and by what
    for line in table.iter("tr"):
        rest = [cell for cell in line if cell.tag in ("td", "th")][::-1]
        cells: list[Cell] = []
        still: dict[int, tuple[int, str]] = {}
        while rest or len(cells) in reaching:
            at = len(cells)
            if at in reaching:
                left, text = reaching[at]
                cells.append(Cell(text, own=False))
                width, height = 1, left
            else:
                cell = rest.pop()
                text = _indent(cell) + "\n".join(found.text for found in _lines(cell))
                width, height = _span(cell, "colspan"), _span(cell, "rowspan")
                cells += [Cell(text), *[Cell(text, own=False)] * (width - 1)]
            if height > 1:
                still |= dict.fromkeys(range(at, at + width), (height - 1, text))
        reaching = still
        grid.append(cells)
    return grid


def _indent(cell: Any) -> str:
    """The blanks before the text of a cell, those that its style makes included: they say a row's level."""
    first = next(cell.iterchildren("p", "div", "span"), None)
    styles = " ".join(one.get("style") or "" for one in (cell, first) if one is not None)
    size = sum(float(found[1]) / _PER_SIGN[found[2]] for found in _INDENT_STYLE.finditer(styles))
    return indent_of(cell.text_content()) + indent(size)


def _span(cell: Any, name: str) -> int:
    value = (cell.get(name) or "").strip()
    return min(max(int(value), 1), 1000) if value.isdecimal() else 1


def _chosen(lines: list[Line], main: str) -> list[str]:
    """The lines of the main text: all in the innermost element that holds most of what trafilatura found."""
    wanted = _bare(main)
    sizes = [len(_bare(line.text)) if _bare(line.text) in wanted else 0 for line in lines]
    total = sum(sizes)
    if total < 0.2 * sum(len(_bare(line.text)) for line in lines):
        return [line.text for line in lines]  # it found next to nothing, though there is text
    held: dict[Any, int] = {}
    for line, size in zip(lines, sizes, strict=True):
        element = line.element
        while element is not None and size:
            held[element] = held.get(element, 0) + size
            element = element.getparent()
    if not held:
        return []
    home = min((element for element in held if held[element] >= _MOST * total), key=lambda element: -_depth(element))
    while home.tag in _TABLE and home.getparent() is not None:
        home = home.getparent()  # a page that is mostly a table: what it is called and its unit stand above it
    return [line.text for line, size in zip(lines, sizes, strict=True) if _inside(line.element, home)]


def _depth(element: Any) -> int:
    return sum(1 for _ in element.iterancestors())


def _inside(element: Any, home: Any) -> bool:
    return element is home or any(parent is home for parent in element.iterancestors())


def _with_title(title: str, lines: list[str]) -> list[str]:
    wanted = _bare(title)
    if not wanted or any(wanted in _bare(line) for line in lines[:8]):
        return lines
    return [title, *lines]


def _bare(text: str) -> str:
    return "".join(char for char in text if char.isalnum())


def _flat(text: str) -> str:
    return " ".join(text.split())
