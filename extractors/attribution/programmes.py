"""Which programme a number is about: everything that speaks for one is weighed, and the heaviest sum wins.

The evidence (``Evidence``) comes from the number's own words (attribution.naming), from its total, from the number
whose subject it takes over, from the numbers and words before it in the sentence, from the sentences before, the
headings over it and the report's title (attribution.topics). What each kind weighs stands in patterns/weights.yaml.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ..quantities.quantity import Quantity
from ..words.terms import mask
from .context import Context
from .decision import Candidate, decide, new
from .echoes import Echoes
from .naming import evidence, own_words
from .phrases import Phrase
from .sentencewise import in_sentence, spent_of
from .surroundings import Surroundings
from .topics import OTHER, Evidence, Topics

_PURPOSE = mask("purpose")
_BOUND = len("以上")
_BY_ITEM = frozenset(("item-head", "item-name", "item-group"))
_DEFAULT = Evidence("default", OTHER, "default", -1, -1)
_TOPIC, _ASIDE, _APART = "topic", "other-in-topic", "other-behind-opening"
_CIVIL = frozenset(("civil-report", "opening-names"))  # of civil affairs, and its opening says of which

# By programme: the sum of the weights, the greatest of them, and what that is of.
Sums = dict[str, tuple[int, int, Evidence]]


class Programmes:
    """Decides the programme of a report's numbers, sentence by sentence in text order."""

    def __init__(self, topics: Topics, weights: Mapping[str, int | str]) -> None:
        self._topics = topics
        self._weights = {name: int(weight) for name, weight in weights.items()}
        self._here: Surroundings | None = None
        self._far: dict[tuple[int | None, int], tuple[Sums, int]] = {}  # by section and report: what is said above it
        self._told = Echoes()

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
            told = {one.start for one in far}  # a list item's title is said once
            near = [one for one in topics.before(context.index) if one.start not in told]
            near += [*topics.above(context.index), _DEFAULT]
            here = self._here = Surroundings(context, [*far, *near], general)
            known = self._far.get((context.section, report))
            if known is None:
                known = self._far[context.section, report] = self._sums(far, 0), self._about(far, general)
            here.sums, here.about = self._sums(near, 0, known[0]), known[1]  # they share no feature
            topics.note(context.index, context.programmes)
        kinds = here.kinds
        found = own_words(context, quantity, phrases, limit, here.taken, here.general) if context.programmes else []
        found += _handed_on(quantity, inherited)
        whole = quantity.part_of
        funds = context.lexicon.programmes.funds
        if whole is not None and whole.programme in funds and quantity.measure == "amount":
            found.append(Evidence("fund", whole.programme, "part", whole.start, whole.end))
        elif quantity.measure == "rate" and (of := quantity.within) is not None and of.programme in funds:
            if of.measure == "amount" and _spent(context, quantity):
                found.append(Evidence("fund", of.programme, "part", of.start, of.end))
        elif quantity.measure == "amount" and (given := spent_of(context, quantity, funds)) is not None:
            found.append(evidence(given, "fund"))
        found += in_sentence(here, quantity, not phrases)
        if context.programmes:
            for start, end in phrases:
                if start < quantity.clause_end:  # 投入260万元，新建敬老院2所: the home is the second number's, too
                    here.taken.update([token[0] for token in context.between(start, end)])
        others: list[Phrase] = []
        if quantity.item is not None and any(one.feature in _BY_ITEM for one in found):
            others = _other_items(quantity)
        if others and quantity.item is not None:
            found = [one for one in found if _over(one, [quantity.item]) or not _over(one, others)]
            around = [one for one in here.around if _over(one, [quantity.item]) or not _over(one, others)]
            if len(around) != len(here.around):
                here = Surroundings(context, around, here.general)
        if (echo := self._told.of(quantity, context.sentence.report)) is not None:
            found.append(echo)
        winner = decide(quantity, "programme", self.weigh(found, here))
        self._told.note(quantity, context.sentence.report)
        kinds.add(quantity.programme)
        quantity.trace.append(winner.rule)

    def weigh(self, evidence: Sequence[Evidence], here: Surroundings) -> list[Candidate]:
        """A candidate for each programme that more speaks for than against: the sum of the weights, a feature once.

        Its rule and words are those of the heaviest evidence for it.
        """
        if here.sums is None:  # the same for all numbers of the sentence
            here.sums = self._sums(here.around, 0)
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

    def _about(self, around: Sequence[Evidence], general: bool) -> int:
        """What a word of another field weighs in a text about one programme, per cent; 0 where it is about none."""
        features = {one.feature for one in around}
        if general or not (_TOPIC in features or features >= _CIVIL):
            return 0
        narrow = _TOPIC in features or any(
            one.feature == "opening-names" and one.programme in self._topics.funds for one in around
        )
        return self._weights[_ASIDE if narrow else _APART]

    def _sums(self, evidence: Sequence[Evidence], about: int, to: Sums | None = None) -> Sums:
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
                weight = weight * about // 100
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


def _spent(context: Context, quantity: Quantity) -> bool:
    """Whether what follows says what a share is spent on: 公益金4300万元，其中55%以上用于养老."""
    behind = context.between(quantity.end, quantity.right)[:1]
    return bool(behind) and behind[0][2].bits & _PURPOSE != 0 and behind[0][0] - quantity.end <= _BOUND


def _handed_on(quantity: Quantity, inherited: Quantity | None) -> list[Evidence]:
    """What other numbers say that this one is about: its total, the one whose subject it has."""
    found: list[Evidence] = []
    whole, shares = quantity.part_of or quantity.within, quantity.shares
    if whole is None and inherited is None and shares is None:
        return found
    of = "whole-amount" if whole is not None and quantity.measure == "amount" else "whole"
    for source, feature, rule in (
        (whole, of, "part"), (inherited, "inherited", "inherited"), (shares, "shares", "shared"),
    ):  # fmt: skip
        if source is not None and "programme" in source.decisions:
            winner = source.decisions["programme"].winner
            found.append(new(Evidence, (feature, source.programme, rule, winner.start, winner.end)))
    return found
