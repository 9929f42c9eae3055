"""What sort of noun a few words are, and whether they name something by themselves.

Nouns that nobody listed are known by their last characters. Everything is looked up by the words themselves, so one
dictionary remembers what was asked before.
"""

from __future__ import annotations

import re
import string
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from civx.patterns.kept import compiled
from civx.patterns.load import Patterns

if TYPE_CHECKING:
    from ..words.terms import Token
    from .names import Name

_LIST = "[、和及与或/]"
_PAID = {"people", "household"}  # the owners of what is paid to people
_CACHED = 20000
_IN_BRACKET, _CLOSED = compiled("[（(][^（()）]*[)）]$"), (")", "）", "\n")
_LONGEST_CODE = 3
_ALNUM = string.ascii_letters + string.digits
_SORTS = ("people", "household", "facility", "money", "event", "thing")

# The sorts of rules whose words are kept as they are, the longest first.
_WORDS = (
    "disposal", "goal", "such", "limit", "state", "stands", "relative", "spent",
    "raised", "rates", "member", "gained", "reached", "general", "rest", "sum",
    "receiver", "harm", "most", "got", "share", "among", "by",
    "balance", "budget", "condition", "alternative", "assertion", "benefit",
    "gauge", "paid", "fund", "grant", "ended", "outlay", "compared",
    "gift", "field", "begun", "done",
)  # fmt: skip


# Those that are looked for among the known words of a sentence, as bits.
_KINDS = ("disposal", "goal", "reached", "receiver", "rest", "by", "sum")
KIND = {sort: 1 << number for number, sort in enumerate(_KINDS)}


class Reading(NamedTuple):
    """Words as a name: ``form`` is noun, label, attribute, labelled, per, act, carry, vague or empty; ``sort`` that
    of the noun (of an attribute those of its owners, joined by blanks); ``core`` the words that carry meaning."""

    form: str
    sort: str
    core: str
    rule: str
    close: bool = False


class Nouns:
    """The words of nouns.yaml, compiled."""

    def __init__(self, patterns: Patterns) -> None:
        by_sort: dict[str, list[dict[str, Any]]] = {}
        for rule in patterns.rules("nouns"):
            by_sort.setdefault(rule["sort"], []).append(rule)
        self._ends: dict[str, tuple[str, str]] = {}
        for rule in by_sort["plain"]:
            self._ends.update(dict.fromkeys(rule["terms"], ("", f"nouns.yaml#{rule['id']}")))
        for sort in _SORTS:
            for rule in by_sort[sort]:
                for word in rule["terms"]:
                    self._ends.setdefault(word, (sort, f"nouns.yaml#{rule['id']}"))
        self._longest = max(map(len, self._ends))
        self._attributes: dict[str, tuple[str, str]] = {}
        for rule in by_sort["attribute"]:
            for word in rule["terms"]:
                self._attributes.setdefault(word, (" ".join(rule["of"]), f"nouns.yaml#{rule['id']}"))
        self._labels: list[tuple[re.Pattern[str], str, bool]] = []
        for rule in by_sort["label"]:
            one = "|".join(filter(None, (rule.get("pattern"), _any(rule.get("terms", ())))))
            close = bool(rule.get("close"))
            self._labels.append((compiled(f"(?:(?:{one}){_LIST})*(?:{one})"), f"nouns.yaml#{rule['id']}", close))
        self._labels.sort(key=lambda label: not label[2])
        degrees, pers = _terms(by_sort["degree"]), _terms(by_sort["per"])
        attributes = _any(tuple(self._attributes))
        self._attribute = compiled(f"(?P<degree>(?:{degrees})*)的?(?P<word>{attributes})")
        self._most = max(map(len, self._attributes))
        self._per = compiled(f"(?P<per>{pers})(?P<rest>.*)")
        acts, manners, carries = _terms(by_sort["act"]), _terms(by_sort["manner"]), _terms(by_sort["carry"])
        labels = "|".join(f"(?:{pattern.pattern})" for pattern, _, _ in self._labels)
        self._labelled = compiled(f"(?P<word>(?:{degrees})*(?:{attributes}))(?P<label>{labels})")
        self._act = compiled(f"(?:{manners})*(?P<act>(?:(?:{acts})[、和及]?)+)(?:{manners})*")
        self._carry = compiled(f"(?:{manners})*(?:{carries})+(?:{manners})*")
        self._gain = compiled(f"(?:(?:{_terms(by_sort['gain'])})[了、和及]?)+")
        self._vague = compiled(_terms(by_sort["vague"]))
        self._empty = compiled(_terms(by_sort["empty"]))
        self._frame = compiled(f"(?:{_terms(by_sort['frame'])})+$")
        self._traits = frozenset(word for rule in by_sort["trait"] for word in rule["terms"])
        self.default = by_sort["default"][0]["terms"][0]
        self._predicate = compiled(_terms(by_sort["predicate"]))
        self._manner = compiled(f"(?:{_terms(by_sort['manner'])})+$")
        self._aside = compiled(f"[（(](?:{_terms(by_sort['aside'])})[^（()）]*[)）]")
        self._units = {
            sort: frozenset(unit for rule in by_sort[sort] for unit in rule.get("units", ())) for sort in _SORTS
        }
        self._condition_lead = compiled(f"(?:{_terms(by_sort['condition-lead'])})")
        self._lead = compiled(f"(?:{_terms(by_sort['lead'])})")
        self._doer = compiled(f"(?:{_terms(by_sort['doer'])})$")
        self._payer = compiled(f"(?:{_terms(by_sort['payer'])})$")
        self.means, self.whole = compiled(_terms(by_sort["means"])), compiled(_terms(by_sort["whole"]))
        self.level_mark = compiled(f"[（(](?:{_terms(by_sort['level-mark'])})[)）]$")
        self.rank = compiled(_terms(by_sort["rank"]))
        self.ranked = compiled(f"(?:{_terms(by_sort['ranked'])})$")
        self.harm = compiled(_terms(by_sort["harm"]))
        how, to = _terms(by_sort["gift-manner"]), "|".join(w for r in by_sort["receiver"] for w in r["terms"])
        self.gift = compiled(  # 甲公司|宣布向乙市|紧急捐赠
            rf"(?P<who>[^，,；;：:。]*?)(?P<how>(?:{how})*)(?:{to}|为|对)[^，,；;：:。]{{2,24}}?"
            rf"(?P<deed>(?:{how})*(?<!的)(?:{_terms(by_sort['gift'])}))"
        )
        self.payer = compiled(_terms(by_sort["payer"]))
        self._project = compiled(_terms(by_sort["project"]))
        self._bearer = compiled(_terms(by_sort["bearer"]))
        self.benefits = frozenset(f"nouns.yaml#{r['id']}" for r in by_sort["attribute"] if set(r["of"]) == _PAID)
        self.words = {
            sort: tuple(sorted((word for rule in by_sort[sort] for word in rule["terms"]), key=len, reverse=True))
            for sort in _WORDS
        }
        self._kinds: dict[str, int] = {}
        for sort, kind in KIND.items():
            for word in self.words[sort]:
                self._kinds[word] = self._kinds.get(word, 0) | kind
        self.rules = {sort: f"nouns.yaml#{rules[0]['id']}" for sort, rules in by_sort.items()}
        self._read: dict[str, Reading] = {}
        self.apart: dict[str, Name] = {}  # what attribution.names took apart before
        self._sorts: dict[str, tuple[str, str]] = {}
        doer, payer, manner, frame = self._doer, self._payer, self._manner, self._frame
        kept = lru_cache(maxsize=_CACHED)  # the same few words are asked about again and again
        self._does = kept(lambda words: doer.search(words) is not None)
        self._pays = kept(lambda words: payer.search(words) is not None)
        self._says_how = kept(lambda words: manner.fullmatch(words) is not None)
        self._framed = kept(lambda words: found.start() if (found := frame.search(words)) is not None else -1)

    def sort(self, words: str) -> tuple[str, str]:
        """What sort of noun the words end in, and the rule; ("", "") where nothing tells."""
        found = self._sorts.get(words)
        if found is None:
            if len(self._sorts) > _CACHED:
                self._sorts.clear()
            bare = _IN_BRACKET.sub("", words) if words.endswith(_CLOSED) else words
            if bare and bare[-1].isascii() and bare[-1].isalnum():
                named = bare.rstrip(_ALNUM)  # 号码0, 方案B
                bare = named if named and len(bare) - len(named) <= _LONGEST_CODE else bare
            found = ("", "")
            for size in range(min(self._longest, len(bare)), 0, -1):
                end = self._ends.get(bare[-size:])
                if end is not None:
                    found = end
                    break
            self._sorts[words] = found
        return found

    def read(self, words: str) -> Reading:
        """How the words name something."""
        found = self._read.get(words)
        if found is None:
            if len(self._read) > _CACHED:
                self._read.clear()
                self.apart.clear()
            found = self._read[words] = self._reading(words)
        return found

    def _reading(self, words: str) -> Reading:
        if not words:
            return Reading("empty", "", "", "")
        if self._empty.fullmatch(words):
            return Reading("empty", "", "", self.rules["empty"])
        for pattern, rule, close in self._labels:
            if pattern.fullmatch(words):
                return Reading("label", "", words, rule, close)
        if (match := self._attribute.fullmatch(words)) is not None:
            of, rule = self._attributes[match["word"]]
            return Reading("attribute", of, words, rule)
        if self._carry.fullmatch(words):
            return Reading("carry", "", "", self.rules["carry"])
        match = self._labelled.fullmatch(words)
        if match is not None and self.sort(match["label"])[0] != "facility":  # 受惠机构
            of, rule = self._attributes.get(match["word"], ("", self.rules["attribute"]))
            return Reading("labelled", of or "people household event money facility thing", words, rule)
        if (match := self._act.fullmatch(words)) is not None:
            return Reading("act", "", words, self.rules["act"])
        if self._vague.fullmatch(words):
            return Reading("vague", "", "", self.rules["vague"])
        if (match := self._per.fullmatch(words)) is not None and (
            not match["rest"] or match["rest"] in self._attributes or self._act.fullmatch(match["rest"])
        ):
            return Reading("per", "", words, self.rules["per"])
        sort, rule = self.sort(words)
        return Reading("noun", sort, words, rule)

    def kinds(self, tokens: list[Token]) -> int:
        """Which of the kinds of words (``KIND``) are among the known words of a sentence."""
        kinds, found = self._kinds, 0
        for token in tokens:
            found |= kinds.get(token[2].text, 0)
        return found

    def dimension(self, label: str) -> str:
        """The rule that a label belongs to: labels of one rule exclude each other."""
        reading = self.read(label)
        return reading.rule if reading.form == "label" else ""

    def other_label(self, label: str, rule: str) -> str:
        """A label without its part that belongs to ``rule``: (A类)农村, beside B类."""
        if not label or self.dimension(label) == rule:
            return ""
        for at in range(1, len(label)):
            if self.dimension(label[:at]) == rule:
                return label[at:]
            if self.dimension(label[at:]) == rule:
                return label[:at]
        return label

    def label_suffix(self, words: str) -> str:
        """The longest label that the words end in, or are."""
        for start in range(max(0, len(words) - 10), len(words) - 1):
            if self.read(words[start:]).form == "label":
                return words[start:]
        return ""

    def split_labelled(self, words: str) -> tuple[str, str]:
        """The label and the attribute of 月人均补差水平城市: the one behind the other."""
        match = self._labelled.fullmatch(words)
        return (match["label"], match["word"]) if match is not None else ("", words)

    def label_of(self, words: str) -> str:
        """The label that the words begin with, "" where what is left would be no noun: 城市低保对象."""
        best = ""
        for pattern, _, _ in self._labels:
            match = pattern.match(words)
            if match is not None and len(best) < match.end() <= len(words) - 2:
                best = match.group()
        return best if best and self.sort(words[len(best) :])[0] else ""

    def label_prefix(self, words: str) -> str:
        """The longest label that the words begin with, whatever follows."""
        matches = [m.group() for pattern, _, _ in self._labels if (m := pattern.match(words)) is not None]
        return max(matches, key=len, default="")

    def gain_of(self, words: str) -> str:
        """The verb that the words begin with: 新纳入低保对象."""
        match = self._gain.match(words)
        return match.group() if match is not None and match.end() <= len(words) - 2 else ""

    def attribute_of(self, words: str) -> str:
        """The attribute that the words end in, "" where it has no owner before it: 养老机构床位."""
        for size in range(min(self._most, len(words) - 2), 1, -1):
            if words[-size:] in self._attributes and self.sort(words[:-size])[0]:
                return words[-size:]
        return ""

    def details(self, reading: Reading) -> list[str]:
        """The rules of the words that the reading passes over: 实际(完成投资), 因死亡(停发)."""
        rules = []
        if reading.form == "attribute" and (match := self._attribute.fullmatch(reading.core)) and match["degree"]:
            rules.append(self.rules["degree"])
        if reading.form == "act" and (match := self._act.fullmatch(reading.core)) and match["act"] != reading.core:
            rules.append(self.rules["manner"])
        return rules

    def unspent(self, attribute: str) -> str:
        """An attribute of money without what says only that it was paid: (发放)资金."""
        for word in self.words["spent"]:
            if attribute.startswith(word) and attribute[len(word) :] in self._attributes:
                return attribute[len(word) :]
        return attribute

    def average(self, words: str) -> str:
        """The average that the words begin with: 户均."""
        match = self._per.match(words)
        return match["per"] if match is not None else ""

    def counted(self, sort: str, unit: str) -> bool:
        """Whether the unit counts nouns of the sort: 家 facilities, 件 events."""
        return unit in self._units.get(sort, ())

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

    def empty(self, text: str, start: int, end: int) -> int:
        """Where words that name nothing end: (3亿元)大关."""
        match = self._empty.match(text, start, end)
        return match.end() if match is not None else start


def _any(words: tuple[str, ...] | list[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


def _terms(rules: list[dict[str, Any]]) -> str:
    parts = [rule["pattern"] for rule in rules if "pattern" in rule]
    words = [word for rule in rules for word in rule.get("terms", ())]
    return "|".join([*parts, _any(words)] if words else parts)


@lru_cache(maxsize=8)
def nouns(patterns: Patterns) -> Nouns:
    """The nouns of a set of patterns, compiled."""
    return Nouns(patterns)
