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
from .places import PlaceMention, Places

_LEADS = mask("opener", "preposition", "part", "tail", "compare", "rest", "done", "cut", "respective")
_BARE = compiled(r"[^\W\d_a-zA-Z]{2,4}")
_MARKS = " \t\r\n　、，,；;：:。“”\"'（(）)—-·"
_OPENS, _CLOSES = "（(", "）)"
_ITEM_ENDS = compiled("[、，,；;（(]")
_DEALT, _BRACKET, _BEHIND, _HEAD, _CARRIED = 400, 300, 250, 200, 100
_LONGEST_LABEL = 14
_CITY = frozenset("省市")  # what a name without suffix may be
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
        heads = [m for m in named if not m.body and _at_head(context, m, known)]
        everywhere: list[tuple[int, str]] = []
        if heads or carried is not None:
            everywhere = _everywhere(context, known, {m.end for m in mentions})
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
            if (span := bare.get(quantity.start)) is not None:
                candidates.append(Candidate((context.text[slice(*span)],), known.rule, *span, _BRACKET))
            if mentions and (found := _before_bracket(context, quantity, mentions)) is not None:
                candidates.append(_of(found, known, _BRACKET))
            if mentions and (found := _behind(context, quantity, mentions, known)) is not None:
                candidates.append(_of(found, known, _BEHIND))
            if heads and (found := _governing(context, quantity, heads, everywhere, known)) is not None:
                candidates.append(_of(found, known, _HEAD))
            if carried is not None and not candidates:
                # Under 天津： 全市 is that city.
                names = carried.value
                assert isinstance(names, tuple)
                beyond = carried.rule == _PARAGRAPH and _beyond(names[0], everywhere, 0, quantity.left, known)
                candidates += [] if beyond else [carried]
            decide(quantity, "place", candidates or _NOWHERE)
        if heads and len(heads[0].names) == 1 and not context.quantities_before(heads[0].start):
            alone = len({mention.names for mention in heads}) == 1  # what follows is of none of several
            self._topic = _of(heads[0], known, _CARRIED)._replace(rule=_PARAGRAPH) if alone else None
        if self._topic is not None:
            names = self._topic.value
            assert isinstance(names, tuple)
            if _beyond(names[0], everywhere, 0, context.end, known):
                self._topic = None

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
        if context.sentence.paragraph != self._paragraph:
            self._paragraph, self._topic, self._named = context.sentence.paragraph, None, {}
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


def _named(text: str, start: int, end: int, known: Places) -> Candidate | None:
    """The place that [start, end) names and nothing else."""
    while start < end and text[start] in _MARKS:
        start += 1
    while start < end and text[end - 1] in _MARKS:
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


def _at_head(context: Context, mention: PlaceMention, known: Places) -> bool:
    """Whether only openers, times and prepositions stand before the name in its clause, or behind the number before."""
    text = context.text
    start, _ = context.clause(mention.start)
    for quantity in context.quantities:
        if start < quantity.end <= mention.start:
            start = quantity.end
    at = start
    times = {time.start: time.end for time in context.times_in(start, mention.start)}
    words = {token[0]: token for token in context.between(start, mention.start)}
    while at < mention.start:
        token = words.get(at)
        if text[at] in _MARKS:
            at += 1
        elif at in times:
            at = times[at]
        elif token is not None and (token[2].bits & _LEADS or token[2].period) and not token[2].programme:
            at = token[1]
        elif word := next((w for w in known.leads if text.startswith(w, at)), ""):
            at += len(word)
        else:
            return False
    return True


def _everywhere(context: Context, known: Places, ends: set[int]) -> list[tuple[int, str]]:
    """Words for the whole area (全市, 各乡镇) and where they stand, but for those right behind a name (南京全市)."""
    text, found = context.text, []
    for first in known.whole_starts.finditer(context.text, context.start, context.end):
        at = first.start()
        if at not in ends:
            found += [(at, word) for word in known.whole_by[first.group()] if text.startswith(word, at, context.end)]
    return sorted(found) if len(found) > 1 else found


def _governing(
    context: Context, quantity: Quantity, heads: list[PlaceMention], everywhere: list[tuple[int, str]], known: Places
) -> PlaceMention | None:
    """The name at the head of the number's clause or of one before it in the same segment."""
    low = context.segment(quantity.start)
    for mention in reversed(heads):
        if mention.end > quantity.left:
            continue
        if mention.start < low:
            return None
        if _beyond(mention.names[0], everywhere, mention.end, quantity.left, known):
            return None
        if len(mention.names) == 1:
            return mention
        clause_end = context.clause(mention.start)[1]
        each = context.text.find(known.each, mention.end, min(clause_end, quantity.left))
        return mention if each >= 0 and quantity.start < clause_end else None
    return None


def _beyond(name: str, everywhere: list[tuple[int, str]], start: int, end: int, known: Places) -> bool:
    """Whether [start, end) holds a word for a whole area that is not the one named: 全县 behind 白沙镇, not 全省."""
    for at, word in everywhere:
        if start <= at < end:
            level = word.removeprefix("全")
            if level == word or not (name.endswith(level) or (level in _CITY and known.is_bare(name))):
                return True
    return False


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
