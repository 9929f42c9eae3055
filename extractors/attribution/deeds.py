"""Numbers of one noun in one sentence, which only what is done tells apart.

53个重大项目建成投运，179个重大项目开工; 新开工晏林路等2个项目，建成青阳桥等5个项目. Either the words behind the noun
say what the counted did, or the verb that opens the number's own clause says what was done with them.
"""

from __future__ import annotations

from ..quantities.quantity import Quantity
from ..words.terms import mask
from .context import Context
from .names import Name
from .nouns import Nouns
from .phrases import Phrase, clean
from .settling import clause_end
from .stretches import Own
from .told import Told

_BEHIND = mask("cut", "head", "verb", "new", "stop", "done")
_OPENS = mask("cut", "head", "verb", "new")
_LONGEST = 14
_PART = mask("part")
_COPULAS = ("为", "是")


def deed_of(
    context: Context, nouns: Nouns, quantity: Quantity, noun: Phrase, named: bool
) -> tuple[list[Phrase], Name] | None:
    """The pieces and the name of a number whose noun others of the sentence have as well; None where none does.

    ``named`` says that words before the number name it, too.
    """
    if not _has_sibling(context, quantity, context.text[slice(*noun)]):
        return None
    text, words = context.text, clean(context.text[slice(*noun)])
    such = text.endswith(nouns.words["such"], quantity.own, quantity.left)
    if named and not such:
        return None  # 现代煤化工、中科生物制造2个平台
    stop = clause_end(text, noun[1], quantity.right)
    told = clean(text[noun[1] : stop])
    if 2 <= len(told) <= _LONGEST and any(t[2].free & _BEHIND for t in context.between(noun[1], stop)):
        quantity.trace.append(nouns.rules["predicate"])
        return [noun, (noun[1], stop)], Name(told, "", words)
    start = _opening(context, quantity)
    end = start + len(nouns.gain_of(text[start : quantity.left]))
    for token in quantity.tokens:
        if token[0] == end and token[2].free & _OPENS:
            end = token[1]
    if end < quantity.left and not such:
        return None
    return ([(start, end), noun], Name(text[start:end], "", words)) if end > start else None


def done_by(
    context: Context, nouns: Nouns, quantity: Quantity, own: Own, told: Told
) -> tuple[Phrase, Name] | None:
    """培育案例173项，82项获省级认可: what some of the counted did, with their name; None where nothing says it."""
    other, start = told.quantity, quantity.end
    if other is None or other.start < context.start or quantity.measure != "count":
        return None
    alike = other.unit == quantity.unit or (other.measure == "count" and quantity.bits & _PART)
    if not alike or other.value == quantity.value:
        return None
    copula = next((w for w in nouns.words["stands"] if context.text.startswith(w, start)), "")
    if copula in _COPULAS:
        start += len(copula)  # 56项为全国首创
    elif own.verb is None or (own.verb[0] != start and context.text[start : own.verb[0]] not in nouns.words["ongoing"]):
        return None
    stop = clause_end(context.text, start, quantity.right)
    words = clean(context.text[start:stop])
    if (ongoing := next((w for w in nouns.words["ongoing"] if words.startswith(w)), "")) and own.verb is not None:
        quantity.trace.append(nouns.rules["ongoing"])
        words = words[len(ongoing) :]
    if not 3 <= len(words) <= _LONGEST or nouns.sort(words)[0] in ("facility", "thing", "event"):
        return None  # a noun that begins like a verb
    quantity.trace.append(nouns.rules["predicate"])
    return (start, stop), Name(words, told.name.label, told.name.base)


def _opening(context: Context, quantity: Quantity) -> int:
    start = quantity.own
    while start < quantity.left and context.text[start] in " 　、，,":
        start += 1
    return start


def _has_sibling(context: Context, quantity: Quantity, noun: str) -> bool:
    """Whether another number of the sentence, with the same unit, has the same noun behind it."""
    return any(
        other is not quantity
        and other.unit == quantity.unit
        and other.value != quantity.value
        and context.text.startswith(noun, other.end)
        for other in context.quantities
    )
