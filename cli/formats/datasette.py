"""What Datasette shows of a database beside its rows: what tables and columns hold, by what to filter and search."""
from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from .columns import WIDE, Column
from .database import FACTS

_FIRST = ("indicator", "indicator_name", "subject", "area", "measure", "value", "unit", "period")


def metadata(path: str) -> dict[str, Any]:
    """The content of a ``metadata.json`` for the database ``path``, which Datasette calls by its stem."""
    tables: dict[str, dict[str, Any]] = {
        "facts": {
            "description": "A number of a report a row, with all that says what it is.",
            "columns": _meanings(FACTS), "facets": ["programme", "measure", "status", "area"],
            "label_column": "quote", "fts_table": "facts_fts", "fts_pk": "rowid",
        },
        "wide": {
            "description": "Households, persons, amounts of one matter side by side; ids names the facts.",
            "columns": _meanings(WIDE), "facets": ["programme", "status"],
        },
        "v_latest": {
            "description": "Of each figure of a place the latest: results only, totals before their parts.",
            "columns": {
                **{name: text for name, text in _meanings(FACTS).items() if name in _FIRST},
                "as_of": "the day up to which the figure goes",
            },
            "facets": ["place", "programme", "area", "measure"],
        },
        "v_wide": {
            "description": "The rows of wide with the report's place and year, what matters first.",
            "columns": {
                **{name: text for name, text in _meanings(WIDE).items() if name not in ("report", "page")},
                "year": "the year that the report looks back on",
            },
            "facets": ["place", "year", "programme"],
        },
        "reports": {
            "description": "A report in a file.", "label_column": "title",
            "columns": {
                "place": "the place that its title names", "year": "the year it looks back on",
                "plan_year": "the year it plans for", "number": "its place in the file, from 1",
            },
        },
        "sections": {"description": "A heading; path leads to it from the outermost in.", "label_column": "title"},
        "sources": {"description": "A file that was read.", "label_column": "source"},
        "settings": {"hidden": True},
    }
    return {
        "title": "Facts of civil-affairs reports",
        "description": "Extracted by civx. Numbers are in 元, 人, 户; a standard's per_month in 元 a month.",
        "databases": {Path(path).stem: {"tables": tables}},
    }


def _meanings(columns: Iterable[Column]) -> dict[str, str]:
    return {column.name: f"{column.zh}: {column.meaning}" for column in columns}
