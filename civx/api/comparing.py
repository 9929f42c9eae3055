"""Reports side by side, as programs and notebooks use it."""
from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from civx.patterns.errors import InputError

from .extraction import Extraction, checked
from .reading import Path, read
from .selecting import Wanted, filters, known
from .tables import library

if TYPE_CHECKING:
    import pandas

    from civx.analysis.compare import Panel, Row


class Comparison:
    """What several reports say of the same indicators: a sequence of rows, those of several reports first.

    ``labels`` are the reports' names in their order; a row has an ``indicator``, its ``subject``, ``cells`` by the
    number of the report, and the ``change`` between two years of one place.
    """

    def __init__(self, panel: Panel) -> None:
        self.panel = panel

    @property
    def labels(self) -> tuple[str, ...]:
        """The reports' names."""
        return tuple(column.label for column in self.panel.columns)

    def __iter__(self) -> Iterator[Row]:
        return iter(self.panel.rows)

    def __len__(self) -> int:
        return len(self.panel.rows)

    def __getitem__(self, at: int) -> Row:
        return self.panel.rows[at]

    def to_dicts(self) -> list[dict[str, Any]]:
        """A dictionary for each value that a report gives, numbers as exact ``Decimal``.

        ``label``, ``place`` and ``year`` are the report's; ``indicator`` and ``indicator_name`` those of the ministry
        where there is one, else "".
        """
        found = []
        for row in self.panel.rows:
            it = row.indicator
            for number, figures in sorted(row.cells.items()):
                report = self.panel.columns[number]
                for figure in figures:
                    found.append({
                        "label": report.label, "place": report.place, "year": report.year,
                        "indicator": row.official.id if row.official else "",
                        "indicator_name": row.official.name if row.official else "",
                        "programme": it.programme, "subject": row.subject, "area": it.area, "measure": it.measure,
                        "unit": it.unit, "value": figure.value, "min": figure.min, "max": figure.max,
                        "bound": figure.bound, "ids": [fact.id for fact in figure.facts],
                    })
        return found

    def to_pandas(self) -> pandas.DataFrame:
        """The values as a pandas data frame, a row a value; extra ``pandas``. Raises MissingLibrary without pandas.

        >>> import civx
        >>> files = ["samples/panel/qinghe-2021.txt", "samples/panel/qinghe-2022.txt"]
        >>> frame = civx.compare(files).to_pandas()
        >>> frame[frame.indicator_name == "农村低保户数"].set_index("year")["value"].to_dict()
        {2021: 2874.0, 2022: 2716.0}
        """
        rows = self.to_dicts()
        for row in rows:
            for name in ("value", "min", "max"):
                row[name] = None if row[name] is None else float(row[name])
        frame: pandas.DataFrame = library("pandas", "pandas").DataFrame(rows)
        return frame

    def __repr__(self) -> str:
        shared = sum(row.matched for row in self.panel.rows)
        return f"<civx.Comparison of {', '.join(self.labels)}: {len(self)} rows, {shared} in several>"

    def _repr_html_(self) -> str:
        from .html import comparison_html

        return comparison_html(self)


def compare(
    reports: Iterable[Extraction | Path], *, labels: Sequence[str] = (), programme: Wanted = None,
    measure: Wanted = None, status: Wanted = "actual", matched_only: bool = False,
) -> Comparison:
    """What two or more reports say of the same indicators, side by side (docs/compare.md).

    ``reports`` are extractions, or paths and texts as :func:`civx.read` takes them; ``labels`` what to call them, by
    default place and year. Only facts with one of the given labels are compared; ``matched_only`` leaves out what a
    single report has. Raises InputError for fewer than two reports, FileProblem where a file cannot be read.

    >>> import civx
    >>> civx.compare(["samples/panel/qinghe-2021.txt", "samples/panel/qinghe-2022.txt"], programme="婚姻登记")
    <civx.Comparison of 青河县 2021, 青河县 2022: 2 rows, 2 in several>
    """
    from civx.analysis.accounts import accounts
    from civx.analysis.compare import Choice
    from civx.analysis.compare import compare as side_by_side
    from civx.analysis.families import families
    from civx.patterns.schema import STATUSES

    if isinstance(reports, str | os.PathLike):
        raise InputError("a single report: civx.compare takes a list of two or more")
    read_all = [read(one) if isinstance(one, str | os.PathLike) else checked(one) for one in reports]
    found = accounts([(one.source, one.facts) for one in read_all], labels)
    if len(found) < 2:
        raise InputError(f"only {len(found)} report in all: civx.compare takes two or more")
    statuses = known("status", status, STATUSES)
    keeps = filters(programme, measure, None, None)
    choice = Choice(statuses or STATUSES, keeps.keeps, True, matched_only)
    return Comparison(side_by_side(found, families(), choice))
