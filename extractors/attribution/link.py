"""Gives each quantity of a sentence its subject, programme, area, place, status, period and total."""

from __future__ import annotations

from ..quantities.quantity import Quantity
from ..words.lexicon import Token, mask
from .areas import decide_area
from .changes import pair_up
from .constructions import Shapes
from .context import Context
from .dealing import deal_each, deal_out
from .locating import locate
from .part_words import PartWords
from .parts import Parts
from .periods import Periods
from .places import Places
from .programmes import Programmes
from .respective import distribute
from .standards import settle_bound, settle_measure
from .status import Statuses
from .subjects import Left, Phrase, attributive, clean, left_phrase, right_phrase, spent_on
from .topics import Topics

_ADMINISTRATIVE = frozenset("镇乡村县区市")
_AGENT, _SPEND, _RESPECTIVE = mask("agent"), mask("spend"), mask("respective")
_NEW, _IN_ALL = mask("new"), mask("in-all")
_LONGEST_ACT = 14
_PLACE = 10  # how far before a bracket the name of a place may begin

# The phrases that a subject was read from, and the quantity it was taken over from instead.
Source = tuple[list[Phrase], Quantity | None]


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
    ) -> None:
        self._known = known
        self._shapes = shapes
        self._topics = topics
        self._programmes = programmes
        self._periods = periods
        self._parts = Parts(parts)
        self._last: Quantity | None = None

    def read(self, context: Context, planned: bool | None) -> None:
        """Links all quantities of one sentence; ``planned`` says whether its section is a plan."""
        context.places = self._known.mentions(context)
        pair_up(context, self._shapes)
        if context.bits & _RESPECTIVE:
            deal_out(context, self._shapes, self._known)
        deal_each(context, self._shapes, self._known)
        lefts: list[Left] = []
        sources: list[Source] = []
        statuses = Statuses(context, planned, self._periods.year)
        for quantity in context.quantities:
            left = left_phrase(context, quantity.own, quantity.left, quantity.form == "倍")
            lefts.append(left)
            sources.append(self._subject(context, quantity, left))
            settle_measure(context, quantity, left)
            settle_bound(context, quantity)
            statuses.read(quantity)
        self._parts.read(context)
        for quantity, left, (phrases, inherited) in zip(context.quantities, lefts, sources, strict=True):
            self._programmes.decide(context, quantity, phrases, inherited, left.limit)
            decide_area(context, quantity, phrases, inherited, self._topics)
        if context.bits & _RESPECTIVE:
            distribute(context, self._known)
        locate(context, self._known)
        self._periods.read(context, bool(planned))
        if context.quantities:
            self._last = context.quantities[-1]

    def _subject(self, context: Context, quantity: Quantity, left: Left) -> Source:
        """Sets the subject; returns what it was read from."""
        text, before, after = context.text, quantity.previous, quantity.following
        if quantity.label is not None:
            return self._set(context, quantity, [quantity.label])
        if (
            left.phrase is None
            and text[quantity.left - 1 : quantity.left] in ("(", "（")
            and quantity.left - 1 > context.start
        ):
            left = self._bracketed(context, quantity, left)
        if (
            left.phrase is not None
            and before is not None
            and left.phrase[0] == before.end
            and attributive(before)
            and (text[left.phrase[1]] in "、和及与")
        ):
            left = Left(None, left.tails, left.verb, left.limit, None)  # 9个乡镇、1个…: the phrase is the one before's
        counts = attributive(quantity)
        phrase = left.phrase
        noun: Phrase | None = None
        verb: Token | None = None
        if counts or phrase is None:
            noun, verb = right_phrase(context, quantity.end, quantity.right)
        if (
            noun is None
            and verb is not None
            and verb[2].bits & _AGENT
            and quantity.measure == "persons"
            and (phrase is not None or before is None)
        ):
            return self._set(context, quantity, [self._act(text, verb, quantity.right)])
        if counts and noun is not None and verb is None:
            if phrase is None or left.verb is not None or left.tails or phrase[1] - phrase[0] > 10:
                return self._set(context, quantity, [noun])
            return self._set(context, quantity, [phrase, noun])
        if phrase is not None:
            return self._set(context, quantity, [phrase])
        if (
            after is not None
            and after.left == quantity.end
            and counts
            and quantity.unit != after.unit
            and (before is None or before.end < quantity.left - 1)
        ):
            # 3类25个隐患: the noun stands behind the second number.
            shared, act = right_phrase(context, after.end, after.right)
            if shared is not None and act is None:
                return self._set(context, quantity, [shared])
        if left.verb is not None and left.verb[2].bits & _SPEND:
            spent = spent_on(context, quantity.end, quantity.right)
            if spent is not None:
                return self._set(context, quantity, [spent])
            quantity.subject = clean(text[left.verb[0] : left.verb[1]])
            return [], None
        if left.verb is not None or before is None or quantity.measure == "amount":
            earlier = self._earlier(context, quantity)
            if earlier is not None:
                return self._set(context, quantity, [earlier])
        if quantity.measure == "rate":
            noun = None
        if noun is not None and (before is None or (verb is None and text[before.end : quantity.left].strip("、 "))):
            return self._set(context, quantity, [noun])
        if before is None and left.verbal is not None:
            return self._set(context, quantity, [left.verbal])
        if left.verb is not None and before is not None and before.measure == quantity.measure == "amount":
            return self._set(context, quantity, [(left.verb[0], left.verb[1])])
        source = before or (self._last if self._same_paragraph(context) else None)
        if source is not None:
            quantity.subject = _of_all(context, quantity, source.subject)
            return [], source
        named = noun or left.verbal
        if named is not None:
            return self._set(context, quantity, [named])
        if left.verb is not None:
            quantity.subject = clean(text[left.verb[0] : left.verb[1]])
        return [], None

    @staticmethod
    def _act(text: str, verb: Token, right: int) -> Phrase:
        """What the counted do: 12人从事照护工作."""
        end = verb[1]
        while end < right and text[end] not in "，,；;。、（(" and end - verb[0] < _LONGEST_ACT:
            end += 1
        return verb[0], end

    @staticmethod
    def _bracketed(context: Context, quantity: Quantity, left: Left) -> Left:
        """社会团体(37家): what a number alone in brackets counts stands before them."""
        end = quantity.left - 1
        previous = quantity.previous
        start, _ = context.clause(end)
        start = max(start, previous.end if previous else start, context.text.rfind("、", start, end) + 1)
        if previous is not None and not context.text[previous.end : end].strip("、)） "):
            return left
        return left_phrase(context, start, end) if start < end else left

    def _same_paragraph(self, context: Context) -> bool:
        return self._last is not None and "\n" not in context.text[self._last.end : context.start]

    @staticmethod
    def _earlier(context: Context, quantity: Quantity) -> Phrase | None:
        """The object of the clause before, where the number's own clause has none: 发放尊老金，全年支出260万元."""
        if quantity.clause_start <= context.start:
            return None
        end = quantity.clause_start - 1
        start, _ = context.clause(end)
        start = max(start, quantity.previous.end) if quantity.previous else start
        if start >= end:
            return None
        return left_phrase(context, start, end).phrase

    @staticmethod
    def _set(context: Context, quantity: Quantity, phrases: list[Phrase]) -> Source:
        quantity.subject = "".join(clean(context.text[start:end]) for start, end in phrases)
        quantity.subject_start = phrases[0][0]
        return phrases, None


def _of_all(context: Context, quantity: Quantity, subject: str) -> str:
    """The subject that a number takes over; where it counts all there are, not only the new: 新建公墓12处，累计68处."""
    if not any(token[2].bits & _IN_ALL for token in quantity.tokens):
        return subject
    word = next((t for t in context.lexicon.scan(subject, 0, len(subject)) if t[0] == 0 and t[2].bits & _NEW), None)
    return subject[word[1] :] or subject if word is not None else subject
