"""Which total a number is a part of: named features of each possible total, weighed in patterns/weights.yaml."""

from __future__ import annotations

from decimal import Decimal

from ..quantities.quantity import Quantity
from ..words.terms import mask
from .context import Context
from .decision import Candidate, decide
from .frames import Frame, Frames, alike, fits, size
from .neighbours import Neighbours
from .part_words import PartWords
from .signs import JOINTS
from .sums import Sum, sums

_REST = mask("rest")
_OF_CHANGE = frozenset({"previous", "change"})
_LOOSE = frozenset({"count", "households"})
_AND_SO_ON = "等"
_MEMORY = 12  # numbers of the sentences before that may be totals
_NEAREST = 4  # totals of the right kind that are weighed
_SMALL, _MODEST = Decimal(20), Decimal(100)
_MANY = 3
_ROUNDED = Decimal("1.005")  # 1632个、1.51万个 of 1.67万个

_SHARE, _NEAR = "占", 4

_NEVER = (Candidate(None, "none"),)

# What speaks for a total: feature, rule, and the words that say it.
Reason = tuple[str, str, int, int]


class Parts:
    """Follows totals and their parts through the sentences of a paragraph."""

    def __init__(self, words: PartWords) -> None:
        self._words = words
        self._key: tuple[int, int | None] | None = None
        self._outer: list[Quantity] = []
        self._above: list[Quantity] = []  # what the paragraph before ended in
        self._alone = (Candidate(None, "none", score=words.weights["threshold"]),)

    def read(self, context: Context) -> None:
        """Decides ``part_of`` of the sentence's numbers; their units, subjects and statuses must be known."""
        key = (context.sentence.paragraph, context.section)
        if key != self._key:
            self._key, self._outer, self._above = key, [], self._outer or self._above
        if len(context.quantities) == 1 and not (self._outer or self._above or context.quantities[0].outline):
            alone = context.quantities[0]
            decide(alone, "part_of", _NEVER if _whole(alone) else self._alone)
        else:
            reading = _Reading(context, self._words, self._outer, self._above)
            for quantity in context.quantities:
                reading.decide(quantity)
            reading.end()
        self._outer = (self._outer + context.quantities)[-_MEMORY:]


class _Reading:
    """The decisions of one sentence."""

    def __init__(self, context: Context, words: PartWords, outer: list[Quantity], above: list[Quantity]) -> None:
        self._context = context
        self._words = words
        self._outer = outer
        self._weights = words.weights
        self._none = Candidate(None, "none", score=self._weights["threshold"])
        self._frames = Frames(context, words, outer, above)
        self._neighbours = Neighbours(context, words, self._frames, self._add)
        self._totals = self._frames.totals()
        self._sums = sums(self._frames.levels(), outer, self._totals)
        self._taken: dict[int, Decimal] = {}  # by the id of a total: what its parts told so far make
        self._wholes: dict[int, Quantity] = {}
        self._reasons: dict[int, list[Reason]] = {}
        self._segment = context.start

    def end(self) -> None:
        """Lets go of what holds this in turn, or both would wait for the collector."""
        del self._neighbours

    def decide(self, quantity: Quantity) -> None:
        """Decides which number ``quantity`` is a part of."""
        before = quantity.previous
        gap = self._context.between(before.end if before else self._context.start, quantity.left)
        frames = self._frames
        frames.advance(quantity, before, gap)
        top = frames.top
        if _whole(quantity):
            decide(quantity, "part_of", _NEVER)
            quantity.within = top.wholes[-1] if quantity.measure == "rate" and top is not None else None
            frames.passed(quantity)
            return
        self._wholes, self._reasons = {}, {}
        self._segment = self._context.segment(quantity.start)
        if top is not None:
            self._framed(top, quantity)
        whole = quantity.outline
        if whole is not None and fits(quantity, whole):
            self._add(whole, "outline", "outline", whole.start, whole.end)
        self._summed(quantity)
        self._shared(quantity)
        if before is not None:
            self._neighbours.read(quantity, before, gap)
        if not self._reasons:
            decide(quantity, "part_of", (self._none,))
            quantity.within = None
            frames.passed(quantity)
            return
        candidates = [self._none]
        candidates += [self._weighed(quantity, self._wholes[key], found) for key, found in self._reasons.items()]
        winner = decide(quantity, "part_of", candidates)
        if isinstance(winner.value, Quantity):
            self._note(quantity, winner.value)
            quantity.trace += [reason[1] for reason in self._reasons[id(winner.value)] if "#" in reason[1]]
        quantity.within = quantity.part_of
        frames.passed(quantity)

    def _add(self, whole: Quantity, feature: str, rule: str, start: int, end: int) -> None:
        self._wholes[id(whole)] = whole
        self._reasons.setdefault(id(whole), []).append((feature, rule, start, end))

    def _weighed(self, quantity: Quantity, whole: Quantity, found: list[Reason]) -> Candidate:
        """The candidate that ``whole`` is, by what speaks for it and against it."""
        features = {reason[0] for reason in found} | self._against(quantity, whole, found)
        best = max(found, key=lambda reason: self._weights[reason[0]])
        return Candidate(whole, *best[1:], sum(self._weights[feature] for feature in features))

    def _against(self, quantity: Quantity, whole: Quantity, found: list[Reason]) -> set[str]:
        """What speaks against a total."""
        against: set[str] = set()
        features = {reason[0] for reason in found}
        frame, frames = self._frames.top, self._frames
        told = Decimal(0) if frames.opened_now else self._taken.get(id(whole), Decimal(0))
        inside = frame is not None and frames.path(whole) == frames.path(quantity) and whole not in frame.wholes
        leads = frame is not None and frame.leads  # the whole sentence is about parts: 其中，结婚…，受理离婚…
        if frames.deed and not features & _DEEDS_OF_PARTS and not (frames.opened_now or (leads and told)):
            against.add("deed")
        if frames.restated:
            against.add("restated")
        if whole.unit != quantity.unit:
            against.add("other-unit")
        elif size(whole) == size(quantity):
            against.add("equal")
        if self._context.text[quantity.left - 1] in _AND_SO_ON:
            against.add("closes-list")
        if "sum" in features:
            if inside and whole.part_of is not None:
                against.add("sum-inside")
            if features & _FRAMED and frame is not None and frame.walls and not frames.opened_now:
                against |= {"semicolon", "complete"} if told == size(whole) else {"semicolon"}
            return against
        if whole.end <= self._context.start:
            against.add("sentence")
        if "division" in features and (id(whole) in self._taken or any(q.part_of is whole for q in self._outer)):
            against.add("has-parts")
        elif whole.part_of is not None and not (
            "bracket" in features or ("opener" in features and "nearest" in features and not self._far(whole))
        ):
            against.add("is-part")
        if told and not features & _OVERLAPPING:
            if told == size(whole) and size(quantity):
                against.add("complete")
            elif told + (size(quantity) or 0) > (size(whole) or 0) * _ROUNDED:
                against.add("over")
        if features & _FRAMED and frame is not None and not frames.opened_now:
            against |= self._reach(quantity, frame)
        return against

    def _far(self, whole: Quantity) -> bool:
        """Whether a semicolon or the sentence's beginning stands between."""
        return whole.start < max(self._context.start, self._segment)

    @staticmethod
    def _reach(quantity: Quantity, frame: Frame) -> set[str]:
        """How what opened the parts weakens: by semicolons, and where it was about a share."""
        if frame.walls:
            return {"semicolon", "parallel"} if frame.parallel else {"semicolon"}
        first = frame.first
        share = first is not None and first.measure in ("rate", "standard")
        return {"spent"} if share and first is not None and first.clause_start != quantity.clause_start else set()

    def _note(self, quantity: Quantity, whole: Quantity) -> None:
        key, part = id(whole), size(quantity) or Decimal(0)
        told = self._taken.get(key, Decimal(0))
        full = size(whole) or Decimal(0)
        self._taken[key] = part if self._frames.opened_now or told >= full else told + part

    def _framed(self, frame: Frame, quantity: Quantity) -> None:
        """The totals that what opens the parts looks back on."""
        feature = frame.kind
        if frame.count and frame.kind in ("opener", "among"):
            feature += "-list"
        if frame.kind == "division" and not frame.count and not self._neighbours.label(quantity):
            return  # 将街区划分为4个片区
        same = [w for w in reversed(frame.wholes) if fits(quantity, w)][:_NEAREST]
        told = next((q for q in reversed(self._frames.seen[-frame.count :]) if alike(quantity, q)), None)
        if frame.count and told is not None and told.part_of in frame.wholes:
            same = [w for w in same if w is told.part_of]  # the list is about one total
        if not same and quantity.measure in _LOOSE and frame.wholes and frame.wholes[-1].measure == "count":
            same = [w for w in frame.wholes[-1:] if fits(quantity, w, loose=True) and not _parts_told(quantity, w)]
        for number, whole in enumerate(same):
            self._add(whole, feature, frame.rule, frame.start, frame.end)
            if not number:
                self._add(whole, "nearest", frame.rule, frame.start, frame.end)
            if frame.phrase and self._words.names(frame.phrase, whole.subject):
                self._add(whole, "named", frame.rule, frame.start, frame.end)

    def _summed(self, quantity: Quantity) -> None:
        """The totals that it makes together with its neighbours."""
        for one in self._sums.get(id(quantity), ()):
            whole = one.whole
            told = [part for part in one.parts if part.start < quantity.start]
            if not fits(quantity, whole) or any(part.part_of is not whole for part in told):
                continue
            self._add(whole, "sum", "sum", whole.start, whole.end)
            if len(one.parts) >= _MANY:
                self._add(whole, "sum-many", "sum", whole.start, whole.end)
            if (size(whole) or _SMALL) < _SMALL:
                self._add(whole, "sum-small", "sum", whole.start, whole.end)
            elif (size(whole) or _MODEST) < _MODEST and len(one.parts) < _MANY:
                self._add(whole, "sum-modest", "sum", whole.start, whole.end)
            if self._listed(one):
                self._add(whole, "sum-list", "sum", whole.start, whole.end)
            if whole.end <= self._context.start:
                self._add(whole, "sum-far", "sum", whole.start, whole.end)
            if one.behind:
                self._add(whole, "total-word", *self._totals[id(whole)])
            after = quantity.following
            if after is not None and after.bits & _REST:
                self._add(whole, "rest", "sum", whole.start, whole.end)

    def _shared(self, quantity: Quantity) -> None:
        """The total that it makes the share of that is told behind it: 812名，…；女性298名，占36.7%."""
        after = quantity.following
        if after is None or after.measure != "rate" or after.value is None or after.status in _OF_CHANGE:
            return
        told = self._context.text[quantity.end : after.left].lstrip("，, ")
        part = size(quantity)
        if part is None or not told.startswith(_SHARE) or after.left - quantity.end > _NEAR:
            return
        for whole in [*reversed(self._frames.seen[-_MEMORY:]), *reversed(self._outer)]:
            full = size(whole)
            if full and fits(quantity, whole) and part < full:
                exact = after.value == after.value.to_integral_value()
                if exact and whole.start < self._context.start:
                    continue  # a whole number of per cent may fit by chance
                if (part / full * 100).quantize(Decimal(1) if exact else after.value) == after.value:
                    self._add(whole, "share", "share", after.start, after.end)
                    return

    def _listed(self, one: Sum) -> bool:
        """Whether the parts are a list of their own: 6420件，结婚4015件、离婚1682件."""
        text = self._context.text
        joined = all(text[part.end : part.end + 1] in JOINTS for part in one.parts[:-1])
        return joined and not one.behind and text[one.whole.end : one.whole.end + 1] not in JOINTS


_FRAMED = frozenset({"opener", "opener-list", "among", "among-list", "bracket", "colon", "division"})
_OVERLAPPING = frozenset({"opener", "among", "subgroup", "attribute", "named"})
_DEEDS_OF_PARTS = frozenset({"settled", "entry", "rest", "settling", "pair", "lone"})


def _whole(quantity: Quantity) -> bool:
    """Whether the number is of a kind that is never a part."""
    return quantity.measure in ("rate", "standard") or quantity.status in _OF_CHANGE


def _parts_told(quantity: Quantity, whole: Quantity) -> bool:
    """Whether the next number of the clause is the part: 437条，其中9个县命名375条."""
    after = quantity.following
    return after is not None and after.clause_start == quantity.clause_start and alike(after, whole)
