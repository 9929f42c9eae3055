"""What an audit says that it was of: 对全县2020年至2021年低保资金的管理使用情况进行了审计."""

from __future__ import annotations

from collections.abc import Sequence

from ..words.times import Time, match_time
from .headings import Headings

_PREAMBLE = 4  # paragraphs among which it says so
_CLAUSE_ENDS, _STOP, _AUDITED = "，,。；;\n", "。", "审计"


def audited(text: str, paragraphs: Sequence[tuple[int, int]], rules: Headings) -> Time | None:
    """The years that were audited, as the opening names them; None where it does not."""
    before = rules.pattern("audited")
    for low, high in paragraphs[:_PREAMBLE]:
        for year in rules.year.finditer(text, low, high):
            start = max(text.rfind(sign, low, year.start()) for sign in _CLAUSE_ENDS) + 1
            stop = text.find(_STOP, year.end(), high)
            behind = text[year.end() : stop if stop >= 0 else high]
            if _AUDITED not in behind or before.search(text[max(start, low) : year.start()]) is None:
                continue
            time = match_time(text, year.start())
            if time is not None and time.year and time.last[:4].isdigit():
                return time
    return None
