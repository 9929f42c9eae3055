"""Which programme a number is about: its own words first, then its clause, its sentence, its headings."""

from __future__ import annotations

from itertools import pairwise

from ..model import Document
from ..quantities.quantity import Quantity
from ..words.lexicon import Lexicon, Token, mask
from .context import Context
from .subjects import Phrase

_JOIN = frozenset("、和及与或,，")
OTHER = "其他"
_VAGUE = "社会救助"
_SERVE, _SERVED, _PURPOSE = mask("serve"), mask("served"), mask("purpose", "cut")


class Topics:
    """Programmes of headings and of the sentences before, looked up when a number's own sentence says nothing."""

    def __init__(self, text: str, document: Document, lexicon: Lexicon) -> None:
        self._text = text
        self._document = document
        self._lexicon = lexicon
        self._headings: dict[int, tuple[str, str, bool]] = {}
        self._titles: dict[int, tuple[str, str]] = {}
        self._spoken: dict[int, tuple[str, str]] = {}

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

    def title_areas(self, section: int, subject: str) -> list[Token]:
        """The words for urban and rural in a heading that names ``subject`` itself."""
        title = self._document.sections[section].title
        if subject not in title:
            return []
        return [t for t in self._lexicon.scan(title, 0, len(title)) if t[2].area]

    def near(self, context: Context, own_field: bool) -> tuple[str, str]:
        """The programme of the item's own heading, else what the paragraph spoke of last; "" where neither says."""
        section = context.section
        if section is not None:
            programme, rule, weak = self.heading(section)
            if programme and not weak:
                return programme, rule
        at = context.index - 1
        sentences, own = self._document.sentences, context.sentence
        while at >= 0 and sentences[at].paragraph == own.paragraph and sentences[at].section == section:
            programme, rule = self._said(at)
            if programme and not (own_field and programme == OTHER):
                return programme, rule
            at -= 1
        return "", ""

    def _said(self, at: int) -> tuple[str, str]:
        """The last programme that sentence number ``at`` names."""
        found = self._spoken.get(at)
        if found is None:
            sentence = self._document.sentences[at]
            found = ("", "")
            for token in reversed(self._lexicon.scan(self._text, sentence.start, sentence.end)):
                if token[2].programme and not token[2].weak and not token[2].group:
                    found = token[2].programme, token[2].programme_rule
                    break
                if token[2].programme == OTHER and not found[0]:
                    found = OTHER, token[2].programme_rule
            self._spoken[at] = found
        return found

    def fallback(self, section: int | None, report: int) -> tuple[str, str]:
        """The programme of the nearest heading that names one, else of the report's title; 其他 where none does."""
        weak: tuple[str, str] | None = None
        at = section
        while at is not None:
            programme, rule, is_weak = self.heading(at)
            if programme and not is_weak:
                return programme, rule
            if programme and weak is None:
                weak = programme, rule
            at = self._document.sections[at].parent
        return weak or self.title(report)

    def title(self, report: int) -> tuple[str, str]:
        """The programme that a report's title names: 殡仪馆2022年工作总结."""
        found = self._titles.get(report)
        if found is None:
            title = self._document.reports[report].title
            terms = [t[2] for t in self._lexicon.scan(title, 0, len(title)) if t[2].programme]
            terms = [t for t in terms if not t.weak] or terms
            found = self._titles[report] = (terms[0].programme, terms[0].programme_rule) if terms else (OTHER, "")
        return found


def choose(
    context: Context, quantity: Quantity, phrases: list[Phrase], inherited: Quantity | None, limit: int, topics: Topics
) -> tuple[str, str]:
    """Programme of ``quantity`` and the rule that gave it.

    ``phrases`` are the stretches that make its subject; ``inherited`` is the quantity whose subject it takes over;
    ``limit`` is where the words that name its subject end.
    """
    text, lexicon, previous = context.text, context.lexicon, quantity.previous
    strong: list[Token] = []
    for start, end in phrases:
        strong += context.named(start, end)
    whole = quantity.part_of or quantity.within
    if whole is not None and inherited is not None and inherited.programme:
        whole = inherited
    if whole is not None and whole.programme and all(t[2].group for t in strong):
        return whole.programme, "part"
    right = [] if text.startswith("、", quantity.end) else context.named(quantity.end, quantity.right)
    if right and strong and _served(quantity):
        outside = [t for t in right if not any(s <= t[0] < e for s, e in phrases)]
        if outside and any(t[2].bits & _SERVE for t in context.between(quantity.end, outside[-1][0])):
            return _pick(outside[-1])
    if strong:
        return joined(text, strong, lexicon)
    if previous is not None and (both := _both(context, quantity, previous)):
        return both, "programmes.yaml#together"
    own = context.named(quantity.own, max(quantity.own, limit))
    if own:
        return joined(text, own, lexicon)
    if right:
        return _pick(right[-1] if _served(quantity) else right[0])
    if inherited is not None and inherited.programme:
        return inherited.programme, "inherited"
    return _by_surroundings(context, quantity, phrases, limit, topics)


def _by_surroundings(
    context: Context, quantity: Quantity, phrases: list[Phrase], limit: int, topics: Topics
) -> tuple[str, str]:
    """The programme of a number whose own words name none outright: its sentence's, its paragraph's, its headings'."""
    lexicon, previous = context.lexicon, quantity.previous
    vague = [t for s, e in phrases for t in context.between(s, e) if t[2].programme]
    base = topics.fallback(context.section, context.sentence.report)
    own_field = base[0] != OTHER  # under a heading of civil affairs a school or a road is not what the number is about
    weak = [t for t in vague if t[2].programme != _VAGUE and not (own_field and t[2].programme == OTHER)]
    low = context.segment(quantity.start)
    if not weak:
        if previous is not None and previous.start >= low and previous.programme:
            between = context.named(previous.end, limit)
            return _pick(between[-1]) if between else (previous.programme, "previous")
        if found := context.named(low, limit):
            return _pick(found[-1])
        if (pair := _paired(context, quantity)) is not None:
            return pair
        if found := context.named(context.start, low):
            return _pick(found[-1])
    elif any(t[2].programme == weak[-1][2].programme for t in context.strong):
        return _pick(weak[-1])
    programme, rule = topics.near(context, own_field)
    if programme and own_field and base == topics.title(context.sentence.report):
        programme, rule = base  # a home's or a station's own report: what it is speaks before what it spoke of last
    if programme and (not vague or weak or programme in lexicon.relief):
        return programme, rule
    if weak:
        return _pick(weak[-1])
    if programme:
        return _pick(vague[-1])
    programme, rule = base
    if programme == OTHER and not vague and (later := context.named(quantity.end, context.end)):
        return _pick(later[0])  # 办理成立登记17家，…，社会组织结构持续优化
    if programme == OTHER and (found := vague or [t for t in context.programmes if t[0] < quantity.start]):
        return _pick(found[-1])
    return programme, rule


def _paired(context: Context, quantity: Quantity) -> tuple[str, str] | None:
    """The programme of the clause that goes on from this number: 投入9.6万元，为25户…安装扶手."""
    start = quantity.clause_end + 1
    if start >= context.end or context.text[start - 1] not in "，,":
        return None
    end = context.clause(start)[1]
    tokens = context.between(start, end)
    if not tokens or tokens[0][0] != start or not tokens[0][2].bits & _PURPOSE:
        return None
    found = context.named(start, end)
    return _pick(found[-1]) if found else None


def _pick(token: Token) -> tuple[str, str]:
    return token[2].programme, token[2].programme_rule


def _served(quantity: Quantity) -> bool:
    """Whether the number counts who is served: 为25户低保家庭安装扶手 is about the conversion."""
    return any(t[2].bits & _SERVED for t in quantity.tokens)


def _both(context: Context, quantity: Quantity, previous: Quantity) -> str:
    """What holds both of two groups joined right before an amount: 孤儿12名、事实无人抚养儿童40名，发放生活费…"""
    before = previous.previous
    if (
        quantity.measure != "amount"
        or before is None
        or before.unit != previous.unit
        or before.clause_start != previous.clause_start
        or "、" not in context.text[before.end : previous.left]
    ):
        return ""
    return context.lexicon.together((before.programme, previous.programme))


def joined(text: str, strong: list[Token], lexicon: Lexicon) -> tuple[str, str]:
    """The programme of a subject that names several: joined ones by the table, else the last."""
    benefits = [t for t in strong if not t[2].group]
    strong = benefits or strong
    if len(strong) > 1:
        names = {t[2].programme for t in strong}
        if len(names) > 1:
            gaps = [text[a[1] : b[0]] for a, b in pairwise(strong)]
            if all(gap and any(c in _JOIN for c in gap) for gap in gaps):
                together = lexicon.together(names)
                if together:
                    return together, "programmes.yaml#together"
    return _pick(strong[-1])
