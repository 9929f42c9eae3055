"""A rate and its two figures as a claim, and the words that name a figure near a rate."""
from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from .claims import FAR, OTHER_SCOPE, Claim
from .equations import Quotient
from .interval import near, said
from .reading import Mention
from .wholes import PERCENT

_SIGN = re.compile("[，,；;。：:、（(]")
RUN = 4  # numbers that may be added up to a numerator


def rate_claim(rate: Mention, above: Sequence[Mention], below: Mention, sure: int, why: str) -> Claim:
    """That a rate is ``above``, added up, of ``below``."""
    factor = PERCENT[rate.fact.unit]

    def message() -> str:
        given = sum((m.value for m in above), Decimal(0))
        terms = " + ".join(said(m.fact) for m in above)
        share = near(given / below.value * factor, rate.fact, rate.fact.unit)
        terms = f"({terms})" if len(above) > 1 else terms
        return f"{terms} / {said(below.fact)} = {share}, but the report says {said(rate.fact)}"

    equation = Quotient(rate, above, [below], factor)
    return Claim("rate", equation, sure, message, why, far=FAR if below.line is rate.line else OTHER_SCOPE)


def label_of(mention: Mention, rate: Mention) -> str:
    """The words that name a number: its subject and those before and behind it, but none of the rate's."""
    tail = "" if mention.at + 1 == rate.at and not _SIGN.search(rate.gap) else mention.tail[:5]
    subject = "" if mention.fact.subject == rate.fact.subject else mention.fact.subject
    gap = mention.gap if mention.at != rate.at + 1 else mention.gap.lstrip("，, ")
    return f"{gap} {subject} {tail}"
