"""What sort of noun a few words are, and what the words around a noun are to it."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from civx.patterns.kept import compiled
from civx.patterns.load import Patterns

from .readings import CACHED, SORTS, BySort, Readings, terms

if TYPE_CHECKING:
    from ..words.terms import Token

_PAID = {"people", "household"}  # the owners of what is paid to people

# The sorts of rules whose words are kept as they are, the longest first.
_WORDS = (
    "disposal", "goal", "such", "limit", "state", "stands", "relative", "spent",
    "raised", "rates", "member", "gained", "reached", "general", "rest", "sum",
    "receiver", "harm", "most", "got", "share", "among", "by",
    "balance", "budget", "condition", "alternative", "assertion", "benefit",
    "gauge", "paid", "fund", "grant", "ended", "outlay", "compared",
    "gift", "field", "begun", "done", "uncounted", "portion",
    "portion-goal", "goal-met", "stage", "having", "titled", "ongoing", "sent", "helped", "priced", "handed",
)  # fmt: skip


# Those that are looked for among the known words of a sentence, as bits.
_KINDS = ("disposal", "goal", "reached", "receiver", "rest", "by", "sum")
KIND = {sort: 1 << number for number, sort in enumerate(_KINDS)}


class Nouns(Readings):
    """The words of nouns.yaml, compiled."""

    def __init__(self, patterns: Patterns) -> None:
        by_sort: BySort = {}
        for rule in patterns.rules("nouns"):
            by_sort.setdefault(rule["sort"], []).append(rule)
        super().__init__(by_sort)
        self._frame = compiled(f"(?:{terms(by_sort['frame'])})+$")
        self._traits = frozenset(word for rule in by_sort["trait"] for word in rule["terms"])
        self.default, self.default_household = by_sort["default"][0]["terms"][:2]
        self._predicate = compiled(terms(by_sort["predicate"]))
        self._manner = compiled(f"(?:{terms(by_sort['manner'])})+$")
        self._aside = compiled(f"[（(](?:{terms(by_sort['aside'])})[^（()）]*[)）]")
        self._units = {
            sort: frozenset(unit for rule in by_sort[sort] for unit in rule.get("units", ())) for sort in SORTS
        }
        self.shares = tuple(by_sort[sort][0]["terms"][0] for sort in ("portion", "portion-goal"))
        self._rated = tuple(w for rule in by_sort["attribute"] for w in rule["terms"] if w[-1] in "率比重例面度速幅")
        self.received = compiled(f"(?P<who>.{{2,}}?)(?:{terms(by_sort['received'])})")
        self.fitting = compiled(terms(by_sort["fitting"]))
        self.kept_way = compiled(terms(by_sort["kept-way"]))
        self._narrow = frozenset(unit for rule in by_sort["uncounted"] for unit in rule.get("units", ()))
        self._condition_lead = compiled(f"(?:{terms(by_sort['condition-lead'])})")
        self._lead = compiled(f"(?:{terms(by_sort['lead'])})")
        self._title_verb = compiled(f"(?:{terms(by_sort['title-verb'])})")
        self._doer = compiled(f"(?:{terms(by_sort['doer'])})$")
        self._payer = compiled(f"(?:{terms(by_sort['payer'])})$")
        self.means, self.whole = compiled(terms(by_sort["means"])), compiled(terms(by_sort["whole"]))
        self.level_mark = compiled(f"[（(](?:{terms(by_sort['level-mark'])})[)）]$")
        self.rank = compiled(terms(by_sort["rank"]))
        self.ranked = compiled(f"(?:{terms(by_sort['ranked'])})$")
        self.harm = compiled(terms(by_sort["harm"]))
        self.elsewhere = compiled(terms(by_sort["elsewhere"]))
        self.how = compiled(f"(?:{terms(by_sort['how'])})+")
        how, to = terms(by_sort["gift-manner"]), "|".join(w for r in by_sort["receiver"] for w in r["terms"])
        self.gift = compiled(  # 甲公司|宣布向乙市|紧急捐赠
            rf"(?P<who>[^，,；;：:。]*?)(?P<how>(?:{how})*)(?:{to}|为|对)[^，,；;：:。]{{2,24}}?"
            rf"(?P<deed>(?:{how})*(?<!的)(?:{terms(by_sort['gift'])}))"
        )
        self.payer = compiled(terms(by_sort["payer"]))
        self._project = compiled(terms(by_sort["project"]))
        self._bearer = compiled(terms(by_sort["bearer"]))
        self.benefits = frozenset(f"nouns.yaml#{r['id']}" for r in by_sort["attribute"] if set(r["of"]) == _PAID)
        self.words = {
            sort: tuple(sorted((word for rule in by_sort[sort] for word in rule["terms"]), key=len, reverse=True))
            for sort in _WORDS
        }
        self._kinds: dict[str, int] = {}
        for sort, kind in KIND.items():
            for word in self.words[sort]:
                self._kinds[word] = self._kinds.get(word, 0) | kind
        doer, payer, manner, frame = self._doer, self._payer, self._manner, self._frame
        kept = lru_cache(maxsize=CACHED)  # the same few words are asked about again and again
        self._does = kept(lambda words: doer.search(words) is not None)
        self._pays = kept(lambda words: payer.search(words) is not None)
        self._says_how = kept(lambda words: manner.fullmatch(words) is not None)
        self._framed = kept(lambda words: found.start() if (found := frame.search(words)) is not None else -1)

    def kinds(self, tokens: list[Token]) -> int:
        """Which of the kinds of words (``KIND``) are among the known words of a sentence."""
        kinds, found = self._kinds, 0
        for token in tokens:
            found |= kinds.get(token[2].text, 0)
        return found

    def unspent(self, attribute: str) -> str:
        """An attribute of money without what says only that it was paid: (发放)资金."""
        for word in self.words["spent"]:
            if attribute.startswith(word) and attribute[len(word) :] in self._attributes:
                return attribute[len(word) :]
        return attribute

    def counted(self, sort: str, unit: str, words: str = "") -> bool:
        """Whether the unit counts nouns of the sort: 家 facilities, 件 events; 所 敬老院, not 乡镇."""
        if unit in self._narrow and words.endswith(self.words["uncounted"]):
            return False
        return unit in self._units.get(sort, ())

    def gauged(self, words: str) -> bool:
        """Whether the words say by themselves that they are a share or a rate: 集中供养率, 占总人口的比重."""
        return words.endswith(self._rated) or self.words["portion"][-1] in words

    def before_manner(self, words: str) -> str:
        """The words without those at their end that only say how: 云岫集团(定向)."""
        match = self._manner.search(words)
        return words[: match.start()] if match is not None else words

    def manner(self, words: str) -> bool:
        """Whether the words only say how or when: 共, 全年."""
        return self._says_how(words)

    def plain(self, words: str) -> str:
        """The words without a bracket that says the same again: 高龄津贴（俗称生果金）."""
        return self._aside.sub("", words) if "(" in words or "（" in words else words

    def unframed(self, text: str, start: int, end: int) -> int:
        """Where a title's noun ends before what it only puts around it: 殡葬(管理工作)."""
        at = self._framed(text[start:end])
        return start + at if at == 0 or at >= 2 else end

    def trait(self, words: str) -> bool:
        """Whether the words are people known only by what many have: 重度残疾人."""
        return words in self._traits

    def members(self, words: str) -> bool:
        """Whether the words name people only by what they are given: 低保对象."""
        return words.endswith(self.words["member"])

    def predicate(self, text: str, start: int, end: int) -> bool:
        """Whether a verb stands there that tells which ones are meant: (3家机构)未通过年检."""
        return self._predicate.match(text, start, end) is not None

    def lead(self, text: str, start: int, end: int) -> int:
        """Where what opens the clause and is no part of the noun ends."""
        match = self._lead.match(text, start, end)
        return match.end() if match is not None else start

    def past_verb(self, title: str) -> str:
        """A title without the verb that it opens with, where a noun of some length follows: (推进)农村住房保险."""
        match = self._title_verb.match(title)
        rest = title[match.end() :] if match is not None else ""
        return rest if len(rest) >= 3 and self.sort(rest)[0] else title

    def opens_condition(self, text: str, start: int, end: int) -> int:
        """Where what only opens a condition ends: 凡, 对于, 第一类是."""
        match = self._condition_lead.match(text, start, end)
        return match.end() if match is not None else start

    def does(self, words: str) -> bool:
        """Whether the words end in one who does or pays."""
        return self._does(words)

    def pays(self, words: str) -> bool:
        """Whether the words end in one who only pays."""
        return self._pays(words)

    def compound(self, text: str, start: int, end: int) -> bool:
        """Whether the verb before ``start`` belongs to a noun: 改造项目, 护理员."""
        match = self._bearer.match(text, start, end)
        return match is not None

    def project(self, words: str) -> bool:
        """Whether the words after a verb make it part of a noun: (改造)项目."""
        return self._project.fullmatch(words) is not None


@lru_cache(maxsize=8)
def nouns(patterns: Patterns) -> Nouns:
    """The nouns of a set of patterns, compiled."""
    return Nouns(patterns)
