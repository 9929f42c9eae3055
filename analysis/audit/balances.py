"""What was there, came, went and is left.

年初250户，新增20户，退出14户，年末256户; 可用资金1100万元，支出935万元，结余165万元.
"""
from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from .belonging import together
from .claims import LIKELY, MAY, MIGHT, MUST, Claim, decided
from .equations import Sum
from .finding import Finding
from .interval import said, shown
from .parts import is_counted
from .reading import Line, Mention, prose
from .words import Words

_BACK = 2  # sentences before in which what came and went may stand
_STOCK_BACK = 8  # sentences before in which it may stand how many there were
_NEAR = 6  # numbers before what is left, in which the whole and what is done may stand
_CLOSE = 2  # times


def check(lines: list[Line], words: Words) -> Iterator[Finding]:
    """Findings on balances, in text order of what is left."""
    for mention in prose(lines):
        if mention.fact.measure == "standard" and mention.at and mention.printed is not None:
            yield from decided(raised(mention, words))
        if not is_counted(mention):
            continue
        label = f"{_led(mention)} {mention.tail[:4]}"
        if words.of("opening").within(label):
            continue
        if words.of("closing").within(label):
            reached = _reached(mention, words) if words.of("level").within(mention.clause) else ()
            left = _left(mention, words) if words.of("left").within(label) else ()
            yield from decided([*_stock(mention, words), *_account(mention, words), *left, *reached])
        elif words.of("left").within(label):
            yield from decided(_left(mention, words))
        elif words.of("level").within(mention.clause):
            yield from decided(_reached(mention, words))


def _led(mention: Mention) -> str:
    """The words before a number; those before its 户 where it is the 人 that go with them."""
    if mention.gap.strip("、，, ") or not mention.at:
        return mention.clause
    return mention.line.mentions[mention.at - 1].clause


def _around(mention: Mention) -> list[Mention]:
    """The numbers counted as this one in its sentence and the few before, in text order."""
    found = [m for m in mention.line.mentions if m.like(mention) and m is not mention and is_counted(m)]
    line = mention.line.previous
    for _ in range(_BACK):
        if line is None or line.row:
            break
        found = [m for m in line.mentions if m.like(mention) and is_counted(m) and together(m, mention)] + found
        line = line.previous
    return [m for m in found if m.fact.programme == mention.fact.programme or m.line is mention.line]


def _stock(closing: Mention, words: Words) -> Iterator[Claim]:
    """年初 + 新增 − 退出 = 年末, where each is there once."""
    near = _around(closing)
    changes = [m for m in closing.line.mentions if m.like(closing) and m.fact.status == "change" and m.printed]
    opening = [m for m in near if words.of("opening").within(_led(m))]
    gains = [m for m in near if _gained(m, words) and m not in opening]
    losses = [m for m in near if _lost(m, words) and m not in opening]
    gains += [m for m in changes if words.of("gain").within(_led(m)) and not _lost(m, words)]
    losses += [m for m in changes if _lost(m, words)]
    gains, losses = _main(gains, words), _main(losses, words)
    here = all(m.line is closing.line for m in (*gains, *losses))
    if len(opening) != 1 or not (gains or losses) or (not here and (len(gains) > 1 or len(losses) > 1)):
        return
    yield _claim(closing, [*opening, *gains], losses, LIKELY, "what was there, came and went")


def _account(closing: Mention, words: Words) -> Iterator[Claim]:
    """年初结转98.2万元，年末结转148.95万元, with the year's income and spending in the sentences before."""
    opening = [
        m for m in closing.line.mentions[: closing.at] if m.like(closing) and words.of("opening").within(_led(m))
    ]
    if closing.fact.measure != "amount" or len(opening) != 1:
        return
    line = closing.line.previous
    flows: dict[str, Mention] = {}
    for _ in range(_STOCK_BACK):
        if line is None or line.row:
            break
        for m in line.mentions:
            if m.whole is None and m.fact.measure == "amount" and m.fact.status == "actual" and is_counted(m):
                for role in ("income", "outgo"):
                    if words.of(role).within(m.clause) and words.of("total").within(m.clause):
                        flows.setdefault(role, m)
        line = line.previous
    if len(flows) == 2:
        why = "what was there, the income and what was spent"
        yield _claim(closing, [*opening, flows["income"]], [flows["outgo"]], MAY, why)


def raised(level: Mention, words: Words) -> Iterator[Claim]:
    """计划将低保标准再提高30元，达到每人每月630元: with what the standard is now."""
    gain = level.line.mentions[level.at - 1]
    if gain.fact.direction != "up" or not gain.fact.unit.startswith("元"):
        return
    if not words.of("level").within(level.clause):
        return
    own = [
        m for m in level.line.report.units.get(level.fact.unit, ())
        if m.seq < gain.seq and m.fact.status == "actual" and m.fact.programme == level.fact.programme
        and m.printed is not None and level.fact.area in ("", m.fact.area) and m.fact.place == level.fact.place
    ]
    values = {m.value for m in own}
    for m in own[-1:]:
        sure = LIKELY if len(values) == 1 else MAY
        yield _claim(level, [m, gain], [], sure, "what a standard is, and what it is raised by")


def _main(flows: list[Mention], words: Words) -> list[Mention]:
    """Of what came (or went), the number that adds up the others, where one does."""
    if len(flows) < 3:
        return flows
    last = max(flows, key=lambda m: m.value)
    rest = sum(m.value for m in flows if m is not last)
    return [last] if rest == last.value or words.of("overall-time").within(last.clause) else flows


def _gained(mention: Mention, words: Words) -> bool:
    label = _led(mention)
    return words.of("gain").within(label) and not _lost(mention, words)


def _lost(mention: Mention, words: Words) -> bool:
    return words.of("loss").within(_led(mention))


def _left(rest: Mention, words: Words) -> Iterator[Claim]:
    """可用资金1100万元，支出935万元，结余165万元; 187个村中176个完成，剩余11个."""
    before = [m for m in rest.before() if m.like(rest) and is_counted(m)][:_NEAR]
    earlier = [m for m in rest.earlier() if m.like(rest) and is_counted(m)][:_NEAR]
    why = "a whole, what is done of it, and what is left"
    before = [m for m in before if not words.of("closing").within(_led(m)) and not words.of("left").within(_led(m))]
    earlier = [m for m in earlier if not words.of("closing").within(_led(m))]
    done = next((m for m in before if not words.of("opening").within(_led(m))), None)
    if done is not None and len(before) == 1 and words.of("goal").within(f"{done.clause} {done.fact.subject}"):
        for other in earlier:  # 全年预算480万元，余额216万元, and what was spent sentences before
            if other.whole is None and other.value < done.value and other.fact.status == rest.fact.status:
                yield _claim(rest, [done], [other], MAY, why)
    if done is None:
        return
    sure = LIKELY
    wholes = [m for m in (*before, *earlier) if m is not done and m.value >= max(done.value, rest.value)]
    if done.whole is not None and done.whole.like(rest):
        wholes = [done.whole, *(m for m in wholes if m is not done.whole)]
        sure = MUST if not words.of("closing").within(_led(rest)) else LIKELY
    for at, whole in enumerate(wholes[:_NEAR]):
        near_it = whole.value <= (done.value + rest.value) * _CLOSE
        own = sure if at == 0 and near_it and (whole.line is rest.line or together(whole, rest)) else MAY
        if words.of("goal").within(rest.gap) and whole.fact.status == "planned" and at == 0:
            own = LIKELY  # 距目标还差880张
        yield _claim(rest, [whole], [done], own if own > MAY or near_it else MIGHT, why)
        for other in before:
            if other is not done and other is not whole and other.value < whole.value:
                yield _claim(rest, [whole], [done, other], MIGHT, why)


def _reached(level: Mention, words: Words) -> Iterator[Claim]:
    """新增床位400张，总数达到7180张, where the report says how many there were."""
    if not level.at:
        return
    gain = level.line.mentions[level.at - 1]
    if not gain.like(level) or not is_counted(gain) or not _gained(gain, words) or gain.value >= level.value:
        return
    noun = words.of("gain").without(gain.fact.subject)
    stocks: list[Mention] = []
    line = level.line.previous
    for _ in range(_STOCK_BACK):
        if line is None or line.row:
            break
        stocks += [
            m for m in reversed(line.mentions)
            if m.like(level) and is_counted(m) and m.fact.status == "actual" and m.whole is None
            and (noun in m.fact.subject or m.fact.subject in noun) and m.value < level.value
            and (words.of("level").within(m.clause) or not _gained(m, words)) and m.fact.subject
        ]
        line = line.previous
    planned = level.fact.status == "planned"
    for at, stock in enumerate(stocks[:3]):
        both = planned and gain.fact.status == "planned" and words.of("level").within(stock.clause)
        sure = LIKELY if at == 0 and both else MAY
        yield _claim(level, [stock, gain], [], sure, "what there was and what is new")


def _claim(
    stated: Mention, plus: list[Mention], minus: list[Mention], sure: int, why: str
) -> Claim:
    def message() -> str:
        given = sum((m.value for m in plus), Decimal(0)) - sum((m.value for m in minus), Decimal(0))
        terms = " + ".join(said(m.fact) for m in plus) + "".join(f" − {said(m.fact)}" for m in minus)
        return f"{terms} = {shown(given, stated.fact.unit)}, but the report says {said(stated.fact)}"

    return Claim("balance", Sum(stated, plus, minus), sure, message, why)
