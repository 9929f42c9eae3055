"""What the numbers of a sentence share when their programmes are decided: its words for them, and what is around."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from civx.patterns.kept import compiled

from ..words.terms import Token
from .context import Context
from .signs import COLONS
from .topics import OTHER, Evidence, measure_only

_QUOTE = "“"
_SLOGAN = compiled("“[^”]{0,16}[、+＋，,][^”]{0,24}”")
BRACKETED = compiled("[（(][^（()）]*[)）]")


class Surroundings:
    """What all the numbers of one sentence share: the evidence around it, and its words that name programmes."""

    __slots__ = ("_starts", "about", "around", "context", "general", "kinds", "labels", "named", "sums", "taken")

    def __init__(self, context: Context, around: Sequence[Evidence], general: bool) -> None:
        self.context = context
        self.around = around
        self.sums: dict[str, tuple[int, int, Evidence]] | None = None  # what ``around`` comes to
        self.about = 0  # what a word of another field weighs in a text about one programme, per cent
        self.general = general  # whether the report is of a government
        self.kinds: set[str] = set()  # the programmes of its numbers so far
        self.taken: set[int] = set()  # the words that are subjects of its numbers already
        self.named = [token for token in context.strong if not token[2].group]
        if context.brackets and self.named:
            self.named = _outside(context, self.named)
        if len(self.named) > 1 or (self.named and _QUOTE in context.text[context.start : context.end]):
            self.named = _telling(context, self.named)
        self._starts = [token[0] for token in self.named]
        self.labels: list[tuple[int, int]] = []  # where each clause begins and ends that ends in a colon
        text, start, end = context.text, context.start, context.end
        if self.named and (text.find("：", start, end) >= 0 or text.find(":", start, end) >= 0):
            for at in context.breaks:
                if text[at] in COLONS:
                    self.labels.append((start, at))
                start = at + 1

    def last(self, start: int, end: int, untaken: bool = False) -> Token | None:
        """The last word in [start, end) that names a benefit outright, and is no number's subject (``untaken``)."""
        for at in range(bisect_left(self._starts, end) - 1, -1, -1):
            token = self.named[at]
            if token[0] < start:
                break
            if token[1] <= end and not (untaken and token[0] in self.taken):
                return token
        return None

    def first(self, start: int) -> Token | None:
        """The first word from ``start`` on that names a benefit outright."""
        at = bisect_left(self._starts, start)
        return self.named[at] if at < len(self.named) else None

    def off(self, token: Token) -> str:
        """What makes a feature the lighter one of a word of another field, outside a government's report."""
        return "-other" if token[2].programme == OTHER and not self.general else ""

    def label(self, position: int) -> Token | None:
        """What the last colon before ``position`` stands behind: 福利彩票：全年销售…"""
        at = bisect_left(self.labels, (position, 0)) - 1
        if at >= 0 and self.labels[at][1] >= position:
            at -= 1
        return self.last(*self.labels[at]) if at >= 0 else None


def _telling(context: Context, tokens: list[Token]) -> list[Token]:
    """The words that are neither part of a slogan (“托底线、救急难、建机制”) nor only what something is measured by."""
    text = context.text
    slogans = [m.span() for m in _SLOGAN.finditer(text, context.start, context.end)]
    found = [t for t in tokens if not any(start < t[0] < end for start, end in slogans)] if slogans else tokens
    told = [t for t in found if not measure_only(text, t[0], t[1])]
    return told if any(t[2].programme != found[0][2].programme for t in found) else found


def _outside(context: Context, tokens: list[Token]) -> list[Token]:
    """The words that do not only stand in a bracket without a number: 六个机构(办公室、优抚股…)."""
    spans = [
        match.span()
        for match in BRACKETED.finditer(context.text, context.start, context.end)
        if not any(match.start() < q.start < match.end() for q in context.quantities)
    ]
    return [t for t in tokens if not any(start < t[0] < end for start, end in spans)]
