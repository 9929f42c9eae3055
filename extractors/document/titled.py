"""What a title says of a text's time without a year: 三年行动方案, 2月领取综援个案减531宗."""

from __future__ import annotations

from ..model import Reference
from ..words.mentions import Mentions
from ..words.times import Time, small
from .dates import Dated
from .evidence import Gathered, Layout, Span
from .headings import Headings

_WORDS = 6  # characters behind a month in which 以来 may stand
_SOON = 160  # characters behind a title in which news say again what they are of
_LATE = 11  # the month from which a plan over years is rather for those that follow
_PROGRAMME, _NUMBER = "programme", "document-number"


def over_years(
    text: str, layout: Layout, kind: str, found: Gathered, rules: Headings, year: int | None
) -> Reference | None:
    """The years of a plan whose title only says how many, from the one that it was made in: 三年行动方案.

    ``year`` is what the evidence comes to; a date or the document's number says better when it was made.
    """
    if kind != _PROGRAMME or year is None:
        return None
    told = rules.pattern("plan-years").search(text, *layout.title)
    if told is None:
        return None
    numbered = (one.year for one in found.evidence if one.feature == _NUMBER)
    made = found.written.year if found.written is not None else next(numbered, year)
    first = made + (found.written is not None and found.written.month >= _LATE)
    return Reference(str(first), str(first + small(told.group()[0]) - 1), "reference.title", *told.span())


def of_month(
    text: str, title: Span, time: Time, written: Dated | None, find: Mentions, rules: Headings
) -> bool:
    """Whether news open with a month that they then tell of, of the month that they are dated in or one before it."""
    if time.grain != "month" or time.year is not None or time.start != title[0]:
        return False
    if written is not None and int(time.first[-2:]) > written.month:
        return False
    behind = text[time.end : time.end + _WORDS]
    if any(word in behind for word in rules.words("elsewhen-behind")):
        return False  # 5月入汛以来
    return any(one.first == time.first for one in find.find(text, title[1], title[1] + _SOON))
