"""How Arrow holds facts: exact decimals, lists of headings, and words from a short list as dictionaries."""
from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pyarrow

from .columns import Column

PRECISION, SCALE = 38, 12
TYPES = {
    "text": pyarrow.string(),
    "number": pyarrow.decimal128(PRECISION, SCALE),
    "integer": pyarrow.int64(),
    "json": pyarrow.string(),
    "texts": pyarrow.list_(pyarrow.string()),
    "integers": pyarrow.list_(pyarrow.int64()),
}
# Columns whose cells are one of a few words.
CODED = frozenset({"programme", "area", "measure", "unit", "bound", "status", "direction"})


def schema_of(columns: Iterable[Column], coded: bool = False) -> Any:
    """The Arrow schema of ``columns``; ``coded``: those of few words as dictionaries."""
    code = pyarrow.dictionary(pyarrow.int32(), pyarrow.string())
    return pyarrow.schema([
        pyarrow.field(column.name, code if coded and column.name in CODED else TYPES[column.kind]) for column in columns
    ])
