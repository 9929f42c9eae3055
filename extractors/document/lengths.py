"""How long a sentence may be: one without an end is read, and shown, in pieces."""

from __future__ import annotations

import re

from civx.patterns.kept import compiled

# Characters that are read as one sentence. What is read of a number is looked for in all of its sentence: without a
# limit a text of one sentence would take time that grows with the square. Those of reports have 500 at most.
LONGEST = 1000
# Characters of its sentence that a fact carries: each fact of a long one would carry it anew.
SHOWN = 500
_FIGURES = frozenset("0123456789〇零○一二三四五六七八九两廿卅十百千万亿兆壹贰叁肆伍陆柒捌玖拾佰仟半几数.,，")
# Where a sentence may be cut, the best first: behind these marks, but for those inside a number or a list of numbers.
_MARKS = tuple(map(compiled, ("[；;。！？!?]", "[，,](?![0-9])", "[：:](?![0-9])", r"[、\t|](?![0-9])", r"[、\t|\s]")))


def cut_long(text: str, start: int, end: int) -> list[int]:
    """Where the sentence [start, end) is to be cut so that no piece is longer than LONGEST: at a mark if there is one
    in the second half, else before a number, else anywhere."""
    found: list[int] = []
    while end - start > LONGEST:
        start = _cut(text, start + LONGEST // 2, start + LONGEST)
        found.append(start)
    return found


def _cut(text: str, low: int, high: int) -> int:
    for mark in _MARKS:
        if ends := _ends(mark, text, low, high):
            return ends[-1]
    for at in range(high, low, -1):
        if text[at] in _FIGURES and text[at - 1] not in _FIGURES:
            return at
    return high


def shown(text: str, start: int, end: int, low: int, high: int) -> str:
    """The sentence [start, end) of a source, or of one longer than SHOWN the clauses around its part [low, high), which
    are no longer than that; all of [low, high) in any case."""
    start, end = min(start, low), max(end, high)
    if end - start <= SHOWN:
        return text[start:end]
    spare = max(0, SHOWN - (high - low))
    behind = min(end - high, max(spare // 2, spare - (low - start)))
    before = min(low - start, spare - behind)
    if low - before > start:
        before = next((low - m[0] for m in (_ends(mark, text, low - before, low) for mark in _MARKS) if m), before)
    if high + behind < end:
        behind = next((m[-1] - high for m in (_ends(mark, text, high, high + behind) for mark in _MARKS) if m), behind)
    return text[low - before : low].lstrip() + text[low:high] + text[high : high + behind].rstrip()


def _ends(mark: re.Pattern[str], text: str, low: int, high: int) -> list[int]:
    return [found.end() for found in mark.finditer(text, low, high)]
