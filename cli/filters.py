"""Which facts of a file are kept: one picklable object that the workers run before anything is laid out."""
from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from difflib import get_close_matches
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from civx.extractors.model import Extraction, Fact

_DATE = re.compile(r"(\d{4})(?:-(0[1-9]|1[0-2])(?:-(0[1-9]|[12]\d|3[01]))?)?", re.ASCII)
_SUGGESTED = 3
Span = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Filters:
    """What a fact must be to stay: of each tuple that is not empty one member must fit.

    ``periods`` are first and last days as :func:`span_of` gives them; a fact stays whose own period has a day in common
    with one of them, and one without a period does not. What is told as of a date (../2023-09) belongs to that date:
    otherwise it would be among the facts of every earlier year.
    """

    measures: tuple[str, ...] = ()
    programmes: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    periods: tuple[Span, ...] = ()

    def apply(self, extraction: Extraction) -> Extraction:
        """The extraction with the facts that stay; ``part_of`` becomes None where the total does not."""
        kept = [fact for fact in extraction.facts if self.keeps(fact)]
        ids = {fact.id for fact in kept}
        return replace(
            extraction,
            facts=tuple(
                fact if fact.part_of is None or fact.part_of in ids else _alone(fact) for fact in kept
            ),
        )

    def keeps(self, fact: Fact) -> bool:
        """Whether the fact stays."""
        return (
            (not self.measures or fact.measure in self.measures)
            and (not self.programmes or fact.programme in self.programmes)
            and (not self.statuses or fact.status in self.statuses)
            and (not self.periods or _meets(fact.period, self.periods))
        )


def _alone(fact: Fact) -> Fact:
    """The fact without the total that is left out."""
    because = fact.because
    if because is not None:
        because = {name: reason for name, reason in because.items() if name != "part_of"}
    return replace(fact, part_of=None, because=because)


def _meets(period: str, wanted: Iterable[Span]) -> bool:
    if not period:
        return False
    own = span_of(period.removeprefix("../"))
    return any(own[0] <= last and first <= own[1] for first, last in wanted)


@lru_cache(maxsize=4096)
def span_of(period: str) -> Span:
    """The first and the last day of an ISO period, as texts that compare like days.

    ``2023`` is 2023-01-01 to 2023-12-31, a month has 31 days, and ``..`` is an end that never comes. Raises ValueError
    where ``period`` is none.
    """
    first, slash, last = period.partition("/")
    if period == "..":
        raise ValueError("'..' is no period: ../2023-09 and 2023-01-01/.. are")
    return _end(first, "-01-01", "0000"), _end(last if slash else first, "-12-31", "9999")


def _end(date: str, rest: str, open_end: str) -> str:
    if date == "..":
        return open_end
    if not _DATE.fullmatch(date):
        raise ValueError(f"{date!r} is no date: 2023, 2023-09, 2023-09-30 and .. are")
    return date + rest[len(date) - 4 :]


def unknown_programme(name: str, patterns: tuple[str, ...]) -> str | None:
    """What to say of a programme that neither civx nor the user's pattern files know, else None."""
    from civx.extractors.text.normalize import normalize
    from civx.patterns.load import load
    from civx.patterns.schema import PROGRAMMES

    rules = (rule for file in load(patterns).files.values() for rule in file.get("rules", ()))
    known = list(dict.fromkeys((*PROGRAMMES, *(rule["programme"] for rule in rules if rule.get("programme")))))
    if name in known:
        return None
    plain = normalize(name).text
    near = [other for other in known if plain and (plain in other or other in plain)]
    near = near[:_SUGGESTED] or get_close_matches(plain, known, _SUGGESTED, 0.4)
    if near:
        return f"{name!r} is no programme; near it are {', '.join(near)}"
    return f"{name!r} is no programme; there are {', '.join(known)}"
