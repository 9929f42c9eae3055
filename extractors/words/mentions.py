"""All times that a stretch of text names: with figures, in words, and in words with a numeral."""

from __future__ import annotations

from functools import lru_cache

from civx.patterns.kept import compiled

from .lexicon import Lexicon, lexicon
from .spans import Spans, spans
from .times import Time, match_time, merged

_FIGURE = compiled(r"[\d一二三四五六七八九十]")


class Mentions:
    """Finds them; where readings overlap, the longest stands."""

    def __init__(self, words: Lexicon, shapes: Spans) -> None:
        self._words = words
        self._shapes = shapes

    def find(self, text: str, start: int, end: int) -> list[Time]:
        """The times in [start, end), in text order."""
        found = self._shapes.find(text, start, end)
        at = start
        for figure in _FIGURE.finditer(text, start, end):
            if figure.start() < at:
                continue
            time = match_time(text, figure.start())
            if time is not None and time.end <= end:
                found.append(time)
                at = time.end
        found += [
            Time(low, high, term.period, term.period, "word", None, term.period_rule)
            for low, high, term in self._words.scan(text, start, end)
            if term.period
        ]
        return merged(found)


@lru_cache(maxsize=8)
def mentions(extra: tuple[str, ...] = ()) -> Mentions:
    """For the shipped patterns and a user's ``extra`` files."""
    return Mentions(lexicon(extra), spans(extra))
