"""Old values that go by another name: 比原标准1170元增加69元, 比应补数多43.68万元."""
from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from .belonging import before_in_report, called, counts
from .change_values import aside, units_agree
from .claims import LIKELY, MAY
from .reading import Mention
from .words import Words

_MOST = 40  # numbers before, among which what is named may be


def _given(change: Mention, words: Words) -> tuple[Mention, Mention] | None:
    """为每人每月1239元，比原标准1170元增加69元: the value right before the one that 比 gives, and that one."""
    if change.at < 2:
        return None
    new, old = change.line.mentions[change.at - 2 : change.at]
    if not old.clause.startswith(words.of("than").terms) or not words.of("past").within(old.clause):
        return None
    fits = (
        new.like(old) and new.fact.status == old.fact.status == "actual" and new.printed is not None
        and new.fact.programme == old.fact.programme and new.fact.area == old.fact.area and not new.parted(old)
        and not aside(new, old, words) and old.printed is not None and units_agree(new.fact.unit, change.fact.unit)
    )
    return (new, old) if fits else None


@lru_cache(maxsize=8)
def _named(words: Words) -> re.Pattern[str]:
    than, up, down = (words.of(role).pattern() for role in ("than", "up", "down"))
    return re.compile(rf"(?:{than})([一-鿿]{{2,10}}?)(?:{up}|{down})$")


def named_before(change: Mention, words: Words) -> Iterator[tuple[Mention, Mention, int]]:
    """实际拨付917.28万元，比应补数多43.68万元: the value, what it is compared with by name, and how sure that is."""
    given = _given(change, words)
    if given is not None:
        yield *given, LIKELY
        return
    match = _named(words).search(change.gap.rstrip("了约出"))
    if match is None or not change.at or words.of("past").within(match.group(1)):
        return
    new, name = change.line.mentions[change.at - 1], match.group(1).removesuffix("数")
    if not counts(new) or not units_agree(new.fact.unit, change.fact.unit) or len(name) < 2:
        return
    olds = [
        m for m in (*new.before(), *before_in_report(new.line, new.fact.unit, _MOST))
        if m.fact.unit == new.fact.unit and counts(m) and m.fact.status in ("actual", "planned")
        and called(name, f"{m.clause} {m.fact.subject}") and m.fact.place == new.fact.place
    ]
    for at, old in enumerate(olds[:3]):
        yield new, old, LIKELY if at == 0 and len({m.value for m in olds}) == 1 else MAY
