"""A number's own words, told from those that only stand in the clause with them."""

from __future__ import annotations

from typing import NamedTuple

from ..quantities.quantity import Quantity
from ..words.terms import Token, mask
from .behind import noun_behind
from .context import Context
from .decision import new
from .nouns import Nouns
from .phrases import Left, Phrase, attributive, clean, left_phrase, trim_head
from .readings import Reading
from .refining import refine

_OPENS = mask("opener", "part", "rest", "done", "tail")
_COMPARE, _SHIFT = mask("compare"), mask("change", "change-compared")
_SERVED, _SUBGROUP, _BASELINE = mask("served", "preposition"), mask("subgroup"), mask("baseline")
_MONEY = frozenset({"amount", "standard"})
_GAP, _DOES = mask("gap"), mask("cut", "head", "verb", "deed", "done", "tail", "opener")


class Own(NamedTuple):
    """What a number's own words say: ``left`` and ``right`` the phrases around it, with how they read; ``before`` where
    the words in its stretch end that stand before the phrase; ``clause`` a relative clause (有经营实体的11户)."""

    before: Left
    left: tuple[Phrase, ...]
    words: str
    reading: Reading | None
    right: Phrase | None
    noun: str
    verb: Token | None
    clause: Phrase | None = None


def own_words(context: Context, nouns: Nouns, quantity: Quantity, before: Left) -> Own:
    """Reads the words around a number; ``before`` is the phrase as it stands."""
    text = context.text
    pieces: tuple[Phrase, ...] = ()
    right: Phrase | None = None
    verb: Token | None = None
    phrase = before.phrase
    if phrase is not None and (limited := _with_limit(context, nouns, quantity, phrase)) is not None:
        phrase = limited
    elif phrase is not None and (_of_previous(context, quantity, phrase) or _yardstick(context, before, phrase)):
        phrase = None
    elif phrase is not None and _between(context, quantity, phrase) and attributive(quantity):
        right, verb = noun_behind(context, nouns, quantity, True)
        if right is not None or verb is not None:
            phrase = None  # 35个县52.6万人受灾: the noun between is the first number's
    if phrase is not None and goal_met(context, nouns, quantity) is not None:
        phrase = None  # 完成年初预算的95%
    if phrase is not None:
        phrase = _past_noun_before(context, quantity, phrase)
    paid = quantity.measure == "amount" and (
        before.verb is not None or (phrase is not None and text.endswith(nouns.words["handed"], *phrase))
    )
    if attributive(quantity) or phrase is None or paid or text.startswith("的", quantity.end):
        right, verb = noun_behind(context, nouns, quantity, phrase is None)
    if phrase is not None:
        phrase = _before_gap(context, _before_old(context, quantity, phrase))
        if phrase[1] > phrase[0]:
            after = quantity.following
            object_ = right is not None or (after is not None and after.left == quantity.end)
            pieces = refine(context, nouns, quantity, phrase, object_)
    elif before.phrase is None and (label := _subgroup(quantity)) is not None:
        pieces = (label,)
    elif before.phrase is None and before.verbal is not None:
        pieces = _done(context, nouns, before.verbal)
    words = "".join([clean(text[start:end]) for start, end in pieces])
    if pieces and before.verb is not None and nouns.pays(words) and nouns.sort(words)[0] != "money":
        quantity.trace.append(nouns.rules["payer"])
        pieces, words = (), ""  # 政府每年拨款3.5亿元
    if right is not None and pieces and _ends_in_preposition(context, pieces[-1]):
        pieces, words = (), ""
    reading = nouns.read(words) if words else None
    if reading is not None and reading.form in ("empty", "carry", "vague"):
        quantity.trace.append(reading.rule)
        pieces, words = (), ""
        reading = reading if reading.form == "vague" else None
    if words and quantity.measure in _MONEY and nouns.elsewhere.fullmatch(words) is not None:
        quantity.trace.append(nouns.rules["elsewhere"])
        pieces, words, reading = (), "", None  # 主城区780元
    noun = clean(text[right[0] : right[1]]) if right is not None else ""
    clause = _clause(context, nouns, quantity) if right is None and attributive(quantity) else None
    return new(Own, (before, pieces, words, reading, right if noun else None, noun, verb, clause))


def _past_noun_before(context: Context, quantity: Quantity, phrase: Phrase) -> Phrase:
    """152个村配齐协理员169名: the noun right behind the number before is that one's."""
    before = quantity.previous
    if before is None or phrase[0] != before.end or "subject" not in before.decisions:
        return phrase
    own = before.decisions["subject"].winner
    if own.start != before.end or not before.end < own.end < phrase[1] or not attributive(quantity):
        return phrase
    if not any(t[0] == own.end and t[2].free & _DOES for t in context.between(own.end, phrase[1])):
        return phrase
    start = trim_head(context, own.end, phrase[1])
    return (start, phrase[1]) if start < phrase[1] - 1 else phrase


def goal_met(context: Context, nouns: Nouns, quantity: Quantity) -> Token | None:
    """完成年初预算的95%, 完成全年任务的120%: the verb before what the share is of, where that is a goal."""
    text = context.text
    if quantity.measure != "rate" or text[quantity.left - 1] != nouns.words["relative"][-1]:
        return None
    if not text.endswith(nouns.words["portion-goal"], quantity.own, quantity.left - 1):
        return None
    met = nouns.words["goal-met"]
    return next((t for t in quantity.tokens if t[2].text in met), None)


def _done(context: Context, nouns: Nouns, verbal: Phrase) -> tuple[Phrase, ...]:
    """现已改造完成247户: verbs alone that say what was done."""
    form = nouns.read(clean(context.text[slice(*verbal)])).form
    return (verbal,) if form == "act" else ()


def _subgroup(quantity: Quantity) -> Phrase | None:
    """其中女6名: a label of one character."""
    last = quantity.tokens[-1] if quantity.tokens else None
    return (last[0], last[1]) if last is not None and last[1] == quantity.left and last[2].bits & _SUBGROUP else None


def _ends_in_preposition(context: Context, phrase: Phrase) -> bool:
    """Whether the words before a number lead to the noun behind it: 工程对8名孤儿."""
    return context.holds(_SERVED, phrase[1] - 1, phrase[1])


def _with_limit(context: Context, nouns: Nouns, quantity: Quantity, phrase: Phrase) -> Phrase | None:
    """新开工投资1亿元以上项目57个: the limit and the words before it belong to the name."""
    if quantity.floor <= quantity.clause_start or phrase[0] > quantity.floor + 1:
        return None
    before = quantity.previous
    low = max(quantity.clause_start, before.end) if before is not None else quantity.clause_start
    left = left_phrase(context, low, quantity.floor)
    if left.phrase is None:
        return None
    quantity.trace.append(nouns.rules["limit"])
    return left.phrase[0], phrase[1]


def _from_opener(context: Context, start: int, stop: int) -> int:
    """Where the clause begins once times and words such as 其中 are off."""
    times = {t.start: t.end for t in context.times_in(start, stop)}
    words = {t[0]: t for t in context.between(start, stop)}
    while start < stop:
        token = words.get(start)
        if start in times:
            start = times[start]
        elif context.text[start] in " 、，,　":
            start += 1
        elif token is not None and token[2].bits & _OPENS and token[1] - start > 1 and not token[2].programme:
            start = token[1]
        else:
            break
    return start


def _before_old(context: Context, quantity: Quantity, phrase: Phrase) -> Phrase:
    """用水总量由“十二五”末的15.81亿立方米减少到…: the phrase ends where the old value opens."""
    start, end = phrase
    if quantity.old_of is None:
        return phrase
    for token in reversed(context.between(start + 2, end)):
        if token[2].bits & _BASELINE:
            return (start, token[0])
    return phrase


def _before_gap(context: Context, phrase: Phrase) -> Phrase:
    """增速高于全国0.6个百分点: what it is held against is not what is counted."""
    start, end = phrase
    for token in context.between(start, end):
        if token[2].bits & _GAP:
            named = context.nouns is not None and context.nouns.attribute_of(clean(context.text[token[1] : end]))
            return phrase if named else (start, token[0])
    return phrase


def _yardstick(context: Context, before: Left, phrase: Phrase) -> bool:
    """Whether the phrase is only what a change is measured by: 比“九五”时期增长87.2%."""
    if not before.tails or not any(t[2].bits & _SHIFT for t in before.tails):
        return False
    return any(t[1] == phrase[0] and t[2].free & _COMPARE for t in context.between(phrase[0] - 3, phrase[0]))


def _clause(context: Context, nouns: Nouns, quantity: Quantity) -> Phrase | None:
    """The relative clause right before a number: 其中(有经营实体)的11户, (户籍已迁出)的有35人."""
    text, start, end = context.text, quantity.own, quantity.left
    if not text.endswith(nouns.words["relative"], start, end):
        return None
    if quantity.tokens and quantity.tokens[-1][1] == end and quantity.tokens[-1][2].bits & _BASELINE:
        return None  # 由原来的12所
    ending = next(word for word in nouns.words["relative"] if text.endswith(word, start, end))
    before = quantity.previous
    if before is not None and text[before.end : end] == ending and before.measure in ("rate", "amount"):
        quantity.trace.append(nouns.rules["relative"])
        return _from_opener(context, before.own, before.end), before.end  # 占比超过10%的有44种
    if end - start < len(ending) + 3:
        return None
    stop = end - len(ending)
    start = _from_opener(context, start, stop)
    if stop - start < 2 or any(t.end == stop for t in context.times_in(start, stop)):
        return None
    if nouns.read(clean(text[start:stop])).form in ("carry", "vague"):
        return None  # 与上年同月的234宗比较
    quantity.trace.append(nouns.rules["relative"])
    return start, stop


def _of_previous(context: Context, quantity: Quantity, phrase: Phrase) -> bool:
    """9个乡镇、1个…: the phrase belongs to the number before."""
    before = quantity.previous
    return (
        (before is not None
        and phrase[0] == before.end
        and attributive(before)
        and (context.text[phrase[1] : phrase[1] + 1] or " ") in "、和及与")
        or (before is not None
        and phrase[0] == before.end
        and context.text[phrase[1] - 1] in "、和及与")
    )


def _between(context: Context, quantity: Quantity, phrase: Phrase) -> bool:
    """Whether the phrase fills the gap between this number and one that counts things as well."""
    before = quantity.previous
    return before is not None and attributive(before) and (before.end, quantity.left) == phrase
