"""Where sentences and clauses end."""
from __future__ import annotations

from civx.patterns.kept import compiled

from .headings import Head, Headings

_TOKEN = compiled("[。！？!?；;：:“”‘’「」『』（）()《》〈〉]")
# Full- and half-width brackets close each other: scrapers mix them.
_CLOSES = dict(zip("”’」』）)》〉", "“‘「『（（《〈", strict=True))
_SAME = {"(": "（"}
_OPENS = frozenset("“‘「『（(《〈")
_TERMINATORS = frozenset("。！？!?")
_TAIL = compiled("[。！？!?”’」』）)》〉]*")
_CLAUSE_MARK = compiled("[，,；;：:]")


def cuts(text: str, start: int, end: int, rules: Headings) -> list[tuple[int, Head | None]]:
    """Where the paragraph [start, end) falls apart: ends of sentences, each with the heading that opens there or None.

    Stops inside quotes and brackets that close within the paragraph are passed over. In text order; ``end`` is
    not among them.
    """
    found: list[tuple[int, Head | None]] = []
    open_marks: list[tuple[str, int]] = []
    counts: dict[str, int] = {}
    for token in _TOKEN.finditer(text, start, end):
        position = token.start()
        mark = text[position]
        after = position + 1
        if mark in _TERMINATORS:
            if mark in "!?" and after < end and text[after].isascii() and text[after].isalnum():
                continue  # part of an address
            found.append((after, rules.inline_head(text, after, end)))
        elif mark in "；;：:":
            head = rules.inline_head(text, after, end)
            if head is not None:
                found.append((after, head))
        elif mark in _OPENS:
            mark = _SAME.get(mark, mark)
            open_marks.append((mark, position))
            counts[mark] = counts.get(mark, 0) + 1
        else:
            opener = _CLOSES[mark]
            if counts.get(opener):
                opened = position
                closed = ""
                while closed != opener:
                    closed, opened = open_marks.pop()
                    counts[closed] -= 1
                while found and found[-1][0] > opened:
                    found.pop()
            if text[position - 1] in _TERMINATORS and position > start:
                head = rules.inline_head(text, after, end)
                if head is not None:
                    found.append((after, head))
    return _with_first_item(text, start, end, found, rules)


def _with_first_item(
    text: str, start: int, end: int, found: list[tuple[int, Head | None]], rules: Headings
) -> list[tuple[int, Head | None]]:
    """``found`` and, where its items begin with the second, the first, which stands behind a comma."""
    items = [cut for cut in found if cut[1] is not None]
    if not items or items[0][1] is None or items[0][1].kind.role != "item" or items[0][1].first is not False:
        return found
    head = rules.comma_head(text, start, items[0][0], end)
    if head is None:
        return found
    before = [cut for cut in found if cut[0] < head.start]
    return [*before, (head.start, head), *found[len(before) :]]


def tail(text: str, position: int, end: int) -> int:
    """Where the closing marks and further stops behind the stop before ``position`` end."""
    return _TAIL.match(text, position, end).end()  # type: ignore[union-attr]  # matches anywhere


def clauses(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The clauses of the sentence [start, end): it is split behind ，；： (full or half width), blanks kept out.

    A comma or colon between two digits (1,200; 8:30) splits nothing.
    """
    spans = []
    for mark in _CLAUSE_MARK.finditer(text, start, end):
        after = mark.end()
        if start < after - 1 and after < end and text[after - 1] in ",:" and text[after - 2 : after + 1 : 2].isdigit():
            continue
        spans.append((start, after))
        start = after
    spans.append((start, end))
    return [span for span in (_trim(text, *span) for span in spans) if span[0] < span[1]]


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return start, end
