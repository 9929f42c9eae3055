"""How the times in force fit one another: stretches that end where a stock is as of, an audit's own time."""

from __future__ import annotations

from collections.abc import Sequence

from .inforce import InForce
from .sources import Source
from .yearspan import last_year

_MONTH = len("2023-01")


def same_end(now: InForce) -> bool:
    """Whether the stretch told of ends where the stock is as of: 截至9月底, 1—9月."""
    if now.flow is None or now.stock is None:
        return False
    _, slash, last = now.flow.value.partition("/")
    return bool(slash) and now.stock.value[3:].startswith(last)


def up_to_end(now: InForce) -> bool:
    """Whether a stock is as of the end of the months that the report tells of: 9月末, …。累计支出80万元."""
    for source in now.around:
        own, slash, last = source.value.partition("/")
        if now.stock is not None and slash and own != ".." and len(last) == _MONTH:
            return now.stock.value[3:].startswith(last)
    return False


def made_at(now: InForce, sources: Sequence[Source]) -> Source | None:
    """The time in the sentence at which an audit was made: the last of all, as it follows the years audited."""
    here = [source for source in sources if source.newer > 0 and not source.stock and last_year(source.value)]
    if now.replaced is not None and now.count == now.replaced.newer + 1:
        here.append(now.replaced)
    return max(here, key=_end, default=None)


def beyond(now: InForce, value: str) -> bool:
    """Whether months begin after those that the report tells of."""
    first, last = value.partition("/")[0], now.anchor.own.rpartition("/")[2]
    return len(first) == len(last) == _MONTH and first > last


def _end(source: Source) -> str:
    return source.value.rpartition("/")[2]
