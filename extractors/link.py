"""Gives each quantity of a sentence its subject, programme, area, place, status, period and total."""
from __future__ import annotations

from .context import Context
from .governing import Periods
from .lexicon import Token
from .places import Places, bare_places, leading_place
from .quantities import Quantity
from .respective import distribute
from .standards import settle_bound, settle_measure
from .standing import Parts, status_of
from .subjects import Left, Phrase, attributive, clean, left_phrase, right_phrase, spent_on
from .topics import Topics, choose


_ADMINISTRATIVE = frozenset("镇乡村县区市")


class Linker:
    """Links the quantities of one report, sentence by sentence in text order."""

    def __init__(self, topics: Topics, periods: Periods, known: Places) -> None:
        self._known = known
        self._topics = topics
        self._periods = periods
        self._parts = Parts()
        self._last: Quantity | None = None

    def read(self, context: Context, planned: bool | None) -> None:
        """Links all quantities of one sentence; ``planned`` says whether its section is a plan."""
        lefts: dict[int, Left] = {}
        subjects: list[tuple[list[Phrase], Quantity | None]] = []
        previous: Quantity | None = None
        for quantity in context.quantities:
            left = left_phrase(context, self._left_edge(context, quantity, previous), quantity.left)
            lefts[quantity.start] = left
            subjects.append(self._subject(context, quantity, left, previous))
            settle_measure(context, quantity, left, previous)
            settle_bound(context, quantity, previous)
            quantity.status = status_of(context, quantity, left, previous, planned)
            previous = quantity
        self._parts.read(context, lefts)
        previous = None
        for quantity, (phrases, inherited) in zip(context.quantities, subjects, strict=True):
            limit = lefts[quantity.start].limit
            quantity.programme, rule = choose(context, quantity, phrases, inherited, previous, limit, self._topics)
            quantity.trace.append(rule)
            self._area(context, quantity, phrases, inherited, previous)
            previous = quantity
        distribute(context)
        self._periods.read(context, bool(planned))
        self._last = previous

    @staticmethod
    def _left_edge(context: Context, quantity: Quantity, previous: Quantity | None) -> int:
        clause_start, _ = context.clause(quantity.start)
        return max(clause_start, previous.end) if previous else clause_start

    def _subject(self, context: Context, quantity: Quantity, left: Left, previous: Quantity | None) -> tuple[list[Phrase], Quantity | None]:
        """Sets the subject; returns the phrases it was read from and the quantity it was taken over from, if any."""
        text = context.text
        _, clause_end = context.clause(quantity.start)
        following = next((q for q in context.quantities if q.start > quantity.start), None)
        right_end = min(clause_end, following.left) if following else clause_end
        if left.phrase is None and text[quantity.left - 1:quantity.left] in ("(", "（") and quantity.left - 1 > context.start:
            left = self._bracketed(context, quantity, left, previous)
        if left.phrase is not None:
            left = self._placed(context, quantity, left)
        noun: Phrase | None = None
        verb: Token | None = None
        if attributive(quantity) or left.phrase is None:
            noun, verb = right_phrase(context, quantity.end, right_end)
        phrase = left.phrase
        if verb is not None and noun is None and "agent" in verb[2].roles and quantity.measure == "persons" and (
                phrase is not None or previous is None):
            end = verb[1]
            while end < right_end and text[end] not in "，,；;。、（(" and end - verb[0] < 14:
                end += 1
            return self._set(context, quantity, [(verb[0], end)]), None
        if attributive(quantity) and noun is not None and verb is None:
            if phrase is None or left.verb is not None or left.tails or phrase[1] - phrase[0] > 10:
                return self._set(context, quantity, [noun]), None
            return self._set(context, quantity, [phrase, noun]), None
        if phrase is not None:
            return self._set(context, quantity, [phrase]), None
        if following is not None and following.left == quantity.end and attributive(quantity) and quantity.unit != following.unit and left.phrase is None and (
                previous is None or previous.end < quantity.left - 1):
            # 4类16个问题: the noun stands behind the second number.
            _, end = context.clause(following.start)
            after = next((q for q in context.quantities if q.start > following.start), None)
            noun, verb = right_phrase(context, following.end, min(end, after.left) if after else end)
            if noun is not None and verb is None:
                return self._set(context, quantity, [noun]), None
        if left.verb is not None and "spend" in left.verb[2].roles:
            spent = spent_on(context, quantity.end, right_end)
            if spent is not None:
                return self._set(context, quantity, [spent]), None
            quantity.subject = clean(text[left.verb[0]:left.verb[1]])
            return [], None
        if left.verb is not None or previous is None or quantity.measure == "amount":
            earlier = self._earlier(context, quantity, previous)
            if earlier is not None:
                return self._set(context, quantity, [earlier]), None
        if noun is not None and (previous is None or not _adjacent(text, previous, quantity)):
            if (previous is None or verb is None) and quantity.measure != "rate":
                return self._set(context, quantity, [noun]), None
        if previous is None and left.verbal is not None:
            return self._set(context, quantity, [left.verbal]), None
        source = previous or (self._last if self._same_paragraph(context) else None)
        if source is not None:
            quantity.subject = source.subject
            return [], source
        if noun is not None and quantity.measure != "rate":
            return self._set(context, quantity, [noun]), None
        if left.verbal is not None:
            return self._set(context, quantity, [left.verbal]), None
        if left.verb is not None:
            quantity.subject = clean(text[left.verb[0]:left.verb[1]])
        return [], None

    @staticmethod
    def _bracketed(context: Context, quantity: Quantity, left: Left, previous: Quantity | None) -> Left:
        """社会团体(37家): what a number alone in brackets counts stands before them."""
        end = quantity.left - 1
        start, _ = context.clause(end)
        start = max(start, previous.end if previous else start, context.text.rfind("、", start, end) + 1)
        if previous is not None and not context.text[previous.end:end].strip("、)） "):
            return left
        return left_phrase(context, start, end) if start < end else left

    def _placed(self, context: Context, quantity: Quantity, left: Left) -> Left:
        """Takes places off the subject: 甲镇、乙镇各25户, 柳林村投入28万元."""
        assert left.phrase is not None
        found = bare_places(context, left.phrase, self._known) if quantity.form not in _ADMINISTRATIVE else []
        if found:
            quantity.places = found
            quantity.trace.append(self._known.rule)
            return Left(None, left.tails, left.verb, left.limit, None)
        place = leading_place(context, left.phrase[0], left.phrase[1], self._known)
        if place:
            quantity.places = [place]
            quantity.trace.append(self._known.rule)
        return left

    def _same_paragraph(self, context: Context) -> bool:
        return self._last is not None and "\n" not in context.text[self._last.end:context.start]

    @staticmethod
    def _earlier(context: Context, quantity: Quantity, previous: Quantity | None) -> Phrase | None:
        """The object of the clause before, where the number's own clause has none: 发放高龄津贴，全年支出411万元."""
        clause_start, _ = context.clause(quantity.start)
        if clause_start <= context.start:
            return None
        end = clause_start - 1
        start, _ = context.clause(end)
        start = max(start, previous.end) if previous else start
        if start >= end:
            return None
        return left_phrase(context, start, end).phrase

    @staticmethod
    def _set(context: Context, quantity: Quantity, phrases: list[Phrase]) -> list[Phrase]:
        quantity.subject = "".join(clean(context.text[start:end]) for start, end in phrases)
        quantity.subject_start = phrases[0][0]
        return phrases

    def _area(self, context: Context, quantity: Quantity, phrases: list[Phrase], inherited: Quantity | None,
              previous: Quantity | None) -> None:
        """Urban, rural or both, by the subject's own words, its clause's, or those of the number it leans on."""
        for start, end in phrases:
            for token in reversed(context.between(start, end)):
                if token[2].area is not None and token[0] > start and any(c in context.text[start:token[0]] for c in "和及与、"):
                    return
                if token[2].area is not None:
                    quantity.area = token[2].area
                    quantity.trace.append(token[2].area_rule)
                    return
        if inherited is not None:
            quantity.area = inherited.area
            return
        clause_start, _ = context.clause(quantity.start)
        if quantity.part_of is None and context.section is not None and len(quantity.subject) >= 4:
            for token in self._topics.title_areas(context.section, quantity.subject[-6:]):
                quantity.area = token[2].area or ""
                return
        start = max(clause_start, previous.end) if previous else clause_start
        start = max(start, context.text.rfind("、", start, quantity.left) if attributive(quantity) else start)
        for token in reversed(context.between(start, quantity.left)):
            if token[2].area is not None:
                quantity.area = token[2].area
                quantity.trace.append(token[2].area_rule)
                return
        if quantity.part_of is not None:
            quantity.area = quantity.part_of.area
            return
        if previous is not None and quantity.measure in ("amount", "standard") and previous.programme == quantity.programme:
            low, _ = context.segment(quantity.start)
            if previous.start >= low:
                quantity.area = previous.area


def _adjacent(text: str, previous: Quantity, quantity: Quantity) -> bool:
    return text[previous.end:quantity.left].strip("、 ") == ""
