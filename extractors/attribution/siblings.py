"""What a number's noun leaves out because a sibling before it, or the total it is a part of, has said it.

城市特困人员基本生活标准每月1000元，农村特困人员800元; 补助资金3600万元，其中新建项目2100万元: the noun says who or
what, the unit asks for money, and the head noun is the sibling's or that of the total.
"""

from __future__ import annotations

from ..quantities.quantity import Quantity
from .antecedents import Memory
from .context import Context
from .names import Name, joined
from .nouns import Nouns
from .settling import Settling
from .stretches import Own
from .told import Told

_MONEY = frozenset({"amount", "standard"})
_OWNERS = frozenset({"people", "household", "facility"})
_MOST = 6  # numbers back
_NAMES = 4  # characters of a programme's name
_SHARED = 2  # characters that both names end in before the head


class Siblings:
    """Finds the head noun that a name lacks."""

    def __init__(self, settling: Settling) -> None:
        self._settling = settling
        self._memory: Memory = settling.memory
        self._nouns: Nouns = settling.nouns

    def lent(self, context: Context, quantity: Quantity, own: Own) -> Name | None:
        """The whole name; None where the noun lacks no head."""
        if quantity.measure not in _MONEY or own.right is not None:
            return None
        before, part = quantity.previous, self._settling.is_part(context, quantity)
        if own.words.endswith(self._nouns.words["paid"]):
            if part:
                quantity.trace.append(self._nouns.rules["paid"])
            return None
        sort = self._nouns.sort(own.words)[0]
        for _ in range(_MOST):
            if before is None or before.start < context.start:
                return None
            told = self._memory.of(before)
            if told is not None and before.measure in _MONEY:
                head = self._head(told.name, own.words, sort)
                if not head and part and not told.part and before.measure == quantity.measure == "amount":
                    head = self._head_of_total(told, own.words, sort)
                    if not head:
                        return None
                if not head and told.labelled and sort == "people" and self._nouns.sort(told.name.base)[0] == "money":
                    head = told.name.base + told.name.attribute  # 80—89周岁高龄津贴, then 百岁老人
                if head:
                    return Name("", "", joined(own.words, head))
            before = before.previous
        return None

    def _head_of_total(self, told: Told, words: str, sort: str) -> str:
        """补助资金 of 农村幸福院建设补助资金, for 新建项目."""
        if sort not in ("facility", "people", "household", "event", "") and len(words) > _NAMES:
            return ""
        return self._nouns.attribute_of(told.name.text())

    def _head(self, name: Name, words: str, sort: str) -> str:
        """基本生活标准 of 城市特困人员基本生活标准, for 农村特困人员."""
        whole = name.label + name.base + name.attribute
        at = whole.rfind(words[-_SHARED:])
        head = whole[at + _SHARED :] if at >= 0 else ""
        if len(head) >= _SHARED and self._nouns.sort(head)[0] == "money":
            return head
        attribute, sorts = name.attribute, self._nouns
        alike = attribute and sort in _OWNERS and sorts.sort(name.thing())[0] == sort
        if alike and sorts.sort(attribute)[0] == "money":
            return attribute
        return ""
