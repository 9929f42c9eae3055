"""Tables that a copy has flattened to one cell a line: a head of k lines, then each row's label and k numbers."""

from __future__ import annotations

from civx.patterns.kept import compiled

from .lined import NUMBER, Lined, Span

_NUMBERS = compiled(r"\n[ \t]*[-+]?\d[\d,.]*%?[ \t]*\r?\n[ \t]*[-+]?\d[\d,.]*%?[ \t]*\r?\n")
_LINE = compiled(r"[^\s][^\n\r]*")
_LABEL = compiled(r"[^\d\s。；，！？：][^。；！？\n]{0,23}")
_MOST = 15  # columns
_LEAST = 2  # rows


def may_be_stacked(text: str) -> bool:
    """Whether ``text`` has lines that may be such a table: cheap."""
    return _NUMBERS.search(text) is not None


def stacked(text: str) -> list[list[Lined]]:
    """The tables of ``text``, each with its head as the first row."""
    if not may_be_stacked(text):
        return []
    lines = [(found.start(), found.start() + len(found.group().rstrip())) for found in _LINE.finditer(text)]
    numeric = [NUMBER.fullmatch(text, *line) is not None for line in lines]
    tables: list[list[Lined]] = []
    at = 0
    while at < len(lines):
        count = _run(numeric, at)
        rows = [at] if count > 1 and _is_label(text, lines[at]) else []
        while rows and _next_row(text, lines, numeric, rows[-1] + count + 1, count):
            rows.append(rows[-1] + count + 1)
        table = _table(text, lines, rows, count)
        if table:
            tables.append(table)
            at = rows[-1] + count + 1
        else:
            at += 1
    return tables


def _run(numeric: list[bool], at: int) -> int:
    """How many lines of numbers follow the line ``at``, which is none; 0 where it is one."""
    end = at + 1
    while not numeric[at] and end < len(numeric) and numeric[end]:
        end += 1
    return end - at - 1


def _next_row(text: str, lines: list[Span], numeric: list[bool], at: int, count: int) -> bool:
    return at < len(lines) and _is_label(text, lines[at]) and _run(numeric, at) == count


def _is_label(text: str, line: Span) -> bool:
    return _LABEL.fullmatch(text, *line) is not None


def _table(text: str, lines: list[Span], rows: list[int], count: int) -> list[Lined]:
    """The table whose rows begin at the lines ``rows``; [] where they are too few or have no head."""
    if not 1 < count <= _MOST or not rows:
        return []
    head: list[Span] = []
    if _are_years(text, lines[rows[0] + 1 : rows[0] + count + 1]):
        head, rows = lines[rows[0] : rows[0] + count + 1], rows[1:]
    elif rows[0] > count and all(_is_label(text, line) for line in lines[rows[0] - count - 1 : rows[0]]):
        head = lines[rows[0] - count - 1 : rows[0]]
    if not head or len(rows) < _LEAST:
        return []
    body = [lines[at : at + count + 1] for at in rows]
    return [(row[0][0], row[-1][1], tuple(row)) for row in (head, *body)]


def _are_years(text: str, lines: list[Span]) -> bool:
    """Whether the lines count up by one from a year on, a Minguo year maybe."""
    words = [text[start:end] for start, end in lines]
    if not all(word.isdecimal() and len(word) in (2, 3, 4) for word in words):
        return False
    years = [int(word) for word in words]
    first = years[0]
    return (1900 <= first < 2100 or 80 <= first < 150) and years == list(range(first, first + len(years)))
