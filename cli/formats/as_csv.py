"""CSV as RFC 4180 has it and spreadsheets read it: a header row, CRLF line ends, quotes where a cell needs them."""
from __future__ import annotations

import csv
from collections.abc import Iterable
from decimal import Decimal
from operator import attrgetter
from typing import TextIO

from civx.extractors.model import FIELDS, Extraction

from .records import plain

_VALUES = attrgetter(*FIELDS)


def write(out: TextIO, extractions: Iterable[Extraction]) -> None:
    """The header row, also where there are no facts; a row a fact, headings joined by `` > ``, null left empty."""
    rows = csv.writer(out)
    rows.writerow(FIELDS)
    for extraction in extractions:
        rows.writerows([_cell(value) for value in _VALUES(fact)] for fact in extraction.facts)


def _cell(value: object) -> object:
    if isinstance(value, Decimal):
        return plain(value)
    if isinstance(value, tuple):
        return " > ".join(value)
    return value
