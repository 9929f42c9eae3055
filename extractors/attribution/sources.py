"""What a number's period may come from."""

from __future__ import annotations

from typing import NamedTuple

from ..model import Reference


class Source(NamedTuple):
    """A time that may be a number's: its ISO period, what it comes from, the rule and the words.

    ``level`` is clause, sentence, paragraph, stretch, heading or report; ``newer`` counts the times of the sentence as
    they came into force, and is 0 or less for those of before.
    """

    value: str
    level: str
    rule: str
    start: int
    end: int
    newer: int = 0

    @property
    def stock(self) -> bool:
        """Whether it is a time up to which something has come to be."""
        return self.value.startswith("../")


def source_of(reference: Reference, level: str) -> Source:
    """The time of a report, a heading or a stretch as a source."""
    rule = reference.rule or "reference.unknown"
    return Source(reference.period, level, rule, reference.start, reference.end)
