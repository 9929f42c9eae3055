"""Record batches of texts in, record batches of facts out: the one function that every engine can run."""
from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

import pyarrow

from civx.cli.errors import FileProblem, described
from civx.cli.formats.arrow_schema import CODED, schema_of
from civx.cli.formats.as_parquet import refuse_long_numbers
from civx.cli.formats.columns import columns_of
from civx.cli.formats.columns import rows as rows_of
from civx.cli.formats.shape import Shape
from civx.cli.reading import Item, Source, extracted, sources_of, text_source
from civx.cli.unread import notes_of

if TYPE_CHECKING:
    from civx.extractors.model import Extraction

_COLUMNS = columns_of("long")
_SHAPE = Shape()
FACTS = schema_of(_COLUMNS, coded=True)
PLAIN = schema_of(_COLUMNS)  # without dictionaries, for engines that read none
FAULTS = pyarrow.schema([
    pyarrow.field("source", pyarrow.string()),
    pyarrow.field("severity", pyarrow.string()),  # error: nothing of it was read; note: something of it was left out
    pyarrow.field("fault", pyarrow.string()),
])
ROWS = pyarrow.schema([*PLAIN, FAULTS.field("severity"), FAULTS.field("fault")])
_HELD = 10_000  # rows of a batch at most


class Batches:
    """Batches of facts as they are made, once; ``faults`` is the table of what could not be read so far.

    It is an Arrow stream as well (``__arrow_c_stream__``), which DuckDB, Polars, pandas and pyarrow read.
    """

    def __init__(self, batches: Iterator[Any], schema: Any, faults: list[tuple[str, str, str]]) -> None:
        self._batches = batches
        self._faults = faults
        self.schema = schema

    def __iter__(self) -> Iterator[Any]:
        return self._batches

    @property
    def faults(self) -> Any:
        """A ``pyarrow.Table`` as FAULTS says: source, severity (error or note), fault."""
        columns: Sequence[Sequence[str]] = list(zip(*self._faults, strict=True)) or [(), (), ()]
        return pyarrow.table([pyarrow.array(column, pyarrow.string()) for column in columns], schema=FAULTS)

    def reader(self) -> Any:
        """A ``pyarrow.RecordBatchReader`` over the batches."""
        return pyarrow.RecordBatchReader.from_batches(self.schema, self._batches)

    def table(self) -> Any:
        """All batches as one ``pyarrow.Table``."""
        return pyarrow.Table.from_batches(list(self._batches), self.schema)

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        stream: object = self.reader().__arrow_c_stream__(requested_schema)
        return stream


def extract_batches(
    batches: Any,
    *,
    text: str = "text",
    source: str = "source",
    encoding: str | None = None,
    patterns: tuple[str, ...] = (),
    coded: bool = True,
    faults_as_rows: bool = False,
) -> Batches:
    """The facts of the texts in ``batches``, in their order.

    Args:
        batches: record batches of pyarrow, a table, a reader, or anything with ``__arrow_c_stream__``. The column
            ``source`` names each text, no two alike; the column ``text`` holds it: strings are a report's text, binary
            values a file's bytes, which are read as the suffix of its name says.
        text: the column of texts.
        source: the column of names.
        encoding: how plain text in binary values is encoded; None lets it be found out.
        patterns: files of patterns of your own (docs/patterns.md).
        coded: columns of few words (programme, status, unit …) as dictionaries; False where an engine reads none.
        faults_as_rows: put what could not be read among the facts, as rows in which only ``source``, ``severity`` and
            ``fault`` are filled (the schema ROWS), for engines that take one table back; :func:`split` parts them.

    Returns:
        Batches of FACTS (of PLAIN where ``coded`` is false, of ROWS with ``faults_as_rows``): the columns of the long
        layout, numbers in the base unit as decimal128(38, 12). What is wrong with one text is a row in ``faults`` and
        never ends the run.

    Raises:
        ValueError: the batches lack a column, or it has neither strings nor bytes. PatternError: a file of patterns
        is wrong.
    """
    if patterns:
        from civx.patterns.load import load

        load(patterns)
    faults: list[tuple[str, str, str]] = []
    schema = ROWS if faults_as_rows else FACTS if coded else PLAIN
    made = _made(_stream(batches), (source, text), encoding, patterns, schema, faults)
    return Batches(made, schema, faults)


def split(rows: Any) -> tuple[Any, Any]:
    """The facts and the faults in a table of ROWS, as two tables: of PLAIN and of FAULTS."""
    from pyarrow import compute

    sound = compute.is_null(rows["fault"])
    facts = rows.filter(sound).select(PLAIN.names).cast(PLAIN)
    return facts, rows.filter(compute.invert(sound)).select(FAULTS.names).cast(FAULTS)


def _stream(batches: Any) -> Iterator[Any]:
    if hasattr(batches, "to_batches"):
        return iter(batches.to_batches())
    if hasattr(batches, "__arrow_c_stream__") and not isinstance(batches, pyarrow.RecordBatchReader):
        return iter(pyarrow.RecordBatchReader.from_stream(batches))
    return iter(batches)


def _made(
    batches: Iterable[Any], names: tuple[str, str], encoding: str | None, patterns: tuple[str, ...], schema: Any,
    faults: list[tuple[str, str, str]],
) -> Iterator[Any]:
    inline = "fault" in schema.names
    for batch in batches:
        held: list[tuple[object, ...]] = []
        for source, content in zip(*(_values(batch, name) for name in names), strict=True):
            before = len(faults)
            for extraction in _extractions(source, content, encoding, patterns, faults):
                held += rows_of(extraction, _SHAPE, _COLUMNS)
            if inline:
                held = [row if len(row) == len(schema) else (*row, None, None) for row in held]
                held += [_fault_row(fault) for fault in faults[before:]]
                del faults[before:]
            while len(held) >= _HELD:
                yield _batch(held[:_HELD], schema)
                del held[:_HELD]
        if held:
            yield _batch(held, schema)


def _values(batch: Any, name: str) -> Iterator[object]:
    if name not in batch.schema.names:
        raise ValueError(f"the batches have no column {name!r} but {', '.join(batch.schema.names)}: say which it is")
    column = batch.column(name)
    types = pyarrow.types
    kind = column.type.value_type if types.is_dictionary(column.type) else column.type
    readable = (types.is_string, types.is_large_string, types.is_binary, types.is_large_binary, types.is_null)
    if not any(is_one(kind) for is_one in readable) and "view" not in str(kind):
        raise ValueError(f"the column {name!r} holds {kind}: strings or bytes are read")
    return iter(column.to_pylist())


def _extractions(
    source: object, content: object, encoding: str | None, patterns: tuple[str, ...],
    faults: list[tuple[str, str, str]],
) -> Iterator[Extraction]:
    """What is in one text or file; what is wrong with it goes to ``faults``."""
    name = source.decode("utf-8", "surrogateescape") if isinstance(source, bytes) else str(source or "")
    try:
        if not name:
            raise FileProblem("has no name: each text needs one, which its facts carry")
        found: list[Extraction] = []
        notes: list[str] = []
        for each in _sources(name, content, encoding):
            extraction = extracted(each, patterns)
            refuse_long_numbers(extraction)
            found.append(extraction)
            notes += [*each.notes, *(f"line {note}" for note in notes_of(extraction, each.pages, each.part))]
    except Exception as error:  # also a defect of ours: the other texts are done
        faults.append((name, "error", described(error)))
        return
    faults += [(name, "note", note) for note in notes]
    yield from found


def _sources(name: str, content: object, encoding: str | None) -> list[Source]:
    if content is None:
        raise FileProblem("empty: there is no text in it")
    if isinstance(content, bytes):
        return sources_of(content, Item(name, name, None, name), encoding)
    return [text_source(name, str(content))]


def _fault_row(fault: tuple[str, str, str]) -> tuple[object, ...]:
    filled = dict(zip(FAULTS.names, fault, strict=True))
    return tuple(filled.get(name) for name in ROWS.names)


def _batch(rows: list[tuple[object, ...]], schema: Any) -> Any:
    columns = [
        pyarrow.array(values, PLAIN.field(field.name).type).dictionary_encode().cast(field.type)
        if field.name in CODED and pyarrow.types.is_dictionary(field.type)
        else pyarrow.array(list(values), field.type)
        for field, values in zip(schema, zip(*rows, strict=True), strict=True)
    ]
    return pyarrow.record_batch(columns, schema=schema)
