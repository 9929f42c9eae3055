"""Gives each quantity of a sentence its subject, programme, area, place, status, period and total."""

from __future__ import annotations

from ..words.terms import mask
from .areas import decide_area
from .changes import pair_up
from .constructions import Shapes
from .context import Context
from .dealing import deal_each, deal_out, deal_unsaid
from .locating import Locations
from .part_words import PartWords
from .parts import Parts
from .periods import Periods
from .phrases import left_phrase
from .places import Places
from .programmes import Programmes
from .standards import settle_bound, settle_measure
from .status import Statuses, announces, parts_lead
from .subjects import Subjects
from .topics import Topics

_PLANNED = "planned"
_RESPECTIVE = mask("respective")


class Linker:
    """Links the quantities of one report, sentence by sentence in text order."""

    def __init__(
        self,
        topics: Topics,
        programmes: Programmes,
        periods: Periods,
        known: Places,
        shapes: Shapes,
        parts: PartWords,
        subjects: Subjects,
        locations: Locations,
    ) -> None:
        self._locations = locations
        self._known = known
        self._shapes = shapes
        self._topics = topics
        self._programmes = programmes
        self._periods = periods
        self._parts = Parts(parts)
        self._subjects = subjects
        self._planned = -1  # the paragraph whose last sentence was planned
        self._announced = -1  # the paragraph that says how many things it plans, and tells them

    def read(self, context: Context, planned: bool | None) -> None:
        """Links all quantities of one sentence; ``planned`` says whether its section is a plan."""
        self._lay_out(context)
        paragraph = context.sentence.paragraph
        listed = paragraph == self._announced or (self._planned == paragraph and parts_lead(context))
        lefts, sources = [], []
        actual, plan = self._periods.default(False), self._periods.default(True)
        statuses = Statuses(context, listed or None if planned is None else planned, actual, plan, self._periods.genre)
        for quantity in context.quantities:
            left = left_phrase(context, quantity.own, quantity.left, quantity.form == "倍")
            lefts.append(left)
            sources.append(self._subjects.read(context, quantity, left))
            settle_measure(context, quantity, left)
            settle_bound(context, quantity)
            statuses.read(quantity)
        self._parts.read(context)
        for quantity, left, (phrases, inherited) in zip(context.quantities, lefts, sources, strict=True):
            self._programmes.decide(context, quantity, phrases, inherited, left.limit)
            decide_area(context, quantity, phrases, inherited, self._topics)
        self._locations.read(context)
        self._periods.read(context, bool(planned))
        if announces(context):
            self._announced = paragraph
        if context.quantities:
            self._planned = paragraph if all(q.status == _PLANNED for q in context.quantities) else -1

    def _lay_out(self, context: Context) -> None:
        """The places of the sentence, and the constructions that hold several numbers together."""
        context.nouns = self._subjects.nouns
        context.kinds = context.nouns.kinds(context.tokens)
        context.places = self._known.mentions(context)
        pair_up(context, self._shapes)
        if context.bits & _RESPECTIVE:
            deal_out(context, self._shapes, self._known)
        deal_unsaid(context, self._shapes, self._known)
        deal_each(context, self._shapes, self._known)
        self._subjects.enter(context)
