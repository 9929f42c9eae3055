"""What an amount or a count is per: 每人每月, 每床每年, 780元/月 behind 每人, 每千名老人31张, 平均每天700个."""

from __future__ import annotations

from decimal import Decimal

from civx.patterns.kept import compiled

from ..quantities.quantity import Ground, Quantity
from ..words.terms import mask
from .context import Context

_PER = "人次|户次|床位|[案格人次户张所座具盏个家餐穴床村亩套件例对份名位台车栋间处宗班课单票瓶斤吨棵]"
_EACH_PIECE = compiled(rf"(?:每(?:一|个)?|单(?=[户床例][^，。；;]{{0,4}}[补救最资减]))({_PER})")
_MEAL = compiled("[一1]([餐顿份])")
_EACH_WHO = {"名": "人", "位": "人", "床位": "床", "顿": "餐"}
TIMES = frozenset(("月", "年", "天", "季度", "学期", "小时", "周"))
_EACH, _PERSON, _REACH = mask("each"), mask("person"), mask("reach")
_ALIKE = Decimal(4)  # two standards of one time are not farther apart than so many times
_ONCE = compiled(
    "每(?:人每)?[天日周月年餐]一次[^。；;]{0,12}(?:补|减|优惠|收)[^。；;，,]{0,4}$|(?<![第每])一次(?:补贴|补助|减免|优惠)$"
)
# at the end of a list: 780元、560元，均为每人每月
_BEHIND = compiled(
    r"[，,（(](?:以上|上述)?(?:标准)?[均都皆](?:为|按|以|是|系)?(每[^。；;，,）)、]{1,5}?)(?=[。；;）)，,\s]|$)"
)
_MANY = compiled(
    r"(?:每(?=[百千万十])|平均(?=[百千万十])|(?<![\d一二三四五六七八九十百千余多几])(?=[千万]人(?:拥有|口|均)))"
    r"((?:十|百)?万|[百千])(人口|常住人口|户籍人口|名(?:老年人口|老年人|老人|长者|户籍老人|居民|儿童|婴幼儿)|位?老年人|老人|人|户)"
)
_ELDERLY = ("老年人", "老人", "长者", "儿童", "婴幼儿")  # so many beds for a thousand of them is a rate of its own
_AVERAGES = compiled("[每均人]")  # one of these is in what the next ones find
_FOR_EACH = compiled("平均每(?![天日月年周季人户])|每(?:十|百)?[百千万]")
_DAILY = compiled(r"平均每(?:个)?(天|日|月|年|周)|每(?:个)?(天|日|月|年|周)平均")


def per_parts(context: Context, quantity: Quantity) -> tuple[list[str], Ground]:
    """Per whom, what and how long the words before an amount say it is, in order; the rule and words that said it."""
    parts: list[str] = []
    rule = ""
    said: list[tuple[int, int]] = []
    for start, end, term in quantity.tokens if quantity.bits & _EACH else ():
        if term.bits & _EACH:
            parts += term.each.split("/")[1:]
            rule = rule or term.rules["each"]
            said.append((start, end))
    pieces = [p for p in _EACH_PIECE.finditer(context.text, quantity.own, quantity.left) if p[1] not in "人名位"]
    if not pieces and not parts and not quantity.scaled:
        pieces = list(_MEAL.finditer(context.text, quantity.own, quantity.left))
    parts += [_EACH_WHO.get(piece[1], piece[1]) for piece in pieces]
    said += [piece.span() for piece in pieces]
    if not said:
        return parts, ("", -1, -1)
    return parts, (rule or "per-piece", min(start for start, _ in said), max(end for _, end in said))


def told_before(context: Context, quantity: Quantity) -> list[str]:
    """The time of a standard that a clause before names: 年供养标准增长1.9倍，每人从1400元提高到4114元."""
    money = quantity.previous
    while money is not None and money.measure not in ("amount", "standard"):
        money = money.previous
    low = max(context.segment(quantity.start), money.end if money is not None else context.start)
    for _, _, term in reversed(context.between(low, quantity.own)):
        if term.each and term.text.endswith("标准"):
            return [part for part in term.each.split("/")[1:] if part in TIMES]
    return []


def per_behind(context: Context, quantity: Quantity) -> tuple[list[str], Ground]:
    """The same, of words at the end of the list that the amount stands in: 城市780元、农村560元，均为每人每月."""
    found = _BEHIND.search(context.text, quantity.end, context.end)
    term = context.lexicon.terms.get(found[1]) if found is not None else None
    if found is None or term is None or not term.each:
        return [], ("", -1, -1)
    return term.each.split("/")[1:], (term.rules["each"], *found.span(1))


def composed(money: str, parts: list[str]) -> str:
    """The unit in its order: money / who or what / time."""
    whos = list(dict.fromkeys(part for part in parts if part not in TIMES))
    time = next((part for part in parts if part in TIMES), "")
    if whos[:2] in (["人", "次"], ["次", "人"]):
        whos = ["人次"]
    if "床" in whos and "张" in whos:
        whos.remove("张")
    return "/".join(part for part in (money, *whos[:2], time) if part)


def per_as_before(context: Context, quantity: Quantity) -> str:
    """The unit of the standard before it in the sentence: 城市低保标准每人每月780元，…养育标准同步调整至2150元."""
    before = quantity.previous
    if not any(term.bits & _REACH for _, _, term in quantity.tokens):
        return ""
    while before is not None and before.start >= context.start:
        if before.measure == "standard" and before.unit.partition("/")[0] == quantity.unit:
            alike = before.value and quantity.value and 1 / _ALIKE <= quantity.value / before.value <= _ALIKE
            return before.unit if alike and before.unit.endswith(("/月", "/年")) else ""
        before = before.previous
    return ""


def once(context: Context, quantity: Quantity) -> bool:
    """Whether a payment is told as one for each time that a person comes: 每天一次，一次补贴1元."""
    return _ONCE.search(context.text, context.segment(quantity.start), quantity.left) is not None


def names_person(context: Context, quantity: Quantity) -> bool:
    """Whether the sentence names people before the amount."""
    return context.holds(_PERSON, context.start, quantity.left)


def average_unit(context: Context, quantity: Quantity) -> str:
    """The unit of a count that is told for so many people (每千名老人31张) or days; "" where it is not."""
    own, text = quantity.own, context.text
    if _AVERAGES.search(text, own, quantity.left) is None:
        return ""
    many = _MANY.search(context.text, own, quantity.left)
    if many is not None and (quantity.form == "张" or not many[2].endswith(_ELDERLY)):
        return f"{quantity.form or quantity.unit}/{many[1]}{'户' if many[2] == '户' else '人'}"
    daily = _DAILY.search(context.text, own, quantity.left)
    if daily is not None and quantity.measure == "count":
        time = daily[1] or daily[2]
        return f"{quantity.unit}/{'天' if time == '日' else time}"
    return ""


def per_each(context: Context, quantity: Quantity) -> bool:
    """Whether the words before a number tell it on average for each of something else: 平均每投入百万元受益18人."""
    return _FOR_EACH.search(context.text, quantity.own, quantity.left) is not None
