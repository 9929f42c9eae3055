"""How much speaks for a thing that was named before: how well it fits the number, and where it stands."""

from __future__ import annotations

from ..quantities.quantity import Quantity
from ..words.terms import mask
from .changes import base
from .context import Context
from .nouns import Nouns
from .signs import COMMAS
from .told import Told, same_bracket

_COUNTS = frozenset({"count", "households", "persons"})
_SUMS = frozenset({"amount", "standard", "rate"})
_REST, _EVERY = mask("rest"), "每"

# What each kind of number counts: the sorts of nouns that fit it well, and those that may do.
_FITS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "persons": (("people",), ("household", "event", "money")),
    "households": (("household", "people"), ("event", "money")),
    "person_times": (("people", "event"), ("money", "household", "facility")),
    "household_times": (("household", "people", "event"), ("money",)),
    "amount": (("money", "event"), ("people", "household", "facility", "thing")),
    "standard": (("money",), ("event", "people", "household", "facility", "thing")),
    "rate": (("people", "household", "facility", "money", "event", "thing"), ()),
    "count": (("facility", "event", "thing"), ("money", "people")),
}
_FITS_NONE: tuple[tuple[str, ...], tuple[str, ...]] = ((), ())


class Weighing:
    """Adds up the weights (weights.yaml, ``subject``) of what speaks for a thing told."""

    def __init__(self, nouns: Nouns, weights: dict[str, int]) -> None:
        self._nouns, self._weights = nouns, weights

    def score(
        self, context: Context, quantity: Quantity, told: Told, need: str, sorts: tuple[str, ...], segment: int,
        each: bool,
    ) -> int:
        """How much speaks for what was told; ``each``: a word such as 每人 stands before the number."""
        weights, other = self._weights, told.quantity
        score = weights["base"]
        sort = self._nouns.sort(told.name.base)[0] if need == "owner" and told.name.attribute else told.sort
        if need == "owner":
            rank = sorts.index(sort) if sort in sorts else -1
            score += weights["fit"] - rank * weights["owner-rank"] if rank >= 0 else weights[_none(sort)]
            if other is not None and other.measure in _SUMS and rank != 0 and quantity.measure != "rate":
                score += weights["owner-no-count"]
        elif need == "money":
            score += weights["fit"] if sort in ("money", "event") else weights["may-fit"]
            if other is not None and other.measure == "amount":
                score += weights["money-amount"]
        else:
            score += weights[self._fit(quantity, sort, each, told)]
        if other is not None:
            if base(other) == base(quantity) and not each:
                score += weights["same-unit"]
                if quantity.bits & _REST:
                    score += weights["rest"]
                score += self._size(quantity, other) if need == "whole" else 0
            if need == "same" and quantity.measure == "rate" and self._threshold(context, other):
                score += weights["threshold"]
            if told.labelled and (need in ("whole", "object") or (need == "owner" and sorts[0] != "facility")):
                score += weights["part-itself"]
            if other.measure == "count" and context.text.find(_EVERY + base(other), quantity.own, quantity.left) >= 0:
                score += weights["each-unit"]
            gap = context.text[other.end : quantity.left].strip(" ") if other.end >= context.start else None
            if gap is not None and not gap.strip("、"):
                score += weights["listed" if gap else "adjacent"]
                if each and gap and gap[0] == "、" and other.measure in _COUNTS:
                    score += weights["each-listed"]
            elif gap in COMMAS and need == "same" and told.labelled:
                score += weights["labelled-beside"]
            spent = need == "same" and other.measure == "amount" and self._spends(quantity)
            if told.part and (told.start < segment or spent):
                score += weights["part-of-another"]
        if told.bracket and not same_bracket(context, told.end, quantity.left):
            score += weights["in-bracket"]
        if told.colon:
            score += weights["colon"]
        if told.start < context.start:
            score += weights["earlier-sentence"]
        elif told.start < segment:
            score += weights["earlier-segment"]
        elif told.start >= quantity.clause_start:
            score += weights["same-clause"]
        return score

    def _fit(self, quantity: Quantity, sort: str, each: bool, told: Told) -> str:
        """What is weighed of how well a noun of that sort goes with the number."""
        well, may = _FITS.get(quantity.measure, _FITS_NONE)
        fits, may_fit = sort in well, sort in may
        if each:
            fits, may_fit = fits or may_fit, False
        if fits and quantity.measure == "count":
            thing = told.name.attribute or told.name.base
            if not self._nouns.counted(sort, quantity.unit, thing):
                fits, may_fit = False, self._nouns.counted(sort, quantity.unit) is False
        if quantity.measure == "rate" and not sort:
            fits = True
        return "fit" if fits else "may-fit" if may_fit else _none(sort)

    def _spends(self, quantity: Quantity) -> bool:
        """其中现金246万元、物资72万元，支出287万元: money that is said to be spent is of the whole."""
        words = self._nouns.words["spent"]
        return quantity.measure == "amount" and any(t[2].text in words for t in quantity.tokens)

    def _threshold(self, context: Context, other: Quantity) -> bool:
        """23个村收入超过20万元，占82%: the amount only says which of the counted are meant."""
        counted = other.previous
        if other.measure != "amount" or counted is None or counted.start < other.clause_start:
            return False
        reached = self._nouns.words["reached"]
        return counted.measure in _COUNTS and any(
            t[2].text in reached for t in context.between(counted.end, other.start)
        )

    def _size(self, quantity: Quantity, other: Quantity) -> int:
        """A part is no larger than its whole."""
        if quantity.value is None or other.value is None:
            return 0
        smaller = quantity.value <= other.value or other.measure == "standard"  # a sibling's, not a part
        return self._weights["smaller" if smaller else "larger"]


def _none(sort: str) -> str:
    """The weight of a noun that does not fit: unknown sorts are none to go by."""
    return "misfit" if sort else "unknown"
