"""What a number counts as the noun phrase behind its unit tells: 12所敬老院."""

from __future__ import annotations

from civx.patterns.kept import compiled

from ..words.terms import Token, mask
from .context import Context
from .phrases import CUT, EDGE, SHORT, Phrase, closes, wordy

BOUNDS = ("以上", "以下", "以内", "左右", "不等", "余", "多")
_STOPS = mask("cut", "head", "verb", "deed", "stop", "plan", "done", "change", "reach")
_BOUNDARY = mask("stop")
_HEAD = mask("head", "cut")
_OPENER = mask("opener")
_PREPOSITION = mask("preposition")
_JOINTS = "和及与或"
_ALONE = ("有", "获")
_PUNCTUATION = compiled("[，,；;：:。！？!?（(\n]")
_RULES = frozenset({"要求", "标准", "任务", "规定", "配建要求", "限额", "比例", "原则", "上限", "下限", "红线"})
_KIND = compiled("以[^，,；;：:。的]{1,16}为[^，,；;：:。的]{1,4}的")  # 以失能照护为主的供养机构
_ASIDE = compiled("[（(][^（()）]{1,6}[)）]")
_LONGEST = 24


def right_phrase(context: Context, start: int, end: int) -> tuple[Phrase | None, Token | None]:
    """The phrase right behind a unit, up to the verb that follows it; and the verb it begins with, if any."""
    text = context.text
    for word in BOUNDS:
        if text.startswith(word, start) and (len(word) > 1 or not text[start + 1 : start + 2].isalpha()):
            start += len(word)
    if text.startswith("的", start):
        start += 1
    if start >= end or (text[start] in EDGE and text[start] not in "“《"):
        return None, None
    if text[start] in _JOINTS and not any(t[0] == start and t[1] > start + 1 for t in context.between(start, end)):
        return None, None  # but 500个和美乡村
    stop = min(end, start + _LONGEST)
    for time in context.times_in(start + 1, stop):
        if text[time.start].isdigit():  # 7个县（市、区）2021年的资金
            stop = time.start
            break
    first: Token | None = None
    for token in context.between(start, end):
        if token[0] >= stop:
            break
        if token[0] == start and token[2].free & _OPENER and token[1] - start > 1 and not token[2].programme:
            start = token[1]  # 43人同时领取…
            continue
        if token[2].free & _STOPS and not (token[2].programme and token[0] == start):
            nouns = context.nouns if not token[2].free & CUT else None
            whole = nouns is not None and nouns.compound(text, _past_aside(text, token[1], end), end)
            if whole:
                continue  # 公益性安葬设施, 聚集点
            if token[0] == start:
                first = token
            elif token[1] - token[0] == 1 and token[2].free & _HEAD and token[2].text not in _ALONE:
                continue
            elif (
                (text.startswith("的", token[1])
                and token[1] < end)
                or (text[token[0] - 1] == "、"
                and "的" in text[token[1] : end])
            ):
                return _modified(context, start, end), None
            stop = token[0]
            break
        if token[2].free & _PREPOSITION and token[0] > start:
            if token[2].text in _JOINTS and _joins(context, token[1], end):
                continue  # 公立医院改革与高质量发展示范项目
            if (kind := _KIND.match(text, start, end)) is not None and token[0] < kind.end():
                return _modified(context, start, end), None
            stop = token[0]
            break
    if first is not None or (stop <= start + 1 and not wordy(text, start, stop)):
        modified = _modified(context, start, end)
        return modified, None if modified is not None and first is not None and first[2].free & _BOUNDARY else first
    while stop > start and text[stop - 1] in EDGE and not closes(text, start, stop):
        stop -= 1
    for token in context.between(start, stop):
        if token[1] == stop and token[2].bits & _BOUNDARY:
            stop = token[0]
    while stop > start and text[stop - 1] in _JOINTS:
        stop -= 1
    if (stop - start < 2 and text[start:stop] not in SHORT) or text[start:stop] in _RULES:
        return None, None
    return ((start, stop) if wordy(text, start, stop) else None), None


def _past_aside(text: str, start: int, end: int) -> int:
    """Where a short bracket ends that begins there: 居家养老服务（照料）中心."""
    aside = _ASIDE.match(text, start, end) if text[start : start + 1] in ("(", "（") else None
    return aside.end() if aside is not None else start


def _joins(context: Context, start: int, end: int) -> bool:
    """Whether nothing is done up to the next pause, so that what stands before is joined to one noun with it."""
    mark = _PUNCTUATION.search(context.text, start, end)
    stop = mark.start() if mark is not None else end
    if "的" in context.text[start:stop] or context.text[stop - 1 : stop] in _JOINTS:
        return False
    return not any(t[2].free & (_STOPS | _PREPOSITION) for t in context.between(start, stop))


def _modified(context: Context, start: int, end: int) -> Phrase | None:
    """名懂政策、会沟通的协理员: the head noun behind 的, where the words before it are no noun."""
    text = context.text
    limit = min(context.end, start + 30)
    nouns, mark = context.nouns, _PUNCTUATION.search(text, start, limit)
    while mark is not None and nouns is not None and (after := _past_aside(text, mark.start(), limit)) > mark.start():
        if not nouns.compound(text, after, limit):
            break
        mark = _PUNCTUATION.search(text, after, limit)
    if mark is not None:
        limit = mark.start()
    particle = text.rfind("的", start, min(limit, end + 30))
    if particle < 0:
        return None
    for token in context.between(particle + 1, limit):
        if token[2].free & _STOPS and not token[2].programme:
            if nouns is not None and nouns.compound(text, _past_aside(text, token[1], limit), limit):
                continue
            limit = token[0]
            break
    return (particle + 1, limit) if wordy(text, particle + 1, limit) else None
