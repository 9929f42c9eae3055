"""Settles what a number's subject is: the candidates, the decision, and what later numbers may take from it."""

from __future__ import annotations

from typing import NamedTuple

from ..quantities.quantity import Quantity
from ..words.terms import mask
from .antecedents import Memory
from .conditions import Conditions
from .context import Context
from .decision import Candidate, decide, new
from .names import Name, take_apart
from .nouns import KIND, Nouns
from .phrases import Phrase, clean
from .signs import COMMAS
from .stretches import goal_met
from .told import Rival, Told

_PART, _IN_ALL = mask("part"), mask("in-all")
_REACHED = KIND["reached"]
_SHARES, _POINTS = frozenset({"%", "‰"}), frozenset({"百分点", "千分点"})
_OWN = 1000  # of the number's own words; what it leans on scores less
_PAUSES = "，,；;。、（("


class Source(NamedTuple):
    """What a subject was read from: the phrases of its own words, and the number it took the rest from."""

    phrases: list[Phrase]
    inherited: Quantity | None


class Settling:
    """Writes subjects down, and remembers them."""

    def __init__(self, memory: Memory, nouns: Nouns) -> None:
        self.memory = memory
        self.nouns = nouns
        self._conditions = Conditions(nouns)

    def settle(
        self,
        context: Context,
        quantity: Quantity,
        phrases: list[Phrase] | tuple[Phrase, ...],
        name: Name | None,
        told: Told | None,
        rivals: list[Rival] | None = None,
    ) -> Source:
        """Writes the subject and keeps it for the numbers that follow."""
        nouns = self.nouns
        words = "".join([clean(context.text[start:end]) for start, end in phrases])
        if name is None:
            name = take_apart(words, nouns)
        condition = self._conditions.of(context, quantity, told is None)
        whole = (name if condition is None else _under(condition, name, words, told)).text()
        text = nouns.plain(whole)
        if text != whole:
            quantity.trace.append(nouns.rules["aside"])
        if name.gain and words.endswith(nouns.words["gained"]):
            quantity.trace.append(nouns.rules["gained"])
        if name.gain and nouns.gain_of(text):
            quantity.trace.append(nouns.rules["gain"])
        if told is not None and told.framed:
            quantity.trace.append(nouns.rules["frame"])
        if told is not None and told.opened:
            quantity.trace.append(nouns.rules["title-verb"])
        text += self._portion(context, quantity, text, told if not phrases else None)
        sort, rule = nouns.sort(whole)
        if phrases:
            start, end = phrases[0]
            if len(phrases) > 1:
                start, end = min(phrases)[0], max([other[1] for other in phrases])
            quantity.subject_start = start
        else:
            start, end = (told.start, told.end) if told is not None else (-1, -1)
        if rule:
            quantity.trace.append(rule)
        if condition is not None:
            phrases = [condition[0], *phrases]
            start, end = condition[0][0], max(condition[0][1], end)
        made = "composed" if told is not None and phrases else "inherited" if told is not None else "own-words"
        candidates = [new(Candidate, (text, made, start, end, _OWN))]
        for of, score in rivals[:4] if rivals else ():
            candidates.append(new(Candidate, (of.name.text(), "inherited", of.start, of.end, score)))
        decide(quantity, "subject", candidates)
        bracket, part = in_bracket(context, quantity.start), self.is_part(context, quantity)
        labelled = told is not None and bool(phrases) and bool(name.label)
        # In the order of its fields: name, sort, start, end, quantity, colon, bracket, part, labelled, framed, opened
        self.memory.tell(
            new(Told, (name, sort, start, quantity.left, quantity, False, bracket, part, labelled, False, False))
        )
        source = told.quantity if told is not None else None
        spans = [*phrases]
        if told is not None and source is None and told.start >= context.start:
            spans.append((told.start, told.end))
        return new(Source, (spans, source))

    def _portion(self, context: Context, quantity: Quantity, text: str, told: Told | None) -> str:
        """占常住人口的19%, 占年度任务的75%, 比上年提高1.2个百分点: what a share is called, or how one has changed."""
        nouns, share = self.nouns, ""
        if quantity.measure != "rate" or len(text) < 2 or nouns.gauged(text):
            return ""
        if quantity.unit in _POINTS:
            of = told.quantity.decisions if told is not None and told.quantity is not None else {}
            before = of["subject"].winner.value if "subject" in of else ""
            share = next((w for w in nouns.shares if before == text + w), "")
        elif goal_met(context, nouns, quantity) is not None:
            quantity.trace += [nouns.rules["goal-met"], nouns.rules["portion-goal"]]
            return str(nouns.shares[1])
        else:
            token = next((t for t in quantity.tokens if t[2].text in nouns.words["portion"]), None)
            share = nouns.shares[0] if token is not None and quantity.unit in _SHARES else ""
            if token is not None and share and context.text[quantity.left - 1] == nouns.words["relative"][-1]:
                whole = clean(context.text[token[1] : quantity.left])
                if whole.endswith(nouns.words["portion-goal"]):
                    quantity.trace.append(nouns.rules["portion-goal"])
                    goal: str = nouns.shares[1]
                    return goal
        if share:
            quantity.trace.append(nouns.rules["portion"])
        return share

    def is_part(self, context: Context, quantity: Quantity) -> bool:
        """Whether a word such as 其中 opens the number, or the list that it goes on with."""
        before = quantity.previous
        low = before.end if before is not None else quantity.own
        if context.holds(_PART, low, quantity.left):
            return True
        told = self.memory.of(before) if before is not None else None
        if told is None or before is None or not told.part:
            return False
        if low == quantity.left:
            return True  # 农村2798户5188人
        first = before.previous
        pair = first is not None and context.text[first.end : before.left].strip() in ("", "、")
        units = {before.unit, first.unit if first is not None and pair else before.unit}
        gap = context.text[low : quantity.left].strip()
        return gap[:1] in ("、", *COMMAS) and (quantity.unit in units or gap == "、")


def _under(condition: tuple[Phrase, str], name: Name, words: str, told: Told | None) -> Name:
    """What is paid, with the condition under which it is: 收住失能老年人|每人每月补贴."""
    (start, end), said = condition
    if told is not None and start <= told.start < end:
        return Name("", "", said, words)  # what it leans on is named in the condition
    if told is not None and not words and told.sort in ("people", "household"):
        return Name("", "", said)  # others than those before
    if said in name.text():
        return name
    if name.gain:
        return name._replace(gain=said + name.gain)
    return Name("", "", said, name.text())


def in_bracket(context: Context, position: int) -> bool:
    """Whether a bracket is open at ``position``."""
    if not context.brackets:
        return False
    text, start = context.text, context.start
    opening = max(text.rfind("(", start, position), text.rfind("（", start, position))
    return opening > max(text.rfind(")", start, position), text.rfind("）", start, position))


def in_all(context: Context, quantity: Quantity, nouns: Nouns) -> bool:
    """Whether a number counts all there are, not only the new: 新建公墓12处，累计68处."""
    words = nouns.words["reached"]
    near = context.between(quantity.own, quantity.start) if context.kinds & _REACHED else ()
    if any(token[2].text in words for token in near):
        quantity.trace.append(nouns.rules["reached"])
        return True
    return quantity.bits & _IN_ALL != 0


def counted_alike(quantity: Quantity, told: Told) -> bool:
    """Whether a number counts or pays what the one before did, so that its attribute holds as well."""
    other = told.quantity
    if other is None:
        return True
    return other.unit.partition("/")[0] == quantity.unit.partition("/")[0] or other.measure == quantity.measure


def clause_end(text: str, start: int, right: int) -> int:
    """Where the clause pauses."""
    while start < right and text[start] not in _PAUSES:
        start += 1
    return start
