"""The work on one partition, wherever it is done: read, extract, write its part, say how it went."""
from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

import pyarrow

from civx.cli.batch.work import Done, Job, Task, do
from civx.cli.formats.arrow_schema import file_schema
from civx.cli.formats.columns import chosen
from civx.cli.reading import source_name

from .batches import FAULTS
from .parts import Parts

if TYPE_CHECKING:
    from civx.cli.inputs.discovery import Item

    from .partitions import Partition


class Outcome(NamedTuple):
    """What came of a partition: its key, how many files were read and failed, how many facts there are."""

    key: str
    files: int
    failed: int
    facts: int


def work(job: Job, partition: Partition, parts: Parts, killers: Mapping[Item, str]) -> Outcome:
    """Read the files of ``partition``, but those of ``killers``, which are told with what is wrong, and write its part.

    Raises FileProblem where the part cannot be written.
    """
    tables = [file_schema(chosen(job.shape, page=True)).empty_table()]
    faults: list[tuple[str, str, str]] = []
    files = failed = 0
    again = False
    for item in partition.items:
        name = source_name(item.name)
        done = Done(problem=killers[item]) if item in killers else do(job, Task(item))
        if done.problem:
            failed += 1
            again = again or done.passing
            faults.append((name, "error", done.problem))
            continue
        files += 1
        faults += [(name, "note", note.strip()) for note in done.notes]
        tables += [_table(piece.content) for piece in done.pieces]
    table = pyarrow.concat_tables(tables)
    columns = list(zip(*faults, strict=True)) or [(), (), ()]
    wrong = pyarrow.table([pyarrow.array(one, pyarrow.string()) for one in columns], schema=FAULTS)
    parts.write(partition.key, table, wrong, files, again)
    return Outcome(partition.key, files, failed, table.num_rows)


def probe(job: Job, items: tuple[Item, ...]) -> None:
    """Do the work on ``items`` for nothing but to see whether it kills the process."""
    for item in items:
        do(job, Task(item))


def _table(content: Any) -> Any:
    return pyarrow.ipc.open_stream(content).read_all()
