"""The dates that a document bears: of its page, its delivery, its dateline, its signature, its number."""

from __future__ import annotations

import re
from typing import NamedTuple

from civx.patterns.kept import compiled

from ..words.times import small, year_of

_MINGUO = r"(?<!\d)1[01]\d(?=年\d|[-/.]\d{1,2}[-/.]\d{1,2}(?!\d))"
_CHINESE = r"二[〇○零][〇○零一二三四五六七八九]{2}|一九[〇○零一二三四五六七八九]{2}"
_YEAR = rf"(?:(?:19|20)\d\d|{_CHINESE}|民国\s?\d{{2,3}}|{_MINGUO})"
_NUMBER = r"(?:\d{1,2}|[一二三四五六七八九十]{1,3})"
_B = r"[ \u3000]*"
DATE = compiled(
    rf"(?<!\d)(?P<y>{_YEAR}){_B}(?:年{_B}(?P<m>{_NUMBER}){_B}月(?:{_B}(?P<d>{_NUMBER}){_B}[日号])?"
    rf"|[-/.](?P<m2>\d{{1,2}})[-/.](?P<d2>\d{{1,2}})(?!\d))"
)
# A crawler's first words, which it may have cut: 23-08-09 06:05，正文：
_CUT = compiled(r"\s*(?P<y>\d\d)-(?P<m>\d\d)-(?P<d>\d\d)(?=[ ，,T])")
_NUMBERED = compiled(r"[\u4e00-\u9fff][〔\[［（(【](?P<y>(?:19|20)\d\d)[〕\]］）)】]\s*第?\d+号")
_ENDS = compiled(r"[\s（(）)星期一二三四五六日天]*$")


class Dated(NamedTuple):
    """A date: where it stands, its year, and its month and day (0 where it names none)."""

    start: int
    end: int
    year: int
    month: int
    day: int

    @property
    def iso_month(self) -> str:
        """``2024-05``; "" without a month."""
        return f"{self.year}-{self.month:02d}" if self.month else ""


def dates(text: str, start: int, end: int) -> list[Dated]:
    """The dates with a year and a month in [start, end)."""
    return [date for match in DATE.finditer(text, start, end) if (date := _dated(match)) is not None]


def cut_date(text: str, start: int, end: int) -> Dated | None:
    """The date at the very beginning of a page, of which a crawler cut off the century."""
    match = _CUT.match(text, start, end)
    if match is None:
        return None
    month = int(match["m"])
    return Dated(match.start("y"), match.end(), 2000 + int(match["y"]), month, int(match["d"])) if month < 13 else None


def document_number(text: str, start: int, end: int) -> Dated | None:
    """The year in a document's number: 县民发〔2013〕17号."""
    match = _NUMBERED.search(text, start, end)
    return None if match is None else Dated(match.start("y"), match.end("y"), int(match["y"]), 0, 0)


def closing_date(text: str, start: int, end: int) -> Dated | None:
    """The date that a line ends with, as a signature does."""
    if end - start > 400:
        start = end - 400
    found = dates(text, start, end)
    return found[-1] if found and _ENDS.fullmatch(text, found[-1].end, end) else None


def _dated(match: re.Match[str]) -> Dated | None:
    said = match["y"].replace("民国", "").strip()
    year = year_of(said)
    month = small(match["m"] or match["m2"])
    day = small(match["d"] or match["d2"] or "0")
    if not year or not 1 <= month <= 12 or not 0 <= day <= 31:
        return None
    return Dated(match.start(), match.end(), year, month, day)
