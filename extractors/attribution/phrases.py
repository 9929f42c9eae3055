"""What a number counts or pays as the noun phrase before it tells: 结婚登记820对."""

from __future__ import annotations

from civx.patterns.kept import compiled

from ..quantities.quantity import Quantity
from ..words.terms import Token, mask
from .context import Context
from .signs import JOINTS

Phrase = tuple[int, int]

CUT = mask("cut")
_VERBS = mask("cut", "head", "verb")
_TRIMMED = mask("opener", "head", "part", "rest", "plan", "done", "weak-plan", "wish", "compare")
_LEADS = mask("opener", "head", "part", "rest")
_TAILS = mask(
    "tail",
    "change",
    "reach",
    "baseline",
    "compare",
    "plan",
    "weak-plan",
    "wish",
    "done",
    "respective",
    "each",
    "change-compared",
    "limit",
    "then",
)
_RATIO, _BUDGET = mask("ratio"), mask("budget")
_COMPARE, _CHANGE = mask("compare"), mask("change")
_YARDSTICK = mask("limit", "reach", "yardstick")
_SHARE, _MONEY = mask("yardstick", "compare"), mask("money")
_NOUNS = frozenset({"persons", "households", "count", "person_times", "household_times"})

EDGE = frozenset(" \t\r\n　、，,；;：:。.·…“”‘’\"'《》〈〉（）()「」『』【】—-–~～｜|●■◆★")
_OPEN = {"(": ")", "（": "）", "“": "”", "《": "》"}
_ITEM = compiled(r"[一二三四五六七八九十]+(?:是|要)|(?:首先|其次|再次|最后)")
_SOUNDS = compiled("[(（][a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜü]{1,7}[)）]")  # 農(nóng)村
_HAN = compiled("[一-龥]")
_NOTE = compiled(r"\[[0-9]{1,3}\]")  # 国民总收入[3]
_MARKS = compiled('[“”‘’"《》「」『』 \t\r\n　]')
SETTLEMENTS = "村镇乡县区市省州盟旗"
SHORT = SETTLEMENTS + "床"  # one character that is a noun by itself: 三个村, 镇97个
_SUFFIXES = "率数量额度面费金线员者型点站房"


class Left:
    """The phrase before a number, and what was taken off its end: verbs, words of change and the like (``tails``, the
    nearest first), the verb that carries the number, and the verbs themselves where nothing else is left."""

    __slots__ = ("limit", "phrase", "tails", "verb", "verbal")

    def __init__(
        self, phrase: Phrase | None, tails: list[Token], verb: Token | None, limit: int, verbal: Phrase | None
    ) -> None:
        self.limit = limit
        self.verbal = verbal
        self.phrase = phrase
        self.tails = tails
        self.verb = verb


def left_phrase(context: Context, start: int, end: int, multiple: bool = False) -> Left:
    """The phrase in [start, end) that ends right before a number, without the words that only carry the number.

    ``multiple`` says that the number is a multiple of something (1.3倍).
    """
    text = context.text
    tokens = context.between(start, end).copy()
    times = context.times_in(start, end)
    tails: list[Token] = []
    verb: Token | None = None
    while True:
        while end > start and text[end - 1] in EDGE and not closes(text, start, end):
            end -= 1
        while tokens and tokens[-1][1] > end:
            tokens.pop()
        if context.brackets and text[end - 1] in ")）" and context.nouns is not None:
            mark = context.nouns.level_mark.search(text, start, end)  # 一般公共服务支出（类）
            if mark is not None and mark.end() == end and mark.start() > start:
                end = mark.start()
                while tokens and tokens[-1][1] > end:
                    tokens.pop()
                if not tokens or tokens[-1][1] != end or not tokens[-1][2].free & _TAILS:
                    break
        last = tokens[-1] if times and tokens else None
        if last is not None and last[1] == end and last[0] < times[-1].start and last[2].free & _TAILS:
            tails.append(tokens.pop())  # 由年初的, which holds a time
            end = tails[-1][0]
            times = [time for time in times if time.end <= end]
            continue
        if times:
            if times[-1].end == end - 1 and text[end - 1] == "的":
                end -= 1
            if times[-1].end == end:
                end = times[-1].start
                times = times[:-1]
                continue
        if end - start > 2 and text[end - 2] == "每":
            end -= 2  # 由每案12000元
            continue
        if tokens and tokens[-1][1] == end and tokens[-1][2].bits & _BUDGET and text[end - 1] == "为":
            end -= 1  # 经常开支预算为
            tokens.pop()
        if tokens and tokens[-1][1] == end:
            last = tokens[-1]
            shared = tails and tails[-1][2].free & _SHARE
            if last[2].free & _TAILS and not last[2].programme:
                tails.append(last)
            elif (
                last[2].free & CUT
                and not _item(context, tokens)
                and not (shared and last[2].bits & _MONEY and last[0] > start)
                and not _averaged(context, tokens)
                and not (text[last[0] - 1] == "的" and last[2].bits & _MONEY and last[0] - start > 2)
            ):
                verb = last
            else:
                break
            end = last[0]
            tokens.pop()
            continue
        break
    if context.bits & _COMPARE:
        end = _before_old(context, tokens, start, end)
    end = limit = _measured_against(context, tokens, end, multiple)
    for token in reversed(tokens):
        if token[2].free & CUT and token[1] < end and not _carried(tokens, token):
            start = next((t[0] for t in tokens if t[2].bits & _RATIO and start <= t[0] < token[0]), token[1])
            break
    whole = start
    start = trim_head(context, start, end)
    if tokens and tokens[0][2].free & _COMPARE and tokens[0][0] <= start and any(t[2].bits & _CHANGE for t in tails):
        start = end  # 比前一个五年增长: the yardstick is no subject
    if end - start == 1 and verb is not None and verb[0] == end:
        return Left((start, verb[1]), tails, None, limit, None)
    if not wordy(text, start, end):
        words = [
            t for t in tokens if t[0] >= whole and t[1] <= end and (t[2].free & _VERBS or t[2].text in ("通过", "认定"))
        ]
        verbal: Phrase | None = None
        if words and words[-1][1] == end:
            verbal = (words[0][0], end)
        elif verb is not None:
            verbal = (verb[0], verb[1])
        return Left(None, tails, verb, limit, verbal)
    return Left((start, end) if end - start > 1 or text[start] in SHORT else None, tails, verb, limit, None)


def _item(context: Context, tokens: list[Token]) -> bool:
    """收入、支出分别为: a verb that is the last item of a list of nouns is one of them."""
    last = tokens[-1]
    at = last[0] - 1
    if not last[2].bits & _MONEY or context.text[at : last[0]] not in JOINTS or len(tokens) < 2:
        return False
    return tokens[-2][1] == at and bool(tokens[-2][2].bits & _MONEY)


def _averaged(context: Context, tokens: list[Token]) -> bool:
    """每餐平均花费12元: a word of spending behind an average is a noun."""
    if context.nouns is None or len(tokens) < 2 or tokens[-2][1] != tokens[-1][0]:
        return False
    average = context.nouns.read(tokens[-2][2].text).form == "per"
    return average and context.nouns.read(tokens[-1][2].text).form == "attribute"


def _carried(tokens: list[Token], verb: Token) -> bool:
    """Whether a verb is the noun of what follows: 基础研究支出占全社会研发投入比重."""
    return any(t[0] == verb[1] and t[2].free & _SHARE for t in tokens) and verb[2].bits & _MONEY != 0


def _measured_against(context: Context, tokens: list[Token], end: int, multiple: bool) -> int:
    """标准不低于低保标准的1.3倍, 占常住人口的19%: what follows the bound is only the yardstick."""
    if multiple or context.text[end - 1 : end] == "的" or context.text.startswith("的", end):
        for token in tokens:
            if token[1] <= end and token[2].free & _YARDSTICK:
                return token[0]
    return end


def _before_old(context: Context, tokens: list[Token], start: int, end: int) -> int:
    """低保对象较2022年底的1098户: what is compared ends where the time of the old value begins."""
    for token in tokens:
        if start < token[0] and token[1] < end and token[2].free & _COMPARE and context.text[token[1]].isdecimal():
            return token[0]
    return end


def closes(text: str, start: int, end: int) -> bool:
    """Whether the closing bracket before ``end`` belongs to the phrase: 村(社区)."""
    return text[end - 1] in ")）" and max(text.rfind("(", start, end), text.rfind("（", start, end)) > start


def trim_head(context: Context, start: int, end: int) -> int:
    """Where the phrase begins once openers, places, times and verbs that only open a clause are off."""
    text, first = context.text, context.first
    if (item := _ITEM.match(text, start, end)) is not None:
        start = item.end()
    while start < end:
        sign = text[start]
        token = first.get(start)
        if token is not None and token[1] > end:
            token = None
        if sign == "每" and start + 1 < end and (token is None or token[1] == start + 1):
            start += 2
        elif sign in EDGE and (sign not in _OPEN or text.find(_OPEN[sign], start, end) < 0):
            start += 1
        elif leap := context.leap(start, end):
            start = leap
            if text[start : start + 1] in ("份", "起", "底", "末", "内") or text[start : start + 2] == "前的":
                start += 1
        elif token is None:
            break
        elif token[2].free & _TRIMMED and not token[2].programme:
            if token[1] == end - 1 and token[2].free & _LEADS and text[end - 1] in _SUFFIXES:
                break  # 成功率
            if token[1] == start + 1 and end - token[1] < 2:
                break  # 约谈, 上访: one character is no opener when only one is left
            start = token[1]
        elif token[2].period:
            start = token[1]
        else:
            break
    return start


def wordy(text: str, start: int, end: int) -> bool:
    """Whether [start, end) holds words, or an abbreviation like one."""
    if _HAN.search(text, start, end) is not None:
        return end > start
    return end - start > 2 and text[start:end].isascii() and text[start:end].isupper()  # CPI


def clean(text: str) -> str:
    """A phrase as a subject: no quotation marks, brackets of titles, blanks or dangling particles."""
    if text.isalnum():  # as most are
        return text.strip("的")
    if ("(" in text or "（" in text) and _SOUNDS.search(text) is not None:
        text = _SOUNDS.sub("", text)
    if _MARKS.search(text) is not None:
        text = _MARKS.sub("", text)
    if "[" in text:
        text = _NOTE.sub("", text)
    text = text.strip("、，,；;：:。·-—的")
    if text.count("(") + text.count("（") != text.count(")") + text.count("）"):
        text = text.strip("()（）")
    return text


def attributive(quantity: Quantity) -> bool:
    """Whether a noun may follow the unit directly: 12所敬老院, 300户困难家庭."""
    return quantity.measure in _NOUNS
