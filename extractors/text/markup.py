"""Tables that stand as HTML in a text, as text recognition and converters to Markdown write them."""

from __future__ import annotations

import re

from civx.patterns.kept import compiled

from .lined import NUMBER, Lined, Span

_FLAGS = re.IGNORECASE | re.DOTALL
_TABLE = compiled(r"<table\b[^>]*>.*?(?:</table\s*>|\Z)", _FLAGS)
_ROW = compiled(r"<tr\b[^>]*>(.*?)(?=<tr\b|</tr|</table|\Z)", _FLAGS)
_CELL = compiled(r"<t[dh]\b([^>]*)>(.*?)(?=<t[dh]\b|</t[dh]|</tr|\Z)", _FLAGS)
_TAG = compiled(r"<[^<>]*>")
_AROUND = compiled(r"(?:[ \t]*[\r\n]+[ \t]*|[ \t]*<[^<>]*>|&nbsp;)*")  # blanks right before the words say a row's level
_BLANK = "&nbsp;"
_SPANS = {name: compiled(rf"\b{name}\s*=\s*[\"']?(\d{{1,3}})", re.IGNORECASE) for name in ("colspan", "rowspan")}


def marked(text: str) -> tuple[tuple[Lined, ...], ...]:
    """The rows of each table, with a cell in all the places that it reaches over; a number only in its first."""
    return tuple(rows for table in _TABLE.finditer(text) if len(rows := _rows(text, table)) > 1)


def tags(text: str) -> list[Span]:
    """The tags of such tables: what stands in them is no text."""
    return [tag.span() for table in _TABLE.finditer(text) for tag in _TAG.finditer(text, *table.span())]


def _rows(text: str, table: re.Match[str]) -> tuple[Lined, ...]:
    rows: list[Lined] = []
    reaching: dict[int, tuple[int, Span]] = {}  # column → how many rows down it is still reached, and by what
    for row in _ROW.finditer(text, *table.span()):
        cells: list[Span] = []
        still: dict[int, tuple[int, Span]] = {}
        found = list(_CELL.finditer(text, *row.span()))[::-1]
        while found or len(cells) in reaching:
            at = len(cells)
            if at in reaching:
                height, span = reaching[at]
                width, again = 1, True
            else:
                cell = found.pop()
                span = _content(text, *cell.span(2))
                width, height, again = _number(cell[1], "colspan"), _number(cell[1], "rowspan"), False
            nothing = (span[1], span[1]) if NUMBER.fullmatch(text, *span) is not None else span
            cells += [nothing if again else span, *[nothing] * (width - 1)]
            if height > 1:
                still |= dict.fromkeys(range(at, at + width), (height - 1, span))
        reaching = still
        if len(cells) > 1:
            rows.append((row.start(), row.end(), tuple(cells)))
    return tuple(rows)


def _content(text: str, start: int, end: int) -> Span:
    """The words of a cell, without tags and blanks around them."""
    ahead = _AROUND.match(text, start, end)
    start = ahead.end() if ahead is not None else start
    while start < end:
        if text[end - 1].isspace():
            end -= 1
        elif text.endswith(_BLANK, start, end):
            end -= len(_BLANK)
        elif text[end - 1] == ">" and (tag := text.rfind("<", start, end)) >= 0 and text.find(">", tag) == end - 1:
            end = tag
        else:
            break
    return start, end


def _number(attributes: str, name: str) -> int:
    found = _SPANS[name].search(attributes)
    return min(max(int(found[1]), 1), 100) if found is not None else 1
