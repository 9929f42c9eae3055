"""What people are given: what is paid or done for the counted, the rate of it, and whose money it is."""

from __future__ import annotations

from ..quantities.quantity import Quantity
from ..words.terms import mask
from .context import Context
from .counted import right_phrase
from .names import Name
from .nouns import KIND, Nouns
from .phrases import Phrase, clean, trim_head
from .settling import Settling, clause_end
from .stretches import Own

_AGENT, _CUT, _GIVEN = mask("agent"), mask("cut"), mask("served", "purpose")
_RATED = {"amount": ("money",), "standard": ("money",), "rate": ("event", "money")}  # what rates are of, by measure
_STAFFED = {"persons": ("people",), "count": ("facility", "thing")}  # 按每个社区2名的标准配备社工
_PEOPLE = frozenset({"persons", "person_times", "households"})
_STAFF = mask("agent", "entry", "verb", "cut", "head")
_BY = KIND["by"]
_LONGEST = 20  # characters of who they are
_BACK = 12  # numbers that money may have to be told apart from


class Given:
    """Finds what the people or things of a number are given."""

    def __init__(self, settling: Settling) -> None:
        self._memory = settling.memory
        self._nouns: Nouns = settling.nouns

    def _by(self, context: Context, quantity: Quantity) -> bool:
        """按低保标准的20%增发低保金: whether a share says how much of something is done."""
        words = self._nouns.words["by"]
        near = context.between(quantity.clause_start, quantity.left) if context.kinds & _BY else ()
        return any(t[2].text in words for t in near)

    def rate_of(self, context: Context, quantity: Quantity) -> Phrase | None:
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

    def given(self, context: Context, quantity: Quantity, own: Own) -> Phrase | None:
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

    def given_to(self, context: Context, quantity: Quantity, own: Own) -> Name | None:
        """为困难老年人家庭实施适老化改造260户: what is done for the counted, with who they are."""
        start = own.left[0][0]
        if quantity.measure not in _PEOPLE or self._nouns.sort(own.words)[0] != "event":
            return None
        before = context.between(quantity.clause_start, start)
        served = next((t for t in reversed(before) if t[2].bits & _GIVEN and t[2].free), None)
        verb = before[-1] if before else None
        if verb is None or verb[1] != start or not verb[2].free & _CUT:
            return None
        low = served[1] if served is not None and served[1] < verb[0] else -1
        if low < 0 and verb[2].text in self._nouns.words["grant"]:  # 脱贫户及监测对象给予临时救助274户
            low = trim_head(context, quantity.own, verb[0])
        if low < 0:
            return None
        people = clean(context.text[low : verb[0]])
        if self._nouns.sort(people)[0] not in ("people", "household") or len(people) > _LONGEST:
            return None
        quantity.trace.append(self._nouns.rules["receiver"])
        return Name("", "", people + own.words)

    def told_apart(self, context: Context, quantity: Quantity, own: Own) -> Name | None:
        """为1327名特困对象发放低保金1036万元, where 低保金 was told of others before: whose it is."""
        people = quantity.previous
        told = self._memory.of(people) if people is not None else None
        if quantity.measure != "amount" or told is None or people is None:
            return None
        if people.clause_start != quantity.clause_start:
            return None
        served = context.holds(_GIVEN, quantity.clause_start, people.left)
        if not served or told.sort not in ("people", "household") or told.name.base in own.words:
            return None
        amounts = [t for t in self._memory.numbers(_BACK) if t.quantity is not None and t.quantity.measure == "amount"]
        again = any(t.name.text() == own.words for t in amounts)
        return Name("", told.name.label, told.name.base + own.words) if again else None
