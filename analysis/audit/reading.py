"""Facts in the order of the report, each with the words around it: what a check goes by.

The words come from the facts' own sentences; the report's text is not needed. They are in Simplified characters, one
for each of the source, so that the offsets of the facts hold in them too.
"""
from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import groupby, pairwise

from civx.extractors.model import Fact
from civx.extractors.text.script import to_simplified

from .interval import Interval, printed

_CLAUSE = re.compile("[，,；;。：:（(）)、]")
_SEMICOLON = re.compile("[;；]")
_COUNTERS = frozenset("个家所处间")  # of institutions, which one list may count in several of these
_TABLES = "tables.yaml"
_REACH = 12  # mentions: what is further off in a sentence has nothing to do with a number
_SENTENCES = 3  # that a number may go on from
_COLUMNS = 3
_TRIES = 50  # places at which a sentence may hold a quote


class Mention:
    """A fact at its place: what stands before and behind it, its neighbours, its whole and its parts.

    ``at`` is its number in its sentence, ``printed`` what its number can be, None where it has none to reckon with.
    """

    __slots__ = (
        "_after", "_clause", "_gap", "_label", "_tail", "at", "fact", "line", "parts", "printed", "seq", "whole",
    )

    def __init__(self, fact: Fact, line: Line, at: int) -> None:
        self.fact = fact
        self.line = line
        self.at = at
        self.printed: Interval | None = printed(fact)
        self.seq = 0
        self.whole: Mention | None = None
        self.parts: list[Mention] = []
        self._gap: str | None = None
        self._after: str | None = None
        self._clause: str | None = None
        self._tail: str | None = None
        self._label: str | None = None

    @property
    def text(self) -> str:
        """The quote, in Simplified characters."""
        return self.line.words(self.fact.start, self.fact.end)

    @property
    def gap(self) -> str:
        """The words between the mention before in the sentence, or its beginning, and this one."""
        if self._gap is None:
            before = self.line.mentions[self.at - 1].fact.end if self.at else self.line.start
            self._gap = self.line.words(before, self.fact.start)
        return self._gap

    @property
    def after(self) -> str:
        """The words between this mention and the next one in the sentence, or its end."""
        if self._after is None:
            mentions = self.line.mentions
            behind = mentions[self.at + 1].fact.start if self.at + 1 < len(mentions) else self.line.end
            self._after = self.line.words(self.fact.end, behind)
        return self._after

    @property
    def clause(self) -> str:
        """The words right before the number, from the last sign on."""
        if self._clause is None:
            self._clause = _CLAUSE.split(self.gap)[-1]
        return self._clause

    @property
    def tail(self) -> str:
        """The words right behind the number, up to the next sign."""
        if self._tail is None:
            self._tail = _CLAUSE.split(self.after, maxsplit=1)[0]
        return self._tail

    @property
    def label(self) -> str:
        """The words that name the number: its subject, those before it, and those behind it that name nothing else."""
        if self._label is None:
            more = self.line.mentions[self.at + 1 : self.at + 2]
            open_end = bool(more) and not _CLAUSE.search(self.after)  # 8000人的103.9%: the words are the next one's
            self._label = f"{self.clause} {self.fact.subject} {'' if open_end else self.tail}"
        return self._label

    def before(self) -> Iterator[Mention]:
        """The mentions before this one in its sentence, the nearest first."""
        return reversed(self.line.mentions[max(0, self.at - _REACH) : self.at])

    def earlier(self) -> Iterator[Mention]:
        """The mentions of the few sentences before, of the same report and none of a table, the nearest first."""
        line = self.line.previous
        for _ in range(_SENTENCES):
            if line is None or "\t" in line.sentence or line.sentence.startswith("|"):
                return
            yield from reversed(line.mentions)
            line = line.previous

    def up_to(self, other: Mention) -> str:
        """The words between this mention and one behind it in its sentence."""
        return self.line.words(self.fact.end, other.fact.start)

    def parted(self, other: Mention) -> bool:
        """Whether a semicolon stands between this mention and one behind it in its sentence."""
        return _SEMICOLON.search(self.up_to(other)) is not None

    def like(self, other: Mention) -> bool:
        """Whether both count in the same unit."""
        one, two = self.fact, other.fact
        if one.measure != two.measure:
            return False
        return one.unit == two.unit or (one.unit in _COUNTERS and two.unit in _COUNTERS)

    def same(self, other: Mention) -> bool:
        """Whether both are about one thing, counted in one unit."""
        one, two = self.fact, other.fact
        return (
            one.subject == two.subject and one.unit == two.unit and one.area == two.area and one.place == two.place
            and one.programme == two.programme
        )

    @property
    def value(self) -> Decimal:
        """The number, of a fact that has one."""
        return self.fact.value or Decimal(0)


class Report:
    """The sentences of one report, and its numbers by their units."""

    __slots__ = ("lines", "units")

    def __init__(self, lines: list[Line]) -> None:
        self.lines = lines
        self.units: dict[str, list[Mention]] = {}
        seq = 0
        for number, line in enumerate(lines):
            line.number = number
            line.report = self
            for mention in line.mentions:
                seq += 1
                mention.seq = seq
                self.units.setdefault(mention.fact.unit, []).append(mention)


_NO_REPORT = Report([])


class Line:
    """One sentence with its mentions, and the one before it in the report.

    ``start`` is where it begins in the source, -1 where that cannot be told; ``report`` is all of the report that it is
    of, ``number`` its own number there.
    """

    __slots__ = ("_row", "end", "mentions", "number", "previous", "report", "sentence", "start", "text")

    def __init__(self, facts: list[Fact]) -> None:
        self.sentence = facts[0].sentence
        self.start = _start(self.sentence, facts)
        self.end = self.start + len(self.sentence)
        self.text = ""
        self.number = 0
        self.report = _NO_REPORT
        self.previous: Line | None = None
        self._row: bool | None = None
        self.mentions = [Mention(fact, self, at) for at, fact in enumerate(facts)]

    @property
    def row(self) -> bool:
        """Whether the sentence is a row of a table."""
        if self._row is None:
            marked = self.start >= 0 and ("\t" in self.text or self.text.count("|") > 1)
            self._row = marked and any(mention.fact.rule.startswith(_TABLES) for mention in self.mentions)
        return self._row

    def words(self, start: int, end: int) -> str:
        """The words of the sentence between two offsets of the source."""
        return self.text[start - self.start : end - self.start] if self.start >= 0 and end > start else ""


def read(facts: Iterable[Fact]) -> list[Line]:
    """The sentences of one source that hold facts, in order, with ``whole`` and ``parts`` linked."""
    groups = _groups(sorted(facts, key=lambda fact: (fact.start, fact.end)))
    lines = [Line(group) for group in groups if not _counts_columns(group)]
    texts = to_simplified("\n".join([line.sentence for line in lines]))
    at = 0
    known: dict[str, Mention] = {}
    for line in lines:
        line.text = texts[at : at + len(line.sentence)]
        at += len(line.sentence) + 1
        for mention in line.mentions:
            known[mention.fact.id] = mention
    for _, own in groupby(lines, key=lambda line: line.mentions[0].fact.report):
        Report(list(own))
    for one, two in pairwise(lines):
        if one.mentions[0].fact.report == two.mentions[0].fact.report:
            two.previous = one
    for mention in known.values():
        part_of = mention.fact.part_of
        if part_of is not None and (whole := known.get(part_of)) is not None and whole is not mention:
            mention.whole = whole
            whole.parts.append(mention)
    for line in lines:
        for before, mention in pairwise(line.mentions):
            if mention.whole is None and before.whole is not None and _goes_on(before, mention, before.whole):
                mention.whole = before.whole
                before.whole.parts.append(mention)
    return lines


def prose(lines: Iterable[Line]) -> Iterator[Mention]:
    """The mentions of the sentences that are no rows of a table, in text order."""
    for line in lines:
        if not line.row:
            yield from line.mentions


def _goes_on(one: Mention, two: Mention, whole: Mention) -> bool:
    """Whether a number goes on a list of parts that extraction ended before it, since all would be too much."""
    if not one.like(two) or one.fact.status != two.fact.status or two.value > whole.value:
        return False
    return two.gap.startswith("、") or one.fact.start == two.fact.start  # 青溪乡和某镇各4处


def _counts_columns(facts: list[Fact]) -> bool:
    """Whether a row only numbers the columns: 1, 2, 3."""
    if len(facts) < _COLUMNS or not all(fact.rule.startswith(_TABLES) for fact in facts):
        return False
    numbers = [fact.quote for fact in facts]
    if not all(number.isdigit() for number in numbers):
        return False
    first = int(numbers[0])
    return first < _COLUMNS and numbers == [str(first + at) for at in range(len(numbers))]


def _groups(facts: list[Fact]) -> Iterator[list[Fact]]:
    """Runs of facts that share a sentence; one that is repeated word for word begins anew where it must."""
    group: list[Fact] = []
    for fact in facts:
        if group and (
            fact.sentence != group[0].sentence
            or fact.report != group[0].report
            or fact.end - group[0].start > len(fact.sentence)
        ):
            yield group
            group = []
        group.append(fact)
    if group:
        yield group


def _start(sentence: str, facts: list[Fact]) -> int:
    """Where the sentence begins in the source: where the quotes of all its facts stand in it."""
    first = facts[0]
    at = sentence.find(first.quote) if first.quote else -1
    for _ in range(_TRIES):
        if at < 0:
            break
        start = first.start - at
        if start >= 0 and all(sentence.startswith(fact.quote, fact.start - start) for fact in facts):
            return start
        at = sentence.find(first.quote, at + 1)
    return -1
