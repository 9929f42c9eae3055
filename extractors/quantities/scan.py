"""Finds the numbers of a text, and says of each whether it is a quantity, a time or nothing to count.

One pass over the normalised text: at each figure the fixed names come first (三重一大), then time expressions,
then the patterns of numbers that are no facts, and what is left is read as number, bound and unit. What the
number is about is decided later, in ``link``.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from civx.patterns.kept import compiled

from ..words.times import BARE_YEAR, Time, match_time
from .amounts import fraction, rough, tail
from .brackets import bracketed
from .currency import DOLLARS, cents, parts
from .decimals import shift
from .forms import YUAN, Forms
from .grammar import Grammar
from .lists import between, bracketed_parts, broken_off, goes_to, parted_off, separated, shared
from .quantity import Scan
from .ratios import ratio_shares
from .thresholds import drop_thresholds
from .unitless import labelled, unitless
from .writing import NUMERALS, SCALES

CANDIDATE = compiled(r"[0-9〇零一二两三四五六七八九十廿卅百千万亿半几数壹贰叁肆伍陆柒捌玖拾佰仟]")
QUOTED = compiled(
    r"[《〈“「『\"](?:(?<=《)[^《》\n]{1,120}》|(?<=〈)[^〈〉\n]{1,120}〉|(?<=“)[^“”\n]{1,16}”|(?<=「)[^「」\n]{1,16}」"
    r"|(?<=『)[^『』\n]{1,16}』|(?<=\")[^\"\n]{1,16}\")"
)
# “两个并举、两个大力，三条原则”: a slogan that counts itself
SLOGAN = compiled(r"[“「](?=[两二三四五六七八九十])[^“”「」。\n]{0,60}[”」]")
_ITEM = compiled(r"[“「，,、；;][两二三四五六七八九十](?=[\u3400-\u9fff])")
LINK = compiled(r"(?:https?://|www\.)[!-~]+|[A-Za-z0-9][\w.+-]*@[\w-]+\.[\w.]+", re.ASCII)
PHONE = compiled(r"(?<![\d-])0\d{2,3}-\d{7,8}(?!\d)|(?<!\d)1[3-9]\d{9}(?!\d)")
_LONG_NUMBER = compiled(r"[\d]\d{6}")  # what every telephone number holds; the class makes the search fast
LIST_LABEL = compiled(r"[0-9一二三四五六七八九十]{1,3}(?:[、)）]|[.．](?!\d))")
# A run of figures as long as no number of a report is: a code, or damage. Reading it at each of its figures would
# take time that grows with the square.
LONGEST_RUN = 60
_TOO_LONG = compiled(
    r"(?:[0-9〇零○一二三四五六七八九两廿卅十百千万亿兆壹贰叁肆伍陆柒捌玖拾佰仟]|\.(?=[0-9]))"
    rf"{{{LONGEST_RUN + 1},}}+"
)
_CLASSES = frozenset(("类", "款"))  # 二类 before a number is a name
_BREAKS = (",", "，", "\n", " ", "\u2009", "\u202f")
_TAILED = frozenset("成倍")
_CIRCLES = ("○", "◯")
_COLONS = frozenset(":：")


def first_of_tenths(text: str, at: int) -> bool:
    """Whether the single numeral at ``at`` may count tenths: 其中八成为女性, but not 第八成为, 前八成为."""
    return text[at] in "二两三四五六七八九" and text[at - 1 : at] not in ("第", "前", "后")


def scan(text: str, skip: list[tuple[int, int, str]], rules: Grammar, traditional: bool = False) -> Scan:
    """Quantities, times and rejected numbers of ``text``; nothing is looked for in ``skip`` spans (start, end, why).

    In a ``traditional`` text that names no 人民币, a bare $ is the dollar of Hong Kong, Macao or Taiwan.
    """
    found = Scan()
    protected = [
        (m.start(), m.end(), "title" if text[m.start()] in "《〈" else "quoted") for m in QUOTED.finditer(text)
    ]
    protected += [
        (at + 1, at + 2, "slogan")
        for m in SLOGAN.finditer(text)
        if len(items := [item.start() for item in _ITEM.finditer(text, m.start(), m.end())]) > 1
        for at in items
    ]
    protected += skip
    protected += [(m.start(), m.end(), "too-long") for m in _TOO_LONG.finditer(text)]
    if "@" in text or "http" in text or "www" in text:
        protected += [(m.start(), m.end(), "link") for m in LINK.finditer(text)]
    if _LONG_NUMBER.search(text) is not None:
        protected += [(m.start(), m.end(), "phone") for m in PHONE.finditer(text)]
    protected.sort()
    scanner = _Scanner(text, rules, found, rules.own_dollars(text, traditional))
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
    if "以" in text or "超" in text or "过" in text:
        drop_thresholds(text, found, rules)
    return found


class _Scanner(Forms):
    """Reads one figure at a time; every method returns where to go on."""

    def read(self, at: int, quoted: bool) -> int:
        text, rules, found = self.text, self.rules, self.found
        first = text[at]
        if first in rules.names.starts and (fixed := rules.names.term(text, at)) is not None:
            found.rejected.append((at, *fixed))
            return fixed[0]
        if text[at - 1 : at] in _CIRCLES and not first.isdigit():
            found.rejected.append((at, at + 1, "two-readings"))  # 一百零○五户: a numeral that the circle has broken
            return at + 1
        time = match_time(text, at)
        if time is not None:
            if not (quoted and time.grain in ("word",)):
                found.times.append(time)
            return time.end
        if (at == 0 or text[at - 1] in "\n\r") and (label := LIST_LABEL.match(text, at)) is not None:
            found.rejected.append((at, label.end(), "list-label"))
            return label.end()
        if rules.names.has_user_patterns and (named := rules.names.user_pattern(text, at)) is not None:
            found.rejected.append((at, *named))
            return named[0]
        if text[at - 1 : at] in rules.currencies.last:
            money = rules.currencies.before(text, at, self.local)
            if money is not None and (paid := self.money(at, *money)) is not None:
                return paid
        if (
            first == "半"
            and text[at - 1 : at] in ("过", "近")
            and text[at - 2 : at - 1] not in ("间", "务", "双", "成")
            and text[at + 1 : at + 2] in ("，", ",", "。", "；", ";", "的", "、", "数")
        ):
            half = rules.units["%"]
            bound = "over" if text[at - 1] == "过" else "about"
            self.add(at - 1, at + 1, at + 1, Decimal(50), None, None, bound, half[0], "%", half[1])
            return at + 1
        if first.isdigit() and not _COLONS.isdisjoint(text[at + 1 : at + 6]):
            shares = ratio_shares(text, at, rules.shared_wholes, rules.shared_parts)
            for part in shares:
                rule, form, name = rules.units["%"][0], "%", rules.units["%"][1]
                self.add(part.start, part.end, part.end, part.value, None, None, "exact", rule, form, name)
                found.quantities[-1].named = part.subject
            if shares:
                return shares[-1].end
        if (named := rules.names.pattern(text, at)) is not None:
            found.rejected.append((at, *named))
            return named[0]
        if text.startswith(("百分之", "千分之", "万分之"), at):
            return self.percent(at)
        value: Decimal | None
        if (share := fraction(text, at)) is not None:
            return self.share(at, *share)
        if (number := self.numeral(at)) is not None:
            end, value, bound = number
            if value is not None and first in SCALES and not self.scale_alone(at, end, bound):
                found.rejected.append((at, end, "scale"))
                return end
        elif first in SCALES and (people := self.scale_of_people(at)) is not None:
            return people
        else:
            return at + 1
        if quoted:
            found.rejected.append((at, end, "quoted"))
            return end
        return self._quantity(at, end, value, bound)

    def _quantity(self, at: int, end: int, value: Decimal | None, bound: str) -> int:
        text = self.text
        low = high = None
        if value is None and (ends := rough(text, at, end)) is not None:
            low, high = ends
        unit = self.unit_at(end)
        if unit is None and text.startswith("成为", end) and end - at == 1 and first_of_tenths(text, at):
            rule, name, _ = self.rules.units["成"]
            unit = rule, "成", name  # 八成为女性
        if unit is None and text[end : end + 1] == "+" and (unit := self.unit_at(end + 1)) is not None:
            end, bound = end + 1, "over"  # 500+人次
        if value is not None and (span := self.range_from(at, end, value, unit)) is not None:
            low, high, unit, end = span
            value, bound = None, "range"
        if unit is not None and value is not None and text[at - 2 : at] in ("介于", "处于"):
            upper = between(text, end + len(unit[1]), self.unit_at)
            if upper is not None and upper.unit[0] is unit[0] and value < upper.value:
                self.add(at, upper.end, upper.end, None, value, upper.value, "range", *upper.unit)
                return upper.end
        if unit is None:
            if value is not None and (lent := self._lent(at, end, value)) is not None:
                value, (rule, form, name) = lent
                self.add(at, end, end, value, None, None, bound, rule, form, name)
                return end
            return self._without_unit(at, end, value, bound)
        rule, form, name = unit
        unit_end = end + len(form)
        behind = self.rules.behind.get(name)
        if behind is not None and not text.endswith(behind, 0, at):
            self.found.rejected.append((at, unit_end, "duration"))
            return unit_end
        if form == "番" and "翻" not in text[at - 2 : at]:
            self.found.rejected.append((at, unit_end, "small-chinese-numeral"))
            return unit_end
        if form == "个" and value is not None:
            nouns = self.rules.nouns
            who = "户" if nouns.households(text, unit_end) else "人" if nouns.people(text, unit_end) else form
            rule, name, _ = self.rules.units[who]
        coined = low is not None and text[unit_end : unit_end + 1] in ("", *"，,。；;、！!")  # 三五百块
        if form == "块" and (coined or self.paid_in_coins(at, unit_end) or parts(text, unit_end) is not None):
            rule, form, name = self.rules.units["块钱"][0], form, self.rules.units["块钱"][1]
        if (
            value is not None
            and text[at - 1 : at] in _BREAKS
            and (separated(text, at, end) or broken_off(text, at) or parted_off(text, at, self.rules.labels))
        ):
            self.found.rejected.append((at, unit_end, "two-readings"))
            return unit_end
        if form in _TAILED and value is not None and (more := tail(text, unit_end)) is not None:
            value += more
            unit_end += 1
        if form in DOLLARS and value is not None and (small := cents(text, unit_end)) is not None:
            unit_end, worth = small
            value += worth
        if form in YUAN and value is not None and (coins := parts(text, unit_end)) is not None:
            unit_end, worth = coins
            unit_end += text.startswith("钱", unit_end)
            value += worth
        if value is None and low is None:
            self.found.rejected.append((at, unit_end, "vague"))
            return unit_end
        if not text[at].isdigit() and (
            (form in _CLASSES and text[unit_end : unit_end + 1] in NUMERALS)  # 二类三百户
            or not self.chinese_counts(at, end, rule, unit_end)
        ):
            self.found.rejected.append((at, unit_end, "small-chinese-numeral"))
            return end
        self.add(at, unit_end, end, value, low, high, "range" if low is not None else bound, rule, form, name)
        return max(self.found.quantities[-1].end, unit_end) if self.found.quantities else unit_end

    def _lent(self, at: int, end: int, value: Decimal) -> tuple[Decimal, tuple[dict[str, Any], str, str]] | None:
        """The unit at the end of the list that the number begins or goes on with: 86、75和91人."""
        lent = shared(self.text, at, end, value, self.unit_at)
        if lent is None or self.rules.names.pattern(self.text, lent.last) is not None:
            return None
        return lent.value, lent.unit

    def _without_unit(self, at: int, end: int, value: Decimal | None, bound: str) -> int:
        text, found, nouns = self.text, self.found, self.rules.nouns
        if (
            value is not None
            and (said := bracketed(text, at, end, self.rules.units)) is not None
        ):
            self.add(at, end, end, shift(value, said.power), None, None, bound, said.rule, said.form, said.name)
            quantity = found.quantities[-1]
            quantity.unit, quantity.measure, quantity.label = said.unit, said.measure, said.label
            quantity.scaled = quantity.scaled or said.power > 0
            return end
        if value is not None and (
            (who := nouns.before(text, at) if text[at].isdigit() and (text[end - 1] in SCALES or end - at > 2) else "")
            or (
                who := nouns.behind(text, end)
                if (bound == "over" or text[end - 1] in SCALES) and not nouns.paid(text, at)
                else ""
            )
        ):
            rule, name, _ = self.rules.units[who]
            self.add(at, end, end, value, None, None, bound, rule, "", name)
            return end
        whole = found.quantities[-1] if found.quantities else None
        if whole is not None and value is not None and goes_to(text, whole.left, whole.end, at, end):
            self.add(at, end, end, value, None, None, bound, *self.rules.unit_of(whole))
            return end
        while whole is not None and whole.lent_by is not None:
            whole = whole.lent_by
        if whole is not None and value is not None and bracketed_parts(text, at, whole.end, whole.value):
            self.add(at, end, end, value, None, None, bound, *self.rules.unit_of(whole))
            found.quantities[-1].lent_by = whole
            return end
        if text[at].isdigit() and end - at == 4 and BARE_YEAR.match(text, at) and not labelled(text, at):
            found.times.append(Time(at, end, text[at:end], text[at:end], "year", int(text[at:end])))
            return end
        reading = None if value is None else unitless(text, at, end, value, self.rules.units)
        if reading is None:
            found.rejected.append((at, end, "no-unit"))
            return end
        form, number, rule, name = reading.form, reading.value, reading.rule, reading.name
        self.add(at, reading.end, end, number, None, None, bound, rule, form, name)
        found.quantities[-1].label = reading.label
        return reading.end
