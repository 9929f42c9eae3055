"""What the lines above a table say that it is about: a programme in its words, or all that a title names."""

from __future__ import annotations

import re
from collections.abc import Sequence

from civx.patterns.kept import compiled

from ..attribution.nouns import Nouns
from ..attribution.signs import JOINTS
from ..text.rows import Span
from .heads import HeadReader
from .model import NOWHERE, Placed, Table

_OVERLAP = 2
_COUNTED = ("people", "household")
_LONGEST_TOPIC = 16
_LONGEST_ACT = 4  # 供养, 登记, 评估认定: 住宿照顾服务 is what is given, and no act
_DONE = frozenset(("act", "carry"))
_BRACKETED = compiled(r"[(（][^()（）]*[)）]$")
_JOINT = compiled("|".join(map(re.escape, JOINTS)))


class Captions:
    """Reads the lines above one table: ``topic`` is the programme that one names, ``whole`` all that it is about."""

    def __init__(self, table: Table, reader: HeadReader, words: Nouns, captions: Sequence[Placed]) -> None:
        self._table = table
        self._reader = reader
        self._nouns = words
        self._captions = captions
        self.topic = self._topic_words()
        self.whole = self._whole_topic()

    def _topic_words(self) -> tuple[str, Span]:
        """The programme that a caption names, in its words, with the area before it: 农村低保."""
        for head, span in self._captions:
            strong = head.strong
            for token in reversed(strong):
                if self._of_office(head.words[: token[1]]):
                    continue  # 救助管理站
                if any(one[1] < token[0] and head.words[one[1] : token[0]] in JOINTS for one in strong):
                    return "", NOWHERE  # 火化及安葬: of which of them a column is nothing says
                before = [t for t in head.tokens if t[1] == token[0] and t[2].area]
                words = head.words[before[0][0] if before else token[0] : token[1]]
                shorter = self.without_act(words)
                return (shorter if self._reader.read(shorter).strong else words), span
        return "", NOWHERE

    def _whole_topic(self) -> tuple[str, Span]:
        """What a caption says that the table is about, without place, time and 情况统计表: 持证残疾人."""
        for head, span in self._captions:
            title = _BRACKETED.sub("", self.cut(head.words, "table-label"))
            words = self._undivided(title)
            counted = words != title  # what is measured is a thing, whatever it be
            while (said := self._reader.words.find("about", words)) is not None and said.start:
                words = words[: said.start]
                self.used(said.rule)
            words = self._without_place(words)
            words = self._without_office(words)
            if len(words) > _LONGEST_TOPIC:
                words = next((part for part in _JOINT.split(words) if self._reader.read(part).strong), words)
            if not 1 < len(words) <= _LONGEST_TOPIC:
                continue
            shorter = self.without_act(words)
            words = shorter if self._nouns.sort(shorter)[0] else words
            if self._nouns.sort(words)[0] or head.strong or counted:
                return words, span
        return "", NOWHERE

    def _undivided(self, words: str) -> str:
        """The words without what a table is divided by and the measures it gives: 低收入户户数及人数按款别分."""
        for pattern, rule in self._reader.words.marks("divided-by"):
            found = pattern.search(words)
            if found is None or not found.start():
                continue
            self.used(rule)
            words = words[: found.start()]
        thing, of, measured = words.rpartition("的")
        if of and thing and all(map(self._measures, _JOINT.split(measured))):
            words = thing  # 社会保障计划的受惠人数及开支
        for joint in JOINTS:
            first, found_joint, last = words.rpartition(joint)
            if found_joint and first and self._reader.words.find("generic", last) is not None:
                words = first
        said = self._reader.words.find("measure", words) or self._reader.words.find("tally", words)
        if said is not None and said.end == len(words) and self._nouns.sort(words[: said.start])[0] in _COUNTED:
            self.used(said.rule)
            words = words[: said.start]
        return words

    def _measures(self, words: str) -> bool:
        """Whether words only say that something is counted or paid."""
        return any(self._reader.words.find(role, words) is not None for role in ("generic", "measure", "money"))

    def _of_office(self, words: str) -> str:
        """The rule by which the words end in an office, which a table is from and not about: 民政局, 婚姻登记处."""
        said = self._reader.words.find("office", words)
        return said.rule if said is not None else ""

    def _without_office(self, words: str) -> str:
        for size in range(len(words) - 2, 1, -1):
            if rule := self._of_office(words[:size]):
                self.used(rule)
                return words[size:]
        return words

    def without_act(self, words: str) -> str:
        """The words without what is done at their end: 社会组织登记, 孤儿养育."""
        for size in range(_OVERLAP, min(len(words) - 1, _LONGEST_ACT + 1)):
            tail = words[-size:]
            done = self._nouns.read(tail).form in _DONE or self._nouns.sort(tail)[0] == "event"
            named = self._nouns.sort(words[:-size])[0] not in ("", "event")
            if named and (done or self._reader.words.find("about", tail) is not None):
                return words[:-size]
        return words

    def _without_place(self, words: str) -> str:
        for size in range(min(len(words) - 1, 8), 1, -1):
            if self._reader.places.name(words[:size]):
                words = words[size:]
                break
        return self.cut(words, "of-area").lstrip("的")

    def cut(self, words: str, role: str) -> str:
        """The words without what a rule's pattern finds where they begin."""
        for pattern, name in self._reader.words.marks(role):
            found = pattern.match(words)
            if found is not None and found.end() < len(words):
                words = words[found.end() :]
                self.used(name)
        return words

    def is_apart(self, words: str) -> bool:
        """Whether words only tell people apart by sex or age."""
        for pattern, name in self._reader.words.marks("apart"):
            if pattern.fullmatch(words) is not None:
                self.used(name)
                return True
        return False

    def used(self, rule: str) -> None:
        """Notes a rule that the names of the table's numbers rest on."""
        if rule not in self._table.label_rules:
            self._table.label_rules.append(rule)
