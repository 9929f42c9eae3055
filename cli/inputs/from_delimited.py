"""Tables as text (.csv .tsv): how their cells are parted is found out, and the rows read as those of a sheet."""
from __future__ import annotations

import csv
import io
from collections import Counter
from itertools import islice
from typing import Literal

from civx.cli.errors import FileProblem

from .own_outputs import OWN_TABLE, is_own_header
from .parts import Part, Read

_DELIMITERS = ",\t;|，"
_HEAD = 4096  # characters of a header
_SAMPLE = 200  # rows by which the delimiter is found out
_SAMPLE_CHARACTERS = 2_000_000
_LONGEST_CELL = 2**31 - 1
_LEAST = 2  # rows of more than one cell, which make a table
_SAYS = "sep="  # what Excel writes and reads in a first line


def delimited_parts(text: str) -> Read:
    """The table that a .csv or .tsv file holds, and the reports in its cells; the text as it is where it holds none."""
    from .from_workbook import parts_of

    if is_own_header(text[:_HEAD].partition("\n")[0]):
        raise FileProblem(OWN_TABLE)
    body, delimiter = _delimiter(text)
    if delimiter:
        parts = tuple(parts_of("", "#", _rows(body, delimiter)))
        if parts:
            return Read(parts)
    return Read((Part(text),))


def _delimiter(text: str) -> tuple[str, str]:
    """The text without a line that names its delimiter, and the delimiter; "" where the text is no table."""
    first, _, rest = text.partition("\n")
    if first.lower().startswith(_SAYS) and len(first.strip()) == len(_SAYS) + 1:
        return rest, first[len(_SAYS)]
    best, delimiter = (0.0, 0), ""
    for sign in _DELIMITERS:
        if sign not in text:
            continue
        widths = Counter(len(row) for row in _sample(text, sign) if any(cell.strip() for cell in row))
        rows = sum(widths.values())
        width, often = max(widths.items(), key=lambda item: (item[1] * (item[0] > 1), item[0]), default=(1, 0))
        if width > 1 and often >= min(_LEAST, rows) and (often, width) != (0, 0):
            score = (often / rows, width)
            if score[0] >= 0.5 and score > best:
                best, delimiter = score, sign
    return text, delimiter


def _sample(text: str, delimiter: str) -> list[list[str]]:
    return _rows(text[:_SAMPLE_CHARACTERS], delimiter, _SAMPLE)


def _rows(text: str, delimiter: str, most: int | None = None) -> list[list[str]]:
    """The rows of cells, ``most`` of them; where quotes do not pair, they are signs like others."""
    quotes: Literal[0, 3] = csv.QUOTE_MINIMAL if text.count('"') % 2 == 0 else csv.QUOTE_NONE
    before = csv.field_size_limit(_LONGEST_CELL)
    try:
        stream = io.StringIO(text, newline="")
        return list(islice(csv.reader(stream, delimiter=delimiter, quoting=quotes), most))
    except csv.Error as error:
        raise FileProblem(f"a table that cannot be read ({error}): save it again as .csv or .xlsx") from error
    finally:
        csv.field_size_limit(before)
