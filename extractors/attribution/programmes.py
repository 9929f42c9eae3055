"""Which programme a number is about: everything that speaks for one is weighed, and the heaviest sum wins.

The evidence (``Evidence``) comes from the number's own words (what its subject is read from, the words left and right
of it), from the item of a list that is dealt to it, from its total, from the number whose subject it takes over, from
the numbers and words before it in the sentence, from the sentences before, the headings over it and the report's title.
What each kind of evidence weighs stands in patterns/weights.yaml.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise

from ..quantities.quantity import Quantity
from ..words.lexicon import Lexicon, Token, mask
from .context import Context
from .decision import Candidate, decide
from .phrases import Phrase
from .topics import OTHER, Evidence, Topics

_JOINTS = frozenset("、和及与或,，")
_LISTED = frozenset("、和及与")
_STOPS = frozenset("，,；;。")
_BRACKETED = re.compile("[（(][^（()）]*[)）]")
_PEOPLE = frozenset(("persons", "households", "person_times"))
_SERVE, _SERVED, _PURPOSE = mask("serve"), mask("served"), mask("purpose", "cut")
_YARDSTICK = mask("yardstick")
_AMONG = "中"  # 低保家庭中的重度残疾人
_LABEL = frozenset("：:")
_TOGETHER = "together"


class Programmes:
    """Decides the programme of a report's numbers, sentence by sentence."""

    def __init__(self, topics: Topics, weights: Mapping[str, int | str]) -> None:
        self._topics = topics
        self._weights = {name: int(weight) for name, weight in weights.items()}
        self._index = -1
        self._ambient: list[Evidence] = []
        self._taken: set[int] = set()  # the words of the sentence that are subjects already

    def decide(
        self,
        context: Context,
        quantity: Quantity,
        phrases: Sequence[Phrase],
        inherited: Quantity | None,
        limit: int,
    ) -> None:
        """Writes ``programme``; needs part_of, and the numbers before decided.

        ``phrases`` are the stretches that make the subject; ``inherited`` is the number whose subject it takes over;
        ``limit`` is where the words left of the number end that name its subject.
        """
        if context.index != self._index:
            self._index = context.index
            self._taken = set()
            self._ambient = [
                *self._topics.around(context.section, context.sentence.report),
                *self._topics.before(context.index),
            ]
        evidence = [
            *_own(context, quantity, phrases, limit, self._taken),
            *_handed_on(quantity, inherited),
            *_in_sentence(context, quantity),
            *self._ambient,
            Evidence("default", OTHER, "default", -1, -1),
        ]
        self._taken.update(token[0] for start, end in phrases for token in context.between(start, end))
        decide(quantity, "programme", self.weigh(evidence))
        quantity.trace.append(quantity.decisions["programme"].winner.rule)

    def weigh(self, evidence: Iterable[Evidence]) -> list[Candidate]:
        """A candidate for each programme that is spoken for: the sum of the weights, each feature counting once.

        Its rule and words are those of the heaviest evidence for it.
        """
        seen: dict[str, dict[str, Evidence]] = {}
        for one in evidence:
            seen.setdefault(one.programme, {}).setdefault(one.feature, one)
        candidates = []
        for programme, features in seen.items():
            best = max(features.values(), key=lambda one: self._weights[one.feature])
            score = sum(self._weights[feature] for feature in features)
            candidates.append(Candidate(programme, best.rule, best.start, best.end, score))
        return candidates


def _own(
    context: Context, quantity: Quantity, phrases: Sequence[Phrase], limit: int, taken: set[int]
) -> list[Evidence]:
    """What the number's own words say: its list item, its subject, the words left and right of it.

    ``taken`` are the words that are subjects of numbers before it.
    """
    found: list[Evidence] = []
    if quantity.item is not None:
        found += _named(context, context.between(*quantity.item), "item")
    near = [phrase for phrase in phrases if phrase[1] > quantity.own]
    edge = _yardstick(context, quantity)
    said = [t for start, end in near for t in context.between(start, end) if t[2].programme]
    if quantity.item is not None and quantity.deal is not None:  # what is dealt to others is not its own
        others = [item for item in quantity.deal.items if item != quantity.item]
        said = [t for t in said if not any(start <= t[0] < end for start, end in others)]
    subject = [t for t in said if t[0] >= quantity.end or (t[0] not in taken and t[0] < edge)]
    found += _named(context, subject, "subject")
    if len(near) < len(phrases):
        earlier = [token for start, end in phrases if end <= quantity.own for token in context.between(start, end)]
        found += _named(context, earlier, "earlier")
    inside = {token[0] for token in said}
    start = _after_joint(context, quantity)
    left = [
        t
        for t in context.between(start, min(edge, max(start, limit)))
        if t[2].programme and t[0] not in inside and t[0] not in taken
    ]
    found += _named(context, left, "left")
    last = _noun_bearer(context, quantity)
    if not context.text.startswith("、", last.end):
        newline = context.text.find("\n", last.end, last.right)
        end = newline if newline >= 0 else last.right
        behind = [t for t in context.between(last.end, end) if t[2].programme and t[0] not in inside]
        found += _named(context, behind, "right" if subject or left else "object", first=True)
        strong = [t for t in behind if not t[2].weak]
        if strong and any(t[2].bits & _SERVED for t in quantity.tokens):
            between = context.between(quantity.end, strong[-1][0])
            if any(t[2].bits & _SERVE for t in between):
                found.append(_of(strong[-1], "served"))  # 为25户低保家庭安装扶手 is about the conversion
    return found


def _yardstick(context: Context, quantity: Quantity) -> int:
    """Where the words begin that a rate is only measured by: 占常住人口的19%, 为低保标准的1.5倍; else its left edge."""
    if quantity.measure == "rate":
        for token in reversed(quantity.tokens):
            if token[2].bits & _YARDSTICK and token[1] < quantity.left:
                return token[0]
    return quantity.left


def _after_joint(context: Context, quantity: Quantity) -> int:
    """Where the words left of a number begin: in 86名孤儿、203名… those before the 、 are about the number before."""
    if quantity.previous is None or quantity.previous.clause_start != quantity.clause_start:
        return quantity.own
    at = quantity.left
    return at if context.text[at - 1] in _JOINTS else quantity.own


def _noun_bearer(context: Context, quantity: Quantity) -> Quantity:
    """The number that the words behind stand at: of 210户520人低保边缘家庭 and 5.3万户、13万人享受低保 the second."""
    after = quantity.following
    if after is None or after.unit == quantity.unit or after.clause_start != quantity.clause_start:
        return quantity
    return after if context.text[quantity.end : after.left] in ("", "、", "和") else quantity


def _named(context: Context, tokens: Sequence[Token], place: str, first: bool = False) -> list[Evidence]:
    """The words of one place as evidence; its head is the last that names a benefit, or the ``first``."""
    tokens = [t for t in tokens if t[2].programme]
    if not tokens:
        return []
    found: list[Evidence] = []
    benefits = [t for t in tokens if not t[2].weak and not t[2].group]
    head = (benefits[0] if first else benefits[-1]) if benefits else None
    for token in tokens:
        term = token[2]
        kind = "head" if token is head else "weak" if term.weak else "group" if term.group else "name"
        found.append(_of(token, f"{place}-{kind}"))
        found += [_of(token, f"{place}-{kind}-also", name) for name in term.also]
        if term.when and _stands(context, token):
            found.append(_of(token, "when", term.also[0]))
    for one, two in pairwise([t for t in tokens if not t[2].weak]):
        if two[2].group and _AMONG in context.text[one[1] : two[0]]:
            found.append(_of(one, "chain"))
    joined = benefits or [t for t in tokens if t[2].group]
    name = _joined(context.text, joined, context.lexicon)
    if name:
        found.append(Evidence(f"{place}-together", name, _TOGETHER, joined[0][0], joined[-1][1]))
    return found


def _stands(context: Context, token: Token) -> bool:
    """Whether the clause holds one of the words that make the token's word stand for something else."""
    start, end = context.clause(token[0])
    return any(context.text.find(word, start, end) >= 0 for word in token[2].when)


def _of(token: Token, feature: str, programme: str = "") -> Evidence:
    start, end, term = token
    return Evidence(feature, programme or term.programme, term.programme_rule, start, end)


def _joined(text: str, tokens: Sequence[Token], lexicon: Lexicon) -> str:
    """What holds all the programmes of ``tokens``, where they are joined by 、 or 和."""
    if len(tokens) < 2 or len({t[2].programme for t in tokens}) < 2:
        return ""
    gaps = (text[one[1] : two[0]] for one, two in pairwise(tokens))
    if not all(gap and not _JOINTS.isdisjoint(gap) for gap in gaps):
        return ""
    return lexicon.together(t[2].programme for t in tokens)


def joined(text: str, strong: Sequence[Token], lexicon: Lexicon) -> tuple[str, str]:
    """Programme and rule of words that name several, at least one: what holds joined ones, else the last benefit."""
    benefits = [t for t in strong if not t[2].group] or strong
    if name := _joined(text, benefits, lexicon):
        return name, _TOGETHER
    return benefits[-1][2].programme, benefits[-1][2].programme_rule


def _handed_on(quantity: Quantity, inherited: Quantity | None) -> list[Evidence]:
    """What other numbers say that this one is about: its total, the one whose subject it has."""
    found: list[Evidence] = []
    for source, feature in (
        (quantity.part_of or quantity.within, "whole"),
        (inherited, "inherited"),
        (quantity.shares, "shares"),
    ):
        if source is not None and "programme" in source.decisions:
            winner = source.decisions["programme"].winner
            found.append(Evidence(feature, source.programme, feature, winner.start, winner.end))
    return found


def _in_sentence(context: Context, quantity: Quantity) -> list[Evidence]:
    """What the sentence says before and behind the number's own words."""
    found: list[Evidence] = []
    segment = context.segment(quantity.start)
    previous = quantity.previous
    start = segment
    if previous is not None:
        start = max(start, previous.end)
        winner = previous.decisions["programme"].winner
        near = (
            "previous-in-clause"
            if previous.clause_start == quantity.clause_start
            else "previous"
            if previous.start >= segment
            else "previous-in-sentence"
        )
        found.append(Evidence(near, previous.programme, "previous", winner.start, winner.end))
        if name := _both(context, quantity, previous):
            found.append(Evidence("both-before", name, _TOGETHER, winner.start, winner.end))
    if led := [t for t in context.named(start, quantity.own) if not t[2].group]:
        found.append(_of(led[-1], "clause-before"))
    elif hints := [t for t in context.between(start, quantity.own) if t[2].weak and t[2].programme]:
        found.append(_of(hints[-1], "clause-before-weak"))
    if earlier := [t for t in context.named(context.start, start) if not t[2].group]:
        found.append(_of(earlier[-1], "sentence-before"))
    if label := _label(context, quantity):
        found.append(_of(label, "label"))
    if chain := _chain(context, quantity):
        found.append(_of(chain, "in-chain"))
    if later := [t for t in context.named(quantity.right, context.end) if not t[2].group]:
        found.append(_of(later[0], "sentence-behind"))
        if _purpose(context, quantity):
            own = [t for t in later if t[1] <= context.clause(quantity.clause_end + 1)[1]]
            if own:
                found.append(_of(own[-1], "purpose"))
    return found


def _chain(context: Context, quantity: Quantity) -> Token | None:
    """The word whose people the clause tells apart: 低保家庭中的重度残疾人412人、老年人689人."""
    if _AMONG not in context.text[quantity.clause_start : quantity.own]:
        return None
    for token in context.named(quantity.clause_start, quantity.own):
        behind = next((t[0] for t in context.programmes if t[0] >= token[1]), quantity.own)
        if not token[2].group and _AMONG in context.text[token[1] : behind]:
            return token
    return None


def _purpose(context: Context, quantity: Quantity) -> bool:
    """Whether the clause behind goes on from this number: 投入9.6万元，为25户…安装扶手."""
    start = quantity.clause_end + 1
    if start >= context.end or context.text[start - 1] not in "，,":
        return False
    tokens = context.between(start, context.clause(start)[1])
    return bool(tokens) and tokens[0][0] == start and bool(tokens[0][2].bits & _PURPOSE)


def _both(context: Context, quantity: Quantity, previous: Quantity) -> str:
    """What holds both of two groups joined right before an amount: 孤儿12名、事实无人抚养儿童40名，发放生活费…"""
    if quantity.measure != "amount" or quantity.shares is not None:
        return ""
    before = previous.previous
    while before is not None and (before.part_of is not None or before.unit != previous.unit):
        before = before.previous
    if before is None or before.start < context.segment(quantity.start) or previous.measure not in _PEOPLE:
        return ""
    gap = _BRACKETED.sub("", context.text[before.end : previous.left])
    if _LISTED.isdisjoint(gap) or not _STOPS.isdisjoint(gap):
        return ""
    return context.lexicon.together((before.programme, previous.programme))


def _label(context: Context, quantity: Quantity) -> Token | None:
    """What stands before the last colon left of the number: 福利彩票：全年销售…"""
    last = bisect_left(context.breaks, quantity.own)
    for number in range(last - 1, -1, -1):
        at = context.breaks[number]
        if context.text[at] in _LABEL:
            start = context.breaks[number - 1] + 1 if number else context.start
            named = [t for t in context.named(start, at) if not t[2].group]
            return named[-1] if named else None
    return None
