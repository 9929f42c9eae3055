"""Attributes and what owns them: 床位 of 公办养老机构, 支出资金 of 临时救助, told before the number or behind it."""

from __future__ import annotations

from ..quantities.quantity import Quantity
from .behind import head_noun
from .context import Context
from .counted import right_phrase
from .names import Name, take_apart, with_attribute, with_label
from .phrases import Phrase, clean
from .purposes import purpose
from .readings import Reading
from .settling import Settling, Source, clause_end
from .told import Told
from .wholes import whole_of, wholes

_MONEY = frozenset({"amount", "standard"})


class Owned:
    """Finds the owners of attributes that stand alone before a number."""

    def __init__(self, settling: Settling) -> None:
        self._settling = settling
        self._memory, self._nouns = settling.memory, settling.nouns

    def attribute(
        self, context: Context, quantity: Quantity, reading: Reading, phrases: tuple[Phrase, ...], words: str
    ) -> Source:
        """The attribute with its owner."""
        memory, nouns = self._memory, self._nouns
        name: Name | None = None
        forward = self._owner_behind(context, quantity)
        if forward is not None:
            name = with_attribute(words, take_apart(clean(context.text[slice(*forward)]), nouns))
            return self._settling.settle(context, quantity, [*phrases, forward], name, None)
        raised = self._raised(context, quantity, phrases)
        if raised is not None:
            return self._settling.settle(context, quantity, [raised, *phrases], None, None)
        rivals = memory.rivals(context, quantity, "owner", tuple(reading.sort.split()), words)
        if words in nouns.words["share"]:
            quantity.trace.append(nouns.rules["share"])
        else:
            rivals = wholes(self._memory, self._nouns, context, quantity, rivals)
        rivals = [r for r in rivals if not _same_again(quantity, r.told, nouns.unspent(words))] or rivals
        if any(context.text.endswith(word, context.start, phrases[-1][1]) for word in nouns.words["budget"]):
            quantity.trace.append(nouns.rules["budget"])
            rivals = [r for r in rivals if r.told.start >= context.start]
        near = [r for r in rivals if r.told.start >= context.start]
        spent = purpose(context, nouns, quantity, True) if not near and quantity.measure == "amount" else []
        if spent:
            return self._settling.settle(context, quantity, spent, None, None)
        if rivals:
            money = quantity.measure in _MONEY
            of = whole_of(self._nouns, context, rivals) if money else rivals[0].told.name
            again = _same_again(quantity, rivals[0].told, nouns.unspent(words))
            shorter = nouns.unspent(words) if money and not again else words
            if shorter != words:
                quantity.trace.append(nouns.rules["spent"])
            if words in nouns.words["share"] and of.attribute:
                of = Name("", "", of.text())  # 护理型床位占比
            if words in nouns.words["balance"] and of.thing() in nouns.words["balance"]:
                of = Name()  # 收入96万元，支出93万元，结余3万元
            held = nouns.read(of.attribute).rule if money and of.attribute else ""
            if held in nouns.benefits and reading.rule not in nouns.benefits:
                of = Name("", of.label, of.base + of.attribute)
            if of.attribute and reading.sort.startswith("people") and nouns.sort(of.attribute)[0] == "people":
                of = Name("", of.label, of.base + of.attribute)  # 干部职工平均年龄
            name = with_attribute(shorter, of)
        if name is None:
            return self._settling.settle(context, quantity, phrases, None, None)
        return self._settling.settle(context, quantity, phrases, name, rivals[0].told, rivals)

    def labelled(
        self, context: Context, quantity: Quantity, phrases: list[Phrase], label: str, attribute: str
    ) -> Source:
        """城市月人均补助水平: a label and an attribute, with what is missing between."""
        sorts = tuple(self._nouns.read(attribute).sort.split()) or ("event", "money", "people")
        rivals = self._memory.rivals(context, quantity, "owner", sorts)
        if not rivals:
            return self._settling.settle(context, quantity, phrases, Name("", label, "", attribute), None)
        of = rivals[0].told
        name = with_label(self._nouns.read(label), of.name._replace(attribute=""), self._nouns, False)
        return self._settling.settle(context, quantity, phrases, name._replace(attribute=attribute), of, rivals)

    def _owner_behind(self, context: Context, quantity: Quantity) -> Phrase | None:
        """总投资1260万元、建筑面积6400平方米的县中心敬老院: the owner stands behind the last number."""
        at: Quantity | None = quantity
        while at is not None and at.start < quantity.clause_end:
            if context.text.startswith(self._nouns.words["relative"][-1], at.end):
                noun, verb = right_phrase(context, at.end, at.right)
                if noun is None or verb is not None:
                    start = at.end + 1  # a name may hold what is a verb elsewhere
                    noun = start, clause_end(context.text, start, at.right)
                stop = head_noun(context, self._nouns, *noun, ("facility", "event", "thing"))
                return (noun[0], stop) if stop else None
            at = at.following
        return None

    def _raised(self, context: Context, quantity: Quantity, phrases: tuple[Phrase, ...]) -> Phrase | None:
        """多方筹措资金168万元: money that belongs to nothing named before."""
        if quantity.measure != "amount" or not phrases:
            return None
        start = phrases[0][0]
        for word in self._nouns.words["raised"]:
            if context.text.endswith(word, quantity.own, start):
                quantity.trace.append(self._nouns.rules["raised"])
                return start - len(word), start
        return None


def _same_again(quantity: Quantity, told: Told, attribute: str) -> bool:
    """备案资金1亿元，支出资金5500万元: whether another amount would have the very name that this one makes of it."""
    other = told.quantity
    if other is None or other.unit != quantity.unit or other.value == quantity.value or quantity.measure != "amount":
        return False
    return with_attribute(attribute, told.name).text() == told.name.text()
