"""Takes off a phrase before a number what stands there but is not counted.

What opens the clause (三年间), who does it or pays (县殡仪馆火化遗体), what stands before 把 and 将, where something is
taken to, and the examples before 等.
"""

from __future__ import annotations

from ..quantities.quantity import Quantity
from ..words.terms import mask
from .context import Context
from .nouns import KIND, Nouns
from .phrases import Phrase, clean, trim_head

_DOING = mask("cut", "head", "verb", "agent")
_PLAN = mask("plan")
_LOOSE = mask("opener", "tail", "done", "plan")
_SERVED = mask("served", "preposition")
_TIMED = mask("opener", "preposition", "baseline")
_DISPOSAL, _GOAL, _RECEIVER = KIND["disposal"], KIND["goal"], KIND["receiver"]
_BY, _FOR, _OF, _DONE = KIND["by"], mask("served"), "的", "了"
_FROM = mask("preposition", "baseline")  # 由
_LONG = 8  # characters of a name of one who pays
_DEED, _KEPT = mask("deed"), mask("verb", "agent")
_DROPPED = mask("cut", "head")
_VERBAL = 4  # characters of a verb: 走访慰问


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
        start = trim_head(context, start, end)
    start = _past_how(context, nouns, quantity, start, end)
    if start >= end:
        return ()
    given = text.endswith(nouns.words["gift"], start, end)
    if given and (gift := nouns.gift.fullmatch(text, start, end)) is not None:
        quantity.trace += [nouns.rules["gift"], *([nouns.rules["gift-manner"]] if gift["how"] else ())]
        return tuple(gift.span(name) for name in ("who", "deed") if gift[name])
    tokens = context.between(start, end)
    split = _around_time(context, start, end)
    if split is not None:
        first, second = split
        words = clean(text[second[0] : second[1]])
        reading = nouns.read(words)
        if reading.form in ("attribute", "label", "per", "act"):
            if nouns.read(clean(text[first[0] : first[1]])).form == "vague":
                quantity.trace.append(nouns.rules["vague"])
                return (second,)  # 该项目2021年已完成投资
            return (first, second)
        if not nouns.sort(words)[0] and nouns.sort(clean(text[first[0] : first[1]]))[0]:
            return (first,)
        start = second[0]
        tokens = context.between(start, end)
    for token in reversed(tokens) if context.kinds & _DISPOSAL else ():
        if token[0] >= start and token[1] < end and token[2].text in nouns.words["disposal"]:
            start = token[1]
            quantity.trace.append(nouns.rules["disposal"])
            break
    cuts = (
        ("doer", _past_doer(context, nouns, quantity, start, end, object_)),
        ("payer", _past_payer(nouns, text, start, end)),
        ("receiver", _past_receiver(context, nouns, start, end)),
        ("by", _past_way(context, nouns, start, end)),
        ("kept-way", _past_home(nouns, text, start, end)),
        ("such", _past_examples(nouns, text, start, end)),
        ("most", _past_means(nouns, text, quantity.end, start, end)),
        ("whole", _past_area(nouns, text, start, end)),
    )
    for sort, at in cuts:
        if at > start:
            quantity.trace += [nouns.rules[sort], *([nouns.rules["means"]] if sort == "most" else [])]
    start = max([at for _, at in cuts])
    stop = _before_goal(context, nouns, start, end)
    if stop < end:
        quantity.trace.append(nouns.rules["goal"])
    stop = _before_end(nouns, quantity, text, start, stop)
    over = _over_area(nouns, quantity, text, start, stop)
    if over is not None:
        return over
    by = _by_payer(context, nouns, start, stop)
    if by is not None:
        quantity.trace.append(nouns.rules["payer"])
        return tuple(piece for piece in ((start, by[0]), (by[1], stop)) if clean(text[slice(*piece)]))
    return ((start, stop),) if clean(text[start:stop]) else ()


def _past_how(context: Context, nouns: Nouns, quantity: Quantity, start: int, end: int) -> int:
    """免费换发鲜花: adverbs and the verb that they stand before, where that verb is dropped."""
    how = nouns.how.match(context.text, start, end)
    if how is None:
        return start
    verb = next((t for t in context.between(how.end(), end) if t[0] == how.end()), None)
    if verb is None or not verb[2].free & _DROPPED or verb[2].programme or verb[1] >= end - 1:
        return start
    if nouns.compound(context.text, verb[1], end):
        return start  # 免费开放场所
    quantity.trace.append(nouns.rules["how"])
    return trim_head(context, verb[1], end)


def _before_end(nouns: Nouns, quantity: Quantity, text: str, start: int, stop: int) -> int:
    """受灾的福利院竣工12所: what has become of the counted is no part of its name."""
    words = text[start:stop]
    if not words.endswith(nouns.words["ended"]):
        return stop
    ended = next(word for word in nouns.words["ended"] if words.endswith(word))
    if nouns.sort(clean(words[: -len(ended)]))[0] not in ("facility", "thing"):
        return stop
    quantity.trace.append(nouns.rules["ended"])
    return stop - len(ended)


def _by_payer(context: Context, nouns: Nouns, start: int, stop: int) -> Phrase | None:
    """每张床位由县财政补助: who pays stands between."""
    for token in context.between(start + 2, stop - 2):
        if token[2].bits & _FROM == _FROM:
            for end in range(token[1] + 2, min(stop - 1, token[1] + _LONG)):
                if nouns.pays(context.text[token[1] : end]) and not nouns.pays(context.text[token[1] : end + 1]):
                    return token[0], end
    return None


def _before_goal(context: Context, nouns: Nouns, start: int, end: int) -> int:
    """移送弃婴到市福利院: where to is not what."""
    for token in context.between(start, end) if context.kinds & _GOAL else ():
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


def _past_home(nouns: Nouns, text: str, start: int, end: int) -> int:
    """镇敬老院集中供养, 福利机构集中养育孤儿: who keeps them is not whom."""
    way = nouns.kept_way.search(text, start + 2, end)
    if way is None or text[way.start() - 1] == _OF or nouns.sort(clean(text[start : way.start()]))[0] != "facility":
        return start
    if nouns.read(text[start : way.end()]).form == "label":
        return start  # 机构集中养育
    return way.start() if way.end() == end or nouns.sort(clean(text[way.end() : end]))[0] == "people" else start


def _past_examples(nouns: Nouns, text: str, start: int, end: int) -> int:
    """洪涝、风雹、干旱等自然灾害: what all of them are."""
    at = text.find(nouns.words["such"][0], start, end)
    if at < 0 or "、" not in text[start:at] or end - at < 4:
        return start
    return at + 1 if nouns.sort(clean(text[at + 1 : end]))[0] else start


def _past_receiver(context: Context, nouns: Nouns, start: int, end: int) -> int:
    """区民政局联合慈善总会向低保、特困老人等30户家庭发放补贴: who gives is not who gets."""
    for token in context.between(start + 2, end - 1) if context.kinds & _RECEIVER else ():
        if token[2].text in nouns.words["receiver"]:
            named = nouns.sort(clean(context.text[token[1] : end]))[0] in ("people", "household")
            return token[1] if named else start
    return start


def _past_way(context: Context, nouns: Nouns, start: int, end: int) -> int:
    """市财政按集中供养每人每年3500元: who pays stands before the word that leads to what it is paid by."""
    if not (context.kinds & (_BY | _RECEIVER) or context.bits & _FOR):
        return start
    for token in context.between(start + 2, end - 1):
        leads = token[2].text in nouns.words["by"] or token[2].text in nouns.words["receiver"]
        if (leads or token[2].free & _FOR) and nouns.does(clean(context.text[start : token[0]])):
            return start if _OF in context.text[token[1] : end] else token[1]
    return start


def _past_means(nouns: Nouns, text: str, behind: int, start: int, end: int) -> int:
    """身心障碍人口以肢体障碍者占39%最多: which of them it is."""
    while text[behind : behind + 1].isspace():
        behind += 1
    if not text.startswith(nouns.words["most"], behind):
        return start
    marks = [m.end() for m in nouns.means.finditer(text, start, end)]
    if not marks:
        return start
    words = clean(text[marks[-1] : end])
    reading = nouns.read(words) if words else None
    named = reading is not None and (reading.form == "label" or (reading.form == "noun" and reading.sort != ""))
    return marks[-1] if named else start


def _past_area(nouns: Nouns, text: str, start: int, end: int) -> int:
    """A heading that runs into its sentence: 提升治理水平(全市登记社会组织)."""
    match = nouns.whole.search(text, start + 4, end - 2)
    if match is None or text[match.start() - 1] in "的、和与比较于占及同":
        return start
    return match.end() if nouns.sort(clean(text[match.end() : end]))[0] else start


def _over_area(nouns: Nouns, quantity: Quantity, text: str, start: int, stop: int) -> tuple[Phrase, Phrase] | None:
    """慰问(全市)困难群众: the whole area between a verb and its object says where."""
    match = nouns.whole.search(text, start + 2, stop - 2)
    if match is None or match.start() - start > _VERBAL or not nouns.sort(clean(text[match.end() : stop]))[0]:
        return None
    if nouns.read(text[start : match.start()]).form != "act" and not nouns.gain_of(text[start : match.end()]):
        return None
    quantity.trace.append(nouns.rules["whole"])
    return (start, match.start()), (match.end(), stop)


def _around_time(context: Context, start: int, end: int) -> tuple[Phrase, Phrase] | None:
    """What stands before and behind a time in the middle: 公共福利金计划 (在2023-24年度的) 预算开支."""
    for time in context.times_in(start, end):
        at = time.start
        while at > start and any(t[1] == at and t[2].bits & _TIMED for t in context.between(at - 1, at)):
            at -= 1
        behind = trim_head(context, time.end, end)
        if start + 1 < at and behind < end:
            return (start, at), (behind, end)
    return None


def _past_doer(context: Context, nouns: Nouns, quantity: Quantity, start: int, end: int, object_: bool) -> int:
    """Where the phrase begins once the doer before its verb is off: 县殡仪馆共火化遗体, 云岫集团定向捐赠护目镜."""
    text = context.text
    tokens = context.between(start, end)
    served = context.bits & _SERVED != 0 and any(
        t[1] == start and t[2].bits & _SERVED for t in context.between(start - 1, start)
    )
    opens = bool(tokens) and tokens[0][0] == start and tokens[0][2].free & _DOING != 0  # 新创建全国法治政府建设示范地区
    for number, token in enumerate(tokens):
        deed, verb_end = token[2].free & _DEED != 0, token[1]
        if quantity.measure == "amount" and token[2].programme and len(gain := nouns.gain_of(token[2].text)) > 1:
            deed, verb_end = True, token[0] + len(gain)  # 募集|款物
        doing = deed or token[2].free & _DOING != 0
        has = token[2].text in nouns.words["having"]
        adverb = not doing and (has or nouns.manner(token[2].text) or token[2].free & _PLAN != 0)
        doing = doing or deed
        if not (adverb or doing) or token[0] < start + 2 or text.startswith(_OF, token[1]) or (opens and not deed):
            continue
        after = verb_end + text.startswith(_DONE, verb_end)  # 申领了救助金
        behind = clean(text[after:end])
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
        given = deed or (served and nouns.sort(doer)[0] in ("people", "household"))
        if len(doer) < 2 or nouns.read(doer).form in ("label", "attribute") or not (given or nouns.does(doer)):
            continue
        reading = nouns.read(behind)
        lacks = reading.form == "attribute" and reading.rule not in nouns.benefits
        if deed and behind.endswith(nouns.words["gauge"]):
            quantity.trace.append(nouns.rules["gauge"])
            continue  # 生活污水收集处理率
        known = deed or ("的" not in behind and nouns.sort(behind)[0] != "")
        if not known or lacks:
            continue
        if has:
            quantity.trace.append(nouns.rules["having"])
        at = token[0] if token[2].free & _KEPT or verb_end < token[1] else after
        return trim_head(context, at, end)
    return start
