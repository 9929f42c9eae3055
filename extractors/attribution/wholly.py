"""The numbers whose own words name them wholly, before them or behind them."""

from __future__ import annotations

from civx.patterns.kept import compiled

from ..quantities.quantity import Quantity
from ..words.terms import Token, mask
from .behind import ASIDE, past_fitting
from .benefits import benefit, priced, received
from .context import Context
from .counted import right_phrase
from .deeds import deed_of
from .given import Given
from .lacking import Lacking
from .names import Name, take_apart, with_attribute
from .nouns import Nouns
from .phrases import SETTLEMENTS, Phrase, attributive, clean
from .purposes import purpose
from .readings import Reading
from .settling import Settling, Source, clause_end, in_bracket
from .siblings import Siblings
from .signs import COMMAS
from .stretches import Own

_DOING, _AGENT, _PART = mask("agent", "entry", "verb"), mask("agent"), mask("part")
_PAUSES = (*COMMAS, "、", "")
_SPEND, _CUT = mask("spend"), mask("cut")
_PEOPLE = frozenset({"persons", "person_times", "households"})
_WHO = ("people", "household")
_SHARED = ("people", "household", "facility", "thing")
_HANDED = ("money", "thing", "facility")
_LONGEST_ACT = 20
_ITEMS = compiled("[、和及]")
_LEAST_NAME = 4  # characters of a name: 养老院 is a kind
_LONGEST_LIST = 30  # a longer list of names is summed up by the noun behind the number


class Wholly:
    """Names the numbers that have a full noun of their own."""

    def __init__(self, settling: Settling, lacking: Lacking) -> None:
        self._settling, self._lacking = settling, lacking
        self._memory, self._nouns = settling.memory, settling.nouns
        self._siblings = Siblings(settling)
        self._gifts = Given(settling)

    def read(self, context: Context, quantity: Quantity, own: Own) -> Source | None:
        """The number's own words, where they name it wholly."""
        text, nouns = context.text, self._nouns
        counts, reading = attributive(quantity), own.reading
        verb = own.verb
        harmed = self._harmed(context, quantity, own)
        if harmed is not None:
            quantity.trace.append(nouns.rules["harm"])
            return self._settling.settle(context, quantity, [harmed], None, None)
        if verb is not None and quantity.measure in _PEOPLE and own.right is None and own.before.verb is None:
            mine = reading is not None and reading.form == "noun" and not own.words.endswith(nouns.words["field"])
            if verb[2].bits & _DOING and not (mine and nouns.sort(own.words)[0] in ("people", "household", "")):
                if any(t[2].text in nouns.words["rest"] for t in quantity.tokens):
                    return None
                acting = self._doing(context, quantity, reading, verb)
                if acting is not None:
                    if own.words.endswith(nouns.words["field"]):
                        quantity.trace.append(nouns.rules["field"])
                    return acting
        named = benefit(context, nouns, quantity, own)
        if named is not None:
            return self._settling.settle(context, quantity, named[0], named[1], None)
        price = priced(context, nouns, quantity)
        if price is not None:
            return self._settling.settle(context, quantity, [price], None, None)
        who = received(context, nouns, quantity, own)
        if who is not None:
            return self._received(context, quantity, who)
        carried = own.before.verb
        paid = quantity.measure == "amount" and nouns.sort(own.noun)[0] == "money" and carried is not None
        handed = quantity.measure == "amount" and own.words.endswith(nouns.words["handed"])
        if handed and own.right is not None and nouns.sort(own.noun)[0] in _HANDED:  # 基金会资助18万元适老设施
            quantity.trace.append(nouns.rules["handed"])
            return self._settling.settle(context, quantity, [own.right], None, None)
        if self._granted(quantity, own):
            quantity.trace.append(nouns.rules["grant"])
            paid = True
        if own.right is not None and self._shared(context, quantity, own):
            start, stop = own.right
            of_village = text[start] == SETTLEMENTS[0] and nouns.sort(own.noun)[0] == "money"  # 95%的村集体收入超过…
            return self._settling.settle(context, quantity, [(start, start + 1 if of_village else stop)], None, None)
        right = own.right if counts or paid or text.startswith(nouns.words["relative"], quantity.end) else None
        if right is not None and not self._leans(context, quantity, own):
            return self._with_noun_behind(context, quantity, own, right)
        if reading is not None and reading.form == "act" and counts and own.right is None:
            shared = _noun_of_next(context, nouns, quantity)
            if shared is not None and nouns.sort(clean(text[slice(*shared)]))[0] in ("people", "household"):
                return self._settling.settle(context, quantity, [*own.left, shared], None, None)
        if reading is None and counts:
            given = self._gifts.given(context, quantity, own)
            if given is not None:
                return self._settling.settle(context, quantity, [given], None, None)
            shared = _noun_of_next(context, nouns, quantity) or _deed_of_next(context, quantity)
            if shared is not None:
                return self._settling.settle(context, quantity, [shared], None, None)
        outlay = own.words in nouns.words["outlay"] and text[quantity.end : quantity.end + 1] not in _PAUSES
        if quantity.measure == "amount" and (reading is None or reading.form == "act" or outlay):
            verb = own.before.verb
            spends = outlay or (verb is not None and verb[2].bits & _SPEND != 0)
            if outlay:
                quantity.trace.append(nouns.rules["outlay"])
            if not spends and reading is None:
                spends = context.holds(_SPEND, max(quantity.own, quantity.clause_start), quantity.left)
            spent = purpose(context, nouns, quantity, spends)
            if spent:
                return self._settling.settle(context, quantity, spent, None, None)
        rate = self._gifts.rate_of(context, quantity)
        if rate is not None:
            return self._settling.settle(context, quantity, [rate], None, None)
        if reading is None or own.clause is not None:
            return None
        if reading.form == "attribute" and reading.rule in nouns.benefits and quantity.measure != "amount":
            return self._settling.settle(context, quantity, own.left, None, None)
        if reading.form != "noun":
            return None
        sent = self._sent(context, quantity, own) if quantity.measure in _PEOPLE else None
        if sent is not None:
            return sent
        if counts and (done := self._lacking.labels.with_act(context, quantity, own)) is not None:
            return done
        if _bare_name(context, quantity, own, nouns):
            return None
        lent = self._siblings.lent(context, quantity, own)
        if lent is not None:
            return self._settling.settle(context, quantity, own.left, lent, None)
        listed = self._listed(context, quantity, own)
        if listed is None and nouns.trait(own.words):
            return self._trait(context, quantity, own)
        name = listed or self._gifts.given_to(context, quantity, own) or self._gifts.told_apart(context, quantity, own)
        return self._settling.settle(context, quantity, own.left, name, None)

    def _shared(self, context: Context, quantity: Quantity, own: Own) -> bool:
        """80%以上的县（市、区）开展服务: whether a clause opens with the share of those whose noun follows it."""
        if quantity.measure != "rate" or own.left or own.verb is not None:
            return False
        if context.text[quantity.clause_start : quantity.left].strip():
            return False
        return self._nouns.sort(own.noun)[0] in _SHARED or own.noun[:1] in SETTLEMENTS

    def _sent(self, context: Context, quantity: Quantity, own: Own) -> Source | None:
        """转介医疗机构9人: where they are sent to is not who they are."""
        nouns = self._nouns
        verb = next((w for w in nouns.words["sent"] if own.words.startswith(w)), "")
        if not verb or nouns.sort(own.words)[0] != "facility":
            return None
        quantity.trace.append(nouns.rules["sent"])
        start = own.left[0][0]
        reading = nouns.read(verb)
        if reading.form != "act":
            reading = reading._replace(form="act")
        return self._lacking.by_form(context, quantity, reading, ((start, start + len(verb)),), verb)

    def _received(self, context: Context, quantity: Quantity, who: Phrase) -> Source:
        """The money told before that people are said to get; where none is, the people."""
        self._memory.before_phrase(context, quantity, who[0])
        rivals = self._memory.rivals(context, quantity, "same")
        if rivals and rivals[0].told.sort == "money" and rivals[0].told.start >= context.start:
            return self._settling.settle(context, quantity, (), rivals[0].told.name, rivals[0].told, rivals)
        return self._settling.settle(context, quantity, [who], None, None)

    def _granted(self, quantity: Quantity, own: Own) -> bool:
        """给予24万元医疗救助: whether the help that is paid stands behind."""
        carried = own.before.verb
        if quantity.measure != "amount" or carried is None or carried[1] != quantity.left:
            return False
        return carried[2].text in self._nouns.words["grant"] and self._nouns.sort(own.noun)[0] == "event"

    def _harmed(self, context: Context, quantity: Quantity, own: Own) -> Phrase | None:
        """造成35个县152万人受灾, 1人因雷击死亡: what has happened to the counted stands behind."""
        before, text = quantity.previous, context.text
        if quantity.measure not in _PEOPLE:
            return None
        told = bool(own.words) and (before is None or before.end != own.left[0][0])
        form = own.reading.form if own.reading is not None else ""
        if told and (form != "noun" or self._nouns.sort(own.words)[0] in _WHO):
            return None
        after = quantity.following  # 8.8万户25.7万人受灾
        last = after if after is not None and after.left == quantity.end and after.measure == "persons" else quantity
        harmed = (last.end, clause_end(text, last.end, last.right))
        if told and text[slice(*harmed)] not in self._nouns.words["harm"]:
            return None  # but 暴雨造成两地14万人受灾
        return harmed if self._nouns.harm.fullmatch(text, *harmed) is not None else None

    def _doing(self, context: Context, quantity: Quantity, reading: Reading | None, verb: Token) -> Source | None:
        """What the counted do: 12人从事照护工作, 5人退出."""
        text, nouns = context.text, self._nouns
        phrase = verb[0], min(clause_end(text, verb[1], quantity.right), verb[0] + _LONGEST_ACT)
        words = clean(text[slice(*phrase)])
        pair = quantity.previous
        if pair is not None and pair.end == quantity.left and not verb[2].bits & _AGENT:
            return None  # 老年牧民146户208人搬进新居
        if reading is None and nouns.read(words).form == "act" and quantity.shares is None:
            return self._lacking.by_form(context, quantity, nouns.read(words), (phrase,), words)
        if phrase[1] - verb[1] > 1 and (reading is None or verb[2].bits & _AGENT):
            return self._settling.settle(context, quantity, [phrase], None, None)
        return None

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
        head, of, _ = told.name.base.rpartition(self._nouns.words["among"][0])
        if of and len(own.words) <= 5:
            quantity.trace.append(self._nouns.rules["among"])
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
        many = own.words.count("、") > 1 and len(own.words) > _LONGEST_LIST
        placed = own.left and any(p.end == own.left[-1][1] and not p.body for p in context.places)
        got = own.words.endswith(nouns.words["got"])
        if got:
            quantity.trace.append(nouns.rules["got"])
        alone = alone or many or placed or got or _names_of(nouns, own.words) == quantity.value
        gains = reading is not None and reading.form == "act"
        owned = reading is not None and reading.form == "attribute" and behind.form == "noun"
        if owned and context.text.startswith(nouns.words["relative"][-1], quantity.end):  # 总长度14公里的界线
            name = with_attribute(own.words, take_apart(own.noun, nouns))
            return self._settling.settle(context, quantity, [*own.left, right], name, None)
        if behind.form == "attribute" and not gains and quantity.measure in ("count", "standard", "amount"):
            if own.left and reading is not None and reading.form == "noun":
                name = with_attribute(own.noun, take_apart(own.words, nouns))
                return self._settling.settle(context, quantity, [*own.left, right], name, None)
            rivals = self._memory.rivals(context, quantity, "owner", tuple(behind.sort.split()))
            if rivals:
                name = with_attribute(own.noun, rivals[0].told.name)
                return self._settling.settle(context, quantity, [right], name, rivals[0].told, rivals)
        general = own.noun in nouns.words["general"] and any(
            t[0] == right[1] and t[2].free & (_CUT | _DOING) for t in context.between(right[1], quantity.right)
        )
        if general or (len(ASIDE.sub("", own.noun)) <= 3 and nouns.predicate(context.text, right[1], quantity.right)):
            stop = clause_end(context.text, right[1], quantity.right)
            told = clean(context.text[right[1] : stop])
            gain = own.words if reading is not None and reading.form == "act" and not own.before.verb else ""
            verb = next((w for w in nouns.words["titled"] if told.startswith(w)), "")
            if verb and nouns.sort(told)[0] in ("facility", "thing") and len(told) <= _LONGEST_ACT + len(verb):
                quantity.trace.append(nouns.rules["titled"])  # 5个县（市）区被命名为双拥模范城
                start = context.text.find(verb, right[1], stop) + len(verb)
                return self._settling.settle(context, quantity, [(start, stop)], None, None)
            if 3 <= len(told) <= 16:
                quantity.trace.append(nouns.rules["general" if general else "predicate"])
                name = Name(gain, told, own.noun)
                return self._settling.settle(context, quantity, [right, (right[1], stop)], name, None)
        if not gains and (deed := deed_of(context, nouns, quantity, right, bool(own.left))) is not None:
            return self._settling.settle(context, quantity, deed[0], deed[1], None)
        partial = reading is not None and reading.form in ("label", "act") and own.before.verb is None
        phrases = [right] if alone and not partial else [*own.left, right]
        source = self._settling.settle(context, quantity, phrases, None, None)
        if own.noun not in SETTLEMENTS:  # 23个村集体收入: what follows is not what later numbers count
            self._memory.behind(context, quantity, right[1])
        return source

    def _trait(self, context: Context, quantity: Quantity, own: Own) -> Source:
        """重度残疾人 as a part of what was counted before: 低保边缘家庭重度残疾人."""
        part = quantity.bits & _PART != 0
        rivals = self._memory.rivals(context, quantity, "whole") if part else []
        named = [r for r in rivals if r.told.start >= context.start and r.told.quantity is not None]
        if named and self._nouns.members(named[0].told.name.base):
            of = named[0].told
            quantity.trace += [self._nouns.rules["trait"], self._nouns.rules["member"]]
            name = Name("", of.name.label, of.name.base + own.words)
            return self._settling.settle(context, quantity, own.left, name, of, rivals)
        return self._settling.settle(context, quantity, own.left, None, None)


def _bare_name(context: Context, quantity: Quantity, own: Own, nouns: Nouns) -> bool:
    """桐荫 in 养老中心9个（桐荫3个、碧岭2个）: an unknown word in a bracket behind a number of the same unit."""
    named = own.words in SETTLEMENTS or nouns.sort(own.words)[0]
    if len(own.words) > 4 or named or not in_bracket(context, quantity.start):
        return False
    before = quantity.previous
    if before is None or before.unit != quantity.unit or context.between(*own.left[0]):
        return False
    return not in_bracket(context, before.start) or before.decisions["subject"].winner.rule != "own-words"


def _names_of(nouns: Nouns, words: str) -> int:
    """How many names of facilities a list has: 白石小学、河口小学和东关小学; 0 where it has others, or is none."""
    items = _ITEMS.split(words)
    named = all(len(item) >= _LEAST_NAME and nouns.sort(item)[0] == "facility" for item in items)
    return len(items) if len(items) > 1 and named else 0


def _deed_of_next(context: Context, quantity: Quantity) -> Phrase | None:
    """5300户、1.3万人享受低保: what the persons do, their households do as well."""
    after, before = quantity.following, quantity.previous
    if after is None or quantity.measure != "households" or after.measure != "persons":
        return None
    if context.text[quantity.end : after.left] not in _PAUSES:
        return None
    if before is not None and before.end == quantity.left:
        return None
    noun, verb = right_phrase(context, after.end, after.right)
    if noun is not None or verb is None or not verb[2].bits & _AGENT:
        return None
    stop = min(clause_end(context.text, verb[1], after.right), verb[0] + _LONGEST_ACT)
    return (verb[0], stop) if stop > verb[1] + 1 else None


def _noun_of_next(context: Context, nouns: Nouns, quantity: Quantity) -> Phrase | None:
    """210户520人低保边缘家庭: the noun stands behind the second number."""
    after = quantity.following
    if after is None or after.left != quantity.end or quantity.unit == after.unit:
        return None
    before = quantity.previous
    if before is not None and before.end == quantity.left:
        return None
    noun, verb = right_phrase(context, after.end, after.right)
    return past_fitting(context, nouns, after) or (noun if verb is None else None)
