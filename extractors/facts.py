"""The last step: from linked quantities to facts, each with its place in the source."""

from __future__ import annotations

from bisect import bisect_right
from decimal import Decimal

try:
    from _blake2 import blake2b  # what hashlib offers, without loading OpenSSL
except ImportError:
    from hashlib import blake2b

from .because import because
from .document.lengths import shown
from .model import NO_SHEET, Document, Fact, Reason, Sheet
from .quantities.decimals import PRECISE
from .quantities.quantity import Quantity
from .text.normalize import Normalized

_CENT = Decimal("0.01")
_NOWHERE = ("",)


class _Draft:
    """A fact in the making: a frozen dataclass takes 27 calls to fill, which is ten times as long."""

    __slots__ = Fact.__slots__

    def __init__(
        self,
        id: str,
        source: str,
        report: str,
        section: tuple[str, ...],
        programme: str,
        subject: str,
        place: str,
        area: str,
        measure: str,
        value: Decimal | None,
        min: Decimal | None,
        max: Decimal | None,
        unit: str,
        per_month: Decimal | None,
        bound: str,
        status: str,
        direction: str,
        period: str,
        part_of: str | None,
        quote: str,
        start: int,
        end: int,
        line: int,
        sentence: str,
        rule: str,
        page: int | None,
        because: dict[str, Reason] | None,
    ) -> None:
        self.id = id
        self.source = source
        self.report = report
        self.section = section
        self.programme = programme
        self.subject = subject
        self.place = place
        self.area = area
        self.measure = measure
        self.value = value
        self.min = min
        self.max = max
        self.unit = unit
        self.per_month = per_month
        self.bound = bound
        self.status = status
        self.direction = direction
        self.period = period
        self.part_of = part_of
        self.quote = quote
        self.start = start
        self.end = end
        self.line = line
        self.sentence = sentence
        self.rule = rule
        self.page = page
        self.because = because
        self.reviewed = ""
        self.box = None
        self.doubtful = False

    def finished(self) -> Fact:
        """The fact that this becomes."""
        self.__class__ = Fact  # type: ignore[assignment]  # both have the same slots
        return self  # type: ignore[return-value]


def facts_of(
    quantities: list[Quantity],
    normalized: Normalized,
    document: Document,
    source: str,
    pages: tuple[int, ...],
    provenance: bool,
    sheet: Sheet = NO_SHEET,
) -> tuple[Fact, ...]:
    """The facts of a document's linked quantities, in text order, without those that turned out to measure nothing.

    ``pages`` are the offsets at which pages begin; ``provenance`` asks for ``because``; ``sheet`` says in which cells
    the text stands.
    """
    digest = blake2b(f"{source}\0{normalized.source}".encode("utf-8", "surrogatepass"), digest_size=4).hexdigest()
    text = normalized.source
    newlines = _newlines(text)
    cells = [start for start, _ in sheet.cells]
    nowhere = (sheet.place,) if sheet.place else _NOWHERE
    starts = [s.start for s in document.sentences]
    paths: dict[int | None, tuple[str, ...]] = {}
    ids: dict[int, str] = {}
    facts: list[Fact] = []
    sentences: dict[int, tuple[int, int]] = {}
    for quantity in quantities:
        if not quantity.measure or normalized.is_above(quantity.start):
            continue
        at = bisect_right(starts, quantity.start) - 1
        sentence = document.sentences[at]
        path = paths.get(sentence.section)
        if path is None:
            path = paths[sentence.section] = document.path(sentence.section)
        start, end = normalized.span(quantity.start, quantity.end)
        around = sentences.get(at)
        if quantity.row is not None:
            # a tab may stand for an empty cell
            words = shown(text, *normalized.span(*quantity.row), start, end).strip(" \u3000\xa0\r\n")
        else:
            if around is None:
                around = sentences[at] = normalized.span(sentence.start, sentence.end)
            words = shown(text, *around, start, end)
        key = f"{digest}-{start}"
        ids[id(quantity)] = key
        per = per_month(quantity)
        part_of = ids.get(id(quantity.part_of)) if quantity.part_of else None
        if quantity.part_of is not None and part_of is None and not normalized.is_above(quantity.part_of.start):
            # a total that stands behind its parts
            part_of = f"{digest}-{normalized.span(quantity.part_of.start, quantity.part_of.end)[0]}"
        line = bisect_right(newlines, start) + 1
        page = bisect_right(pages, start) or 1 if pages else None
        reasons = because(quantity, normalized) if provenance else None
        if reasons is not None and sheet.place and not quantity.place:
            reasons["place"] = Reason("row", None, None)
        cell = bisect_right(cells, start) - 1 if cells else -1
        for number, place in enumerate(quantity.place or nowhere):
            facts.append(
                _Draft(
                    f"{key}-{number + 1}" if number else key,
                    source + sheet.cells[cell][1] if cell >= 0 else source,
                    document.reports[sentence.report].title,
                    path,
                    quantity.programme,
                    quantity.subject,
                    place,
                    quantity.area,
                    quantity.measure,
                    quantity.value,
                    quantity.low,
                    quantity.high,
                    quantity.unit,
                    per,
                    quantity.bound,
                    quantity.status,
                    quantity.direction,
                    quantity.period,
                    part_of,
                    text[start:end],
                    start,
                    end,
                    line,
                    words,
                    quantity.rule,
                    page,
                    reasons,
                ).finished()
            )
    return tuple(facts)


def _newlines(text: str) -> list[int]:
    """Offsets of the line breaks (the last character of each)."""
    breaks: list[int] = []
    at = text.find("\n")
    while at >= 0:
        breaks.append(at)
        at = text.find("\n", at + 1)
    return breaks


def per_month(quantity: Quantity) -> Decimal | None:
    """A standard as 元 a month: a twelfth of a yearly one, half-even to 2 places; None where it names neither."""
    if quantity.measure != "standard" or quantity.value is None:
        return None
    if quantity.unit.endswith("/月"):
        return quantity.value
    if quantity.unit.endswith("/年"):
        return PRECISE.divide(quantity.value, Decimal(12)).quantize(_CENT, context=PRECISE)
    return None
