"""What each number counts or pays: the noun phrase that an analyst would type as the row's name.

A number's own words may name it wholly (结婚登记820对), only in part (城市85户, 退出12人, 床位200张) or not at all; what
they lack comes from what was named before (attribution.antecedents), and the parts are put together
(attribution.names).
"""

from __future__ import annotations

from typing import NamedTuple

from ..quantities.quantity import Quantity
from ..words.lexicon import Token, mask
from .antecedents import Memory, Rival, Told
from .behind import head_noun
from .context import Context
from .decision import Candidate, decide
from .names import Name, take_apart, with_act, with_attribute, with_average, with_label
from .nouns import Nouns, Reading
from .phrases import Left, Phrase, attributive, clean, left_phrase, right_phrase
from .purposes import purpose
from .stretches import Own, own_words

_DOING, _AGENT, _PART = mask("agent", "entry", "verb"), mask("agent"), mask("part")
_EACH, _YARDSTICK = mask("each"), mask("yardstick", "compare", "gap")
_SPEND, _CUT, _GIVEN = mask("spend"), mask("cut"), mask("served", "purpose")
_IN_ALL = mask("in-all")
_MONEY = frozenset({"amount", "standard"})
_PEOPLE = frozenset({"persons", "person_times", "households"})
_LONGEST_ACT = 14
_NEXT = 12  # characters between a part and an attribute of its own
_MOST, _LONGEST = 8, 36  # numbers of a sum, and characters of their names joined
# What a number counts that a clause qualifies.
_COUNTED = {
    "persons": ("people", "household"),
    "households": ("household", "people"),
    "person_times": ("people",),
    "count": ("facility", "thing", "event", ""),
}
_OWN = 1000  # of the number's own words; what it leans on scores less
_PAUSES = "，,；;。、（("


class Source(NamedTuple):
    """What a subject was read from: the phrases of its own words, and the number it took the rest from."""

    phrases: list[Phrase]
    inherited: Quantity | None


class Subjects:
    """Names the quantities of one report, sentence by sentence in text order."""

    def __init__(self, memory: Memory, nouns: Nouns) -> None:
        self._memory = memory
        self.nouns = self._nouns = nouns

    def enter(self, context: Context) -> None:
        """Begins a sentence."""
        self._memory.enter(context)

    def read(self, context: Context, quantity: Quantity, before: Left) -> Source:
        """Decides the subject; returns what it was read from."""
        if quantity.label is not None:
            return self._settle(context, quantity, [quantity.label], None, None)
        before = _bracketed(context, quantity, before)
        own = own_words(context, self._nouns, quantity, before)
        dealt = self._dealt(context, quantity, own)
        if dealt is not None:
            return dealt
        return self._full(context, quantity, own) or self._composed(context, quantity, own)

    def _dealt(self, context: Context, quantity: Quantity, own: Own) -> Source | None:
        """The item that a 分别 deals to the number, with what all items share; or what it shares a construction with."""
        deal, source, reading = quantity.deal, quantity.shares, own.reading
        told = self._memory.of(source) if source is not None else None
        form = reading.form if reading is not None else ""
        if told is not None and own.right is None:
            rest = deal.rest if deal is not None and not own.left else None
            if rest is not None:
                words = clean(context.text[slice(*rest)])
                kind = self._nouns.read(words).form if words else ""
                if kind == "attribute":
                    return self._settle(context, quantity, [rest], with_attribute(words, told.name), told)
                if kind == "noun" and not reading:
                    return self._settle(context, quantity, [rest], None, None)
            if form == "attribute":
                return self._settle(context, quantity, own.left, with_attribute(own.words, told.name), told)
            if form in ("", "act", "per", "vague"):
                name = told.name._replace(gain="") if _in_all(context, quantity, self._nouns) else told.name
                return self._settle(context, quantity, (), name, told)
        if deal is None or quantity.item is None or told is not None:
            return None
        pieces = [p for p in (deal.tail, deal.rest) if p is not None]
        if not deal.names[0] or _elsewhere(context, quantity.item):
            words = "".join(clean(context.text[s:e]) for s, e in pieces)
            if not words:
                return None
            reading = self._nouns.read(words)
            if reading.form == "noun":
                return self._settle(context, quantity, pieces, None, None)
            return self._by_form(context, quantity, reading, tuple(pieces), words)
        at = deal.items.index(quantity.item) if quantity.item in deal.items else -1
        item = deal.names[at] if at >= 0 else clean(context.text[slice(*quantity.item)])
        head = clean(context.text[slice(*deal.head)]) if deal.head is not None else ""
        words = head + item + "".join(clean(context.text[s:e]) for s, e in pieces)
        phrases = [p for p in (deal.head, quantity.item, *pieces) if p is not None]
        reading = self._nouns.read(words)
        label = self._nouns.label_prefix(words)
        if label and self._nouns.read(words[len(label) :]).form in ("attribute", "per"):
            return self._labelled_attribute(context, quantity, phrases, label, words[len(label) :])
        if reading.form in ("noun", "vague", "carry", "empty"):
            return self._settle(context, quantity, phrases, take_apart(words, self._nouns), None)
        return self._by_form(context, quantity, reading, tuple(phrases), words)

    def _labelled_attribute(
        self, context: Context, quantity: Quantity, phrases: list[Phrase], label: str, attribute: str
    ) -> Source:
        """城市月人均补助水平: a label and an attribute, with what is missing between."""
        sorts = tuple(self._nouns.read(attribute).sort.split()) or ("event", "money", "people")
        rivals = self._memory.rivals(context, quantity, "owner", sorts)
        if not rivals:
            return self._settle(context, quantity, phrases, Name("", label, "", attribute), None)
        of = rivals[0].told
        name = with_label(self._nouns.read(label), of.name._replace(attribute=""), self._nouns, False)
        return self._settle(context, quantity, phrases, name._replace(attribute=attribute), of, rivals)

    def _full(self, context: Context, quantity: Quantity, own: Own) -> Source | None:
        """The number's own words, where they name it wholly."""
        text, nouns = context.text, self._nouns
        counts, reading = attributive(quantity), own.reading
        if own.verb is not None and quantity.measure in _PEOPLE and own.right is None and own.before.verb is None:
            mine = reading is not None and reading.form == "noun"
            if own.verb[2].bits & _DOING and not (mine and nouns.sort(own.words)[0] in ("people", "household", "")):
                phrase = _act_behind(text, own.verb, quantity.right)
                words = clean(text[slice(*phrase)])
                rest = any(t[2].text in nouns.words["rest"] for t in quantity.tokens)
                if rest:
                    return None
                if reading is None and nouns.read(words).form == "act" and quantity.shares is None:
                    return self._by_form(context, quantity, nouns.read(words), (phrase,), words)
                if phrase[1] - own.verb[1] > 1 and (reading is None or own.verb[2].bits & _AGENT):
                    return self._settle(context, quantity, [phrase], None, None)
        paid = quantity.measure == "amount" and nouns.sort(own.noun)[0] == "money" and own.before.verb is not None
        if own.right is not None and (counts or paid or text.startswith("的", quantity.end)):
            if not self._leans(context, quantity, own):
                return self._with_noun_behind(context, quantity, own, own.right)
        if reading is None and counts:
            given = self._given(context, quantity, own)
            if given is not None:
                return self._settle(context, quantity, [given], None, None)
            shared = _noun_of_next(context, quantity)
            if shared is not None:
                return self._settle(context, quantity, [shared], None, None)
        if quantity.measure == "amount" and (reading is None or reading.form == "act"):
            verb = own.before.verb
            spent = purpose(context, nouns, quantity, verb is not None and verb[2].bits & _SPEND != 0)
            if spent:
                return self._settle(context, quantity, spent, None, None)
        if (quantity.measure in _MONEY or quantity.measure == "rate") and (rate := self._rate_of(context, quantity)) is not None:
            return self._settle(context, quantity, [rate], None, None)
        if reading is None or own.clause is not None:
            return None
        if reading.form == "attribute" and reading.rule in nouns.benefits and quantity.measure != "amount":
            return self._settle(context, quantity, own.left, None, None)
        if reading.form != "noun":
            return None
        if _bare_name(context, quantity, own, nouns):
            return None
        if nouns.trait(own.words):
            return self._trait(context, quantity, own)
        return self._settle(context, quantity, own.left, self._listed(context, quantity, own), None)

    def _rate_of(self, context: Context, quantity: Quantity) -> Phrase | None:
        """按每人每餐5元的标准给予助餐补贴: what the rate is of."""
        text, nouns = context.text, self._nouns
        word = next((w for w in nouns.words["rates"] if text.startswith(w, quantity.end)), "")
        if not word:
            return None
        start = quantity.end + len(word)
        for token in context.between(start, quantity.right):
            if token[0] == start and token[2].free & (_CUT | _DOING):
                start = token[1]
        noun = (start, _clause_end(text, start, quantity.right))
        wanted = ("money",) if quantity.measure in _MONEY else ("event", "money")
        if start == quantity.end + len(word) or nouns.sort(clean(text[slice(*noun)]))[0] not in wanted:
            return None
        quantity.trace.append(nouns.rules["rates"])
        return noun

    def _given(self, context: Context, quantity: Quantity, own: Own) -> Phrase | None:
        """春节期间为690户1249人发放生活补贴: what they are given."""
        if quantity.measure not in ("persons", "households") or own.right is not None:
            return None
        after, verb = quantity, own.verb
        following = quantity.following
        if verb is None and following is not None and following.left == quantity.end:
            _, verb = right_phrase(context, following.end, following.right)
            after = following
        if verb is None or not (verb[2].free & _CUT or verb[2].bits & _AGENT):
            return None
        served = any(t[2].bits & _GIVEN for t in context.between(quantity.clause_start, quantity.left))
        if not served and not verb[2].bits & _AGENT:
            return None
        stop = after.right if after.following is None else min(after.right, after.following.left)
        object_ = (verb[1], _clause_end(context.text, verb[1], stop))
        words = clean(context.text[slice(*object_)])
        return object_ if 2 <= len(words) <= 16 and self._nouns.sort(words)[0] else None

    def _listed(self, context: Context, quantity: Quantity, own: Own) -> Name | None:
        """新纳入低保317户、特困46人; 低保家庭中的重残人员12人、老年人9人: what the list's first item says of all."""
        before = quantity.previous
        told = self._memory.of(before) if before is not None else None
        if told is None or before is None or context.text[before.end : own.left[0][0]].strip() != "、":
            return None
        name = take_apart(own.words, self._nouns)
        gain = told.name.gain
        if gain and not name.gain and self._nouns.read(gain).form == "act":
            return name._replace(gain=gain)
        head, of, _ = told.name.base.rpartition("中的")
        if of and len(own.words) <= 5:
            return Name("", told.name.label, head + of + own.words)
        return None

    def _leans(self, context: Context, quantity: Quantity, own: Own) -> bool:
        """146户208人搬进新居: what stands behind the second number is no noun of people."""
        before = quantity.previous
        return (
            before is not None
            and before.end == quantity.left
            and quantity.measure in _PEOPLE
            and self._nouns.sort(own.noun)[0] not in ("people", "household")
        )

    def _with_noun_behind(self, context: Context, quantity: Quantity, own: Own, right: Phrase) -> Source:
        """A number with its noun behind it: 12所敬老院, 取消12户低保对象, 设有9000个名额, 3家机构未通过年检."""
        nouns, reading = self._nouns, own.reading
        behind = nouns.read(own.noun)
        listed = "、" in own.words and len(own.noun) <= 4
        alone = not own.left or own.before.verb is not None or own.before.tails or (len(own.words) > 10 and not listed)
        gains = reading is not None and reading.form == "act"
        if behind.form == "attribute" and not gains and quantity.measure in ("count", "standard", "amount"):
            if own.left and reading is not None and reading.form == "noun":
                name = with_attribute(own.noun, take_apart(own.words, nouns))
                return self._settle(context, quantity, [*own.left, right], name, None)
            rivals = self._memory.rivals(context, quantity, "owner", tuple(behind.sort.split()))
            if rivals:
                name = with_attribute(own.noun, rivals[0].told.name)
                return self._settle(context, quantity, [right], name, rivals[0].told, rivals)
        general = own.noun in nouns.words["general"] and any(
            t[0] == right[1] and t[2].free & (_CUT | _DOING) for t in context.between(right[1], quantity.right)
        )
        if general or (len(own.noun) <= 3 and nouns.predicate(context.text, right[1], quantity.right)):
            stop = _clause_end(context.text, right[1], quantity.right)
            told = clean(context.text[right[1] : stop])
            gain = own.words if reading is not None and reading.form == "act" and not own.before.verb else ""
            if 3 <= len(told) <= 16:
                quantity.trace.append(nouns.rules["general" if general else "predicate"])
                name = Name(gain, told, own.noun)
                return self._settle(context, quantity, [right, (right[1], stop)], name, None)
        partial = reading is not None and reading.form in ("label", "act") and own.before.verb is None
        phrases = [right] if alone and not partial else [*own.left, right]
        source = self._settle(context, quantity, phrases, None, None)
        self._memory.behind(context, quantity, right[1])
        return source

    def _trait(self, context: Context, quantity: Quantity, own: Own) -> Source:
        """重度残疾人 as a part of what was counted before: 低保边缘家庭重度残疾人."""
        part = any(t[2].bits & _PART for t in quantity.tokens)
        rivals = self._memory.rivals(context, quantity, "whole") if part else []
        named = [r for r in rivals if r.told.start >= context.start and r.told.quantity is not None]
        if named and self._nouns.members(named[0].told.name.base):
            of = named[0].told
            quantity.trace += [self._nouns.rules["trait"], self._nouns.rules["member"]]
            name = Name("", of.name.label, of.name.base + own.words)
            return self._settle(context, quantity, own.left, name, of, rivals)
        return self._settle(context, quantity, own.left, None, None)

    def _composed(self, context: Context, quantity: Quantity, own: Own) -> Source:
        """What the number's own words lack is found among what was named before."""
        if own.clause is not None:
            return self._clause(context, quantity, own.clause)
        if own.left:
            self._memory.before_phrase(context, quantity, own.left[0][0])
        if own.reading is None or own.reading.form in ("vague", "noun"):
            label = self._label_behind(context, quantity)
            if label is not None:
                words = clean(context.text[slice(*label)])
                return self._by_form(context, quantity, self._nouns.read(words), (label,), words)
            return self._nothing(context, quantity, own)
        return self._by_form(context, quantity, own.reading, own.left, own.words)

    def _clause(self, context: Context, quantity: Quantity, clause: Phrase) -> Source:
        """有经营实体的11户, of 低保家庭: 有经营实体的低保家庭."""
        words = clean(context.text[slice(*clause)]) + self._nouns.words["relative"][-1]
        rivals = self._memory.rivals(context, quantity, "object")
        rivals = [r for r in rivals if r.told.sort in _COUNTED.get(quantity.measure, (r.told.sort,))]
        if rivals:
            of = rivals[0].told
            return self._settle(context, quantity, [clause], Name(words, of.name.label, of.name.base), of, rivals)
        noun = self._nouns.default if quantity.measure in _PEOPLE else ""
        if noun:
            quantity.trace.append(self._nouns.rules["default"])
        return self._settle(context, quantity, [clause], Name(words if noun else words[:-1], "", noun), None)

    def _label_behind(self, context: Context, quantity: Quantity) -> Phrase | None:
        """其余5家为私立: the label stands behind the number."""
        text, start = context.text, quantity.end
        if not text.startswith(self._nouns.words["stands"], start):
            return None
        stop = _clause_end(text, start, quantity.right)
        words = clean(text[start + 1 : stop])
        return (start + 1, stop) if words and self._nouns.read(words).form == "label" else None

    def _by_form(
        self, context: Context, quantity: Quantity, reading: Reading, phrases: tuple[Phrase, ...], words: str
    ) -> Source:
        """A label, a verb, an attribute or an average, with what it is of."""
        memory, nouns = self._memory, self._nouns
        quantity.trace += [reading.rule, *nouns.details(reading)]
        name: Name | None = None
        if reading.form == "label":
            rivals = memory.rivals(context, quantity, "whole")
            if rivals:
                keep = _counted_alike(quantity, rivals[0].told)
                name = with_label(reading, rivals[0].told.name, nouns, keep)
        elif reading.form == "act":
            rivals = self._wholes(context, quantity, memory.rivals(context, quantity, "object"))
            if rivals:
                name = with_act(words, rivals[0].told.name, quantity.measure in _MONEY)
        elif reading.form == "per":
            rivals = memory.rivals(context, quantity, "money")
            if rivals:
                average = nouns.average(words)
                name = with_average(words, rivals[0].told.name, words[len(average) :])
        elif reading.form == "labelled":
            label, words = nouns.split_labelled(words)
            rivals = memory.rivals(context, quantity, "owner", tuple(reading.sort.split()))
            if rivals:
                name = with_label(nouns.read(label), rivals[0].told.name, nouns, False)._replace(attribute=words)
                if quantity.measure in _PEOPLE:
                    name = name._replace(attribute="")
        else:
            forward = self._owner_behind(context, quantity)
            if forward is not None:
                name = with_attribute(words, take_apart(clean(context.text[slice(*forward)]), nouns))
                return self._settle(context, quantity, [*phrases, forward], name, None)
            raised = self._raised(context, quantity, phrases)
            if raised is not None:
                return self._settle(context, quantity, [raised, *phrases], None, None)
            rivals = memory.rivals(context, quantity, "owner", tuple(reading.sort.split()), words)
            rivals = self._wholes(context, quantity, rivals)
            near = [r for r in rivals if r.told.quantity is not None or r.told.start >= context.start]
            spent = purpose(context, nouns, quantity, True) if not near and quantity.measure == "amount" else []
            if spent:
                return self._settle(context, quantity, spent, None, None)
            if rivals:
                money = quantity.measure in _MONEY
                of = self._whole_of(context, rivals) if money else rivals[0].told.name
                shorter = nouns.unspent(words) if money else words
                if shorter != words:
                    quantity.trace.append(nouns.rules["spent"])
                name = with_attribute(shorter, of)
        if name is None:
            return self._settle(context, quantity, phrases, None, None)
        return self._settle(context, quantity, phrases, name, rivals[0].told, rivals)

    def _average(self, context: Context, quantity: Quantity) -> Phrase | None:
        """人均4960元: a word of averages alone before money."""
        if quantity.measure not in _MONEY:
            return None
        for token in reversed(quantity.tokens):
            if token[2].bits & _EACH and self._nouns.read(token[2].text).form == "per":
                return token[0], token[1]
        return None

    def _owner_behind(self, context: Context, quantity: Quantity) -> Phrase | None:
        """总投资1260万元、建筑面积6400平方米的县中心敬老院: the owner stands behind the last number."""
        at: Quantity | None = quantity
        while at is not None and at.start < quantity.clause_end:
            if context.text.startswith(self._nouns.words["relative"][-1], at.end):
                noun, verb = right_phrase(context, at.end, at.right)
                if noun is None or verb is not None:
                    return None
                stop = head_noun(self._nouns, context.text, *noun, ("facility", "event", "thing"))
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

    def _wholes(self, context: Context, quantity: Quantity, rivals: list[Rival]) -> list[Rival]:
        """其中公办9所…，民办27所…，入住率57%: behind several labelled parts a number is of their whole."""
        if not rivals or not rivals[0].told.labelled:
            return rivals
        told, name = rivals[0].told, rivals[0].told.name
        last = self._memory.last()
        if last is not None and last.name.label == name.label and last.name.base == name.base:
            if told.start >= context.segment(quantity.start) and last.quantity is quantity.previous:
                if quantity.left - last.end < _NEXT or not self._apart(rivals):
                    return rivals
        for number, rival in enumerate(rivals):
            other = rival.told.name
            if other.base == name.base and rival.told.start < told.start and not rival.told.labelled:
                return [rival, *rivals[:number], *rivals[number + 1 :]]
        return rivals

    def _apart(self, rivals: list[Rival]) -> bool:
        """Whether the likeliest thing is one of several parts that labels of one kind tell apart."""
        name = rivals[0].told.name
        dimension = self._nouns.dimension(name.label)
        return any(
            r.told.name.base == name.base
            and r.told.name.label != name.label
            and self._nouns.dimension(r.told.name.label) == dimension
            for r in rivals[1:]
        )

    def _whole_of(self, context: Context, rivals: list[Rival]) -> Name:
        """What money is of: of several parts told apart by labels the whole, of people helped the help."""
        told = rivals[0].told
        name = told.name
        if name.label and told.start >= context.start:
            dimension = self._nouns.dimension(name.label)
            for rival in rivals[1:]:
                other = rival.told.name
                apart = other.label != name.label and self._nouns.dimension(other.label) == dimension
                if apart and other.base == name.base and rival.told.start >= context.segment(told.start):
                    return name._replace(label="")
        if told.sort in ("people", "household") and told.start >= context.start and not name.gain:
            for token in context.named(told.start, told.end)[:1]:
                rest = name.base[len(token[2].text) :]
                helps = self._nouns.sort(token[2].text)[0] == "event" and name.base.startswith(token[2].text)
                if helps and len(rest) >= 2:
                    return Name("", name.label, token[2].text)
        return name

    def _sum(self, context: Context, quantity: Quantity) -> Name | None:
        """医疗费1400元、交通费250元，共计1650元: the sum of what stands before is of all of it."""
        if quantity.value is None or not any(t[2].text in self._nouns.words["sum"] for t in quantity.tokens):
            return None
        total, names = quantity.value, []
        at = quantity.previous
        while at is not None and at.value is not None and at.unit == quantity.unit and total > 0 and len(names) < _MOST:
            told = self._memory.of(at)
            if told is None:
                return None
            total -= at.value
            names.insert(0, told.name)
            at = at.previous
        if total != 0 or len(names) < 2:
            return None
        if len({name.base + name.attribute for name in names}) == 1:
            return names[0]._replace(label="") if names[0] != names[1] else names[0]
        words = "、".join(dict.fromkeys(name.text() for name in names))
        return Name("", "", words) if len(words) <= _LONGEST else None

    def _nothing(self, context: Context, quantity: Quantity, own: Own) -> Source:
        """A number without a noun is about what one before was about."""
        verb = own.before.verb
        measured = next((t[0] for t in quantity.tokens if t[2].bits & _YARDSTICK), quantity.left)
        self._memory.before_phrase(context, quantity, measured)
        carried = verb[2].text if verb is not None else ""
        if not carried and own.before.verbal is not None:
            carried = clean(context.text[slice(*own.before.verbal)])
        if quantity.measure in _PEOPLE and carried and self._nouns.read(carried).form == "attribute":
            given = self._memory.rivals(context, quantity, "owner", ("money", "event", "thing", "facility"))
            if given and given[0].told.quantity is not None:
                name = with_attribute(carried, given[0].told.name)
                return self._settle(context, quantity, (), name, given[0].told, given)
        average = self._average(context, quantity)
        if average is not None:
            words = clean(context.text[slice(*average)])
            return self._by_form(context, quantity, self._nouns.read(words), (average,), words)
        summed = self._sum(context, quantity)
        if summed is not None:
            quantity.trace.append(self._nouns.rules["sum"])
            return self._settle(context, quantity, (), summed, self._memory.of(quantity.previous or quantity))
        rivals = self._memory.rivals(context, quantity, "same")
        if rivals:
            told = rivals[0].told
            name = told.name._replace(gain="") if _in_all(context, quantity, self._nouns) else told.name
            spent = verb is not None and verb[2].text in self._nouns.words["spent"]
            if spent and verb is not None and name.gain in self._nouns.words["raised"] and quantity.measure == "amount":
                name = with_act(verb[2].text, name._replace(gain=""), True)
            rest = next((t[2].text for t in quantity.tokens if t[2].text in self._nouns.words["rest"]), "")
            if rest:
                quantity.trace.append(self._nouns.rules["rest"])
                name = name._replace(gain=rest)
            apart = told.quantity is not None and not _counted_alike(quantity, told)
            if apart and quantity.measure != "rate" and quantity.measure not in _MONEY:
                name = name._replace(attribute="") if name.base and name.attribute else name
            return self._settle(context, quantity, (), name, told, rivals)
        if own.right is not None:
            return self._settle(context, quantity, [own.right], None, None)
        if own.before.verbal is not None:
            return self._settle(context, quantity, [own.before.verbal], None, None)
        if verb is not None:
            return self._settle(context, quantity, [(verb[0], verb[1])], None, None)
        return self._settle(context, quantity, (), Name(), None)

    def _is_part(self, context: Context, quantity: Quantity) -> bool:
        """Whether a word such as 其中 opens the number, or the list that it goes on with."""
        before = quantity.previous
        low = before.end if before is not None else quantity.own
        if any(t[2].bits & _PART for t in context.between(low, quantity.left)):
            return True
        told = self._memory.of(before) if before is not None else None
        if told is None or not told.part:
            return False
        return context.text[low : quantity.left].lstrip()[:1] in ("、", "，", ",") and before.unit == quantity.unit

    def _settle(
        self,
        context: Context,
        quantity: Quantity,
        phrases: list[Phrase] | tuple[Phrase, ...],
        name: Name | None,
        told: Told | None,
        rivals: list[Rival] | None = None,
    ) -> Source:
        """Writes the subject and keeps it for the numbers that follow."""
        nouns = self._nouns
        words = "".join(clean(context.text[start:end]) for start, end in phrases)
        if name is None:
            name = take_apart(words, nouns)
        whole = name.text()
        text = nouns.plain(whole)
        if text != whole:
            quantity.trace.append(nouns.rules["aside"])
        if name.gain and words.endswith(nouns.words["gained"]):
            quantity.trace.append(nouns.rules["gained"])
        if name.gain and nouns.gain_of(text):
            quantity.trace.append(nouns.rules["gain"])
        if told is not None and told.framed:
            quantity.trace.append(nouns.rules["frame"])
        sort, rule = nouns.sort(text)
        if phrases:
            start, end = min(p[0] for p in phrases), max(p[1] for p in phrases)
            quantity.subject_start = start
        else:
            start, end = (told.start, told.end) if told is not None else (-1, -1)
        if rule:
            quantity.trace.append(rule)
        made = "composed" if told is not None and phrases else "inherited" if told is not None else "own-words"
        candidates = [Candidate(text, made, start, end, _OWN)]
        candidates += [
            Candidate(r.told.name.text(), "inherited", r.told.start, r.told.end, r.score) for r in (rivals or [])[:4]
        ]
        decide(quantity, "subject", candidates)
        self._memory.tell(
            Told(
                name, sort, start, quantity.left, quantity, False,
                _in_bracket(context, quantity.start), self._is_part(context, quantity),
                told is not None and bool(phrases) and bool(name.label),
            )  # fmt: skip
        )
        source = told.quantity if told is not None else None
        spans = [*phrases]
        if told is not None and source is None and told.start >= context.start:
            spans.append((told.start, told.end))
        return Source(spans, source)


def _elsewhere(context: Context, item: Phrase) -> bool:
    """Whether an item of a list is a place or a time, and so no part of the subject."""
    return any(p.start <= item[0] < p.end for p in context.places) or any(
        t.start <= item[0] < t.end for t in context.times
    )


def _bare_name(context: Context, quantity: Quantity, own: Own, nouns: Nouns) -> bool:
    """桐荫 in 养老中心9个（桐荫3个、碧岭2个）: an unknown word in a bracket behind a number of the same unit."""
    if len(own.words) > 4 or nouns.sort(own.words)[0] or not _in_bracket(context, quantity.start):
        return False
    before = quantity.previous
    return before is not None and before.unit == quantity.unit and not context.between(*own.left[0])


def _in_all(context: Context, quantity: Quantity, nouns: Nouns) -> bool:
    """Whether a number counts all there are, not only the new: 新建公墓12处，累计68处."""
    words = nouns.words["reached"]
    if any(token[2].text in words for token in context.between(quantity.own, quantity.start)):
        quantity.trace.append(nouns.rules["reached"])
        return True
    return any(token[2].bits & _IN_ALL for token in quantity.tokens)


def _counted_alike(quantity: Quantity, told: Told) -> bool:
    """Whether a number counts or pays what the one before did, so that its attribute holds as well."""
    other = told.quantity
    if other is None:
        return True
    return other.unit.partition("/")[0] == quantity.unit.partition("/")[0] or other.measure == quantity.measure


def _bracketed(context: Context, quantity: Quantity, left: Left) -> Left:
    """社会团体(37家): what a number alone in brackets counts stands before them."""
    text = context.text
    end = quantity.left - 1
    if left.phrase is not None or text[end : quantity.left] not in ("(", "（") or end <= context.start:
        return left
    previous = quantity.previous
    start, _ = context.clause(end)
    start = max(start, previous.end if previous else start, text.rfind("、", start, end) + 1)
    if previous is not None and not text[previous.end : end].strip("、)） "):
        return left
    return left_phrase(context, start, end) if start < end else left


def _in_bracket(context: Context, position: int) -> bool:
    """Whether a bracket is open at ``position``."""
    if not context.brackets:
        return False
    text, start = context.text, context.start
    opening = max(text.rfind("(", start, position), text.rfind("（", start, position))
    return opening > max(text.rfind(")", start, position), text.rfind("）", start, position))


def _noun_of_next(context: Context, quantity: Quantity) -> Phrase | None:
    """210户520人低保边缘家庭: the noun stands behind the second number."""
    after = quantity.following
    if after is None or after.left != quantity.end or quantity.unit == after.unit:
        return None
    before = quantity.previous
    if before is not None and before.end == quantity.left:
        return None
    noun, verb = right_phrase(context, after.end, after.right)
    return noun if verb is None else None


def _act_behind(text: str, verb: Token, right: int) -> Phrase:
    """What the counted do: 12人从事照护工作."""
    return verb[0], min(_clause_end(text, verb[1], right), verb[0] + _LONGEST_ACT)


def _clause_end(text: str, start: int, right: int) -> int:
    """Where the clause pauses."""
    while start < right and text[start] not in _PAUSES:
        start += 1
    return start
