"""A number's own words, told from those that only stand in the clause with them.

From the phrase before the number go what opens the clause (三年间), who does it or pays (县殡仪馆火化遗体) and what
stands before 把 and 将; from that behind it what names nothing (3亿元大关) and the predicate.
"""

from __future__ import annotations

from typing import NamedTuple

from ..quantities.quantity import Quantity
from ..words.lexicon import Token, mask
from .context import Context
from .nouns import Nouns, Reading
from .phrases import Left, Phrase, attributive, clean, left_phrase, right_phrase, trim_head

_DOING = mask("cut", "head", "verb", "agent")
_CUT, _PLAN = mask("cut", "head"), mask("plan")
_LOOSE = mask("opener", "tail", "done", "plan")
_CARRIES = mask("tail")
_GAP = mask("gap")
_TIMED = mask("opener", "preposition", "baseline")
_OPENS = mask("opener", "part", "rest", "done", "tail")
_COMPARE, _SHIFT = mask("compare"), mask("change", "change-compared")
_SERVED, _SUBGROUP, _AGENT, _BASELINE = mask("served", "preposition"), mask("subgroup"), mask("agent"), mask("baseline")
_FITTING = {
    "persons": ("people",),
    "households": ("household", "people"),
    "count": ("facility", "thing", "event", "household", "people"),
    "person_times": ("people",),
    "household_times": ("household", "people"),
}
_PAUSES = "，,；;。：:、（()）\n"
_LONG = 10


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
        right, verb = _behind(context, nouns, quantity, True)
        if right is not None or verb is not None:
            phrase = None  # 35个县52.6万人受灾: the noun between is the first number's
    paid = quantity.measure == "amount" and before.verb is not None
    if attributive(quantity) or phrase is None or paid or text.startswith("的", quantity.end):
        right, verb = _behind(context, nouns, quantity, phrase is None)
    if phrase is not None:
        phrase = _before_gap(context, _before_old(context, quantity, phrase))
        if phrase[1] > phrase[0]:
            pieces = refine(context, nouns, quantity, phrase, right is not None)
    elif before.phrase is None and (label := _subgroup(quantity)) is not None:
        pieces = (label,)
    elif before.phrase is None and before.verbal is not None:
        pieces = _done(context, nouns, before.verbal)
    words = "".join(clean(text[start:end]) for start, end in pieces)
    if right is not None and pieces and _ends_in_preposition(context, pieces[-1]):
        pieces, words = (), ""
    reading = nouns.read(words) if words else None
    if reading is not None and reading.form in ("empty", "carry", "vague"):
        quantity.trace.append(reading.rule)
        pieces, words = (), ""
        reading = reading if reading.form == "vague" else None
    noun = clean(text[right[0] : right[1]]) if right is not None else ""
    clause = _clause(context, nouns, quantity) if right is None and attributive(quantity) else None
    return Own(before, pieces, words, reading, right if noun else None, noun, verb, clause)


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
    return any(t[1] == phrase[1] and t[2].bits & _SERVED for t in context.between(phrase[1] - 1, phrase[1]))


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
    if not any(t[2].bits & _SHIFT for t in before.tails):
        return False
    return any(t[1] == phrase[0] and t[2].free & _COMPARE for t in context.between(phrase[0] - 3, phrase[0]))


def _clause(context: Context, nouns: Nouns, quantity: Quantity) -> Phrase | None:
    """The relative clause right before a number: 其中(有经营实体)的11户, (户籍已迁出)的有35人."""
    text, start, end = context.text, quantity.own, quantity.left
    ending = next((word for word in nouns.words["relative"] if text.endswith(word, start, end)), "")
    before = quantity.previous
    if before is not None and ending and text[before.end : end] == ending and before.measure in ("rate", "amount"):
        quantity.trace.append(nouns.rules["relative"])
        return _from_opener(context, before.own, before.end), before.end  # 占比超过10%的有44种
    if not ending or end - start < len(ending) + 3:
        return None
    stop = end - len(ending)
    start = _from_opener(context, start, stop)
    if stop - start < 2 or any(t.end == stop for t in context.times_in(start, stop)):
        return None
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


def refine(
    context: Context, nouns: Nouns, quantity: Quantity, phrase: Phrase, object_: bool = False
) -> tuple[Phrase, ...]:
    """The pieces of a phrase before a number that name what is counted, in text order; () where none does.

    ``object_`` says that what a verb at its end acts on stands behind the number.
    """
    text, (start, end) = context.text, phrase
    if start > context.start and text[start - 1] in "因":
        start -= 1
    while (lead := nouns.lead(text, start, end)) > start:
        start = lead
        quantity.trace.append(nouns.rules["lead"])
        start = trim_head(context, context.between(start, end), start, end)
    if start >= end:
        return ()
    tokens = context.between(start, end)
    split = _around_time(context, start, end)
    if split is not None:
        first, second = split
        words = clean(text[second[0] : second[1]])
        reading = nouns.read(words)
        if reading.form in ("attribute", "label", "per", "act"):
            return (first, second)
        if not nouns.sort(words)[0] and nouns.sort(clean(text[first[0] : first[1]]))[0]:
            return (first,)
        start = second[0]
        tokens = context.between(start, end)
    for token in reversed(tokens):
        if token[0] >= start and token[1] < end and token[2].text in nouns.words["disposal"]:
            start = token[1]
            quantity.trace.append(nouns.rules["disposal"])
            break
    cuts = (
        ("doer", _past_doer(context, nouns, quantity, start, end, object_)),
        ("payer", _past_payer(nouns, text, start, end)),
        ("such", _past_examples(nouns, text, start, end)),
    )
    for sort, at in cuts:
        if at > start:
            quantity.trace.append(nouns.rules[sort])
    start = max(at for _, at in cuts)
    stop = _before_goal(context, nouns, start, end)
    if stop < end:
        quantity.trace.append(nouns.rules["goal"])
    return ((start, stop),) if clean(text[start:stop]) else ()


def _before_goal(context: Context, nouns: Nouns, start: int, end: int) -> int:
    """移送弃婴到市福利院: where to is not what."""
    for token in context.between(start, end):
        leads = token[2].text in nouns.words["goal"] and token[0] - start >= 3 and end - token[1] >= 2
        if leads and nouns.sort(clean(context.text[token[1] : end]))[0] == "facility":
            return token[0]
    return end


def _past_payer(nouns: Nouns, text: str, start: int, end: int) -> int:
    """县财政每所补助: who pays is not what for."""
    if nouns.payer.search(text, start, end) is None:
        return start
    for at in range(start + 2, min(end - 1, start + 8)):
        rest = clean(text[at:end])
        if nouns.pays(text[start:at]) and (rest[:1] == "每" or nouns.read(rest).form == "per"):
            return at
    return start


def _past_examples(nouns: Nouns, text: str, start: int, end: int) -> int:
    """洪涝、风雹、干旱等自然灾害: what all of them are."""
    at = text.find(nouns.words["such"][0], start, end)
    if at < 0 or "、" not in text[start:at] or end - at < 4:
        return start
    return at + 1 if nouns.sort(clean(text[at + 1 : end]))[0] else start


def _around_time(context: Context, start: int, end: int) -> tuple[Phrase, Phrase] | None:
    """What stands before and behind a time in the middle: 公共福利金计划 (在2023-24年度的) 预算开支."""
    text = context.text
    for time in context.times_in(start, end):
        at = time.start
        while at > start and any(t[1] == at and t[2].bits & _TIMED for t in context.between(at - 1, at)):
            at -= 1
        behind = trim_head(context, context.between(time.end, end), time.end, end)
        if start + 1 < at and behind < end:
            return (start, at), (behind, end)
    return None


def _past_doer(context: Context, nouns: Nouns, quantity: Quantity, start: int, end: int, object_: bool) -> int:
    """Where the phrase begins once the doer before its verb is off: 县殡仪馆共火化遗体, 云岫集团定向捐赠护目镜."""
    text = context.text
    tokens = context.between(start, end)
    served = any(t[1] == start and t[2].bits & _SERVED for t in context.between(start - 1, start))
    for number, token in enumerate(tokens):
        adverb = not token[2].free & _DOING and (nouns.manner(token[2].text) or token[2].free & _PLAN != 0)
        if not (adverb or token[2].free & _DOING) or token[0] < start + 2:
            continue
        behind = clean(text[token[1] : end])
        if not behind:
            return token[0] if object_ and nouns.does(clean(text[start : token[0]])) else start
        if not adverb and (nouns.project(behind) or (nouns.compound(text, token[1], end) and len(behind) < 3)):
            quantity.trace.append(nouns.rules["project"])
            continue
        stop = token[0]
        for other in reversed(tokens[:number]):
            if other[1] == stop and other[2].bits & _LOOSE:
                stop = other[0]
            else:
                break
        doer = nouns.before_manner(clean(text[start:stop]))
        given = served and nouns.sort(doer)[0] in ("people", "household")
        if len(doer) < 2 or nouns.read(doer).form in ("label", "attribute") or not (given or nouns.does(doer)):
            continue
        reading = nouns.read(behind)
        lacks = reading.form == "attribute" and reading.rule not in nouns.benefits
        if "的" in behind or not nouns.sort(behind)[0] or lacks:
            continue
        at = token[0] if not adverb and not token[2].free & _CUT else token[1]
        return trim_head(context, context.between(at, end), at, end)
    return start


def _behind(context: Context, nouns: Nouns, quantity: Quantity, alone: bool) -> tuple[Phrase | None, Token | None]:
    """The noun behind the unit, and the verb that stands there instead."""
    text = context.text
    end = nouns.empty(text, quantity.end, quantity.right)
    if end > quantity.end and (end >= quantity.right or text[end] in _PAUSES):
        quantity.trace.append(nouns.rules["empty"])
        return None, None
    held = any(t[0] == quantity.end and not t[2].free and t[2].bits for t in context.between(quantity.end, quantity.right))
    if not held and text.startswith(nouns.words["stands"], quantity.end):
        quantity.trace.append(nouns.rules["stands"])
        return None, None
    if any(t[0] == quantity.end and t[2].bits & _AGENT for t in context.between(quantity.end, quantity.right)):
        return None, context.between(quantity.end, quantity.right)[0]
    noun, verb = right_phrase(context, quantity.end, quantity.right)
    if noun is not None and quantity.following is not None and noun[1] > quantity.following.left:
        return None, verb
    if noun is None and alone and attributive(quantity):
        noun = _state_and_noun(context, nouns, quantity)
        verb = None if noun is not None else verb
    if noun is None:
        return None, verb
    start, stop = noun
    stop = _off_tails(context, start, stop)
    words = clean(text[start:stop])
    if not words or nouns.read(words).form in ("empty", "carry"):
        return None, verb
    if any(t[2].free & _DOING and nouns.compound(text, t[1], stop) for t in context.between(start, stop)):
        quantity.trace.append(nouns.rules["bearer"])
    fitting = _FITTING.get(quantity.measure, ())
    sort = nouns.sort(words)[0]
    if quantity.measure == "count":
        counted = tuple(one for one in fitting if nouns.counted(one, quantity.unit))
        fitting = counted or fitting
    if fitting and (stop - start > _LONG or sort not in fitting):
        shorter = head_noun(nouns, text, start, stop, fitting)
        if shorter:
            return (start, shorter), verb
    return (start, stop), verb


def _off_tails(context: Context, start: int, stop: int) -> int:
    """A noun behind a number does not end in words that carry the next one: 5个审计组共32名."""
    for token in reversed(context.between(start, stop)):
        if token[1] == stop and token[0] > start + 1 and token[2].free & _CARRIES and not token[2].programme:
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
    end = head_noun(nouns, text, start, stop, _FITTING.get(quantity.measure, ()))
    return (start, end) if end else None


def head_noun(nouns: Nouns, text: str, start: int, stop: int, fitting: tuple[str, ...]) -> int:
    """Where the first noun of a fitting sort ends in [start, stop); 0 where there is none."""
    for sort in fitting:
        best = 0
        for end in range(start + 2, stop + 1):
            words = text[start:end]
            if nouns.sort(words)[0] == sort and nouns.read(words).form != "label":
                best = end
            elif best and end - best > 4:
                break
        if best:
            return best
    return 0

