"""Two statements of one thing: what is told of them, and what keeps them apart."""
from __future__ import annotations

from .finding import Finding, finding, held
from .interval import said
from .reading import Mention
from .words import Words

KEPT = 20  # statements of one thing at different times
LEAST_AGAIN = 30  # smaller numbers agree by chance

Key = tuple[str, ...]


def again_right(one: Mention, two: Mention) -> Finding:
    """That two numbers say the same."""
    def told() -> str:
        lines = f"in line {one.fact.line}, {said(two.fact)} in line {two.fact.line}"
        return f"{two.fact.subject}: {said(one.fact)} {lines}"

    return held("repeat", told, "the same thing, said twice", one.fact, two.fact)


def both_ways(one: Mention, two: Mention, words: Words) -> bool:
    """Whether two sums are what came in and what went out: 共收到专项资金…, 两年支出…."""
    if one.fact.measure != "amount":
        return False
    ways = {role for role in ("received", "spent") for mention in (one, two) if words.of(role).within(mention.gap)}
    return len(ways) > 1


def repeated(other: Mention, mention: Mention) -> Finding:
    """That two numbers of one thing are not the same."""
    message = (
        f"{mention.fact.subject}: {said(other.fact)} in line {other.fact.line}, "
        f"but {said(mention.fact)} in line {mention.fact.line}"
    )
    return finding("repeat", "warning", message, other.fact, mention.fact, why="the same thing, said twice")
