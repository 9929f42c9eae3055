"""What a run has to do: a task for each input that does not have its output yet."""
from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import Any, NamedTuple

from civx.cli.errors import FileProblem, Run
from civx.cli.formats.shape import Shape
from civx.cli.reading import Item

from .work import Task


class Plan(NamedTuple):
    """The tasks of a run, how many inputs are left out since their output is there, and all tasks, those too."""

    tasks: list[Task]
    skipped: int
    everything: list[Task]


def plan(
    items: Sequence[Item], output: str | None, format_name: str, folder: bool, skip_existing: bool,
    newer: bool = False,
) -> Plan:
    """What is to be done for ``items``, without those that have their output where ``skip_existing`` is set, or that
    have one newer than themselves where ``newer`` is.

    Where ``output`` is a ``folder`` each task has an output file of its own in it. The drafts that a killed run left
    are removed. Raises FileProblem where the folder cannot be made or a database cannot be read.
    """
    if output is None or output == "-":
        return _left([Task(item, None, _paged(item)) for item in items], set())
    from .targets import outside, sweep, targets  # not on the way to standard output: their imports are slow

    sweep(output)
    if not folder:
        tasks = [Task(item, None, _paged(item)) for item in items]
        held = _held(output, format_name, tasks) if skip_existing or newer else set()
        if newer:
            held = {task for task in held if _is_newer(output, task)}
            if format_name != "sqlite" and len(held) < len(tasks):
                held = set()  # one output for all is made of all
        return _left(tasks, held)
    own = outside(items, output)
    tasks = [
        Task(item, os.path.join(output, *target.split("/")), _paged(item))
        for item, target in zip(own, targets(own, format_name), strict=True)
    ]
    try:
        os.makedirs(output, exist_ok=True)
    except OSError as error:
        raise FileProblem(f"cannot be written: {error.strerror or error}") from error
    there = {task for task in tasks if (skip_existing or newer) and os.path.exists(str(task.target))}
    if newer:
        there = {task for task in there if _is_newer(str(task.target), task)}
    return _left(tasks, there)


def _left(tasks: list[Task], there: set[Task]) -> Plan:
    return Plan([task for task in tasks if task not in there], len(there), tasks)


def _is_newer(output: str, task: Task) -> bool:
    """Whether an output was written after what it is made of; of standard input, or a file elsewhere, nobody knows."""
    try:
        return os.path.getmtime(output) > os.path.getmtime(task.item.path)
    except OSError:
        return False


def _held(output: str, format_name: str, tasks: Sequence[Task]) -> set[Task]:
    """The tasks whose facts are in ``output`` already: all where it is whole, of a database the sources it holds."""
    if not os.path.exists(output):
        return set()
    if format_name != "sqlite":
        return set(tasks)
    from civx.cli.formats.as_sqlite import held
    from civx.cli.reading import file_of, source_name

    sources = held(output)
    files = {file for source in sources if (file := file_of(source))}
    return {task for task in tasks if (name := source_name(task.item.name)) in sources or file_of(f"{name}#") in files}


def _paged(item: Item) -> bool:
    """Whether an input has pages: an .ofd file by its name, a PDF by its name or its first bytes."""
    if (item.member or item.path).lower().endswith((".pdf", ".pdf.gz", ".ofd", ".ofd.gz")):
        return True
    if item.member is not None or item.problem:
        return False
    try:
        if item.path == "-":
            buffer: Any = sys.stdin and sys.stdin.buffer
            return buffer is not None and bool(buffer.peek(4)[:4] == b"%PDF")
        if not os.path.isfile(item.path):  # what is taken from a pipe is gone
            return False
        with open(item.path, "rb") as file:
            return file.read(4) == b"%PDF"
    except (OSError, ValueError):
        return False  # reading it will say what is wrong


def describe(todo: Plan, folder: str, shape: Shape, run: Run) -> None:
    """Write the folder's ``datapackage.json``: what is in the columns of the CSV files that are there."""
    from pathlib import Path

    from civx.cli.formats.data_package import NAME, write_data_package

    paths = {
        os.path.relpath(str(task.target), folder).replace(os.sep, "/"): task.paged
        for task in todo.everything
        if os.path.exists(str(task.target))
    }
    if not paths:
        return
    try:
        write_data_package(Path(folder), paths, shape, {path for path, paged in paths.items() if paged})
    except FileProblem as problem:
        run.fail(os.path.join(folder, NAME), problem)
