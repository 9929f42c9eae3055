"""What belongs together: figures of one time and place, counted alike; a name and the figure that it names."""
from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from functools import lru_cache

from .reading import Line, Mention

_KINDS = frozenset("类项种级档条款期批")  # 四类海水占12.2% counts no kinds
_FEW = 30  # 四条措施 are kinds, 预警信息23万条 are not
_YEAR = 4
_NAMED = 0.7  # of a name's characters, in their order
_LEAST_NAME = 2
_SAID_WHOLE = 4  # a name no longer than all of this must stand there: 助老项目 is no 助医项目


def counts(mention: Mention) -> bool:
    """Whether a number is one of things, people or money, above nothing."""
    fact = mention.fact
    if fact.measure in ("rate", "standard") or fact.status == "change":
        return False
    if fact.unit in _KINDS and mention.value < _FEW:
        return False
    if len(fact.unit) == 1 and mention.value != mention.value.to_integral_value():  # 39.8张 of every thousand
        return False
    return mention.printed is not None and mention.value > 0


def alike(one: Mention, two: Mention) -> bool:
    """Whether both are counted alike: in one unit, or one thing in two (家 and 个)."""
    return one.fact.unit == two.fact.unit or (
        one.fact.measure == two.fact.measure == "count" and one.fact.subject == two.fact.subject
    )


def together(one: Mention, two: Mention) -> bool:
    """Whether nothing keeps two figures of different sentences apart: place, area or time."""
    a, b = one.fact, two.fact
    if a.place != b.place and a.place and b.place:
        return False
    if a.area != b.area and a.area and b.area and "both" not in (a.area, b.area):
        return False
    return same_time(a.period, b.period)


@lru_cache(maxsize=4096)
def same_time(one: str, two: str) -> bool:
    """Whether two periods can mean one time: equal or ending alike, one the year of the other, or not known."""
    if one == two or not one or not two:
        return True
    ends = {one.rpartition("/")[2], two.rpartition("/")[2]}
    if len(ends) == 1 and one.startswith("..") != two.startswith("..") and ".." not in ends:
        return True  # as of the end of June, and in the half-year up to then
    year, other = sorted((one, two), key=len)
    if len(year) != _YEAR:
        return False
    start, _, end = other.partition("/")
    if start.isdigit() and end.isdigit() and len(start) == len(end) == _YEAR and int(end) == int(start) + 1:
        return year in (start, end)  # a school or financial year
    return (start == ".." and end.startswith(year)) or (end == ".." and start.startswith(year))


@lru_cache(maxsize=20_000)
def called(name: str, label: str) -> float:
    """How well ``label`` says ``name``: the share of its characters that stand there in their order.

    0 where its last two do not: 户籍总人口 is called 户籍人口, and no 户籍居民.
    """
    if len(name) < _LEAST_NAME or not label:
        return 0.0
    if name in label:
        return 1.0
    at = label.rfind(name[-2:])
    if at < 0:
        return 0.0
    found = 2
    for char in reversed(name[:-2]):
        before = label.rfind(char, 0, at)
        if before >= 0:
            at, found = before, found + 1
    share = found / len(name)
    return share if found == len(name) or (share >= _NAMED and len(name) > _SAID_WHOLE) else 0.0


def named(name: str, mentions: Iterable[Mention]) -> list[Mention]:
    """Those of the mentions that are called so best, in their order."""
    rated = [(called(name, mention.label), mention) for mention in mentions]
    best = max((share for share, _ in rated), default=0.0)
    return [mention for share, mention in rated if share == best] if best else []


def before_in_report(line: Line, unit: str, most: int = 400) -> list[Mention]:
    """The numbers in ``unit`` in the sentences before, the nearest first."""
    if not line.mentions:
        return []
    own = line.report.units.get(unit, [])
    last = bisect_left(own, line.mentions[0].seq, key=_seq)
    return own[max(0, last - most) : last][::-1]


def _seq(mention: Mention) -> int:
    return mention.seq


def behind_in_report(line: Line, unit: str, lines: int) -> list[Mention]:
    """The numbers in ``unit`` in as many sentences behind, the nearest first."""
    found: list[Mention] = []
    for other in line.report.lines[line.number + 1 : line.number + 1 + lines]:
        found += [mention for mention in other.mentions if mention.fact.unit == unit]
    return found
