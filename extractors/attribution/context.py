"""A sentence laid out for reading: its quantities, the known words, the clause breaks and the time expressions."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING

from civx.patterns.kept import compiled

from ..model import Sentence
from ..quantities.quantity import Quantity
from ..words.lexicon import Lexicon
from ..words.terms import Token
from ..words.times import Time, merged

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .nouns import Nouns
    from .places import PlaceMention

# Quoted words, titles and short brackets belong to the phrase they stand in: 村(社区)干部.
# That all that may begin one stands in front makes the search fast.
_SIGNS = "，,；;：:。！？!?（(）)"
_QUOTED = r"(?<=“)[^”\n]{0,40}”|(?<=《)[^》\n]{0,100}》|(?<=[（(])[^（()）\d]{1,8}[)）]"
_BREAK = compiled(f"[“《{_SIGNS}](?:{_QUOTED}|(?<=[{_SIGNS}])())")
_ROW_BREAK = compiled(f"[“《\t|{_SIGNS}](?:{_QUOTED}|(?<=[\t|{_SIGNS}])())")

_SEMICOLON, _BLANKS = compiled("[；;]"), " \u3000\xa0"
_KEPT = 64


class Context:
    """One sentence with quantities in it. All offsets are of the normalised text."""

    __slots__ = (
        "_between",
        "_leaps",
        "_named_starts",
        "_numbers",
        "_semicolons",
        "_starts",
        "_strong_starts",
        "_time_starts",
        "areas",
        "bits",
        "brackets",
        "breaks",
        "end",
        "first",
        "index",
        "kinds",
        "lexicon",
        "nouns",
        "parent",
        "places",
        "programmes",
        "quantities",
        "section",
        "sentence",
        "start",
        "strong",
        "text",
        "times",
        "tokens",
    )

    def __init__(
        self,
        text: str,
        sentence: Sentence,
        index: int,
        quantities: list[Quantity],
        times: list[Time],
        lexicon: Lexicon,
        parent: int | None = None,
    ) -> None:
        self.parent = parent
        self.nouns: Nouns | None = None  # set by the linker, as is which kinds of nouns' words it has (nouns.KIND)
        self.kinds = 0
        self.places: list[PlaceMention] = []  # set by the linker, which knows the names
        self.text = text
        self.index = index
        self.sentence = sentence
        self.start, self.end, self.section = sentence.start, sentence.end, sentence.section
        self.quantities = quantities
        self._numbers = [quantity.start for quantity in quantities]
        self.lexicon = lexicon
        self.tokens = lexicon.scan(text, self.start, self.end)
        self._starts = [token[0] for token in self.tokens]
        if quantities and not {quantity.end - 1 for quantity in quantities}.isdisjoint(self._starts):
            self.tokens = self._off_units(self.tokens)
            self._starts = [token[0] for token in self.tokens]
        # civx's own patterns are all about ages.
        if (lexicon.user_patterns or "岁" in text[self.start : self.end]) and (
            extra := lexicon.matches(text, self.start, self.end)
        ):
            self.tokens = _merged(self.tokens, extra)
            self._starts = [token[0] for token in self.tokens]
        self.first = dict(zip(self._starts, self.tokens, strict=True))  # the known words by where they begin
        self._between: dict[tuple[int, int], list[Token]] = {}
        self._leaps: tuple[dict[int, int], dict[int, int]] | None = None
        breaks = _ROW_BREAK if sentence.row else _BREAK
        self.breaks = [m.start() for m in breaks.finditer(text, self.start, self.end) if m.lastindex]
        bits = 0
        self.programmes = []
        self.areas: list[Token] = []  # the words for urban and rural, and those that look like them
        for token in self.tokens:
            term = token[2]
            bits |= term.bits
            if term.programme:
                self.programmes.append(token)
            if term.area is not None:
                self.areas.append(token)
            if term.period:
                times.append(Time(token[0], token[1], term.period, term.period, "word", None, term.period_rule))
        self.bits = bits  # the roles of all words in the sentence: what is not there need not be looked for
        self.brackets = text.find("(", self.start, self.end) >= 0 or text.find("（", self.start, self.end) >= 0
        self._named_starts = [token[0] for token in self.programmes]
        self.strong = [token for token in self.programmes if not token[2].weak]
        self._strong_starts = [token[0] for token in self.strong]
        self.times = merged(times) if len(times) > 1 else times
        self._time_starts = [time.start for time in self.times]
        self._semicolons = [m.start() for m in _SEMICOLON.finditer(text, self.start, self.end)]
        if quantities:
            self._sites()

    def _off_units(self, tokens: list[Token]) -> list[Token]:
        """The words where none begins in a unit and ends behind it: 1098对上升 is 对 and 上升."""
        units = {quantity.end - 1: number for number, quantity in enumerate(self.quantities)}
        found: list[Token] = []
        behind = self.start  # up to here the words are settled
        for token in tokens:
            if token[0] < behind:
                continue
            number = units.get(token[0])
            if number is None or token[1] <= token[0] + 1:
                found.append(token)
                continue
            unit = self.quantities[number].end
            behind = self.quantities[number + 1].start if number + 1 < len(self.quantities) else self.end
            found += self.lexicon.scan(self.text, unit, max(unit, behind))
        return found

    def _sites(self) -> None:
        """Tells each quantity its clause, its neighbours and the stretch that is its own."""
        previous: Quantity | None = None
        for quantity in self.quantities:
            start, end = self.clause(quantity.start)
            quantity.clause_start, quantity.clause_end = start, end
            quantity.right = end
            if previous is not None:
                quantity.previous, previous.following = previous, quantity
                start = max(start, previous.end)
                previous.right = min(previous.right, quantity.left)
            quantity.own = start = max(start, quantity.floor)
            quantity.tokens = self.between(start, quantity.left)
            for token in quantity.tokens:
                quantity.bits |= token[2].bits
            previous = quantity

    def between(self, start: int, end: int) -> list[Token]:
        """The known words that lie wholly in [start, end). Not to be changed: they are asked for again and again."""
        found = self._between.get((start, end))
        if found is None:
            found = _within(self.tokens, self._starts, start, end)
            if len(found) < _KEPT:  # a sentence without end would have long ones for each of its numbers
                self._between[start, end] = found
        return found

    def holds(self, roles: int, start: int, end: int) -> bool:
        """Whether a known word with one of ``roles`` lies wholly in [start, end)."""
        if self.bits & roles:
            for token in self.between(start, end):
                if token[2].bits & roles:
                    return True
        return False

    def around(self, position: int) -> Token | None:
        """The known word that ``position`` stands in."""
        at = bisect_right(self._starts, position) - 1
        return self.tokens[at] if at >= 0 and position < self.tokens[at][1] else None

    def named(self, start: int, end: int) -> list[Token]:
        """The words in [start, end) that name a programme outright."""
        return _within(self.strong, self._strong_starts, start, end)

    def programmes_in(self, start: int, end: int) -> list[Token]:
        """The words in [start, end) that name or hint at a programme."""
        return _within(self.programmes, self._named_starts, start, end)

    def counted(self, start: int, end: int) -> bool:
        """Whether a quantity begins in [start, end)."""
        at = bisect_left(self._numbers, start)
        return at < len(self._numbers) and self._numbers[at] < end

    def behind_number(self, position: int) -> int:
        """Where the last quantity ends that ends by ``position``; the sentence's start where none does."""
        return self._behind(self.quantities, self._numbers, position)

    def behind_time(self, position: int) -> int:
        """The same of the time expressions."""
        return self._behind(self.times, self._time_starts, position)

    def _behind(self, spans: Sequence[Quantity | Time], starts: list[int], position: int) -> int:
        for at in range(bisect_left(starts, position) - 1, -1, -1):
            if spans[at].end <= position:
                return spans[at].end
        return self.start

    def quantities_before(self, position: int) -> bool:
        """Whether a quantity stands before ``position``."""
        return bool(self.quantities) and self.quantities[0].start < position

    def times_in(self, start: int, end: int) -> list[Time]:
        """The time expressions that lie wholly in [start, end)."""
        if not self.times:
            return []
        low = bisect_left(self._time_starts, start)
        if low == len(self._time_starts) or self._time_starts[low] >= end:
            return []
        return [t for t in self.times[low : bisect_left(self._time_starts, end, low)] if t.end <= end]

    def leap(self, position: int, limit: int) -> int:
        """Where the place ends that begins at ``position``, or the time that ends by ``limit``; 0 for neither."""
        if self._leaps is None:
            named = {place.start: place.end for place in self.places if not place.body}
            self._leaps = named, {time.start: time.end for time in self.times}
        places, times = self._leaps
        if position in places:
            return places[position]
        end = times.get(position, 0)
        return end if end <= limit else 0

    def trimmed(self, position: int) -> int:
        """Where the blanks before ``position`` begin."""
        while position > self.start and self.text[position - 1] in _BLANKS:
            position -= 1
        return position

    def clause(self, position: int) -> tuple[int, int]:
        """The clause around ``position``: from behind the break before it to the next break."""
        i = bisect_left(self.breaks, position)
        start = self.breaks[i - 1] + 1 if i else self.start
        end = self.breaks[i] if i < len(self.breaks) else self.end
        return start, end

    def segment(self, position: int) -> int:
        """Where the stretch between semicolons around ``position`` begins."""
        at = bisect_left(self._semicolons, position)
        return self._semicolons[at - 1] + 1 if at else self.start

    def segment_end(self, position: int) -> int:
        """Where the stretch between semicolons around ``position`` ends."""
        at = bisect_left(self._semicolons, position)
        return self._semicolons[at] if at < len(self._semicolons) else self.end


def _within(tokens: list[Token], starts: list[int], start: int, end: int) -> list[Token]:
    """Those of the words, which begin at ``starts``, that lie wholly in [start, end)."""
    low = bisect_left(starts, start)
    found = tokens[low : bisect_left(starts, end, low)]
    if found and found[-1][1] > end:
        found.pop()
    return found


def _merged(tokens: list[Token], extra: list[Token]) -> list[Token]:
    """Both lists in text order; where they overlap, the extra one stands."""
    merged: list[Token] = []
    spare = iter(sorted(extra, key=lambda t: t[0]))
    following = next(spare, None)
    for token in tokens:
        while following is not None and following[0] <= token[0]:
            merged.append(following)
            following = next(spare, None)
        if (not merged or merged[-1][1] <= token[0]) and (following is None or token[1] <= following[0]):
            merged.append(token)
    while following is not None:
        merged.append(following)
        following = next(spare, None)
    return merged
