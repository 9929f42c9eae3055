"""Claims that figures belong together, and what comes of them: a relation that holds, a finding, or nothing.

Several relations may be meant for one figure (a rate of the beds there are, or of those in use). Where one of them
holds, that one was meant. Where none does, the surest decides: whether it must hold, is likely to, or is to be believed
only because a slip of the pen in one figure makes it hold to the last digit.
"""
from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from typing import NamedTuple

from civx.extractors.model import Fact

from .equations import Equation, Sum
from .finding import Finding, Slip, finding, held
from .interval import cut_off, shown, step
from .mends import Mend, mends

MUST, LIKELY, MAY, MIGHT = 3, 2, 1, 0
_CHANCE = 0.012  # how seldom a slip must explain a relation by chance, for one that only may be meant to be believed
_LIKELY_CHANCE = 0.05  # the same for one that is likely to be meant, but is far off
_NEAREST, _NEAREST_OF_MANY = 0.3, 0.06
_QUOTIENTS = frozenset(("average", "multiple"))
_BEYOND = Decimal(5)  # times: not even what must be a quotient is one that is further off, but for a slip
_OPEN = Decimal("0.5")
FAR = Decimal(3)  # times: what is further off is another thing, but for a slip
OTHER_SCOPE = Decimal("1.4")  # the same for figures of different sentences, which may be of different scopes


class Claim(NamedTuple):
    """That ``equation`` holds; ``sure`` is how sure it is that it must, ``message`` the arithmetic up to the result.

    ``why`` says why the figures belong together. ``free`` claims, too sure to be explained by another one, are judged
    by themselves.
    """

    kind: str
    equation: Equation
    sure: int
    message: Callable[[], str]
    why: str
    most: str = "error"
    far: Decimal = FAR

    def holds(self) -> bool:
        stated = self.equation.stated.printed
        return stated is not None and self.equation.reckoned().meets(stated)


def decided(claims: Iterable[Claim]) -> Iterator[Finding]:
    """What comes of the claims on one figure, the likeliest of equal sureness first."""
    ordered = sorted(claims, key=lambda claim: -claim.sure)
    failed = None
    for claim in ordered:
        if claim.holds() and not (claim.sure == MIGHT and _vague(claim)):
            # one that only might be meant excuses what may be wrong; it is no relation found right
            if claim.sure > MIGHT:
                yield held(claim.kind, claim.message, claim.why, *facts_of(claim))
            return
        failed = failed or claim
    if failed is None or failed.sure == MIGHT:
        return
    if failed.sure < LIKELY or isinstance(failed.equation, Sum):
        yield from _broken(failed, ordered)
        return
    if failed.kind == "change" and _nearly(failed):
        message = f"{failed.message()} (one in the last digit)"
        yield finding(failed.kind, "note", message, *facts_of(failed), why=failed.why)
        return
    if cut_off(failed.equation.stated.fact, failed.equation.reckoned()):
        message = f"{failed.message()} (cut off, not rounded)"
        yield finding(failed.kind, "note", message, *facts_of(failed), why=failed.why)
        return
    yield from _broken(failed, ordered)


def _vague(claim: Claim) -> bool:
    """Whether what is reckoned leaves so much open (620元起) that it agrees with nearly anything."""
    reckoned = claim.equation.reckoned()
    return not reckoned.high.is_finite() or reckoned.high - reckoned.low > claim.equation.stated.value * _OPEN


def _nearly(claim: Claim) -> bool:
    """Whether a percentage is off by no more than what digits that are not printed may do."""
    stated = claim.equation.stated
    if stated.fact.measure != "rate" or stated.fact.value is None or stated.fact.bound != "exact":
        return False
    most = step(stated.fact)
    reckoned = claim.equation.reckoned()
    return reckoned.low < stated.value + most and reckoned.high > stated.value - most


def _broken(claim: Claim, claims: list[Claim]) -> Iterator[Finding]:
    found = mends(claim.equation)
    if claim.sure == MUST:
        if claim.kind in _QUOTIENTS and not found and _far(claim._replace(far=_BEYOND)):
            others = [one for one in claims if one.sure == MUST and one is not claim]
            if others:
                yield from _broken(others[0], others)
            return
        yield from _told(claim, claim.most, found)
    elif claim.sure == LIKELY:
        for other in claims:
            if other.sure == LIKELY and (own := mends(other.equation)) and own[0].chance <= _LIKELY_CHANCE:
                claim, found = other, own
                break
        if not _far(claim) or (found and found[0].chance <= _LIKELY_CHANCE):
            yield from _told(claim, "warning", found)
    else:
        # each relation that is tried finds a slip by chance now and then
        tried = [
            (own[0].chance * _nearness(one), at) for at, one in enumerate(claims)
            if one.sure == MAY and (own := mends(one.equation))
        ]
        chance, at = min(tried, default=(1.0, 0))
        if chance * sum(one.sure == MAY for one in claims) <= _CHANCE:
            yield from _told(claims[at], "warning", mends(claims[at].equation))


def _nearness(claim: Claim) -> float:
    """How much more a slip is worth where parts come as near their total as few others would."""
    if claim.kind != "sum" or claim.equation.stated.value <= 0:
        return 1.0
    stated, reckoned = claim.equation.stated.value, claim.equation.reckoned()
    least = _NEAREST_OF_MANY if len(claim.equation.figures) > 3 else _NEAREST
    return max(least, min(1.0, 4 * float(abs(reckoned.low + reckoned.high - 2 * stated) / stated / 2)))


def _far(claim: Claim) -> bool:
    """Whether the stated figure is so far from what is reckoned that it will be of something else."""
    stated, reckoned = claim.equation.stated.value, claim.equation.reckoned()
    return stated <= 0 or reckoned.low > stated * claim.far or reckoned.high * claim.far < stated


def _told(claim: Claim, severity: str, found: list[Mend]) -> Iterator[Finding]:
    slips = tuple(_slip(mend) for mend in found[:3])
    yield finding(claim.kind, severity, claim.message(), *facts_of(claim), why=claim.why, slips=slips)


def _slip(mend: Mend) -> Slip:
    fact = mend.figure.fact
    return Slip(fact, shown(mend.value, fact.unit, 4), mend.how, mend.chance)


def facts_of(claim: Claim) -> tuple[Fact, ...]:
    return tuple(mention.fact for mention in claim.equation.figures)
