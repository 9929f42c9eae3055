"""Which programme a number is about: everything that speaks for one is weighed, and the heaviest sum wins.

The evidence (``Evidence``) comes from the number's own words (attribution.naming), from its total, from the number
whose subject it takes over, from the numbers and words before it in the sentence, from the sentences before, the
headings over it and the report's title (attribution.topics). What each kind weighs stands in patterns/weights.yaml.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ..quantities.quantity import Quantity
from ..words.terms import Token, mask
from .context import Context
from .decision import Candidate, decide, new
from .naming import evidence, joined, own_words
from .phrases import Phrase
from .surroundings import BRACKETED, Surroundings
from .topics import OTHER, TOGETHER, Evidence, Topics

_LISTED = frozenset("、和及与")
_COMMAS = ("，", ",", "、")
_SEVERAL = 3  # kinds that what follows them is about together
_COLONS = ("：", ":")
_STOPS = frozenset("，,；;。")
_PEOPLE = frozenset(("persons", "households", "person_times"))
_PURPOSE, _PART = mask("purpose", "cut"), mask("part")
_BY_ITEM = frozenset(("item-head", "item-name", "item-group"))
_DEFAULT = Evidence("default", OTHER, "default", -1, -1)
_TOPIC, _ASIDE = "topic", "other-in-topic"
_CIVIL = frozenset(("civil-report", "opening-names"))  # of civil affairs, and its opening says of which

# By programme: the sum of the weights, the greatest of them, and what that is of.
Sums = dict[str, tuple[int, int, Evidence]]


class Programmes:
    """Decides the programme of a report's numbers, sentence by sentence in text order."""

    def __init__(self, topics: Topics, weights: Mapping[str, int | str]) -> None:
        self._topics = topics
        self._weights = {name: int(weight) for name, weight in weights.items()}
        self._here: Surroundings | None = None
        self._far: dict[tuple[int | None, int], tuple[Sums, bool]] = {}  # by section and report: what is said above it

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
        here = self._here
        if here is None or here.context is not context:
            topics = self._topics
            report = context.sentence.report
            far, general = topics.around(context.section, report), topics.general(report)
            near = [*topics.above(context.index), *topics.before(context.index), _DEFAULT]
            here = self._here = Surroundings(context, [*far, *near], general)
            known = self._far.get((context.section, report))
            if known is None:
                known = self._far[context.section, report] = self._sums(far, False), self._about(far, general)
            here.sums, here.about = self._sums(near, False, known[0]), known[1]  # they share no feature
            topics.note(context.index, context.programmes)
        found = own_words(context, quantity, phrases, limit, here.taken, here.general) if context.programmes else []
        found += _handed_on(quantity, inherited)
        found += _in_sentence(here, quantity, not phrases)
        if context.programmes:
            for start, end in phrases:
                if start < quantity.clause_end:  # 投入260万元，新建敬老院2所: the home is the second number's, too
                    here.taken.update([token[0] for token in context.between(start, end)])
        others = _other_items(quantity) if any(one.feature in _BY_ITEM for one in found) else []
        if others and quantity.item is not None:
            found = [one for one in found if _over(one, [quantity.item]) or not _over(one, others)]
            around = [one for one in here.around if _over(one, [quantity.item]) or not _over(one, others)]
            if len(around) != len(here.around):
                here = Surroundings(context, around, here.general)
        winner = decide(quantity, "programme", self.weigh(found, here))
        quantity.trace.append(winner.rule)

    def weigh(self, evidence: Sequence[Evidence], here: Surroundings) -> list[Candidate]:
        """A candidate for each programme that more speaks for than against: the sum of the weights, a feature once.

        Its rule and words are those of the heaviest evidence for it.
        """
        if here.sums is None:  # the same for all numbers of the sentence
            here.sums = self._sums(here.around, False)
            here.about = self._about(here.around, here.general)
        about = here.about
        sums: Sums = {}
        if len(evidence) > 1 or (evidence and about and evidence[0][1] == OTHER):
            sums = self._sums(evidence, about)
        elif evidence:
            weight = self._weights[evidence[0][0]]
            sums = {evidence[0][1]: (weight, weight, evidence[0])}
        for programme, around in here.sums.items():
            own = sums.get(programme)
            if own is None:
                sums[programme] = around
            elif own[1] >= around[1]:
                sums[programme] = own[0] + around[0], own[1], own[2]
            else:
                sums[programme] = own[0] + around[0], around[1], around[2]
        found = [
            new(Candidate, (programme, best[2], best[3], best[4], score))  # rule, start and end of the evidence
            for programme, (score, _, best) in sums.items()
            if score > 0
        ]
        return found or [Candidate(_DEFAULT.programme, _DEFAULT.rule)]

    @staticmethod
    def _about(around: Sequence[Evidence], general: bool) -> bool:
        """Whether the text is about one programme."""
        features = {one.feature for one in around}
        return not general and (_TOPIC in features or features >= _CIVIL)

    def _sums(self, evidence: Sequence[Evidence], about: bool, to: Sums | None = None) -> Sums:
        """For each programme the sum of the weights, the greatest of them and what it is of.

        In a text that is ``about`` one programme a word of another field tells of its people or things (a school that
        a charity gives to), and weighs less. They are added to those of other features (``to``).
        """
        weights = self._weights
        sums = to.copy() if to is not None else {}
        seen: set[tuple[str, str]] = set()
        for one in evidence:
            key = one[:2]  # feature, programme
            if key in seen:
                continue
            seen.add(key)
            weight, programme = weights[one[0]], one[1]
            if about and programme == OTHER:
                weight = weight * weights[_ASIDE] // 100
            known = sums.get(programme)
            if known is None:
                sums[programme] = weight, weight, one
            elif weight > known[1]:
                sums[programme] = known[0] + weight, weight, one
            else:
                sums[programme] = known[0] + weight, known[1], known[2]
        return sums


def _other_items(quantity: Quantity) -> list[Phrase]:
    """The items of its list that are dealt to other numbers.

    Where its own names a programme, they say nothing of it, in whatever order they stand.
    """
    if quantity.item is None or quantity.deal is None:
        return []
    return [item for item in quantity.deal.items if item != quantity.item]


def _over(one: Evidence, stretches: Sequence[Phrase]) -> bool:
    """Whether the words of some evidence stand in one of ``stretches``, or over a part of one."""
    return any(one.start < end and one.end > start for start, end in stretches)


def _handed_on(quantity: Quantity, inherited: Quantity | None) -> list[Evidence]:
    """What other numbers say that this one is about: its total, the one whose subject it has."""
    found: list[Evidence] = []
    whole, shares = quantity.part_of or quantity.within, quantity.shares
    if whole is None and inherited is None and shares is None:
        return found
    for source, feature, rule in (
        (whole, "whole", "part"), (inherited, "inherited", "inherited"), (shares, "shares", "shared"),
    ):  # fmt: skip
        if source is not None and "programme" in source.decisions:
            winner = source.decisions["programme"].winner
            found.append(new(Evidence, (feature, source.programme, rule, winner.start, winner.end)))
    return found


def _in_sentence(here: Surroundings, quantity: Quantity, bare: bool) -> list[Evidence]:
    """What the sentence says before and behind the number's own words; ``bare`` where it has none of its own."""
    context, previous = here.context, quantity.previous
    found: list[Evidence] = []
    start = segment = context.segment(quantity.start)
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
        found.append(new(Evidence, (near, previous.programme, "previous", winner.start, winner.end)))
        if name := _parts(context, quantity) or _both(context, quantity, previous, segment):
            found.append(Evidence("both-before", name, TOGETHER, winner.start, winner.end))
        elif name := _several(context, quantity, previous):
            found.append(Evidence("several-before", name, TOGETHER, winner.start, winner.end))
    if not context.programmes:
        return found
    if led := here.last(start, quantity.own, untaken=True):
        found.append(evidence(led, "clause-before" + here.off(led)))
    elif hint := _hint(context, start, quantity.own):
        found.append(evidence(hint, "clause-before-weak"))
    if not here.named:
        return found
    if earlier := here.last(context.start, start):
        found.append(evidence(earlier, "sentence-before" + here.off(earlier)))
    if here.labels and (label := here.label(quantity.own)):
        found.append(evidence(label, "label"))
    if chain := _chain(context, quantity):
        found.append(evidence(chain, "in-chain"))
    if later := here.first(quantity.right):
        found.append(evidence(later, "sentence-behind"))
        if purpose := _purpose(here, quantity, bare):
            found.append(purpose)
        if name := _shared_out(here, quantity):
            found.append(Evidence("parts-behind", name, TOGETHER, later[0], later[1]))
        if money := _paid(here, quantity):
            found.append(evidence(money, "money-behind"))
    return found


def _hint(context: Context, start: int, end: int) -> Token | None:
    """The last word in [start, end) that hints at a programme."""
    for token in reversed(context.programmes):
        if token[0] < start:
            break
        if token[1] <= end and token[2].weak:
            return token
    return None


def _chain(context: Context, quantity: Quantity) -> Token | None:
    """The word whose people the clause tells apart: 低保家庭中的重度残疾人412人、老年人689人."""
    named = context.named(quantity.clause_start, quantity.own)
    if not named or not context.lexicon.programmes.among(context.text, quantity.clause_start, quantity.own):
        return None
    for token in named:
        behind = next((t[0] for t in context.between(token[1], quantity.own) if t[2].programme), quantity.own)
        if not token[2].group and context.lexicon.programmes.among(context.text, token[1], behind):
            return token
    return None


def _purpose(here: Surroundings, quantity: Quantity, bare: bool) -> Evidence | None:
    """What the clause behind names that goes on from this number: 投入9.6万元，为25户…安装扶手; 落实2亿元，保障孤儿…"""
    context, start = here.context, quantity.clause_end + 1
    if quantity.measure != "amount" or start >= context.end or context.text[start - 1] not in _COMMAS:
        return None
    end = context.clause(start)[1]
    tokens = context.between(start, end)
    if not tokens or (not bare and (tokens[0][0] != start or not tokens[0][2].bits & _PURPOSE)):
        return None
    last = here.last(start, end)
    if last is None:
        return None
    told = [token for token in context.named(start, end) if not token[2].group]
    name, rule = joined(context.text, told or [last], context.lexicon)
    return evidence(last, "purpose") if rule != TOGETHER else Evidence("purpose", name, rule, told[0][0], last[1])


def _shared_out(here: Surroundings, quantity: Quantity) -> str:
    """What holds the programmes that an amount is shared out to: 补助3260万元，其中低保2410万元、特困580万元."""
    after, context = quantity.following, here.context
    if quantity.measure != "amount" or after is None or after.unit != quantity.unit:
        return ""
    gap = context.between(quantity.end, after.left)
    if not (any(t[2].bits & _PART for t in gap) or context.text[quantity.end : quantity.end + 1] in _COLONS):
        return ""
    segment, kinds = context.segment(quantity.start), set()
    while after is not None and after.unit == quantity.unit and context.segment(after.start) == segment:
        if token := here.last(after.own, after.left):
            kinds.add(token[2].programme)
        after = after.following
    return context.lexicon.programmes.together(kinds)


def _paid(here: Surroundings, quantity: Quantity) -> Token | None:
    """What the next clause pays, of people helped: 救助困难对象570人，发放临时救助款32万元."""
    after, context = quantity.following, here.context
    if quantity.measure not in _PEOPLE or after is None:
        return None
    if after.measure in _PEOPLE and after.left == quantity.end and after.following is not None:
        after = after.following  # 120户340人，发放…
    if after.measure != "amount" or after.clause_start != quantity.clause_end + 1:
        return None
    if context.text[quantity.clause_end : quantity.clause_end + 1] not in _COMMAS:
        return None
    return here.last(after.clause_start, after.left)


def _parts(context: Context, quantity: Quantity) -> str:
    """What holds the programmes of parts that stand before their total: 低保320万元、特困120万元，合计440万元."""
    at = quantity.previous
    if at is None or at.part_of is not quantity:
        return ""
    parts: set[str] = set()
    while at is not None and at.part_of is quantity:
        parts.add(at.programme)
        at = at.previous
    return context.lexicon.programmes.together(parts)


def _several(context: Context, quantity: Quantity, previous: Quantity) -> str:
    """What holds at least three kinds told before a clause that names none: 低保档案…，特困档案…，…，发现问题27个."""
    if quantity.measure == "amount" or previous.clause_start == quantity.clause_start:
        return ""
    if context.named(quantity.clause_start, quantity.clause_end):
        return ""
    kinds: set[str] = set()
    at: Quantity | None = previous
    while at is not None:
        kinds.add(at.programme)
        at = at.previous
    return context.lexicon.programmes.together(kinds) if len(kinds) >= _SEVERAL else ""


def _both(context: Context, quantity: Quantity, previous: Quantity, segment: int) -> str:
    """What holds both of two groups joined right before an amount: 孤儿12名、事实无人抚养儿童40名，发放生活费…"""
    if quantity.measure != "amount" or quantity.shares is not None or previous.measure not in _PEOPLE:
        return ""
    before = previous.previous
    while before is not None and (before.part_of is not None or before.unit != previous.unit):
        before = before.previous
    if before is None or before.start < segment or before.programme == previous.programme:
        return ""
    gap = BRACKETED.sub("", context.text[before.end : previous.left])
    if _LISTED.isdisjoint(gap) or not _STOPS.isdisjoint(gap):
        return ""
    return context.lexicon.programmes.together((before.programme, previous.programme))
