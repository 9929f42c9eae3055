"""Nouns that tell the unit of a number without one: 2.3万残疾人, 老人总数为1,203, 6千困难家庭."""

from __future__ import annotations

from civx.patterns.kept import compiled
from civx.patterns.load import Patterns

_STRETCH = compiled(r"[\u3400-\u9fff、“”]+")
_LONGEST = 14
_LONGEST_HOUSEHOLDS = 22  # 58个计划生育失独和伤残独生子女家庭
_AGES = compiled(r"[0-9]{1,3}(?:[-—~至到]{1,2}[0-9]{1,3})?周?岁(?:及)?(?:以上|以下)?(?:的)?")
_COUNTED = compiled(
    r"(?:总|总人)?数(?:量)?(?:共|已|总计|总共|累计)?(?:约?[为是达共:：]|达到|达至)?(?:[约近逾超]|超过|突破)?[ ]?$"
)
_REACHED = compiled(r"(?:共|已|现)?(?:有|达|达到|超|已超|逾|超过|突破|约|近|为)$")  # 用户超1亿
_NO_HOUSEHOLDS = frozenset("用账客门窗商散储")
_SCALED = compiled(r"\d+(?:\.\d+)?[万亿](?=[，,。；;、）)]|$)")
_SCALED_OLD = compiled(r"[\d.]+(?:[-—~至]+[\d.]+)?[万亿](?=[增减提上下扩升降发到至]|$)")
_HOUSEHOLDS = ("家庭", "户")


class Nouns:
    """The nouns for people, and what ends the search for one."""

    def __init__(self, patterns: Patterns) -> None:
        roles: dict[str, set[str]] = {}
        for rule in patterns.rules("grammar"):
            roles.setdefault(rule["role"], set()).update(rule["terms"])
        terms = {rule["id"]: tuple(rule["terms"]) for rule in patterns.rules("numerals")}
        self._persons = roles["person"] | set(terms["more-people"])
        self._sizes = sorted({len(word) for word in self._persons}, reverse=True)
        self._money = tuple(roles["money"] | roles["spend"])
        self.walls = tuple(word for word in roles["cut"] | roles["purpose"] if len(word) > 1)
        self._deeds = tuple(word for word in roles["deed"] if len(word) > 1)
        self._staffed = terms["staffed"]
        verbs = roles["cut"] | roles["agent"] | roles["tail"] | roles["stop"] | roles["respective"]
        # what may follow a noun that a number counts; single signs begin other words too (就业)
        self._after = (*(verb for verb in verbs if len(verb) > 1), *terms["people-do"])
        self._things = terms["no-people"]

    def behind(self, text: str, end: int) -> str:
        """The unit of a number that ends at ``end``, right before a noun for people or households; "" for none."""
        age = _AGES.match(text, end)
        end = age.end() if age is not None else end
        found = _STRETCH.match(text, end, end + _LONGEST)
        if found is None:
            return ""
        stop = found.end()
        for at in range(end + 1, stop + 1):
            if text.startswith(self.walls, at - 1):
                return ""
            if text.endswith(_HOUSEHOLDS, end, at):
                return "" if text.startswith(self._things, at) else "户"
            if not self._is_person(text, end, at) or self._goes_on(text, end, at, stop):
                continue
            if text.startswith(_HOUSEHOLDS, at):
                return "户"
            return "" if text.startswith(self._things, at) else "人"
        return ""

    def people(self, text: str, end: int) -> bool:
        """Whether the noun right behind 个 at ``end`` is one for people: 86个五保老人, but not 168个长者护理名额."""
        found = _STRETCH.match(text, end, end + _LONGEST)
        stop = found.end() if found is not None else end
        for at in range(end + 1, stop + 1):
            if text.startswith(self.walls, at - 1) or text[at - 1] in "的、" or text.startswith(self._staffed, at):
                return False
            if at > end + 2 and text.startswith(self._deeds, at - 1):
                return False  # 26个公墓接待群众
            if self._is_person(text, end, at) and not self._goes_on(text, end, at, stop):
                return at == stop or text.startswith(self._after, at)
        return False

    def households(self, text: str, end: int) -> bool:
        """Whether the noun right behind 个 at ``end`` is one for households: 136个城乡低保户发放."""
        found = _STRETCH.match(text, end, end + _LONGEST_HOUSEHOLDS)
        for at in range(end + 2, found.end() + 1 if found is not None else 0):
            if text.startswith(self.walls, at - 1) or text[at - 1] in "的、":
                return False
            if text.endswith(_HOUSEHOLDS, end, at) and text[at - 2] not in _NO_HOUSEHOLDS:
                return not text.startswith(self._things, at)
        return False

    def paid(self, text: str, at: int) -> bool:
        """Whether a word for money stands right before the number at ``at``: 筹资2.5万."""
        return text.endswith(self._money, 0, at)

    def before(self, text: str, at: int) -> str:
        """The unit that the label before the number at ``at`` gives: 家庭总数为, 老人数达; "" for none."""
        found = _COUNTED.search(text, max(0, at - 10), at) or _REACHED.search(text, max(0, at - 8), at)
        if found is None:  # 老年人口8.67万，总人口由120万增加到135万
            moved = text[at - 1 : at] in ("由", "从")
            scaled = (_SCALED_OLD if moved else _SCALED).match(text, at)
            return "人" if scaled and self._is_person(text, max(0, at - 6 - moved), at - moved) else ""
        if self._is_person(text, max(0, found.start() - 6), found.start()):
            return "人"
        return "户" if text.endswith(_HOUSEHOLDS, 0, found.start()) else ""

    def _is_person(self, text: str, start: int, end: int) -> bool:
        return any(end - size >= start and text[end - size : end] in self._persons for size in self._sizes)

    def _goes_on(self, text: str, start: int, at: int, stop: int) -> bool:
        """Whether a longer noun for people goes on behind ``at``: 儿童 and 儿童主任."""
        return any(
            text[later - size : later] in self._persons
            for later in range(at + 1, min(stop, at + 3) + 1)
            for size in self._sizes
            if start <= later - size <= at
        )
