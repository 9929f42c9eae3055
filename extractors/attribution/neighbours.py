"""What the words between a number and the one before say of its total: 已整改, 其余, 纳入, labels that contrast."""

from __future__ import annotations

from collections.abc import Callable

from civx.patterns.kept import compiled

from ..quantities.quantity import Quantity
from ..words.terms import Token, mask
from .context import Context
from .frames import Frames, alike, fits, size
from .part_words import PartWords
from .signs import COMMAS, JOINTS

_REST, _ENTRY, _SUBGROUP = mask("rest"), mask("entry"), mask("subgroup")
_DONE = mask("done")
_TRIM = mask("opener", "done", "tail", "part", "rest")
_COUNTED = frozenset({"count", "households", "persons", "person_times", "amount"})
_LAST_PAUSE = compiled(r"(?s:.*)[，,。；;：:（()）、]")
_STRONG_PAUSE = compiled("[，,。；;：:（()）]")
_WINDOW = 16  # numbers of the own sentence that may be
_NEAREST = 4  # totals of the right kind that are weighed
_NEXT = 2  # numbers of other kinds between a total and its second measure
_BESIDE = 60  # and characters, in a sentence told before
_NEAR = 9  # characters between a number and what of it is done

# Records what speaks for a total: the total, the feature, the rule, and the words that say it.
Add = Callable[[Quantity, str, str, int, int], None]


class Neighbours:
    """Finds the totals that the words around a number point to, without an opening such as 其中."""

    __slots__ = ("_add", "_context", "_frames", "_labelled", "_words")

    def __init__(self, context: Context, words: PartWords, frames: Frames, add: Add) -> None:
        self._context = context
        self._words = words
        self._frames = frames
        self._add = add
        self._labelled: dict[int, str] = {}  # by the id of a number

    def read(self, quantity: Quantity, before: Quantity, gap: list[Token]) -> None:
        """Records the totals that speak for themselves; ``gap`` are the words behind the number before."""
        last = next((w for w in reversed(self._frames.seen) if alike(quantity, w)), None)
        if last is None:
            if before.part_of is not None:
                self._pair(quantity, before, [])
                self._things(quantity, before, before.part_of)
            return
        text, low = self._context.text, self._context.segment(quantity.start)
        alike_seen = [w for w in reversed(self._frames.seen[-_WINDOW:]) if w.start >= low and fits(quantity, w)]
        pause = _LAST_PAUSE.match(text, before.end, quantity.left)
        own = pause.end() if pause is not None else before.end
        bits = self._context.bits
        token = next((t for t in gap if t[2].bits & _REST), None) if bits & _REST else None
        if token is not None:
            for whole in [w.part_of for w in self._frames.seen[-_NEAREST:] if w.part_of is not None]:
                if fits(quantity, whole):
                    self._add(whole, "rest", token[2].rules["rest"], token[0], token[1])
        if alike_seen and alike_seen[0] is before and quantity.measure in _COUNTED:
            self._of_before(quantity, before, own)
        if alike_seen and quantity.measure in _COUNTED:
            self._some_of(quantity, before, alike_seen[0], own)
        token = next((t for t in gap if t[2].bits & _ENTRY and t[0] >= own), None) if bits & _ENTRY else None
        if token is not None and (text[own - 1] not in JOINTS or last.part_of is not None):
            for whole in [w for w in alike_seen if w.part_of is None][:1]:
                self._add(whole, "entry", token[2].rules["entry"], token[0], token[1])
        if before.part_of is not None:
            self._pair(quantity, before, alike_seen)
        if last.part_of is not None:
            self._siblings(quantity, before, last, text[before.end : quantity.left])
        if alike_seen or last.part_of is not None:
            self._labels(quantity, before, last, alike_seen)

    def _pair(self, quantity: Quantity, before: Quantity, alike_seen: list[Quantity]) -> None:
        """212户405人 of 730户1284人; 其中甲类539个，床位8.9万张 of 815个，床位9.8万张."""
        whole = before.part_of
        after = whole.following if whole is not None else None
        for _ in range(_NEXT):
            if after is not None and not alike(quantity, after) and after.following is not None:
                after = after.following
        if whole is None or after is None or after.part_of is whole:
            return
        earlier = whole.end <= self._context.start and after.left - whole.end < _BESIDE and fits(quantity, after)
        if after in alike_seen or earlier:
            self._add(after, "pair", "pair", before.start, before.end)

    def _things(self, quantity: Quantity, before: Quantity, whole: Quantity) -> None:
        """辅具4260件，其中轮椅1320辆、助听器486台: a list goes on in a unit of its own."""
        joined = self._context.text[before.end : before.end + 1] in JOINTS and before.unit != whole.unit
        counts = quantity.measure == whole.measure == before.measure == "count"
        if joined and counts and fits(quantity, whole, loose=True):
            self._add(whole, "sibling", "list", before.start, before.end)

    def _of_before(self, quantity: Quantity, before: Quantity, own: int) -> None:
        """What of the number right before is done: 隐患58处，已整改47处; 新建敬老院7所，目前3所已投用."""
        text = self._context.text
        word = self._words.settled.search(text, own, quantity.left)
        if word is not None and quantity.left - before.end <= _NEAR:
            self._add(before, "settled", self._words.rule("settled", word.group()), word.start(), word.end())
        if text[own : quantity.left].strip() in self._words.lone and own > before.end:
            self._add(before, "lone", self._words.rule("lone", text[own : quantity.left].strip()), own, quantity.left)
        if quantity.measure == "count" and not self.label(quantity):
            behind = next((w for w in self._words.settling if text.startswith(w, quantity.end)), None)
            if behind is not None:
                rule = self._words.rule("settling", behind)
                self._add(before, "settling", rule, quantity.end, quantity.end + len(behind))

    def _some_of(self, quantity: Quantity, before: Quantity, whole: Quantity, own: int) -> None:
        """18项指标有16项提前完成; 3261户9999人中有兜底对象2837户; 个案199712宗，失业个案占17640宗."""
        text = self._context.text
        gap = text[before.end : quantity.left]
        word = self._words.having.search(gap) if own == before.end else None
        if word is not None and (word.start() == 0 or (whole is before and word.end() == len(gap))):
            start = before.end + word.start()
            self._add(whole, "lone", self._words.rule("having", word.group()), start, before.end + word.end())
            return
        said = self._words.making.search(text, own, quantity.left) if own > before.end else None
        if said is not None and said.end() == quantity.left and said.start() > own:
            self._add(whole, "lone", self._words.rule("making", said.group()), said.start(), said.end())

    def _siblings(self, quantity: Quantity, before: Quantity, last: Quantity, gap: str) -> None:
        """A list goes on: what the number before of that kind is a part of."""
        whole = last.part_of
        if whole is None or not gap or self._frames.opened_now:
            return
        level = self._frames.path(last) == self._frames.path(quantity)
        if level and fits(quantity, whole, loose=whole.unit != last.unit):
            if gap[0] in JOINTS:
                self._add(whole, "sibling", "list", before.start, before.end)
            elif [m.group() in COMMAS for m in _STRONG_PAUSE.finditer(gap)] == [True]:
                self._add(whole, "follower", "list", before.start, before.end)

    def _labels(self, quantity: Quantity, before: Quantity, last: Quantity, alike_seen: list[Quantity]) -> None:
        """Labels that tell parts apart (男, 女) or name only a quality (大专以上学历)."""
        label = self.label(quantity)
        if not label:
            return
        start = max(self._context.text.rfind(label, quantity.own, quantity.left), quantity.own)
        after = quantity.following
        while after is not None and not alike(quantity, after):
            after = after.following
        level = self._frames.path(quantity)
        if last.part_of is not None and self._frames.path(last) == level:
            rule = self._words.opposed(label, self.label(last))
            if rule and self._words.bare(label, last.part_of.subject) and fits(quantity, last.part_of):
                self._add(last.part_of, "contrast", rule, start, quantity.left)
                return
        rule = self._words.opposed(label, self.label(after)) if after is not None else ""
        for whole in alike_seen[:_NEAREST]:
            if self._words.opposed(label, self.label(whole)):
                continue
            both = (size(quantity) or 0) + ((size(after) or 0) if after is not None else 0)
            if rule and both <= (size(whole) or 0) and self._words.bare(label, whole.subject):
                self._add(whole, "contrast", rule, start, quantity.left)
                self._add(whole, "nearest", rule, start, quantity.left)
                break
            words = self._context.between(start, quantity.left) if self._context.bits & _SUBGROUP else []
            if any(t[2].bits & _SUBGROUP and t[1] - t[0] == len(label) for t in words):
                self._add(whole, "subgroup", words[0][2].rules["subgroup"], start, quantity.left)
                break
            told = self._context.text[before.end : quantity.left]
            comma = [m.group() in COMMAS for m in _STRONG_PAUSE.finditer(told)] == [True]
            if whole is before and comma and (rule_of := self._words.quality(label)):
                self._add(whole, "attribute", rule_of, start, quantity.left)
                self._add(whole, "nearest", rule_of, start, quantity.left)
            break

    def label(self, quantity: Quantity) -> str:
        """The words before a number in its own item of a list, without those that only open or carry it."""
        label = self._labelled.get(id(quantity))
        if label is None:
            label = self._labelled[id(quantity)] = self._read_label(quantity)
        return label

    def _read_label(self, quantity: Quantity) -> str:
        text, end = self._context.text, quantity.left
        pause = _LAST_PAUSE.match(text, quantity.own, end)
        low = pause.end() if pause is not None else quantity.own
        tokens = [t for t in quantity.tokens if t[0] >= low]
        while tokens and tokens[-1][1] == end and _trimmed(tokens[-1]):
            end = tokens.pop()[0]
        while tokens and tokens[0][0] == low and _trimmed(tokens[0]):
            low = tokens.pop(0)[1]
        return text[low:end].strip(" 的了\n“”")


def _trimmed(token: Token) -> bool:
    """Whether the word only opens or carries a number and is no label."""
    term = token[2]
    return (term.free & _TRIM or term.bits & _DONE) != 0 and not term.bits & _SUBGROUP
