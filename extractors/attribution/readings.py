"""How words name something: as a noun of a sort, a label, an attribute, an average, a verb or not at all.

Nouns that nobody listed are known by their last characters. Everything is looked up by the words themselves, so one
dictionary remembers what was asked before.
"""

from __future__ import annotations

import re
import string
from typing import TYPE_CHECKING, Any, NamedTuple

from civx.patterns.kept import compiled

if TYPE_CHECKING:
    from .names import Name

BySort = dict[str, list[dict[str, Any]]]  # the rules of nouns.yaml
CACHED = 20000
SORTS = ("people", "household", "facility", "money", "event", "thing")
_LIST = "[、和及与或/]"
_IN_BRACKET, _CLOSED = compiled("[（(][^（()）]*[)）]$"), (")", "）", "\n")
_LONGEST_CODE = 3
_JOINTS = frozenset("、和及与")
_WITHIN = 3  # characters of a label that may stand in the middle of a noun
_ALNUM = string.ascii_letters + string.digits


class Reading(NamedTuple):
    """Words as a name: ``form`` is noun, label, attribute, labelled, per, act, carry, vague or empty; ``sort`` that
    of the noun (of an attribute those of its owners, joined by blanks); ``core`` the words that carry meaning."""

    form: str
    sort: str
    core: str
    rule: str
    close: bool = False


class Readings:
    """The nouns of nouns.yaml and the words that stand for one or with one."""

    def __init__(self, by_sort: BySort) -> None:
        self._ends: dict[str, tuple[str, str]] = {}
        for rule in by_sort["plain"]:
            self._ends.update(dict.fromkeys(rule["terms"], ("", f"nouns.yaml#{rule['id']}")))
        for sort in SORTS:
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
            one = "|".join(filter(None, (rule.get("pattern"), any_of(rule.get("terms", ())))))
            close = bool(rule.get("close"))
            self._labels.append((compiled(f"(?:(?:{one}){_LIST})*(?:{one})"), f"nouns.yaml#{rule['id']}", close))
        self._labels.sort(key=lambda label: not label[2])
        degrees, pers = terms(by_sort["degree"]), terms(by_sort["per"])
        attributes = any_of(tuple(self._attributes))
        self._attribute = compiled(f"(?P<degree>(?:{degrees})*)的?(?P<word>{attributes})")
        self._most = max(map(len, self._attributes))
        self._per = compiled(f"(?P<per>{pers})(?P<rest>.*)")
        acts, manners, carries = terms(by_sort["act"]), terms(by_sort["manner"]), terms(by_sort["carry"])
        labels = "|".join(f"(?:{pattern.pattern})" for pattern, _, _ in self._labels)
        self._labelled = compiled(f"(?P<word>(?:{degrees})*(?:{attributes}))(?P<label>{labels})")
        self._act = compiled(f"(?:{manners})*(?P<act>(?:(?:{acts})[、和及]?)+)(?:{manners})*")
        self._carry = compiled(f"(?:{manners})*(?:{carries})+(?:{manners})*")
        self._gain = compiled(f"(?:(?:{terms(by_sort['gain'])})[了、和及]?)+")
        self._vague = compiled(terms(by_sort["vague"]))
        self._empty = compiled(terms(by_sort["empty"]))
        self.rules = {sort: f"nouns.yaml#{rules[0]['id']}" for sort, rules in by_sort.items()}
        self._read: dict[str, Reading] = {}
        self.apart: dict[str, Name] = {}  # what attribution.names took apart before
        self._sorts: dict[str, tuple[str, str]] = {}

    def sort(self, words: str) -> tuple[str, str]:
        """What sort of noun the words end in, and the rule; ("", "") where nothing tells."""
        found = self._sorts.get(words)
        if found is None:
            if len(self._sorts) > CACHED:
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
            if len(self._read) > CACHED:
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

    def dimension(self, label: str) -> str:
        """The rule that a label belongs to: labels of one rule exclude each other."""
        reading = self.read(label)
        return reading.rule if reading.form == "label" else ""

    def other_label(self, label: str, rule: str) -> str:
        """A label without its part that belongs to ``rule``: (A类)农村, beside B类."""
        if not label or self.dimension(label) == rule:
            return ""
        for at in range(1, len(label)):
            if label[at - 1].isdigit():
                continue  # 35(岁以下)
            if self.dimension(label[:at]) == rule:
                return label[at:]
            if self.dimension(label[at:]) == rule:
                return label[:at]
        return label

    def label_suffix(self, words: str) -> tuple[str, str]:
        """The longest label that the words end in, or are, with the list that it ends; and the label's rule."""
        for start in range(max(0, len(words) - 10), len(words) - 1):
            if start != 1 and (rule := self.dimension(words[start:])):  # but 工(商服务业类)
                listed = start > 0 and words[start - 1] in _JOINTS  # 家用电器和(音像器材类)
                return words if listed else words[start:], rule
        return "", ""

    def label_within(self, words: str, other: str, rule: str) -> str:
        """A label of the rule, as long as the ``other``, in the middle of a noun; "" where none stands there."""
        for at in range(1, len(words) - len(other)) if len(other) >= _WITHIN else ():
            label = self.label_prefix(words[at:])
            if len(label) == len(other) and label.isalpha() and self.dimension(label) == rule:
                return label
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

    def average(self, words: str) -> str:
        """The average that the words begin with: 户均."""
        match = self._per.match(words)
        return match["per"] if match is not None else ""

    def empty(self, text: str, start: int, end: int) -> int:
        """Where words that name nothing end: (3亿元)大关."""
        match = self._empty.match(text, start, end)
        return match.end() if match is not None else start


def any_of(words: tuple[str, ...] | list[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


def terms(rules: list[dict[str, Any]]) -> str:
    parts = [rule["pattern"] for rule in rules if "pattern" in rule]
    words = [word for rule in rules for word in rule.get("terms", ())]
    return "|".join([*parts, any_of(words)] if words else parts)
