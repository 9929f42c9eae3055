"""Standards against each other: a year's and a month's (每年5400元，折合每月450元), and multiples of another's."""
from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from .belonging import called, together
from .claims import LIKELY, MAY, MIGHT, MUST, Claim, decided
from .equations import Quotient
from .finding import Finding
from .interval import near, plain, said
from .periods import months_of
from .reading import Line, Mention, prose
from .words import Words

_OF = re.compile(r"^[)）]?[的之]$")
_OF_BEFORE = re.compile(r"[^，,；;。：:]*的$")
_SINCE = re.compile(r"\d{4}年末?底?的$")
_LINK = re.compile("为|是|按|即|达到|相当于|不低于|参照")
_JOINED = frozenset("和、及与")
_MONTHS = ("月", "每月")
_NAME = 4  # characters of a name that says which standard
_LEAST = 10_000  # 元
_MOST = 100_000  # 元, that one may get
_ONE, _YEAR = Decimal(1), Decimal(12)


def check(lines: list[Line], words: Words) -> Iterator[Finding]:
    """Findings on standards, in text order."""
    for mention in prose(lines):
        if mention.printed is None or mention.fact.status == "change":
            continue
        if mention.fact.measure == "standard":
            yield from decided(_of_a_year(mention, words))
        elif mention.fact.unit == "倍":
            yield from decided(_multiple(mention, words))
        elif mention.fact.measure == "amount":
            yield from decided([*_paid_all_year(mention, words), *_small(mention, words)])


def in_other_time(mention: Mention, words: Words) -> bool:
    """Whether a number says again what the one right before it says, for a month or a year: 折合每月450元."""
    if mention.at == 0:
        return False
    if words.of("converted").within(mention.gap[-8:]):
        return True
    last = mention.line.mentions[mention.at - 1]
    opened = mention.gap.rstrip("0123456789").rpartition("（")[2] if "（" in mention.gap else None
    if opened is None or "/" not in last.fact.unit or not mention.fact.unit.startswith("元"):
        return False  # 每人每月600元（年标准7200元）
    return opened[:2] in words.of("time-again").terms or opened[:1] in words.of("time-again").terms


def _of_a_year(mention: Mention, words: Words) -> Iterator[Claim]:
    if not in_other_time(mention, words):
        monthly_one = _same_standard(mention, words)
        if monthly_one is not None and mention.value > monthly_one.value and "（" not in mention.gap:
            yield _twelve(mention, monthly_one, _YEAR)
        return
    other = mention.line.mentions[mention.at - 1]
    if other.fact.measure not in ("standard", "amount") or other.printed is None or mention.value <= 0 >= other.value:
        return
    if other.fact.measure == "amount" and other.value > _MOST:
        return  # 全年发放低保金245.76万元，即每人每月400元
    other = _counterpart(mention, other)
    yearly = words.of("a-whole-year").within(mention.gap[-6:])
    monthly = words.of("a-month").within(mention.gap[-4:]) or mention.gap.endswith(_MONTHS)
    if monthly and not yearly:
        if mention.value < other.value:
            yield _twelve(mention, other, _ONE / _YEAR)  # 年标准5640元，合每月470元
    elif yearly or mention.fact.unit.endswith("/年"):
        yield _twelve(mention, other, _YEAR)
    elif mention.fact.unit.endswith("/月") and mention.value < other.value:
        yield _twelve(mention, other, _ONE / _YEAR)


def _small(mention: Mention, words: Words) -> Iterator[Claim]:
    """每人每月90元（一年1080元）: what one gets a year, which extraction took for all the money."""
    if mention.at and mention.value < _MOST and mention.line.mentions[mention.at - 1].fact.per_month is not None:
        yield from _of_a_year(mention, words)


def _same_standard(mention: Mention, words: Words) -> Mention | None:
    """由780元提高到826元，每月增加46元，增幅5.9%，年标准达到9912元: the monthly value that a year's is of."""
    if not words.of("year-standard").within(mention.clause):
        return None
    found = [
        m for m in mention.before()
        if m.fact.per_month is not None and m.fact.status in ("actual", "planned") and m.fact.unit.endswith("/月")
        and m.fact.programme == mention.fact.programme and m.fact.area == mention.fact.area and not m.fact.direction
    ]
    return found[0] if found else None


def _counterpart(mention: Mention, other: Mention) -> Mention:
    """The number that is said again: of as many that stand joined, the one in the same place.

    每月分别为1800元和1300元（即每年21600元和15600元）
    """
    mentions = mention.line.mentions
    before, behind = 1, 1
    while other.at - before >= 0 and mentions[other.at - before + 1].gap.strip("\u0020") in _JOINED:
        before += 1
    while mention.at + behind < len(mentions) and mentions[mention.at + behind].gap.strip("\u0020") in _JOINED:
        behind += 1
    first = mentions[mention.at - before]
    return first if before == behind > 1 and first.printed is not None and first.value > 0 else other


def _paid_all_year(mention: Mention, words: Words) -> Iterator[Claim]:
    """每月发放76.6万元，全年919.2万元; 每月需79.2万元，1—11月累计发放871.2万元."""
    if not mention.at or mention.fact.measure != "amount" or mention.printed is None or mention.value <= 0:
        return
    other = mention.line.mentions[mention.at - 1]
    if other.fact.measure != "amount" or other.printed is None or other.value <= 0 or other.value < _LEAST:
        return
    if not words.of("every-month").within(other.clause):
        return
    why = "money a month, and that of all months"
    clause = mention.clause.rstrip("共约为达")
    if clause in words.of("a-whole-year").terms:
        yield _twelve(mention, other, _YEAR)._replace(sure=LIKELY, why=why)
        return
    reckoned = words.of("reckoned").within(mention.line.text) or clause.endswith(words.of("due").terms)
    months = months_of(mention.fact.period)
    if words.of("all-year").within(clause) and months != _ONE:
        yield _twelve(mention, other, _YEAR)._replace(sure=LIKELY if reckoned else MAY, why=why)
    elif months not in (_ONE, _YEAR):
        yield _twelve(mention, other, months)._replace(sure=MAY, why=why)


def _twelve(mention: Mention, other: Mention, factor: Decimal) -> Claim:
    def message() -> str:
        sign, by = ("×", factor) if factor > 1 else ("/", _YEAR)
        given = near(other.value * factor, mention.fact, mention.fact.unit)
        return f"{plain(other.value)}元 {sign} {by:f} = {given}, but the report says {said(mention.fact)}"

    return Claim("standard", Quotient(mention, [other], [], factor), MUST, message, "one standard, a year and a month")


def _multiple(multiple: Mention, words: Words) -> Iterator[Claim]:
    """A为B的1.5倍: B's number stands right before 的, or is called B; or B is what was there before (是去年的1.5倍)."""
    mentions = multiple.line.mentions
    below = mentions[multiple.at - 1] if multiple.at else None
    if below is not None and _OF.match(multiple.gap):
        candidates = [above for above in below.before() if above.fact.measure == below.fact.measure]
        for at, above in enumerate(candidates):
            if _comparable(above, below) is not None:
                yield _claim(multiple, above, below, MUST if at == 0 else MIGHT)
        return
    of = _OF_BEFORE.search(multiple.gap)
    if of is None:
        return
    if words.of("past").within(of.group()) or _SINCE.search(of.group()):
        old = next((m for m in multiple.before() if m.fact.status == "previous" and m.fact.measure != "rate"), None)
        if old is None or multiple.at - old.at > 2:
            return
        close = mentions[max(0, old.at - 1) : multiple.at]
        news = [m for m in close if m.same(old) and m is not old and _comparable(m, old) is not None]
        for m in news:
            yield _claim(multiple, m, old, MUST if len(news) == 1 else MIGHT)
        return
    yield from _of_named(multiple, of.group()[:-1], words)


def _of_named(multiple: Mention, name: str, words: Words) -> Iterator[Claim]:
    """特困标准按城市低保标准的1.3倍确定，为每人每月1060元: the standard of that name, wherever it stands."""
    link = next(reversed(list(_LINK.finditer(name))), None)
    if link is None:
        return
    whole, above_name = name[link.end() :], name[: link.start()]
    if len(whole) < _NAME or not words.of("standard-name").within(whole):
        return
    line = multiple.line
    standards = [
        m for unit, own in line.report.units.items() if unit.startswith("元/") for m in own
        if m.printed is not None and m.value > 0 and m.fact.status in ("actual", "planned")
    ]
    belows = [m for m in standards if m.at != multiple.at + 1 or m.line is not line]
    belows = [m for m in belows if _is_called(whole, m, words) and together(m, multiple)]
    behind = line.mentions[multiple.at + 1] if multiple.at + 1 < len(line.mentions) else None
    if behind is not None and behind.fact.measure == "standard" and behind.printed is not None:
        aboves = [behind]
    else:
        aboves = [m for m in standards if m.line is line and m.at < multiple.at]
        aboves = [m for m in aboves if above_name and _is_called(above_name, m, words)]
    if not belows or not aboves:
        return
    belows.sort(key=lambda m: abs(m.seq - multiple.seq))
    values = {m.fact.per_month for m in belows if m.line.number <= line.number}
    for above in aboves[-1:]:
        for at, below in enumerate(belows[:4]):
            if below is not above and _comparable(above, below) is not None:
                yield _claim(multiple, above, below, LIKELY if at == 0 and len(values) < 2 else MIGHT)


def _is_called(name: str, mention: Mention, words: Words) -> bool:
    """Whether a standard is that of the name, of no other area."""
    fact = mention.fact
    area = words.of("area")
    for term, side in (("城市", "urban"), ("城镇", "urban"), ("农村", "rural")):
        if term in name and fact.area not in (side, "both", ""):
            return False
    bare = area.without(name)
    return called(bare[-6:], f"{mention.clause} {area.without(fact.subject)}") > 0 or called(
        bare.removesuffix("标准"), area.without(fact.subject)
    ) > 0


def _claim(multiple: Mention, above: Mention, below: Mention, sure: int) -> Claim:
    one, two = _comparable(above, below) or (above.value, below.value)
    same = above.fact.unit == below.fact.unit
    factor = _ONE if same else one * below.value / (two * above.value)

    def message() -> str:
        given = near(one / two, multiple.fact)
        return f"{said(above.fact)} / {said(below.fact)} = {given}倍, but the report says {said(multiple.fact)}"

    return Claim("multiple", Quotient(multiple, [above], [below], factor), sure, message, "a multiple of the other")


def _comparable(above: Mention, below: Mention) -> tuple[Decimal, Decimal] | None:
    """The two values in one unit; None where they do not compare."""
    if above.printed is None or below.printed is None or above.value <= 0 or below.value <= 0:
        return None
    if above.fact.unit == below.fact.unit:
        return above.value, below.value
    one, two = above.fact.per_month, below.fact.per_month
    return (one, two) if one and two else None
