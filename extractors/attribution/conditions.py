"""Whom or what a payment is for, where the clause before it says so: 收住失能老年人的，每人每月补贴300元.

Such a clause ends like a condition (…的，), or its sentence goes on with payments told in the same words, which only
the clauses before them tell apart (获得国家级奖学金的学生，奖励5000元；获得省级奖学金的学生，奖励3000元).
"""

from __future__ import annotations

from ..quantities.quantity import Quantity
from ..words.terms import mask
from .clauses import LABEL
from .context import Context
from .nouns import Nouns
from .phrases import Phrase, clean, left_phrase
from .signs import COLONS, COMMAS

_OPENER = mask("opener", "part")
_MONEY = frozenset({"amount", "standard"})
_MARKS = " 　、，,：:"
_LONGEST = 20  # characters of a name; of a longer condition its first alternative is enough to tell it
_SHORTEST = 4


class Conditions:
    """Finds the conditions of the payments of one report."""

    def __init__(self, nouns: Nouns) -> None:
        self._nouns = nouns
        self._sentence = -1
        self._alike: dict[str, list[Quantity]] = {}

    def of(self, context: Context, quantity: Quantity, whole: bool) -> tuple[Phrase, str] | None:
        """The stretch of the condition, and its words; ``whole`` says that the subject is all the number's own."""
        text, stop = context.text, quantity.clause_start - 1
        if quantity.measure not in _MONEY or stop <= context.start:
            return None
        if whole and (tier := self._tier(context, quantity)) is not None:
            return tier
        if text[stop] not in COMMAS:
            return None
        before = quantity.previous
        if before is not None and before.end > quantity.clause_start:
            return None
        start = context.clause(stop - 1)[0]
        said = text.endswith(self._nouns.words["condition"], start, stop) and not quantity.scaled
        if said and any(t[2].text in self._nouns.words["assertion"] for t in context.between(start, stop)):
            quantity.trace.append(self._nouns.rules["assertion"])
            said = False
        if not (said or (whole and self._has_likes(context, quantity, start))):
            return None
        begin = self._begin(context, quantity, start, stop)
        whole_words = clean(text[begin:stop])
        words = self._shortened(whole_words)
        form = self._nouns.read(words).form if len(words) > 1 else ""
        if form not in ("noun", "label") and not (form == "act" and (said or begin > start)):
            return None
        quantity.trace.append(self._nouns.rules["condition"])
        if words != whole_words:
            quantity.trace.append(self._nouns.rules["alternative"])
        return (begin, stop), words

    def _tier(self, context: Context, quantity: Quantity) -> tuple[Phrase, str] | None:
        """80—99周岁：每天就餐一次，一次补贴2元: the label before the colon of an item, for each payment behind it."""
        text, low = context.text, context.segment(quantity.start)
        before = quantity.previous
        low = max(low, before.end) if before is not None else low
        stop = max(text.rfind(sign, low, quantity.left) for sign in COLONS)
        if stop <= low:
            return None
        start = max(context.clause(stop - 1)[0], low)
        item = LABEL.match(text, start, stop)
        phrase = left_phrase(context, item.end() if item is not None else start, stop).phrase
        words = clean(text[slice(*phrase)]) if phrase is not None else ""
        if phrase is None or self._nouns.read(words).form != "label":
            return None
        quantity.trace.append(self._nouns.read(words).rule)
        return phrase, words

    def _begin(self, context: Context, quantity: Quantity, start: int, stop: int) -> int:
        """Where the condition begins behind what only opens its clause: 其中, 2021年, 凡, 第一类是."""
        text, nouns = context.text, self._nouns
        times = {time.start: time.end for time in context.times_in(start, stop)}
        times.update((place.start, place.end) for place in context.places if not place.body)
        openers = {t[0]: t[1] for t in context.between(start, stop) if t[2].bits & _OPENER and t[1] - t[0] > 1}
        at = -1
        while at != start < stop:
            at = start
            start = times.get(start) or openers.get(start) or start
            lead = nouns.lead(text, start, stop)
            start = nouns.opens_condition(text, lead, stop)
            if start > lead:
                quantity.trace.append(nouns.rules["condition-lead"])
            while start < stop and text[start] in _MARKS:
                start += 1
        return start

    def _shortened(self, words: str) -> str:
        """Of several alternatives the first, where all of them are too long for a name."""
        if len(words) <= _LONGEST:
            return words
        at = min((words.find(joint, _SHORTEST) for joint in self._nouns.words["alternative"]
                  if words.find(joint, _SHORTEST) > 0), default=len(words))
        return words[:at]

    def _has_likes(self, context: Context, quantity: Quantity, start: int) -> bool:
        """Whether other payments of the sentence are told in the same words behind other clauses."""
        if self._sentence != context.start:
            self._sentence, self._alike = context.start, {}
            for other in context.quantities:
                if other.form == quantity.form:
                    self._alike.setdefault(_told(context, other), []).append(other)
        text, clause = context.text, context.text[start : quantity.clause_start]
        if any(q.start >= start and (q.scaled or quantity.scaled or q.form != quantity.form) for q in context.quantities
               if q.end < quantity.clause_start):
            return False  # a fact of its own: 救助310户，支出资金26万元; but 单张彩票中得500元，赠送面值50元的彩票
        for other in self._alike.get(_told(context, quantity), ()):
            if other is quantity or other.value == quantity.value or other.clause_start == quantity.clause_start:
                continue
            if text[other.clause_start - 1] in COMMAS:
                low = context.clause(other.clause_start - 2)[0]
                if text[low : other.clause_start] != clause:
                    return True
        return False


def _told(context: Context, quantity: Quantity) -> str:
    """The words of the quantity's clause without the number."""
    text = context.text
    return f"{text[quantity.clause_start:quantity.start]}#{text[quantity.end:quantity.clause_end]}"
