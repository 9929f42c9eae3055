"""Facts to findings: what a reader with a calculator would catch (docs/audit.md)."""
from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import NamedTuple

from civx.extractors.model import Fact

from . import (
    again,
    averages,
    balances,
    changes,
    columns,
    dates,
    definite,
    derived,
    levels,
    lists,
    products,
    rates,
    repeats,
    rests,
    shapes,
    shares,
    spans,
    standards,
    sums,
    tiers,
    totals,
    twins,
    units,
    views,
)
from .amounts import reread
from .finding import KINDS, RIGHT, SEVERITIES, Finding
from .grouping import grouped
from .last_year import against
from .reading import read
from .relinking import relink
from .words import Words, words

__all__ = ["KINDS", "RIGHT", "SEVERITIES", "Examined", "Finding", "audit", "examine"]

_CHECKS = (
    totals.check, levels.check, columns.check, sums.check, spans.check, spans.check_months, lists.check, views.check,
    rests.check, twins.check, rates.check,
    shares.check, averages.check, products.check, tiers.check, standards.check, changes.check, balances.check,
    repeats.check, again.check, definite.check, units.check, shapes.check, dates.check, derived.check,
)

_BUT = ", but the "


class Examined(NamedTuple):
    """What an audit went through: the findings, the relations that hold, and how many facts took part in either."""

    findings: list[Finding]
    right: list[Finding]
    covered: int


def audit(
    facts: Iterable[Fact], patterns: tuple[str, ...] = (), kinds: Collection[str] = (), known: Words | None = None
) -> list[Finding]:
    """The findings in the facts of one source, in text order of the facts in which they come to light.

    ``patterns`` are a user's pattern files, ``kinds`` the kinds wanted (none means all); ``known`` takes the place of
    the words of all pattern files. Raises PatternError where a pattern file is not valid.
    """
    return examine(facts, patterns, kinds, known).findings


def examine(
    facts: Iterable[Fact], patterns: tuple[str, ...] = (), kinds: Collection[str] = (), known: Words | None = None,
    last_year: Iterable[Fact] = (), verbose: bool = False,
) -> Examined:
    """The same with all relations that were found right; ``last_year`` are the facts of last year's report.

    ``verbose`` asks for the messages of the relations that hold.
    """
    lines = read(facts)
    rules = known if known is not None else words(patterns)
    reread(lines, rules)
    relink(lines, rules)
    broken: list[Finding] = []
    right: list[Finding] = []
    earlier = list(last_year)
    for check in _CHECKS:
        _add(check(lines, rules), broken, right)
    if earlier:
        _add(against(lines, earlier, rules), broken, right)
    right = [one for one in right if not kinds or one.kind in kinds]
    if verbose:
        right = [one._replace(message=_told(one)) for one in right]
    findings = grouped([one for one in broken if not kinds or one.kind in kinds], right)
    findings.sort(key=_order)
    right.sort(key=_order)
    covered = {fact.id for one in (*findings, *right) for fact in one.facts}
    return Examined(findings, right, len(covered))


def _told(one: Finding) -> str:
    """What there is to say of a relation that holds: the arithmetic, and no contradiction."""
    return one.told().partition(_BUT)[0] if one.told is not None else one.message


def _add(found: Iterable[Finding], broken: list[Finding], right: list[Finding]) -> None:
    """Sort what a check found; what another has told of the same figures it need not say again."""
    told = {(one.kind, one.at.id) for one in broken}
    same = {frozenset(fact.id for fact in one.facts) for one in broken}
    known = {frozenset(fact.id for fact in one.facts) for one in right}
    for one in found:
        ids = frozenset(fact.id for fact in one.facts)
        if one.severity == RIGHT:
            if ids not in known:
                known.add(ids)
                right.append(one)
        elif (one.kind, one.at.id) not in told and ids not in same:
            same.add(ids)
            broken.append(one)


def _order(one: Finding) -> tuple[int, str, int, str]:
    at = SEVERITIES.index(one.severity) if one.severity != RIGHT else len(SEVERITIES)
    return one.at.start, one.at.id, at, one.kind
