"""Numbers in forms of their own: shares, sums with their sign before them, scales alone, single Chinese numerals."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, NamedTuple

from civx.patterns.kept import compiled

from .amounts import financial, shared_scale
from .decimals import shift
from .lists import Unit
from .numeral_parts import POWERS
from .numeral_parts import Scan as Number
from .numerals import scan_number
from .writing import NUMERALS, Writer

RANGE = compiled(r"(?:[（(]含[）)])?(?:—{1,2}|--?|–|~|～|至|到)")
FINANCIAL = frozenset("壹贰叁肆伍陆柒捌玖拾佰仟")
FINANCIAL_SCALES = frozenset("拾佰仟")
LETTERS = {"k": 3, "w": 4}
FAR = 3  # a range whose ends are more times apart is none behind a word of change (增加$105至$2,390)
YUAN = frozenset(("元", "块", "圆"))
_NO_COUNT = frozenset("每第这那前后头")
_ENUMERATES = compiled(r"[\u3400-\u9fff]{1,8}、[两二三四五六七八九十]{1,3}[个条所家座处项]")


class Range(NamedTuple):
    """A range: its ends, its unit, and where its second number ends."""

    low: Decimal
    high: Decimal
    unit: Unit
    end: int


class Forms(Writer):
    """Reads such a number at a figure; the methods that return an offset return where to go on."""

    def numeral(self, at: int) -> Number | None:
        """The number at ``at``, a banker's or one with a power of ten by letter too: 三仟, 15k, 20w."""
        text = self.text
        if text[at : at + 1] in FINANCIAL or text[at + 1 : at + 2] in FINANCIAL_SCALES:
            banked = financial(text, at)
            if banked is not None:
                return *banked, "exact"
        number = scan_number(text, at)
        if number is None or number[1] is None:
            return number
        power = LETTERS.get(text[number[0] : number[0] + 1].lower())
        if power is None or (text[number[0] + 1 : number[0] + 2].isascii() and text[number[0] + 1].isalnum()):
            return number
        if power == LETTERS["k"] and self.unit_at(number[0] + 1) is None:
            return number  # 5k may be five kilometres
        return number[0] + 1, shift(number[1], power), number[2]

    def range_from(self, at: int, end: int, value: Decimal, unit: Unit | None) -> Range | None:
        """The range that the number [at, end), with its unit if it has one, begins: 80至100万元, 3元—5元.

        A unit of its own ends the first number's scale (1元至3万元). Without any unit it may be one of people.
        """
        text = self.text
        separator = RANGE.match(text, end if unit is None else end + len(unit[1]))
        if separator is None:
            return None
        to = separator.group() in "至到"
        if unit is not None and to and text[at - 1 : at] in ("由", "从"):
            return None  # an old and a new value
        second = self.numeral(separator.end())
        if second is None or second[1] is None:
            return None
        last, high = second[0], second[1]
        low = value if unit is not None else shared_scale(text, at, end, value, last, high)[0]
        if low >= high:
            return None
        own = self.unit_at(last)
        if own is not None and (unit is None or own[0] is unit[0]):
            moved = to and high > low * FAR and text.endswith(self.rules.moved, 0, at)
            return None if moved else Range(low, high, own, last)
        if unit is None and own is None and text[last - 1] in "万亿" and (who := self.rules.nouns.before(text, at)):
            rule, name, _ = self.rules.units[who]
            return Range(low, high, (rule, "", name), last)  # 人口由50—60万
        return None

    def share(self, at: int, end: int, value: Decimal | None) -> int:
        """四分之三, as per cent."""
        if value is None:
            self.found.rejected.append((at, end, "fraction"))
        else:
            unit = self.rules.units["%"]
            self.add(at, end, end, value, None, None, "exact", unit[0], "%", unit[1])
        return end

    def percent(self, at: int) -> int:
        """百分之三十, 千分之五, 百分之三至五, 百分之百; where to go on."""
        text, share = self.text, self.text[at : at + 3]
        number = (at + 4, Decimal(100), "exact") if text.startswith("百分之百", at) else scan_number(text, at + 3)
        if number is None or number[1] is None:
            return at + 3
        end, _, bound = number
        form = "‰" if text[at] == "千" else "%"
        unit = self.rules.units[form]
        power = -2 if text[at] == "万" else 0
        separator = RANGE.match(text, end)
        if separator is not None and text[at - 1 : at] not in ("由", "从"):
            begin = separator.end() + (3 if text.startswith(share, separator.end()) else 0)
            second = scan_number(text, begin)
            closed = second is not None and self.unit_at(second[0]) is None
            if second is not None and second[1] is not None and closed and number[1] < second[1]:
                low, high = shift(number[1], power), shift(second[1], power)
                self.add(at, second[0], second[0], None, low, high, "range", unit[0], form, unit[1])
                return second[0]
        self.add(at, end, end, shift(number[1], power), None, None, bound, unit[0], form, unit[1])
        return end

    def money(self, at: int, start: int, money: tuple[dict[str, Any], str]) -> int | None:
        """A sum with its sign before it: HK$3,050, 人民币20万元, ¥500—800元; where to go on."""
        text = self.text
        number = self.numeral(at)
        if number is None or number[1] is None:
            return None
        value: Decimal | None
        end, value, bound = number
        first = number[1]
        low = high = None
        unit_end = self._money_unit(end)
        separator = RANGE.match(text, unit_end)
        if separator is not None:
            begin = separator.end()
            while text[begin : begin + 1] and not text[begin].isdigit() and begin - separator.end() < 4:
                begin += 1
            sign = self.rules.currencies.before(text, begin, self.local)
            second = self.numeral(begin)
            old_and_new = separator.group() in "至到" and text[start - 1 : start] in ("由", "从") and unit_end == end
            if (
                second is not None
                and second[1] is not None
                and (not old_and_new or "不等" in text[begin : begin + 16])
                and (begin == separator.end() or (sign is not None and sign[0] == separator.end()))
            ):
                low, high = first, second[1]
                if unit_end == end:
                    low, high = shared_scale(text, at, end, first, second[0], second[1])
                changed = separator.group() in "至到" and text.endswith(self.rules.moved, 0, start)
                if low < high and not (changed and high > low * FAR):
                    value, bound, end = None, "range", second[0]
                    unit_end = self._money_unit(end)
                else:
                    low = high = None
        rule, name = money
        self.add(start, unit_end, end, value, low, high, bound, rule, "元", name)
        return max(unit_end, self.found.quantities[-1].end)

    def _money_unit(self, end: int) -> int:
        """Where the 元 behind a sum ends, that has its sign before it."""
        unit = self.unit_at(end)
        return end + len(unit[1]) if unit is not None and unit[0]["measure"] == "amount" else end

    def paid_in_coins(self, at: int, end: int) -> bool:
        """Whether 块 is 元 here: behind a word of paying, or in a sentence that counts money already."""
        text, before = self.text, self.found.quantities[-1] if self.found.quantities else None
        if text.endswith(self.rules.paid_each, 0, at):
            return True
        if text[end : end + 1] not in ("", *"，,。；;、！!？?的)）”") and not text.startswith("就", end):
            return False
        if text.endswith(self.rules.paying, 0, at):
            return True
        if before is None or before.form not in YUAN or before.measure == "count":
            return False
        return at - before.end < 20 and "。" not in text[before.end : at]

    def scale_of_people(self, at: int) -> int | None:
        """万名以上残疾人: a scale without a number counts people where a limit stands behind; where to go on."""
        unit = self.unit_at(at + 1)
        if unit is None or unit[0]["measure"] not in ("persons", "households") or self.text[at - 1 : at] in NUMERALS:
            return None
        end = at + 1 + len(unit[1])
        if not self.rules.limit_after(self.text, end):
            return None
        self.add(at, end, at + 1, shift(Decimal(1), POWERS[self.text[at]]), None, None, "exact", *unit)
        return end

    def scale_alone(self, at: int, end: int, bound: str) -> bool:
        """Whether a scale without a number counts: 百余人, 上万人, 近千户; but not 签约亿元以上项目."""
        return bound != "exact" or self.rules.bound_before(self.text, at)[0] is not None

    def chinese_counts(self, at: int, end: int, rule: dict[str, Any], unit_end: int) -> bool:
        text = self.text
        if end - at > 1 or text[at] in "廿卅":
            return True
        if not rule.get("chinese"):
            return False
        if rule["measure"] == "rate":
            return True
        if text[at] in "十百千万亿":
            return True
        if rule["measure"] == "amount" and rule["unit"] != self.rules.units["元"][0]["unit"]:
            return text[at - 1 : at] not in _NO_COUNT  # 一美元
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
