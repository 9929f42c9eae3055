"""The noun behind a number: 12所敬老院, 58名已死亡人员, and not what only follows it (3亿元大关, 46人在甲镇敬老院)."""

from __future__ import annotations

from civx.patterns.kept import compiled

from ..quantities.quantity import Quantity
from ..words.terms import Token, mask
from .context import Context
from .counted import right_phrase
from .nouns import Nouns
from .phrases import SETTLEMENTS, Phrase, attributive, clean

_DOING, _AGENT = mask("cut", "head", "verb", "agent"), mask("agent")
_MAKES = mask("cut", "one-verb", "verb", "change")
_CARRIES = mask("each", "tail")
_FITTING = {
    "persons": ("people",),
    "households": ("household", "people"),
    "count": ("facility", "thing", "event", "household", "people"),
    "person_times": ("people",),
    "household_times": ("household", "people"),
}
_PAUSES = "，,；;。：:、（()）\n"
_LONG, _LONGEST = 10, 20
ASIDE = compiled("[（(][^（()）]{1,6}[)）]")
_SHORT_BRACKET = 6
_PIECES = "个"


def noun_behind(context: Context, nouns: Nouns, quantity: Quantity, alone: bool) -> tuple[Phrase | None, Token | None]:
    """The noun behind the unit, and the verb that stands there instead."""
    text = context.text
    end = nouns.empty(text, quantity.end, quantity.right)
    if end > quantity.end and (end >= quantity.right or text[end] in _PAUSES):
        quantity.trace.append(nouns.rules["empty"])
        return None, None
    noun = past_fitting(context, nouns, quantity)
    if noun is not None:
        return noun, None
    behind = context.between(quantity.end, quantity.right)
    first = behind[0] if behind and behind[0][0] == quantity.end else None
    held = first is not None and not first[2].free and first[2].bits != 0
    if text.startswith(nouns.words["compared"], quantity.end):
        return None, None
    stands = text.startswith(nouns.words["stands"], quantity.end)
    if stands and held:  # 其余82家为民办, though 为民 is a word
        stop = _pause(text, quantity.end, quantity.right)
        held = nouns.read(clean(text[quantity.end + 1 : stop])).form != "label"
    if stands and not held:
        quantity.trace.append(nouns.rules["stands"])
        return None, None
    if first is not None and first[2].bits & _AGENT:
        noun, _ = right_phrase(context, quantity.end, quantity.right)  # 一场具有民族特色的婚礼
        fits = noun is not None and nouns.sort(clean(text[slice(*noun)]))[0] in _FITTING.get(quantity.measure, ())
        return (noun, None) if fits else (None, first)
    noun, verb = right_phrase(context, quantity.end, quantity.right)
    if noun is not None and quantity.following is not None and noun[1] > quantity.following.left:
        return None, verb
    if noun is None and alone and attributive(quantity):
        noun = _state_and_noun(context, nouns, quantity)
        verb = None if noun is not None else verb
    if noun is None and verb is not None:
        noun = _named_like_verb(context, nouns, quantity, verb) or _object(context, nouns, quantity, verb)
        verb = None if noun is not None else verb
    if noun is None:
        return None, verb
    start, stop = noun
    of = text.find(nouns.words["relative"][-1], start, stop) if quantity.unit == _PIECES else -1
    if of > start and text[start:of] in nouns.words["uncounted"]:
        return (start, of), verb  # 5个乡镇的福利院
    kinds = _kinds(context, nouns, quantity, stop)
    if kinds:
        return (start, kinds), verb
    stop = _off_tails(context, nouns, start, stop)
    beyond = _over_bracket(context, nouns, quantity, stop)
    if beyond > stop:
        return (start, beyond), verb
    words = clean(text[start:stop])
    if not words or nouns.read(words).form in ("empty", "carry"):
        return None, verb
    if any(t[2].free & _DOING and nouns.compound(text, t[1], stop) for t in context.between(start, stop)):
        quantity.trace.append(nouns.rules["bearer"])
    fitting = _FITTING.get(quantity.measure, ())
    before = quantity.previous
    if before is not None and before.end == quantity.left and before.measure == "households":
        fitting = (*fitting, "household")  # 9户11人特困供养家庭
    sort = nouns.sort(words)[0]
    if quantity.measure == "count":
        counted = tuple(one for one in fitting if nouns.counted(one, quantity.unit))
        fitting = counted or fitting
        if sort in counted and not nouns.counted(sort, quantity.unit, words):
            quantity.trace.append(nouns.rules["uncounted"])
            sort = ""  # 6所敬老院主体工程
    length = stop - start
    if length > _LONG and sort in fitting:  # 8家乡镇（街道）居家养老服务中心
        length -= sum(map(len, ASIDE.findall(text, start, stop)))
        verbs = (t for t in context.between(start, stop) if t[2].free & _DOING)
        if length <= _LONGEST and all(nouns.compound(text, t[1], stop) for t in verbs):
            length = _LONG  # a noun of many words, with no verb among them
    if fitting and (length > _LONG or sort not in fitting):
        shorter = head_noun(context, nouns, start, stop, fitting, quantity.unit)
        if shorter:
            named = text[start:shorter]
            cut = len(named) - len(nouns.before_manner(named))
            return (start, shorter - cut if cut < len(named) - 1 else shorter), verb
        if sort == "money" and text[start] in SETTLEMENTS and text[start + 1] not in "级属":
            return (start, start + 1), verb  # 23个村集体收入超过20万元
    return (start, stop), verb


def past_fitting(context: Context, nouns: Nouns, quantity: Quantity) -> Phrase | None:
    """312人不再符合条件的农村低保家庭: the noun behind a clause that no name needs."""
    fitting = nouns.fitting.match(context.text, quantity.end, quantity.clause_end)
    if fitting is None:
        return None
    after = quantity.following
    while after is not None and after.start < fitting.end():
        after = after.following
    stop = min(quantity.clause_end, after.left if after is not None else quantity.clause_end)
    noun, _ = right_phrase(context, fitting.end(), stop)
    sorts = (*_FITTING.get(quantity.measure, ()), "household")
    if noun is None or nouns.sort(clean(context.text[slice(*noun)]))[0] not in sorts:
        return None
    quantity.trace.append(nouns.rules["fitting"])
    return noun


def _pause(text: str, start: int, right: int) -> int:
    while start < right and text[start] not in _PAUSES:
        start += 1
    return start


def _named_like_verb(context: Context, nouns: Nouns, quantity: Quantity, verb: Token) -> Phrase | None:
    """9个镇、1个使李服务中心: in a list of counted places a name may begin with what is a verb elsewhere."""
    text, start = context.text, quantity.end
    listed = quantity.previous is not None and quantity.previous.unit == quantity.unit
    if not listed or text[quantity.left - 1] != "、" or (verb[0], verb[1]) != (start, start + 1):
        return None
    if quantity.measure != "count" or verb[2].free & _DOING:
        return None
    noun, _ = right_phrase(context, start + 1, quantity.right)
    named = noun is not None and noun[0] == start + 1 and nouns.sort(clean(text[slice(*noun)]))[0] == "facility"
    return (start, noun[1]) if noun is not None and named else None


def _object(context: Context, nouns: Nouns, quantity: Quantity, verb: Token) -> Phrase | None:
    """增加320个资助安老宿位: behind a number that is a verb's object no other verb follows, and so a noun does."""
    text = context.text
    if quantity.measure != "count" or not any(
        t[1] == quantity.left and t[2].free & _MAKES and t[1] - t[0] > 1 for t in quantity.tokens[-1:]
    ):
        return None
    stop = min(_pause(text, quantity.end, quantity.right), quantity.end + _LONG)
    words = clean(text[quantity.end : stop])
    if stop - verb[1] < 2 or any(t[2].free & _DOING and t is not verb for t in context.between(quantity.end, stop)):
        return None
    sort, read = nouns.sort(words)[0], nouns.read(words).form
    fits = read == "noun" and sort in _FITTING["count"] and nouns.counted(sort, quantity.unit, words)
    return (quantity.end, stop) if fits and nouns.sort(words[verb[1] - verb[0] :])[0] == sort else None


def _kinds(context: Context, nouns: Nouns, quantity: Quantity, stop: int) -> int:
    """4万名低保等五类学生: where the noun ends that sums up what the words before 等 are examples of; 0 for none."""
    such, kinds = nouns.words["such"][0], quantity.following
    if kinds is None or kinds.measure != "count" or kinds.left != stop + len(such):
        return 0
    if not context.text.startswith(such, stop):
        return 0
    noun, _ = right_phrase(context, kinds.end, kinds.right)
    fits = noun is not None and nouns.sort(clean(context.text[slice(*noun)]))[0] in _FITTING.get(quantity.measure, ())
    return noun[1] if noun is not None and fits else 0


def _over_bracket(context: Context, nouns: Nouns, quantity: Quantity, stop: int) -> int:
    """8家乡镇（街道）居家养老服务中心: the noun goes on behind a short bracket."""
    text = context.text
    close = stop - 1
    opening = max(text.rfind("(", quantity.end, close), text.rfind("（", quantity.end, close))
    if text[close] not in ")）" or opening < 0 or close - opening > _SHORT_BRACKET:
        return stop
    limit = close + 1
    while limit < context.end and text[limit] not in _PAUSES:
        limit += 1
    following = quantity.following
    limit = min(limit, following.left if following is not None else limit)
    if any(time.start == close + 1 for time in context.times_in(close + 1, limit)):
        return stop  # 7个县（市、区）2021年的资金
    noun, verb = right_phrase(context, close + 1, limit)
    if noun is None or verb is not None or noun[0] != close + 1 or not nouns.sort(clean(text[slice(*noun)]))[0]:
        return stop
    quantity.trace.append(nouns.rules["aside"])
    return noun[1]


def _off_tails(context: Context, nouns: Nouns, start: int, stop: int) -> int:
    """A noun behind a number does not end in words that carry the next one: 5个审计组共32名, 14个村共52人."""
    for token in reversed(context.between(start, stop)):
        least = start if nouns.sort(context.text[start])[0] else start + 1
        if token[1] == stop and token[0] > least and token[2].free & _CARRIES and not token[2].programme:
            stop = token[0]
        else:
            break
    return stop


def _state_and_noun(context: Context, nouns: Nouns, quantity: Quantity) -> Phrase | None:
    """58名已死亡人员: a noun that opens with what has become of it."""
    text, start = context.text, quantity.end
    if quantity.measure not in ("persons", "households") or not text.startswith(nouns.words["state"], start):
        return None
    quantity.trace.append(nouns.rules["state"])
    stop = start
    while stop < quantity.right and text[stop] not in _PAUSES and stop - start < _LONG:
        stop += 1
    end = head_noun(context, nouns, start, stop, _FITTING.get(quantity.measure, ()))
    return (start, end) if end else None


def head_noun(
    context: Context, nouns: Nouns, start: int, stop: int, fitting: tuple[str, ...], unit: str = ""
) -> int:
    """Where the first noun of a fitting sort ends in [start, stop), at the end of a word; 0 where there is none."""
    text = context.text
    for sort in fitting:
        best = 0
        for end in range(start + 2, stop + 1):
            words = text[start:end]
            if nouns.sort(words)[0] == sort and nouns.read(words).form != "label":
                whole = context.around(end)
                if whole is not None and start < whole[0] and end == whole[0] + 1:
                    continue  # 政府电(视)
                if unit and nouns.counted(sort, unit) and not nouns.counted(sort, unit, words):
                    continue
                best = end
            elif best and end - best > 4:
                break
        if best:
            return best
    return 0
