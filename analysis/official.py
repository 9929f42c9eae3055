"""The ministry's indicators (patterns/indicators.yaml): what a figure is called in its statistics."""
from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from civx.extractors.model import Fact
from civx.patterns.load import Patterns, load

from .accounts import accounts
from .families import families
from .indicators import Indicator, placed

_RESULTS = ("actual", "previous", "planned")  # of a change the value is no value of the indicator


class Official(NamedTuple):
    """An indicator of the ministry: ``id``, ``name``, other names, and the ids of those that add up to it."""

    id: str
    name: str
    aliases: tuple[str, ...]
    sum_of: tuple[str, ...]
    order: int


class Officials:
    """The indicators by what they are of, by id and by name."""

    def __init__(self, patterns: Patterns) -> None:
        self.by_id: dict[str, Official] = {}
        self._places: dict[tuple[str, str, str], Official] = {}
        self._names: dict[str, Official] = {}
        for order, rule in enumerate(patterns.rules("indicators")):
            aliases = tuple(rule.get("aliases", ()))
            one = Official(rule["id"], rule["name"], aliases, tuple(rule.get("sum-of", ())), order)
            self.by_id[one.id] = one
            self._places[rule["family"], rule["measure"], rule.get("area", "both")] = one
            for name in (one.id, one.name, *aliases):
                self._names.setdefault(name, one)

    def of(self, indicator: Indicator) -> Official | None:
        """The ministry's indicator of a figure; None where it has none, and for changes, rules and stated parts."""
        if indicator.status not in _RESULTS or indicator.part:
            return None
        return self._places.get((indicator.family, indicator.measure, indicator.area or "both"))

    def named(self, name: str) -> Official | None:
        """The indicator with this id, name or other name."""
        return self._names.get(name)


@lru_cache(maxsize=4)
def official(extra: tuple[str, ...] = ()) -> Officials:
    """The indicators of patterns/indicators.yaml, with those of the user's files ``extra`` on top."""
    return Officials(load(extra))


def of_facts(source: str, facts: Sequence[Fact], extra: tuple[str, ...] = ()) -> list[Official | None]:
    """For each fact of one text its indicator, in the order of ``facts``."""
    known, names = families(extra), official(extra)
    found: dict[str, Official | None] = {}
    for report in accounts([(source, facts)], extra=extra):
        for one in placed(report.facts, known, report.place):
            found[one.fact.id] = names.of(one.indicator)
    return [found.get(fact.id) for fact in facts]


def derived(known: Officials, stated: Iterable[str]) -> list[tuple[Official, tuple[str, ...]]]:
    """The indicators among ``stated`` ids whose parts are all stated too, with the ids of the parts."""
    ids = set(stated)
    wholes = (known.by_id[name] for name in sorted(ids, key=lambda name: known.by_id[name].order))
    return [(one, one.sum_of) for one in wholes if one.sum_of and ids.issuperset(one.sum_of)]
