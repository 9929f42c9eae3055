"""Money that extraction took for what each gets: 每人1万元，共63万元; 平均每宗2萬元；上年度的23.1億元."""
from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from .reading import Line, Mention
from .words import Words

_MOST = 100_000  # 元: more gets nobody, where no word says for each of what it is


def reread(lines: Iterable[Line], words: Words) -> None:
    """Make standards amounts where the words add them up, or where they are far more than one can get."""
    for line in lines:
        if line.row:
            continue
        for mention in line.mentions:
            fact = mention.fact
            if fact.measure == "standard" and fact.unit.startswith("元/") and _is_money(mention, words):
                line.report.units[fact.unit].remove(mention)
                mention.fact = replace(fact, measure="amount", unit="元", per_month=None)
                own = line.report.units.setdefault("元", [])
                own.append(mention)
                own.sort(key=lambda m: m.seq)


def _is_money(mention: Mention, words: Words) -> bool:
    each, clause = words.of("each"), mention.clause
    behind = clause[max(each.last(clause), 0) :]
    if words.of("total").within(behind) or behind.endswith(words.of("summed").terms):
        return mention.at > 0
    if mention.value < _MOST or each.within(clause) or words.of("average").within(clause):
        return False
    return not words.of("standard").within(f"{clause} {mention.fact.subject}")
