"""Parquet: typed columns, numbers as exact decimals, row groups of a fixed size."""
from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pyarrow
from pyarrow import parquet

from civx.cli.errors import FileProblem
from civx.cli.writing import drafted

from . import Piece
from .arrow_schema import PRECISION, SCALE, arrays, file_schema, fits
from .columns import chosen, rows
from .money import fact_in_wan
from .shape import Shape

if TYPE_CHECKING:
    from civx.extractors.model import Extraction

ROWS_OF_A_GROUP = 50_000

def prepare(extraction: Extraction, shape: Shape) -> Piece:
    """The rows in Arrow's own encoding, which the writer need not take apart.

    Raises FileProblem where a number has more digits than the column holds.
    """
    columns = chosen(shape, page=True)
    refuse_long_numbers(extraction, in_wan=shape.layout == "wide" and shape.money == "wan")
    values = list(zip(*rows(extraction, shape, columns), strict=True)) or [()] * len(columns)
    batch = pyarrow.record_batch(arrays(columns, values), schema=file_schema(columns))
    stream = pyarrow.BufferOutputStream()
    with pyarrow.ipc.new_stream(stream, batch.schema) as writer:
        writer.write_batch(batch)
    return Piece(extraction.source, len(extraction.facts), stream.getvalue().to_pybytes())


@contextmanager
def opened(output: str | None, shape: Shape) -> Iterator[ParquetSink]:
    """A sink that writes a row group whenever it has the rows of one, so that the files' sizes leave no trace."""
    with drafted(output) as draft:
        schema = file_schema(chosen(shape, page=True))
        with parquet.ParquetWriter(draft, schema, compression="zstd") as writer:
            sink = ParquetSink(writer, schema)
            yield sink
            sink.finish()


class ParquetSink:
    """Holds at most the rows of one group and of one file."""

    def __init__(self, writer: Any, schema: Any) -> None:
        self._writer = writer
        self._waiting = [schema.empty_table()]
        self._rows = 0

    def add(self, piece: Piece) -> None:
        """Take the rows of one file."""
        table = pyarrow.ipc.open_stream(piece.content).read_all()
        self._waiting.append(table)
        self._rows += table.num_rows
        while self._rows >= ROWS_OF_A_GROUP:
            waiting = pyarrow.concat_tables(self._waiting)
            self._writer.write_table(waiting.slice(0, ROWS_OF_A_GROUP))
            self._waiting = [waiting.slice(ROWS_OF_A_GROUP)]
            self._rows -= ROWS_OF_A_GROUP

    def finish(self) -> None:
        """Write the rows that are left; a file without rows still has its columns."""
        self._writer.write_table(pyarrow.concat_tables(self._waiting))


def refuse_long_numbers(extraction: Extraction, *, in_wan: bool = False) -> None:
    """Raise FileProblem where a number has more digits than a column of numbers holds."""
    for fact in extraction.facts:
        told = fact_in_wan(fact) if in_wan else fact
        for number in (told.value, told.min, told.max, told.per_month):
            if number is not None and not fits(number):
                raise FileProblem(
                    f"line {fact.line}: {fact.quote} has more digits than parquet's decimal({PRECISION}, {SCALE}) "
                    "holds: say --format jsonl, which keeps them all"
                )

