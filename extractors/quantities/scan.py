"""Finds the numbers of a text, and says of each whether it is a quantity, a time or nothing to count.

One pass over the normalised text: at each figure the fixed names come first (三重一大), then time expressions,
then the patterns of numbers that are no facts, and what is left is read as number, bound and unit. What the
number is about is decided later, in ``link``.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from ..words.times import BARE_YEAR, Time, match_time
from .amounts import PER, financial, fraction, per_unit, rough, shared_scale, tail
from .brackets import bracketed
from .currency import parts
from .grammar import Grammar
from .lists import between, broken_off, separated, shared
from .numeral_parts import POWERS, shift
from .numerals import scan_number
from .quantity import Quantity, Scan
from .thresholds import drop_thresholds
from .unitless import labelled, unitless

CANDIDATE = re.compile(r"[0-9〇零一二两三四五六七八九十廿卅百千万亿半几数壹贰叁肆伍陆柒捌玖拾佰仟]")
RANGE = re.compile(r"—{1,2}|--?|–|~|～|至|到")
QUOTED = re.compile(
    r"[《〈“「『\"](?:(?<=《)[^《》\n]{1,120}》|(?<=〈)[^〈〉\n]{1,120}〉|(?<=“)[^“”\n]{1,16}”|(?<=「)[^「」\n]{1,16}」"
    r"|(?<=『)[^『』\n]{1,16}』|(?<=\")[^\"\n]{1,16}\")"
)
# “两个并举、两个大力，三条原则”: a slogan that counts itself
SLOGAN = re.compile(r"[“「][^“”「」。\n]{0,60}[”」]")
_ITEM = re.compile(r"[“「，,、；;][两二三四五六七八九十](?=[\u3400-\u9fff])")
_ENUMERATES = re.compile(r"[\u3400-\u9fff]{1,8}、[两二三四五六七八九十]{1,3}[个条所家座处项]")
LINK = re.compile(r"(?:https?://|www\.)[!-~]+|[A-Za-z0-9][\w.+-]*@[\w-]+\.[\w.]+", re.ASCII)
PHONE = re.compile(r"(?<![\d-])0\d{2,3}-\d{7,8}(?!\d)|(?<!\d)1[3-9]\d{9}(?!\d)")
LIST_LABEL = re.compile(r"[0-9一二三四五六七八九十]{1,3}(?:[、)）]|[.．](?!\d))")
_NO_COUNT = frozenset("每第这那前后头")
_CLASSES = frozenset(("类", "款"))  # 二类 before a number is a name
_NUMERALS = frozenset("0123456789一二三四五六七八九十百")
_TAILED = frozenset("成倍")
_YUAN = frozenset(("元", "块", "圆"))
_SCALES = frozenset("百千万亿")
_SCALE_ALONE = "bounds.yaml#scale-alone"
_BEFORE_MINUS = ("为", "是", "：", ":", "（", "(")
_FINANCIAL = frozenset("壹贰叁肆伍陆柒捌玖拾佰仟")


def scan(text: str, skip: list[tuple[int, int, str]], rules: Grammar) -> Scan:
    """Quantities, times and rejected numbers of ``text``; nothing is looked for in ``skip`` spans (start, end, why)."""
    found = Scan()
    protected = [
        (m.start(), m.end(), "title" if text[m.start()] in "《〈" else "quoted") for m in QUOTED.finditer(text)
    ]
    if "两" in text or "三" in text or "四" in text:
        protected += [
            (at + 1, at + 2, "slogan")
            for m in SLOGAN.finditer(text)
            if len(items := [item.start() for item in _ITEM.finditer(text, m.start(), m.end())]) > 1
            for at in items
        ]
    protected += skip
    if "@" in text or "http" in text or "www" in text:
        protected += [(m.start(), m.end(), "link") for m in LINK.finditer(text)]
    protected += [(m.start(), m.end(), "phone") for m in PHONE.finditer(text)]
    protected.sort()
    scanner = _Scanner(text, rules, found)
    shield, pos = 0, 0
    for candidate in CANDIDATE.finditer(text):
        at = candidate.start()
        if at < pos:
            continue
        while shield < len(protected) and protected[shield][1] <= at:
            shield += 1
        quoted = False
        if shield < len(protected) and protected[shield][0] <= at:
            kind = protected[shield][2]
            if kind != "quoted":
                pos = protected[shield][1]
                found.rejected.append((at, pos, kind))
                continue
            quoted = True
        pos = scanner.read(at, quoted)
    if "以" in text:
        drop_thresholds(text, found, rules)
    return found


class _Scanner:
    """Reads one figure at a time; every method returns where to go on."""

    def __init__(self, text: str, rules: Grammar, found: Scan) -> None:
        self.text = text
        self.rules = rules
        self.found = found

    def read(self, at: int, quoted: bool) -> int:
        text, rules, found = self.text, self.rules, self.found
        first = text[at]
        if (fixed := rules.name_at(text, at)) is not None:
            found.rejected.append((at, *fixed))
            return fixed[0]
        time = match_time(text, at)
        if time is not None:
            if not (quoted and time.grain in ("word",)):
                found.times.append(time)
            return time.end
        if (at == 0 or text[at - 1] in "\n\r") and (label := LIST_LABEL.match(text, at)) is not None:
            found.rejected.append((at, label.end(), "list-label"))
            return label.end()
        for pattern, rule, unless in rules.user_names:
            if (named := pattern.match(text, at)) is not None and not text.endswith(unless, 0, at):
                found.rejected.append((at, named.end(), rule))
                return max(named.end(), at + 1)
        money = rules.currencies.before(text, at)
        if money is not None and (paid := self._money(at, *money)) is not None:
            return paid
        if (
            first == "半"
            and text[at - 1 : at] in ("过", "近")
            and text[at - 2 : at - 1] not in ("间", "务", "双")
            and text[at + 1 : at + 2] in ("，", ",", "。", "；", ";", "的", "、")
        ):
            half = rules.units["%"]
            bound = "over" if text[at - 1] == "过" else "about"
            self._add(at - 1, at + 1, at + 1, Decimal(50), None, None, bound, half[0], "%", half[1])
            return at + 1
        name = rules.name_pattern.match(text, at)
        if (
            name is not None
            and name.lastindex is not None
            and not text.endswith(rules.unless[name.lastindex - 1], 0, at)
        ):
            rule = rules.name_rules[name.lastindex - 1]
            found.rejected.append((at, name.end(), rule))
            return max(name.end(), at + 1)
        if text.startswith(("百分之", "千分之", "万分之"), at):
            return self._percent(at)
        value: Decimal | None
        if first in _FINANCIAL and (banked := financial(text, at)) is not None:
            end, value, bound = banked[0], banked[1], "exact"
        elif (share := fraction(text, at)) is not None:
            return self._share(at, *share)
        elif (number := scan_number(text, at)) is not None:
            end, value, bound = number
            if value is not None and first in _SCALES and not self._scale_alone(at, end, bound):
                found.rejected.append((at, end, "scale"))
                return end
        elif first in _SCALES and (people := self._scale_of_people(at)) is not None:
            return people
        else:
            return at + 1
        if quoted:
            found.rejected.append((at, end, "quoted"))
            return end
        return self._quantity(at, end, value, bound)

    def _share(self, at: int, end: int, value: Decimal | None) -> int:
        """四分之三, as per cent."""
        if value is None:
            self.found.rejected.append((at, end, "fraction"))
        else:
            unit = self.rules.units["%"]
            self._add(at, end, end, value, None, None, "exact", unit[0], "%", unit[1])
        return end

    def _scale_of_people(self, at: int) -> int | None:
        """万名以上残疾人: a scale without a number counts people where a limit stands behind; where to go on."""
        unit = self._unit(at + 1)
        if unit is None or unit[0]["measure"] not in ("persons", "households") or self.text[at - 1 : at] in _NUMERALS:
            return None
        end = at + 1 + len(unit[1])
        if not self.rules.limit_after(self.text, end):
            return None
        self._add(at, end, at + 1, shift(Decimal(1), POWERS[self.text[at]]), None, None, "exact", *unit)
        return end

    def _scale_alone(self, at: int, end: int, bound: str) -> bool:
        """Whether a scale without a number counts: 百余人, 上万人, 近千户; but not 签约亿元以上项目."""
        return bound != "exact" or self.rules.bound_before(self.text, at)[0] is not None

    def _money(self, at: int, start: int, money: tuple[dict[str, Any], str]) -> int | None:
        """A sum with its sign before it: HK$3,050, 人民币20万元, ¥500—800元; where to go on."""
        text = self.text
        banked = financial(text, at) if text[at] in _FINANCIAL else None
        number = (*banked, "exact") if banked is not None else scan_number(text, at)
        if number is None or number[1] is None:
            return None
        end, value, bound = number
        low = high = None
        unit_end = self._money_unit(end)
        separator = RANGE.match(text, unit_end)
        if separator is not None:
            begin = separator.end()
            while text[begin : begin + 1] and not text[begin].isdigit() and begin - separator.end() < 4:
                begin += 1
            sign = self.rules.currencies.before(text, begin)
            second = scan_number(text, begin)
            old_and_new = separator.group() in "至到" and text[start - 1 : start] in ("由", "从") and unit_end == end
            if (
                second is not None
                and second[1] is not None
                and (not old_and_new or "不等" in text[begin : begin + 16])
                and (begin == separator.end() or (sign is not None and sign[0] == separator.end()))
            ):
                low, high = shared_scale(text, end, value, second[0], second[1])
                if low < high:
                    value, bound, end = None, "range", second[0]
                    unit_end = self._money_unit(end)
                else:
                    low = high = None
        rule, name = money
        self._add(start, unit_end, end, value, low, high, bound, rule, "元", name)
        return max(unit_end, self.found.quantities[-1].end)

    def _money_unit(self, end: int) -> int:
        """Where the 元 behind a sum ends, that has its sign before it."""
        unit = self._unit(end)
        return end + len(unit[1]) if unit is not None and unit[0]["measure"] == "amount" else end

    def _percent(self, at: int) -> int:
        text = self.text
        if text.startswith("百分之百", at):
            end, value, bound = at + 4, Decimal(100), "exact"
        else:
            number = scan_number(text, at + 3)
            if number is None or number[1] is None:
                return at + 3
            end, value, bound = number
        form = "‰" if text[at] == "千" else "%"
        if text[at] == "万":
            value /= 100
        unit = self.rules.units[form]
        self._add(at, end, end, value, None, None, bound, unit[0], form, unit[1])
        return end

    def _unit(self, at: int) -> tuple[dict[str, Any], str, str] | None:
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

    def _quantity(self, at: int, end: int, value: Decimal | None, bound: str) -> int:
        text = self.text
        low = high = None
        if value is None and (ends := rough(text, at, end)) is not None:
            low, high = ends
        unit = self._unit(end)
        join = end if unit is None else end + len(unit[1])
        separator = RANGE.match(text, join)
        if (
            separator is not None
            and value is not None
            and (unit is None or separator.group() not in "至到" or self._span_word(at))
        ):
            second = scan_number(text, separator.end())
            if second is not None and second[1] is not None:
                unit2 = self._unit(second[0])
                high_value = second[1]
                if unit2 is not None and (unit is None or unit2[0] is unit[0]):
                    low, high = shared_scale(text, end, value, second[0], high_value)
                    if low < high:
                        unit, end, bound, value = unit2, second[0], "range", None
                    else:
                        low = high = None
        if unit is not None and value is not None and text[at - 2 : at] in ("介于", "处于"):
            span = between(text, join, self._unit)
            if span is not None and span.unit[0] is unit[0] and value < span.value:
                self._add(at, span.end, span.end, None, value, span.value, "range", *span.unit)
                return span.end
        if unit is None:
            if value is not None and (lent := self._lent(at, end, value)) is not None:
                value, (rule, form, name) = lent
                self._add(at, end, end, value, None, None, bound, rule, form, name)
                return end
            return self._without_unit(at, end, value, bound)
        rule, form, name = unit
        unit_end = end + len(form)
        if form == "番" and "翻" not in text[at - 2 : at]:
            self.found.rejected.append((at, unit_end, "small-chinese-numeral"))
            return unit_end
        if form == "块" and self._paid_in_coins(at, unit_end):
            rule, form, name = self.rules.units["块钱"][0], form, self.rules.units["块钱"][1]
        if value is not None and (separated(text, at, end) or broken_off(text, at)):
            self.found.rejected.append((at, unit_end, "two-readings"))
            return unit_end
        if form in _TAILED and value is not None and (more := tail(text, unit_end)) is not None:
            value += more
            unit_end += 1
        if form in _YUAN and value is not None and (coins := parts(text, unit_end)) is not None:
            unit_end, worth = coins
            value += worth
        if value is None and low is None:
            self.found.rejected.append((at, unit_end, "vague"))
            return unit_end
        if not text[at].isdigit() and (
            (form in _CLASSES and text[unit_end : unit_end + 1] in _NUMERALS)  # 二类三百户
            or not self._chinese_counts(at, end, rule, unit_end)
        ):
            self.found.rejected.append((at, unit_end, "small-chinese-numeral"))
            return end
        self._add(at, unit_end, end, value, low, high, "range" if low is not None else bound, rule, form, name)
        return max(self.found.quantities[-1].end, unit_end) if self.found.quantities else unit_end

    def _lent(self, at: int, end: int, value: Decimal) -> tuple[Decimal, tuple[dict[str, Any], str, str]] | None:
        """The unit at the end of the list that the number begins or goes on with: 86、75和91人."""
        lent = shared(self.text, at, end, value, self._unit)
        if lent is None or self.rules.name_pattern.match(self.text, lent.last) is not None:
            return None
        return lent.value, lent.unit

    def _paid_in_coins(self, at: int, end: int) -> bool:
        """Whether 块 is 元 here: behind a word of paying, or in a sentence that counts money already."""
        text, before = self.text, self.found.quantities[-1] if self.found.quantities else None
        if text[end : end + 1] not in ("", *"，,。；;、！!？?的)）”") and not text.startswith("就", end):
            return False
        if text.endswith(self.rules.paying, 0, at):
            return True
        if before is None or before.form not in _YUAN:
            return False
        return at - before.end < 20 and "。" not in text[before.end : at]

    def _span_word(self, at: int) -> bool:
        """A range with a unit on both sides is no 由…至… (an old and a new value)."""
        return self.text[at - 1 : at] not in ("由", "从")

    def _chinese_counts(self, at: int, end: int, rule: dict[str, Any], unit_end: int) -> bool:
        text = self.text
        if end - at > 1:
            return True
        if not rule.get("chinese"):
            return False
        if rule["measure"] == "rate":
            return True
        if text[at] in "十百千万亿":
            return True
        if text[at] != "一":
            return text[at] in "二两三四五六七八九十" and text[at - 1 : at] not in _NO_COUNT
        if (
            text[at - 1 : at] == "、"
            and self.found.quantities
            and self.found.quantities[-1].end < at
            and "\n" not in text[self.found.quantities[-1].end : at]
            and at - self.found.quantities[-1].end < 12
        ):
            return True
        if (
            text[unit_end : unit_end + 1] in ("，", ",", "。", "；", ";", "、")
            and "一" <= text[at - 1 : at] <= "龥"
            and rule["id"] in ("institutions", "pieces")
        ):
            return text[at - 1 : at] not in "每第这那某另同任哪唯之统逐单"
        if _ENUMERATES.match(text, unit_end):
            return True  # 一个机场、五条铁路
        if not rule.get("strict"):
            return False
        return any(text.endswith(verb, 0, at) for verb in self.rules.one_verbs)

    def _negative(self, at: int, measure: str) -> bool:
        """Whether the sign before the number at ``at`` is a minus, and no dash or part of a word."""
        text, before = self.text, self.text[at - 2 : at - 1]
        if text[at - 1] == "负":
            return not text.endswith(self.rules.not_signs, 0, at)
        if before and ((before.isascii() and before not in "(:, ") or before in _NUMERALS):
            return False
        if measure == "rate":
            return bool(before) and before != "\n"
        start = max(text.rfind(stop, 0, at) for stop in "\n。；")
        return before in _BEFORE_MINUS or any(word in text[start + 1 : at] for word in self.rules.signed)

    def _without_unit(self, at: int, end: int, value: Decimal | None, bound: str) -> int:
        text, found, nouns = self.text, self.found, self.rules.nouns
        if (
            value is not None
            and ("）" in text[:at] or ")" in text[:at])
            and (said := bracketed(text, at, end, self.rules.units)) is not None
        ):
            self._add(at, end, end, shift(value, said.power), None, None, bound, said.rule, said.form, said.name)
            quantity = found.quantities[-1]
            quantity.unit, quantity.measure, quantity.label = said.unit, said.measure, said.label
            quantity.scaled = quantity.scaled or said.power > 0
            return end
        if value is not None and (
            (who := nouns.before(text, at) if text[at].isdigit() and (text[end - 1] in _SCALES or end - at > 2) else "")
            or (
                who := nouns.behind(text, end)
                if (bound == "over" or text[end - 1] in _SCALES) and not nouns.paid(text, at)
                else ""
            )
        ):
            rule, name, _ = self.rules.units[who]
            self._add(at, end, end, value, None, None, bound, rule, "", name)
            return end
        if text[at].isdigit() and end - at == 4 and BARE_YEAR.match(text, at) and not labelled(text, at):
            found.times.append(Time(at, end, text[at:end], text[at:end], "year", int(text[at:end])))
            return end
        reading = None if value is None else unitless(text, at, end, value, self.rules.units)
        if reading is None:
            found.rejected.append((at, end, "no-unit"))
            return end
        form, number, rule, name = reading.form, reading.value, reading.rule, reading.name
        self._add(at, reading.end, end, number, None, None, bound, rule, form, name)
        found.quantities[-1].label = reading.label
        return reading.end

    def _add(
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
        left = at
        size = 0
        ground = ("range" if bound == "range" else "numeral", at, number_end)
        if bound != "range":
            word, size = self.rules.bound_before(text, at)
            if word is not None and word[1] == _SCALE_ALONE and text[number_at] not in _SCALES:
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
