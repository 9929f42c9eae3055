"""The words of patterns/tables.yaml, compiled, and the units that heads and lines above tables name."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from civx.patterns.kept import compiled
from civx.patterns.limits import LimitedPattern
from civx.patterns.load import Patterns, load

from ..quantities.grammar import Grammar, grammar
from ..quantities.quantity import Quantity
from ..quantities.scan import scan

_BLANK = compiled(r"[\s\u3000]+")
_LISTED = compiled(r"[、，,;； ]+|和|及")
_SAYS = compiled("(?:的?单位)?均?[为是以：:]")
_SLASHES = compiled("[/／]")
_AROUND = "()（）[]【】/／,，:： \u3000"
_COUNTER = compiled(r"([十百千万亿]*)([一-龥]{2,3})")
_LONGEST_UNIT = 16
_PARTED = compiled("[,，、；; ]")
_SCALES = "十百千万亿"
_SIGNS = "±+-"
_LONGEST_CELL = 24


class _FiscalYears:
    """Finds heads such as 2021-22, whose second year follows the first: the year of account of Hong Kong."""

    _pattern = compiled(r"((?:19|20)\d\d)[-–—/](?:(?:19|20))?(\d\d)(?:年度?|财政年度)?")

    def fullmatch(self, words: str) -> re.Match[str] | None:
        found = self._pattern.fullmatch(words)
        return found if found is not None and (int(found[1]) + 1) % 100 == int(found[2]) else None


FISCAL_YEAR = _FiscalYears()


class Unit(NamedTuple):
    """What one of a table's units is worth: ``scale`` of the base unit ``name``; ``form`` is how it is written."""

    measure: str
    name: str
    scale: Decimal
    form: str
    rule: str


class Said(NamedTuple):
    """A role that a head has: the rule's name and its own words, and where in the head the word stands."""

    rule: str
    unit: str
    start: int
    end: int


class TableWords:
    """Finds the roles of heads, and units."""

    def __init__(self, patterns: Patterns, numbers: Grammar) -> None:
        self._numbers = numbers
        self._whole: dict[str, dict[str, tuple[str, str]]] = {}
        self._not: set[tuple[str, str]] = set()
        self._affixes: dict[str, list[tuple[str, str, str, str]]] = {}
        marks: dict[str, list[tuple[re.Pattern[str] | LimitedPattern, str]]] = {}
        for rule in patterns.rules("tables"):
            role, name, unit = rule["role"], f"tables.yaml#{rule['id']}", rule.get("unit", "")
            for word in rule.get("terms", ()):
                self._whole.setdefault(role, {})[word] = (name, unit)
            self._not.update((role, word) for word in rule.get("not", ()))
            for key in ("starts", "ends", "holds"):
                self._affixes.setdefault(role, []).extend((key, word, name, unit) for word in rule.get(key, ()))
            if "pattern" in rule:
                user = patterns.is_user("tables", rule["id"])
                where = patterns.where("tables", rule["id"])
                pattern = LimitedPattern(rule["pattern"], where) if user else compiled(rule["pattern"])
                marks.setdefault(role, []).append((pattern, name))
        for affixes in self._affixes.values():
            affixes.sort(key=lambda affix: -len(affix[1]))
        self._marks = marks
        self._unit_marks = marks.get("unit-mark", [])
        self._unit_lines = marks.get("unit-line", [])
        self._units: dict[str, Unit | None] = {}

    def find(self, role: str, words: str) -> Said | None:
        """The role, where ``words`` (a head without blanks) have it: as a whole, or by how they begin or end."""
        whole = self._whole.get(role, {}).get(words)
        if whole is not None:
            return Said(*whole, 0, len(words))
        if (role, words) in self._not:
            return None
        best: Said | None = None
        for key, word, name, unit in self._affixes.get(role, ()):
            at = len(words) - len(word) if key == "ends" else words.find(word)
            if at < 0 or not words.startswith(word, at) or (key == "starts" and at > 0):
                continue
            if best is None or at < best.start:
                best = Said(name, unit, at, at + len(word))
        return best

    def all(self, role: str, words: str) -> list[Said]:
        """What all rules of the role say of ``words`` by their ends."""
        return [
            Said(name, unit, len(words) - len(word), len(words))
            for _, word, name, unit in self._affixes.get(role, ())
            if words.endswith(word)
        ]

    def marks(self, role: str) -> list[tuple[re.Pattern[str] | LimitedPattern, str]]:
        """The patterns of a role, with the rules' names."""
        return self._marks.get(role, [])

    def unit(self, form: str) -> Unit | None:
        """The unit that ``form`` (万元, 元/人/月) is, and nothing else."""
        if form not in self._units:
            self._units[form] = self._read_unit(form)
        return self._units[form]

    def counted(self, form: str) -> Unit | None:
        """The unit in a cell of a column of units: a known one, or a counter made with one (点次, 万车次)."""
        known = self.unit(form)
        found = _COUNTER.fullmatch(form) if known is None else None
        for size in (1, 2) if found is not None else ():
            end = found[2][-size:] if found is not None else ""
            last = self.unit(end)
            if found is None or last is None or last.measure != "count" or size == len(found[2]):
                continue
            scale = self.unit(found[1] + end)
            return Unit("count", found[2], scale.scale, form, last.rule) if scale is not None else None
        return known

    def _read_unit(self, form: str) -> Unit | None:
        if not form or len(form) > _LONGEST_UNIT or any(sign.isdigit() for sign in form):
            return None
        if (said := self.find("unit-word", form)) is not None:
            known = self._read_known(form[0] + said.unit) if form[0] in _SCALES else None
            name = form[1:] if known is not None else form
            return Unit("count", name, known.scale if known is not None else Decimal(1), form, said.rule)
        known = self._read_known(form)
        if known is None and (ratio := _SLASHES.split(form))[1:] and len(ratio) == len("AB"):  # 张/千人
            first, second = (self._read_known(part) for part in ratio)
            if first is not None and second is not None and first.measure == "count" and first.scale == 1:
                return Unit("count", form, Decimal(1), form, first.rule)
        if known is None and (parts := _PARTED.split(form, maxsplit=1))[1:]:
            for money, per in (parts, parts[::-1]):  # 每人每月，新臺幣元
                known = known or self._read_known(f"{money}({per})")
        home = self.find("home", known.name.partition("/")[0]) if known is not None else None
        if known is not None and home is not None:
            return known._replace(name=home.unit + known.name[home.end :], rule=home.rule)
        return known

    def per(self, unit: Unit, words: str) -> Unit | None:
        """The unit of money for each, as words behind a head say: （每人每月）."""
        found = self.unit(f"{unit.form}({words})") if unit.measure == "amount" and words else None
        return found if found is not None and found.measure == "standard" else None

    @property
    def unit_rule(self) -> str:
        """The rule of heads that name a unit, which one that is a unit alone (户 below 低保) goes by as well."""
        return self._unit_marks[0][1] if self._unit_marks else "unit"

    @property
    def money(self) -> str:
        """The unit of money without a scale."""
        return next(unit for _, unit in self._whole["home"].values())

    def _read_known(self, form: str) -> Unit | None:
        sign = next((s for s in self._numbers.currencies.signs if form.startswith(s) and len(form) > len(s)), "")
        found = self.quantity(f"1{form}") or (self.quantity(f"{sign}1{form[len(sign):]}") if sign else None)
        if found is None or found.value is None or found.bound != "exact":
            return None
        return Unit(found.measure, found.unit, found.value, form, found.rule)

    def quantity(self, text: str) -> Quantity | None:
        """The number with its unit and bound that ``text`` consists of; None where it is anything else."""
        found = scan(text, [], self._numbers)
        if len(found.quantities) != 1 or found.times or found.rejected:
            return None
        quantity = found.quantities[0]
        rest = text[quantity.end :]
        return quantity if quantity.left == 0 and (not rest or rest in self._numbers.after) and quantity.form else None

    def measured(self, cell: str) -> bool:
        """Whether a cell is a number with a unit of its own, and nothing else."""
        return len(cell) <= _LONGEST_CELL and self.quantity(cell) is not None

    def head(self, words: str) -> tuple[str, Unit | None, str]:
        """A head without its unit, that unit, and the rule by which it was found: 发放金额（万元）."""
        for pattern, name in self._unit_marks:
            found = pattern.search(words)
            if found is None or not found.group():
                continue
            # 标准/元/人/月: the unit holds the sign that sets it off
            starts = [found.start()]
            if words[found.start()] in "/／":
                starts = [mark.start() for mark in _SLASHES.finditer(words)]
            for start in starts:
                form = words[start : found.end()]
                unit = self.unit(self._bare(form))
                if unit is not None and (start > 0 or words[0] in "(（[【"):
                    return words[:start], unit, name
        return words, None, ""

    @staticmethod
    def _bare(form: str) -> str:
        form = form.strip(_AROUND).lstrip(_SIGNS)
        if form.count("(") + form.count("（") > form.count(")") + form.count("）"):
            form += ")" if "(" in form else "）"
        return form.rpartition(":")[2].rpartition("：")[2]

    def unit_line(self, text: str) -> tuple[list[Unit], str, int, int] | None:
        """The units that ``text`` names for a table (单位：万元、户), the rule, and where; None where it names none."""
        for pattern, name in self._unit_lines:
            found = pattern.search(text)
            while found is not None:
                words = re.split("[:：]", found.group(), maxsplit=1)[-1].strip()
                units = self._listed(words)
                if units:
                    return units, name, found.start(), found.end()
                found = pattern.search(text, found.start() + 1)  # 编制单位：某局　单位：万元
        return None

    def units_by_name(self, text: str) -> dict[str, tuple[Unit, str]]:
        """The units that a line gives to what it names, and the rule: 单位：人次；救助支出为万元, 其中金额：万元."""
        found: dict[str, tuple[Unit, str]] = {}
        for pattern, rule in self._marks.get("unit-of", ()):
            for said in pattern.finditer(text):
                name, _, form = _SAYS.sub(":", said.group(), count=1).partition(":")
                unit = self.unit(form.removesuffix("计"))
                if unit is not None and (name := name.removeprefix("其中")):
                    found[name] = unit, rule
        return found

    def _listed(self, words: str) -> list[Unit]:
        whole = self.unit(words)
        if whole is not None:
            return [whole]
        for parts in (_LISTED.split(words), re.split("[/／、，, ]+", words), re.split("[；;]", words)[:1]):
            units = [self.unit(part) for part in parts if part]
            if units and None not in units:
                return [unit for unit in units if unit is not None]
        return []


def bare(words: str) -> str:
    """``words`` without the blanks inside and around."""
    return _BLANK.sub("", words)


@lru_cache(maxsize=8)
def table_words(extra: tuple[str, ...] = ()) -> TableWords:
    """The table words of the shipped patterns and of a user's ``extra`` files."""
    return TableWords(load(extra), grammar(extra))
