"""What each number counts or pays: the noun phrase that an analyst would type as the row's name.

A number's own words may name it wholly (结婚登记820对), only in part (城市85户, 退出12人, 床位200张) or not at all;
what they lack comes from what was named before (attribution.antecedents), and the parts are put together
(attribution.names).
"""

from __future__ import annotations

from ..quantities.quantity import Quantity
from ..words.terms import mask
from .antecedents import Memory
from .context import Context
from .lacking import Lacking
from .names import Name, take_apart, with_attribute
from .nouns import Nouns
from .phrases import Left, Phrase, clean, left_phrase
from .settling import Settling, Source, in_all
from .stretches import Own, own_words
from .told import Told
from .wholly import Wholly

_EACH = mask("each")


class Subjects:
    """Names the quantities of one report, sentence by sentence in text order."""

    def __init__(self, memory: Memory, nouns: Nouns) -> None:
        self._memory = memory
        self.nouns = self._nouns = nouns
        self._settling = Settling(memory, nouns)
        self._lacking = Lacking(self._settling)
        self._wholly = Wholly(self._settling, self._lacking)

    def enter(self, context: Context) -> None:
        """Begins a sentence."""
        self._memory.enter(context)

    def read(self, context: Context, quantity: Quantity, before: Left) -> Source:
        """Decides the subject; returns what it was read from."""
        if quantity.named:
            return self._settling.settle(context, quantity, [], Name(base=quantity.named), None)
        if quantity.label is not None:
            return self._settling.settle(context, quantity, [quantity.label], None, None)
        if context.brackets and self._nouns.level_mark.search(context.text, quantity.own, quantity.left) is not None:
            quantity.trace.append(self._nouns.rules["level-mark"])
        before = self._label_before(context, _bracketed(context, quantity, before))
        own = own_words(context, self._nouns, quantity, before)
        dealt = self._dealt(context, quantity, own)
        if dealt is not None:
            return dealt
        return self._wholly.read(context, quantity, own) or self._lacking.composed(context, quantity, own)

    def _same_money(self, quantity: Quantity, words: str, told: Told) -> bool:
        """低保金1.9亿元、特困供养金0.8亿元，两项资金分别增长…: the word for all of it adds nothing to each."""
        return quantity.measure == "rate" and told.sort == "money" == self._nouns.sort(words)[0]

    def _behind_places(self, context: Context, quantity: Quantity, own: Own) -> Source | None:
        """甲镇、乙镇的站点分别开展个案服务26例和19例: places are dealt, and what is counted stands behind 分别."""
        deal = quantity.deal
        if deal is None or quantity.item is None or not _elsewhere(context, quantity.item):
            return None
        named = own.reading is not None and own.reading.form == "noun" and bool(own.left)
        if named and own.left[0][0] > deal.items[-1][1] and own.before.verb is None:
            past = deal.tail or deal.rest or deal.items[-1]
            return self._settling.settle(context, quantity, own.left, None, None) if own.left[0][0] >= past[1] else None
        before = quantity.previous
        if own.left or before is None or before.deal is not deal or "subject" not in before.decisions:
            return None
        first = self._memory.of(before)
        if first is None or before.decisions["subject"].winner.start <= deal.items[-1][1]:
            return None
        return self._settling.settle(context, quantity, (), first.name, first)

    def _label_before(self, context: Context, left: Left) -> Left:
        """第一类（一级残疾）60元: the bracket behind a label only says what it stands for."""
        if left.phrase is None or not context.brackets or context.text[left.phrase[1] - 1] not in ")）":
            return left
        text, (start, end) = context.text, left.phrase
        opening = max(text.rfind("(", start, end), text.rfind("（", start, end))
        if opening <= start or self._nouns.read(clean(text[start:opening])).form != "label":
            return left
        return Left((start, opening), left.tails, left.verb, left.limit, left.verbal)

    def _dealt(self, context: Context, quantity: Quantity, own: Own) -> Source | None:
        """The item that a 分别 deals it, with what all items share; or what it shares a construction with."""
        deal, source, reading = quantity.deal, quantity.shares, own.reading
        told = self._memory.of(source) if source is not None else None
        form = reading.form if reading is not None else ""
        if told is not None and own.right is None:
            rest = deal.rest if deal is not None and not own.left else None
            if rest is not None:
                words = clean(context.text[slice(*rest)])
                kind = self._nouns.read(words).form if words else ""
                if kind == "attribute" and self._same_money(quantity, words, told):
                    return self._settling.settle(context, quantity, (), told.name, told)
                if kind == "attribute":
                    return self._settling.settle(context, quantity, [rest], with_attribute(words, told.name), told)
                if kind == "noun" and not reading and not _only_done(self._nouns, words, quantity, told):
                    return self._settling.settle(context, quantity, [rest], None, None)
            if form == "attribute" and self._same_money(quantity, own.words, told):
                return self._settling.settle(context, quantity, (), told.name, told)
            if form == "attribute":
                return self._settling.settle(context, quantity, own.left, with_attribute(own.words, told.name), told)
            done = form == "noun" and _only_done(self._nouns, own.words, quantity, told)
            if form in ("", "act", "per", "vague") or done:
                name = told.name._replace(gain="") if in_all(context, quantity, self._nouns) else told.name
                return self._settling.settle(context, quantity, (), name, told)
        if deal is None or quantity.item is None or told is not None:
            return None
        if (behind := self._behind_places(context, quantity, own)) is not None:
            return behind
        pieces = [p for p in (deal.tail, deal.rest) if p is not None and p[1] > quantity.item[1]]
        if not deal.names[0] or _elsewhere(context, quantity.item):
            words = "".join(clean(context.text[s:e]) for s, e in pieces)
            reading = self._nouns.read(words)
            if reading.form in ("empty", "carry"):
                return None  # 可结合实际分别执行540元、520元
            if reading.form == "noun":
                return self._settling.settle(context, quantity, pieces, None, None)
            return self._lacking.by_form(context, quantity, reading, tuple(pieces), words)
        at = deal.items.index(quantity.item) if quantity.item in deal.items else -1
        item = deal.names[at] if at >= 0 else clean(context.text[slice(*quantity.item)])
        head = clean(context.text[slice(*deal.head)]) if deal.head is not None else ""
        words = head + item + "".join(clean(context.text[s:e]) for s, e in pieces)
        phrases = [p for p in (deal.head, quantity.item, *pieces) if p is not None]
        reading = self._nouns.read(words)
        label = self._nouns.label_prefix(words)
        if label and self._nouns.read(words[len(label) :]).form in ("attribute", "per"):
            return self._lacking.owned.labelled(context, quantity, phrases, label, words[len(label) :])
        if reading.form in ("noun", "vague", "carry", "empty"):
            return self._settling.settle(context, quantity, phrases, take_apart(words, self._nouns), None)
        return self._lacking.by_form(context, quantity, reading, tuple(phrases), words)


def _only_done(nouns: Nouns, words: str, quantity: Quantity, told: Told) -> bool:
    """培训护理员900人次、照护者1800人次，实际培训分别为874人次、1655人次: what is done with what the others count."""
    of = told.quantity
    return of is not None and of.unit == quantity.unit and nouns.sort(words)[0] == "event" != told.sort


def _elsewhere(context: Context, item: Phrase) -> bool:
    """Whether an item of a list is a place or a time, and so no part of the subject."""
    return any(p.start <= item[0] < p.end and item[1] <= p.end + 1 for p in context.places) or any(
        t.start <= item[0] < t.end for t in context.times
    )


def _bracketed(context: Context, quantity: Quantity, left: Left) -> Left:
    """社会团体(37家): what a number alone in brackets counts stands before them."""
    text = context.text
    if left.phrase is None and text[_before_each(context, quantity) - 1] in ")）":
        return _past_bracket(context, quantity, left)
    end = quantity.left - 1
    if left.phrase is not None or text[end : quantity.left] not in ("(", "（") or end <= context.start:
        return left
    previous = quantity.previous
    start, _ = context.clause(end)
    start = max(start, previous.end if previous else start, text.rfind("、", start, end) + 1)
    if previous is not None and not text[previous.end : end].strip("、)） "):
        return left
    return left_phrase(context, start, end) if start < end else left


def _before_each(context: Context, quantity: Quantity) -> int:
    """第二类（三级残疾）每人每月60元: where the words begin that say per whom, if they stand right before."""
    end = quantity.left
    for token in reversed(quantity.tokens):
        if token[1] != end or not token[2].bits & _EACH:
            break
        end = token[0]
    return end


def _past_bracket(context: Context, quantity: Quantity, left: Left) -> Left:
    """试点补助（清溪、康桥社区）20万元: what a number counts stands before the bracket between."""
    text, previous = context.text, quantity.previous
    low = max(context.start, previous.end if previous is not None else context.start)
    end = max(text.rfind("(", low, quantity.left), text.rfind("（", low, quantity.left))
    if end <= low:
        return left
    start = max(context.clause(end)[0], low)
    return left_phrase(context, start, end) if start < end else left
