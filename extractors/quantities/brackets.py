"""Units that stand in brackets before their numbers: 养老床位（张）：3812, （元/人·月）：全护理1200，半护理600."""

from __future__ import annotations

from typing import Any, NamedTuple

from civx.patterns.kept import compiled

from .amounts import PER, per_unit
from .numeral_parts import POWERS

Units = dict[str, tuple[dict[str, Any], str, tuple[str, ...]]]

_OWN = compiled(r"[（(]([^()（）\n\d]{1,12})[）)][ \t]*[:：为]?[ \t]*[-+]?$")
_SHARED = compiled(r"[（(]([^()（）\n\d]{1,12})[）)][ \t]*[:：]([^。；;\n：:（(]{1,120})$")
_ENDS = ("，", ",", "。", "；", ";", "、", "", "\n", "\r", " ", "\t", "（", "(", "）", ")", "|")
_LABEL_WALLS = compiled(r"[。；;，,、：:\n\r\t|（(）)]|[ 　]{2,}")
_NUMBERED = compiled(r"[ \t　]*(?:\d{1,2}[.、．]|[一二三四五六七八九十]{1,3}、)?[ \t　]*")
_LONGEST = 160


class Bracketed(NamedTuple):
    """The unit that brackets before a number give it, and the label before the brackets, where it is its own."""

    rule: dict[str, Any]
    form: str
    name: str
    power: int  # of ten: 4 of 万元
    unit: str
    measure: str
    label: tuple[int, int] | None


def bracketed(text: str, at: int, end: int, units: Units) -> Bracketed | None:
    """What the number [at, end) without a unit counts by the brackets before it; None where they do not say."""
    if text[end : end + 1] not in _ENDS:
        return None
    low = max(text.rfind("\n", max(0, at - _LONGEST), at) + 1, at - _LONGEST, 0)
    if text.rfind("）", low, at) < 0 and text.rfind(")", low, at) < 0:
        return None
    own = _OWN.search(text, low, at)
    if own is not None:
        start = max((mark.end() for mark in _LABEL_WALLS.finditer(text, low, own.start())), default=low)
        numbered = _NUMBERED.match(text, start, own.start())
        start = numbered.end() if numbered else start
        return _unit(own[1], units, (start, own.start()) if own.start() > start else None)
    shared = _SHARED.search(text, low, at)
    if shared is None or not "\u3400" <= text[at - 1] <= "\u9fff":
        return None
    return _unit(shared[1], units, None)


def _unit(form: str, units: Units, label: tuple[int, int] | None) -> Bracketed | None:
    form = form.strip().removeprefix("单位：").removeprefix("单位:")
    power = 0
    while form not in units and form[:1] in POWERS:
        power += POWERS[form[0]]
        form = form[1:]
    if form in units:
        rule, name, _ = units[form]
        return Bracketed(rule, form, name, power, rule["unit"] or form, rule["measure"], label)
    money = units.get(form[:1])
    if money is not None and money[0]["measure"] == "amount" and PER.fullmatch(form, 1) is not None:
        unit = per_unit(money[0]["unit"], form[1:])
        return Bracketed(money[0], form[:1], money[1], power, unit, "standard", label)
    return None
