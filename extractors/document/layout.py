"""The lines of a text, and which of them belong together: hard-wrapped paragraphs, broken headings, page numbers."""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

from civx.patterns.kept import compiled

from ..text.rows import grid_spans
from .headings import Head, Headings

_LINE = compiled(r"[^\s](?:[^\n\r\f\v\x1c-\x1e\x85\u2028\u2029]*[^\s])?")
_ENDS = "。！？!?；;：:…"
_CLOSERS = "”’」』）)》〉】"
_OPEN_ENDS = "，,、（(《“‘「"
_PUNCTUATION = compiled(r"[。；;：:，,！？!?]")
_DATE = compiled(r"(?:19|20)\d\d[-/.年]")
_DATE_LINE = 80
_PROSE = compiled("[，,。；;]")
_CAPTION = compiled(r"[(（]?(?:[^：:，。；\s]{2,8}[:：]|(?:中华)?(?:民国)?\d{2,4}年[^，。；]{0,20}$)")
_SEPARATOR = compiled(r"[—\-=*＊_·~～－─━\s]{3,}")


class Line(NamedTuple):
    """A line that is not blank, without the blanks around it; ``near`` says that no blank line stands before it,
    ``row`` that it is a row of a table."""

    start: int
    end: int
    near: bool
    head: Head | None
    page: bool
    row: bool = False


class Block(NamedTuple):
    """A paragraph, a heading's line, a title or a table's row: [start, end) and the heading it begins with."""

    start: int
    end: int
    head: Head | None
    title: bool
    row: bool = False


def find_lines(text: str, rules: Headings) -> list[Line]:
    """The lines of ``text`` that are not blank, in order."""
    lines: list[Line] = []
    last_end = 0
    tables = iter(grid_spans(text))
    table = next(tables, None)
    for found in _LINE.finditer(text):
        start, end = found.span()
        near = not lines or _breaks(text, last_end, start) < 2
        while table is not None and table[1] <= start:
            table = next(tables, None)
        if table is not None and table[0] < end:
            lines.append(Line(start, end, near, None, False, True))
            last_end = end
            continue
        page = end - start <= 20 and rules.is_page(text, start, end)
        lines.append(Line(start, end, near, None if page else rules.head(text, start, end), page))
        last_end = end
    for i, line in enumerate(lines[:-1]):
        plain = line.head is not None and line.head.kind.role == "plain"
        if plain and any(after.row for after in lines[i + 1 : i + 3]):
            lines[i] = line._replace(head=None)  # what stands right above a table is its caption
    pages = [i for i, line in enumerate(lines) if line.page]
    if not pages:
        return lines
    checked = [_checked(text, lines, i) if line.page else line for i, line in enumerate(lines)]
    return _with_running_heads(text, rules, checked)


def join_lines(text: str, lines: list[Line], titles: set[int], rules: Headings) -> list[Block]:
    """The blocks that ``lines`` make up; ``titles`` holds the numbers of those that are titles."""
    widths = _wrap_widths(text, lines)
    blocks: list[Block] = []
    count = len(lines)
    i = 0
    while i < count:
        first = i
        start, end, _, head, page, row = lines[i]
        i += 1
        if page or row or first in titles:
            blocks.append(Block(start, end, None, first in titles, row))
            continue
        if head is not None and i < count and i not in titles and _continues_heading(text, lines, first, head):
            end = lines[i].end
            head = rules.head(text, start, end)
            i += 1
            blocks.append(Block(start, end, head, False))
            continue
        while i < count:
            follower = i
            while follower < count and lines[follower].page:
                follower += 1
            if follower == count or follower in titles or lines[follower].head is not None or lines[follower].row:
                break
            if _bears_date(text, lines[i - 1], rules) or separates(text, *lines[i - 1][:2]) or separates(
                text, *lines[i][:2]
            ):
                break
            near = lines[i].near or follower > i
            if _captions(text, lines, follower):
                break
            # A paragraph that breaks off at the foot of a page goes on behind it; a short line may be anything.
            long = head is None and lines[i - 1].end - start >= 12
            width = widths.get(i - 1, 0)
            hanging = width > 0 and len(_indent(text, lines[follower])) < len(_indent(text, lines[first]))
            if not near or not _continues(text, lines[i - 1], lines[follower], width, follower > i and long, hanging):
                break
            end = lines[follower].end
            i = follower + 1
        if head is not None and end > lines[first].end:
            head = rules.head(text, start, end)
        blocks.append(Block(start, end, head, False))
    return blocks


def _captions(text: str, lines: list[Line], number: int) -> bool:
    """Whether a line above a table begins anew: with whose and of what time the table is (编制单位：…, 112年底)."""
    line = lines[number]
    above = any(after.row for after in lines[number + 1 : number + 3])
    return above and _CAPTION.match(text, line.start, line.end) is not None


def separates(text: str, start: int, end: int) -> bool:
    """Whether the line only separates: ******, ——————."""
    return _SEPARATOR.fullmatch(text, start, end) is not None


def _bears_date(text: str, line: Line, rules: Headings) -> bool:
    """Whether the line bears the date of a page: it ends there, however full it is."""
    if line.end - line.start > _DATE_LINE or _DATE.search(text, line.start, line.end) is None:
        return False
    return rules.has("dated-line", text[line.start : line.end]) and "。" not in text[line.start : line.end]


def _breaks(text: str, start: int, end: int) -> int:
    return text.count("\n", start, end) or text.count("\r", start, end)


def _checked(text: str, lines: list[Line], i: int) -> Line:
    """A bare number is a page number between lines of running text; elsewhere it may be a table's cell."""
    line = lines[i]
    if not text[line.start : line.end].replace("/", "").isdigit():
        return line
    around = [lines[j] for j in (i - 1, i + 1) if 0 <= j < len(lines)]
    if around and all(other.end - other.start >= 12 for other in around):
        return line
    return line._replace(page=False)


def _with_running_heads(text: str, rules: Headings, lines: list[Line]) -> list[Line]:
    """Short lines that stand beside several page numbers are running heads: furniture like the numbers.

    So is one beside a single number that reads like one and breaks a sentence in two.
    """
    beside = [
        i
        for i, line in enumerate(lines)
        if not line.page
        and line.head is None
        and not line.row
        and line.end - line.start <= 40
        and _PUNCTUATION.search(text, line.start, line.end) is None
        and any(lines[j].page for j in (i - 1, i + 1) if 0 <= j < len(lines))
    ]
    counts = Counter(text[lines[i].start : lines[i].end] for i in beside)
    for i in beside:
        if counts[text[lines[i].start : lines[i].end]] > 1 or _breaks_in(text, rules, lines, i):
            lines[i] = lines[i]._replace(page=True)
    return lines


def _breaks_in(text: str, rules: Headings, lines: list[Line], i: int) -> bool:
    """Whether a line that reads like a running head stands between the two halves of a sentence."""
    if not rules.ends("running", text[lines[i].start : lines[i].end]):
        return False
    before, behind = i - 1, i + 1
    while before >= 0 and lines[before].page:
        before -= 1
    while behind < len(lines) and lines[behind].page:
        behind += 1
    if before < 0 or behind == len(lines) or lines[before].head is not None or lines[behind].head is not None:
        return False
    prose = all(_PROSE.search(text, lines[j].start, lines[j].end) is not None for j in (before, behind))
    return prose and not _ended(text, lines[before])


def _width(text: str, line: Line) -> int:
    """Columns that the line takes with the blanks before it: two for a Chinese character, one for an ASCII one."""
    part = _indent(text, line) + text[line.start : line.end]
    return (len(part.encode("utf-8", "surrogatepass")) + len(part)) // 2


def _full(wrap: int) -> int:
    """The least width of a full line: words that do not fit, and blanks that were taken out, make lines shorter."""
    return wrap - max(6, wrap // 10)


def _wrap_widths(text: str, lines: list[Line]) -> dict[int, int]:
    """For each line of a run of lines that looks hard-wrapped, the run's width in columns."""
    widths: dict[int, int] = {}
    i = 0
    while i < len(lines):
        stop = i + 1
        while stop < len(lines) and lines[stop].near:
            stop += 1
        if stop - i > 1:
            columns = {j: _width(text, lines[j]) for j in range(i, stop) if not lines[j].page and not lines[j].row}
            widest = max(columns.values(), default=0)
            full = sum(1 for j, width in columns.items() if width >= _full(widest) and not _ended(text, lines[j]))
            if 30 <= widest <= 200 and (full > 1 or (full == 1 and _ended(text, lines[stop - 1]))):
                widths.update(dict.fromkeys(columns, widest))
        i = stop
    return widths


def _ended(text: str, line: Line) -> bool:
    last = text[line.end - 1]
    return last in _ENDS or (last in _CLOSERS and line.end - line.start > 1 and text[line.end - 2] in _ENDS)


def _continues(text: str, line: Line, follower: Line, wrap: int, over_page: bool, hanging: bool) -> bool:
    """Whether ``follower`` goes on with the paragraph of ``line``; ``wrap`` is the width lines are wrapped at, or 0.

    ``hanging`` says that the paragraph's first line is set in further than ``follower``.
    """
    if _ended(text, line):
        # A full line may end in a stop by chance.
        return wrap > 0 and (hanging or text[line.end - 1] in "；;") and _width(text, line) >= _full(wrap)
    if over_page or text[line.end - 1] in _OPEN_ENDS:
        return True
    if wrap > 0 and _width(text, line) >= _full(wrap):
        return True
    # Prose that breaks off in the middle, wherever that is: 支出救助⏎金86万元,户均⏎2375元。
    prose = line.end - line.start >= 8 and _PROSE.search(text, line.start, line.end) is not None
    return (
        prose
        and _indent(text, follower) in ("", _indent(text, line))
        and _PROSE.search(text, follower.start, follower.end + 1) is not None
    )


def _indent(text: str, line: Line) -> str:
    """The blanks before the line: a paragraph that begins is set in, or is set in further than the line before."""
    start = line.start
    while start and text[start - 1] in " \t\u3000\xa0":
        start -= 1
    return text[start : line.start]


def _continues_heading(text: str, lines: list[Line], i: int, head: Head) -> bool:
    """Whether the line behind heading line ``i`` is the rest of the heading, which was broken."""
    line, follower = lines[i], lines[i + 1]
    if head.kind.role == "plain" or follower.page or follower.row:
        return False
    length = follower.end - follower.start
    if head.title_start >= line.end:  # a label that stands alone
        labelled = follower.head is not None and follower.head.kind.role != "plain"
        return not labelled and length <= 40 and _PUNCTUATION.search(text, follower.start, follower.end - 1) is None
    if follower.head is not None or head.title_end < line.end or text[line.end - 1] in _ENDS:
        return False
    if line.end - line.start < 16:
        return False
    return length <= 16 and _PUNCTUATION.search(text, follower.start, follower.end) is None
