"""Lines that are set with a blank behind every character: 全 镇 有 低 保 对 象 8 6 户."""
from __future__ import annotations

from civx.patterns.kept import compiled

from .digits import Edit

SPACED = compiled(r" (?<=[一-龥] )[一-龥] [一-龥] [一-龥]")  # a line without it is not set so
_HAN = compiled("[一-龥]")
_TOUCHING = compiled("[一-龥](?=[一-龥])")
_BLANK = compiled(r"(?<=\S) (?=\S)")
_LEAST = 8  # characters of Chinese that a line needs to be judged
_SHARE = 8  # at most one in so many may touch the next


def blanks(text: str) -> list[Edit]:
    """The blanks to take out of such lines."""
    edits: list[Edit] = []
    start = 0
    while start < len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        if SPACED.search(text, start, end):
            line = text[start:end]
            han = len(_HAN.findall(line))
            if han >= _LEAST and len(_TOUCHING.findall(line)) * _SHARE <= han and "|" not in line:
                edits += [(start + match.start(), "") for match in _BLANK.finditer(line)]
        start = end + 1
    return edits
