"""What was named before: the things that a number without a noun of its own may be about, and which of them it is.

Everything that a paragraph names is kept: the subjects of its numbers, nouns of clauses without a number, the label
before a colon, the title of the list item, the headings above. Which one a number leans on is told by the sum of the
weights (weights.yaml, ``subject``) of what speaks for each; where nothing fits, none is.
"""

from __future__ import annotations

import sys
from bisect import bisect_left
from itertools import islice

from civx.patterns.kept import compiled

from ..model import Document
from ..quantities.quantity import Quantity
from ..words.terms import mask
from .clauses import LABEL as ITEM_LABEL
from .clauses import nouns_in
from .context import Context
from .decision import new
from .names import take_apart
from .nouns import Nouns
from .phrases import clean
from .signs import COLONS, COMMAS
from .titles import Titles
from .told import Rival, Told
from .weighing import Weighing

_MOST = 14  # numbers back
_MARKS = "“”‘’《》「」\"' 　"
_BACK = 3  # sentences without a number that are read for what they name
_ITEM = compiled("[一二三四五六七八九十]+(?:是|要)")

_STOPS = "。：:；; 　\n"
_LONGEST_ACCOUNT = 16  # characters of an account's name
_EACH = mask("each")


class Memory:
    """What a report has named so far, paragraph by paragraph."""

    def __init__(self, document: Document, nouns: Nouns, weights: dict[str, int]) -> None:
        self._document = document
        self._nouns = nouns
        self._weights = weights
        self._told: list[Told] = []
        self._of: dict[int, Told] = {}  # those that are numbers, by the id of the quantity
        self._paragraph: tuple[int, int | None] | None = None
        self._titles = Titles(document, nouns)
        self._weighing = Weighing(nouns, weights)
        self._first = 0  # the paragraph's first sentence
        self._list = sys.maxsize  # where the paragraph's first 一是 stands
        self._read = -1  # up to here clauses without a number have been read
        self._index = -1  # the last sentence that was entered
        self._silent = False  # whether it has told of no number yet
        self._skipped: list[int] = []  # sentences of the paragraph without a number, not read yet

    def enter(self, context: Context) -> None:
        """Begins a sentence: another paragraph forgets what the last one told, another item of a list what its
        siblings told, but not what stands before the list."""
        key = (context.sentence.paragraph, context.section)
        sentences = self._document.sentences
        if self._silent:
            self._index -= 1  # it had no number after all
        if key != self._paragraph:
            lead = self._lead(context)
            last, self._paragraph = self._index, key
            self._told = [told for told in self._told if told.start < lead]
            if not self._told:
                self._of = {}
            self._list = lead or sys.maxsize
            self._index = context.index - 1
            while self._index > last and context.index - self._index <= _BACK:
                before = sentences[self._index]
                if (before.paragraph, before.section) != key and before.start >= lead:
                    break
                self._index -= 1
        self._skipped = list(range(self._index + 1, context.index))
        self._index, self._silent = context.index, True
        self._read = context.start

    def _lead(self, context: Context) -> int:
        """Where the list begins that the sentence is an item of, where its paragraph has words before it; else 0."""
        sentences, paragraph = self._document.sentences, context.sentence.paragraph
        if self._paragraph is None or self._paragraph[0] != paragraph:
            self._first = context.index
            while self._first > self._index + 1 and sentences[self._first - 1].paragraph == paragraph:
                self._first -= 1
        section = sentences[self._first].section
        sections = self._document.sections
        if context.section in (None, section) or sections[context.section or 0].parent != section:
            return 0
        at = self._first
        while sentences[at].section == section:
            at += 1
        start = sentences[at].start
        return start if context.text.endswith(COLONS, 0, start) else 0

    def tell(self, told: Told) -> None:
        """Keeps what a number turned out to count."""
        self._told.append(told)
        self._silent = False
        if told.quantity is not None:
            self._of[id(told.quantity)] = told

    def of(self, quantity: Quantity) -> Told | None:
        """What a number before turned out to count."""
        return self._of.get(id(quantity))

    def last(self) -> Told | None:
        """The number told last."""
        return next((t for t in reversed(self._told) if t.quantity is not None), None)

    def numbers(self, most: int) -> list[Told]:
        """The numbers told last, the latest first."""
        return list(islice((t for t in reversed(self._told) if t.quantity is not None), most))

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
        leading: list[Rival] = []  # where the item itself tells of nothing
        wall, segment = self._wall(context, quantity), context.segment(quantity.start)
        listed = min(self._list, wall)  # what stands before the list is about all of its items
        each = quantity.bits & _EACH != 0
        seen = between = passed = 0
        walled = False  # whether a number stands between in the same stretch between semicolons
        for told in reversed(self._told):
            if told.end > quantity.left or listed <= told.start < wall:
                continue
            if seen >= _MOST:
                break
            score = self._weighing.score(context, quantity, told, need, sorts, segment, each)
            score -= between * self._weights["each-back"]
            if told.start < listed:
                score += self._weights["lead-in"]
            if need == "object" and told.part and told.quantity is quantity.previous:
                gap = context.text[told.quantity.end : quantity.left] if told.quantity is not None else ""
                score += self._weights["sibling"] if gap[:1] == "、" else 0
            if told.part and need == "owner" and quantity.measure == "amount" and told.start >= segment:
                score += self._weights["owner-part"]
            here = told.start >= segment
            if seen == 0 and here:
                score += self._weights["latest"]
            seen += told.quantity is not None
            between += told.quantity is not None and not told.part
            passed += told.quantity is None
            score -= (passed - 1) * self._weights["each-noun-back"] if told.quantity is None else 0
            walled = walled or (here and told.quantity is not None)
            again = words and need == "owner" and told.name.attribute == words and sorts[0] != "facility"
            if again and (here or not walled):
                score += self._weights["same-attribute"]
            if need == "object" and told.name.text() == self._nouns.default:
                score += self._weights["nameless"]
            if words and need == "object" and told.quantity is not None and told.name.text().startswith(words):
                score += self._weights["same-verb"] if told.quantity.unit == quantity.unit else 0
            if words in self._nouns.words["share"] and seen == 1 and told.quantity is not None and here:
                score += self._weights["shared-part"]
            (leading if told.start < listed else found).append(new(Rival, (told, score)))
        found = [rival for rival in found if rival.score > 0] or leading
        for level, title in enumerate(self._titles.above(context)):
            score = self._weighing.score(context, quantity, title, need, sorts, segment, each)
            named = need == "same" or (need == "owner" and context.text[quantity.clause_start - 1] in COLONS)
            if named and title.start < context.start:
                score -= self._weights["earlier-sentence"]  # a title always stands before
            found.append(Rival(title, score + self._weights["title"] - level * self._weights["title-higher"]))
        found = [rival for rival in found if rival.score > 0]
        found.sort(key=lambda rival: -rival.score)
        return found

    def _wall(self, context: Context, quantity: Quantity) -> int:
        """Nothing between the first item of a list and the last 二是, 三是 is about the same thing."""
        wall = -1
        for match in _ITEM.finditer(context.text, context.start, quantity.start):
            before = context.text[match.start() - 1] if match.start() > context.start else "。"
            if before in "。；;，,：:\n ":
                wall = match.start()
                self._list = min(self._list, wall)
        return wall

    def _read_sentences(self, context: Context) -> None:
        """Keeps the nouns of the paragraph's sentences without a number before this one."""
        for index in self._skipped:
            sentence = self._document.sentences[index]
            other = Context(context.text, sentence, index, [], [], context.lexicon, context.parent)
            low = sentence.start
            kept: list[Told] = []
            if (account := self._account(other)) is not None:
                kept.append(account)
                low = sentence.end
            while low < sentence.end:
                start, high = other.clause(low)
                start = max(low, start)
                self._keep(other, start, high, kept)
                low = high + 1
            if kept:
                at = bisect_left([t.start for t in self._told], sentence.start)
                self._told[at:at] = kept
        self._skipped = []

    def _account(self, context: Context) -> Told | None:
        """The account that a sentence is the title of: 社会福利（款）老年福利（项）. 年初预算为300万元…"""
        text, start, end = context.text, context.start, context.end
        while end > start and text[end - 1] in _STOPS:
            end -= 1
        mark = self._nouns.level_mark.search(text, start, end)
        if mark is None or mark.end() != end:
            return None
        low = max(text.rfind(")", start, mark.start()), text.rfind("）", start, mark.start())) + 1
        low = max(low, start)
        label = ITEM_LABEL.match(text, low, mark.start())
        low = label.end() if label is not None else low
        words = clean(text[low : mark.start()])
        if not 2 <= len(words) <= _LONGEST_ACCOUNT:
            return None
        return Told(take_apart(words, self._nouns), "money", low, mark.start(), None, True)

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
        item = ITEM_LABEL.match(text, start, end) if text[end : end + 1] in COMMAS else None
        for noun in nouns_in(context, self._nouns, start, end):
            colon = colon or (item is not None and noun[1] == end and not text[item.end() : noun[0]].strip(_MARKS))
            words = clean(text[noun[0] : noun[1]])
            framed = self._nouns.unframed(text, noun[0], end) < end
            sort = self._nouns.sort(words)[0]
            told = Told(take_apart(words, self._nouns), sort, *noun, None, colon, framed=framed)
            kept = self._told if into is None else into
            at = len(kept)
            while at and kept[at - 1].end > told.end:
                at -= 1  # what stands behind may have been read before, and the number itself told
            kept.insert(at, told)
