"""Which time each number is of.

Every time around a number is a source: those of its sentence and paragraph as far as they reach (``reaches``,
``inforce``), the opener of its stretch, its heading, its report (``document.stretches``). They compete by how near they
stand and by how they fit the number (``choice``): the weights are in patterns/weights.yaml.
"""

from __future__ import annotations

from collections.abc import Mapping

from ..document.stretches import anchor_of, covering
from ..model import Document, Reference
from ..words.anchors import Anchor, fill
from .choice import Choice
from .context import Context
from .inforce import InForce, Memory
from .reaches import Scopes
from .sources import Source, source_of
from .timelists import dealt
from .timewords import TimeWords, time_words
from .yearspan import first_year, main_year, several

__all__ = ["Periods", "TimeWords", "fill", "time_words"]

_HISTORY = 6  # years that a chronicle tells of


class Periods:
    """Gives each number of a report its period, sentence by sentence in text order."""

    def __init__(self, document: Document, report: int, words: TimeWords, weights: Mapping[str, int]) -> None:
        self._document = document
        self._report = document.reports[report]
        self._scopes = Scopes(words)
        self._weights = weights
        review = self._report.review
        self._memory = Memory(several(review.period) and int(review.last) - int(review.first) >= _HISTORY)
        self._here: dict[tuple[int, int, int | None, bool], tuple[list[Source], Anchor]] = {}

    @property
    def year(self) -> int | None:
        """The year the report looks back on."""
        return self._report.year

    @property
    def genre(self) -> str:
        """The document's kind, as patterns/genres.yaml has it."""
        return self._report.genre

    def default(self, planned: bool) -> Reference:
        """The report's own time: the one it looks back on, or the one it plans for."""
        first, second = self._report.review, self._report.plan
        return (second if second.last else Reference()) if planned else (first if first.last else second)

    def around(self, position: int, section: int | None, planned: bool) -> list[Source]:
        """The times of the stretch, the heading and the report that a place stands in, the nearest first."""
        document = self._document
        found: list[tuple[int, Source]] = []
        stretch = covering(document.stretches, position)
        if stretch is not None and stretch.reference.last:
            found.append((stretch.start, source_of(stretch.reference, "stretch")))
        item = covering(document.items, position)
        while section is not None and (item is None or document.sections[section].start >= item.start):
            named = document.times[section] if document.times else None
            if named is not None:
                found.append((document.sections[section].start, source_of(named, "heading")))
                break
            section = document.sections[section].parent
        if len(found) == 2 and found[1][0] > found[0][0]:
            del found[0]  # a heading inside the stretch is nearer
        sources = [source for _, source in found]
        of_item = item is not None and not (planned and item.reference.year == self._report.review.year)
        own = source_of(item.reference if item is not None and of_item else self.default(planned), "report")
        return [*sources, own] if own.value or not sources else sources

    def anchor(self, position: int, planned: bool) -> Anchor:
        """What words of time lean on at that place."""
        anchor = anchor_of(self._report, planned)
        item = covering(self._document.items, position)
        if item is not None:
            year = item.reference.year
            anchor = anchor._replace(year=year, now=item.now, month=item.month, own=item.reference.period)
        return anchor

    def _at(self, position: int, section: int | None, planned: bool) -> tuple[list[Source], Anchor]:
        """The times around a place, and what words of time lean on there; most sentences have the last one's."""
        document = self._document
        stretch, item = covering(document.stretches, position), covering(document.items, position)
        key = (stretch.start if stretch else -1, item.start if item else -1, section, planned)
        found = self._here.get(key)
        if found is None:
            around, anchor = self.around(position, section, planned), self.anchor(position, planned)
            if around and (year := (first_year if planned else main_year)(around[0].value)) is not None:
                anchor = anchor.at(year, around[0].value)
            found = self._here[key] = around, anchor
        return found

    def read(self, context: Context, planned: bool) -> None:
        """Decides ``period`` of all the sentence's quantities; their status must be known."""
        self._memory.enter(context.sentence.paragraph)
        around, anchor = self._at(context.start, context.section, planned)
        now = InForce(context, planned, around, anchor, self._memory, self._scopes, self._report.genre)
        choice = Choice(now, self._weights, self._report)
        listed = len(context.times) > 1 or (context.times and context.times[0].grain != "year")
        shares = dealt(context, now.year, anchor) if listed and len(context.quantities) > 1 else {}
        for quantity in context.quantities:
            now.advance(quantity.start, quantity)
            choice.decide(quantity, shares.get(id(quantity)))
        now.leave()
