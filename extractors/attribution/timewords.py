"""The words beside times and numbers that say how a time governs: patterns/periods.yaml, compiled."""

from __future__ import annotations

import re
from functools import lru_cache

from civx.patterns.kept import compiled
from civx.patterns.limits import LimitedPattern
from civx.patterns.load import Patterns, load

from ..words.times import Time

_SIDES = ("prefix", "suffix")
SAME_DAY = "{D}"
_CLAUSE_START = compiled(r"[^，,。；;！!？?\n]*$")


class TimeWords:
    """The words beside a time expression that say how it governs, and those before a number that say what it is."""

    def __init__(self, patterns: Patterns) -> None:
        words: dict[tuple[str, str], list[str]] = {}
        self._rules: list[tuple[str, str, str]] = []
        self._telling: dict[str, str] = {}
        self._rule_of: dict[str, str] = {}
        self._leads: list[tuple[re.Pattern[str] | LimitedPattern, str]] = []
        self.tallies: dict[str, str] = {}  # 10月发放620人，计31万元
        pseudo: list[str] = []  # longer words, which tell nothing
        for rule in patterns.rules("periods"):
            name = f"periods.yaml#{rule['id']}"
            for side in _SIDES:
                if side in rule:
                    words.setdefault((side, rule[side]), []).extend(rule["terms"])
                    self._rules += [(side, word, name) for word in rule["terms"]]
            if rule.get("value") == SAME_DAY:
                words.setdefault(("suffix", "day"), []).extend(rule["terms"])  # 5月20日当天
            if "lead" in rule:
                user = patterns.is_user("periods", rule["id"])
                where = patterns.where("periods", rule["id"])
                lead = LimitedPattern(rule["lead"], where) if user else compiled(rule["lead"])
                self._leads.append((lead, name))
            if rule.get("tells") == "tally":
                self.tallies |= dict.fromkeys(rule["numbers"], name)
            elif "tells" in rule:
                pseudo += rule.get("not", ())
                for word in rule["numbers"]:
                    self._telling[word] = rule["tells"]
                    self._rule_of[word] = name
        self.strong = tuple(words.get(("prefix", "as-of"), ()))
        self.as_of = (*self.strong, *words.get(("prefix", "towards"), ()))
        self.comparing = tuple(words.get(("prefix", "compares"), ()))
        self.shares = (*self.comparing, *words.get(("prefix", "shares"), ()))
        self.compared = tuple(words.get(("suffix", "compares"), ()))
        self.same_time = tuple(words.get(("suffix", "same-time"), ()))
        self.happened = tuple(words.get(("prefix", "happened"), ()))
        self.aside = tuple(words.get(("prefix", "aside"), ()))
        self.closes = tuple(words.get(("suffix", "closes"), ()))
        self.since = tuple(words.get(("prefix", "since"), ()))
        self.at = tuple(words.get(("prefix", "at"), ()))
        self.about = (*self.at, *words.get(("prefix", "about"), ()))
        self.onward = tuple(words.get(("suffix", "since"), ()))
        self.after = tuple(words.get(("suffix", "after"), ()))
        self.deadline = tuple(words.get(("suffix", "deadline"), ()))
        self.cites = tuple(words.get(("prefix", "cites"), ()))
        self.in_all = tuple(words.get(("suffix", "in-all"), ()))
        self.own = tuple(words.get(("suffix", "own"), ()))
        self.day = tuple(words.get(("suffix", "day"), ()))
        self.past = tuple(words.get(("suffix", "past"), ()))
        after = "|".join(map(re.escape, self.after)) or "(?!)"
        self._goes_on = compiled(rf"[^，,。；;：:\s\d年月日]{{0,5}}?(?:{after})")
        onward = "|".join(map(re.escape, self.onward)) or "(?!)"
        self._set_off = compiled(rf"[^，,。；;：:\s\d年月日]{{1,5}}?(?:{onward})")
        founding = sorted(words.get(("suffix", "past"), ()), key=len, reverse=True)
        founded = "|".join(founding) or "(?!)"
        self.founding = compiled(rf"[^，,。；;：:、\n\d]{{0,14}}?(?:{founded})(?:并[^，,。\d]{{1,6}})?的")
        telling = sorted({*self._telling, *pseudo}, key=len, reverse=True)
        self._tells = compiled("|".join(map(re.escape, telling)) or "(?!)")

    def goes_on(self, text: str, position: int) -> bool:
        """Whether words like 以来 stand at ``position``, or behind what happened then: 5月入汛以来."""
        return self._goes_on.match(text, position) is not None

    def set_off(self, text: str, position: int) -> bool:
        """Whether it is told what began at ``position``: 自11月1日行动开始."""
        return self._set_off.match(text, position) is not None

    def lead(self, text: str, start: int, end: int) -> tuple[int, int]:
        """How far what may stand before a time goes from ``start``: what news open with, and whose time it is too."""
        at = [start]
        for pattern, _ in reversed(self._leads):  # what news open with stands before whose time it is
            found = pattern.match(text, at[-1], end)
            at.append(found.end() if found is not None else at[-1])
        return at[-2], at[-1]

    def told(self, text: str, start: int, end: int) -> dict[str, str]:
        """What the words in [start, end) tell of a number behind them, each with its rule: stock, flow, sum, kept."""
        found: dict[str, str] = {}
        for match in self._tells.finditer(text, start, end):
            word = match.group()
            if (tells := self._telling.get(word)) is not None:
                found[tells] = self._rule_of[word]
        return found

    def beside(self, text: str, time: Time) -> set[str]:
        """The rules whose words stand right before or behind ``time``, and its own."""
        found = {
            rule
            for side, word, rule in self._rules
            if (text.endswith(word, 0, time.start) if side == "prefix" else text.startswith(word, time.end))
        }
        if time.rule:
            found.add(time.rule)
        start = _CLAUSE_START.search(text, max(0, time.start - 60), time.start)
        before = start.start() if start is not None else time.start
        for pattern, rule in self._leads:
            lead = pattern.match(text, before, time.start)
            if lead is not None and lead.end() > before:
                found.add(rule)
        if self.founding.match(text, time.end) is not None:
            found.add("periods.yaml#founding")
        return found


@lru_cache(maxsize=8)
def time_words(extra: tuple[str, ...] = ()) -> TimeWords:
    """The time words of the shipped patterns and of a user's ``extra`` files."""
    return TimeWords(load(extra))
