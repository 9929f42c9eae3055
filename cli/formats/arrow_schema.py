"""How Arrow holds facts: exact decimals, lists of headings, and words from a short list as dictionaries."""
from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

import pyarrow

from civx.cli.errors import FileProblem

from .columns import Column, Row
from .json_schema import ENUMS

PRECISION, SCALE = 38, 12
TYPES = {
    "text": pyarrow.string(),
    "number": pyarrow.decimal128(PRECISION, SCALE),
    "integer": pyarrow.int64(),
    "json": pyarrow.string(),
    "texts": pyarrow.list_(pyarrow.string()),
    "integers": pyarrow.list_(pyarrow.int64()),
}
VERSION = "2"  # of a file's columns; since labels are dictionaries
_LABEL = pyarrow.dictionary(pyarrow.int8(), pyarrow.string())
# Columns whose cells are one of a few words.
CODED = frozenset({"programme", "area", "measure", "unit", "bound", "status", "direction"})


def schema_of(columns: Iterable[Column], coded: bool = False) -> Any:
    """The Arrow schema of ``columns``; ``coded``: those of few words as dictionaries."""
    code = pyarrow.dictionary(pyarrow.int32(), pyarrow.string())
    return pyarrow.schema([
        pyarrow.field(column.name, code if coded and column.name in CODED else TYPES[column.kind]) for column in columns
    ])


def file_schema(columns: Iterable[Column]) -> Any:
    """The schema of a Parquet file and of a notebook's table: each field says what it means, the schema which version
    it is; what can only be one of a few labels is a dictionary (an enum in duckdb, a category in pandas and polars)."""
    fields = [
        pyarrow.field(
            column.name, _LABEL if column.name in ENUMS else TYPES[column.kind],
            metadata={"description": column.meaning},
        )
        for column in columns
    ]
    return pyarrow.schema(fields, metadata={"civx.schema": VERSION})


def arrays(columns: Sequence[Column], values: Sequence[Sequence[object]]) -> list[Any]:
    """The values of each column as an Arrow array. All arrays of a label have the same dictionary, in its order."""
    found = []
    for column, own in zip(columns, values, strict=True):
        if column.name in ENUMS:
            names = ENUMS[column.name]
            indices = pyarrow.array([names.index(str(value)) for value in own], pyarrow.int8())
            found.append(pyarrow.DictionaryArray.from_arrays(indices, pyarrow.array(names, pyarrow.string())))
        else:
            plain = [list(value) if isinstance(value, tuple) else value for value in own]
            found.append(pyarrow.array(plain, TYPES[column.kind]))
    return found


def fits(number: Decimal) -> bool:
    """Whether a column holds all digits of the number."""
    places = format(number, "f").partition(".")[2].rstrip("0")
    return len(places) <= SCALE and number.adjusted() < PRECISION - SCALE


def refuse_long_rows(rows: Iterable[Row], columns: Sequence[Column]) -> None:
    """Raise FileProblem where a number has more digits than its column holds."""
    numbers = [at for at, column in enumerate(columns) if column.kind == "number"]
    for row in rows:
        for at in numbers:
            value = row[at]
            if isinstance(value, Decimal) and not fits(value):
                raise FileProblem(
                    f"{columns[at].name} {value} has more digits than decimal({PRECISION}, {SCALE}) holds"
                )
