"""The place that each number of a sentence is for, where words near it name one.

A name governs from the head of its clause (甲县共有…，其中…), from a bracket behind a total (9个（甲镇3个、乙镇6个）)
or from behind the number (46人在甲镇敬老院). Its reach ends at the next name at the head of a clause, at a word for the
whole area (全市) and at a semicolon; that of a list (甲镇、乙镇各…) at its clause. What a 分别 deals out goes to its
own number.
"""

from __future__ import annotations

from bisect import bisect_left
from operator import itemgetter

from civx.patterns.kept import compiled

from ..model import Document
from ..quantities.quantity import Quantity
from ..words.terms import mask
from .context import Context
from .decision import Candidate, decide
from .governing import at_head, beyond, everywhere, governing, summed_up, sums
from .nouns import KIND
from .places import PlaceMention, Places
from .signs import COMMAS, MARKS

_RESPECTIVE = mask("respective")
_SUM = KIND["sum"]
_BARE = compiled(r"[^\W\d_a-zA-Z]{2,4}")
_OPENS, _CLOSES = "（(", "）)"
_ITEM_ENDS = compiled("[、，,；;（(]")
_DEALT, _BRACKET, _BEHIND, _HEAD, _CARRIED = 400, 300, 250, 200, 100
_LONGEST_LABEL = 14
_BACK = 3  # sentences without a number that are read for the place that they open with
_PARAGRAPH, _HEADING = "paragraph", "heading"


class Locations:
    """Decides ``place`` sentence by sentence in text order, for one report.

    Where a sentence names no place, that holds which the paragraph's last sentence opened with (据江西省民政厅统计，…。
    农作物受灾…), a line of its own (南京：) or the heading names.
    """

    def __init__(self, text: str, document: Document, known: Places) -> None:
        self._text = text
        self._document = document
        self._known = known
        self._paragraph = -1
        self._index = -1  # the last sentence that was read
        self._topic: Candidate | None = None
        self._named: dict[str, str] = {}  # the paragraph's names by their last character
        self._labels: list[tuple[int, Candidate | None]] | None = None  # lines that end in a colon
        self._titles: dict[int, Candidate | None] = {}

    def read(self, context: Context) -> None:
        """Decides ``place`` of the sentence's quantities; needs its constructions."""
        known = self._known
        mentions = context.places
        bare = _bare_names(context, known) if context.brackets else {}
        carried = self._carried(context)
        named = sorted([*mentions, *self._said_again(context)])
        heads = [m for m in named if not m.body and at_head(context, m, known)]
        topic = self._opens(context, heads)
        areas: list[tuple[int, str]] = []
        if heads or carried is not None:
            areas = everywhere(context, known, {m.end for m in mentions})
            if len(heads) > 1 and context.kinds & _SUM:
                areas = sorted([*areas, *sums(context, heads)])
        elif not (mentions or bare):
            _shared_only(context)
            return
        for quantity in context.quantities:
            candidates: list[Candidate] = []
            source = quantity.shares
            if quantity.item is not None and (dealt := _dealt(context, quantity.item, mentions, known)) is not None:
                candidates.append(dealt)
            elif source is not None and source.place and "place" in source.decisions:
                candidates.append(source.decisions["place"].winner._replace(rule="shared", score=_DEALT))
            if context.bits & _RESPECTIVE and (found_each := _to_each(context, quantity, mentions)) is not None:
                candidates.append(_of(found_each, known, _DEALT))
            if (span := bare.get(quantity.start)) is not None:
                candidates.append(Candidate((context.text[slice(*span)],), known.rule, *span, _BRACKET))
            if mentions and (found := _before_bracket(context, quantity, mentions)) is not None:
                candidates.append(_of(found, known, _BRACKET))
            if mentions and (found := _behind(context, quantity, mentions, known)) is not None:
                candidates.append(_of(found, known, _BEHIND))
            if heads and (found := governing(context, quantity, heads, areas, known)) is not None:
                candidates.append(_of(found, known, _HEAD))
            holds = carried
            if topic is not None and topic.end <= quantity.left:
                holds = None if any(topic.end <= at < quantity.left for at, _ in areas) else topic
            if holds is not None and not candidates:
                # Under 天津： 全市 is that city.
                ended = holds.rule == _PARAGRAPH and beyond(_first(holds), areas, 0, quantity.left, known)
                candidates += [] if ended else [holds]
            decide(quantity, "place", candidates or _NOWHERE)
        self._go_on(context, heads, topic, areas)

    def _opens(self, context: Context, heads: list[PlaceMention]) -> Candidate | None:
        """The one place that heads a sentence: it holds behind its semicolons and for what follows."""
        if not heads or len(heads[0].names) != 1 or context.quantities_before(heads[0].start):
            return None
        first = heads[0].names[0]
        others = (m for m in heads[1:] if not summed_up(context, m, self._known))
        if not all(len(m.names) == 1 and m.names[0].startswith(first) for m in others):
            return None  # what follows is of none of several
        return _of(heads[0], self._known, _CARRIED)._replace(rule=_PARAGRAPH)

    def _go_on(
        self, context: Context, heads: list[PlaceMention], topic: Candidate | None, areas: list[tuple[int, str]]
    ) -> None:
        """What the sentence leaves to those that follow."""
        if heads and len(heads[0].names) == 1 and not context.quantities_before(heads[0].start):
            self._topic = topic
        if self._topic is not None and beyond(_first(self._topic), areas, 0, context.end, self._known):
            self._topic = None

    def _pass(self, context: Context, index: int) -> None:
        """Reads a sentence without a number for the place that it opens with, or whose office tells."""
        sentence, known = self._document.sentences[index], self._known
        pause = min((at for at in (self._text.find(sign, sentence.start, sentence.end) for sign in COMMAS) if at > 0),
                    default=0)
        alone = pause > 0 and known.sign.match(self._text, pause - 1) is not None
        if not alone and known.tells.search(self._text, sentence.start, sentence.end) is None:
            return  # as most are
        other = Context(self._text, sentence, index, [], [], context.lexicon, context.parent)
        mentions = known.mentions(other)
        if not mentions or not at_head(other, mentions[0], known):
            return
        first = mentions[0]
        _, stop = other.clause(first.start)
        told = first.end == stop or known.tells.search(self._text, first.end, stop) is not None
        if len(first.names) == 1 and told:
            self._topic = _of(first, known, _CARRIED)._replace(rule=_PARAGRAPH)
            self._named[first.names[0][-1]] = first.names[0]

    def _said_again(self, context: Context) -> list[PlaceMention]:
        """该乡, of the name that the paragraph said last of those that end so."""
        found = [] if not self._named else [
            PlaceMention(match.start(), match.end(), (self._named[context.text[match.end() - 1]],))
            for match in self._known.again.finditer(context.text, context.start, context.end)
            if context.text[match.end() - 1] in self._named
        ]
        for mention in context.places:
            self._named[mention.names[-1][-1]] = mention.names[-1]
        return found

    def _carried(self, context: Context) -> Candidate | None:
        """The place that holds for the sentence before it says anything."""
        sentences = self._document.sentences
        if context.sentence.paragraph != self._paragraph:
            self._paragraph, self._topic, self._named = context.sentence.paragraph, None, {}
            self._index = context.index - 1
            while self._index >= 0 and sentences[self._index].paragraph == self._paragraph:
                self._index -= 1
        for index in range(max(self._index + 1, context.index - _BACK), context.index):
            self._pass(context, index)
        self._index = context.index
        if self._topic is not None:
            return self._topic
        return self._label(context) or self._title(context.section)

    def _label(self, context: Context) -> Candidate | None:
        """The name in a line of its own above (南京：), if no heading stands between."""
        if self._labels is None:
            self._labels = [
                (sentence.start, _named(self._text, sentence.start, sentence.end, self._known))
                for sentence in self._document.sentences
                if sentence.end - sentence.start <= _LONGEST_LABEL and self._text[sentence.end - 1] in "：:"
            ]
        above = bisect_left(self._labels, context.start, key=_START) - 1
        if above < 0:
            return None
        start, named = self._labels[above]
        section = context.section
        if section is not None and self._document.sections[section].start > start:
            return None
        return named

    def _title(self, section: int | None) -> Candidate | None:
        """The place that is all a heading says: （一）城关镇."""
        while section is not None:
            head = self._document.sections[section]
            if section not in self._titles:
                start = head.start + len(head.label) if self._text.startswith(head.label, head.start) else head.start
                short = head.body - start <= _LONGEST_LABEL
                self._titles[section] = _named(self._text, start, head.body, self._known) if short else None
            if (found := self._titles[section]) is not None:
                return found
            section = head.parent
        return None


def _of(mention: PlaceMention, known: Places, score: int) -> Candidate:
    return Candidate(mention.names, known.rule_of(mention.names), mention.start, mention.end, score)


def _first(candidate: Candidate) -> str:
    names = candidate.value
    assert isinstance(names, tuple)
    return str(names[0])


def _named(text: str, start: int, end: int, known: Places) -> Candidate | None:
    """The place that [start, end) names and nothing else."""
    while start < end and text[start] in MARKS:
        start += 1
    while start < end and text[end - 1] in MARKS:
        end -= 1
    name = text[start:end]
    return Candidate((name,), _HEADING, start, end, _CARRIED) if known.name(name) or known.is_bare(name) else None


_NOWHERE = (Candidate((), "none"),)
_START = itemgetter(0)


def _shared_only(context: Context) -> None:
    """Decides the places of numbers around which none is named: those of what they share their subject with."""
    for quantity in context.quantities:
        source = quantity.shares
        if source is not None and source.place and "place" in source.decisions:
            winner = source.decisions["place"].winner._replace(rule="shared", score=_DEALT)
            decide(quantity, "place", [winner])
        else:
            decide(quantity, "place", _NOWHERE)


def _dealt(
    context: Context, item: tuple[int, int], mentions: list[PlaceMention], known: Places
) -> Candidate | None:
    """The place that a 分别 deals to a number: the name that its item begins with."""
    start = item[0]
    for mention in mentions:
        if mention.start <= start < mention.end:
            for name in mention.names:
                if context.text.startswith(name, start):
                    return Candidate((name,), known.rule, start, start + len(name), _DEALT)
    return None


def _to_each(context: Context, quantity: Quantity, mentions: list[PlaceMention]) -> PlaceMention | None:
    """分别向青阳、白石两地拨款20万元: one value behind 分别 is that of each place between them."""
    before, after = quantity.previous, quantity.following
    if any(q is not None and q.clause_start == quantity.clause_start for q in (before, after)):
        return None
    word = next((t for t in quantity.tokens if t[2].bits & _RESPECTIVE), None)
    between = [m for m in mentions if word is not None and word[1] <= m.start and m.end <= quantity.left]
    names = tuple(name for mention in between for name in mention.names)
    return PlaceMention(between[0].start, between[-1].end, names) if len(set(names)) > 1 else None


def _before_bracket(context: Context, quantity: Quantity, mentions: list[PlaceMention]) -> PlaceMention | None:
    """受援地区为龙泉县（30万元）: the name right before the bracket that the number opens."""
    at = quantity.left - 1
    if context.text[at] not in _OPENS:
        return None
    return next((m for m in mentions if m.end == at and len(m.names) == 1), None)


def _behind(
    context: Context, quantity: Quantity, mentions: list[PlaceMention], known: Places
) -> PlaceMention | None:
    """46人在甲镇敬老院: the place stands behind the number."""
    word = next((w for w in known.stands_in if context.text.startswith(w, quantity.end)), "")
    if not word:
        return None
    at = quantity.end + len(word)
    return next((m for m in mentions if m.start == at and len(m.names) == 1), None)


def _bare_names(context: Context, known: Places) -> dict[int, tuple[int, int]]:
    """Names without a suffix in the bracket behind a total: 9个（桐荫3个、碧岭2个、澄岭4个）; by the number's start.

    They must make up the total, be no known words and, unlike labels (公办、民办), not all end in one character; and
    the words before must speak of an area.
    """
    text, found = context.text, {}
    quantities = context.quantities
    for number, whole in enumerate(quantities):
        at = whole.end
        if text[at : at + 1] not in _OPENS or not text[at : at + 1]:
            continue
        close = min((c for c in (text.find(sign, at, context.end) for sign in _CLOSES) if c > 0), default=-1)
        inside = [q for q in quantities[number + 1 :] if q.end <= close]
        if len(inside) < 2 or any(q.unit != whole.unit or q.value is None for q in inside):
            continue
        spans = [_bare_span(context, at + 1, q) for q in inside]
        names = [span for span in spans if span is not None]
        if len(names) < len(inside) or sum(q.value for q in inside if q.value is not None) != whole.value:
            continue
        if len({text[end - 1] for _, end in names}) == 1 or known.sign.search(text, context.start, at) is None:
            continue
        found.update({q.start: span for q, span in zip(inside, names, strict=True)})
    return found


def _bare_span(context: Context, low: int, quantity: Quantity) -> tuple[int, int] | None:
    """The unknown word of two to four characters that alone stands before a number in a bracket."""
    start = max(low, quantity.previous.end if quantity.previous is not None else low)
    while start < quantity.left and _ITEM_ENDS.match(context.text, start):
        start += 1
    span = (start, quantity.left)
    known = any(t[2].free or t[2].programme or t[2].area is not None for t in context.between(*span))
    return span if not known and _BARE.fullmatch(context.text, *span) else None
