"""Writes what a number with its unit was read as into the scan: its sign, the words that bound it, what it is per."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from civx.patterns.kept import compiled

from .amounts import PER, per_unit
from .grammar import Grammar
from .quantity import Quantity, Scan

NUMERALS = frozenset("0123456789一二三四五六七八九十百")
SCALES = frozenset("百千万亿")
_OWN = "元"
_MONEY = ("amount", "standard")
_LED_TO = compiled(r"(?:[（(][^（）()\n]{1,12}[)）])?[\u3400-\u9fff]{0,6}[至到为]")
_SCALE_ALONE = "bounds.yaml#scale-alone"
_BEFORE_NEGATIVE = ("", "\n", " ", *"为是达由从到至，,（(：:、")
_BEFORE_MINUS = ("为", "是", "：", ":", "（", "(")


class Writer:
    """Knows the text and the rules, and puts quantities into ``found``."""

    def __init__(self, text: str, rules: Grammar, found: Scan, local: bool = False) -> None:
        self.text = text
        self.local = local  # whether $ is the money of the text's own place
        self.rules = rules
        self.found = found

    def unit_at(self, at: int) -> tuple[dict[str, Any], str, str] | None:
        """Rule, form and rule name of the unit that begins at ``at``, the longest that fits."""
        text, units = self.text, self.rules.units
        for size in self.rules.unit_sizes.get(text[at : at + 1], ()):
            form = text[at : at + size]
            entry = units.get(form)
            if entry is not None:
                if text.startswith(entry[2], at):
                    continue
                if form in self.rules.currencies.signs and text[at + size : at + size + 1].isdigit():
                    continue  # 李四人民币5000元
                return entry[0], form, entry[1]
        return None

    def add(
        self,
        at: int,
        end: int,
        number_end: int,
        value: Decimal | None,
        low: Decimal | None,
        high: Decimal | None,
        bound: str,
        rule: dict[str, Any],
        form: str,
        name: str,
    ) -> None:
        text = self.text
        measure, unit = rule["measure"], rule["unit"] or form
        if form == _OWN and "home" not in rule and self._goes_on(at):
            unit = self.found.quantities[-1].unit.partition("/")[0]
        trace = [name]
        if "scale" in rule:
            scale = Decimal(rule["scale"])
            value, low, high = (None if n is None else n * scale for n in (value, low, high))
        if measure == "amount":
            per = PER.match(text, end)
            if per is not None:
                unit = per_unit(unit, per.group())
                measure, end = "standard", per.end()
        number_at = at
        if value is not None and text[at - 1 : at] in ("-", "负") and self._negative(at, measure):
            at, value = at - 1, -value
        size = int(measure == "rate" and text[at - 1 : at] == "+" and not text[at - 2 : at - 1].isascii())  # 同比+6.3%
        left = at - size
        ground = ("range" if bound == "range" else "numeral", at, number_end)
        if bound != "range":
            word, length = self.rules.bound_before(text, at)
            size = max(size, length)
            if word is not None and word[1] == _SCALE_ALONE and text[number_at] not in SCALES:
                word, size = None, 0
            if word is not None:
                if bound == "exact" or word[0] in ("over", "at_least", "at_most", "under"):
                    bound = word[0]
                    ground = (word[1], at - size, at)
                trace.append(word[1])
            left = at - size
            after = self.rules.bound_after(text, end)
            if after is not None:
                if bound in ("exact", "about") or (bound == "at_most" and after[0] == "about"):
                    bound = after[0]  # 控制在5.5%左右
                    ground = (after[1], end, end + after[2])
                trace.append(after[1])
        self.found.quantities.append(
            Quantity(
                at,
                end,
                number_end,
                value,
                low,
                high,
                bound,
                measure,
                unit,
                form,
                name,
                left,
                text[number_end - 1] in "万亿",
                trace,
            )
        )
        if bound != "exact":
            self.found.quantities[-1].grounds["bound"] = ground

    def _goes_on(self, at: int) -> bool:
        """Whether the sum at ``at`` is the new value of one in a named money: 由港币3120元调升至3215元."""
        last = self.found.quantities[-1] if self.found.quantities else None
        if last is None or last.form != _OWN or last.unit.startswith(_OWN) or last.measure not in _MONEY:
            return False
        return _LED_TO.fullmatch(self.text, last.end, at) is not None

    def _negative(self, at: int, measure: str) -> bool:
        """Whether the sign before the number at ``at`` is a minus, and no dash or part of a word."""
        text, before = self.text, self.text[at - 2 : at - 1]
        if text[at - 1] == "负":
            told = measure == "rate" or before in _BEFORE_NEGATIVE
            return told and not text.endswith(self.rules.not_signs, 0, at)
        if before and ((before.isascii() and before not in "(:, ") or before in NUMERALS):
            return False
        if measure == "rate":
            return bool(before) and before != "\n"
        start = max(text.rfind(stop, 0, at) for stop in "\n。；")
        return before in _BEFORE_MINUS or any(word in text[start + 1 : at] for word in self.rules.signed)
