"""A sentence laid out for reading: its quantities, the known words, the clause breaks and the time expressions."""
from __future__ import annotations

import re
from bisect import bisect_left, bisect_right

from .lexicon import Lexicon, Token
from .model import Sentence
from .quantities import Quantity
from .times import Time

# Quoted words, titles and short brackets belong to the phrase they stand in: 村(社区)干部.
_BREAK = re.compile(
    r"“[^”\n]{0,40}”|《[^》\n]{0,100}》|[（(][^（()）\d]{1,8}[)）]|([，,；;：:。！？!?（(）)\n])"
)


def _merged(tokens: list[Token], extra: list[Token]) -> list[Token]:
    """Both lists in text order; where they overlap, the extra one stands."""
    kept = [t for t in tokens if not any(e[0] < t[1] and t[0] < e[1] for e in extra)]
    return sorted(kept + extra, key=lambda t: t[0])


class Context:
    """One sentence with quantities in it. All offsets are of the normalised text."""

    __slots__ = ("breaks", "end", "index", "lexicon", "programmes", "quantities", "section", "sentence", "start", "starts", "text",
                 "times", "tokens")

    def __init__(self, text: str, sentence: Sentence, index: int, quantities: list[Quantity], times: list[Time],
                 lexicon: Lexicon) -> None:
        self.text = text
        self.index = index
        self.sentence = sentence
        self.start, self.end, self.section = sentence.start, sentence.end, sentence.section
        self.quantities = quantities
        self.lexicon = lexicon
        self.tokens = lexicon.scan(text, self.start, self.end)
        if "岁" in text[self.start:self.end] and (extra := lexicon.matches(text, self.start, self.end)):
            self.tokens = _merged(self.tokens, extra)
        self.starts = [token[0] for token in self.tokens]
        self.breaks = [m.start() for m in _BREAK.finditer(text, self.start, self.end) if m.lastindex]
        self.programmes = [token for token in self.tokens if token[2].programme]
        words = [Time(start, end, term.period, term.period, "word", None) for start, end, term in self.tokens if term.period]
        self.times = sorted(times + words, key=lambda t: t.start) if words else times

    def between(self, start: int, end: int) -> list[Token]:
        """The known words that lie wholly in [start, end)."""
        low = bisect_left(self.starts, start)
        high = bisect_left(self.starts, end)
        found = self.tokens[low:high]
        if found and found[-1][1] > end:
            found = found[:-1]
        return found

    def clause(self, position: int) -> tuple[int, int]:
        """The clause around ``position``: from behind the break before it to the next break."""
        i = bisect_right(self.breaks, position - 1)
        start = self.breaks[i - 1] + 1 if i else self.start
        end = self.breaks[i] if i < len(self.breaks) else self.end
        return start, end

    def segment(self, position: int) -> tuple[int, int]:
        """The stretch between semicolons around ``position``."""
        left = max(self.text.rfind("；", self.start, position), self.text.rfind(";", self.start, position))
        ends = [at for at in (self.text.find("；", position, self.end), self.text.find(";", position, self.end)) if at >= 0]
        return (left + 1 if left >= 0 else self.start), min(ends, default=self.end)
