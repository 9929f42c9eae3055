"""What was named before: the things that a number without a noun of its own may be about, and which of them it is.

Everything that a paragraph names is kept: the subjects of its numbers, nouns of clauses without a number, the label
before a colon, the title of the list item, the headings above. Which one a number leans on is told by the sum of the
weights (weights.yaml, ``subject``) of what speaks for each; where nothing fits, none is.
"""

from __future__ import annotations

from bisect import bisect_left
from typing import NamedTuple

from civx.patterns.kept import compiled

from ..model import Document
from ..quantities.quantity import Quantity
from ..words.terms import mask
from .changes import base
from .clauses import nouns_in
from .context import Context
from .decision import new
from .names import Name, take_apart
from .nouns import Nouns
from .phrases import clean

_MOST = 14  # numbers back
_BACK = 3  # sentences without a number that are read for what they name
_FROM_TITLE = compiled("[，,；;、“”\"]")
_ITEM = compiled("[一二三四五六七八九十]+(?:是|要)")

_COUNTS = frozenset({"count", "households", "persons"})
_SUMS = frozenset({"amount", "standard", "rate"})
_EACH, _REST = mask("each"), mask("rest")

# What each kind of number counts: the sorts of nouns that fit it well, and those that may do.
_FITS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "persons": (("people",), ("household", "event", "money")),
    "households": (("household", "people"), ("event", "money")),
    "person_times": (("people", "event"), ("money", "household", "facility")),
    "household_times": (("household", "people", "event"), ("money",)),
    "amount": (("money", "event"), ("people", "household", "facility", "thing")),
    "standard": (("money",), ("event", "people", "household", "facility", "thing")),
    "rate": (("people", "household", "facility", "money", "event", "thing"), ()),
    "count": (("facility", "event", "thing"), ("money", "people")),
}


class Told(NamedTuple):
    """Something named before a number: in words, taken apart, with its sort and where it stands."""

    name: Name
    sort: str
    start: int
    end: int
    quantity: Quantity | None = None
    colon: bool = False
    bracket: bool = False
    part: bool = False
    labelled: bool = False
    framed: bool = False


class Rival(NamedTuple):
    """A thing that a number may lean on, with what speaks for it."""

    told: Told
    score: int


class Memory:
    """What a report has named so far, paragraph by paragraph."""

    def __init__(self, document: Document, nouns: Nouns, weights: dict[str, int]) -> None:
        self._document = document
        self._nouns = nouns
        self._weights = weights
        self._told: list[Told] = []
        self._of: dict[int, Told] = {}  # those that are numbers, by the id of the quantity
        self._paragraph: tuple[int, int | None] | None = None
        self._titles: dict[int, Told | None] = {}
        self._read = -1  # up to here clauses without a number have been read
        self._index = -1  # the last sentence that was entered
        self._skipped: list[int] = []  # sentences of the paragraph without a number, not read yet

    def enter(self, context: Context) -> None:
        """Begins a sentence: another paragraph forgets what the last one told."""
        key = (context.sentence.paragraph, context.section)
        sentences = self._document.sentences
        if key != self._paragraph:
            self._paragraph, self._told, self._of = key, [], {}
            self._index = context.index - 1
            while self._index >= 0 and context.index - self._index <= _BACK:
                before = sentences[self._index]
                if (before.paragraph, before.section) != key:
                    break
                self._index -= 1
        self._skipped = list(range(self._index + 1, context.index))
        self._index = context.index
        self._read = context.start

    def tell(self, told: Told) -> None:
        """Keeps what a number turned out to count."""
        self._told.append(told)
        if told.quantity is not None:
            self._of[id(told.quantity)] = told

    def of(self, quantity: Quantity) -> Told | None:
        """What a number before turned out to count."""
        return self._of.get(id(quantity))

    def last(self) -> Told | None:
        """The number told last."""
        return next((t for t in reversed(self._told) if t.quantity is not None), None)

    def rivals(
        self, context: Context, quantity: Quantity, need: str, sorts: tuple[str, ...] = (), words: str = ""
    ) -> list[Rival]:
        """What ``quantity`` may lean on, the likeliest first.

        ``need`` says what for: same (it has no noun of its own), whole (it is a labelled part), object (of its verb),
        owner (of its attribute, of one of ``sorts``), money (that it is an average of).
        """
        self._read_sentences(context)
        self._read_clauses(context, quantity)
        found: list[Rival] = []
        wall, segment = self._wall(context, quantity), context.segment(quantity.start)
        each = quantity.bits & _EACH != 0
        seen = between = passed = 0
        walled = False  # whether a number stands between in the same stretch between semicolons
        for told in reversed(self._told):
            if told.end > quantity.left or told.start < wall:
                continue
            if seen >= _MOST:
                break
            score = self._score(context, quantity, told, need, sorts, segment, each)
            score -= between * self._weights["each-back"]
            here = told.start >= segment
            if seen == 0 and here:
                score += self._weights["latest"]
            seen += told.quantity is not None
            between += told.quantity is not None and not told.part
            passed += told.quantity is None
            score -= (passed - 1) * self._weights["each-noun-back"] if told.quantity is None else 0
            walled = walled or (here and told.quantity is not None)
            again = words and told.name.attribute == words and sorts[0] != "facility"
            if again and (here or not walled):
                score += self._weights["same-attribute"]
            if words in self._nouns.words["share"] and seen == 1 and told.quantity is not None and here:
                score += self._weights["shared-part"]
            found.append(new(Rival, (told, score)))
        for level, title in enumerate(self._above(context)):
            score = self._score(context, quantity, title, need, sorts, segment, each)
            if need == "same" and title.start < context.start:
                score -= self._weights["earlier-sentence"]  # a title always stands before
            found.append(Rival(title, score + self._weights["title"] - level * self._weights["title-higher"]))
        found = [rival for rival in found if rival.score > 0]
        found.sort(key=lambda rival: -rival.score)
        return found

    def _score(
        self, context: Context, quantity: Quantity, told: Told, need: str, sorts: tuple[str, ...], segment: int,
        each: bool,
    ) -> int:
        """How much speaks for what was told; ``each``: a word such as 每人 stands before the number."""
        weights, other = self._weights, told.quantity
        score = weights["base"]
        sort = self._nouns.sort(told.name.base)[0] if need == "owner" and told.name.attribute else told.sort
        if need == "owner":
            rank = sorts.index(sort) if sort in sorts else -1
            score += weights["fit"] - rank * weights["owner-rank"] if rank >= 0 else weights[_none(sort)]
            if other is not None and other.measure in _SUMS and rank != 0 and quantity.measure != "rate":
                score += weights["owner-no-count"]
        elif need == "money":
            score += weights["fit"] if sort in ("money", "event") else weights["may-fit"]
            if other is not None and other.measure == "amount":
                score += weights["money-amount"]
        else:
            well, may = _FITS.get(quantity.measure, ((), ()))
            if each:
                well, may = (*well, *may), ()
            if quantity.measure == "count" and sort in well and not self._nouns.counted(sort, quantity.unit):
                well, may = (), well
            if quantity.measure == "rate" and not sort:
                well = ("",)
            score += weights["fit"] if sort in well else weights["may-fit"] if sort in may else weights[_none(sort)]
        if other is not None:
            if base(other) == base(quantity) and not each:
                score += weights["same-unit"]
                if quantity.bits & _REST:
                    score += weights["rest"]
                score += self._size(quantity, other) if need == "whole" else 0
            if need == "same" and quantity.measure == "rate" and self._threshold(context, other):
                score += weights["threshold"]
            if told.labelled and (need in ("whole", "object") or (need == "owner" and sorts[0] != "facility")):
                score += weights["part-itself"]
            gap = context.text[other.end : quantity.left].strip(" ") if other.end >= context.start else None
            if gap is not None and not gap.strip("、"):
                score += weights["listed" if gap else "adjacent"]
            if told.part and told.start < segment:
                score += weights["part-of-another"]
        if told.bracket and not same_bracket(context, told.end, quantity.left):
            score += weights["in-bracket"]
        if told.colon:
            score += weights["colon"]
        if told.start < context.start:
            score += weights["earlier-sentence"]
        elif told.start < segment:
            score += weights["earlier-segment"]
        elif told.start >= quantity.clause_start:
            score += weights["same-clause"]
        return score

    def _threshold(self, context: Context, other: Quantity) -> bool:
        """23个村收入超过20万元，占82%: the amount only says which of the counted are meant."""
        counted = other.previous
        if other.measure != "amount" or counted is None or counted.start < other.clause_start:
            return False
        reached = self._nouns.words["reached"]
        return counted.measure in _COUNTS and any(
            t[2].text in reached for t in context.between(counted.end, other.start)
        )

    def _size(self, quantity: Quantity, other: Quantity) -> int:
        """A part is no larger than its whole."""
        if quantity.value is None or other.value is None:
            return 0
        return self._weights["smaller" if quantity.value <= other.value else "larger"]

    def _wall(self, context: Context, quantity: Quantity) -> int:
        """Nothing before the last 二是, 三是 is about the same thing."""
        wall = -1
        for match in _ITEM.finditer(context.text, context.start, quantity.start):
            before = context.text[match.start() - 1] if match.start() > context.start else "。"
            if before in "。；;，,：:\n ":
                wall = match.start()
        return wall

    def _read_sentences(self, context: Context) -> None:
        """Keeps the nouns of the paragraph's sentences without a number before this one."""
        for index in self._skipped:
            sentence = self._document.sentences[index]
            other = Context(context.text, sentence, index, [], [], context.lexicon, context.parent)
            low = sentence.start
            kept: list[Told] = []
            while low < sentence.end:
                start, high = other.clause(low)
                start = max(low, start)
                self._keep(other, start, high, kept)
                low = high + 1
            if kept:
                at = bisect_left([t.start for t in self._told], sentence.start)
                self._told[at:at] = kept
        self._skipped = []

    def before_phrase(self, context: Context, quantity: Quantity, end: int) -> None:
        """Keeps the nouns of the number's own stretch that stand before its phrase: 福利院设有床位200张."""
        self._keep(context, quantity.own, end)

    def behind(self, context: Context, quantity: Quantity, start: int) -> None:
        """Keeps the nouns behind what a number counts, in its clause: 为30户老人家庭实施适老化改造."""
        stop = quantity.right if quantity.following is None else min(quantity.right, quantity.following.left)
        if start < stop:
            self._keep(context, start, stop)

    def _read_clauses(self, context: Context, quantity: Quantity) -> None:
        """Keeps the nouns of the clauses without a number that stand between the last number read and this one."""
        start = max(self._read, context.start)
        end = quantity.clause_start
        self._read = max(start, quantity.end)
        while start < end:
            low, high = context.clause(start)
            low = max(low, start)
            start = high + 1
            if high <= end and not context.counted(low, high):
                self._keep(context, low, high)

    def _keep(self, context: Context, start: int, end: int, into: list[Told] | None = None) -> None:
        """Keeps the nouns of a stretch without a number, and that a colon stands behind it."""
        text = context.text
        colon = text[end : end + 1] in ("：", ":")
        for noun in nouns_in(context, self._nouns, start, end):
            words = clean(text[noun[0] : noun[1]])
            framed = self._nouns.unframed(text, noun[0], end) < end
            sort = self._nouns.sort(words)[0]
            told = Told(take_apart(words, self._nouns), sort, *noun, None, colon, framed=framed)
            kept = self._told if into is None else into
            at = len(kept)
            while at and kept[at - 1].quantity is None and kept[at - 1].start > told.start:
                at -= 1  # what stands behind a number may have been read before
            kept.insert(at, told)

    def _above(self, context: Context) -> list[Told]:
        """What the headings above name, the nearest first, and the report's title."""
        found: list[Told] = []
        at = context.section
        while at is not None:
            title = self._title(at)
            if title is not None:
                found.append(title)
            at = self._document.sections[at].parent
        return found

    def _title(self, section: int) -> Told | None:
        if section not in self._titles:
            head = self._document.sections[section]
            title = head.title[len(head.label) :] if head.title.startswith(head.label) else head.title
            words = clean(title)
            told: Told | None = None
            if 2 <= len(words) <= 24 and not _FROM_TITLE.search(words):
                whole = len(words)
                words = words[: self._nouns.unframed(words, 0, len(words))]
                words = words[self._nouns.lead(words, 0, len(words)) :]
                words = words[len(self._nouns.gain_of(words)) :]
                sort = self._nouns.sort(words)[0]
                if sort or len(words) <= 6:
                    start = head.start + len(head.label)
                    name = take_apart(words, self._nouns)
                    told = Told(name, sort, start, start + len(title), framed=len(words) < whole)
            self._titles[section] = told
        return self._titles[section]


def _none(sort: str) -> str:
    """The weight of a noun that does not fit: unknown sorts are none to go by."""
    return "misfit" if sort else "unknown"


def same_bracket(context: Context, one: int, other: int) -> bool:
    """Whether no bracket closes between the two."""
    text = context.text
    return text.find(")", one, other) < 0 and text.find("）", one, other) < 0



