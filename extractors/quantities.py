"""Finds the numbers of a text, and says of each whether it is a quantity, a time or nothing to count.

One pass over the normalised text: at each figure the fixed names come first (三重一大), then time expressions,
then the patterns of numbers that are no facts, and what is left is read as number, bound and unit. What the
number is about is decided later, in ``link``.
"""
from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from typing import Any

from civx.patterns.limits import LimitedPattern
from civx.patterns.load import Patterns, load

from .lexicon import Token, words
from .numerals import parse_number, scan_number
from .times import BARE_YEAR, Time, match_time

CANDIDATE = re.compile(r"[0-9〇零一二两三四五六七八九十百千万亿半几数壹贰叁肆伍陆柒捌玖拾佰仟]")
RANGE = re.compile(r"—{1,2}|--?|–|~|～|至|到")
QUOTED = re.compile(
    r"[《〈“「『\"](?:(?<=《)[^《》\n]{1,120}》|(?<=〈)[^〈〉\n]{1,120}〉|(?<=“)[^“”\n]{1,16}”|(?<=「)[^「」\n]{1,16}」"
    r"|(?<=『)[^『』\n]{1,16}』|(?<=\")[^\"\n]{1,16}\")"
)
LINK = re.compile(r"(?:https?://|www\.)[!-~]+|[A-Za-z0-9][\w.+-]*@[\w-]+\.[\w.]+", re.ASCII)
PHONE = re.compile(r"(?<![\d-])0\d{2,3}-\d{7,8}(?!\d)|(?<!\d)1[3-9]\d{9}(?!\d)")
LIST_LABEL = re.compile(r"[0-9一二三四五六七八九十]{1,3}(?:[、)）]|[.．](?!\d))")
PER = re.compile(
    r"(?:(?:[/／∕·•.]|每)(?:人次|户次|人|户|月|年|学年|学期|季度|天|日|次|床位|床|穴|餐|张|具|例|名|位|小时|平方米|亩|件|对|个|份|套|生|村|社区|所|家|车|台|吨|公里))+"
    r"(?:(?<=[人户床])(?:月|年))?"
    r"|[（(](?:每?(?:人|户|床|名)[/／·]?)?每?(?:月|年|天)[)）]"
)
PER_WORD = re.compile(r"人次|户次|人|户|穴|餐|学年|月|年|学期|季度|天|日|次|床|张|具|例|名|位|小时|平方米|亩|件|对|个|份|套|生|村|社区|所|家|车|台|吨|公里")
_PER_TIME = {"月": "月", "年": "年", "学年": "年", "天": "天", "日": "天", "季度": "季度", "学期": "学期", "小时": "小时"}
_PER_WHO = {"名": "人", "位": "人", "生": "人", "张": "床"}
_LABELLED = re.compile(r"(户|人|人次)数(?:共|已|总计|总共|累计)?(?:[为是达共:：]|达到|达至)?$|(人次)[为:：]$")
# a table's row: label, unit, number
_ROW = re.compile(r"[ \t　|]*([^ \t　|\n\d][^ \t　|\n]*)[ \t　|]+([^ \t　|\n\d]{1,6})[ \t　|]+$")
_NOUN_BEFORE = re.compile(r"[^\W\d_a-zA-Z](?<![第年月日号共的为是达至到约])")
_COUNTER_BEHIND = re.compile(r"[^\W\d_a-zA-Z](?<![年月日号级岁时分秒点室路院层楼栋幢和等以的为是至到余多及与])[，,。；;、）)]")
_ROW_SCALES = {"万": Decimal(10_000), "亿": Decimal(100_000_000)}
_TAILED = frozenset("成倍")
_TAIL = re.compile("半|[一二三四五六七八九](?![十百千万亿个家所名])")  # 三成五, 一倍半
_CENT = Decimal("0.01")
_FINANCIAL = frozenset("壹贰叁肆伍陆柒捌玖拾佰仟")
_FINANCIAL_RUN = re.compile("[壹贰叁肆伍陆柒捌玖拾佰仟零万亿]{2,}")
_FRACTION = re.compile("([二三四五六七八九十百千两\\d]+)分之([一二三四五六七八九十百\\d]+)")
_NEIGHBOURS = re.compile(r"(十)?(一二|二三|三四|四五|五六|六七|七八|八九)([十百千万亿]{0,2})")
_SCALES = {"十": Decimal(10), "万": Decimal(10_000), "亿": Decimal(100_000_000), "千": Decimal(1000), "百": Decimal(100)}


class Quantity:
    """A number with its unit, and what ``link`` finds out about it. Offsets are of the normalised text.

    ``left`` is where the number begins with the bound before it. The context sets the site: the clause, the stretch
    [own, left) that belongs to this number alone with its known words, where the stretch behind it ends (``right``),
    and the numbers before and after it in the sentence. No dataclass: many are made, and quickly.
    """

    __slots__ = (
        "area", "bound", "clause_end", "clause_start", "end", "following", "form", "high", "label", "left", "low", "measure",
        "number_end", "own", "part_of", "period", "places", "previous", "programme", "right", "rule", "scaled", "start",
        "status", "subject", "subject_start", "tokens", "trace", "unit", "value", "within",
    )

    def __init__(self, start: int, end: int, number_end: int, value: Decimal | None, low: Decimal | None,
                 high: Decimal | None, bound: str, measure: str, unit: str, form: str, rule: str, left: int, scaled: bool,
                 trace: list[str]) -> None:
        self.start = start
        self.end = end
        self.number_end = number_end
        self.value = value
        self.low = low
        self.high = high
        self.bound = bound
        self.measure = measure
        self.unit = unit
        self.form = form
        self.rule = rule
        self.left = left
        self.scaled = scaled
        self.trace = trace
        self.clause_start = self.own = start
        self.clause_end = self.right = end
        self.tokens: list[Token] = []
        self.previous: Quantity | None = None
        self.following: Quantity | None = None
        self.programme = self.subject = self.area = self.status = self.period = ""
        self.places: list[str] = []
        self.part_of: Quantity | None = None  # the total it is a part of
        self.within: Quantity | None = None  # the number whose parts are being told, also where it is of another kind
        self.subject_start = -1
        self.label: tuple[int, int] | None = None  # a table row's label


class Grammar:
    """The number-related patterns, compiled: units, bounds, names."""

    def __init__(self, patterns: Patterns) -> None:
        self.units: dict[str, tuple[dict[str, Any], str, tuple[str, ...]]] = {}
        for rule in patterns.rules("quantities"):
            for form in rule["forms"]:
                self.units[form] = (rule, f"quantities.yaml#{rule['id']}", tuple(rule.get("not", ())))
        self.unit_sizes: dict[str, tuple[int, ...]] = _sizes(self.units)
        self.before = {w: (r["bound"], f"bounds.yaml#{r['id']}") for w, r in words(patterns, "bounds", "before").items()}
        self.after = {w: (r["bound"], f"bounds.yaml#{r['id']}") for w, r in words(patterns, "bounds", "after").items()}
        self.not_bound = set(words(patterns, "bounds", "not"))
        self.before_last = {w[-1] for w in self.before}
        self.names = {w: f"names.yaml#{r['id']}" for w, r in words(patterns, "names", "terms").items()}
        self.name_sizes = _sizes(self.names)
        self.name_rules: list[str] = []
        self.unless: list[tuple[str, ...]] = []
        self.user_names: list[tuple[LimitedPattern, str]] = []
        parts = []
        for rule in patterns.rules("names"):
            if "pattern" in rule:
                behind = f"(?<={rule['behind']})" if "behind" in rule else ""
                expression, name = f"{behind}(?:{_expand(rule['pattern'])})", f"names.yaml#{rule['id']}"
                if patterns.is_user("names", rule["id"]):
                    self.user_names.append((LimitedPattern(expression, patterns.where("names", rule["id"])), name))
                else:
                    parts.append(f"({expression})")
                    self.unless.append(tuple(rule.get("unless", ())) or ("\0",))
                self.name_rules.append(name)
        self.name_pattern = re.compile("|".join(parts) or r"(?!)")
        adverts = [re.escape(w) for r in patterns.rules("names") for w in r.get("adverts", ())]
        self.adverts = re.compile("|".join(adverts) or r"(?!)")
        self.one_verbs = {w for r in patterns.rules("grammar") if r["role"] == "one-verb" for w in r["terms"]}


def _sizes(table: dict[str, Any]) -> dict[str, tuple[int, ...]]:
    sizes: dict[str, set[int]] = {}
    for word in table:
        sizes.setdefault(word[0], set()).add(len(word))
    return {first: tuple(sorted(lengths, reverse=True)) for first, lengths in sizes.items()}


def _expand(pattern: str) -> str:
    arabic, chinese = r"(?:\d+(?:\.\d+)?)", r"[〇零一二两三四五六七八九十百千]+"
    return pattern.replace("{A}", arabic).replace("{C}", chinese).replace("{N}", f"(?:{arabic}|{chinese})")


@lru_cache(maxsize=8)
def grammar(extra: tuple[str, ...] = ()) -> Grammar:
    """The compiled grammar of the shipped patterns and of a user's ``extra`` files."""
    return Grammar(load(extra))


class Scan:
    """What one pass over a text found, each list in text order; ``rejected`` holds (start, end, rule)."""

    __slots__ = ("quantities", "rejected", "times")

    def __init__(self) -> None:
        self.quantities: list[Quantity] = []
        self.times: list[Time] = []
        self.rejected: list[tuple[int, int, str]] = []


def scan(text: str, skip: list[tuple[int, int, str]], rules: Grammar) -> Scan:
    """Quantities, times and rejected numbers of ``text``; nothing is looked for inside ``skip`` spans (start, end, why)."""
    found = Scan()
    protected = [(m.start(), m.end(), "title" if text[m.start()] in "《〈" else "quoted") for m in QUOTED.finditer(text)]
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
        for size in rules.name_sizes.get(first, ()):
            rule = rules.names.get(text[at:at + size])
            if rule is not None:
                found.rejected.append((at, at + size, rule))
                return at + size
        time = match_time(text, at)
        if time is not None:
            if not (quoted and time.grain in ("word",)):
                found.times.append(time)
            return time.end
        if (at == 0 or text[at - 1] in "\n\r") and (label := LIST_LABEL.match(text, at)) is not None:
            found.rejected.append((at, label.end(), "list-label"))
            return label.end()
        for pattern, rule in rules.user_names:
            if (named := pattern.match(text, at)) is not None:
                found.rejected.append((at, named.end(), rule))
                return max(named.end(), at + 1)
        if first == "半" and text[at - 1:at] == "过" and text[at - 2:at - 1] not in ("间", "务", "双") and text[at + 1:at + 2] in ("，", ",", "。", "；", ";", "的", "、"):
            half = rules.units["%"]
            self._add(at - 1, at + 1, at + 1, Decimal(50), None, None, "over", half[0], "%", half[1])
            return at + 1
        name = rules.name_pattern.match(text, at)
        if name is not None and name.lastindex is not None and not text.endswith(rules.unless[name.lastindex - 1], 0, at):
            rule = rules.name_rules[name.lastindex - 1]
            found.rejected.append((at, name.end(), rule))
            return max(name.end(), at + 1)
        if text.startswith(("百分之", "千分之"), at):
            return self._percent(at)
        if first in _FINANCIAL and (run := _FINANCIAL_RUN.match(text, at)) is not None:
            number = self._financial(run)
        else:
            fraction = _FRACTION.match(text, at)
            if fraction is not None:
                return self._fraction(fraction)
            number = scan_number(text, at)
        if number is None:
            return at + 1
        end, value, bound = number
        if quoted:
            found.rejected.append((at, end, "quoted"))
            return end
        return self._quantity(at, end, value, bound)

    @staticmethod
    def _financial(run: re.Match[str]) -> tuple[int, Decimal, str] | None:
        """壹拾贰万叁仟: the numerals of banks."""
        try:
            return run.end(), parse_number(run.group()), "exact"
        except ValueError:
            return None

    def _fraction(self, found: re.Match[str]) -> int:
        """四分之三 as 75 %; what does not come out even is rounded to two places and only about right."""
        at, end = found.span()
        try:
            below, above = parse_number(found[1]), parse_number(found[2])
        except ValueError:
            below = Decimal(0)
        if not below:
            self.found.rejected.append((at, end, "fraction"))
            return end
        share = above * 100 / below
        even = share == share.quantize(_CENT)
        value = share.quantize(_CENT).normalize() if even else share.quantize(_CENT)
        unit = self.rules.units["%"]
        self._add(at, end, end, value + 0, None, None, "exact" if even else "about", unit[0], "%", unit[1])
        return end

    def _percent(self, at: int) -> int:
        number = scan_number(self.text, at + 3)
        if number is None or number[1] is None:
            return at + 3
        end, value, bound = number
        form = "%" if self.text[at] == "百" else "‰"
        unit = self.rules.units[form]
        self._add(at, end, end, value, None, None, bound, unit[0], form, unit[1])
        return end

    def _unit(self, at: int) -> tuple[dict[str, Any], str, str] | None:
        """Rule, form and rule name of the unit that begins at ``at``, the longest that fits."""
        text, units = self.text, self.rules.units
        for size in self.rules.unit_sizes.get(text[at:at + 1], ()):
            form = text[at:at + size]
            entry = units.get(form)
            if entry is not None:
                if text.startswith(entry[2], at):
                    continue
                return entry[0], form, entry[1]
        return None

    def _quantity(self, at: int, end: int, value: Decimal | None, bound: str) -> int:
        text = self.text
        low = high = None
        if value is None and (rough := _NEIGHBOURS.match(text, at)) is not None and rough.end() == end:
            low, high = _neighbours(rough)
        unit = self._unit(end)
        join = end if unit is None else end + len(unit[1])
        separator = RANGE.match(text, join)
        if separator is not None and value is not None and (unit is None or separator.group() not in "至到" or self._span_word(at)):
            second = scan_number(text, separator.end())
            if second is not None and second[1] is not None:
                unit2 = self._unit(second[0])
                high_value = second[1]
                if unit2 is not None and (unit is None or unit2[0] is unit[0]):
                    low, high = _shared_scale(text, at, end, value, separator.end(), second[0], high_value)
                    if low < high:
                        unit, end, bound, value = unit2, second[0], "range", None
                    else:
                        low = high = None
        if unit is None:
            return self._without_unit(at, end, value, bound)
        rule, form, name = unit
        unit_end = end + len(form)
        if form in _TAILED and value is not None and (tail := _TAIL.match(text, unit_end)) is not None:
            value += Decimal("0.5") if tail[0] == "半" else Decimal("零一二三四五六七八九".index(tail[0])) / 10
            unit_end += 1
        if value is None and low is None:
            self.found.rejected.append((at, unit_end, "vague"))
            return unit_end
        if not text[at].isdigit() and not self._chinese_counts(at, end, rule, unit_end):
            self.found.rejected.append((at, unit_end, "small-chinese-numeral"))
            return end
        self._add(at, unit_end, end, value, low, high, "range" if low is not None else bound, rule, form, name)
        return max(self.found.quantities[-1].end, unit_end) if self.found.quantities else unit_end

    def _span_word(self, at: int) -> bool:
        """A range with a unit on both sides is no 由…至… (an old and a new value)."""
        return self.text[at - 1:at] not in ("由", "从")

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
            return text[at] in "二两三四五六七八九十" and text[at - 1:at] not in ("每", "第", "这", "那", "前", "后", "头")
        if text[at - 1:at] == "、" and self.found.quantities and self.found.quantities[-1].end < at and "\n" not in text[self.found.quantities[-1].end:at] \
                and at - self.found.quantities[-1].end < 12:
            return True
        if text[unit_end:unit_end + 1] in ("，", ",", "。", "；", ";", "、") and "一" <= text[at - 1:at] <= "龥" and rule["id"] in ("institutions", "pieces"):
            return text[at - 1:at] not in "每第这那某另同任哪唯之统逐单"
        if not rule.get("strict"):
            return False
        return any(text.endswith(verb, 0, at) for verb in self.rules.one_verbs)

    def _without_unit(self, at: int, end: int, value: Decimal | None, bound: str) -> int:
        text, found = self.text, self.found
        if not text[at].isdigit() or value is None:
            if value is not None and "万" in text[at:end] and text[end:end + 1] in ("，", ",", "。", "；", ";", "、", ""):
                entry = self.rules.units["元"]
                self._add(at, end, end, value, None, None, bound, entry[0], "", "quantities.yaml#money-implied")
                return end
            found.rejected.append((at, end, "no-unit"))
            return end
        label = _LABELLED.search(text, max(0, at - 8), at)
        if label is not None:
            entry = self.rules.units[label[1] or label[2]]
            self._add(at, end, end, value, None, None, bound, entry[0], "", entry[1])
            return end
        if BARE_YEAR.match(text, at) is not None and end - at == 4:
            found.times.append(Time(at, end, text[at:end], text[at:end], "year", int(text[at:end])))
            return end
        row = _ROW.match(text, text.rfind("\n", 0, at) + 1, at)
        if row is not None and (scale := _ROW_SCALES.get(row[2][:1] if len(row[2]) > 1 else "", Decimal(1))) is not None:
            form = row[2][1:] if row[2][:1] in _ROW_SCALES and len(row[2]) > 1 else row[2]
            cell = self.rules.units.get(form)
            if cell is not None and (end == len(text) or text[end] in " \t\r\n　|"):
                self._add(at, end, end, value * scale, None, None, bound, cell[0], form, cell[1])
                self.found.quantities[-1].label = row.span(1)
                return end
        if text[end - 1] in "万亿" and text[end:end + 1] not in "个人":
            entry = self.rules.units["元"]
            self._add(at, end, end, value, None, None, bound, entry[0], "", "quantities.yaml#money-implied")
            return end
        if _NOUN_BEFORE.match(text, at - 1) is not None and _COUNTER_BEHIND.match(text, end) is not None:
            counter = {"measure": "count", "unit": text[end]}  # an unknown counter is kept as it is written
            self._add(at, end + 1, end, value, None, None, bound, counter, text[end], "quantities.yaml#as-written")
            return end + 1
        found.rejected.append((at, end, "no-unit"))
        return end

    def _add(self, at: int, end: int, number_end: int, value: Decimal | None, low: Decimal | None, high: Decimal | None,
             bound: str, rule: dict[str, Any], form: str, name: str) -> None:
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
                measure, name, end = "standard", "quantities.yaml#standard-per", per.end()
                trace = [name]
        left = at
        size = 0
        if bound != "range":
            word, size = self._bound_before(at)
            if word is not None:
                if bound == "exact" or word[0] in ("over", "at_least", "at_most", "under"):
                    bound = word[0]
                trace.append(word[1])
            left = at - size
            after = self._bound_after(end)
            if after is not None:
                if bound == "exact" or bound == "about":
                    bound = after[0]
                trace.append(after[1])
        self.found.quantities.append(Quantity(
            at, end, number_end, value, low, high, bound, measure, unit, form, name, left,
            text[number_end - 1] in "万亿", trace))

    def _bound_before(self, at: int) -> tuple[tuple[str, str] | None, int]:
        text, rules = self.text, self.rules
        if text[at - 1:at] not in rules.before_last:
            return None, 0
        for size in (4, 3, 2, 1):
            word = text[max(0, at - size):at]
            entry = rules.before.get(word)
            if entry is not None:
                if any(text.endswith(longer, 0, at) for longer in rules.not_bound if longer.endswith(word)):
                    return None, 0
                return entry, size
        return None, 0

    def _bound_after(self, end: int) -> tuple[str, str] | None:
        after = self.rules.after
        text = self.text
        for size in (3, 2, 1):
            entry = after.get(text[end:end + size])
            if entry is not None:
                return entry
        return None


def _neighbours(match: re.Match[str]) -> tuple[Decimal, Decimal]:
    """三四百 is 300 to 400."""
    scale = Decimal(1)
    for sign in match[3]:
        scale *= _SCALES[sign]
    tens = 10 if match[1] else 0
    return (tens + "零一二三四五六七八九".index(match[2][0])) * scale, (tens + "零一二三四五六七八九".index(match[2][1])) * scale


def _shared_scale(text: str, at: int, end: int, value: Decimal, at2: int, end2: int, value2: Decimal) -> tuple[Decimal, Decimal]:
    """Both ends of a range in the base unit: the scale behind the second number counts for both (80—100万)."""
    scale = _SCALES.get(text[end2 - 1])
    if scale is not None and text[end - 1] not in _SCALES and text[at].isdigit() and text[at2].isdigit():
        return value * scale, value2
    return value, value2


def per_unit(money: str, per: str) -> str:
    """Canonical unit of a standard: money / who / time (``/月/人`` and ``每人每月`` give 元/人/月)."""
    who = time = ""
    for word in PER_WORD.findall(per):
        if word in _PER_TIME:
            time = time or _PER_TIME[word]
        else:
            who = who or _PER_WHO.get(word, word)
    return "/".join(part for part in (money, who, time) if part)
