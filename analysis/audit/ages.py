"""Age groups: 80—89周岁, 90—99周岁 and 100周岁以上 are all of those of 80周岁以上."""
from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

from .reading import Mention
from .words import Words

_GROUPS = 3
Span = tuple[int, int | None]  # None: and older


@lru_cache(maxsize=8)
def _pattern(words: Words) -> re.Pattern[str]:
    age, older = words.of("age").pattern(), words.of("older").pattern()
    return re.compile(rf"([0-9]{{1,3}})(?:[-—–~～至到]{{1,2}}([0-9]{{1,3}}))?(?:{age})({older})?")


def all_ages(whole: Mention, parts: Sequence[Mention], words: Words) -> bool:
    """Whether the parts are groups that follow on each other from the whole's youngest to its oldest."""
    if len(parts) < 2 or not (words.of("age").within(whole.fact.subject) or words.of("old").within(whole.fact.subject)):
        return False
    spans = [span for part in parts if (span := _span(part, words)) is not None]
    if len(spans) < len(parts):
        return False
    spans.sort(key=lambda span: span[0])
    given = _span(whole, words)
    if given is None:
        if len(parts) < _GROUPS or words.of("age").within(whole.fact.subject):
            return False
        given = (spans[0][0], None)  # 高龄老人: from the first group on
    follow = all(one[1] is not None and two[0] == one[1] + 1 for one, two in pairwise(spans))
    return follow and spans[0][0] == given[0] and spans[-1][1] == given[1]


def _span(mention: Mention, words: Words) -> Span | None:
    """The ages that a number is about; None where its words name none, or one age only."""
    match = _pattern(words).search(mention.fact.subject)
    if match is None:
        return (100, None) if words.of("hundred-years").within(mention.fact.subject) else None
    if match.group(2):
        return int(match.group(1)), int(match.group(2))
    return (int(match.group(1)), None) if match.group(3) else None
