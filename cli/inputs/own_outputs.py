"""Files that civx wrote itself: their tables are no reports, though they lie among them."""
from __future__ import annotations

import csv
import io
import re
import zipfile

from .names import DELIMITED, WORKBOOKS, suffix

_BEGINNINGS = (("source", "report"), ("source", "table", "line"), ("programme", "subject", "family"))
_LEAST = 3  # columns of facts, where a header has these alone
_HEAD = 4096  # bytes; a header is shorter
_AUTHOR = re.compile(rb"<dc:creator>civx</dc:creator>")
OWN_TABLE = "facts that civx wrote, and no report: civx audit, compare and summary read those of civx extract"
OWN_WORKBOOK = (
    "a workbook that civx wrote, and no report: facts that civx extract wrote are read back from -f jsonl, csv or "
    "sqlite"
)


def is_own_header(line: str) -> bool:
    """Whether the first line of a .csv or .tsv file is one that civx writes."""
    sign = max("\t,;", key=line.count)
    cells = next(csv.reader([line.lstrip("\ufeff").strip()], delimiter=sign), [])
    if any(tuple(cells[: len(beginning)]) == beginning for beginning in _BEGINNINGS):
        return True
    from civx.cli.formats.columns import BECAUSE, INDICATORS, LONG, REVIEWED, WIDE

    columns = (*LONG, *WIDE, BECAUSE, REVIEWED, *INDICATORS["long"])
    known = ({column.name for column in columns}, {column.zh for column in columns})
    return len(cells) >= _LEAST and any(all(cell in names for cell in cells) for names in known)


def is_own_workbook(archive: zipfile.ZipFile) -> bool:
    """Whether civx is named as the author of an .xlsx workbook."""
    try:
        with archive.open("docProps/core.xml") as stream:
            return _AUTHOR.search(stream.read(_HEAD)) is not None
    except (KeyError, OSError, ValueError, RuntimeError, zipfile.BadZipFile):
        return False


def is_own(path: str) -> bool:
    """Whether civx wrote the file at ``path``; False where it cannot be read, which reading it will say."""
    try:
        if suffix(path) in DELIMITED:
            with open(path, "rb") as stream:
                return is_own_header(io.BytesIO(stream.read(_HEAD)).readline().decode("utf-8", "ignore"))
        if suffix(path) in WORKBOOKS:
            with zipfile.ZipFile(path) as archive:
                return is_own_workbook(archive)
    except (OSError, ValueError, csv.Error, zipfile.BadZipFile):
        pass
    return False
