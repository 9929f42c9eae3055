"""Which programme a number is about: its own words first, then its clause, its sentence, its headings."""
from __future__ import annotations

from .context import Context
from .lexicon import Lexicon, Token
from .model import Document
from .quantities import Quantity
from .subjects import Phrase

_JOIN = frozenset("、和及与或,，")
OTHER = "其他"
_VAGUE = "社会救助"


class Topics:
    """Programmes of headings and of the sentences before, looked up when a number's own sentence says nothing."""

    def __init__(self, text: str, document: Document, lexicon: Lexicon) -> None:
        self._text = text
        self._document = document
        self._lexicon = lexicon
        self._headings: dict[int, tuple[str, str, bool]] = {}
        self._before: dict[int | None, tuple[str, str]] = {}

    def heading(self, section: int) -> tuple[str, str, bool]:
        """Programme, rule and weakness of one heading's own words; "" where they name none."""
        found = self._headings.get(section)
        if found is None:
            head = self._document.sections[section]
            title = head.title
            tokens = [t[2] for t in self._lexicon.scan(title, 0, len(title)) if t[2].programme]
            strong = [t for t in tokens if not t.weak]
            term = strong[0] if strong else tokens[0] if tokens else None
            found = (term.programme, term.programme_rule, term.weak) if term else ("", "", True)
            self._headings[section] = found
        return found

    def remember(self, section: int | None, tokens: list[Token]) -> None:
        """Notes the last programme that a sentence of ``section`` named, with or without numbers."""
        for token in reversed(tokens):
            if not token[2].weak:
                self._before[section] = (token[2].programme, token[2].programme_rule)
                return

    def fallback(self, section: int | None) -> tuple[str, str]:
        """The programme of the nearest heading that names one, with its rule; else what the section spoke of last."""
        weak: tuple[str, str] | None = None
        at, innermost = section, True
        while at is not None:
            programme, rule, is_weak = self.heading(at)
            if programme and not is_weak:
                return programme, rule
            if programme and weak is None:
                weak = programme, rule
            if innermost:
                before = self._before.get(section)
                if before is not None:
                    return before
                innermost = False
            at = self._document.sections[at].parent
        if section is None and (before := self._before.get(None)) is not None:
            return before
        return weak or (OTHER, "")


def choose(context: Context, quantity: Quantity, phrases: list[Phrase], inherited: Quantity | None,
           topics: Topics) -> tuple[str, str]:
    """Programme of ``quantity`` and the rule that gave it.

    ``phrases`` are the stretches that make its subject; ``inherited`` is the quantity whose subject it takes over.
    """
    text, lexicon = context.text, context.lexicon
    named: list[Token] = []
    for start, end in phrases:
        named += [t for t in context.between(start, end) if t[2].programme]
    clause_start, clause_end = context.clause(quantity.start)
    later = [q.start for q in context.quantities if q.start > quantity.start]
    right_end = min([clause_end, *later[:1]])
    right = [t for t in context.between(quantity.end, right_end) if t[2].programme and not t[2].weak]
    strong = [t for t in named if not t[2].weak]
    if right and (not strong or _served(context, quantity, clause_start)):
        outside = [t for t in right if not any(s <= t[0] < e for s, e in phrases)]
        if outside and (not strong or _carried(context, quantity.end, outside[-1][0])):
            return _pick(outside[-1])
    if strong:
        return _joined(text, strong, lexicon)
    before = [t for t in context.between(clause_start, quantity.left) if t[2].programme and not t[2].weak]
    previous = [q for q in context.quantities if q.end <= quantity.start]
    own_start = max(clause_start, previous[-1].end) if previous else clause_start
    own = [t for t in before if t[0] >= own_start]
    if own:
        return _pick(own[-1])
    if right:
        return _pick(right[0])
    weak = [t for t in named if t[2].programme != _VAGUE]
    if weak:
        return _pick(weak[-1])
    if inherited is not None and inherited.programme and inherited.programme != OTHER:
        return inherited.programme, "inherited"
    if before:
        return _pick(before[-1])
    low, high = context.segment(quantity.start)
    for stretch in (context.between(low, quantity.start), context.between(quantity.end, high), context.between(context.start, low)):
        found = [t for t in stretch if t[2].programme and not t[2].weak]
        if found:
            return _pick(found[-1] if stretch and stretch[0][0] < quantity.start else found[0])
    if named:
        return _pick(named[-1])
    programme, rule = topics.fallback(context.section)
    if programme == OTHER:
        vague = [t for t in context.programmes if t[0] < quantity.start]
        if vague:
            return _pick(vague[-1])
    return programme, rule


def _pick(token: Token) -> tuple[str, str]:
    return token[2].programme, token[2].programme_rule


def _served(context: Context, quantity: Quantity, clause_start: int) -> bool:
    """Whether the number counts who is served: 为30户低保家庭进行适老化改造 is about the conversion."""
    lead = context.text[clause_start:quantity.start]
    return "为" in lead or "对" in lead or "给" in lead


def _carried(context: Context, start: int, end: int) -> bool:
    return any("cut" in t[2].roles for t in context.between(start, end))


def _joined(text: str, strong: list[Token], lexicon: Lexicon) -> tuple[str, str]:
    """The programme of a subject that names several: joined ones by the table, else the last."""
    if len(strong) > 1:
        names = {t[2].programme for t in strong}
        if len(names) > 1:
            gaps = [text[a[1]:b[0]] for a, b in zip(strong, strong[1:])]
            if all(gap and any(c in _JOIN for c in gap) for gap in gaps):
                together = lexicon.together.get(frozenset(names))
                if together:
                    return together, "programmes.yaml#together"
    return _pick(strong[-1])
