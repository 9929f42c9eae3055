"""Facts to findings: what a reader with a calculator would catch (docs/audit.md)."""
from __future__ import annotations

from collections.abc import Collection, Iterable

from civx.extractors.model import Fact

from . import averages, balances, changes, columns, lists, rates, repeats, shapes, standards, sums, totals, units
from .finding import KINDS, RIGHT, SEVERITIES, Finding
from .reading import read
from .words import Words, words

__all__ = ["KINDS", "SEVERITIES", "Finding", "audit"]

_CHECKS = (
    totals.check, columns.check, sums.check, lists.check, rates.check, averages.check, standards.check, changes.check, balances.check, repeats.check, units.check,
    shapes.check,
)


def audit(
    facts: Iterable[Fact], patterns: tuple[str, ...] = (), kinds: Collection[str] = (), known: Words | None = None
) -> list[Finding]:
    """The findings in the facts of one source, in text order of the facts in which they come to light.

    ``patterns`` are a user's pattern files, ``kinds`` the kinds wanted (none means all); ``known`` takes the place of
    the words of all pattern files. Raises PatternError where a pattern file is not valid.
    """
    lines = read(facts)
    rules = known if known is not None else words(patterns)
    found: list[Finding] = []
    for check in _CHECKS:
        # what a table's columns show, a check of its rows need not say again
        told = {(finding.kind, finding.at.id) for finding in found}
        same = {frozenset(fact.id for fact in finding.facts) for finding in found}
        found += [
            one for one in check(lines, rules)
            if one.severity != RIGHT and (one.kind, one.at.id) not in told
            and frozenset(fact.id for fact in one.facts) not in same
        ]
    if kinds:
        found = [finding for finding in found if finding.kind in kinds]
    found.sort(key=lambda finding: (finding.at.start, finding.at.id, SEVERITIES.index(finding.severity), finding.kind))
    return found
