"""One run of ``civx extract``, when all is known that the user wants."""
from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, NamedTuple

from civx.cli.errors import FileProblem, Run
from civx.cli.language import told
from civx.cli.reading import Item
from civx.cli.writing import temporary_folder

from .engine import How, Stopped, run_tasks
from .options import workers
from .plan import Plan, describe, plan
from .progress import left_aside, progress, summary
from .work import Job


class Wanted(NamedTuple):
    """Where to write, and what to leave out, by how many processes, with a bar or not, and where the log goes."""

    output: str | None
    folder: bool
    skip_existing: bool
    newer: bool
    jobs: int | None
    bar: bool
    terminal: bool
    log: str | None


def extract_all(
    run: Run, found: list[Item], job: Job, wanted: Wanted, how: How, options: Mapping[str, Any]
) -> int:
    """Do the work on all that was ``found``; the exit code. Only one run at a time writes to an output."""
    from .locking import locked

    start = time.monotonic()
    # A database is written to by several at a time, which SQLite sees to.
    single = wanted.folder or job.format_name != "sqlite"
    try:
        with locked(wanted.output if single else None, wanted.folder), _standard_input(found, how.timeout) as items:
            todo = plan(items, wanted.output, job.format_name, wanted.folder, wanted.skip_existing, wanted.newer)
            return _run(run, todo, job, wanted, how, options, start)
    except FileProblem as problem:
        run.fail(str(wanted.output), problem)
        return run.exit_code


def _run(
    run: Run, todo: Plan, job: Job, wanted: Wanted, how: How, options: Mapping[str, Any], start: float
) -> int:
    if not wanted.folder:
        job = job._replace(shape=job.shape._replace(paged=any(task.paged for task in todo.tasks)))
    batch = wanted.folder or len(todo.tasks) + todo.skipped > 1
    alone = any(task.item.path == "-" for task in todo.tasks)  # no other process can read standard input
    # PDFium may crash on a broken file, or take all memory: then the other files are to be done all the same.
    apart = how.timeout is not None or (batch and any(task.paged for task in todo.tasks))
    how = how._replace(workers=1 if alone else workers(wanted.jobs, len(todo.tasks), apart))
    if wanted.log is not None:
        from .log import Log

        try:
            log = Log(wanted.log, run)
        except FileProblem as problem:
            run.fail(wanted.log, problem)
            return run.exit_code
        how = how._replace(log=log)
        log.begin(options, _pattern_files(job.patterns), len(todo.everything))
        wanting = set(todo.tasks)
        log.skipped(task.item for task in todo.everything if task not in wanting)
    on_screen = wanted.terminal and wanted.output in (None, "-")  # a bar would stand in the middle of the facts
    with progress(len(todo.tasks), batch and wanted.bar and not on_screen) as bar:
        run.say = bar.say
        try:
            run_tasks(job, todo.tasks, None if wanted.folder else wanted.output, how, run, bar)
            if wanted.folder and job.format_name == "csv":
                describe(todo, str(wanted.output), job.shape, run)
            code = run.exit_code
        except Stopped as stop:
            run.say(told("civx: stopped; what was finished is kept" if wanted.folder else "civx: stopped"))
            code = 128 + stop.number
    if how.log is not None:
        how.log.end(run, code)
        code = max(code, run.exit_code)
    if (batch or run.aside) and not how.quiet:
        run.say(summary(run, todo.skipped, time.monotonic() - start))
    elif run.aside:
        run.say(left_aside(run))
    return code


def _pattern_files(patterns: tuple[str, ...]) -> list[str]:
    if not patterns:
        return []
    from civx.patterns.load import user_files

    return user_files(patterns)


@contextmanager
def _standard_input(items: list[Item], timeout: float | None) -> Iterator[list[Item]]:
    """The items, standard input among them as a file where another process is to read it, as a time limit needs."""
    if timeout is None or sys.stdin is None or all(item.path != "-" for item in items):
        yield items
        return
    with temporary_folder() as folder:
        path = os.path.join(folder, "input")
        with open(path, "wb") as copy:
            copy.write(sys.stdin.buffer.read())
        yield [item._replace(path=path) if item.path == "-" else item for item in items]
