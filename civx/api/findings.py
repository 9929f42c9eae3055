"""The findings of audits as a list that notebooks show."""
from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from .selecting import Wanted, known
from .tables import library

if TYPE_CHECKING:
    import pandas

    from civx.analysis.audit import Finding
    from civx.extractors.model import Extraction, Fact


class Findings(tuple["Finding", ...]):
    """Findings in text order, report by report. Each has ``kind``, ``severity``, ``message`` and its ``facts``.

    ``covered`` is the number of facts that took part in a relation at all, ``right`` that of relations that hold.
    """

    covered: int
    right: int

    def __new__(cls, found: Iterable[Finding] = (), covered: int = 0, right: int = 0) -> Findings:
        self = super().__new__(cls, tuple(found))
        self.covered, self.right = covered, right
        return self

    def to_dicts(self) -> list[dict[str, Any]]:
        """A dictionary for each finding, as ``civx audit -f json`` prints it."""
        from civx.cli.findings import record

        return list(map(record, self))

    def to_pandas(self) -> pandas.DataFrame:
        """The findings as a pandas data frame; extra ``pandas``. Raises MissingLibrary without pandas."""
        columns = ("source", "report", "line", "kind", "severity", "message", "why")
        rows = [{name: row[name] for name in columns} for row in self.to_dicts()]
        frame: pandas.DataFrame = library("pandas", "pandas").DataFrame(rows, columns=list(columns))
        return frame

    def __repr__(self) -> str:
        counts: dict[str, int] = {}
        for one in self:
            counts[one.severity] = counts.get(one.severity, 0) + 1
        told = ", ".join(f"{number} {name}{'' if number == 1 else 's'}" for name, number in counts.items())
        return f"<civx.Findings: {told or 'nothing found'}; {self.right} relations hold>"

    def _repr_html_(self) -> str:
        from .html import findings_html

        return findings_html(self)


def audited(extractions: Iterable[Extraction], kinds: Wanted, last_year: Iterable[Fact]) -> Findings:
    """The findings in each extraction. Raises InputError for a kind that there is not."""
    from civx.analysis.audit import KINDS, examine

    wanted = known("kinds", kinds, tuple(KINDS))
    earlier = tuple(last_year)
    seen = [examine(one.facts, kinds=wanted, last_year=earlier) for one in extractions]
    return Findings(
        (finding for one in seen for finding in one.findings),
        sum(one.covered for one in seen), sum(len(one.right) for one in seen),
    )
