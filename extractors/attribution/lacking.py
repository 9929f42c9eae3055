"""What a number's own words lack is found among what was named before, and put together with them."""

from __future__ import annotations

from ..quantities.quantity import Quantity
from ..words.terms import mask
from .context import Context
from .deeds import done_by
from .labels import Labels
from .names import Name, with_act, with_attribute, with_average, with_label
from .nouns import KIND, Nouns
from .owned import Owned
from .phrases import Phrase, clean, left_phrase
from .ranks import ranked_in
from .readings import Reading
from .settling import Settling, Source, counted_alike, in_all
from .stretches import Own
from .told import Rival, Told
from .wholes import added_up, sum_of, wholes

_EACH, _PART, _YARDSTICK = mask("each"), mask("part"), mask("yardstick", "compare", "gap")
_SPEND = mask("spend")
_BACK = 8  # numbers that a part's second number looks back
_ENTRY, _SHORT_CLAUSE = mask("agent", "entry"), 10
_LEFT_OVER, _SUM = KIND["rest"], KIND["sum"]
_MONEY = frozenset({"amount", "standard"})
_PEOPLE = frozenset({"persons", "person_times", "households"})
_HOUSES = frozenset({"households", "household_times"})
# What a number counts that a clause qualifies.
_COUNTED = {
    "persons": ("people", "household"),
    "households": ("household", "people"),
    "person_times": ("people",),
    "count": ("facility", "thing", "event", ""),
}


class Lacking:
    """Composes the subjects of numbers that their own words name in part or not at all."""

    def __init__(self, settling: Settling) -> None:
        self._settling = settling
        self._memory, self._nouns = settling.memory, settling.nouns
        self.owned = Owned(settling)
        self.labels = Labels(settling)

    def composed(self, context: Context, quantity: Quantity, own: Own) -> Source:
        """What the number's own words lack is found among what was named before."""
        if own.clause is not None:
            return self._clause(context, quantity, own.clause)
        done = own.reading is not None and own.reading.form == "act" and self._nouns.rules["doer"] in quantity.trace
        if own.left and not done:  # 县乡干部入户走访: who does it is not whom it is done to
            self._memory.before_phrase(context, quantity, own.left[0][0])
        if own.reading is None or own.reading.form in ("vague", "noun"):
            label = self.labels.behind(context, quantity) or self.labels.before_colon(context, quantity)
            if label is not None:
                words = clean(context.text[slice(*label)])
                reading = self._nouns.read(words)
                if reading.form == "noun":
                    return self._settling.settle(context, quantity, [label], None, None)
                return self.by_form(context, quantity, reading, (label,), words)
            ranked = ranked_in(context, self._nouns, quantity) if quantity.measure == "rate" else None
            if ranked is not None:
                self._settling.settle(context, quantity, [ranked], None, None)
                return Source([], None)  # what it is a share of names the programme
            return self._nothing(context, quantity, own)
        household = quantity.measure in _HOUSES and self._nouns.sort(own.words)[0] == "household"
        if own.reading.form == "label" and household:  # 救助…的家庭310户次: 家庭 is no label
            return self._settling.settle(context, quantity, own.left, None, None)
        return self.by_form(context, quantity, own.reading, own.left, own.words)

    def _clause(self, context: Context, quantity: Quantity, clause: Phrase) -> Source:
        """有经营实体的11户, of 低保家庭: 有经营实体的低保家庭."""
        words = clean(context.text[slice(*clause)]) + self._nouns.words["relative"][-1]
        rivals = self._memory.rivals(context, quantity, "object")
        rivals = [r for r in rivals if r.told.sort in _COUNTED.get(quantity.measure, (r.told.sort,))]
        if quantity.measure in _PEOPLE:  # somebody named in another sentence is none of them
            rivals = [
                r
                for r in rivals
                if r.told.quantity is not None
                or r.told.start >= context.start
                or r.told.sort != "people"
                or self._nouns.members(r.told.name.base)
            ]
        if rivals:
            of = rivals[0].told
            name = Name(words, of.name.label, of.name.base) if of.name.base not in words else Name("", "", words[:-1])
            return self._settling.settle(context, quantity, [clause], name, of, rivals)
        noun = self._nouns.default if quantity.measure in _PEOPLE else ""
        if quantity.measure == "households" and quantity.unit == "户":
            after = quantity.following
            adjacent = after is not None and after.left == quantity.end
            noun = noun if adjacent else self._nouns.default_household
        if noun and len(words) <= _SHORT_CLAUSE and context.holds(_ENTRY, clause[0], clause[0] + 2):
            words = words[:-1]  # 享受城乡低保的有120户
        if noun:
            quantity.trace.append(self._nouns.rules["default"])
        return self._settling.settle(context, quantity, [clause], Name(words if noun else words[:-1], "", noun), None)

    def by_form(
        self, context: Context, quantity: Quantity, reading: Reading, phrases: tuple[Phrase, ...], words: str
    ) -> Source:
        """A label, a verb, an attribute or an average, with what it is of."""
        memory, nouns = self._memory, self._nouns
        quantity.trace += [reading.rule, *nouns.details(reading)]
        name: Name | None = None
        if reading.form == "label":
            rivals = _but_yardstick(context, nouns, quantity, memory.rivals(context, quantity, "whole"))
            rivals = self.labels.of_one_deal(quantity, rivals)
            if rivals:
                keep = counted_alike(quantity, rivals[0].told)
                if quantity.measure in _MONEY and nouns.sort(rivals[0].told.name.attribute)[0] == "money":
                    keep = True  # 重度残疾人护理补贴5630人，一级每人每月120元
                name = with_label(reading, rivals[0].told.name, nouns, keep)
        elif reading.form == "act":
            rivals = memory.rivals(context, quantity, "object", (), words)
            rivals = wholes(self._memory, self._nouns, context, quantity, rivals)
            if words in nouns.words["harm"] or nouns.harm.fullmatch(words) is not None:
                rivals = [r for r in rivals if r.told.sort in ("people", "household") and not r.told.name.gain][:1]
            if rivals:
                told = rivals[0].told
                money = quantity.measure in _MONEY
                if money and told.sort != "money" and words in nouns.words["spent"] and not told.name.attribute:
                    quantity.trace.append(nouns.rules["fund"])
                    words = nouns.words["fund"][0]  # 临时救助…，下拨80万元
                if nouns.read(told.name.text()).form == "act":
                    return self._settling.settle(context, quantity, phrases, None, None)  # 新增9户，清退7户
                of = told.name if money else self._past_stage(quantity, told.name, words)
                name = with_act(words, of, money)
        elif reading.form == "per" and quantity.measure not in _MONEY and quantity.measure != "rate":
            rivals = memory.rivals(context, quantity, "same")
            if rivals:
                name = rivals[0].told.name
                name = Name("", words + name.label, name.base)
        elif reading.form == "per":
            rivals = memory.rivals(context, quantity, "money")
            average = nouns.average(words)
            helped = self._memory.of(quantity.previous) if quantity.previous is not None else None
            if helped is not None and self._helped(quantity, helped):
                quantity.trace.append(nouns.rules["helped"])
                name = Name("", words, helped.name.text())
                return self._settling.settle(context, quantity, phrases, name, helped, rivals)
            if rivals:
                name = with_average(words, rivals[0].told.name, words[len(average) :])
        elif reading.form == "labelled":
            label, words = nouns.split_labelled(words)
            rivals = memory.rivals(context, quantity, "owner", tuple(reading.sort.split()))
            if rivals:
                name = with_label(nouns.read(label), rivals[0].told.name, nouns, False)._replace(attribute=words)
                if quantity.measure in _PEOPLE:
                    name = name._replace(attribute="")
        else:
            return self.owned.attribute(context, quantity, reading, phrases, words)
        if name is None:
            return self._settling.settle(context, quantity, phrases, None, None)
        return self._settling.settle(context, quantity, phrases, name, rivals[0].told, rivals)

    def _funded(self, context: Context, quantity: Quantity, told: Told) -> bool:
        """新建幸福院14所，投入420万元: whether an amount is spent on the facilities told before it in the sentence."""
        here = told.start >= context.start and told.quantity is not None
        if quantity.measure != "amount" or told.sort != "facility" or told.name.attribute or not here:
            return False
        quantity.trace.append(self._nouns.rules["fund"])
        return True

    def _past_stage(self, quantity: Quantity, name: Name, words: str) -> Name:
        """受理诉求73件，处置71件: what is done in the end needs no verb of the beginning."""
        stage = next((w for w in self._nouns.words["stage"] if name.base.startswith(w) and w != words), "")
        if not stage or len(name.base) < len(stage) + 2:
            return name
        quantity.trace.append(self._nouns.rules["stage"])
        return name._replace(base=name.base[len(stage) :])

    def _helped(self, quantity: Quantity, told: Told) -> bool:
        """支出善款184万元，资助大学生312名，人均3000元: whether those right before are who is paid the average."""
        of = told.quantity
        if of is None or of.measure not in _PEOPLE or of.clause_end + 1 != quantity.clause_start:
            return False
        return told.name.text().startswith(self._nouns.words["helped"])

    def _second_measure(self, quantity: Quantity, told: Told, name: Name) -> Name:
        """养老机构25家、床位3000张，公办9家、1100张: the second number of a part counts what that of the whole did."""
        nouns = self._nouns
        if quantity.measure != "count" or name.attribute or not told.labelled:
            return name
        if nouns.counted(told.sort, quantity.unit):
            return name
        for other in self._memory.numbers(_BACK):
            of = other.quantity
            if of is not None and of.unit == quantity.unit and other.name.attribute and other.name.base == name.base:
                return name._replace(attribute=other.name.attribute)
        return name

    def _paid_before(self, context: Context, quantity: Quantity, carried: str) -> Told | None:
        """发放创业补贴80万元，惠及260人: the money of the clause right before."""
        before = quantity.previous
        if before is None or before.measure != "amount":
            return None
        told = self._memory.of(before)
        between = clean(context.text[before.end : quantity.left])
        return told if told is not None and told.sort == "money" and between == carried else None

    def _average(self, context: Context, quantity: Quantity) -> Phrase | None:
        """人均4960元: a word of averages alone before money."""
        if quantity.measure not in _MONEY:
            return None
        for token in reversed(quantity.tokens) if quantity.bits & _EACH else ():
            if token[2].bits & _EACH and self._nouns.read(token[2].text).form == "per":
                return token[0], token[1]
        return None

    def _balanced(self, quantity: Quantity, side: str, name: Name) -> Name:
        """收入96万元，支出93万元: the other side of the same account."""
        sides = self._nouns.words["balance"]
        whole = name.base + name.attribute
        if side not in sides or not whole.endswith(sides) or whole.endswith(side):
            return name
        quantity.trace.append(self._nouns.rules["balance"])
        other = next(one for one in sides if whole.endswith(one))
        if name.attribute.endswith(other):
            return name._replace(attribute=name.attribute[: -len(other)] + side)
        return name._replace(base=name.base[: -len(other)] + side)

    def _compared(self, context: Context, quantity: Quantity) -> Phrase | None:
        """与2015年底的1.9万人相比，农村低保对象减少了2300人: what is compared stands before the next number."""
        after = quantity.following
        if after is None or not context.text.startswith(self._nouns.words["compared"], quantity.end):
            return None
        phrase = left_phrase(context, after.own, after.left).phrase if after.left > quantity.right else None
        if phrase is None or self._nouns.read(clean(context.text[slice(*phrase)])).form != "noun":
            return None
        return phrase

    def _nothing(self, context: Context, quantity: Quantity, own: Own) -> Source:
        """A number without a noun is about what one before was about."""
        compared = self._compared(context, quantity)
        if compared is not None:
            quantity.trace.append(self._nouns.rules["compared"])
            return self._settling.settle(context, quantity, [compared], None, None)
        verb = own.before.verb
        measured = quantity.left
        if quantity.bits & _YARDSTICK:
            measured = next(t[0] for t in quantity.tokens if t[2].bits & _YARDSTICK)
        self._memory.before_phrase(context, quantity, measured)
        carried = verb[2].text if verb is not None else ""
        if not carried and own.before.verbal is not None:
            carried = clean(context.text[slice(*own.before.verbal)])
        if quantity.measure in _PEOPLE and carried and self._nouns.read(carried).form == "attribute":
            paid = self._paid_before(context, quantity, carried)
            if paid is not None:
                name = Name("", "", paid.name.text(), carried)
                if paid.name.attribute and self._nouns.sort(paid.name.thing())[0] in ("people", "household"):
                    name = Name("", paid.name.label, paid.name.base)  # 为孤儿发放慰问金3万元，惠及42人
                return self._settling.settle(context, quantity, (), name, paid)
            given = self._memory.rivals(context, quantity, "owner", ("money", "event", "thing", "facility"))
            if given and given[0].told.quantity is not None:
                name = with_attribute(carried, given[0].told.name)
                return self._settling.settle(context, quantity, (), name, given[0].told, given)
        average = self._average(context, quantity)
        if average is not None:
            words = clean(context.text[slice(*average)])
            return self.by_form(context, quantity, self._nouns.read(words), (average,), words)
        summed = sum_of(self._memory, self._nouns, quantity) if context.kinds & _SUM else None
        if summed is not None:
            quantity.trace.append(self._nouns.rules["sum"])
            return self._settling.settle(context, quantity, (), summed, self._memory.of(quantity.previous or quantity))
        rivals = self._memory.rivals(context, quantity, "same")
        others = [r for r in rivals if r.told.quantity is not None or r.told.name.base != carried]
        if others and others[0].told.start >= context.start and others[0].told.sort == "facility":
            rivals = others  # 新建幸福院14所，投入420万元: not about 投入 itself
        if rivals and (done := done_by(context, self._nouns, quantity, own, rivals[0].told)) is not None:
            return self._settling.settle(context, quantity, [done[0]], done[1], rivals[0].told, rivals)
        if rivals:
            told = rivals[0].told
            left_over = _LEFT_OVER & context.kinds and any(
                t[2].text in self._nouns.words["rest"] for t in quantity.tokens
            )
            told = (added_up(self._memory, context, quantity, told, True) or told) if left_over else told
            name = told.name._replace(gain="") if in_all(context, quantity, self._nouns) else told.name
            if quantity.measure not in _MONEY and (mean := self._nouns.average(name.label)):
                name = name._replace(label=name.label[len(mean) :])  # 人均320元；占申请人数的七成
            known = self._nouns.words
            if verb is not None and name.gain in known["begun"] and verb[2].text in known["done"]:
                quantity.trace += [self._nouns.rules["begun"], self._nouns.rules["done"]]
                name = name._replace(gain=verb[2].text)
            spent = verb is not None and verb[2].text in self._nouns.words["spent"]
            if spent and verb is not None and name.gain in self._nouns.words["raised"] and quantity.measure == "amount":
                name = with_act(verb[2].text, name._replace(gain=""), True)
            if verb is not None and verb[2].bits & _SPEND and self._funded(context, quantity, told):
                name = name._replace(gain="", attribute=self._nouns.words["fund"][0])
            if verb is not None and quantity.measure == "amount":
                name = self._balanced(quantity, verb[2].text, name)
            rest = ""
            if context.kinds & _LEFT_OVER:
                rest = next((t[2].text for t in quantity.tokens if t[2].text in self._nouns.words["rest"]), "")
            if rest:
                quantity.trace.append(self._nouns.rules["rest"])
                name = name._replace(gain=rest, label="" if told.labelled else name.label)
            name = self._second_measure(quantity, told, name)
            apart = told.quantity is not None and not counted_alike(quantity, told)
            if apart and quantity.measure != "rate" and quantity.measure not in _MONEY:
                dropped = name.base and name.attribute and name.attribute == told.name.attribute
                name = name._replace(attribute="") if dropped else name
            return self._settling.settle(context, quantity, (), name, told, rivals)
        if own.right is not None:
            return self._settling.settle(context, quantity, [own.right], None, None)
        if own.before.verbal is not None:
            return self._settling.settle(context, quantity, [own.before.verbal], None, None)
        if verb is not None:
            return self._settling.settle(context, quantity, [(verb[0], verb[1])], None, None)
        return self._settling.settle(context, quantity, (), Name(), None)


def _but_yardstick(context: Context, nouns: Nouns, quantity: Quantity, rivals: list[Rival]) -> list[Rival]:
    """甲档、乙档依次按最低工资标准的10%、20%核定: what dealt shares are taken of is no whole of the items."""
    if quantity.measure != "rate" or quantity.item is None or quantity.deal is None:
        return rivals
    start = quantity.deal.items[-1][1]
    stop = context.text.find(nouns.words["relative"][-1], start, context.clause(start)[1])
    if stop < 0 or not any(t[2].text in nouns.words["by"] for t in context.between(start, stop)):
        return rivals
    taken_of = context.text[start:stop]
    return [r for r in rivals if r.told.name.text() not in taken_of] or rivals
