"""A run over many files, in this process or with workers: results in the order of the files, failures told, the
output whole or not there at all."""
from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, closing, contextmanager, nullcontext, suppress
from functools import partial
from itertools import chain
from types import FrameType
from typing import TYPE_CHECKING, NamedTuple

from civx.cli.errors import FileProblem, Run, shown
from civx.cli.formats import Piece, opened_sink
from civx.cli.writing import remove_draft

from .progress import Progress
from .work import Done, Job, Task, do

if TYPE_CHECKING:
    from .log import Log
    from .pool import Died, Pool


class Stopped(BaseException):
    """A signal asks the run to end: Ctrl-C, or SIGTERM as ``timeout`` and service managers send it."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


class _Abandoned(Exception):
    """A file failed and the user wants nothing more."""


class How(NamedTuple):
    """How the work is done: by how many processes (1 is this one alone, 0 is one other), whether a failure ends it,
    whether nothing but failures is told; ``timeout`` is how many seconds a file may take, ``log`` is told of each."""

    workers: int = 1
    fail_fast: bool = False
    quiet: bool = False
    timeout: float | None = None
    log: Log | None = None


def run_tasks(job: Job, tasks: Sequence[Task], output: str | None, how: How, run: Run, progress: Progress) -> None:
    """Do all ``tasks``; what has no output file of its own goes to ``output`` (None or ``-`` is standard output).

    ``run`` counts what was done and what failed. Where nothing could be read no output is written, and an older file
    stays. Raises Stopped on a signal, when the workers have ended and half-written files are gone.
    """
    leaves = len(tasks) > 1 or output not in (None, "-") or any(task.target is not None for task in tasks)
    # one file on standard output leaves nothing half done
    guard: AbstractContextManager[list[int]] = _stoppable() if leaves else nullcontext([])
    with guard as signals, closing(_results(job, tasks, how)) as results:
        pieces = _pieces(results, how, run, progress, signals)
        with suppress(_Abandoned):
            first = next(pieces, None)
            if first is None:
                return
            try:
                with opened_sink(job.format_name, output, job.shape) as sink:
                    for piece in chain([first], pieces):
                        sink.add(piece)
            except FileProblem as problem:
                if job.format_name != "sqlite":
                    run.files = run.facts = 0  # nothing of them is kept
                run.fail_output(output, problem)


def _pieces(
    results: Iterable[tuple[Task, Done]], how: How, run: Run, progress: Progress, signals: Sequence[int]
) -> Iterator[Piece]:
    """What is to be written, in order; all else that comes of the files is seen to."""
    for task, done in results:
        if signals:  # it came while a library of C called back into Python, which loses what is raised there
            raise Stopped(signals[0])
        progress.step(done.facts)
        if how.log is not None:
            how.log.done(task.item, done)
        if done.problem:
            run.report(task.item.name, done.problem, done.trace)
            if how.fail_fast:
                raise _Abandoned
            continue
        if not how.quiet:
            for note in done.notes:
                run.say(f"civx: {shown(task.item.name)}:{note}")
        run.files += 1
        run.facts += done.facts
        yield from done.pieces


def _results(job: Job, tasks: Sequence[Task], how: How) -> Generator[tuple[Task, Done], None, None]:
    work: Callable[[Task], Done] = partial(do, job)
    pool = _pool(work, how) if how.workers != 1 else None
    if pool is None:
        for task in tasks:
            yield task, work(task)
        return
    from .pool import Died

    try:
        for task, done in pool.run(tasks):
            yield task, _dead(done, how.timeout) if isinstance(done, Died) else done
    finally:
        pool.close()


def _pool(work: Callable[[Task], Done], how: How) -> Pool[Task, Done] | None:
    """The workers, None where the system allows no other process and none is needed to keep a limit."""
    from .pool import Pool

    try:
        return Pool(work, max(how.workers, 1), _remove_draft, how.timeout)
    except OSError as error:
        if how.timeout is None:
            return None
        raise FileProblem(f"no other process can be started ({error.strerror}), and --timeout needs one") from error


def _remove_draft(task: Task, process: int) -> None:
    if task.target is not None:
        remove_draft(task.target, process)


def _dead(died: Died, timeout: float | None) -> Done:
    if died.late and timeout is not None:
        return Done(problem=f"not done after {timeout:g} s, as --timeout says: left out", seconds=timeout)
    code = died.code
    how = f"signal {-code}" if code is not None and code < 0 else f"exit code {code}"
    lack = "it may need more memory than there is; try it alone, with -j 1"
    return Done(problem=f"the process that read it died ({how}): {lack}")


@contextmanager
def _stoppable() -> Iterator[list[int]]:
    """Within, the first SIGINT or SIGTERM raises Stopped, and further ones are ignored while that is seen to.

    Gives a list that its number is put into.
    """
    import signal
    import threading

    numbers = (signal.SIGINT, signal.SIGTERM)
    came: list[int] = []

    def stop(number: int, frame: FrameType | None) -> None:
        for each in numbers:
            signal.signal(each, signal.SIG_IGN)
        came.append(number)
        raise Stopped(number)

    # A signal that whoever started civx wants ignored (nohup, a background job of a script) stays ignored.
    before = {number: signal.getsignal(number) for number in numbers}
    before = {number: handler for number, handler in before.items() if handler not in (signal.SIG_IGN, None)}
    if threading.current_thread() is not threading.main_thread():
        before = {}  # only the main thread may say what a signal does
    for number in before:
        signal.signal(number, stop)
    try:
        yield came
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
