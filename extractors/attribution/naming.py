"""What a number's own words say that it is about: its list item, its subject, the words left and right of it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from ..quantities.quantity import Quantity
from ..words.lexicon import Lexicon
from ..words.terms import Token, mask
from .context import Context
from .decision import new
from .phrases import Phrase
from .topics import OTHER, TOGETHER, Evidence, measure_only

_JOINED = frozenset(("", "、", "和"))
_LIMITS, _MEASURED = frozenset(("at_least", "at_most")), frozenset(("standard", "amount"))
_SERVE, _SERVED, _YARDSTICK = mask("serve"), mask("served"), mask("yardstick")
_CHANGE = mask("change", "change-compared")
_TOWARDS = mask("served", "preposition")
_SPENT = mask("spend", "verb", "cut", "head")
_RULED = mask("norm-by")
_STOPS = frozenset("，,；;。")
_ROLLED = frozenset(("persons", "households"))
_LONGEST = 12  # characters of a word behind the stretch that it begins in


class Place(NamedTuple):
    """The features that words count as in one place: ``head`` is the word that names a benefit last (or first)."""

    head: str
    name: str
    group: str
    weak: str
    together: str


def _place(name: str) -> Place:
    return Place(f"{name}-head", f"{name}-name", f"{name}-group", f"{name}-weak", f"{name}-together")


_ITEM, _SUBJECT, _EARLIER, _LEFT = map(_place, ("item", "subject", "earlier", "left"))
_RIGHT, _OBJECT = map(_place, ("right", "object"))
_ALSO = {
    feature: f"{feature}-also"
    for place in (_ITEM, _SUBJECT, _EARLIER, _LEFT, _RIGHT, _OBJECT)
    for feature in place[:4]
}


def own_words(
    context: Context, quantity: Quantity, phrases: Sequence[Phrase], limit: int, taken: set[int], general: bool
) -> list[Evidence]:
    """What the words of the number's own say.

    ``phrases`` are the stretches that make its subject, ``limit`` is where the words left of it end that name it;
    ``taken`` are the words that are subjects of numbers before it; ``general`` says that the report is of a government.
    """
    found: list[Evidence] = []
    if quantity.item is not None:
        found += named(context, _beginning(context, *quantity.item), _ITEM)
    edge = yardstick(context, quantity) if quantity.measure == "rate" else quantity.left
    said: list[Token] = []
    earlier: list[Token] = []
    for start, end in phrases:
        (said if end > quantity.own else earlier).extend(_beginning(context, start, end))
    if quantity.item is not None and quantity.deal is not None:  # what is dealt to others is not its own
        others = [item for item in quantity.deal.items if item != quantity.item]
        said = [t for t in said if not any(start <= t[0] < end for start, end in others)]
    subject = [t for t in said if t[0] >= quantity.end or (t[0] not in taken and t[0] < edge and not _by(context, t))]
    if subject:
        found += named(context, subject, _SUBJECT)
        if (roll := _on_roll(context, quantity, subject)) is not None:
            found.append(evidence(roll, "on-roll"))
    if earlier:
        found += named(context, earlier, _EARLIER)
    inside = {token[0] for token in said}
    start = _after_joint(context, quantity)
    stop = min(edge, max(start, limit))
    left = [t for t in context.programmes_in(start, stop) if t[0] not in inside and t[0] not in taken]
    own = {t[2].programme for t in subject if _civil(t) and not t[2].weak and not t[2].group} if left else set()
    if own:
        left = [t for t in left if t[2].programme in own or not _receives(context, quantity, t)]
    if left:
        found += named(context, left, _LEFT)
    apart = general and phrases and phrases[-1][1] > quantity.own and not _only_spent(context, quantity)
    if apart and not any(_civil(t) for t in (*said, *left)):
        found.append(Evidence("noun-of-no-programme", OTHER, "default", -1, -1))
    found += _behind(context, quantity, inside, _RIGHT if subject or left else _OBJECT)
    return found


def _only_spent(context: Context, quantity: Quantity) -> bool:
    """Whether the clause says no more than that money was spent, on what the one before tells: …14所，投入420万元."""
    before, start = quantity.previous, quantity.clause_start
    if quantity.measure != "amount" or before is None or start != before.clause_end + 1:
        return False
    tokens = context.between(start, quantity.left)
    return bool(tokens) and tokens[0][0] == start and tokens[-1][1] == quantity.left and all(
        token[2].bits & _SPENT and not token[2].programme for token in tokens
    )


def _on_roll(context: Context, quantity: Quantity, subject: Sequence[Token]) -> Token | None:
    """The people that are all the clause names, as one of a roll: 低保户312户，残疾人1146人，老人1.2万人."""
    token, before = subject[-1], quantity.previous
    segment = context.segment(quantity.start)
    if token[2].group and token[0] == quantity.end and context.start < segment == quantity.left:
        return token  # …；2.3万名建档立卡贫困人口纳入保障
    if _listed_apart(context, quantity, token):
        return token  # 社會救助業務7億元、身心障礙福利業務12億元
    if not token[2].group or token[0] != quantity.clause_start or token[1] != quantity.left:
        return None
    if before is None or before.part_of is not None or quantity.part_of is not None or before.measure not in _ROLLED:
        return None
    if quantity.measure not in _ROLLED or before.clause_start < segment:
        return None
    return token if context.named(before.clause_start, before.left) else None


def _listed_apart(context: Context, quantity: Quantity, token: Token) -> bool:
    """Whether the people name an item of a list whose items before name others."""
    before = quantity.previous
    if before is None or not token[2].group or before.unit != quantity.unit or before.part_of is not quantity.part_of:
        return False
    joined = context.text[before.end : token[0]].strip() == "、" and token[0] >= before.end
    return joined and bool(context.named(max(before.clause_start, before.own), before.left))


def _beginning(context: Context, start: int, end: int) -> list[Token]:
    """The programmes' words that begin in a stretch; a list's tail may hold their end (社会散居|孤儿)."""
    longest = end + _LONGEST
    return [token for token in context.programmes_in(start, longest) if token[0] < end]


def named(context: Context, tokens: Sequence[Token], place: Place, first: bool = False) -> list[Evidence]:
    """The programmes' words of one place as evidence; its head is the last that names a benefit, or the ``first``."""
    if not tokens:
        return []
    found: list[Evidence] = []
    benefits = [t for t in tokens if not t[2].weak and not t[2].group]
    leading = benefits
    if len(benefits) > 1:  # 社会组织新增就业 is about the organisations, 残疾人创业培训 about the disabled
        leading = [t for t in benefits if t[2].programme != OTHER or not t[2].also or t[2].when] or benefits
    head = (leading[0] if first else leading[-1]) if leading else None
    for token in tokens:
        term = token[2]
        feature = (
            place.head
            if token is head
            else place.weak
            if term.weak
            else place.group
            if term.group
            else place.name
        )
        found.append(evidence(token, feature))
        if term.also:
            found += _also(context, token, feature)
    if len(tokens) > 1:
        for one, two in pairwise([t for t in tokens if not t[2].weak]):
            if two[2].group and context.lexicon.programmes.among(context.text, one[1], two[0]):
                found.append(evidence(one, "chain"))
        joined_ones = benefits or [t for t in tokens if t[2].group]
        if name := _joined(context.text, joined_ones, context.lexicon):
            found.append(Evidence(place.together, name, TOGETHER, joined_ones[0][0], joined_ones[-1][1]))
    return found


def evidence(token: Token, feature: str, programme: str = "") -> Evidence:
    """A word as evidence for its own programme, or for another one that it may stand for."""
    start, end, term = token
    return new(Evidence, (feature, programme or term.programme, term.programme_rule, start, end))


def joined(text: str, strong: Sequence[Token], lexicon: Lexicon) -> tuple[str, str]:
    """Programme and rule of words that name several, at least one: what holds joined ones, else the last benefit."""
    benefits = [t for t in strong if not t[2].group] or strong
    if name := _joined(text, benefits, lexicon):
        return name, TOGETHER
    return benefits[-1][2].programme, benefits[-1][2].programme_rule


def _civil(token: Token) -> bool:
    return token[2].programme not in ("", OTHER)


def _behind(context: Context, quantity: Quantity, inside: set[int], place: Place) -> list[Evidence]:
    """What the words right of the number say, up to the end of its clause or line."""
    last = _noun_bearer(context, quantity)
    if last.end >= last.right:
        return []
    if context.text.startswith("、", last.end):
        return named(context, _shared_behind(context, last), place, first=True) if place is _OBJECT else []
    newline = context.text.find("\n", last.end, last.right)
    start, stop = last.end, newline if newline >= 0 else last.right
    behind = [t for t in context.programmes_in(start, stop) if t[0] not in inside]
    if behind and context.brackets and context.text[start] in "(（":
        close = min((at for sign in ")）" if (at := context.text.find(sign, start, stop)) >= 0), default=start)
        behind = [t for t in behind if t[0] > close]  # 发放1195万元(不含价格补贴)
    if not behind and quantity.measure == "amount" and newline < 0:  # 投资860万元建成三处互助幸福院
        behind = context.programmes_in(last.right, quantity.clause_end)
    if not behind:
        return []
    found = named(context, behind, place, first=True)
    strong = [t for t in behind if not t[2].weak]
    if strong and quantity.bits & _SERVED and context.holds(_SERVE, quantity.end, strong[-1][0]):
        found.append(evidence(strong[-1], "served"))  # 为25户低保家庭安装扶手 is about the conversion
    return found


def _shared_behind(context: Context, quantity: Quantity) -> list[Token]:
    """What the last of a list says that all do: 4.3万城镇居民、16.8万农村居民得到最低生活保障."""
    last = quantity
    while (after := last.following) is not None and after.measure == quantity.measure:
        gap = context.text[last.end : after.left]
        if "、" not in gap or not _STOPS.isdisjoint(gap) or context.named(last.end, after.left):
            break
        last = after
    if last is quantity or last.measure not in _ROLLED:
        return []
    return [token for token in context.named(last.end, last.clause_end) if token[2].programme != OTHER]


def _also(context: Context, token: Token, feature: str) -> list[Evidence]:
    """What else the word may stand for; where it names a condition, only under that, and then outright."""
    term = token[2]
    if not term.when:
        return [evidence(token, _ALSO[feature], name) for name in term.also]
    start, end = context.clause(token[0])
    if not any(context.text.find(word, start, end) >= 0 for word in term.when):
        return []
    return [evidence(token, kind, name) for name in term.also for kind in (feature, "when")]


def yardstick(context: Context, quantity: Quantity) -> int:
    """Where the words begin that a rate is only measured by: 占常住人口的19%, 为低保标准的1.5倍; else its left edge.

    Where they open the number's stretch, it is about what the numbers before are: 农村为820元，均不低于低保标准的1.3倍.
    """
    for token in reversed(quantity.tokens) if quantity.bits & _YARDSTICK else ():
        if token[2].bits & _YARDSTICK and token[1] < quantity.left and _told(context, quantity.own, token[0]):
            return token[0]
    last = next(reversed(context.named(quantity.own, quantity.left)), None)
    if last is not None and measure_only(context.text, last[0], last[1]) and not _raised(context, last[0]):
        return last[0]
    before = quantity.previous
    if quantity.bound in _LIMITS and before is not None and before.start >= context.segment(quantity.start):
        measure = context.named(quantity.own, quantity.left)
        if measure and before.measure in _MEASURED and context.text[quantity.left - 1] == "的":
            return measure[-1][0]
    return quantity.left


def _raised(context: Context, position: int) -> bool:
    """Whether a word of change stands right before: 提高低保标准5% is about the standard itself."""
    return any(end == position and term.bits & _CHANGE for _, end, term in context.between(position - 4, position))


def _receives(context: Context, quantity: Quantity, token: Token) -> bool:
    """Whether a word names who is given what the number is of: 向受灾地区捐赠300万元."""
    return any(t[2].bits & _TOWARDS for t in context.between(quantity.own, token[0]))


def _by(context: Context, token: Token) -> bool:
    """Whether a word only says by what something is done: 依家庭经济状况每人每月发给4164元."""
    return any(end == token[0] and term.bits & _RULED for _, end, term in context.between(token[0] - 2, token[0]))


def _told(context: Context, start: int, end: int) -> bool:
    return any(_civil(token) for token in context.programmes_in(start, end))


def _after_joint(context: Context, quantity: Quantity) -> int:
    """Where the words left of a number begin: in 86名孤儿、203名… those before the 、 are about the number before."""
    if quantity.previous is None or quantity.previous.clause_start != quantity.clause_start:
        return quantity.own
    return quantity.left if context.text[quantity.left - 1] in context.lexicon.programmes.joints else quantity.own


def _noun_bearer(context: Context, quantity: Quantity) -> Quantity:
    """The number that the words behind stand at: of 210户520人低保边缘家庭 and 5.3万户、13万人享受低保 the second."""
    after = quantity.following
    if after is None or after.unit == quantity.unit or after.clause_start != quantity.clause_start:
        return quantity
    return after if context.text[quantity.end : after.left] in _JOINED else quantity


def _joined(text: str, tokens: Sequence[Token], lexicon: Lexicon) -> str:
    """What holds all the programmes of ``tokens``, where they are joined by 、 or 和."""
    if len(tokens) < 2 or all(t[2].programme == tokens[0][2].programme for t in tokens):
        return ""
    gaps = (text[one[1] : two[0]] for one, two in pairwise(tokens))
    if not all(gap and not lexicon.programmes.joints.isdisjoint(gap) for gap in gaps):
        return ""
    return lexicon.programmes.together(t[2].programme for t in tokens)
