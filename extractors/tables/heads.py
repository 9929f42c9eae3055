"""Takes the heads of tables apart: numbering, code, unit, time and roles, and what is left of their words."""

from __future__ import annotations

from functools import lru_cache

from civx.patterns.kept import compiled
from civx.patterns.load import load

from ..attribution.nouns import Nouns, nouns
from ..attribution.periods import TimeWords, time_words
from ..attribution.places import Places, places
from ..quantities.scan import CANDIDATE
from ..words.lexicon import Lexicon, lexicon
from ..words.terms import mask
from ..words.times import ENDS, match_time
from .head import STATUSES, Head
from .words import FISCAL_YEAR, Said, TableWords, Unit, bare, table_words

_GROUP, _PLAN = mask("subgroup"), mask("plan")
_NUMBERING = compiled(
    r"(?:[(（]?(?:[一二三四五六七八九十]{1,3}|\d{1,2}(?:[.．]\d{1,2}){0,2}|[A-Z](?=[、.．)）]))"
    r"(?:[)）][、.．]?|[、．]|\.(?!\d))|[①-⑳㈠-㈩⑴-⒇⒈-⒛])\s*(?![一二三四五六七八九十]级)"
)
# 2081001 before the name of an account, and what marks a footnote
_CODE = compiled(
    r"[1-5](?:\d{2}){2,3}(?=[\u3400-\u9fff])|"
    r"(?:2[0-3]\d|30\d|31[0-3]|399)(?=[\u3400-\u9fff]{2})(?![年月日个户人名元万亿家所])"
)
FOOTNOTE = compiled(r"(?:[①-⑳*＊※†‡]|[\[［]\d{1,2}[\]］]|[(（]?注\d?[)）]?)+$")
_REPUBLIC = "中华"
_BRACKET = compiled(r"[(（][^()（）]*[)）]$")
YEAR = compiled(r"19[4-9]\d|20[0-4]\d")  # a head or label that is a year
_PERCENT = compiled(r"[(（]([^()（）%‰]+)([%‰])[)）]$")
_SCALE = compiled(r"[(（]([十百千万亿]+)[)）]$")  # 人数（万）
# what a row is reckoned by, and the letter that such formulas call it: 執行率100%*(B/A), 預算數A
_FORMULA = compiled(r"(?<=[\u3400-\u9fff])(?:(?:100%)?[*×]?[(（][A-Z][-/÷+*×][A-Z][)）](?:[*×]100%?)?|[A-Z])$")
_EMPTY = compiled(r"[(（][)）]")
_TIME_TAIL = compiled(r"[度末底份初的]*")
_EDGES = "、，,：:；;-—~的 "
_NAMING = ("label", "place", "time", "unit")
_OTHER = ("number", "remark", "roster", "columns")
_PLAIN = ("value", "total", "subtotal", *STATUSES)


class HeadReader:
    """Reads heads with the words of one set of patterns; each text once."""

    def __init__(self, words: TableWords, known: Lexicon, moments: TimeWords, names: Places, kinds: Nouns) -> None:
        self.words = words
        self.lexicon = known
        self.moments = moments
        self.places = names
        self.nouns = kinds
        self._heads: dict[str, Head] = {}

    def read(self, text: str) -> Head:
        """The head of a cell's ``text``."""
        text = _FORMULA.sub("", bare(text))
        if (mark := FOOTNOTE.search(text)) is not None and mark.start():
            text = text[: mark.start()]
        head = self._heads.get(text)
        if head is None:
            if len(self._heads) > 20_000:
                self._heads.clear()
            head = self._heads[text] = self._read(text)
        return head

    def _read(self, text: str) -> Head:
        head = Head(text)
        words = text
        numbering = _NUMBERING.match(words)
        if numbering is not None and numbering.end() < len(words):
            head.numbering = numbering.group()
            words = words[numbering.end() :]
        elif (code := _CODE.match(words)) is not None:
            head.code = code.group()
            words = words[code.end() :]
        if (part := self.words.find("part", words)) is not None:
            head.roles["part"] = part
            words = words[part.end :]
        for roles in (_NAMING, _OTHER):
            for role in roles:
                if (said := self.words.find(role, words)) is not None:
                    head.roles[role] = said
            if head.names_rows:
                break
        for pattern, rule in self.words.marks("division"):
            if (divided := pattern.search(words)) is not None:
                head.roles["division"] = head.roles["part"] = Said(rule, "", *divided.span())
                words = ""
        alone = None if head.roles or self.words.find("measure", words) is not None else self.words.unit(words)
        if alone is not None and not (len(words) > 1 and self.places.again.search(words) is None and any(
            token[2].programme for token in self.lexicon.scan(words, 0, len(words))
        )):  # 户 below 低保; 居委会 is a name
            words, head.unit, head.unit_rule = "", alone, self.words.unit_rule
        elif not head.roles.keys() & {"place", "unit"}:
            words, head.unit, head.unit_rule = self.words.head(words)
            tail = _PERCENT.search(words) if head.unit is None else None
            if tail is not None and tail.start() and (said := self.words.find("change", tail[1])) is not None:
                words, head.unit = words[: tail.start()], self.words.unit(tail[2])  # 价格总指数（比上年上涨%）
                head.unit_rule, head.roles["change"] = said.rule, said
            if head.unit is None and (lasting := self._duration(words)) is not None:
                words, head.unit, head.unit_rule = lasting
                head.roles.pop("remark", None)
            elif head.unit is None and (scale := _SCALE.search(words)) is not None:
                words, head.scale = words[: scale.start()], scale[1]
            elif head.unit is None and (tail := _BRACKET.search(words)) is not None and tail.start():
                base = self.words.unit(self.words.money)
                if base is not None and self.words.per(base, tail.group()[1:-1]) is not None:
                    words, head.per = words[: tail.start()], tail.group()[1:-1]
        head.name = words
        words = self._roles(head, words)
        head.words = self._told(head, _EMPTY.sub("", words).strip(_EDGES))
        self._known(head)
        return head

    def _duration(self, words: str) -> tuple[str, Unit, str] | None:
        """A head of what lasts, its unit of time and the rule: 平均轮候时间（月）."""
        tail = _BRACKET.search(words)
        said = self.words.find("lasts", words[: tail.start()]) if tail is not None and tail.start() else None
        unit = self.words.unit(tail.group()[1:-1]) or self.words.unit(f"个{tail.group()[1:-1]}") if tail else None
        if tail is None or said is None or unit is None:
            return None
        return words[: tail.start()], unit, said.rule

    def _alone(self, head: Head, words: str) -> str:
        """The words of a head of changes without what it is told against: 2023年(比2022年)."""
        for pattern, rule in self.words.marks("against"):
            found = pattern.search(words)
            if found is not None:
                head.roles["against"] = Said(rule, "", found.start(), found.end())
                own = Head("")
                self._time(own, words[: found.start()])
                if not own.timed:  # 比1985年增长 is of the column beside it
                    head.first = head.last = ""
                    head.year, head.as_of = None, False
                return words[: found.start()]
        return words

    def _told(self, head: Head, words: str) -> str:
        """The words without what adds nothing to a name before them: (实际)进住人数, (已)支出."""
        idle = self.words.find("idle", words)
        rest = (words[idle.end :] or words[: idle.start]) if idle is not None else ""
        if idle is None or len(rest) < len("支出") or self.words.find("generic", words) is not None:
            return words
        head.roles["idle"] = idle
        first = next(iter(self.lexicon.scan(words, 0, len(words))), None)
        head.planned = first is not None and first[0] == 0 and first[2].free & _PLAN != 0  # 拟安排
        return rest

    def _roles(self, head: Head, words: str) -> str:
        """Notes the roles and the time; returns the words without them."""
        find = self.words.find
        for role in ("yearly", "summed", "month-before", "until"):
            if (said := find(role, words)) is not None:
                head.roles[role] = said
        if (tail := _BRACKET.search(words)) is not None and tail.start():
            for role in ("planned", "actual", "previous"):
                if (said := find(role, tail.group()[1:-1])) is not None:  # 2023/24（修訂預算）
                    head.roles[role] = said
                    words = words[: tail.start()]
                    break
        for role in ("month", "sum"):
            if (said := find(role, words)) is not None:
                head.roles[role] = said
                words = words[said.end :]
        if "change" not in head.roles and find("change", words) is None and self._alone(head, words) != words:
            head.roles["change"] = head.roles["against"]  # 2024年预算数比2023年执行数 over 增减额 and 增减%
            return ""
        head.compares = find("change", words) is not None
        for text in dict.fromkeys((words, self._time(head, words))):
            plain = _BRACKET.sub("", text) or text
            for role in ("share", "change"):  # 户数（占比） is a share, whatever stands before
                if (said := find(role, text[len(plain) + 1 : -1])) is not None:
                    head.roles[role] = said
            for role in (*_PLAIN, "share", "average", "measure", "money", "people", "difference", "generic", "paid"):
                said = find(role, plain)
                if said is None or (role == "measure" and "value" in head.roles):
                    continue
                fresh = role not in head.roles
                head.roles.setdefault(role, said)
                if role in ("total", "subtotal") and said.start:
                    words = plain[: said.start]  # 本年收入合计
                    if any(pattern.fullmatch(words) for pattern, _ in self.words.marks("of-area")):
                        words = ""  # 全国合计
                elif role in ("previous", "actual") and said.end < len(plain) and not said.start:
                    words = "" if find("value", plain[said.end :]) else plain[said.end :]
                    if (total := find("sum", words)) is not None:  # 上年同期累计
                        head.roles["sum"] = total
                        words = words[total.end :]
                elif role in _PLAIN and said.end - said.start == len(plain) and find("share", plain) is None:
                    words = ""
                elif role == "change" and words and fresh:
                    words = self._alone(head, plain[: said.start])
        words = self._time(Head(""), words)
        if "measure" not in head.roles and head.unit is None and (said := find("tally", words)) is not None:
            stem = words[: said.start]
            if stem and (unit := self.words.unit(stem)) is not None and unit.scale == 1:  # 处数
                head.roles["measure"] = head.roles["generic"] = said._replace(unit=stem)
        if head.timed and (said := find("sum", words)) is not None and said.end - said.start == len(words):
            head.roles["sum"] = said  # 1至3月累计
            words = ""
        return words

    def _time(self, head: Head, words: str) -> str:
        """Notes the first time that ``words`` name; returns the words without it."""
        if YEAR.fullmatch(words):
            head.first = head.last = words
            head.year = int(words)
            return ""
        if (years := FISCAL_YEAR.fullmatch(words)) is not None:
            head.first, head.year = years[1], int(years[1]) + 1
            head.last = str(head.year)
            return ""
        whole = self.words.find("complete", words)
        for figure in CANDIDATE.finditer(words):
            time = match_time(words, figure.start())
            if time is not None:
                start, end = time.start, time.end
                head.first, head.last, head.year = time.first, time.last, time.year
                head.as_of = words[end - 1] in ENDS or words.startswith(tuple(ENDS), end)
                before = next((w for w in self.moments.as_of if words.endswith(w, 0, start)), "")
                head.as_of |= bool(before)
                before += "民国" if words.endswith("民国", 0, start - len(before)) else ""
                tail = _TIME_TAIL.match(words, end)
                return words[: start - len(before)].removesuffix(_REPUBLIC) + words[tail.end() if tail else end :]
        for start, end, term in self.lexicon.scan(words, 0, len(words)):
            if term.period and (whole is None or start < whole.end):  # not 公益支出占上年总收入比例
                first, slash, last = term.period.partition("/")
                head.first, head.last = (first if first != ".." else last), last if slash else first
                head.as_of = first == ".."
                tail = _TIME_TAIL.match(words, end)
                return words[:start] + words[tail.end() if tail else end :]
        return words

    def _known(self, head: Head) -> None:
        """Notes programmes, areas and the like among the head's words."""
        words = head.words
        head.tokens = self.lexicon.scan(words, 0, len(words))
        terms = [token[2] for token in head.tokens]
        head.planned |= bool(head.tokens) and head.tokens[0][0] == 0 and terms[0].free & _PLAN != 0
        named = any(term.programme or term.area for term in terms)
        tally = self.words.find("tally", words)
        stem = words[: tally.start] if tally is not None else ""
        head.tallies = bool(stem) and "generic" not in head.roles and (
            self.nouns.sort(stem)[0] not in ("", "money") or self.words.unit(stem[-1]) is not None
        )
        head.suits = {unit: said.rule for said in self.words.all("fits", words) for unit in said.unit.split("/")}
        head.place = not named and self.places.name(words)
        head.grouping = head.place or named or any(term.bits & _GROUP for term in terms)


@lru_cache(maxsize=8)
def head_reader(extra: tuple[str, ...] = ()) -> HeadReader:
    """The reader for the shipped patterns and a user's ``extra`` files."""
    return HeadReader(table_words(extra), lexicon(extra), time_words(extra), places(load(extra)), nouns(load(extra)))
