"""Labels that stand apart from their number: behind it, before a colon, with what was done, or dealt by 分别."""

from __future__ import annotations

from ..quantities.quantity import Quantity
from ..words.terms import mask
from .clauses import LABEL
from .constructions import Deal
from .context import Context
from .names import take_apart, with_label
from .phrases import Phrase, clean, left_phrase
from .settling import Settling, Source, clause_end
from .signs import COLONS
from .stretches import Own
from .told import Rival, Told

_PART = mask("part")
_MONEY = frozenset({"amount", "standard"})


class Labels:
    """Finds the labels of one report's numbers, and what they are of."""

    def __init__(self, settling: Settling) -> None:
        self._settling = settling
        self._memory, self._nouns = settling.memory, settling.nouns
        self._dealt: tuple[Deal | None, Told | None] = (None, None)

    def behind(self, context: Context, quantity: Quantity) -> Phrase | None:
        """其余5家为私立: the label stands behind the number."""
        text, start = context.text, quantity.end
        if not text.startswith(self._nouns.words["stands"], start):
            return None
        stop = clause_end(text, start, quantity.right)
        words = clean(text[start + 1 : stop])
        form = self._nouns.read(words).form if words else ""
        part = form == "noun" and quantity.bits & _PART
        if part and quantity.measure == "amount" and self._nouns.sort(words)[0] in ("money", "event"):
            return start + 1, stop
        return (start + 1, stop) if form == "label" else None

    def before_colon(self, context: Context, quantity: Quantity) -> Phrase | None:
        """年末保障人数：1043人: an attribute before a colon, which needs its owner."""
        text, stop = context.text, quantity.clause_start - 1
        if stop <= context.start or text[stop] not in COLONS:
            return None
        start = context.clause(stop - 1)[0]
        if context.counted(start, stop):
            return None
        item = LABEL.match(text, start, stop)
        phrase = left_phrase(context, item.end() if item is not None else start, stop).phrase
        form = self._nouns.read(clean(text[slice(*phrase)])).form if phrase is not None else ""
        bare = not text[stop + 1 : quantity.left].strip()
        wanted = ("attribute", "labelled", "label") if bare else ("label",) if quantity.measure in _MONEY else ()
        return phrase if form in wanted else None

    def with_act(self, context: Context, quantity: Quantity, own: Own) -> Source | None:
        """农村新增120户: a label and what was done, of those told before."""
        nouns, apart = self._nouns, take_apart(own.words, self._nouns)
        alone = apart.gain and not apart.label and not apart.attribute
        label = nouns.read(nouns.before_manner(apart.base)) if alone else None
        if label is None or label.form != "label" or nouns.sort(apart.base)[0] == "household":
            return None
        rivals = self._memory.rivals(context, quantity, "object", (), apart.gain)
        if not rivals:
            return None
        name = with_label(label, rivals[0].told.name._replace(gain=""), nouns, True)._replace(gain=apart.gain)
        return self._settling.settle(context, quantity, own.left, name, rivals[0].told, rivals)

    def of_one_deal(self, quantity: Quantity, rivals: list[Rival]) -> list[Rival]:
        """60—79周岁、80—89周岁分别补助1元、2元: labels of one list are of the same people."""
        if quantity.deal is None or not rivals:
            return rivals
        deal, told = self._dealt
        if deal is quantity.deal and told is not None:
            return [Rival(told, rivals[0].score), *rivals]
        self._dealt = quantity.deal, rivals[0].told
        return rivals
