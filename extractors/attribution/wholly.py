"""The numbers whose own words name them wholly, before them or behind them."""

from __future__ import annotations

from ..quantities.quantity import Quantity
from ..words.terms import Token, mask
from .benefits import benefit
from .context import Context
from .deeds import deed_of
from .lacking import Lacking
from .names import Name, take_apart, with_attribute
from .nouns import KIND, Nouns, Reading
from .phrases import SETTLEMENTS, Phrase, attributive, clean, right_phrase
from .purposes import purpose
from .settling import Settling, Source, clause_end, in_bracket
from .siblings import Siblings
from .stretches import Own

_DOING, _AGENT, _PART = mask("agent", "entry", "verb"), mask("agent"), mask("part")
_COMMAS = ("，", ",", "、", "")
_SPEND, _CUT, _GIVEN = mask("spend"), mask("cut"), mask("served", "purpose")
_RATED = {"amount": ("money",), "standard": ("money",), "rate": ("event", "money")}  # what rates are of, by measure
_STAFFED = {"persons": ("people",), "count": ("facility", "thing")}  # 按每个社区2名的标准配备社工
_PEOPLE = frozenset({"persons", "person_times", "households"})
_STAFF = mask("agent", "entry", "verb", "cut", "head")
_BY = KIND["by"]
_LONGEST_ACT = 20
_LONGEST_LIST = 30  # a longer list of names is summed up by the noun behind the number


class Wholly:
    """Names the numbers that have a full noun of their own."""

    def __init__(self, settling: Settling, lacking: Lacking) -> None:
        self._settling, self._lacking = settling, lacking
        self._memory, self._nouns = settling.memory, settling.nouns
        self._siblings = Siblings(settling)

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
            mine = reading is not None and reading.form == "noun"
            if verb[2].bits & _DOING and not (mine and nouns.sort(own.words)[0] in ("people", "household", "")):
                if any(t[2].text in nouns.words["rest"] for t in quantity.tokens):
                    return None
                acting = self._doing(context, quantity, reading, verb)
                if acting is not None:
                    return acting
        named = benefit(context, nouns, quantity, own)
        if named is not None:
            return self._settling.settle(context, quantity, named[0], named[1], None)
        carried = own.before.verb
        paid = quantity.measure == "amount" and nouns.sort(own.noun)[0] == "money" and carried is not None
        if self._granted(quantity, own):
            quantity.trace.append(nouns.rules["grant"])
            paid = True
        right = own.right if counts or paid or text.startswith(nouns.words["relative"], quantity.end) else None
        if right is not None and not self._leans(context, quantity, own):
            return self._with_noun_behind(context, quantity, own, right)
        if reading is not None and reading.form == "act" and counts and own.right is None:
            shared = _noun_of_next(context, quantity)
            if shared is not None and nouns.sort(clean(text[slice(*shared)]))[0] in ("people", "household"):
                return self._settling.settle(context, quantity, [*own.left, shared], None, None)
        if reading is None and counts:
            given = self._given(context, quantity, own)
            if given is not None:
                return self._settling.settle(context, quantity, [given], None, None)
            shared = _noun_of_next(context, quantity)
            if shared is not None:
                return self._settling.settle(context, quantity, [shared], None, None)
        outlay = own.words in nouns.words["outlay"] and text[quantity.end : quantity.end + 1] not in _COMMAS
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
        rate = self._rate_of(context, quantity)
        if rate is not None:
            return self._settling.settle(context, quantity, [rate], None, None)
        if reading is None or own.clause is not None:
            return None
        if reading.form == "attribute" and reading.rule in nouns.benefits and quantity.measure != "amount":
            return self._settling.settle(context, quantity, own.left, None, None)
        if reading.form != "noun":
            return None
        if _bare_name(context, quantity, own, nouns):
            return None
        lent = self._siblings.lent(context, quantity, own)
        if lent is not None:
            return self._settling.settle(context, quantity, own.left, lent, None)
        listed = self._listed(context, quantity, own)
        if listed is None and nouns.trait(own.words):
            return self._trait(context, quantity, own)
        name = listed or self._given_to(context, quantity, own)
        return self._settling.settle(context, quantity, own.left, name, None)

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
        if own.words and (before is None or before.end != own.left[0][0]):
            return None
        harmed = (quantity.end, clause_end(text, quantity.end, quantity.right))
        return harmed if self._nouns.harm.fullmatch(text, *harmed) is not None else None

    def _by(self, context: Context, quantity: Quantity) -> bool:
        """按低保标准的20%增发低保金: whether a share says how much of something is done."""
        words = self._nouns.words["by"]
        near = context.between(quantity.clause_start, quantity.left) if context.kinds & _BY else ()
        return any(t[2].text in words for t in near)

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

    def _rate_of(self, context: Context, quantity: Quantity) -> Phrase | None:
        """按每人每餐5元的标准给予助餐补贴, 按每村2名的标准配备护林员: what the rate is of."""
        text, nouns = context.text, self._nouns
        word = ""
        if text.startswith(nouns.words["rates"], quantity.end):
            word = next(w for w in nouns.words["rates"] if text.startswith(w, quantity.end))
        by = not word and quantity.measure in _RATED and self._by(context, quantity)
        if not word and not by:
            return None
        wanted = _RATED.get(quantity.measure)
        if wanted is None and self._by(context, quantity):
            wanted = _STAFFED.get(quantity.measure)
        if wanted is None:
            return None
        start = quantity.end + len(word)
        stop = clause_end(text, start, quantity.right)
        for token in context.between(start, quantity.right):
            if token[0] == start and token[2].free & _STAFF:
                start = token[1]
                if nouns.sort(clean(text[start:stop]))[0] in wanted:
                    break
        noun = (start, stop)
        if start == quantity.end + len(word) or nouns.sort(clean(text[slice(*noun)]))[0] not in wanted:
            return None
        if by and nouns.read(clean(text[slice(*noun)])).form != "noun":
            return None  # 按每户300元给予补助
        quantity.trace.append(nouns.rules["by" if by else "rates"])
        return noun

    def _given(self, context: Context, quantity: Quantity, own: Own) -> Phrase | None:
        """春节期间为690户1249人发放生活补贴: what they are given."""
        if quantity.measure not in _PEOPLE or own.right is not None:
            return None
        after, verb = quantity, own.verb
        following = quantity.following
        if verb is None and following is not None and following.left == quantity.end:
            _, verb = right_phrase(context, following.end, following.right)
            after = following
        if verb is None or not (verb[2].free & _CUT or verb[2].bits & _AGENT):
            return None
        before, receivers = context.between(quantity.clause_start, quantity.left), self._nouns.words["receiver"]
        served = context.holds(_GIVEN, quantity.clause_start, quantity.left)
        if not served and any(t[2].text in receivers for t in before):
            quantity.trace.append(self._nouns.rules["receiver"])
            served = True
        if not served and not verb[2].bits & _AGENT:
            return None
        stop = after.right if after.following is None else min(after.right, after.following.left)
        object_ = (verb[1], clause_end(context.text, verb[1], stop))
        words = clean(context.text[slice(*object_)])
        return object_ if 2 <= len(words) <= 16 and self._nouns.sort(words)[0] else None

    def _given_to(self, context: Context, quantity: Quantity, own: Own) -> Name | None:
        """为困难老年人家庭实施适老化改造260户: what is done for the counted, with who they are."""
        start = own.left[0][0]
        if quantity.measure not in _PEOPLE or self._nouns.sort(own.words)[0] != "event":
            return None
        before = context.between(quantity.clause_start, start)
        served = next((t for t in reversed(before) if t[2].bits & _GIVEN and t[2].free), None)
        verb = before[-1] if before else None
        if served is None or verb is None or verb[1] != start or not verb[2].free & _CUT or verb[0] <= served[1]:
            return None
        people = clean(context.text[served[1] : verb[0]])
        if self._nouns.sort(people)[0] not in ("people", "household") or len(people) > _LONGEST_ACT:
            return None
        quantity.trace.append(self._nouns.rules["receiver"])
        return Name("", "", people + own.words)

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
        alone = alone or many or placed or got
        gains = reading is not None and reading.form == "act"
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
        if general or (len(own.noun) <= 3 and nouns.predicate(context.text, right[1], quantity.right)):
            stop = clause_end(context.text, right[1], quantity.right)
            told = clean(context.text[right[1] : stop])
            gain = own.words if reading is not None and reading.form == "act" and not own.before.verb else ""
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
