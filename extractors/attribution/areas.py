"""Urban, rural or both: by the number's own words, by those of what it is a part of or takes its subject from.

Sources in order: the item that a list deals to the number, the words of its subject, the number whose subject it takes
over or shares, its own clause, its total, the heading that names its subject, the amount before it.
"""

from __future__ import annotations

from collections.abc import Sequence

from ..quantities.quantity import Quantity
from ..words.terms import Token
from .constructions import Deal
from .context import Context
from .decision import Candidate, decide
from .naming import yardstick
from .phrases import Phrase, attributive
from .signs import JOINTS
from .topics import ONE_OF_TWO, Topics

_DEALT, _OWN, _SHARED, _NAMED, _TAKEN, _TITLE, _CLAUSE = range(1300, 600, -100)
_BEHIND, _BESIDE, _WHOLE, _GOES_ON, _HEADING, _NOTHING = range(600, 0, -100)
_NONE = (Candidate("", "none"),)
_HEADWORD = 4  # a heading must name as much of the subject for its area to be the subject's
_TAIL = 6
_QUALIFIER = 4  # characters of such a word before a programme's
_TELLING = frozenset(("amount", "standard"))


def decide_area(
    context: Context, quantity: Quantity, phrases: Sequence[Phrase], inherited: Quantity | None, topics: Topics
) -> None:
    """Writes ``area``; needs subject, part_of and programme.

    ``phrases`` are the stretches that make the subject, ``inherited`` the quantity that it is taken over from.
    """
    candidates: list[Candidate] = []
    if quantity.deal is not None and quantity.item is not None:
        candidates += _said(_dealt_words(context, quantity.deal, quantity.item), _DEALT)
        phrases = [phrase for phrase in (quantity.deal.head, quantity.deal.tail, quantity.deal.rest) if phrase]
        candidates.append(Candidate("", "dealt", *quantity.item, _NOTHING))
    for phrase in phrases if context.areas else ():
        candidates += _said(_qualifiers(context, *phrase), _OWN)
    if quantity.shares is not None:
        candidates += _handed_on(quantity.shares, "shared", _SHARED)
    before = quantity.previous
    if before is not None and before.end == quantity.left and not candidates:
        candidates += _handed_on(before, "shared", _SHARED)  # 其中城市4127户5908人
    candidates += _in_subject(context, quantity)
    segment = context.segment(quantity.start)
    if (
        inherited is not None
        and not _one_of_several(context, quantity, inherited)
        and not (quantity.measure == "amount" and _of_both(context, quantity, inherited, segment))
    ):
        candidates += _handed_on(inherited, "inherited", _TAKEN)
    if not candidates:
        candidates += _around(context, quantity, topics)
    decide(quantity, "area", candidates or _NONE)


def _around(context: Context, quantity: Quantity, topics: Topics) -> list[Candidate]:
    """What the words around say where the subject's own say nothing."""
    found: list[Candidate] = []
    if quantity.part_of is None and context.section is not None and len(quantity.subject) >= _HEADWORD:
        found += _said(topics.title_areas(context.section, quantity.subject[-_TAIL:])[:1], _TITLE, placed=False)
    if quantity.part_of is None and context.section is not None:
        said_by = quantity.decisions["programme"].winner
        found += _said(topics.heading_areas(context.section, said_by), _HEADING, placed=False)
    if context.areas:
        start = quantity.own
        if attributive(quantity):
            start = max(start, context.text.rfind("、", start, quantity.left))
        edge = yardstick(context, quantity) if quantity.measure == "rate" else quantity.left
        said = [t for t in reversed(quantity.tokens) if t[2].area is not None and start <= t[0] and t[1] < edge]
        found += _said(said[:1], _CLAUSE)
        last = quantity
        while last.following is not None and last.following.left == last.end:  # 1403户2559人享受城乡低保
            last = last.following
        found += _said([t for t in context.areas if last.end <= t[0] and t[1] <= last.right][:1], _BEHIND)
    whole = quantity.part_of or quantity.within
    previous = quantity.previous
    if not found and (fund := _spent_on(context, quantity)) is not None:
        found += _handed_on(fund, "purpose", _GOES_ON)
    if (
        previous is not None
        and previous.programme == quantity.programme
        and previous.start >= (segment := context.segment(quantity.start))
    ):
        if whole is not None and previous.part_of not in (None, whole) and previous.area in ONE_OF_TWO:
            found += _handed_on(previous, "previous", _BESIDE)  # 其中城市低保…，发放低保金3277万元
        elif _tells_on(context, quantity, previous) and not _of_both(context, quantity, previous, segment):
            found += _handed_on(previous, "previous", _GOES_ON)
    if whole is not None:
        return [*found, *_handed_on(whole, "part", _WHOLE)]
    if found or quantity.measure == "count" or not _kept(context, quantity):
        return found
    return _beside_programme(context, quantity)


def _spent_on(context: Context, quantity: Quantity) -> Quantity | None:
    """拨付80万元，用于农村助餐点建设，补助新建点6个、改造点4个: the amount whose purpose, behind it, names the area."""
    fund, low = quantity.previous, context.segment(quantity.start)
    told = -1
    while fund is not None and fund.start >= low and fund.programme == quantity.programme:
        said = fund.decisions["area"].winner
        if fund.measure == "amount" and said.start >= fund.end and said.value in ONE_OF_TWO:
            return fund if told in (-1, said.start) else None
        if fund.area:
            told = said.start
        fund = fund.previous
    return None


def _tells_on(context: Context, quantity: Quantity, previous: Quantity) -> bool:
    """Whether what the number before is of, this one may be of, too."""
    if previous.area in ONE_OF_TWO and quantity.measure != "count" and _kept(context, quantity):
        return True
    return quantity.measure in _TELLING and quantity.programme not in context.lexicon.programmes.funds


def _kept(context: Context, quantity: Quantity) -> bool:
    """Whether numbers of its programme stay urban or rural until the words say else: the income of the poor."""
    return quantity.programme in context.lexicon.area_kept


def _beside_programme(context: Context, quantity: Quantity) -> list[Candidate]:
    """The word for urban or rural right before the words that gave the programme, where none stands in between."""
    said, text = quantity.decisions["programme"].winner, context.text
    ahead = said.start >= quantity.end  # 与6月底的1.9万人相比，农村低保对象减少…
    if said.start < 0 or (not ahead and context.lexicon.of_areas.search(text, said.end, quantity.left) is not None):
        return []
    if context.start <= said.start < context.segment(quantity.start):
        return []
    found = [
        token
        for token in context.lexicon.scan(text, max(0, said.start - _QUALIFIER), said.end)
        if token[2].area in ONE_OF_TWO and (token[1] == said.start or token[0] == said.start)
    ]
    return _said(found[-1:], _HEADING)


def _said(tokens: Sequence[Token], score: int, *, placed: bool = True) -> list[Candidate]:
    """The words as candidates; ``placed`` says that their offsets are the text's."""
    if not tokens:
        return []
    return [
        Candidate(term.area or "", term.area_rule, *((start, end) if placed else (-1, -1)), score)
        for start, end, term in tokens
    ]


def _handed_on(source: Quantity, rule: str, score: int) -> list[Candidate]:
    """What another number's area is, by the words that gave it."""
    decided = source.decisions.get("area")
    return [decided.winner._replace(rule=rule, score=score)] if decided is not None and decided.winner.value else []


def _qualifiers(context: Context, start: int, end: int) -> list[Token]:
    """The last word for urban or rural in a phrase, unless it only qualifies one thing of several."""
    return _last(context.areas, context.text, start, end)


def _last(tokens: Sequence[Token], text: str, start: int, end: int) -> list[Token]:
    for token in reversed(tokens):
        if token[2].area is not None and start <= token[0] and token[1] <= end:
            return [token] if JOINTS.isdisjoint(text[start : token[0]]) else []
    return []


def _in_subject(context: Context, quantity: Quantity) -> list[Candidate]:
    """The words of the whole subject, also of what it took from a number or heading before."""
    subject, decided = quantity.subject, quantity.decisions.get("subject")
    if decided is None or context.lexicon.of_areas.search(subject) is None:
        return []
    found = _last(context.lexicon.scan(subject, 0, len(subject)), subject, 0, len(subject))
    where = (decided.winner.start, decided.winner.end)
    return [Candidate(term.area or "", term.area_rule, *where, _NAMED) for _, _, term in found]


def _one_of_several(context: Context, quantity: Quantity, source: Quantity) -> bool:
    """Whether ``source`` is one part of town and country beside another, and ``quantity`` no part with it."""
    if source.part_of is None or quantity.part_of is not None:
        return False
    return any(
        one.part_of is source.part_of and one.area != source.area for one in context.quantities if one is not source
    )


def _dealt_words(context: Context, deal: Deal, item: Phrase) -> list[Token]:
    """The words for urban or rural in the item that is dealt to a number, spelt out where the text does not."""
    start, end = item
    text = deal.names[deal.items.index(item)] if item in deal.items else context.text[start:end]
    found = [token for token in context.lexicon.scan(text, 0, len(text)) if token[2].area]
    return [(start, end, token[2]) for token in found[:1]]


def _of_both(context: Context, quantity: Quantity, previous: Quantity, start: int) -> bool:
    """Whether a sum comes after numbers of town and of country alike: 城市85户、农村1118户，发放低保金830万元."""
    before = [one for one in context.quantities if start <= one.start < quantity.start and one.area]
    other = [one for one in before if one.programme == quantity.programme and one.area != previous.area]
    return any(one.area != "both" for one in other) and all(one.measure != quantity.measure for one in other)
