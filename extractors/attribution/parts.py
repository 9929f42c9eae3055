"""Which total a number is a part of: 其中, brackets, 剩余, 已整改, 纳入."""

from __future__ import annotations

import re

from ..quantities.quantity import Quantity
from ..words.lexicon import Token, mask
from .context import Context
from .subjects import Left

_PART, _REST, _ENTRY = mask("part"), mask("rest"), mask("entry")
_SIGNS = re.compile("[中：:]")
_AMONG = re.compile("中[，,：:]")  # 420份档案中，缺调查表的37份
_SUBGROUP = mask("subgroup")
_ANY = _PART | _REST | _ENTRY | _SUBGROUP | mask("done", "stop")
_OF_CHANGE = frozenset({"previous", "change"})


class Parts:
    """Follows totals and their parts through the sentences of a paragraph."""

    def __init__(self) -> None:
        self._key: tuple[int, int | None] | None = None
        self._last: list[Quantity] = []

    def read(self, context: Context, lefts: list[Left]) -> None:
        """Sets ``part_of`` of the sentence's quantities; their units and statuses must be known."""
        key = (context.sentence.paragraph, context.section)
        if key != self._key:
            self._key, self._last = key, []
        if (
            not context.brackets
            and not context.bits & _ANY
            and _SIGNS.search(context.text, context.start, context.end) is None
        ):
            self._last = context.quantities[-8:] or self._last
            return
        text = context.text
        modes: list[tuple[str, list[Quantity]]] = []  # how parts were opened, innermost last, and their wholes
        seen: list[Quantity] = []
        at = context.start
        for quantity, left in zip(context.quantities, lefts, strict=True):
            gap = context.between(at, quantity.left)
            between = text[at : quantity.left]
            if ")" in between or "）" in between:
                while modes and modes[-1][0] == "bracket":
                    modes.pop()
            if modes and modes[-1][0] == "part" and ("；" in between or ";" in between):
                modes.pop()
            opener = next((t for t in reversed(gap) if t[2].bits & _PART), None)
            among = _AMONG.search(between) if seen and seen[-1].measure != "rate" else None
            if seen and _opens_bracket(between) and (opener is not None or seen[-1].unit == quantity.unit):
                modes.append(("bracket", seen[-8:]))
            elif seen and between[:1] in ("：", ":") and seen[-1].unit == quantity.unit and opener is None:
                modes = [("colon", seen[-8:])]
            elif among is not None and opener is None:
                modes = [("part", seen[-1:])]
            elif opener is not None:
                if modes and modes[-1][0] != "bracket":
                    modes.pop()
                modes.append(
                    ("colon" if text[opener[1] : opener[1] + 1] in (":", "：") else "part", seen[-8:] or self._last)
                )
            if modes:
                _attach(quantity, modes[-1][1], loose=True)
                quantity.within = quantity.part_of or (
                    modes[-1][1][-1] if quantity.measure == "rate" and modes[-1][1] else None
                )
            elif seen:
                self._without_opener(context, quantity, left, gap, seen)
            seen.append(quantity)
            at = quantity.end
        self._last = seen[-8:] or self._last

    def _without_opener(
        self, context: Context, quantity: Quantity, left: Left, gap: list[Token], seen: list[Quantity]
    ) -> None:
        """Parts that no 其中 announces."""
        last = seen[-1]
        if left.phrase is not None and any(
            t[2].bits & _SUBGROUP and (t[0], t[1]) == left.phrase for t in context.between(*left.phrase)
        ):
            _attach(quantity, [last])
        elif any(t[2].bits & _REST for t in gap):
            if not _adds_up(quantity, seen):
                _attach(quantity, [q.part_of for q in seen[-4:] if q.part_of is not None])
        elif _elliptical(context, quantity, left) or _done(quantity, last, gap):
            _attach(quantity, [last])
        elif any(t[2].bits & _ENTRY for t in gap) or (quantity.left == last.end and last.part_of is not None):
            low = context.segment(quantity.start)
            _attach(quantity, [q for q in seen[-8:] if q.start >= low and q.part_of is None])


def _adds_up(quantity: Quantity, seen: list[Quantity]) -> bool:
    """收到9条建议，采纳6条，其余3条: the rest and the part before it make the whole before them."""
    same = [q for q in seen[-4:] if q.unit == quantity.unit and q.value is not None]
    if (
        len(same) < 2
        or quantity.value is None
        or same[-1].value is None
        or same[-2].value != same[-1].value + quantity.value
    ):
        return False
    quantity.part_of = same[-2]
    same[-1].part_of = same[-1].part_of or same[-2]
    return True


def _elliptical(context: Context, quantity: Quantity, left: Left) -> bool:
    """目前3所已投用 after 新建7所敬老院: a number with no noun of its own and a verb behind it."""
    return (
        left.phrase is None
        and quantity.measure == "count"
        and context.text.startswith(("已", "正在", "均已", "完成"), quantity.end)
    )


def _done(quantity: Quantity, last: Quantity, gap: list[Token]) -> bool:
    """隐患58处，已整改47处: what of the number right before is done."""
    return (
        quantity.left - last.end <= 6
        and quantity.measure in ("count", "households", "persons", "amount")
        and any(t[2].text in ("已", "现已", "已经", "已完成", "目前已") for t in gap)
    )


def _attach(quantity: Quantity, wholes: list[Quantity], loose: bool = False) -> None:
    """Makes the nearest whole of the same unit the total; of counts, failing that, the nearest count."""
    if quantity.measure in ("rate", "standard") or quantity.status in _OF_CHANGE:
        return
    same = [
        w for w in wholes if w.unit == quantity.unit and w.measure == quantity.measure and w.status not in _OF_CHANGE
    ]
    if not same and loose and quantity.measure in ("count", "households") and wholes and wholes[-1].measure == "count":
        same = wholes[-1:]
    if same:
        big = same[-1].value if same[-1].value is not None else same[-1].high
        small = quantity.value if quantity.value is not None else quantity.high
        if big is None or small is None or small <= big:
            quantity.part_of = same[-1]


def _opens_bracket(between: str) -> bool:
    return max(between.rfind("("), between.rfind("（")) > max(between.rfind(")"), between.rfind("）"))
