"""Times that are told in words and a numeral: “十四五”期间, 过去五年, 三年来, 今后五年.

Their shapes are the rules of patterns/periods.yaml that have a ``pattern``; ``<规>`` in it is the numeral of a
five-year plan, ``<几>`` a number of years.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import count

from civx.patterns.kept import compiled
from civx.patterns.limits import LimitedPattern
from civx.patterns.load import Patterns, load

from .times import Time, merged, small

_FIRST_PLAN = 1951  # the first of the n-th five-year plan is 1951 + 5n: the fourteenth began in 2021
_PLAN_YEARS = 5
_MOST = 40  # years that one looks back on or ahead
_MACROS = (
    ("<规>", "p", "[一二三四五六七八九]?十?[一二三四五六七八九十]"),
    ("<几>", "c", r"(?:[一二三四五六七八九]?十[一二三四五六七八九]?|[一二两三四五六七八九]|\d{1,2})"),
)
# 三年, 十四五, 12年, 年初; that the first character stands in front makes the search fast.
_SIGNS = compiled(
    r"[一二两三四五六七八九十\d年]"
    r"(?:(?<=[一二两三四五六七八九十])[一二两三四五六七八九十]{0,2}(?:个[财会学]|[年五])|(?<=\d)(?<!\d\d)\d?(?:年|个[财会学])|(?<=年)初)"
)
_BEFORE, _BEHIND = 7, 12  # how far the longest shapes reach beyond the sign


class Spans:
    """Finds them in a stretch of text."""

    def __init__(self, patterns: Patterns) -> None:
        self._rules: list[tuple[str, str]] = []  # value and rule, by the number of the pattern's group
        self._users: list[tuple[LimitedPattern, int]] = []
        sources: list[str] = []
        for rule in patterns.rules("periods"):
            if "pattern" not in rule:
                continue
            number = len(self._rules)
            self._rules.append((rule["value"], f"periods.yaml#{rule['id']}"))
            if patterns.is_user("periods", rule["id"]):
                pattern = LimitedPattern(_named(rule["pattern"], number), patterns.where("periods", rule["id"]))
                self._users.append((pattern, number))
            else:
                sources.append(f"(?P<r{number}>{_named(rule['pattern'], number)})")
        self._all = compiled("|".join(sources) or "(?!)")

    def find(self, text: str, start: int, end: int) -> list[Time]:
        """The times in [start, end) in text order; where several overlap, the longest, of equals the first rule's."""
        found: list[Time] = []
        at = start
        for sign in _SIGNS.finditer(text, start, end):
            if sign.end() <= at:
                continue
            # The shapes are looked for only around what all of them hold: they would be slow on a whole text.
            match = self._all.search(text, max(at, sign.start() - _BEFORE), min(end, sign.end() + _BEHIND))
            if match is None:
                continue
            groups = match.groupdict()
            number = next(number for number in range(len(self._rules)) if groups.get(f"r{number}") is not None)
            time = _time(match, *self._rules[number])
            at = match.end()
            if time is not None:
                found.append(time)
        for pattern, number in self._users:
            for match in pattern.finditer(text, start, end):
                time = _time(match, *self._rules[number])
                if time is not None:
                    found.append(time)
        return merged(found) if len(found) > 1 else found


def _named(source: str, rule: int) -> str:
    """The pattern with its macros as groups, each with a name of its own: p3_1, p3_2 for plans, c3_1 for counts."""
    number = count(1)
    for macro, letter, numeral in _MACROS:
        while macro in source:
            source = source.replace(macro, f"(?P<{letter}{rule}_{next(number)}>{numeral})", 1)
    return source


def _time(match: re.Match[str], value: str, rule: str) -> Time | None:
    groups = match.groupdict()
    plan = next((said for name, said in groups.items() if said and name[0] == "p"), None)
    years = next((said for name, said in groups.items() if said and name[0] == "c"), None)
    if plan:
        number = small(plan)
        if not 5 <= number <= 30:
            return None
        first = _FIRST_PLAN + _PLAN_YEARS * number
        value = value.replace("{F}", str(first)).replace("{L}", str(first + _PLAN_YEARS - 1))
    elif years:
        told = small(years)
        if not 1 <= told <= _MOST:
            return None
        if told == 1:
            value = value.partition("/")[2] or value
        value = re.sub(r"\{([A-Z])-C\}", lambda m: f"{{{m.group(1)}-{told - 1}}}", value)
        value = re.sub(r"\{([A-Z])\+C\}", lambda m: f"{{{m.group(1)}+{told - 1}}}", value)
        value = value.replace("-B}", f"-{told}}}").replace("+0}", "}").replace("-0}", "}")
    first_point, _, last_point = value.rpartition("/")
    grain = "years" if first_point else "year"
    return Time(match.start(), match.end(), first_point or last_point, last_point, grain, None, rule)


@lru_cache(maxsize=8)
def spans(extra: tuple[str, ...] = ()) -> Spans:
    """The shapes of the shipped patterns and of a user's ``extra`` files."""
    return Spans(load(extra))
