"""When parts are the whole: what their names, sorts, places and times say, and the words around them."""
from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise

from .ages import all_ages
from .belonging import counts
from .claims import LIKELY, MAY, MUST
from .interval import Interval, total
from .reading import Line, Mention
from .words import Family, Words

_YEAR = len("2023")
_EACH = "各"
_CLASSES = frozenset("类级档款")
_NAME = 4  # characters between a class and its number
_BEHIND = 12  # characters behind the last part
_MONTHS = re.compile(r"(\d{4})-(\d\d)(?:/(\d{4})-(\d\d))?")
_CLASS = re.compile("第?([一二三四五六1-6])(款|类|级|档|胎|批|期|组|层|区|孩)")
_LEAST_CLASSES = 3
_HUNDRED = Interval(Decimal(100), Decimal(100))
_NUMERALS = "零一二三四五六七八九十"
_CLOSE = Decimal("0.25")  # a run that nothing joins to its total and that misses by more has another one


def sureness(whole: Mention, parts: Sequence[Mention], words: Words) -> tuple[Sequence[Mention], int, str]:
    """Which of the parts must be the whole, how sure that is, and why."""
    if of_their_own(whole, parts):
        return parts, 0, ""
    if whole.line is not parts[0].line and opens_apart(whole, parts, words):
        return parts, 0, ""
    if all_ages(whole, parts, words):
        return parts, MUST, "ages that follow on each other"
    for family in words.families:
        sides = sides_of(family, whole, parts)
        known = [side for side in sides if side is not None]
        if len(known) < 2 or len(set(known)) < len(known):
            continue  # a sort that stands there twice: two lists, or lists within a list
        members, others = _split(parts, sides, words)
        # 城市低保 and 农村低保 are no whole where 特困 stands beside them
        apart = whole.fact.programme != members[0].fact.programme and bool(others)
        some = any(words.of("limit").within(part.fact.subject) for part in members)  # 民政部门管理的公墓
        complete = family.complete and set(range(family.needed)) <= set(known) and not apart and not some
        if complete or any(is_rest(part, words) for part in members):
            return members, MUST, "sorts that are all there are"
        if whole.fact.measure != "amount":  # no money is in two parts at once: all of them count
            return members, MAY, "sorts that exclude each other"
    if len(parts) == 2 and words.denies(name_of(parts[0]), name_of(parts[1])):
        return parts, MUST, "the one is all that the other is not"
    rest = next((number for number, part in enumerate(parts) if number and is_rest(part, words)), 0)
    if rest:
        return parts[: rest + 1], MUST, "parts, and the rest"
    if in_places(parts) and _number_of_places(whole) == len(parts):
        return parts, MUST, "as many places as the report says"  # 2个乡镇…，其中白塔镇…、石门乡…
    if follow(whole, parts):
        return parts, MUST, "times that follow on each other"
    if kinds_named(whole, parts, words) == len(parts):
        return parts, MUST if close(whole, parts) else MAY, "as many kinds as the report says"
    if all(part.fact.start < whole.fact.start for part in parts) and adds_up(whole, words):
        return parts, MUST, "parts, added up behind them"
    if _goes_on(parts[-1], words):
        return parts, 0, ""  # 其余为其他类别, which no number is given for
    if in_order(parts):
        return parts, MUST if close(whole, parts) else MAY, "classes that follow on each other"
    if shares_are_all(parts):
        return parts, LIKELY if close(whole, parts) else MAY, "parts whose shares are 100%"
    if any(of_several(part) for part in parts):
        return parts, MAY, "parts"
    if any(m not in parts and m.like(whole) and m is not whole for m in parts[0].line.mentions[parts[0].at :]):
        return parts, MAY, "parts"
    if _viewed(parts[0], words) and not words.of("among").within(parts[-1].gap):
        return parts, LIKELY if close(whole, parts) else MAY, "parts that divide the whole"
    if parts[-1].after.startswith(words.of("and-so-on").terms):
        return parts, MAY, "parts"
    if words.of("consists").within(parts[0].gap) and not words.of("among").within(parts[0].gap):
        return parts, LIKELY if close(whole, parts) else MAY, "what the whole is made up of"
    return parts, MAY, "parts"


def in_order(parts: Sequence[Mention]) -> bool:
    """Whether the parts are classes numbered from the first on: 第1胎, 第2胎, 第3胎以上."""
    if len(parts) < _LEAST_CLASSES:
        return False
    found = [_CLASS.search(name_of(part)) for part in parts]
    classes = [m.group(1) for m in found if m is not None]
    numbers = [int(one) if one.isdigit() else _NUMERALS.find(one) for one in classes]
    return numbers == list(range(1, len(parts) + 1)) and len({m.group(2) for m in found if m}) == 1


def of_their_own(whole: Mention, parts: Sequence[Mention]) -> bool:
    """Whether the shares behind parts are those of their own sum, and that whole, sentences away, is another number."""
    if (whole.line is parts[0].line and close(whole, parts)) or not shares_are_all(parts):
        return False
    given = total(part.printed for part in parts if part.printed)
    if whole.printed is not None and given.meets(whole.printed):
        return False
    shares = [part.line.mentions[part.at + 1].printed for part in parts]
    return all(
        part.printed is not None and share is not None and part.printed.over(given, _HUNDRED.low).meets(share)
        for part, share in zip(parts, shares, strict=True)
    )


def shares_are_all(parts: Sequence[Mention]) -> bool:
    """Whether each part has a share right behind it, and these are 100% together."""
    shares = [part.line.mentions[part.at + 1] for part in parts if part.at + 1 < len(part.line.mentions)]
    if len(shares) < len(parts) or any(s.fact.unit != "%" or s.printed is None for s in shares):
        return False
    return total(s.printed for s in shares if s.printed).meets(_HUNDRED)


def is_rest(part: Mention, words: Words) -> bool:
    """Whether the part is all that the others leave."""
    return words.of("rest").within(part.clause)


def _goes_on(last: Mention, words: Words) -> bool:
    """Whether the words behind the last part say that there are others."""
    return words.of("rest").within(last.after[:_BEHIND])


def of_several(part: Mention) -> bool:
    """Whether a part is that of several names: 10年期、永续型3单; 福建省、甘肃省各1单."""
    if _EACH in part.gap[-_BEHIND:]:
        return True
    opened = part.gap.startswith(("，其中", "其中", "（", "("))
    return "、" in part.gap.lstrip("、，,；;：: ") and not opened


def _viewed(part: Mention, words: Words) -> bool:
    """Whether the words before the first part divide the whole anew: 按年龄分, 从规模看."""
    first = part.line.mentions[0]
    return words.of("view").within(part.gap) or (part.at < 3 and words.of("view").within(first.gap))


@lru_cache(maxsize=8)
def _kinds(words: Words) -> re.Pattern[str]:
    return re.compile(rf"([两{_NUMERALS}]|\d{{1,2}})(?:个|大)?({words.of('kinds').pattern()})")


def kinds_named(whole: Mention, parts: Sequence[Mention], words: Words) -> int:
    """How many kinds the words around a total name: 分三档, 四项共, 两类儿童; 0 where they name none."""
    behind = parts[0].fact.start > whole.fact.end
    return number_of_kinds(whole.up_to(parts[0]) if behind else whole.gap, whole.line, words)


def number_of_kinds(text: str, line: Line, words: Words) -> int:
    """The number of kinds that words of a sentence name, 0 for none. Where there is a 一类, 二类 is the second."""
    match = next(reversed(list(_kinds(words).finditer(text))), None)
    if match is None or f"一{match.group(2)}" in line.text or f"第{match.group()}" in line.text:
        return 0
    number = match.group(1)
    return 2 if number == "两" else _NUMERALS.index(number) if number in _NUMERALS else int(number)


def follow(whole: Mention, parts: Sequence[Mention]) -> bool:
    """Whether the parts are of times that follow on each other and together are that of the whole."""
    spans = [span_of(part.fact.period) for part in parts]
    given = span_of(whole.fact.period)
    known = sorted(span for span in spans if span is not None)
    if given is None or not known or len(known) < len(parts):
        return False
    return (known[0][0], known[-1][1]) == given and all(
        two[0] == one[1] + 1 for one, two in pairwise(known)
    )


@lru_cache(maxsize=1024)
def span_of(period: str) -> tuple[int, int] | None:
    """The first and the last month of a period; None where it has none."""
    if len(period) == _YEAR and period.isdigit():
        return int(period) * 12, int(period) * 12 + 11
    begin, slash, last = period.partition("/")
    if slash and len(begin) == len(last) == _YEAR and begin.isdigit() and last.isdigit():
        if int(last) - int(begin) == 1:
            return None  # a school year
        return int(begin) * 12, int(last) * 12 + 11
    if begin == ".." and len(last) == len("2023-09"):
        period = f"{last[:_YEAR]}-01/{last}"
    match = _MONTHS.fullmatch(period)
    if match is None:
        return None
    first = int(match.group(1)) * 12 + int(match.group(2)) - 1
    return first, int(match.group(3)) * 12 + int(match.group(4)) - 1 if match.group(3) else first


def _split(
    parts: Sequence[Mention], sides: Sequence[int | None], words: Words
) -> tuple[list[Mention], list[Mention]]:
    """The parts that are of a family, with what is called the rest, and the others."""
    members: list[Mention] = []
    others: list[Mention] = []
    for part, side in zip(parts, sides, strict=True):
        (members if side is not None or is_rest(part, words) else others).append(part)
    return members, others


def sides_of(family: Family, whole: Mention, parts: Sequence[Mention]) -> list[int | None]:
    """Which sort of the family each part is; one of another place than the whole is none."""
    named = family.of is None or family.of.within(f"{whole.fact.subject} {whole.clause} {whole.tail}")
    if not named or family.measure not in ("", whole.fact.measure):
        return [None] * len(parts)
    return [
        family.side(name_of(part), part.clause or part.tail) if part.fact.place == whole.fact.place else None
        for part in parts
    ]


def name_of(part: Mention) -> str:
    """The words that name a part, with the class that stands right before it as a number of its own: 二类低保98户."""
    before = part.line.mentions[part.at - 1] if part.at else part
    if before is not part and before.fact.unit in _CLASSES and before.fact.end + _NAME >= part.fact.start:
        return f"{before.text}{part.clause} {part.fact.subject} {part.tail}"
    return f"{part.fact.subject} {part.clause} {part.tail}"


def in_places(parts: Sequence[Mention]) -> bool:
    """Whether each part is that of another place."""
    names = {part.fact.place for part in parts}
    return "" not in names and len(names) == len(parts)


def at_times(parts: Sequence[Mention]) -> bool:
    """Whether each part is what came in another year, so that none is counted twice."""
    years = [part.fact.period for part in parts]
    return len(set(years)) == len(years) and all(len(year) == _YEAR and year.isdigit() for year in years)


def _number_of_places(whole: Mention) -> Decimal:
    """How many places the sentence says that the total is of; 0 where it does not."""
    before = whole.line.mentions[whole.at - 1] if whole.at else None
    return before.value if before is not None and before.fact.measure == "count" else Decimal(0)


def whole_of(whole: Mention, other: Mention) -> bool:
    """Whether a 合计 is not that of one place alone: 甲省共12单，共1546万元."""
    return whole.fact.place in ("", other.fact.place)


def adds_up(mention: Mention, words: Words) -> bool:
    """Whether a 合计 stands before the number, or before the 户 that its 人 goes with."""
    if mention.clause in words.of("in-all").terms:
        return True
    if words.of("total").within(mention.clause):
        return True
    if not mention.at or mention.gap.strip("、，, "):
        return False
    last = mention.line.mentions[mention.at - 1]
    return last.fact.subject == mention.fact.subject and words.of("total").within(last.clause)


def explained(whole: Mention, parts: Sequence[Mention]) -> bool:
    """Whether the first parts of a sentence, or all, give the total; what stands beside them then divides it anew."""
    assert whole.printed is not None
    known = [part for part in parts if part.printed]
    return any(
        total(part.printed for part in known[first:last] if part.printed).meets(whole.printed)
        for first in range(len(known) - 1) if not first or known[first].line is not known[first - 1].line
        for last in range(first + 2, len(known) + 1)
    )


def opens_apart(whole: Mention, parts: Sequence[Mention], words: Words) -> bool:
    """Whether a number of a sentence before and its parts are not of one time: 年初312个。社会团体142个、…"""
    opening = words.of("opening")
    opens = opening.within(whole.clause)
    return any(opening.within(part.clause) != opens for part in parts)


def close(whole: Mention, parts: Sequence[Mention], most: Decimal = _CLOSE) -> bool:
    """Whether parts that nothing joins to the whole but that they stand beside it come near it."""
    given = sum(part.value for part in parts)
    return abs(given - whole.value) <= whole.value * most


def is_counted(mention: Mention) -> bool:
    """Whether a number may be a part or a total at all."""
    return counts(mention) and mention.fact.status in ("actual", "planned")
